//! The terminal's own echo, off while a password is typed and as it was found at any other time.

use std::os::fd::OwnedFd;

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// The echo of the terminal that lines come from; nothing to do for a pipe.
#[derive(Debug)]
pub(super) struct Echo {
    terminal: Option<(OwnedFd, Termios)>,
    hidden: bool,
}

impl Echo {
    /// Remembers how the terminal was found.
    pub fn of(input: OwnedFd) -> Self {
        let found = tcgetattr(&input).ok();
        Self { terminal: found.map(|found| (input, found)), hidden: false }
    }

    /// Shows what is typed, or hides it.
    pub fn hide(&mut self, hidden: bool) {
        if std::mem::replace(&mut self.hidden, hidden) == hidden {
            return;
        }
        let Some((terminal, found)) = &self.terminal else { return };
        let mut modes = found.clone();
        if hidden {
            modes.local_modes -= LocalModes::ECHO;
            // Enter still begins a new line.
            modes.local_modes |= LocalModes::ECHONL;
        }
        // The terminal may be gone; then there is nothing to hide.
        let _ = tcsetattr(terminal, OptionalActions::Now, &modes);
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        self.hide(false);
    }
}
