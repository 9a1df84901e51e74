//! A row of a list: what the projection keeps of one file, and the order lists are read in.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::act::{Subject, Target};
use super::amendment::{AmendmentState, Motive};
use super::convention::{FileState, Regime, SignatureState, StepKind, coded};
use super::form::Value;
use super::queue::Queue;

/// One file in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Number of the convention.
    pub id: i32,
    /// Version of the aggregate: sent with every act.
    pub version: i32,
    /// Where it stands.
    pub queue: Queue,
    /// The file axis.
    pub file_state: FileState,
    /// The signature axis.
    pub signature_state: SignatureState,
    /// The enabled steps in their order.
    pub circuit: Vec<StepKind>,
    /// How many of them are done.
    pub steps_done: usize,
    /// Resubmitted after a return.
    pub corrected: bool,
    /// Since when it stands there.
    pub since: DateTime<Utc>,
    /// First day of the internship, if known.
    pub start: Option<NaiveDate>,
    /// Last day of the internship, if known.
    pub end: Option<NaiveDate>,
    /// "BENALI Inès".
    pub student: String,
    /// Number of the student.
    pub student_number: String,
    /// Name of the host organisation; empty if none yet.
    pub organisation: String,
    /// Town of the host.
    pub town: String,
    /// Code of the étape.
    pub etape: String,
    /// "DURAND Paul"; empty if none yet.
    pub supervisor: String,
    /// Code of the centre.
    pub centre: String,
    /// Legal regime.
    pub regime: Regime,
    /// Hours of presence in all.
    pub hours: Option<Decimal>,
    /// Confidential internship.
    pub confidential: bool,
    /// The rules ran on its present content.
    pub checked: bool,
    /// Blocking findings not passed.
    pub blocking: u16,
    /// Warnings.
    pub warnings: u16,
    /// Who is reading it, and until when.
    #[serde(skip)]
    pub claimed: Option<(i32, DateTime<Utc>)>,
    /// Held until this day.
    pub hold_until: Option<NaiveDate>,
    /// Neither cancelled nor archived, and its enrolment is told otherwise; a row of an amendment says nothing of it.
    #[serde(skip)]
    pub enrolment_differs: bool,
    /// The amendment that the row is about, in a list of amendments.
    pub amendment: Option<Box<AmendmentRow>>,
    /// The value of the list's sort column, as the database gave it.
    #[serde(skip)]
    pub key: String,
}

/// What a list of amendments keeps of one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AmendmentRow {
    /// Its own number among all.
    pub id: i32,
    /// Its number on the convention.
    pub number: i32,
    /// Where it stands.
    pub state: AmendmentState,
    /// The steps that validate it, in their order.
    pub circuit: Vec<StepKind>,
    /// How many of them are done.
    pub steps_done: usize,
    /// Why.
    pub motives: Vec<Motive>,
    /// What it changes, in few words.
    pub told: Vec<Glimpse>,
    /// The first day on which something of it takes effect.
    pub effective_from: Option<NaiveDate>,
    /// The rules ran on what it makes of the file.
    pub checked: bool,
    /// New blocking findings that no manager has passed.
    pub blocking: u16,
    /// New findings.
    pub fresh: u16,
    /// Since when it stands there.
    pub since: DateTime<Utc>,
    /// Findings that would be no more.
    pub cleared: u16,
    /// The place of work is abroad.
    pub abroad: bool,
    /// It changes what is paid.
    pub pays: bool,
    /// The threshold of hours that it crosses: 308 or 924.
    pub crosses: Option<u16>,
}

/// A field that an amendment changes, with its values unless they are long.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Glimpse {
    /// The field.
    pub field: String,
    /// What it holds.
    pub from: Value,
    /// What it becomes.
    pub to: Value,
    /// What a list gains.
    pub added: Vec<Value>,
    /// What it loses.
    pub removed: Vec<Value>,
}

impl Row {
    /// Its place in the list it was read for.
    pub fn place(&self) -> Place {
        Place { key: self.key.clone(), id: self.amendment.as_ref().map_or(self.id, |amendment| amendment.id) }
    }

    /// What it is about.
    pub fn subject(&self) -> Subject {
        Subject { id: self.id, amendment: self.amendment.as_ref().map(|amendment| amendment.id) }
    }

    /// What acts on it say: what it is about, at the version that was listed.
    pub fn target(&self) -> Target {
        let Subject { id, amendment } = self.subject();
        Target { id, amendment, version: self.version }
    }

    /// Whether something in it deserves a look before it is let through with others.
    pub fn is_warned(&self) -> bool {
        match &self.amendment {
            Some(amendment) => amendment.fresh > 0 || !amendment.checked,
            None => self.warnings > 0,
        }
    }

    /// Not signed by everybody, though it should come to be.
    pub fn is_unsigned(&self) -> bool {
        self.signature_state != SignatureState::Signed
            && !matches!(self.file_state, FileState::Draft | FileState::Cancelled)
            && self.queue != Queue::Archived
    }

    /// The step that waits to be done.
    pub fn next_step(&self) -> Option<StepKind> {
        if let Some(amendment) = &self.amendment {
            let waits = amendment.state == AmendmentState::Submitted;
            return amendment.circuit.get(amendment.steps_done).copied().filter(|_| waits);
        }
        match self.file_state {
            FileState::Submitted | FileState::InValidation => self.circuit.get(self.steps_done).copied(),
            _ => None,
        }
    }
}

/// A place in a list: the sort column's value, then the number, which no two rows share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The sort column's value, as the database wrote it.
    pub key: String,
    /// Number of the convention, or of the amendment among all.
    pub id: i32,
}

coded! {
    /// A column a list can be sorted on; the code is the projection's column.
    SortColumn {
        /// First day: soonest first is the default.
        Start = "start_date",
        /// Last day.
        End = "end_date",
        /// Name of the student.
        Student = "student_key",
        /// Name of the host organisation.
        Organisation = "organisation_key",
        /// Name of the supervisor.
        Supervisor = "supervisor_key",
        /// Since when it stands there.
        Since = "since",
        /// Number of the convention.
        Number = "convention_id",
        /// Code of the étape.
        Etape = "etape_code",
        /// Code of the centre.
        Centre = "centre_code",
        /// Town of the host.
        Town = "town",
        /// The signature axis.
        Signature = "signature_state",
        /// Blocking findings; of amendments, those that are new.
        Findings = "blocking",
        /// The first motive of an amendment.
        Motive = "motive",
    }
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// The column.
    pub column: SortColumn,
    /// Last first.
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { column: SortColumn::Start, descending: false }
    }
}
