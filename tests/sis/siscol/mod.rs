//! esup-siscol: what each sample of its contract says, what is asked to get it, and what goes wrong.

mod directory;
mod faults;
mod hostile;
mod records;
pub(crate) mod values;

use guichet::domain::student::StudentNumber;
use guichet::domain::student::enrolment::EtapeKey;
use guichet::sis::http::{Login, Patience};
use guichet::sis::siscol::{DirectoryClient, RecordsClient};
use secrecy::SecretString;
use wiremock::MockServer;

use super::now;

/// The password of these tests.
const PASSWORD: &str = "word-of-valmoree";

/// `guichet:word-of-valmoree`, as each request carries it.
const PROOF: &str = "Basic Z3VpY2hldDp3b3JkLW9mLXZhbG1vcmVl";

fn login() -> Login {
    Login { name: "guichet".to_owned(), password: SecretString::from(PASSWORD) }
}

/// A client of the module `/apogee` that this server plays, for which arrangement 1 is a césure.
fn records(server: &MockServer, patience: Patience) -> RecordsClient {
    let base = format!("{}/esup-siscol/apogee", server.uri());
    RecordsClient::new(&base, &login(), vec!["1".to_owned()], patience, now).unwrap()
}

/// A client of the module `/ldap` that this server plays.
fn people(server: &MockServer, patience: Patience) -> DirectoryClient {
    DirectoryClient::new(&format!("{}/esup-siscol/ldap", server.uri()), &login(), patience, now).unwrap()
}

fn number(text: &str) -> StudentNumber {
    StudentNumber::parse(text).unwrap()
}

fn key(code: &str, version: &str) -> EtapeKey {
    EtapeKey { code: code.to_owned(), version: Some(version.to_owned()) }
}
