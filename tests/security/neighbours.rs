//! The other databases of the server: logins are the server's, who administers them is one database's. Whoever is
//! somebody in one is nobody in the next, and the administrators of one have no hold on the people of another.

use guichet::domain::access::{Denied, Newcomer};
use guichet::store::error::denied;
use guichet::store::people;
use guichet::store::seed::DemoRole;
use sqlx::{AssertSqlSafe, ConnectOptions, Executor, PgConnection};

use super::cast::{Group, login, make_login, make_person};
use crate::support::server::{Database, cluster};

/// SQLSTATE, or the code of ours.
fn code(error: &sqlx::Error) -> String {
    error.as_database_error().and_then(|said| said.code()).unwrap_or_default().into_owned()
}

async fn count(conn: &mut PgConnection, table: &str) -> i64 {
    let sql = format!("select count(*) from guichet.{table}");
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(conn).await.unwrap()
}

#[tokio::test]
async fn somebody_in_one_database_is_nobody_in_another() {
    let (here, there) = (Database::university().await, Database::university().await);
    let who = login(&here, "ailleurs");
    make_person(&mut here.dba().await, &who, &["ADM"], &[]).await;
    assert!(count(&mut here.login(&who).await, "convention").await > 1_000);
    let mut stranger = there.login(&who).await;
    for table in ["convention", "person", "student", "centre", "host_organisation", "history", "app_role"] {
        assert_eq!(count(&mut stranger, table).await, 0, "{table}");
    }
    let outsider = login(&here, "outsider");
    let mut dba = here.dba().await;
    make_login(&mut dba, &outsider, Group::Person).await;
    dba.execute(AssertSqlSafe(format!("revoke guichet_person from \"{outsider}\""))).await.unwrap();
    let refused = here.options(&outsider).connect().await.expect_err("a login of no group");
    assert_eq!(code(&refused), "42501", "{refused}");
    drop(stranger);
    for login in [who, outsider] {
        dba.execute(AssertSqlSafe(format!("drop role \"{login}\""))).await.unwrap();
    }
}

async fn add(by: &mut PgConnection, login: &str, secret: Option<&str>) -> Result<(), sqlx::Error> {
    let newcomer = Newcomer {
        login: login.to_owned(),
        surname: "Deux".into(),
        given_name: "Bases".into(),
        roles: vec!["GES".into()],
        ..Newcomer::default()
    };
    people::add(by, &newcomer, secret.map(secrecy::SecretString::from).as_ref()).await
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T, sqlx::Error>) -> Denied {
    let denied = denied(&answer.expect_err("a refusal")).unwrap();
    assert_eq!(denied.code, "GU090", "{denied:?}");
    denied
}

#[tokio::test]
async fn administrators_of_one_database_have_no_hold_on_the_logins_of_another() {
    let (theirs, ours) = (Database::university().await, Database::university().await);
    let mut their_admin = theirs.person(DemoRole::Administrator).await;
    let mut our_admin = ours.person(DemoRole::Administrator).await;
    let who = login(&theirs, "deux");
    add(&mut their_admin, &who, Some("leur secret")).await.unwrap();
    let enter = |database: &Database, secret: &str| {
        let options = database.options(&who).password(secret);
        async move { options.connect().await }
    };

    // Not with a secret of ours, under whatever name.
    refused(add(&mut our_admin, &who, Some("notre secret")).await);
    add(&mut our_admin, &who, None).await.unwrap();
    refused(people::enable(&mut our_admin, &who, Some(&"notre secret".into())).await);
    enter(&ours, "notre secret").await.expect_err("our secret");
    let mut here = enter(&ours, "leur secret").await.unwrap();
    let mut there = enter(&theirs, "leur secret").await.unwrap();

    // Closing the account closes it here.
    people::disable(&mut our_admin, &who).await.unwrap();
    here.execute("select 1").await.expect_err("a session that has ended");
    there.execute("select 1").await.unwrap();
    let mut here = enter(&ours, "leur secret").await.unwrap();
    assert_eq!(count(&mut here, "app_role").await, 0, "a disabled person is nobody");
    people::enable(&mut our_admin, &who, None).await.unwrap();
    drop((here, there));

    people::disable(&mut their_admin, &who).await.unwrap();
    enter(&theirs, "leur secret").await.expect_err("a closed account");
    refused(people::enable(&mut our_admin, &who, None).await);
    let mut dba = theirs.dba().await;
    dba.execute(AssertSqlSafe(format!("drop role \"{who}\""))).await.unwrap();
}

#[tokio::test]
async fn a_login_of_the_dba_stays_as_the_dba_made_it() {
    let database = Database::university().await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let who = login(&database, "dba");
    let mut dba = database.dba().await;
    make_login(&mut dba, &who, Group::Person).await;
    refused(add(&mut admin, &who, Some("un secret")).await);
    for other in ["guichet_owner", "guichet_roles", guichet::store::cluster::SUPERUSER] {
        let answer = add(&mut admin, other, Some("un secret")).await.expect_err(other);
        assert!(["GU090", "GU091", "GU030"].contains(&code(&answer).as_str()), "{other}: {answer}");
    }
    add(&mut admin, &who, None).await.unwrap();
    people::disable(&mut admin, &who).await.unwrap();
    database
        .options(&who)
        .password(cluster().secret())
        .connect()
        .await
        .expect("the DBA's login, nobody here");
    dba.execute(AssertSqlSafe(format!("drop role \"{who}\""))).await.unwrap();
}
