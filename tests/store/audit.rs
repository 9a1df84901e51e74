//! The history proves itself: what was changed behind the program's back is found and named, by code that trusts none
//! of the database's functions.

use chrono::NaiveDate;
use guichet::domain::act::{Act, Outcome, Target};
use guichet::domain::audit::{Place, Report, Wrong};
use guichet::store::seed::{DemoRole, login_for};
use guichet::store::{acts, audit};
use sqlx::types::Uuid;
use sqlx::{Connection, Executor, PgConnection};

use crate::support::server::{Database, somebody_waits};

#[tokio::test]
async fn administrative_entries_chain_in_the_order_of_their_commits() {
    let database = Database::empty().await;
    let (mut one, mut other) = (database.owner().await, database.owner().await);
    let append = "select guichet.append_admin('test', '{}')";
    let mut first = one.begin().await.unwrap();
    assert_eq!(sqlx::query_scalar::<_, i32>(append).fetch_one(&mut *first).await.unwrap(), 1);
    // The other waits for the number that the first has taken; then it takes the next.
    let mut dba = database.dba().await;
    let gives_way = async {
        somebody_waits(&mut dba).await;
        first.commit().await.unwrap();
    };
    let (second, ()) = tokio::join!(sqlx::query_scalar::<_, i32>(append).fetch_one(&mut other), gives_way);
    assert_eq!(second.unwrap(), 2);
    let broken: i64 = sqlx::query_scalar(
        "select count(*) from guichet.admin_history h left join guichet.admin_history p on p.seq = h.seq - 1
         where h.hash <> guichet.admin_hash(p.hash, h.seq, h.at, h.person_id, h.login, h.verb, h.details)",
    )
    .fetch_one(&mut dba)
    .await
    .unwrap();
    assert_eq!(broken, 0);
    for statement in ["update guichet.admin_history set verb = 'x'", "delete from guichet.admin_history"] {
        let error = one.execute(statement).await.expect_err(statement);
        assert_eq!(error.as_database_error().and_then(|e| e.code()).as_deref(), Some("42501"), "{statement}");
    }
}

/// Seals until nothing is new, as the administrator; says how many entries were.
async fn seal(database: &Database) -> i64 {
    let mut administrator = database.person(DemoRole::Administrator).await;
    let mut sealed = 0;
    while let Some(count) = audit::seal(&mut administrator).await.unwrap() {
        sealed += i64::from(count);
    }
    sealed
}

/// What the auditor finds.
async fn verified(database: &Database) -> Report {
    let mut auditor = database.person(DemoRole::Auditor).await;
    audit::freeze(&mut auditor).await.unwrap();
    audit::verify(&mut auditor, |_| {}).await.unwrap()
}

async fn count(conn: &mut PgConnection, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(conn).await.unwrap()
}

/// Acts of every kind on the files that wait, so that the history holds more than what was loaded.
async fn random_acts(database: &Database) {
    let mut manager = database.person(DemoRole::Manager).await;
    let rows: Vec<(i32, i32)> = sqlx::query_as(
        "select convention_id, version from guichet.convention_row
         where checked and blocking = 0 and queue = 'administrative' order by hashtext(convention_id::text) limit 60",
    )
    .fetch_all(&mut manager)
    .await
    .unwrap();
    assert!(rows.len() > 20, "{} files wait", rows.len());
    for (n, chunk) in rows.chunks(7).enumerate() {
        let act = match n % 3 {
            0 => Act::Validate,
            1 => Act::Return { reasons: vec![], text: "à revoir".into() },
            _ => Act::Hold(None),
        };
        let targets: Vec<Target> = chunk.iter().map(|&(id, version)| Target::file(id, version)).collect();
        let outcomes = acts::act(&mut manager, &act, &targets, Uuid::now_v7()).await.unwrap();
        assert!(outcomes.iter().any(Outcome::is_done), "{outcomes:?}");
    }
}

