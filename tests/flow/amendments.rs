//! Amendments at the keyboard: written, handed in, triaged by what they change, validated by two keys, taken back.

use guichet::app::message::Message;
use guichet::app::model::Pane;
use guichet::app::overlay::{Overlay, ReaderText};
use guichet::domain::act::{Act, Target};
use guichet::domain::amendment::{AmendmentState, Motives, SIGNED, changes};
use guichet::domain::queue::Queue;
use guichet::domain::row::Row;
use guichet::store::seed::DemoRole;
use guichet::store::{acts, amendments, forms};
use serde_json::json;
use sqlx::types::Uuid;
use sqlx::{AssertSqlSafe, Executor, PgConnection};

use crate::support::desk::Desk;
use crate::support::server::Database;

/// A file that runs and that nobody has amended, with its last day.
async fn running(database: &Database) -> (i32, chrono::NaiveDate) {
    sqlx::query_as(
        "select c.id, c.end_date from guichet.convention c join guichet.centre k on k.id = c.centre_id
         where c.file_state = 'validated' and c.archived_at is null and not c.total_overridden and c.regime = 'initial'
           and c.start_date < guichet.today() and c.end_date > guichet.today() + 40 and c.end_date < c.start_date + 150
           and not exists (select from guichet.amendment a where a.convention_id = c.id)
           and c.centre_id in (select s.centre_id from guichet.centre_staff s join guichet.person p on p.id = s.person_id
             where p.login = 'helene.marchand')
         order by c.id limit 1",
    )
    .fetch_one(&mut database.dba().await)
    .await
    .expect("a file that runs")
}

async fn end_of(database: &Database, id: i32) -> chrono::NaiveDate {
    let query = format!("select end_date from guichet.convention where id = {id}");
    sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(&mut database.dba().await).await.unwrap()
}

async fn type_in(desk: &mut Desk, text: &str) {
    desk.tell(Message::Paste(text.to_owned()));
    desk.settle().await;
}

/// An amendment that is handed in and looked at, at the version of its file then.
async fn submitted(manager: &mut PgConnection, id: i32, changes: serde_json::Value) -> Target {
    let version = forms::form(manager, id).await.unwrap().unwrap().version;
    let target = Target::file(id, version);
    let made = amendments::create(manager, target, Uuid::now_v7()).await.unwrap().unwrap();
    let mut about = Target { amendment: Some(made), ..target };
    about.version += 1;
    let values = serde_json::from_value(changes).unwrap();
    let edited = amendments::edit(manager, about, &values, &Motives::new(), Uuid::now_v7()).await;
    about.version = edited.unwrap().version.unwrap();
    let submitted = acts::act(manager, &Act::Submit, &[about], Uuid::now_v7()).await.unwrap();
    assert!(submitted[0].is_done(), "{submitted:?}");
    amendments::check(manager, &[made]).await.unwrap();
    about.version = forms::form(manager, id).await.unwrap().unwrap().version;
    about
}

/// A file with a longer end that is validated and not signed, and another subject that is handed in upon it; the end before.
async fn upon_unsigned(database: &Database) -> (i32, chrono::NaiveDate) {
    let (id, end) = running(database).await;
    let mut manager = database.person(DemoRole::Manager).await;
    let first = submitted(&mut manager, id, json!({ "end_date": end + chrono::Days::new(7) })).await;
    let validated = acts::act(&mut manager, &Act::Validate, &[first], Uuid::now_v7()).await.unwrap();
    assert!(validated[0].is_done(), "{validated:?}");
    submitted(&mut manager, id, json!({ "subject": "Un autre sujet" })).await;
    (id, end)
}

async fn open(desk: &mut Desk, id: i32) {
    desk.keys(&format!(":{id}<Enter>")).await;
    if desk.model.overlay.is_some() {
        desk.keys("<Enter>").await;
    }
    assert_eq!(desk.file(), id, "{}", desk.screen());
}

