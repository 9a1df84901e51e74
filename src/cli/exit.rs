//! What the exit code says, for scripts. This list is the documentation; the README and `--help` repeat it.

use std::fmt;
use std::process::ExitCode;
use std::rc::Rc;

use crate::i18n::{Lang, Texts, Value};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// It failed or was refused.
    Failed = 1,
    /// The command line makes no sense.
    Usage = 2,
    /// A configuration file, a profile or a connection setting is wrong.
    Configuration = 3,
    /// There is no database to talk to: server absent, too old, or closed to this login.
    Unreachable = 4,
    /// The schema is missing, half applied, or of another version.
    Schema = 5,
}

/// The list, for `--help`.
pub const HELP: &str = "Exit codes: 0 done, 1 failed or refused, 2 usage, 3 configuration, 4 database unreachable, \
                        5 schema missing, half applied or of another version";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command stopped and what to do next: one sentence, worded when the person's language is known.
#[derive(Clone)]
pub struct Failure {
    /// How the command ends.
    pub exit: Exit,
    sentence: Option<Rc<dyn Fn(Texts) -> String>>,
}

impl Failure {
    /// A failure and its sentence, by the id of a text and what it speaks of.
    #[must_use]
    pub fn new<const N: usize>(
        exit: Exit,
        id: &'static str,
        about: [(&'static str, Value<'static>); N],
    ) -> Self {
        Self::worded(exit, move |texts| texts.format(id, &about))
    }

    /// A failure whose sentence takes more than one text to say.
    #[must_use]
    pub fn worded(exit: Exit, sentence: impl Fn(Texts) -> String + 'static) -> Self {
        Self { exit, sentence: Some(Rc::new(sentence)) }
    }

    /// An end of which everything has been said already, or of which nobody is left to hear.
    #[must_use]
    pub fn silent(exit: Exit) -> Self {
        Self { exit, sentence: None }
    }

    /// The sentence, if there is one.
    #[must_use]
    pub fn sentence(&self, texts: Texts) -> Option<String> {
        self.sentence.as_ref().map(|words| words(texts))
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure")
            .field("exit", &self.exit)
            .field("sentence", &self.sentence(Texts::of(Lang::En)))
            .finish()
    }
}
