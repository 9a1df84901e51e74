//! What the widgets' tests share: a buffer as lines of text, and every small size.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

/// Draws into a fresh buffer of that size.
pub fn draw(width: u16, height: u16, widget: impl Widget) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    widget.render(buffer.area, &mut buffer);
    buffer
}

/// The text of every row, without trailing blanks.
pub fn lines(buffer: &Buffer) -> Vec<String> {
    (buffer.area.top()..buffer.area.bottom())
        .map(|y| {
            let row: String =
                (buffer.area.left()..buffer.area.right()).map(|x| buffer[(x, y)].symbol()).collect();
            row.trim_end().to_owned()
        })
        .collect()
}

/// Calls `check` with areas from 1x1 to 60x20, away from the origin of a larger buffer, and fails when a cell
/// outside the area has been touched.
pub fn at_every_size(check: impl Fn(Rect, &mut Buffer)) {
    for width in 1..=60 {
        for height in 1..=20 {
            let area = Rect::new(2, 1, width, height);
            let mut buffer = Buffer::empty(Rect::new(0, 0, 66, 24));
            check(area, &mut buffer);
            for position in buffer.area.positions() {
                let touched = buffer[position] != ratatui::buffer::Cell::EMPTY;
                assert!(
                    !touched || area.contains(position),
                    "cell {position:?} outside {area:?} was written: {:?}",
                    buffer[position]
                );
            }
        }
    }
}
