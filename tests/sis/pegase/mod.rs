//! Pégase: what each sample of its contract says, what is asked to get it, how its pass is got, and what goes wrong.

mod elements;
mod faults;
mod hostile;
mod reading;
mod records;
mod session;
mod values;

use std::cell::Cell;

use chrono::{DateTime, TimeDelta, Utc};
use guichet::domain::student::StudentNumber;
use guichet::domain::student::enrolment::EtapeKey;
use guichet::sis::http::{Login, Patience};
use guichet::sis::pegase::{Bases, PegaseClient, Settings};
use secrecy::SecretString;
use serde_json::{Value, json};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{QUICK, now, sample};

/// The password of these tests.
const PASSWORD: &str = "mot de passe & co";

/// The form in which it leaves.
const FORM: &str = "username=svc-api&password=mot%20de%20passe%20%26%20co&token=true";

const TICKETS: &str = "/cas/v1/tickets";
const DOSSIER: &str = "/api/ins/ext/v2/gestion/inscription/ETAB00/000001842/";
const FLOW: &str = "/api/ins/ext/v2/gestion/flux-inscriptions/pagine";
const COURSES: &str = "/api/ext/chc/v1/cursus";
const PERIODS: &str = "/api/odf/ext/v1/etablissement/ETAB00/espaces";
const OBJECTS: &str = "/api/odf/ext/v1/etablissement/ETAB00/objets-maquette";
const PLAN: &str = "/api/odf/ext/v1/etablissement/ETAB00/maquette/c0ffee00-0000-4000-8000-000000000001";
const STRUCTURES: &str = "/api/v1/ref/structures";
const STRUCTURE: &str = "/api/v1/ref/structures/codePegase/UFR-SCI";
const PEOPLE: &str = "/api/idt/ext/v1/etablissements/ETAB00/identites/apprenants";
const PERSON: &str = "/api/idt/ext/v1/etablissements/ETAB00/identites/3b1f6a52-7c11-4d0e-9f50-0a1b2c3d4e5f";

thread_local! {
    /// How far this test's clock went.
    static GONE: Cell<TimeDelta> = const { Cell::new(TimeDelta::zero()) };
}

/// The clock of this test: it goes only when it is told to.
fn clock() -> DateTime<Utc> {
    now() + GONE.get()
}

fn let_go(time: TimeDelta) {
    GONE.set(GONE.get() + time);
}

fn settings(uri: &str) -> Settings {
    let at = |path: &str| format!("{uri}{path}");
    let bases = Bases {
        tickets: at(TICKETS),
        ins: at("/api/ins/ext/v2"),
        chc: at("/api/ext/chc/v1"),
        odf: at("/api/odf/ext/v1"),
        reference: at("/api/v1/ref"),
        idt: Some(at("/api/idt/ext/v1")),
    };
    let login = Login { name: "svc-api".to_owned(), password: SecretString::from(PASSWORD) };
    Settings::new(bases, login, "ETAB00")
}

/// A client of the Pégase that this server plays.
fn client(server: &MockServer) -> PegaseClient {
    patient(server, QUICK)
}

/// The same, this patient.
fn patient(server: &MockServer, patience: Patience) -> PegaseClient {
    PegaseClient::new(settings(&server.uri()), patience, clock).unwrap()
}

/// A server that gives a pass to whoever asks as they should, and knows nothing else.
async fn pegase() -> MockServer {
    let server = MockServer::start().await;
    gives(&server, TimeDelta::hours(8)).await;
    server
}

/// Gives passes that last so long.
async fn gives(server: &MockServer, lasting: TimeDelta) {
    let told = ResponseTemplate::new(201).set_body_string(token(clock() + lasting));
    Mock::given(method("POST")).and(path(TICKETS)).respond_with(told).mount(server).await;
}

/// Answers this call, with these parameters and no others.
async fn answers(server: &MockServer, to: &str, parameters: &[(&str, &str)], response: ResponseTemplate) {
    asked(to, parameters).respond_with(response).mount(server).await;
}

fn asked(to: &str, parameters: &[(&str, &str)]) -> wiremock::MockBuilder {
    let mut asked = Mock::given(method("GET")).and(path(to));
    for (name, value) in parameters {
        asked = asked.and(query_param(*name, *value));
    }
    let count = parameters.len();
    asked.and(move |request: &wiremock::Request| request.url.query_pairs().count() == count)
}

/// A page of these items, and no other.
fn page(items: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({"items": items, "page": 0, "totalPages": 1}))
}

/// A pass that expires then.
fn token(expiry: DateTime<Utc>) -> String {
    let claims = json!({"sub": "svc-api", "exp": expiry.timestamp()}).to_string();
    format!("{}.{}.c2lnbmF0dXJl", encoded("{\"alg\":\"none\"}"), encoded(&claims))
}

/// A text as it stands in a pass.
fn encoded(text: &str) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut encoded = String::new();
    for three in text.as_bytes().chunks(3) {
        let held =
            three.iter().fold(0, |held, byte| held << 8 | usize::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            encoded.push(char::from(SIGNS[held >> (18 - 6 * place) & 63]));
        }
    }
    encoded
}

/// A sample in which what stands at these places is another.
fn changed(name: &str, changes: &[(&str, Value)]) -> Vec<u8> {
    let mut body: Value = serde_json::from_slice(&sample(name)).unwrap();
    for (pointer, value) in changes {
        *body.pointer_mut(pointer).unwrap() = value.clone();
    }
    serde_json::to_vec(&body).unwrap()
}

/// How often this was asked for.
async fn times(server: &MockServer, to: &str) -> usize {
    let requests = server.received_requests().await.unwrap();
    requests.iter().filter(|request| request.url.path() == to).count()
}

fn number(text: &str) -> StudentNumber {
    StudentNumber::parse(text).unwrap()
}

fn key(code: &str) -> EtapeKey {
    EtapeKey { code: code.to_owned(), version: None }
}
