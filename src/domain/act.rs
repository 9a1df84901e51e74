//! Acts on files, and what each file answers.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::amendment::{AmendmentState, Motive};
use super::convention::{FileState, StepKind, coded};

/// What is asked of the database for a set of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Do the next step.
    Validate,
    /// Record the pedagogical step on behalf of someone.
    ValidateFor(OnBehalf),
    /// Undo the last step, with a reason.
    Unvalidate(String),
    /// Return to the author (*à corriger*).
    Return {
        /// Numbers in the centre's list of reasons.
        reasons: Vec<i32>,
        /// In the clerk's own words; may be empty if a reason is chosen.
        text: String,
    },
    /// Submit, or submit again.
    Submit,
    /// Give the file up, with a reason.
    Cancel(String),
    /// Take back one's own return or cancellation, if nothing happened since.
    Restore,
    /// Put aside until a day; `None` takes it up again.
    Hold(Option<NaiveDate>),
    /// Pass the blocking findings, with a reason: managers only.
    Pass(String),
    /// Record that everybody has signed: an amendment only.
    Sign {
        /// When.
        on: NaiveDate,
        /// Electronically, else on paper.
        electronic: bool,
    },
}

/// Whose decision staff records, where it was read, and when it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnBehalf {
    /// Name of the supervisor or programme head.
    pub name: String,
    /// By mail, else on paper.
    pub by_mail: bool,
    /// The day of the decision.
    pub date: NaiveDate,
}

coded! {
    /// The database's word for an act.
    Verb {
        /// [`Act::Validate`] and [`Act::ValidateFor`].
        Validate = "validate",
        /// [`Act::Unvalidate`].
        Unvalidate = "unvalidate",
        /// [`Act::Return`].
        Return = "return",
        /// [`Act::Submit`].
        Submit = "submit",
        /// [`Act::Cancel`].
        Cancel = "cancel",
        /// [`Act::Restore`].
        Restore = "restore",
        /// [`Act::Hold`].
        Hold = "hold",
        /// [`Act::Pass`].
        Pass = "pass",
        /// [`Act::Sign`].
        Sign = "sign",
    }
}

impl Act {
    /// The database's word for it.
    pub fn verb(&self) -> Verb {
        match self {
            Self::Validate | Self::ValidateFor(_) => Verb::Validate,
            Self::Unvalidate(_) => Verb::Unvalidate,
            Self::Return { .. } => Verb::Return,
            Self::Submit => Verb::Submit,
            Self::Cancel(_) => Verb::Cancel,
            Self::Restore => Verb::Restore,
            Self::Hold(_) => Verb::Hold,
            Self::Pass(_) => Verb::Pass,
            Self::Sign { .. } => Verb::Sign,
        }
    }
}

/// What an act is about: a file, or an amendment of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// Number of the convention.
    pub id: i32,
    /// The amendment, by its number among all.
    pub amendment: Option<i32>,
}

impl Subject {
    /// A file.
    pub const fn file(id: i32) -> Self {
        Self { id, amendment: None }
    }
}

impl Act {
    /// The word by which the database records its signature.
    pub const fn means(electronic: bool) -> &'static str {
        if electronic { "electronic" } else { "paper" }
    }
}

/// A file, or an amendment of it, as it was seen: acts say which version they were decided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// Number of the convention.
    pub id: i32,
    /// The amendment, by its number among all; none for the file itself.
    pub amendment: Option<i32>,
    /// The version of the file that was drawn.
    pub version: i32,
}

impl Target {
    /// A file.
    pub const fn file(id: i32, version: i32) -> Self {
        Self { id, amendment: None, version }
    }

    /// What it is a version of.
    pub const fn subject(self) -> Subject {
        Subject { id: self.id, amendment: self.amendment }
    }
}

