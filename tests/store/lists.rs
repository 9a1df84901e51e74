//! Lists: pages meet end to end, in every order and scope, and searches answer what a filter over everything would.

use std::collections::BTreeSet;

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
        "Ñandú",
    ] {
        let theirs: String =
            sqlx::query_scalar("select guichet.fold($1)").bind(word).fetch_one(&mut conn).await.unwrap();
        assert_eq!(fold(word), theirs, "{word}");
    }
}
