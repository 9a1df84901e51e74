//! Several sources at once: who is asked about whom, what is said when one is down, silent or slow, and that one that fails
//! is left alone.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Barrier};
use std::time::Duration;

use chrono::TimeDelta;
use guichet::domain::student::StudentNumber;
use guichet::domain::student::dossier::{Dossier, Silent};
use guichet::domain::student::enrolment::EnrolmentStatus;
use guichet::domain::student::source::{Silence, Source};
use guichet::runtime::clock;
use guichet::sis::fault::{Fault, Trouble};
use guichet::sis::http::{Login, Patience};
use guichet::sis::siscol::{DirectoryClient, RecordsClient};
use guichet::sis::sources::{People, Records, Route, Sources};
use secrecy::SecretString;
use wiremock::matchers::{any, path, path_regex, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::siscol::values;
use super::{QUICK, answer, now, sample};

const WITHIN: Duration = Duration::from_secs(20);

/// Asks once.
const ONCE: Patience = Patience { retries: 0, ..QUICK };

fn number() -> StudentNumber {
    StudentNumber::parse("22104518").unwrap()
}

fn login() -> Login {
    Login { name: "guichet".to_owned(), password: SecretString::from("word-of-valmoree") }
}

fn records(base: &str) -> Records {
    Records::Siscol(Box::new(RecordsClient::new(base, &login(), Vec::new(), ONCE, now).unwrap()))
}

/// Pégase, then Apogée, at these addresses.
fn both(pegase: &str, apogee: &str) -> Sources {
    Sources::new(now).with_records(Source::SiscolPcscol, records(pegase), 4).with_records(
        Source::SiscolApogee,
        records(apogee),
        4,
    )
}

/// A gateway that knows the student in 2026.
async fn knowing() -> MockServer {
    let server = MockServer::start().await;
    let years = ResponseTemplate::new(200).set_body_raw(r#"["2024", "2026"]"#, "application/json");
    for (call, answer) in [
        ("etudiantRef", answer(200, "siscol-apogee-etudiantRef")),
        ("infosAdmEtu", answer(200, "siscol-infosAdmEtu")),
        ("etapesByEtudiantAndAnnee", answer(200, "siscol-apogee-etapesByEtudiantAndAnnee")),
    ] {
        let of_year = Mock::given(path(format!("/{call}")));
        let of_year = if call == "infosAdmEtu" { of_year } else { of_year.and(query_param("annee", "2026")) };
        of_year.respond_with(answer).mount(&server).await;
    }
    Mock::given(path("/anneesIa")).respond_with(years).mount(&server).await;
    server
}

/// A gateway that always answers so.
async fn saying(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

async fn asked(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}

async fn dossier(sources: &Sources, year: Option<i32>) -> Dossier {
    sources.dossier(&number(), year, 2026, WITHIN).await
}

fn silent(source: Source, why: Silence) -> Silent {
    Silent { source, why }
}

#[tokio::test]
async fn the_next_source_is_asked_when_one_knows_nothing_or_fails_and_both_are_told() {
    for (answer, why) in [
        (ResponseTemplate::new(404), Silence::Nothing),
        (ResponseTemplate::new(500), Silence::Unreachable),
        (ResponseTemplate::new(401), Silence::BadLogin),
        (ResponseTemplate::new(200).set_body_raw("<html>", "text/html"), Silence::Odd("body".to_owned())),
    ] {
        let (pegase, apogee) = (saying(answer).await, knowing().await);
        let said = dossier(&both(&pegase.uri(), &apogee.uri()), Some(2026)).await;
        assert_eq!(said.identity.source, Some(Source::SiscolApogee), "{said:?}");
        assert_eq!(said.identity.value.as_ref().unwrap().number, number());
        assert_eq!(said.enrolments.source, Some(Source::SiscolApogee));
        assert_eq!(said.all_years(), [2024, 2026]);
        let is_fault = why.is_fault();
        match (&said.identity.silent[..], why) {
            ([Silent { source: Source::SiscolPcscol, why: Silence::Odd(_) }], Silence::Odd(_)) => {}
            (told, why) => assert_eq!(told, [silent(Source::SiscolPcscol, why)]),
        }
        assert_eq!(said.is_partial(), is_fault);
        assert!(!said.is_unknown());
    }
}

#[tokio::test]
async fn nobody_is_unknown_while_a_source_is_down() {
    let nothing = saying(ResponseTemplate::new(404)).await;
    let also = saying(ResponseTemplate::new(404)).await;
    assert!(dossier(&both(&nothing.uri(), &also.uri()), None).await.is_unknown());
    let down = saying(ResponseTemplate::new(503)).await;
    let said = dossier(&both(&nothing.uri(), &down.uri()), None).await;
    assert!(!said.is_unknown() && said.is_partial());
    // A gateway answers an empty list when what stands behind it is down.
    let empty = saying(ResponseTemplate::new(200).set_body_raw("[]", "application/json")).await;
    let said = dossier(&both(&nothing.uri(), &empty.uri()), None).await;
    assert!(!said.is_unknown() && said.is_partial(), "{said:?}");
}

#[tokio::test]
async fn a_source_is_asked_about_its_years_and_its_students_alone() {
    let (pegase, apogee) = (knowing().await, knowing().await);
    let sources = || both(&pegase.uri(), &apogee.uri());
    let of_years = vec![
        Route { from: Some(2026), ..Route::all_to(Source::SiscolPcscol) },
        Route { until: Some(2025), ..Route::all_to(Source::SiscolApogee) },
    ];
    let said = dossier(&sources().routed(of_years), Some(2026)).await;
    assert_eq!(
        (said.identity.source, said.enrolments.source),
        (Some(Source::SiscolPcscol), Some(Source::SiscolPcscol))
    );
    let of_year = apogee
        .received_requests()
        .await
        .unwrap()
        .iter()
        .filter(|one| one.url.query().unwrap().contains("annee"))
        .count();
    assert_eq!(of_year, 0, "what has no year may be known to both");
    let before = asked(&apogee).await;
    let of_others = vec![
        Route { numbers: vec!["9".into()], ..Route::all_to(Source::SiscolApogee) },
        Route { numbers: vec!["221".into()], ..Route::all_to(Source::SiscolPcscol) },
        Route::all_to(Source::SiscolPcscol),
    ];
    let said = dossier(&sources().routed(of_others), Some(2026)).await;
    assert_eq!(said.years.len(), 1, "each is asked once");
    assert_eq!(asked(&apogee).await, before);
    // One source, whatever the routes.
    let said = dossier(
        &sources().routed(vec![Route::all_to(Source::SiscolPcscol)]).only(Source::SiscolApogee),
        None,
    )
    .await;
    assert_eq!(said.identity.source, Some(Source::SiscolApogee));
}

#[tokio::test]
async fn without_a_year_the_last_one_is_told_in_which_they_were_enrolled() {
    let server = MockServer::start().await;
    Mock::given(path("/anneesIa"))
        .respond_with(ResponseTemplate::new(200).set_body_raw(r#"["2023", "2024"]"#, "application/json"))
        .mount(&server)
        .await;
    for (call, name) in [
        ("etudiantRef", "siscol-apogee-etudiantRef"),
        ("etapesByEtudiantAndAnnee", "siscol-apogee-etapesByEtudiantAndAnnee"),
    ] {
        Mock::given(path(format!("/{call}")))
            .and(query_param("annee", "2024"))
            .respond_with(answer(200, name))
            .mount(&server)
            .await;
    }
    let sources = Sources::new(now).with_records(Source::SiscolApogee, records(&server.uri()), 4);
    let said = dossier(&sources, None).await;
    assert_eq!((said.year, said.enrolments.value.unwrap().year), (2024, 2024));
    // Of a year that is asked for, what that year says.
    let said = dossier(&sources, Some(2026)).await;
    assert_eq!((said.year, said.enrolments.value.is_none()), (2026, true));
}

/// A gateway that answers nobody before so many questions have come.
fn waiting_for(many: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let together = Arc::new(Barrier::new(many));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, together) = (stream.unwrap(), Arc::clone(&together));
            std::thread::spawn(move || {
                let mut request = [0; 4096];
                let read = stream.read(&mut request).unwrap();
                let asked = String::from_utf8_lossy(&request[..read]).into_owned();
                together.wait();
                let name = if asked.contains("etudiantRef") {
                    "siscol-apogee-etudiantRef"
                } else if asked.contains("infosAdmEtu") {
                    "siscol-infosAdmEtu"
                } else if asked.contains("anneesIa") {
                    "siscol-anneesIa"
                } else {
                    "siscol-apogee-etapesByEtudiantAndAnnee"
                };
                let body = sample(name);
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    body.len()
                );
                stream.write_all(&[head.as_bytes(), &body].concat()).unwrap();
            });
        }
    });
    address
}

