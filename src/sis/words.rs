//! What student information systems tell alike, in the words of the domain: sexes, countries, addresses, regimes, states
//! and mobilities, codes with their labels. A value that did not exist when this was written is kept as it was told.

use super::place::of_student_system;
use super::text::line;
use super::tolerant::Text;
use crate::domain::student::Coded;
use crate::domain::student::enrolment::{EnrolmentStatus, Mobility, Regime};
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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn countries_are_those_of_the_nomenclature_of_pegase() {
        // It tells the code of ISO 3166 too: ours is known without asking for it.
        let sample = include_str!("../../tests/sis/samples/pegase-ref-PaysNationalite.json");
        let entries: Vec<Value> = serde_json::from_str(sample).unwrap();
        assert_eq!(entries.len(), 2);
        for entry in entries {
            let told = |name: &str| entry[name].as_str().map(str::to_owned);
            let read = country(told("code"), told("libelleNationalite"));
            let expected =
                Country { iso2: told("codeIso3611"), code: told("code"), name: told("libelleNationalite") };
            assert_eq!(read, Some(expected));
        }
    }

    #[test]
    fn what_is_not_known_is_kept_as_it_was_told() {
        assert_eq!(sex(Some("Mme.".into())), Some(Sex::Female));
        assert_eq!(sex(Some("x".into())), Some(Sex::Other("x".into())));
        assert_eq!(status("annulee".into()), EnrolmentStatus::Cancelled);
        assert_eq!(status("en_orbite".into()), EnrolmentStatus::Other("en_orbite".into()));
        assert_eq!(mobility("SANS".into()), None);
        assert_eq!(mobility("Lunaire".into()), Some(Mobility::Other("Lunaire".into())));
        assert_eq!((coded(None, Some("x".into())), country(None, None)), (None, None));
    }
}
