//! The connection that works, and what is known of it.

use std::time::{Duration, Instant};

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::Connect;
use crate::domain::access::Person;
use crate::runtime::clock;
use crate::store::error::ConnectError;
use crate::store::session::{self, Patience};
use crate::store::{Result, people};

/// After that long the person is asked for again before the next question: it shows that the connection still lives,
/// and what an administrator or midnight has changed.
const FRESH: Duration = Duration::from_secs(60);

/// How long the server may take to say who we are.
const GREETING: Duration = Duration::from_secs(5);

/// Why there is no line.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoLine {
    /// No connection fit for work.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The connection was lost before it could be used.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// The login is nobody here.
    #[error("the login is not a person of this database")]
    Stranger,
}

/// The connection that works.
pub(super) struct Line {
    pub(super) conn: PgConnection,
    /// The number of its server process.
    pub(super) process: i32,
    /// Who we are there.
    pub(super) person: Person,
    /// The establishment's day.
    pub(super) today: NaiveDate,
    asked: Instant,
    patience: Patience,
}

impl Line {
    /// Connects, and asks who we are.
    pub(super) async fn open(connector: &impl Connect) -> std::result::Result<Self, NoLine> {
        let mut conn = connector.work().await?;
        let process = session::prepare(&mut conn).await?;
        let (person, today) = people::whoami(&mut conn).await?.ok_or(NoLine::Stranger)?;
        Ok(Self { conn, process, person, today, asked: clock::monotonic(), patience: Patience::Readings })
    }

    /// Whether the person was asked for long ago.
    pub(super) fn is_stale(&self) -> bool {
        clock::monotonic().duration_since(self.asked) > FRESH
    }

    /// Asks again who we are.
    pub(super) async fn refresh(&mut self) -> std::result::Result<(), NoLine> {
        let answer = tokio::time::timeout(GREETING, people::whoami(&mut self.conn)).await;
        let answer = answer.unwrap_or_else(|_| Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())));
        (self.person, self.today) = answer?.ok_or(NoLine::Stranger)?;
        self.asked = clock::monotonic();
        Ok(())
    }

    /// Sets how long statements may take, if that is not how it stands.
    pub(super) async fn be_patient(&mut self, patience: Patience) -> Result<()> {
        if self.patience != patience {
            session::be_patient(&mut self.conn, patience).await?;
            self.patience = patience;
        }
        Ok(())
    }
}
