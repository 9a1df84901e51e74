//! What the student information systems said of students, kept with its age for when they are slow or down.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::Result;
use crate::domain::student::StudentNumber;
use crate::domain::student::dossier::{Dossier, Kept};

/// What was told of a student in a year, in the last one that was told without; nothing when nothing is kept, or when I may
/// not ask about them.
pub async fn kept(
    conn: &mut PgConnection,
    number: &StudentNumber,
    year: Option<i32>,
) -> Result<Option<Kept>> {
    let sql = "select told, at, by from guichet.kept_dossier($1, $2)";
    let kept: Option<(Json<Dossier>, DateTime<Utc>, Option<String>)> =
        sqlx::query_as(sql).bind(number.as_str()).bind(year).fetch_optional(conn).await?;
    Ok(kept.map(|(Json(dossier), at, by)| Kept { dossier, at, by }))
}

/// Keeps what was told; says whether I may ask about this student.
pub async fn keep(conn: &mut PgConnection, dossier: &Dossier) -> Result<bool> {
    sqlx::query_scalar("select guichet.keep_dossier($1, $2, $3)")
        .bind(dossier.number.as_str())
        .bind(dossier.year)
        .bind(Json(dossier))
        .fetch_one(conn)
        .await
}

/// Students of files that are not over, in the order of their numbers after this one, with their latest year, of whom
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

/// Forgets what was told before then; says how many dossiers that were.
pub async fn forget(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<i64> {
    sqlx::query_scalar("select guichet.forget_dossiers($1)").bind(before).fetch_one(conn).await
}
