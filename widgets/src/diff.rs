//! A value before and after a change: side by side when it fits, one under the other when it does not.
//!
//! The caller finds the differences and hands segments; signs tell old from new without any colour.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::glyphs::Glyphs;
use crate::text::{width, wrap_spans};

/// A piece of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    /// The text.
    pub text: &'a str,
    /// Whether the other side lacks it.
    pub changed: bool,
}

/// The styles of a difference.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    /// The label.
    pub label: Style,
    /// What both sides have, and the arrow.
    pub same: Style,
    /// What only the old value has.
    pub removed: Style,
    /// What only the new value has.
    pub added: Style,
    /// The signs.
    pub glyphs: &'static Glyphs,
}

/// One value, before and after.
#[derive(Clone, Debug)]
pub struct Diff<'a> {
    /// What the value is.
    pub label: &'a str,
    /// The old value.
    pub old: &'a [Segment<'a>],
    /// The new value.
    pub new: &'a [Segment<'a>],
    /// The styles.
    pub styles: Styles,
}

impl Diff<'_> {
    /// The lines it takes at that width.
    pub fn lines(&self, columns: u16) -> Vec<Line<'static>> {
        let columns = usize::from(columns);
        let side =
            |segments: &[Segment<'_>]| segments.iter().map(|segment| width(segment.text)).sum::<usize>();
        let label = if self.label.is_empty() { 0 } else { width(self.label) + 1 };
        let mut out = Vec::new();
        if label + side(self.old) + side(self.new) + width(self.styles.glyphs.becomes) + 2 <= columns {
            let mut line = Line::default();
            if label > 0 {
                line.push_span(Span::styled(format!("{} ", self.label), self.styles.label));
            }
            line.spans.extend(
                self.spans(self.old, self.styles.removed).map(|(text, style)| Span::styled(text, style)),
            );
            line.push_span(Span::styled(format!(" {} ", self.styles.glyphs.becomes), self.styles.same));
            line.spans.extend(
                self.spans(self.new, self.styles.added).map(|(text, style)| Span::styled(text, style)),
            );
            out.push(line);
            return out;
        }
        if label > 0 {
            out.extend(wrap_spans(&[(self.label.into(), self.styles.label)], columns));
        }
        for (sign, segments, changed) in
            [("- ", self.old, self.styles.removed), ("+ ", self.new, self.styles.added)]
        {
            let spans: Vec<_> =
                self.spans(segments, changed).map(|(text, style)| (text.into(), style)).collect();
            let mut sign = Span::styled(sign, changed);
            for mut line in wrap_spans(&spans, columns.saturating_sub(2)) {
                line.spans.insert(0, std::mem::replace(&mut sign, "  ".into()));
                out.push(line);
            }
        }
        out
    }

    fn spans(&self, segments: &[Segment<'_>], changed: Style) -> impl Iterator<Item = (String, Style)> {
        let same = self.styles.same;
        segments
            .iter()
            .map(move |segment| (segment.text.to_owned(), if segment.changed { changed } else { same }))
            .collect::<Vec<_>>()
            .into_iter()
    }
}

impl Widget for &Diff<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        for (line, y) in self.lines(area.width).iter().zip(area.top()..area.bottom()) {
            buffer.set_line(area.x, y, line, area.width);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at_every_size, draw, lines};

    const OLD: [Segment<'static>; 2] =
        [Segment { text: "ends ", changed: false }, Segment { text: "30/06/2026", changed: true }];
    const NEW: [Segment<'static>; 2] =
        [Segment { text: "ends ", changed: false }, Segment { text: "31/07/2026", changed: true }];

    fn diff() -> Diff<'static> {
        let removed = Style::new().crossed_out();
        let styles = Styles { removed, glyphs: &Glyphs::ASCII, ..Styles::default() };
        Diff { label: "Dates", old: &OLD, new: &NEW, styles }
    }

    #[test]
    fn one_line_when_it_fits_else_signs() {
        assert_eq!(lines(&draw(50, 1, &diff())), ["Dates ends 30/06/2026 -> ends 31/07/2026"]);
        assert_eq!(lines(&draw(20, 3, &diff())), ["Dates", "- ends 30/06/2026", "+ ends 31/07/2026"]);
        assert_eq!(
            lines(&draw(13, 5, &diff())),
            ["Dates", "- ends", "  30/06/2026", "+ ends", "  31/07/2026"]
        );
    }

    #[test]
    fn only_what_changed_is_styled() {
        let line = &diff().lines(50)[0];
        let crossed: Vec<_> = line.spans.iter().filter(|span| span.style != Style::default()).collect();
        assert_eq!(crossed.iter().map(|span| span.content.as_ref()).collect::<Vec<_>>(), ["30/06/2026"]);
    }

    #[test]
    fn any_size() {
        at_every_size(|area, buffer| (&diff()).render(area, buffer));
    }
}
