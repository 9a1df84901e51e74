//! The panes: three that stand side by side on the desk, and those that take the whole of it.

pub(super) mod administration;
pub(super) mod alerts;
pub(super) mod file;
pub(super) mod list;
mod matrix;
pub(super) mod organisations;
pub(super) mod queues;
pub(super) mod writing;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Block, Widget};
use widgets::text::truncate_line;

use super::frame::Frame;
use crate::app::model::{Drawn, Pane};
use crate::config::theme::Meaning;

/// Draws a pane; the cursor's place if the pane has the keys.
pub(super) fn draw(
    frame: &Frame<'_>,
    pane: Pane,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) -> Option<Position> {
    let cursor = match pane {
        Pane::Queues => queues::draw(frame, area, buffer),
        Pane::List => list::draw(frame, area, buffer, drawn),
        Pane::File => file::draw(frame, area, buffer, drawn),
        Pane::Administration => administration::draw(frame, area, buffer, drawn),
        Pane::Writing => writing::draw(frame, area, buffer, drawn),
        Pane::Organisations => organisations::draw(frame, area, buffer, drawn),
        Pane::Alerts => alerts::draw(frame, area, buffer, drawn),
    };
    cursor.filter(|_| frame.model.focus == pane)
}

/// The room of entries, so many columns at most, and of the details of the one in hand. In a narrow window one shows at a
/// time: where the hand is.
fn beside(frame: &Frame<'_>, area: Rect, entries: u16, inside: bool) -> (Rect, Rect) {
    match (frame.model.is_narrow(), inside) {
        (true, false) => (area, Rect { width: 0, ..area }),
        (true, true) => (Rect { width: 0, ..area }, area),
        (false, _) => {
            let columns = entries.min(area.width / 2);
            let right = Rect { x: area.x + columns, width: area.width - columns, ..area };
            (Rect { width: columns, ..area }, right)
        }
    }
}

/// Draws the border and the title, and returns the inside. Alone on the screen a pane has no border, so that the
/// mouse copies its text and nothing else.
fn boxed(frame: &Frame<'_>, pane: Pane, title: &Line<'_>, area: Rect, buffer: &mut Buffer) -> Rect {
    let focused = frame.model.focus == pane;
    let meaning = if focused { Meaning::TitleFocused } else { Meaning::Title };
    if frame.model.zoomed {
        let line =
            truncate_line(title, usize::from(area.width), frame.glyphs().more).style(frame.style(meaning));
        buffer.set_line(area.x, area.y, &line, area.width);
        return Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    }
    let border = if focused { Meaning::BorderFocused } else { Meaning::Border };
    let mut shown = truncate_line(title, usize::from(area.width.saturating_sub(4)), frame.glyphs().more);
    shown.spans.insert(0, " ".into());
    shown.spans.push(" ".into());
    let block = Block::bordered().border_set(frame.glyphs().pane).border_style(frame.style(border));
    let block = block.title_style(frame.style(meaning)).title(shown);
    let inside = block.inner(area);
    block.render(area, buffer);
    inside
}
