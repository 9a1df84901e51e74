//! The keyboards people have, and what terminals send of them.

use guichet::app::key::{Key, KeyCode};

/// A keyboard: what each key types alone and with Shift. What takes AltGr or a dead key is not there.
pub struct Layout {
    pub name: &'static str,
    pairs: &'static [(&'static str, &'static str)],
    /// Caps Lock reaches every key, not only letters: so it does on French keyboards under Windows.
    locks_all: bool,
}

pub const LAYOUTS: [Layout; 3] = [
    Layout { name: "AZERTY", pairs: &AZERTY, locks_all: false },
    Layout { name: "AZERTY under Windows", pairs: &AZERTY, locks_all: true },
    Layout { name: "QWERTY", pairs: &QWERTY, locks_all: false },
];

const AZERTY: [(&str, &str); 4] = [
    ("&é\"'(-è_çà)=", "1234567890°+"),
    ("azertyuiop$", "AZERTYUIOP£"),
    ("qsdfghjklmù*", "QSDFGHJKLM%µ"),
    ("<wxcvbn,;:!", ">WXCVBN?./§"),
];

const QWERTY: [(&str, &str); 4] = [
    ("`1234567890-=", "~!@#$%^&*()_+"),
    ("qwertyuiop[]\\", "QWERTYUIOP{}|"),
    ("asdfghjkl;'", "ASDFGHJKL:\""),
    ("zxcvbnm,./", "ZXCVBNM<>?"),
];

impl Layout {
    fn keys(&self) -> impl Iterator<Item = (char, char)> {
        self.pairs.iter().flat_map(|(plain, shifted)| plain.chars().zip(shifted.chars()))
    }

    /// Whether a person types this character without AltGr and without a dead key.
    pub fn has(&self, letter: char) -> bool {
        letter == ' ' || self.keys().any(|(plain, shifted)| letter == plain || letter == shifted)
    }

    /// Whether a person can press this key.
    pub fn can_press(&self, key: Key) -> bool {
        match key.code() {
            // With Ctrl the key is pressed alone.
            KeyCode::Char(letter) if key.has_ctrl() => {
                letter == ' ' || self.keys().any(|(plain, _)| letter == plain)
            }
            KeyCode::Char(letter) => self.has(letter),
            _ => true,
        }
    }

    /// What the same press gives with Caps Lock on.
    pub fn with_caps(&self, key: Key) -> Key {
        let KeyCode::Char(letter) = key.code() else { return key };
        if key.has_ctrl() || (!letter.is_ascii_alphabetic() && !self.locks_all) {
            return key;
        }
        let other = self.keys().find_map(|(plain, shifted)| match letter {
            _ if letter == plain => Some(shifted),
            _ if letter == shifted => Some(plain),
            _ => None,
        });
        other.map_or(key, |letter| Key::new(KeyCode::Char(letter), false, key.has_alt(), false))
    }
}

/// How sure a key is to reach the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrives {
    /// Everywhere: over SSH, through tmux and screen, from PuTTY and a browser.
    Surely,
    /// Not from every terminal; something else must do the same.
    Perhaps,
    /// As another key, or not at all.
    Never,
}

/// Whether terminals send this key, as itself.
pub fn arrives(key: Key) -> Arrives {
    use Arrives::{Never, Perhaps, Surely};
    let with_shift = |held| Key::new(key.code(), key.has_ctrl(), key.has_alt(), held);
    let shifted = key == with_shift(true) && key != with_shift(false);
    match (key.code(), key.has_ctrl(), key.has_alt(), shifted) {
        (KeyCode::Char(_), true, true, _) => Never,
        // Tab, Enter, line feed, Backspace.
        (KeyCode::Char('i' | 'm' | 'j' | 'h'), true, ..) => Never,
        // Flow control, where a terminal keeps it to itself. NUL.
        (KeyCode::Char('s' | 'q' | ' '), true, ..) => Perhaps,
        (KeyCode::Char(letter), true, ..) => {
            if letter.is_ascii_lowercase() {
                Surely
            } else {
                Never
            }
        }
        // The beginnings of what terminals send for other keys.
        (KeyCode::Char('[' | ']' | 'O'), _, true, _) => Never,
        (KeyCode::Char(_), _, true, _) => Perhaps,
        (KeyCode::Char(_), ..) => Surely,
        (_, true, ..) | (_, _, true, _) => Perhaps,
        (KeyCode::Up | KeyCode::Down | KeyCode::Left | KeyCode::Right, .., true) => Perhaps,
        (.., true) => Never,
        // A browser takes F5 and F1 for itself; some keyboards have none.
        (KeyCode::F(1..=12), ..) => Perhaps,
        (KeyCode::F(_), ..) => Never,
        _ => Surely,
    }
}

#[test]
fn keyboards_are_those_of_the_shops() {
    let [azerty, windows, qwerty] = &LAYOUTS;
    for (plain, shifted) in AZERTY.iter().chain(&QWERTY) {
        assert_eq!(plain.chars().count(), shifted.chars().count(), "{plain}");
    }
    assert!("[]{}\\|@#~`^".chars().all(|letter| !azerty.has(letter)), "these take AltGr or are dead");
    assert!("é".chars().all(|letter| azerty.has(letter) && !qwerty.has(letter)));
    let caps = |layout: &Layout, letter| layout.with_caps(Key::char(letter)).text();
    assert_eq!(caps(azerty, 'r'), Some('R'));
    assert_eq!(caps(azerty, ','), Some(','));
    assert_eq!((caps(windows, ','), caps(windows, '1')), (Some('?'), Some('&')));
    assert_eq!(caps(qwerty, ';'), Some(';'));
    assert_eq!(arrives(Key::ctrl('i')), Arrives::Never);
}
