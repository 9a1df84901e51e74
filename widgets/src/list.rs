//! A short list of choices, each with an optional text on the right (a count).

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::glyphs::Glyphs;
use crate::scroll::{self, Total};
use crate::text::{put_line, truncate, truncate_line, width};

/// One choice.
#[derive(Clone, Debug, Default)]
pub struct Item<'a> {
    /// What it is.
    pub label: Line<'a>,
    /// The text on the right, in its own style; empty for none.
    pub count: &'a str,
    /// The style of the text on the right.
    pub count_style: Style,
    /// The style of the whole line, under those of its parts.
    pub style: Style,
}

/// The styles of a list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    /// The chosen line, over every other style.
    pub selected: Style,
    /// The position on the right edge.
    pub position: Style,
    /// The signs.
    pub glyphs: &'static Glyphs,
}

/// A list, of which it draws what fits.
#[derive(Clone, Debug)]
pub struct List<'a> {
    /// The choices.
    pub items: &'a [Item<'a>],
    /// The chosen one.
    pub selected: Option<usize>,
    /// The first one to show, if the chosen one allows it.
    pub first: usize,
    /// The styles.
    pub styles: Styles,
}

impl List<'_> {
    /// The first choice shown in an area of that height.
    pub fn first_shown(&self, height: u16) -> usize {
        let selected = self.selected.unwrap_or(self.first).min(self.items.len().saturating_sub(1));
        scroll::into_view(self.first, selected, usize::from(height), self.items.len())
    }

    /// Where the terminal's own cursor belongs: at the start of the chosen line.
    pub fn cursor_position(&self, area: Rect) -> Option<Position> {
        let row = self
            .selected
            .filter(|row| *row < self.items.len())?
            .checked_sub(self.first_shown(area.height))?;
        (area.width > 0 && row < usize::from(area.height)).then(|| Position::new(area.x, area.y + row as u16))
    }
}

impl Widget for &List<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return;
        }
        let total = Total::Exact(self.items.len());
        let content = Rect { width: area.width - scroll::position_width(area, total), ..area };
        let first = self.first_shown(area.height);
        for (index, (item, y)) in self.items.iter().skip(first).zip(area.top()..area.bottom()).enumerate() {
            let row = Rect { y, height: 1, ..content };
            let selected = self.selected == Some(first + index);
            draw_item(item, row, buffer, selected, self.styles.glyphs);
            if selected {
                buffer.set_style(row, self.styles.selected);
            }
        }
        scroll::draw_position(area, buffer, first, total, self.styles.position, self.styles.glyphs);
    }
}

/// One line: glyph, label, and the count on the right; the label gives way first, then the count.
fn draw_item(item: &Item<'_>, row: Rect, buffer: &mut Buffer, selected: bool, glyphs: &Glyphs) {
    buffer.set_style(row, item.style);
    let glyph = if selected { glyphs.cursor } else { "" };
    buffer.set_stringn(row.x, row.y, glyph, 1, Style::default());
    let room = usize::from(row.width.saturating_sub(1));
    if room == 0 {
        return;
    }
    let count = truncate(item.count, room, glyphs.more);
    let counted = width(&count);
    let labelled = room.saturating_sub(if counted == 0 { 0 } else { counted + 1 });
    let label = truncate_line(&item.label, labelled, glyphs.more);
    put_line(buffer, row.x + 1, row.y, &label, labelled as u16);
    buffer.set_stringn(row.right() - counted as u16, row.y, count, counted, item.count_style);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at_every_size, draw, lines};

    fn items() -> Vec<Item<'static>> {
        ["First", "A longer second", "Third"]
            .map(|label| Item { label: Line::from(label), count: "12", ..Item::default() })
            .to_vec()
    }

    fn list<'a>(items: &'a [Item<'a>], selected: usize) -> List<'a> {
        List { items, selected: Some(selected), first: 0, styles: Styles::default() }
    }

    #[test]
    fn counts_stand_on_the_right_and_labels_give_way() {
        let items = items();
        assert_eq!(lines(&draw(12, 3, &list(&items, 1))), [" First    12", "▸A longe… 12", " Third    12"]);
        assert_eq!(lines(&draw(4, 3, &list(&items, 1)))[1], "▸ 12");
    }

    #[test]
    fn the_chosen_line_is_always_shown() {
        let items = items();
        let list = list(&items, 2);
        assert_eq!(lines(&draw(12, 2, &list)), [" A long… 12│", "▸Third   12┃"]);
        assert_eq!(list.cursor_position(Rect::new(0, 0, 12, 2)), Some(Position::new(0, 1)));
    }

    #[test]
    fn any_size() {
        let items = items();
        at_every_size(|area, buffer| {
            (&list(&items, 2)).render(area, buffer);
            (&list(&[], 0)).render(area, buffer);
        });
    }
}
