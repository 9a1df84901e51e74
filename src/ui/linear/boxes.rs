//! What lies over the desk, read out: a question with its answers, a form as numbered reasons and a text, choices by
//! number, a text page by page. When one opens it is read whole; then only what has changed in it.

use super::voice::{Voice, plain};
use super::{PAGE, Told, Wish, list, reader};
use crate::app::action::{Action, JobAction, OverlayAction};
use crate::app::acts::Report;
use crate::app::overlay::{
    ConfirmBox, Content, FieldsBox, FormBox, FormKind, Overlay, PickerBox, Picks, ReaderBox, ReaderText, Work,
};
use crate::app::prompt::{Prompt, PromptKind};
use crate::app::session::Saved;
use crate::app::words;
use crate::i18n::Lang;
use crate::ui::overlay::{confirm, form, jobs, picker, reader as reading, resume};
use crate::ui::signs::Sign;

/// What was last read of a box.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    name: String,
    state: Vec<String>,
    /// A text that was read to its end.
    pub ended: bool,
}

/// A box as it is to be read.
pub(super) struct Now {
    opening: Vec<String>,
    shown: Shown,
    /// Its lines change one by one, rather than page by page.
    by_line: bool,
}

/// What a number stands for in a confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// Let in the files with a warning, or leave them out.
    Warned,
    /// Read each refusal.
    Refused,
}

/// The numbered choices of a confirmation, beside yes and no.
pub(super) fn choices(confirm: &ConfirmBox) -> Vec<Choice> {
    let many = confirm.targets.len() > 1;
    let refused = many && confirm.outcomes.iter().any(|outcome| !outcome.is_done());
    let warned = confirm::toggles(confirm).then_some(Choice::Warned);
    warned.into_iter().chain(refused.then_some(Choice::Refused)).collect()
}

/// The box in hand, if there is one.
pub(super) fn shown(voice: &Voice<'_>) -> Option<Now> {
    let model = voice.model();
    Some(match (&model.overlay, &model.prompt) {
        (Some(Overlay::Confirm(confirm)), _) => question(voice, confirm),
        (Some(Overlay::Form(form)), _) => filled(voice, form),
        (Some(Overlay::Fields(fields)), _) => several(voice, fields),
        (Some(Overlay::Picker(picker)), _) => picked(voice, picker),
        (Some(Overlay::Jobs(_)), _) => long_work(voice),
        (Some(Overlay::Resume(saved)), _) => offered(voice, saved),
        (Some(Overlay::Reader(reader)), _) => read(voice, reader),
        (None, Some(prompt)) => asked_for(voice, prompt),
        (None, None) => return None,
    })
}

/// Reads a box, or what has changed in it.
pub(super) fn tell(voice: &mut Voice<'_>, told: &mut Told, now: Now, asked: bool, wish: Option<Wish>) {
    let before = told.shown.take().unwrap_or_default();
    if before.name != now.shown.name || wish == Some(Wish::Again) {
        now.opening.iter().for_each(|line| voice.say(line));
        now.shown.state.iter().for_each(|line| voice.say(line));
    } else if wish == Some(Wish::Refused) {
        if let Some(Overlay::Confirm(confirm)) = &voice.model().overlay {
            let refused = confirm::each_refused(&voice.frame, confirm);
            refused.iter().for_each(|line| voice.say(&plain(line)));
        }
    } else if before.state != now.shown.state {
        let same = |line: &String| now.by_line && before.state.contains(line);
        now.shown.state.iter().filter(|line| !same(line)).for_each(|line| voice.say(line));
    } else if asked && voice.is_silent() {
        now.shown.state.iter().for_each(|line| voice.say(line));
    }
    told.shown = Some(now.shown);
}

