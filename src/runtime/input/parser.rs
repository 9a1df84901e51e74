//! Bytes from a terminal into keys and pasted text.
//!
//! Knows what xterm, PuTTY, the Linux console, tmux and screen send. What it does not know is swallowed whole: half a
//! sequence must never be taken for keys.

use crate::app::key::{Key, KeyCode};

use super::Input;

const PASTE_BEGIN: &[u8] = b"200~";
const PASTE_END: &[u8] = b"\x1b[201~";
/// More than that pasted at once is cut.
const LONGEST_PASTE: usize = 1024 * 1024;
/// Longer sequences are not sequences.
const LONGEST_SEQUENCE: usize = 64;

/// Remembers the beginning of a sequence until its end arrives.
#[derive(Debug, Default)]
pub struct Parser {
    bytes: Vec<u8>,
    paste: Option<Vec<u8>>,
}

/// What the first bytes are.
enum Token {
    /// Not all of it is there.
    Incomplete,
    /// So many bytes, which mean this, or nothing.
    Key(usize, Option<Key>),
    /// So many bytes that begin a paste.
    Paste(usize),
}

impl Parser {
    /// Takes bytes, gives what they mean.
    pub fn feed(&mut self, bytes: &[u8], found: &mut Vec<Input>) {
        self.bytes.extend_from_slice(bytes);
        self.advance(found);
    }

    /// Whether the beginning of a sequence waits: perhaps only the Escape key.
    pub fn waits(&self) -> bool {
        self.paste.is_none() && !self.bytes.is_empty()
    }

    /// Nothing has come for a while: what waits is all there is.
    pub fn settle(&mut self, found: &mut Vec<Input>) {
        if !self.waits() {
            return;
        }
        let waiting = std::mem::take(&mut self.bytes);
        match waiting.as_slice() {
            [0x1b] => found.push(Input::Key(Key::new(KeyCode::Esc, false, false, false))),
            [0x1b, 0x1b] => {
                let escape = Input::Key(Key::new(KeyCode::Esc, false, false, false));
                found.extend([escape.clone(), escape]);
            }
            [0x1b, letter @ (b'[' | b'O')] => {
                found.push(Input::Key(Key::new(KeyCode::Char(char::from(*letter)), false, true, false)));
            }
            // A sequence or a character cut short means nothing.
            _ => {}
        }
    }

    fn advance(&mut self, found: &mut Vec<Input>) {
        let mut done = 0;
        loop {
            if self.paste.is_some() {
                let Some(used) = self.advance_paste(done, found) else { break };
                done += used;
                continue;
            }
            match token(&self.bytes[done..]) {
                Token::Incomplete => break,
                Token::Key(used, key) => {
                    done += used;
                    found.extend(key.map(Input::Key));
                }
                Token::Paste(used) => {
                    done += used;
                    self.paste = Some(Vec::new());
                }
            }
        }
        self.bytes.drain(..done.min(self.bytes.len()));
    }

    /// Collects pasted text from there on; tells how many bytes ended the paste, or that the end is not there yet.
    fn advance_paste(&mut self, from: usize, found: &mut Vec<Input>) -> Option<usize> {
        let bytes = &self.bytes[from..];
        let end = bytes.windows(PASTE_END.len()).position(|window| window == PASTE_END);
        // Without an end, keep back what may be the beginning of one.
        let text = end.unwrap_or(bytes.len().saturating_sub(PASTE_END.len() - 1));
        let pasted = self.paste.get_or_insert_default();
        let room = LONGEST_PASTE.saturating_sub(pasted.len());
        pasted.extend_from_slice(&bytes[..text.min(room)]);
        if end.is_none() {
            self.bytes.drain(from..from + text);
            return None;
        }
        let pasted = self.paste.take().unwrap_or_default();
        found.push(Input::Paste(clean(&pasted)));
        Some(text + PASTE_END.len())
    }
}

