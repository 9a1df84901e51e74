//! The sums of a schedule: days and hours in all, by month, by segment, and the longest day and week. Every division of
//! the total adds up to it exactly, even when somebody wrote another total over it.

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use super::legal::LegalDuration;
use super::schedule::{Schedule, Standing, Unsound};

/// A day of presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence {
    /// The day.
    pub day: NaiveDate,
    /// Its hours.
    pub hours: Decimal,
}

/// What the days make, from the first to one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum {
    hours: Decimal,
    paid_hours: Decimal,
    paid_days: u32,
}

/// A part of the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Share {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// Days with presence.
    pub days: u32,
    /// Hours of duration.
    pub hours: Decimal,
    /// Days that are paid.
    pub paid_days: u32,
    /// Hours that are paid.
    pub paid_hours: Decimal,
}

/// The sums of a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Days with presence: *worked days*.
    pub days: u32,
    /// Hours of duration: those that somebody wrote, else the sum of the days.
    pub hours: Decimal,
    /// The sum of the days.
    pub computed: Decimal,
    /// Days that are paid.
    pub paid_days: u32,
    /// Hours that are paid.
    pub paid_hours: Decimal,
    /// Hours of presence on Sundays and public holidays.
    pub unusual_hours: Decimal,
    /// The longest day, and its hours.
    pub longest_day: Option<(NaiveDate, Decimal)>,
    /// The Monday of the longest civil week, and its hours.
    pub longest_week: Option<(NaiveDate, Decimal)>,
    start: NaiveDate,
    end: NaiveDate,
    presence: Vec<Presence>,
    /// The sum after each day of presence.
    sums: Vec<Sum>,
}

impl Totals {
    /// Adds up a schedule.
    ///
    /// # Errors
    /// When the schedule has no days, or too many.
    pub fn of(schedule: &Schedule) -> Result<Self, Unsound> {
        let mut presence = Vec::with_capacity(200);
        let mut sums = Vec::with_capacity(200);
        let mut sum = Sum::default();
        let mut unusual_hours = Decimal::ZERO;
        for (day, hours, standing) in schedule.days()? {
            let (paid, feast) = match standing {
                Standing::Present(feast) => (true, feast),
                Standing::Absent(_) => (false, None),
                Standing::Rest | Standing::Interrupted(_) | Standing::Holiday(_) => continue,
            };
            presence.push(Presence { day, hours });
            sum.hours += hours;
            if paid {
                sum.paid_hours += hours;
                sum.paid_days += 1;
            }
            if paid && (feast.is_some() || day.weekday() == Weekday::Sun) {
                unusual_hours += hours;
            }
            sums.push(sum);
        }
        let mut totals = Self {
            days: presence.len() as u32,
            hours: schedule.total.unwrap_or(sum.hours).normalize(),
            computed: sum.hours.normalize(),
            paid_days: sum.paid_days,
            paid_hours: Decimal::ZERO,
            unusual_hours: unusual_hours.normalize(),
            longest_day: longest(presence.iter().map(|one| (one.day, one.hours))),
            longest_week: longest(by_week(&presence)),
            start: schedule.start,
            end: schedule.end,
            presence,
            sums,
        };
        totals.paid_hours = totals.paid_share(sum.paid_hours).normalize();
        Ok(totals)
    }

    /// The legal duration.
    pub fn legal(&self) -> LegalDuration {
        LegalDuration::of(self.hours)
    }

    /// Somebody wrote another total than the days make.
    pub fn overridden(&self) -> bool {
        self.hours != self.computed
    }

    /// The first and the last day of the internship.
    pub fn bounds(&self) -> (NaiveDate, NaiveDate) {
        (self.start, self.end)
    }

    /// The days of presence, in order.
    pub fn presence(&self) -> &[Presence] {
        &self.presence
    }

    /// How many civil weeks hold a day of presence.
    pub fn weeks(&self) -> u32 {
        by_week(&self.presence).len() as u32
    }

