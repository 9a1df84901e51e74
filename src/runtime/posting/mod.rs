//! The worker that posts alerts: events become mails, mails leave, those that come back are read, and what waits too long is told.
//! Several may run at once; what one of them holds the others pass by, and what one drops another takes up.

mod library;
mod returned;
mod routing;
mod saying;
mod sending;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::NaiveTime;
use lettre::message::Mailbox;
use serde::Serialize;
use sqlx::PgConnection;
use tokio::sync::watch;

use super::clock;
use crate::i18n::Texts;
use crate::mail::post::Post;
use crate::store::alerts::{self, Health};

pub use library::Library;
pub use routing::{Routed, once as route};
pub use saying::variables;
pub use sending::{Outcome, gather, once as send};

/// How often it looks for something to do when it had nothing.
const LOOK: Duration = Duration::from_secs(2);
/// How often it says how it stands, and looks for what came back.
const TELL: Duration = Duration::from_secs(60);
/// How often it looks for what waits too long.
const LATE: Duration = Duration::from_secs(15 * 60);
/// Mails between two looks at the events.
const BATCH: usize = 50;
/// How long a server that is not to be had is left alone, at first and at most.
const REST: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(120));

/// How mail is sent here.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Who sends.
    pub from: Mailbox,
    /// How long an event is held, so that undoing it tells nothing.
    pub hold: Duration,
    /// From when on an event is no news.
    pub old: Duration,
    /// How long a mail is tried.
    pub give_up: Duration,
    /// How many mails leave in a minute, from all workers together.
    pub a_minute: u32,
    /// At what time of the day digests leave.
    pub digest_at: NaiveTime,
    /// The address of a file for those who have no desk, with `{numero}` in it.
    pub link: Option<String>,
    /// Where all mail goes instead.
    pub redirect: Option<String>,
    /// Where the mail server puts what comes back.
    pub bounces: Option<PathBuf>,
}

/// What a worker works with.
#[derive(Debug)]
pub struct Office {
    /// How mail is sent here.
    pub rules: Rules,
    /// The mail server; nothing where no mail leaves.
    pub post: Option<Post>,
    /// The language that it logs in.
    pub texts: Texts,
}

/// What a worker has done, and how it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Events that are done with.
    pub routed: usize,
    /// Mails that were written.
    pub written: usize,
    /// Mails that were accepted.
    pub sent: usize,
    /// Mails that were refused, and are tried again or given up.
    pub refused: usize,
    /// Mails that came back.
    pub returned: usize,
    /// What is left to do.
    pub health: Health,
    /// Why the mail server is not to be had.
    pub unreachable: Option<String>,
}

/// What a worker remembers between two connections.
#[derive(Debug, Default)]
pub struct Desk {
    library: Library,
    report: Report,
    rest: Duration,
    again: Option<Instant>,
    late: Option<Instant>,
    back: Option<Instant>,
}

impl Desk {
    /// What was done so far.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Does what is ripe and due, once; whether there was anything.
    ///
    /// # Errors
    /// When the database refuses: what was not recorded is done again.
    pub async fn turn(
        &mut self,
        conn: &mut PgConnection,
        office: &Office,
        stop: &watch::Receiver<bool>,
    ) -> sqlx::Result<bool> {
        let now = clock::monotonic();
        if self.late.is_none_or(|at| at <= now) {
            self.late = Some(now + LATE);
            alerts::raise_late(conn, 10_000).await?;
        }
        if let Some(folder) = &office.rules.bounces
            && self.back.is_none_or(|at| at <= now)
        {
            self.back = Some(now + TELL);
            self.report.returned += returned::read(conn, folder).await?;
        }
        let Routed { events, mails } = routing::once(conn, &mut self.library, office).await?;
        self.report.routed += events;
        self.report.written += mails;
        let mut busy = events > 0;
        while !*stop.borrow() && sending::gather(conn, office).await? {
            busy = true;
        }
        if self.again.is_some_and(|at| at > now) {
            return Ok(busy);
        }
        for _ in 0..BATCH {
            if *stop.borrow() {
                break;
            }
            match sending::once(conn, office).await? {
                Outcome::Nothing => break,
                Outcome::Sent => self.report.sent += 1,
                Outcome::PutOff => {}
                Outcome::Refused { .. } => self.report.refused += 1,
                Outcome::Paced(wait) => {
                    self.again = Some(clock::monotonic() + wait);
                    break;
                }
                Outcome::Unreachable(why) => {
                    self.rest = (self.rest * 2).clamp(REST.0, REST.1);
                    self.again = Some(clock::monotonic() + self.rest);
                    self.report.refused += 1;
                    self.report.unreachable = Some(why);
                    return Ok(busy);
                }
            }
            busy = true;
            self.rest = Duration::ZERO;
            self.report.unreachable = None;
        }
        Ok(busy)
    }

    /// Works until it is told to stop; each minute it says how it stands.
    ///
    /// # Errors
    /// When the database refuses, or is gone: another connection goes on where this one stopped.
    pub async fn work(
        &mut self,
        conn: &mut PgConnection,
        office: &Office,
        stop: &mut watch::Receiver<bool>,
        tell: impl Fn(&Report),
    ) -> sqlx::Result<()> {
        let mut told = None;
        while !*stop.borrow() {
            let busy = self.turn(conn, office, stop).await?;
            let now = clock::monotonic();
            if told.is_none_or(|at| at + TELL <= now) {
                told = Some(now);
                self.report.health = alerts::health(conn).await?;
                tell(&self.report);
            }
            if !busy {
                if let Some(post) = &office.post {
                    post.rest().await;
                }
                // A look is cheap, and whoever stops it need not wait for the next one.
                let _ = tokio::time::timeout(LOOK, stop.wait_for(|stopped| *stopped)).await;
            }
        }
        Ok(())
    }
}
