//! When mails leave: at once, with a digest, and never while a centre is closed.

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use serde::Deserialize;

use super::Pace;

/// A period without mail: its first and its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Closure(pub NaiveDate, pub NaiveDate);

/// When a mail leaves, in the establishment's own time; nothing for now.
///
/// Digests leave at `hour`: daily ones the next time it strikes, weekly ones on a Monday. What falls into a closure leaves at
/// that hour of the first open day.
pub fn due(
    now: NaiveDateTime,
    pace: Pace,
    hour: NaiveTime,
    closures: impl Fn(NaiveDate) -> bool,
) -> Option<NaiveDateTime> {
    let first = if now.time() < hour { now.date() } else { after(now.date()) };
    let wanted = match pace {
        Pace::AtOnce | Pace::Never if !closures(now.date()) => return None,
        Pace::AtOnce | Pace::Never => after(now.date()),
        Pace::Daily => first,
        Pace::Weekly => days(first).find(|day| day.weekday() == Weekday::Mon).unwrap_or(first),
    };
    Some(days(wanted).find(|day| !closures(*day)).unwrap_or(wanted).and_time(hour))
}

impl Closure {
    /// Whether a day is in it.
    pub fn holds(self, day: NaiveDate) -> bool {
        (self.0..=self.1).contains(&day)
    }
}

fn after(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}

/// This day and those that follow, for as long as closures are believed: two years.
fn days(from: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take(732)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    fn leaves(now: &str, pace: Pace, closed: &[(&str, &str)]) -> Option<String> {
        let closed: Vec<Closure> = closed
            .iter()
            .map(|(first, last)| Closure(first.parse().unwrap(), last.parse().unwrap()))
            .collect();
        let hour = NaiveTime::from_hms_opt(7, 30, 0).unwrap();
        due(at(now), pace, hour, |day| closed.iter().any(|closure| closure.holds(day)))
            .map(|due| due.format("%Y-%m-%d %H:%M").to_string())
    }

    #[test]
    fn digests_leave_at_their_hour_and_nothing_in_a_closure() {
        let christmas = [("2026-12-21", "2027-01-03")];
        // 18 December 2026 is a Friday.
        let cases = [
            ("2026-12-18 10:00", Pace::AtOnce, &[] as &[_], None),
            ("2026-12-18 10:00", Pace::Daily, &[], Some("2026-12-19 07:30")),
            ("2026-12-18 07:29", Pace::Daily, &[], Some("2026-12-18 07:30")),
            ("2026-12-18 07:30", Pace::Daily, &[], Some("2026-12-19 07:30")),
            ("2026-12-18 10:00", Pace::Weekly, &[], Some("2026-12-21 07:30")),
            ("2026-12-21 07:00", Pace::Weekly, &[], Some("2026-12-21 07:30")),
            ("2026-12-21 08:00", Pace::Weekly, &[], Some("2026-12-28 07:30")),
            ("2026-12-20 23:59", Pace::AtOnce, &christmas, None),
            ("2026-12-21 00:00", Pace::AtOnce, &christmas, Some("2027-01-04 07:30")),
            ("2026-12-20 23:59", Pace::Daily, &christmas, Some("2027-01-04 07:30")),
            ("2026-12-18 10:00", Pace::Weekly, &christmas, Some("2027-01-04 07:30")),
            ("2027-01-03 23:00", Pace::AtOnce, &christmas, Some("2027-01-04 07:30")),
            // One closure follows another.
            (
                "2026-12-24 10:00",
                Pace::AtOnce,
                &[("2026-12-24", "2026-12-26"), ("2026-12-27", "2026-12-31")],
                Some("2027-01-01 07:30"),
            ),
        ];
        for (now, pace, closed, expected) in cases {
            assert_eq!(leaves(now, pace, closed).as_deref(), expected, "{now} {pace:?} {closed:?}");
        }
    }
}
