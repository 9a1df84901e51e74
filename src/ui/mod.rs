//! Pure views of the model: one frame from one model, a theme and a language.

mod bottom;
mod frame;
mod layout;
pub mod linear;
mod notes;
mod overlay;
mod pane;
pub mod signs;
pub mod theme;
mod top;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use widgets::text;

use crate::app::model::{Drawn, Model};
use frame::Frame;
use layout::{Parts, SMALLEST};
use theme::Theme;

/// Draws the desk into an empty buffer. Answers what it showed, which the model is to be told, and where the
/// terminal's own cursor stands.
pub fn view(model: &Model, theme: &Theme, buffer: &mut Buffer) -> (Drawn, Option<Position>) {
    let area = buffer.area;
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        too_small(model, area, buffer);
        return (Drawn::default(), None);
    }
    let frame = Frame::new(model, theme);
    let parts = Parts::of(area);
    top::draw(&frame, parts.top, buffer);
    let mut drawn = Drawn::default();
    let mut cursor = None;
    for (pane, place) in layout::panes(model, parts.desk) {
        cursor = pane::draw(&frame, pane, place, buffer, &mut drawn).or(cursor);
    }
    cursor = bottom::draw(&frame, &parts, buffer).or(cursor);
    if let Some(overlay) = &model.overlay {
        cursor = overlay::draw(&frame, overlay, parts.desk, buffer, &mut drawn);
    }
    notes::draw(&frame, parts.desk, buffer);
    (drawn, cursor)
}

fn too_small(model: &Model, area: Rect, buffer: &mut Buffer) {
    let (columns, rows) = SMALLEST;
    let args = [("columns", columns.into()), ("rows", rows.into())];
    let sentence = model.texts.format("screen-too-small", &args);
    for (line, y) in text::wrap(&sentence, usize::from(area.width)).iter().zip(area.top()..area.bottom()) {
        buffer.set_stringn(area.x, y, line, usize::from(area.width), ratatui::style::Style::new());
    }
}
