//! What is wrong in a file that a person wrote: which file, line and column, what was expected there, and the valid
//! name nearest to what was found.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::slips::slips;

/// A fault in a configuration, key map or theme file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}:{line}:{column}: {problem}{}", path.display(), self.hint())]
pub struct FileError {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1; 0 when the file could not be read at all.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What is wrong, and what was expected.
    pub problem: FileProblem,
    /// The valid name that was probably meant.
    pub nearest: Option<String>,
}

/// What is wrong in a settings file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileProblem {
    /// The file cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// A name that does not exist there.
    #[error("unknown name `{found}`, expected one of: {}", expected.join(", "))]
    Unknown {
        /// The name.
        found: String,
        /// Those that exist.
        expected: Vec<String>,
    },
    /// A value of another kind, in serde's words.
    #[error("found {found}, expected {expected}")]
    WrongType {
        /// The value, or its kind when it is no single value.
        found: String,
        /// The kind.
        expected: String,
    },
    /// The profile of every day has no section.
    #[error("no [profiles.{0}] in this file")]
    NoProfile(String),
    /// Not TOML, in its reader's words.
    #[error("{0}")]
    Syntax(String),
}

impl FileProblem {
    /// From the words of the reader: the only form in which it tells what it found and expected.
    fn read(message: &str) -> Self {
        if message.starts_with("unknown ") {
            // It names what it found and what it knows between backticks, in this order.
            let mut names = message.split('`').skip(1).step_by(2).map(str::to_owned);
            let found = names.next().unwrap_or_default();
            return Self::Unknown { found, expected: names.collect() };
        }
        let typed =
            message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
        let Some((found, expected)) = typed.and_then(|rest| rest.rsplit_once(", expected ")) else {
            return Self::Syntax(message.to_owned());
        };
        // The kind, then the value in quotes or backticks when it is a single one.
        let value = found.find(['"', '`']).map(|start| found[start..].trim_matches(['"', '`']));
        Self::WrongType { found: value.unwrap_or(found).to_owned(), expected: expected.to_owned() }
    }
}

impl FileError {
    /// A fault that the TOML reader found.
    #[must_use]
    pub fn from_toml(path: &Path, text: &str, error: &toml::de::Error) -> Self {
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        let problem = FileProblem::read(&message);
        let nearest = match &problem {
            FileProblem::Unknown { found, expected } => nearest(found, expected.iter().map(String::as_str)),
            _ => None,
        };
        Self { nearest, ..Self::at(path, text, error.span().unwrap_or(0..0), problem) }
    }

    /// A fault found at a place of the text, in bytes.
    #[must_use]
    pub fn at(path: &Path, text: &str, place: Range<usize>, problem: FileProblem) -> Self {
        let before = text.get(..place.start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self { path: path.to_owned(), line, column, problem, nearest: None }
    }

    /// A file that could not be read.
    #[must_use]
    pub fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        let problem = FileProblem::Unreadable(error.to_string());
        Self { path: path.to_owned(), line: 0, column: 0, problem, nearest: None }
    }

    /// The same, with the valid name nearest to the one found, if one is near.
    #[must_use]
    pub fn suggesting<'a>(self, found: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self { nearest: nearest(found, known), ..self }
    }

    fn hint(&self) -> String {
        did_you_mean(self.nearest.as_deref())
    }
}

/// The end of a message that names the nearest valid name.
pub(super) fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

/// The known name that one or two slips of the hand separate from what was found.
#[must_use]
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let letters = |word: &str| word.chars().collect::<Vec<char>>();
    let found = letters(found);
    let tolerated = 1 + found.len() / 4;
    known
        .into_iter()
        .map(|name| (slips(&found, &letters(name)), name))
        .filter(|(distance, _)| *distance <= tolerated)
        .min()
        .map(|(_, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_hand_are_near_and_other_words_are_not() {
        assert_eq!(nearest("prot", ["host", "port", "login"]).as_deref(), Some("port"));
        assert_eq!(nearest("languge", ["language", "theme"]).as_deref(), Some("language"));
        assert_eq!(nearest("colour", ["host", "port"]), None);
    }

    #[test]
    fn a_place_is_counted_in_characters() {
        let text = "é = 1\nthème = 2\n";
        let problem = FileProblem::Syntax("no".to_owned());
        let error = FileError::at(Path::new("x.toml"), text, text.find('2').unwrap()..text.len(), problem);
        assert_eq!((error.line, error.column), (2, 9));
    }
}
