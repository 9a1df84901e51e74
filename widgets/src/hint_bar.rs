//! One line of keys and what they do; what does not fit is left out whole, never cut.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use crate::glyphs::Glyphs;
use crate::text::width;

/// The styles of a hint bar.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    /// The keys.
    pub key: Style,
    /// What they do.
    pub label: Style,
    /// Between two hints.
    pub separator: Style,
    /// The signs.
    pub glyphs: &'static Glyphs,
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
    /// How many columns the first ones take.
    fn columns(&self, count: usize) -> usize {
        let hints: usize = self.hints[..count].iter().map(|(key, label)| width(key) + 1 + width(label)).sum();
        hints + width(self.separator) * count.saturating_sub(1)
    }

    /// How many of the first hints are shown in that many columns, and whether the last one is shown after an
    /// ellipsis: it leads to all the others.
    fn fitting(&self, columns: usize) -> (usize, bool) {
        let all = self.hints.len();
        let Some((key, label)) = self.hints.last().filter(|_| self.columns(all) > columns) else {
            return (all, false);
        };
        let ellipsis = width(self.styles.glyphs.more);
        let last = ellipsis + 1 + width(key) + 1 + width(label);
        let with_last = last <= columns;
        let end = if with_last { last } else { ellipsis };
        let fits = |count: &usize| *count == 0 || self.columns(*count) + 1 + end <= columns;
        ((0..all).rev().find(fits).unwrap_or(0), with_last)
    }
}

impl Widget for &HintBar<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return;
        }
        let (fitting, with_last) = self.fitting(usize::from(area.width));
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
            put(self.styles.glyphs.more, self.styles.separator);
        }
        if let Some((key, label)) = self.hints.last().filter(|_| with_last) {
            put(" ", self.styles.label);
            put(key, self.styles.key);
            put(" ", self.styles.label);
            put(label, self.styles.label);
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
    fn hints_are_left_out_whole_and_the_last_one_never() {
        let shown = |columns| lines(&draw(columns, 1, &bar())).concat();
        assert_eq!(shown(40), "v validate · r return · ? help");
        assert_eq!(shown(30), "v validate · r return · ? help");
        assert_eq!(shown(29), "v validate … ? help");
        assert_eq!(shown(18), "… ? help");
        assert_eq!(shown(8), "… ? help");
        assert_eq!(shown(7), "…");
    }

    #[test]
    fn any_size() {
        at_every_size(|area, buffer| (&bar()).render(area, buffer));
    }
}
