//! Words about students as the sources of the institution tell them.

use chrono::TimeDelta;

use crate::domain::student::directory::Affiliation;
use crate::domain::student::enrolment::EnrolmentStatus;
use crate::domain::student::source::{Silence, Source};
use crate::i18n::Texts;

/// Why a source tells nothing: `ne répond pas`.
pub fn silence(texts: Texts, why: &Silence) -> String {
    match why {
        Silence::Nothing => texts.get("silence-nothing").to_owned(),
        Silence::Unsure => texts.get("silence-unsure").to_owned(),
        Silence::Unreachable => texts.get("silence-unreachable").to_owned(),
        Silence::Late => texts.get("silence-late").to_owned(),
        Silence::Resting(until) => texts.format("silence-resting", &[("until", texts.moment(*until).into())]),
        Silence::BadLogin => texts.get("silence-bad-login").to_owned(),
        Silence::Refused => texts.get("silence-refused").to_owned(),
        Silence::Odd(place) => texts.format("silence-odd", &[("place", place.as_str().into())]),
    }
}

/// How long ago something was told: `il y a 3 minutes`.
pub fn ago(texts: Texts, age: TimeDelta) -> String {
    let (id, count) = match age {
        _ if age.num_minutes() < 1 => return texts.get("ago-now").to_owned(),
        _ if age.num_hours() < 1 => ("ago-minutes", age.num_minutes()),
        _ if age.num_days() < 1 => ("ago-hours", age.num_hours()),
        _ => ("ago-days", age.num_days()),
    };
    texts.format(id, &[("count", count.into())])
}

/// A source that tells nothing, and why: `LDAP : ne répond pas`.
pub fn silent(texts: Texts, source: Source, why: &Silence) -> String {
    let about = [("source", source.to_string().into()), ("why", silence(texts, why).into())];
    texts.format("source-silent", &about)
}

/// An enrolment, by its year, the code and label of its étape, and its regime: `2026/2027 M1INFO Master 1 (INITIALE)`.
pub fn enrolment(texts: Texts, year: i32, etape: (&str, &str), regime: &str, is_cesure: bool) -> String {
    let regime = if is_cesure { super::coded(texts, "regime", "cesure") } else { regime };
    let about = [
        ("year", super::year(year).into()),
        ("code", etape.0.into()),
        ("label", etape.1.into()),
        ("regime", regime.into()),
    ];
    texts.format("pick-enrolment-line", &about)
}

/// Where an enrolment stands: `annulée`. A status that is not known here is shown as it was told.
pub fn enrolment_status(texts: Texts, status: &EnrolmentStatus) -> String {
    match status {
        EnrolmentStatus::Valid => texts.get("enrolment-valid").to_owned(),
        EnrolmentStatus::Pending => texts.get("enrolment-pending").to_owned(),
        EnrolmentStatus::Cancelled => texts.get("enrolment-cancelled").to_owned(),
        EnrolmentStatus::Other(told) => told.clone(),
    }
}

/// What a person is to the institution: `étudiant`. What is not known here is shown as it was told.
pub fn affiliation(texts: Texts, affiliation: &Affiliation) -> String {
    let id = match affiliation {
        Affiliation::Student => "affiliation-student",
        Affiliation::Teacher => "affiliation-teacher",
        Affiliation::Faculty => "affiliation-faculty",
        Affiliation::Researcher => "affiliation-researcher",
        Affiliation::Staff => "affiliation-staff",
        Affiliation::Employee => "affiliation-employee",
        Affiliation::Member => "affiliation-member",
        Affiliation::Affiliate => "affiliation-affiliate",
        Affiliation::Alum => "affiliation-alum",
        Affiliation::Other(told) => return told.clone(),
    };
    texts.get(id).to_owned()
}
