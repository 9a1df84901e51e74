//! How long the student is present: in the year, in a day, in a week, here and elsewhere at once.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Case, Figures, Finding, Rule};
use crate::domain::convention::{Regime, Severity};
use crate::domain::duration::{Period, Presence, Schedule, Totals, by_week, longest};
use crate::domain::gratification::LONGEST;

/// The longest day and week of an employee, whose limits L124-14 gives to interns.
const ADULT: Limits = Limits { day: 10, week: 48 };

/// Those of somebody under eighteen.
const MINOR: Limits = Limits { day: 8, week: 35 };

/// Hours in a day, hours in a week.
struct Limits {
    day: u32,
    week: u32,
}

/// L124-5, D124-6: one student, one legal person, one academic year, at most 924 hours; whatever the establishment that
/// teaches (Cass. soc., 7 January 2026, n° 24-12.244).
pub(super) fn duration_max(case: &Case<'_>) -> Option<Finding> {
    let totals = case.totals?;
    let other_hours = case.facts.elsewhere.hours();
    let hours = totals.hours + other_hours;
    if !case.in_france() || hours <= LONGEST {
        return None;
    }
    let figures = Figures {
        hours: Some(hours.normalize()),
        other_hours: Some(other_hours.normalize()).filter(|other| !other.is_zero()),
        limit: Some(LONGEST),
        ..Figures::default()
    };
    Rule::DurationMax.found(Severity::Blocking, figures)
}

/// L124-14: the hours of a day and of a week. Those of a minor block.
pub(super) fn limits(case: &Case<'_>) -> Option<Finding> {
    let totals = case.totals?;
    if !case.in_france() {
        return None;
    }
    let until = case.facts.minor_until.filter(|birthday| *birthday > totals.bounds().0);
    let minor = until.and_then(|birthday| {
        let presence = totals.presence();
        let days = &presence[..presence.partition_point(|one| one.day < birthday)];
        exceeded(longest(of_days(days)), longest(by_week(days)), &MINOR, ["minor-day", "minor-week"])
    });
    if let Some(figures) = minor {
        return Rule::PresenceLimits.found(Severity::Blocking, figures);
    }
    let figures = exceeded(totals.longest_day, totals.longest_week, &ADULT, ["day", "week"])?;
    Rule::PresenceLimits.found(Severity::Warning, figures)
}

/// The first of the limits that is exceeded.
fn exceeded(
    day: Option<(NaiveDate, Decimal)>,
    week: Option<(NaiveDate, Decimal)>,
    limits: &Limits,
    cases: [&str; 2],
) -> Option<Figures> {
    let over = |longest: Option<(NaiveDate, Decimal)>, limit: u32, case: &str| {
        let (day, hours) = longest.filter(|(_, hours)| *hours > Decimal::from(limit))?;
        Some(Figures {
            case: Some(case.to_owned()),
            day: Some(day),
            hours: Some(hours.normalize()),
            limit: Some(Decimal::from(limit)),
            ..Figures::default()
        })
    };
    over(day, limits.day, cases[0]).or_else(|| over(week, limits.week, cases[1]))
}

fn of_days(days: &[Presence]) -> impl Iterator<Item = (NaiveDate, Decimal)> {
    days.iter().map(|one| (one.day, one.hours))
}

/// Two internships at once inform, as long as the days and weeks of both together stay within the limits of L124-14;
/// beyond, they are refused, unless the centre lets internships overlap.
pub(super) fn overlap(case: &Case<'_>) -> Option<Finding> {
    let totals = case.totals?;
    let (start, end) = totals.bounds();
    let common = |other: &Schedule| {
        let (from, to) = (start.max(other.start), end.min(other.end));
        (from <= to).then_some(Period { from, to })
    };
    let elsewhere = &case.facts.elsewhere;
    let met: Vec<Period> = elsewhere.overlaps.iter().filter_map(common).collect();
    let (from, to) = (met.iter().map(|one| one.from).min()?, met.iter().map(|one| one.to).max()?);
    if case.facts.regime == Regime::Outside {
        return None;
    }
    let mut days: BTreeMap<NaiveDate, Presence> = BTreeMap::new();
    let others: Vec<Totals> = elsewhere.overlaps.iter().filter_map(|other| Totals::of(other).ok()).collect();
    let all = std::iter::once(totals).chain(&others).flat_map(|one| one.presence());
    for one in all.filter(|one| from <= one.day && one.day <= to) {
        let both = days.entry(one.day).or_insert(Presence { hours: Decimal::ZERO, ..*one });
        both.hours += one.hours;
    }
    let days: Vec<Presence> = days.into_values().collect();
    let over = exceeded(longest(of_days(&days)), longest(by_week(&days)), &ADULT, ["day", "week"]);
    let (severity, figures) = match over {
        Some(figures) if elsewhere.overlap_allowed => (Severity::Warning, figures),
        Some(figures) => (Severity::Blocking, figures),
        None => {
            let figures = Figures { day: Some(from), bound: Some(to), ..Figures::default() };
            (Severity::Information, Figures { case: Some("within".into()), ..figures })
        }
    };
    Rule::Overlap.found(severity, figures)
}
