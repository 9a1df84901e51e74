//! Reading one file, checking files against the rules, and the small writes around them.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::Result;
use crate::domain::act::{Change, HistoryEntry, ReturnReason};
use crate::domain::compliance::{self, Facts};
use crate::domain::sheet::Sheet;

/// One file as I may see it; `None` when absent or out of scope.
pub async fn sheet(conn: &mut PgConnection, id: i32) -> Result<Option<Sheet>> {
    let sheet: Option<Json<Sheet>> = sqlx::query_scalar(
        "select guichet.file_sheet($1) || jsonb_build_object('documents', guichet.file_documents($1),
           'amendments', (select coalesce(jsonb_agg(to_jsonb(a)), '[]') from guichet.amendments_of($1) a))",
    )
    .bind(id)
    .fetch_one(conn)
    .await?;
    Ok(sheet.map(|Json(sheet)| sheet))
}

/// Everything that happened to a file, oldest first; empty when absent or out of scope.
pub async fn history(conn: &mut PgConnection, id: i32) -> Result<Vec<HistoryEntry>> {
    let entries = sqlx::query!(
        r#"select seq as "seq!", at as "at!", by, verb as "verb!", changes as "changes!", reason from guichet.file_history($1)"#,
        id
    )
    .fetch_all(conn)
    .await?;
    Ok(entries
        .into_iter()
        .map(|e| HistoryEntry {
            seq: e.seq,
            at: e.at,
            by: e.by,
            verb: e.verb,
            changes: changes(&e.changes),
            reason: e.reason,
        })
        .collect())
}

/// What was edited since the last return.
pub async fn changes_since_return(conn: &mut PgConnection, id: i32) -> Result<Vec<Change>> {
    let found: Option<Value> =
        sqlx::query_scalar!("select guichet.changes_since_return($1)", id).fetch_one(conn).await?;
    Ok(found.as_ref().map(changes).unwrap_or_default())
}

pub(super) fn changes(value: &Value) -> Vec<Change> {
    let text = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    let entries = value.as_array().map(Vec::as_slice).unwrap_or_default();
    entries
        .iter()
        .map(|change| Change {
            field: change["field"].as_str().unwrap_or_default().to_owned(),
            from: text(&change["from"]),
            to: text(&change["to"]),
            masked: change["masked"].as_bool().unwrap_or_default(),
        })
        .collect()
}

/// What the rules read of a file, as it stood when it was asked for.
#[derive(Clone, Debug)]
pub struct Known {
    /// Number of the file.
    pub id: i32,
    /// Its version.
    pub version: i32,
    /// The facts.
    pub facts: Facts,
    /// Their hash, which recording what was found gives back.
    hash: String,
}

/// What the rules read of those of these files that I may see.
pub async fn facts(conn: &mut PgConnection, ids: &[i32]) -> Result<Vec<Known>> {
    let rows = sqlx::query!(
        r#"select convention_id as "id!", version as "version!", facts as "facts!: Json<Facts>", encode(facts_hash, 'hex') as "hash!"
           from guichet.facts($1)"#,
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Known { id: row.id, version: row.version, facts: row.facts.0, hash: row.hash })
        .collect())
}

/// Runs the rules on these files and records what they find. Files that changed meanwhile are left for the next look.
pub async fn check(conn: &mut PgConnection, ids: &[i32]) -> Result<()> {
    let known = facts(conn, ids).await?;
    record(conn, &known).await
}

async fn record(conn: &mut PgConnection, known: &[Known]) -> Result<()> {
    let check = |file: &Known| {
        json!({
            "id": file.id,
            "version": file.version,
            "rules_version": compliance::RULES_VERSION,
            "facts_hash": file.hash,
            "findings": compliance::check(&file.facts),
        })
    };
    let checks: Vec<Value> = known.iter().map(check).collect();
    sqlx::query!("select outcome from guichet.record_findings($1)", Value::Array(checks))
        .fetch_all(conn)
        .await?;
    Ok(())
}

