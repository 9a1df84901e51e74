//! The commands, run as people and scripts run them: the built program, its output, its exit code.

mod administration;
mod audit;
mod config;
mod connect;
mod db;
mod demo;
mod documents;
mod inspect;
mod keys;
mod law;
mod organisation;
mod register;
mod sis;

use std::path::Path;
use std::process::{Command, Stdio};

/// The program with an account of its own: nothing of this machine's settings, variables or terminal reaches it.
pub struct Account {
    /// Its home.
    pub home: tempfile::TempDir,
}

/// What a command left behind.
#[derive(Debug)]
pub struct Ended {
    /// The exit code.
    pub exit: i32,
    /// The standard output.
    pub out: String,
    /// The standard error.
    pub err: String,
}

impl Account {
    /// A new one.
    pub fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    /// Its configuration folder.
    pub fn config(&self) -> std::path::PathBuf {
        let folder = self.home.path().join("config/guichet");
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// Writes a file of its configuration.
    pub fn writes(&self, name: &str, text: &str) {
        let path = self.config().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// The command, to be completed.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
        command
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.home.path())
            .env("XDG_CONFIG_HOME", self.home.path().join("config"))
            .env("XDG_DATA_HOME", self.home.path().join("data"))
            .env("XDG_STATE_HOME", self.home.path().join("state"))
            .env("LANG", "C.UTF-8")
            .stdin(Stdio::null());
        command
    }

    /// Runs it on no database in particular.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        end(self.command(arguments))
    }

    /// Runs it on the database of this address.
    pub fn on(&self, url: &str, arguments: &[&str]) -> Ended {
        let mut command = self.command(arguments);
        command.env("DATABASE_URL", url);
        end(command)
    }
}

/// Runs a command to its end.
pub fn end(mut command: Command) -> Ended {
    let output = command.output().unwrap();
    // French sets no-break spaces before its colons: the tests look for words, not for the width of blanks.
    let text = |bytes| String::from_utf8(bytes).unwrap().replace('\u{a0}', " ");
    Ended { exit: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

impl Ended {
    /// Fails unless it ended so, with one sentence that holds these words on the standard error and nothing else.
    #[track_caller]
    pub fn refused(&self, exit: i32, words: &[&str]) {
        assert_eq!(self.exit, exit, "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "not one sentence: {self:?}");
        assert_eq!(self.out, "", "{self:?}");
        for word in words {
            assert!(self.err.contains(word), "no {word:?} in {:?}", self.err);
        }
    }

    /// Fails unless it succeeded in silence; gives what it wrote.
    #[track_caller]
    pub fn done(&self) -> &str {
        assert_eq!((self.exit, self.err.as_str()), (0, ""), "{self:?}");
        &self.out
    }

    /// The JSON documents it wrote, one a line.
    #[track_caller]
    pub fn json(&self) -> Vec<serde_json::Value> {
        self.done().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// Closed to others, as a password file must be.
pub fn close(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, PermissionsExt::from_mode(0o600)).unwrap();
}
