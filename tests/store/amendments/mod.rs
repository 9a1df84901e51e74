//! Amendments on a real server: what each changes, in which order, what can be taken back, and what is in force on a day.

mod changes;
mod ground;
mod history;
mod holding;
mod queue;
mod rights;
mod values;

use chrono::{Days, NaiveDate};
use guichet::domain::act::{Act, Outcome, Target};
use guichet::domain::amendment::{Motive, Motives, Said};
use guichet::domain::form::{Value, Values};
use guichet::domain::gratification::Offer;
use guichet::store::{acts, amendments, files, forms};
use sqlx::types::Uuid;
use sqlx::{AssertSqlSafe, Executor, PgConnection};

use crate::support::server::Database;

/// A validated file that runs today and was never amended, and what it says.
struct Running {
    id: i32,
    start: NaiveDate,
    end: NaiveDate,
    today: NaiveDate,
}

async fn running(conn: &mut PgConnection) -> Running {
    let (id, start, end, today): (i32, NaiveDate, NaiveDate, NaiveDate) = sqlx::query_as(
        "select c.id, c.start_date, c.end_date, guichet.today() from guichet.convention c
         where c.file_state = 'validated' and c.archived_at is null and not c.total_overridden and c.gratification
           and c.gratification_unit = 'hour' and c.start_date < guichet.today() - 7 and c.end_date > guichet.today() + 60
           and c.regime = 'initial' and not c.confidential
           and not exists (select from guichet.amendments_of(c.id))
         order by c.id limit 1",
    )
    .fetch_one(conn)
    .await
    .expect("a file that runs");
    Running { id, start, end, today }
}

async fn version(conn: &mut PgConnection, id: i32) -> i32 {
    forms::form(conn, id).await.unwrap().unwrap().version
}

async fn target(conn: &mut PgConnection, id: i32, amendment: i32) -> Target {
    Target { amendment: Some(amendment), ..Target::file(id, version(conn, id).await) }
}

fn code(outcome: &Outcome) -> &str {
    outcome.refusal().map_or("", |refusal| refusal.code.as_str())
}

async fn create(conn: &mut PgConnection, id: i32) -> i32 {
    let version = version(conn, id).await;
    amendments::create(conn, Target::file(id, version), Uuid::now_v7()).await.unwrap().expect("an amendment")
}

fn values(json: serde_json::Value) -> Values {
    serde_json::from_value(json).unwrap()
}

fn from(motive: Motive, day: NaiveDate) -> Motives {
    Motives::from([(motive, Some(Said { effective_from: Some(day), comment: None }))])
}

async fn write(
    conn: &mut PgConnection,
    id: i32,
    amendment: i32,
    changes: serde_json::Value,
    motives: &Motives,
) -> Outcome {
    let target = target(conn, id, amendment).await;
    amendments::edit(conn, target, &values(changes), motives, Uuid::now_v7()).await.unwrap()
}

async fn act(conn: &mut PgConnection, id: i32, amendment: i32, act: Act) -> Outcome {
    if act == Act::Validate {
        amendments::check(conn, &[amendment]).await.unwrap();
    }
    let target = target(conn, id, amendment).await;
    acts::act(conn, &act, &[target], Uuid::now_v7()).await.unwrap().remove(0)
}

async fn done(conn: &mut PgConnection, id: i32, amendment: i32, asked: Act) {
    let mut outcome = act(conn, id, amendment, asked.clone()).await;
    if code(&outcome) == "GU011" {
        outcome = act(conn, id, amendment, Act::Pass("Vu".into())).await;
        assert!(outcome.is_done(), "{outcome:?}");
        outcome = act(conn, id, amendment, asked.clone()).await;
    }
    assert!(outcome.is_done(), "{asked:?}: {outcome:?}");
}

/// Drafts, hands in and validates an amendment.
async fn validated(conn: &mut PgConnection, id: i32, changes: serde_json::Value, motives: &Motives) -> i32 {
    let amendment = create(conn, id).await;
    let outcome = write(conn, id, amendment, changes, motives).await;
    assert!(outcome.is_done(), "{outcome:?}");
    done(conn, id, amendment, Act::Submit).await;
    done(conn, id, amendment, Act::Validate).await;
    amendment
}

/// Everything that the rules read of a file, and everything that its form says.
async fn state(conn: &mut PgConnection, id: i32) -> (Values, serde_json::Value) {
    let form = forms::form(conn, id).await.unwrap().unwrap();
    let facts: serde_json::Value = sqlx::query_scalar("select facts from guichet.facts(array[$1])")
        .bind(id)
        .fetch_one(conn)
        .await
        .unwrap();
    (form.values, facts)
}

async fn offers(conn: &mut PgConnection, id: i32) -> Vec<Offer> {
    files::facts(conn, &[id]).await.unwrap().remove(0).facts.pay.offers
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap()
}

fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap()
}

/// Centres that let several amendments of one file be under way.
async fn several(database: &Database) {
    let mut owner = database.owner().await;
    owner.execute("update guichet.centre set several_amendments = true").await.unwrap();
}

/// The projection is what its view says, and every chain holds.
async fn whole(database: &Database) {
    let mut dba = database.dba().await;
    for query in [
        "select count(*) from (select * from guichet.convention_row except select * from guichet.convention_row_source) d",
        "select count(*) from (select * from guichet.amendment_row except select * from guichet.amendment_row_source) d",
        "select count(*) from (select * from guichet.amendment_row_source except select * from guichet.amendment_row) d",
        "select count(*) from guichet.convention c join guichet.history h on h.convention_id = c.id and h.seq = c.history_seq
         where h.hash is distinct from c.history_head",
    ] {
        let wrong: i64 = sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(&mut dba).await.unwrap();
        assert_eq!(wrong, 0, "{query}");
    }
}

fn parsed(json: serde_json::Value) -> Value {
    serde_json::from_value(json).unwrap()
}

/// More hours than a year of teaching allows, written over: the rules block the file.
async fn overload(database: &Database, id: i32) {
    let sql = format!(
        "update guichet.convention set total_hours = 1500, total_overridden = true, content_version = content_version + 1 where id = {id}"
    );
    sqlx::query(AssertSqlSafe(sql)).execute(&mut database.dba().await).await.unwrap();
}
