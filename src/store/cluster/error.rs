//! What can keep the private server from running, each with what is needed to say what to do next.

use std::io;
use std::path::{Path, PathBuf};

/// Why the private server is not there.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// No folder holds the server programs.
    #[error("no PostgreSQL server programs found")]
    NoPrograms,
    /// Server programs exist, but none is recent enough.
    #[error("PostgreSQL {found} in {} is too old: 15 or later is needed", folder.display())]
    TooOld {
        /// The newest version found.
        found: u32,
        /// Where it was found.
        folder: PathBuf,
    },
    /// The folder imposed by the environment does not hold the programs.
    #[error("GUICHET_PG_BIN names {}, which does not hold initdb, pg_ctl and postgres", .0.display())]
    NotABinFolder(PathBuf),
    /// As root, the server needs an ordinary account to run under.
    #[error("PostgreSQL does not run as root and there is no `postgres` account to run it under")]
    NoAccount,
    /// No socket folder has a path short enough for a Unix socket.
    #[error("no folder short enough for a Unix socket (107 bytes), last tried {}", .0.display())]
    NoSocketFolder(PathBuf),
    /// A folder that others could write to, or that is somebody else's.
    #[error("{} belongs to somebody else", .0.display())]
    ForeignFolder(PathBuf),
    /// One of the server programs failed.
    #[error("{program} failed: {output}")]
    Program {
        /// Its name.
        program: &'static str,
        /// The end of what it said.
        output: String,
    },
    /// The file system refused something.
    #[error("{doing} {}: {source}", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
}

/// Says what was being done, and on what, when the file system refuses.
pub(super) trait Doing<T> {
    fn doing(self, doing: &'static str, path: &Path) -> Result<T, ClusterError>;
}

impl<T> Doing<T> for io::Result<T> {
    fn doing(self, doing: &'static str, path: &Path) -> Result<T, ClusterError> {
        self.map_err(|source| ClusterError::Io { doing, path: path.to_owned(), source })
    }
}
