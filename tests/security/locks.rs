//! Holding others up: whoever keeps locks in an open transaction makes nobody wait longer than an act waits, no lock that
//! anyone may take matters, rights that were taken away are not held by an old snapshot, and two who administer at once
//! do not undo each other's guard.

use guichet::store::seed::DemoRole;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use super::attack::Session;
use super::expect::FUNCTIONS;
use crate::support::desk::Desk;
use crate::support::server::Database;

/// Volatile functions that wait for nobody.
const WAITS_FOR_NOBODY: [&str; 2] = ["act_for(text)", "compact_counts()"];

/// A session that gives up where an act should have given up long before: with another code.
async fn impatient(database: &Database, login: &str) -> Session {
    let mut conn = database.login(login).await;
    conn.execute("set statement_timeout = '20s'").await.unwrap();
    Session::new(conn, None)
}

/// A file that waits in the clerk's own centre, and its version.
async fn waiting(conn: &mut PgConnection) -> Vec<(i32, i32)> {
    sqlx::query_as(
        "select convention_id, version from guichet.convention_row
         where queue = 'administrative' and checked and blocking = 0 and supervisor_id is not null
           and centre_id = any(guichet.my_centres()) order by 1 limit 3",
    )
    .fetch_all(conn)
    .await
    .unwrap()
}

#[tokio::test]
async fn every_act_says_how_long_it_waits() {
    let mut dba = Database::empty().await.dba().await;
    let acts: Vec<(String, bool)> = sqlx::query_as(
        "select p.proname || '(' || coalesce((select string_agg(format_type(t, null), ', ' order by n)
             from unnest(p.proargtypes) with ordinality u (t, n)), '') || ')',
           coalesce(array_to_string(p.proconfig, ' ') like '%lock_timeout=%', false)
         from pg_proc p where p.pronamespace = 'guichet'::regnamespace and p.provolatile = 'v'",
    )
    .fetch_all(&mut dba)
    .await
    .unwrap();
    let called =
        |name: &str| FUNCTIONS.iter().any(|known| known.signature == name && !known.callers.is_empty());
    for (name, gives_up) in acts.iter().filter(|(name, _)| called(name)) {
        assert!(*gives_up || WAITS_FOR_NOBODY.contains(&name.as_str()), "{name} waits for ever");
    }
}

#[tokio::test]
async fn an_open_transaction_makes_nobody_wait_longer_than_an_act_waits() {
    let database = Database::university().await;
    let clerk = guichet::store::seed::login_for(DemoRole::Clerk);
    let mut holder = database.login(clerk).await;
    let files = waiting(&mut holder).await;
    let [(held, version), (free, free_version), ..] = files[..] else { panic!("{files:?}") };

    let mut held_up = holder.begin().await.unwrap();
    for sql in [
        format!("select * from guichet.act('validate', array[{held}], array[{version}], gen_random_uuid())"),
        "select pg_advisory_lock(k) from generate_series(-300, 300) k".to_owned(),
        "select pg_advisory_lock(hashtext(x)) from unnest(array['guichet', 'guichet.compact_counts', 'guichet.seal_history']) x".to_owned(),
        "select pg_advisory_lock(1, k) from generate_series(0, 100) k".to_owned(),
        "lock table guichet.convention, guichet.person, guichet.centre, guichet.convention_row in access share mode".to_owned(),
        "listen guichet".to_owned(),
    ] {
        held_up.execute(AssertSqlSafe(sql)).await.unwrap();
    }

    // On the same file each act gives up; on another it is done at once.
    let mut victims = Vec::new();
    for _ in 0..5 {
        victims.push(impatient(&database, clerk).await);
    }
    let [a, b, c, d, e] = &mut victims[..] else { unreachable!() };
    let acts = [
        format!("select * from guichet.act('validate', array[{held}], array[{version}], gen_random_uuid())"),
        format!("select * from guichet.edit({held}, {version}, '{{\"subject\": \"x\"}}')"),
        format!("select guichet.add_note({held}, 'x')"),
        format!("select * from guichet.claim({held}, 5)"),
        format!(
            "select * from guichet.record_findings('[{{\"id\": {held}, \"version\": {version}, \"rules_version\": 1, \"facts_hash\": \"\", \"findings\": []}}]')"
        ),
    ];
    let answers = tokio::join!(
        a.send(&acts[0]),
        b.send(&acts[1]),
        c.send(&acts[2]),
        d.send(&acts[3]),
        e.send(&acts[4])
    );
    for answer in [answers.0, answers.1, answers.2, answers.3, answers.4] {
        assert_eq!(answer.code(), Some("55P03"), "{answer:?}");
    }
    let elsewhere = format!(
        "select outcome from guichet.act('validate', array[{free}], array[{free_version}], gen_random_uuid())"
    );
    assert_eq!(victims[0].send(&elsewhere).await.lines(), ["done"]);
    assert_eq!(
        victims[0].send(&format!("select guichet.file_sheet({held}) is not null")).await.lines(),
        ["t"]
    );

    // Nothing of the house's own work waits for locks that anyone may take.
    let mut administrator =
        impatient(&database, guichet::store::seed::login_for(DemoRole::Administrator)).await;
    assert_eq!(administrator.send("select guichet.seal_history() is not null").await.code(), None);
    let mut owner = database.owner().await;
    owner.execute("set statement_timeout = '20s'; select guichet.compact_counts()").await.unwrap();
    held_up.rollback().await.unwrap();
}

