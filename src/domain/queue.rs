//! The queues of the desk: which files wait for whom. A queue is a shape over list rows; the store turns the same
//! shape into a list, a search and a count.

use chrono::{Days, NaiveDate};

use super::amendment::AmendmentState;
use super::convention::coded;
use super::row::Row;

coded! {
    /// A queue of the desk, in the order the desk shows them.
    Queue {
        /// Waiting for the supervisor.
        Pedagogical = "pedagogical",
        /// Waiting for the centre's check.
        Check = "check",
        /// Waiting for the centre's validation.
        Administrative = "administrative",
        /// Resubmitted after a return: opens on what changed.
        Corrected = "corrected",
        /// Returned, waiting for the author.
        ToCorrect = "to_correct",
        /// Starts within [`SOON_DAYS`] days and is not signed by everybody.
        SoonUnsigned = "soon_unsigned",
        /// Has started and is not signed by everybody.
        StartedUnsigned = "started_unsigned",
        /// Not over, and the student information system tells another enrolment than the file's.
        Enrolment = "enrolment",
        /// Validated, waiting for signatures.
        ToSign = "to_sign",
        /// Signed by everybody.
        Signed = "signed",
        /// Amendments that wait for their validation.
        Amendments = "amendments",
        /// Amendments that are validated and not signed.
        AmendmentsUnsigned = "amendments_unsigned",
        /// Being written.
        Draft = "draft",
        /// Given up.
        Cancelled = "cancelled",
        /// Put away.
        Archived = "archived",
        /// Every file I see.
        All = "all",
    }
}

/// How far ahead "starts soon" looks, in days.
pub const SOON_DAYS: u64 = 7;

/// How far back "has started, unsigned" looks, in days: an older internship is history, not work.
pub const STARTED_DAYS: u64 = 183;

/// Counts that the database does not keep stop here: beyond it there are "more than".
pub const COUNT_BOUND: i64 = 1_000;

/// What a list row must be to stand in a queue; an empty shape is every file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// The row's own queue.
    pub stored: Option<&'static str>,
    /// Only resubmitted files.
    pub corrected: bool,
    /// Only files not signed by everybody.
    pub unsigned: bool,
    /// Only files whose enrolment is told otherwise.
    pub enrolment: bool,
    /// Starting on or after this day.
    pub from: Option<NaiveDate>,
    /// Starting before this day.
    pub until: Option<NaiveDate>,
    /// Ending on or after this day, or on a day that is not known.
    pub ending: Option<NaiveDate>,
}

impl Shape {
    /// Whether its rows are amendments, not files.
    pub fn is_of_amendments(&self) -> bool {
        self.stored.and_then(Queue::from_code).is_some_and(Queue::is_of_amendments)
    }

    /// Whether a row stands in this queue.
    pub fn admits(&self, row: &Row) -> bool {
        let starts = |test: &dyn Fn(NaiveDate) -> bool| row.start.is_some_and(test);
        let queue = row.amendment.as_ref().map_or(row.queue.code(), |amendment| match amendment.state {
            AmendmentState::Submitted => Queue::Amendments.code(),
            AmendmentState::Validated => Queue::AmendmentsUnsigned.code(),
            other => other.code(),
        });
        self.stored.is_none_or(|stored| queue == stored)
            && (!self.corrected || row.corrected)
            && (!self.unsigned || row.is_unsigned())
            && (!self.enrolment || row.enrolment_differs)
            && self.from.is_none_or(|from| starts(&|day| day >= from))
            && self.until.is_none_or(|until| starts(&|day| day < until))
            && self.ending.is_none_or(|from| row.end.is_none_or(|day| day >= from))
    }
}

impl Queue {
    /// The shape of this queue on a day of the establishment.
    pub fn shape(self, today: NaiveDate) -> Shape {
        match self {
            Self::Corrected => Shape { corrected: true, ..Shape::default() },
            Self::SoonUnsigned => Shape {
                unsigned: true,
                from: Some(today),
                until: today.checked_add_days(Days::new(SOON_DAYS)),
                ..Shape::default()
            },
            Self::StartedUnsigned => Shape {
                unsigned: true,
                from: today.checked_sub_days(Days::new(STARTED_DAYS)),
                until: Some(today),
                ..Shape::default()
            },
            Self::Enrolment => Shape { enrolment: true, ending: Some(today), ..Shape::default() },
            Self::All => Shape::default(),
            stored => Shape { stored: Some(stored.code()), ..Shape::default() },
        }
    }

    /// Whether its rows are amendments, not files.
    pub fn is_of_amendments(self) -> bool {
        matches!(self, Self::Amendments | Self::AmendmentsUnsigned)
    }

    /// Whether its count comes from the kept counts; the others depend on the day and are counted up to a bound.
    pub fn is_counted_apart(self) -> bool {
        matches!(self, Self::SoonUnsigned | Self::StartedUnsigned | Self::Enrolment | Self::All)
    }

    /// Whether files of every state stand in it, and stay there when their state changes.
    pub fn mixes_states(self) -> bool {
        self.is_counted_apart()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soon_and_started_meet_without_overlap() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let (soon, started) = (Queue::SoonUnsigned.shape(today), Queue::StartedUnsigned.shape(today));
        assert_eq!(soon.from, started.until, "a file that starts today is soon, not started");
        assert_eq!(soon.until, NaiveDate::from_ymd_opt(2026, 3, 9));
        assert!(soon.unsigned && started.unsigned);
    }

    #[test]
    fn an_enrolment_is_to_check_until_the_last_day() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let shape = Queue::Enrolment.shape(today);
        assert!(shape.enrolment && !shape.unsigned);
        assert_eq!((shape.ending, shape.from, shape.until), (Some(today), None, None));
    }

    #[test]
    fn every_other_queue_is_the_rows_own() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        for queue in Queue::ALL.iter().filter(|q| !q.is_counted_apart() && **q != Queue::Corrected) {
            assert_eq!(queue.shape(today).stored, Some(queue.code()));
        }
    }
}
