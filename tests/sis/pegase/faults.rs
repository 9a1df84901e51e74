//! What goes wrong with the modules: told apart from a student of whom nothing is known, and never telling about whom.

use std::time::Duration;

use chrono::TimeDelta;
use guichet::sis::fault::{Fault, SetupFault, Trouble};
use guichet::sis::http::{Login, Patience};
use guichet::sis::pegase::{AT_ONCE, PATIENCE, PegaseClient, Settings};
use guichet::sis::port::{Known, StudentRecords, Told};
use secrecy::SecretString;
use serde_json::json;
use tokio::net::TcpListener;
use wiremock::matchers::{any, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::super::faults::{field, hang_up, trouble};
use super::super::{QUICK, answer, now, sample};
use super::{DOSSIER, PASSWORD, PERIODS, client, clock, number, patient, pegase, settings, times};

/// What the client says of a student's years when the module always answers so, and how often it was asked.
async fn told(response: ResponseTemplate, patience: Patience) -> (Told<Vec<i32>>, usize) {
    let server = pegase().await;
    Mock::given(path(DOSSIER)).respond_with(response).mount(&server).await;
    let told = patient(&server, patience).years(&number("000001842")).await;
    (told, times(&server, DOSSIER).await)
}

/// The same, where it is a fault: it names the call, and nothing personal.
async fn fault(response: ResponseTemplate) -> (Fault, usize) {
    let (told, times) = told(response, QUICK).await;
    let fault = told.unwrap_err();
    assert_eq!(fault.call().to_string(), "Pégase (ins/inscription)");
    let words = format!("{fault} {fault:?}");
    for secret in ["000001842", "000009999", "DESFONTAINES", PASSWORD, "eyJ"] {
        assert!(!words.contains(secret), "{words}");
    }
    (fault, times)
}

#[tokio::test]
async fn a_student_who_is_not_known_is_no_outage_however_it_is_said() {
    let failure = |message: &str| json!({"statusCode": "500", "errors": [{"code": "x", "message": message}]});
    for response in [
        answer(500, "pegase-erreur-500-apprenant-non-trouve"),
        ResponseTemplate::new(500).set_body_json(failure("Apprenant non trouvé : 000009999")),
        ResponseTemplate::new(500).set_body_string("APPRENANT NON TROUVE"),
        answer(404, "pegase-erreur-404"),
        ResponseTemplate::new(404)
            .set_body_json(json!({"correlationId": "x", "statusCode": "404", "errors": []})),
        ResponseTemplate::new(404),
    ] {
        assert_eq!(told(response, QUICK).await, (Ok(Known::Nothing), 1));
    }
    let server = pegase().await;
    let unknown = answer(500, "pegase-erreur-500-apprenant-non-trouve");
    Mock::given(method("GET")).respond_with(unknown).mount(&server).await;
    let (client, student) = (client(&server), number("000009999"));
    assert_eq!(client.enrolments(&student, 2026).await, Ok(Known::Nothing));
    assert_eq!(client.identity(&student, 2026).await, Ok(Known::Nothing));
    assert_eq!(client.civil_status(&student).await, Ok(Known::Nothing));
}

#[tokio::test]
async fn an_address_that_leads_nowhere_is_not_a_student_who_is_not_known() {
    for body in [
        "<html>404</html>",
        r#"{"timestamp":"x","status":404,"error":"Not Found","path":"/api/ins/ext/v2/x/000001842/"}"#,
        r#"{"message":"no Route matched"}"#,
        "null",
        "[]",
    ] {
        let (fault, times) = fault(ResponseTemplate::new(404).set_body_string(body)).await;
        assert!(matches!(fault, Fault::Refused { status: Some(404), said: None, .. }), "{fault:?}");
        assert_eq!(times, 1);
    }
}

#[tokio::test]
async fn a_failure_of_its_own_is_told_and_an_absence_is_asked_about_again() {
    let other = json!({"correlationId": "f1d2c3b4-0000-4000-8000-0000000000ff", "errors": [{"code": "x", "message": "000001842"}]});
    for (response, expected) in [
        (ResponseTemplate::new(500), (500, 1)),
        (ResponseTemplate::new(500).set_body_json(other), (500, 1)),
        (ResponseTemplate::new(500).set_body_string("<html>DESFONTAINES</html>"), (500, 1)),
        (ResponseTemplate::new(502), (502, 3)),
        (ResponseTemplate::new(503), (503, 3)),
        (ResponseTemplate::new(504), (504, 3)),
    ] {
        let (fault, times) = fault(response).await;
        assert_eq!((trouble(&fault), times), (Some(Trouble::Status(expected.0)), expected.1));
    }
    let server = pegase().await;
    Mock::given(path(DOSSIER)).respond_with(ResponseTemplate::new(503)).up_to_n_times(2).mount(&server).await;
    Mock::given(path(DOSSIER))
        .respond_with(answer(200, "pegase-ins-inscriptions"))
        .expect(1)
        .mount(&server)
        .await;
    let told = client(&server).years(&number("000001842")).await;
    assert_eq!(told, Ok(Known::This(vec![2025, 2026])));
    assert_eq!((PATIENCE.retries, AT_ONCE), (2, 8));
}

#[tokio::test]
async fn a_refusal_is_not_insisted_on_and_its_words_are_forgotten() {
    for status in [400, 409, 415] {
        let (fault, times) = fault(answer(status, "pegase-erreur-400")).await;
        assert!(matches!(&fault, Fault::Refused { status: Some(told), said: None, .. } if *told == status));
        assert_eq!(times, 1);
    }
}

#[tokio::test]
async fn after_a_refusal_for_the_quota_the_next_call_succeeds() {
    let server = pegase().await;
    let spent = ResponseTemplate::new(429).insert_header("Retry-After", "7");
    Mock::given(path(DOSSIER)).respond_with(spent).up_to_n_times(1).expect(1).mount(&server).await;
    Mock::given(path(DOSSIER))
        .respond_with(answer(200, "pegase-ins-inscriptions"))
        .expect(1)
        .mount(&server)
        .await;
    let (client, student) = (client(&server), number("000001842"));
    let fault = client.years(&student).await.unwrap_err();
    let at = now() + TimeDelta::seconds(7);
    assert!(matches!(fault, Fault::Overloaded { retry_at, .. } if retry_at == at), "{fault:?}");
    assert_eq!(client.years(&student).await, Ok(Known::This(vec![2025, 2026])));
}

#[tokio::test]
async fn no_redirection_is_followed() {
    let elsewhere = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200)).expect(0).mount(&elsewhere).await;
    for status in [301, 302, 303, 307, 308] {
        let to = format!("{}{DOSSIER}", elsewhere.uri());
        let (fault, times) = fault(ResponseTemplate::new(status).insert_header("Location", to)).await;
        assert_eq!((field(&fault), times), ("status", 1));
    }
}

