//! Acts on a real server: one winner, nothing twice, the projection and the history always equal to what happened.

use guichet::domain::act::{Act, Answer, Outcome, Target};
use guichet::domain::queue::Queue;
use guichet::domain::row::{Row, Sort};
use guichet::store::lists::{self, From, Wanted};
use guichet::store::seed::DemoRole;
use guichet::store::{acts, files, people};
use sqlx::PgConnection;
use sqlx::types::Uuid;

use crate::support::server::Database;

async fn waiting(conn: &mut PgConnection, rows: i64) -> Vec<Row> {
    let (person, today) = people::whoami(conn).await.unwrap().unwrap();
    let shape = Queue::Administrative.shape(today);
    let wanted = Wanted { shape: &shape, terms: &[], sort: Sort::default(), scope: &person.scope };
    let rows = lists::page(conn, &wanted, From::Top, rows).await.unwrap();
    rows.into_iter().filter(|row| row.checked && row.blocking == 0).collect()
}

fn targets(rows: &[Row]) -> Vec<Target> {
    rows.iter().map(|row| Target::file(row.id, row.version)).collect()
}

fn done(outcomes: &[Outcome]) -> usize {
    outcomes.iter().filter(|outcome| outcome.is_done()).count()
}

async fn whole(database: &Database) {
    let mut dba = database.dba().await;
    for (what, query) in [
        ("rows", "select count(*) from (select * from guichet.convention_row except select * from guichet.convention_row_source) d"),
        ("missing rows", "select count(*) from (select * from guichet.convention_row_source except select * from guichet.convention_row) d"),
        (
            "counts",
            "select count(*) from (
               select centre_id, queue, sum(delta) from guichet.queue_count group by 1, 2 having sum(delta) <> 0
               except
               (select centre_id, queue, count(*) from guichet.convention_row group by 1, 2
                union all select centre_id, 'corrected', count(*) from guichet.convention_row where corrected group by 1
                union all select centre_id, queue, count(*) from guichet.amendment_row
                  where queue in ('amendments', 'amendments_unsigned') group by 1, 2)) d",
        ),
        ("amendments", "select count(*) from (select * from guichet.amendment_row except select * from guichet.amendment_row_source) d"),
        (
            "heads",
            "select count(*) from guichet.convention c join guichet.history h on h.convention_id = c.id and h.seq = c.history_seq
             where h.hash is distinct from c.history_head",
        ),
        (
            "chains",
            "select count(*) from guichet.history h
             left join guichet.history p on p.convention_id = h.convention_id and p.seq = h.seq - 1
             left join guichet.history_payload y on y.convention_id = h.convention_id and y.seq = h.seq
             where h.hash <> guichet.history_hash(p.hash, h.convention_id, h.seq, h.at, h.person_id, h.verb, h.fields, h.values_hash)
                or h.values_hash <> guichet.history_values_hash(y.salt, y.changes, y.reason)",
        ),
    ] {
        let wrong: i64 = sqlx::query_scalar(query).fetch_one(&mut dba).await.unwrap();
        assert_eq!(wrong, 0, "{what}");
    }
}

#[tokio::test]
async fn a_file_goes_through_its_life_and_every_kept_thing_follows() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let rows = waiting(&mut clerk, 10).await;
    let [first, second, third, ..] = rows.as_slice() else { panic!("{} files wait", rows.len()) };

    let request = Uuid::now_v7();
    let outcome =
        acts::act(&mut clerk, &Act::Validate, &targets(std::slice::from_ref(first)), request).await.unwrap();
    assert!(outcome[0].is_done(), "{outcome:?}");
    assert_eq!(outcome[0].version, Some(first.version + 1));
    // Sent again after a lost answer, it does nothing more and says so.
    let again =
        acts::act(&mut clerk, &Act::Validate, &targets(std::slice::from_ref(first)), request).await.unwrap();
    assert!(again[0].is_done());
    assert_eq!(acts::outcome(&mut clerk, request).await.unwrap(), [first.id]);
    let stale = acts::act(&mut clerk, &Act::Validate, &targets(std::slice::from_ref(first)), Uuid::now_v7())
        .await
        .unwrap();
    assert!(matches!(&stale[0].answer, Answer::Stale(refusal) if refusal.about.by.is_some()), "{stale:?}");

    let undone = Target::file(first.id, first.version + 1);
    let outcome =
        acts::act(&mut clerk, &Act::Unvalidate("erreur".into()), &[undone], Uuid::now_v7()).await.unwrap();
    assert!(outcome[0].is_done(), "{outcome:?}");

    let returned = Act::Return { reasons: vec![], text: "dates à revoir".into() };
    assert!(
        acts::act(&mut clerk, &returned, &targets(std::slice::from_ref(second)), Uuid::now_v7())
            .await
            .unwrap()[0]
            .is_done()
    );
    let sheet = files::sheet(&mut clerk, second.id).await.unwrap().unwrap();
    assert_eq!(sheet.returned.unwrap().free_text.as_deref(), Some("dates à revoir"));
    assert!(sheet.steps.iter().all(|step| step.done_at.is_none()), "returning voids the steps done");
    let back = Target::file(second.id, second.version + 1);
    assert!(acts::act(&mut clerk, &Act::Restore, &[back], Uuid::now_v7()).await.unwrap()[0].is_done());
    let sheet = files::sheet(&mut clerk, second.id).await.unwrap().unwrap();
    let done_again = sheet.steps.iter().filter(|step| step.done_at.is_some()).count();
    assert_eq!(done_again, second.steps_done, "taking back a return gives the steps back");

    let unreasoned = Act::Return { reasons: vec![], text: String::new() };
    let refused = acts::act(&mut clerk, &unreasoned, &targets(std::slice::from_ref(third)), Uuid::now_v7())
        .await
        .unwrap();
    assert_eq!(refused[0].refusal().unwrap().code, "GU012");
    whole(&database).await;
}