/// To the queue of amendments, on the row of a file.
async fn triage(desk: &mut Desk, id: i32) {
    desk.keys(":").await;
    type_in(desk, "file Avenants à valider").await;
    desk.keys("<Enter>").await;
    assert_eq!(desk.model.list.queue, Queue::Amendments, "{}", desk.said());
    while desk.model.list.row().is_some_and(|row| row.id != id) {
        let before = desk.model.list.cursor;
        desk.keys("j").await;
        assert_ne!(before, desk.model.list.cursor, "no amendment of {id}");
    }
}

#[tokio::test]
async fn an_amendment_is_written_handed_in_validated_and_taken_back() {
    let database = Database::university().await;
    let (id, end) = running(&database).await;
    let later = end + chrono::Days::new(7);
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    desk.keys(&format!(":{id}<Enter>")).await;
    if desk.model.overlay.is_some() {
        desk.keys("<Enter>").await;
    }
    assert_eq!(desk.file(), id, "{}", desk.screen());
    desk.keys("a").await;
    assert!(desk.said().contains("n’a pas d’avenant"), "{}", desk.said());
    desk.keys("ga").await;
    assert_eq!(desk.model.focus, Pane::Writing, "{}", desk.said());
    // The end, found by its name, typed over.
    desk.keys("/").await;
    type_in(&mut desk, "fin").await;
    desk.keys("<Enter>").await;
    assert_eq!(desk.model.writing.field().map(|field| field.code), Some("end_date"), "{}", desk.screen());
    desk.keys("<Enter><C-u>").await;
    type_in(&mut desk, &later.format("%d/%m/%Y").to_string()).await;
    desk.keys("<Enter>").await;
    let form = desk.model.writing.form().unwrap().clone();
    assert_eq!(form.value("end_date").as_day(), Some(later));
    assert_eq!(form.amendment.as_ref().unwrap().amendment.motives.len(), 1, "its motive goes without saying");
    assert_eq!(end_of(&database, id).await, end, "nothing has changed yet");
    // What no amendment changes is not offered.
    assert!(
        desk.model
            .writing
            .lines()
            .iter()
            .all(|line| line.field().is_none_or(|field| field.code != "theme_id"))
    );
    desk.keys("s").await;
    assert!(desk.screen().contains("Déposer"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    assert!(desk.said().contains("déposé"), "{}", desk.said());
    desk.keys("q").await;
    // Who decides sees what changes, and decides with two keys.
    triage(&mut desk, id).await;
    let screen = desk.screen();
    for words in ["Ce qui change", "+ 7 jours", "Calendrier", "Conséquences"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    let waiting = desk.model.list.rows.len();
    desk.keys("v<Enter>").await;
    assert!(desk.said().contains("avenant : validé"), "{}", desk.said());
    assert_eq!(desk.model.list.rows.len(), waiting - 1);
    assert_eq!(end_of(&database, id).await, later);
    desk.keys("u<Enter>").await;
    assert_eq!(end_of(&database, id).await, end, "{}", desk.said());
    assert_eq!(desk.file(), id, "it is back, and in hand");
    // Returned with words, it is to be written again.
    desk.keys("r").await;
    let lines = desk.model.reasons.len();
    desk.keys(&"j".repeat(lines)).await;
    type_in(&mut desk, "La date ne convient pas").await;
    desk.keys("<Enter>").await;
    assert!(desk.said().contains("renvoyé"), "{}", desk.said());
}

#[tokio::test]
async fn the_file_tells_its_amendments_and_each_is_compared_with_what_came_before() {
    let database = Database::university().await;
    let (id, version): (i32, i32) = sqlx::query_as(
        "select c.id, c.version from guichet.convention c where (
           select count(*) from guichet.amendment a where a.convention_id = c.id and a.state in ('validated', 'signed')) >= 2
         order by c.id limit 1",
    )
    .fetch_one(&mut database.dba().await)
    .await
    .unwrap();
    assert!(version > 0);
    let mut desk = Desk::open(&database, DemoRole::Administrator).await;
    desk.keys(&format!(":{id}<Enter>")).await;
    if desk.model.overlay.is_some() {
        desk.keys("<Enter>").await;
    }
    let listed = desk.model.file.current().unwrap().amendments.clone();
    assert!(desk.screen().contains("Avenants"), "{}", desk.screen());
    let last = listed.last().unwrap();
    desk.keys("a").await;
    let review = desk.model.file.current().unwrap().review.clone().unwrap();
    assert_eq!(review.sheet.amendment.number, last.number);
    desk.keys("x").await;
    assert_eq!(desk.model.file.current().unwrap().review.as_ref().unwrap().sheet.against, 0);
    assert!(desk.screen().contains("origine"), "{}", desk.screen());
    // Copied, it is Markdown.
    desk.keys("c").await;
    assert!(desk.copied.last().unwrap().starts_with("# Avenant n°"), "{:?}", desk.copied);
    // Through the others back to the file.
    for _ in 0..listed.len() {
        desk.keys("a").await;
    }
    assert!(desk.model.file.current().unwrap().review.is_none());
}

#[tokio::test]
async fn what_an_amendment_stands_on_is_said_and_it_is_compared_with_what_is_signed() {
    let database = Database::university().await;
    let (id, end) = upon_unsigned(&database).await;
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    open(&mut desk, id).await;
    desk.keys("a").await;
    let told = |desk: &mut Desk| {
        let review = desk.model.file.current().unwrap().review.clone().unwrap();
        (review.sheet.against, review.sheet.before.value("end_date").as_day())
    };
    let later = end + chrono::Days::new(7);
    let screen = desk.screen();
    assert!(screen.contains("sur l’avenant n° 1, validé, non signé"), "{screen}");
    assert_eq!(told(&mut desk).1, Some(later));
    for (against, before) in [(0, end), (1, later), (SIGNED, end)] {
        desk.keys("x").await;
        assert_eq!(told(&mut desk), (against, Some(before)), "{}", desk.screen());
    }
    let screen = desk.screen();
    assert!(screen.contains("comparé à ce qui est signé"), "{screen}");
    let review = desk.model.file.current().unwrap().review.clone().unwrap();
    let changed = changes(&review.sheet.before, &review.sheet.after);
    let changed: Vec<&str> = changed.iter().map(|one| one.field.code).collect();
    assert!(changed.contains(&"end_date") && changed.contains(&"subject"), "{changed:?}");
    desk.keys("x").await;
    assert!(desk.screen().contains("sur l’avenant n° 1, validé, non signé"), "{}", desk.screen());
}

#[tokio::test]
async fn the_file_in_hand_is_read_as_it_is_on_a_day() {
    let database = Database::university().await;
    let (id, end) = upon_unsigned(&database).await;
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    open(&mut desk, id).await;
    let full = |day: chrono::NaiveDate| day.format("%d/%m/%Y").to_string();
    let later = full(end + chrono::Days::new(7));
    for (typed, is_told) in [(format!("au {later}"), true), ("at 2020-01-01".to_owned(), false)] {
        desk.keys(":").await;
        type_in(&mut desk, &typed).await;
        desk.keys("<Enter>").await;
        let Some(Overlay::Reader(reader)) = &desk.model.overlay else { panic!("nothing to read") };
        let ReaderText::Told(title, lines) = &reader.text else { panic!("{reader:?}") };
        assert!(title.starts_with("Au "), "{title}");
        let of_end: Vec<&String> = lines.iter().filter(|line| line.starts_with("Fin")).collect();
        assert!(of_end.iter().any(|line| line.contains(&full(end))), "{lines:?}");
        let tells = |line: &&String| line.contains(&later) && line.contains("validé, non signé");
        assert_eq!(of_end.iter().any(tells), is_told, "{lines:?}");
        desk.keys("<Esc>").await;
    }
    desk.keys(":").await;
    type_in(&mut desk, "au jour dit").await;
    desk.keys("<Enter>").await;
    assert!(desk.model.overlay.is_none() && desk.said().starts_with("Donnez un jour"), "{}", desk.said());
}

#[tokio::test]
async fn those_without_findings_are_validated_together_and_the_others_stay() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Administrator).await;
    desk.keys(":").await;
    type_in(&mut desk, "file Avenants à valider").await;
    desk.keys("<Enter>").await;
    let rows = desk.model.list.rows.clone();
    let all = rows.len();
    let id = |row: &Row| row.amendment.as_ref().expect("a row of an amendment").id;
    let (warned, clear): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.is_warned());
    let [mut warned, mut clear] = [warned, clear].map(|rows| rows.into_iter().map(id).collect::<Vec<_>>());
    warned.sort_unstable();
    clear.sort_unstable();
    assert!(!clear.is_empty() && !warned.is_empty(), "{} of {all}", clear.len());
    desk.keys("*v").await;
    desk.keys("<Enter>").await;
    desk.settle().await;
    let left: Vec<_> = desk.model.list.rows.iter().filter_map(|row| row.amendment.as_ref()).collect();
    assert!(left.iter().all(|one| one.state == AmendmentState::Submitted));
    let those = async |state: &str| -> Vec<i32> {
        sqlx::query_scalar(
            "select a.id from guichet.amendment a where a.id = any($1) and a.state = $2 order by a.id",
        )
        .bind([clear.clone(), warned.clone()].concat())
        .bind(state)
        .fetch_all(&mut database.dba().await)
        .await
        .unwrap()
    };
    assert_eq!(those("validated").await, clear, "{}", desk.screen());
    assert_eq!(those("submitted").await, warned, "{}", desk.screen());
    assert_eq!(desk.model.list.marks.len(), left.len(), "what was not done stays marked");
    // Filtered by what they change.
    desk.keys("<Esc><Esc>-/").await;
    type_in(&mut desk, "modifie:période").await;
    desk.keys("<Enter>").await;
    let motives = desk
        .model
        .list
        .rows
        .iter()
        .filter_map(|row| row.amendment.as_ref())
        .all(|one| one.motives.contains(&guichet::domain::amendment::Motive::Period));
    assert!(motives, "{}", desk.screen());
    assert!(desk.model.list.rows.len() < all);
}

