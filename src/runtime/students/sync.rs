//! The sources asked about all students of files that are not over, and what they say kept: for a nightly timer. What is
//! fresh is not asked again, so that a batch that was stopped goes on where it was.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::stream::{self, StreamExt as _};
use serde::Serialize;
use sqlx::PgConnection;

use crate::domain::student::StudentNumber;
use crate::runtime::clock;
use crate::sis::sources::Sources;
use crate::store::{Result, students};

/// How the students are asked about.
#[derive(Clone, Copy, Debug)]
pub struct How {
    /// Those of whom nothing was told for so long.
    pub older_than: TimeDelta,
    /// So many at once.
    pub at_once: usize,
    /// Each within this time.
    pub within: Duration,
    /// How often a rest of the sources is waited for before they are left alone.
    pub waits: u8,
}

/// Students who are read at once.
const BATCH: i32 = 200;

/// Days after which a dossier that nobody asked for again is forgotten.
const KEPT: i64 = 400;

/// What became of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Synced {
    /// Students of whom all that were asked told something, or that they know nothing.
    pub told: usize,
    /// Of those, the students whom no source knows.
    pub unknown: usize,
    /// Students of whom some source did not answer: what was kept of them stays.
    pub failed: usize,
    /// The sources failed so often that they were left alone, and did so again after it was waited for.
    pub stopped: bool,
}

/// Asks about the students of files that are not over; calls `done` with what became of those so far.
///
/// # Errors
/// When the database fails or refuses: what was told is kept.
pub async fn sync(
    sources: &Sources,
    conn: &mut PgConnection,
    how: How,
    done: impl FnMut(Synced),
) -> Result<Synced> {
    let rest = async |until: DateTime<Utc>| {
        tokio::time::sleep((until - clock::now()).to_std().unwrap_or_default()).await;
    };
    sync_resting(sources, conn, how, rest, done).await
}

/// The same, which waits so until sources that are left alone may be asked again.
///
/// # Errors
/// Likewise.
pub async fn sync_resting(
    sources: &Sources,
    conn: &mut PgConnection,
    how: How,
    rest: impl AsyncFn(DateTime<Utc>),
    mut done: impl FnMut(Synced),
) -> Result<Synced> {
    let before = clock::now() - how.older_than;
    let (mut synced, mut after, mut waits) = (Synced::default(), String::new(), how.waits);
    // Told before the batch at hand, however often it is asked about again.
    let mut told_before = 0;
    loop {
        let batch = students::to_ask(conn, before, &after, BATCH).await?;
        let Some((last, _)) = batch.last() else { break };
        let (mut here, mut rests_until) = (synced, None);
        let asked = batch.iter().map(async |(number, year)| {
            let number = StudentNumber::parse(number).ok()?;
            Some(sources.dossier(&number, Some(*year), *year, how.within).await)
        });
        let mut answers = stream::iter(asked).buffer_unordered(how.at_once.max(1));
        while let Some(dossier) = answers.next().await {
            match dossier {
                Some(dossier) if dossier.is_settled() => {
                    students::keep(conn, &dossier).await?;
                    here.told += 1;
                    here.unknown += usize::from(dossier.is_unknown());
                }
                other => {
                    rests_until = rests_until.max(other.and_then(|dossier| dossier.rests_until()));
                    here.failed += 1;
                }
            }
            done(here);
        }
        // A source that was left alone says nothing of those who were asked about meanwhile: they are asked about again.
        match (rests_until, waits) {
            (Some(until), 1..) => {
                waits -= 1;
                synced.told = here.told;
                synced.unknown = here.unknown;
                rest(until).await;
            }
            (Some(_), 0) if here.told == told_before => {
                synced = Synced { stopped: true, ..here };
                break;
            }
            _ => {
                waits = how.waits;
                synced = here;
                told_before = here.told;
                after.clone_from(last);
            }
        }
    }
    students::forget(conn, clock::now() - TimeDelta::days(KEPT)).await?;
    Ok(synced)
}