fn question(voice: &Voice<'_>, confirm: &ConfirmBox) -> Now {
    let title = plain(&confirm::title(&voice.frame, confirm));
    let body: Vec<String> = confirm::body(&voice.frame, confirm).iter().map(plain).collect();
    let yes_or_no = voice.frame.say("linear-confirm");
    let mut state = Vec::new();
    if confirm.targets.len() == 1 {
        // What happens on one line, what deserves a look on its own, then the question.
        let (last, before) =
            body.split_last().map_or((String::new(), &[][..]), |(one, all)| (one.clone(), all));
        let (what, looks) = before.split_first().map_or(("", before), |(one, all)| (one.as_str(), all));
        state.push(if what.is_empty() { title.clone() } else { voice.pair(&title, what) });
        state.extend(looks.iter().cloned());
        state.push(format!("{last} {yes_or_no}"));
        return Now { opening: Vec::new(), shown: Shown { name: title, state, ended: false }, by_line: true };
    }
    state.push(title.clone());
    state.extend(body);
    for (place, choice) in choices(confirm).into_iter().enumerate() {
        let said = voice.frame.say(match (choice, confirm.with_findings) {
            (Choice::Warned, false) => "linear-let-in",
            (Choice::Warned, true) => "linear-leave-out",
            (Choice::Refused, _) => "linear-read-refused",
        });
        state.push(voice.numbered(place, said));
    }
    state.push(yes_or_no.to_owned());
    Now { opening: Vec::new(), shown: Shown { name: title, state, ended: false }, by_line: true }
}

fn filled(voice: &Voice<'_>, form: &FormBox) -> Now {
    let frame = &voice.frame;
    let title = plain(&form::title(frame, form));
    let mut opening = vec![title.clone(), frame.say(form::help(form.kind)).to_owned()];
    let returns = form.kind == FormKind::Return;
    let reasons = if returns { voice.model().reasons.as_slice() } else { &[] };
    for (place, reason) in reasons.iter().enumerate() {
        let said = if frame.texts.lang() == Lang::Fr { &reason.fr } else { &reason.en };
        let field = words::field(frame.texts, &reason.field);
        opening.push(voice.numbered(place, &format!("{said} ({field})")));
    }
    let mut state: Vec<String> = form.error.iter().cloned().collect();
    if returns {
        let ticked = reasons.iter().enumerate().filter(|(_, reason)| form.ticked.contains(&reason.id));
        let ticked: Vec<String> = ticked.map(|(place, _)| (place + 1).to_string()).collect();
        let ticked = voice.join(ticked.iter().map(String::as_str));
        state.push(match ticked.is_empty() {
            true => frame.say("linear-none-ticked").to_owned(),
            false => frame.fill("linear-ticked", &[("reasons", ticked.into())]),
        });
    }
    if !form.text.is_empty() {
        state.push(format!("{}{}", frame.say(form::label(form.kind)), form.text.text()));
    }
    let cancel = voice.key(Action::Overlay(OverlayAction::Cancel)).unwrap_or_default();
    let hint = match (returns, form.text.is_empty()) {
        (true, _) => "linear-form-return",
        (false, true) => "linear-form-empty",
        (false, false) => "linear-form-filled",
    };
    state.push(frame.fill(hint, &[("cancel", cancel.into())]));
    Now { opening, shown: Shown { name: title, state, ended: false }, by_line: true }
}

