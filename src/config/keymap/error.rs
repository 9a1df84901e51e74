//! What can be wrong with a key map, and where.

use std::fmt;
use std::path::PathBuf;

use crate::config::error::did_you_mean;

/// A place in a key map file; lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, or the name of an embedded map.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// What is wrong with a key map.
#[derive(Debug, thiserror::Error)]
pub enum KeymapError {
    /// The file cannot be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// No map has this name.
    #[error("no key map is called `{name}`; there are {}", known.join(", "))]
    UnknownMap {
        /// The name asked for.
        name: String,
        /// The names that exist.
        known: Vec<String>,
    },
    /// Maps that inherit each other in a circle.
    #[error("key map `{0}` inherits itself")]
    Circle(String),
    /// Something in the file.
    #[error("{place}: {kind}")]
    At {
        /// Where.
        place: Place,
        /// What.
        kind: Box<KeymapErrorKind>,
    },
}

impl KeymapError {
    /// Something wrong at a place of a file.
    pub fn at(place: Place, kind: KeymapErrorKind) -> Self {
        Self::At { place, kind: Box::new(kind) }
    }
}

/// What is wrong at a place of a key map.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeymapErrorKind {
    /// Not TOML.
    #[error("{0}")]
    Toml(String),
    /// A value of another type than expected.
    #[error("expected {0}")]
    Expected(&'static str),
    /// No section has this name.
    #[error("no section is called [{found}]{}", did_you_mean(nearest.as_deref()))]
    UnknownSection {
        /// The name written.
        found: String,
        /// The nearest one.
        nearest: Option<String>,
    },
    /// Not a key.
    #[error("{problem}")]
    BadKey {
        /// What was written.
        keys: String,
        /// What is wrong.
        problem: String,
    },
    /// No action has this id.
    #[error("no action is called `{found}`{}", did_you_mean(nearest.as_deref()))]
    UnknownAction {
        /// The id written.
        found: String,
        /// The nearest one.
        nearest: Option<String>,
    },
    /// The action's argument is missing, unwanted or wrong.
    #[error("`{action}` {problem}")]
    BadArgument {
        /// The action's id.
        action: String,
        /// What was written after it.
        argument: String,
        /// What is wrong.
        problem: String,
        /// The valid argument nearest to it.
        nearest: Option<String>,
    },
    /// The action makes no sense in this section.
    #[error("`{action}` belongs to [{scope}] and cannot be bound in [{section}]")]
    OutOfScope {
        /// The action's id.
        action: String,
        /// Where it belongs.
        scope: &'static str,
        /// Where it stands.
        section: &'static str,
    },
    /// A condition that cannot be read.
    #[error("condition `{condition}`: {problem}")]
    BadCondition {
        /// The condition.
        condition: String,
        /// What is wrong.
        problem: String,
    },
    /// The same keys twice in one section of one file.
    #[error("`{keys}` is already bound in this section, at {}:{}", first.line, first.column)]
    Conflict {
        /// The keys.
        keys: String,
        /// Where they were first.
        first: Place,
    },
    /// A chord that can never be finished, because its beginning already does something.
    #[error("`{keys}` can never be reached: `{prefix}` is bound at {}:{}", by.line, by.column)]
    DeadPrefix {
        /// The chord.
        keys: String,
        /// Its beginning.
        prefix: String,
        /// Where that is bound.
        by: Place,
    },
    /// Keys to unbind that nothing had bound.
    #[error("`{0}` is not bound in this section, so it cannot be unbound")]
    NotBound(String),
}
