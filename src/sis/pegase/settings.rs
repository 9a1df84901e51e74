//! What differs from one institution to the next: addresses, codes, and how far what Pégase says is that of others.

use std::collections::BTreeMap;

use super::super::http::Login;
use crate::domain::student::enrolment::EtapeKey;

/// The address of each module, whole, up to where the paths of its contract begin: the order of the segments differs
/// from one to the next, so none is made of another.
#[derive(Clone, Debug)]
pub struct Bases {
    /// Where the application gets its pass (`https://authn-app…/cas/v1/tickets`).
    pub tickets: String,
    /// Enrolments (`https://ins…/api/ins/ext/v2`).
    pub ins: String,
    /// Choices of courses (`https://chc…/api/ext/chc/v1`).
    pub chc: String,
    /// Programmes (`https://odf…/api/odf/ext/v1`).
    pub odf: String,
    /// Structures and nomenclatures (`https://ref…/api/v1/ref`).
    pub reference: String,
    /// Identities (`https://idt…/api/idt/ext/v1`). Without it students are not found by name, and mail addresses of the
    /// institution are not known.
    pub idt: Option<String>,
}

/// The codes of the contacts that are the student's own, the first ones preferred. Each institution makes its own codes,
/// and a contact may be that of a parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contacts {
    /// Addresses.
    pub addresses: Vec<String>,
    /// Mobile telephones.
    pub mobiles: Vec<String>,
    /// Mail addresses.
    pub mails: Vec<String>,
}

/// All that is said of one institution.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The addresses.
    pub bases: Bases,
    /// The application's login and password.
    pub login: Login,
    /// The pass is asked for with `token=true`, without which most servers of today give a ticket that no module takes.
    pub asks_for_token: bool,
    /// The code of the establishment (`ETAB00`).
    pub establishment: String,
    /// Items of a page of programmes: how many are given at most is nowhere said.
    pub programme_page: usize,
    /// The contacts of a student.
    pub contacts: Contacts,
    /// What Pégase calls the césures.
    pub cesures: Vec<String>,
    /// What stands for the version of an étape: its code tells it already. esup-siscol writes the establishment's code.
    pub etape_version: Option<String>,
    /// The étapes that are still known by a code and version of Apogée, by their code in Pégase.
    pub etapes: BTreeMap<String, EtapeKey>,
    /// The short names of regimes, which decide the type of convention, by their code in Pégase; a code that is not there
    /// stands for itself.
    pub regimes: BTreeMap<String, String>,
}

impl Settings {
    /// What most institutions need.
    pub fn new(bases: Bases, login: Login, establishment: &str) -> Self {
        let all = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
        Self {
            bases,
            login,
            asks_for_token: true,
            establishment: establishment.to_owned(),
            programme_page: 50,
            contacts: Contacts {
                addresses: all(&["ADR-FIXE", "ADR-ANNU"]),
                mobiles: all(&["TEL-PORT"]),
                mails: all(&["MEL-PERSO"]),
            },
            cesures: all(&["SEMESTRE", "ANNEE"]),
            etape_version: None,
            etapes: BTreeMap::new(),
            regimes: BTreeMap::new(),
        }
    }

    /// The étape that this code of Pégase names.
    pub(super) fn etape(&self, code: &str) -> EtapeKey {
        let plain = || EtapeKey { code: code.to_owned(), version: self.etape_version.clone() };
        self.etapes.get(code).cloned().unwrap_or_else(plain)
    }

    /// The code by which Pégase names this étape.
    pub(super) fn code<'a>(&'a self, etape: &'a EtapeKey) -> &'a str {
        self.etapes.iter().find(|(_, key)| *key == etape).map_or(&etape.code, |(code, _)| code)
    }

    /// The short name of this regime.
    pub(super) fn regime(&self, code: &str) -> String {
        self.regimes.get(code).map_or(code, String::as_str).to_owned()
    }
}
