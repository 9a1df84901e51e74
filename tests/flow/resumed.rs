//! A desk that was cut off, and the next one, which takes up where it stood.

use guichet::app::model::{Model, Pane};
use guichet::app::overlay::Overlay;
use guichet::app::prompt::PromptKind;
use guichet::app::session::{Saved, Session, offer};
use guichet::domain::act::{Act, Target};
use guichet::domain::queue::Queue;
use guichet::domain::row::Row;
use guichet::store::acts;
use guichet::store::seed::DemoRole;
use sqlx::types::Uuid;

use crate::support::desk::Desk;
use crate::support::server::Database;

/// What a desk that is cut off now leaves, through the text it is kept as.
pub(super) fn left(model: &Model) -> Saved {
    Saved::read(&Saved::new(Session::of(model), model.now).text()).expect("what was just written")
}

#[tokio::test]
async fn everything_is_where_it_was_after_a_cut_in_the_middle_of_a_note() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("J/-zzzz<Enter>sejjj<Space>jj").await;
    let (queue, marks) = (desk.model.list.queue, desk.model.list.marks.clone());
    assert_ne!(queue, Queue::Administrative);
    assert_eq!(marks.len(), 1);
    let file = desk.file();
    desk.keys("n").await;
    desk.keys("rappeler le tuteur").await;
    let saved = left(&desk.model);
    drop(desk);

    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    offer(&mut desk.model, saved);
    let screen = desk.screen();
    assert!(screen.contains("Reprendre la session de"), "{screen}");
    assert!(screen.contains(&format!("n° {file}")) && screen.contains("1 marquée"), "{screen}");
    assert!(screen.contains("« rappeler le tuteur »"), "{screen}");
    desk.keys("<Enter>").await;
    assert_eq!((desk.model.list.queue, desk.file()), (queue, file));
    assert_eq!(desk.model.list.marks, marks);
    assert_eq!(desk.model.list.filter.stored(), "-zzzz");
    let Some(Overlay::Form(form)) = &desk.model.overlay else { panic!("no form: {}", desk.screen()) };
    assert_eq!(form.text.text(), "rappeler le tuteur");
    assert!(
        form.subject.starts_with(&format!("{file} ")),
        "whom it is about is known again: {}",
        form.subject
    );
    desk.keys("<Enter>").await;
    assert_eq!(desk.said(), format!("n° {file} : note ajoutée"));
    assert!(desk.model.drafts.is_empty());
}

#[tokio::test]
async fn somebody_half_typed_is_back_after_a_cut_without_the_password() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Administrator).await;
    desk.keys("gea").await;
    assert!(!left(&desk.model).session.unsent().any(|_| true), "nothing is typed yet");
    desk.keys("m.nouvelle<Tab>Nouvelle<Tab>Maud<Tab><Tab>très secret<Tab>").await;
    while !desk.screen().lines().any(|line| line.contains("▸[ ] GES ")) {
        desk.keys("<Down>").await;
    }
    desk.keys("<Space>").await;
    let saved = left(&desk.model);
    assert!(!saved.text().contains("très secret"), "{}", saved.text());
    drop(desk);

    let mut desk = Desk::open(&database, DemoRole::Administrator).await;
    offer(&mut desk.model, saved);
    let screen = desk.screen();
    assert!(screen.contains("Non envoyé : ") && screen.contains("« m.nouvelle »"), "{screen}");
    assert!(screen.contains(" · Personnes"), "where it stood: {screen}");
    desk.keys("<Enter>").await;
    assert_eq!(desk.model.focus, Pane::Administration);
    desk.keys("a").await;
    let screen = desk.screen();
    for told in ["Ce que vous aviez commencé est revenu.", "m.nouvelle", "Nouvelle", "Maud", "[x] GES "] {
        assert!(screen.contains(told), "{told}: {screen}");
    }
    assert!(!screen.contains('•'), "{screen}");
}

#[tokio::test]
async fn it_may_be_taken_up_before_the_database_answers() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Teacher).await;
    desk.keys("jjj3").await;
    let (file, saved) = (desk.file(), left(&desk.model));
    assert_eq!(saved.session.queue, None, "the queue one begins with is not remembered as another one's");
    let mut desk = Desk::connecting(&database, DemoRole::Teacher);
    offer(&mut desk.model, saved);
    desk.press("<Enter>".parse().unwrap());
    assert!(desk.model.person.is_none());
    desk.up().await;
    assert_eq!((desk.model.list.queue, desk.model.focus), (Queue::Pedagogical, Pane::File));
    assert_eq!(desk.file(), file);
}

#[tokio::test]
async fn a_file_that_has_left_and_a_mark_that_is_stale_are_no_trouble() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("<Space><Space>j").await;
    let ready = |row: &Row| row.checked && row.blocking == 0 && !row.supervisor.is_empty();
    while !desk.model.list.row().is_some_and(ready) {
        desk.keys("j").await;
    }
    let row = desk.model.list.row().unwrap();
    let target = [Target::file(row.id, row.version)];
    let saved = left(&desk.model);
    let mut other = database.person(DemoRole::Manager).await;
    let outcome = acts::act(&mut other, &Act::Validate, &target, Uuid::now_v7()).await.unwrap();
    assert!(outcome[0].is_done(), "{outcome:?}");
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    offer(&mut desk.model, saved);
    desk.keys("<Enter>").await;
    assert_ne!(desk.file(), target[0].id);
    assert_eq!(desk.model.list.marks.len(), 2);
    assert!(desk.model.list.is_loaded && !desk.model.list.rows.is_empty());
}

#[tokio::test]
async fn a_place_that_makes_no_sense_costs_a_sentence_and_not_the_list() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("jj").await;
    let mut saved = left(&desk.model);
    saved.session.cursor.as_mut().unwrap().key = "le trente-et-un février".into();
    saved.session.prompt = Some((PromptKind::Filter, "début:".into()));
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    offer(&mut desk.model, saved);
    desk.keys("<Enter>").await;
    assert!(desk.model.list.is_loaded && !desk.model.list.rows.is_empty(), "{}", desk.screen());
    assert_eq!(desk.model.prompt.as_ref().unwrap().line.text(), "début:");
}
