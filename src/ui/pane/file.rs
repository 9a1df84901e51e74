//! The file under the cursor: who, what stops it, what was found, then everything else.

pub(in crate::ui) mod amendment;
pub(in crate::ui) mod sections;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use widgets::form::{Form, Styles};

use super::boxed;
use crate::app::model::{Drawn, Pane};
use crate::config::theme::Meaning;
use crate::domain::sheet::Sheet;
use crate::ui::frame::{Frame, clean};

pub(super) fn draw(
    frame: &Frame<'_>,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) -> Option<Position> {
    let pane = &frame.model.file;
    let sheet = pane.visible(frame.model.now);
    let inside = boxed(frame, Pane::File, &title(frame, sheet), area, buffer);
    let at = Position::new(inside.x, inside.y);
    drawn.page = usize::from(inside.height);
    let Some(sheet) = sheet else {
        let id = if pane.wanted.is_some() { "file-reading" } else { "file-none" };
        buffer.set_stringn(
            inside.x,
            inside.y,
            frame.say(id),
            usize::from(inside.width),
            frame.style(Meaning::Muted),
        );
        return inside.contains(at).then_some(at);
    };
    let (entries, changes) = match &sheet.review {
        Some(review) => amendment::of(frame, sheet, review),
        None => (sections::of(frame, sheet), Vec::new()),
    };
    let in_hand = pane.change.and_then(|at| changes.get(at)).cloned().unwrap_or_default();
    let form = Form {
        entries: &entries,
        missing: frame.say("value-missing"),
        in_hand,
        scroll: pane.scroll,
        styles: Styles {
            heading: frame.style(Meaning::Heading),
            label: frame.style(Meaning::Label),
            value: frame.style(Meaning::Text),
            missing: frame.style(Meaning::Missing),
            cursor: frame.cursor_row(frame.has_focus(Pane::File)),
            position: frame.style(Meaning::Scroll),
            glyphs: frame.glyphs(),
        },
    };
    let laid = form.draw(inside, buffer);
    drawn.last_scroll = laid.last_scroll;
    // Where the changes stand, for whoever goes from one to the next: from the one in hand, or where it is out of sight from
    // what shows.
    let lines: Vec<usize> =
        changes.iter().filter_map(|change| laid.starts.get(change.start)).copied().collect();
    let here = pane.scroll.min(drawn.last_scroll);
    let shown = here..here + drawn.page;
    let in_hand = pane.change.filter(|at| lines.get(*at).is_some_and(|line| shown.contains(line)));
    let (previous, next) = match in_hand {
        Some(at) => (at.checked_sub(1), Some(at + 1)),
        None => (lines.iter().rposition(|line| *line < here), lines.iter().position(|line| *line >= here)),
    };
    let place = |at: usize| Some((at, *lines.get(at)?));
    (drawn.previous_change, drawn.next_change) = (previous.and_then(place), next.and_then(place));
    let at = match in_hand.and_then(|at| lines.get(at)) {
        Some(line) => Position { y: inside.y + (line - here) as u16, ..at },
        None => at,
    };
    if !inside.is_empty() {
        drawn.file = Some(sheet.target());
    }
    inside.contains(at).then_some(at)
}

pub(in crate::ui) fn title<'a>(frame: &Frame<'_>, sheet: Option<&'a Sheet>) -> Line<'a> {
    match (sheet, frame.model.file.wanted) {
        (Some(sheet), _) => {
            let student = &sheet.student;
            let number = sheet.review.as_ref().map(|review| {
                let number = review.sheet.amendment.number.to_string();
                let told = frame.fill("amendment-number", &[("number", number.into())]);
                format!("{}{told}", frame.dot())
            });
            Line::raw(format!(
                "{}{}{}{} {}",
                sheet.id,
                number.unwrap_or_default(),
                frame.dot(),
                clean(&student.surname).to_uppercase(),
                clean(&student.given_name)
            ))
        }
        (None, Some(subject)) => Line::raw(subject.id.to_string()),
        (None, None) => Line::raw(frame.say("pane-file")),
    }
}