#[tokio::test]
async fn all_questions_about_a_student_are_on_their_way_at_once() {
    let gateway = waiting_for(4);
    let sources = Sources::new(now).with_records(Source::SiscolApogee, records(&gateway), 4);
    let said = dossier(&sources, None).await;
    assert!(!said.is_partial(), "asked one after the other, none would be answered: {said:?}");
    assert!(
        said.identity.value.is_some() && said.civil_status.value.is_some() && said.enrolments.value.is_some()
    );
}

#[tokio::test]
async fn one_that_hangs_leaves_time_to_the_next_and_is_told_late() {
    let hanging = TcpListener::bind("127.0.0.1:0").unwrap();
    let hanging_at = format!("http://{}", hanging.local_addr().unwrap());
    let apogee = knowing().await;
    let sources = both(&hanging_at, &apogee.uri());
    let said = sources.dossier(&number(), Some(2026), 2026, Duration::from_secs(2)).await;
    assert_eq!(said.identity.silent, [silent(Source::SiscolPcscol, Silence::Late)]);
    assert_eq!(said.identity.source, Some(Source::SiscolApogee));
}

#[tokio::test]
async fn a_source_that_failed_too_often_is_not_asked_and_the_other_goes_on() {
    let (down, apogee) = (saying(ResponseTemplate::new(502)).await, knowing().await);
    let sources = both(&down.uri(), &apogee.uri());
    // Four questions each.
    dossier(&sources, Some(2026)).await;
    dossier(&sources, Some(2026)).await;
    let before = asked(&down).await;
    let said = dossier(&sources, Some(2026)).await;
    assert_eq!(asked(&down).await, before);
    let until = now() + TimeDelta::seconds(30);
    assert_eq!(said.identity.silent, [silent(Source::SiscolPcscol, Silence::Resting(until))]);
    assert_eq!(said.identity.source, Some(Source::SiscolApogee));
}

