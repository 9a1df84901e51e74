//! Hosts that are out of use, or were merged into another one: files that have them keep them, and nothing new takes them.

use guichet::domain::act::{Outcome, Target};
use guichet::domain::form::{Made, Newcomer, Values};
use guichet::domain::organisation::HostState;
use guichet::store::seed::DemoRole;
use guichet::store::{forms, organisations as hosts};
use sqlx::types::Uuid;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use super::hosts::{two, values, version};
use crate::support::server::{Database, somebody_waits};

async fn number(conn: &mut PgConnection, sql: &str) -> i32 {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(conn).await.unwrap()
}

/// Writes fields at the version that the file has now.
async fn write(conn: &mut PgConnection, id: i32, changes: &Values) -> Outcome {
    let form = forms::form(conn, id).await.unwrap().unwrap();
    forms::edit(conn, Target::file(id, form.version), changes, None, Uuid::now_v7()).await.unwrap()
}

fn at(host: i32) -> Values {
    Values::from([("organisation_id".to_owned(), guichet::domain::form::Value::Whole(i64::from(host)))])
}

fn named(outcome: &Outcome) -> (&str, Option<&str>) {
    outcome.refusal().map_or(("", None), |refusal| (refusal.code.as_str(), refusal.about.name.as_deref()))
}

fn why(made: &Made) -> &str {
    made.as_ref().err().map_or("", |refusal| refusal.code.as_str())
}

#[tokio::test]
async fn no_file_newly_takes_a_host_that_is_out_of_use_or_merged() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut manager = database.person(DemoRole::Administrator).await;
    let (one, other) = two(&mut dba).await;
    let name: String = sqlx::query_scalar(AssertSqlSafe(format!(
        "select name from guichet.host_organisation where id = {one}"
    )))
    .fetch_one(&mut dba)
    .await
    .unwrap();
    let draft = format!(
        "select id from guichet.convention where file_state = 'draft' and organisation_id not in ({one}, {other}) order by id limit 1"
    );
    let draft = number(&mut dba, &draft).await;
    let read = version(&mut manager, one).await;
    hosts::set_state(&mut manager, read, HostState::Retired, Some("fermé")).await.unwrap().unwrap();
    assert_eq!(named(&write(&mut manager, draft, &at(one)).await), ("GU066", Some(name.as_str())));
    let service =
        forms::add(&mut manager, Newcomer::Service(one), 1, &values([("name", "Accueil")])).await.unwrap();
    assert_eq!(why(&service), "GU066");
    // What a file has, it keeps.
    sqlx::query("update guichet.convention set organisation_id = $1, service_id = null, tutor_id = null, second_tutor_id = null, signatory_id = null where id = $2")
        .bind(one)
        .bind(draft)
        .execute(&mut dba)
        .await
        .unwrap();
    let mut same = at(one);
    same.insert("subject".to_owned(), "Autre sujet".into());
    assert_eq!(named(&write(&mut manager, draft, &same).await), ("", None));
    // Like that file, another one is made, for which a host is to be found.
    let enrolment =
        number(&mut dba, &format!("select enrolment_id from guichet.convention where id = {draft}")).await;
    let made = forms::create(&mut manager, enrolment, Some(draft), Uuid::now_v7()).await.unwrap().unwrap();
    let copied = format!(
        "select (organisation_id is null and service_id is null)::integer from guichet.convention where id = {made}"
    );
    assert_eq!(number(&mut dba, &copied).await, 1);
    let read = version(&mut manager, one).await;
    hosts::set_state(&mut manager, read, HostState::Active, None).await.unwrap().unwrap();
    let made = forms::create(&mut manager, enrolment, Some(draft), Uuid::now_v7()).await.unwrap().unwrap();
    assert_eq!(
        number(&mut dba, &format!("select organisation_id from guichet.convention where id = {made}")).await,
        one
    );
    // Merged, it is told which took its place.
    let (kept, gone) = (version(&mut manager, one).await, version(&mut manager, other).await);
    hosts::merge(&mut manager, kept, gone, &Values::new()).await.unwrap().unwrap();
    assert_eq!(named(&write(&mut manager, draft, &at(other)).await), ("GU054", Some(name.as_str())));
    let service =
        forms::add(&mut manager, Newcomer::Service(other), 1, &values([("name", "Accueil")])).await.unwrap();
    assert_eq!(why(&service), "GU054");
}

#[tokio::test]
async fn a_file_that_takes_a_host_while_it_is_merged_waits_and_does_not() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let [mut manager, mut other] =
        [database.person(DemoRole::Administrator).await, database.person(DemoRole::Administrator).await];
    let (kept, gone) = two(&mut dba).await;
    let draft = format!(
        "select id from guichet.convention where file_state = 'draft' and organisation_id not in ({kept}, {gone}) order by id limit 1"
    );
    let draft = number(&mut dba, &draft).await;
    let read = (version(&mut manager, kept).await, version(&mut manager, gone).await);
    let mut open = manager.begin().await.unwrap();
    hosts::merge(&mut open, read.0, read.1, &Values::new()).await.unwrap().unwrap();
    let changes = at(gone);
    let (outcome, ()) = tokio::join!(write(&mut other, draft, &changes), async {
        somebody_waits(&mut dba).await;
        open.commit().await.unwrap();
    });
    assert_eq!(named(&outcome).0, "GU054");
}
