//! Asking for a password on the terminal, unseen, before anything else is drawn there.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};

use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};
use secrecy::SecretString;

/// The terminal with its echo off; it is given back as it was, however the reading ends.
struct Silent {
    terminal: File,
    before: Termios,
}

impl Silent {
    fn open() -> Option<Self> {
        let terminal = OpenOptions::new().read(true).write(true).open("/dev/tty").ok()?;
        let before = tcgetattr(&terminal).ok()?;
        let mut silent = before.clone();
        // Signals off too: killed by Ctrl-C, the process would leave a terminal that no longer echoes.
        silent.local_modes -= LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG;
        silent.special_codes[SpecialCodeIndex::VMIN] = 1;
        silent.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(&terminal, OptionalActions::Flush, &silent).ok()?;
        Some(Self { terminal, before })
    }
}

impl Drop for Silent {
    fn drop(&mut self) {
        // The terminal may be gone; then there is nothing to give back.
        let _ = tcsetattr(&self.terminal, OptionalActions::Flush, &self.before);
        let _ = self.terminal.write_all(b"\n");
    }
}

/// Asks; nothing when there is no terminal or the person gives up.
#[must_use]
pub fn ask(prompt: &str) -> Option<SecretString> {
    let mut silent = Silent::open()?;
    silent.terminal.write_all(prompt.as_bytes()).ok()?;
    read(&mut silent.terminal).map(SecretString::from)
}

/// One line, with the editing keys that a password may need.
fn read(input: &mut impl Read) -> Option<String> {
    let mut typed = Vec::new();
    let mut byte = [0_u8];
    loop {
        input.read_exact(&mut byte).ok()?;
        match byte[0] {
            b'\r' | b'\n' => return String::from_utf8(typed).ok(),
            // Ctrl-C, Ctrl-D, Escape.
            3 | 4 | 27 => return None,
            // Ctrl-U.
            21 => typed.clear(),
            // Backspace removes a whole character.
            8 | 127 => while typed.pop().is_some_and(|byte| byte & 0xC0 == 0x80) {},
            other => typed.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> Option<String> {
        read(&mut keys.as_bytes())
    }

    #[test]
    fn a_line_is_edited_and_taken() {
        assert_eq!(typed("secret\r").as_deref(), Some("secret"));
        assert_eq!(typed("sé\u{7f}e\n").as_deref(), Some("se"));
        assert_eq!(typed("wrong\u{15}right\r").as_deref(), Some("right"));
        assert_eq!(typed("\u{7f}\r").as_deref(), Some(""));
    }

    #[test]
    fn giving_up_or_a_lost_terminal_is_no_password() {
        assert_eq!(typed("sec\u{3}"), None);
        assert_eq!(typed("sec"), None);
    }
}
