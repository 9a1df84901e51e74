//! Two who write one file at once, answers that come late, a cut in the middle of a text: no edit and no text is lost.

use guichet::app::message::Message;
use guichet::app::model::Pane;
use guichet::app::session::offer;
use guichet::store::seed::DemoRole;
use sqlx::AssertSqlSafe;

use super::resumed::left;
use super::writing::{paper, to};
use crate::support::desk::{Desk, split};
use crate::support::server::Database;

#[tokio::test]
async fn two_who_write_at_once_both_stand_or_see_each_other() {
    let database = Database::university().await;
    let mut one = Desk::open(&database, DemoRole::Clerk).await;
    one.keys("e").await;
    let id = one.model.writing.file().unwrap();
    let mut other = Desk::open(&database, DemoRole::Manager).await;
    other.keys(&format!(":{id}<Enter>")).await;
    other.keys("<Enter>e").await;
    assert_eq!(other.model.writing.file(), Some(id));
    // In two fields: neither notices.
    for desk in [&mut one, &mut other] {
        let field = if desk.model.person.as_ref().unwrap().name.contains("Nadia") {
            "own_reference"
        } else {
            "elp_label"
        };
        to(desk, field).await;
        desk.keys("<Enter><C-u>").await;
    }
    one.keys("AAA").await;
    other.keys("BBB").await;
    one.keys("<Enter>").await;
    other.keys("<Enter>").await;
    assert!(other.model.overlay.is_none(), "{}", other.screen());
    let form = other.model.writing.form().unwrap();
    assert_eq!((form.text("own_reference"), form.text("elp_label")), (Some("AAA"), Some("BBB")));
    // In the same one: theirs is shown, mine is kept, and a second yes writes it.
    for desk in [&mut one, &mut other] {
        to(desk, "own_reference").await;
        desk.keys("<Enter><C-u>").await;
    }
    other.keys("CCC").await;
    one.keys("DDD<Enter>").await;
    other.keys("<Enter>").await;
    let screen = other.screen();
    assert!(screen.contains("« DDD »") && screen.contains("CCC"), "{screen}");
    other.keys("<Enter>").await;
    assert_eq!(other.model.writing.form().unwrap().text("own_reference"), Some("CCC"));
}

/// Two desks on the same file, the second one's hand on a field.
async fn two(database: &Database, field: &str) -> (Desk, Desk, i32) {
    let mut one = Desk::open(database, DemoRole::Clerk).await;
    one.keys("e").await;
    let id = one.model.writing.file().unwrap();
    let mut other = Desk::open(database, DemoRole::Manager).await;
    other.keys(&format!(":{id}<Enter>")).await;
    other.keys("<Enter>e").await;
    for desk in [&mut one, &mut other] {
        to(desk, field).await;
    }
    (one, other, id)
}

#[tokio::test]
async fn what_others_wrote_is_shown_before_it_is_written_over_even_when_it_was_heard_of_before() {
    let database = Database::university().await;
    let (mut one, mut other, _) = two(&database, "own_reference").await;
    other.keys("<Enter><C-u>MINE").await;
    one.keys("<Enter><C-u>THEIRS<Enter>").await;
    // The notice comes while the box is open, and the file is read again under it.
    other
        .until(|model| model.writing.form().and_then(|form| form.text("own_reference")) == Some("THEIRS"))
        .await;
    other.settle().await;
    other.keys("<Enter>").await;
    let screen = other.screen();
    assert!(screen.contains("« THEIRS »") && screen.contains("MINE"), "{screen}");
    assert_eq!(
        other.model.writing.form().unwrap().text("own_reference"),
        Some("THEIRS"),
        "not written over yet"
    );
    other.keys("<Enter>").await;
    assert_eq!(other.model.writing.form().unwrap().text("own_reference"), Some("MINE"));
    // A box in which nothing was typed keeps nothing, whatever changed meanwhile.
    to(&mut other, "own_reference").await;
    other.keys("<Enter>").await;
    one.until(|model| model.writing.form().and_then(|form| form.text("own_reference")) == Some("MINE")).await;
    to(&mut one, "own_reference").await;
    one.keys("<Enter><C-u>LATER<Enter>").await;
    other
        .until(|model| model.writing.form().and_then(|form| form.text("own_reference")) == Some("LATER"))
        .await;
    other.settle().await;
    other.keys("<Esc>").await;
    assert_eq!(other.model.writing.all_unsent().count(), 0);
}

#[tokio::test]
async fn an_edit_is_taken_back_only_while_nobody_has_written_there_since() {
    let database = Database::university().await;
    let (mut one, mut other, _) = two(&database, "own_reference").await;
    one.keys("<Enter><C-u>ONE<Enter>").await;
    other
        .until(|model| model.writing.form().and_then(|form| form.text("own_reference")) == Some("ONE"))
        .await;
    to(&mut other, "own_reference").await;
    other.keys("<Enter><C-u>TWO<Enter>").await;
    one.until(|model| model.writing.form().and_then(|form| form.text("own_reference")) == Some("TWO")).await;
    one.settle().await;
    one.keys("u").await;
    assert!(one.said().contains("« TWO »"), "{}", one.said());
    assert_eq!(one.model.writing.form().unwrap().text("own_reference"), Some("TWO"));
    other.keys("u").await;
    assert_eq!(other.model.writing.form().unwrap().text("own_reference"), Some("ONE"));
    one.until(|model| model.writing.form().and_then(|form| form.text("own_reference")) == Some("ONE")).await;
    one.settle().await;
    one.keys("u").await;
    assert_eq!(one.model.writing.form().unwrap().text("own_reference"), None, "it waited for its turn");
}

