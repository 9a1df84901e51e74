//! How the pass is got, kept, renewed and shared, and what happens when it is not given.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use guichet::sis::fault::{Fault, Trouble};
use guichet::sis::http::Login;
use guichet::sis::pegase::PegaseClient;
use guichet::sis::port::{Known, StudentRecords, Told};
use secrecy::SecretString;
use wiremock::matchers::{body_string, method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::super::faults::{field, trouble};
use super::super::{QUICK, answer};
use super::{DOSSIER, FORM, TICKETS, client, clock, let_go, number, settings, times, token};

/// Gives another pass each time.
struct Tickets {
    given: AtomicUsize,
}

impl Respond for Tickets {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let given = self.given.fetch_add(1, Ordering::SeqCst);
        // Each expires a second after the one before, and so differs from it.
        let pass =
            token(super::now() + TimeDelta::days(1) + TimeDelta::seconds(i64::try_from(given).unwrap()));
        ResponseTemplate::new(201).set_body_string(pass).set_delay(Duration::from_millis(20))
    }
}

/// Takes a pass so many times, then forbids it; those that come after it are taken as often.
struct Guard {
    takes: usize,
    forbids: u16,
    seen: Mutex<Vec<(String, usize)>>,
}

impl Respond for Guard {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let told = request.headers.get("authorization").unwrap().to_str().unwrap();
        let mut seen = self.seen.lock().unwrap();
        if seen.iter().all(|(pass, _)| pass != told) {
            seen.push((told.to_owned(), 0));
        }
        let (_, times) = seen.iter_mut().find(|(pass, _)| pass == told).unwrap();
        *times += 1;
        if *times > self.takes {
            ResponseTemplate::new(self.forbids)
        } else {
            answer(200, "pegase-ins-inscriptions")
        }
    }
}

/// A server that takes each pass so many times.
async fn server(takes: usize, forbids: u16) -> MockServer {
    let server = MockServer::start().await;
    let tickets = Tickets { given: AtomicUsize::new(0) };
    Mock::given(method("POST"))
        .and(path(TICKETS))
        .and(body_string(FORM))
        .respond_with(tickets)
        .mount(&server)
        .await;
    let guard = Guard { takes, forbids, seen: Mutex::new(Vec::new()) };
    Mock::given(path(DOSSIER)).respond_with(guard).mount(&server).await;
    server
}

/// What takes one request and is asked for each time.
async fn years(client: &PegaseClient) -> Told<Vec<i32>> {
    client.years(&number("000001842")).await
}

fn told() -> Told<Vec<i32>> {
    Ok(Known::This(vec![2025, 2026]))
}

#[tokio::test]
async fn a_pass_that_is_refused_on_the_way_is_renewed_once() {
    for forbids in [401, 403] {
        let server = server(2, forbids).await;
        let client = client(&server);
        for _ in 0..3 {
            assert_eq!(years(&client).await, told());
        }
        assert_eq!((times(&server, TICKETS).await, times(&server, DOSSIER).await), (2, 4), "{forbids}");
    }
}

#[tokio::test]
async fn what_is_refused_with_another_pass_too_is_not_allowed() {
    for forbids in [401, 403] {
        let server = server(0, forbids).await;
        let fault = years(&client(&server)).await.unwrap_err();
        assert!(matches!(fault, Fault::Unauthorised { .. }), "{fault:?}");
        assert_eq!(fault.call().name, "ins/inscription");
        assert_eq!((times(&server, TICKETS).await, times(&server, DOSSIER).await), (2, 2));
    }
}

#[tokio::test]
async fn a_pass_is_renewed_before_it_expires_and_after_six_hours() {
    let server = server(usize::MAX, 403).await;
    let client = client(&server);
    for (gone, given) in [(0, 1), (359, 1), (2, 2), (300, 2), (90, 3)] {
        let_go(TimeDelta::minutes(gone));
        assert_eq!(years(&client).await, told());
        assert_eq!(times(&server, TICKETS).await, given, "{gone}");
    }
    // Half an hour is left of each pass from here on.
    let server = MockServer::start().await;
    super::gives(&server, TimeDelta::minutes(30)).await;
    Mock::given(path(DOSSIER)).respond_with(answer(200, "pegase-ins-inscriptions")).mount(&server).await;
    let client = super::client(&server);
    for (gone, given) in [(0, 1), (24, 1), (2, 2)] {
        let_go(TimeDelta::minutes(gone));
        assert_eq!(years(&client).await, told());
        assert_eq!(times(&server, TICKETS).await, given, "{gone}");
    }
}

