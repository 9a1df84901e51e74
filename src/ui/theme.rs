//! A theme ready to draw with: one ratatui style a meaning, for the colours this terminal shows, and how signs look.

use ratatui::style::{Color, Modifier, Style};

use super::signs::Manner;
use crate::config::theme::{self, Depth, Face, Meaning, Paint};

/// The 16 colours of every terminal, in the order of their codes.
pub const ANSI: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// The styles of a theme at one depth; looking one up costs an array access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    styles: [Style; Meaning::COUNT],
    manner: Manner,
}

/// No style at all and signs as words: what is read out.
pub(super) static SPOKEN: Theme = Theme { styles: [Style::new(); Meaning::COUNT], manner: Manner::Spoken };

impl Theme {
    /// Resolves every meaning for that depth.
    pub fn new(theme: &theme::Theme, depth: Depth) -> Self {
        let mut styles = [Style::new(); Meaning::COUNT];
        for &meaning in Meaning::ALL {
            styles[meaning.index()] = style(theme.face(meaning), depth);
        }
        Self { styles, manner: Manner::Drawn }
    }

    /// The same styles with other signs.
    #[must_use]
    pub fn in_manner(self, manner: Manner) -> Self {
        Self { manner, ..self }
    }

    /// How signs look.
    pub fn manner(&self) -> Manner {
        self.manner
    }

    /// How that meaning is drawn.
    pub fn style(&self, meaning: Meaning) -> Style {
        self.styles[meaning.index()]
    }
}

fn style(face: Face, depth: Depth) -> Style {
    let mut style = Style::new();
    style.fg = face.fg.and_then(|paint| colour(paint, depth));
    style.bg = face.bg.and_then(|paint| colour(paint, depth));
    let look = face.look_at(depth);
    let attributes = [
        (look.bold, Modifier::BOLD),
        (look.dim, Modifier::DIM),
        (look.italic, Modifier::ITALIC),
        (look.underline, Modifier::UNDERLINED),
        (look.reversed, Modifier::REVERSED),
    ];
    attributes
        .iter()
        .filter(|(set, _)| *set)
        .fold(style, |style, (_, modifier)| style.add_modifier(*modifier))
}

/// The colour at that depth; none leaves the terminal's own.
fn colour(paint: Paint, depth: Depth) -> Option<Color> {
    match depth {
        Depth::Mono => None,
        Depth::Ansi => paint.ansi.map(|ansi| ANSI[usize::from(ansi.code())]),
        Depth::Indexed => Some(Color::Indexed(paint.x256)),
        Depth::TrueColour => Some(Color::Rgb(paint.rgb.0, paint.rgb.1, paint.rgb.2)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_meaning_resolves_at_every_depth() {
        for name in theme::Theme::built_in() {
            let faces = theme::Theme::load(name, None).unwrap();
            for depth in Depth::ALL {
                let theme = Theme::new(&faces, depth);
                for &meaning in Meaning::ALL {
                    let fits = match theme.style(meaning).fg {
                        None => true,
                        Some(Color::Indexed(_)) => depth == Depth::Indexed,
                        Some(Color::Rgb(..)) => depth == Depth::TrueColour,
                        Some(_) => depth == Depth::Ansi,
                    };
                    assert!(fits, "{name} {depth:?} {}: {:?}", meaning.name(), theme.style(meaning));
                    assert_eq!(theme.style(meaning).bg, None, "{name}: the terminal keeps its background");
                }
                assert_eq!(theme.style(Meaning::RowCursor), Style::new().add_modifier(Modifier::REVERSED));
            }
        }
    }
}
