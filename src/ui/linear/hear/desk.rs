//! A line at the desk: Enter goes on, a number chooses, `:` commands, `/` narrows, `>` and `<` go from file to file; then
//! keys and names.

use super::keys::{called, in_words, typed};
use super::{Heard, number};
use crate::app::action::{
    Action, AdministrationAction, AlertsAction, AppAction, Arg, ArgError, Call, ConventionAction,
    CursorAction, FilterAction, FocusAction, OrganisationAction, WritingAction,
};
use crate::app::command::CommandError;
use crate::app::filter;
use crate::app::message::Message;
use crate::app::model::{Model, Pane};
use crate::app::pane::queue;
use crate::app::update::{context, snapshot};
use crate::domain::access::{RIGHTS, Register};
use crate::domain::alert::Audience;
use crate::ui::linear::Wish;
use crate::ui::linear::list::index;
use crate::ui::pane::list::total;

/// A shorter number that is no choice is taken for a slip of the hand, not for a convention's.
const SHORTEST_NUMBER: usize = 4;

pub(super) fn at_the_desk(model: &Model, text: &str) -> Heard {
    if text.is_empty() {
        return go_on(model);
    }
    if let Some(place) = number(text) {
        return numbered(model, place, text);
    }
    match text.split_at_checked(1) {
        Some((":", command)) if !command.is_empty() => return commanded(model, command),
        Some(("/", words)) if !words.trim().is_empty() && model.focus == Pane::Organisations => {
            let mut heard = Heard::run(Action::Organisation(OrganisationAction::Search));
            heard.messages.push(Message::Write(words.trim().to_owned()));
            return heard.wishing(Wish::Page);
        }
        Some(("/", words)) if !words.trim().is_empty() && model.focus == Pane::Administration => {
            let mut heard = Heard::run(Action::Administration(AdministrationAction::Search));
            heard.messages.push(Message::Write(words.trim().to_owned()));
            return heard;
        }
        Some(("/", words)) if !words.trim().is_empty() => return filtered(model, words),
        Some((">", "")) => return neighbour(model, CursorAction::Down),
        Some(("<", "")) => return neighbour(model, CursorAction::Up),
        _ => {}
    }
    cell(model, text)
        .or_else(|| typed(model, text))
        .or_else(|| in_words(model, text))
        .unwrap_or_else(|| commanded(model, text))
}

/// Enter: opens the file, reads its next part, takes the queue.
fn go_on(model: &Model) -> Heard {
    match model.focus {
        Pane::Queues => Heard::run(Action::Focus(FocusAction::List)),
        Pane::List if model.list.row().is_none() => Heard::default().wishing(Wish::Head),
        Pane::List => opened(Action::Convention(ConventionAction::Open)),
        Pane::File => Heard::run(Action::Cursor(CursorAction::Down)).wishing(Wish::Moved(true)),
        Pane::Administration => Heard::run(Action::Administration(AdministrationAction::Change)),
        Pane::Writing => Heard::run(Action::Writing(WritingAction::Edit)),
        Pane::Organisations => Heard::run(Action::Organisation(OrganisationAction::Change)),
        Pane::Alerts => Heard::run(in_hand(model)),
    }
}

/// A file is read from its beginning.
pub(super) fn opened(action: Action) -> Heard {
    let mut heard = Heard::run(action).wishing(Wish::Again);
    heard.messages.push(Message::Choose(0));
    heard
}

/// The file before or after, read at once when one is reading files.
fn neighbour(model: &Model, step: CursorAction) -> Heard {
    let moved = Wish::Neighbour(step == CursorAction::Down);
    let calls = [FocusAction::List, FocusAction::File].map(|pane| Call::from(Action::Focus(pane)));
    let [list, file] = calls;
    let step = Call::from(Action::Cursor(step));
    match model.focus {
        Pane::File => Heard::calls([list, step, file]).wishing(moved),
        Pane::Organisations => Heard::calls([step]).wishing(moved),
        Pane::Alerts => Heard::calls([step]).wishing(moved),
        Pane::Queues | Pane::List | Pane::Administration | Pane::Writing => {
            Heard::calls([list, step]).wishing(moved)
        }
    }
}

/// The choice of that number, or the convention of that number.
fn numbered(model: &Model, place: usize, text: &str) -> Heard {
    let known = match model.focus {
        Pane::Queues => queue::entries(model).len(),
        Pane::List => total(model).and_then(|total| usize::try_from(total).ok()).unwrap_or_default(),
        Pane::File => model.drawn.last_scroll,
        Pane::Administration if model.administration.inside => model.administration.lines(),
        Pane::Administration => model.administration.shown().len(),
        Pane::Writing => model.writing.lines().len(),
        Pane::Organisations if model.organisations.inside => model.organisations.lines(),
        Pane::Organisations => model.organisations.entries(),
        Pane::Alerts => model.alerts.lines(),
    };
    match model.focus {
        Pane::List => match index(model, place) {
            Some(index) => Heard::tell(Message::Choose(index)).wishing(Wish::Moved(true)),
            None if place <= known => {
                Heard::answer(model.texts, "linear-not-read", &[("place", place.to_string().into())])
            }
            None => convention(model, text),
        },
        Pane::Queues if place <= known => Heard::tell(Message::Choose(place - 1)),
        Pane::File if place <= known => Heard::tell(Message::Choose(place)),
        Pane::Administration if place <= known => entry(model, place),
        Pane::Writing if place <= known => Heard::tell(Message::Choose(place - 1)),
        Pane::Organisations if place <= known => host(model, place),
        Pane::Alerts if place <= known => alert(model, place),
        Pane::Queues
        | Pane::File
        | Pane::Administration
        | Pane::Writing
        | Pane::Organisations
        | Pane::Alerts => convention(model, text),
    }
}

