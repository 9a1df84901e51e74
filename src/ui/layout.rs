//! Where things stand on the screen.

use ratatui::layout::Rect;

use crate::app::model::{Model, Pane};

/// Below this, nothing useful can be drawn.
pub(super) const SMALLEST: (u16, u16) = (40, 10);

/// The parts of the screen.
pub(super) struct Parts {
    pub top: Rect,
    pub desk: Rect,
    pub bottom: Rect,
}

impl Parts {
    pub fn of(area: Rect) -> Self {
        let line = |y: u16| Rect { y, height: 1, ..area };
        Self {
            top: line(area.y),
            desk: Rect { y: area.y + 1, height: area.height.saturating_sub(2), ..area },
            bottom: line(area.bottom().saturating_sub(1)),
        }
    }
}

/// The panes on the screen, each with its place.
pub(super) fn panes(model: &Model, desk: Rect) -> Vec<(Pane, Rect)> {
    let all = Pane::ABREAST;
    if !all.into_iter().all(|pane| model.shows(pane)) {
        return vec![(model.focus, desk)];
    }
    let mut x = desk.x;
    all.into_iter()
        .zip(model.layout.widths(desk.width))
        .map(|(pane, width)| {
            let place = Rect { x, width, ..desk };
            x += width;
            (pane, place)
        })
        .collect()
}
