//! Colours and attributes as the terminal has them, and the shortest way from one set to another.

use std::io::Write as _;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// What the next character is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// Attributes that show on a blank.
const ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::CROSSED_OUT);

/// The codes that set each attribute.
const ON: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// The codes that unset them. Bold and dim share one, and some terminals take them for one attribute.
const OFF: [(Modifier, u8); 7] = [
    (Modifier::BOLD.union(Modifier::DIM), 22),
    (Modifier::ITALIC, 23),
    (Modifier::UNDERLINED, 24),
    (Modifier::SLOW_BLINK.union(Modifier::RAPID_BLINK), 25),
    (Modifier::REVERSED, 27),
    (Modifier::HIDDEN, 28),
    (Modifier::CROSSED_OUT, 29),
];

impl Pen {
    /// The terminal's own colours, no attribute.
    pub const DEFAULT: Self = Self { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    /// What that cell is written with.
    pub fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Whether a blank looks the same written with either.
    pub fn same_blank(self, other: Self) -> bool {
        self == other || (self.bg == other.bg && !(self.modifier | other.modifier).intersects(ON_BLANK))
    }

    /// Writes the sequence that changes this pen into another.
    pub fn change(self, to: Self, out: &mut Vec<u8>) {
        if self == to {
            return;
        }
        let from_nothing = Self::DEFAULT.codes(to);
        let step = self.codes(to);
        // `0` first undoes everything; a lone `0` may be left out.
        if to == Self::DEFAULT || from_nothing.len() + 2 <= step.len() {
            let separator = if from_nothing.is_empty() { "" } else { "0;" };
            // Writing to a vector cannot fail.
            let _ = write!(out, "\x1b[{separator}{from_nothing}m");
        } else {
            let _ = write!(out, "\x1b[{step}m");
        }
    }

    /// The codes that go from this pen to another, separated by semicolons.
    fn codes(self, to: Self) -> String {
        let mut codes: Vec<String> = Vec::new();
        let mut kept = self.modifier & to.modifier;
        for (group, off) in OFF {
            let (from, to) = (self.modifier & group, to.modifier & group);
            if !from.is_empty() && from != to {
                codes.push(off.to_string());
                kept -= group;
            }
        }
        let set = ON.iter().filter(|(attribute, _)| (to.modifier - kept).contains(*attribute));
        codes.extend(set.map(|(_, on)| on.to_string()));
        if self.fg != to.fg {
            codes.push(colour(to.fg, 0));
        }
        if self.bg != to.bg {
            codes.push(colour(to.bg, 10));
        }
        codes.join(";")
    }
}

/// The code of a colour: of the text with a shift of 0, of what is behind it with 10.
fn colour(colour: Color, shift: u8) -> String {
    let basic = |code: u8| (code + shift).to_string();
    match colour {
        Color::Reset => basic(39),
        Color::Black => basic(30),
        Color::Red => basic(31),
        Color::Green => basic(32),
        Color::Yellow => basic(33),
        Color::Blue => basic(34),
        Color::Magenta => basic(35),
        Color::Cyan => basic(36),
        Color::Gray => basic(37),
        Color::DarkGray => basic(90),
        Color::LightRed => basic(91),
        Color::LightGreen => basic(92),
        Color::LightYellow => basic(93),
        Color::LightBlue => basic(94),
        Color::LightMagenta => basic(95),
        Color::LightCyan => basic(96),
        Color::White => basic(97),
        Color::Indexed(index) => format!("{};5;{index}", 38 + shift),
        Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", 38 + shift),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pen(fg: Color, modifier: Modifier) -> Pen {
        Pen { fg, bg: Color::Reset, modifier }
    }

    fn change(from: Pen, to: Pen) -> String {
        let mut out = Vec::new();
        from.change(to, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_shortest_change_is_written() {
        let plain = Pen::DEFAULT;
        let bold_red = pen(Color::Red, Modifier::BOLD);
        assert_eq!(change(plain, plain), "");
        assert_eq!(change(plain, bold_red), "\x1b[1;31m");
        assert_eq!(change(bold_red, plain), "\x1b[m");
        assert_eq!(change(bold_red, pen(Color::Red, Modifier::empty())), "\x1b[22m");
        assert_eq!(change(bold_red, pen(Color::Red, Modifier::BOLD | Modifier::REVERSED)), "\x1b[7m");
        assert_eq!(change(pen(Color::Red, Modifier::all()), pen(Color::Reset, Modifier::BOLD)), "\x1b[0;1m");
    }

    #[test]
    fn attributes_that_share_a_code_are_set_again() {
        let both = pen(Color::Indexed(200), Modifier::BOLD | Modifier::DIM);
        let dim = pen(Color::Indexed(200), Modifier::DIM);
        assert_eq!(change(both, dim), "\x1b[22;2m");
        assert_eq!(change(dim, both), "\x1b[22;1;2m");
    }

    #[test]
    fn blanks_only_show_some_attributes() {
        let plain = Pen::DEFAULT;
        assert!(plain.same_blank(pen(Color::Red, Modifier::BOLD)));
        assert!(!plain.same_blank(pen(Color::Reset, Modifier::REVERSED)));
        assert!(!plain.same_blank(Pen { bg: Color::Red, ..plain }));
    }
}