#[tokio::test]
async fn a_transaction_that_compacts_holds_no_other_up() {
    let database = Database::university().await;
    let counts = "select coalesce(jsonb_object_agg(k, n), '{}')::text from (
        select centre_id || queue as k, sum(delta) as n from guichet.queue_count group by 1 having sum(delta) <> 0) s";
    let mut dba = database.dba().await;
    let before: String = sqlx::query_scalar(counts).fetch_one(&mut dba).await.unwrap();
    let mut one = database.owner().await;
    let mut open = one.begin().await.unwrap();
    let compact = "select guichet.compact_counts()";
    assert!(sqlx::query_scalar::<_, i32>(compact).fetch_one(&mut *open).await.unwrap() > 0);
    let mut other = database.owner().await;
    other.execute("set statement_timeout = '20s'").await.unwrap();
    assert_eq!(
        sqlx::query_scalar::<_, i32>(compact).fetch_one(&mut other).await.unwrap(),
        0,
        "the rows are taken"
    );
    open.commit().await.unwrap();
    other.execute(compact).await.unwrap();
    let after: String = sqlx::query_scalar(counts).fetch_one(&mut dba).await.unwrap();
    assert_eq!(after, before);
}

#[tokio::test]
async fn an_old_snapshot_holds_no_right_that_was_taken_away() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let files = waiting(&mut clerk).await;
    let (file, version) = files[0];
    let mut session = Session::new(clerk, None);
    for level in ["repeatable read", "serializable"] {
        session
            .send(&format!("begin isolation level {level}; select count(*) from guichet.convention"))
            .await;
        let mut dba = database.dba().await;
        dba.execute("delete from guichet.person_role r using guichet.person p where p.id = r.person_id and p.login = 'nadia.lefevre'")
            .await
            .unwrap();
        let act = format!(
            "select * from guichet.act('validate', array[{file}], array[{version}], gen_random_uuid())"
        );
        assert_eq!(session.attempt(&act).await.code(), Some("GU019"));
        assert_eq!(
            session.attempt(&format!("select guichet.add_note({file}, 'x')")).await.code(),
            Some("GU019")
        );
        session.send("rollback").await;
        // In a transaction as every statement opens one, the right is gone.
        assert_eq!(session.send(&format!("select code from ({act}) a")).await.lines(), ["GU001"]);
        dba.execute("insert into guichet.person_role select id, 'GES' from guichet.person where login = 'nadia.lefevre'").await.unwrap();
    }
    let mut admin = Session::new(database.person(DemoRole::Administrator).await, None);
    admin.send("begin isolation level repeatable read").await;
    let set = "select guichet.set_centre('SCI', 'alert_days', '9')";
    assert_eq!(admin.attempt(set).await.code(), Some("GU019"));
}

