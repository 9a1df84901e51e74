//! People: who is at the desk, and who may come to it with which roles and centres.

use chrono::NaiveDate;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use sqlx::PgConnection;
use sqlx::types::Json;

use super::Result;
use crate::domain::access::{Establishment, Member, Newcomer, Person, Scope};

#[derive(Deserialize)]
struct Whoami {
    id: i32,
    name: String,
    establishment: Option<Establishment>,
    today: NaiveDate,
    roles: Vec<String>,
    rights: Vec<String>,
    centres: Vec<i32>,
    supervised: Vec<i32>,
    etapes: Vec<i32>,
    student: Option<i32>,
    centre_codes: Vec<String>,
    grantors: Vec<String>,
}

/// The person of this session and the establishment's day; `None` for a login that is nobody here.
pub async fn whoami(conn: &mut PgConnection) -> Result<Option<(Person, NaiveDate)>> {
    let found: Option<Json<Whoami>> =
        sqlx::query_scalar!(r#"select guichet.whoami() as "w: Json<Whoami>""#).fetch_one(conn).await?;
    Ok(found.map(|Json(w)| {
        let scope =
            Scope { centres: w.centres, supervised: w.supervised, etapes: w.etapes, student: w.student };
        let person = Person {
            id: w.id,
            name: w.name,
            roles: w.roles,
            rights: w.rights,
            establishment: w.establishment.unwrap_or_default(),
            scope,
            centre_codes: w.centre_codes,
            grantors: w.grantors,
        };
        (person, w.today)
    }))
}

/// Whom I may administer: everybody, the staff of my centres, or myself.
pub async fn all(conn: &mut PgConnection) -> Result<Vec<Member>> {
    let rows: Vec<Row> = sqlx::query_as("select * from guichet.people()").fetch_all(conn).await?;
    Ok(rows.into_iter().map(Member::from).collect())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i32,
    login: String,
    surname: String,
    given_name: String,
    mail: Option<String>,
    active: bool,
    roles: Vec<String>,
    centres: Vec<String>,
}

impl From<Row> for Member {
    fn from(row: Row) -> Self {
        let Row { id, login, surname, given_name, mail, active, roles, centres } = row;
        Self { id, login, surname, given_name, mail, active, roles, centres }
    }
}

/// Adds somebody. Without a password the server's own rules decide who they are.
pub async fn add(conn: &mut PgConnection, who: &Newcomer, secret: Option<&SecretString>) -> Result<()> {
    sqlx::query("select guichet.add_person($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(&who.login)
        .bind(&who.surname)
        .bind(&who.given_name)
        .bind(&who.mail)
        .bind(&who.roles)
        .bind(&who.centres)
        .bind(secret.map(verifier))
        .bind(!who.login_is_made)
        .execute(conn)
        .await
        .map(drop)
}

/// One detail of somebody: `surname`, `given_name` or `mail`; nothing empties it.
pub async fn set(conn: &mut PgConnection, login: &str, field: &str, value: Option<&str>) -> Result<()> {
    let query = sqlx::query("select guichet.set_person($1, $2, $3)").bind(login).bind(field).bind(value);
    query.execute(conn).await.map(drop)
}

/// Somebody else's roles: exactly these.
pub async fn set_roles(conn: &mut PgConnection, login: &str, roles: &[String]) -> Result<()> {
    let query = sqlx::query("select guichet.set_person_roles($1, $2)").bind(login).bind(roles);
    query.execute(conn).await.map(drop)
}

/// Somebody's centres, of those that are mine: exactly these.
pub async fn set_centres(conn: &mut PgConnection, login: &str, centres: &[String]) -> Result<()> {
    let query = sqlx::query("select guichet.set_person_centres($1, $2)").bind(login).bind(centres);
    query.execute(conn).await.map(drop)
}

/// What the server keeps of a password, made here: the password itself never reaches the server, nor its logs.
fn verifier(secret: &SecretString) -> String {
    postgres_protocol::password::scram_sha_256(secret.expose_secret().as_bytes())
}

/// Takes somebody's login away and ends their connections.
pub async fn disable(conn: &mut PgConnection, login: &str) -> Result<()> {
    sqlx::query("select guichet.disable_person($1)").bind(login).execute(conn).await.map(drop)
}

/// Gives somebody's login back, with a new password if there is one.
pub async fn enable(conn: &mut PgConnection, login: &str, secret: Option<&SecretString>) -> Result<()> {
    sqlx::query("select guichet.enable_person($1, $2)")
        .bind(login)
        .bind(secret.map(verifier))
        .execute(conn)
        .await
        .map(drop)
}
