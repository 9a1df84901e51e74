//! What the rules read of one file: figures, dates, codes and names of fields, never a person's name. The database's
//! `facts()` answers it, and `guichet law` builds one from its arguments.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::domain::convention::{Regime, Severity, coded};
use crate::domain::duration::{Period, Schedule};
use crate::domain::gratification::{Ceiling, Offer};

/// What the rules read of one file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Facts {
    /// The legal regime.
    pub regime: Regime,
    /// First civil year of the enrolment's university year.
    pub year: i32,
    /// Month and day on which the university year starts.
    pub year_starts: (u32, u32),
    /// How long after the university year the centre lets an internship run, in days.
    pub year_extension_days: u64,
    /// First day.
    pub start_date: Option<NaiveDate>,
    /// Last day.
    pub end_date: Option<NaiveDate>,
    /// When the intern is present, once both days are known.
    pub schedule: Option<Schedule>,
    /// How near the internship is.
    pub stage: Stage,
    /// Somebody has still to sign.
    pub unsigned: bool,
    /// Every step is done: what comes next is the signature.
    pub validated: bool,
    /// The eighteenth birthday, when it comes after the first day.
    pub minor_until: Option<NaiveDate>,
    /// What is paid.
    pub pay: Pay,
    /// What is written.
    pub content: Content,
    /// What other files say.
    pub elsewhere: Elsewhere,
    /// What an internship abroad needs.
    pub abroad: Abroad,
    /// The early end, when there is one.
    #[serde(default)]
    pub rupture: Option<Rupture>,
    /// The severities that the centre chose, by rule; a database may name rules that this program does not know.
    pub severities: BTreeMap<String, Severity>,
}

coded! {
    /// How near the internship is, on the day that the facts are read.
    Stage {
        /// More than seven days ahead, or not known.
        Far = "far",
        /// Within seven days.
        Soon = "soon",
        /// Begun.
        Begun = "begun",
        /// Over.
        Over = "over",
    }
}

/// What is paid.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Pay {
    /// There is a gratification.
    pub gratification: Option<bool>,
    /// Its amounts, when they are in euros.
    pub offers: Vec<Offer>,
    /// The day of the signature; of the one to come, a day of the same civil year.
    pub signed: Option<NaiveDate>,
    /// Ceilings of social security that the database knows.
    pub ceilings: Vec<Ceiling>,
    /// The hourly rate of the host's branch agreement, each from a day on.
    pub branch_rates: Vec<(NaiveDate, Decimal)>,
    /// The host is a legal person of public law (D124-8).
    pub public_law: bool,
}

/// What is written.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Content {
    /// The mandatory fields that are empty (D124-4), by name.
    pub missing: Vec<String>,
    /// The centre lets a file be submitted without a supervisor.
    pub supervisor_optional: bool,
    /// Leave and absences are written down.
    pub leave_terms: bool,
    /// Hours of teaching in the year.
    pub teaching_hours: Option<u32>,
    /// Of which in the presence of the student.
    pub teaching_on_site: Option<u32>,
    /// The type of convention is one for students.
    pub student_template: bool,
    /// The pedagogical validator has vouched for the purpose.
    pub purpose_vouched: bool,
    /// Documents that end before the internship does, the first to end first: their labels, and their last days.
    #[serde(default)]
    pub expired: Vec<(String, NaiveDate)>,
    /// The convention of the host's own, where it brings one.
    #[serde(default)]
    pub own: Option<OwnConvention>,
}

/// The mentions that a convention holds, by the numbers of D124-4.
pub const MENTIONS: [&str; 15] = [
    "programme",
    "people",
    "skills",
    "activities",
    "dates",
    "presence",
    "supervision",
    "gratification",
    "protection",
    "absences",
    "termination",
    "validation",
    "benefits",
    "rules",
    "certificate",
];

/// A convention of the host's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct OwnConvention {
    /// Those of [`MENTIONS`] that were found in it.
    pub mentions: Vec<String>,
    /// What the legal service says of it: `favourable`, `reserved`, `unfavourable`; nothing yet.
    pub opinion: Option<String>,
}

/// Figures of other files, of whatever centre.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Elsewhere {
    /// Hours of the student's other files with the same legal person in the same university year.
    pub other_hours: Decimal,
    /// Hours done there in the same year under another establishment, as they were declared.
    pub declared_hours: Decimal,
    /// When the student's other files want them present, where the dates meet these.
    pub overlaps: Vec<Schedule>,
    /// The centre lets internships overlap.
    pub overlap_allowed: bool,
    /// Other conventions of the same tutor that run on the first day.
    pub tutor_files: u32,
    /// The most interns that the supervisor follows on one day of this internship, this one included.
    pub supervisor_files: u32,
    /// How many the establishment lets one supervisor follow.
    pub supervisor_quota: u32,
    /// The most interns that the legal person has in one civil week of this internship, this one included: those known
    /// here.
    pub host_files: u32,
    /// The least and the most people that the host's band stands for; no most in the last band.
    pub headcount: Option<(u32, Option<u32>)>,
    /// The register says that the host is closed.
    #[serde(default)]
    pub host_closed: Option<Closure>,
    /// Why the host is not one that files take; none for a host in use.
    #[serde(default)]
    pub host_state: Option<OutOfUse>,
    /// What the student information system tells of the student's enrolments in this year, where it told anything.
    #[serde(default)]
    pub enrolment: Option<EnrolmentTold>,
    /// Internships of the same service that ended before this one starts.
    pub earlier: Vec<Earlier>,
}

/// The étape of the file, and those that were told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct EnrolmentTold {
    /// The code of the étape of the file.
    pub etape: String,
    /// The codes of the étapes that were told, and whether the enrolment is cancelled.
    pub told: Vec<(String, bool)>,
    /// It was typed by hand, and nothing was told since.
    #[serde(default)]
    pub by_hand: bool,
}

/// Why a host is not one that files take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutOfUse {
    /// Nobody has looked at it yet.
    ToModerate,
    /// It was rejected, taken out of use, or merged into another one.
    Retired,
}

/// That an establishment is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Closure {
    /// Since when, if that is known.
    pub on: Option<NaiveDate>,
}

/// An internship of the same service that ended before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Earlier {
    /// Its days.
    pub period: Period,
    /// It had the same tutor.
    pub same_tutor: bool,
    /// The intern ended it early: nothing is to be waited for.
    #[serde(default)]
    pub ended_by_intern: bool,
}

/// What an internship abroad needs (L124-20).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Abroad {
    /// The information sheet of the country is annexed.
    pub sheet_annexed: bool,
    /// The exchange with the student was held.
    pub exchange_held: bool,
    /// The risk of the country on the first day, when it is known.
    pub risk: Option<Risk>,
    /// Somebody named has authorised it.
    pub authorised: bool,
}

coded! {
    /// How risky a country is.
    Risk {
        /// Nothing in particular.
        Green = "green",
        /// To be watched.
        Yellow = "yellow",
        /// Advised against unless imperative.
        Orange = "orange",
        /// Formally advised against.
        Red = "red",
    }
}

/// An early end (L124-15).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Rupture {
    /// From when.
    pub day: Option<NaiveDate>,
    /// Whether it is said who ended it: intern, host, establishment or all.
    pub by: bool,
    /// Whether it is said why: illness, accident, pregnancy, paternity, adoption, pedagogical breach, other.
    pub why: bool,
    /// Whether it is said what follows: validated, another way, postponed.
    pub outcome: bool,
}
