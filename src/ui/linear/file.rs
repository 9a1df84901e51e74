//! A file read out: first what one decides on, which counts as having seen it, then part by part what describes it.

use widgets::form::Entry;

use super::voice::{Voice, plain, spoken};
use super::{Told, Wish};
use crate::app::action::{Action, ConventionAction, FocusAction};
use crate::app::model::Model;
use crate::domain::sheet::Sheet;
use crate::ui::pane::file::{amendment, sections, title};

/// A heading, and what stands under it.
struct Part {
    heading: String,
    lines: Vec<String>,
    /// It is a list of labels and values, which the heading does not begin.
    labelled: bool,
}

/// How many parts the file in hand has.
pub(super) fn parts(model: &Model) -> usize {
    model.file.current().map_or(1, |sheet| 1 + described(&Voice::new(model), sheet).len())
}

fn described(voice: &Voice<'_>, sheet: &Sheet) -> Vec<Part> {
    grouped(voice, &sections::describe(&voice.frame, sheet))
}

fn grouped(voice: &Voice<'_>, entries: &[Entry<'_>]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for entry in entries {
        let line = match entry {
            Entry::Blank => continue,
            Entry::Heading(line) => {
                parts.push(Part { heading: plain(line), lines: Vec::new(), labelled: false });
                continue;
            }
            Entry::Field { label, value } => {
                let value =
                    value.as_ref().map_or_else(|| voice.frame.say("linear-missing").to_owned(), plain);
                voice.pair(label, &value)
            }
            Entry::Text(line) => plain(line),
        };
        let labelled = matches!(entry, Entry::Field { .. });
        match parts.last_mut() {
            Some(part) => {
                part.labelled |= labelled && part.lines.is_empty();
                part.lines.push(line);
            }
            None => parts.push(Part { heading: String::new(), lines: vec![line], labelled }),
        }
    }
    parts
}

/// Reads the file, or the part asked for, when it is not what was read last.
pub(super) fn tell(voice: &mut Voice<'_>, told: &mut Told, asked: bool, wish: Option<Wish>) {
    let model = voice.model();
    let Some(sheet) = model.file.current() else {
        if wish.is_some() || told.row.is_some() {
            voice.text(if model.list.row().is_some() { "linear-file-later" } else { "file-none" });
        }
        told.row = None;
        return;
    };
    told.row = Some(sheet.id);
    let target = sheet.target();
    let again =
        matches!(wish, Some(Wish::Again | Wish::Whole | Wish::Page)) || told.focus != Some(model.focus);
    if told.file == Some(target) && told.part == model.file.scroll && !again {
        match wish {
            Some(Wish::Moved(down)) => voice.text(if down { "linear-file-end" } else { "linear-file-start" }),
            Some(Wish::Neighbour(down)) => {
                voice.text(if down { "linear-at-bottom" } else { "linear-at-top" })
            }
            _ => {}
        }
        return;
    }
    // What others did while nobody asked is announced, not read over whatever is being listened to.
    let changed = told.file.is_some_and(|read| read.id == target.id && read != target);
    if changed && !asked {
        if told.announced.replace(target) != Some(target) {
            let key = Action::Focus(FocusAction::File).label(model.texts);
            voice.fill("linear-file-changed", &[("id", sheet.id.to_string().into()), ("key", key.into())]);
        }
        return;
    }
    let part = model.file.scroll;
    if part == 0 || wish == Some(Wish::Whole) || told.file != Some(target) {
        decide(voice, sheet);
        told.file = Some(target);
    }
    let parts = described(voice, sheet);
    if wish == Some(Wish::Whole) {
        parts.iter().for_each(|part| read(voice, part));
        voice.text("linear-file-end");
    } else if let Some(part) = part.checked_sub(1).and_then(|place| parts.get(place)) {
        read(voice, part);
        if model.file.scroll == parts.len() {
            voice.text("linear-file-end");
        }
    } else {
        contents(voice, &parts);
    }
    told.part = part;
}

/// Whose file, how it stands, what was found, what is done.
fn decide(voice: &mut Voice<'_>, sheet: &Sheet) {
    let name = plain(&title(&voice.frame, Some(sheet)));
    voice.fill("linear-file", &[("name", name.into())]);
    let entries = match &sheet.review {
        Some(review) => amendment::decide(&voice.frame, sheet, review),
        None => sections::decide(&voice.frame, sheet),
    };
    for part in grouped(voice, &entries) {
        read(voice, &part);
    }
}

/// A part: its heading goes before its first line, or stands alone before labels.
fn read(voice: &mut Voice<'_>, part: &Part) {
    let mut lines = part.lines.iter().map(|line| spoken(line));
    if part.labelled {
        voice.say(&part.heading);
    } else if let Some(first) = lines.next() {
        let first = if part.heading.is_empty() { first } else { voice.pair(&part.heading, &first) };
        voice.say(&first);
    }
    lines.for_each(|line| voice.say(&line));
}

/// What can be done, and what else can be read, by number.
fn contents(voice: &mut Voice<'_>, parts: &[Part]) {
    let acts = [ConventionAction::Validate, ConventionAction::Return].map(Action::Convention);
    let acts = acts
        .into_iter()
        .filter_map(|action| Some(format!("{} {}", voice.key(action)?, action.label(voice.frame.texts))));
    let acts: Vec<String> = acts.collect();
    let acts = voice.join(acts.iter().map(String::as_str));
    let names: Vec<String> =
        parts.iter().enumerate().map(|(place, part)| format!("{} {}", place + 1, part.heading)).collect();
    let names = voice.join(names.iter().map(String::as_str));
    voice.fill("linear-contents", &[("acts", acts.into()), ("parts", names.into())]);
}
