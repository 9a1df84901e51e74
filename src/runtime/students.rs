//! The sources asked about all students of files that are not over, and what they say kept: for a nightly timer. What is
//! fresh is not asked again, so that a batch that was stopped goes on where it was.

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::stream::{self, StreamExt as _};
use serde::Serialize;
use sqlx::PgConnection;

use super::clock;
use crate::domain::student::StudentNumber;
use crate::sis::sources::Sources;
use crate::store::{Result, students};

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
    /// The sources did not answer about anybody any more, and were left alone.
    pub stopped: bool,
}

/// Asks about the students of whom nothing was told for so long, so many at once and each within this time; calls `done`
/// with what became of those so far.
///
/// # Errors
/// When the database fails or refuses: what was told is kept.
pub async fn sync(
    sources: &Sources,
    conn: &mut PgConnection,
    (older_than, at_once, within): (TimeDelta, usize, Duration),
    mut done: impl FnMut(Synced),
) -> Result<Synced> {
    let before = clock::now() - older_than;
    let (mut synced, mut after) = (Synced::default(), String::new());
    loop {
        let batch = students::to_ask(conn, before, &after, BATCH).await?;
        let Some((last, _)) = batch.last() else { break };
        after.clone_from(last);
        let failed_before = synced.failed;
        let asked = batch.iter().map(async |(number, year)| {
            let number = StudentNumber::parse(number).ok()?;
            Some(sources.dossier(&number, Some(*year), *year, within).await)
        });
        let mut answers = stream::iter(asked).buffer_unordered(at_once.max(1));
        while let Some(dossier) = answers.next().await {
            match dossier {
                Some(dossier) if !dossier.is_partial() => {
                    students::keep(conn, &dossier).await?;
                    synced.told += 1;
                    synced.unknown += usize::from(dossier.is_unknown());
                }
                _ => synced.failed += 1,
            }
            done(synced);
        }
        if synced.failed - failed_before == batch.len() {
            synced.stopped = true;
            break;
        }
    }
    students::forget(conn, clock::now() - TimeDelta::days(KEPT)).await?;
    Ok(synced)
}
