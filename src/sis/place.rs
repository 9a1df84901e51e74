//! Places as registers write them: countries by INSEE's codes, and towns abroad with their postal code before them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::text::{given, line};

const COUNTRIES: &str = include_str!("../../migrations/nomenclatures/countries.csv");

/// What a register says of where something is.
#[derive(Default)]
pub(super) struct Said<'a> {
    pub(super) complement: Option<&'a str>,
    pub(super) number: Option<&'a str>,
    pub(super) repetition: Option<&'a str>,
    pub(super) street_type: Option<&'a str>,
    pub(super) street: Option<&'a str>,
    pub(super) distribution: Option<&'a str>,
    pub(super) postal_code: Option<&'a str>,
    pub(super) town: Option<&'a str>,
    pub(super) foreign_town: Option<&'a str>,
    pub(super) country: Option<&'a str>,
    pub(super) country_name: Option<&'a str>,
}

/// What an answer says of where something is, whose fields are called as those of [`Said`].
macro_rules! said {
    ($answer:expr) => {
        $crate::sis::place::Said {
            complement: $answer.complement.as_deref(),
            number: $answer.number.as_deref(),
            repetition: $answer.repetition.as_deref(),
            street_type: $answer.street_type.as_deref(),
            street: $answer.street.as_deref(),
            distribution: $answer.distribution.as_deref(),
            postal_code: $answer.postal_code.as_deref(),
            town: $answer.town.as_deref(),
            foreign_town: $answer.foreign_town.as_deref(),
            country: $answer.country.as_deref(),
            country_name: $answer.country_name.as_deref(),
        }
    };
}
pub(super) use said;

/// Where something is, in our words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) address: Option<String>,
    pub(super) postal_code: Option<String>,
    pub(super) town: Option<String>,
    pub(super) country_code: Option<String>,
}

impl Said<'_> {
    /// Where it is: in France when no country is said.
    pub(super) fn place(&self) -> Place {
        let (postal_code, town) = (given(self.postal_code), given(self.town));
        let (country, foreign_town) = (given(self.country), given(self.foreign_town));
        let address = self.line();
        if country.is_none() && foreign_town.is_none() && given(self.country_name).is_none() {
            return Place { address, postal_code, town, country_code: Some("FR".to_owned()) };
        }
        let (before, after) = match foreign_town.as_deref().and_then(|town| town.split_once(' ')) {
            Some((first, rest)) if is_postal_code(first) => (Some(first.to_owned()), Some(rest.to_owned())),
            _ => (None, foreign_town),
        };
        let country_code = country.and_then(|code| iso(&code)).map(str::to_owned);
        Place { address, postal_code: postal_code.or(before), town: after.or(town), country_code }
    }

    /// Number, street and what completes them.
    fn line(&self) -> Option<String> {
        let street = given(self.street);
        // A number without its street would lead anywhere.
        let number = street.as_ref().and_then(|_| line(&[self.number, self.repetition, self.street_type]));
        line(&[self.complement, number.as_deref(), street.as_deref(), self.distribution])
    }
}

/// At least four digits, and before them no more than the sign of a country: `52000`, `L-1234`, `B1000`.
fn is_postal_code(word: &str) -> bool {
    let digits = word.trim_start_matches(|sign: char| sign.is_ascii_uppercase() || sign == '-');
    let is_number = (4..=7).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_number && word.len() - digits.len() <= 3
}

/// The country behind each code, where one stands behind it alone or as the only one that is no territory.
static BY_CODE: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let mut all: HashMap<&str, (Vec<&str>, Vec<&str>)> = HashMap::new();
    // A label may hold commas, between quotes: the status is looked for from the end.
    for row in COUNTRIES.lines().skip(1) {
        let mut fields = row.split(',');
        let (Some(iso), Some(code)) = (fields.next(), fields.next()) else { continue };
        let (states, others) = all.entry(code).or_default();
        let is_state = row.rsplit(',').nth(1) == Some("current");
        if is_state { states.push(iso) } else { others.push(iso) }
    }
    let only = |(code, (states, others)): (&'static str, (Vec<&'static str>, Vec<&'static str>))| match (
        states.as_slice(),
        others.as_slice(),
    ) {
        ([iso], _) | ([], [iso]) => Some((code, *iso)),
        _ => None,
    };
    all.into_iter().filter_map(only).collect()
});

/// The country of ISO 3166 that a code of INSEE (`99109`) names; nothing when it names several, or none.
fn iso(code: &str) -> Option<&'static str> {
    BY_CODE.get(code).copied()
}

/// The country that a code of Apogée or Pégase names: INSEE's without its first two digits, and a code of their own for
/// France.
pub(super) fn of_student_system(code: &str) -> Option<&'static str> {
    match code {
        "100" => Some("FR"),
        _ if code.len() == 3 => iso(&format!("99{code}")),
        _ => iso(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_abroad_may_begin_with_its_postal_code() {
        for (town, postal_code, rest) in [
            ("52000 MUSTERSTADT", Some("52000"), "MUSTERSTADT"),
            ("L-1234  LUXEMBOURG", Some("L-1234"), "LUXEMBOURG"),
            ("LONDON SW1A 1AA", None, "LONDON SW1A 1AA"),
            ("12 HIGH STREET", None, "12 HIGH STREET"),
            ("52000", None, "52000"),
        ] {
            let place = Said { foreign_town: Some(town), country: Some("99109"), ..Said::default() }.place();
            assert_eq!(
                (place.postal_code.as_deref(), place.town.as_deref()),
                (postal_code, Some(rest)),
                "{town}"
            );
            assert_eq!(place.country_code.as_deref(), Some("DE"));
        }
    }

    #[test]
    fn no_country_is_france_and_an_unknown_one_is_none() {
        let country = |said: Said<'_>| said.place().country_code;
        assert_eq!(country(Said { country: Some(" "), ..Said::default() }), Some("FR".into()));
        assert_eq!(country(Said { country_name: Some("ALLEMAGNE"), ..Said::default() }), None);
        assert_eq!(country(Said { country: Some("99999"), ..Said::default() }), None);
    }

    #[test]
    fn a_number_needs_a_street() {
        let said = |street| Said {
            complement: Some("BATIMENT EUREKA"),
            number: Some("14"),
            repetition: Some("B"),
            street_type: Some("RUE"),
            street: Some(street),
            distribution: Some("BP 12"),
            ..Said::default()
        };
        let line = |street| said(street).place().address;
        assert_eq!(line("DES LAVANDIERES"), Some("BATIMENT EUREKA 14 B RUE DES LAVANDIERES BP 12".into()));
        assert_eq!(line("[ND]"), Some("BATIMENT EUREKA BP 12".into()));
    }

    #[test]
    fn a_code_names_one_country_or_none() {
        for (code, country) in
            [("99109", "DE"), ("99132", "GB"), ("99418", "BO"), ("99216", "CN"), ("99350", "MA")]
        {
            assert_eq!(iso(code), Some(country), "{code}");
        }
        // Six territories share the first; the others are none.
        for code in ["99425", "99100", "", "cog", "DE", "99999"] {
            assert_eq!(iso(code), None, "{code}");
        }
    }

    #[test]
    fn student_systems_leave_out_the_first_two_digits() {
        for (code, country) in
            [("100", Some("FR")), ("109", Some("DE")), ("99109", Some("DE")), ("999", None), ("", None)]
        {
            assert_eq!(of_student_system(code), country, "{code}");
        }
    }
}
