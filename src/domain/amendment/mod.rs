//! Amendments (*avenants*): what changes in a validated convention, motive by motive, each from a day on, and what that
//! makes of the file.

mod diff;
mod words;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::act::About;
use super::compliance::{self, Facts, Figures, Finding};
use super::convention::{Severity, StepKind, coded};
use super::form::FileForm;
use super::sheet::{Signature, Step};

pub use diff::{Changed, Delta, changes};
pub use words::{Piece, pieces};

coded! {
    /// Where an amendment stands.
    AmendmentState {
        /// Being written.
        Draft = "draft",
        /// Handed in, waiting for its validation.
        Submitted = "submitted",
        /// Validated: what it changes is projected.
        Validated = "validated",
        /// Signed by everybody: what it changes is in force.
        Signed = "signed",
        /// Given up.
        Cancelled = "cancelled",
    }
}

coded! {
    /// Why a convention is amended.
    Motive {
        /// It ends early (*rupture anticipée*, L124-15).
        Rupture = "rupture",
        /// Its days: first, last, interruptions.
        Period = "period",
        /// Its hours: weeks, absences, remote work.
        Schedule = "schedule",
        /// What the student does.
        Subject = "subject",
        /// What the student is paid.
        Gratification = "gratification",
        /// Another service of the same organisation.
        Place = "place",
        /// Another tutor there.
        Tutor = "tutor",
        /// Another teacher in charge.
        Supervisor = "supervisor",
        /// Another signatory there.
        Signatory = "signatory",
        /// Something that no field says.
        Other = "other",
    }
}

impl Motive {
    /// The motive under which an amendment changes a field; none where no amendment does.
    pub fn of(field: &str) -> Option<Self> {
        Some(match field {
            "rupture_on" | "rupture_by" | "rupture_cause" | "rupture_outcome" => Self::Rupture,
            "start_date" | "end_date" | "interruptions" => Self::Period,
            "weekly_hours"
            | "week_patterns"
            | "irregular_periods"
            | "authorised_absences"
            | "worked_holidays"
            | "presence"
            | "remote_days" => Self::Schedule,
            "subject" | "tasks" | "skills" => Self::Subject,
            "gratification"
            | "gratification_amount"
            | "gratification_unit"
            | "gratification_basis"
            | "currency"
            | "payment_mode_id"
            | "benefits" => Self::Gratification,
            "service_id" => Self::Place,
            "tutor_id" | "second_tutor_id" => Self::Tutor,
            "supervisor_id" => Self::Supervisor,
            "signatory_id" => Self::Signatory,
            _ => return None,
        })
    }
}

/// A motive of an amendment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Cause {
    /// Which.
    pub motive: Motive,
    /// From which day on.
    pub effective_from: NaiveDate,
    /// In somebody's words.
    pub comment: Option<String>,
    /// The fields that it changes.
    pub fields: Vec<String>,
}

/// What is said of a motive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Said {
    /// From which day on it takes effect; the day that stands, if none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<NaiveDate>,
    /// In somebody's words; empty for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// What becomes of motives: what is said of each; nothing takes one out with all that it changes.
pub type Motives = BTreeMap<Motive, Option<Said>>;

/// Why an amendment cannot be handed in or validated as it stands.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Fault {
    /// The code of a refusal.
    pub code: String,
    /// What its sentence speaks of.
    #[serde(default, rename = "params")]
    pub about: About,
}

/// An amendment, without what it makes of its file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Amendment {
    /// Its own number among all: acts name it.
    pub id: i32,
    /// Its number on the convention, from 1: *avenant n° 2*.
    pub number: i32,
    /// Where it stands.
    pub state: AmendmentState,
    /// Since when.
    pub since: DateTime<Utc>,
    /// The steps that validate it, in their order.
    pub circuit: Vec<StepKind>,
    /// How many of them are done.
    pub steps_done: usize,
    /// Why, from which days on.
    pub motives: Vec<Cause>,
    /// The steps that are done.
    pub steps: Vec<Step>,
    /// Who has signed, and who is to.
    pub signatures: Vec<Signature>,
    /// The manager who let it through.
    pub passed_by: Option<String>,
    /// Why.
    pub pass_reason: Option<String>,
    /// Why it cannot be handed in or validated as it stands.
    pub fault: Option<Fault>,
    /// `OK`, or the code of why I may not write in it.
    pub verdict: String,
}