#[tokio::test]
async fn two_amendments_of_one_file_are_validated_and_taken_back_in_one_gesture() {
    let database = Database::university().await;
    let (id, end) = running(&database).await;
    let mut dba = database.dba().await;
    dba.execute("update guichet.centre set several_amendments = true").await.unwrap();
    let mut manager = database.person(DemoRole::Manager).await;
    let mut two = Vec::new();
    for changes in [json!({ "end_date": end + chrono::Days::new(1) }), json!({ "subject": "Un autre sujet" })]
    {
        two.extend(submitted(&mut manager, id, changes).await.amendment);
    }
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    triage(&mut desk, id).await;
    desk.keys("=").await;
    desk.model.list.marks.retain(|subject, _| subject.id == id);
    assert_eq!(desk.model.list.marks.len(), 2, "{}", desk.screen());
    let states = async || {
        let states: Vec<String> =
            sqlx::query_scalar("select state from guichet.amendment where id = any($1) order by id")
                .bind(&two)
                .fetch_all(&mut database.dba().await)
                .await
                .unwrap();
        states
    };
    desk.keys("v<Enter>").await;
    desk.settle().await;
    assert_eq!(states().await, ["validated", "validated"], "{}", desk.screen());
    desk.keys("<Esc>u<Enter>").await;
    desk.settle().await;
    assert_eq!(states().await, ["submitted", "submitted"], "{}", desk.screen());
    assert!(desk.said().contains("2 avenants"), "{}", desk.said());
    assert_eq!(end_of(&database, id).await, end);
}
