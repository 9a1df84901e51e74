//! The queues' and the list's state. The list holds a window of consecutive rows, kept by id; it grows at its ends as
//! the cursor nears them and never moves under the hand.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::group::Group;
use super::views::{Asking, View};
use crate::app::effect::PageFrom;
use crate::app::filter::Filter;
use crate::app::message::{JobId, Page};
use crate::domain::act::{Subject, Target};
use crate::domain::queue::Queue;
use crate::domain::row::{Place, Row, Sort};

/// Rows kept at most; the far end is let go beyond.
const KEPT: usize = 1_200;

/// The queues, in the order they show.
#[derive(Clone, Debug, Default)]
pub struct QueuesPane {
    /// Each queue that concerns the person, and how many files stand in it: `None` for more than are counted.
    pub counts: Vec<(Queue, Option<i64>)>,
    /// The question under way.
    pub loading: Option<JobId>,
    /// The saved views: one's own, then those of one's centres.
    pub views: Vec<View>,
    /// What is asked about them.
    pub asking: Asking,
}

impl QueuesPane {
    /// How many files stand in a queue: nothing before the first answer, `Some(None)` for more than are counted.
    pub fn count(&self, queue: Queue) -> Option<Option<i64>> {
        self.counts.iter().find(|(counted, _)| *counted == queue).map(|(_, count)| *count)
    }
}

/// What happened to a row since it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// Somebody changed it; it is still of this list.
    Changed,
    /// It has left this list.
    Gone,
}

/// A marked file, as it was listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The version that was listed.
    pub version: i32,
    /// It had warnings.
    pub warned: bool,
}

impl From<&Row> for Mark {
    fn from(row: &Row) -> Self {
        Self { version: row.version, warned: row.is_warned() }
    }
}

/// The list.
#[derive(Clone, Debug)]
pub struct ListPane {
    /// The queue in hand.
    pub queue: Queue,
    /// The saved view in hand, by its number.
    pub view: Option<i32>,
    /// The filter.
    pub filter: Filter,
    /// The order.
    pub sort: Sort,
    /// Consecutive rows of the list.
    pub rows: Vec<Row>,
    /// Nothing lies before them.
    pub at_top: bool,
    /// Nothing lies after them.
    pub at_bottom: bool,
    /// The row in hand, among `rows`.
    pub cursor: usize,
    /// The first row on the screen, among `rows`.
    pub first: usize,
    /// Marked files: kept by id through filters and reloads.
    pub marks: BTreeMap<Subject, Mark>,
    /// The rest of what is being marked, beyond the rows read; of what comes, all or a group.
    pub marking: Option<(JobId, Option<Group>)>,
    /// Where a range of marks began.
    pub range_from: Option<Subject>,
    /// What happened to rows since they were read.
    pub flags: HashMap<Subject, Flag>,
    /// Files that this desk changed: their next version is no news.
    pub own: HashSet<i32>,
    /// Files that have come since the list was read.
    pub news: i64,
    /// How many files the queue had when the list was read, less those acted upon here.
    pub expected: Option<i64>,
    /// The page under way, and from where.
    pub loading: Option<(JobId, PageFrom)>,
    /// The rows being read again after a notice, by id.
    pub refreshing: Option<(JobId, Vec<Subject>)>,
    /// The list has been read at least once.
    pub is_loaded: bool,
}

impl Default for ListPane {
    fn default() -> Self {
        Self {
            queue: Queue::Administrative,
            view: None,
            filter: Filter::default(),
            sort: Sort::default(),
            rows: Vec::new(),
            at_top: true,
            at_bottom: true,
            cursor: 0,
            first: 0,
            marks: BTreeMap::new(),
            marking: None,
            range_from: None,
            flags: HashMap::new(),
            own: HashSet::new(),
            news: 0,
            expected: None,
            loading: None,
            refreshing: None,
            is_loaded: false,
        }
    }
}

impl ListPane {
    /// The row in hand.
    pub fn row(&self) -> Option<&Row> {
        self.rows.get(self.cursor)
    }

