//! What goes wrong, class by class: told apart, asked again only when nobody answered, and never telling a secret.

use std::time::Duration;

use chrono::TimeDelta;
use guichet::domain::organisation::registered::Source;
use guichet::sis::fault::{Fault, SetupFault, Trouble};
use guichet::sis::http::Patience;
use guichet::sis::sirene::{
    BASE, Client, Number, Page, Search, read_establishment, read_found, read_informations,
};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{KEY, QUICK, answer, now, orevia, patient, sample, sirene, siret};

/// What the client says of an establishment when the server always answers so, and how often it was asked.
async fn told(response: ResponseTemplate, patience: Patience) -> (Fault, usize) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(response).mount(&server).await;
    let fault = patient(&server, patience).siret(&siret("00000112300017")).await.unwrap_err();
    assert_eq!(fault.call().to_string(), "SIRENE (siret)");
    (fault, server.received_requests().await.unwrap().len())
}

pub(super) fn trouble(fault: &Fault) -> Option<Trouble> {
    match fault {
        Fault::Unavailable { trouble, .. } => Some(*trouble),
        _ => None,
    }
}

pub(super) fn field(fault: &Fault) -> &str {
    match fault {
        Fault::Broken { field, .. } => field,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_refusal_is_not_insisted_on() {
    let (fault, times) = told(answer(400, "sirene-erreur-400"), QUICK).await;
    let said = Some("Erreur de syntaxe dans le paramètre q".to_owned());
    assert!(
        matches!(&fault, Fault::Refused { status: Some(400), said: words, .. } if *words == said),
        "{fault:?}"
    );
    assert_eq!((fault.to_string().as_str(), times), ("SIRENE (siret): the question was refused", 1));

    let (fault, times) = told(answer(401, "sirene-erreur-401"), QUICK).await;
    assert!(matches!(fault, Fault::Unauthorised { .. }), "{fault:?}");
    assert_eq!(times, 1);
}

#[tokio::test]
async fn the_register_and_the_gateway_forbid_different_things() {
    let hidden = ResponseTemplate::new(403)
        .set_body_json(json!({"header": {"statut": 403, "message": "non diffusible"}}));
    let (fault, times) = told(hidden, QUICK).await;
    assert!(matches!(fault, Fault::NotDiffused { .. }), "{fault:?}");
    assert_eq!(times, 1);
    for body in [json!({"message": "Forbidden", "http_status_code": 403}), Value::Null] {
        let (fault, _) = told(ResponseTemplate::new(403).set_body_json(body), QUICK).await;
        assert!(matches!(fault, Fault::Unauthorised { .. }), "{fault:?}");
    }
}

#[tokio::test]
async fn an_address_that_leads_nowhere_is_not_an_establishment_that_does_not_exist() {
    for body in ["", "<html>404</html>", r#"{"message":"No context-path matches","http_status_code":404}"#] {
        let (fault, _) = told(ResponseTemplate::new(404).set_body_string(body), QUICK).await;
        assert!(matches!(fault, Fault::Refused { status: Some(404), .. }), "{fault:?}");
    }
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(404)).mount(&server).await;
    let search = Search { name: "orevia".into(), ..Search::default() };
    let fault = sirene(&server).search(&search, &Page::first(20)).await.unwrap_err();
    assert!(matches!(fault, Fault::Refused { status: Some(404), .. }), "{fault:?}");
}

#[tokio::test]
async fn a_quota_that_is_used_up_says_until_when() {
    let reset = now() + TimeDelta::milliseconds(12_345);
    let millis = reset.timestamp_millis().to_string();
    let spent = || answer(429, "sirene-erreur-429");
    for (response, at) in [
        (spent().insert_header("X-Rate-Limit-Reset", millis.as_str()), reset),
        (spent().insert_header("Retry-After", "7"), now() + TimeDelta::seconds(7)),
        (spent(), now() + TimeDelta::seconds(61)),
    ] {
        let (fault, times) = told(response, QUICK).await;
        assert!(matches!(fault, Fault::Overloaded { retry_at, .. } if retry_at == at), "{fault:?}");
        assert_eq!(times, 1, "the quota is shared: it is not for one client to wait");
    }
}

#[tokio::test]
async fn after_a_refusal_for_the_quota_the_next_call_succeeds() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(answer(429, "sirene-erreur-429"))
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(any()).respond_with(answer(200, "sirene-siret-200")).expect(1).mount(&server).await;
    let client = sirene(&server);
    let asked = siret("00000112300017");
    assert!(matches!(client.siret(&asked).await, Err(Fault::Overloaded { .. })));
    assert_eq!(client.siret(&asked).await.unwrap().value, Number::Of(Box::new(orevia(Source::Sirene))));
}

