//! All students of open files asked about, by a clock of our own: what is kept of them, what is waited for, and when the
//! batch goes on without a source.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use guichet::domain::student::StudentNumber;
use guichet::domain::student::dossier::{Kept, Silent};
use guichet::domain::student::source::{Silence, Source};
use guichet::runtime::students::{How, Synced, sync_resting};
use guichet::sis::http::{Login, Patience};
use guichet::sis::siscol::RecordsClient;
use guichet::sis::sources::{Records, Sources};
use guichet::store::seed::DemoRole;
use guichet::store::students::kept;
use secrecy::SecretString;
use sqlx::PgConnection;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::{QUICK, now, sample};
use crate::support::server::Database;

/// Each question of a student is asked once: who they are and their enrolments, their civil status, their years.
const QUESTIONS: usize = 4;

thread_local! {
    /// How far this test's clock went.
    static GONE: Cell<TimeDelta> = const { Cell::new(TimeDelta::zero()) };
}

/// The clock of this test: it goes only when it is told to.
fn clock() -> DateTime<Utc> {
    now() + GONE.get()
}

fn after(seconds: i64) -> DateTime<Utc> {
    now() + TimeDelta::seconds(seconds)
}

/// One student after the other.
fn waiting(waits: u8) -> How {
    How { older_than: TimeDelta::hours(20), at_once: 1, within: Duration::from_secs(20), waits }
}

/// Keeps something of all students of open files but so many, who are these.
pub async fn keep_all_but(database: &Database, left: usize) -> Vec<String> {
    let asked = "select number, year from guichet.dossiers_to_ask('infinity', '', 1000)";
    let mut admin = database.person(DemoRole::Administrator).await;
    let students: Vec<(String, i32)> = sqlx::query_as(asked).fetch_all(&mut admin).await.unwrap();
    let (numbers, years): (Vec<String>, Vec<i32>) = students.iter().skip(left).cloned().unzip();
    let keep =
        "insert into guichet.dossier (number, year, told) select n, y, '{}' from unnest($1, $2) k (n, y)";
    sqlx::query(keep).bind(numbers).bind(years).execute(&mut database.dba().await).await.unwrap();
    assert!(students.len() >= left, "{} students", students.len());
    students.into_iter().take(left).map(|(number, _)| number).collect()
}

/// A university in which nothing is kept of so many students of open files, who are these.
async fn university(of: usize) -> (Database, PgConnection, Vec<String>) {
    let database = Database::university().await;
    let left = keep_all_but(&database, of).await;
    let admin = database.person(DemoRole::Administrator).await;
    (database, admin, left)
}

/// A gateway that knows these students, and says that it knows no others.
async fn knowing(students: &[String]) -> MockServer {
    let (server, students) = (MockServer::start().await, students.to_vec());
    let told = move |request: &Request| {
        let asked = |name: &str| matches!(name, "codEtud" | "numEtud");
        let number = request.url.query_pairs().find(|(name, _)| asked(name)).unwrap().1.into_owned();
        if !students.contains(&number) {
            return ResponseTemplate::new(404);
        }
        let name = match request.url.path() {
            "/etudiantRef" => "siscol-apogee-etudiantRef",
            "/infosAdmEtu" => "siscol-infosAdmEtu",
            "/anneesIa" => "siscol-anneesIa",
            "/etapesByEtudiantAndAnnee" => "siscol-apogee-etapesByEtudiantAndAnnee",
            other => panic!("{other}"),
        };
        let body = String::from_utf8(sample(name)).unwrap().replace("22104518", &number);
        ResponseTemplate::new(200).set_body_raw(body, "application/json")
    };
    Mock::given(any()).respond_with(told).mount(&server).await;
    server
}

/// The same, once it was unwell so many times.
async fn unwell(students: &[String], times: usize) -> MockServer {
    let server = knowing(students).await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(503))
        .with_priority(1)
        .up_to_n_times(u64::try_from(times).unwrap())
        .mount(&server)
        .await;
    server
}

fn records(server: &MockServer) -> Records {
    let login = Login { name: "guichet".to_owned(), password: SecretString::from("word-of-valmoree") };
    let once = Patience { retries: 0, ..QUICK };
    Records::Siscol(Box::new(RecordsClient::new(&server.uri(), &login, Vec::new(), once, clock).unwrap()))
}

fn apogee(server: &MockServer) -> Sources {
    Sources::new(clock).with_records(Source::SiscolApogee, records(server), QUESTIONS)
}

