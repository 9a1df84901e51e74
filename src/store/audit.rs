//! Reading the whole history in pieces, to verify and to export it; sealing and erasing. Nothing here trusts a hash:
//! `domain::audit` computes each again.

mod pages;
mod verify;

use chrono::NaiveDate;
use sqlx::postgres::PgConnection;

use super::Result;

pub use pages::{Found, admin, find, header, heads, horizon, seal_before, sealed, seals};
pub use verify::verify;

/// How many rows are read at once: little memory, few questions.
pub const PAGE: i32 = 2_000;

/// Makes everything that follows on this connection see the history as it is now, until [`release`].
///
/// # Errors
/// When the server refuses.
pub async fn freeze(conn: &mut PgConnection) -> Result<()> {
    sqlx::query("begin isolation level repeatable read, read only").execute(conn).await?;
    Ok(())
}

/// Ends what [`freeze`] began.
///
/// # Errors
/// When the server refuses.
pub async fn release(conn: &mut PgConnection) -> Result<()> {
    sqlx::query("rollback").execute(conn).await?;
    Ok(())
}

/// Seals the next entries and says how many; `None` when nothing is new.
///
/// # Errors
/// When the server refuses: this is for the worker and for administrators.
pub async fn seal(conn: &mut PgConnection) -> Result<Option<i32>> {
    sqlx::query_scalar("select guichet.seal_history()").fetch_one(conn).await
}

/// Erases the values of the entries before a day, and says how many there were.
///
/// # Errors
/// When the server refuses: for want of the right, or because they are still to be kept.
pub async fn erase(conn: &mut PgConnection, before: NaiveDate) -> Result<i64> {
    sqlx::query_scalar("select guichet.erase_history_values($1)").bind(before).fetch_one(conn).await
}
