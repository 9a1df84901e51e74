//! What goes wrong with the gateway: told apart from a student of whom nothing is known, and never telling about whom.

use std::time::Duration;

use guichet::domain::student::identity::Identity;
use guichet::domain::student::search::{Among, PersonSearch};
use guichet::sis::fault::{Fault, SetupFault, Trouble};
use guichet::sis::http::{Login, Patience};
use guichet::sis::port::{Directory, Known, StudentRecords, Told};
use guichet::sis::siscol::{
    DirectoryClient, PATIENCE, RecordsClient, read_enrolments, read_found, read_identity,
};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::super::faults::{field, hang_up, trouble};
use super::super::{QUICK, answer, now, sample};
use super::{PASSWORD, login, number, people, records};

/// What the client says of a student when the gateway always answers so, and how often it was asked.
async fn told(response: ResponseTemplate, patience: Patience) -> (Told<Identity>, usize) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(response).mount(&server).await;
    let told = records(&server, patience).identity(&number("22104518"), 2026).await;
    (told, server.received_requests().await.unwrap().len())
}

/// The same, where it is a fault: it names the call, and nothing personal.
async fn fault(response: ResponseTemplate) -> (Fault, usize) {
    let (told, times) = told(response, QUICK).await;
    let fault = told.unwrap_err();
    assert_eq!(fault.call().to_string(), "esup-siscol (identity)");
    let words = format!("{fault} {fault:?}");
    for secret in ["22104518", "99999999", "DESFONTAINES", PASSWORD] {
        assert!(!words.contains(secret), "{words}");
    }
    (fault, times)
}

#[tokio::test]
async fn those_who_are_not_logged_in_are_told_so_however_the_gateway_says_it() {
    let login_page = |to: &str| ResponseTemplate::new(302).insert_header("Location", to);
    for response in [
        answer(401, "siscol-erreur-401"),
        ResponseTemplate::new(401),
        ResponseTemplate::new(403),
        login_page("/esup-siscol/login"),
        login_page("https://siscol.univ-valmoree.example/esup-siscol/login;jsessionid=1?error#x"),
        login_page("login/").insert_header("Location", "/login/"),
    ] {
        let (fault, times) = fault(response).await;
        assert!(matches!(fault, Fault::Unauthorised { .. }), "{fault:?}");
        assert_eq!(times, 1);
    }
}

#[tokio::test]
async fn no_redirection_is_followed() {
    let elsewhere = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200)).expect(0).mount(&elsewhere).await;
    for status in [301, 302, 307] {
        let to = format!("{}/esup-siscol/apogee/etudiantRef", elsewhere.uri());
        let (fault, times) = fault(ResponseTemplate::new(status).insert_header("Location", to)).await;
        assert_eq!((field(&fault), times), ("status", 1));
    }
    assert_eq!(field(&fault(ResponseTemplate::new(302)).await.0), "status");
}

#[tokio::test]
async fn nothing_is_known_only_where_the_gateway_says_nothing() {
    for response in [
        ResponseTemplate::new(404),
        ResponseTemplate::new(200),
        ResponseTemplate::new(204),
        ResponseTemplate::new(200).set_body_raw("null", "application/json"),
    ] {
        let (told, times) = told(response, QUICK).await;
        assert_eq!((told, times), (Ok(Known::Nothing), 1));
    }
    // An address that leads nowhere has words in its answer.
    for body in [
        "<html>404</html>",
        r#"{"time":"x","status":"404","error":"Not Found","message":"No message available"}"#,
    ] {
        let (fault, times) = fault(ResponseTemplate::new(404).set_body_string(body)).await;
        assert!(matches!(fault, Fault::Refused { status: Some(404), said: None, .. }), "{fault:?}");
        assert_eq!(times, 1);
    }
}

#[tokio::test]
async fn a_gateway_that_fails_is_asked_again_with_or_without_words() {
    for response in [ResponseTemplate::new(500), answer(500, "siscol-erreur-500")] {
        let (fault, times) = fault(response).await;
        assert_eq!((trouble(&fault), times), (Some(Trouble::Status(500)), 3));
        assert_eq!(fault.to_string(), "esup-siscol (identity): it answers 500");
    }
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(503)).up_to_n_times(2).mount(&server).await;
    let found = answer(200, "siscol-apogee-etudiantRef");
    Mock::given(any()).respond_with(found).expect(1).mount(&server).await;
    let told = records(&server, QUICK).identity(&number("22104518"), 2026).await;
    assert!(matches!(told, Ok(Known::This(_))), "{told:?}");
}

