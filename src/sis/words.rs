//! What student information systems tell alike, in the words of the domain: sexes, countries, addresses, regimes, and
//! codes with their labels.

use super::place::of_student_system;
use super::text::line;
use super::tolerant::Text;
use crate::domain::student::Coded;
use crate::domain::student::enrolment::Regime;
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

/// An address of Apogée on one line: abroad its last line is another.
pub(super) fn address(
    country: Option<&Country>,
    [first, second, third]: [&Text; 3],
    foreign: &Text,
) -> Option<String> {
    let is_abroad = country.is_some_and(|country| country.iso2.as_deref() != Some("FR"));
    let last = if is_abroad { foreign } else { third };
    line(&[first.as_deref(), second.as_deref(), last.as_deref()])
}

/// The regime of an enrolment: the one that it names, or the only one of the year.
pub(super) fn regime(code: Option<String>, label: Option<String>, regimes: &[Regime]) -> Option<Regime> {
    match (code, regimes) {
        (Some(code), _) => {
            let known = regimes.iter().find(|regime| regime.code == code).cloned();
            Some(known.unwrap_or(Regime { code, label, short: None }))
        }
        (None, [only]) => Some(only.clone()),
        (None, _) => None,
    }
}
