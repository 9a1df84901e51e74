//! Short messages stacked in the bottom right corner, over the rest of the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};

use crate::text::{width, wrap};

/// One message.
#[derive(Clone, Debug, Default)]
pub struct Toast<'a> {
    /// The message; long ones are wrapped.
    pub text: &'a str,
    /// Says what kind it is without any colour: a word or a glyph before the text.
    pub sign: &'a str,
    /// The style of the box.
    pub style: Style,
}

/// The messages, oldest first; the newest is at the bottom and the oldest give way when room is short.
#[derive(Clone, Debug)]
pub struct Toasts<'a> {
    /// The messages.
    pub toasts: &'a [Toast<'a>],
    /// No message is wider than that.
    pub widest: u16,
}

impl Widget for &Toasts<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        let mut bottom = area.bottom();
        // Sign, blank, and a blank on either side; the texts stand in one column.
        let around = self.toasts.iter().map(|toast| width(toast.sign)).max().unwrap_or(0) + 1 + 2;
        let room = usize::from(self.widest.min(area.width)).saturating_sub(around);
        if room == 0 {
            return;
        }
        let wrapped: Vec<_> = self.toasts.iter().map(|toast| wrap(toast.text, room)).collect();
        let widest = wrapped.iter().flatten().map(|line| width(line)).max().unwrap_or(0).min(room);
        for (toast, lines) in self.toasts.iter().zip(&wrapped).rev() {
            let free = usize::from(bottom - area.top());
            // The newest message is shown even cut; an older one only whole.
            if free == 0 || (lines.len() > free && bottom != area.bottom()) {
                return;
            }
            let height = lines.len().min(free) as u16;
            let wide = ((widest + around) as u16).min(area.width);
            let place = Rect::new(area.right() - wide, bottom - height, wide, height);
            Clear.render(place, buffer);
            buffer.set_style(place, toast.style);
            for (index, (line, y)) in lines.iter().zip(place.top()..place.bottom()).enumerate() {
                let sign = if index == 0 { toast.sign } else { "" };
                buffer.set_stringn(place.x + 1, y, sign, usize::from(wide - 1), toast.style);
                let indent = (around - 1) as u16;
                let line = Line::styled(line.as_str(), toast.style);
                buffer.set_line(place.x + indent, y, &line, wide.saturating_sub(indent));
            }
            bottom = place.top();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at_every_size, draw, lines};

    fn toasts() -> [Toast<'static>; 2] {
        ["first message", "a second message"].map(|text| Toast { text, sign: "!", style: Style::default() })
    }

    #[test]
    fn the_newest_is_at_the_bottom() {
        let toasts = toasts();
        assert_eq!(
            lines(&draw(20, 4, &Toasts { toasts: &toasts, widest: 14 })),
            ["         ! first", "           message", "         ! a second", "           message"]
        );
        assert_eq!(
            lines(&draw(20, 3, &Toasts { toasts: &toasts, widest: 14 })),
            ["", "         ! a second", "           message"]
        );
    }

    #[test]
    fn any_size() {
        let toasts = toasts();
        at_every_size(|area, buffer| (&Toasts { toasts: &toasts, widest: 40 }).render(area, buffer));
    }
}