#[tokio::test]
async fn a_register_that_is_unwell_is_asked_again_by_whoever_takes_it_of_the_quota() {
    for (status, name) in [(500, "sirene-erreur-500"), (503, "sirene-erreur-503")] {
        let (fault, times) = told(answer(status, name), QUICK).await;
        assert_eq!((trouble(&fault), times), (Some(Trouble::Status(status)), 1));
        assert!(Client::is_passing(&fault), "{fault}");
        assert_eq!(fault.to_string(), format!("SIRENE (siret): it answers {status}"));
    }
    for (status, name) in [(400, "sirene-erreur-400"), (401, "sirene-erreur-401"), (429, "sirene-erreur-429")]
    {
        let (fault, _) = told(answer(status, name), QUICK).await;
        assert!(!Client::is_passing(&fault), "{fault}");
    }
}

#[tokio::test]
async fn a_register_that_is_slow_is_not_waited_for() {
    let slow = answer(200, "sirene-siret-200").set_delay(Duration::from_secs(600));
    let hurried = Patience { answer: Duration::from_millis(40), ..QUICK };
    let (fault, times) = told(slow, hurried).await;
    assert_eq!((trouble(&fault), times), (Some(Trouble::Late), 1));
}

/// The head of a request is there, and as much of its body as it says.
fn is_whole(asked: &[u8]) -> bool {
    let asked = String::from_utf8_lossy(asked).into_owned();
    let Some((head, body)) = asked.split_once("\r\n\r\n") else { return false };
    let head = head.to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    body.len() >= length.map_or(0, |length| length.trim().parse().unwrap())
}

/// Answers so many callers with these bytes, then hangs up on each.
pub(super) async fn hang_up(listener: &TcpListener, bytes: &[u8], callers: usize) {
    for _ in 0..callers {
        let (mut line, _) = listener.accept().await.unwrap();
        let mut asked = Vec::new();
        while !is_whole(&asked) {
            assert_ne!(line.read_buf(&mut asked).await.unwrap(), 0);
        }
        line.write_all(bytes).await.unwrap();
        line.shutdown().await.unwrap();
    }
}

/// What the client says when this is all that comes.
async fn after(head: &str, body: &[u8], callers: usize) -> Fault {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let client = Client::new(&base, &SecretString::from(KEY), QUICK, now).unwrap();
    let bytes = [head.as_bytes(), body].concat();
    let asked = siret("00000112300017");
    let (told, ()) = tokio::join!(client.siret(&asked), hang_up(&listener, &bytes, callers));
    told.unwrap_err()
}

#[tokio::test]
async fn an_answer_cut_in_its_middle_is_none() {
    let whole = sample("sirene-siret-200");
    let half = &whole[..whole.len() / 2];
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", whole.len());
    assert_eq!(trouble(&after(&head, half, 1).await), Some(Trouble::Cut));
    // Without a length the end looks like any other: only the text shows that it stopped.
    let fault = after("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", half, 1).await;
    assert_eq!(trouble(&fault), Some(Trouble::Cut));
    assert_eq!(trouble(&after("", b"", 1).await), Some(Trouble::Connection));
}

#[tokio::test]
async fn a_door_that_is_shut_is_no_connection() {
    let base = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let client = Client::new(&base, &SecretString::from(KEY), QUICK, now).unwrap();
    assert_eq!(trouble(&client.informations().await.unwrap_err()), Some(Trouble::Connection));
}

