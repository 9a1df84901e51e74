//! The one question put to the terminal: which colour its background has (OSC 11). The answer comes among the keys, at
//! once, late, in pieces or never.

use crate::config::theme::Rgb;

/// The question. Its end is one byte, which the answer repeats.
pub const QUESTION: &str = "\x1b]11;?\x07";

/// What an answer begins with, after Escape.
pub const BEGINS: &[u8] = b"]11;";

/// No answer is longer, without its beginning and its end.
const LONGEST: usize = 64;

/// Whether a terminal of that name takes the question without writing it on the screen. The Linux console and others
/// that emulate old machines may not; they are dark.
pub fn can_be_asked(term: &str) -> bool {
    const NOT: [&str; 8] = ["linux", "dumb", "vt", "cons", "sun", "eterm", "ansi", "wy"];
    !term.is_empty() && !NOT.iter().any(|name| term.starts_with(name))
}

/// What follows `ESC ]`.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// The key Alt-] and nothing else.
    Key,
    /// The end is not there yet.
    Incomplete,
    /// So many bytes, which say this colour, or nothing that was asked.
    Whole(usize, Option<Rgb>),
}

/// Reads what follows `ESC ]`: a number, then text to a BEL or `ESC \`. Anything else that is no text cuts it short, so
/// that the Enter or Ctrl-C of a person is never swallowed.
pub fn read(rest: &[u8]) -> Answer {
    match rest.first() {
        None => return Answer::Incomplete,
        Some(first) if !first.is_ascii_digit() => return Answer::Key,
        Some(_) => {}
    }
    let length = rest.iter().take(LONGEST).position(|byte| !(0x20..0x7f).contains(byte));
    let Some(length) = length else {
        return if rest.len() < LONGEST { Answer::Incomplete } else { Answer::Whole(LONGEST, None) };
    };
    let colour = || rest[..length].strip_prefix(b"11;").and_then(colour);
    match rest[length..] {
        [0x07, ..] => Answer::Whole(length + 1, colour()),
        [0x1b, b'\\', ..] => Answer::Whole(length + 2, colour()),
        [0x1b] => Answer::Incomplete,
        _ => Answer::Whole(length, None),
    }
}

/// `rgb:ff/ff/ff`, with one to four digits each, `rgba:` with one more, or `#ffffff`.
fn colour(text: &[u8]) -> Option<Rgb> {
    let text = std::str::from_utf8(text).ok()?;
    if let Some(digits) = text.strip_prefix('#') {
        let each = digits.len() / 3;
        let part = |at: usize| channel(digits.get(at * each..(at + 1) * each)?);
        return if digits.len() == each * 3 { Some((part(0)?, part(1)?, part(2)?)) } else { None };
    }
    let mut parts = text.strip_prefix("rgb:").or(text.strip_prefix("rgba:"))?.split('/');
    let mut next = || channel(parts.next()?);
    Some((next()?, next()?, next()?))
}

/// One to four hexadecimal digits, of which `f`, `ff` and `ffff` are the same.
fn channel(digits: &str) -> Option<u8> {
    let most = [0xf, 0xff, 0xfff, 0xffff][digits.len().checked_sub(1).filter(|length| *length < 4)?];
    let value = u32::from_str_radix(digits, 16).ok()?;
    u8::try_from(value * 255 / most).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_all_their_forms() {
        for (text, expected) in [
            ("rgb:ffff/8080/0000", Some((255, 128, 0))),
            ("rgb:ff/80/00", Some((255, 128, 0))),
            ("rgb:f/8/0", Some((255, 136, 0))),
            ("rgba:1c1c/1c1c/1c1c/ffff", Some((28, 28, 28))),
            ("#1c1c1c", Some((28, 28, 28))),
            ("#fff", Some((255, 255, 255))),
            ("#ffffeeeedddd", Some((255, 238, 221))),
            ("#ffff", None),
            ("rgb:ff/ff", None),
            ("rgb:fffff/0/0", None),
            ("rgb:gg/00/00", None),
            ("white", None),
            ("", None),
        ] {
            assert_eq!(colour(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn the_question_is_kept_from_those_that_would_write_it() {
        for term in ["xterm-256color", "putty", "screen", "tmux-256color", "rxvt-unicode"] {
            assert!(can_be_asked(term), "{term}");
        }
        for term in ["linux", "vt100", "vt220", "dumb", "", "cons25"] {
            assert!(!can_be_asked(term), "{term}");
        }
    }
}