    /// How many months the internship lasts, counted from day to day and rounded to the nearest, at least one: the
    /// instalments of a smoothed gratification.
    pub fn calendar_months(&self) -> u32 {
        let after = self.end.checked_add_signed(TimeDelta::days(1)).unwrap_or(self.end);
        let whole =
            (after.year() - self.start.year()) * 12 + after.month() as i32 - self.start.month() as i32;
        // Half a month over is a month more, half a month short is one less.
        let over = after.day() as i32 - self.start.day() as i32;
        let months = whole + i32::from(over >= 15) - i32::from(over < -15);
        u32::try_from(months).unwrap_or_default().max(1)
    }

    /// By civil month.
    pub fn months(&self) -> Vec<Share> {
        let mut cuts = Vec::new();
        let mut first = self.start.with_day(1);
        while let Some(next) = first.and_then(|day| day.checked_add_months(chrono::Months::new(1))) {
            if next > self.end {
                break;
            }
            cuts.push(next);
            first = Some(next);
        }
        self.segments(&cuts)
    }

    /// Between days on which something changes: a part ends the day before each of them.
    pub fn segments(&self, cuts: &[NaiveDate]) -> Vec<Share> {
        let mut cuts: Vec<NaiveDate> =
            cuts.iter().copied().filter(|cut| self.start < *cut && *cut <= self.end).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut shares = Vec::with_capacity(cuts.len() + 1);
        // Sums from the beginning, as they are told.
        let (mut told, mut told_paid) = (Decimal::ZERO, Decimal::ZERO);
        let (mut days, mut paid_days) = (0, 0);
        for at in 0..=cuts.len() {
            let from = if at == 0 { self.start } else { cuts[at - 1] };
            let to = cuts.get(at).and_then(|cut| cut.pred_opt()).unwrap_or(self.end);
            let until = days + self.presence[days..].partition_point(|one| one.day <= to);
            let sum = until.checked_sub(1).map_or(Sum::default(), |last| self.sums[last]);
            let (so_far, paid_so_far) = if at == cuts.len() {
                (self.hours, self.paid_hours)
            } else {
                (self.share(sum.hours), self.paid_share(sum.paid_hours))
            };
            shares.push(Share {
                from,
                to,
                days: (until - days) as u32,
                hours: (so_far - told).normalize(),
                paid_days: sum.paid_days - paid_days,
                paid_hours: (paid_so_far - told_paid).normalize(),
            });
            (told, told_paid) = (so_far, paid_so_far);
            (days, paid_days) = (until, sum.paid_days);
        }
        shares
    }

    /// So many of the hours that the days make, as part of the total that somebody wrote: to the hundredth.
    fn share(&self, computed: Decimal) -> Decimal {
        if !self.overridden() {
            return computed;
        }
        if self.computed.is_zero() {
            return Decimal::ZERO;
        }
        hundredths(self.hours * computed / self.computed)
    }

    /// The same for hours that are paid; without any day to go by, all are.
    fn paid_share(&self, computed: Decimal) -> Decimal {
        if self.overridden() && self.computed.is_zero() {
            self.hours
        } else {
            self.share(computed).normalize()
        }
    }
}

fn hundredths(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// The Monday of each civil week, and the hours of these days in it; the days are in order.
pub fn by_week(days: &[Presence]) -> Vec<(NaiveDate, Decimal)> {
    let mut weeks: Vec<(NaiveDate, Decimal)> = Vec::with_capacity(30);
    for one in days {
        match weeks.last_mut() {
            Some((monday, hours)) if (one.day - *monday).num_days() < 7 => *hours += one.hours,
            _ => {
                let monday = one.day.week(Weekday::Mon).checked_first_day().unwrap_or(one.day);
                weeks.push((monday, one.hours));
            }
        }
    }
    weeks
}

/// The longest of these days or weeks, the first of them when they are several.
pub fn longest(of: impl IntoIterator<Item = (NaiveDate, Decimal)>) -> Option<(NaiveDate, Decimal)> {
    of.into_iter().reduce(|best, one| if one.1 > best.1 { one } else { best })
}
