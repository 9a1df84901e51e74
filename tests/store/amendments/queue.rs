//! What the queue of amendments tells of each: thresholds, days of effect, places abroad, what is no longer found; and the filters
//! that ask for it.

use guichet::domain::act::Act;
use guichet::domain::amendment::{Motive, Motives};
use guichet::domain::filter::{Column, Op, Term};
use guichet::domain::queue::Queue;
use guichet::domain::row::{AmendmentRow, Sort, SortColumn};
use guichet::store::lists::{self, From, Wanted};
use guichet::store::seed::DemoRole;
use guichet::store::{amendments, files, people};
use serde_json::json;
use sqlx::{AssertSqlSafe, Executor, PgConnection};

use super::{after, create, done, from, overload, running, write};
use crate::support::server::Database;

/// The row of an amendment in a queue, if these terms let it through.
async fn row(conn: &mut PgConnection, queue: Queue, amendment: i32, terms: &[Term]) -> Option<AmendmentRow> {
    let (person, today) = people::whoami(conn).await.unwrap().unwrap();
    let shape = queue.shape(today);
    let sort = Sort { column: SortColumn::Start, descending: false };
    let wanted = Wanted { shape: &shape, terms, sort, scope: &person.scope };
    let page = lists::page(conn, &wanted, From::Top, 1_000).await.unwrap();
    page.into_iter().filter_map(|row| row.amendment).find(|one| one.id == amendment).map(|one| *one)
}

fn term(column: Column, op: Op, value: impl ToString) -> Term {
    Term { column, op, value: value.to_string(), not: false }
}

#[tokio::test]
async fn a_threshold_that_is_crossed_is_told_until_it_is_signed() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let sql = format!(
        "update guichet.convention set end_date = guichet.today() + 61, start_date = guichet.today() - 8, weekly_hours = 20,
           total_hours = 200, content_version = content_version + 1 where id = {id};
         delete from guichet.week_pattern where convention_id = {id}; delete from guichet.interruption where convention_id = {id}"
    );
    database.dba().await.execute(AssertSqlSafe(sql)).await.unwrap();
    let amendment = create(&mut clerk, id).await;
    let more = json!({ "weekly_hours": "35.00", "end_date": after(file.today, 120) });
    let mut said = from(Motive::Schedule, after(file.today, 1));
    said.extend(from(Motive::Period, after(file.today, 5)));
    assert!(write(&mut clerk, id, amendment, more, &said).await.is_done());
    done(&mut clerk, id, amendment, Act::Submit).await;
    amendments::check(&mut clerk, &[amendment]).await.unwrap();
    let day = after(file.today, 1);
    for (state, queue) in [("submitted", Queue::Amendments), ("validated", Queue::AmendmentsUnsigned)] {
        if state == "validated" {
            done(&mut clerk, id, amendment, Act::Validate).await;
        }
        let found = row(&mut clerk, queue, amendment, &[]).await.unwrap();
        assert_eq!((found.crosses, found.effective_from), (Some(308), Some(day)), "{state}");
        for (term, is_there) in [
            (term(Column::Crosses, Op::Eq, 308), true),
            (term(Column::Crosses, Op::Ge, 308), true),
            (term(Column::Crosses, Op::Eq, 924), false),
            (term(Column::Effective, Op::Eq, day), true),
            (term(Column::Effective, Op::Lt, day), false),
            (term(Column::Effective, Op::Between, format!("{}..{day}", file.today)), true),
            (term(Column::Amends, Op::Eq, "schedule"), true),
            (term(Column::Amends, Op::Eq, "weekly_hours"), true),
            (term(Column::Amends, Op::Eq, "gratification"), false),
        ] {
            let found = row(&mut clerk, queue, amendment, std::slice::from_ref(&term)).await;
            assert_eq!(found.is_some(), is_there, "{state} {term:?}");
        }
    }
}

#[tokio::test]
async fn what_is_no_longer_found_and_a_place_abroad_are_seen() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let mut dba = database.dba().await;
    // More hours than a year of teaching allows, until the amendment.
    overload(&database, id).await;
    files::check(&mut clerk, &[id]).await.unwrap();
    let amendment = create(&mut clerk, id).await;
    let fewer = json!({ "weekly_hours": "20.00", "total_hours": "400", "total_overridden": true });
    assert!(write(&mut clerk, id, amendment, fewer, &Motives::new()).await.is_done());
    done(&mut clerk, id, amendment, Act::Submit).await;
    amendments::check(&mut clerk, &[amendment]).await.unwrap();
    let seen = row(&mut clerk, Queue::Amendments, amendment, &[]).await.unwrap();
    assert!(seen.checked && seen.cleared > 0 && seen.blocking == 0, "{seen:?}");
    assert!(!seen.abroad);
    let sql = format!(
        "update guichet.host_service set country_code = 'ES' where id = (select service_id from guichet.convention where id = {id})"
    );
    dba.execute(AssertSqlSafe(sql)).await.unwrap();
    let subject = json!({ "subject": "Un autre sujet" });
    assert!(write(&mut clerk, id, amendment, subject, &Motives::new()).await.is_done());
    assert!(row(&mut clerk, Queue::Amendments, amendment, &[]).await.unwrap().abroad);
}
