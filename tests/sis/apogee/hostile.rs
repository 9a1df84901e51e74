//! Whatever bytes Apogée sends to one question among others that it answers well, they are read or refused with a fault
//! that names the call and the field, and what is read is tidy.

use std::sync::{Arc, LazyLock, Mutex};

use guichet::sis::apogee::RecordsClient;
use guichet::sis::port::StudentRecords;
use proptest::prelude::*;
use tokio::runtime::{Builder, Runtime};
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::super::hostile::{bytes_changed, judge};
use super::super::{QUICK, sample};
use super::{
    ADDRESSES, COMPOSANTES, ENROLMENTS, IDENTIFIERS, OFFER, OPERATIONS, REGIMES, STATUS, STUDENTS, YEAR,
    YEARS, asked, key, number, records, response, search, xml,
};

const SAMPLES: [&str; 18] = [
    "apogee-fault-aucune-ia",
    "apogee-fault-base-indisponible",
    "apogee-fault-codEtu-incoherent",
    "apogee-fault-etudiant-introuvable",
    "apogee-fault-se-vide",
    "apogee-fault-utilisateur-invalide",
    "apogee-recupererAdressesEtudiant_v2-etranger-response",
    "apogee-recupererAdressesEtudiant_v2-response",
    "apogee-recupererAnneesIa-response",
    "apogee-recupererComposante_v2-response",
    "apogee-recupererIAAnnuelles_v2-response",
    "apogee-recupererIAEtapes_v3-cesure-response",
    "apogee-recupererIAEtapes_v3-response",
    "apogee-recupererIdentifiantsEtudiant_v2-response",
    "apogee-recupererInfosAdmEtu_v4-response",
    "apogee-recupererListeEtudiants-response",
    "apogee-recupererRegimeInscription-response",
    "apogee-recupererSE_v4-response",
];

/// To which question another answer is given than the samples give, and which.
type Odd = Arc<Mutex<(&'static str, ResponseTemplate)>>;

struct OddlyOnce(Odd);

impl Respond for OddlyOnce {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let name = asked(request);
        let (odd, answer) = &*self.0.lock().unwrap();
        if name == *odd { answer.clone() } else { xml(200, response(&name)) }
    }
}

/// A server and its client, for all cases one after the other.
struct Stage {
    runtime: Runtime,
    _server: MockServer,
    client: RecordsClient,
    odd: Odd,
}

static STAGE: LazyLock<Mutex<Stage>> = LazyLock::new(|| {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let odd = Arc::new(Mutex::new((STATUS, ResponseTemplate::new(404))));
    let server = runtime.block_on(async {
        let server = MockServer::builder().disable_request_recording().start().await;
        Mock::given(method("POST")).respond_with(OddlyOnce(Arc::clone(&odd))).mount(&server).await;
        server
    });
    let client = records(&server, QUICK);
    Mutex::new(Stage { runtime, _server: server, client, odd })
});

/// Everything that the answer to this question plays a part in.
async fn ask_all(client: &RecordsClient, operation: &str) {
    let student = number("22104518");
    let call = |name: &str| format!("Apogée ({name})");
    if [STATUS, IDENTIFIERS, ADDRESSES, YEAR].contains(&operation) {
        judge(&call("identity"), client.identity(&student, 2026).await);
    }
    if [STATUS, IDENTIFIERS].contains(&operation) {
        judge(&call("civil_status"), client.civil_status(&student).await);
    }
    if [ENROLMENTS, YEAR, OFFER, REGIMES].contains(&operation) {
        judge(&call("enrolments"), client.enrolments(&student, 2026).await);
    }
    match operation {
        STUDENTS => judge(&call("find"), client.find(&search()).await),
        YEARS => judge(&call("years"), client.years(&student).await),
        REGIMES => judge(&call("regimes"), client.regimes().await),
        COMPOSANTES => judge(&call("composantes"), client.composantes().await),
        OFFER => {
            judge(&call("elements"), client.elements(&key("MINFO2", "211")).await);
            judge(&call("etapes"), client.etapes().await);
            judge(&call("programmes"), client.programmes("SCI", 2026).await);
        }
        _ => {}
    }
}

/// Answers the question of a sample with these bytes; in place of a fault, one about a student and two about none.
fn send(name: &str, status: u16, bytes: &[u8]) {
    // A case that failed has said so already.
    let stage = STAGE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let of_sample = |operation: &&str| name.split('-').nth(1) == Some(operation);
    let operation = OPERATIONS.into_iter().find(of_sample);
    for operation in operation.map_or(vec![YEARS, STUDENTS, OFFER], |operation| vec![operation]) {
        *stage.odd.lock().unwrap() = (operation, xml(status, bytes));
        stage.runtime.block_on(ask_all(&stage.client, operation));
    }
}

/// What may stand where a text stood.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("22207733".to_owned()),
        Just("[ND]".to_owned()),
        Just("&#27;[2J&#x202e;&lt;".to_owned()),
        Just("<item><item/></item>".to_owned()),
        Just("<![CDATA[<é>]]>".to_owned()),
        Just("é ".repeat(400)),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| number.to_string()),
        "[^<>&]{0,40}",
    ]
}

/// What befalls a line of a sample.
#[derive(Clone, Debug)]
enum Change {
    Lost,
    Doubled,
    Nil,
    Told(String),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![Just(Change::Lost), Just(Change::Doubled), Just(Change::Nil), piece().prop_map(Change::Told)]
}

/// One of the samples with some of its elements changed: in most cases it is still XML.
fn elements_changed() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let changes = prop::collection::vec((any::<prop::sample::Index>(), change()), 1..8);
    (prop::sample::select(&SAMPLES), changes).prop_map(|(name, changes)| {
        let body = String::from_utf8(sample(name)).unwrap();
        let mut lines: Vec<String> = body.lines().map(str::to_owned).collect();
        for (place, change) in changes {
            // Those that hold one element each.
            let whole = |line: &String| line.contains("</") && line.matches('<').count() == 2;
            let places: Vec<usize> = (0..lines.len()).filter(|place| whole(&lines[*place])).collect();
            let Some(place) = places.get(place.index(places.len().max(1))).copied() else { continue };
            let line = &lines[place];
            let (head, rest) = line.split_once('>').unwrap();
            let (_, tail) = rest.split_once("</").unwrap();
            lines[place] = match change {
                Change::Lost => String::new(),
                Change::Doubled => format!("{line}{line}"),
                Change::Nil => format!("{head} xsi:nil=\"1\"></{tail}"),
                Change::Told(piece) => format!("{head}>{piece}</{tail}"),
            };
        }
        (name, lines.join("\n").into_bytes())
    })
}

#[test]
fn a_cut_sample_is_refused_or_read() {
    for name in SAMPLES {
        let whole = sample(name);
        for end in (0..whole.len()).step_by(1 + whole.len() / 40) {
            send(name, 200, &whole[..end]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn bytes_that_are_nothing(
        name in prop::sample::select(&SAMPLES),
        bytes in prop::collection::vec(any::<u8>(), 0..2000),
    ) {
        send(name, 200, &bytes);
    }

    #[test]
    fn bytes_changed_in_a_sample((name, bytes) in bytes_changed(&SAMPLES), status in prop_oneof![Just(200), Just(500)]) {
        send(name, status, &bytes);
    }

    #[test]
    fn elements_changed_in_a_sample((name, bytes) in elements_changed(), status in prop_oneof![9 => Just(200), 1 => Just(500)]) {
        send(name, status, &bytes);
    }
}
