//! What a program asks of its terminal beyond letters on the screen, and what a real terminal answers.

use std::collections::BTreeSet;

/// What the program sent to the terminal beyond the letters on the screen.
#[derive(Default)]
pub struct Asked {
    /// The answers that wait to be typed back.
    pub answers: Vec<u8>,
    /// A synchronized update has begun and not ended.
    pub in_update: bool,
    /// The synchronized updates that have ended.
    pub frames: u64,
    /// The private modes left on, of those that the screen does not follow itself.
    pub modes: BTreeSet<u16>,
    /// The keyboard protocols pushed and not popped.
    pub keyboard: i32,
    /// What was last put on the clipboard, in base64.
    pub copied: Vec<u8>,
    /// The colour that it says its background has; without one it does not answer.
    pub background: Option<&'static str>,
}

impl vt100::Callbacks for Asked {
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], data: &[u8]) {
        self.copied = data.to_vec();
    }

    fn unhandled_csi(
        &mut self,
        screen: &mut vt100::Screen,
        first: Option<u8>,
        second: Option<u8>,
        params: &[&[u16]],
        last: char,
    ) {
        let number = params.first().and_then(|param| param.first()).copied().unwrap_or(0);
        match (first, second, last) {
            (None, _, 'c') => self.answers.extend(b"\x1b[?62;22c"),
            (Some(b'>'), _, 'c') => self.answers.extend(b"\x1b[>1;10;0c"),
            (None, _, 'n') if number == 5 => self.answers.extend(b"\x1b[0n"),
            (None, _, 'n') if number == 6 => {
                let (row, column) = screen.cursor_position();
                self.answers.extend(format!("\x1b[{};{}R", row + 1, column + 1).bytes());
            }
            (Some(b'?'), Some(b'$'), 'p') => {
                let state = if number == 2026 { 1 + u8::from(!self.in_update) } else { 0 };
                self.answers.extend(format!("\x1b[?{number};{state}$y").bytes());
            }
            (Some(b'?'), None, 'h' | 'l') => {
                for mode in params.iter().filter_map(|param| param.first()).copied() {
                    self.set_mode(mode, last == 'h');
                }
            }
            (Some(b'>'), _, 'u') => self.keyboard += 1,
            (Some(b'<'), _, 'u') => self.keyboard -= i32::from(number.max(1)),
            _ => {}
        }
    }

    fn unhandled_osc(&mut self, _: &mut vt100::Screen, params: &[&[u8]]) {
        match params {
            [b"10", b"?"] => self.answers.extend(b"\x1b]10;rgb:e5e5/e5e5/e5e5\x1b\\"),
            [b"11", b"?"] => {
                let answer = self.background.map(|colour| format!("\x1b]11;{colour}\x1b\\"));
                self.answers.extend(answer.unwrap_or_default().bytes());
            }
            _ => {}
        }
    }
}

impl Asked {
    fn set_mode(&mut self, mode: u16, on: bool) {
        // Modes that the screen itself follows come here too when they share a sequence with one it does not know.
        const FOLLOWED: [u16; 12] = [1, 6, 9, 25, 47, 1000, 1002, 1003, 1005, 1006, 1049, 2004];
        if mode == 2026 {
            self.frames += u64::from(self.in_update && !on);
            self.in_update = on;
        } else if on && !FOLLOWED.contains(&mode) {
            self.modes.insert(mode);
        } else {
            self.modes.remove(&mode);
        }
    }
}