/// Pégase, then Apogée.
fn both(pegase: &MockServer, apogee: &MockServer) -> Sources {
    Sources::new(clock).with_records(Source::SiscolPcscol, records(pegase), QUESTIONS).with_records(
        Source::SiscolApogee,
        records(apogee),
        QUESTIONS,
    )
}

/// What became of a batch, and until when it waited each time: the clock goes until then.
async fn synced(sources: &Sources, conn: &mut PgConnection, how: How) -> (Synced, Vec<DateTime<Utc>>) {
    let waited = RefCell::new(Vec::new());
    let rest = async |until: DateTime<Utc>| {
        waited.borrow_mut().push(until);
        GONE.set(until - now());
    };
    let mut last = Synced::default();
    let synced = sync_resting(sources, conn, how, rest, |so_far| last = so_far).await.unwrap();
    assert_eq!(Synced { stopped: synced.stopped, ..last }, synced, "what is shown last is what became of it");
    (synced, waited.into_inner())
}

async fn kept_of(conn: &mut PgConnection, number: &str) -> Option<Kept> {
    kept(conn, &StudentNumber::parse(number).unwrap(), None).await.unwrap()
}

async fn asked(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}

#[tokio::test]
async fn a_source_that_rests_is_waited_for_and_all_are_asked_about_again() {
    let (_database, mut admin, students) = university(3).await;
    // The second student fills the measure: the third is not asked about before the source rested.
    let server = unwell(&students, 2 * QUESTIONS).await;
    let (synced, waited) = synced(&apogee(&server), &mut admin, waiting(2)).await;
    assert_eq!(synced, Synced { told: 3, unknown: 0, failed: 0, stopped: false });
    // One question decides after the rest, so that the first student is asked about once more.
    assert_eq!(waited, [after(30), after(60)]);
    assert_eq!(asked(&server).await, (2 + 2) * QUESTIONS + 1 + QUESTIONS);
    for number in &students {
        let kept = kept_of(&mut admin, number).await.unwrap();
        assert_eq!(kept.dossier.identity.source, Some(Source::SiscolApogee));
        assert!(!kept.dossier.is_partial(), "{kept:?}");
    }
}

#[tokio::test]
async fn a_source_that_stays_down_ends_the_batch_unless_another_tells() {
    let (_database, mut admin, students) = university(3).await;
    let down = unwell(&[], usize::MAX).await;
    let knows_one = knowing(&students[..1]).await;
    let sources = both(&down, &knows_one);
    let (first, waited) = synced(&sources, &mut admin, waiting(1)).await;
    assert_eq!(first, Synced { told: 1, unknown: 0, failed: 2, stopped: false });
    assert_eq!(waited, [after(30)]);
    let kept = kept_of(&mut admin, &students[0]).await.unwrap();
    assert_eq!(kept.dossier.enrolments.source, Some(Source::SiscolApogee));
    assert!(kept.dossier.is_partial(), "the other may know better");
    // Of those whom the one that tells does not know, nothing is known.
    for number in &students[1..] {
        assert_eq!(kept_of(&mut admin, number).await, None);
    }
    let (second, waited) = synced(&sources, &mut admin, waiting(1)).await;
    assert_eq!(second, Synced { told: 0, unknown: 0, failed: 2, stopped: true });
    assert_eq!(waited.len(), 1);
}

#[tokio::test]
async fn one_whom_one_source_of_two_knows_is_kept_and_one_whom_neither_knows_too() {
    let (_database, mut admin, students) = university(2).await;
    let (pegase, apogee) = (knowing(&[]).await, knowing(&students[..1]).await);
    let (synced, waited) = synced(&both(&pegase, &apogee), &mut admin, waiting(0)).await;
    assert_eq!(synced, Synced { told: 2, unknown: 1, failed: 0, stopped: false });
    assert!(waited.is_empty());
    let known = kept_of(&mut admin, &students[0]).await.unwrap().dossier;
    assert_eq!(known.identity.value.as_ref().unwrap().number.as_str(), students[0]);
    let silent = vec![Silent { source: Source::SiscolPcscol, why: Silence::Nothing }];
    assert_eq!((known.identity.source, &known.identity.silent), (Some(Source::SiscolApogee), &silent));
    assert!(!known.is_partial() && !known.is_unknown());
    assert!(kept_of(&mut admin, &students[1]).await.unwrap().dossier.is_unknown());
}
