//! The gateway esup-siscol: a student information system, Apogée or Pégase, and a directory, both over REST. Each
//! module has an address of its own; `/apogee` and `/pcscol` speak alike.
//!
//! Three of its habits shape what is read. It answers nothing at all, or 404 without a word, about what it does not
//! know. It answers an empty list when Apogée is down. And whoever is not logged in may be sent to a page to log in.

mod answer;
mod directory;
mod records;
mod reply;

use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};

use super::fault::{Call, Service, SetupFault, records_calls};
use super::http::{Clock, Http, Login, Patience};

pub use answer::enrolment::{read_elements, read_enrolments, read_years};
pub use answer::person::{read_people, read_person};
pub use answer::reference::{read_composantes, read_etapes, read_programmes, read_regimes};
pub use answer::student::{read_civil_status, read_found, read_identity};
pub use directory::DirectoryClient;
pub use records::RecordsClient;

/// How patiently it is asked: it asks others in its turn, one after the other.
pub const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(3),
    answer: Duration::from_secs(30),
    retries: 1,
    pause: Duration::from_millis(500),
};

/// A client of one of its modules. It asks for JSON: those who ask for anything are sent to a page to log in.
fn http(base: &str, login: &Login, patience: Patience, clock: Clock) -> Result<Http, SetupFault> {
    let headers: HeaderMap = [(ACCEPT, HeaderValue::from_static("application/json"))].into_iter().collect();
    Http::new(Service::Siscol, base, headers, patience, clock)?.known_as(Service::Siscol, login)
}

records_calls!(Service::Siscol);
const PEOPLE: Call = Call { service: Service::Siscol, name: "people" };
const BY_LOGIN: Call = Call { service: Service::Siscol, name: "by_login" };
