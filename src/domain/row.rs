//! A row of a list: what the projection keeps of one file, and the order lists are read in.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::Serialize;

use super::convention::{FileState, Regime, SignatureState, StepKind, coded};
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
    /// The value of the list's sort column, as the database gave it.
    #[serde(skip)]
    pub key: String,
}

impl Row {
    /// Its place in the list it was read for.
    pub fn place(&self) -> Place {
        Place { key: self.key.clone(), id: self.id }
    }

    /// Not signed by everybody, though it should come to be.
    pub fn is_unsigned(&self) -> bool {
        self.signature_state != SignatureState::Signed
            && !matches!(self.file_state, FileState::Draft | FileState::Cancelled)
            && self.queue != Queue::Archived
    }

    /// The step that waits to be done.
    pub fn next_step(&self) -> Option<StepKind> {
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
    /// Number of the convention.
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
        /// Blocking findings.
        Findings = "blocking",
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
