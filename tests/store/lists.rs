//! Lists: pages meet end to end, in every order and scope, and searches answer what a filter over everything would.

use std::collections::BTreeSet;

use guichet::domain::act::Subject;
use guichet::domain::filter::{Column, Op, Term};
use guichet::domain::fold::fold;
use guichet::domain::queue::{Queue, Shape};
use guichet::domain::row::{Row, Sort, SortColumn};
use guichet::store::lists::{self, From, Wanted};
use guichet::store::people;
use guichet::store::seed::DemoRole;
use sqlx::PgConnection;

use crate::support::server::Database;

const ROLES: [DemoRole; 6] = [
    DemoRole::Clerk,
    DemoRole::Manager,
    DemoRole::Teacher,
    DemoRole::Administrator,
    DemoRole::Auditor,
    DemoRole::Student,
];

async fn all(conn: &mut PgConnection, wanted: &Wanted<'_>, rows: i64) -> Vec<Row> {
    let mut all: Vec<Row> = Vec::new();
    loop {
        let place = all.last().map(Row::place);
        let from = place.as_ref().map_or(From::Top, From::After);
        let page = lists::page(conn, wanted, from, rows).await.unwrap();
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}

fn ids(rows: &[Row]) -> Vec<i32> {
    rows.iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn a_person_lists_exactly_what_their_policies_show() {
    let database = Database::university().await;
    for role in ROLES {
        let mut conn = database.person(role).await;
        let (person, _) = people::whoami(&mut conn).await.unwrap().unwrap();
        let shape = Shape::default();
        let wanted = Wanted { shape: &shape, terms: &[], sort: Sort::default(), scope: &person.scope };
        let listed = ids(&all(&mut conn, &wanted, 500).await);
        let unique: BTreeSet<i32> = listed.iter().copied().collect();
        assert_eq!(unique.len(), listed.len(), "{role:?}: a row came twice");
        let visible: Vec<i32> = sqlx::query_scalar("select id from guichet.convention order by id")
            .fetch_all(&mut conn)
            .await
            .unwrap();
        assert_eq!(unique.into_iter().collect::<Vec<_>>(), visible, "{role:?}");
        assert!(!visible.is_empty(), "{role:?} sees nothing: the fixture proves nothing");
    }
}

#[tokio::test]
async fn pages_meet_end_to_end_in_every_order() {
    let database = Database::university().await;
    let mut conn = database.person(DemoRole::Manager).await;
    let (person, today) = people::whoami(&mut conn).await.unwrap().unwrap();
    for &column in SortColumn::ALL {
        for descending in [false, true] {
            let shape = Queue::Administrative.shape(today);
            let sort = Sort { column, descending };
            let wanted = Wanted { shape: &shape, terms: &[], sort, scope: &person.scope };
            let small = ids(&all(&mut conn, &wanted, 7).await);
            let large = all(&mut conn, &wanted, 1_000).await;
            assert_eq!(small, ids(&large), "{sort:?}");
            assert!(large.len() > 20, "{sort:?}: {} rows prove little", large.len());
            let last = lists::page(&mut conn, &wanted, From::Bottom, 5).await.unwrap();
            assert_eq!(ids(&last), ids(&large[large.len() - 5..]), "{sort:?}: the end");
            let place = large[10].place();
            let before = lists::page(&mut conn, &wanted, From::Before(&place), 5).await.unwrap();
            assert_eq!(ids(&before), ids(&large[5..10]), "{sort:?}: backwards");
        }
    }
}

#[tokio::test]
async fn a_search_finds_what_reading_every_row_would() {
    let database = Database::university().await;
    for role in [DemoRole::Clerk, DemoRole::Teacher, DemoRole::Administrator] {
        let mut conn = database.person(role).await;
        let (person, _) = people::whoami(&mut conn).await.unwrap().unwrap();
        let shape = Shape::default();
        let everything = Wanted { shape: &shape, terms: &[], sort: Sort::default(), scope: &person.scope };
        let rows = all(&mut conn, &everything, 1_000).await;
        let name = fold(rows[rows.len() / 2].student.split(' ').next().unwrap());
        for (value, not) in
            [(name.as_str(), false), (name.as_str(), true), ("e", false), ("mar", false), ("%", false)]
        {
            let op = if value.chars().count() < 3 { Op::Begins } else { Op::Has };
            let terms = [Term { column: Column::Student, op, value: value.into(), not }];
            let wanted = Wanted { terms: &terms, ..everything.clone() };
            let found = ids(&all(&mut conn, &wanted, 1_000).await);
            let expected: Vec<i32> = rows
                .iter()
                .filter(|row| {
                    let student = fold(&row.student);
                    let has = match op {
                        Op::Begins => student.starts_with(value) || student.contains(&format!(" {value}")),
                        _ => student.contains(value),
                    };
                    has != not
                })
                .map(|row| row.id)
                .collect();
            assert_eq!(found, expected, "{role:?} {op:?} {value} {not}");
        }
    }
}

#[tokio::test]
async fn the_kept_counts_are_the_rows() {
    let database = Database::university().await;
    for role in ROLES {
        let mut conn = database.person(role).await;
        let (person, today) = people::whoami(&mut conn).await.unwrap().unwrap();
        for (queue, count) in lists::counts(&mut conn, today).await.unwrap() {
            let shape = queue.shape(today);
            let wanted = Wanted { shape: &shape, terms: &[], sort: Sort::default(), scope: &person.scope };
            let rows = all(&mut conn, &wanted, 1_000).await;
            assert!(rows.iter().all(|row| shape.admits(row)), "{role:?} {queue:?}");
            assert_eq!(count, Some(i64::try_from(rows.len()).unwrap()), "{role:?} {queue:?}");
        }
    }
}

/// A change of what a row shows, of the file `$1` and of what it refers to.
const SHOWN: [&str; 12] = [
    "update guichet.student s set surname = s.surname || ' Autre', number = s.number || '0'
     from guichet.convention c where c.id = $1 and s.id = c.student_id",
    "update guichet.host_organisation o set name = 'Zzz ' || o.name, town = 'Ailleurs'
     from guichet.convention c where c.id = $1 and o.id = c.organisation_id",
    "update guichet.supervisor p set surname = p.surname || ' Autre'
     from guichet.convention c where c.id = $1 and p.id = c.supervisor_id",
    "update guichet.etape e set code = e.code || 'X' from guichet.convention c where c.id = $1 and e.id = c.etape_id",
    "update guichet.centre k set code = k.code || 'X' from guichet.convention c where c.id = $1 and k.id = c.centre_id",
    "update guichet.convention set start_date = start_date - 1, end_date = end_date + 1, total_hours = total_hours + 1,
       content_version = content_version + 1, version = version + 1 where id = $1",
    "insert into guichet.convention_check (convention_id, content_version, rules_version, facts_hash, blocking, warnings)
     select id, content_version, 1, '', 3, 4 from guichet.convention where id = $1
     on conflict (convention_id) do update set (content_version, blocking, warnings) = (excluded.content_version, 3, 4)",
    "update guichet.convention set corrected = not corrected, confidential = not confidential, hold_until = guichet.today() + 9,
       claimed_by = (select min(id) from guichet.person), claimed_until = now() where id = $1",
    "update guichet.convention set file_state = 'submitted', signature_state = 'refused', steps_done = 0,
       circuit = array['administrative', 'check'], state_since = now() - interval '3 days', version = version + 1 where id = $1",
    "update guichet.convention c set regime = case c.regime when 'initial' then 'cesure' else 'initial' end where id = $1",
    "update guichet.convention c set
       student_id = (select min(s.id) from guichet.student s where s.id <> c.student_id),
       supervisor_id = (select min(s.id) from guichet.supervisor s where s.id <> c.supervisor_id),
       organisation_id = (select min(s.id) from guichet.host_organisation s where s.id <> c.organisation_id)
     where id = $1",
    "update guichet.convention c set
       centre_id = (select min(s.id) from guichet.centre s where s.id <> c.centre_id),
       etape_id = (select min(s.id) from guichet.etape s where s.id <> c.etape_id)
     where id = $1",
];

/// What stands in the queue of amendments, each row also as one asks for that row alone, and its file's row.
async fn amended(conn: &mut PgConnection) -> Vec<(Row, Row)> {
    let (person, today) = people::whoami(conn).await.unwrap().unwrap();
    let shape = Queue::Amendments.shape(today);
    let wanted = Wanted { shape: &shape, terms: &[], sort: Sort::default(), scope: &person.scope };
    let mut rows = all(conn, &wanted, 1_000).await;
    let subjects: Vec<Subject> = rows.iter().map(Row::subject).collect();
    let mut alone = lists::rows(conn, &subjects, Sort::default()).await.unwrap();
    let of_files: Vec<Subject> = subjects.iter().map(|one| Subject { amendment: None, ..*one }).collect();
    let files = lists::rows(conn, &of_files, Sort::default()).await.unwrap();
    rows.sort_by_key(|row| row.place().id);
    alone.sort_by_key(|row| row.place().id);
    assert_eq!(alone, rows);
    rows.into_iter().map(|row| (files.iter().find(|file| file.id == row.id).cloned().unwrap(), row)).collect()
}

#[tokio::test]
async fn a_row_of_an_amendment_shows_its_file_as_the_row_of_the_file_does() {
    let database = Database::university().await;
    let mut conn = database.person(DemoRole::Administrator).await;
    let mut dba = database.dba().await;
    let mut before = amended(&mut conn).await;
    let full = |file: &&Row| !file.organisation.is_empty() && !file.supervisor.is_empty();
    let id = before.iter().map(|(file, _)| file).find(full).unwrap().id;
    for change in SHOWN.iter().chain(&["select guichet.rebuild_rows() where $1 > 0"]) {
        sqlx::query(*change)
            .bind(id)
            .execute(&mut dba)
            .await
            .unwrap_or_else(|error| panic!("{change}: {error}"));
        let after = amended(&mut conn).await;
        for (file, row) in &after {
            let shown = Row { amendment: None, key: file.key.clone(), ..row.clone() };
            assert_eq!(&shown, file, "{change}");
        }
        let one =
            |all: &[(Row, Row)]| all.iter().find(|(file, _)| file.id == id).map(|(file, _)| file.clone());
        assert_eq!(one(&after) != one(&before), !change.contains("rebuild"), "{change}");
        // What it changes is told with the names of that day.
        let wrong: i64 = sqlx::query_scalar(
            "select count(*) from (
               select to_jsonb(r) - 'told' from guichet.amendment_row r
               except select to_jsonb(s) - 'told' from guichet.amendment_row_source s) d",
        )
        .fetch_one(&mut dba)
        .await
        .unwrap();
        assert_eq!(wrong, 0, "{change}");
        before = after;
    }
}

#[tokio::test]
async fn words_fold_in_the_program_as_in_the_database() {
    let mut conn = Database::empty().await.dba().await;
    for word in [
        "Œuvre SOCIALE",
        "Éléonore d’Aÿ",
        "Łukasz Ørsted",
        "ß",
        "NGUYỄN Thị",
        "İstanbul",
        "Ångström",
        "\u{212b}ngström",
        "Ñandú",
    ] {
        let theirs: String =
            sqlx::query_scalar("select guichet.fold($1)").bind(word).fetch_one(&mut conn).await.unwrap();
        assert_eq!(fold(word), theirs, "{word}");
    }
}