#[tokio::test]
async fn a_history_that_nobody_touched_is_whole() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let entries = count(&mut dba, "select count(*) from guichet.history").await;
    assert_eq!(seal(&database).await, entries);
    random_acts(&database).await;
    let report = verified(&database).await;
    assert_eq!(report.fault, None);
    assert!(report.unsealed > 0, "{report:?}");
    assert_eq!(report.entries - report.unsealed, u64::try_from(entries).unwrap());
    let seals = report.seals;
    assert_eq!(seal(&database).await, i64::try_from(report.unsealed).unwrap());
    assert_eq!(seal(&database).await, 0, "nothing new, no seal");
    let report = verified(&database).await;
    assert_eq!((report.fault, report.unsealed, report.seals), (None, 0, seals + 1));
}

#[tokio::test]
async fn what_is_still_open_is_sealed_later_and_two_sealers_make_one_chain() {
    let database = Database::university().await;
    seal(&database).await;
    let mut late = database.dba().await;
    let mut late = late.begin().await.unwrap();
    // It takes its transaction's number first, and commits after those that came later.
    late.execute(
        "with f as (select id, history_seq, history_head from guichet.convention where history_seq > 0 limit 1),
           e as (select a.* from f, guichet.append_history(array[f.id], array[f.history_seq], array[f.history_head], 'hold',
             array['[]'::jsonb], null, null) a)
         update guichet.convention c set history_seq = e.seq, history_head = e.hash from e where c.id = e.convention_id",
    )
    .await
    .unwrap();
    random_acts(&database).await;
    assert_eq!(seal(&database).await, 0, "an open transaction may still add an entry before these");
    late.commit().await.unwrap();
    let (mut one, mut other) =
        (database.person(DemoRole::Administrator).await, database.person(DemoRole::Administrator).await);
    let (a, b) = tokio::join!(audit::seal(&mut one), audit::seal(&mut other));
    assert_eq!([a.unwrap(), b.unwrap()].iter().flatten().count(), 1, "one seal, once");
    let report = verified(&database).await;
    assert_eq!((report.fault, report.unsealed), (None, 0));
}

/// A file with a history long enough to be cut, and that history's length.
async fn victim(dba: &mut PgConnection) -> (i32, i32) {
    sqlx::query_as(
        "select id, history_seq from guichet.convention where history_seq >= 4 order by id limit 1",
    )
    .fetch_one(dba)
    .await
    .unwrap()
}

/// Computes a chain again with the database's own functions, and gives the file its head.
const RECOMPUTE: &str = "do $$
declare e guichet.history; previous bytea;
begin
  for e in select * from guichet.history where convention_id = ID order by seq loop
    update guichet.history h set hash = guichet.history_hash(previous, h.convention_id, h.seq, h.at, h.person_id, h.verb,
      h.fields, h.values_hash) where h.convention_id = e.convention_id and h.seq = e.seq returning h.hash into previous;
  end loop;
  update guichet.convention set history_head = previous where id = ID;
end $$;";

