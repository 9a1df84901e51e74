//! People as the directory of the institution names them: students, teachers and staff.

use serde::{Deserialize, Serialize};

use super::StudentNumber;
use super::identity::Sex;

/// What a person is to the institution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Affiliation {
    /// Studies.
    Student,
    /// Teaches.
    Teacher,
    /// Teaches or does research.
    Faculty,
    /// Does research.
    Researcher,
    /// Works here without teaching.
    Staff,
    /// Is paid here.
    Employee,
    /// Belongs here, whatever else they are.
    Member,
    /// Belongs elsewhere, and is known here.
    Affiliate,
    /// Studied here.
    Alum,
    /// Whatever else the directory says, in its words.
    Other(String),
}

/// A person of the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// What tells them from all others.
    pub uid: Option<String>,
    /// The login that they type.
    pub login: Option<String>,
    /// Their number, if they study.
    pub number: Option<StudentNumber>,
    /// Their name.
    pub surname: Option<String>,
    /// Their first name.
    pub given_name: Option<String>,
    /// Both names as the directory shows them.
    pub name: Option<String>,
    /// Their title.
    pub title: Option<Sex>,
    /// Mail address that the institution gave them.
    pub mail: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// What they are above all.
    pub main_affiliation: Option<Affiliation>,
    /// All that they are.
    pub affiliations: Vec<Affiliation>,
    /// The code of the composante or service that they belong to above all.
    pub main_entity: Option<String>,
    /// The codes of all of them.
    pub entities: Vec<String>,
    /// The étapes in which they are enrolled, as the directory writes them.
    pub etapes: Vec<String>,
    /// First civil years of the university years in which they are enrolled.
    pub years: Vec<i32>,
}
