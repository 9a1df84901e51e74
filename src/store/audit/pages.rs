//! One page of each thing, after a key.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use sqlx::postgres::{PgConnection, PgRow};
use sqlx::types::Uuid;
use sqlx::{FromRow, Row};

use super::PAGE;
use crate::domain::audit::Hash;
use crate::domain::audit::chain::{AdminEntry, Entry, Erasure, Head};
use crate::domain::audit::export::{FORMAT, Header};
use crate::domain::audit::seal::{Key, Seal, Sealed};
use crate::store::Result;

fn hash(row: &PgRow, column: &str) -> Result<Hash> {
    row.try_get(column).map(Hash)
}

fn maybe_hash(row: &PgRow, column: &str) -> Result<Option<Hash>> {
    Ok(row.try_get::<Option<Vec<u8>>, _>(column)?.map(Hash))
}

fn entry(row: &PgRow) -> Result<Entry> {
    Ok(Entry {
        convention: row.try_get("convention_id")?,
        seq: row.try_get("seq")?,
        at: row.try_get("at")?,
        person: row.try_get("person_id")?,
        verb: row.try_get("verb")?,
        fields: row.try_get("fields")?,
        values_hash: hash(row, "values_hash")?,
        hash: hash(row, "hash")?,
    })
}

/// Heads of the conventions after this one.
///
/// # Errors
/// When the server refuses.
pub async fn heads(conn: &mut PgConnection, after: i32) -> Result<Vec<Head>> {
    let rows =
        sqlx::query("select * from guichet.audit_heads($1, $2)").bind(after).bind(PAGE).fetch_all(conn);
    rows.await?
        .iter()
        .map(|row| {
            Ok(Head {
                convention: row.try_get("convention_id")?,
                seq: row.try_get("seq")?,
                hash: maybe_hash(row, "hash")?,
            })
        })
        .collect()
}

/// Entries after this one, by convention, up to a convention; each with the hash of its values as they are now.
pub(super) async fn entries(
    conn: &mut PgConnection,
    after: (i32, i32),
    up_to: i32,
) -> Result<Vec<(Entry, Option<Hash>)>> {
    let rows = sqlx::query("select * from guichet.audit_entries($1, $2, $3, $4)")
        .bind(after.0)
        .bind(after.1)
        .bind(up_to)
        .bind(PAGE)
        .fetch_all(conn)
        .await?;
    rows.iter().map(|row| Ok((entry(row)?, maybe_hash(row, "values_found")?))).collect()
}

/// The transaction before which all have ended.
///
/// # Errors
/// When the server refuses.
pub async fn horizon(conn: &mut PgConnection) -> Result<i64> {
    sqlx::query_scalar("select guichet.audit_horizon()").fetch_one(conn).await
}

/// At most `count` entries after this key, in the order of the seals, of transactions before this one.
///
/// # Errors
/// When the server refuses.
pub async fn sealed(conn: &mut PgConnection, after: Key, before_xid: i64, count: i32) -> Result<Vec<Sealed>> {
    let rows = sqlx::query("select * from guichet.audit_sealed($1, $2, $3, $4, $5)")
        .bind(after.0)
        .bind(after.1)
        .bind(after.2)
        .bind(before_xid)
        .bind(count)
        .fetch_all(conn)
        .await?;
    rows.iter()
        .map(|row| {
            let request: Option<Uuid> = row.try_get("request_id")?;
            Ok(Sealed {
                xid: row.try_get("xid")?,
                request: request.map(|id| Hash(id.as_bytes().to_vec())),
                entry: entry(row)?,
            })
        })
        .collect()
}

/// At most `count` seals after this number.
///
/// # Errors
/// When the server refuses.
pub async fn seals(conn: &mut PgConnection, after: i32, count: i32) -> Result<Vec<Seal>> {
    let rows =
        sqlx::query("select * from guichet.audit_seals($1, $2)").bind(after).bind(count).fetch_all(conn);
    rows.await?
        .iter()
        .map(|row| {
            Ok(Seal {
                number: row.try_get("number")?,
                at: row.try_get("at")?,
                last: (row.try_get("last_xid")?, row.try_get("last_convention")?, row.try_get("last_seq")?),
                entries: row.try_get("entries")?,
                root: hash(row, "root")?,
                admin_seq: row.try_get("admin_seq")?,
                admin_head: maybe_hash(row, "admin_head")?,
                hash: hash(row, "hash")?,
            })
        })
        .collect()
}

/// The last seal made before a day; 0 when there is none.
///
/// # Errors
/// When the server refuses.
pub async fn seal_before(conn: &mut PgConnection, day: NaiveDate) -> Result<i32> {
    sqlx::query_scalar("select guichet.audit_seal_before($1)").bind(day).fetch_one(conn).await
}

/// At most `count` entries of the administration after this one.
///
/// # Errors
/// When the server refuses.
pub async fn admin(conn: &mut PgConnection, after: i32, count: i32) -> Result<Vec<AdminEntry>> {
    let rows =
        sqlx::query("select * from guichet.audit_admin($1, $2)").bind(after).bind(count).fetch_all(conn);
    rows.await?
        .iter()
        .map(|row| {
            Ok(AdminEntry {
                seq: row.try_get("seq")?,
                at: row.try_get("at")?,
                person: row.try_get("person_id")?,
                login: row.try_get("login")?,
                verb: row.try_get("verb")?,
                details: row.try_get("details")?,
                hash: hash(row, "hash")?,
            })
        })
        .collect()
}

/// The erasure that an entry of the administration logs, if it does.
pub(super) fn erasure(entry: &AdminEntry) -> Option<Erasure> {
    #[derive(Deserialize)]
    struct Details {
        until: i64,
        entries: u64,
    }
    let Details { until, entries } =
        (entry.verb == "erase_values").then(|| serde_json::from_str(&entry.details).ok())??;
    Some(Erasure { seq: entry.seq, at: entry.at, login: entry.login.clone(), until, entries })
}

/// What became of an exported entry.
#[derive(Debug, FromRow)]
pub struct Found {
    /// Whether its convention is gone.
    pub gone: bool,
    /// When the entry of that number was made, if there is one.
    pub at: Option<DateTime<Utc>>,
    hash: Option<Vec<u8>>,
}

impl Found {
    /// The hash that the entry has now, if it is there.
    #[must_use]
    pub fn hash(&self) -> Option<Hash> {
        self.hash.clone().map(Hash)
    }
}

/// What became of these entries, each a convention and a number, in their order.
///
/// # Errors
/// When the server refuses.
pub async fn find(conn: &mut PgConnection, entries: &[(i32, i32)]) -> Result<Vec<Found>> {
    let (conventions, seqs): (Vec<i32>, Vec<i32>) = entries.iter().copied().unzip();
    sqlx::query_as("select gone, at, hash from guichet.audit_find($1, $2) order by n")
        .bind(conventions)
        .bind(seqs)
        .fetch_all(conn)
        .await
}

/// The first line of an export of what follows a seal.
///
/// # Errors
/// When the server refuses.
pub async fn header(conn: &mut PgConnection, since: i32) -> Result<Header> {
    let before_xid = horizon(conn).await?;
    let row = sqlx::query(
        "select current_database()::text as database, now() as at, (select name from guichet.establishment) as name",
    )
    .fetch_one(conn)
    .await?;
    Ok(Header {
        format: FORMAT,
        database: row.try_get("database")?,
        establishment: row.try_get::<Option<String>, _>("name")?.unwrap_or_default(),
        at: row.try_get("at")?,
        since,
        before_xid,
        program: env!("CARGO_PKG_VERSION").to_owned(),
    })
}
