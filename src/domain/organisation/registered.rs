//! What the national register of companies says of an establishment, in the words of our nomenclatures.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::siret::Siret;

/// Who said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// INSEE's SIRENE, which has authority.
    Sirene,
    /// The search of companies that needs no key: what it says is confirmed by SIRENE where that answers.
    CompanySearch,
}

impl Source {
    /// Its name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sirene => "sirene",
            Self::CompanySearch => "company_search",
        }
    }
}

/// Which list of activities a code is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NafRevision {
    /// NAF rev. 2, of 2008.
    #[serde(rename = "rev2")]
    Rev2,
    /// NAF 2025.
    #[serde(rename = "2025")]
    Of2025,
}

impl NafRevision {
    /// Its name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Rev2 => "rev2",
            Self::Of2025 => "2025",
        }
    }
}

/// The code of an activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Naf {
    /// `62.01Z`.
    pub code: String,
    /// Of which list.
    pub revision: NafRevision,
}

/// An establishment as a register knows it. What is not diffused, or not known, is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// Its number.
    pub siret: Siret,
    /// Who says so.
    pub source: Source,
    /// The sign over its door, or the name of its company.
    pub name: Option<String>,
    /// What it does: in NAF 2025 where the register says so, in rev. 2 otherwise.
    pub naf: Option<Naf>,
    /// The first two digits of its company's legal category.
    pub legal_category: Option<String>,
    /// The code of its company's headcount band.
    pub headcount_band: Option<String>,
    /// Number, street and what completes them, on one line.
    pub address: Option<String>,
    /// Its postal code.
    pub postal_code: Option<String>,
    /// Its town.
    pub town: Option<String>,
    /// Its country, `FR` unless the register says otherwise; absent where the register names one that ISO 3166 does not.
    pub country_code: Option<String>,
    /// It is the seat of its company.
    pub is_seat: bool,
    /// It is closed, or its company is.
    pub is_closed: bool,
    /// Since when it is closed, if that is known.
    pub closed_on: Option<NaiveDate>,
    /// Part of what the register knows is not for everybody: it asked for that.
    pub is_partial: bool,
}