#[tokio::test]
async fn edits_made_faster_than_the_database_answers_all_stand() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("e").await;
    let before = desk.model.writing.form().unwrap().clone();
    to(&mut desk, "tutor_id").await;
    // Three fields emptied without waiting for any answer.
    for key in split("<Del>j<Del>j<Del>") {
        desk.press(key);
    }
    desk.settle().await;
    let form = desk.model.writing.form().unwrap().clone();
    for field in ["tutor_id", "second_tutor_id", "signatory_id"] {
        assert!(form.value(field).is_null(), "{field}: {}", desk.screen());
    }
    desk.keys("uuu").await;
    let form = desk.model.writing.form().unwrap();
    for field in ["tutor_id", "second_tutor_id", "signatory_id"] {
        assert_eq!(form.value(field), before.value(field), "{field}");
    }
}

#[tokio::test]
async fn what_comes_late_tears_nobody_out_of_what_they_write() {
    let database = Database::university().await;
    let (student, _) = paper(&database).await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("e").await;
    let id = desk.model.writing.file();
    to(&mut desk, "comment").await;
    desk.keys("gn").await;
    desk.tell(Message::Paste(student));
    desk.settle().await;
    desk.keys("<Enter>").await;
    // The draft is asked for, and a box of the file in hand opened before the answer.
    for key in split("<Enter><Enter>à suivre") {
        desk.press(key);
    }
    desk.settle().await;
    assert!(desk.said().contains("créé"), "{}", desk.said());
    assert_eq!(desk.model.writing.file(), id);
    desk.keys("<C-o>").await;
    assert_eq!(desk.model.writing.form().unwrap().text("comment"), Some("à suivre"));
    // A file that goes while somebody writes in it leaves the text behind.
    desk.keys("D<Enter><Enter>").await;
    let draft = desk.model.writing.file().unwrap();
    to(&mut desk, "comment").await;
    desk.keys("<Enter>perdu ?").await;
    let mut other = database.person(DemoRole::Manager).await;
    let version = desk.model.writing.form().unwrap().version;
    let target = guichet::domain::act::Target::file(draft, version);
    let gone =
        guichet::store::forms::delete_draft(&mut other, target, sqlx::types::Uuid::now_v7()).await.unwrap();
    assert!(gone.is_done(), "{gone:?}");
    desk.until(|model| model.focus == Pane::List).await;
    assert!(desk.model.writing.unsent(draft, "comment").is_some_and(|kept| kept.text.contains("perdu ?")));
}

#[tokio::test]
async fn a_box_with_nothing_ticked_changes_nothing_and_a_text_is_given_up_by_emptying_it() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("e").await;
    let id = desk.model.writing.file().unwrap();
    let mut dba = database.dba().await;
    let set = format!("update guichet.convention set currency = 'JPY' where id = {id}");
    sqlx::query(AssertSqlSafe(set)).execute(&mut dba).await.unwrap();
    desk.keys("<Esc>e").await;
    desk.until(|model| model.writing.form().is_some_and(|form| form.text("currency") == Some("JPY"))).await;
    to(&mut desk, "currency").await;
    desk.keys("<Enter>").await;
    assert!(desk.screen().contains("(x) JPY"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    to(&mut desk, "nature").await;
    desk.keys("<Del>").await;
    to(&mut desk, "nature").await;
    desk.keys("<Enter><Enter>").await;
    let form = desk.model.writing.form().unwrap();
    assert_eq!((form.text("currency"), form.value("nature").is_null()), (Some("JPY"), true));
    to(&mut desk, "comment").await;
    desk.keys("<Enter>x<Esc>").await;
    assert!(desk.screen().contains("texte non enregistré"), "{}", desk.screen());
    desk.keys("<Enter><C-u><BS><BS><Esc>").await;
    assert!(!desk.screen().contains("texte non enregistré"), "{}", desk.screen());
}

#[tokio::test]
async fn a_text_that_was_being_typed_comes_back_after_a_cut() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("e").await;
    let id = desk.model.writing.file().unwrap();
    to(&mut desk, "comment").await;
    desk.keys("<Enter>à revoir<Enter>avec le tuteur").await;
    let saved = left(&desk.model);
    drop(desk);
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    offer(&mut desk.model, saved);
    assert!(desk.screen().contains("à revoir"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    assert_eq!((desk.model.focus, desk.model.writing.file()), (Pane::Writing, Some(id)));
    assert_eq!(desk.model.writing.field().unwrap().code, "comment");
    assert!(desk.screen().contains("texte non enregistré"), "{}", desk.screen());
    desk.keys("<Enter><C-o>").await;
    assert_eq!(desk.model.writing.form().unwrap().text("comment"), Some("à revoir\navec le tuteur"));
    assert_eq!(left(&desk.model).session.unsent().count(), 0);
}