#[tokio::test]
async fn a_pass_that_still_lasts_bridges_a_server_that_gives_no_other() {
    let server = MockServer::start().await;
    let pass = ResponseTemplate::new(201).set_body_string(token(clock() + TimeDelta::minutes(30)));
    Mock::given(path(TICKETS)).respond_with(pass).up_to_n_times(1).mount(&server).await;
    Mock::given(path(TICKETS)).respond_with(ResponseTemplate::new(500)).mount(&server).await;
    Mock::given(path(DOSSIER)).respond_with(answer(200, "pegase-ins-inscriptions")).mount(&server).await;
    let client = client(&server);
    let half = TimeDelta::seconds(30);
    for (gone, asked) in [(TimeDelta::zero(), 1), (TimeDelta::minutes(26), 2), (half, 2), (half, 3)] {
        let_go(gone);
        assert_eq!(years(&client).await, told());
        assert_eq!(times(&server, TICKETS).await, asked, "{gone}");
    }
    let_go(TimeDelta::minutes(4));
    let fault = years(&client).await.unwrap_err();
    assert_eq!(fault.to_string(), "Pégase (authn/tickets): it answers 500");
}

#[tokio::test]
async fn many_who_ask_at_once_share_one_pass() {
    let server = server(usize::MAX, 403).await;
    let client = client(&server);
    let all = tokio::join!(years(&client), years(&client), years(&client), years(&client), years(&client),);
    for one in [all.0, all.1, all.2, all.3, all.4] {
        assert_eq!(one, told());
    }
    assert_eq!(times(&server, TICKETS).await, 1);
}

#[tokio::test]
async fn many_whose_pass_is_refused_at_once_renew_it_once() {
    let server = server(3, 403).await;
    let client = client(&server);
    assert_eq!(years(&client).await, told());
    // Two of these are taken with the first pass, and three more with the second.
    let all = tokio::join!(years(&client), years(&client), years(&client), years(&client), years(&client),);
    for one in [all.0, all.1, all.2, all.3, all.4] {
        assert_eq!(one, told());
    }
    assert_eq!((times(&server, TICKETS).await, times(&server, DOSSIER).await), (2, 9));
}

#[tokio::test]
async fn a_wrong_password_is_told_once_to_the_server_and_to_all_who_ask() {
    let server = MockServer::start().await;
    let wrong = ResponseTemplate::new(401).set_delay(Duration::from_millis(20));
    Mock::given(path(TICKETS)).respond_with(wrong).mount(&server).await;
    let client = client(&server);
    let (one, other, third) = tokio::join!(years(&client), client.regimes(), client.etapes());
    for fault in [one.unwrap_err(), other.unwrap_err(), third.unwrap_err()] {
        assert!(matches!(fault, Fault::Unauthorised { .. }), "{fault:?}");
        assert_eq!(fault.to_string(), "Pégase (authn/tickets): the key or the login is not accepted");
        assert!(!format!("{fault:?}").contains(super::PASSWORD));
    }
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
    // Whoever asks later may be luckier.
    assert!(years(&client).await.is_err());
    assert_eq!(times(&server, TICKETS).await, 2);
}

#[tokio::test]
async fn one_who_renews_and_goes_away_leaves_it_to_the_next() {
    let server = MockServer::start().await;
    let slow = ResponseTemplate::new(201).set_delay(Duration::from_secs(600));
    Mock::given(path(TICKETS)).respond_with(slow).up_to_n_times(1).mount(&server).await;
    super::gives(&server, TimeDelta::hours(8)).await;
    Mock::given(path(DOSSIER)).respond_with(answer(200, "pegase-ins-inscriptions")).mount(&server).await;
    let client = client(&server);
    let gone = tokio::time::timeout(Duration::from_millis(50), years(&client));
    let (gone, next) = tokio::join!(gone, years(&client));
    assert!(gone.is_err());
    assert_eq!(next, told());
}