#[tokio::test]
async fn a_module_that_is_slow_is_not_waited_for() {
    let slow = answer(200, "pegase-ins-inscriptions").set_delay(Duration::from_secs(600));
    let (told, times) = told(slow, Patience { answer: Duration::from_millis(80), ..QUICK }).await;
    assert_eq!((trouble(&told.unwrap_err()), times), (Some(Trouble::Late), 3));
}

#[tokio::test]
async fn an_answer_cut_in_its_middle_is_none() {
    let whole = sample("pegase-ins-inscriptions");
    let half = &whole[..whole.len() / 2];
    let sized = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", whole.len());
    let endless = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    let unwell = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 90\r\n\r\n";
    for (head, body, callers, expected) in [
        (sized.as_str(), half, 3, Trouble::Cut),
        (endless, half, 1, Trouble::Cut),
        // What was to come and did not is not an empty answer.
        (sized.as_str(), &b""[..], 3, Trouble::Cut),
        (endless, &b""[..], 1, Trouble::Cut),
        (unwell, &b"apprenant non"[..], 3, Trouble::Cut),
        ("", b"", 3, Trouble::Connection),
    ] {
        let server = pegase().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut settings = settings(&server.uri());
        settings.bases.ins = format!("http://{}/api/ins/ext/v2", listener.local_addr().unwrap());
        let client = PegaseClient::new(settings, QUICK, clock).unwrap();
        let bytes = [head.as_bytes(), body].concat();
        let student = number("000001842");
        let (told, ()) = tokio::join!(client.years(&student), hang_up(&listener, &bytes, callers));
        assert_eq!(trouble(&told.unwrap_err()), Some(expected));
    }
}