/// Pasted text with plain line ends and no control character.
fn clean(pasted: &[u8]) -> String {
    let text = String::from_utf8_lossy(pasted).replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

fn plain(code: KeyCode) -> Option<Key> {
    Some(Key::new(code, false, false, false))
}

/// Reads what comes first.
fn token(bytes: &[u8]) -> Token {
    match bytes {
        [] | [0x1b] => Token::Incomplete,
        [0x1b, 0x1b] => Token::Incomplete,
        [0x1b, b'[', rest @ ..] => control(rest, 2, false),
        [0x1b, b'O', rest @ ..] => single_shift(rest, 2, false),
        // Alt with a key that is itself a sequence, as PuTTY and rxvt send it.
        [0x1b, 0x1b, b'[', rest @ ..] => control(rest, 3, true),
        [0x1b, 0x1b, b'O', rest @ ..] => single_shift(rest, 3, true),
        [0x1b, 0x1b, ..] => Token::Key(1, plain(KeyCode::Esc)),
        [0x1b, rest @ ..] => match character(rest, true) {
            Token::Key(used, key) => Token::Key(used + 1, key),
            other => other,
        },
        _ => character(bytes, false),
    }
}

/// One character, or the control character of a key.
fn character(bytes: &[u8], alt: bool) -> Token {
    let Some(&first) = bytes.first() else { return Token::Incomplete };
    let key = |code, ctrl| Token::Key(1, Some(Key::new(code, ctrl, alt, false)));
    let length = match first {
        b'\r' => return key(KeyCode::Enter, false),
        b'\t' => return key(KeyCode::Tab, false),
        // Some terminals send one for Backspace, some the other.
        0x08 | 0x7f => return key(KeyCode::Backspace, false),
        0 => return key(KeyCode::Char(' '), true),
        0x01..=0x1a => return key(KeyCode::Char(char::from(first - 1 + b'a')), true),
        0x1c..=0x1f => return key(KeyCode::Char(char::from(first + 0x40)), true),
        0x1b => return Token::Key(1, None),
        0x20..=0x7e => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        // Not UTF-8: shown as such rather than dropped.
        _ => return key(KeyCode::Char(char::REPLACEMENT_CHARACTER), false),
    };
    let Some(sequence) = bytes.get(..length) else {
        let cut = bytes[1..].iter().any(|byte| !(0x80..0xc0).contains(byte));
        return if cut { key(KeyCode::Char(char::REPLACEMENT_CHARACTER), false) } else { Token::Incomplete };
    };
    match std::str::from_utf8(sequence).ok().and_then(|text| text.chars().next()) {
        None => key(KeyCode::Char(char::REPLACEMENT_CHARACTER), false),
        Some(c) if c.is_control() => Token::Key(length, None),
        Some(c) => Token::Key(length, Some(Key::new(KeyCode::Char(c), false, alt, false))),
    }
}

/// `ESC O x`: arrows and the first function keys, in application mode.
fn single_shift(rest: &[u8], before: usize, alt: bool) -> Token {
    let Some(&last) = rest.first() else { return Token::Incomplete };
    match last {
        0x20..=0x7e => Token::Key(before + 1, letter(last).map(|code| Key::new(code, false, alt, false))),
        // Not a sequence after all: Alt with a capital O, then something else.
        _ => Token::Key(before, Some(Key::new(KeyCode::Char('O'), false, true, false))),
    }
}

/// `ESC [ parameters letter`.
fn control(rest: &[u8], before: usize, alt: bool) -> Token {
    // The Linux console's first function keys.
    if let [b'[', after @ ..] = rest {
        return match after.first() {
            None => Token::Incomplete,
            Some(&last @ b'A'..=b'E') => {
                Token::Key(before + 2, Some(Key::new(KeyCode::F(last - b'A' + 1), false, alt, false)))
            }
            Some(_) => Token::Key(before + 1, None),
        };
    }
    let Some(end) = rest.iter().position(|byte| !(0x20..=0x3f).contains(byte)) else {
        return if rest.len() > LONGEST_SEQUENCE {
            Token::Key(before + rest.len(), None)
        } else {
            Token::Incomplete
        };
    };
    let last = rest[end];
    if !(0x40..=0x7e).contains(&last) {
        // Cut short by something else, which may well be a key.
        return Token::Key(before + end, None);
    }
    if rest[..=end] == *PASTE_BEGIN {
        return Token::Paste(before + end + 1);
    }
    Token::Key(before + end + 1, control_key(&rest[..end], last, alt))
}

fn control_key(parameters: &[u8], last: u8, alt: bool) -> Option<Key> {
    let mut numbers = parameters.split(|byte| *byte == b';').map(|number| {
        // Kitty adds details after a colon.
        let number = number.split(|byte| *byte == b':').next().unwrap_or_default();
        std::str::from_utf8(number).ok()?.parse::<u32>().ok()
    });
    let first = numbers.next().flatten().unwrap_or(1);
    let modifiers = numbers.next().flatten().unwrap_or(1);
    let code = match last {
        b'~' if first == 27 => unicode(numbers.next().flatten()?)?,
        b'~' => numbered(first)?,
        b'u' => unicode(first)?,
        // rxvt: arrows with Shift.
        b'a'..=b'd' => return Some(Key::new(letter(last.to_ascii_uppercase())?, false, alt, true)),
        b'Z' => KeyCode::BackTab,
        _ => letter(last)?,
    };
    let bits = modifiers.saturating_sub(1);
    Some(Key::new(code, bits & 4 != 0, alt || bits & (2 | 32) != 0, bits & 1 != 0))
}

fn letter(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'M' => KeyCode::Enter,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

fn numbered(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number as u8 - 10),
        17..=21 => KeyCode::F(number as u8 - 11),
        23..=26 => KeyCode::F(number as u8 - 12),
        28 | 29 => KeyCode::F(number as u8 - 13),
        31..=34 => KeyCode::F(number as u8 - 14),
        _ => return None,
    })
}

