//! What a desk's two connections are set to: one works, the other listens for notices and cancels what the first is
//! doing.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::{AssertSqlSafe, PgConnection};

use super::Result;

/// The channel on which the database says that something changed; what it says there means nothing.
const CHANNEL: &str = "guichet";

/// How long a reading may take on the server.
const READING: Duration = Duration::from_secs(15);

/// How long a count that nobody waits for may take: others are asked for behind it.
const GLANCE: Duration = Duration::from_millis(300);

/// Whether the server gives statements up that take long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Readings are given up after a while.
    Readings,
    /// What is only counted to be shown beside is given up soon.
    Glances,
    /// Acts are never given up half-way: they have their own limit on waiting for locks.
    Acts,
}

/// Makes a connection fit for a desk's questions, and tells the number of its server process.
pub async fn prepare(conn: &mut PgConnection) -> Result<i32> {
    sqlx::raw_sql("set jit = off; set application_name = 'guichet'").execute(&mut *conn).await?;
    be_patient(conn, Patience::Readings).await?;
    sqlx::query_scalar("select pg_catalog.pg_backend_pid()").fetch_one(conn).await
}

/// Sets how long statements may take from now on.
pub async fn be_patient(conn: &mut PgConnection, patience: Patience) -> Result<()> {
    let limit = match patience {
        Patience::Readings => READING.as_millis(),
        Patience::Glances => GLANCE.as_millis(),
        Patience::Acts => 0,
    };
    sqlx::raw_sql(AssertSqlSafe(format!("set statement_timeout = {limit}"))).execute(conn).await?;
    Ok(())
}

/// Opens the connection that listens. It never reconnects by itself, and nothing looks after it while it is idle.
pub async fn listen(options: PgConnectOptions, patience: Duration) -> Result<PgListener> {
    // The driver only listens on a connection that a pool lends: this pool is that one connection.
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .max_lifetime(None)
        .idle_timeout(None)
        .test_before_acquire(false)
        .acquire_timeout(patience)
        .connect_lazy_with(options);
    let mut listener = PgListener::connect_with(&pool).await?;
    listener.ignore_pool_close_event(true);
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

/// Asks the server to give up what that process of ours is doing. Once this has answered, nothing that is sent to
/// the process afterwards can be hit.
pub async fn cancel(listener: &mut PgListener, process: i32) -> Result<()> {
    sqlx::query("select pg_catalog.pg_cancel_backend($1)").bind(process).execute(listener).await?;
    Ok(())
}

/// Whether the connection that listens still answers.
pub async fn ping(listener: &mut PgListener) -> Result<()> {
    sqlx::query("select 1").execute(listener).await?;
    Ok(())
}