#[tokio::test]
async fn whatever_is_no_pass_is_told_so() {
    let ticket = "TGT-1-Ab9x-cas";
    let html = "<html><body>TGT</body></html>";
    for (response, times) in [
        (
            ResponseTemplate::new(201)
                .insert_header("Location", "/cas/v1/tickets/TGT-1")
                .set_body_string(html),
            1,
        ),
        (ResponseTemplate::new(201).set_body_string(ticket), 1),
        (ResponseTemplate::new(201), 1),
        (ResponseTemplate::new(201).set_body_string("a.b.c"), 1),
    ] {
        let fault = without_pass(response, times).await;
        assert_eq!(field(&fault), "token");
    }
    // Other statuses never come with a pass.
    let pass = token(clock() + TimeDelta::hours(8));
    for status in [200, 204, 302] {
        let fault = without_pass(ResponseTemplate::new(status).set_body_string(&pass), 1).await;
        assert_eq!(field(&fault), "status");
        assert!(!format!("{fault:?}").contains("eyJ"));
    }
    for status in [400, 415] {
        let fault = without_pass(ResponseTemplate::new(status).set_body_string(&pass), 1).await;
        assert!(matches!(&fault, Fault::Refused { status: Some(told), said: None, .. } if *told == status));
    }
    assert!(matches!(without_pass(ResponseTemplate::new(403), 1).await, Fault::Unauthorised { .. }));
    assert!(matches!(without_pass(ResponseTemplate::new(429), 1).await, Fault::Overloaded { .. }));
    for (status, times) in [(500, 1), (503, 3)] {
        let fault = without_pass(ResponseTemplate::new(status), times).await;
        assert_eq!(trouble(&fault), Some(Trouble::Status(status)));
    }
}

/// What is told when this is all that is given for a pass, and asked for so many times.
async fn without_pass(response: ResponseTemplate, asked: usize) -> Fault {
    let server = MockServer::start().await;
    Mock::given(path(TICKETS)).respond_with(response).mount(&server).await;
    let fault = years(&client(&server)).await.unwrap_err();
    assert_eq!(fault.call().name, "authn/tickets");
    assert_eq!((times(&server, TICKETS).await, times(&server, DOSSIER).await), (asked, 0));
    fault
}

#[tokio::test]
async fn the_pass_may_be_asked_for_without_a_word_of_tokens() {
    let server = MockServer::start().await;
    let form = body_string("username=svc-api&password=mot%20de%20passe%20%26%20co");
    let pass = ResponseTemplate::new(201).set_body_string(token(clock() + TimeDelta::hours(8)));
    Mock::given(path(TICKETS)).and(form).respond_with(pass).expect(1).mount(&server).await;
    Mock::given(path(DOSSIER)).respond_with(answer(200, "pegase-ins-inscriptions")).mount(&server).await;
    let mut settings = settings(&server.uri());
    settings.asks_for_token = false;
    let client = PegaseClient::new(settings, QUICK, clock).unwrap();
    assert_eq!(years(&client).await, told());
}

#[tokio::test]
async fn nothing_secret_is_shown() {
    let server = server(usize::MAX, 403).await;
    let client = client(&server);
    assert_eq!(years(&client).await, told());
    let shown = format!("{client:?} {:?}", settings(&server.uri()));
    assert!(
        !shown.contains(super::PASSWORD) && !shown.contains("eyJ") && !shown.contains("password="),
        "{shown}"
    );
    for request in server.received_requests().await.unwrap() {
        assert!(
            !request.url.as_str().contains("mot") && !request.url.as_str().contains("eyJ"),
            "{}",
            request.url
        );
    }
}

#[tokio::test]
async fn the_exchanges_of_the_contract_are_replayed() {
    let exchanges: serde_json::Value =
        serde_json::from_slice(&super::sample("pegase-auth-exchanges")).unwrap();
    let server = MockServer::start().await;
    for exchange in exchanges["exchanges"].as_array().unwrap() {
        let (request, response) = (&exchange["request"], &exchange["response"]);
        let Some(body) = request["body"].as_str() else { continue };
        let mut told = ResponseTemplate::new(u16::try_from(response["status"].as_u64().unwrap()).unwrap());
        if let Some(name) = response["body_file"].as_str() {
            let file = format!("{}/tests/sis/samples/{name}", env!("CARGO_MANIFEST_DIR"));
            told = told.set_body_string(std::fs::read_to_string(file).unwrap());
        }
        let asked = Mock::given(method("POST")).and(path(request["path"].as_str().unwrap()));
        asked.and(body_string(body)).respond_with(told).mount(&server).await;
    }
    Mock::given(path(DOSSIER)).respond_with(answer(200, "pegase-ins-inscriptions")).mount(&server).await;
    let asked = async |password: &str| {
        let mut settings = settings(&server.uri());
        settings.login = Login { name: "svc-api".to_owned(), password: SecretString::from(password) };
        years(&PegaseClient::new(settings, QUICK, clock).unwrap()).await
    };
    assert_eq!(asked("MOT-DE-PASSE-FACTICE").await, told());
    assert!(matches!(asked("mauvais").await, Err(Fault::Unauthorised { .. })));
}
