//! A directory, whichever it is.

use super::super::fault::Call;
use super::super::port::{Directory, Told};
use super::super::siscol;
use crate::domain::student::directory::Person;

/// One of those that we speak to.
#[derive(Debug)]
pub enum People {
    /// The module of esup-siscol.
    Siscol(siscol::DirectoryClient),
}

impl People {
    /// A call to it, as faults and the log name it.
    pub(super) fn call(&self, name: &'static str) -> Call {
        match self {
            Self::Siscol(client) => Call { service: client.service(), name },
        }
    }

    pub(super) async fn by_login(&self, login: &str) -> Told<Person> {
        match self {
            Self::Siscol(client) => client.by_login(login).await,
        }
    }
}
