//! Roles, people and centres changed by those who may, and by nobody else: at once, and each change in the history.

use guichet::domain::access::{Denied, Newcomer};
use guichet::store::error::denied;
use guichet::store::people;
use guichet::store::seed::DemoRole;
use guichet::store::{centres, roles};
use sqlx::{ConnectOptions, PgConnection};

use crate::support::server::Database;

fn codes(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|&code| code.to_owned()).collect()
}

/// The refusal of a change.
#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T, sqlx::Error>, code: &str) -> Denied {
    let denied = denied(&answer.expect_err(code)).unwrap();
    assert_eq!(denied.code, code, "{denied:?}");
    denied
}

async fn visible(conn: &mut PgConnection) -> i64 {
    sqlx::query_scalar("select count(*) from guichet.convention").fetch_one(conn).await.unwrap()
}

/// A name that no other test gives to a role of the server, which all tests share.
fn login(database: &Database, name: &str) -> String {
    format!("{name}.{}", database.name())
}

async fn add(
    database: &Database,
    by: &mut PgConnection,
    name: &str,
    roles: &[&str],
    centres: &[&str],
) -> String {
    let login = login(database, name);
    let newcomer = Newcomer {
        login: login.clone(),
        surname: "Nouvelle".into(),
        given_name: "Arrivée".into(),
        roles: codes(roles),
        centres: codes(centres),
        ..Newcomer::default()
    };
    people::add(by, &newcomer, Some(&"un secret".into())).await.unwrap();
    login
}

async fn enter(database: &Database, login: &str) -> Result<PgConnection, sqlx::Error> {
    database.options(login).password("un secret").connect().await
}

async fn entries(database: &Database) -> Vec<(String, String)> {
    sqlx::query_as("select verb, details::text from guichet.admin_history order by seq")
        .fetch_all(&mut database.dba().await)
        .await
        .unwrap()
}

async fn leave(database: &Database, logins: &[&str]) {
    let mut dba = database.dba().await;
    for login in logins {
        let sql = format!("drop role \"{login}\"");
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut dba).await.unwrap();
    }
}

#[tokio::test]
async fn somebody_comes_changes_and_goes() {
    let database = Database::university().await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let who = add(&database, &mut admin, "nouvelle", &["GES"], &["SCI"]).await;
    let mut newcomer = enter(&database, &who).await.unwrap();
    let of_one_centre = visible(&mut newcomer).await;
    assert!(of_one_centre > 0);

    // Each change holds from the next statement on, in a session that is open.
    people::set_centres(&mut admin, &who, &codes(&["SCI", "IUT"])).await.unwrap();
    assert!(visible(&mut newcomer).await > of_one_centre);
    people::set_roles(&mut admin, &who, &[]).await.unwrap();
    assert_eq!(visible(&mut newcomer).await, 0, "without a role nobody sees anything");
    people::set_roles(&mut admin, &who, &codes(&["CONSULTATION"])).await.unwrap();
    assert_eq!(visible(&mut newcomer).await, visible(&mut admin).await);

    people::disable(&mut admin, &who).await.unwrap();
    let cut = sqlx::query("select 1").execute(&mut newcomer).await.expect_err("a connection that has ended");
    assert!(
        matches!(&cut, sqlx::Error::Database(e) if e.code().as_deref() == Some("57P01"))
            || matches!(cut, sqlx::Error::Io(_)),
        "{cut}"
    );
    enter(&database, &who).await.expect_err("a closed account");
    people::enable(&mut admin, &who, None).await.unwrap();
    let mut back = enter(&database, &who).await.unwrap();
    assert_eq!(visible(&mut back).await, visible(&mut admin).await, "with the roles it had");

    let told: Vec<String> = entries(&database).await.into_iter().map(|(verb, _)| verb).collect();
    let expected = [
        "add_person",
        "set_roles",
        "set_centres",
        "set_centres",
        "set_roles",
        "set_roles",
        "disable_person",
        "enable_person",
    ];
    assert_eq!(told, expected);
    drop(back);
    people::disable(&mut admin, &who).await.unwrap();
    leave(&database, &[&who]).await;
}