/// An entry of a register is opened, a detail of somebody or of a centre is changed; a function of a role is read.
fn entry(model: &Model, place: usize) -> Heard {
    let mut heard = Heard::tell(Message::Choose(place - 1));
    if model.administration.inside && model.administration.register != Register::Roles {
        heard.messages.push(Message::Run(Action::Administration(AdministrationAction::Change).into()));
    }
    heard
}

/// A host is opened, one of its lines changed.
fn host(model: &Model, place: usize) -> Heard {
    let mut heard = Heard::tell(Message::Choose(place - 1));
    let change = Action::Organisation(OrganisationAction::Change);
    if model.organisations.inside {
        heard.messages.push(Message::Run(change.into()));
    }
    heard
}

/// What Enter does with what is in hand among the alerts: a mail is read, anything else changed.
fn in_hand(model: &Model) -> Action {
    let mails = model.alerts.is_on_mails();
    Action::Alerts(if mails { AlertsAction::Read } else { AlertsAction::Change })
}

/// An event is gone to, a preference of one's own changed, a mail read.
fn alert(model: &Model, place: usize) -> Heard {
    let mut heard = Heard::tell(Message::Choose(place - 1));
    if !model.alerts.is_on_matrix() {
        heard.messages.push(Message::Run(in_hand(model).into()));
    }
    heard
}

/// Two numbers in a matrix, a row and a column: that cell is changed.
fn cell(model: &Model, text: &str) -> Option<Heard> {
    right(model, text).or_else(|| audience(model, text))
}

/// An event and an audience.
fn audience(model: &Model, text: &str) -> Option<Heard> {
    let pane = &model.alerts;
    let inside = model.focus == Pane::Alerts && pane.is_on_matrix();
    let (event, audience) = text.split_once([' ', ',']).filter(|_| inside)?;
    let (event, audience) = (number(event)?, number(audience.trim())?);
    if event > pane.lines() || audience > Audience::ALL.len() {
        return None;
    }
    let (from, to) = (pane.column, audience - 1);
    let step = if to < from { AlertsAction::Out } else { AlertsAction::Into };
    let steps = std::iter::repeat_n(Call::from(Action::Alerts(step)), from.abs_diff(to));
    let mut heard = Heard::tell(Message::Choose(event - 1));
    let change = Call::from(Action::Alerts(AlertsAction::Change));
    heard.messages.extend(steps.chain([change]).map(Message::Run));
    Some(heard)
}

/// Two numbers in the rights of a role, a function and a right: that right is given or taken.
fn right(model: &Model, text: &str) -> Option<Heard> {
    let pane = &model.administration;
    let inside = model.focus == Pane::Administration && pane.inside && pane.register == Register::Roles;
    let (function, right) = text.split_once([' ', ',']).filter(|_| inside)?;
    let (function, right) = (number(function)?, number(right.trim())?);
    if function > pane.lines() || right > RIGHTS.len() {
        return None;
    }
    let (from, to) = (pane.column, right - 1);
    let step = if to < from { AdministrationAction::Out } else { AdministrationAction::Into };
    let steps = std::iter::repeat_n(Call::from(Action::Administration(step)), from.abs_diff(to));
    let mut heard = Heard::tell(Message::Choose(function - 1));
    let change = Call::from(Action::Administration(AdministrationAction::Change));
    heard.messages.extend(steps.chain([change]).map(Message::Run));
    Some(heard)
}

/// A number that is no choice: a convention's, unless it is so short that a slip is likelier.
fn convention(model: &Model, number: &str) -> Heard {
    if number.len() < SHORTEST_NUMBER {
        return Heard::answer(model.texts, "linear-no-choice", &[("number", number.into())]);
    }
    commanded(model, number)
}

fn commanded(model: &Model, command: &str) -> Heard {
    match model.commands.parse(command, &model.names) {
        Ok(call) => called(model, vec![call]),
        Err(error @ CommandError::Unknown { .. }) => {
            let why = error.text(model.texts);
            let bound = model.keymap.bound(context(model).chain(), &snapshot(model));
            let help = bound.iter().find(|bound| bound.is_for(Action::App(AppAction::Help)));
            let help = help.map(|bound| bound.chord.label(model.texts)).unwrap_or_default();
            Heard::answer(model.texts, "linear-unknown", &[("why", why.into()), ("help", help.into())])
        }
        Err(error @ CommandError::Argument { error: ArgError::Missing(_), .. }) => {
            let refused = || Heard { lines: vec![error.text(model.texts)], ..Heard::default() };
            in_words(model, command).unwrap_or_else(refused)
        }
        Err(error) => Heard { lines: vec![error.text(model.texts)], ..Heard::default() },
    }
}

fn filtered(model: &Model, words: &str) -> Heard {
    match filter::parse(words, model.today) {
        Ok(_) => {
            let arg = Some(Arg::Text(words.trim().to_owned()));
            Heard::calls([Call { action: Action::Filter(FilterAction::Open), arg }]).wishing(Wish::Head)
        }
        Err(error) => Heard { lines: vec![error.text(model.texts)], ..Heard::default() },
    }
}
