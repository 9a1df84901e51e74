//! Writing lines for people and programs. A reader that has gone away (`guichet ... | head`) ends the command quietly
//! instead of tearing it down. What comes from a database or a file cannot steer the terminal.

use std::fmt::Write as _;
use std::io::{ErrorKind, IsTerminal, Write};

use widgets::text::{marked, sanitise};

use super::exit::{Exit, Failure};

/// Text on the standard output, each of its lines made harmless.
///
/// # Errors
/// When it cannot be written; a closed pipe is an end without a sentence.
pub fn line(text: &str) -> Result<(), Failure> {
    let mut lines = String::with_capacity(text.len() + 1);
    for line in text.lines() {
        lines.push_str(&sanitise(line));
        lines.push('\n');
    }
    write(&lines)
}

/// A value as JSON, on one line.
///
/// # Errors
/// As [`line`].
pub fn json(value: &impl serde::Serialize) -> Result<(), Failure> {
    json_lines(std::slice::from_ref(value))
}

/// Values as JSON, one a line, written at once.
///
/// # Errors
/// As [`line`].
pub fn json_lines<T: serde::Serialize>(values: &[T]) -> Result<(), Failure> {
    let mut lines = String::new();
    for value in values {
        let text = serde_json::to_string(value).map_err(|error| {
            Failure::new(Exit::Failed, "cli-no-json", [("why", error.to_string().into())])
        })?;
        // What JSON leaves as it is would still steer a terminal, hide or reorder; it only stands inside its texts.
        for (letter, harmless) in marked(&text) {
            if harmless {
                lines.push(letter);
                continue;
            }
            for unit in letter.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(lines, "\\u{unit:04x}");
            }
        }
        lines.push('\n');
    }
    write(&lines)
}

/// A file on the standard output, as it is; on a terminal, what would steer it is made harmless.
///
/// # Errors
/// As [`line`].
pub fn file(bytes: &[u8]) -> Result<(), Failure> {
    if std::io::stdout().is_terminal() { line(&String::from_utf8_lossy(bytes)) } else { write_bytes(bytes) }
}

/// A sentence for the person, apart from what scripts read.
pub fn tell(sentence: &str) {
    let mut out = std::io::stderr().lock();
    for line in sentence.lines() {
        // Nobody is left to hear that nobody listens.
        let _ = writeln!(out, "{}", sanitise(line));
    }
}

/// How far a long command is, over what it said before; on a terminal only.
pub fn progress(sentence: &str) {
    let mut out = std::io::stderr().lock();
    let _ = write!(out, "\r\x1b[K{}", sanitise(sentence)).and_then(|()| out.flush());
}

fn write(text: &str) -> Result<(), Failure> {
    write_bytes(text.as_bytes())
}

fn write_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Failure::silent(Exit::Done)),
        Err(error) => Err(Failure::new(Exit::Failed, "cli-no-output", [("why", error.to_string().into())])),
    }
}