#[tokio::test]
async fn what_is_undone_has_waited_as_long_as_before() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let rows = waiting(&mut clerk, 30).await;
    // Every step done before it has its moment: the file waits since the last one.
    let row = rows.iter().find(|row| row.steps_done > 0).unwrap();
    let acts = [
        Act::Validate,
        Act::Unvalidate("erreur".into()),
        Act::Return { reasons: vec![], text: "dates".into() },
        Act::Restore,
    ];
    for (act, version) in acts.iter().zip(row.version..) {
        let outcome =
            acts::act(&mut clerk, act, &[Target::file(row.id, version)], Uuid::now_v7()).await.unwrap();
        assert!(outcome[0].is_done(), "{outcome:?}");
    }
    let back = lists::rows(&mut clerk, &[row.subject()], Sort::default()).await.unwrap();
    assert_eq!((back[0].queue, back[0].since), (row.queue, row.since));
}

#[tokio::test]
async fn a_submission_freezes_the_labels_it_was_made_with() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let (id, version): (i32, i32) = sqlx::query_as(
        "select convention_id, version from guichet.convention_row
         where file_state = 'to_correct' and checked and blocking = 0 order by convention_id limit 1",
    )
    .fetch_one(&mut clerk)
    .await
    .unwrap();
    let rename =
        "update guichet.list_entry e set label = e.label || ' (ancien)' where e.list = 'convention_type'";
    let mut dba = database.dba().await;
    let before = files::sheet(&mut clerk, id).await.unwrap().unwrap().kind;
    sqlx::raw_sql(rename).execute(&mut dba).await.unwrap();
    assert_eq!(files::sheet(&mut clerk, id).await.unwrap().unwrap().kind, before, "frozen at its submission");
    let submitted: (String,) =
        sqlx::query_as("select outcome from guichet.act('submit', array[$1], array[$2], gen_random_uuid())")
            .bind(id)
            .bind(version)
            .fetch_one(&mut clerk)
            .await
            .unwrap();
    assert_eq!(submitted.0, "done");
    sqlx::raw_sql(rename).execute(&mut dba).await.unwrap();
    let after = files::sheet(&mut clerk, id).await.unwrap().unwrap().kind.unwrap();
    assert_eq!(after, format!("{} (ancien)", before.unwrap()), "as it was called on the second submission");
}

#[tokio::test]
async fn two_people_race_a_thousand_times_and_one_wins_each_time() {
    let database = Database::university().await;
    let mut one = database.person(DemoRole::Clerk).await;
    let mut other = database.login("nadia.lefevre").await;
    let mut rows = waiting(&mut one, 1).await;
    let row = rows.remove(0);
    let mut version = row.version;
    let (mut ours, mut theirs) = (0, 0);
    for _ in 0..500 {
        for act in [Act::Validate, Act::Unvalidate("course".into())] {
            let target = [Target::file(row.id, version)];
            let (a, b) = tokio::join!(
                acts::act(&mut one, &act, &target, Uuid::now_v7()),
                acts::act(&mut other, &act, &target, Uuid::now_v7())
            );
            let (a, b) = (a.unwrap(), b.unwrap());
            assert_eq!(done(&a) + done(&b), 1, "{a:?} {b:?}");
            let lost = if done(&a) == 1 { &b[0] } else { &a[0] };
            assert!(matches!(&lost.answer, Answer::Stale(refusal) if refusal.about.at.is_some()), "{lost:?}");
            ours += done(&a);
            theirs += done(&b);
            version += 1;
        }
    }
    assert_eq!(ours + theirs, 1_000);
    let entries: i64 = sqlx::query_scalar("select count(*) from guichet.history where convention_id = $1 and verb in ('validate', 'unvalidate') and at > now() - interval '1 hour'")
        .bind(row.id)
        .fetch_one(&mut database.dba().await)
        .await
        .unwrap();
    assert_eq!(entries, 1_000, "exactly one entry an act");
    whole(&database).await;
}

#[tokio::test]
async fn what_is_out_of_scope_reads_as_not_found() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let (person, _) = people::whoami(&mut clerk).await.unwrap().unwrap();
    let (hidden, version): (i32, i32) =
        sqlx::query_as("select id, version from guichet.convention where centre_id <> all($1) and file_state = 'submitted' limit 1")
            .bind(&person.scope.centres)
            .fetch_one(&mut dba)
            .await
            .unwrap();
    let absent = acts::preview(&mut clerk, &Act::Validate, &[Target::file(i32::MAX, version)]).await.unwrap();
    let outside = acts::preview(&mut clerk, &Act::Validate, &[Target::file(hidden, version)]).await.unwrap();
    assert_eq!(absent[0].answer, outside[0].answer);
    assert_eq!(outside[0].refusal().unwrap().code, "GU001");
    assert!(files::sheet(&mut clerk, hidden).await.unwrap().is_none());
    assert!(files::history(&mut clerk, hidden).await.unwrap().is_empty());
    for statement in [
        "update guichet.convention set file_state = 'validated'",
        "delete from guichet.history",
        "insert into guichet.note (convention_id, author_id, body) values (1, 1, 'x')",
        "select * from guichet.history_payload",
        "select * from guichet.convention_search",
        "set role guichet_owner",
        "select guichet.rebuild_rows()",
        "select guichet.append_history('{}', '{}', '{}', 'x', '{}', null, null)",
    ] {
        let error = sqlx::query(statement).execute(&mut clerk).await.expect_err(statement);
        assert_eq!(
            error.as_database_error().and_then(|e| e.code()).as_deref(),
            Some("42501"),
            "{statement}: {error}"
        );
    }
}
