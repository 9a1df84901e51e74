//! A file being written, read out: its lines by number, section by section.

use super::voice::{Voice, plain, spoken};
use super::{Told, Wish};
use crate::app::model::Pane;
use crate::app::pane::writing::origins;
use crate::app::words;
use crate::ui::pane::writing::{line_told, origin_told, title};

/// What was last read of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    id: Option<i32>,
    version: Option<i32>,
    /// The line in hand, as it was read.
    line: String,
}

/// Reads the whole file, its section in hand, or the line in hand: whichever is new.
pub(super) fn tell(voice: &mut Voice<'_>, told: &mut Told, wish: Option<Wish>) {
    let pane = &voice.model().writing;
    let all = wish == Some(Wish::Again) || told.focus != Some(Pane::Writing);
    let before = told.written.take().filter(|_| !all);
    let now = Written {
        id: pane.file(),
        version: pane.form().map(|form| form.version),
        line: line(voice, pane.at),
    };
    let is_new = before.as_ref().map(|before| before.id) != Some(now.id);
    if is_new {
        let title = plain(&title(&voice.frame));
        voice.say(&title);
    }
    if is_new && now.version.is_some() || matches!(wish, Some(Wish::Whole | Wish::Page)) {
        let (section, lines) = (pane.line().section(), pane.lines());
        let name = words::coded(voice.frame.texts, "section", section.code()).to_owned();
        voice.say(&name);
        for at in (0..lines.len()).filter(|at| lines[*at].section() == section) {
            let line = line(voice, at);
            voice.say(&line);
        }
        voice.text("linear-writing");
    } else if before.as_ref().map(|before| &before.line) != Some(&now.line) {
        voice.say(&now.line.clone());
    } else if let Some(Wish::Moved(down)) = wish {
        voice.text(if down { "linear-at-bottom" } else { "linear-at-top" });
    }
    told.written = now.version.is_some().then_some(now);
}

/// A line after its number: its name, and what is said of it.
fn line(voice: &Voice<'_>, at: usize) -> String {
    let Some(form) = voice.model().writing.form() else { return String::new() };
    let Some(line) = form.lines().get(at).copied() else { return String::new() };
    let (name, told, _) = line_told(&voice.frame, form, line);
    let origins = origins(voice.model(), form);
    let origin =
        line.field().and_then(|field| Some(origin_told(&voice.frame, form, field, origins.get(field.code)?)));
    let told = match origin {
        Some((origin, _)) => format!("{} ({})", spoken(&told), spoken(&origin)),
        None => spoken(&told).to_string(),
    };
    voice.numbered(at, &voice.pair(&name, &told))
}
