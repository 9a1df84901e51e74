//! A line that was typed, made into what the model is asked: the number of a choice, keys by name, a command, a filter,
//! the text that a form waits for. An empty line goes on: it confirms, opens, reads what comes next.

mod desk;
mod keys;

use super::boxes::{Choice, choices};
use super::{Told, Wish};
use crate::app::action::{Action, AppAction, Call, CursorAction, JobAction, OverlayAction, PromptAction};
use crate::app::key::Key;
use crate::app::message::Message;
use crate::app::model::Model;
use crate::app::overlay::{ConfirmBox, FieldsBox, FormBox, FormKind, Overlay, PickerBox, Picks, Work};
use crate::app::update::snapshot;
use crate::i18n::{Texts, Value};
use desk::at_the_desk;
use keys::{named, pressed, typed, unknown_keys};

/// What was typed before Enter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Text.
    Text(String),
    /// Keys that are no text: arrows, function keys.
    Keys(Vec<Key>),
}

/// What a line asks for.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// What the model is told.
    pub messages: Vec<Message>,
    /// What is answered at once.
    pub lines: Vec<String>,
    /// What is to be said although it has not changed.
    pub wish: Option<Wish>,
    /// The line is to be heard again once the model has been told.
    pub again: bool,
}

impl Heard {
    fn run(action: Action) -> Self {
        Self::calls([Call::from(action)])
    }

    fn calls(calls: impl IntoIterator<Item = Call>) -> Self {
        Self { messages: calls.into_iter().map(Message::Run).collect(), ..Self::default() }
    }

    fn tell(message: Message) -> Self {
        Self { messages: vec![message], ..Self::default() }
    }

