//! Keys and pasted text from the terminal, read by a thread of our own.
//!
//! crossterm's reader is not used: when the terminal goes away its loop takes an end of file or an error for "no key
//! yet" and spins on a whole core for ever, out of reach since the loop is inside the library. It also takes an
//! Escape at the end of a read for the Escape key, which a slow link turns into stray keys. The thread here sleeps in
//! `poll(2)` on the terminal and on a pipe: closing the pipe ends it at once, an end of file or a hang-up is an input
//! like any other ([`Input::HungUp`]), and when nobody has reacted to it in time the last resort is called.

pub mod answer;
pub mod lines;
mod parser;

use std::io::PipeWriter;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use tokio::sync::mpsc::{self, Receiver, Sender};

use crate::app::key::Key;
use crate::config::theme::Rgb;
use parser::Parser;

/// What comes from the terminal. Its size comes as a signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(Key),
    /// A text pasted at once, without control characters other than line ends and tabs.
    Paste(String),
    /// The terminal answers [`answer::QUESTION`]: this is the colour of its background.
    Background(Rgb),
    /// The terminal is gone: save the session and leave.
    HungUp,
}

/// Keys wait here while the program is busy; beyond that they wait in the terminal.
const WAITING: usize = 1024;
/// After that long, Escape is the key and not the beginning of a sequence.
const ESCAPE: Duration = Duration::from_millis(50);
/// How long the program has to leave after the terminal is gone.
const GRACE: Duration = Duration::from_millis(1_800);

/// The stream of inputs; dropping it ends its thread.
#[derive(Debug)]
pub struct InputStream {
    inputs: Receiver<Input>,
    hung_up: bool,
    /// The terminal has been asked and has not answered.
    awaits: Arc<AtomicBool>,
    reading: Reading,
}

impl InputStream {
    /// Starts reading a terminal. `last_resort` is called when the terminal is gone and this stream still exists after
    /// 1.8 s: whatever holds the program then, it must end.
    pub fn start(terminal: OwnedFd, last_resort: impl FnOnce() + Send + 'static) -> std::io::Result<Self> {
        let (sender, inputs) = mpsc::channel(WAITING);
        let awaits = Arc::new(AtomicBool::new(false));
        let (sender, parser) = (Some(sender), Parser::default());
        let asked = Arc::clone(&awaits);
        let reading = Reading::start("input", last_resort, move |stopped| {
            Reader { terminal, stopped, sender, parser, awaits: asked }.run()
        })?;
        Ok(Self { inputs, hung_up: false, awaits, reading })
    }

    /// Expects [`Input::Background`]: to be called before the terminal is asked.
    pub fn await_answer(&self) {
        self.awaits.store(true, Ordering::Release);
    }

    /// Whether the terminal has been asked and has not answered.
    pub fn awaits_answer(&self) -> bool {
        self.awaits.load(Ordering::Acquire)
    }

    /// The next input. [`Input::HungUp`] comes once and is the last.
    pub async fn next(&mut self) -> Input {
        if self.hung_up {
            return std::future::pending().await;
        }
        match self.inputs.recv().await {
            Some(input) => input,
            None => {
                self.hung_up = true;
                Input::HungUp
            }
        }
    }

    /// The next input that is already there, to take all of them before a frame is drawn.
    pub fn ready(&mut self) -> Option<Input> {
        self.inputs.try_recv().ok()
    }
}

impl Drop for InputStream {
    fn drop(&mut self) {
        // In this order: a thread that waits for room, then one that waits for keys.
        self.inputs.close();
        self.reading.end();
    }
}

/// The thread that reads, and the pipe that is closed to end it.
#[derive(Debug)]
struct Reading {
    stop: Option<PipeWriter>,
    thread: Option<JoinHandle<()>>,
}

impl Reading {
    /// Starts a thread on what reads until the pipe it is given is closed.
    fn start(
        name: &str,
        last_resort: impl FnOnce() + Send + 'static,
        read: impl FnOnce(OwnedFd) -> End + Send + 'static,
    ) -> std::io::Result<Self> {
        let (stopped, stop) = std::io::pipe()?;
        let body = move || {
            if read(stopped.into()) == End::Ignored {
                last_resort();
            }
        };
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(body)?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }

    fn end(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been reported by the panic hook.
            let _ = thread.join();
        }
    }
}

/// How reading ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Nobody listens any more.
    Stopped,
    /// The terminal is gone and nobody has cared in time.
    Ignored,
}

struct Reader {
    terminal: OwnedFd,
    stopped: OwnedFd,
    /// Dropped when the terminal is gone, which ends the stream.
    sender: Option<Sender<Input>>,
    parser: Parser,
    awaits: Arc<AtomicBool>,
}

impl Reader {
    fn run(mut self) -> End {
        let mut found = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            let escape = self.parser.waits().then_some(ESCAPE);
            let ready = match wait(Some(&self.terminal), &self.stopped, escape) {
                Ok(Ready { stopped: true, .. }) => return End::Stopped,
                Ok(ready) => ready,
                Err(Errno::INTR) => continue,
                Err(_) => return self.hung_up(),
            };
            let awaited = self.awaits.load(Ordering::Acquire);
            self.parser.awaits = awaited;
            if ready.input {
                match rustix::io::read(&self.terminal, &mut buffer[..]) {
                    Ok(0) => return self.hung_up(),
                    Ok(length) => self.parser.feed(&buffer[..length], &mut found),
                    Err(Errno::INTR | Errno::AGAIN) => {}
                    Err(_) => return self.hung_up(),
                }
            } else if ready.gone {
                return self.hung_up();
            } else {
                self.parser.settle(&mut found);
            }
            if awaited && !self.parser.awaits {
                self.awaits.store(false, Ordering::Release);
            }
            for input in found.drain(..) {
                if self.sender.as_ref().is_none_or(|sender| sender.blocking_send(input).is_err()) {
                    return End::Stopped;
                }
            }
        }
    }

    /// Ends the stream, and watches that somebody reacts.
    fn hung_up(&mut self) -> End {
        self.sender = None;
        unheeded(&self.stopped)
    }
}

