//! A text to read: a history, what changed since a return, the journal, what a bulk act did.

use crate::app::message::JobId;
use crate::domain::act::{Change, HistoryEntry};

/// What is read.
#[derive(Clone, Debug)]
pub enum ReaderText {
    /// The history of a file.
    History(Vec<HistoryEntry>),
    /// What changed since a file was returned.
    Changes(Vec<Change>),
    /// The journal of the session.
    Journal,
    /// What the bulk act of this job did and did not do.
    Report(JobId),
    /// Sentences, a line each, under a title.
    Told(String, Vec<String>),
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
