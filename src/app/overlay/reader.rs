//! A text to read: a history, what changed since a return, the journal, what a bulk act did.

use std::cell::{Ref, RefCell};
use std::ops::Deref;

use super::FieldsBox;
use crate::app::message::JobId;
use crate::domain::act::{Change, HistoryEntry};

/// What is read.
#[derive(Clone, Debug)]
pub enum ReaderText {
    /// The history of a file.
    History(Long<HistoryEntry>),
    /// What changed since a file was returned.
    Changes(Long<Change>),
    /// The journal of the session.
    Journal,
    /// What the bulk act of this job did and did not do.
    Report(JobId),
    /// Sentences, a line each, under a title.
    Told(String, Vec<String>),
    /// Sentences, a line each, that a box asks about: it comes back once they are read.
    Before(Box<FieldsBox>, Vec<String>),
}

/// A text of many parts, of which a frame works out those that it shows.
#[derive(Clone, Debug)]
pub struct Long<T> {
    parts: Vec<T>,
    /// Columns, and how many lines each part takes within them: counting them is most of what a long text costs, and
    /// from one frame to the next they are the same.
    heights: RefCell<(u16, Vec<usize>)>,
}

impl<T> Long<T> {
    /// How many lines each part takes in so many columns; counted where the last frame was not as wide.
    pub fn heights(&self, columns: u16, count: impl Fn(&T) -> usize) -> Ref<'_, [usize]> {
        let is_known = {
            let kept = self.heights.borrow();
            kept.0 == columns && kept.1.len() == self.parts.len()
        };
        if !is_known {
            let counted = self.parts.iter().map(count).collect();
            self.heights.replace((columns, counted));
        }
        Ref::map(self.heights.borrow(), |kept| kept.1.as_slice())
    }
}

impl<T> From<Vec<T>> for Long<T> {
    fn from(parts: Vec<T>) -> Self {
        Self { parts, heights: RefCell::default() }
    }
}

impl<T> Deref for Long<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.parts
    }
}

/// The box.
#[derive(Clone, Debug)]
pub struct ReaderBox {
    /// What is read.
    pub text: ReaderText,
    /// The file it is about.
    pub subject: Option<String>,
    /// The question under way.
    pub loading: Option<JobId>,
    /// Lines scrolled.
    pub scroll: usize,
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn lines_are_counted_once_for_a_width() {
        let text = Long::from(vec![3, 5]);
        let counted = Cell::new(0);
        let height = |part: &usize| {
            counted.set(counted.get() + 1);
            *part
        };
        for columns in [80, 80, 40, 40] {
            assert_eq!(*text.heights(columns, height), [3, 5]);
        }
        assert_eq!(counted.get(), 4, "twice for each of two widths");
    }
}
