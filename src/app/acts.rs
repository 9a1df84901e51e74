//! What is being done, what can be undone, what can be repeated.

use super::message::JobId;
use crate::domain::act::{Act, Outcome, Target};
use crate::domain::queue::Queue;
use crate::domain::row::Place;

/// How many deeds can be undone.
const REMEMBERED: usize = 50;

/// The acts of this session.
#[derive(Clone, Debug, Default)]
pub struct Acts {
    /// The act that is running.
    pub running: Option<Running>,
    /// Done here and not undone since, latest last.
    pub deeds: Vec<Deed>,
    /// What `.` repeats.
    pub last: Option<Act>,
}

/// An act under way.
#[derive(Clone, Debug)]
pub struct Running {
    /// Its job.
    pub job: JobId,
    /// The act.
    pub act: Act,
    /// It undoes the latest deed.
    pub undoes: bool,
    /// How many files it was asked for.
    pub total: usize,
    /// What they answered so far.
    pub outcomes: Vec<Outcome>,
    /// Files of the same gesture that were refused before it began.
    pub set_aside: Vec<Outcome>,
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

    /// The act that undoes the latest deed, with the reason it gives.
    pub fn undoing(&self, reason: &str) -> Option<(Act, Vec<Target>)> {
        let deed = self.deeds.last()?;
        let act = match &deed.act {
            Act::Validate | Act::ValidateFor(_) => Act::Unvalidate(reason.to_owned()),
            Act::Return { .. } | Act::Cancel(_) => Act::Restore,
            Act::Hold(_) => Act::Hold(None),
            Act::Unvalidate(_) | Act::Restore | Act::Submit | Act::Pass(_) => return None,
        };
        Some((act, deed.targets.clone()))
    }
}
