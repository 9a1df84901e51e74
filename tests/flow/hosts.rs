//! A host chosen for a file, at the keyboard: among ours with where they stand, by what is nearly typed, from the national
//! register, or new with what was typed.

use chrono::TimeDelta;
use guichet::app::message::Message;
use guichet::app::model::Model;
use guichet::app::overlay::{Overlay, Picks};
use guichet::app::pane::writing::Choosing;
use guichet::runtime::register::Registers;
use guichet::runtime::worker::Elsewhere;
use guichet::store::seed::DemoRole;
use secrecy::SecretString;
use sqlx::{AssertSqlSafe, Executor as _};
use wiremock::matchers::path_regex;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::writing::{paper, to};
use crate::support::desk::{Desk, split};
use crate::support::server::Database;

/// The texts of the open box, in order.
fn boxed(desk: &Desk) -> Vec<String> {
    match &desk.model.overlay {
        Some(Overlay::Fields(fields)) => fields.fields.iter().map(|field| field.typed().to_owned()).collect(),
        other => panic!("no box: {other:?}"),
    }
}

fn choosing(model: &Model) -> Option<&Choosing> {
    match &model.overlay {
        Some(Overlay::Picker(picker)) => match &picker.picks {
            Picks::Choices(choosing) => Some(choosing),
            _ => None,
        },
        _ => None,
    }
}

fn host(desk: &Desk) -> String {
    desk.model.writing.form().unwrap().labels["organisation_id"].clone()
}

/// Begins a draft and opens the list of hosts.
async fn draft(database: &Database, desk: &mut Desk) {
    let (student, _) = paper(database).await;
    desk.keys("gn").await;
    paste(desk, &student).await;
    desk.keys("<Enter><Enter>").await;
    open(desk).await;
}

async fn open(desk: &mut Desk) {
    to(desk, "organisation_id").await;
    desk.keys("<Enter>").await;
}

async fn paste(desk: &mut Desk, text: &str) {
    desk.tell(Message::Paste(text.to_owned()));
    desk.settle().await;
}

/// The hand rests, and the register has answered, if there is one.
async fn rest(desk: &mut Desk) {
    desk.rest().await;
    desk.until(|model| choosing(model).is_none_or(|choosing| !choosing.register.is_asking())).await;
}

#[tokio::test]
async fn a_host_is_chosen_by_what_is_nearly_typed_and_says_where_it_stands() {
    let database = Database::university().await;
    let hosts = "insert into guichet.host_organisation (name, town, state, registered)
        values ('Ebenisterie Kervezec', 'QUIMPER', 'active', '{\"is_closed\": true}'), ('Kervezec Bois', 'QUIMPER', 'to_moderate', null)";
    database.dba().await.execute(hosts).await.unwrap();
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    draft(&database, &mut desk).await;
    paste(&mut desk, "kervezec").await;
    let screen = desk.screen();
    assert!(screen.contains("fermé · QUIMPER") && screen.contains("à modérer · QUIMPER"), "{screen}");
    // Before the answer there is nothing to take: a quick hand opens no new host.
    desk.keys("<C-u>").await;
    for key in split("kervezek<Space>bois<Enter>") {
        desk.press(key);
    }
    assert!(choosing(&desk.model).is_some(), "{}", desk.screen());
    desk.settle().await;
    let screen = desk.screen();
    assert!(screen.contains("proche · à modérer · QUIMPER"), "{screen}");
    desk.keys("<Enter>").await;
    assert_eq!(host(&desk), "Kervezec Bois, QUIMPER");
}

#[tokio::test]
async fn a_new_host_begins_with_what_was_looked_for() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    draft(&database, &mut desk).await;
    for (typed, name, siret) in [
        ("732 829 320 00074", "", "73282932000074"),
        ("73282932000075", "", "73282932000075"),
        ("zzzz introuvable", "zzzz introuvable", ""),
    ] {
        paste(&mut desk, typed).await;
        rest(&mut desk).await;
        desk.keys("<Enter>").await;
        assert_eq!(boxed(&desk)[..2], [name, siret], "{typed}");
        desk.keys("<Esc><Enter>").await;
    }
}

/// Of the sample of a search: the first establishment of it.
const OREVIA: &str = "00000112300017";

/// A register of our own, that finds the sample.
async fn register() -> (MockServer, Elsewhere) {
    let server = MockServer::start().await;
    let found = format!("{}/tests/sis/samples/sirene-recherche-200.json", env!("CARGO_MANIFEST_DIR"));
    let found =
        ResponseTemplate::new(200).set_body_raw(std::fs::read_to_string(found).unwrap(), "application/json");
    Mock::given(path_regex("^/siret/?$")).respond_with(found).mount(&server).await;
    let (key, url) = (SecretString::from("key"), server.uri());
    let registers = Registers::new(Some((&url, &key)), None, Some(&url)).unwrap();
    (server, Elsewhere { registers, ..Elsewhere::default() })
}

/// A university without the numbers of the samples, which hosts of the demonstration bear.
async fn university() -> Database {
    let database = Database::university().await;
    let free = "update guichet.host_organisation set siret = null where siret like '0000011%'";
    database.dba().await.execute(free).await.unwrap();
    database
}