#[tokio::test]
async fn a_search_of_people_is_asked_again_too() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(500)).expect(3).mount(&server).await;
    let search = PersonSearch { surname: "desfon".into(), ..PersonSearch::default() };
    let fault = people(&server, QUICK).people(Among::Students, &search).await.unwrap_err();
    assert_eq!(fault.to_string(), "esup-siscol (people): it answers 500");
    assert_eq!(PATIENCE.retries, 1);
}

#[tokio::test]
async fn a_failure_that_passes_for_an_answer_is_one() {
    let (fault, _) = fault(answer(200, "siscol-erreur-500")).await;
    assert_eq!(trouble(&fault), Some(Trouble::Status(500)));
    let (fault, _) = self::fault(answer(200, "siscol-erreur-401")).await;
    assert!(matches!(fault, Fault::Unauthorised { .. }), "{fault:?}");
    let bad = json!({"time": "x", "status": "400", "error": "Bad Request", "message": "codEtud 22104518"});
    let (fault, _) = self::fault(ResponseTemplate::new(200).set_body_json(bad)).await;
    assert!(matches!(fault, Fault::Refused { status: Some(400), said: None, .. }), "{fault:?}");
}

#[tokio::test]
async fn a_refusal_is_not_insisted_on_and_its_words_are_forgotten() {
    let bad = json!({"time": "x", "status": "400", "error": "Bad Request", "message": "codEtud 22104518"});
    let (fault, times) = fault(ResponseTemplate::new(400).set_body_json(bad)).await;
    assert!(matches!(fault, Fault::Refused { status: Some(400), said: None, .. }), "{fault:?}");
    assert_eq!(times, 1);
    let (fault, _) = self::fault(ResponseTemplate::new(429).insert_header("Retry-After", "3")).await;
    assert!(matches!(fault, Fault::Overloaded { .. }), "{fault:?}");
}

#[tokio::test]
async fn a_gateway_that_is_slow_is_not_waited_for() {
    let slow = answer(200, "siscol-apogee-etudiantRef").set_delay(Duration::from_secs(600));
    let (told, times) = told(slow, Patience { answer: Duration::from_millis(40), ..QUICK }).await;
    assert_eq!((trouble(&told.unwrap_err()), times), (Some(Trouble::Late), 3));
}

#[tokio::test]
async fn an_answer_cut_in_its_middle_is_none() {
    let whole = sample("siscol-apogee-etudiantRef");
    let half = &whole[..whole.len() / 2];
    let sized = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", whole.len());
    let endless = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    for (head, body, callers, expected) in [
        (sized.as_str(), half, 3, Trouble::Cut),
        (endless, half, 1, Trouble::Cut),
        // What was to come and did not is not an empty answer.
        (sized.as_str(), &b""[..], 3, Trouble::Cut),
        ("", b"", 3, Trouble::Connection),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/apogee", listener.local_addr().unwrap());
        let client = RecordsClient::new(&base, &login(), Vec::new(), QUICK, now).unwrap();
        let bytes = [head.as_bytes(), body].concat();
        let student = number("22104518");
        let (told, ()) = tokio::join!(client.identity(&student, 2026), hang_up(&listener, &bytes, callers));
        assert_eq!(trouble(&told.unwrap_err()), Some(expected));
    }
}

#[tokio::test]
async fn what_is_no_answer_of_the_gateway_breaks_the_contract() {
    let page = |body: &str| ResponseTemplate::new(200).set_body_raw(body, "text/html");
    for (response, place) in [
        (page("<html>Connexion</html>"), "."),
        (page("{\"nompatro\":\"DESFONTAINES\"} {}"), "end"),
        (ResponseTemplate::new(200).set_body_bytes(b"{\"nompatro\":\"\xe9\xff\"}".to_vec()), "nompatro"),
        (ResponseTemplate::new(200).set_body_raw("[]", "application/json"), "."),
        (ResponseTemplate::new(200).set_body_raw("[\"DESFONTAINES\"]", "application/json"), "."),
        (ResponseTemplate::new(200).set_body_raw("\"DESFONTAINES\"", "application/json"), "."),
        (ResponseTemplate::new(206), "status"),
    ] {
        let (fault, times) = fault(response).await;
        assert_eq!((field(&fault), times), (place, 1));
    }
    // Their servers do not always say that it is JSON.
    let (told, _) = told(
        ResponseTemplate::new(200).set_body_raw(sample("siscol-apogee-etudiantRef"), "text/plain"),
        QUICK,
    )
    .await;
    assert!(matches!(told, Ok(Known::This(_))), "{told:?}");
}