/// A box of several fields: every line by its number, then which one a text goes to.
fn several(voice: &Voice<'_>, fields: &FieldsBox) -> Now {
    let frame = &voice.frame;
    let opening = vec![fields.title.clone()];
    let mut state: Vec<String> = fields.told.clone();
    state.extend(fields.error.iter().map(|error| format!("{} {error}", frame.sign(Sign::Error))));
    let mut line = 0;
    for (place, field) in fields.fields.iter().enumerate() {
        let Content::Choice { options, ticked, .. } = &field.content else {
            let paragraph;
            let typed = match &field.content {
                Content::Paragraph(text) if !text.text().is_empty() => {
                    paragraph = text.text();
                    paragraph.as_str()
                }
                Content::Secret(text) if !text.is_empty() => frame.say("linear-secret"),
                Content::Text(text) | Content::Day(text, _) if !text.is_empty() => text.text(),
                _ => frame.say("value-empty"),
            };
            state.push(voice.numbered(line, &voice.pair(&field.label, typed)));
            line += 1;
            for address in fields.addresses(place) {
                state.push(voice.numbered(line, &address.label));
                line += 1;
            }
            continue;
        };
        state.push(field.label.clone());
        for (at, (_, label)) in options.iter().enumerate() {
            let nth = ticked.iter().position(|ticked| *ticked == at);
            let sign = frame.sign(if nth.is_some() { Sign::Ticked } else { Sign::Unticked });
            state.push(voice.numbered(line, &format!("{sign} {label}")));
            line += 1;
        }
        // The order in which they were ticked may count.
        let names: Vec<&str> =
            ticked.iter().filter_map(|at| options.get(*at)).map(|(_, label)| label.as_str()).collect();
        if names.len() > 1 {
            state.push(voice.pair(&field.label, &voice.join(names)));
        }
    }
    let hand = fields.here().and_then(|(place, _)| fields.fields.get(place));
    if let Some(field) = hand.filter(|_| fields.is_typing() && fields.fields.len() > 1) {
        state.push(frame.fill("linear-text-goes", &[("label", field.label.as_str().into())]));
    }
    let cancel = voice.key(Action::Overlay(OverlayAction::Cancel)).unwrap_or_default();
    let hint = match fields.is_on_paragraph() {
        _ if fields.fields.is_empty() => "linear-confirm",
        true => "linear-paragraph",
        false => "linear-fields",
    };
    state.push(frame.fill(hint, &[("cancel", cancel.into())]));
    let name = fields.title.clone();
    Now { opening, shown: Shown { name, state, ended: false }, by_line: true }
}

fn picked(voice: &Voice<'_>, picker: &PickerBox) -> Now {
    let frame = &voice.frame;
    let (title, empty) = picker::titles(picker);
    let cancel = voice.key(Action::Overlay(OverlayAction::Cancel)).unwrap_or_default();
    let total = picker.matching.len();
    let first = picker.selected / PAGE * PAGE;
    let mut state = Vec::new();
    for (place, at) in picker.matching.iter().enumerate().skip(first).take(PAGE) {
        let said = match &picker.picks {
            Picks::Actions(items) => items.get(*at).map(|item| {
                let told = item.disabled.as_deref().unwrap_or(item.help);
                // A digit is the number of a choice here.
                let keys = item.keys.iter().filter(|key| !key.chars().all(|letter| letter.is_ascii_digit()));
                let keys = voice.named_keys(&keys.map(String::as_str).collect::<Vec<_>>().join(" "));
                voice.join([item.label.as_str(), keys.as_str(), told])
            }),
            Picks::Choices(choosing) => {
                choosing.candidates.get(*at).map(|one| voice.join([one.label.as_str(), one.detail.as_str()]))
            }
            Picks::Files { rows, .. } => rows.get(*at).map(|row| {
                let stands = words::queue(frame.texts, row.queue);
                voice.join([list::described(voice, row).as_str(), stands])
            }),
        };
        state.extend(said.map(|said| voice.numbered(place, &said)));
    }
    let last = (first + PAGE).min(total);
    let args = [
        ("first", (first + 1).into()),
        ("last", last.into()),
        ("total", total.into()),
        ("cancel", cancel.into()),
    ];
    if total == 0 {
        state.push(frame.say(empty).to_owned());
        state.push(frame.fill("linear-search", &args[3..]));
    } else {
        let only = total == 1 && matches!(picker.picks, Picks::Files { .. } | Picks::Choices(_));
        let id = if last < total { "linear-pick-more" } else { "linear-pick" };
        state.push(frame.fill(if only { "linear-pick-only" } else { id }, &args));
    }
    let name = picker::titled(frame, picker, title);
    Now { opening: vec![name.clone()], shown: Shown { name, state, ended: false }, by_line: false }
}

