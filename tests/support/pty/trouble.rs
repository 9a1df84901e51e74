//! What goes wrong with a program in a terminal, told with everything that was seen.

use std::fmt;

use rustix::io::Errno;

/// What went wrong, with the screen as it stood.
pub struct Trouble(String);

/// What a step with the terminal gives.
pub type Outcome<T> = Result<T, Trouble>;

// A failed test prints the error with Debug, where escaped line ends could not be read.
impl fmt::Debug for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Trouble {
    /// A trouble in these words.
    pub fn new(text: String) -> Self {
        Self(text)
    }
}

impl std::error::Error for Trouble {}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<Errno> for Trouble {
    fn from(error: Errno) -> Self {
        Self(error.to_string())
    }
}

/// Any other refusal, in its own words.
pub fn refused(error: impl fmt::Display) -> Trouble {
    Trouble::new(error.to_string())
}
