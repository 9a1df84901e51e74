//! Dates in a filter: a day, a month, a year, or a distance from today, compared or as a range.
//!
//! Distances stay distances, so that a saved view still says "the next seven days" tomorrow.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::{Comparison, Test};
use crate::domain::fold::fold;
use crate::i18n::Lang;

/// A unit of distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months of the calendar.
    Month,
    /// Years.
    Year,
}

const UNITS: [(Unit, &str, &str, &[&str]); 4] = [
    (Unit::Day, "j", "d", &["jour", "jours", "day", "days"]),
    (Unit::Week, "sem", "w", &["s", "semaine", "semaines", "week", "weeks"]),
    (Unit::Month, "mois", "mo", &["m", "month", "months"]),
    (Unit::Year, "an", "y", &["a", "ans", "year", "years"]),
];

/// A distance in time: `7j`, `-2sem`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// How many; negative for the past.
    pub count: i32,
    /// Of what.
    pub unit: Unit,
}

/// The longest distance that is read; further than any convention.
const LONGEST: i32 = 36_500;

impl Span {
    /// Reads `7j`, `7 jours`, `-2sem`, `3mo`; a bare number is days where `bare` says so.
    pub(super) fn read(text: &str, bare: bool) -> Option<Self> {
        let text = fold(text);
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '-' && c != '+').unwrap_or(text.len());
        let (count, unit) = text.split_at(end);
        let count: i32 = count.parse().ok().filter(|n: &i32| n.abs() <= LONGEST)?;
        let unit = match unit.trim() {
            "" if bare => Unit::Day,
            name => {
                UNITS.iter().find(|(_, fr, en, more)| name == *fr || name == *en || more.contains(&name))?.0
            }
        };
        Some(Self { count, unit })
    }

    pub(super) fn text(self, lang: Lang) -> String {
        let name =
            UNITS.iter().find(|(unit, ..)| *unit == self.unit).map_or("", |(_, fr, en, _)| match lang {
                Lang::Fr => fr,
                Lang::En => en,
            });
        format!("{}{name}", self.count)
    }

    /// The day that lies this far from another; the last day there is, if none does.
    fn from(self, day: NaiveDate) -> NaiveDate {
        let count = self.count.unsigned_abs();
        let moved = match (self.unit, self.count < 0) {
            (Unit::Day, false) => day.checked_add_days(Days::new(count.into())),
            (Unit::Day, true) => day.checked_sub_days(Days::new(count.into())),
            (Unit::Week, false) => day.checked_add_days(Days::new(u64::from(count) * 7)),
            (Unit::Week, true) => day.checked_sub_days(Days::new(u64::from(count) * 7)),
            (Unit::Month, false) => day.checked_add_months(Months::new(count)),
            (Unit::Month, true) => day.checked_sub_months(Months::new(count)),
            (Unit::Year, false) => day.checked_add_months(Months::new(count * 12)),
            (Unit::Year, true) => day.checked_sub_months(Months::new(count * 12)),
        };
        moved.unwrap_or(if self.count < 0 { NaiveDate::MIN } else { NaiveDate::MAX })
    }

    fn back(self) -> Self {
        Self { count: -self.count, unit: self.unit }
    }
}

/// A date as a person gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePoint {
    /// A day.
    Day(NaiveDate),
    /// A month, by its first day.
    Month(NaiveDate),
    /// A year, by its first day.
    Year(NaiveDate),
    /// So far from today.
    Distance(Span),
}

/// Years outside which a date is a slip of the finger.
const YEARS: std::ops::RangeInclusive<i32> = 1950..=2150;

impl DatePoint {
    /// Reads `01/03/2026`, `1/3/26`, `15/04` (of this year), `2026-03-01`, `03/2026`, `2026-03`, `2026`, `7j`,
    /// `aujourd'hui`, `demain`, `hier`.
    pub(super) fn read(text: &str, today: NaiveDate) -> Option<Self> {
        let text = fold(text);
        let distance = |count| Some(Self::Distance(Span { count, unit: Unit::Day }));
        match &*text {
            "aujourd'hui" | "auj" | "today" => return distance(0),
            "demain" | "tomorrow" => return distance(1),
            "hier" | "yesterday" => return distance(-1),
            _ => {}
        }
        if let Some(span) = Span::read(&text, false) {
            return Some(Self::Distance(span));
        }
        let day = |year: &str, month: &str, day: &str| {
            let read = NaiveDate::from_ymd_opt(read_year(year)?, digits(month, 2)?, digits(day, 2)?)?;
            Some(read)
        };
        let parts: Vec<&str> = text.split('/').collect();
        match *parts {
            [d, m, y] => return day(y, m, d).map(Self::Day),
            [m, y] if y.len() == 4 => return day(y, m, "1").map(Self::Month),
            [d, m] => {
                return NaiveDate::from_ymd_opt(today.year(), digits(m, 2)?, digits(d, 2)?).map(Self::Day);
            }
            _ => {}
        }
        let parts: Vec<&str> = text.split('-').collect();
        match *parts {
            [y, m, d] if y.len() == 4 => day(y, m, d).map(Self::Day),
            [y, m] if y.len() == 4 => day(y, m, "1").map(Self::Month),
            [y] if y.len() == 4 => day(y, "1", "1").map(Self::Year),
            _ => None,
        }
    }

