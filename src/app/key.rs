//! Keys as the program thinks of them, whatever library read them, and their text form in key maps:
//! `j`, `V`, `<C-f>`, `<A-x>`, `<S-Down>`, `<F5>`, `<Space>`, `<lt>`. A chord is keys one after the other: `g r`.

use std::fmt;
use std::str::FromStr;

use crate::i18n::Texts;

/// What is on the key cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyCode {
    /// A printable character, in the case it was typed.
    Char(char),
    /// A function key, 1 to 24.
    F(u8),
    /// Entrée.
    Enter,
    /// Échap.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab, which terminals send as a key of its own.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// Keys that are written by name, the preferred name first.
const NAMED: [(&[&str], KeyCode); 17] = [
    (&["Space"], KeyCode::Char(' ')),
    (&["lt"], KeyCode::Char('<')),
    (&["Enter", "CR", "Return"], KeyCode::Enter),
    (&["Esc", "Escape"], KeyCode::Esc),
    (&["Tab"], KeyCode::Tab),
    (&["BackTab"], KeyCode::BackTab),
    (&["Backspace", "BS"], KeyCode::Backspace),
    (&["Delete", "Del"], KeyCode::Delete),
    (&["Insert", "Ins"], KeyCode::Insert),
    (&["Up"], KeyCode::Up),
    (&["Down"], KeyCode::Down),
    (&["Left"], KeyCode::Left),
    (&["Right"], KeyCode::Right),
    (&["Home"], KeyCode::Home),
    (&["End"], KeyCode::End),
    (&["PageUp", "PgUp"], KeyCode::PageUp),
    (&["PageDown", "PgDn"], KeyCode::PageDown),
];

/// One key with its modifiers, in the one form in which two equal presses compare equal: a character carries its
/// own case (so never `shift`), a letter with Ctrl is lower-case, Shift-Tab is [`KeyCode::BackTab`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    code: KeyCode,
    ctrl: bool,
    alt: bool,
    shift: bool,
}

impl Key {
    /// A key, brought to its one form.
    pub fn new(code: KeyCode, ctrl: bool, alt: bool, shift: bool) -> Self {
        let (code, shift) = match code {
            KeyCode::Char(c) if ctrl => (KeyCode::Char(c.to_ascii_lowercase()), false),
            KeyCode::Char(c) if shift && c.is_ascii_lowercase() => {
                (KeyCode::Char(c.to_ascii_uppercase()), false)
            }
            KeyCode::Char(_) | KeyCode::BackTab => (code, false),
            KeyCode::Tab if shift => (KeyCode::BackTab, false),
            _ => (code, shift),
        };
        Self { code, ctrl, alt, shift }
    }

    /// A key without modifiers.
    pub fn plain(code: KeyCode) -> Self {
        Self::new(code, false, false, false)
    }

    /// A character without Ctrl or Alt.
    pub fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// A character with Ctrl.
    pub fn ctrl(c: char) -> Self {
        Self::new(KeyCode::Char(c), true, false, false)
    }

    /// What is on the key cap.
    pub fn code(self) -> KeyCode {
        self.code
    }

    /// Whether Ctrl is held.
    pub fn has_ctrl(self) -> bool {
        self.ctrl
    }

    /// Whether Alt is held.
    pub fn has_alt(self) -> bool {
        self.alt
    }

