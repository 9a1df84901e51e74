//! How a program is started in a terminal: its arguments, its environment, its size.

use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;

use super::{Outcome, Pty};

/// A program to start in a terminal. Its environment holds `PATH`, `TERM` and `LANG`, and what is added.
pub struct Launch {
    pub(super) command: CommandBuilder,
    pub(super) columns: u16,
    pub(super) rows: u16,
    pub(super) log: Option<PathBuf>,
    pub(super) background: Option<&'static str>,
    pub(super) kept: usize,
}

impl Launch {
    /// How much of what the program writes is kept, unless all of it is asked for.
    pub(super) const TAIL: usize = 400;
    /// The program under test, as cargo built it.
    pub fn guichet() -> Self {
        Self::program(env!("CARGO_BIN_EXE_guichet"))
    }

    /// Any program.
    pub fn program(path: &str) -> Self {
        let mut command = CommandBuilder::new(path);
        command.env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        let background = Some("rgb:1c1c/1c1c/1c1c");
        Self { command, columns: 80, rows: 24, log: None, background, kept: Self::TAIL }
    }

    /// Adds arguments.
    pub fn args(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    /// Sets a variable of the environment.
    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Sets the size of the terminal.
    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        (self.columns, self.rows) = (columns, rows);
        self
    }

    /// The colour that the terminal says its background has, in its own words, or that it says nothing.
    pub fn background(mut self, colour: Option<&'static str>) -> Self {
        self.background = colour;
        self
    }

    /// Names the program's log file, whose end a failed wait prints.
    pub fn log(mut self, path: &Path) -> Self {
        self.log = Some(path.to_owned());
        self
    }

    /// Keeps every byte that the program writes.
    pub fn keep_everything(mut self) -> Self {
        self.kept = usize::MAX;
        self
    }

    /// Starts the program.
    pub fn spawn(self) -> Outcome<Pty> {
        Pty::start(self)
    }
}
