//! When an intern of the demonstration is present and what they are paid: counted by the rules of the program, so that
//! a file tells what the rules find in it.

use chrono::{Days, NaiveDate, Weekday};
use rust_decimal::Decimal;

use super::hosts::Host;
use super::rng::Rng;
use super::timeline::{FilePlan, Twist};
use crate::domain::convention::Regime;
use crate::domain::duration::{Pattern, Period, Schedule, Totals};
use crate::domain::gratification::{DUE_ABOVE, Gratification, Terms};

/// Four days a week, and five with a short Friday.
const FOUR_DAYS: [i64; 7] = [700, 700, 700, 700, 0, 0, 0];
const SHORT_FRIDAY: [i64; 7] = [750, 750, 750, 750, 500, 0, 0];

/// The hours of an internship.
pub(super) struct Presence {
    pub(super) part_time: bool,
    pub(super) weekly: &'static str,
    /// Hours of each weekday, from the first day on, in hundredths.
    pub(super) pattern: Option<[i64; 7]>,
    pub(super) interruption: Option<Period>,
    schedule: Schedule,
    totals: Option<Totals>,
}

impl Presence {
    /// Decides them; `detailed` files have a week and an interruption of their own.
    pub(super) fn draw(rng: &mut Rng, file: &FilePlan, host: &Host, detailed: bool) -> Self {
        let part_time = file.twist != Twist::Over924 && rng.chance(0.07);
        let weekly = if part_time { "28.00" } else { "35.00" };
        let interrupted = rng.chance(0.04) && (file.end - file.start).num_days() > 60;
        let interruption = (detailed && interrupted).then(|| {
            let monday = file.start.week(Weekday::Mon).checked_first_day().unwrap_or(file.start);
            Period { from: monday + Days::new(35), to: monday + Days::new(39) }
        });
        let uneven = rng.chance(0.08);
        let pattern = match (part_time, uneven) {
            _ if !detailed => None,
            (true, _) => Some(FOUR_DAYS),
            (false, true) => Some(SHORT_FRIDAY),
            (false, false) => None,
        };
        let mut schedule = Schedule::new(file.start, file.end, weekly.parse().ok());
        let hours = |pattern: [i64; 7]| pattern.map(|hundredths| Decimal::new(hundredths, 2));
        schedule.patterns.extend(pattern.map(|pattern| Pattern { from: file.start, hours: hours(pattern) }));
        schedule.interruptions.extend(interruption);
        schedule.calendar = None;
        schedule.country = host.country.to_owned();
        schedule.postal_code = host.postal_code.map(str::to_owned);
        let totals = Totals::of(&schedule).ok();
        Self { part_time, weekly, pattern, interruption, schedule, totals }
    }

    /// All hours, as the table holds them; a day's, where the dates are wrong.
    pub(super) fn hours(&self) -> Decimal {
        let mut hours = self.totals.as_ref().map_or(Decimal::new(700, 2), |totals| totals.hours);
        hours.rescale(2);
        hours
    }

    /// All hours, had it ended on another day.
    pub(super) fn hours_until(&self, end: NaiveDate) -> Option<Decimal> {
        let mut hours = Totals::of(&Schedule { end, ..self.schedule.clone() }).ok()?.hours;
        hours.rescale(2);
        Some(hours)
    }

    /// More than two months.
    pub(super) fn long(&self) -> bool {
        self.hours() > DUE_ABOVE
    }

    /// What is offered, and for what: the legal rate as a rule; some hosts pay more, or by the month.
    pub(super) fn offer(&self, rng: &mut Rng, file: &FilePlan, host: &Host) -> (Decimal, &'static str) {
        let terms = Terms {
            regime: Regime::Initial,
            signed: file.start,
            other_hours: Decimal::ZERO,
            ceilings: &[],
            branch_rates: &[],
            offers: &[],
        };
        let legal = self.totals.as_ref().map(|totals| Gratification::of(totals, &terms));
        let (Some(legal), more) = (legal, rng.below(20)) else { return (Decimal::new(450, 2), "hour") };
        // The rate of the last civil year, where the ceiling rises on the way: mostly, they follow it.
        let last = legal.years.last().map_or(legal.rate_at_signature, |year| year.rate);
        let rate = if rng.chance(0.9) { last } else { legal.rate_at_signature };
        let (mut amount, unit) = match (file.twist, host.public, more) {
            (Twist::Underpaid, ..) => (rate - Decimal::new(60, 2), "hour"),
            (Twist::Overpaid, true, _) => (rate + Decimal::ONE, "hour"),
            (_, false, 0..=2) => (rate + Decimal::new(50, 2), "hour"),
            (_, false, 3..=5) => ((legal.smoothed / Decimal::TEN).ceil() * Decimal::TEN, "month"),
            _ => (rate, "hour"),
        };
        amount.rescale(2);
        (amount, unit)
    }
}

/// A pattern as the table holds it.
pub(super) fn array(pattern: [i64; 7]) -> String {
    let hours: Vec<String> =
        pattern.iter().map(|hundredths| Decimal::new(*hundredths, 2).normalize().to_string()).collect();
    format!("{{{}}}", hours.join(","))
}
