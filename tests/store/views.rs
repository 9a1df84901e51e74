//! Saved views: each person's own, shared with a centre by whoever may, and nobody else's to touch.

use guichet::domain::queue::Queue;
use guichet::domain::row::{Sort, SortColumn};
use guichet::domain::view::{SavedView, ViewChange};
use guichet::store::error::denied;
use guichet::store::seed::DemoRole;
use guichet::store::views;
use sqlx::{Executor, PgConnection};

use crate::support::server::Database;

fn save(name: &str, filter: &str) -> ViewChange {
    ViewChange::Save {
        name: name.into(),
        queue: Queue::Administrative,
        filter: filter.into(),
        sort: Sort { column: SortColumn::Since, descending: true },
    }
}

async fn change(conn: &mut PgConnection, change: ViewChange) {
    views::change(conn, &change).await.unwrap();
}

#[track_caller]
fn refused(answer: Result<(), sqlx::Error>, code: &str) {
    let denied = denied(&answer.expect_err(code)).unwrap();
    assert_eq!(denied.code, code, "{denied:?}");
}

async fn seen(conn: &mut PgConnection) -> Vec<SavedView> {
    views::all(conn).await.unwrap()
}

#[tokio::test]
async fn a_view_is_its_owners_until_it_is_shared_with_a_centre() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mut manager = database.person(DemoRole::Manager).await;
    let mut teacher = database.person(DemoRole::Teacher).await;
    let mut administrator = database.person(DemoRole::Administrator).await;
    change(&mut clerk, save(" Urgences ", "start:<7d")).await;
    change(&mut clerk, save("URGENCES", "start:<10d")).await;
    let own = seen(&mut clerk).await;
    assert_eq!(own.len(), 1, "one name, one view: {own:?}");
    let view = &own[0];
    assert_eq!((view.name.as_str(), view.filter.as_str(), view.mine), ("URGENCES", "start:<10d", true));
    assert_eq!(view.sort, Sort { column: SortColumn::Since, descending: true });
    assert_eq!(seen(&mut manager).await, []);

    change(&mut clerk, ViewChange::Share(view.id, Some("SCI".into()))).await;
    let shared = seen(&mut manager).await;
    assert_eq!((shared.len(), shared[0].mine, shared[0].centre.as_deref()), (1, false, Some("SCI")));
    assert!(
        shared[0].owner.contains("LEFEVRE") || shared[0].owner.contains("LEFÈVRE"),
        "{}",
        shared[0].owner
    );
    assert_eq!(seen(&mut teacher).await, [], "a teacher is not of the centre's staff");
    assert_eq!(seen(&mut administrator).await, [], "nor is whoever sees everything");

    change(&mut clerk, ViewChange::Share(view.id, None)).await;
    assert_eq!(seen(&mut manager).await, []);
    change(&mut clerk, ViewChange::Remove(view.id)).await;
    change(&mut clerk, ViewChange::Remove(view.id)).await;
    assert_eq!(seen(&mut clerk).await, []);
}

#[tokio::test]
async fn nobody_touches_somebody_elses_or_shares_beyond_their_centres() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mut teacher = database.person(DemoRole::Teacher).await;
    let mut auditor = database.person(DemoRole::Auditor).await;
    change(&mut clerk, save("À moi", "thales")).await;
    let id = seen(&mut clerk).await[0].id;
    for other in [&mut teacher, &mut auditor] {
        change(other, ViewChange::Remove(id)).await;
        change(other, save("À moi", "autre")).await;
    }
    refused(views::change(&mut teacher, &ViewChange::Share(id, None)).await, "GU002");
    refused(views::change(&mut auditor, &ViewChange::Share(id, Some("SCI".into()))).await, "GU002");
    refused(views::change(&mut clerk, &ViewChange::Share(id, Some("NULLE".into()))).await, "GU024");
    refused(views::change(&mut clerk, &ViewChange::Share(i32::MAX, None)).await, "GU024");
    let foreign: String = sqlx::query_scalar(
        "select c.code from guichet.centre c where c.id <> all(guichet.my_centres()) limit 1",
    )
    .fetch_one(&mut clerk)
    .await
    .unwrap();
    refused(views::change(&mut clerk, &ViewChange::Share(id, Some(foreign))).await, "GU024");
    assert_eq!(seen(&mut clerk).await[0].filter, "thales");
    for statement in [
        "insert into guichet.saved_view (person_id, name, queue, filter, sort, descending)
           values (guichet.me(), 'x', 'all', '', 'since', false)",
        "update guichet.saved_view set name = 'x'",
        "delete from guichet.saved_view",
    ] {
        let error = clerk.execute(statement).await.expect_err(statement);
        assert_eq!(error.as_database_error().unwrap().code().as_deref(), Some("42501"), "{statement}");
    }
}

#[tokio::test]
async fn whoever_administers_a_centre_clears_what_others_left_there() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    change(&mut clerk, save("Oubliée", "thales")).await;
    let id = seen(&mut clerk).await[0].id;
    change(&mut clerk, ViewChange::Share(id, Some("SCI".into()))).await;
    let mut administrator = database.person(DemoRole::Administrator).await;
    change(&mut administrator, ViewChange::Remove(id)).await;
    let kept = seen(&mut clerk).await;
    assert_eq!((kept.len(), kept[0].centre.as_deref()), (1, None), "it stays its owner's");
}

#[tokio::test]
async fn what_is_no_view_is_refused() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    for (name, filter) in [
        ("", "x"),
        ("   ", "x"),
        (&*"n".repeat(61), "x"),
        ("a\u{1b}[2J", "x"),
        ("a", "x\ny"),
        ("a", &*"f".repeat(2_001)),
    ] {
        refused(views::change(&mut clerk, &save(name, filter)).await, "GU030");
    }
    for number in 0..50 {
        change(&mut clerk, save(&format!("vue {number}"), "x")).await;
    }
    refused(views::change(&mut clerk, &save("une de trop", "x")).await, "GU030");
    change(&mut clerk, save("Vue 7", "y")).await;
    assert_eq!(seen(&mut clerk).await.len(), 50);
    let mut owner = database.owner().await;
    let error = owner
        .execute("update guichet.saved_view set sort = 'since; drop table x'")
        .await
        .expect_err("a column that is none");
    assert_eq!(error.as_database_error().unwrap().code().as_deref(), Some("23514"));
}
