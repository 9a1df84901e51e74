//! Under which account the server runs: the person's own, or `postgres` when root starts it, since PostgreSQL
//! refuses to run as root.

use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use super::error::{ClusterError, Doing};

/// The account of the server's processes and data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Account {
    /// The account that runs this program.
    Own,
    /// Another one, because this program runs as root.
    Postgres { uid: u32, gid: u32 },
}

impl Account {
    pub(super) fn of_this_process() -> Result<Self, ClusterError> {
        if !is_root() {
            return Ok(Self::Own);
        }
        // `id` asks the name service, which may know accounts that /etc/passwd does not.
        match (number("-u"), number("-g")) {
            (Some(uid), Some(gid)) => Ok(Self::Postgres { uid, gid }),
            _ => Err(ClusterError::NoAccount),
        }
    }

    /// A command that will run under this account, from a folder that it can read, without the settings that a
    /// person's environment or terminal would push into the server.
    pub(super) fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.stdin(Stdio::null()).current_dir("/").env("LC_ALL", "C");
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PG") {
                command.env_remove(name);
            }
        }
        if let Self::Postgres { uid, gid } = self {
            // The standard library drops root's supplementary groups along with its id.
            command.uid(uid).gid(gid).env_remove("HOME").env_remove("TMPDIR");
        }
        command
    }

    /// Hands a file or folder over to this account.
    pub(super) fn own(self, path: &Path) -> Result<(), ClusterError> {
        match self {
            Self::Own => Ok(()),
            Self::Postgres { uid, gid } => {
                chown(path, Some(uid), Some(gid)).doing("handing over to the server's account", path)
            }
        }
    }
}

/// Whether this process may do anything.
#[must_use]
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn number(option: &str) -> Option<u32> {
    let output = Command::new("id").args([option, "postgres"]).stdin(Stdio::null()).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
