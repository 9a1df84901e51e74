//! Text as it is compared: lower case, no accents, ligatures opened, single spaces. It is what the database does
//! with `lower(unaccent(x))` for Latin text, so that a filter typed here finds what is stored there.

use unicode_normalization::UnicodeNormalization;

/// Lower-cases, unaccents and squeezes white space: `"  Œuvre   Sociale É "` becomes `"oeuvre sociale e"`.
pub fn fold(text: &str) -> String {
    let plain = unaccented(text);
    let mut folded = String::with_capacity(plain.len());
    for word in plain.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase).filter(|c| !is_mark(*c)));
    }
    folded
}

/// A text without accents and ligatures, in its own case: what a line that only carries ASCII is nearest to.
pub fn unaccented(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        unaccent(c, &mut plain);
    }
    plain
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{362}')
}

/// Writes what PostgreSQL's `unaccent` dictionary makes of one character.
fn unaccent(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c);
    } else if let Some(text) = transliterated(c) {
        out.push_str(text);
    } else if is_mark(c) || c == '\u{ad}' {
        out.push_str(if c == '\u{ad}' { "-" } else { "" });
    } else if matches!(c, '\u{a0}'..'\u{250}' | '\u{386}'..'\u{3cf}' | '\u{1e00}'..'\u{1f00}' | 'Ё' | 'ё') {
        out.extend(std::iter::once(c).nfd().filter(|c| !is_mark(*c)));
    } else if matches!(c, '\u{2160}'..='\u{217f}' | '\u{fb00}'..='\u{fb06}' | '\u{ff01}'..='\u{ff5e}') {
        out.extend(std::iter::once(c).nfkd());
    } else {
        out.push(c);
    }
}

/// The characters that no decomposition explains. Those with an accent that the dictionary does not know
/// (`ǽ`, `ẛ`) are spelled out as themselves.
fn transliterated(c: char) -> Option<&'static str> {
    Some(match c {
        'Æ' => "AE",
        'æ' => "ae",
        'Œ' => "OE",
        'œ' => "oe",
        'ß' => "ss",
        'ẞ' => "SS",
        'Ø' => "O",
        'ø' => "o",
        'Ð' | 'Đ' => "D",
        'ð' | 'đ' => "d",
        'Þ' => "TH",
        'þ' => "th",
        'Ħ' => "H",
        'ħ' => "h",
        'ı' => "i",
        'Ĳ' => "IJ",
        'ĳ' => "ij",
        'ĸ' => "q",
        'Ŀ' | 'Ł' => "L",
        'ŀ' | 'ł' => "l",
        'ŉ' => "'n",
        'Ŋ' => "N",
        'ŋ' => "n",
        'Ŧ' => "T",
        'ŧ' => "t",
        'ſ' | 'ẜ' | 'ẝ' => "s",
        'Ɓ' | 'ɓ' => "b",
        'Ɖ' | 'Ɗ' | 'ɖ' | 'ɗ' => "d",
        'Ɛ' | 'ɛ' => "e",
        'Ƒ' | 'ƒ' => "f",
        'Ɠ' | 'ɠ' => "g",
        'Ɨ' | 'ɨ' => "i",
        'Ƙ' | 'ƙ' => "k",
        'Ɲ' | 'ɲ' => "n",
        'Ƥ' | 'ƥ' => "p",
        'Ƭ' | 'ƭ' => "t",
        'Ʋ' | 'ʋ' => "v",
        'Ƴ' | 'ƴ' => "y",
        'Ƶ' | 'ƶ' => "z",
        // The dictionary knows the letter alone; the sign is the letter with its ring.
        '\u{212b}' => "A",
        'Ǆ' => "DZ",
        'ǅ' => "Dz",
        'ǆ' => "dz",
        'Ǉ' => "LJ",
        'ǈ' => "Lj",
        'ǉ' => "lj",
        'Ǌ' => "NJ",
        'ǋ' => "Nj",
        'ǌ' => "nj",
        'ȷ' => "j",
        'ẛ' => "ẛ",
        'Ǯ' => "Ǯ",
        'ǯ' => "ǯ",
        'Ǣ' => "Ǣ",
        'ǣ' => "ǣ",
        'Ǽ' => "Ǽ",
        'ǽ' => "ǽ",
        'Ǿ' => "Ǿ",
        'ǿ' => "ǿ",
        '¡' => "!",
        '¿' => "?",
        '©' => "(C)",
        '®' => "(R)",
        '«' => "<<",
        '»' => ">>",
        '±' => "+/-",
        '×' => "*",
        '÷' => "/",
        '¼' => " 1/4",
        '½' => " 1/2",
        '¾' => " 3/4",
        '‐'..='―' => "-",
        '‘' | '’' | '‛' | '′' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' => "'",
        '‚' => ",",
        '“' | '”' | '‟' | '″' => "\"",
        '„' => ",,",
        '‹' => "<",
        '›' => ">",
        '…' => "...",
        '⁄' => "/",
        '№' => "No",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::fold;
    use proptest::prelude::*;

    #[test]
    fn what_the_database_does() {
        for (text, folded) in [
            ("BENALI Inès", "benali ines"),
            ("  Société\t Générale\u{a0}SA ", "societe generale sa"),
            ("Œuvre, CŒUR, cœur, Æsir, Straße", "oeuvre, coeur, coeur, aesir, strasse"),
            ("L’Haÿ-les-Roses", "l'hay-les-roses"),
            ("Łódź, Çankırı, Đặng, Ångström", "lodz, cankiri, dang, angstrom"),
            ("Ɓoye, Ɗiallo, Ɲ'diaye, Ωμέγα", "boye, diallo, n'diaye, ωμεγα"),
            ("İstanbul", "istanbul"),
            ("N° 12, ẛ", "n° 12, ẛ"),
            ("e\u{301}te\u{301}", "ete"),
            ("ﬁn – …", "fin - ..."),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn every_sign_is_folded_at_once() {
        for sign in char::MIN..=char::MAX {
            let once = fold(sign.encode_utf8(&mut [0; 4]));
            assert_eq!(fold(&once), once, "{}", sign.escape_unicode());
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
