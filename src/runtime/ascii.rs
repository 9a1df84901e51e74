//! Texts for a line that carries ASCII alone: letters lose their accents, signs are spelled with others, and what has
//! no likeness becomes a question mark. Nothing else ever reaches such a terminal.

use std::borrow::Cow;

use ratatui::buffer::CellWidth;

use crate::domain::fold::unaccented;

/// A text, as near as ASCII comes.
pub fn text(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.chars().flat_map(one).collect()) }
}

/// The same, with its line ends.
pub fn lines(lines: &str) -> String {
    lines.split('\n').map(text).collect::<Vec<_>>().join("\n")
}

/// What a cell of a screen holds, in exactly as many columns.
pub fn cell(symbol: &str) -> Cow<'_, str> {
    if symbol.is_ascii() {
        return Cow::Borrowed(symbol);
    }
    let columns = usize::from(symbol.cell_width());
    let mut near: String = text(symbol).chars().take(columns).collect();
    while near.len() < columns {
        near.push(' ');
    }
    Cow::Owned(near)
}

fn one(c: char) -> Vec<char> {
    let near = match c {
        '«' | '»' => "\"".to_owned(),
        '€' => "EUR".to_owned(),
        '°' => "o".to_owned(),
        '·' | '•' => "-".to_owned(),
        '→' => ">".to_owned(),
        '\u{a0}' | '\u{202f}' | '\u{2009}' => " ".to_owned(),
        c => unaccented(c.encode_utf8(&mut [0; 4])),
    };
    near.chars().map(|c| if c.is_ascii() && !c.is_ascii_control() { c } else { '?' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn french_stays_readable() {
        for (given, ascii) in [
            ("n° 28413 : BENALI Inès, « À corriger »", "no 28413 : BENALI Ines, \" A corriger \""),
            ("L’œuvre coûte 4,50\u{a0}€/heure…", "L'oeuvre coute 4,50 EUR/heure..."),
            ("02/03 → 30/06 · Łódź", "02/03 > 30/06 - Lodz"),
            ("e\u{301}te\u{301} 李雷", "ete ??"),
        ] {
            assert_eq!(text(given), ascii, "{given}");
        }
    }

    #[test]
    fn a_cell_keeps_its_columns() {
        for (symbol, ascii) in
            [("é", "e"), ("œ", "o"), ("…", "."), ("€", "E"), ("李", "? "), ("e\u{301}", "e")]
        {
            assert_eq!(cell(symbol), ascii);
        }
    }

    proptest! {
        #[test]
        fn nothing_else_gets_through(given in "\\PC*") {
            prop_assert!(text(&given).chars().all(|c| (' '..='~').contains(&c)));
            for symbol in given.split("") {
                let near = cell(symbol);
                prop_assert!(near.is_ascii());
                prop_assert_eq!(near.len(), usize::from(symbol.cell_width()));
            }
        }
    }
}
