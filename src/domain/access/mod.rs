//! Who is at the desk: the person, and the kinds of scope through which they read files. The database decides what
//! they may do; the desk uses this to ask the right questions and to explain.

mod administration;
mod centre;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

pub use administration::{Change, Member, Newcomer, RIGHTS, Register, Role};
pub use centre::{APPLIES, Asked, Centre, CentreLine, LEVELS, NEEDED_FOR, Programme, SettingKind, Template};

/// The person behind the session, as the database knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Number of the person.
    pub id: i32,
    /// "Claire MARTIN".
    pub name: String,
    /// Codes of their roles.
    pub roles: Vec<String>,
    /// Rights, as `FUNCTION.act`.
    pub rights: Vec<String>,
    /// Where they work.
    pub establishment: Establishment,
    /// What they see, by kind of scope.
    pub scope: Scope,
    /// Codes of the centres they are attached to.
    pub centre_codes: Vec<String>,
    /// A few of those who can grant a right that is missing: names.
    pub grantors: Vec<String>,
}

impl Person {
    /// Whether one of their roles holds this right, such as `CONVENTION.validate`.
    pub fn holds(&self, right: &str) -> bool {
        self.rights.iter().any(|held| held == right)
    }
}

/// Why the database refuses a change of roles, people or centres: a code, and what its sentence speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Denied {
    /// `GU002`, `GU024` and following.
    #[serde(skip)]
    pub code: String,
    /// The function of a missing right.
    pub function: String,
    /// The missing right.
    pub right: String,
    /// Who can grant it: names.
    pub grantors: Vec<String>,
    /// What is not known, or known already: `role`, `person` or `centre`.
    pub kind: String,
    /// Its code or login.
    pub name: String,
    /// The role in question.
    pub role: String,
    /// It reaches further than one sees oneself.
    pub scope: bool,
    /// Its rights that one lacks oneself, as `FUNCTION.act`.
    pub lacking: Vec<String>,
    /// The setting in question.
    pub field: String,
    /// What it cannot be.
    pub value: Option<String>,
    /// A name that cannot be a login.
    pub login: String,
    /// How many files are in the way.
    pub count: u32,
}

impl Denied {
    /// Whether it says enough for a sentence of its own: a missing right with its function, or a change refused.
    pub fn is_explained(&self) -> bool {
        match self.code.as_str() {
            "GU002" => !self.function.is_empty(),
            code => matches!(
                code,
                "GU024"
                    | "GU025"
                    | "GU026"
                    | "GU027"
                    | "GU028"
                    | "GU029"
                    | "GU030"
                    | "GU061"
                    | "GU062"
                    | "GU063"
                    | "GU090"
                    | "GU091"
            ),
        }
    }
}

/// The university of the database, as far as every screen needs it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Establishment {
    /// Its name.
    pub name: String,
    /// The IANA name of the zone it lives in: `Europe/Paris`.
    pub zone: String,
    /// The month (1 to 12) and the day (1 to 28) on which its university year starts.
    pub year_starts: (u32, u32),
}

impl Default for Establishment {
    fn default() -> Self {
        Self { name: String::new(), zone: "Europe/Paris".into(), year_starts: (9, 1) }
    }
}

impl Establishment {
    /// The university year that a day lies in, by the calendar year it starts in: 2025 for 2025/2026.
    pub fn year_of(&self, day: NaiveDate) -> i32 {
        day.year() - i32::from((day.month(), day.day()) < self.year_starts)
    }
}

/// The arrays of the database's policies: through what a person reads files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Centres.
    pub centres: Vec<i32>,
    /// Supervisors: themselves and those they stand in for.
    pub supervised: Vec<i32>,
    /// Étapes, as programme head.
    pub etapes: Vec<i32>,
    /// Themselves, as a student.
    pub student: Option<i32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_university_year_starts_on_the_day_of_the_establishment() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let here = Establishment { year_starts: (8, 25), ..Establishment::default() };
        assert_eq!(here.year_of(day("2025-08-24")), 2024);
        assert_eq!(here.year_of(day("2025-08-25")), 2025);
        assert_eq!(here.year_of(day("2026-01-05")), 2025);
        let usual = Establishment::default();
        assert_eq!(usual.year_of(day("2026-08-31")), 2025);
        assert_eq!(usual.year_of(day("2026-09-01")), 2026);
    }
}
