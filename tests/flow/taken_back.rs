//! Validations taken back with a reason: yesterday's, a colleague's, an amendment's, several at once; and what `u` passes
//! over.

use guichet::app::message::Message;
use guichet::domain::act::{Act, Subject, Target};
use guichet::domain::queue::Queue;
use guichet::domain::row::Row;
use guichet::store::acts;
use guichet::store::seed::DemoRole;
use sqlx::types::Uuid;

use crate::support::desk::Desk;
use crate::support::server::Database;

async fn type_in(desk: &mut Desk, text: &str) {
    desk.tell(Message::Paste(text.to_owned()));
    desk.settle().await;
}

/// Runs a line of commands.
async fn command(desk: &mut Desk, line: &str) {
    desk.keys(":").await;
    type_in(desk, line).await;
    desk.keys("<Enter>").await;
}

/// Opens a file by its number.
async fn open(desk: &mut Desk, id: i32) {
    desk.keys(&format!(":{id}<Enter>")).await;
    if desk.model.overlay.is_some() {
        desk.keys("<Enter>").await;
    }
    assert_eq!(desk.file(), id, "{}", desk.screen());
}

async fn to(desk: &mut Desk, wanted: impl Fn(&Row) -> bool) {
    while !desk.model.list.row().is_some_and(&wanted) {
        let before = desk.model.list.cursor;
        desk.keys("j").await;
        assert_ne!(before, desk.model.list.cursor, "no such row");
    }
}

/// What nothing keeps from being validated.
fn is_clear(row: &Row) -> bool {
    match &row.amendment {
        Some(amendment) => amendment.checked && amendment.blocking == 0,
        None => row.checked && row.blocking == 0 && !row.supervisor.is_empty(),
    }
}

async fn steps_done(database: &Database, id: i32) -> i16 {
    sqlx::query_scalar("select steps_done from guichet.convention where id = $1")
        .bind(id)
        .fetch_one(&mut database.dba().await)
        .await
        .unwrap()
}

async fn state_of(database: &Database, amendment: i32) -> String {
    sqlx::query_scalar("select state from guichet.amendment where id = $1")
        .bind(amendment)
        .fetch_one(&mut database.dba().await)
        .await
        .unwrap()
}