    pub(super) fn text(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Day(day), Lang::Fr) => day.format("%d/%m/%Y").to_string(),
            (Self::Day(day), Lang::En) => day.format("%Y-%m-%d").to_string(),
            (Self::Month(day), Lang::Fr) => day.format("%m/%Y").to_string(),
            (Self::Month(day), Lang::En) => day.format("%Y-%m").to_string(),
            (Self::Year(day), _) => day.format("%Y").to_string(),
            (Self::Distance(span), _) => span.text(lang),
        }
    }

    /// Its first and last day.
    fn days(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let until = |first: NaiveDate, months| {
            let next = first.checked_add_months(Months::new(months)).and_then(|d| d.pred_opt());
            (first, next.unwrap_or(NaiveDate::MAX))
        };
        match self {
            Self::Day(day) => (day, day),
            Self::Month(first) => until(first, 1),
            Self::Year(first) => until(first, 12),
            Self::Distance(span) => {
                let day = span.from(today);
                (day, day)
            }
        }
    }
}

fn digits(text: &str, longest: usize) -> Option<u32> {
    let plain = (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn read_year(text: &str) -> Option<i32> {
    let year = i32::try_from(digits(text, 4)?).ok()?;
    match text.len() {
        2 => Some(year + 2000),
        4 => Some(year).filter(|year| YEARS.contains(year)),
        _ => None,
    }
}

/// The days a test lets through, both ends included; an end that is `None` is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl Test<DatePoint> {
    /// The days this test lets through, seen from `today`.
    ///
    /// A distance reads as people say it: `<7j` is "in less than seven days", so from today on, and `>-7j` is "less
    /// than seven days ago", so until today.
    pub fn bounds(&self, today: NaiveDate) -> Bounds {
        let (mut from, mut to) = match self {
            Self::Compare(comparison, point) => {
                let (first, last) = point.days(today);
                match comparison {
                    Comparison::Equal => (Some(first), Some(last)),
                    Comparison::Less => (None, before(first)),
                    Comparison::LessOrEqual => (None, Some(last)),
                    Comparison::Greater => (after(last), None),
                    Comparison::GreaterOrEqual => (Some(first), None),
                }
            }
            Self::Range(a, b) => (a.map(|a| a.days(today).0), b.map(|b| b.days(today).1)),
        };
        if let Self::Compare(_, DatePoint::Distance(span)) = self {
            if span.count > 0 && from.is_none() {
                from = Some(today);
            } else if span.count < 0 && to.is_none() {
                to = Some(today);
            }
        }
        Bounds { from, to }
    }
}

/// How long ago: a distance counted back from today, or a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeTest {
    /// `depuis:>10j`: for more than ten days.
    Age(Test<Span>),
    /// `depuis:>=01/03/2026`: on or after that day.
    Date(Test<DatePoint>),
}

impl AgeTest {
    /// The days on which the wait may have begun, seen from `today`.
    pub fn bounds(&self, today: NaiveDate) -> Bounds {
        match self {
            Self::Date(test) => test.bounds(today),
            Self::Age(Test::Compare(comparison, age)) => {
                let day = age.back().from(today);
                let (from, to) = match comparison {
                    Comparison::Equal => (Some(day), Some(day)),
                    Comparison::Less => (after(day), None),
                    Comparison::LessOrEqual => (Some(day), None),
                    Comparison::Greater => (None, before(day)),
                    Comparison::GreaterOrEqual => (None, Some(day)),
                };
                Bounds { from, to }
            }
            // The longer age is the earlier day.
            Self::Age(Test::Range(a, b)) => {
                Bounds { from: b.map(|b| b.back().from(today)), to: a.map(|a| a.back().from(today)) }
            }
        }
    }
}

fn before(day: NaiveDate) -> Option<NaiveDate> {
    day.pred_opt().or(Some(day))
}

fn after(day: NaiveDate) -> Option<NaiveDate> {
    day.succ_opt().or(Some(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn dates_as_people_write_them() {
        let today = day("2026-02-27");
        for (text, written) in [
            ("01/03/2026", "01/03/2026"),
            ("1/3/26", "01/03/2026"),
            ("15/04", "15/04/2026"),
            ("2026-03-01", "01/03/2026"),
            ("03/2026", "03/2026"),
            ("2026-3", "03/2026"),
            ("2026", "2026"),
            ("7 jours", "7j"),
            ("-2w", "-2sem"),
            ("Aujourd’hui", "0j"),
            ("demain", "1j"),
        ] {
            let point = DatePoint::read(text, today).unwrap_or_else(|| panic!("{text} is a date"));
            assert_eq!(point.text(Lang::Fr), written, "{text}");
            assert_eq!(DatePoint::read(&point.text(Lang::En), today), Some(point), "{text} in English");
        }
        for text in
            ["", "31/02/2026", "1/3/126", "0000-01-01", "99999999j", "7", "lundi", "2026-03-01-02", "+-3j"]
        {
            assert_eq!(DatePoint::read(text, today), None, "{text}");
        }
    }

    #[test]
    fn ages_count_back() {
        let today = day("2026-03-10");
        let age =
            |comparison, count| AgeTest::Age(Test::Compare(comparison, Span { count, unit: Unit::Day }));
        assert_eq!(
            age(Comparison::Greater, 10).bounds(today),
            Bounds { from: None, to: Some(day("2026-02-27")) }
        );
        assert_eq!(
            age(Comparison::Less, 1).bounds(today),
            Bounds { from: Some(day("2026-03-10")), to: None }
        );
    }

    #[test]
    fn distances_never_leave_the_calendar() {
        for unit in [Unit::Day, Unit::Week, Unit::Month, Unit::Year] {
            for count in [-LONGEST, LONGEST] {
                let _ = Span { count, unit }.from(day("2026-03-10"));
            }
        }
    }
}
