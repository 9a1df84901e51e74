//! The file pane's state: the sheet that shows, the one that is awaited, and those seen lately.

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::message::JobId;
use crate::domain::act::Subject;
use crate::domain::sheet::Sheet;

/// For how long the last sheet may stay while the next one is awaited: no flicker when the answer is quick, nothing
/// misleading when it is not.
const LINGER: TimeDelta = TimeDelta::milliseconds(150);

/// How long the cursor rests on a row before its file is asked for or shown: longer than a held key takes to repeat, so
/// that files which are passed over cost neither a question nor a line over SSH.
const SETTLE: TimeDelta = TimeDelta::milliseconds(40);

/// How many sheets are kept, so that going back costs nothing.
const KEPT: usize = 48;

/// The file pane.
#[derive(Clone, Debug, Default)]
pub struct FilePane {
    /// The file that should show, or the amendment of it.
    pub wanted: Option<Subject>,
    /// The amendment through which the file is compared with; what is in force otherwise.
    pub against: Option<i32>,
    /// The change of the amendment that is in hand, from 0.
    pub change: Option<usize>,
    /// What an amendment leaves as it is shows too.
    pub unfolded: bool,
    /// The sheet that shows, unless the wait has been too long.
    pub sheet: Option<Sheet>,
    /// The question under way.
    pub loading: Option<JobId>,
    /// Since when the sheet that shows is not that of the wanted file.
    lagging: Option<DateTime<Utc>>,
    /// When the wanted file is to be shown, while the cursor still moves.
    due: Option<DateTime<Utc>>,
    /// Lines scrolled.
    pub scroll: usize,
    seen: Vec<Sheet>,
}

impl FilePane {
    /// The sheet of the file that should show, if it is here.
    pub fn current(&self) -> Option<&Sheet> {
        self.sheet.as_ref().filter(|sheet| Some(sheet.subject()) == self.wanted)
    }

    /// The sheet to draw at this moment: the wanted one, or for a short while the last.
    pub fn visible(&self, now: DateTime<Utc>) -> Option<&Sheet> {
        self.current().or_else(|| {
            let since = self.lagging?;
            self.sheet.as_ref().filter(|_| now < since + LINGER)
        })
    }

    /// When the pane changes by itself: the cursor has come to rest, or the last sheet has to make room.
    pub fn deadline(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let late = self.lagging.map(|since| since + LINGER);
        [self.due, late].into_iter().flatten().filter(|at| *at > now).min()
    }

    /// The cursor moved onto a file: it is wanted, but only shown once the cursor rests.
    pub fn pass_over(&mut self, subject: Subject, now: DateTime<Utc>) {
        self.want(subject, now);
        self.due = self.current().is_none().then_some(now + SETTLE);
    }

    /// Whether the cursor has come to rest on a file that is not shown yet.
    pub fn take_due(&mut self, now: DateTime<Utc>) -> bool {
        self.due.take_if(|at| *at <= now).is_some()
    }

    /// A question for a file is under way.
    pub fn await_answer(&mut self, subject: Subject, job: JobId, now: DateTime<Utc>) {
        self.want(subject, now);
        self.loading = Some(job);
    }

    /// Shows a file at a version seen lately; false when it has to be asked for.
    pub fn recall(&mut self, subject: Subject, version: i32, now: DateTime<Utc>) -> bool {
        let awaited = self.loading.filter(|_| self.wanted == Some(subject));
        self.want(subject, now);
        let serves = |sheet: &&Sheet| sheet.subject() == subject && sheet.version == version;
        if self.sheet.as_ref().filter(serves).is_some() {
            return true;
        }
        if let Some(sheet) = self.seen.iter().filter(serves).find(|sheet| sheet.checked).cloned() {
            self.sheet = Some(sheet);
            self.lagging = None;
            return true;
        }
        self.loading = awaited;
        awaited.is_some()
    }

    /// From now on this file should show.
    fn want(&mut self, subject: Subject, now: DateTime<Utc>) {
        if self.wanted.replace(subject) != Some(subject) {
            (self.scroll, self.against, self.change) = (0, None, None);
        }
        (self.loading, self.due) = (None, None);
        self.lagging = match self.current() {
            Some(_) => None,
            None => self.lagging.or(Some(now)),
        };
    }

    /// A sheet has come.
    pub fn show(&mut self, sheet: Sheet) {
        self.seen.retain(|kept| kept.subject() != sheet.subject());
        if self.seen.len() == KEPT {
            self.seen.remove(0);
        }
        // Against something else it is looked at once.
        if self.against.is_none() {
            self.seen.push(sheet.clone());
        }
        (self.loading, self.lagging, self.due) = (None, None, None);
        self.sheet = Some(sheet);
    }

    /// Nothing to show.
    pub fn clear(&mut self) {
        *self = Self { seen: std::mem::take(&mut self.seen), ..Self::default() };
    }
}