/// What one file answers to an act.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Number of the convention.
    pub id: i32,
    /// The amendment, by its number among all; none for the file itself.
    pub amendment: Option<i32>,
    /// The version as it stands; `None` when the file is not found.
    pub version: Option<i32>,
    /// Done, or why not.
    pub answer: Answer,
}

/// Done, stale or refused.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Done (or, in a preview, it would be).
    Done,
    /// Somebody changed the file since it was read.
    Stale(Refusal),
    /// Not allowed.
    Refused(Refusal),
}

impl Outcome {
    /// What a target answers.
    pub const fn of(target: Target, version: Option<i32>, answer: Answer) -> Self {
        Self { id: target.id, amendment: target.amendment, version, answer }
    }

    /// What answers.
    pub const fn subject(&self) -> Subject {
        Subject { id: self.id, amendment: self.amendment }
    }

    /// Whether the act was done.
    pub fn is_done(&self) -> bool {
        self.answer == Answer::Done
    }

    /// Why it was not.
    pub fn refusal(&self) -> Option<&Refusal> {
        match &self.answer {
            Answer::Done => None,
            Answer::Stale(refusal) | Answer::Refused(refusal) => Some(refusal),
        }
    }
}

/// A reason the database gives: a code (`GU005`), and the figures of its sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refusal {
    /// `GU001` and following; the sentences are `refusal-GU001` in the texts.
    pub code: String,
    /// What the sentence speaks of.
    pub about: About,
}

/// What the sentence of a refusal speaks of; each code fills what it needs.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct About {
    /// Who did it.
    pub by: Option<String>,
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// What was done.
    pub verb: Option<String>,
    /// The step.
    pub step: Option<StepKind>,
    /// The state of the file.
    pub state: Option<FileState>,
    /// The supervisor's name.
    pub supervisor: Option<String>,
    /// Rules that block.
    pub rules: Vec<String>,
    /// Fields that are empty.
    pub missing: Vec<String>,
    /// First day of the internship.
    pub start: Option<NaiveDate>,
    /// The last day on which it may begin.
    pub until: Option<NaiveDate>,
    /// The function of a missing right.
    pub function: Option<String>,
    /// The missing right.
    pub right: Option<String>,
    /// Who can grant it: names.
    pub grantors: Vec<String>,
    /// A field that is not known, or whose value is refused.
    pub field: Option<String>,
    /// Documents that are not there, by label.
    pub documents: Vec<String>,
    /// Code of an étape.
    pub etape: Option<String>,
    /// Where an amendment stands.
    pub amendment: Option<AmendmentState>,
    /// Numbers of amendments on the file.
    pub amendments: Vec<i32>,
    /// What does not hold together.
    pub kind: Option<String>,
    /// Why a convention is amended.
    pub motive: Option<Motive>,
    /// A day from which something is.
    pub from: Option<NaiveDate>,
    /// Last day of the internship.
    pub end: Option<NaiveDate>,
    /// The name of a host that is in the way.
    pub name: Option<String>,
    /// Its number, or that of a file in the way.
    pub number: Option<i32>,
    /// What it has that was to be added: `siret`, `uai` or `name`.
    pub same: Option<String>,
    /// How many files are in the way.
    pub count: Option<u32>,
    /// Code of the centre that keeps it.
    pub centre: Option<String>,
}

/// One entry of a file's history.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HistoryEntry {
    /// Its place in the chain, from 1.
    pub seq: i32,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `None` for the program's own acts.
    pub by: Option<String>,
    /// What.
    pub verb: String,
    /// Field by field.
    pub changes: Vec<Change>,
    /// Why.
    pub reason: Option<String>,
}

/// A field's before and after, as text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Name of the field.
    pub field: String,
    /// Before; `None` when it was empty.
    pub from: Option<String>,
    /// After; `None` when it is empty.
    pub to: Option<String>,
    /// The values are hidden from this reader.
    pub masked: bool,
}

/// A reason for return that a centre offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnReason {
    /// Number in the list.
    pub id: i32,
    /// The field it names.
    pub field: String,
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}