/// Goes to what the register proposes by this name.
async fn to_proposed(desk: &mut Desk, name: &str) {
    let at = |model: &Model| {
        let Some(Overlay::Picker(picker)) = &model.overlay else { return None };
        let candidates = &choosing(model)?.candidates;
        let is_it = |at: &usize| candidates[*at].source.is_some() && candidates[*at].label == name;
        picker.matching.iter().position(is_it)
    };
    for _ in 0..at(&desk.model).unwrap_or_else(|| panic!("{name} is proposed")) {
        desk.keys("<Down>").await;
    }
}

#[tokio::test]
async fn what_the_register_proposes_is_taken_in_and_chosen_with_one_key() {
    let database = university().await;
    let (server, elsewhere) = register().await;
    let ours = "insert into guichet.host_organisation (name, town) values ('Orevia Conseil', 'NANCY')";
    database.dba().await.execute(ours).await.unwrap();
    let mut desk = Desk::asking(&database, DemoRole::Manager, elsewhere);
    desk.up().await;
    draft(&database, &mut desk).await;
    paste(&mut desk, "orevia").await;
    assert!(server.received_requests().await.unwrap().is_empty(), "not while one types");
    let held = |desk: &Desk| match &desk.model.overlay {
        Some(Overlay::Picker(picker)) => {
            choosing(&desk.model).unwrap().candidates[picker.matching[picker.selected]].label.clone()
        }
        _ => String::new(),
    };
    assert_eq!(held(&desk), "Orevia Conseil");
    rest(&mut desk).await;
    // Ours comes first and stays in hand.
    assert_eq!(held(&desk), "Orevia Conseil");
    let screen = desk.screen();
    assert!(screen.contains("SIRENE") && screen.contains(OREVIA), "{screen}");
    to_proposed(&mut desk, "OREVIA LAB").await;
    desk.keys("<Enter>").await;
    desk.until(|model| model.overlay.is_none()).await;
    desk.settle().await;
    assert_eq!(host(&desk), "OREVIA LAB, VANDOEUVRE-LES-NANCY", "{}", desk.said());
    let kept = format!(
        "select concat_ws('|', name, town, registered ->> 'source') from guichet.host_organisation where siret = '{OREVIA}'"
    );
    let kept: String =
        sqlx::query_scalar(AssertSqlSafe(kept)).fetch_one(&mut database.dba().await).await.unwrap();
    assert_eq!(kept, "OREVIA LAB|VANDOEUVRE-LES-NANCY|sirene");
    // It is one of ours now, proposed by nobody.
    open(&mut desk).await;
    paste(&mut desk, "orevia").await;
    rest(&mut desk).await;
    let candidates = &choosing(&desk.model).unwrap().candidates;
    assert_eq!(candidates.iter().filter(|one| one.label == "OREVIA LAB" && one.source.is_none()).count(), 1);
    let screen = desk.screen();
    assert_eq!(screen.matches("OREVIA LAB").count(), 1, "{screen}");
}

#[tokio::test]
async fn a_register_that_hangs_keeps_nobody_from_adding_a_host() {
    let database = university().await;
    let server = MockServer::start().await;
    let hangs = ResponseTemplate::new(200).set_delay(std::time::Duration::from_secs(3600));
    Mock::given(path_regex("^/siret/?$")).respond_with(hangs).mount(&server).await;
    let (key, url) = (SecretString::from("key"), server.uri());
    let registers = Registers::new(Some((&url, &key)), None, Some(&url)).unwrap();
    let mut desk =
        Desk::asking(&database, DemoRole::Manager, Elsewhere { registers, ..Elsewhere::default() });
    desk.up().await;
    draft(&database, &mut desk).await;
    paste(&mut desk, "zzzz introuvable").await;
    desk.rest().await;
    desk.keys("<Enter>").await;
    assert!(choosing(&desk.model).is_some(), "the register may know it: {}", desk.screen());
    // Some seconds later it still has not answered.
    desk.later(TimeDelta::seconds(5)).await;
    desk.keys("<Enter>").await;
    assert_eq!(boxed(&desk)[..2], ["zzzz introuvable", ""]);
}

#[tokio::test]
async fn what_somebody_took_in_meanwhile_is_chosen_and_a_new_host_waits_for_the_register() {
    let database = university().await;
    let (_server, elsewhere) = register().await;
    let mut desk = Desk::asking(&database, DemoRole::Manager, elsewhere);
    desk.up().await;
    draft(&database, &mut desk).await;
    paste(&mut desk, "orevia lab").await;
    desk.keys("<Enter>").await;
    assert!(choosing(&desk.model).is_some(), "the register may know it: {}", desk.screen());
    rest(&mut desk).await;
    let taken =
        format!("insert into guichet.host_organisation (name, siret) values ('Orevia (Nancy)', '{OREVIA}')");
    database.dba().await.execute(AssertSqlSafe(taken)).await.unwrap();
    to_proposed(&mut desk, "OREVIA LAB").await;
    desk.keys("<Enter>").await;
    desk.until(|model| matches!(&model.overlay, Some(Overlay::Fields(fields)) if fields.error.is_some()))
        .await;
    assert!(desk.screen().contains("Déjà là"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    assert_eq!(host(&desk), "Orevia (Nancy)");
}
