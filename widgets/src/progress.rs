//! How far a job has gone: a bar with a text beside it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use crate::glyphs::Glyphs;
use crate::text::{truncate, width};

/// The styles of a bar.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    /// What is done.
    pub done: Style,
    /// What is left.
    pub left: Style,
    /// The text.
    pub label: Style,
    /// The signs.
    pub glyphs: &'static Glyphs,
}

/// A bar: so many of so many.
#[derive(Clone, Debug)]
pub struct Progress<'a> {
    /// How many are done.
    pub done: u64,
    /// How many there are.
    pub total: u64,
    /// The text on the right, which also says the numbers.
    pub label: &'a str,
    /// The styles.
    pub styles: Styles,
}

impl Widget for &Progress<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return;
        }
        let label = truncate(self.label, usize::from(area.width), self.styles.glyphs.more);
        let labelled = width(&label) as u16;
        buffer.set_stringn(area.right() - labelled, area.y, label, usize::from(labelled), self.styles.label);
        let bar = area.width.saturating_sub(labelled + u16::from(labelled > 0));
        let done = self.done.min(self.total);
        // A bar is full only when all is done.
        let full = u64::from(bar) * done / self.total.max(1);
        for column in 0..bar {
            let (symbol, style) = if u64::from(column) < full {
                (self.styles.glyphs.full, self.styles.done)
            } else {
                (self.styles.glyphs.empty, self.styles.left)
            };
            buffer.set_stringn(area.x + column, area.y, symbol, 1, style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at_every_size, draw, lines};

    fn bar(done: u64, total: u64) -> Progress<'static> {
        let styles = Styles { glyphs: &Glyphs::ASCII, ..Styles::default() };
        Progress { done, total, label: "3 of 4", styles }
    }

    #[test]
    fn the_bar_is_full_only_at_the_end() {
        let shown = |done, total| lines(&draw(15, 1, &bar(done, total))).concat();
        assert_eq!(shown(0, 4), "-------- 3 of 4");
        assert_eq!(shown(3, 4), "######-- 3 of 4");
        assert_eq!(shown(999, 1000), "#######- 3 of 4");
        assert_eq!(shown(9, 4), "######## 3 of 4");
        assert_eq!(shown(0, 0), "-------- 3 of 4");
    }

    #[test]
    fn any_size() {
        at_every_size(|area, buffer| (&bar(7, 9)).render(area, buffer));
    }
}
