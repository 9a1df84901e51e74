//! What was told of students, kept for those who may ask about them.

use chrono::TimeDelta;
use guichet::domain::student::StudentNumber;
use guichet::domain::student::dossier::{Dossier, Said, Silent};
use guichet::domain::student::source::{Silence, Source};
use guichet::runtime::clock;
use guichet::store::seed::{DemoRole, login_for};
use guichet::store::students;
use sqlx::{AssertSqlSafe, Executor as _};

use crate::support::server::Database;

fn dossier(number: &str, year: i32) -> Dossier {
    let nothing = Silent { source: Source::SiscolApogee, why: Silence::Nothing };
    Dossier {
        number: StudentNumber::parse(number).unwrap(),
        year,
        identity: Said::nothing(),
        civil_status: Said { silent: vec![nothing], ..Said::nothing() },
        years: vec![Said {
            value: Some(vec![2024, 2025]),
            source: Some(Source::SiscolPcscol),
            silent: Vec::new(),
        }],
        enrolments: Said::nothing(),
    }
}

#[tokio::test]
async fn what_is_told_is_kept_with_who_asked_and_when() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Administrator).await;
    let before = clock::now();
    for year in [2025, 2024] {
        students::keep(&mut manager, &dossier("N-1", year)).await.unwrap();
    }
    let number = StudentNumber::parse("N-1").unwrap();
    let kept = students::kept(&mut manager, &number, None).await.unwrap().unwrap();
    assert_eq!(
        (&kept.dossier, kept.by.as_deref()),
        (&dossier("N-1", 2025), Some(login_for(DemoRole::Administrator)))
    );
    assert!(kept.at >= before - TimeDelta::seconds(1));
    let of_2024 = students::kept(&mut manager, &number, Some(2024)).await.unwrap().unwrap();
    assert_eq!(of_2024.dossier.year, 2024);
    assert_eq!(students::kept(&mut manager, &number, Some(2023)).await.unwrap(), None);
    // What is of this month is never forgotten.
    assert_eq!(students::forget(&mut manager, clock::now() + TimeDelta::days(1)).await.unwrap(), 0);
    let mut dba = database.dba().await;
    dba.execute("update guichet.dossier set told = '{}' where year = 2025; update guichet.dossier set at = at - interval '31 days'")
        .await
        .unwrap();
    assert_eq!(
        students::kept(&mut manager, &number, None).await.unwrap(),
        None,
        "of another version of the program"
    );
    assert_eq!(students::forget(&mut manager, clock::now()).await.unwrap(), 2);
    assert_eq!(students::kept(&mut manager, &number, None).await.unwrap(), None);
}

#[tokio::test]
async fn those_who_make_conventions_for_a_student_read_what_is_kept_and_write_none_of_it() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let mine: Vec<i32> = sqlx::query_scalar("select unnest(guichet.my_centres_to('create'))")
        .fetch_all(&mut clerk)
        .await
        .unwrap();
    let of_centres = |are: bool| {
        sqlx::query_scalar(AssertSqlSafe(format!(
            "select s.number from guichet.student s where s.person_id is null and {} exists (
               select from guichet.enrolment e join guichet.placements(guichet.today()) p on p.etape_id = e.etape_id
               where e.student_id = s.id and p.centre_id = any($1)) order by s.id limit 1",
            if are { "" } else { "not" }
        )))
        .bind(mine.clone())
    };
    let of_clerk: String = of_centres(true).fetch_one(&mut dba).await.unwrap();
    let elsewhere: String = of_centres(false).fetch_one(&mut dba).await.unwrap();
    let own: String = sqlx::query_scalar("select s.number from guichet.student s join guichet.person p on p.id = s.person_id where p.login = $1")
        .bind(login_for(DemoRole::Student))
        .fetch_one(&mut dba)
        .await
        .unwrap();
    for (role, number, may) in [
        (DemoRole::Clerk, of_clerk.as_str(), true),
        (DemoRole::Clerk, "NEW-1", false),
        (DemoRole::Clerk, elsewhere.as_str(), false),
        (DemoRole::Student, own.as_str(), true),
        (DemoRole::Student, elsewhere.as_str(), false),
        (DemoRole::Student, "NEW-1", false),
    ] {
        students::keep(&mut admin, &dossier(number, 2025)).await.unwrap();
        let mut who = database.person(role).await;
        let refused = students::keep(&mut who, &dossier(number, 2025)).await.unwrap_err();
        assert_eq!(refused.as_database_error().unwrap().code().as_deref(), Some("GU002"), "{number}");
        let number = StudentNumber::parse(number).unwrap();
        assert_eq!(students::kept(&mut who, &number, Some(2025)).await.unwrap().is_some(), may, "{number}");
    }
    for refused in [
        students::forget(&mut clerk, clock::now()).await.map(drop),
        students::to_ask(&mut clerk, clock::now(), "", 10).await.map(drop),
    ] {
        assert_eq!(refused.unwrap_err().as_database_error().unwrap().code().as_deref(), Some("GU002"));
    }
}

#[tokio::test]
async fn those_of_files_that_are_not_over_are_asked_about_once_in_a_while() {
    let database = Database::university().await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let mut dba = database.dba().await;
    let now = clock::now();
    let all = students::to_ask(&mut admin, now, "", 1000).await.unwrap();
    let expected: i64 = sqlx::query_scalar(
        "select count(distinct c.student_id) from guichet.convention c where c.file_state <> 'cancelled' and coalesce(c.end_date >= guichet.today(), true)",
    )
    .fetch_one(&mut dba)
    .await
    .unwrap();
    assert!(expected > 10 && i64::try_from(all.len()).unwrap() == expected.min(1000), "{expected}");
    assert!(all.is_sorted());
    let (number, year) = &all[3];
    students::keep(&mut admin, &dossier(number, *year)).await.unwrap();
    for (before, is_left) in [(now - TimeDelta::hours(1), false), (now + TimeDelta::hours(1), true)] {
        let left = students::to_ask(&mut admin, before, "", 1000).await.unwrap();
        assert_eq!(left.iter().any(|(one, _)| one == number), is_left);
    }
    let after = students::to_ask(&mut admin, now, &all[4].0, 2).await.unwrap();
    assert_eq!(after, all[5..7]);
}
