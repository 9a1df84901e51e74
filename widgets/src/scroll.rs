//! Scrolling shared by the widgets: the first row to show, and a one-column position on the right edge.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::glyphs::Glyphs;

/// How many rows exist, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// Exactly that many.
    Exact(usize),
    /// That many, and perhaps more.
    AtLeast(usize),
}

impl Total {
    /// The number known.
    pub fn known(self) -> usize {
        match self {
            Self::Exact(rows) | Self::AtLeast(rows) => rows,
        }
    }
}

impl Default for Total {
    fn default() -> Self {
        Self::Exact(0)
    }
}

/// The first row to show so that `selected` is visible, moving as little as possible from `first`.
pub fn into_view(first: usize, selected: usize, height: usize, total: usize) -> usize {
    let height = height.max(1);
    let lowest = (selected + 1).saturating_sub(height);
    first.clamp(lowest, selected).min(total.saturating_sub(height))
}

/// Draws the position of the rows `first..first + area.height` in the right-most column of the area, when not all
/// rows fit. An unknown end is left open: the thumb never touches the bottom.
pub fn draw_position(
    area: Rect,
    buffer: &mut Buffer,
    first: usize,
    total: Total,
    style: Style,
    glyphs: &Glyphs,
) {
    let height = usize::from(area.height);
    let known = total.known();
    if known <= height || area.width < 2 || height < 2 {
        return;
    }
    let thumb = (height * height / known).max(1);
    let open = usize::from(matches!(total, Total::AtLeast(_)) && height > thumb + 1);
    let travel = height - thumb - open;
    let last_first = known - height;
    let top = (travel * first.min(last_first) + last_first / 2) / last_first;
    let x = area.right() - 1;
    for row in 0..height {
        let symbol = if (top..top + thumb).contains(&row) { glyphs.thumb } else { glyphs.track };
        buffer[(x, area.y + row as u16)].set_symbol(symbol).set_style(style);
    }
}

/// How many columns the position takes: one when it is needed.
pub fn position_width(area: Rect, total: Total) -> u16 {
    u16::from(total.known() > usize::from(area.height) && area.width >= 2 && area.height >= 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at_every_size, lines};

    #[test]
    fn the_window_moves_as_little_as_it_can() {
        assert_eq!(into_view(0, 3, 5, 20), 0);
        assert_eq!(into_view(0, 5, 5, 20), 1);
        assert_eq!(into_view(9, 4, 5, 20), 4);
        assert_eq!(into_view(18, 19, 5, 20), 15);
        assert_eq!(into_view(7, 0, 5, 3), 0);
        assert_eq!(into_view(0, 0, 0, 0), 0);
    }

    #[test]
    fn the_thumb_goes_from_top_to_bottom() {
        let thumb = |first, total| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 2, 4));
            draw_position(buffer.area, &mut buffer, first, total, Style::new(), &Glyphs::DRAWN);
            lines(&buffer).iter().map(|line| line.trim().to_owned()).collect::<String>()
        };
        assert_eq!(thumb(0, Total::Exact(16)), "┃│││");
        assert_eq!(thumb(12, Total::Exact(16)), "│││┃");
        assert_eq!(thumb(12, Total::AtLeast(16)), "││┃│");
        assert_eq!(thumb(0, Total::Exact(4)), "");
    }

    #[test]
    fn any_size_any_position() {
        at_every_size(|area, buffer| {
            for total in [0, 1, 5, 21, 100_000] {
                draw_position(area, buffer, total, Total::Exact(total), Style::new(), &Glyphs::DRAWN);
                draw_position(area, buffer, 0, Total::AtLeast(total), Style::new(), &Glyphs::DRAWN);
            }
        });
    }
}
