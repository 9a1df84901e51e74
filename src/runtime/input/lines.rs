//! Lines from a terminal left as it was found, or from a pipe: it is the terminal that echoes and edits, so that a screen
//! reader follows what is typed. Each line carries the moment it came, to be told from what was said after it.

use std::os::fd::OwnedFd;
use std::time::Instant;

use rustix::io::Errno;
use rustix::termios::isatty;
use tokio::sync::mpsc::{self, Receiver, Sender};

use super::parser::Parser;
use super::{End, Input, Reading, Ready, wait};
use crate::runtime::clock;
use crate::ui::linear::Line;

/// Lines wait here; beyond that they wait in the terminal.
const WAITING: usize = 64;
/// The longest line; what comes beyond is left out.
const LONGEST: usize = 64 * 1024;

/// What was typed, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// When the line was complete.
    pub at: Instant,
    /// The line; none at the end of the input.
    pub line: Option<Line>,
}

/// The stream of lines; dropping it ends its thread.
#[derive(Debug)]
pub struct LineStream {
    lines: Receiver<Typed>,
    ended: bool,
    reading: Reading,
}

impl LineStream {
    /// Starts reading. `last_resort` is called when the terminal is gone and this stream still exists after 1.8 s.
    pub fn start(input: OwnedFd, last_resort: impl FnOnce() + Send + 'static) -> std::io::Result<Self> {
        let (sender, lines) = mpsc::channel(WAITING);
        let reading = Reading::start("lines", last_resort, move |stopped| {
            let is_terminal = isatty(&input);
            Reader { input, is_terminal, stopped, sender: Some(sender), line: Vec::new() }.run()
        })?;
        Ok(Self { lines, ended: false, reading })
    }

    /// The next line; the end of the input comes once and is the last.
    pub async fn next(&mut self) -> Typed {
        if self.ended {
            return std::future::pending().await;
        }
        match self.lines.recv().await {
            Some(typed) => typed,
            None => {
                self.ended = true;
                Typed { at: clock::monotonic(), line: None }
            }
        }
    }
}

impl Drop for LineStream {
    fn drop(&mut self) {
        self.lines.close();
        self.reading.end();
    }
}

struct Reader {
    input: OwnedFd,
    is_terminal: bool,
    stopped: OwnedFd,
    /// Dropped at the end of the input, which ends the stream.
    sender: Option<Sender<Typed>>,
    line: Vec<u8>,
}

impl Reader {
    fn run(mut self) -> End {
        let mut buffer = [0; 4096];
        loop {
            match wait(Some(&self.input), &self.stopped, None) {
                Ok(Ready { stopped: true, .. }) => return End::Stopped,
                Ok(Ready { input: true, .. }) => match rustix::io::read(&self.input, &mut buffer[..]) {
                    // The end of a file, or Ctrl-D: nobody is gone, there is only nothing more to come.
                    Ok(0) => return self.ended(false),
                    Ok(length) => {
                        if !buffer[..length].iter().all(|byte| self.take(*byte)) {
                            return End::Stopped;
                        }
                    }
                    Err(Errno::INTR | Errno::AGAIN) => {}
                    Err(_) => return self.ended(true),
                },
                // A pipe whose other end is closed has only come to its end.
                Ok(Ready { gone: true, .. }) => return self.ended(self.is_terminal),
                Ok(_) | Err(Errno::INTR) => {}
                Err(_) => return self.ended(true),
            }
        }
    }

    /// Takes a byte; false when nobody listens any more.
    fn take(&mut self, byte: u8) -> bool {
        if byte != b'\n' {
            if self.line.len() < LONGEST {
                self.line.push(byte);
            }
            return true;
        }
        let typed = Typed { at: clock::monotonic(), line: Some(line(&std::mem::take(&mut self.line))) };
        self.sender.as_ref().is_some_and(|sender| sender.blocking_send(typed).is_ok())
    }

    /// Ends the stream; what was begun without its Enter is not a line. When the terminal is gone, watches that somebody
    /// reacts.
    fn ended(&mut self, gone: bool) -> End {
        self.sender = None;
        if gone { super::unheeded(&self.stopped) } else { End::Stopped }
    }
}

/// What the bytes of a line say: keys when there is an escape sequence among them, text otherwise. Bytes that are not
/// UTF-8 come from a terminal in Latin-1.
fn line(bytes: &[u8]) -> Line {
    if bytes.contains(&b'\x1b') {
        let (mut parser, mut found) = (Parser::default(), Vec::new());
        parser.feed(bytes, &mut found);
        parser.settle(&mut found);
        let keys = found.into_iter().filter_map(|input| match input {
            Input::Key(key) => Some(key),
            Input::Paste(_) | Input::Background(_) | Input::HungUp => None,
        });
        return Line::Keys(keys.collect());
    }
    let latin = || bytes.iter().map(|byte| char::from(*byte)).collect();
    let text = String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| latin());
    Line::Text(text.trim_end_matches('\r').to_owned())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::app::key::{Key, KeyCode};

    fn stream() -> (std::io::PipeWriter, LineStream) {
        let (reader, writer) = std::io::pipe().unwrap();
        (writer, LineStream::start(reader.into(), || panic!("nobody hung up")).unwrap())
    }

    fn text(line: &str) -> Option<Line> {
        Some(Line::Text(line.into()))
    }

    #[tokio::test(flavor = "current_thread")]
    async fn lines_come_in_order_then_the_end_once() {
        let (mut writer, mut lines) = stream();
        writer.write_all("v\n\n28413\r\nd\u{e9}but\nune fin sans Entr\u{e9}e".as_bytes()).unwrap();
        drop(writer);
        for wanted in [text("v"), text(""), text("28413"), text("début"), None] {
            assert_eq!(lines.next().await.line, wanted);
        }
    }

    #[tokio::test(flavor = "current_thread")]
    async fn arrows_are_keys_and_latin_1_is_read() {
        let (mut writer, mut lines) = stream();
        writer.write_all(b"\x1b[A\n\xe9t\xe9\n").unwrap();
        assert_eq!(lines.next().await.line, Some(Line::Keys(vec![Key::plain(KeyCode::Up)])));
        assert_eq!(lines.next().await.line, text("été"));
    }

    #[tokio::test(flavor = "current_thread")]
    async fn a_line_without_end_is_cut() {
        let (mut writer, mut lines) = stream();
        writer.write_all(&[b'x'; LONGEST + 10]).unwrap();
        writer.write_all(b"\nv\n").unwrap();
        let Some(Line::Text(long)) = lines.next().await.line else { panic!("a line") };
        assert_eq!(long.len(), LONGEST);
        assert_eq!(lines.next().await.line, text("v"));
    }

    #[test]
    fn dropping_the_stream_ends_a_thread_that_waits() {
        let (writer, lines) = stream();
        drop(lines);
        drop(writer);
    }
}
