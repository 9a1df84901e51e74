//! What the benches look for on the screen of the real program.

use std::time::Duration;

use super::support::pty::Pty;

/// Whether the list has rows: each says how many days the file has waited.
pub fn has_rows(screen: &vt100::Screen) -> bool {
    screen.contents().lines().filter(|line| line.contains("\u{a0}d")).count() > 3
}

/// Waits until the program has had nothing to say for so long.
pub fn quiet(pty: &Pty, time: Duration) {
    while pty.bytes_during(time) > 0 {}
}
