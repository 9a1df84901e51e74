//! A directory, whichever it is.

use chrono::TimeDelta;

use super::super::fault::Call;
use super::super::port::{Directory, Told};
use super::super::{ldap, siscol};
use crate::domain::student::directory::Person;
use crate::domain::student::search::{Among, PersonSearch};

/// One of those that we speak to.
#[derive(Debug)]
pub enum People {
    /// The module of esup-siscol.
    Siscol(Box<siscol::DirectoryClient>),
    /// A directory that is asked itself.
    Ldap(Box<ldap::DirectoryClient>),
}

impl People {
    /// A call to it, as faults and the log name it.
    pub(super) fn call(&self, name: &'static str) -> Call {
        let service = match self {
            Self::Siscol(client) => client.service(),
            Self::Ldap(client) => client.service(),
        };
        Call { service, name }
    }

    pub(super) async fn people(&self, among: Among, search: &PersonSearch) -> Told<Vec<Person>> {
        match self {
            Self::Siscol(client) => client.people(among, search).await,
            Self::Ldap(client) => client.people(among, search).await,
        }
    }

    pub(super) async fn by_login(&self, login: &str) -> Told<Person> {
        match self {
            Self::Siscol(client) => client.by_login(login).await,
            Self::Ldap(client) => client.by_login(login).await,
        }
    }

    /// How far its clock was ahead of ours at its last answer; LDAP tells no time.
    pub(super) fn skew(&self) -> Option<TimeDelta> {
        match self {
            Self::Siscol(client) => client.skew(),
            Self::Ldap(_) => None,
        }
    }
}
