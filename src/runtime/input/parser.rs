//! Bytes from a terminal into keys and pasted text.
//!
//! Knows what xterm, PuTTY, the Linux console, tmux and screen send. What it does not know is swallowed whole: half a
//! sequence must never be taken for keys.

use crate::app::key::{Key, KeyCode};

use super::Input;
use super::answer::{self, Answer};

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
    /// The terminal has been asked and has not answered: the beginning of an answer is waited for without end.
    pub awaits: bool,
    /// The last input was a lone Escape, which an answer may begin with.
    escaped: bool,
}

/// What the first bytes are.
enum Token {
    /// Not all of it is there.
    Incomplete,
    /// So many bytes, which mean this, or nothing.
    Key(usize, Option<Key>),
    /// So many bytes of an answer, which means this, or nothing.
    Answer(usize, Option<Input>),
    /// So many bytes that begin a paste.
    Paste(usize),
}

impl Parser {
    /// Takes bytes, gives what they mean.
    pub fn feed(&mut self, bytes: &[u8], found: &mut Vec<Input>) {
        self.bytes.extend_from_slice(bytes);
        self.advance(found);
    }

    /// Whether the beginning of a sequence waits, and not for ever: perhaps only the Escape key.
    pub fn waits(&self) -> bool {
        self.paste.is_none() && !self.bytes.is_empty() && !self.is_answer()
    }

    /// Whether what waits is the beginning of an answer, which a slow line may cut anywhere.
    fn is_answer(&self) -> bool {
        let after_escape = match self.bytes.as_slice() {
            [0x1b, rest @ ..] => rest,
            rest if self.escaped && self.awaits => rest,
            _ => return false,
        };
        match after_escape {
            [b']'] => self.awaits,
            [b']', digit, ..] => digit.is_ascii_digit(),
            _ => false,
        }
    }

    /// Nothing has come for a while: what waits is all there is.
    pub fn settle(&mut self, found: &mut Vec<Input>) {
        if !self.waits() {
            return;
        }
        let waiting = std::mem::take(&mut self.bytes);
        self.escaped = waiting == [0x1b];
        match waiting.as_slice() {
            [0x1b] => found.push(Input::Key(Key::new(KeyCode::Esc, false, false, false))),
            [0x1b, 0x1b] => {
                let escape = Input::Key(Key::new(KeyCode::Esc, false, false, false));
                found.extend([escape.clone(), escape]);
            }
            [0x1b, letter @ (b'[' | b'O' | b']')] => {
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
            match self.token(&self.bytes[done..]) {
                Token::Incomplete => break,
                Token::Key(used, key) => {
                    done += used;
                    self.escaped = false;
                    found.extend(key.map(Input::Key));
                }
                Token::Answer(used, said) => {
                    done += used;
                    self.escaped = false;
                    self.awaits &= said.is_none();
                    found.extend(said);
                }
                Token::Paste(used) => {
                    done += used;
                    self.paste = Some(Vec::new());
                }
            }
        }
        self.bytes.drain(..done.min(self.bytes.len()));
    }

    /// Reads what comes first. The Escape of an answer may have been taken for the key when its rest was long to come.
    fn token(&self, bytes: &[u8]) -> Token {
        if self.escaped && self.awaits {
            let begun = bytes.len().min(answer::BEGINS.len());
            match (bytes.get(..begun) == answer::BEGINS.get(..begun), begun == answer::BEGINS.len()) {
                (true, true) => return answered(&bytes[1..], 1),
                (true, false) => return Token::Incomplete,
                (false, _) => {}
            }
        }
        token(bytes)
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
        [0x1b, b']', rest @ ..] => answered(rest, 2),
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

/// `ESC ] number text end`: what a terminal answers, or the key Alt-].
fn answered(rest: &[u8], before: usize) -> Token {
    match answer::read(rest) {
        Answer::Key => Token::Key(before, Some(Key::new(KeyCode::Char(']'), false, true, false))),
        Answer::Incomplete => Token::Incomplete,
        Answer::Whole(used, colour) => Token::Answer(before + used, colour.map(Input::Background)),
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
mod tests;
