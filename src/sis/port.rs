//! What every student information system and every directory is asked, whichever it is. Each answers in the words of
//! the domain; that it knows nothing of a student is an answer, that it does not serve is a fault.

use std::future::Future;

use super::fault::{Fault, Service};
use crate::domain::student::directory::Person;
use crate::domain::student::enrolment::{Enrolments, Etape, EtapeKey, InternshipElement, Programme, Regime};
use crate::domain::student::identity::{CivilStatus, Identity};
use crate::domain::student::search::{Among, FoundStudent, PersonSearch, StudentSearch};
use crate::domain::student::{Coded, StudentNumber};

/// What a source that served knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known<T> {
    /// This; a list is never empty.
    This(T),
    /// Nothing: it says so.
    Nothing,
    /// Its answer is empty, and it also answers so when what stands behind it is down: nothing follows from that, least
    /// of all that a student is not enrolled.
    Unsure,
}

impl<T> Known<T> {
    /// What it knows, if it knows something.
    pub fn this(self) -> Option<T> {
        match self {
            Self::This(value) => Some(value),
            Self::Nothing | Self::Unsure => None,
        }
    }
}

/// What a source knows, or why it did not serve.
pub type Told<T> = Result<Known<T>, Fault>;

/// A source of students, of their enrolments and of the lists that these refer to.
///
/// Years are the first civil year of a university year.
pub trait StudentRecords {
    /// Which service answers.
    fn service(&self) -> Service;

    /// The students that are looked for.
    fn find(&self, search: &StudentSearch) -> impl Future<Output = Told<Vec<FoundStudent>>> + Send;

    /// Who a student is, and where to reach them in a year.
    fn identity(&self, number: &StudentNumber, year: i32) -> impl Future<Output = Told<Identity>> + Send;

    /// The civil status of a student.
    fn civil_status(&self, number: &StudentNumber) -> impl Future<Output = Told<CivilStatus>> + Send;

    /// The years in which a student is or was enrolled, in order.
    fn years(&self, number: &StudentNumber) -> impl Future<Output = Told<Vec<i32>>> + Send;

    /// The enrolments of a student in a year.
    fn enrolments(&self, number: &StudentNumber, year: i32) -> impl Future<Output = Told<Enrolments>> + Send;

    /// The elements of an étape that are internships.
    fn elements(&self, etape: &EtapeKey) -> impl Future<Output = Told<Vec<InternshipElement>>> + Send;

    /// The composantes.
    fn composantes(&self) -> impl Future<Output = Told<Vec<Coded>>> + Send;

    /// The étapes.
    fn etapes(&self) -> impl Future<Output = Told<Vec<Etape>>> + Send;

    /// The regimes of enrolment.
    fn regimes(&self) -> impl Future<Output = Told<Vec<Regime>>> + Send;

    /// The diplomas of a composante in a year, with their étapes.
    fn programmes(&self, composante: &str, year: i32) -> impl Future<Output = Told<Vec<Programme>>> + Send;
}

/// A directory of people.
pub trait Directory {
    /// Which service answers.
    fn service(&self) -> Service;

    /// The people that are looked for; nothing when nothing is looked for. It may tell only the first of many.
    fn people(&self, among: Among, search: &PersonSearch) -> impl Future<Output = Told<Vec<Person>>> + Send;

    /// The person who types this login.
    fn by_login(&self, login: &str) -> impl Future<Output = Told<Person>> + Send;
}
