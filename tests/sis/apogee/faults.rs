//! What goes wrong with Apogée: told apart from what it does not know, and never telling about whom.

use std::time::Duration;

use guichet::sis::apogee::{Endpoint, Endpoints, PATIENCE, RecordsClient};
use guichet::sis::fault::{Fault, SetupFault, Trouble};
use guichet::sis::http::{Login, Patience};
use guichet::sis::port::{Known, StudentRecords, Told};
use secrecy::SecretString;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::super::faults::{field, hang_up, trouble};
use super::super::{QUICK, now, sample};
use super::{
    ADDRESSES, COMPOSANTES, ENROLMENTS, IDENTIFIERS, OFFER, PASSWORD, REGIMES, STATUS, STUDENTS, YEAR, YEARS,
    apogee, changed, client, fault, key, login, number, records, response, search, xml,
};

/// What the client says of the years of a student when Apogée always answers so, and how often it was asked.
async fn told(response: ResponseTemplate, patience: Patience) -> (Told<Vec<i32>>, usize) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(response).mount(&server).await;
    let told = records(&server, patience).years(&number("22104518")).await;
    (told, server.received_requests().await.unwrap().len())
}

/// The same, where it is a fault: it names the call, and nothing personal.
async fn blamed(response: ResponseTemplate) -> (Fault, usize) {
    let (told, times) = told(response, QUICK).await;
    let fault = told.unwrap_err();
    assert_eq!(fault.call().to_string(), "Apogée (years)");
    discreet(&fault);
    (fault, times)
}

fn discreet(fault: &Fault) {
    let words = format!("{fault} {fault:?}");
    for secret in ["22104518", "22207733", "DESFONTAINES", "WIERZBOWSKI", "codEtu est", PASSWORD] {
        assert!(!words.contains(secret), "{words}");
    }
}

