//! What is being done, what can be undone, what can be repeated.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::message::JobId;
use crate::domain::act::{Act, Outcome, Subject, Target};
use crate::domain::queue::Queue;
use crate::domain::row::Place;

/// How many deeds can be undone.
const REMEMBERED: usize = 50;

/// How many reports of bulk acts are kept.
const REPORTED: usize = 30;

/// The acts of this session.
#[derive(Clone, Debug, Default)]
pub struct Acts {
    /// The act that is running.
    pub running: Option<Running>,
    /// Done here and not undone since, latest last.
    pub deeds: Vec<Deed>,
    /// What `.` repeats.
    pub last: Option<Act>,
    /// What the bulk acts of this session did and did not do, latest last.
    pub reports: Vec<Report>,
}

/// What somebody asked for in one go.
#[derive(Clone, Debug)]
pub struct Gesture {
    /// The act.
    pub act: Act,
    /// It undoes the latest deed.
    pub undoes: bool,
    /// Every file it was asked for, at the version that was listed.
    pub asked: Vec<Target>,
    /// Those of them that had warnings.
    pub warned: Vec<Subject>,
    /// Files that were refused before it began.
    pub set_aside: Vec<Outcome>,
}

/// Whether these are amendments, not files.
pub fn is_of_amendments(targets: &[Target]) -> bool {
    !targets.is_empty() && targets.iter().all(|target| target.amendment.is_some())
}

impl Gesture {
    /// Whether it is about amendments, not files.
    pub fn is_of_amendments(&self) -> bool {
        is_of_amendments(&self.asked)
    }

    /// One act on these files, with nothing set aside.
    pub fn plain(act: Act, asked: Vec<Target>) -> Self {
        Self { act, undoes: false, asked, warned: Vec::new(), set_aside: Vec::new() }
    }
}

/// An act under way.
#[derive(Clone, Debug)]
pub struct Running {
    /// Its job.
    pub job: JobId,
    /// What was asked.
    pub gesture: Gesture,
    /// When it began.
    pub began: DateTime<Utc>,
    /// How many files it was sent for.
    pub total: usize,
    /// What they answered so far.
    pub outcomes: Vec<Outcome>,
    /// Where those stood that have left the list.
    pub left_list: Vec<Place>,
    /// It was asked to stop.
    pub stopping: bool,
}

impl Running {
    /// More than one file: it shows its progress and ends in a report.
    pub fn is_bulk(&self) -> bool {
        self.total > 1
    }
}

/// What a bulk act did, and did not do.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its job.
    pub job: JobId,
    /// What was asked; nothing is set aside any more.
    pub gesture: Gesture,
    /// When it began.
    pub began: DateTime<Utc>,
    /// It was stopped before its end.
    pub stopped: bool,
    /// The files it was done on.
    pub done: Vec<Subject>,
    /// Those that refused, before it began or on the way.
    pub refused: Vec<Outcome>,
    /// How many it never came to.
    pub left: usize,
}

impl Report {
    /// Whether there is something to take up again.
    pub fn has_undone(&self) -> bool {
        self.done.len() < self.gesture.asked.len()
    }

    /// How many were left out from the beginning, for their warnings.
    pub fn warned(&self) -> usize {
        self.gesture.asked.len().saturating_sub(self.done.len() + self.refused.len() + self.left)
    }

    /// The files it was asked for and not done on, as they were listed.
    pub fn undone(&self) -> Vec<Target> {
        let done: HashSet<Subject> = self.done.iter().copied().collect();
        self.gesture.asked.iter().filter(|target| !done.contains(&target.subject())).copied().collect()
    }
}

/// Something done, as undoing it needs to know.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// What was done.
    pub act: Act,
    /// The files, at the versions it left them.
    pub targets: Vec<Target>,
    /// The queue that was in hand.
    pub queue: Queue,
    /// Where the first of them stood in its list.
    pub place: Option<Place>,
}

impl Acts {
    /// Remembers a deed.
    pub fn remember(&mut self, deed: Deed) {
        if self.deeds.len() == REMEMBERED {
            self.deeds.remove(0);
        }
        self.deeds.push(deed);
    }

    /// Keeps a report.
    pub fn report(&mut self, report: Report) {
        if self.reports.len() == REPORTED {
            self.reports.remove(0);
        }
        self.reports.push(report);
    }

    /// The report of this job.
    pub fn report_of(&self, job: JobId) -> Option<&Report> {
        self.reports.iter().find(|report| report.job == job)
    }

    /// The act that undoes the latest deed that can be undone, with the reason it gives.
    pub fn undoing(&self, reason: &str) -> Option<(Act, Vec<Target>)> {
        self.deeds.iter().rev().find_map(|deed| Some((deed.undoing(reason)?, deed.targets.clone())))
    }

    /// What was done since that deed: none of it can be undone.
    pub fn staying(&self) -> impl Iterator<Item = &Act> {
        self.deeds.iter().rev().take_while(|deed| deed.undoing("").is_none()).map(|deed| &deed.act)
    }

    /// The latest deed that can be undone is, or never will be: it is let go of, with what stays.
    pub fn take_undone(&mut self) -> Option<Deed> {
        let at = self.deeds.iter().rposition(|deed| deed.undoing("").is_some())?;
        self.deeds.drain(at..).next()
    }
}

impl Deed {
    /// The act that undoes it, with the reason it gives; none for what cannot be undone.
    fn undoing(&self, reason: &str) -> Option<Act> {
        match &self.act {
            Act::Validate | Act::ValidateFor(_) => Some(Act::Unvalidate(reason.to_owned())),
            Act::Return { .. } | Act::Cancel(_) => Some(Act::Restore),
            Act::Hold(_) => Some(Act::Hold(None)),
            Act::Unvalidate(_) | Act::Restore | Act::Submit | Act::Pass(_) | Act::Sign { .. } => None,
        }
    }
}
