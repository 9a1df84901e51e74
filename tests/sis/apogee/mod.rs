//! Apogée: what each sample of its contract says, what is asked to get it, and what goes wrong. The server of these tests
//! answers by the name of the question, as the real services do.

mod faults;
mod hostile;
mod questions;
mod records;

use std::collections::HashMap;

use guichet::domain::student::StudentNumber;
use guichet::domain::student::enrolment::{Diploma, EtapeKey};
use guichet::domain::student::search::StudentSearch;
use guichet::sis::apogee::{Endpoint, Endpoints, RecordsClient};
use guichet::sis::http::{Login, Patience};
use secrecy::SecretString;
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::{now, sample, some};

/// The password of these tests.
const PASSWORD: &str = "word-of-valmoree";

/// `guichet:word-of-valmoree`, as each request carries it.
const PROOF: &str = "Basic Z3VpY2hldDp3b3JkLW9mLXZhbG1vcmVl";

const STATUS: &str = "recupererInfosAdmEtu_v4";
const IDENTIFIERS: &str = "recupererIdentifiantsEtudiant_v2";
const ADDRESSES: &str = "recupererAdressesEtudiant_v2";
const STUDENTS: &str = "recupererListeEtudiants";
const YEARS: &str = "recupererAnneesIa";
const ENROLMENTS: &str = "recupererIAEtapes_v3";
const YEAR: &str = "recupererIAAnnuelles_v2";
const OFFER: &str = "recupererSE_v4";
const REGIMES: &str = "recupererRegimeInscription";
const COMPOSANTES: &str = "recupererComposante_v2";

const OPERATIONS: [&str; 10] =
    [STATUS, IDENTIFIERS, ADDRESSES, STUDENTS, YEARS, ENROLMENTS, YEAR, OFFER, REGIMES, COMPOSANTES];

/// An answer with this body.
fn xml(status: u16, body: impl Into<Vec<u8>>) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, "text/xml; charset=utf-8")
}

/// A fault of the samples, as SOAP sends it.
fn fault(name: &str) -> ResponseTemplate {
    xml(500, sample(&format!("apogee-fault-{name}")))
}

/// What a sample answers, as text.
fn response(name: &str) -> String {
    String::from_utf8(sample(&format!("apogee-{name}-response"))).unwrap()
}

/// The text in which each of these pieces, which must be there, is another.
fn changed(mut body: String, changes: &[(&str, &str)]) -> String {
    for (from, to) in changes {
        assert!(body.contains(from), "{from}");
        body = body.replace(from, to);
    }
    body
}

/// The name of the question that a request asks.
fn asked(request: &Request) -> String {
    let body = std::str::from_utf8(&request.body).unwrap();
    let (_, name) = body.split_once("<ns2:").unwrap();
    name.split([' ', '>']).next().unwrap().to_owned()
}

/// Answers each question with what stands under its name.
struct Answers(HashMap<String, ResponseTemplate>);

impl Respond for Answers {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        self.0.get(&asked(request)).cloned().unwrap_or_else(|| ResponseTemplate::new(404))
    }
}

/// An Apogée that answers as the samples do, but for these questions.
async fn apogee(others: impl IntoIterator<Item = (&'static str, ResponseTemplate)>) -> MockServer {
    let nominal = OPERATIONS.into_iter().map(|name| (name, xml(200, response(name))));
    let answers = nominal.chain(others).map(|(name, answer)| (name.to_owned(), answer)).collect();
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(Answers(answers)).mount(&server).await;
    server
}

fn login() -> Login {
    Login { name: "guichet".to_owned(), password: SecretString::from(PASSWORD) }
}

/// A client of the services below this address, for which arrangement C1 is a césure. The lists want no login.
fn client(base: &str, patience: Patience) -> RecordsClient {
    let login = login();
    let bases = ["EtudiantMetier", "AdministratifMetier", "OffreFormationMetier", "ReferentielMetier"]
        .map(|service| format!("{base}/wsapogee/services/{service}"));
    let [students, administrative, offer, reference] =
        bases.each_ref().map(|base| Endpoint { base, login: Some(&login) });
    let reference = Endpoint { login: None, ..reference };
    let endpoints = Endpoints { students, administrative, offer, reference };
    RecordsClient::new(&endpoints, vec!["C1".to_owned()], patience, now).unwrap()
}

/// A client of the Apogée that this server plays.
fn records(server: &MockServer, patience: Patience) -> RecordsClient {
    client(&server.uri(), patience)
}

fn number(text: &str) -> StudentNumber {
    StudentNumber::parse(text).unwrap()
}

fn key(code: &str, version: &str) -> EtapeKey {
    EtapeKey { code: code.to_owned(), version: some(version) }
}

/// Those of her étape and diploma.
fn search() -> StudentSearch {
    StudentSearch {
        year: Some(2026),
        etape: Some(key("MINFO2", "211")),
        diploma: Some(Diploma { code: "MINF".to_owned(), version: some("210"), label: None }),
        composante: some("SCI"),
        ..StudentSearch::default()
    }
}
