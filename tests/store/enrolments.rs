//! The queue of files whose enrolment the student information systems tell otherwise.

use guichet::domain::act::Subject;
use guichet::domain::filter::{Column, Op, Term};
use guichet::domain::queue::Queue;
use guichet::domain::row::{Sort, SortColumn};
use guichet::domain::view::ViewChange;
use guichet::store::lists::{self, From, Wanted};
use guichet::store::seed::DemoRole;
use guichet::store::{files, people, views};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Executor, PgConnection};

use crate::support::server::Database;

const QUEUE: Queue = Queue::Enrolment;

/// A file that waits, the only one of its student.
pub struct File {
    /// Its number.
    pub id: i32,
    /// The code of its étape.
    pub etape: String,
    number: String,
    year: i32,
}

/// Files that wait and end in time to come, each of a student who has no other, for which a condition holds.
pub async fn waiting(dba: &mut PgConnection, condition: &str, rows: i32) -> Vec<File> {
    let sql = format!(
        "select c.id, s.number, n.year::integer, e.code from guichet.convention c
         join guichet.student s on s.id = c.student_id
         join guichet.enrolment n on n.id = c.enrolment_id join guichet.etape e on e.id = n.etape_id
         where c.file_state in ('submitted', 'in_validation') and c.archived_at is null and c.end_date > guichet.today() + 1
           and (select count(*) from guichet.convention o where o.student_id = c.student_id) = 1
           and {condition} order by c.id limit {rows}"
    );
    let found: Vec<(i32, String, i32, String)> =
        sqlx::query_as(AssertSqlSafe(sql)).fetch_all(dba).await.unwrap();
    assert_eq!(found.len(), usize::try_from(rows).unwrap(), "{condition}");
    found.into_iter().map(|(id, number, year, etape)| File { id, number, year, etape }).collect()
}

/// Étapes that are told, each with the state of the enrolment.
pub fn told(etapes: &[(&str, &str)]) -> Value {
    let enrolments: Vec<Value> = etapes
        .iter()
        .map(|(code, status)| json!({ "etape": { "key": { "code": code, "version": "1" } }, "status": status }))
        .collect();
    json!({ "value": { "enrolments": enrolments }, "silent": [] })
}

/// The sources tell this of the year of a file, and the rules look again at what it touches.
pub async fn tell(admin: &mut PgConnection, file: &File, enrolments: Value) {
    sqlx::query("select guichet.keep_dossier($1, $2, $3)")
        .bind(&file.number)
        .bind(file.year)
        .bind(json!({ "enrolments": enrolments }))
        .execute(&mut *admin)
        .await
        .unwrap();
    files::recheck(admin, |_, _| {}).await.unwrap();
}

/// The files in the queue of a person, which are as many as its count says and as what a search finds.
async fn queue(conn: &mut PgConnection) -> Vec<i32> {
    let (person, today) = people::whoami(conn).await.unwrap().unwrap();
    let shape = QUEUE.shape(today);
    let term = Term { column: Column::Words, op: Op::Has, value: "no such words".into(), not: true };
    let mut read = Vec::new();
    for (terms, column) in [
        (&[][..], SortColumn::Start),
        (&[][..], SortColumn::Student),
        (&[term.clone()][..], SortColumn::Start),
        (&[term][..], SortColumn::Organisation),
    ] {
        let sort = Sort { column, descending: false };
        let wanted = Wanted { shape: &shape, terms, sort, scope: &person.scope };
        let rows = lists::page(conn, &wanted, From::Top, 1_000).await.unwrap();
        assert!(rows.iter().all(|row| shape.admits(row)));
        let mut ids: Vec<i32> = rows.iter().map(|row| row.id).collect();
        ids.sort_unstable();
        read.push(ids);
    }
    assert!(read.iter().all(|ids| *ids == read[0]), "{read:?}");
    let counted = lists::counts(conn, today).await.unwrap().into_iter().find(|(queue, _)| *queue == QUEUE);
    assert_eq!(counted.unwrap().1, Some(i64::try_from(read[0].len()).unwrap()));
    assert_eq!(
        lists::matching(conn, &shape, &[]).await.unwrap(),
        Some(i64::try_from(read[0].len()).unwrap())
    );
    read.swap_remove(0)
}

#[tokio::test]
async fn a_file_stands_there_while_its_enrolment_is_told_otherwise() {
    let database = Database::university().await;
    let (mut dba, mut admin) = (database.dba().await, database.person(DemoRole::Administrator).await);
    let mut clerk = database.person(DemoRole::Clerk).await;
    let (person, _) = people::whoami(&mut clerk).await.unwrap().unwrap();
    let mine = format!("c.centre_id = any(array{:?})", person.scope.centres);
    let file = waiting(&mut dba, &mine, 1).await.remove(0);
    let etape = file.etape.as_str();
    assert_eq!(queue(&mut clerk).await, [0; 0]);
    for (enrolments, stands) in [
        (told(&[(etape, "cancelled")]), true),
        (told(&[(etape, "valid")]), false),
        (told(&[("ELSEWHERE", "valid")]), true),
        // Told otherwise than before, and still not as the file says.
        (told(&[]), true),
        (told(&[(etape, "cancelled"), (etape, "valid")]), false),
        (told(&[(etape, "cancelled")]), true),
        // A source that is down says nothing: what was found by what it told goes.
        (json!({ "value": null, "silent": [{ "source": "siscol-apogee", "why": "unreachable" }] }), false),
    ] {
        tell(&mut admin, &file, enrolments.clone()).await;
        let expected: &[i32] = if stands { &[file.id] } else { &[] };
        assert_eq!(queue(&mut clerk).await, expected, "{enrolments}");
    }
}

