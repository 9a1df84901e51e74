//! What can go wrong between us and a register or a student information system, one variant a class: what the caller
//! should do next differs for each. That nothing is found is no fault. No fault tells a key, nor what was asked about
//! whom.

use std::fmt;

use chrono::{DateTime, Utc};

/// Whom we ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Service {
    /// INSEE's register of establishments.
    Sirene,
    /// The search of companies that needs no key.
    CompanySearch,
    /// The completion of French addresses.
    Addresses,
    /// The gateway of ESUP to a student information system and a directory.
    Siscol,
    /// The student information system of PC-Scol, asked directly.
    Pegase,
    /// The web services of Apogée.
    Apogee,
    /// The directory of the institution.
    Directory,
}

impl fmt::Display for Service {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Sirene => "SIRENE",
            Self::CompanySearch => "the search of companies",
            Self::Addresses => "the completion of addresses",
            Self::Siscol => "esup-siscol",
            Self::Pegase => "Pégase",
            Self::Apogee => "Apogée",
            Self::Directory => "the directory",
        })
    }
}

/// Whom we ask, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Call {
    /// Whom.
    pub service: Service,
    /// The name of the call, ours.
    pub name: &'static str,
}

impl fmt::Display for Call {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({})", self.service, self.name)
    }
}

/// The calls about the records of students, of a service that is asked for them one by one.
macro_rules! records_calls {
    ($service:expr) => {
        records_calls! { $service,
            FIND = "find", IDENTITY = "identity", CIVIL_STATUS = "civil_status", YEARS = "years",
            ENROLMENTS = "enrolments", ELEMENTS = "elements", COMPOSANTES = "composantes", ETAPES = "etapes",
            REGIMES = "regimes", PROGRAMMES = "programmes"
        }
    };
    ($service:expr, $($call:ident = $name:literal),*) => {
        $(const $call: $crate::sis::fault::Call = $crate::sis::fault::Call { service: $service, name: $name };)*
    };
}
pub(super) use records_calls;

/// Why there was no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// Nobody took the call: no route, no name, no proof of identity, or the line fell before an answer.
    Connection,
    /// It took too long.
    Late,
    /// The answer stopped in its middle.
    Cut,
    /// The service says itself that it is unwell.
    Status(u16),
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connection => out.write_str("no connection"),
            Self::Late => out.write_str("no answer in time"),
            Self::Cut => out.write_str("the answer was cut short"),
            Self::Status(status) => write!(out, "it answers {status}"),
        }
    }
}

/// Why a register did not serve.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The question was wrong: to ask again is no use.
    #[error("{call}: the question was refused")]
    Refused {
        /// Whom and what.
        call: Call,
        /// The status of the answer; absent when the question never left.
        status: Option<u16>,
        /// In their words, which may hold what was asked: for the person who asked, not for the log.
        said: Option<String>,
    },
    /// The key or the login is missing, wrong, or not allowed here.
    #[error("{call}: the key or the login is not accepted")]
    Unauthorised {
        /// Whom and what.
        call: Call,
    },
    /// The establishment exists, and what is known of it is for nobody.
    #[error("{call}: this is not diffused")]
    NotDiffused {
        /// Whom and what.
        call: Call,
    },
    /// The quota is used up.
    #[error("{call}: the quota is used up until {retry_at}")]
    Overloaded {
        /// Whom and what.
        call: Call,
        /// When it is worth asking again.
        retry_at: DateTime<Utc>,
    },
    /// It failed so often that it is left alone.
    #[error("{call}: it failed too often, and is left alone until {until}")]
    Resting {
        /// Whom and what.
        call: Call,
        /// When it is asked again.
        until: DateTime<Utc>,
    },
    /// No answer, or half of one; asking later may help.
    #[error("{call}: {trouble}")]
    Unavailable {
        /// Whom and what.
        call: Call,
        /// Why.
        trouble: Trouble,
    },
    /// The answer is not what the contract says.
    #[error("{call}: the answer breaks the contract at {field}")]
    Broken {
        /// Whom and what.
        call: Call,
        /// Where, never what stood there: it may be about a person.
        field: String,
    },
}

impl Fault {
    /// Whom we asked, and for what.
    pub fn call(&self) -> Call {
        match self {
            Self::Refused { call, .. }
            | Self::Unauthorised { call }
            | Self::NotDiffused { call }
            | Self::Overloaded { call, .. }
            | Self::Resting { call, .. }
            | Self::Unavailable { call, .. }
            | Self::Broken { call, .. } => *call,
        }
    }
}

/// Why a register cannot be asked at all: its settings are wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupFault {
    /// Its address is none, or would carry the key unencrypted.
    #[error("the address of {service} is wrong: {why}")]
    Address {
        /// Whose.
        service: Service,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Its key holds what no key holds.
    #[error("the key of {service} holds signs that no key holds")]
    Key {
        /// Whose.
        service: Service,
    },
    /// Its login is none.
    #[error("the login of {service} is empty, or holds signs that no login holds")]
    Login {
        /// Whose.
        service: Service,
    },
    /// One of its settings says nothing that it could be.
    #[error("the setting {name} of {service} is wrong")]
    Setting {
        /// Whose.
        service: Service,
        /// Which.
        name: &'static str,
    },
    /// The client could not be made.
    #[error("no client for {service}: {why}")]
    Client {
        /// Whose.
        service: Service,
        /// In the library's words.
        why: String,
    },
}
