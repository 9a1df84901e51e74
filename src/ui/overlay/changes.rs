//! One field before and after a change, word by word.

use ratatui::text::Line;
use widgets::diff::{Diff, Segment, Styles};
use widgets::text::wrap_spans;

use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::act::Change;
use crate::domain::amendment::{Piece, pieces};
use crate::ui::frame::{Frame, clean};

/// The name of the field, what it held unless that is hidden or was nothing, and what it holds.
pub(in crate::ui) fn values(frame: &Frame<'_>, change: &Change) -> (String, Option<String>, String) {
    let name = words::capitalised(&words::field(frame.texts, &change.field));
    let read = |value| clean(&words::value(frame.texts, &change.field, value)).into_owned();
    if change.masked {
        return (name, None, frame.say("value-masked").to_owned());
    }
    let from = change.from.as_deref().map(|from| read(Some(from)));
    (name, from, read(change.to.as_deref()))
}

/// How closely the two texts of a change are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Word by word.
    Words,
    /// Not at all: enough to know how many lines they take.
    Whole,
}

/// The lines of a change at that width; as many of them however closely it is looked at.
pub(super) fn lines(frame: &Frame<'_>, change: &Change, columns: u16, look: Look) -> Vec<Line<'static>> {
    let (name, from, to) = values(frame, change);
    let label = frame.fill("change-label", &[("field", clean(&name).into_owned().into())]);
    let Some(from) = from else {
        let spans = [
            (format!("{label} ").into(), frame.style(Meaning::Label)),
            (to.into(), frame.style(if change.masked { Meaning::Muted } else { Meaning::DiffAdded })),
        ];
        return wrap_spans(&spans, usize::from(columns));
    };
    let (old, new) = segments(&from, &to, look);
    let styles = Styles {
        label: frame.style(Meaning::Label),
        same: frame.style(Meaning::Text),
        removed: frame.style(Meaning::DiffRemoved),
        added: frame.style(Meaning::DiffAdded),
        glyphs: frame.glyphs(),
    };
    Diff { label: &label, old: &old, new: &new, styles }.lines(columns)
}

fn segments<'a>(from: &'a str, to: &'a str, look: Look) -> (Vec<Segment<'a>>, Vec<Segment<'a>>) {
    // A value of one word is another one, however many letters it shares.
    let told = if look == Look::Words && from.contains(' ') && to.contains(' ') {
        pieces(from, to)
    } else {
        vec![Piece::Removed(from), Piece::Added(to)]
    };
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for piece in told {
        match piece {
            Piece::Same(text) => {
                old.push(Segment { text, changed: false });
                new.push(Segment { text, changed: false });
            }
            Piece::Removed(text) => old.extend(changed(text)),
            Piece::Added(text) => new.extend(changed(text)),
        }
    }
    (old, new)
}

/// A piece that only one side has; the blanks around its words are not part of what changed.
fn changed(text: &str) -> [Segment<'_>; 3] {
    let (lead, rest) = text.split_at(text.len() - text.trim_start().len());
    let (words, trail) = rest.split_at(rest.trim_end().len());
    [(lead, false), (words, true), (trail, false)].map(|(text, changed)| Segment { text, changed })
}