#[tokio::test]
async fn what_is_no_answer_of_the_register_breaks_the_contract() {
    for (response, place) in [
        (ResponseTemplate::new(200).set_body_string("<html>Portail captif</html>"), "."),
        (ResponseTemplate::new(200).set_body_string("{} {}"), "etablissement"),
        (ResponseTemplate::new(302).insert_header("Location", "https://elsewhere.example/"), "status"),
        (ResponseTemplate::new(204), "status"),
    ] {
        let (fault, times) = told(response, QUICK).await;
        assert_eq!((field(&fault), times), (place, 1));
    }
}

#[test]
fn a_broken_contract_names_the_field_and_nothing_that_stands_there() {
    for (pointer, value, place) in [
        ("/etablissement/siret", json!(112_300_017), "etablissement.siret"),
        ("/etablissement/siret", json!("MARQUEVILLE"), "etablissement.siret"),
        ("/etablissement/siret", Value::Null, "etablissement.siret"),
        ("/etablissement/etablissementSiege", json!("MARQUEVILLE"), "etablissement.etablissementSiege"),
        ("/etablissement/uniteLegale", json!(["MARQUEVILLE"]), "etablissement.uniteLegale"),
        (
            "/etablissement/uniteLegale/nomUniteLegale",
            json!({"MARQUEVILLE": 1}),
            "etablissement.uniteLegale.nomUniteLegale",
        ),
        ("/etablissement/periodesEtablissement", json!("MARQUEVILLE"), "etablissement.periodesEtablissement"),
        (
            "/etablissement/periodesEtablissement/1/dateFin",
            json!(20_181_231),
            "etablissement.periodesEtablissement[1].dateFin",
        ),
        ("/etablissement", json!({"nom": "MARQUEVILLE"}), "etablissement.siret"),
        ("", json!({"header": {}, "etablissements": []}), "etablissement"),
    ] {
        let mut body: Value = serde_json::from_slice(&sample("sirene-siret-200")).unwrap();
        *body.pointer_mut(pointer).unwrap() = value;
        let fault = read_establishment(&serde_json::to_vec(&body).unwrap()).unwrap_err();
        assert_eq!(field(&fault), place);
        assert!(!format!("{fault} {fault:?}").contains("MARQUEVILLE"), "{fault:?}");
    }
    let list =
        br#"{"header":{"total":1},"etablissements":[{"siret":"00000112300017"},{"siret":"00000112300018"}]}"#;
    assert_eq!(field(&read_found(list, &Page::first(20)).unwrap_err()), "etablissements[1].siret");
    // An empty list is told by a status: one that is not there was forgotten.
    assert_eq!(field(&read_found(b"{\"header\":{}}", &Page::first(20)).unwrap_err()), "etablissements");
    assert_eq!(field(&read_informations(b"{\"etatService\":1}").unwrap_err()), "etatService");
}

#[test]
fn a_client_is_made_only_of_what_can_serve() {
    let make = |base: &str, key: &str| Client::new(base, &SecretString::from(key), QUICK, now);
    assert!(make(BASE, KEY).is_ok());
    assert!(make("http://[::1]:8080/x/", " key \n").is_ok());
    for base in [
        "",
        "api.insee.fr",
        "http://api.insee.fr/api-sirene/3.11",
        "ftp://api.insee.fr",
        "https://user:word@api.insee.fr",
        "https://api.insee.fr/?q=1",
        "https://api.insee.fr/#q",
        "http://127.0.0.1.example/",
        "mailto:x@example.org",
    ] {
        assert!(matches!(make(base, KEY), Err(SetupFault::Address { .. })), "{base}");
    }
    for key in ["", " ", "new\nline", "n\u{0}l"] {
        let fault = make(BASE, key).unwrap_err();
        assert_eq!(fault.to_string(), "the key of SIRENE holds signs that no key holds");
    }
    assert!(!format!("{:?}", make(BASE, KEY).unwrap()).contains(KEY));
}
