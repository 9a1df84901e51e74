//! What can be wrong with a theme, and where.

use std::fmt;
use std::path::PathBuf;

use crate::config::error::did_you_mean;

/// What is wrong with a theme.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The file cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// The file is not TOML.
    #[error("{0}")]
    Syntax(String),
    /// A value of the wrong kind.
    #[error("expected {expected}, found {found}")]
    Expected {
        /// What stands there.
        found: String,
        /// What should.
        expected: String,
    },
    /// A name that does not exist.
    #[error("unknown name `{found}`, expected one of: {expected}{}", did_you_mean(nearest.as_deref()))]
    Unknown {
        /// The name.
        found: String,
        /// The closest that exists.
        nearest: Option<String>,
        /// All that exist.
        expected: String,
    },
    /// A colour without a value for one depth.
    #[error("this colour has no `{0}`: each needs rgb, x256 and ansi")]
    MissingDepth(String),
    /// A name that the palette may not define.
    #[error("`{0}` is the terminal's own colour and cannot be redefined")]
    Reserved(String),
    /// Themes that inherit from each other.
    #[error("inherits from itself: {0}")]
    Cycle(String),
}

/// Where a theme comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Carried by the program.
    BuiltIn(&'static str),
    /// A file of the user's.
    File(PathBuf),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn(name) => f.write_str(name),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

/// A theme that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// No theme has this name.
    #[error("no theme is called `{name}`; there are {}", known.join(", "))]
    UnknownTheme {
        /// The name asked for.
        name: String,
        /// The names that exist.
        known: Vec<String>,
    },
    /// Something in a file.
    #[error("{origin}:{line}:{column}: {problem}")]
    At {
        /// The file.
        origin: Origin,
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// What is wrong there.
        problem: Problem,
    },
}
