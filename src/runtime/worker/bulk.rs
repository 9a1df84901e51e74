//! Acts on many files and their previews, a chunk a trip: a chunk whose answer was lost goes again under the number it had.

use sqlx::PgConnection;
use sqlx::types::Uuid;

use super::errand::{Errand, Step, Then};
use super::line::Line;
use crate::app::message::Answer;
use crate::domain::act::{Act, Answer as Verdict, Outcome, Target};
use crate::store::acts::CHUNK;
use crate::store::{Result, acts, amendments, files};

/// The refusal of an act on a file that the rules have not looked at since it changed.
const UNCHECKED: &str = "GU010";

/// Files acted upon in one transaction, under one request number.
pub(super) struct Chunk {
    targets: Vec<Target>,
    request: Uuid,
    /// It has been sent: the answer may have been lost.
    sent: bool,
}

impl Errand {
    /// Previews the next chunk.
    pub(super) async fn preview(&mut self, line: &mut Line, act: &Act) -> Result<Step> {
        let conn = &mut line.conn;
        let chunk = &self.left[..self.left.len().min(CHUNK)];
        if !chunk.is_empty() {
            let mut outcomes = acts::preview(conn, act, chunk).await?;
            let unchecked = unchecked(&outcomes, chunk);
            if !unchecked.is_empty() {
                look(conn, &unchecked).await?;
                replace(&mut outcomes, acts::preview(conn, act, &unchecked).await?);
            }
            self.gathered.append(&mut outcomes);
            self.left.drain(..self.left.len().min(CHUNK));
        }
        if self.left.is_empty() {
            Ok(Step::last(Answer::Preview(std::mem::take(&mut self.gathered))))
        } else {
            Ok(Step { answers: Vec::new(), then: Then::Again })
        }
    }

    /// Acts on the next chunk, or again on the one whose answer was lost.
    pub(super) async fn act(&mut self, line: &mut Line, act: &Act) -> Result<Step> {
        let mut answers = Vec::new();
        if self.chunk.is_none() && !self.left.is_empty() {
            let targets = self.left.drain(..self.left.len().min(CHUNK)).collect();
            self.chunk = Some(Chunk { targets, request: Uuid::now_v7(), sent: false });
        }
        if let Some(chunk) = self.chunk.as_mut() {
            let outcomes = chunk.act(line, act).await?;
            self.chunk = None;
            answers.push(Answer::Acted(outcomes));
        }
        let finished = self.left.is_empty();
        if finished {
            answers.push(Answer::ActEnded { stopped: false });
        }
        Ok(Step { answers, then: Then::of(finished) })
    }
}

impl Chunk {
    async fn act(&mut self, line: &mut Line, act: &Act) -> Result<Vec<Outcome>> {
        let conn = &mut line.conn;
        let mut outcomes = Vec::new();
        let mut open = self.targets.clone();
        if std::mem::replace(&mut self.sent, true) {
            let done = acts::outcome(conn, self.request).await?;
            // Of an amendment the database knows by itself that the request was its own.
            let is_done = |target: &&Target| target.amendment.is_none() && done.contains(&target.id);
            open.retain(|target| !is_done(&target));
            let done = self.targets.iter().filter(is_done);
            // An act is done on the version it was decided on, and leaves the next one.
            outcomes.extend(done.map(|target| Outcome::of(*target, Some(target.version + 1), Verdict::Done)));
        }
        if !open.is_empty() {
            outcomes.extend(acts::act(conn, act, &open, self.request).await?);
        }
        let unchecked = unchecked(&outcomes, &open);
        if !unchecked.is_empty() {
            look(conn, &unchecked).await?;
            replace(&mut outcomes, acts::act(conn, act, &unchecked, self.request).await?);
        }
        outcomes.sort_unstable_by_key(Outcome::subject);
        Ok(outcomes)
    }
}

/// Those of the files that were refused for want of a look by the rules.
fn unchecked(outcomes: &[Outcome], targets: &[Target]) -> Vec<Target> {
    let refused = |target: &&Target| {
        outcomes.iter().any(|outcome| {
            outcome.subject() == target.subject()
                && outcome.refusal().is_some_and(|refusal| refusal.code == UNCHECKED)
        })
    };
    targets.iter().filter(refused).copied().collect()
}

/// Lets the rules look at these files, and at what these amendments would make of theirs.
async fn look(conn: &mut PgConnection, targets: &[Target]) -> Result<()> {
    let files: Vec<i32> =
        targets.iter().filter(|target| target.amendment.is_none()).map(|target| target.id).collect();
    let amendments: Vec<i32> = targets.iter().filter_map(|target| target.amendment).collect();
    if !files.is_empty() {
        files::check(&mut *conn, &files).await?;
    }
    if !amendments.is_empty() {
        amendments::check(conn, &amendments).await?;
    }
    Ok(())
}

/// Puts second answers in the place of the first ones.
fn replace(outcomes: &mut [Outcome], again: Vec<Outcome>) {
    for second in again {
        if let Some(first) = outcomes.iter_mut().find(|first| first.subject() == second.subject()) {
            *first = second;
        }
    }
}
