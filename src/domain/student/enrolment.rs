//! In what a student is enrolled: the étapes of a year, with their diploma, composante and regime, and the elements of
//! the programme (ELP) that are internships.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Coded;

/// What tells an étape from all others.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EtapeKey {
    /// Its code.
    pub code: String,
    /// Its version; some sources write the institution's code there.
    pub version: Option<String>,
}

/// The year of a programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Etape {
    /// Its code and version.
    pub key: EtapeKey,
    /// What it is called.
    pub label: Option<String>,
    /// The period of the source in which it is taught.
    pub period: Option<String>,
}

/// A diploma.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diploma {
    /// Its code.
    pub code: String,
    /// Its version.
    pub version: Option<String>,
    /// What it is called.
    pub label: Option<String>,
}

/// A diploma and its étapes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// The diploma.
    pub diploma: Diploma,
    /// The period of the source in which it is taught.
    pub period: Option<String>,
    /// Its étapes.
    pub etapes: Vec<Etape>,
}

/// A regime of enrolment: initial or lifelong training, apprenticeship and so on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regime {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub label: Option<String>,
    /// Its short name, which decides the type of convention.
    pub short: Option<String>,
}

/// Where an enrolment stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentStatus {
    /// It counts.
    Valid,
    /// It is being made, or changed.
    Pending,
    /// It counts for nothing any more.
    Cancelled,
    /// Whatever else the source says, in its words.
    Other(String),
}

/// Whether a student comes from another institution, or goes to one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mobility {
    /// From another one.
    Incoming,
    /// To another one.
    Outgoing,
    /// Whatever else the source says, in its words.
    Other(String),
}

/// One registration of a student in an étape for a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// First civil year of its university year.
    pub year: i32,
    /// The étape.
    pub etape: Etape,
    /// The composante that teaches it.
    pub composante: Option<Coded>,
    /// The diploma that it leads to.
    pub diploma: Option<Diploma>,
    /// The cycle of that diploma: `L`, `M`, `D`.
    pub cycle: Option<String>,
    /// What that diploma is for: research, a profession.
    pub finality: Option<Coded>,
    /// The regime; absent when the source tells several for the year and not which of them.
    pub regime: Option<Regime>,
    /// How its course is arranged for this student.
    pub arrangement: Option<Coded>,
    /// That arrangement is a césure.
    pub is_cesure: bool,
    /// Hours of teaching in the étape.
    pub teaching_hours: Option<Decimal>,
    /// Where it stands; absent for sources that tell only those that count.
    pub status: Option<EnrolmentStatus>,
    /// The programme of an exchange.
    pub exchange: Option<String>,
    /// Whether the student comes or goes.
    pub mobility: Option<Mobility>,
}

/// An element of a programme (ELP) for which an internship counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InternshipElement {
    /// The étape that it belongs to.
    pub etape: Option<EtapeKey>,
    /// The period of the source in which it is taught.
    pub period: Option<String>,
    /// Its code.
    pub code: String,
    /// What it is called.
    pub label: Option<String>,
    /// The credits (ECTS) that it gives.
    pub credits: Option<Decimal>,
    /// Its nature, in the words of the source.
    pub nature: Option<String>,
    /// The source marks it as an internship.
    pub is_internship: bool,
}

/// What is known of a student's year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolments {
    /// First civil year of the university year.
    pub year: i32,
    /// The regimes of the year.
    pub regimes: Vec<Regime>,
    /// The enrolments.
    pub enrolments: Vec<Enrolment>,
    /// The elements that the student chose, of all of them.
    pub elements: Vec<InternshipElement>,
}

impl Enrolments {
    /// The elements of one of the enrolments.
    pub fn elements_of(&self, enrolment: &Enrolment) -> impl Iterator<Item = &InternshipElement> {
        let Etape { key, period, .. } = enrolment.etape.clone();
        self.elements.iter().filter(move |element| {
            // Where periods are told, the same étape may be taught in several of them.
            let is_then = period.is_none() || element.period.is_none() || element.period == period;
            is_then && element.etape.as_ref() == Some(&key)
        })
    }
}
