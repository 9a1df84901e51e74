//! What the student information systems said of students, kept with its age for when they are slow or down.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::types::{Json, Uuid};
use sqlx::{Connection as _, PgConnection};

use super::forms::made;
use super::{Result, forms};
use crate::domain::form::{Made, Values};
use crate::domain::student::StudentNumber;
use crate::domain::student::dossier::{Dossier, Kept};
use crate::domain::student::intake::{Here, Intake, Placed};
use crate::domain::student::source::Source;

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

/// Keeps what was told for myself, where I make conventions for others; nothing otherwise.
pub async fn keep_own(conn: &mut PgConnection, dossier: &Dossier) -> Result<()> {
    sqlx::query("select guichet.keep_own_dossier($1, $2, $3)")
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

/// What is known here of a student for whom I may make a convention.
pub async fn here(conn: &mut PgConnection, number: &StudentNumber) -> Result<Option<Here>> {
    let here: Option<Json<Here>> =
        sqlx::query_scalar("select guichet.student_here($1)").bind(number.as_str()).fetch_one(conn).await?;
    Ok(here.map(|Json(here)| here))
}

/// What the database makes of the enrolments that sources tell of a student.
pub async fn placed(
    conn: &mut PgConnection,
    number: &StudentNumber,
    intakes: Vec<Intake>,
) -> Result<Vec<Placed>> {
    type Row = (i32, Option<i32>, Option<String>, Option<String>, bool);
    let sql = "select place, known, centre, placed_by, may from guichet.told_enrolments($1, $2)";
    let rows: Vec<Row> =
        sqlx::query_as(sql).bind(number.as_str()).bind(Json(&intakes)).fetch_all(conn).await?;
    let mut intakes: Vec<Option<Intake>> = intakes.into_iter().map(Some).collect();
    let placed = rows.into_iter().filter_map(|(place, known, centre, placed_by, may)| {
        let intake = intakes.get_mut(usize::try_from(place).ok()?)?.take()?;
        Some(Placed { intake, known, centre, placed_by, may })
    });
    Ok(placed.collect())
}

/// Brings in an enrolment with its student, where they are not here; says its number.
pub async fn enrol(conn: &mut PgConnection, intake: &Intake) -> Result<Made> {
    let sql = "select outcome, code, params, id from guichet.enrol($1)";
    Ok(made(sqlx::query_as(sql).bind(Json(intake)).fetch_one(conn).await?))
}

/// A draft for an enrolment that comes in with it, like another file or empty; without the draft, nothing comes in.
pub async fn create(
    conn: &mut PgConnection,
    intake: &Intake,
    like: Option<i32>,
    request: Uuid,
) -> Result<Made> {
    let mut transaction = conn.begin().await?;
    let made = match enrol(&mut transaction, intake).await? {
        Ok(enrolment) => forms::create(&mut transaction, enrolment, like, request).await?,
        refused => refused,
    };
    match made {
        Ok(_) => transaction.commit().await?,
        Err(_) => transaction.rollback().await?,
    }
    Ok(made)
}

/// Takes over what a source says of a student, where it is still what was seen before.
pub async fn refresh(
    conn: &mut PgConnection,
    number: &StudentNumber,
    (before, after): (&Values, &Values),
    source: Source,
) -> Result<Made> {
    let sql = "select outcome, code, params, id from guichet.refresh_student($1, $2, $3, $4)";
    let told = sqlx::query_as(sql)
        .bind(number.as_str())
        .bind(Json(before))
        .bind(Json(after))
        .bind(source.code())
        .fetch_one(conn)
        .await?;
    Ok(made(told))
}
