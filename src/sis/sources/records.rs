//! A student information system, whichever it is.

use chrono::TimeDelta;

use super::super::fault::{Call, Service};
use super::super::port::{StudentRecords, Told};
use super::super::{apogee, pegase, siscol};
use crate::domain::student::enrolment::Enrolments;
use crate::domain::student::identity::{CivilStatus, Identity};
use crate::domain::student::search::{FoundStudent, StudentSearch};
use crate::domain::student::{Coded, StudentNumber};

/// One of those that we speak to.
#[derive(Debug)]
pub enum Records {
    /// A module of esup-siscol.
    Siscol(Box<siscol::RecordsClient>),
    /// Pégase.
    Pegase(Box<pegase::PegaseClient>),
    /// Apogée.
    Apogee(Box<apogee::RecordsClient>),
}

/// Asks the system behind it, whichever it is.
macro_rules! whichever {
    ($records:ident, $client:ident => $question:expr) => {
        match $records {
            Records::Siscol($client) => $question.await,
            Records::Pegase($client) => $question.await,
            Records::Apogee($client) => $question.await,
        }
    };
}

impl Records {
    /// A call to it, as faults and the log name it.
    pub(super) fn call(&self, name: &'static str) -> Call {
        Call { service: self.service(), name }
    }

    fn service(&self) -> Service {
        match self {
            Self::Siscol(client) => client.service(),
            Self::Pegase(client) => client.service(),
            Self::Apogee(client) => client.service(),
        }
    }

    /// Whether students are found by their names alone.
    pub(super) fn finds_by_name(&self) -> bool {
        match self {
            Self::Pegase(client) => client.finds_by_name(),
            Self::Siscol(_) | Self::Apogee(_) => false,
        }
    }

    pub(super) async fn find(&self, search: &StudentSearch) -> Told<Vec<FoundStudent>> {
        whichever!(self, client => client.find(search))
    }

    pub(super) async fn identity(&self, number: &StudentNumber, year: i32) -> Told<Identity> {
        whichever!(self, client => client.identity(number, year))
    }

    pub(super) async fn civil_status(&self, number: &StudentNumber) -> Told<CivilStatus> {
        whichever!(self, client => client.civil_status(number))
    }

    pub(super) async fn years(&self, number: &StudentNumber) -> Told<Vec<i32>> {
        whichever!(self, client => client.years(number))
    }

    pub(super) async fn enrolments(&self, number: &StudentNumber, year: i32) -> Told<Enrolments> {
        whichever!(self, client => client.enrolments(number, year))
    }

    pub(super) async fn composantes(&self) -> Told<Vec<Coded>> {
        whichever!(self, client => client.composantes())
    }

    /// How far its clock was ahead of ours at its last answer.
    pub(super) fn skew(&self) -> Option<TimeDelta> {
        match self {
            Self::Siscol(client) => client.skew(),
            Self::Pegase(client) => client.skew(),
            Self::Apogee(client) => client.skew(),
        }
    }

    /// Forgets the lists that it told.
    pub(super) fn forget_lists(&self) {
        match self {
            Self::Siscol(client) => client.forget_lists(),
            Self::Pegase(client) => client.forget_lists(),
            Self::Apogee(client) => client.forget_lists(),
        }
    }
}