fn unicode(number: u32) -> Option<KeyCode> {
    Some(match number {
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        _ => KeyCode::Char(char::from_u32(number).filter(|c| !c.is_control())?),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8]) -> Vec<Input> {
        let mut found = Vec::new();
        let mut parser = Parser::default();
        parser.feed(bytes, &mut found);
        parser.settle(&mut found);
        found
    }

    fn key(code: KeyCode) -> Input {
        Input::Key(Key::new(code, false, false, false))
    }

    fn with(code: KeyCode, ctrl: bool, alt: bool, shift: bool) -> Input {
        Input::Key(Key::new(code, ctrl, alt, shift))
    }

    #[test]
    fn what_terminals_send_for_a_key() {
        use KeyCode::*;
        let cases: [(&[u8], Input); 31] = [
            (b"j", key(Char('j'))),
            ("é".as_bytes(), key(Char('é'))),
            (b"\r", key(Enter)),
            (b"\t", key(Tab)),
            (b"\x1b[Z", key(BackTab)),
            (b"\x7f", key(Backspace)),
            (b"\x08", key(Backspace)),
            (b"\x06", with(Char('f'), true, false, false)),
            (b"\0", with(Char(' '), true, false, false)),
            (b"\x1f", with(Char('_'), true, false, false)),
            (b"\x1b", key(Esc)),
            (b"\x1bf", with(Char('f'), false, true, false)),
            ("\x1bé".as_bytes(), with(Char('é'), false, true, false)),
            (b"\x1b\x7f", with(Backspace, false, true, false)),
            (b"\x1b[A", key(Up)),
            (b"\x1bOA", key(Up)),
            (b"\x1b[1;2B", with(Down, false, false, true)),
            (b"\x1b[b", with(Down, false, false, true)),
            (b"\x1b[1;5C", with(Right, true, false, false)),
            (b"\x1b[1;3D", with(Left, false, true, false)),
            (b"\x1b\x1b[D", with(Left, false, true, false)),
            (b"\x1b[1~", key(Home)),
            (b"\x1b[H", key(Home)),
            (b"\x1b[3;5~", with(Delete, true, false, false)),
            (b"\x1b[5~", key(PageUp)),
            (b"\x1bOP", key(F(1))),
            (b"\x1b[[E", key(F(5))),
            (b"\x1b[15~", key(F(5))),
            (b"\x1b[24~", key(F(12))),
            (b"\x1b[27;5;49~", with(Char('1'), true, false, false)),
            (b"\x1b[97;5u", with(Char('a'), true, false, false)),
        ];
        for (bytes, expected) in cases {
            assert_eq!(read(bytes), [expected], "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn sequences_may_arrive_in_pieces() {
        let mut parser = Parser::default();
        let mut found = Vec::new();
        for byte in "a\x1b[1;2Bé\x1b[200~x\x1b[201~".bytes() {
            parser.feed(&[byte], &mut found);
        }
        assert!(!parser.waits());
        assert_eq!(
            found,
            [
                key(KeyCode::Char('a')),
                with(KeyCode::Down, false, false, true),
                key(KeyCode::Char('é')),
                Input::Paste("x".to_owned())
            ]
        );
    }

    #[test]
    fn pasted_text_is_never_keys() {
        assert_eq!(
            read(b"\x1b[200~v\r\x1b[A\x1b\x07q\r\n\x1b[201~j"),
            [Input::Paste("v\n[Aq\n".to_owned()), key(KeyCode::Char('j'))]
        );
        let mut parser = Parser::default();
        let mut found = Vec::new();
        parser.feed(b"\x1b[200~not over", &mut found);
        parser.settle(&mut found);
        assert!(found.is_empty() && !parser.waits());
        parser.feed(b" yet\x1b[201~", &mut found);
        assert_eq!(found, [Input::Paste("not over yet".to_owned())]);
    }

    #[test]
    fn a_long_paste_is_cut_and_its_rest_is_not_keys() {
        let mut parser = Parser::default();
        let mut found = Vec::new();
        parser.feed(b"\x1b[200~", &mut found);
        for _ in 0..2_000 {
            parser.feed(&[b'v'; 1000], &mut found);
        }
        parser.feed(b"\x1b[201~", &mut found);
        assert!(matches!(found.as_slice(), [Input::Paste(text)] if text.len() == LONGEST_PASTE));
    }

    #[test]
    fn unknown_sequences_are_swallowed_whole() {
        for bytes in [b"\x1b[?62;c".as_slice(), b"\x1b[99~", b"\x1b[12;40R", b"\x1b[I", b"\x1b[<0;10;10M"] {
            let found = read(bytes);
            assert!(!found.iter().any(|input| matches!(input, Input::Key(key) if *key == Key::new(KeyCode::Char('c'), false, false, false))), "{found:?}");
            assert!(found.len() <= 1, "{found:?}");
        }
        assert_eq!(read(b"\x1b[12\x1b[A"), [key(KeyCode::Up)]);
        assert_eq!(read(b"\xe9t"), [key(KeyCode::Char('\u{FFFD}')), key(KeyCode::Char('t'))]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_in_any_pieces_mean_the_same(bytes in proptest::collection::vec(prop_oneof![Just(0x1b), Just(b'['), Just(b';'), Just(b'~'), any::<u8>()], 0..200), cut in 1..20_usize) {
            let mut whole = Vec::new();
            let mut parser = Parser::default();
            parser.feed(&bytes, &mut whole);
            let mut pieces = Vec::new();
            let mut parser = Parser::default();
            for piece in bytes.chunks(cut) {
                parser.feed(piece, &mut pieces);
            }
            prop_assert_eq!(whole, pieces);
        }
    }
}