    /// The character this key types into a text, if it types one.
    pub fn text(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// The key as people name it on the screen: `Ctrl-P`, `Entrée`, `espace`, `Maj-↓`.
    pub fn label(self, texts: Texts) -> String {
        let mut label = String::new();
        for (held, id) in [
            (self.ctrl, "key-ctrl"),
            (self.alt, "key-alt"),
            (self.shift || self.code == KeyCode::BackTab, "key-shift"),
        ] {
            if held {
                label.push_str(texts.get(id));
                label.push('-');
            }
        }
        let id = match self.code {
            KeyCode::Char(' ') => "key-space",
            KeyCode::Char(c) => {
                // Ctrl-P is written with a capital everywhere, although no Shift is meant.
                label.push(if self.ctrl { c.to_ascii_uppercase() } else { c });
                return label;
            }
            KeyCode::F(n) => return format!("{label}F{n}"),
            KeyCode::Enter => "key-enter",
            KeyCode::Esc => "key-esc",
            KeyCode::Tab | KeyCode::BackTab => "key-tab",
            KeyCode::Backspace => "key-backspace",
            KeyCode::Delete => "key-delete",
            KeyCode::Insert => "key-insert",
            KeyCode::Up => "key-up",
            KeyCode::Down => "key-down",
            KeyCode::Left => "key-left",
            KeyCode::Right => "key-right",
            KeyCode::Home => "key-home",
            KeyCode::End => "key-end",
            KeyCode::PageUp => "key-page-up",
            KeyCode::PageDown => "key-page-down",
        };
        label.push_str(texts.get(id));
        label
    }
}

/// Why a text is not a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nothing was written.
    #[error("no key is named")]
    Empty,
    /// Between `<` and `>` stands no key name.
    #[error("no key is called `{0}`")]
    UnknownName(String),
    /// Several characters without `<...>`.
    #[error("`{0}` is neither one character nor a name in <...>; keys of a chord are separated by spaces")]
    NotOneKey(String),
    /// A modifier that is not C, A (or M) or S.
    #[error("no modifier is called `{0}`; there are C, A and S")]
    UnknownModifier(String),
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (None, _) => return Err(KeyError::Empty),
            (Some(c), None) if c != '<' && !c.is_whitespace() && !c.is_control() => return Ok(Self::char(c)),
            _ => {}
        }
        let Some(inner) = text.strip_prefix('<').and_then(|t| t.strip_suffix('>')).filter(|t| !t.is_empty())
        else {
            return Err(KeyError::NotOneKey(text.to_owned()));
        };
        // The last dash separates the modifiers from the key, unless the key is the dash itself: `<C-->`.
        let (modifiers, name) = match inner.strip_suffix('-') {
            Some("") => ("", "-"),
            Some(rest) => (rest.strip_suffix('-').unwrap_or(rest), "-"),
            None => inner.rsplit_once('-').unwrap_or(("", inner)),
        };
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        for modifier in modifiers.split('-').filter(|m| !m.is_empty()) {
            match modifier {
                "C" | "c" => ctrl = true,
                "A" | "a" | "M" | "m" => alt = true,
                "S" | "s" => shift = true,
                other => return Err(KeyError::UnknownModifier(other.to_owned())),
            }
        }
        Ok(Self::new(named(name)?, ctrl, alt, shift))
    }
}

fn named(name: &str) -> Result<KeyCode, KeyError> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next())
        && !c.is_whitespace()
        && !c.is_control()
    {
        return Ok(KeyCode::Char(c));
    }
    if let Some(number) = name.strip_prefix(['F', 'f']).and_then(|n| n.parse().ok())
        && (1..=24).contains(&number)
    {
        return Ok(KeyCode::F(number));
    }
    NAMED
        .iter()
        .find(|(names, _)| names.iter().any(|known| known.eq_ignore_ascii_case(name)))
        .map(|&(_, code)| code)
        .ok_or_else(|| KeyError::UnknownName(name.to_owned()))
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = NAMED.iter().find(|(_, code)| *code == self.code).and_then(|(names, _)| names.first());
        if let (KeyCode::Char(c), None, false, false) = (self.code, name, self.ctrl, self.alt) {
            return write!(f, "{c}");
        }
        f.write_str("<")?;
        for (held, letter) in [(self.ctrl, "C-"), (self.alt, "A-"), (self.shift, "S-")] {
            if held {
                f.write_str(letter)?;
            }
        }
        match (name, self.code) {
            (Some(name), _) => f.write_str(name)?,
            (None, KeyCode::Char(c)) => write!(f, "{c}")?,
            (None, KeyCode::F(n)) => write!(f, "F{n}")?,
            (None, code) => write!(f, "{code:?}")?,
        }
        f.write_str(">")
    }
}

