//! The registers, one after the other: each request to SIRENE is taken of the quota that all share, what it has not told yet
//! is read on, and the search of companies answers where SIRENE does not.

use chrono::TimeDelta;
use guichet::domain::organisation::registered::{Found, Looked, Registered, Source};
use guichet::domain::organisation::siret::Siret;
use guichet::runtime::register::{RegisterFault, Registers};
use guichet::runtime::worker::Elsewhere;
use guichet::store::organisations as hosts;
use guichet::store::seed::DemoRole;
use secrecy::SecretString;
use sqlx::Executor as _;
use wiremock::matchers::{method, path, path_regex, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::register::{OREVIA, queries, says, searches, university};
use crate::sis::pages::{page, sirets};
use crate::support::desk::Desk;
use crate::support::server::Database;

/// SIRENE, with a key, and the search of companies where it is wanted.
fn registers(server: &MockServer, sirene: bool, companies: bool) -> Registers {
    let (url, key) = (server.uri(), SecretString::from("key"));
    Registers::new(sirene.then_some((url.as_str(), &key)), companies.then_some(url.as_str()), None).unwrap()
}

async fn look(
    database: &Database,
    registers: &Registers,
    text: &str,
) -> Result<Found<Registered>, RegisterFault> {
    let mut conn = database.person(DemoRole::Manager).await;
    registers.look(&mut conn, &Looked::of(text).unwrap(), None).await
}

/// How many questions were taken of SIRENE's quota within the minute.
async fn taken(database: &Database) -> usize {
    let sql = "select coalesce(sum(cardinality(moments)), 0)::bigint from guichet.register_quota where source = 'sirene'";
    let taken: i64 = sqlx::query_scalar(sql).fetch_one(&mut database.dba().await).await.unwrap();
    usize::try_from(taken).unwrap()
}

/// How many requests came to SIRENE, and how many to the search of companies.
async fn asked(server: &MockServer) -> (usize, usize) {
    let all = server.received_requests().await.unwrap();
    let companies = all.iter().filter(|request| request.url.path() == "/search").count();
    (all.len() - companies, companies)
}

#[tokio::test]
async fn each_time_that_sirene_is_asked_again_is_taken_of_the_quota() {
    let database = university().await;
    let server = MockServer::start().await;
    searches(&server, ResponseTemplate::new(503)).await;
    look(&database, &registers(&server, true, false), "orevia").await.unwrap_err();
    assert_eq!((asked(&server).await.0, taken(&database).await), (3, 3));
    // With one question left, it is asked once.
    let mut conn = database.person(DemoRole::Manager).await;
    while taken(&database).await < 29 {
        assert_eq!(hosts::may_ask(&mut conn, "sirene", 30).await.unwrap(), None);
    }
    let fault = look(&database, &registers(&server, true, false), "orevia").await.unwrap_err();
    assert!(matches!(fault, RegisterFault::Later(_)), "{fault}");
    assert_eq!((asked(&server).await.0, taken(&database).await), (4, 30));
}

#[tokio::test]
async fn a_register_that_is_unwell_for_a_moment_answers_the_second_time() {
    let database = university().await;
    let server = MockServer::start().await;
    Mock::given(path_regex("^/siret/?$"))
        .respond_with(ResponseTemplate::new(503))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    searches(&server, says(200, "sirene-recherche-200")).await;
    let found = look(&database, &registers(&server, true, false), "orevia").await.unwrap();
    assert_eq!((found.said.len(), asked(&server).await.0, taken(&database).await), (3, 2, 2));
}

#[tokio::test]
async fn the_establishment_behind_a_duplicate_is_a_question_of_its_own() {
    let database = university().await;
    let server = MockServer::start().await;
    let moved = |to: &str| ResponseTemplate::new(301).insert_header("Location", format!("/siret/{to}"));
    for (siret, answer) in [
        ("00000114900012", moved(OREVIA)),
        (OREVIA, says(200, "sirene-siret-200")),
        // A duplicate of a duplicate leads nowhere.
        ("00000113100010", moved("00000114900012")),
    ] {
        Mock::given(path(format!("/siret/{siret}"))).respond_with(answer).mount(&server).await;
    }
    let both = registers(&server, true, false);
    let found = look(&database, &both, "00000114900012").await.unwrap();
    assert_eq!(found.said.first().map(|one| one.siret.as_str()), Some(OREVIA));
    assert_eq!((asked(&server).await.0, taken(&database).await), (2, 2));
    let fault = look(&database, &both, "00000113100010").await.unwrap_err();
    assert!(fault.to_string().contains("Location"), "{fault}");
    assert_eq!((asked(&server).await.0, taken(&database).await), (4, 4));
}

#[tokio::test]
async fn a_question_that_is_too_long_is_put_otherwise_as_another_one() {
    let database = university().await;
    let server = MockServer::start().await;
    Mock::given(method("GET")).respond_with(says(414, "sirene-erreur-414")).mount(&server).await;
    Mock::given(method("POST")).respond_with(says(200, "sirene-recherche-200")).mount(&server).await;
    let found = look(&database, &registers(&server, true, false), "orevia").await.unwrap();
    assert_eq!((found.said.len(), asked(&server).await.0, taken(&database).await), (3, 2, 2));
}

#[tokio::test]
async fn a_batch_takes_each_of_its_requests_of_the_quota() {
    let database = university().await;
    let server = MockServer::start().await;
    searches(&server, ResponseTemplate::new(503)).await;
    let mut conn = database.person(DemoRole::Manager).await;
    let told = registers(&server, true, false).refresh(&mut conn, TimeDelta::zero(), 3, |_, _| ()).await;
    assert!(matches!(told, Err(RegisterFault::Register(_))), "{told:?}");
    assert_eq!((asked(&server).await.0, taken(&database).await), (3, 3));
}

/// A manager's desk beside these registers.
async fn opened(database: &Database, registers: Registers) -> Desk {
    let mut desk = Desk::asking(database, DemoRole::Manager, Elsewhere { registers, ..Elsewhere::default() });
    desk.up().await;
    desk.keys("go").await;
    desk
}

/// Looks for something, until the registers have said what they say.
async fn search(desk: &mut Desk, text: &str) {
    desk.keys(&format!("/<C-u>{text}<Enter>")).await;
    desk.rest().await;
    desk.until(|model| !model.organisations.proposed.is_empty()).await;
}

/// The search of companies finds Orevia.
async fn companies(server: &MockServer) {
    Mock::given(path("/search"))
        .respond_with(says(200, "recherche-entreprises-search-200"))
        .mount(server)
        .await;
}

/// Whether the first thing proposed comes from the search of companies, and is taken in with one key.
async fn takes_from_companies(desk: &mut Desk) {
    let proposed = &desk.model.organisations.proposed;
    assert_eq!(proposed[0].said.source, Source::CompanySearch);
    while desk.model.organisations.proposal().is_none() {
        desk.keys("j").await;
    }
    desk.keys("r").await;
    let host = desk.model.organisations.host().and_then(|host| host.siret.as_deref());
    assert_eq!((host, desk.said().as_str()), (Some(OREVIA), "Ajouté."));
}

#[tokio::test]
async fn without_a_key_the_search_of_companies_answers_to_one_question() {
    let database = university().await;
    let server = MockServer::start().await;
    companies(&server).await;
    let mut desk = opened(&database, registers(&server, false, true)).await;
    // A place in words is looked for there as any word: to ask for it as a name would be the same question.
    search(&mut desk, "brest<Space>orevia").await;
    assert_eq!(asked(&server).await, (0, 1));
    takes_from_companies(&mut desk).await;
}

#[tokio::test]
async fn where_the_quota_is_used_up_the_search_of_companies_answers() {
    let database = university().await;
    let server = MockServer::start().await;
    companies(&server).await;
    let mut conn = database.person(DemoRole::Clerk).await;
    for _ in 0..30 {
        assert_eq!(hosts::may_ask(&mut conn, "sirene", 30).await.unwrap(), None);
    }
    let mut desk = opened(&database, registers(&server, true, true)).await;
    search(&mut desk, "orevia").await;
    assert_eq!(asked(&server).await, (0, 1));
    takes_from_companies(&mut desk).await;
}

#[tokio::test]
async fn a_key_that_is_refused_is_told_once_and_costs_no_more_questions() {
    let database = university().await;
    let server = MockServer::start().await;
    searches(&server, says(401, "sirene-erreur-401")).await;
    companies(&server).await;
    let mut desk = opened(&database, registers(&server, true, true)).await;
    for text in ["orevia", "orevia<Space>lab", "orevia<Space>calcul"] {
        search(&mut desk, text).await;
    }
    let told = desk.model.journal.iter().filter(|said| said.text.contains("SIRENE refuse la clé")).count();
    assert_eq!(told, 1, "{:?}", desk.model.journal);
    assert_eq!((asked(&server).await, taken(&database).await), ((1, 3), 1));
    takes_from_companies(&mut desk).await;
}

#[tokio::test]
async fn where_sirene_is_unwell_the_search_of_companies_answers_and_it_is_left_alone() {
    let database = university().await;
    let server = MockServer::start().await;
    searches(&server, says(503, "sirene-erreur-503")).await;
    companies(&server).await;
    let mut desk = opened(&database, registers(&server, true, true)).await;
    for text in ["orevia", "orevia<Space>lab"] {
        search(&mut desk, text).await;
    }
    assert_eq!((asked(&server).await, taken(&database).await), ((3, 2), 3));
    takes_from_companies(&mut desk).await;
}

#[tokio::test]
async fn what_the_register_has_not_told_is_said_and_read_on_for_a_question_a_page() {
    let database = university().await;
    let server = MockServer::start().await;
    for (cursor, page) in [("*", page(0, 20, 2412, "AoEu")), ("AoEu", page(20, 3, 23, "AoEu"))] {
        Mock::given(query_param("curseur", cursor))
            .respond_with(ResponseTemplate::new(200).set_body_json(page))
            .expect(1)
            .mount(&server)
            .await;
    }
    let mut desk = opened(&database, registers(&server, true, false)).await;
    search(&mut desk, "orevia").await;
    assert!(desk.screen().contains("registre : 20 sur 2 412"), "{}", desk.screen());
    desk.keys("G").await;
    assert!(desk.screen().contains("Entrée lit la suite"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    desk.until(|model| !model.organisations.beside.is_asking()).await;
    // The hand stands on the first that is new; there is no more.
    let hand = desk.model.organisations.proposal().map(|one| one.said.siret.clone());
    assert_eq!(hand, Siret::parse(&sirets(20, 1)[0]).ok());
    assert_eq!(desk.model.organisations.proposed.len(), 23);
    assert!(desk.screen().contains("23 du registre"), "{}", desk.screen());
    assert_eq!((asked(&server).await.0, taken(&database).await), (2, 2));
    // Another desk reads what was kept.
    let mut other = opened(&database, registers(&server, true, false)).await;
    search(&mut other, "orevia").await;
    other.keys("Gr").await;
    other.until(|model| model.organisations.proposed.len() == 23).await;
    assert_eq!(asked(&server).await.0, 2);
}

#[tokio::test]
async fn what_waits_is_looked_for_where_it_is_then_by_its_name() {
    let database = university().await;
    let server = MockServer::start().await;
    searches(&server, says(200, "sirene-recherche-200")).await;
    let open = "periode(etatAdministratifEtablissement:A)";
    for (name, town, code, place) in [
        ("Carrelune", "BREST", "29200", "codePostalEtablissement:29200"),
        (
            "Carresoleil",
            "St-Malo",
            "",
            "libelleCommuneEtablissement:saint* AND libelleCommuneEtablissement:malo*",
        ),
        ("Carreciel", "Brest Cedex 2", "29238", "libelleCommuneEtablissement:brest*"),
    ] {
        let waits = sqlx::query(
            "insert into guichet.host_organisation (name, town, postal_code, country_code, state, created_by)
            values ($1, $2, nullif($3, ''), 'FR', 'to_moderate', (select id from guichet.person where login = 'mathis.lefebvre-calcheveau'))",
        );
        database.dba().await.execute(waits.bind(name).bind(town).bind(code)).await.unwrap();
        let before = queries(&server).await.len();
        let mut desk = opened(&database, registers(&server, true, false)).await;
        desk.keys("<Tab>").await;
        search(&mut desk, &name.to_lowercase()).await;
        let word = format!("raisonSociale:{}*", name.to_lowercase());
        let both = [format!("{word} AND {place} AND {open}"), format!("{word} AND {open}")];
        assert_eq!(queries(&server).await[before..], both, "{name}");
    }
}
