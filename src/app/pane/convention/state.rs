//! The file pane's state: the sheet that shows, the one that is awaited, and those seen lately.

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::message::JobId;
use crate::domain::sheet::Sheet;

/// For how long the last sheet may stay while the next one is awaited: no flicker when the answer is quick, nothing
/// misleading when it is not.
const LINGER: TimeDelta = TimeDelta::milliseconds(150);

/// How many sheets are kept, so that going back costs nothing.
const KEPT: usize = 48;

/// The file pane.
#[derive(Clone, Debug, Default)]
pub struct FilePane {
    /// The file that should show.
    pub wanted: Option<i32>,
    /// The sheet that shows, unless the wait has been too long.
    pub sheet: Option<Sheet>,
    /// The question under way, and since when.
    pub loading: Option<(JobId, DateTime<Utc>)>,
    /// Lines scrolled.
    pub scroll: usize,
    seen: Vec<Sheet>,
}

impl FilePane {
    /// The sheet of the file that should show, if it is here.
    pub fn current(&self) -> Option<&Sheet> {
        self.sheet.as_ref().filter(|sheet| Some(sheet.id) == self.wanted)
    }

    /// The sheet to draw at this moment: the wanted one, or for a short while the last.
    pub fn visible(&self, now: DateTime<Utc>) -> Option<&Sheet> {
        self.current().or_else(|| {
            let (_, since) = self.loading.as_ref()?;
            self.sheet.as_ref().filter(|_| now < *since + LINGER)
        })
    }

    /// When the last sheet has to make room, if the next one is late.
    pub fn deadline(&self) -> Option<DateTime<Utc>> {
        self.current().is_none().then_some(())?;
        self.loading.as_ref().map(|(_, since)| *since + LINGER)
    }

    /// Shows a file at a version seen lately; false when it has to be asked for.
    pub fn recall(&mut self, id: i32, version: i32) -> bool {
        if self.wanted != Some(id) {
            self.scroll = 0;
        }
        self.wanted = Some(id);
        if self.sheet.as_ref().is_some_and(|sheet| sheet.id == id && sheet.version == version) {
            self.loading = None;
            return true;
        }
        let found = self
            .seen
            .iter()
            .find(|sheet| sheet.id == id && sheet.version == version && sheet.checked)
            .cloned();
        if let Some(sheet) = found {
            self.sheet = Some(sheet);
            self.loading = None;
            return true;
        }
        false
    }

    /// A sheet has come.
    pub fn show(&mut self, sheet: Sheet) {
        self.seen.retain(|kept| kept.id != sheet.id);
        if self.seen.len() == KEPT {
            self.seen.remove(0);
        }
        self.seen.push(sheet.clone());
        self.loading = None;
        self.sheet = Some(sheet);
    }

    /// Nothing to show.
    pub fn clear(&mut self) {
        *self = Self { seen: std::mem::take(&mut self.seen), ..Self::default() };
    }
}