    /// The rows on the screen, when so many fit.
    pub fn shown(&self, height: usize) -> &[Row] {
        let end = (self.first + height).min(self.rows.len());
        self.rows.get(self.first..end).unwrap_or_default()
    }

    /// What is marked, as it was listed.
    pub fn marked(&self) -> Vec<Target> {
        let target = |(&Subject { id, amendment }, mark): (&Subject, &Mark)| Target {
            id,
            amendment,
            version: mark.version,
        };
        self.marks.iter().map(target).collect()
    }

    /// Marks some rows read, by their places.
    pub fn mark(&mut self, places: impl IntoIterator<Item = usize>) {
        for row in places.into_iter().filter_map(|place| self.rows.get(place)) {
            self.marks.insert(row.subject(), Mark::from(row));
        }
    }

    /// Marks or unmarks some rows read, by their places.
    pub fn toggle(&mut self, places: impl IntoIterator<Item = usize>) {
        for row in places.into_iter().filter_map(|place| self.rows.get(place)) {
            if self.marks.remove(&row.subject()).is_none() {
                self.marks.insert(row.subject(), Mark::from(row));
            }
        }
    }

    /// Puts the cursor on a row and brings it into view.
    pub fn go_to(&mut self, index: usize, height: usize) {
        self.cursor = index.min(self.rows.len().saturating_sub(1));
        let height = height.max(1);
        if self.cursor < self.first {
            self.first = self.cursor;
        } else if self.cursor >= self.first + height {
            self.first = self.cursor + 1 - height;
        }
        self.first = self.first.min(self.rows.len().saturating_sub(height));
    }

    /// Replaces the rows by a page read afresh, with the cursor on a file if it is there.
    pub fn replace(&mut self, page: Page, on: Option<Subject>, height: usize) {
        let shown_at = self.cursor.saturating_sub(self.first);
        self.rows = page.rows;
        (self.at_top, self.at_bottom) = (page.at_top, page.at_bottom);
        self.flags.clear();
        self.own.clear();
        let index =
            on.and_then(|subject| self.rows.iter().position(|row| row.subject() == subject)).unwrap_or(0);
        self.first = index.saturating_sub(shown_at);
        self.go_to(index, height);
        // Marks act on the versions on the screen.
        for row in &self.rows {
            if let Some(mark) = self.marks.get_mut(&row.subject()) {
                *mark = Mark::from(row);
            }
        }
    }

    /// Adds a page after the last row, letting go of the far end when there are too many.
    pub fn extend_down(&mut self, page: Page) {
        self.rows.extend(page.rows);
        self.at_bottom = page.at_bottom;
        let excess = self.rows.len().saturating_sub(KEPT).min(self.first);
        self.rows.drain(..excess);
        self.at_top &= excess == 0;
        self.first -= excess;
        self.cursor = self.cursor.saturating_sub(excess);
    }

    /// Adds a page before the first row, letting go of the far end when there are too many.
    pub fn extend_up(&mut self, page: Page, height: usize) {
        let added = page.rows.len();
        self.rows.splice(..0, page.rows);
        self.at_top = page.at_top;
        self.first += added;
        self.cursor += added;
        let kept = KEPT.max(self.first + height).max(self.cursor + 1);
        if self.rows.len() > kept {
            self.rows.truncate(kept);
            self.at_bottom = false;
        }
    }

    /// Takes a row out: the cursor then stands on the next one.
    pub fn remove(&mut self, subject: Subject) {
        let Some(index) = self.rows.iter().position(|row| row.subject() == subject) else { return };
        self.rows.remove(index);
        self.flags.remove(&subject);
        if index < self.cursor {
            self.cursor -= 1;
        }
        if index < self.first {
            self.first -= 1;
        }
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
    }

    /// The place after which the next page begins.
    pub fn bottom(&self) -> Option<Place> {
        self.rows.last().map(Row::place)
    }

    /// The place before which the previous page ends.
    pub fn top(&self) -> Option<Place> {
        self.rows.first().map(Row::place)
    }
}