#[tokio::test]
async fn it_stands_there_for_those_alone_who_see_the_file() {
    let database = Database::university().await;
    let (mut dba, mut admin) = (database.dba().await, database.person(DemoRole::Administrator).await);
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mut teacher = database.person(DemoRole::Teacher).await;
    let (person, _) = people::whoami(&mut clerk).await.unwrap().unwrap();
    let (other, _) = people::whoami(&mut teacher).await.unwrap().unwrap();
    let mine = format!("c.centre_id = any(array{:?})", person.scope.centres);
    let supervised = format!("c.supervisor_id = any(array{:?})", other.scope.supervised);
    let of_clerk = waiting(&mut dba, &format!("{mine} and not {supervised}"), 1).await.remove(0);
    let of_teacher = waiting(&mut dba, &format!("{supervised} and not {mine}"), 1).await.remove(0);
    let elsewhere = waiting(&mut dba, &format!("not {supervised} and not {mine}"), 1).await.remove(0);
    for file in [&of_clerk, &of_teacher, &elsewhere] {
        tell(&mut admin, file, told(&[(&file.etape, "cancelled")])).await;
    }
    let mut all = [of_clerk.id, of_teacher.id, elsewhere.id];
    all.sort_unstable();
    assert_eq!(queue(&mut admin).await, all);
    assert_eq!(queue(&mut clerk).await, [of_clerk.id]);
    assert_eq!(queue(&mut teacher).await, [of_teacher.id]);
}

#[tokio::test]
async fn what_is_over_waits_for_nobody() {
    let database = Database::university().await;
    let (mut dba, mut admin) = (database.dba().await, database.person(DemoRole::Administrator).await);
    let told_otherwise = waiting(&mut dba, "true", 4).await;
    for file in &told_otherwise {
        tell(&mut admin, file, told(&[])).await;
    }
    let ids: Vec<i32> = told_otherwise.iter().map(|file| file.id).collect();
    assert_eq!(queue(&mut admin).await, ids);
    let mut owner = database.owner().await;
    for (at, over) in [
        "file_state = 'cancelled'",
        "archived_at = now()",
        "start_date = guichet.today() - 9, end_date = guichet.today() - 1",
    ]
    .into_iter()
    .enumerate()
    {
        let sql = format!("update guichet.convention set {over} where id = {}", ids[at]);
        owner.execute(AssertSqlSafe(sql)).await.unwrap();
        assert_eq!(queue(&mut admin).await, ids[at + 1..], "{over}");
    }
    // Its last day is a day of it, and a day that is not known has not come.
    for last in ["guichet.today()", "null"] {
        let sql = format!("update guichet.convention set end_date = {last} where id = {}", ids[3]);
        owner.execute(AssertSqlSafe(sql)).await.unwrap();
        assert_eq!(queue(&mut admin).await, [ids[3]], "{last}");
    }
    owner.execute("select guichet.rebuild_rows()").await.unwrap();
    assert_eq!(queue(&mut admin).await, [ids[3]], "from the view that defines the rows");
}

#[tokio::test]
async fn a_finding_in_the_place_of_another_moves_the_file_too() {
    let database = Database::university().await;
    let (mut dba, mut admin) = (database.dba().await, database.person(DemoRole::Administrator).await);
    let file = waiting(&mut dba, "true", 1).await.remove(0);
    // As many warnings before as after: the counts of the check stay the same.
    let found = async |admin: &mut PgConnection, rule: &str| {
        let recorded: String = sqlx::query_scalar(
            "select r.outcome from guichet.facts(array[$1]) f cross join guichet.record_findings(jsonb_build_array(jsonb_build_object(
               'id', f.convention_id, 'version', f.version, 'rules_version', 1, 'facts_hash', encode(f.facts_hash, 'hex'),
               'findings', jsonb_build_array(jsonb_build_object('rule', $2::text, 'severity', 'warning', 'figures', '{}'::jsonb))))) r",
        )
        .bind(file.id)
        .bind(rule)
        .fetch_one(&mut *admin)
        .await
        .unwrap();
        assert_eq!(recorded, "done");
    };
    for (rule, stands) in [("end-of-year", false), ("enrolment", true), ("end-of-year", false)] {
        found(&mut admin, rule).await;
        let expected: &[i32] = if stands { &[file.id] } else { &[] };
        assert_eq!(queue(&mut admin).await, expected, "{rule}");
        let subject = Subject { id: file.id, amendment: None };
        let row = lists::rows(&mut admin, &[subject], Sort::default()).await.unwrap().remove(0);
        assert_eq!((row.warnings, row.enrolment_differs), (1, stands), "{rule}");
    }
}

#[tokio::test]
async fn a_view_may_show_it() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let view = ViewChange::Save {
        name: "Inscriptions".into(),
        queue: QUEUE,
        filter: "start:<30d".into(),
        sort: Sort::default(),
    };
    views::change(&mut clerk, &view).await.unwrap();
    assert_eq!(views::all(&mut clerk).await.unwrap()[0].queue, QUEUE);
}
