//! Who a student is and where to reach them: under the name that they use, and in their civil status.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::StudentNumber;

/// The sex or title of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Whatever else the source says, in its words.
    Other(String),
}

/// A country, or a nationality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Country {
    /// Its code in ISO 3166; absent when the code of the source names none.
    pub iso2: Option<String>,
    /// Its code as the source tells it.
    pub code: Option<String>,
    /// What the source calls it.
    pub name: Option<String>,
}

/// Where to reach a student.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Number, street and what completes them, on one line.
    pub address: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Town.
    pub town: Option<String>,
    /// Country.
    pub country: Option<Country>,
    /// Telephone at that address.
    pub phone: Option<String>,
    /// Mobile telephone.
    pub mobile: Option<String>,
    /// Mail address of their own.
    pub personal_mail: Option<String>,
}

/// Who a student is, and where to reach them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Their number.
    pub number: StudentNumber,
    /// What tells them from all others inside the source.
    pub inner_id: Option<String>,
    /// The name that they were born with.
    pub birth_name: Option<String>,
    /// The name that they use.
    pub usage_name: Option<String>,
    /// The first name that they use.
    pub given_name: Option<String>,
    /// The first name of their civil status, where it differs or is told.
    pub civil_given_name: Option<String>,
    /// Their sex.
    pub sex: Option<Sex>,
    /// The sex of their civil status.
    pub civil_sex: Option<Sex>,
    /// The day when they were born.
    pub birth_date: Option<NaiveDate>,
    /// Mail address that the institution gave them.
    pub mail: Option<String>,
    /// Where to reach them.
    pub contact: Contact,
    /// The health insurance fund (CPAM) that covers them.
    pub health_fund: Option<String>,
    /// First civil years of the university years in which they were enrolled in lifelong training.
    pub lifelong_years: Vec<i32>,
}

/// The civil status of a student, for the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CivilStatus {
    /// Their number.
    pub number: StudentNumber,
    /// Their national number (INE).
    pub ine: Option<String>,
    /// Their login.
    pub login: Option<String>,
    /// The name that they were born with.
    pub birth_name: Option<String>,
    /// The name that they use.
    pub usage_name: Option<String>,
    /// Their first name.
    pub given_name: Option<String>,
    /// Their second first name.
    pub second_given_name: Option<String>,
    /// The first name of their civil status.
    pub civil_given_name: Option<String>,
    /// Their sex.
    pub sex: Option<Sex>,
    /// The sex of their civil status.
    pub civil_sex: Option<Sex>,
    /// The day when they were born.
    pub birth_date: Option<NaiveDate>,
    /// Their nationality.
    pub nationality: Option<Country>,
    /// Mail address that the institution gave them.
    pub mail: Option<String>,
    /// The health insurance fund (CPAM) that covers them.
    pub health_fund: Option<String>,
}
