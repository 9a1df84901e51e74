//! The demonstration university, loaded for real: every state is there, nothing contradicts the schema's own functions,
//! and the same plan gives the same database.

use chrono::NaiveDate;
use guichet::store::seed::{DemoRole, Plan, SeedError, demonstration, login_for};
use sqlx::postgres::PgConnection;

use crate::support::server::Database;

fn plan() -> Plan {
    let today = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day");
    Plan { conventions: 1_500, organisations: 200, students: 1_200, ..Plan::demonstration(today) }
}

async fn one(conn: &mut PgConnection, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(conn).await.unwrap_or_else(|e| panic!("{query}: {e}"))
}

#[tokio::test]
async fn a_loaded_university_is_whole() {
    let mut conn = Database::empty().await.owner().await;
    let summary = demonstration(&mut conn, &plan(), |_| {}).await.expect("the load");
    assert_eq!(summary.conventions, 1_500);
    for (query, expected) in [
        ("select count(*) from guichet.convention", 1_500),
        ("select count(*) from guichet.convention_row", 1_500),
        ("select count(*) from (select * from guichet.convention_row except select * from guichet.convention_row_source) d", 0),
        ("select sum(delta)::bigint from guichet.queue_count where queue <> 'corrected' and queue not like 'amend%'", 1_500),
        ("select count(distinct file_state) from guichet.convention", 6),
        ("select count(distinct signature_state) from guichet.convention", 5),
        ("select count(distinct queue) from guichet.convention_row", 9),
        ("select count(*) from guichet.convention where end_date < start_date", 1),
        ("select count(*) from guichet.host_organisation where siren not like '000%'", 0),
        // The chain holds, by the database's own functions, and the file knows its head.
        ("with entry as (
            select h.*, p.salt, p.changes, p.reason,
              lag(h.hash) over (partition by h.convention_id order by h.seq) as previous
            from guichet.history h join guichet.history_payload p using (convention_id, seq))
          select count(*) from entry where fields <> guichet.history_fields(changes) or hash <> guichet.history_hash(
            previous, convention_id, seq, at, person_id, verb, fields, guichet.history_values_hash(salt, changes, reason))", 0),
        ("select count(*) from guichet.convention c where not exists (
            select from guichet.history h where (h.convention_id, h.seq, h.hash) = (c.id, c.history_seq, c.history_head))", 0),
        ("select count(*) from guichet.convention c where c.steps_done <> (
            select count(*) from guichet.convention_step s where s.convention_id = c.id and s.done_at is not null)", 0),
        ("select count(*) from guichet.history where at >= date '2026-03-02'", 0),
        ("select count(*) from pg_trigger t where t.tgrelid = 'guichet.convention'::regclass and t.tgenabled = 'D'", 0),
    ] {
        assert_eq!(one(&mut conn, query).await, expected, "{query}");
    }
    // The sequences follow what was written.
    let next = one(&mut conn, "select nextval(pg_get_serial_sequence('guichet.convention', 'id'))").await;
    assert_eq!(next, 1_501);
    for role in [DemoRole::Clerk, DemoRole::Teacher, DemoRole::Administrator, DemoRole::Student] {
        let found: i64 = sqlx::query_scalar("select count(*) from guichet.person where login = $1")
            .bind(login_for(role))
            .fetch_one(&mut conn)
            .await
            .expect("a count");
        assert_eq!(found, 1, "{role:?}");
    }
    let again = demonstration(&mut conn, &plan(), |_| {}).await;
    assert!(matches!(again, Err(SeedError::NotEmpty(_))));
}

#[tokio::test]
async fn a_university_is_plausible_to_the_rules() {
    let database = Database::university().await;
    let mut owner = database.owner().await;
    let open = one(&mut owner, "select count(*) from guichet.convention_row where open").await;
    let share = |files: i64| files * 100 / open;
    let blocked =
        one(&mut owner, "select count(*) from guichet.convention_row where open and blocking > 0").await;
    assert!((1..=20).contains(&share(blocked)), "{blocked} of {open} open files are blocked");
    let warned =
        one(&mut owner, "select count(*) from guichet.convention_row where open and warnings > 0").await;
    assert!((5..=80).contains(&share(warned)), "{warned} of {open} open files have a warning");
    let unchecked =
        one(&mut owner, "select count(*) from guichet.convention_row where open and not checked").await;
    assert_eq!(unchecked, 0);
    let rules = one(
        &mut owner,
        "select count(distinct f.rule) from guichet.finding f join guichet.convention_row r using (convention_id) where r.open",
    )
    .await;
    assert!(rules >= 8, "only {rules} rules find something");
}
