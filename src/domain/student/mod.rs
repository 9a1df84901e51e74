//! Students, as student information systems and directories know them: who they are, in what they are enrolled, and
//! whom the directory names. What is not told is absent; a code that is not known here is kept as it was told.

pub mod directory;
pub mod dossier;
pub mod enrolment;
pub mod identity;
pub mod intake;
pub mod search;
pub mod source;

use std::fmt;

use serde::{Deserialize, Serialize};

/// Characters of a student's number at most.
const LONGEST: usize = 40;

/// The number of a student, as the institution writes it: the zeros before it count.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StudentNumber(String);

/// Some text is no number of a student: it is empty, too long, or holds a sign that none holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoStudentNumber;

impl fmt::Display for NoStudentNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("this is no number of a student")
    }
}

impl StudentNumber {
    /// Reads a number, whatever spaces stand around it.
    ///
    /// # Errors
    /// When it is empty, too long, or holds more than letters, digits, points, dashes and underscores.
    pub fn parse(text: &str) -> Result<Self, NoStudentNumber> {
        let text = text.trim();
        let is_sign = |sign: u8| sign.is_ascii_alphanumeric() || matches!(sign, b'.' | b'-' | b'_');
        let is_number = (1..=LONGEST).contains(&text.len()) && text.bytes().all(is_sign);
        if is_number { Ok(Self(text.to_owned())) } else { Err(NoStudentNumber) }
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StudentNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for StudentNumber {
    type Error = NoStudentNumber;

    fn try_from(text: String) -> Result<Self, NoStudentNumber> {
        Self::parse(&text)
    }
}

impl From<StudentNumber> for String {
    fn from(number: StudentNumber) -> Self {
        number.0
    }
}

/// A code of a source, and what the source calls it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coded {
    /// The code.
    pub code: String,
    /// What it is called.
    pub label: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_zeros() {
        let number = StudentNumber::parse(" 000001842\n").unwrap();
        assert_eq!((number.as_str(), number.to_string().as_str()), ("000001842", "000001842"));
        for wrong in ["", "  ", "22104518&annee=2025", "221 045", "é", "2\u{0}", &"1".repeat(41)] {
            assert_eq!(StudentNumber::parse(wrong), Err(NoStudentNumber), "{wrong}");
        }
    }
}
