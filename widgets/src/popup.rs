//! A titled box over whatever is below it; the overlays are drawn inside one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Widget};

use crate::glyphs::Glyphs;
use crate::text::truncate_line;

/// The styles of a box.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    /// The border.
    pub border: Style,
    /// The title in the border.
    pub title: Style,
    /// What lies inside.
    pub body: Style,
    /// The signs.
    pub glyphs: &'static Glyphs,
}

/// A box of that size (borders included) in the middle of the area, or as much of it as fits.
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect::new(area.x + (area.width - width) / 2, area.y + (area.height - height) / 2, width, height)
}

/// A box of that size at the bottom of the area, across its whole width, or as much of it as fits.
pub fn bottom(area: Rect, height: u16) -> Rect {
    let height = height.min(area.height);
    Rect::new(area.x, area.bottom() - height, area.width, height)
}

/// Where the inside of a box lies.
pub fn inside(area: Rect) -> Rect {
    Block::bordered().inner(area)
}

/// Clears the area, draws its border and title, and returns the inside.
pub fn draw(area: Rect, buffer: &mut Buffer, title: &Line<'_>, styles: &Styles) -> Rect {
    let area = area.intersection(buffer.area);
    Clear.render(area, buffer);
    let mut block = Block::bordered().border_set(styles.glyphs.popup).border_style(styles.border);
    block = block.title_style(styles.title).style(styles.body);
    if area.width > 4 && title.width() > 0 {
        let mut shown = truncate_line(title, usize::from(area.width - 4), styles.glyphs.more);
        shown.spans.insert(0, " ".into());
        shown.spans.push(" ".into());
        block = block.title(shown);
    }
    block.render(area, buffer);
    inside(area)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at_every_size, lines};

    #[test]
    fn the_box_hides_what_is_below_and_cuts_its_title() {
        let mut buffer = Buffer::with_lines(["xxxxxxxxxx"; 4]);
        let inner = draw(Rect::new(1, 0, 8, 3), &mut buffer, &Line::from("long title"), &Styles::default());
        assert_eq!(lines(&buffer), ["x┌ lon… ┐x", "x│      │x", "x└──────┘x", "xxxxxxxxxx"]);
        assert_eq!(inner, Rect::new(2, 1, 6, 1));
    }

    #[test]
    fn boxes_fit_in_any_area() {
        at_every_size(|area, buffer| {
            draw(centred(area, 30, 8), buffer, &Line::from("title"), &Styles::default());
            draw(bottom(area, 5), buffer, &Line::from("title"), &Styles::default());
        });
    }
}
