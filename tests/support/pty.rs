//! The real program in a real pseudo-terminal: keys go in, the screen is awaited, never slept for.
//! It answers what a terminal is asked, knows where frames end, and says everything it saw when a wait fails.

mod asked;
mod cost;
mod key;
mod launch;
mod trouble;

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, waitid};
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};

pub use self::key::Key;
pub use self::launch::Launch;
pub use self::trouble::{Outcome, Trouble};

use self::asked::Asked;
use self::trouble::refused;
use super::screen::StyledScreen;

struct State {
    terminal: vt100::Parser<Asked>,
    bytes: u64,
    /// The last bytes, or all of them.
    tail: Vec<u8>,
    kept: usize,
    frame_at: Option<Instant>,
    /// Nothing more can come: the last writer has gone.
    ended: bool,
    closing: bool,
    exit: Option<ExitStatus>,
    /// Kept open so that the terminal's own settings outlive the program, to be compared with those before it.
    line: Option<OwnedFd>,
    cooked: Option<bool>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    writer: Mutex<Option<Box<dyn Write + Send>>>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, bytes: &[u8]) -> Outcome<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let writer = writer.as_mut().ok_or_else(|| refused("the terminal is closed"))?;
        Ok(writer.write_all(bytes).and_then(|()| writer.flush())?)
    }

    fn take(&self, bytes: &[u8], answers: &Sender<Vec<u8>>) {
        let mut state = self.state();
        let before = state.terminal.callbacks().frames;
        state.terminal.process(bytes);
        state.bytes += bytes.len() as u64;
        state.tail.extend(bytes);
        let extra = state.tail.len().saturating_sub(state.kept);
        state.tail.drain(..extra);
        if state.terminal.callbacks().frames > before {
            state.frame_at = Some(now());
        }
        let asked = std::mem::take(&mut state.terminal.callbacks_mut().answers);
        drop(state);
        self.changed.notify_all();
        if !asked.is_empty() {
            // Only once the terminal is closed does nobody take answers any more.
            let _ = answers.send(asked);
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "deadlines and latencies of a real program are read from the real clock"
)]
fn now() -> Instant {
    Instant::now()
}

/// What one key cost: from the key to the end of the frame it caused.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// The time until the frame had ended.
    pub elapsed: Duration,
    /// The bytes received for it.
    pub bytes: u64,
}

/// A program in a terminal. Dropping it kills the program.
pub struct Pty {
    shared: Arc<Shared>,
    master: Option<Box<dyn MasterPty + Send>>,
    pid: Pid,
    log: Option<PathBuf>,
    reader: Option<JoinHandle<()>>,
    waiter: Option<JoinHandle<()>>,
}

fn size_of(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn at_least_one(length: u16) -> NonZeroU16 {
    NonZeroU16::new(length).unwrap_or(NonZeroU16::MIN)
}

/// The program's side of the terminal, opened without becoming this process's own terminal.
fn open_line(master: &dyn MasterPty) -> Outcome<OwnedFd> {
    let name = master.tty_name().ok_or_else(|| refused("the terminal has no name"))?;
    Ok(rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty())?)
}

