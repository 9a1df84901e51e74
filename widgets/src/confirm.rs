//! A question in a box: what will happen, line by line, and the possible answers.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::hint_bar::{self, HintBar};
use crate::popup;
use crate::scroll::{self, Total};
use crate::text::{width, wrap_spans};

/// Between two answers.
const BETWEEN: &str = "   ";

/// The styles of a question.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    /// The box.
    pub popup: popup::Styles,
    /// The answers.
    pub options: hint_bar::Styles,
    /// The position on the right edge.
    pub position: Style,
}

/// A question; it takes what it needs in the middle of the area it is given.
#[derive(Clone, Debug)]
pub struct Confirm<'a> {
    /// The title of the box.
    pub title: Line<'a>,
    /// What will happen; long lines are wrapped.
    pub body: &'a [Line<'a>],
    /// The answers, as (key, label).
    pub options: &'a [(&'a str, &'a str)],
    /// How many lines of the body are scrolled away.
    pub scroll: u16,
    /// The styles.
    pub styles: Styles,
}

impl Confirm<'_> {
    /// The box, in the middle of the area.
    pub fn place(&self, area: Rect) -> Rect {
        let widest = self.body.iter().map(Line::width).max().unwrap_or(0).max(self.options_width());
        let widest = widest.max(self.title.width() + 2).min(usize::from(area.width)) as u16;
        // At most three quarters of a wide screen: long lines are hard to read.
        let most = (area.width / 4 * 3).max(60).min(area.width);
        let wide = (widest + 4).min(most);
        let lines = self.lines(wide.saturating_sub(4)).len().min(usize::from(area.height)) as u16;
        popup::centred(area, wide, lines.saturating_add(4))
    }

    /// How far the body can be scrolled in that area.
    pub fn last_scroll(&self, area: Rect) -> u16 {
        let inner = popup::inside(self.place(area));
        let lines = self.lines(inner.width.saturating_sub(2)).len();
        lines.saturating_sub(usize::from(self.body_area(inner).height)).min(usize::from(u16::MAX)) as u16
    }

    fn options_width(&self) -> usize {
        let options = self.options.iter().map(|(key, label)| width(key) + 1 + width(label));
        options.sum::<usize>() + width(BETWEEN) * self.options.len().saturating_sub(1)
    }

    fn lines(&self, columns: u16) -> Vec<Line<'static>> {
        self.body
            .iter()
            .flat_map(|line| {
                let spans: Vec<_> = line
                    .spans
                    .iter()
                    .map(|span| (span.content.as_ref().into(), line.style.patch(span.style)))
                    .collect();
                wrap_spans(&spans, usize::from(columns))
            })
            .collect()
    }

    /// The answers keep the last line; a blank one sets them apart when there is room.
    fn body_area(&self, inner: Rect) -> Rect {
        let below = match inner.height {
            0 | 1 => 0,
            2 | 3 => 1,
            _ => 2,
        };
        let margin = inner.width.min(1);
        let taken = (2 * margin).min(inner.width);
        Rect { x: inner.x + margin, width: inner.width - taken, height: inner.height - below, ..inner }
    }
}

impl Widget for &Confirm<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let inner = popup::draw(self.place(area), buffer, &self.title, &self.styles.popup);
        if inner.is_empty() {
            return;
        }
        let body = self.body_area(inner);
        let lines = self.lines(body.width);
        let first = usize::from(self.scroll).min(lines.len().saturating_sub(usize::from(body.height)));
        for (line, y) in lines.iter().skip(first).zip(body.top()..body.bottom()) {
            buffer.set_line(body.x, y, line, body.width);
        }
        let edge = Rect { width: inner.width, x: inner.x, ..body };
        scroll::draw_position(
            edge,
            buffer,
            first,
            Total::Exact(lines.len()),
            self.styles.position,
            self.styles.popup.glyphs,
        );
        if inner.height > 1 {
            let row = Rect { y: inner.bottom() - 1, height: 1, x: body.x, width: body.width };
            (&HintBar { hints: self.options, separator: BETWEEN, styles: self.styles.options })
                .render(row, buffer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at_every_size, draw, lines};

    const OPTIONS: [(&str, &str); 2] = [("Enter", "do it"), ("Esc", "leave")];

    fn confirm<'a>(body: &'a [Line<'a>], scroll: u16) -> Confirm<'a> {
        Confirm { title: Line::from("Sure?"), body, options: &OPTIONS, scroll, styles: Styles::default() }
    }

    #[test]
    fn it_takes_what_it_needs() {
        let body = [Line::from("Two rows will change.")];
        assert_eq!(
            lines(&draw(31, 7, &confirm(&body, 0))),
            [
                "",
                "  ┌ Sure? ──────────────────┐",
                "  │ Two rows will change.   │",
                "  │                         │",
                "  │ Enter do it   Esc leave │",
                "  └─────────────────────────┘",
                "",
            ]
        );
    }

    #[test]
    fn a_long_body_wraps_and_scrolls() {
        let body = [Line::from("one two three four five six seven eight nine ten")];
        let area = Rect::new(0, 0, 16, 7);
        assert_eq!(confirm(&body, 0).last_scroll(area), 2);
        let shown = lines(&draw(16, 7, &confirm(&body, 99)));
        assert_eq!(shown[1..4], ["│ five six    ││", "│ seven eight ││", "│ nine ten    ┃│"]);
    }

    #[test]
    fn any_size() {
        let body =
            [Line::from("Two rows will change, and this line is long enough to wrap."), Line::from("x")];
        at_every_size(|area, buffer| {
            for scroll in [0, 1, 99] {
                (&confirm(&body, scroll)).render(area, buffer);
                confirm(&body, scroll).last_scroll(area);
            }
        });
    }
}