#[tokio::test]
async fn nobody_gives_what_they_lack() {
    let database = Database::university().await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mut manager = database.person(DemoRole::Manager).await;

    let denied = refused(people::set_roles(&mut clerk, "marc.delattre", &codes(&["GES"])).await, "GU002");
    assert_eq!((denied.function.as_str(), denied.right.as_str()), ("PARAM_GLOBAL", "modify"));
    assert!(!denied.grantors.is_empty(), "it says who can");
    refused(people::set_roles(&mut admin, "sophie.aubry", &codes(&["ADM", "GES"])).await, "GU026");
    refused(people::disable(&mut admin, "sophie.aubry").await, "GU026");
    refused(roles::set_right(&mut admin, "ADM", "CONVENTION", &codes(&["read"])).await, "GU026");
    refused(people::set_roles(&mut admin, "nobody.here", &[]).await, "GU024");
    refused(people::set_roles(&mut admin, "marc.delattre", &codes(&["KING"])).await, "GU024");
    refused(roles::set_right(&mut admin, "GES", "CONVENTION", &codes(&["everything"])).await, "GU030");
    refused(roles::remove(&mut admin, "GES").await, "GU029");
    refused(roles::add(&mut admin, "GES", "Encore", "GES").await, "GU028");

    // A manager attaches people to their own centres, and to no other: those read as unknown.
    people::set_centres(&mut manager, "marc.delattre", &codes(&["SCI"])).await.unwrap();
    let not_mine: String = sqlx::query_scalar(
        "select code from guichet.centre where id <> all (select unnest(guichet.my_centres())) order by code limit 1",
    )
    .fetch_one(&mut manager)
    .await
    .unwrap_or_else(|_| "NOWHERE".to_owned());
    refused(people::set_centres(&mut manager, "marc.delattre", &codes(&[&not_mine])).await, "GU024");
    refused(centres::set(&mut manager, &not_mine, "mail", Some("x@y.example")).await, "GU024");
    centres::set(&mut manager, "SCI", "alert_days", Some("12")).await.unwrap();
    refused(centres::set(&mut manager, "SCI", "alert_days", Some("beaucoup")).await, "GU030");
    refused(centres::set(&mut manager, "SCI", "alert_days", Some("4000")).await, "GU030");
    refused(centres::set(&mut manager, "SCI", "id", Some("1")).await, "GU030");
    refused(centres::set_steps(&mut manager, "SCI", &[]).await, "GU030");
    refused(centres::set_steps(&mut manager, "SCI", &codes(&["check", "check"])).await, "GU030");
    centres::set_steps(&mut manager, "SCI", &codes(&["check", "administrative"])).await.unwrap();
    let all = centres::all(&mut manager).await.unwrap();
    let sci = all.iter().find(|centre| centre.code == "SCI").unwrap();
    assert_eq!(
        (sci.steps.clone(), sci.setting("alert_days")),
        (codes(&["check", "administrative"]), Some("12"))
    );

    // A role of the establishment's own that administers people, but sees only its centres.
    roles::add(&mut admin, "BUREAU", "Bureau des stages", "RESP_GES").await.unwrap();
    roles::set_right(&mut admin, "BUREAU", "PARAM_GLOBAL", &codes(&["read", "create", "modify"]))
        .await
        .unwrap();
    let who = add(&database, &mut admin, "bureau", &["BUREAU"], &["SCI"]).await;
    let mut office = enter(&database, &who).await.unwrap();
    let denied = refused(people::set_roles(&mut office, "marc.delattre", &codes(&["ADM"])).await, "GU025");
    assert!(denied.scope, "they would see more than who grants it: {denied:?}");
    let denied =
        refused(roles::set_right(&mut office, "GES", "PARAM_GLOBAL", &codes(&["delete"])).await, "GU025");
    assert_eq!(denied.lacking, ["PARAM_GLOBAL.delete"]);
    people::set_roles(&mut office, "marc.delattre", &codes(&["GES"])).await.unwrap();
    let everybody = people::all(&mut admin).await.unwrap();
    let mut administrators =
        everybody.iter().filter(|who| who.active && who.roles.contains(&"ADM".to_owned()));
    let last = administrators.next_back().unwrap();
    for other in administrators {
        people::set_roles(&mut office, &other.login, &codes(&["GES"])).await.unwrap();
    }
    refused(people::set_roles(&mut office, &last.login, &codes(&["GES"])).await, "GU027");
    refused(people::disable(&mut office, &last.login).await, "GU027");
    let before = entries(&database).await.len();
    refused(roles::set_right(&mut office, "BUREAU", "NOMENCLATURE", &codes(&["read"])).await, "GU026");
    assert_eq!(entries(&database).await.len(), before, "what was refused is not in the history");
    drop(office);
    leave(&database, &[&who]).await;
}

#[tokio::test]
async fn people_are_seen_by_those_who_administer_them() {
    let database = Database::university().await;
    let everybody = people::all(&mut database.person(DemoRole::Administrator).await).await.unwrap();
    assert!(everybody.len() > 30);
    let managed = people::all(&mut database.person(DemoRole::Manager).await).await.unwrap();
    assert!(managed.len() > 1 && managed.len() < everybody.len());
    let own = people::all(&mut database.person(DemoRole::Clerk).await).await.unwrap();
    assert_eq!(own.iter().map(|who| who.login.as_str()).collect::<Vec<_>>(), ["nadia.lefevre"]);
}
