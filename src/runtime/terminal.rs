//! The terminal while the program has it: raw mode, the other screen, pasted text marked as such.
//!
//! Whatever ends the session (a normal end, an error, a panic, a signal), one function, [`restore`], gives the
//! terminal back as it was found. What it needs is kept where a panic can reach it.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{Command, cursor};
use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Signal, kill_current_process_group};
use rustix::termios::{
    OptionalActions, QueueSelector, Termios, isatty, tcflush, tcgetattr, tcgetwinsize, tcsetattr,
};

/// Why there is no session.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// The input or the output is not a terminal: a pipe, a file, nothing.
    #[error("not a terminal: {0}")]
    NotATerminal(&'static str),
    /// A session is open already.
    #[error("the terminal is already in use by this program")]
    Busy,
    /// The terminal refuses.
    #[error("the terminal: {0}")]
    Io(#[from] io::Error),
}

impl From<rustix::io::Errno> for TerminalError {
    fn from(error: rustix::io::Errno) -> Self {
        Self::Io(error.into())
    }
}

/// What it takes to give the terminal back.
struct Found {
    input: OwnedFd,
    output: OwnedFd,
    termios: Termios,
    /// Whether the terminal is ours now, rather than let go for a while.
    taken: bool,
    owner: ThreadId,
}

static FOUND: Mutex<Option<Found>> = Mutex::new(None);

/// How long a terminal that takes nothing is waited for when it is given back.
const PATIENCE: Duration = Duration::from_millis(300);

fn found() -> MutexGuard<'static, Option<Found>> {
    // Nothing that is done under the lock leaves it half done.
    FOUND.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The terminal, from now until this is dropped.
#[derive(Debug)]
pub struct TerminalSession {
    input: OwnedFd,
    output: OwnedFd,
}

impl TerminalSession {
    /// Takes the terminal the program was started in.
    pub fn enter() -> Result<Self, TerminalError> {
        let output = io::stdout().as_fd().try_clone_to_owned()?;
        if !isatty(&output) {
            return Err(TerminalError::NotATerminal("standard output"));
        }
        let mut input = io::stdin().as_fd().try_clone_to_owned()?;
        if !isatty(&input) {
            // Something is piped in: the keys are still those of the terminal.
            input = File::open("/dev/tty").map_err(|_| TerminalError::NotATerminal("standard input"))?.into();
        }
        Self::enter_on(input, output)
    }

    /// Takes that terminal.
    pub fn enter_on(input: OwnedFd, output: OwnedFd) -> Result<Self, TerminalError> {
        let termios = tcgetattr(&input).map_err(|_| TerminalError::NotATerminal("input"))?;
        let (read, write) = (input.try_clone()?, output.try_clone()?);
        let mut slot = found();
        if slot.is_some() {
            return Err(TerminalError::Busy);
        }
        let mut terminal = Found { input, output, termios, taken: false, owner: thread::current().id() };
        let taken = terminal.take();
        *slot = Some(terminal);
        drop(slot);
        let session = Self { input: read, output: write };
        // On an error, dropping the session undoes what was done before it.
        taken.map(|()| session)
    }

    /// A handle to read keys from.
    pub fn input(&self) -> io::Result<OwnedFd> {
        self.input.try_clone()
    }

    /// A handle to write frames to, without any buffer of its own.
    pub fn output(&self) -> io::Result<File> {
        self.output.try_clone().map(File::from)
    }

    /// The size of the terminal; one that does not know is taken for 80x24.
    pub fn size(&self) -> Size {
        match tcgetwinsize(&self.output) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => Size::new(size.ws_col, size.ws_row),
            _ => Size::new(80, 24),
        }
    }

    /// Gives the terminal back for a while.
    pub fn release(&self) {
        if let Some(terminal) = found().as_mut() {
            terminal.give_back();
        }
    }

    /// Takes the terminal again, after [`release`](Self::release), or when others may have changed it meanwhile. The
    /// next frame must be drawn anew.
    pub fn retake(&self) -> Result<(), TerminalError> {
        match found().as_mut() {
            Some(terminal) => terminal.take(),
            None => Ok(()),
        }
    }

    /// Gives the terminal back, stops until someone brings the program back, and takes it again.
    pub fn suspend(&self) -> Result<(), TerminalError> {
        self.release();
        // The shell waits for the whole group, as it would after Ctrl-Z. This call returns once continued.
        let stopped = kill_current_process_group(Signal::STOP);
        self.retake()?;
        Ok(stopped?)
    }
}

impl Drop for TerminalSession {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back as it was found and ends the session; does nothing when there is none.
pub fn restore() {
    if let Some(mut terminal) = found().take() {
        terminal.give_back();
    }
}

/// Makes a panic of the thread that opened the session give the terminal back before anything is printed. A panic
/// elsewhere must not print over the screen: it is logged.
pub fn install_panic_hook() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        tracing::error!("{info}");
        let owner = found().as_ref().map(|terminal| terminal.owner);
        if owner.is_none_or(|owner| owner == thread::current().id()) {
            restore();
            print(info);
        }
    }));
}

impl Found {
    fn take(&mut self) -> Result<(), TerminalError> {
        let mut raw = self.termios.clone();
        raw.make_raw();
        tcsetattr(&self.input, OptionalActions::Now, &raw)?;
        self.taken = true;
        let mut modes = String::new();
        add(&mut modes, EnterAlternateScreen);
        add(&mut modes, EnableBracketedPaste);
        self.say(&modes)?;
        Ok(())
    }

