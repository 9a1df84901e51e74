//! The codes that registers share: activities, legal categories, headcount bands. An unknown one is absent, or another one.

use super::text::given;
use crate::domain::organisation::registered::{Naf, NafRevision};

/// The bands of `headcount_bands.csv`.
const BANDS: [&str; 16] =
    ["NN", "00", "01", "02", "03", "11", "12", "21", "22", "31", "32", "41", "42", "51", "52", "53"];

/// The legal categories of `legal_categories.csv`, by their first two digits.
const CATEGORIES: [&str; 27] = [
    "10", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "69", "70", "71",
    "72", "73", "74", "81", "82", "83", "84", "92", "93", OTHER,
];

/// What a legal category is there that is none of the others.
const OTHER: &str = "99";

/// The activity: in NAF 2025 where that is said, in rev. 2 otherwise.
pub(super) fn naf(of_2025: Option<&str>, rev2: Option<&str>) -> Option<Naf> {
    let read = |code: Option<&str>, revision| {
        given(code).filter(|code| is_naf(code)).map(|code| Naf { code, revision })
    };
    read(of_2025, NafRevision::Of2025).or_else(|| read(rev2, NafRevision::Rev2))
}

/// The first two digits of a legal category; another one where the nomenclature has none of that level.
pub(super) fn legal_category(code: Option<&str>) -> Option<String> {
    let code = given(code)?;
    let is_category = code.len() == 4 && code.bytes().all(|digit| digit.is_ascii_digit());
    let level = is_category.then(|| code.get(..2)).flatten()?;
    Some(if CATEGORIES.contains(&level) { level } else { OTHER }.to_owned())
}

/// The code of a headcount band.
pub(super) fn headcount_band(code: Option<&str>) -> Option<String> {
    given(code).filter(|code| BANDS.contains(&code.as_str()))
}

/// `62.01Z`; `00.00Z` is written for an activity that nobody knows.
fn is_naf(code: &str) -> bool {
    let is_shaped = matches!(code.as_bytes(), [a, b, b'.', c, d, letter]
        if [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()) && letter.is_ascii_uppercase());
    is_shaped && code != "00.00Z"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bands_are_those_of_the_nomenclature() {
        let list = include_str!("../../migrations/nomenclatures/headcount_bands.csv");
        let known: Vec<&str> = list.lines().skip(1).filter_map(|row| row.split(',').next()).collect();
        assert_eq!(known, BANDS);
        assert_eq!(headcount_band(Some("53")), Some("53".into()));
        assert_eq!(headcount_band(Some("99")), None);
        assert_eq!(headcount_band(None), None);
    }

    #[test]
    fn activities_are_read_in_the_newest_list() {
        let naf = |of_2025, rev2| naf(of_2025, rev2).map(|naf| (naf.code, naf.revision));
        assert_eq!(naf(Some("62.10Y"), Some("62.01Z")), Some(("62.10Y".into(), NafRevision::Of2025)));
        assert_eq!(naf(Some("[ND]"), Some("62.01Z")), Some(("62.01Z".into(), NafRevision::Rev2)));
        assert_eq!(naf(None, Some("00.00Z")), None);
        assert_eq!(naf(Some("6210Y"), Some("é2.01Z")), None);
    }

    #[test]
    fn legal_categories_are_those_of_the_nomenclature() {
        let list = include_str!("../../migrations/nomenclatures/legal_categories.csv");
        let known: Vec<(&str, &str)> = list.lines().skip(1).filter_map(|row| row.split_once(',')).collect();
        assert_eq!(known.iter().map(|(code, _)| *code).collect::<Vec<_>>(), CATEGORIES);
        assert!(known.contains(&(OTHER, "Autre")));
    }

    #[test]
    fn legal_categories_have_two_digits() {
        assert_eq!(legal_category(Some("5710")), Some("57".into()));
        // Public industrial establishments, companies of other states, trustees.
        for unknown in ["4110", "4140", "3120", "2110", "9110"] {
            assert_eq!(legal_category(Some(unknown)), Some(OTHER.into()), "{unknown}");
        }
        for wrong in [None, Some("57"), Some("éé"), Some("[ND]"), Some("57A0")] {
            assert_eq!(legal_category(wrong), None);
        }
    }
}