    fn answer(texts: Texts, id: &str, args: &[(&str, Value<'_>)]) -> Self {
        Self { lines: vec![texts.format(id, args)], ..Self::default() }
    }

    fn wishing(self, wish: Wish) -> Self {
        Self { wish: Some(wish), ..self }
    }

    fn saying(mut self, texts: Texts, id: &str) -> Self {
        self.lines.push(texts.get(id).to_owned());
        self
    }
}

/// What a line asks for, where the hand is.
pub fn hear(model: &Model, told: &Told, line: &Line) -> Heard {
    let heard = match line {
        Line::Text(text) => read(model, told, text.trim()),
        Line::Keys(keys) => pressed(model, keys).unwrap_or_else(|| unknown_keys(model, keys)),
    };
    let leaves = !heard.again && heard.lines.is_empty() && heard.messages.iter().any(cancels);
    match (&model.overlay, &model.prompt) {
        (Some(Overlay::Form(form)), _) if leaves && !form.text.is_empty() => {
            heard.saying(model.texts, "linear-draft-kept")
        }
        (Some(Overlay::Confirm(_) | Overlay::Form(_) | Overlay::Fields(_)), _) if leaves => {
            heard.saying(model.texts, "linear-given-up")
        }
        (Some(_), _) | (_, Some(_)) if leaves => heard.saying(model.texts, "linear-closed"),
        // What was said needs no dismissal; that it was asked for is answered all the same.
        (None, None) if leaves && snapshot(model).has_error => heard.saying(model.texts, "linear-closed"),
        _ => heard,
    }
}

fn read(model: &Model, told: &Told, text: &str) -> Heard {
    match (&model.overlay, &model.prompt) {
        (Some(Overlay::Confirm(confirm)), _) => confirming(model, confirm, text),
        (Some(Overlay::Form(form)), _) => filling(model, form, text),
        (Some(Overlay::Fields(fields)), _) => answering_fields(model, fields, text),
        (Some(Overlay::Picker(picker)), _) => picking(model, picker, text),
        (Some(Overlay::Reader(_)), _) => reading(model, told, text),
        (Some(Overlay::Jobs(_)), _) => looking(model, text),
        (Some(Overlay::Resume(_)), _) => resuming(model, text),
        (None, Some(_)) => answering(model, text),
        (None, None) => at_the_desk(model, text),
    }
}

/// Enter is yes, a number one of the other choices, anything else no.
fn confirming(model: &Model, confirm: &ConfirmBox, text: &str) -> Heard {
    if text.is_empty() {
        return Heard::run(Action::Overlay(OverlayAction::Confirm));
    }
    let choice = number(text).and_then(|place| choices(confirm).get(place - 1).copied());
    match (choice, named(model, text)) {
        (Some(Choice::Warned), _) => Heard::tell(Message::Choose(0)),
        (Some(Choice::Refused), _) => Heard::default().wishing(Wish::Refused),
        (None, Some(heard)) => heard,
        (None, None) => Heard::run(Action::Overlay(OverlayAction::Cancel)),
    }
}

fn cancels(message: &Message) -> bool {
    let gives_up = [
        Action::Overlay(OverlayAction::Cancel),
        Action::Prompt(PromptAction::Cancel),
        Action::App(AppAction::Escape),
    ];
    matches!(message, Message::Run(call) if gives_up.contains(&call.action))
}

/// Numbers tick reasons, Enter sends, a key by name does what it does; anything else is the text.
fn filling(model: &Model, form: &FormBox, text: &str) -> Heard {
    if text.is_empty() {
        return Heard::run(Action::Overlay(OverlayAction::Confirm));
    }
    if form.kind == FormKind::Return {
        let numbers: Option<Vec<usize>> =
            text.split([' ', ',']).filter(|word| !word.is_empty()).map(number).collect();
        let known = |numbers: &Vec<usize>| numbers.iter().all(|place| *place <= model.reasons.len());
        if let Some(numbers) = numbers.filter(known) {
            let messages = numbers.into_iter().map(|place| Message::Choose(place - 1)).collect();
            return Heard { messages, ..Heard::default() };
        }
    }
    named(model, text).unwrap_or_else(|| Heard::tell(Message::Write(text.to_owned())))
}

/// A number ticks or takes a field in hand, Enter sends, a key by name does what it does, anything else is the text of
/// the field in hand. A box without a field is a question; one text alone takes numbers too.
fn answering_fields(model: &Model, fields: &FieldsBox, text: &str) -> Heard {
    if text.is_empty() {
        return Heard::run(Action::Overlay(OverlayAction::Confirm));
    }
    let lines = fields.lines();
    let place = number(text).filter(|place| *place <= lines && (lines > 1 || !fields.is_typing()));
    match (place, named(model, text)) {
        (Some(place), _) => Heard::tell(Message::Choose(place - 1)),
        (None, Some(heard)) => heard,
        (None, None) if lines == 0 => Heard::run(Action::Overlay(OverlayAction::Cancel)),
        (None, None) if !fields.is_typing() => Heard::answer(model.texts, "linear-no-field", &[]),
        (None, None) => Heard::tell(Message::Write(text.to_owned())),
    }
}

/// A number picks, Enter reads on, a key by name does what it does; anything else is looked for.
fn picking(model: &Model, picker: &PickerBox, text: &str) -> Heard {
    if text.is_empty() {
        // The only file found is the one that was looked for.
        let only =
            matches!(picker.picks, Picks::Files { .. } | Picks::Choices(_)) && picker.matching.len() == 1;
        let on = Heard::run(Action::Cursor(CursorAction::PageDown));
        return if only { Heard::tell(Message::Choose(0)) } else { on };
    }
    match (number(text).filter(|place| *place <= picker.matching.len()), named(model, text)) {
        (Some(place), _) => Heard::tell(Message::Choose(place - 1)),
        (None, Some(heard)) => heard,
        (None, None) => Heard::tell(Message::Write(text.to_owned())),
    }
}

/// Enter reads on; a key that a text knows does what it does; anything else leaves the text and is heard at the desk. A
/// text that was read to its end keeps nothing but the keys that close it.
fn reading(model: &Model, told: &Told, text: &str) -> Heard {
    let leave = Heard { again: true, ..Heard::run(Action::Overlay(OverlayAction::Cancel)) };
    let own = typed(model, text).filter(|_| !text.is_empty()).map(by_page);
    match own {
        Some(heard) if !told.is_read_out() || heard.messages.iter().any(closes) => heard,
        None if text.is_empty() && told.is_read_out() => Heard::run(Action::Overlay(OverlayAction::Cancel)),
        None if text.is_empty() => Heard::run(Action::Cursor(CursorAction::PageDown)),
        _ => leave,
    }
}

/// Whether a message is for the text that is read, even at its end: to close it, to mark what a report left undone.
fn closes(message: &Message) -> bool {
    let marks = matches!(message, Message::Run(call) if call.action == Action::Job(JobAction::Mark));
    marks || cancels(message)
}

/// A number opens a report, Enter closes; a key that knows long work does what it does; anything else closes the list
/// and is heard at the desk.
fn looking(model: &Model, text: &str) -> Heard {
    let leave = Heard::run(Action::Overlay(OverlayAction::Cancel));
    let works = Work::all(model).len();
    match (number(text).filter(|place| *place <= works), typed(model, text)) {
        (Some(place), _) => Heard::tell(Message::Choose(place - 1)),
        (None, _) if text.is_empty() => leave,
        (None, Some(heard)) => heard,
        (None, None) => Heard { again: true, ..leave },
    }
}

/// Enter takes an earlier session up, its number lets go of it; anything else leaves it for later and is heard at the
/// desk.
fn resuming(model: &Model, text: &str) -> Heard {
    let later = Heard { again: true, ..Heard::run(Action::Overlay(OverlayAction::Cancel)) };
    match (text, named(model, text)) {
        ("", _) => Heard::run(Action::Overlay(OverlayAction::Confirm)),
        ("1", _) => Heard::run(Action::Overlay(OverlayAction::Discard)),
        (_, Some(heard)) => heard,
        (_, None) => later,
    }
}

/// A text is read by the page: line by line everything would be read again and again.
fn by_page(heard: Heard) -> Heard {
    let paged = |message: Message| {
        let step = match &message {
            Message::Run(call) if call.action == Action::Cursor(CursorAction::Down) => CursorAction::PageDown,
            Message::Run(call) if call.action == Action::Cursor(CursorAction::Up) => CursorAction::PageUp,
            _ => return message,
        };
        Message::Run(Call::from(Action::Cursor(step)))
    };
    Heard { messages: heard.messages.into_iter().map(paged).collect(), ..heard }
}

/// A number takes a proposal, Enter gives up, anything else is the answer.
fn answering(model: &Model, text: &str) -> Heard {
    let proposals = model.prompt.as_ref().map_or(0, |prompt| prompt.completions.len());
    match (number(text).filter(|place| *place <= proposals), named(model, text)) {
        (Some(place), _) => Heard::tell(Message::Choose(place - 1)),
        (None, Some(heard)) if !text.is_empty() => heard,
        (None, _) if text.is_empty() => Heard::run(Action::Prompt(PromptAction::Cancel)),
        (None, _) => Heard::tell(Message::Write(text.to_owned())),
    }
}
/// A whole number from 1, written in digits alone.
fn number(text: &str) -> Option<usize> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().filter(|place| *place > 0)
}
