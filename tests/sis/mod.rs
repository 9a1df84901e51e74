//! The registers and the student information systems, each replayed from the samples of its contract by a server of this process.

mod addresses;
mod apogee;
pub mod batch;
mod companies;
mod faults;
mod hostile;
pub mod ldap;
pub mod pages;
mod pegase;
mod query;
mod sirene;
mod siscol;
mod sources;

use std::time::Duration;

use chrono::{DateTime, Utc};
use guichet::domain::organisation::registered::{Naf, NafRevision, Registered, Source};
use guichet::domain::organisation::siret::Siret;
use guichet::sis::http::Patience;
use guichet::sis::sirene::Client;
use secrecy::SecretString;
use wiremock::{MockServer, ResponseTemplate};

/// The key of these tests.
const KEY: &str = "key-of-valmoree";

/// As patient as a test can be: it asks again at once.
const QUICK: Patience = Patience {
    connect: Duration::from_secs(5),
    answer: Duration::from_secs(5),
    retries: 2,
    pause: Duration::from_millis(1),
};

/// What time it is in these tests.
fn now() -> DateTime<Utc> {
    "2026-11-29T10:00:00Z".parse().unwrap()
}

/// What a contract's sample holds.
fn sample(name: &str) -> Vec<u8> {
    let kind = if name.starts_with("apogee-") { "xml" } else { "json" };
    std::fs::read(format!("{}/tests/sis/samples/{name}.{kind}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// An answer made of a sample.
fn answer(status: u16, name: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(sample(name), "application/json")
}

/// A client of the SIRENE that this server plays.
fn sirene(server: &MockServer) -> Client {
    patient(server, QUICK)
}

/// The same, this patient.
fn patient(server: &MockServer, patience: Patience) -> Client {
    Client::new(&format!("{}/api-sirene/3.11", server.uri()), &SecretString::from(KEY), patience, now)
        .unwrap()
}

fn siret(text: &str) -> Siret {
    Siret::parse(text).unwrap()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn naf_2025(code: &str) -> Option<Naf> {
    Some(Naf { code: code.to_owned(), revision: NafRevision::Of2025 })
}

/// The seat of Orevia, as each register knows it.
fn orevia(source: Source) -> Registered {
    Registered {
        siret: siret("00000112300017"),
        source,
        name: some("OREVIA LAB"),
        naf: naf_2025("62.10Y"),
        legal_category: some("57"),
        headcount_band: some("21"),
        address: some("BATIMENT EUREKA 14 B RUE DES LAVANDIERES D'OREVAL"),
        postal_code: some("54500"),
        town: some("VANDOEUVRE-LES-NANCY"),
        country_code: some("FR"),
        is_seat: true,
        is_closed: false,
        closed_on: None,
        is_partial: false,
    }
}