/// Keys pressed one after the other; at least one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chord(Vec<Key>);

impl Chord {
    /// A chord of these keys, if there are any.
    pub fn new(keys: Vec<Key>) -> Option<Self> {
        (!keys.is_empty()).then_some(Self(keys))
    }

    /// The keys, in the order they are pressed.
    pub fn keys(&self) -> &[Key] {
        &self.0
    }

    /// The chord as people read it: `g r`, `Ctrl-P`.
    pub fn label(&self, texts: Texts) -> String {
        self.0.iter().map(|key| key.label(texts)).collect::<Vec<_>>().join(" ")
    }
}

impl From<Key> for Chord {
    fn from(key: Key) -> Self {
        Self(vec![key])
    }
}

impl FromStr for Chord {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let keys = text.split_whitespace().map(Key::from_str).collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() { Err(KeyError::Empty) } else { Ok(Self(keys)) }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, key) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{key}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use proptest::prelude::*;

    fn any_key() -> impl Strategy<Value = Key> {
        let code = prop_oneof![
            any::<char>()
                .prop_filter("printable", |c| !c.is_control() && (*c == ' ' || !c.is_whitespace()))
                .prop_map(KeyCode::Char),
            (1u8..=24).prop_map(KeyCode::F),
            proptest::sample::select(NAMED.iter().map(|&(_, code)| code).collect::<Vec<_>>()),
        ];
        (code, any::<bool>(), any::<bool>(), any::<bool>())
            .prop_map(|(code, c, a, s)| Key::new(code, c, a, s))
    }

    proptest! {
        #[test]
        fn a_chord_reads_back_from_its_text(keys in proptest::collection::vec(any_key(), 1..4)) {
            let chord = Chord(keys);
            prop_assert_eq!(chord.to_string().parse::<Chord>(), Ok(chord));
        }

        #[test]
        fn reading_any_text_never_panics(text in "\\PC*") {
            let _ = text.parse::<Chord>();
        }
    }

    #[test]
    fn one_form_for_one_press() {
        for (text, form) in [
            ("<S-v>", "V"),
            ("<C-F>", "<C-f>"),
            ("<S-Tab>", "<BackTab>"),
            ("<c-s-up>", "<C-S-Up>"),
            ("<M-x>", "<A-x>"),
            ("<return>", "<Enter>"),
            ("<C-->", "<C-->"),
            ("<->", "-"),
            ("g   r", "g r"),
        ] {
            assert_eq!(text.parse::<Chord>().expect(text).to_string(), form);
        }
    }

    #[test]
    fn what_is_no_key_says_why() {
        assert_eq!("".parse::<Key>(), Err(KeyError::Empty));
        assert_eq!("gg".parse::<Key>(), Err(KeyError::NotOneKey("gg".into())));
        assert_eq!("<Entree>".parse::<Key>(), Err(KeyError::UnknownName("Entree".into())));
        assert_eq!("<X-a>".parse::<Key>(), Err(KeyError::UnknownModifier("X".into())));
        assert_eq!("<F25>".parse::<Key>(), Err(KeyError::UnknownName("F25".into())));
    }

    #[test]
    fn labels_are_those_of_the_keyboard() {
        let french = Texts::of(Lang::Fr);
        assert_eq!("<C-p>".parse::<Key>().expect("a key").label(french), "Ctrl-P");
        assert_eq!("<S-Down>".parse::<Key>().expect("a key").label(french), "Maj-↓");
        assert_eq!("<Enter>".parse::<Key>().expect("a key").label(french), "Entrée");
    }
}
