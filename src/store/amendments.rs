//! Amendments: made, written, acted upon, looked at by the rules, and read beside the file that they change.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use sqlx::PgConnection;
use sqlx::types::{Json, Uuid};

use super::Result;
use super::forms::{Told, answer, made};
use crate::domain::act::{Outcome, Target};
use crate::domain::amendment::{
    AmendmentSheet, AmendmentState, FileAt, Listed, Motive, Motives, SIGNED, consequences,
};
use crate::domain::compliance::{Facts, RULES_VERSION};
use crate::domain::form::{FileForm, Made, Values};

/// A day on which all that is signed holds.
const LAST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// An empty amendment of a file.
pub async fn create(conn: &mut PgConnection, file: Target, request: Uuid) -> Result<Made> {
    let told = sqlx::query_as("select outcome, code, params, id from guichet.create_amendment($1, $2, $3)")
        .bind(file.id)
        .bind(file.version)
        .bind(request)
        .fetch_one(conn)
        .await?;
    Ok(made(told))
}

/// Changes what an amendment makes of fields, and its motives, at the version of its file.
pub async fn edit(
    conn: &mut PgConnection,
    target: Target,
    changes: &Values,
    motives: &Motives,
    request: Uuid,
) -> Result<Outcome> {
    let told: Told = sqlx::query_as(
        "select outcome, code, params, new_version from guichet.edit_amendment($1, $2, $3, $4, $5)",
    )
    .bind(target.amendment)
    .bind(target.version)
    .bind(Json(changes))
    .bind(Json(motives))
    .bind(request)
    .fetch_one(conn)
    .await?;
    Ok(outcome(target, told))
}

/// Deletes an amendment that was not handed in.
pub async fn delete(conn: &mut PgConnection, target: Target, request: Uuid) -> Result<Outcome> {
    let told: Told =
        sqlx::query_as("select outcome, code, params, new_version from guichet.delete_amendment($1, $2, $3)")
            .bind(target.amendment)
            .bind(target.version)
            .bind(request)
            .fetch_one(conn)
            .await?;
    Ok(outcome(target, told))
}

fn outcome(target: Target, (outcome, code, about, version): Told) -> Outcome {
    Outcome::of(target, version, answer(&outcome, code, about))
}

/// The amendments of a file, by their numbers.
pub async fn of_file(conn: &mut PgConnection, id: i32) -> Result<Vec<Listed>> {
    type Raw = (i32, i16, String, Vec<String>, Option<NaiveDate>, DateTime<Utc>, Option<String>);
    let found: Vec<Raw> = sqlx::query_as(
        "select id, number, state, motives, effective_from, since, by from guichet.amendments_of($1)",
    )
    .bind(id)
    .fetch_all(conn)
    .await?;
    let listed = |(id, number, state, motives, effective_from, since, by): Raw| Listed {
        id,
        number: number.into(),
        state: AmendmentState::from_code(&state).unwrap_or(AmendmentState::Draft),
        motives: motives.iter().filter_map(|motive| Motive::from_code(motive)).collect(),
        effective_from,
        since,
        by,
    };
    Ok(found.into_iter().map(listed).collect())
}

/// A file as an amendment makes it, to be written in; `None` when absent or out of scope.
pub async fn form(conn: &mut PgConnection, amendment: i32) -> Result<Option<FileForm>> {
    let form: Option<Json<FileForm>> =
        sqlx::query_scalar("select guichet.amendment_form($1)").bind(amendment).fetch_one(conn).await?;
    Ok(form.map(|Json(form)| form))
}

/// An amendment, and its file before and after it: against what stands, what is signed alone ([`SIGNED`]), or through another
/// amendment.
pub async fn sheet(
    conn: &mut PgConnection,
    amendment: i32,
    against: Option<i32>,
) -> Result<Option<AmendmentSheet>> {
    let through = against.filter(|against| *against != SIGNED);
    let sheet: Option<Json<AmendmentSheet>> = sqlx::query_scalar("select guichet.amendment_sheet($1, $2)")
        .bind(amendment)
        .bind(through)
        .fetch_one(&mut *conn)
        .await?;
    let Some(Json(mut sheet)) = sheet else { return Ok(None) };
    if against == Some(SIGNED) {
        let Some(file) = file_at(conn, sheet.after.id, LAST_DAY).await? else { return Ok(None) };
        (sheet.against, sheet.before) = (SIGNED, file.in_force);
    }
    Ok(Some(sheet))
}

/// A file on a day; `None` when absent or out of scope.
pub async fn file_at(conn: &mut PgConnection, id: i32, day: NaiveDate) -> Result<Option<FileAt>> {
    let file: Option<Json<FileAt>> =
        sqlx::query_scalar("select guichet.file_at($1, $2)").bind(id).bind(day).fetch_one(conn).await?;
    Ok(file.map(|Json(file)| FileAt {
        projected: file.projected.counted(),
        in_force: file.in_force.counted(),
        ..file
    }))
}

/// What the rules read of the file of an amendment, as it would be and as it is.
#[derive(Clone, Debug)]
pub struct Foreseen {
    /// The amendment.
    pub amendment: i32,
    /// As it would be.
    pub after: Facts,
    /// As it is.
    pub before: Facts,
    version: i32,
    hash: String,
}

/// What the rules read of the files of these amendments under way, those that I may read.
pub async fn facts(conn: &mut PgConnection, amendments: &[i32]) -> Result<Vec<Foreseen>> {
    type Raw = (i32, i32, Json<Facts>, String, Json<Facts>);
    let rows: Vec<Raw> = sqlx::query_as(
        "select amendment_id, version, facts, encode(facts_hash, 'hex'), before from guichet.amendment_facts($1)",
    )
    .bind(amendments)
    .fetch_all(conn)
    .await?;
    let foreseen = |(amendment, version, after, hash, before): Raw| Foreseen {
        amendment,
        after: after.0,
        before: before.0,
        version,
        hash,
    };
    Ok(rows.into_iter().map(foreseen).collect())
}

/// Runs the rules on the files of these amendments as they would be, and records what they find, what is new and what is
/// cleared. Those that changed meanwhile are left for the next look.
pub async fn check(conn: &mut PgConnection, amendments: &[i32]) -> Result<()> {
    let foreseen = facts(conn, amendments).await?;
    let check = |one: &Foreseen| {
        let found = consequences(&one.before, &one.after);
        json!({
            "id": one.amendment,
            "version": one.version,
            "rules_version": RULES_VERSION,
            "facts_hash": one.hash,
            "total_hours": found.total_hours,
            "findings": found.findings,
            "cleared": found.cleared,
        })
    };
    let checks: Vec<Value> = foreseen.iter().map(check).collect();
    sqlx::query("select outcome from guichet.record_amendment_findings($1)")
        .bind(Value::Array(checks))
        .fetch_all(conn)
        .await?;
    Ok(())
}

/// How many amendments are looked at at once.
const CHECKED: usize = 100;

/// Runs the rules on every amendment that waits, that I see and that they have not run on as it stands.
pub async fn check_open(conn: &mut PgConnection) -> Result<()> {
    let ids: Vec<i32> = sqlx::query_scalar(
        "select amendment_id from guichet.amendment_row where state = 'submitted' and not checked order by 1",
    )
    .fetch_all(&mut *conn)
    .await?;
    for some in ids.chunks(CHECKED) {
        check(conn, some).await?;
    }
    Ok(())
}
