//! A text to read: a history, what changed since a return, the journal, what a bulk act did.

use crate::app::message::JobId;
use crate::domain::act::{Act, Change, HistoryEntry, Outcome};

/// What is read.
#[derive(Clone, Debug)]
pub enum ReaderText {
    /// The history of a file.
    History(Vec<HistoryEntry>),
    /// What changed since a file was returned.
    Changes(Vec<Change>),
    /// The journal of the session.
    Journal,
    /// What a bulk act did and did not do.
    Report {
        /// The act.
        act: Act,
        /// How many were done.
        done: usize,
        /// Those that were not.
        refused: Vec<Outcome>,
        /// Files it never came to.
        left: usize,
    },
}

/// The box.
#[derive(Clone, Debug)]
pub struct ReaderBox {
    /// What is read.
    pub text: ReaderText,
    /// The file it is about.
    pub subject: Option<String>,
    /// The question under way.
    pub loading: Option<JobId>,
    /// Lines scrolled.
    pub scroll: usize,
}
