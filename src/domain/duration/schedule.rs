//! When somebody is present: first and last day, hours of each weekday, days and periods that differ, interruptions,
//! absences, and the public holidays of the place of work.

use chrono::{Datelike, NaiveDate, TimeDelta};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Calendar, Feast, Holiday};

/// The hours of each weekday, from Monday.
pub type Week = [Decimal; 7];

/// Days in a week of work whose hours alone are known: Monday to Friday.
const WORKING_DAYS: usize = 5;

/// The longest internship that is counted, in days. The law allows less; this only bounds the work.
const LONGEST: i64 = 3 * 366;

/// From a day to a day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl Period {
    /// Whether a day lies in it.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

/// The hours of a week, from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// Its hours.
    pub hours: Week,
}

/// A day or a period with hours of its own, which replace those of the week: from Monday to Friday, or on whatever
/// weekday a single day falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Irregular {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The hours of each of its days.
    pub hours: Decimal,
}

/// When somebody is present.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// The first day.
    pub start: NaiveDate,
    /// The last day.
    pub end: NaiveDate,
    /// Hours of a week, the same from Monday to Friday: before the first pattern, or without any.
    #[serde(default)]
    pub weekly_hours: Option<Decimal>,
    /// Hours of each weekday, the latest that has begun holding.
    #[serde(default)]
    pub patterns: Vec<Pattern>,
    /// Days and periods with hours of their own; of two, the last one given.
    #[serde(default)]
    pub irregular: Vec<Irregular>,
    /// Periods without presence.
    #[serde(default)]
    pub interruptions: Vec<Period>,
    /// Leave and authorised absences: they count for the duration, not for the gratification (L124-13, L124-18).
    #[serde(default)]
    pub absences: Vec<Period>,
    /// Public holidays that are worked.
    #[serde(default)]
    pub worked_holidays: Vec<NaiveDate>,
    /// The public holidays that somebody chose, instead of those of the place.
    #[serde(default)]
    pub calendar: Option<Calendar>,
    /// ISO code of the country of work.
    #[serde(default)]
    pub country: String,
    /// Postal code of the place of work.
    #[serde(default)]
    pub postal_code: Option<String>,
    /// The total that somebody wrote over the one that the days make.
    #[serde(default)]
    pub total: Option<Decimal>,
}

/// Why there is nothing to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsound {
    /// It ends before it starts.
    Reversed,
    /// It is longer than any internship.
    TooLong,
}

/// What a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No hours are planned.
    Rest,
    /// Inside an interruption, by its place in the schedule.
    Interrupted(usize),
    /// A public holiday.
    Holiday(Feast),
    /// Counted, not paid: an authorised absence, by its place in the schedule.
    Absent(usize),
    /// Present; on a public holiday that is worked, with what it celebrates.
    Present(Option<Feast>),
}

impl Schedule {
    /// A schedule of these days and hours in metropolitan France; nothing else yet.
    pub fn new(start: NaiveDate, end: NaiveDate, weekly_hours: Option<Decimal>) -> Self {
        Self {
            start,
            end,
            weekly_hours,
            patterns: Vec::new(),
            irregular: Vec::new(),
            interruptions: Vec::new(),
            absences: Vec::new(),
            worked_holidays: Vec::new(),
            calendar: Some(Calendar::Metropolitan),
            country: String::new(),
            postal_code: None,
            total: None,
        }
    }

    /// The public holidays that hold: those chosen, else those of the place.
    pub fn calendar(&self) -> Calendar {
        self.calendar.unwrap_or_else(|| Calendar::proposed(&self.country, self.postal_code.as_deref()))
    }

    /// Every day from the first to the last, with the hours planned and what the day is.
    ///
    /// # Errors
    /// When there is no such day, or there are too many.
    pub fn days(&self) -> Result<impl Iterator<Item = (NaiveDate, Decimal, Standing)>, Unsound> {
        let span = (self.end - self.start).num_days();
        if span < 0 {
            return Err(Unsound::Reversed);
        }
        if span >= LONGEST {
            return Err(Unsound::TooLong);
        }
        let holidays = self.calendar().holidays_between(self.start, self.end);
        let weeks = self.weeks();
        let mut at = 0;
        Ok((0..=span).filter_map(move |offset| {
            let day = self.start.checked_add_signed(TimeDelta::days(offset))?;
            while weeks.get(at + 1).is_some_and(|next| next.from <= day) {
                at += 1;
            }
            let planned = self.planned(day, &weeks[at].hours);
            Some((day, planned, self.standing(day, planned, &holidays)))
        }))
    }

    /// The weeks that hold, each from a day on; the first from the start.
    fn weeks(&self) -> Vec<Pattern> {
        let even = self.weekly_hours.unwrap_or_default() / Decimal::from(WORKING_DAYS);
        let mut hours = [Decimal::ZERO; 7];
        hours[..WORKING_DAYS].fill(even);
        let mut weeks = Vec::with_capacity(1 + self.patterns.len());
        weeks.push(Pattern { from: NaiveDate::MIN, hours });
        weeks.extend(&self.patterns);
        weeks.sort_by_key(|week| week.from);
        weeks
    }

    fn planned(&self, day: NaiveDate, week: &Week) -> Decimal {
        let weekday = day.weekday().num_days_from_monday() as usize;
        let own = self.irregular.iter().rev().find(|one| one.from <= day && day <= one.to);
        match own {
            Some(one) if weekday < WORKING_DAYS || one.from == one.to => one.hours,
            Some(_) => Decimal::ZERO,
            None => week[weekday],
        }
    }

    fn standing(&self, day: NaiveDate, planned: Decimal, holidays: &[Holiday]) -> Standing {
        let within = |periods: &[Period]| periods.iter().position(|period| period.contains(day));
        if planned.is_zero() {
            return Standing::Rest;
        }
        if let Some(at) = within(&self.interruptions) {
            return Standing::Interrupted(at);
        }
        let feast =
            holidays.binary_search_by_key(&day, |holiday| holiday.day).ok().map(|at| holidays[at].feast);
        match feast {
            Some(feast) if !self.worked_holidays.contains(&day) => Standing::Holiday(feast),
            _ => within(&self.absences).map_or(Standing::Present(feast), Standing::Absent),
        }
    }
}
