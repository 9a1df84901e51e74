//! One line of keys and what they do; what does not fit is left out whole, never cut.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use crate::text::{ELLIPSIS, width};

/// The styles of a hint bar.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    /// The keys.
    pub key: Style,
    /// What they do.
    pub label: Style,
    /// Between two hints.
    pub separator: Style,
}

/// Hints as (key, label), the most useful first.
#[derive(Clone, Debug)]
pub struct HintBar<'a> {
    /// The hints.
    pub hints: &'a [(&'a str, &'a str)],
    /// Between two hints.
    pub separator: &'a str,
    /// The styles.
    pub styles: Styles,
}

impl HintBar<'_> {
    /// How many hints fit in that many columns, with room for an ellipsis when some do not.
    pub fn fitting(&self, columns: usize) -> usize {
        let mut used = 0;
        let mut fitting = 0;
        for (index, (key, label)) in self.hints.iter().enumerate() {
            let gap = if index == 0 { 0 } else { width(self.separator) };
            used += gap + width(key) + 1 + width(label);
            let last = index + 1 == self.hints.len();
            if used + if last { 0 } else { 1 + width(ELLIPSIS) } <= columns {
                fitting = index + 1;
            }
        }
        fitting
    }
}

impl Widget for &HintBar<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return;
        }
        let fitting = self.fitting(usize::from(area.width));
        let mut x = area.x;
        let mut put = |text: &str, style| {
            let room = area.right().saturating_sub(x);
            x = buffer.set_stringn(x, area.y, text, usize::from(room), style).0;
        };
        for (index, (key, label)) in self.hints[..fitting].iter().enumerate() {
            if index > 0 {
                put(self.separator, self.styles.separator);
            }
            put(key, self.styles.key);
            put(" ", self.styles.label);
            put(label, self.styles.label);
        }
        if fitting < self.hints.len() {
            if fitting > 0 {
                put(" ", self.styles.label);
            }
            put(ELLIPSIS, self.styles.separator);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at_every_size, draw, lines};

    const HINTS: [(&str, &str); 3] = [("v", "validate"), ("r", "return"), ("?", "help")];

    fn bar() -> HintBar<'static> {
        HintBar { hints: &HINTS, separator: " · ", styles: Styles::default() }
    }

    #[test]
    fn hints_are_left_out_whole() {
        let shown = |columns| lines(&draw(columns, 1, &bar())).concat();
        assert_eq!(shown(40), "v validate · r return · ? help");
        assert_eq!(shown(30), "v validate · r return · ? help");
        assert_eq!(shown(29), "v validate · r return …");
        assert_eq!(shown(22), "v validate …");
        assert_eq!(shown(9), "…");
    }

    #[test]
    fn any_size() {
        at_every_size(|area, buffer| (&bar()).render(area, buffer));
    }
}