/// What each question says when Apogée answers one of those behind it so: that it serves, or its fault.
async fn all(operation: &'static str, response: &ResponseTemplate) -> Vec<Told<()>> {
    fn only<T>(told: Told<T>) -> Told<()> {
        told.map(|told| match told {
            Known::This(_) => Known::This(()),
            Known::Nothing => Known::Nothing,
            Known::Unsure => Known::Unsure,
        })
    }
    let server = apogee([(operation, response.clone())]).await;
    let client = records(&server, QUICK);
    let student = number("22104518");
    let identity = only(client.identity(&student, 2026).await);
    let enrolments = only(client.enrolments(&student, 2026).await);
    match operation {
        STATUS | IDENTIFIERS => vec![identity, only(client.civil_status(&student).await)],
        ADDRESSES => vec![identity],
        YEAR => vec![identity, enrolments],
        ENROLMENTS => vec![enrolments],
        YEARS => vec![only(client.years(&student).await)],
        STUDENTS => vec![only(client.find(&search()).await)],
        REGIMES => vec![enrolments, only(client.regimes().await)],
        COMPOSANTES => vec![only(client.composantes().await)],
        OFFER => vec![
            enrolments,
            only(client.elements(&key("MINFO2", "211")).await),
            only(client.etapes().await),
            only(client.programmes("SCI", 2026).await),
        ],
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn what_apogee_does_not_know_is_nothing() {
    for name in ["etudiant-introuvable", "aucune-ia", "se-vide"] {
        for operation in [STATUS, ENROLMENTS, YEARS, STUDENTS, COMPOSANTES] {
            for told in all(operation, &fault(name)).await {
                assert_eq!(told, Ok(Known::Nothing), "{operation} {name}");
            }
        }
        let [enrolments, lists @ ..] = &all(OFFER, &fault(name)).await[..] else { panic!() };
        assert_eq!(
            (enrolments, lists),
            (&Ok(Known::This(())), &[Ok(Known::Nothing), Ok(Known::Nothing), Ok(Known::Nothing)][..])
        );
    }
    let empty =
        "<e:Envelope xmlns:e='e'><e:Body><r:recupererAnneesIaResponse xmlns:r='r'/></e:Body></e:Envelope>";
    assert_eq!(told(xml(200, empty), QUICK).await, (Ok(Known::Nothing), 1));
}

#[tokio::test]
async fn a_database_that_is_closed_is_never_nothing() {
    for operation in super::OPERATIONS {
        for told in all(operation, &fault("base-indisponible")).await {
            let fault = told.unwrap_err();
            assert_eq!(trouble(&fault), Some(Trouble::Status(500)), "{operation}");
            discreet(&fault);
        }
    }
    // Nor when another operation answers that there is nothing.
    let server = apogee([(STATUS, fault("etudiant-introuvable")), (YEAR, fault("base-indisponible"))]).await;
    let told = records(&server, QUICK).identity(&number("22104518"), 2026).await;
    assert_eq!(trouble(&told.unwrap_err()), Some(Trouble::Status(500)));
    // What it says itself is not insisted on.
    assert_eq!(blamed(fault("base-indisponible")).await.1, 1);
}

#[tokio::test]
async fn an_invalid_user_is_a_student_or_the_one_who_asks() {
    for (operation, expected) in
        [(STATUS, Some(Known::Unsure)), (YEARS, Some(Known::Unsure)), (STUDENTS, None), (COMPOSANTES, None)]
    {
        for told in all(operation, &fault("utilisateur-invalide")).await {
            match (&expected, told) {
                (Some(expected), told) => assert_eq!(told.as_ref(), Ok(expected), "{operation}"),
                (None, told) => assert!(matches!(told, Err(Fault::Unauthorised { .. })), "{operation}"),
            }
        }
    }
}

#[tokio::test]
async fn a_question_that_makes_no_sense_is_refused_and_its_words_are_forgotten() {
    let (fault, times) = blamed(fault("codEtu-incoherent")).await;
    assert!(matches!(fault, Fault::Refused { status: Some(500), said: None, .. }), "{fault:?}");
    assert_eq!(times, 1);
}

#[tokio::test]
async fn faults_are_understood_however_they_are_written() {
    let bare = |code: &str, string: &str| {
        format!(
            "<S:Envelope xmlns:S='s'><S:Header/><S:Body><S:Fault><faultcode>S:{code}</faultcode>\
             <faultstring>{string}</faultstring></S:Fault></S:Body></S:Envelope>"
        )
    };
    // The status says less than the body, and the detail may be missing.
    for status in [500, 200] {
        let nothing = bare("Server", " technical.data.nullretrieve.DossierEtudiantIP \n");
        assert_eq!(told(xml(status, nothing), QUICK).await, (Ok(Known::Nothing), 1));
        let unsure = bare("Server", "technical.security.invaliduser.user");
        assert_eq!(told(xml(status, unsure), QUICK).await.0, Ok(Known::Unsure));
        for string in [
            "java.lang.reflect.InvocationTargetException",
            "technical.data.transaction.connexion",
            "",
            "22104518",
        ] {
            let (fault, times) = blamed(xml(status, bare("Server", string))).await;
            assert_eq!((trouble(&fault), times), (Some(Trouble::Status(500)), 1), "{string}");
        }
        for (code, string) in [
            ("Server", "technical.parameter.noncoherentinput.codEtu "),
            ("Client", "No such operation 22104518"),
        ] {
            let (fault, _) = blamed(xml(status, bare(code, string))).await;
            assert!(matches!(fault, Fault::Refused { status: Some(500), said: None, .. }), "{fault:?}");
        }
        let (fault, _) = blamed(xml(status, bare("Server", "technical.security.forbidden.service"))).await;
        assert!(matches!(fault, Fault::Unauthorised { .. }), "{fault:?}");
    }
    // The typed words go first.
    let closed = changed(
        String::from_utf8(sample("apogee-fault-base-indisponible")).unwrap(),
        &[("technical.data.transaction.connexion", "technical.data.nullretrieve.etudiant")],
    );
    assert_eq!(trouble(&blamed(xml(500, closed)).await.0), Some(Trouble::Status(500)));
}

#[tokio::test]
async fn a_failure_without_a_word_of_apogee_is_one() {
    for body in ["", "<html>500</html>", "<!DOCTYPE html><html>", "Internal Server Error", &response(YEARS)] {
        let (fault, times) = blamed(xml(500, body)).await;
        assert_eq!((trouble(&fault), times), (Some(Trouble::Status(500)), 1), "{body}");
    }
}

#[tokio::test]
async fn what_stands_before_apogee_answers_too() {
    for status in [401, 403] {
        let (fault, times) = blamed(ResponseTemplate::new(status)).await;
        assert!(matches!(fault, Fault::Unauthorised { .. }), "{fault:?}");
        assert_eq!(times, 1);
    }
    for status in [400, 404, 405] {
        let (fault, times) = blamed(xml(status, "<html>22104518</html>")).await;
        assert!(matches!(fault, Fault::Refused { said: None, .. }), "{fault:?}");
        assert_eq!(times, 1);
    }
    for status in [204, 206, 302] {
        let elsewhere =
            ResponseTemplate::new(status).insert_header("Location", "https://cas.valmoree.example/");
        assert_eq!(field(&blamed(elsewhere).await.0), "status");
    }
    let (fault, times) = blamed(ResponseTemplate::new(429).insert_header("Retry-After", "3")).await;
    assert!(matches!(fault, Fault::Overloaded { .. }), "{fault:?}");
    assert_eq!(times, 1);
}

#[tokio::test]
async fn a_student_is_told_once_the_trouble_is_over() {
    for status in [429, 500, 503] {
        let server = MockServer::start().await;
        let first = ResponseTemplate::new(status);
        Mock::given(any()).respond_with(first).up_to_n_times(1).mount(&server).await;
        Mock::given(any()).respond_with(xml(200, response(YEARS))).expect(1).mount(&server).await;
        let client = records(&server, QUICK);
        let student = number("22104518");
        if status != 503 {
            assert!(client.years(&student).await.is_err());
        }
        assert_eq!(client.years(&student).await, Ok(Known::This((2021..=2026).collect())));
    }
    assert_eq!(PATIENCE.retries, 1);
}

#[tokio::test]
async fn a_service_that_is_slow_is_not_waited_for() {
    let slow = xml(200, response(YEARS)).set_delay(Duration::from_secs(600));
    let (told, times) = told(slow, Patience { answer: Duration::from_millis(40), ..QUICK }).await;
    assert_eq!((trouble(&told.unwrap_err()), times), (Some(Trouble::Late), 3));
}

#[tokio::test]
async fn an_answer_cut_in_its_middle_is_none() {
    let whole = response(YEARS);
    let half = &whole.as_bytes()[..whole.len() / 2];
    let sized = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", whole.len());
    let failed = format!("HTTP/1.1 500 Error\r\nContent-Length: {}\r\n\r\n", whole.len());
    let endless = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    for (head, body, callers, expected) in [
        (sized.as_str(), half, 3, Trouble::Cut),
        (failed.as_str(), half, 3, Trouble::Cut),
        (endless, half, 1, Trouble::Cut),
        (endless, &b""[..], 1, Trouble::Cut),
        ("", b"", 3, Trouble::Connection),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = client(&format!("http://{}", listener.local_addr().unwrap()), QUICK);
        let bytes = [head.as_bytes(), body].concat();
        let student = number("22104518");
        let (told, ()) = tokio::join!(client.years(&student), hang_up(&listener, &bytes, callers));
        assert_eq!(trouble(&told.unwrap_err()), Some(expected));
    }
}

#[tokio::test]
async fn what_one_question_needs_is_asked_at_once_and_no_more_than_four() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let client = client(&base, Patience { retries: 0, ..QUICK });
    let student = number("22104518");
    let asking = async { tokio::join!(client.identity(&student, 2026), client.years(&student)) };
    let watching = async {
        let mut callers = Vec::new();
        for _ in 0..4 {
            let (mut caller, _) = listener.accept().await.unwrap();
            assert!(caller.read(&mut [0; 16]).await.unwrap() > 0);
            callers.push(caller);
        }
        // None of them was answered.
        let fifth = tokio::time::timeout(Duration::from_millis(60), listener.accept()).await;
        assert!(fifth.is_err());
        drop(callers);
        drop(listener.accept().await);
    };
    let ((identity, years), ()) = tokio::join!(asking, watching);
    assert_eq!(trouble(&identity.unwrap_err()), Some(Trouble::Connection));
    assert_eq!(trouble(&years.unwrap_err()), Some(Trouble::Connection));
}

#[tokio::test]
async fn what_is_no_answer_of_apogee_breaks_the_contract() {
    let bomb = "<!DOCTYPE e [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><e>&b;</e>";
    let envelope = |body: &str| format!("<e:Envelope xmlns:e='e'>{body}</e:Envelope>");
    for (body, place) in [
        ("<html><body>Connexion</body></html>".to_owned(), "Envelope"),
        ("<!DOCTYPE html><html></html>".to_owned(), "DOCTYPE"),
        (bomb.to_owned(), "DOCTYPE"),
        ("{\"nom\":\"DESFONTAINES\"}".to_owned(), "end"),
        (envelope(""), "Body"),
        (envelope("<e:Body/>"), "Body"),
        (envelope(&"<a>".repeat(10_000)), "size"),
        (response(ENROLMENTS), "recupererAnneesIaResponse"),
        (changed(response(YEARS), &[("recupererAnneesIaReturn", "DESFONTAINES")]), "recupererAnneesIaReturn"),
        (changed(response(YEARS), &[(">2024<", ">DESFONTAINES<")]), "recupererAnneesIaReturn"),
        (changed(response(YEARS), &[(">2024<", ">&DESFONTAINES;<")]), "entity"),
        (changed(response(YEARS), &[("UTF-8", "DESFONTAINES")]), "encoding"),
        (changed(response(YEARS), &[("</ns2:", "</ns3:")]), "."),
    ] {
        let (fault, times) = blamed(xml(200, body)).await;
        assert_eq!((field(&fault), times), (place, 1));
    }
    let latin = b"<?xml version='1.0'?><e>DESFONTAIN\xc9S</e>".to_vec();
    assert_eq!(field(&blamed(xml(200, latin)).await.0), "encoding");
}

#[tokio::test]
async fn a_broken_contract_names_the_field_and_nothing_that_stands_there() {
    let nil = "<codeEtp xsi:nil=\"true\"/>";
    for (operation, from, to, place) in [
        (STATUS, "<numEtu>22104518<", "<numEtu>22207733<", "numEtu"),
        (IDENTIFIERS, "<codEtu>22104518<", "<codEtu>22207733<", "codEtu"),
        (STUDENTS, "<codEtu>22207733<", "<codEtu>WIERZ BOWSKI<", "codEtu"),
        (STUDENTS, "<codEtu>22207733<", "<codEtu> <", "codEtu"),
        (ENROLMENTS, "<codeEtp>MINFO2</codeEtp>", nil, "etape.codeEtp"),
        (ENROLMENTS, "<codeEtp>MINFO2</codeEtp>", "<codeEtp><x>WIERZBOWSKI</x></codeEtp>", "etape.codeEtp"),
        (ENROLMENTS, "<anneeIAE>2026<", "<anneeIAE>2025<", "anneeIAE"),
        (COMPOSANTES, "<codCmp>SCI<", "<codCmp><", "codCmp"),
    ] {
        let body = changed(response(operation), &[(from, to)]);
        for told in all(operation, &xml(200, body)).await {
            let fault = told.unwrap_err();
            assert_eq!(field(&fault), place, "{operation}");
            discreet(&fault);
        }
    }
    for (from, place) in [("codElp", "codElp"), ("codEtp", "codEtp"), ("codDip", "codDip")] {
        let body =
            changed(response(OFFER), &[(&format!("<{from}>"), "<x>"), (&format!("</{from}>"), "</x>")]);
        let server = apogee([(OFFER, xml(200, body))]).await;
        let client = records(&server, QUICK);
        let fault = match from {
            "codElp" => client.elements(&key("MINFO2", "211")).await.unwrap_err(),
            "codEtp" => client.etapes().await.unwrap_err(),
            _ => client.programmes("SCI", 2026).await.unwrap_err(),
        };
        assert_eq!(field(&fault), place);
    }
}

#[test]
fn a_client_is_made_only_of_what_can_serve() {
    let make = |base: &str, login: Option<&Login>| {
        let fine = Endpoint { base: "https://apogee.univ-valmoree.example/wsapogee/services/X", login: None };
        let endpoints = Endpoints {
            students: fine,
            administrative: fine,
            offer: Endpoint { base, login },
            reference: fine,
        };
        RecordsClient::new(&endpoints, Vec::new(), QUICK, now)
    };
    let base = "https://apogee.univ-valmoree.example/wsapogee/services/OffreFormationMetier";
    assert!(make(base, None).is_ok());
    for base in [
        "http://apogee.univ-valmoree.example/services",
        "https://user:word@x.example/",
        "",
        &format!("{base}?wsdl"),
    ] {
        assert!(matches!(make(base, None), Err(SetupFault::Address { .. })), "{base}");
    }
    let wrong = Login { name: "a:b".to_owned(), password: SecretString::from("x") };
    let fault = make(base, Some(&wrong)).unwrap_err();
    assert_eq!(fault.to_string(), "the login of Apogée is empty, or holds signs that no login holds");
    let shown =
        format!("{:?} {:?}", make(base, Some(&login())).unwrap(), Endpoint { base, login: Some(&login()) });
    assert!(!shown.contains(PASSWORD) && !shown.contains("Z3VpY2hldDp3b3Jk"), "{shown}");
}
