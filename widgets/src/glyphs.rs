//! The signs that the widgets draw with, in two sets: those a terminal usually has, and ASCII alone, for fonts, braille
//! displays and lines that cannot show the others.

use ratatui::symbols::border::{self, Set};

/// The signs. Those of one column are said to be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Around a pane.
    pub pane: Set<'static>,
    /// Around a box that lies over others.
    pub popup: Set<'static>,
    /// Before the line in hand; one column.
    pub cursor: &'static str,
    /// Before a marked line; one column.
    pub mark: &'static str,
    /// Stands for text that was cut.
    pub more: &'static str,
    /// After the header of a column sorted upwards; one column.
    pub ascending: &'static str,
    /// After the header of a column sorted downwards; one column.
    pub descending: &'static str,
    /// The part of a text that is on the screen; one column.
    pub thumb: &'static str,
    /// The rest of it; one column.
    pub track: &'static str,
    /// What is done of a job; one column.
    pub full: &'static str,
    /// What is left of it; one column.
    pub empty: &'static str,
    /// From an old value to the new one.
    pub becomes: &'static str,
    /// Before a line that is ticked.
    pub ticked: &'static str,
    /// Before one that is not.
    pub unticked: &'static str,
}

const BLANK: Set<'static> = Set {
    top_left: " ",
    top_right: " ",
    bottom_left: " ",
    bottom_right: " ",
    vertical_left: " ",
    vertical_right: " ",
    horizontal_top: " ",
    horizontal_bottom: " ",
};

impl Glyphs {
    /// Boxes, arrows and blocks.
    pub const DRAWN: Self = Self {
        pane: border::PLAIN,
        popup: border::PLAIN,
        cursor: "▸",
        mark: "*",
        more: "…",
        ascending: "↑",
        descending: "↓",
        thumb: "┃",
        track: "│",
        full: "█",
        empty: "░",
        becomes: "→",
        ticked: "[x]",
        unticked: "[ ]",
    };

    /// ASCII alone. Panes stand apart by blanks, which a braille display does not spell out; a box over others has an
    /// edge above and below.
    pub const ASCII: Self = Self {
        pane: BLANK,
        popup: Set { horizontal_top: "-", horizontal_bottom: "-", ..BLANK },
        cursor: ">",
        more: "...",
        ascending: "^",
        descending: "v",
        thumb: "#",
        track: " ",
        full: "#",
        empty: "-",
        becomes: "->",
        ..Self::DRAWN
    };
}

impl Default for &Glyphs {
    fn default() -> Self {
        &Glyphs::DRAWN
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;

    #[test]
    fn ascii_is_ascii_and_each_sign_takes_the_columns_it_says() {
        let ascii = Glyphs::ASCII;
        let borders = |set: Set<'static>| {
            [
                set.top_left,
                set.top_right,
                set.bottom_left,
                set.bottom_right,
                set.vertical_left,
                set.vertical_right,
                set.horizontal_top,
                set.horizontal_bottom,
            ]
        };
        for glyphs in [ascii, Glyphs::DRAWN] {
            let single = [
                glyphs.cursor,
                glyphs.mark,
                glyphs.ascending,
                glyphs.descending,
                glyphs.thumb,
                glyphs.track,
                glyphs.full,
                glyphs.empty,
            ];
            let edges = borders(glyphs.pane).into_iter().chain(borders(glyphs.popup));
            for sign in edges.chain(single) {
                assert_eq!(width(sign), 1, "{sign}");
                assert!(glyphs != ascii || sign.is_ascii(), "{sign}");
            }
            assert_eq!(width(glyphs.ticked), width(glyphs.unticked));
        }
        for sign in [ascii.more, ascii.becomes, ascii.ticked, ascii.unticked] {
            assert!(sign.is_ascii(), "{sign}");
        }
    }
}