#[tokio::test]
async fn two_administrators_who_demote_each_other_leave_one() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let administrators: Vec<String> = sqlx::query_scalar(
        "select p.login from guichet.person p join guichet.person_role r on r.person_id = p.id where r.role = 'ADM' order by 1",
    )
    .fetch_all(&mut dba)
    .await
    .unwrap();
    let [one, other] = &administrators[..] else { panic!("{administrators:?}") };
    let mut first = database.login(one).await;
    let mut second = Session::new(database.login(other).await, None);
    let pid: i32 = sqlx::query_scalar("select pg_backend_pid()").fetch_one(&mut second.conn).await.unwrap();
    let demote = |who: &str| format!("select guichet.set_person_roles('{who}', array['GES'])");

    let mut open = first.begin().await.unwrap();
    open.execute(AssertSqlSafe(demote(other))).await.unwrap();
    let too = demote(one);
    let waits = async {
        let blocked = "select exists (select from pg_locks where pid = $1 and not granted)";
        while !sqlx::query_scalar::<_, bool>(blocked).bind(pid).fetch_one(&mut dba).await.unwrap() {}
        open.commit().await.unwrap();
    };
    let (answer, ()) = tokio::join!(second.send(&too), waits);
    assert_eq!(answer.code(), Some("GU027"), "{answer:?}");
}

#[tokio::test]
async fn forged_notices_change_nothing() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    let before = desk.screen();
    let mut stranger = database.person(DemoRole::Student).await;
    for payload in ["", "{\"table\": \"convention\"}", "\u{1b}[2J", "DROP"] {
        let forged = "select pg_notify('guichet', $1 || n) from generate_series(1, 200) n";
        sqlx::query(forged).bind(payload).execute(&mut stranger).await.unwrap();
    }
    // What truly happens is shown, and nothing else.
    let file = desk.file();
    let mut colleague = database.person(DemoRole::Clerk).await;
    sqlx::query("select * from guichet.claim($1, 30)").bind(file).execute(&mut colleague).await.unwrap();
    desk.until(|model| model.list.row().is_some_and(|row| row.claimed.is_some())).await;
    sqlx::query("select * from guichet.claim($1, 0)").bind(file).execute(&mut colleague).await.unwrap();
    desk.until(|model| model.list.row().is_some_and(|row| row.claimed.is_none())).await;
    desk.settle().await;
    assert_eq!(desk.screen(), before);
}

/// Where the DBA lets people make temporary objects after all, those named as ours are still not ours.
#[tokio::test]
async fn temporary_objects_shadow_nothing() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let open = format!("grant temporary on database {} to guichet_person", database.name());
    dba.execute(AssertSqlSafe(open)).await.unwrap();
    let mut session = Session::new(database.person(DemoRole::Clerk).await, None);
    let calls: Vec<&str> = vec![
        "select guichet.whoami()",
        "select guichet.my_centres()",
        "select guichet.people()",
        "select guichet.file_sheet(500)",
        "select count(*) from guichet.convention",
        "select count(*) from guichet.search('{}', '[]', 'start_date', false, null, null, 100)",
        "select * from guichet.preview('validate', array[1, 500], array[1, 1])",
        "select guichet.today()",
    ];
    let mut usual = Vec::new();
    for call in &calls {
        usual.push(session.send(call).await);
    }
    let tables: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relnamespace = 'guichet'::regnamespace and relkind = 'r'",
    )
    .fetch_all(&mut dba)
    .await
    .unwrap();
    for table in tables {
        let answer = session.send(&format!("create temporary table {table} (like guichet.{table})")).await;
        let unreadable = answer.code() == Some("42501");
        assert!(answer.code().is_none() || unreadable, "{table}: {answer:?}");
    }
    for shadow in [
        "create function pg_temp.me() returns integer language sql as 'select 1'",
        "create function pg_temp.can(text, text) returns boolean language sql as 'select true'",
        "create function pg_temp.my_centres() returns integer[] language sql as 'select array_agg(n) from generate_series(1, 999) n'",
        "create function pg_temp.array_agg(integer) returns integer language sql as 'select 1'",
        "create function pg_temp.now() returns timestamptz language sql as 'select ''2000-01-01''::timestamptz'",
        "create function pg_temp.coalesce_(integer) returns integer language sql as 'select 1'",
        "insert into pg_temp.person_role select 1, 'ADM'",
        "set search_path = pg_temp, guichet, pg_catalog",
    ] {
        session.send(shadow).await;
    }
    for (call, usual) in calls.iter().zip(usual) {
        assert_eq!(session.send(call).await, usual, "{call}");
    }
}