#[test]
fn a_broken_contract_names_the_field_and_nothing_that_stands_there() {
    let changed = |name: &str, pointer: &str, value: &Value| {
        let mut body: Value = serde_json::from_slice(&sample(name)).unwrap();
        *body.pointer_mut(pointer).unwrap() = value.clone();
        serde_json::to_vec(&body).unwrap()
    };
    let name = "siscol-pcscol-etapesByEtudiantAndAnnee";
    for (pointer, value, place) in [
        ("/listeEtapeInscriptions/0/codeEtp", Value::Null, "listeEtapeInscriptions[0].codeEtp"),
        ("/listeEtapeInscriptions/0/codeEtp", json!(""), "listeEtapeInscriptions[0].codeEtp"),
        ("/listeEtapeInscriptions/0", json!({"nom": "WIERZBOWSKI"}), "listeEtapeInscriptions[0].codeEtp"),
        ("/listeEtapeInscriptions/0", json!(["WIERZBOWSKI"]), "listeEtapeInscriptions[0]"),
        ("/listeEtapeInscriptions", json!({"0": "WIERZBOWSKI"}), "listeEtapeInscriptions"),
        (
            "/listeEtapeInscriptions/0/libWebVet",
            json!(["WIERZBOWSKI"]),
            "listeEtapeInscriptions[0].libWebVet",
        ),
        ("/listeELPs/0/nbrCrdElp", json!({"WIERZBOWSKI": 1}), "listeELPs[0].nbrCrdElp"),
        ("/regimeInscription", json!("WIERZBOWSKI"), "regimeInscription"),
        ("", json!([["WIERZBOWSKI"]]), "."),
    ] {
        let fault = read_enrolments(&changed(name, pointer, &value), 2026, &[]).unwrap_err();
        assert_eq!(field(&fault), place);
        assert!(!format!("{fault} {fault:?}").contains("WIERZBOWSKI"), "{fault:?}");
    }
    let name = "siscol-listEtuParEtapeEtDiplome";
    for (value, place) in [(json!("WIERZ BOWSKI"), "[1].codEtu"), (Value::Null, "[1].codEtu")] {
        let fault = read_found(&changed(name, "/1/codEtu", &value)).unwrap_err();
        assert_eq!((field(&fault), fault.call().to_string().as_str()), (place, "esup-siscol (find)"));
    }
    let fault = read_identity(b"{\"prenom\":{\"WIERZBOWSKI\":1}}", &number("1")).unwrap_err();
    assert_eq!(field(&fault), "prenom");
}

#[test]
fn a_client_is_made_only_of_what_can_serve() {
    let make = |base: &str, login: &Login| RecordsClient::new(base, login, Vec::new(), QUICK, now);
    let base = "https://siscol.univ-valmoree.example/esup-siscol/pcscol";
    assert!(make(base, &login()).is_ok());
    for base in ["http://siscol.univ-valmoree.example/apogee", "https://user:word@x.example/", "", "apogee"] {
        assert!(matches!(make(base, &login()), Err(SetupFault::Address { .. })), "{base}");
    }
    for name in ["", "a:b", "a\nb"] {
        let login = Login { name: name.to_owned(), ..login() };
        let fault = DirectoryClient::new(base, &login, QUICK, now).unwrap_err();
        assert_eq!(
            fault.to_string(),
            "the login of esup-siscol is empty, or holds signs that no login holds"
        );
    }
    let login = Login { password: SecretString::from("a\u{0}b"), ..login() };
    assert!(matches!(make(base, &login), Err(SetupFault::Login { .. })));
    let shown = format!("{:?} {:?}", make(base, &super::login()).unwrap(), super::login());
    assert!(!shown.contains(PASSWORD) && !shown.contains("Z3VpY2hldDp3b3Jk"), "{shown}");
}
