//! Copying through the terminal itself (OSC 52): the text reaches the clipboard of the machine one sits at, even
//! over SSH. The terminal never answers, so nobody knows whether it obeyed.

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;

/// The longest encoded text that terminals are known to accept.
pub const LONGEST: usize = 74_994;

/// The text is too long for a terminal's clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{bytes} bytes to copy, the terminal takes at most {most}")]
pub struct TooLong {
    /// How long the text is.
    pub bytes: usize,
    /// How long it may be.
    pub most: usize,
}

/// The sequence that copies a text; to be sent with [`Screen::send`](super::frame::Screen::send).
pub fn sequence(text: &str) -> Result<String, TooLong> {
    let most = LONGEST / 4 * 3;
    if text.len() > most {
        return Err(TooLong { bytes: text.len(), most });
    }
    let mut sequence = String::new();
    // Writing to a string cannot fail.
    let _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence);
    Ok(sequence)
}

/// Whether something between us and the terminal is known to keep such sequences to itself: tmux and screen do, unless
/// told otherwise (`set -g set-clipboard on`), and never say so.
pub fn is_doubtful(env: impl Fn(&str) -> Option<String>) -> bool {
    let within = |name: &str| env(name).is_some_and(|value| !value.is_empty());
    let term = env("TERM").unwrap_or_default();
    within("TMUX") || within("STY") || term.starts_with("screen") || term.starts_with("tmux")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_encoded_and_cannot_end_the_sequence() {
        assert_eq!(sequence("28413 \x1b\\é"), Ok("\x1b]52;c;Mjg0MTMgG1zDqQ==\x1b\\".to_owned()));
    }

    #[test]
    fn a_multiplexer_makes_it_doubtful() {
        let of = |name: &'static str, value: &'static str| {
            is_doubtful(move |asked| (asked == name).then(|| value.to_owned()))
        };
        assert!(of("TMUX", "/tmp/tmux-0/default,1,0") && of("TERM", "screen.xterm-256color"));
        assert!(!of("TERM", "xterm-256color") && !of("TMUX", ""));
    }

    #[test]
    fn a_text_too_long_is_refused() {
        assert!(sequence(&"a".repeat(56_244)).is_ok_and(|sequence| sequence.len() < LONGEST + 16));
        assert_eq!(sequence(&"a".repeat(56_247)), Err(TooLong { bytes: 56_247, most: 56_244 }));
    }
}