/// Whether the rules are to look at a file again: it changed, or they, or the day, or what other files say.
pub async fn is_stale(conn: &mut PgConnection, id: i32) -> Result<bool> {
    let stale: Vec<i32> = sqlx::query_scalar("select guichet.stale_files($1, array[$2])")
        .bind(compliance::RULES_VERSION)
        .bind(id)
        .fetch_all(conn)
        .await?;
    Ok(!stale.is_empty())
}

/// How many files are looked at again at once.
const LOOKED_AT: usize = 1_000;

/// What a look at the files that may have changed found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Rechecked {
    /// Files that were looked at.
    pub looked_at: usize,
    /// Those of which something had changed.
    pub changed: usize,
}

/// Runs the rules again on every file on which I may act and of which something may have changed; `seen` is told how many
/// of how many, as they are looked at.
pub async fn recheck(conn: &mut PgConnection, mut seen: impl FnMut(usize, usize)) -> Result<Rechecked> {
    let ids: Vec<i32> = sqlx::query_scalar("select guichet.stale_files($1)")
        .bind(compliance::RULES_VERSION)
        .fetch_all(&mut *conn)
        .await?;
    let mut told = Rechecked::default();
    for some in ids.chunks(LOOKED_AT) {
        told.changed += look_again(conn, some).await?;
        told.looked_at += some.len();
        seen(told.looked_at, ids.len());
    }
    sqlx::query("select guichet.forget_touched()").execute(conn).await?;
    Ok(told)
}

/// Looks again at these files, and records what is found on those of which something changed: how many they were.
pub async fn look_again(conn: &mut PgConnection, ids: &[i32]) -> Result<usize> {
    let rows: Vec<(i32, i32, Json<Facts>, String)> = sqlx::query_as(
        "select convention_id, version, facts, encode(facts_hash, 'hex') from guichet.changed_facts($1, $2)",
    )
    .bind(ids)
    .bind(compliance::RULES_VERSION)
    .fetch_all(&mut *conn)
    .await?;
    let known = |(id, version, facts, hash): (i32, i32, Json<Facts>, String)| Known {
        id,
        version,
        facts: facts.0,
        hash,
    };
    let changed: Vec<Known> = rows.into_iter().map(known).collect();
    for some in changed.chunks(CHECKED) {
        record(conn, some).await?;
    }
    Ok(changed.len())
}

/// How many files are checked at once.
const CHECKED: usize = 200;

/// Runs the rules on every file in validation that I see and that they have not run on as it stands.
pub async fn check_open(conn: &mut PgConnection) -> Result<()> {
    let ids: Vec<i32> =
        sqlx::query_scalar!("select convention_id from guichet.convention_row where not checked and file_state <> 'cancelled' and open order by 1")
            .fetch_all(&mut *conn)
            .await?;
    for some in ids.chunks(CHECKED) {
        check(conn, some).await?;
    }
    Ok(())
}

/// The reasons for return that a file's centre offers.
pub async fn return_reasons(conn: &mut PgConnection) -> Result<Vec<ReturnReason>> {
    sqlx::query_as!(
        ReturnReason,
        r#"select id, field, label_fr as fr, label_en as en from guichet.return_reason
           where not retired and (centre_id is null or centre_id = any(guichet.my_centres())) order by centre_id nulls first, id"#
    )
    .fetch_all(conn)
    .await
}

/// Adds an internal note; returns the file's new version.
pub async fn add_note(conn: &mut PgConnection, id: i32, body: &str) -> Result<Option<i32>> {
    sqlx::query_scalar!("select guichet.add_note($1, $2)", id, body).fetch_one(conn).await
}

/// Says that I am reading a file for some minutes; zero lets it go. Who holds it, when it is somebody else, and until
/// when it is held.
pub async fn claim(
    conn: &mut PgConnection,
    id: i32,
    minutes: i32,
) -> Result<(Option<String>, Option<DateTime<Utc>>)> {
    let answer =
        sqlx::query!("select by, until from guichet.claim($1, $2)", id, minutes).fetch_one(conn).await?;
    Ok((answer.by, answer.until))
}
