//! The words in which student information systems tell of students, whichever speaks: a value that did not exist when
//! this was written is kept as it was told.

use super::place::of_student_system;
use crate::domain::student::Coded;
use crate::domain::student::enrolment::{EnrolmentStatus, Mobility};
use crate::domain::student::identity::{Country, Sex};

/// A sex, or the title that tells it.
pub(super) fn sex(told: Option<String>) -> Option<Sex> {
    told.map(|told| match told.to_uppercase().trim_end_matches('.') {
        "F" | "MME" | "MLLE" => Sex::Female,
        "M" | "MR" => Sex::Male,
        _ => Sex::Other(told),
    })
}

/// A country by its code, its name, or both.
pub(super) fn country(code: Option<String>, name: Option<String>) -> Option<Country> {
    let is_told = code.is_some() || name.is_some();
    let iso2 = code.as_deref().and_then(of_student_system).map(str::to_owned);
    is_told.then_some(Country { iso2, code, name })
}

/// A code with its label; nothing without the code.
pub(super) fn coded(code: Option<String>, label: Option<String>) -> Option<Coded> {
    code.map(|code| Coded { code, label })
}

/// Where an enrolment stands.
pub(super) fn status(told: String) -> EnrolmentStatus {
    match told.to_uppercase().as_str() {
        "VALIDE" | "VALIDEE_EN_MULTI_CURSUS" => EnrolmentStatus::Valid,
        "EN_COURS" | "EN_ACTUALISATION" => EnrolmentStatus::Pending,
        "ANNULEE" => EnrolmentStatus::Cancelled,
        _ => EnrolmentStatus::Other(told),
    }
}

/// Whether a student comes or goes; nothing for one who stays.
pub(super) fn mobility(told: String) -> Option<Mobility> {
    match told.to_uppercase().as_str() {
        "SANS" => None,
        "ENTRANTE" => Some(Mobility::Incoming),
        "SORTANTE" => Some(Mobility::Outgoing),
        _ => Some(Mobility::Other(told)),
    }
}
