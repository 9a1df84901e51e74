//! What lies over the desk: a confirmation, a form, something to pick, something to read.

pub(super) mod changes;
pub(super) mod confirm;
mod fields;
pub(super) mod form;
pub(super) mod jobs;
pub(super) mod picker;
pub(super) mod reader;
pub(super) mod resume;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::frame::Frame;
use crate::app::model::Drawn;
use crate::app::overlay::Overlay;

/// Draws the box over the desk; where the cursor stands in it.
pub(super) fn draw(
    frame: &Frame<'_>,
    overlay: &Overlay,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) -> Option<Position> {
    match overlay {
        Overlay::Confirm(confirm) => confirm::draw(frame, confirm, area, buffer, drawn),
        Overlay::Form(form) => form::draw(frame, form, area, buffer),
        Overlay::Fields(fields) => fields::draw(frame, fields, area, buffer, drawn),
        Overlay::Picker(picker) => picker::draw(frame, picker, area, buffer),
        Overlay::Reader(reader) => reader::draw(frame, reader, area, buffer, drawn),
        Overlay::Jobs(jobs) => jobs::draw(frame, jobs, area, buffer),
        Overlay::Resume(saved) => resume::draw(frame, saved, area, buffer, drawn),
    }
}
