//! The days of an internship: in order, within the year, signed before the first, and what follows the last.

use chrono::{Days, Months, NaiveDate};

use super::facts::Stage;
use super::{Case, Figures, Finding, Rule};
use crate::domain::convention::Severity;

/// The longest internship a single file may span, in months.
const LONGEST_MONTHS: u32 = 12;

/// The internship ends after it starts, spans at most a year, and is interrupted only while it runs.
pub(super) fn dates(case: &Case<'_>) -> Option<Finding> {
    let (start, end) = (case.facts.start_date?, case.facts.end_date?);
    let found = |rule: Rule, day, bound| {
        let figures = Figures { day: Some(day), bound: Some(bound), ..Figures::default() };
        rule.found(Severity::Blocking, figures)
    };
    if end < start {
        return found(Rule::DatesOrder, end, start);
    }
    let longest = start.checked_add_months(Months::new(LONGEST_MONTHS)).unwrap_or(NaiveDate::MAX);
    if end >= longest {
        return found(Rule::DatesLength, end, longest);
    }
    let schedule = case.facts.schedule.as_ref()?;
    let outside = schedule.interruptions.iter().find(|period| period.from < start || period.to > end)?;
    found(Rule::DatesInterruption, outside.from, start)
}

/// Ends after the academic year it belongs to and the centre's extension.
pub(super) fn end_of_year(case: &Case<'_>) -> Option<Finding> {
    let end = case.facts.end_date?;
    let (month, day) = case.facts.year_starts;
    let next_year = NaiveDate::from_ymd_opt(case.facts.year + 1, month, day)?;
    let bound = next_year.checked_add_days(Days::new(case.facts.year_extension_days))?.pred_opt()?;
    let figures = Figures { day: Some(end), bound: Some(bound), ..Figures::default() };
    if end > bound { Rule::EndOfYear.found(Severity::Warning, figures) } else { None }
}

/// L124-1: the convention comes first. Unsigned within a week of its start, or after it: a warning; once every step is
/// done, what is left to do is to send it, and one that has begun is not sent before somebody answers for that.
pub(super) fn signed_before_start(case: &Case<'_>) -> Option<Finding> {
    let start = case.facts.start_date?;
    let begun = match case.facts.stage {
        Stage::Far => return None,
        Stage::Soon => false,
        Stage::Begun | Stage::Over => true,
    };
    if !case.facts.unsigned {
        return None;
    }
    let severity = if begun && case.facts.validated { Severity::Blocking } else { Severity::Warning };
    let told = if begun { "begun" } else { "soon" };
    let figures = Figures { case: Some(told.into()), day: Some(start), ..Figures::default() };
    Rule::SignedBeforeStart.found(severity, figures)
}

/// L124-4, D124-9: once it is over, the student evaluates, and the host attests how long it lasted and what was paid.
pub(super) fn after(case: &Case<'_>) -> Option<Finding> {
    let end = case.facts.end_date?;
    if case.facts.stage != Stage::Over || !case.facts.validated || !case.in_france() {
        return None;
    }
    let figures = Figures {
        day: Some(end),
        hours: case.totals.map(|totals| totals.hours),
        amount: case.gratification.and_then(|one| one.offered),
        ..Figures::default()
    };
    Rule::After.found(Severity::Information, figures)
}