/// Watches that somebody reacts to the end of the terminal.
fn unheeded(stopped: &OwnedFd) -> End {
    loop {
        match wait(None, stopped, Some(GRACE)) {
            Ok(Ready { stopped: true, .. }) => return End::Stopped,
            Err(Errno::INTR) => {}
            Ok(_) | Err(_) => return End::Ignored,
        }
    }
}

/// What a wait has found; nothing when the time has passed.
struct Ready {
    input: bool,
    gone: bool,
    stopped: bool,
}

fn wait(terminal: Option<&OwnedFd>, stopped: &OwnedFd, limit: Option<Duration>) -> Result<Ready, Errno> {
    // The reading end of a pipe whose other end is closed hangs up.
    let mut watched = vec![PollFd::from_borrowed_fd(stopped.as_fd(), PollFlags::IN)];
    watched.extend(terminal.map(|terminal| PollFd::from_borrowed_fd(terminal.as_fd(), PollFlags::IN)));
    let limit = limit.and_then(|limit| Timespec::try_from(limit).ok());
    poll(&mut watched, limit.as_ref())?;
    let terminal = watched.get(1).map_or(PollFlags::empty(), PollFd::revents);
    Ok(Ready {
        input: terminal.contains(PollFlags::IN),
        gone: terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL),
        stopped: !watched[0].revents().is_empty(),
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, mpsc};

    use portable_pty::{MasterPty, PtySize, native_pty_system};

    use super::*;
    use crate::app::key::KeyCode;

    fn pty() -> (Box<dyn MasterPty + Send>, OwnedFd) {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let flags = rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY;
        let path = pair.master.tty_name().unwrap();
        let slave = rustix::fs::open(path, flags, rustix::fs::Mode::empty()).unwrap();
        let mut raw = rustix::termios::tcgetattr(&slave).unwrap();
        raw.make_raw();
        rustix::termios::tcsetattr(&slave, rustix::termios::OptionalActions::Now, &raw).unwrap();
        (pair.master, slave)
    }

    fn key(c: char) -> Input {
        Input::Key(Key::new(KeyCode::Char(c), false, false, false))
    }

    #[tokio::test(flavor = "current_thread")]
    async fn keys_arrive_in_order_and_a_lone_escape_is_a_key() {
        let (master, slave) = pty();
        let mut inputs = InputStream::start(slave, || panic!("nobody hung up")).unwrap();
        let mut writer = master.take_writer().unwrap();
        writer.write_all(b"ab\x1b").unwrap();
        assert_eq!(inputs.next().await, key('a'));
        assert_eq!(inputs.next().await, key('b'));
        assert_eq!(inputs.next().await, Input::Key(Key::new(KeyCode::Esc, false, false, false)));
        assert_eq!(inputs.ready(), None);
    }

    #[tokio::test(flavor = "current_thread")]
    async fn an_answer_is_an_input_however_late_its_end_is() {
        let (master, slave) = pty();
        let mut inputs = InputStream::start(slave, || panic!("nobody hung up")).unwrap();
        let mut writer = master.take_writer().unwrap();
        inputs.await_answer();
        writer.write_all(b"a\x1b]11;rgb:1c1c/").unwrap();
        assert_eq!(inputs.next().await, key('a'));
        // Longer than an Escape waits: a key typed meanwhile would show that the answer was given up.
        assert!(tokio::time::timeout(2 * ESCAPE, inputs.next()).await.is_err(), "nothing leaks");
        assert!(inputs.awaits_answer());
        writer.write_all(b"1c1c/1c1c\x1b\\b").unwrap();
        assert_eq!(inputs.next().await, Input::Background((28, 28, 28)));
        assert_eq!(inputs.next().await, key('b'));
        assert!(!inputs.awaits_answer());
    }

    #[tokio::test(flavor = "current_thread")]
    async fn a_closed_terminal_is_an_input_and_its_thread_ends() {
        let (master, slave) = pty();
        let mut inputs = InputStream::start(slave, || panic!("the stream was dropped in time")).unwrap();
        drop(master);
        assert_eq!(inputs.next().await, Input::HungUp);
        assert_eq!(inputs.ready(), None);
        drop(inputs);
    }

    #[test]
    fn the_last_resort_is_called_when_nobody_reacts() {
        let (master, slave) = pty();
        let (called, calls) = mpsc::channel();
        let inputs = InputStream::start(slave, move || called.send(()).unwrap()).unwrap();
        drop(master);
        calls.recv_timeout(Duration::from_secs(20)).unwrap();
        drop(inputs);
    }

    #[test]
    fn dropping_the_stream_ends_a_thread_with_nothing_to_read_or_too_much() {
        let (master, slave) = pty();
        let resort = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&resort);
        let inputs =
            InputStream::start(slave.try_clone().unwrap(), move || flag.store(true, Ordering::SeqCst))
                .unwrap();
        drop(inputs);
        let inputs = InputStream::start(slave, || {}).unwrap();
        let mut writer = master.take_writer().unwrap();
        writer.write_all(&[b'x'; 3 * WAITING]).unwrap();
        drop(inputs);
        assert!(!resort.load(Ordering::SeqCst));
    }
}
