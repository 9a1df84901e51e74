//! One field before and after a change, word by word.

use ratatui::text::Line;
use similar::{ChangeTag, TextDiff};
use widgets::diff::{Diff, Segment, Styles};
use widgets::text::wrap_spans;

use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::act::Change;
use crate::ui::frame::{Frame, clean};

/// Two texts that share less than this are shown whole: scattered words help nobody.
const ALIKE: f32 = 0.3;

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

/// The lines of a change at that width.
pub(super) fn lines(frame: &Frame<'_>, change: &Change, columns: u16) -> Vec<Line<'static>> {
    let (name, from, to) = values(frame, change);
    let label = frame.fill("change-label", &[("field", clean(&name).into_owned().into())]);
    let Some(from) = from else {
        let spans = [
            (format!("{label} ").into(), frame.style(Meaning::Label)),
            (to.into(), frame.style(if change.masked { Meaning::Muted } else { Meaning::DiffAdded })),
        ];
        return wrap_spans(&spans, usize::from(columns));
    };
    let diff = TextDiff::from_words(from.as_str(), to.as_str());
    let (old, new) = segments(&diff, &from, &to);
    let styles = Styles {
        label: frame.style(Meaning::Label),
        same: frame.style(Meaning::Text),
        removed: frame.style(Meaning::DiffRemoved),
        added: frame.style(Meaning::DiffAdded),
        glyphs: frame.glyphs(),
    };
    Diff { label: &label, old: &old, new: &new, styles }.lines(columns)
}

fn segments<'a>(
    diff: &'a TextDiff<'_, '_, str>,
    from: &'a str,
    to: &'a str,
) -> (Vec<Segment<'a>>, Vec<Segment<'a>>) {
    if from.contains(' ') && to.contains(' ') && diff.ratio() >= ALIKE {
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for change in diff.iter_all_changes() {
            let text = change.value();
            match change.tag() {
                ChangeTag::Equal => {
                    old.push(Segment { text, changed: false });
                    new.push(Segment { text, changed: false });
                }
                ChangeTag::Delete => old.push(Segment { text, changed: true }),
                ChangeTag::Insert => new.push(Segment { text, changed: true }),
            }
        }
        return (old, new);
    }
    (vec![Segment { text: from, changed: true }], vec![Segment { text: to, changed: true }])
}
