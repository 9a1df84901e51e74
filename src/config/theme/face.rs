//! How a meaning looks: its colours, and the attributes it has with them or without any.

use super::{Depth, Paint};

/// What a text may be besides coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Bold.
    pub bold: bool,
    /// Dim.
    pub dim: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Text and background exchanged.
    pub reversed: bool,
}

/// How a meaning looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Face {
    /// The colour of the text; the terminal's own when absent.
    pub fg: Option<Paint>,
    /// The colour behind the text; the terminal's own when absent.
    pub bg: Option<Paint>,
    /// Its attributes.
    pub look: Look,
    /// Its attributes where no colour is shown, when they are others.
    pub mono: Option<Look>,
}

impl Face {
    /// Its attributes at that depth.
    pub fn look_at(self, depth: Depth) -> Look {
        match depth {
            Depth::Mono => self.mono.unwrap_or(self.look),
            Depth::Ansi | Depth::Indexed | Depth::TrueColour => self.look,
        }
    }
}
