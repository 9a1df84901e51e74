//! The directory over LDAP, asked of a real server that holds the samples of its contract.

mod lines;
mod literal;
mod people;
mod server;
mod trouble;

use std::num::NonZeroUsize;

use guichet::domain::student::directory::Person;
use guichet::domain::student::search::{Among, PersonSearch};
use guichet::sis::http::Login;
use guichet::sis::ldap::{DirectoryClient, Settings};
use guichet::sis::port::{Directory, Known, Told};
use secrecy::SecretString;

use super::{QUICK, now, some};
use server::{PASSWORD, account, slapd};

const BASE: &str = "ou=people,dc=univ-valmoree,dc=example";

/// The account of a service.
fn login(name: &str) -> Login {
    Login { name: account(name), password: SecretString::from(PASSWORD) }
}

/// The directory of these tests, over an encrypted line.
fn settings() -> Settings {
    let address = format!("ldaps://localhost:{}", slapd().encrypted);
    Settings { authorities: Some(slapd().authority.clone()), ..Settings::supann(&address, BASE) }
}

/// The same, in another part of it and over a line that is not encrypted.
fn below(base: &str) -> Settings {
    let address = format!("ldap://127.0.0.1:{}", slapd().plain);
    let base = format!("{base},dc=univ-valmoree,dc=example");
    Settings { starttls: false, ..Settings::supann(&address, &base) }
}

fn client(settings: Settings) -> DirectoryClient {
    DirectoryClient::new(settings, login("guichet"), QUICK, now).unwrap()
}

/// The directory of these tests, asked in another way.
pub fn directory(otherwise: impl Fn(Settings) -> Settings) -> DirectoryClient {
    client(otherwise(settings()))
}

fn size(size: usize) -> NonZeroUsize {
    NonZeroUsize::new(size).unwrap()
}

fn named(surname: &str) -> PersonSearch {
    PersonSearch { surname: surname.into(), ..PersonSearch::default() }
}

/// What tells the people that are found from all others, in the order in which they are told.
async fn uids(client: &DirectoryClient, among: Among, search: &PersonSearch) -> Vec<String> {
    uids_of(client.people(among, search).await)
}

fn uids_of(told: Told<Vec<Person>>) -> Vec<String> {
    match told.unwrap() {
        Known::This(people) => people.into_iter().filter_map(|person| person.uid).collect(),
        Known::Nothing => Vec::new(),
        Known::Unsure => panic!("unsure"),
    }
}
