//! `db`: status for scripts, migration, and an invented university in an empty database.

use guichet::store::seed::{DemoRole, login_for};
use guichet::store::{cluster::SUPERUSER, people};

use super::Account;
use crate::support::server::Database;

#[tokio::test]
async fn status_says_which_migrations_are_applied() {
    let database = Database::empty().await;
    let (account, url) = (Account::new(), database.url(SUPERUSER));
    let status = account.on(&url, &["db", "status", "--json"]).json();
    let migrations = status[0]["migrations"].as_array().unwrap();
    assert!(migrations.len() >= 15);
    assert!(migrations.iter().all(|line| line["state"] == "applied" && line["name"].is_string()));
    assert!(account.on(&url, &["db", "status"]).done().contains("appliquée"));
    assert!(account.on(&url, &["db", "migrate"]).done().contains("à jour"));

    let mut dba = database.dba().await;
    let last = "update guichet._migrations set success = false where version = (select max(version) from guichet._migrations)";
    sqlx::query(last).execute(&mut dba).await.unwrap();
    let half = account.on(&url, &["--lang", "en", "db", "status", "--json"]);
    assert_eq!(half.exit, 5, "{half:?}");
    assert!(half.err.contains("half applied"), "{half:?}");
    let status: serde_json::Value = serde_json::from_str(&half.out).unwrap();
    assert_eq!(status["half"], "unfinished");
    account.on(&url, &["db", "seed", "--conventions", "100"]).refused(5, &["à moitié appliqué"]);
}

#[tokio::test]
async fn a_person_can_neither_migrate_nor_seed() {
    let database = Database::university().await;
    let (account, url) = (Account::new(), database.url(login_for(DemoRole::Clerk)));
    account.on(&url, &["db", "migrate"]).refused(1, &["nadia.lefevre"]);
    account.on(&url, &["db", "seed", "--conventions", "100"]).refused(1, &["grant guichet_owner"]);
}

#[tokio::test]
async fn an_empty_database_is_filled_once() {
    // Logins belong to the server: those of the other database come in here too.
    let _people = Database::university().await;
    let database = Database::empty().await;
    let (account, url) = (Account::new(), database.url(SUPERUSER));
    assert_eq!(account.on(&url, &["db", "seed", "--conventions", "3"]).exit, 2);
    let filled = account.on(&url, &["--lang", "en", "db", "seed", "--conventions", "300"]);
    assert_eq!(filled.exit, 0, "{filled:?}");
    assert!(filled.out.starts_with("300 conventions"), "{filled:?}");
    assert!(!filled.err.contains('\u{1b}'), "progress is for terminals: {filled:?}");

    let mut owner = database.owner().await;
    let count: i64 =
        sqlx::query_scalar("select count(*) from guichet.convention").fetch_one(&mut owner).await.unwrap();
    assert_eq!(count, 300);
    let mut administrator = database.person(DemoRole::Administrator).await;
    assert!(people::whoami(&mut administrator).await.unwrap().is_some());
    let unchecked = "select count(*) from guichet.convention_row where not checked and open and file_state <> 'cancelled'";
    let left: i64 = sqlx::query_scalar(unchecked).fetch_one(&mut administrator).await.unwrap();
    assert_eq!((left, filled.err.as_str()), (0, ""), "every file in hand is checked");

    let again = account.on(&url, &["db", "seed", "--conventions", "300"]);
    again.refused(1, &["contient déjà"]);
}

#[tokio::test]
async fn a_person_is_added_as_the_readme_says() {
    let readme = include_str!("../../README.md");
    let sql = readme.split("```sql\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let database = Database::empty().await;
    let mut dba = database.dba().await;
    let university = "insert into guichet.establishment (name) values ('Lamarck');
                      insert into guichet.centre (code, name, level) values ('SCI', 'Sciences', 'UFR')";
    sqlx::raw_sql(university).execute(&mut dba).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut dba).await.unwrap();
    sqlx::raw_sql("reset role; set session authorization \"prenom.nom\"").execute(&mut dba).await.unwrap();
    let (person, _) = people::whoami(&mut dba).await.unwrap().unwrap();
    assert_eq!(person.name, "Prénom NOM");
    assert_eq!((person.roles, person.centre_codes), (vec!["ADM".to_owned()], Vec::<String>::new()));
}