#[tokio::test]
async fn what_is_no_answer_of_pegase_breaks_the_contract() {
    let page = |body: &str| ResponseTemplate::new(200).set_body_raw(body, "text/html");
    for (response, place) in [
        (page("<html>Connexion</html>"), "."),
        (page("{\"apprenant\":{\"code\":\"000001842\"}} {}"), "end"),
        (page("[]"), "."),
        (page("null"), "."),
        (page("{}"), "apprenant"),
        (page("{\"apprenant\":null}"), "apprenant"),
        (page("{\"apprenant\":[\"DESFONTAINES\"]}"), "apprenant"),
        // It is a failure, whatever the status says.
        (answer(200, "pegase-erreur-500-apprenant-non-trouve"), "apprenant"),
        (
            ResponseTemplate::new(200).set_body_bytes(b"{\"apprenant\":{\"code\":\"\xe9\"}}".to_vec()),
            "apprenant.code",
        ),
        (ResponseTemplate::new(204), "status"),
        (ResponseTemplate::new(206), "status"),
    ] {
        let (fault, times) = fault(response).await;
        assert_eq!((field(&fault), times), (place, 1));
    }
    // Their servers do not always say that it is JSON.
    let plain = ResponseTemplate::new(200).set_body_raw(sample("pegase-ins-inscriptions"), "text/plain");
    assert!(matches!(told(plain, QUICK).await, (Ok(Known::This(_)), 1)));
}

#[tokio::test]
async fn pages_without_end_are_not_turned_forever() {
    let server = pegase().await;
    let endless = json!({"items": [{"id": "x", "code": "PER-2026", "anneeUniversitaire": 2026}], "totalPages": 9_000_000});
    Mock::given(path(PERIODS))
        .respond_with(ResponseTemplate::new(200).set_body_json(endless))
        .mount(&server)
        .await;
    let fault = client(&server).etapes().await.unwrap_err();
    assert_eq!((field(&fault), fault.call().name), ("totalPages", "odf/espaces"));
    assert_eq!(times(&server, PERIODS).await, 400);
}

#[tokio::test]
async fn pages_are_turned_to_the_last_or_to_an_empty_one() {
    for (pages, asked) in [(json!(3), 3), (json!(0), 1), (json!(null), 4), (json!("x"), 4)] {
        let server = pegase().await;
        let at = move |place: usize| {
            let items = if place < 3 { json!([null]) } else { json!([]) };
            json!({"items": items, "totalPages": pages})
        };
        Mock::given(path(PERIODS))
            .respond_with(move |request: &wiremock::Request| {
                let pairs: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
                let place = &pairs.iter().find(|(name, _)| name == "page").unwrap().1;
                ResponseTemplate::new(200).set_body_json(at(place.parse().unwrap()))
            })
            .mount(&server)
            .await;
        assert_eq!(client(&server).etapes().await, Ok(Known::Nothing));
        assert_eq!(times(&server, PERIODS).await, asked);
    }
}

#[test]
fn a_client_is_made_only_of_what_can_serve() {
    let sound = || settings("https://x.test-valmoree.pc-scol.example");
    let make = |settings: Settings| PegaseClient::new(settings, QUICK, now);
    assert!(make(sound()).is_ok());
    let spoil: [fn(&mut Settings); 6] = [
        |settings| settings.bases.tickets = "http://cas.example/cas/v1/tickets".to_owned(),
        |settings| settings.bases.ins = String::new(),
        |settings| settings.bases.chc = "chc".to_owned(),
        |settings| settings.bases.odf = "https://user:word@odf.example/".to_owned(),
        |settings| settings.bases.reference = "https://ref.example/?q=1".to_owned(),
        |settings| settings.bases.idt = Some("ftp://idt.example/".to_owned()),
    ];
    for spoil in spoil {
        let mut settings = sound();
        spoil(&mut settings);
        assert!(matches!(make(settings), Err(SetupFault::Address { .. })));
    }
    for (name, password) in [("", "x"), ("svc-api", ""), ("svc\napi", "x"), ("svc-api", "a\u{0}b")] {
        let login = Login { name: name.to_owned(), password: SecretString::from(password) };
        let fault = make(Settings { login, ..sound() }).unwrap_err();
        assert_eq!(fault.to_string(), "the login of Pégase is empty, or holds signs that no login holds");
    }
    let fault = make(Settings { establishment: " ".to_owned(), ..sound() }).unwrap_err();
    assert_eq!(fault.to_string(), "no client for Pégase: the code of the establishment is empty");
}
