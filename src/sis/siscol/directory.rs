//! Asking esup-siscol about the people of the directory: its module `/ldap`.

use chrono::TimeDelta;
use serde::Serialize;

use super::super::fault::{Fault, Service, SetupFault};
use super::super::http::{Clock, Http, Login, Patience};
use super::super::port::{Directory, Known, Told};
use super::super::text::tidy;
use super::reply::body;
use super::{BY_LOGIN, PEOPLE, http, read_people, read_person};
use crate::domain::student::directory::Person;
use crate::domain::student::search::{Among, PersonSearch};

/// A client of the module that speaks to a directory.
#[derive(Debug)]
pub struct DirectoryClient {
    http: Http,
}

impl DirectoryClient {
    /// A client of the module at this address (`https://…/ldap`).
    ///
    /// # Errors
    /// When the address or the login can be none.
    pub fn new(base: &str, login: &Login, patience: Patience, clock: Clock) -> Result<Self, SetupFault> {
        http(base, login, patience, clock).map(|http| Self { http })
    }

    /// How far its clock was ahead of ours at its last answer.
    pub fn skew(&self) -> Option<TimeDelta> {
        self.http.skew()
    }
}

impl Directory for DirectoryClient {
    fn service(&self) -> Service {
        Service::Siscol
    }

    async fn people(&self, among: Among, search: &PersonSearch) -> Told<Vec<Person>> {
        let question = Question::of(search);
        if question == Question::default() {
            return Ok(Known::Nothing);
        }
        let path = match among {
            Among::Students => "etudiant",
            Among::Teachers => "tuteur",
            Among::Staff => "staff",
        };
        let question = serde_json::to_string(&question).map_err(|_| Fault::Refused {
            call: PEOPLE,
            status: None,
            said: None,
        })?;
        let reply = self.http.post_json(PEOPLE, &self.http.url(&[path], &[]), &question).await?;
        read_people(body(PEOPLE, &reply)?)
    }

    async fn by_login(&self, login: &str) -> Told<Person> {
        let Some(login) = plain(login) else {
            return Ok(Known::Nothing);
        };
        let url = self.http.url(&["bySupannAliasLogin"], &[("login", &login)]);
        let reply = self.http.get(BY_LOGIN, &url).await?;
        read_person(body(BY_LOGIN, &reply)?)
    }
}

/// What the gateway is asked. It looks only among those of one affiliation, whatever it is told of affiliations.
#[derive(Default, PartialEq, Serialize)]
struct Question {
    #[serde(rename = "id")]
    uid: Option<String>,
    #[serde(rename = "nom")]
    surname: Option<String>,
    #[serde(rename = "prenom")]
    given_name: Option<String>,
    mail: Option<String>,
    #[serde(rename = "primaryAffiliation")]
    main_affiliation: Option<String>,
    affiliation: Option<String>,
    #[serde(rename = "supannAliasLogin")]
    login: Option<String>,
    #[serde(rename = "codEtu")]
    number: Option<String>,
    #[serde(rename = "supannEtuEtape")]
    etape: Option<String>,
    #[serde(rename = "supannEntiteAffectation")]
    entity: Option<String>,
    #[serde(rename = "supannEtuAnneeInscription")]
    year: Option<String>,
}

impl Question {
    fn of(search: &PersonSearch) -> Self {
        Self {
            uid: plain(&search.uid),
            surname: plain(&search.surname),
            given_name: plain(&search.given_name),
            mail: plain(&search.mail),
            main_affiliation: None,
            affiliation: None,
            login: plain(&search.login),
            number: plain(&search.number),
            etape: plain(&search.etape),
            entity: plain(&search.entity),
            year: search.year.map(|year| year.to_string()),
        }
    }
}

/// The text without what could mean something in the filter that the gateway makes of it; nothing when nothing is left.
fn plain(text: &str) -> Option<String> {
    let text: String = tidy(text).chars().filter(|sign| !matches!(sign, '*' | '(' | ')' | '\\')).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
