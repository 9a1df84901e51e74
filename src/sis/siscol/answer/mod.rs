//! What esup-siscol answers, as far as we read it, and what we keep of it. Only the codes that tell one thing from
//! another must be there; all else may be null, missing, or a value that did not exist when this was written.

pub(super) mod enrolment;
pub(super) mod person;
pub(super) mod reference;
pub(super) mod student;

use super::super::place::of_student_system;
use crate::domain::student::Coded;
use crate::domain::student::enrolment::EtapeKey;
use crate::domain::student::identity::Country;

/// A country by its code, its name, or both.
fn country(code: Option<String>, name: Option<String>) -> Option<Country> {
    let is_told = code.is_some() || name.is_some();
    let iso2 = code.as_deref().and_then(of_student_system).map(str::to_owned);
    is_told.then_some(Country { iso2, code, name })
}

/// A code with its label; nothing without the code.
fn coded(code: Option<String>, label: Option<String>) -> Option<Coded> {
    code.map(|code| Coded { code, label })
}

/// An étape by its code and version; nothing without the code.
fn etape_key(code: Option<String>, version: Option<String>) -> Option<EtapeKey> {
    code.map(|code| EtapeKey { code, version })
}
