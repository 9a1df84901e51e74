//! The search of the whole registry for hosts that are likely one. It takes the server many seconds: it goes over a connection
//! of its own, so that no other question waits for it, and one at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::Mutex;

use super::errand::{Errand, PAIRS, Step, Then};
use super::line::Line;
use super::outside::{Heard, Open, Others};
use crate::app::message::Answer;
use crate::domain::organisation::Pair;
use crate::store::session::{self, Patience};
use crate::store::{Result, organisations};

/// How long a search may take, on the largest registry and a slow server: of a connection that died silently nothing more comes.
const PATIENCE: Duration = Duration::from_secs(180);

/// The searches under way: the last that was asked for, after the one that runs.
#[derive(Debug, Default)]
pub(super) struct Scans {
    asked: AtomicU64,
    alone: Mutex<()>,
}

/// What became of a search that brought nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scanned {
    /// Another one was asked for meanwhile.
    Moot,
    /// There was no other connection to be had, or it failed: the question goes over the one that everything goes over,
    /// which also says why it fails.
    Unserved,
}

impl Errand {
    /// Looks for pairs in the whole registry.
    pub(super) async fn pairs(&mut self, line: &mut Line, others: &Others) -> Result<Step> {
        if let Some(answer) = self.heard.take() {
            return Ok(Step::last(answer));
        }
        match self.scanned {
            Some(Scanned::Moot) => Ok(Step { answers: Vec::new(), then: Then::Finished }),
            Some(Scanned::Unserved) => {
                let pairs = organisations::duplicates(&mut line.conn, None, PAIRS).await?;
                Ok(Step::last(Answer::HostPairs(pairs)))
            }
            None => {
                let (open, scans) = (Arc::clone(&others.open), Arc::clone(&others.scans));
                let asked = scans.asked.fetch_add(1, Ordering::Relaxed) + 1;
                let trip = async move {
                    let _alone = scans.alone.lock().await;
                    if scans.asked.load(Ordering::Relaxed) != asked {
                        return Heard::Scanned(Scanned::Moot);
                    }
                    match tokio::time::timeout(PATIENCE, scan(&open)).await.ok().flatten() {
                        Some(pairs) => Heard::Answer(Answer::HostPairs(pairs)),
                        None => Heard::Scanned(Scanned::Unserved),
                    }
                };
                Ok(Step { answers: Vec::new(), then: Then::Away(Box::pin(trip)) })
            }
        }
    }
}

/// The pairs, when another connection is to be had.
async fn scan(open: &Open) -> Option<Vec<Pair>> {
    let mut conn =
        open().await.inspect_err(|why| tracing::warn!("no connection to search over: {why}")).ok()?;
    let search = async {
        session::prepare(&mut conn).await?;
        session::be_patient(&mut conn, Patience::Acts).await?;
        organisations::duplicates(&mut conn, None, PAIRS).await
    };
    search.await.inspect_err(|error| tracing::warn!("the search of the registry failed: {error}")).ok()
}