#[tokio::test]
async fn each_thing_that_a_superuser_changes_is_found_where_it_is() {
    let database = Database::university().await;
    seal(&database).await;
    let mut dba = database.dba().await;
    let (id, length) = victim(&mut dba).await;
    let entry = |seq| Place::Convention { convention: id, seq };
    let lie = "update guichet.history set verb = 'lie' where convention_id = ID and seq = 2;";
    let tail = "delete from guichet.history where convention_id = ID and seq = LAST;";
    let head =
        "update guichet.convention c set history_seq = h.seq, history_head = h.hash from guichet.history h
       where c.id = ID and h.convention_id = ID and h.seq = LAST - 1;";
    for (what, statement, place, wrong) in [
        (
            "a value",
            "update guichet.history_payload set changes = '[{\"to\": \"lie\"}]' where convention_id = ID and seq = 2".to_owned(),
            entry(2),
            Wrong::ValuesChanged,
        ),
        (
            "a reason",
            "update guichet.history_payload set reason = 'lie' where convention_id = ID and seq = 3".to_owned(),
            entry(3),
            Wrong::ValuesChanged,
        ),
        ("a verb", lie.to_owned(), entry(2), Wrong::Changed),
        (
            "a person",
            "update guichet.history set person_id = coalesce(person_id, 0) + 1 where convention_id = ID and seq = 3".to_owned(),
            entry(3),
            Wrong::Changed,
        ),
        (
            "a moment",
            "update guichet.history set at = at + interval '1 microsecond' where convention_id = ID and seq = 1".to_owned(),
            entry(1),
            Wrong::Changed,
        ),
        (
            "an entry and its own hash",
            format!("{lie} update guichet.history h set hash = guichet.history_hash(p.hash, h.convention_id, h.seq, h.at,
               h.person_id, h.verb, h.fields, h.values_hash) from guichet.history p
               where h.convention_id = ID and h.seq = 2 and p.convention_id = ID and p.seq = 1"),
            entry(3),
            Wrong::Changed,
        ),
        (
            "a middle entry",
            "delete from guichet.history where convention_id = ID and seq = 2".to_owned(),
            entry(2),
            Wrong::Missing,
        ),
        ("a tail", tail.to_owned(), entry(length), Wrong::Missing),
        ("a tail and its head", format!("{tail} {head}"), Place::Seals { seq: 1 }, Wrong::Sealed),
        ("a whole chain", format!("{lie} {RECOMPUTE}"), Place::Seals { seq: 1 }, Wrong::Sealed),
        (
            "a request",
            "update guichet.history set request_id = gen_random_uuid() where convention_id = ID and seq = 2".to_owned(),
            Place::Seals { seq: 1 },
            Wrong::Sealed,
        ),
        (
            "the order",
            "update guichet.history set xid = (xid::text::bigint + 1)::text::xid8 where convention_id = ID and seq = 2".to_owned(),
            Place::Seals { seq: 1 },
            Wrong::Sealed,
        ),
        (
            "values without a word",
            "delete from guichet.history_payload where convention_id = ID and seq = 2".to_owned(),
            entry(2),
            Wrong::ValuesGone,
        ),
        (
            "a head",
            "update guichet.convention set history_head = '\\x00' where id = ID".to_owned(),
            entry(length),
            Wrong::Head,
        ),
        (
            "a convention",
            "set session_replication_role = replica; delete from guichet.convention where id = ID; reset session_replication_role".to_owned(),
            entry(1),
            Wrong::ConventionGone,
        ),
        (
            "a seal",
            "update guichet.history_seal set entries = entries - 1 where number = 1".to_owned(),
            Place::Seals { seq: 1 },
            Wrong::Changed,
        ),
        (
            "a seal that is dropped",
            "delete from guichet.history_seal where number = 1".to_owned(),
            Place::Seals { seq: 1 },
            Wrong::Missing,
        ),
    ] {
        let mut forged = dba.begin().await.unwrap();
        let statement = statement.replace("ID", &id.to_string()).replace("LAST", &length.to_string());
        forged.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(statement))).await.unwrap_or_else(|e| panic!("{what}: {e}"));
        // Whose session it is decides who may read it all: the forger's transaction is read as the auditor, then undone.
        become_auditor(&mut forged).await;
        let fault = audit::verify(&mut forged, |_| {}).await.unwrap_or_else(|e| panic!("{what}: {e}")).fault;
        let fault = fault.unwrap_or_else(|| panic!("{what} is not found"));
        assert_eq!((fault.place, fault.wrong), (place, wrong), "{what}");
        forged.rollback().await.unwrap();
        dba.execute("reset session authorization").await.unwrap();
    }
    assert_eq!(verified(&database).await.fault, None, "all of it was undone");
}

async fn become_auditor(conn: &mut PgConnection) {
    sqlx::query("select set_config('session_authorization', $1, true)")
        .bind(login_for(DemoRole::Auditor))
        .execute(conn)
        .await
        .unwrap();
}

