//! The lines of a file as it is written: its fields by section, what it is asked for, and where it stands.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{FIELDS, Field, FileForm, Section};
use crate::domain::amendment::Motive;
use crate::domain::convention::coded;

/// A line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A field.
    Field(&'static Field),
    /// What the centre tells whoever writes the file.
    Instructions,
    /// A document that the file is asked for, by its place.
    Document(usize),
    /// A step of its circuit, by its place.
    Step(usize),
    /// A motive of the amendment that the file is written through: its day, and what is said of it.
    Motive(Motive),
    /// What happened to it.
    History,
}

impl Line {
    /// The section in which it stands.
    pub const fn section(self) -> Section {
        match self {
            Self::Field(field) => field.section,
            Self::Instructions | Self::Document(_) => Section::Documents,
            Self::Motive(_) => Section::Motives,
            Self::Step(_) | Self::History => Section::Validation,
        }
    }

    /// Its field, if it is one.
    pub const fn field(self) -> Option<&'static Field> {
        match self {
            Self::Field(field) => Some(field),
            _ => None,
        }
    }
}

impl FileForm {
    /// Its lines, in their order.
    pub fn lines(&self) -> Vec<Line> {
        if let Some(amending) = &self.amendment {
            // The total has no motive of its own: it follows the days and hours, unless somebody writes it over.
            let is_amended = |code| Motive::of(code).is_some() || code == "total_hours";
            let fields = FIELDS.iter().filter(|field| is_amended(field.code)).map(Line::Field);
            let given = amending.amendment.motives.iter().map(|cause| cause.motive);
            // What no field says can always be said.
            let motives = given.filter(|motive| *motive != Motive::Other).chain([Motive::Other]);
            return fields.chain(motives.map(Line::Motive)).chain([Line::History]).collect();
        }
        let is_ended = !self.value("rupture_on").is_null();
        let fields =
            FIELDS.iter().filter(|field| is_ended || field.section != Section::Rupture).map(Line::Field);
        let instructions = self.instructions.is_some().then_some(Line::Instructions);
        let documents = (0..self.documents.len()).map(Line::Document);
        let steps = (0..self.steps.len()).map(Line::Step);
        fields.chain(instructions).chain(documents).chain(steps).chain([Line::History]).collect()
    }

    /// What tells a line from the others, wherever it stands: lines come and go as the file changes.
    pub fn key(&self, line: Line) -> Option<String> {
        Some(match line {
            Line::Field(field) => field.code.to_owned(),
            Line::Instructions => "instructions".to_owned(),
            Line::Document(at) => format!("document {}", self.documents.get(at)?.kind),
            Line::Step(at) => format!("step {}", self.steps.get(at)?.kind.code()),
            Line::Motive(motive) => format!("motive {}", motive.code()),
            Line::History => "history".to_owned(),
        })
    }

    /// Where the line with this key stands.
    pub fn place_of(&self, key: &str) -> Option<usize> {
        self.lines().into_iter().position(|line| self.key(line).as_deref() == Some(key))
    }

    /// Whether a submission waits for what stands on a line.
    pub fn waits_for(&self, line: Line) -> bool {
        match line {
            Line::Field(field) => self.lacks(field),
            Line::Document(at) => self.documents.get(at).is_some_and(Document::is_missing),
            Line::Instructions | Line::Step(_) | Line::Motive(_) | Line::History => false,
        }
    }
}

coded! {
    /// Where a document that a file is asked for stands.
    DocumentState {
        /// Nothing has come.
        Expected = "expected",
        /// It is there.
        Received = "received",
        /// It came, and will not do.
        Refused = "refused",
        /// It is there, and ends before the internship does.
        Expired = "expired",
    }
}

/// What a document is needed for when it is needed to hand the file in.
const SUBMISSION: &str = "submission";

/// A document that a file is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Document {
    /// Number of what is asked for.
    #[serde(rename = "kind_id")]
    pub kind: i32,
    /// What it is called.
    pub label: String,
    /// What is refused while it is not there: `submission`, or a step.
    pub needed_for: Option<String>,
    /// It is valid until a day.
    pub expires: bool,
    /// Where it stands.
    pub state: DocumentState,
    /// Why it was refused.
    pub reason: Option<String>,
    /// Until when it is valid.
    pub valid_until: Option<NaiveDate>,
    /// Where it is to be found.
    pub reference: Option<String>,
    /// Name of the file that is kept.
    pub file_name: Option<String>,
    /// Its bytes.
    pub file_size: Option<i64>,
    /// When it was given, or refused.
    pub at: Option<DateTime<Utc>>,
    /// By whom.
    pub by: Option<String>,
}

impl Document {
    /// Whether handing the file in waits for it.
    pub fn is_missing(&self) -> bool {
        self.is_missing_for(SUBMISSION)
    }

    /// Whether this, a submission or a step, waits for it.
    pub fn is_missing_for(&self, what: &str) -> bool {
        self.needed_for.as_deref() == Some(what) && self.state != DocumentState::Received
    }
}

/// An internship element of the programme (ELP).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    /// Its code.
    pub code: String,
    /// Its label.
    pub label: String,
    /// Credits.
    pub ects: Option<rust_decimal::Decimal>,
}