/// The long work of the session, each piece by its number.
fn long_work(voice: &Voice<'_>) -> Now {
    let frame = &voice.frame;
    let mut state = Vec::new();
    for (place, work) in Work::all(voice.model()).into_iter().enumerate() {
        let told = jobs::tell(frame, work);
        state.push(voice.numbered(place, &voice.join([told.what.as_str(), told.stands.as_str()])));
    }
    if state.is_empty() {
        state.push(frame.say("jobs-none").to_owned());
    }
    let cancel = voice.key(Action::Overlay(OverlayAction::Cancel)).unwrap_or_default();
    state.push(frame.fill("linear-jobs", &[("cancel", cancel.into())]));
    let name = frame.say("jobs-title").to_owned();
    Now { opening: vec![name.clone()], shown: Shown { name, state, ended: false }, by_line: true }
}

/// An earlier session: where it stood, and what may be done with it.
fn offered(voice: &Voice<'_>, saved: &Saved) -> Now {
    let frame = &voice.frame;
    let name = resume::title(frame, saved);
    let mut state: Vec<String> = resume::body(frame, saved).iter().map(plain).collect();
    state.push(voice.numbered(0, frame.say("resume-forget")));
    state.push(frame.say("linear-resume").to_owned());
    Now { opening: vec![name.clone()], shown: Shown { name, state, ended: false }, by_line: false }
}

fn read(voice: &Voice<'_>, reader: &ReaderBox) -> Now {
    let name = plain(&reading::title(&voice.frame, reader));
    let lines = reader::lines(voice, reader);
    let total = lines.len();
    let mut state: Vec<String> = lines.into_iter().skip(reader.scroll).take(PAGE).collect();
    let ended = reader.scroll + PAGE >= total;
    let cancel = voice.key(Action::Overlay(OverlayAction::Cancel)).unwrap_or_default();
    let report = match &reader.text {
        ReaderText::Report(job) => voice.model().acts.report_of(*job),
        _ => None,
    };
    if let (true, Some(key)) =
        (report.is_some_and(Report::has_undone), voice.key(Action::Job(JobAction::Mark)))
    {
        state.push(voice.frame.fill("linear-mark-again", &[("key", key.into())]));
    }
    state.push(if ended {
        voice.frame.say("linear-end").to_owned()
    } else {
        voice.frame.fill("linear-more", &[("cancel", cancel.into())])
    });
    Now { opening: vec![name.clone()], shown: Shown { name, state, ended }, by_line: false }
}

fn asked_for(voice: &Voice<'_>, prompt: &Prompt) -> Now {
    let (frame, model) = (&voice.frame, voice.model());
    let text = prompt.line.text().trim();
    let mut state: Vec<String> = prompt.error.iter().cloned().collect();
    match prompt.kind {
        PromptKind::Search => state.push(frame.say("linear-ask-search").to_owned()),
        PromptKind::Filter if text.is_empty() => state.push(frame.say("linear-ask-filter").to_owned()),
        PromptKind::Filter => state.push(frame.fill("linear-filter", &[("filter", text.into())])),
        PromptKind::Command if text.is_empty() => state.push(frame.say("linear-ask-command").to_owned()),
        PromptKind::Command => {
            let hint = model.commands.argument_hint(prompt.line.text()).unwrap_or_default();
            let hint = hint.trim_matches(['<', '>', '[', ']']);
            state.push(if hint.is_empty() { text.to_owned() } else { voice.pair(text, hint) });
        }
    }
    for (place, one) in prompt.completions.iter().enumerate() {
        state.push(voice.numbered(place, &voice.join([one.label.as_str(), one.help])));
    }
    state.push(frame.say("linear-answer").to_owned());
    let name = format!("{:?}", prompt.kind);
    Now { opening: Vec::new(), shown: Shown { name, state, ended: false }, by_line: false }
}
