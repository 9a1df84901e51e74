//! Words about students as the sources of the institution tell them.

use crate::domain::student::directory::Affiliation;
use crate::domain::student::enrolment::EnrolmentStatus;
use crate::domain::student::source::Silence;
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

/// A university year by its first civil year: `2026/2027`.
pub fn university_year(year: i32) -> String {
    format!("{year}/{}", year + 1)
}
