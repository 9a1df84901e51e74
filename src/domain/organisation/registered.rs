//! What the national register of companies says of an establishment, in the words of our nomenclatures.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::HOST_FIELDS;
use super::siret::Siret;
use crate::domain::form::{Value, Values};

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

impl Registered {
    /// What is kept of it when it is taken into the registry.
    pub fn details(&self) -> Values {
        let naf = self.naf.as_ref();
        let known = [
            ("siret", Some(self.siret.as_str())),
            ("name", self.name.as_deref()),
            ("legal_category", self.legal_category.as_deref()),
            ("headcount_band", self.headcount_band.as_deref()),
            ("address", self.address.as_deref()),
            ("postal_code", self.postal_code.as_deref()),
            ("town", self.town.as_deref()),
            ("country_code", self.country_code.as_deref()),
            ("naf_code", naf.map(|naf| naf.code.as_str())),
            ("naf_revision", naf.map(|naf| naf.revision.code())),
        ];
        known.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?.into()))).collect()
    }

    /// What it says of the fields of a host, in the order they show.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, String)> {
        let details = self.details();
        let said = move |field| details.get(field).and_then(Value::as_str).map(str::to_owned);
        HOST_FIELDS.into_iter().filter_map(move |field| Some((field, said(field)?)))
    }

    /// What it says of a field of a host.
    pub fn text(&self, field: &str) -> Option<String> {
        self.fields().find(|(name, _)| *name == field).map(|(_, text)| text)
    }
}

/// What is looked for in a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// One establishment.
    Siret(Siret),
    /// The open establishments of one company, by the nine digits of its number.
    Siren(String),
    /// Open establishments whose names hold these words, one of which may be a place.
    Words(String),
    /// Open establishments that may be a host of which this is known, those of its place first.
    Named {
        /// Its name.
        name: String,
        /// Its town; may be empty.
        town: String,
        /// Its postal code; may be empty.
        postal_code: String,
    },
}

/// Letters from which words are worth a question.
const LETTERS: usize = 3;

impl Looked {
    /// What a text asks for; nothing when it is too short, or a number that is not whole yet.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
        if !digits.is_empty() && digits.bytes().all(|sign| sign.is_ascii_digit()) {
            return match digits.len() {
                9 => Some(Self::Siren(digits)),
                14 => Siret::parse(&digits).ok().map(Self::Siret),
                _ => None,
            };
        }
        let letters = text.chars().filter(|sign| sign.is_alphanumeric()).count();
        (letters >= LETTERS).then(|| Self::Words(text.to_lowercase()))
    }

    /// What a host is looked for by that has this name and place but no number; nothing when its name is too short.
    pub fn named(name: &str, town: &str, postal_code: &str) -> Option<Self> {
        match Self::of(name)? {
            Self::Words(name) => {
                let [town, postal_code] = [town, postal_code].map(|text| text.trim().to_lowercase());
                Some(if town.is_empty() && postal_code.is_empty() {
                    Self::Words(name)
                } else {
                    Self::Named { name, town, postal_code }
                })
            }
            number => Some(number),
        }
    }

    /// The question as it is kept beside its answer.
    pub fn asked(&self) -> Cow<'_, str> {
        match self {
            Self::Siret(siret) => siret.as_str().into(),
            Self::Siren(text) | Self::Words(text) => text.into(),
            Self::Named { name, town, postal_code } => format!("{name}\n{postal_code} {town}").into(),
        }
    }
}

/// Where a register reads on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// Which one.
    pub source: Source,
    /// The place was told apart from the name.
    pub is_placed: bool,
    /// As the register names it.
    pub cursor: String,
}

/// What was found in a register, or what was made of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found<T> {
    /// It.
    pub said: Vec<T>,
    /// How many there are in all, where the register says so.
    pub total: Option<u64>,
    /// Where to read on; nothing where these are all.
    pub rest: Option<Rest>,
    /// A register that comes before the one that answered refuses the key.
    #[serde(skip)]
    pub bad_key: bool,
}

impl<T> Default for Found<T> {
    fn default() -> Self {
        Self { said: Vec::new(), total: None, rest: None, bad_key: false }
    }
}

impl<T> Found<T> {
    /// The same, of which this is made.
    pub fn with<U>(self, said: Vec<U>) -> Found<U> {
        Found { said, total: self.total, rest: self.rest, bad_key: self.bad_key }
    }
}

/// Digits of a SIRET.
const SIRET: usize = 14;

/// What is known of a host that was looked for in vain: its SIRET where it was that, even with a wrong key, or its name.
pub fn looked_for(typed: &str) -> Values {
    let typed = typed.trim();
    let digits: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect();
    let is_siret = digits.len() == SIRET && digits.bytes().all(|sign| sign.is_ascii_digit());
    let (name, text) = if is_siret { ("siret", digits.as_str()) } else { ("name", typed) };
    Values::from([(name.to_owned(), text.into())])
}

/// An establishment that a register proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// What the register says of it.
    pub said: Registered,
    /// The number of the host that has its SIRET, if one does.
    pub known: Option<i32>,
}

/// Why no register says anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsaid {
    /// The settings name none.
    None,
    /// All questions of this minute are asked, or it asked to be left alone until then.
    Later(DateTime<Utc>),
    /// It cannot be reached, or is unwell.
    Unreachable,
    /// It does not accept our key.
    BadKey,
    /// It knows the establishment, and may not tell.
    NotDiffused,
    /// It refuses the question, or answers otherwise than its contract says: what it was.
    Odd(String),
}

/// How soon a register that did not serve is asked the same again.
const AGAIN: TimeDelta = TimeDelta::minutes(1);

impl Unsaid {
    /// When the same may be asked again, where this was said at that moment; never where the settings name no register.
    pub fn again(&self, said: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::None => None,
            Self::Later(at) => Some(*at),
            Self::Unreachable | Self::BadKey | Self::NotDiffused | Self::Odd(_) => Some(said + AGAIN),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_for_in_vain_is_a_number_or_a_name() {
        for (typed, field, text) in [
            (" Atelier du Verdon ", "name", "Atelier du Verdon"),
            ("732 829 320 00074", "siret", "73282932000074"),
            ("73282932000075", "siret", "73282932000075"),
            ("732829320", "name", "732829320"),
            ("", "name", ""),
        ] {
            assert_eq!(looked_for(typed), Values::from([(field.to_owned(), text.into())]), "{typed}");
        }
    }
}
