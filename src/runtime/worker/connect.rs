//! Where the worker's connections come from.

use std::time::Duration;

use sqlx::Connection;
use sqlx::postgres::{PgConnection, PgListener};

use crate::store::connect::Target;
use crate::store::error::ConnectError;
use crate::store::session;

/// How long the connection that listens may take to be made.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens connections to one database, under one login, whenever it is asked.
pub trait Connect: Send + Sync + 'static {
    /// A connection to a database that this program can work on.
    fn work(&self) -> impl Future<Output = Result<PgConnection, ConnectError>> + Send;

    /// A connection that listens for notices, and cancels.
    fn listen(&self) -> impl Future<Output = Result<PgListener, sqlx::Error>> + Send;
}

impl Connect for Target {
    async fn work(&self) -> Result<PgConnection, ConnectError> {
        // Two are needed to see that no pooler makes them one; the driver cannot listen on this second one.
        let (work, second) = self.desk().await?;
        // It has done its part, whatever the server says to its leaving.
        let _ = second.close().await;
        Ok(work)
    }

    async fn listen(&self) -> Result<PgListener, sqlx::Error> {
        session::listen(self.options().clone(), PATIENCE).await
    }
}
