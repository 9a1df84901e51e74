//! What is looked for among students and among the people of the directory, and the students that are found.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::StudentNumber;
use super::enrolment::{Diploma, EtapeKey};

/// The students to look for. What is absent narrows nothing; a source may need some of it to answer at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StudentSearch {
    /// First civil year of the university year in which they are enrolled.
    pub year: Option<i32>,
    /// The étape.
    pub etape: Option<EtapeKey>,
    /// The diploma: its label plays no part.
    pub diploma: Option<Diploma>,
    /// The code of the composante.
    pub composante: Option<String>,
    /// Their number.
    pub number: Option<StudentNumber>,
    /// Their name.
    pub surname: Option<String>,
    /// Their first name.
    pub given_name: Option<String>,
}

/// A student who is found: enough to be told from others of the same name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundStudent {
    /// Their number.
    pub number: StudentNumber,
    /// Their name.
    pub surname: Option<String>,
    /// Their first name.
    pub given_name: Option<String>,
    /// The day when they were born.
    pub birth_date: Option<NaiveDate>,
    /// Mail address that the institution gave them.
    pub mail: Option<String>,
}

/// Which people of the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Among {
    /// Those who study.
    Students,
    /// Those who teach.
    Teachers,
    /// Those who work here.
    Staff,
}

/// The people to look for in the directory. What is empty narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonSearch {
    /// What tells them from all others.
    pub uid: String,
    /// The login that they type.
    pub login: String,
    /// The number of a student.
    pub number: String,
    /// Part of their name.
    pub surname: String,
    /// Part of their first name.
    pub given_name: String,
    /// Part of their mail address.
    pub mail: String,
    /// An étape, as the directory writes it.
    pub etape: String,
    /// The code of a composante or service, as the directory writes it.
    pub entity: String,
    /// First civil year of the university year in which they are enrolled.
    pub year: Option<i32>,
}