impl Pty {
    /// Starts the program in a new terminal.
    fn start(launch: Launch) -> Outcome<Self> {
        let pair = native_pty_system().openpty(size_of(launch.columns, launch.rows)).map_err(refused)?;
        let line = open_line(pair.master.as_ref())?;
        let (rows, columns) = (at_least_one(launch.rows), at_least_one(launch.columns));
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                terminal: vt100::Parser::new_with_callbacks(
                    rows,
                    columns,
                    0,
                    Asked { background: launch.background, ..Asked::default() },
                ),
                bytes: 0,
                tail: Vec::new(),
                kept: launch.kept,
                frame_at: None,
                ended: false,
                closing: false,
                exit: None,
                line: Some(line),
                cooked: None,
            }),
            changed: Condvar::new(),
            writer: Mutex::new(Some(pair.master.take_writer().map_err(refused)?)),
        });
        let output = pair.master.try_clone_reader().map_err(refused)?;
        let child = pair.slave.spawn_command(launch.command).map_err(refused)?;
        drop(pair.slave);
        let pid = child
            .process_id()
            .and_then(|pid| Pid::from_raw(pid.cast_signed()))
            .ok_or_else(|| refused("no process"))?;
        let (sender, receiver) = mpsc::channel();
        // Answers have their own thread: a program that does not read its keys must not stop its screen from being read.
        std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || answer(&shared, &receiver)
        });
        let reader = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || read(&shared, output, &sender)
        });
        let waiter = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || reap(&shared, pid, child)
        });
        let master = Some(pair.master);
        Ok(Self { shared, master, pid, log: launch.log, reader: Some(reader), waiter: Some(waiter) })
    }

    /// What the program has written, as far as it was kept.
    pub fn written(&self) -> Vec<u8> {
        self.shared.state().tail.clone()
    }

    /// Types text as it is.
    pub fn send(&self, text: &str) -> Outcome<()> {
        self.shared.write(text.as_bytes())
    }

    /// Presses one key.
    pub fn send_key(&self, key: Key) -> Outcome<()> {
        let application = self.shared.state().terminal.screen().application_cursor();
        self.send(&key.bytes(application))
    }

    /// Pastes text, in brackets when the program asked for them.
    pub fn paste(&self, text: &str) -> Outcome<()> {
        let bracketed = self.shared.state().terminal.screen().bracketed_paste();
        self.send(&if bracketed { format!("\x1b[200~{text}\x1b[201~") } else { text.to_owned() })
    }

    /// Waits until the screen is as wanted, looking only between frames, never inside one.
    pub fn wait(
        &self,
        wanted: impl Fn(&vt100::Screen) -> bool,
        what: &str,
        timeout: Duration,
    ) -> Outcome<()> {
        let settled =
            |state: &State| !state.terminal.callbacks().in_update && wanted(state.terminal.screen());
        self.until(|state| settled(state).then_some(()), what, timeout)
    }

    /// Waits until the text stands on the screen.
    pub fn wait_text(&self, text: &str, timeout: Duration) -> Outcome<()> {
        self.wait(|screen| screen.contents().contains(text), &format!("{text:?} on the screen"), timeout)
    }

    /// Types text and measures until the end of the next frame.
    pub fn frame_after(&self, text: &str, timeout: Duration) -> Outcome<Frame> {
        let (frames, bytes) = {
            let state = self.shared.state();
            (state.terminal.callbacks().frames, state.bytes)
        };
        let start = now();
        self.send(text)?;
        let ended = |state: &State| {
            let at = state.frame_at.filter(|_| state.terminal.callbacks().frames > frames)?;
            Some(Frame { elapsed: at.duration_since(start), bytes: state.bytes - bytes })
        };
        self.until(ended, &format!("a frame after {text:?}"), timeout)
    }

    /// The bytes received while nothing is typed: an idle program sends none.
    pub fn bytes_during(&self, time: Duration) -> u64 {
        let state = self.shared.state();
        let before = state.bytes;
        let waited = self.shared.changed.wait_timeout_while(state, time, |state| !state.ended);
        waited.unwrap_or_else(PoisonError::into_inner).0.bytes - before
    }

    /// Every byte received since the start.
    pub fn bytes(&self) -> u64 {
        self.shared.state().bytes
    }

    /// The frames ended since the start.
    pub fn frames(&self) -> u64 {
        self.shared.state().terminal.callbacks().frames
    }

    /// What the program last put on the clipboard through the terminal, in base64 as it was sent.
    pub fn clipboard(&self) -> String {
        String::from_utf8_lossy(&self.shared.state().terminal.callbacks().copied).into_owned()
    }

    /// The screen with its styles, as snapshots hold it.
    pub fn screen(&self) -> StyledScreen {
        StyledScreen::of_terminal(self.shared.state().terminal.screen())
    }

    /// Changes the size of the terminal, of which the program is told by SIGWINCH.
    pub fn resize(&self, columns: u16, rows: u16) -> Outcome<()> {
        self.shared.state().terminal.set_size(at_least_one(rows), at_least_one(columns));
        let master = self.master.as_ref().ok_or_else(|| refused("the terminal is closed"))?;
        master.resize(size_of(columns, rows)).map_err(refused)
    }

    /// Takes the terminal away, as a connection that drops does: the program gets a hang-up and no more input.
    pub fn close_master(&mut self) -> Outcome<()> {
        let Some(master) = self.master.take() else { return Ok(()) };
        let line = {
            let mut state = self.shared.state();
            state.closing = true;
            state.line.take()
        };
        // The line is gone when the program has ended, but what it started may still hold the terminal.
        let line = line.map_or_else(|| open_line(master.as_ref()), Ok)?;
        // Without this the writer would say goodbye by typing Enter and Ctrl-D into the program.
        let mut settings = tcgetattr(&line)?;
        settings.special_codes[SpecialCodeIndex::VEOF] = 0;
        tcsetattr(&line, OptionalActions::Now, &settings)?;
        drop(master);
        *self.shared.writer.lock().unwrap_or_else(PoisonError::into_inner) = None;
        // The reader may be inside a read, holding the last copy of the master: one byte lets it go.
        if !self.shared.state().ended {
            rustix::io::write(&line, b"\0")?;
        }
        match self.reader.take().map(JoinHandle::join) {
            Some(Err(_)) => Err(Trouble::new("the terminal's reader failed".into())),
            _ => Ok(()),
        }
    }

    /// Sends a signal to the program, if it still runs.
    pub fn kill(&self, signal: Signal) -> Outcome<()> {
        let state = self.shared.state();
        if state.exit.is_none() {
            rustix::process::kill_process(self.pid, signal)?;
        }
        Ok(())
    }

    /// Waits until the program has stopped, as a shell does before it lets it go on: told to earlier, it would not hear.
    pub fn wait_stopped(&self) -> Outcome<()> {
        waitid(WaitId::Pid(self.pid), WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT)?;
        Ok(())
    }

    /// Waits for the program to end and for its last bytes.
    pub fn wait_exit(&self, timeout: Duration) -> Outcome<ExitStatus> {
        self.until(|state| state.exit.clone().filter(|_| state.ended), "the end of the program", timeout)
    }

    /// What the program has not put back: none after any exit.
    pub fn leftovers(&self) -> Vec<String> {
        let state = self.shared.state();
        let screen = state.terminal.screen();
        let asked = state.terminal.callbacks();
        let mut left: Vec<String> = [
            (screen.alternate_screen(), "the alternate screen"),
            (screen.hide_cursor(), "a hidden cursor"),
            (screen.bracketed_paste(), "bracketed paste"),
            (screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None, "mouse capture"),
            (screen.application_cursor(), "application cursor keys"),
            (
                screen.fgcolor() != vt100::Color::Default || screen.bgcolor() != vt100::Color::Default,
                "a colour",
            ),
            (screen.bold() || screen.dim() || screen.underline() || screen.inverse(), "a text style"),
            (asked.in_update, "an unfinished frame"),
            (asked.keyboard > 0, "a keyboard protocol"),
            (state.cooked == Some(false), "raw input"),
        ]
        .into_iter()
        .filter(|(is_left, _)| *is_left)
        .map(|(_, name)| name.to_owned())
        .collect();
        left.extend(asked.modes.iter().map(|mode| format!("mode {mode}")));
        left
    }

    fn until<T>(&self, ready: impl Fn(&State) -> Option<T>, what: &str, timeout: Duration) -> Outcome<T> {
        let deadline = now() + timeout;
        let mut state = self.shared.state();
        loop {
            if let Some(found) = ready(&state) {
                return Ok(found);
            }
            let left = deadline.saturating_duration_since(now());
            if left.is_zero() || (state.ended && state.exit.is_some()) {
                let why =
                    if left.is_zero() { format!("waited {timeout:?}") } else { "the program ended".into() };
                return Err(self.report(&state, &format!("{why}: no {what}")));
            }
            state = self.shared.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn report(&self, state: &State, what: &str) -> Trouble {
        let grid = StyledScreen::of_terminal(state.terminal.screen());
        let exit = state.exit.as_ref().map_or_else(|| "running".into(), ToString::to_string);
        let mut text = format!("{what}\n{grid}program: {exit}\n");
        text += &format!(
            "{} bytes, the last: {}\n",
            state.bytes,
            state.tail[state.tail.len().saturating_sub(Launch::TAIL)..].escape_ascii()
        );
        if let Some(path) = &self.log {
            let log = std::fs::read_to_string(path).unwrap_or_else(|error| error.to_string());
            let lines: Vec<&str> = log.lines().collect();
            text += &format!("log:\n{}\n", lines[lines.len().saturating_sub(20)..].join("\n"));
        }
        Trouble::new(text)
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // A process that is gone already needs no signal.
        let _ = self.kill(Signal::KILL);
        if let Some(waiter) = self.waiter.take() {
            let _ = waiter.join();
        }
        let _ = self.close_master();
    }
}

fn answer(shared: &Shared, asked: &Receiver<Vec<u8>>) {
    while let Ok(bytes) = asked.recv() {
        if shared.write(&bytes).is_err() {
            return;
        }
    }
}

fn read(shared: &Shared, mut output: Box<dyn Read + Send>, answers: &Sender<Vec<u8>>) {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let length = output.read(&mut buffer).unwrap_or(0);
        if length == 0 || shared.state().closing {
            break;
        }
        shared.take(&buffer[..length], answers);
    }
    drop(output);
    shared.state().ended = true;
    shared.changed.notify_all();
}

/// Waits for the program, then lets the terminal go so that the reader meets its end.
fn reap(shared: &Shared, pid: Pid, mut child: Box<dyn Child + Send + Sync>) {
    // Seen dead first, reaped under the lock after: a signal never goes to a number that was given to another.
    let _ = waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT);
    let mut state = shared.state();
    state.exit = Some(child.wait().unwrap_or_else(|_| ExitStatus::with_exit_code(u32::MAX)));
    if let Some(line) = state.line.take() {
        let wanted = LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
        state.cooked = tcgetattr(&line).ok().map(|settings| settings.local_modes.contains(wanted));
    }
    drop(state);
    shared.changed.notify_all();
}
