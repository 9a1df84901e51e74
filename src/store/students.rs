//! What the student information systems said of students, kept with its age for when they are slow or down.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;

use super::Result;
use crate::domain::student::StudentNumber;
use crate::domain::student::dossier::{Dossier, Kept};

/// What was told of a student in a year, in the last one that was told without; nothing when nothing is kept, when I may not
/// know it, or when it was kept by a version of the program that told it otherwise.
pub async fn kept(
    conn: &mut PgConnection,
    number: &StudentNumber,
    year: Option<i32>,
) -> Result<Option<Kept>> {
    let sql = "select told, at, by from guichet.kept_dossier($1, $2)";
    let kept: Option<(Json<Value>, DateTime<Utc>, Option<String>)> =
        sqlx::query_as(sql).bind(number.as_str()).bind(year).fetch_optional(conn).await?;
    Ok(kept
        .and_then(|(Json(told), at, by)| Some(Kept { dossier: serde_json::from_value(told).ok()?, at, by })))
}

/// Keeps what was told.
///
/// # Errors
/// When I do not ask about all students.
pub async fn keep(conn: &mut PgConnection, dossier: &Dossier) -> Result<()> {
    sqlx::query("select guichet.keep_dossier($1, $2, $3)")
        .bind(dossier.number.as_str())
        .bind(dossier.year)
        .bind(Json(dossier))
        .execute(conn)
        .await
        .map(drop)
}

/// Students of files that are not over, in the order of their numbers after this one, with a year of theirs of which
/// nothing was told since `before`.
pub async fn to_ask(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
    after: &str,
    rows: i32,
) -> Result<Vec<(String, i32)>> {
    sqlx::query_as("select number, year from guichet.dossiers_to_ask($1, $2, $3)")
        .bind(before)
        .bind(after)
        .bind(rows)
        .fetch_all(conn)
        .await
}

/// Forgets what was told before then and over a month ago; says how many dossiers that were.
pub async fn forget(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<i64> {
    sqlx::query_scalar("select guichet.forget_dossiers($1)").bind(before).fetch_one(conn).await
}