    fn give_back(&mut self) {
        if !std::mem::take(&mut self.taken) {
            return;
        }
        // End a frame that was cut short, and undo in the opposite order.
        let mut modes = "\x1b[?2026l\x1b[m".to_owned();
        add(&mut modes, DisableBracketedPaste);
        add(&mut modes, cursor::Show);
        add(&mut modes, LeaveAlternateScreen);
        // Each step is tried whatever became of the others: the terminal may be gone.
        if self.takes_bytes() {
            let _ = self.say(&modes);
        }
        // What was typed at the program is not for the shell.
        let _ = tcflush(&self.input, QueueSelector::IFlush);
        let _ = tcsetattr(&self.input, OptionalActions::Now, &self.termios);
    }

    /// A stalled connection must not keep the program from ending.
    fn takes_bytes(&self) -> bool {
        let mut output = [PollFd::new(&self.output, PollFlags::OUT)];
        let patience = Timespec::try_from(PATIENCE).ok();
        poll(&mut output, patience.as_ref()).is_ok_and(|ready| ready > 0)
    }

    fn say(&self, text: &str) -> io::Result<()> {
        File::from(self.output.try_clone()?).write_all(text.as_bytes())
    }
}

fn add(text: &mut String, command: impl Command) {
    // Writing to a string cannot fail.
    let _ = command.write_ansi(text);
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use portable_pty::{MasterPty, PtySize, native_pty_system};
    use rustix::termios::{InputModes, LocalModes};

    use super::*;

    /// There is one session a process.
    static ALONE: Mutex<()> = Mutex::new(());

    struct Pty {
        master: Box<dyn MasterPty + Send>,
        slave: OwnedFd,
        screen: vt100::Parser,
    }

    fn pty() -> Pty {
        let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 80, ..PtySize::default() }).unwrap();
        let path = pair.master.tty_name().unwrap();
        let flags = rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY;
        let slave = rustix::fs::open(path, flags, rustix::fs::Mode::empty()).unwrap();
        Pty { master: pair.master, slave, screen: vt100::Parser::default() }
    }

    impl Pty {
        fn enter(&self) -> Result<TerminalSession, TerminalError> {
            TerminalSession::enter_on(self.slave.try_clone().unwrap(), self.slave.try_clone().unwrap())
        }

        fn modes(&self) -> (LocalModes, InputModes, rustix::termios::OutputModes) {
            let termios = tcgetattr(&self.slave).unwrap();
            (termios.local_modes, termios.input_modes, termios.output_modes)
        }

        /// Reads what was written so far, up to a mark written after it.
        fn read(&mut self) -> &vt100::Screen {
            File::from(self.slave.try_clone().unwrap()).write_all(b"\x1b]2;mark\x07").unwrap();
            let mut reader = self.master.try_clone_reader().unwrap();
            let mut bytes = Vec::new();
            while !bytes.ends_with(b"mark\x07") {
                let mut byte = [0];
                reader.read_exact(&mut byte).unwrap();
                bytes.push(byte[0]);
            }
            self.screen.process(&bytes);
            self.screen.screen()
        }
    }

    #[test]
    fn a_session_takes_the_terminal_and_gives_it_back_as_found() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut pty = pty();
        let before = pty.modes();
        let session = pty.enter().unwrap();
        assert!(!pty.modes().0.contains(LocalModes::ICANON) && !pty.modes().0.contains(LocalModes::ECHO));
        assert!(!pty.modes().0.contains(LocalModes::ISIG), "Ctrl-C is a key");
        assert!(!pty.modes().1.contains(InputModes::IXON), "Ctrl-S and Ctrl-Q are keys");
        assert_eq!(session.size(), Size::new(80, 24));
        let screen = pty.read();
        assert!(screen.alternate_screen() && screen.bracketed_paste());
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        session.output().unwrap().write_all(b"\x1b[?2026h\x1b[?25l\x1b[31mcut short").unwrap();
        drop(session);
        assert_eq!(pty.modes(), before);
        let screen = pty.read();
        assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
        assert_eq!(screen.fgcolor(), vt100::Color::Default);
    }

    #[test]
    fn it_can_be_let_go_and_taken_again_and_given_back_twice() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut pty = pty();
        let before = pty.modes();
        let session = pty.enter().unwrap();
        assert!(matches!(pty.enter(), Err(TerminalError::Busy)));
        let raw = pty.modes();
        assert_ne!(raw, before);
        session.release();
        session.release();
        assert_eq!(pty.modes(), before);
        assert!(!pty.read().bracketed_paste());
        session.retake().unwrap();
        assert_eq!(pty.modes(), raw);
        assert!(pty.read().bracketed_paste());
        restore();
        restore();
        assert_eq!(pty.modes(), before);
    }

    #[test]
    fn a_panic_gives_the_terminal_back_before_anything_is_printed() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut pty = pty();
        let before = pty.modes();
        let session = pty.enter().unwrap();
        install_panic_hook();
        // A panic of another thread is logged, and the screen is none of its business.
        thread::spawn(|| panic!("in a task")).join().unwrap_err();
        assert!(found().is_some() && pty.modes() != before);
        std::panic::catch_unwind(|| panic!("on purpose")).unwrap_err();
        assert!(found().is_none());
        assert_eq!(pty.modes(), before);
        let screen = pty.read();
        assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
        drop(session);
        drop(std::panic::take_hook());
    }

    #[test]
    fn a_terminal_that_is_gone_does_not_stop_the_end() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let pty = pty();
        let session = pty.enter().unwrap();
        drop(pty.master);
        drop(session);
        assert!(found().is_none());
    }

    #[test]
    fn a_pipe_is_not_a_terminal() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let (reader, writer) = io::pipe().unwrap();
        let error = TerminalSession::enter_on(reader.into(), writer.into()).unwrap_err();
        assert!(matches!(error, TerminalError::NotATerminal(_)), "{error}");
    }
}