/// The latest entry of a file's history: what, by whom, why.
async fn latest(database: &Database, id: i32) -> (String, String, Option<String>) {
    sqlx::query_as(
        "select h.verb, p.login, v.reason from guichet.history h
         join guichet.history_payload v on v.convention_id = h.convention_id and v.seq = h.seq
         left join guichet.person p on p.id = h.person_id
         where h.convention_id = $1 order by h.seq desc limit 1",
    )
    .bind(id)
    .fetch_one(&mut database.dba().await)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_validation_of_an_earlier_session_is_taken_back_with_a_reason() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    to(&mut desk, is_clear).await;
    let id = desk.file();
    let before = steps_done(&database, id).await;
    desk.keys("v<Enter>").await;
    assert_eq!(steps_done(&database, id).await, before + 1, "{}", desk.said());
    drop(desk);
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    open(&mut desk, id).await;
    desk.keys("u").await;
    assert_eq!(desk.said(), "Rien à défaire dans cette session.");
    command(&mut desk, "dévalider").await;
    assert!(desk.screen().contains("Retirer la validation"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    assert!(desk.model.overlay.is_some(), "without a reason nothing is taken back");
    // What was typed is kept like that of any form.
    type_in(&mut desk, "pièce lue de travers").await;
    desk.keys("<Esc>").await;
    command(&mut desk, "unvalidate").await;
    desk.keys("<Enter>").await;
    assert_eq!(desk.said(), format!("n° {id} : remise en validation"));
    assert_eq!(steps_done(&database, id).await, before);
    assert!(desk.model.drafts.is_empty(), "it is done");
    let (verb, by, why) = latest(&database, id).await;
    assert_eq!((verb.as_str(), why.as_deref()), ("unvalidate", Some("pièce lue de travers")), "{by}");
}

#[tokio::test]
async fn a_colleagues_validation_is_taken_back_and_what_keeps_it_is_named() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    to(&mut desk, is_clear).await;
    let row = desk.model.list.row().unwrap();
    let (id, target) = (row.id, [Target::file(row.id, row.version)]);
    let mut colleague = database.person(DemoRole::Manager).await;
    let done = acts::act(&mut colleague, &Act::Validate, &target, Uuid::now_v7()).await.unwrap();
    assert!(done[0].is_done(), "{done:?}");
    open(&mut desk, id).await;
    let before = steps_done(&database, id).await;
    command(&mut desk, "dévalider").await;
    type_in(&mut desk, "validée trop tôt").await;
    desk.keys("<Enter>").await;
    assert_eq!(steps_done(&database, id).await, before - 1, "{}", desk.said());
    // The database says why it is not done, as of any act.
    let signed: i32 = sqlx::query_scalar(
        "select c.id from guichet.convention c where c.file_state = 'validated' and c.signature_state = 'signed'
           and c.archived_at is null and not exists (select from guichet.amendment a where a.convention_id = c.id)
           and c.centre_id in (select s.centre_id from guichet.centre_staff s join guichet.person p on p.id = s.person_id
             where p.login = $1) order by c.id limit 1",
    )
    .bind(guichet::store::seed::login_for(DemoRole::Clerk))
    .fetch_one(&mut database.dba().await)
    .await
    .unwrap();
    open(&mut desk, signed).await;
    command(&mut desk, "dévalider").await;
    type_in(&mut desk, "autre erreur").await;
    desk.keys("<Enter>").await;
    let journal: Vec<&str> = desk.model.journal.iter().map(|entry| entry.text.as_str()).collect();
    assert!(journal.iter().any(|text| text.contains("signature")), "{journal:?}");
    assert_eq!(desk.said(), "Votre texte est gardé : rouvrez le formulaire pour le retrouver.");
}

#[tokio::test]
async fn marked_files_are_taken_back_together() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    let mut colleague = database.person(DemoRole::Manager).await;
    let clear: Vec<Target> = desk
        .model
        .list
        .rows
        .iter()
        .filter(|row| is_clear(row))
        .take(2)
        .map(|row| Target::file(row.id, row.version))
        .collect();
    let done = acts::act(&mut colleague, &Act::Validate, &clear, Uuid::now_v7()).await.unwrap();
    assert!(done.len() == 2 && done.iter().all(|one| one.is_done()), "{done:?}");
    command(&mut desk, "file Toutes").await;
    let wanted: Vec<String> = clear.iter().map(|one| one.id.to_string()).collect();
    for one in &wanted {
        open(&mut desk, one.parse().unwrap()).await;
        desk.keys("2<Space>").await;
    }
    assert_eq!(desk.model.list.marks.len(), 2, "{}", desk.screen());
    let mut before = Vec::new();
    for one in &clear {
        before.push(steps_done(&database, one.id).await - 1);
    }
    command(&mut desk, "dévalider").await;
    type_in(&mut desk, "toutes deux trop tôt").await;
    desk.keys("<Enter>").await;
    assert!(desk.screen().contains("Retirer la validation"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    desk.settle().await;
    for (one, before) in clear.iter().zip(before) {
        assert_eq!(steps_done(&database, one.id).await, before, "{}", desk.screen());
    }
}

#[tokio::test]
async fn a_colleagues_validation_of_an_amendment_is_taken_back() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    command(&mut desk, "file Avenants à valider").await;
    assert_eq!(desk.model.list.queue, Queue::Amendments);
    to(&mut desk, is_clear).await;
    let row = desk.model.list.row().unwrap();
    let Subject { id, amendment } = row.subject();
    let target = [Target { id, amendment, version: row.version }];
    let mut colleague = database.person(DemoRole::Administrator).await;
    let done = acts::act(&mut colleague, &Act::Validate, &target, Uuid::now_v7()).await.unwrap();
    assert!(done[0].is_done(), "{done:?}");
    let amendment = amendment.unwrap();
    assert_eq!(state_of(&database, amendment).await, "validated");
    open(&mut desk, id).await;
    while desk.model.target_in_hand().unwrap().amendment != Some(amendment) {
        desk.keys("a").await;
    }
    command(&mut desk, "dévalider").await;
    type_in(&mut desk, "l’organisme se ravise").await;
    desk.keys("<Enter>").await;
    assert_eq!(state_of(&database, amendment).await, "submitted", "{}", desk.said());
    let (verb, _, why) = latest(&database, id).await;
    assert_eq!((verb.as_str(), why.as_deref()), ("amend_unvalidate", Some("l’organisme se ravise")));
}

#[tokio::test]
async fn undoing_passes_over_a_signature_and_says_so() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Administrator).await;
    command(&mut desk, "file Avenants à valider").await;
    to(&mut desk, is_clear).await;
    let (first, first_id) = (desk.model.list.row().unwrap().subject(), desk.file());
    desk.keys("v<Enter>").await;
    assert!(desk.said().contains("avenant : validé"), "{}", desk.said());
    // Another one is validated and signed: that stays.
    to(&mut desk, |row| is_clear(row) && row.id != first_id).await;
    let second = desk.model.list.row().unwrap().subject();
    desk.keys("v<Enter>").await;
    assert!(desk.said().contains("avenant : validé"), "{}", desk.said());
    open(&mut desk, second.id).await;
    while desk.model.target_in_hand().unwrap().amendment != second.amendment {
        desk.keys("a").await;
    }
    desk.keys("S<Enter>").await;
    assert_eq!(state_of(&database, second.amendment.unwrap()).await, "signed", "{}", desk.said());
    // Its own validation has gone stale with the signature: the database says so, and it gives way to the one before.
    desk.keys("u").await;
    let journal: Vec<String> = desk.model.journal.iter().map(|entry| entry.text.clone()).collect();
    assert!(
        journal.iter().any(|text| text.contains("Cela ne se défait pas\u{a0}: Noter la signature")),
        "{journal:?}"
    );
    assert!(desk.model.overlay.is_none(), "{}", desk.screen());
    desk.keys("u<Enter>").await;
    assert_eq!(state_of(&database, first.amendment.unwrap()).await, "submitted", "{}", desk.said());
    assert_eq!(state_of(&database, second.amendment.unwrap()).await, "signed");
    desk.keys("u").await;
    assert_eq!(desk.said(), "Rien à défaire dans cette session.");
}
