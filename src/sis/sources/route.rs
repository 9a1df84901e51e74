//! Whom to ask about which students: all of them, those of some years, those whose numbers begin so.

use crate::domain::student::StudentNumber;
use crate::domain::student::source::Source;

/// Students of whom a source may know. Where several may, they are asked in the order of the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The source.
    pub source: Source,
    /// From this university year on, by its first civil year.
    pub from: Option<i32>,
    /// Until this university year, included.
    pub until: Option<i32>,
    /// How the numbers of its students begin; empty for all of them.
    pub numbers: Vec<String>,
}

impl Route {
    /// To this source for everything.
    pub fn all_to(source: Source) -> Self {
        Self { source, from: None, until: None, numbers: Vec::new() }
    }

    /// Whether it may know of this student, in this year when one is asked about.
    pub(super) fn leads(&self, number: &StudentNumber, year: Option<i32>) -> bool {
        let is_of_year = year.is_none_or(|year| {
            self.from.is_none_or(|from| from <= year) && self.until.is_none_or(|until| year <= until)
        });
        let is_its =
            self.numbers.is_empty() || self.numbers.iter().any(|begin| number.as_str().starts_with(begin));
        is_of_year && is_its
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_leads_to_its_years_and_its_numbers() {
        let number = StudentNumber::parse("22104518").unwrap();
        let route = Route {
            from: Some(2025),
            numbers: vec!["9".into(), "22".into()],
            ..Route::all_to(Source::SiscolPcscol)
        };
        assert!(route.leads(&number, Some(2025)) && route.leads(&number, None));
        assert!(!route.leads(&number, Some(2024)));
        assert!(!route.leads(&StudentNumber::parse("02210451").unwrap(), Some(2026)));
        let old = Route { until: Some(2024), ..Route::all_to(Source::SiscolApogee) };
        assert!(old.leads(&number, Some(2024)) && !old.leads(&number, Some(2025)));
    }
}