#[tokio::test]
async fn values_are_erased_at_retention_and_the_history_still_stands() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    // The past of this university is younger than any retention: let it be younger still.
    let (id, _) = victim(&mut dba).await;
    let old = format!("update guichet.history set at = at - interval '10 years' where convention_id = ID and seq <= 2; {RECOMPUTE}")
        .replace("ID", &id.to_string());
    dba.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(old))).await.unwrap();
    seal(&database).await;
    let mut administrator = database.person(DemoRole::Administrator).await;
    let today: NaiveDate = sqlx::query_scalar("select guichet.today()").fetch_one(&mut dba).await.unwrap();
    let code =
        |error: sqlx::Error| error.as_database_error().and_then(|e| e.code()).map(|code| code.into_owned());
    let limit = today - chrono::Months::new(60);
    let early = audit::erase(&mut administrator, limit + chrono::Days::new(1)).await.unwrap_err();
    assert_eq!(code(early).as_deref(), Some("GU040"), "five years are kept");
    for role in [DemoRole::Auditor, DemoRole::Clerk, DemoRole::Manager] {
        let refused = audit::erase(&mut database.person(role).await, limit).await.unwrap_err();
        assert_eq!(code(refused).as_deref(), Some("GU002"), "{role:?}");
    }
    assert_eq!(audit::erase(&mut administrator, limit).await.unwrap(), 2);
    assert_eq!(audit::erase(&mut administrator, limit).await.unwrap(), 0);
    let left = "select count(*) from guichet.history h left join guichet.history_payload p using (convention_id, seq) where p.seq is null";
    assert_eq!(count(&mut dba, left).await, 2);
    assert_eq!(seal(&database).await, 0, "the erasure is sealed, without a new entry");
    let report = verified(&database).await;
    assert_eq!((report.fault, report.erased, report.erasures.len()), (None, 2, 1));
    assert_eq!(report.erasures[0].login, login_for(DemoRole::Administrator));
    // Without its log, what was erased is a broken link; and the log is sealed.
    dba.execute("delete from guichet.admin_history").await.unwrap();
    let fault = verified(&database).await.fault.unwrap();
    assert_eq!((fault.place, fault.wrong), (Place::Convention { convention: id, seq: 1 }, Wrong::ValuesGone));
}

#[tokio::test]
async fn a_log_of_the_administration_that_was_changed_is_found() {
    let database = Database::university().await;
    let mut owner = database.owner().await;
    for _ in 0..3 {
        owner.execute("select guichet.append_admin('test', '{\"of\": 1}')").await.unwrap();
    }
    seal(&database).await;
    let report = verified(&database).await;
    assert_eq!((report.fault, report.administration), (None, 3));
    let mut dba = database.dba().await;
    for (statement, seq, wrong) in [
        ("delete from guichet.admin_history where seq = 3", 3, Wrong::Missing),
        ("delete from guichet.admin_history where seq = 1", 1, Wrong::Missing),
        ("update guichet.admin_history set login = 'x' where seq = 2", 2, Wrong::Changed),
    ] {
        let mut forged = dba.begin().await.unwrap();
        forged.execute(statement).await.unwrap();
        become_auditor(&mut forged).await;
        let fault = audit::verify(&mut forged, |_| {}).await.unwrap().fault.unwrap();
        assert_eq!((fault.place, fault.wrong), (Place::Administration { seq }, wrong), "{statement}");
        forged.rollback().await.unwrap();
        dba.execute("reset session authorization").await.unwrap();
    }
}

#[tokio::test]
async fn the_whole_history_is_for_auditors_and_administrators() {
    let database = Database::university().await;
    for role in [DemoRole::Clerk, DemoRole::Manager, DemoRole::Teacher, DemoRole::Student] {
        let mut person = database.person(role).await;
        for question in [
            "select * from guichet.audit_heads(0, 1)",
            "select * from guichet.audit_entries(0, 0, 9, 1)",
            "select * from guichet.audit_sealed(0, 0, 0, 9, 1)",
            "select * from guichet.audit_seals(0, 1)",
            "select * from guichet.audit_admin(0, 1)",
            "select * from guichet.audit_find('{1}', '{1}')",
            "select guichet.audit_horizon()",
            "select guichet.audit_seal_before('2026-01-01')",
            "select guichet.seal_history()",
        ] {
            let error = person.execute(question).await.expect_err(question);
            let code = error.as_database_error().and_then(|e| e.code()).map(|code| code.into_owned());
            assert_eq!(code.as_deref(), Some("GU002"), "{role:?}: {question}: {error}");
        }
        for statement in ["select * from guichet.history_seal", "select * from guichet.admin_history"] {
            let error = person.execute(statement).await.expect_err(statement);
            assert_eq!(
                error.as_database_error().and_then(|e| e.code()).as_deref(),
                Some("42501"),
                "{statement}"
            );
        }
    }
    let refused = audit::seal(&mut database.person(DemoRole::Auditor).await).await;
    assert!(refused.is_err(), "an auditor changes nothing");
}