#[tokio::test]
async fn each_source_is_tried_with_a_question_about_nobody() {
    let (pegase, apogee, directory) = (
        saying(answer(200, "siscol-composantesPrincipalesRef")).await,
        saying(ResponseTemplate::new(503)).await,
        saying(ResponseTemplate::new(404)).await,
    );
    let people = DirectoryClient::new(&directory.uri(), &login(), ONCE, now).unwrap();
    let sources = both(&pegase.uri(), &apogee.uri()).with_people(
        Source::SiscolLdap,
        People::Siscol(Box::new(people)),
        4,
    );
    assert_eq!(sources.all(), [Source::SiscolPcscol, Source::SiscolApogee, Source::SiscolLdap]);
    let samples = sources.samples(WITHIN).await;
    assert!(matches!(samples[0].told, Ok(lines) if lines > 0), "{samples:?}");
    assert!(
        matches!(samples[1].told, Err(Fault::Unavailable { trouble: Trouble::Status(503), .. })),
        "{samples:?}"
    );
    assert_eq!(samples[2].told, Ok(0));
    for server in [pegase, apogee, directory] {
        let requests = server.received_requests().await.unwrap();
        assert!(requests.iter().all(|one| !one.url.as_str().contains("22104518")));
    }
}

#[tokio::test]
async fn each_source_is_told_how_far_its_clock_is_from_ours_whatever_it_answers() {
    let dated = |answer: ResponseTemplate, date: &'static str| answer.insert_header("date", date);
    let (pegase, apogee, directory) = (
        saying(dated(answer(200, "siscol-composantesPrincipalesRef"), "Sun, 29 Nov 2026 11:00:00 GMT")).await,
        saying(dated(ResponseTemplate::new(401), "Sun, 29 Nov 2026 09:58:30 GMT")).await,
        saying(dated(ResponseTemplate::new(404), "tomorrow")).await,
    );
    let people = DirectoryClient::new(&directory.uri(), &login(), ONCE, now).unwrap();
    let sources = both(&pegase.uri(), &apogee.uri()).with_people(
        Source::SiscolLdap,
        People::Siscol(Box::new(people)),
        4,
    );
    let skews: Vec<_> = sources.samples(WITHIN).await.into_iter().map(|sample| sample.skew).collect();
    assert_eq!(skews, [Some(TimeDelta::hours(1)), Some(TimeDelta::seconds(-90)), None]);
}

