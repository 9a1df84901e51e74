//! Labelled values under section headings, to be read: values wrap, missing ones are said to be missing.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::glyphs::Glyphs;
use crate::scroll::{self, Total};
use crate::text::{put_line, truncate, width, wrap_spans};

/// One entry.
#[derive(Clone, Debug)]
pub enum Entry<'a> {
    /// The start of a section.
    Heading(Line<'a>),
    /// A label and its value.
    Field {
        /// The label.
        label: &'a str,
        /// The value; none when it is missing.
        value: Option<Line<'a>>,
    },
    /// A text across the whole width, wrapped.
    Text(Line<'a>),
    /// An empty line.
    Blank,
}

/// The styles of a form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    /// The headings.
    pub heading: Style,
    /// The labels.
    pub label: Style,
    /// The values and texts, under their own.
    pub value: Style,
    /// What stands for a missing value.
    pub missing: Style,
    /// The entries in hand, over every other style.
    pub cursor: Style,
    /// The position on the right edge.
    pub position: Style,
    /// The signs.
    pub glyphs: &'static Glyphs,
}

/// A form, of which it draws what fits.
#[derive(Clone, Debug)]
pub struct Form<'a> {
    /// The entries, in order.
    pub entries: &'a [Entry<'a>],
    /// Stands for a missing value.
    pub missing: &'a str,
    /// The entries in hand; an empty range for none.
    pub in_hand: Range<usize>,
    /// How many lines are scrolled away.
    pub scroll: usize,
    /// The styles.
    pub styles: Styles,
}

/// How a form lies in the area that it was drawn in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Laid {
    /// The highest scroll that still fills the area.
    pub last_scroll: usize,
    /// The line on which each entry begins; nothing where there was no area.
    pub starts: Vec<usize>,
}

impl Form<'_> {
    /// Draws the form, and tells how it lies in that area.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer) -> Laid {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return Laid::default();
        }
        // The last column is kept for the position, so that scrolling never wraps the text anew.
        let content = Rect { width: area.width.saturating_sub(1).max(1), ..area };
        let (lines, starts) = self.lines(content.width);
        let last = lines.len().saturating_sub(usize::from(area.height));
        let first = self.scroll.min(last);
        let line_of = |entry: usize| starts.get(entry).copied().unwrap_or(lines.len());
        let in_hand = line_of(self.in_hand.start)..line_of(self.in_hand.end);
        for ((at, line), y) in lines.iter().enumerate().skip(first).zip(area.top()..area.bottom()) {
            put_line(buffer, content.x, y, line, content.width);
            if in_hand.contains(&at) {
                buffer.set_style(Rect { y, height: 1, ..content }, self.styles.cursor);
            }
        }
        scroll::draw_position(
            area,
            buffer,
            first,
            Total::Exact(lines.len()),
            self.styles.position,
            self.styles.glyphs,
        );
        Laid { last_scroll: last, starts }
    }

    /// The labels take what the longest needs, and at most two fifths.
    fn label_width(&self, columns: u16) -> usize {
        let longest = self.entries.iter().map(|entry| match entry {
            Entry::Field { label, .. } => width(label),
            _ => 0,
        });
        longest.max().unwrap_or(0).min(usize::from(columns) * 2 / 5)
    }

    /// The lines, and the one on which each entry begins.
    fn lines(&self, columns: u16) -> (Vec<Line<'static>>, Vec<usize>) {
        let labels = self.label_width(columns);
        let room = usize::from(columns).saturating_sub(labels + 1);
        let mut out = Vec::with_capacity(self.entries.len());
        let mut starts = Vec::with_capacity(self.entries.len());
        for entry in self.entries {
            starts.push(out.len());
            match entry {
                Entry::Blank => out.push(Line::default()),
                Entry::Heading(line) => out.extend(wrapped(line, self.styles.heading, columns.into())),
                Entry::Text(line) => out.extend(wrapped(line, self.styles.value, columns.into())),
                Entry::Field { label, value } => {
                    let label = truncate(label, labels, self.styles.glyphs.more);
                    let pad = labels + 1 - width(&label);
                    let mut head = Span::styled(format!("{label}{:pad$}", ""), self.styles.label);
                    let missing = || Line::styled(self.missing.to_owned(), self.styles.missing);
                    let value = value.clone().unwrap_or_else(missing);
                    for mut line in wrapped(&value, self.styles.value, room) {
                        line.spans.insert(0, std::mem::replace(&mut head, " ".repeat(labels + 1).into()));
                        out.push(line);
                    }
                }
            }
        }
        (out, starts)
    }
}

fn wrapped(line: &Line<'_>, under: Style, columns: usize) -> Vec<Line<'static>> {
    let style = under.patch(line.style);
    let spans: Vec<_> =
        line.spans.iter().map(|span| (span.content.as_ref().into(), style.patch(span.style))).collect();
    wrap_spans(&spans, columns)
}

impl Widget for &Form<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        self.draw(area, buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at_every_size, draw, lines};

    fn entries() -> Vec<Entry<'static>> {
        vec![
            Entry::Heading(Line::from("Section")),
            Entry::Field { label: "Name", value: Some(Line::from("Éléonore de La Tour")) },
            Entry::Field { label: "Address", value: None },
            Entry::Blank,
            Entry::Text(Line::from("Free text that wraps.")),
        ]
    }

    fn form<'a>(entries: &'a [Entry<'a>], scroll: usize) -> Form<'a> {
        Form { entries, missing: "!! missing", in_hand: 0..0, scroll, styles: Styles::default() }
    }

    #[test]
    fn values_wrap_beside_their_labels() {
        let entries = entries();
        assert_eq!(
            lines(&draw(22, 7, &form(&entries, 0))),
            [
                "Section",
                "Name    Éléonore de",
                "        La Tour",
                "Address !! missing",
                "",
                "Free text that wraps.",
                "",
            ]
        );
    }

    #[test]
    fn scrolling_stops_at_the_end() {
        let entries = entries();
        let form = form(&entries, 99);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 22, 4));
        let laid = form.draw(buffer.area, &mut buffer);
        assert_eq!(laid, Laid { last_scroll: 2, starts: vec![0, 1, 3, 4, 5] });
        assert_eq!(lines(&draw(22, 2, &form)), ["                     │", "Free text that wraps.┃"]);
    }

    #[test]
    fn what_is_in_hand_is_marked_on_all_its_lines() {
        let entries = entries();
        let styles = Styles { cursor: Style::new().reversed(), ..Styles::default() };
        let form = Form { in_hand: 1..2, styles, ..form(&entries, 0) };
        let mut buffer = Buffer::empty(Rect::new(0, 0, 22, 7));
        form.draw(buffer.area, &mut buffer);
        let marked = |y: &u16| buffer[(0, *y)].modifier.contains(ratatui::style::Modifier::REVERSED);
        assert_eq!((0..7).filter(marked).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn any_size() {
        let entries = entries();
        at_every_size(|area, buffer| (&form(&entries, 2)).render(area, buffer));
    }
}