/// An amendment in the list of those of a file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Listed {
    /// Its own number among all.
    pub id: i32,
    /// Its number on the convention.
    pub number: i32,
    /// Where it stands.
    pub state: AmendmentState,
    /// Why.
    pub motives: Vec<Motive>,
    /// The first day on which something of it takes effect; none while it has no motive.
    pub effective_from: Option<NaiveDate>,
    /// Since when it stands there.
    pub since: DateTime<Utc>,
    /// Who made it.
    pub by: Option<String>,
}

/// Instead of the number of an amendment through which another is compared: what is signed, and nothing else.
pub const SIGNED: i32 = -1;

/// What the rules would find on the file as amended.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Foreseen {
    /// The rule.
    pub rule: String,
    /// How grave it is.
    pub severity: Severity,
    /// The figures of its sentence.
    pub figures: Figures,
    /// It is not on the file today.
    pub fresh: bool,
}

/// What was recorded of the last look at an amendment.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Looked {
    /// Neither it nor its file has changed since.
    pub current: bool,
    /// Hours of presence in all, as amended.
    pub total_hours: Option<Decimal>,
    /// New blocking findings.
    pub blocking: u16,
    /// New findings.
    pub fresh: u16,
    /// Rules that found something and would no longer.
    pub cleared: Vec<String>,
}

/// An amendment, and its file before and after it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct AmendmentSheet {
    /// The amendment.
    pub amendment: Amendment,
    /// What it is compared with: the file through this amendment; 0 is the original, [`SIGNED`] what is signed, a number beyond
    /// the last what stands with every validated amendment.
    pub against: i32,
    /// The numbers of those that it can be compared with.
    pub others: Vec<i32>,
    /// The file as it is compared with.
    pub before: FileForm,
    /// The file as amended.
    pub after: FileForm,
    /// The last look at it, if there was one.
    pub check: Option<Looked>,
    /// What the rules would find.
    pub findings: Vec<Foreseen>,
}

impl AmendmentSheet {
    /// Whether it is told beside what is in force: not beside the original, nor an earlier amendment.
    pub fn is_against_what_holds(&self) -> bool {
        self.against > 0 && !self.others.contains(&self.against)
    }

    /// Those that it can be compared with and that nobody has signed yet, by their numbers.
    pub fn unsigned(&self, listed: &[Listed]) -> impl Iterator<Item = i32> {
        listed
            .iter()
            .filter(|one| one.state == AmendmentState::Validated && self.others.contains(&one.number))
            .map(|one| one.number)
    }

    /// Whether what is signed differs from what it is beside: it stands on something that is not, and is not signed itself.
    pub fn may_be_against_signed(&self, listed: &[Listed]) -> bool {
        self.amendment.state != AmendmentState::Signed && self.unsigned(listed).next().is_some()
    }

    /// Whether what the rules find is known: recorded of what it says now while it is to be decided beside what holds; otherwise the
    /// fields alone say it.
    pub fn is_looked_at(&self) -> bool {
        let is_open = matches!(self.amendment.state, AmendmentState::Draft | AmendmentState::Submitted);
        !is_open || !self.is_against_what_holds() || self.check.as_ref().is_some_and(|check| check.current)
    }
}

/// A file on a day.
#[derive(Clone, Debug, Deserialize)]
pub struct FileAt {
    /// Which of the two its centre shows: `projected` or `in_force`.
    pub shown: String,
    /// With what validated amendments change.
    pub projected: FileForm,
    /// With what signed ones change.
    pub in_force: FileForm,
    /// The amendments that have changed it.
    pub amendments: Vec<Amendment>,
}

/// What the rules say of an amendment: the file as it would be, against the file as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Consequences {
    /// What they would find, what is new first.
    pub findings: Vec<Foreseen>,
    /// Rules that find something and would no longer.
    pub cleared: Vec<String>,
    /// Hours of presence in all, as amended.
    pub total_hours: Option<Decimal>,
}

/// What an amendment makes of what the rules find.
pub fn consequences(before: &Facts, after: &Facts) -> Consequences {
    let now = compliance::check(before);
    let then = compliance::assess(after);
    let is_known = |finding: &Finding| now.contains(finding);
    let mut findings: Vec<Foreseen> = then
        .findings
        .iter()
        .map(|finding| Foreseen {
            rule: finding.rule.code().to_owned(),
            severity: finding.severity,
            figures: finding.figures.clone(),
            fresh: !is_known(finding),
        })
        .collect();
    findings.sort_by_key(|finding| (!finding.fresh, finding.severity));
    let cleared = now
        .iter()
        .filter(|known| then.findings.iter().all(|finding| finding.rule != known.rule))
        .map(|known| known.rule.code().to_owned())
        .collect();
    Consequences { findings, cleared, total_hours: then.totals.map(|totals| totals.hours) }
}
