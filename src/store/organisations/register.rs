//! What the national register says of hosts: its quota, which all desks share, its answers, kept for the next desk, and what is
//! taken over of them.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::types::Json;
use sqlx::{Connection as _, PgConnection};

use super::add;
use crate::domain::form::Made;
use crate::domain::organisation::registered::{Found, Registered};
use crate::store::Result;
use crate::store::forms::{Told, made};

/// What an establishment is added by.
const IDENTIFYING: [&str; 3] = ["siret", "name", "country_code"];

/// Takes one of the questions that all desks together may ask a register in a minute; or gives when there is one again.
pub async fn may_ask(conn: &mut PgConnection, source: &str, a_minute: i32) -> Result<Option<DateTime<Utc>>> {
    sqlx::query_scalar("select guichet.may_ask_register($1, $2)")
        .bind(source)
        .bind(a_minute)
        .fetch_one(conn)
        .await
}

/// The register asked to be left alone until then.
pub async fn leave(conn: &mut PgConnection, source: &str, until: DateTime<Utc>) -> Result<()> {
    sqlx::query("select guichet.leave_register($1, $2)").bind(source).bind(until).execute(conn).await?;
    Ok(())
}

/// What a register answered to the same question within so many hours.
pub async fn said(
    conn: &mut PgConnection,
    source: &str,
    asked: &str,
    hours: i32,
) -> Result<Option<Found<Registered>>> {
    let found: Option<Json<Kept>> =
        sqlx::query_scalar("select answer from guichet.register_said($1, $2, make_interval(hours => $3))")
            .bind(source)
            .bind(asked)
            .bind(hours)
            .fetch_optional(conn)
            .await?;
    Ok(found.map(|Json(kept)| match kept {
        Kept::Found(found) => found,
        Kept::Said(said) => Found { said, ..Found::default() },
    }))
}

/// An answer as it is kept; earlier versions kept what was found alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kept {
    Found(Found<Registered>),
    Said(Vec<Registered>),
}

/// Keeps what a register answered for the next desk that asks.
pub async fn keep(
    conn: &mut PgConnection,
    source: &str,
    asked: &str,
    found: &Found<Registered>,
) -> Result<()> {
    sqlx::query("select guichet.keep_answer($1, $2, $3)")
        .bind(source)
        .bind(asked)
        .bind(Json(found))
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes over what the register says of a host; gives its version.
pub async fn refresh(conn: &mut PgConnection, id: i32, said: &Registered) -> Result<Made> {
    let told: Told =
        sqlx::query_as("select outcome, code, params, new_version from guichet.refresh_organisation($1, $2)")
            .bind(id)
            .bind(Json(said))
            .fetch_one(conn)
            .await?;
    Ok(made(told))
}

/// The register does not know a host: it is not asked about it again for a while.
pub async fn looked_at(conn: &mut PgConnection, id: i32) -> Result<()> {
    sqlx::query("select guichet.looked_at(array[$1])").bind(id).execute(conn).await?;
    Ok(())
}

/// Hosts of which the register was not asked since then, those of open files first: number and SIRET.
pub async fn to_refresh(
    conn: &mut PgConnection,
    since: DateTime<Utc>,
    rows: i32,
) -> Result<Vec<(i32, String)>> {
    sqlx::query_as("select id, siret from guichet.to_refresh($1, $2)")
        .bind(since)
        .bind(rows)
        .fetch_all(conn)
        .await
}

/// Adds an establishment by what identifies it, then takes over all that a register says of it and that the database knows:
/// a code of a newer list keeps nobody from adding it.
pub async fn take(conn: &mut PgConnection, said: &Registered) -> Result<Made> {
    let mut both = conn.begin().await?;
    let mut details = said.details();
    details.retain(|field, _| IDENTIFYING.contains(&field.as_str()));
    let made = add(&mut both, &details).await?;
    if let Ok(id) = &made
        && let Err(refusal) = refresh(&mut both, *id, said).await?
    {
        // What was added goes with the transaction.
        return Ok(Err(refusal));
    }
    both.commit().await?;
    Ok(made)
}

/// The hosts in use that have one of these SIRETs, or that the one that had it was merged into: SIRET and number.
pub async fn with_sirets(conn: &mut PgConnection, sirets: &[&str]) -> Result<Vec<(String, i32)>> {
    let sql = "select distinct on (o.siret) o.siret, k.id
        from guichet.host_organisation o cross join lateral guichet.host_kept(o.id) k (id)
        where o.siret collate \"C\" = any($1) and k.id is not null order by o.siret, o.state = 'retired', k.id";
    sqlx::query_as(sql).bind(sirets).fetch_all(conn).await
}

/// Which of these words name a commune, from the first of them to the one after the last, and its name; some words are left over.
pub async fn town_in(conn: &mut PgConnection, words: &[&str]) -> Result<Option<(usize, usize, String)>> {
    let found: Option<(i32, i32, String)> =
        sqlx::query_as("select first, last, town from guichet.town_in($1)")
            .bind(words)
            .fetch_optional(conn)
            .await?;
    let place = |at: i32| usize::try_from(at).ok();
    Ok(found.and_then(|(from, to, town)| Some((place(from)?.checked_sub(1)?, place(to)?, town))))
}