#[tokio::test]
async fn the_next_directory_is_asked_about_a_student_whom_one_does_not_know() {
    let people = |server: &MockServer| {
        People::Siscol(Box::new(DirectoryClient::new(&server.uri(), &login(), ONCE, now).unwrap()))
    };
    let (knowing, nothing, down) = (
        saying(answer(200, "siscol-ldap-etudiant-response")).await,
        saying(ResponseTemplate::new(404)).await,
        saying(ResponseTemplate::new(503)).await,
    );
    let sources = |first: &MockServer, second: &MockServer| {
        Sources::new(now).with_people(Source::SiscolLdap, people(first), 4).with_people(
            Source::Ldap,
            people(second),
            4,
        )
    };
    for (first, why) in [(&nothing, Silence::Nothing), (&down, Silence::Unreachable)] {
        let said = sources(first, &knowing).in_directory(&number(), WITHIN).await;
        assert_eq!(
            (said.source, &said.silent[..]),
            (Some(Source::Ldap), &[silent(Source::SiscolLdap, why)][..])
        );
        assert_eq!(said.value, Some(vec![values::person()]));
    }
    let before = asked(&nothing).await;
    let said = sources(&knowing, &nothing).in_directory(&number(), WITHIN).await;
    assert_eq!((said.source, asked(&nothing).await), (Some(Source::SiscolLdap), before));
    let said = sources(&down, &nothing).in_directory(&number(), WITHIN).await;
    assert!(said.value.is_none() && !said.is_unknown());
    assert!(!Sources::new(now).has_directory());
}

#[tokio::test]
async fn one_whose_enrolments_are_all_cancelled_here_may_be_enrolled_there() {
    let cancelled = String::from_utf8(sample("siscol-pcscol-etapesByEtudiantAndAnnee")).unwrap();
    let cancelled = cancelled.replace("\"VALIDE\"", "\"ANNULEE\"");
    let (pegase, apogee) = (
        saying(ResponseTemplate::new(200).set_body_raw(cancelled, "application/json")).await,
        knowing().await,
    );
    let said = dossier(&both(&pegase.uri(), &apogee.uri()), Some(2026)).await;
    assert_eq!(said.enrolments.source, Some(Source::SiscolApogee), "{:?}", said.enrolments);
    let alone = Sources::new(now).with_records(Source::SiscolPcscol, records(&pegase.uri()), 4);
    let told = dossier(&alone, Some(2026)).await.enrolments.value.unwrap();
    assert!(
        told.enrolments.iter().all(|one| one.status == Some(EnrolmentStatus::Cancelled))
            && !told.enrolments.is_empty()
    );
}

#[tokio::test]
async fn only_so_many_questions_are_on_their_way_at_once() {
    // Two by two, those that wait for a third would wait for ever.
    let gateway = waiting_for(3);
    // By a clock that goes: where no time passes, those that waited in vain have all of theirs left.
    let sources = Sources::new(clock::now).with_records(Source::SiscolApogee, records(&gateway), 2);
    let said = sources.dossier(&number(), Some(2026), 2026, Duration::from_secs(1)).await;
    assert!(said.is_partial() && said.identity.value.is_none());
}

#[tokio::test]
async fn nothing_personal_is_said_of_what_went_wrong() {
    let server = MockServer::start().await;
    let body = r#"{"numEtu": "22104518", "nomUsuel": ["DESFONTAINES"]}"#;
    Mock::given(path_regex(".*"))
        .respond_with(ResponseTemplate::new(200).set_body_raw(body, "application/json"))
        .mount(&server)
        .await;
    let sources = Sources::new(now).with_records(Source::SiscolApogee, records(&server.uri()), 4);
    let said = dossier(&sources, Some(2026)).await;
    let words = format!("{:?}", said.civil_status);
    assert!(said.is_partial() && !words.contains("DESFONTAINES") && !words.contains("22104518"), "{words}");
}
