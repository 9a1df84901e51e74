//! The keys that may follow the ones already pressed, in columns at the bottom of the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::popup;
use crate::text::{truncate, width};

/// The styles of the box.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    /// The box.
    pub popup: popup::Styles,
    /// The keys.
    pub key: Style,
    /// What they do.
    pub label: Style,
}

/// The keys and what they do; it takes what it needs at the bottom of the area.
#[derive(Clone, Debug)]
pub struct WhichKey<'a> {
    /// The keys already pressed.
    pub title: Line<'a>,
    /// The keys and what they do.
    pub entries: &'a [(&'a str, &'a str)],
    /// The styles.
    pub styles: Styles,
}

/// Between two columns of keys.
const GAP: usize = 3;

impl WhichKey<'_> {
    /// Columns of keys, their width and how many rows they take, in so many screen columns.
    fn grid(&self, columns: u16) -> (usize, usize, usize) {
        let room = usize::from(columns).max(1);
        let cell =
            self.entries.iter().map(|(key, label)| self.key_width() + 1 + width(label).max(width(key)));
        let cell = cell.max().unwrap_or(1).min(room);
        let across = ((room + GAP) / (cell + GAP)).max(1);
        (across, cell, self.entries.len().div_ceil(across))
    }

    fn key_width(&self) -> usize {
        self.entries.iter().map(|(key, _)| width(key)).max().unwrap_or(0)
    }

    /// The box, at the bottom of the area.
    pub fn place(&self, area: Rect) -> Rect {
        let (_, _, rows) = self.grid(area.width.saturating_sub(2));
        popup::bottom(area, (rows + 2).min(usize::from(u16::MAX)) as u16)
    }
}

impl Widget for &WhichKey<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let inner = popup::draw(self.place(area), buffer, &self.title, &self.styles.popup);
        if inner.is_empty() {
            return;
        }
        let more = self.styles.popup.glyphs.more;
        let (across, cell, rows) = self.grid(inner.width);
        let shown = rows.min(usize::from(inner.height));
        let keys = self.key_width();
        for (index, (key, label)) in self.entries.iter().enumerate() {
            // Down the columns first, as one reads a list.
            let (column, row) = (index / rows, index % rows);
            if column >= across || row >= shown {
                continue;
            }
            let x = inner.x + (column * (cell + GAP)) as u16;
            let y = inner.y + row as u16;
            let right_aligned = x + keys.min(cell).saturating_sub(width(key)) as u16;
            buffer.set_stringn(right_aligned, y, truncate(key, cell, more), cell, self.styles.key);
            if let Some(room) = cell.checked_sub(keys + 1) {
                buffer.set_stringn(
                    x + keys as u16 + 1,
                    y,
                    truncate(label, room, more),
                    room,
                    self.styles.label,
                );
            }
        }
        if shown < rows {
            let taken = (width(more) as u16).min(inner.width);
            let x = inner.right() - taken;
            buffer.set_stringn(x, inner.bottom() - 1, more, usize::from(taken), self.styles.label);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at_every_size, draw, lines};

    const ENTRIES: [(&str, &str); 3] = [("g", "top"), ("e", "bottom"), ("S-r", "reload")];

    fn which() -> WhichKey<'static> {
        WhichKey { title: Line::from("g"), entries: &ENTRIES, styles: Styles::default() }
    }

    #[test]
    fn keys_go_down_the_columns() {
        assert_eq!(
            lines(&draw(30, 5, &which())),
            [
                "",
                "┌ g ─────────────────────────┐",
                "│  g top      S-r reload     │",
                "│  e bottom                  │",
                "└────────────────────────────┘"
            ]
        );
    }

    #[test]
    fn any_size() {
        at_every_size(|area, buffer| (&which()).render(area, buffer));
    }
}
