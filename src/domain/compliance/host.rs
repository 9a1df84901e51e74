//! The host and those who look after interns: how many at once, and how soon after one another.

use chrono::{Days, NaiveDate};

use super::facts::{Earlier, OutOfUse, Stage};
use super::{Case, Figures, Finding, Rule, whole};
use crate::domain::convention::{Regime, Severity};

/// The headcount from which the quota is a share of it, and the quota below (R124-10).
const SHARED_FROM: u32 = 20;
const SMALL_QUOTA: u32 = 3;

/// The share, in percent (R124-10).
const SHARE: u32 = 15;

/// In how many other running conventions a tutor may be named already (R124-13).
const TUTOR_QUOTA: u32 = 3;

/// How many interns a supervisor may follow at most, whatever the establishment decides (D124-3).
const SUPERVISOR_QUOTA: u32 = 24;

/// The most interns that a host with so many people may have in one civil week (R124-10).
pub fn quota(headcount: u32) -> u32 {
    if headcount < SHARED_FROM {
        return SMALL_QUOTA;
    }
    headcount.saturating_mul(SHARE).div_ceil(100)
}

/// L124-11: on one post, a third of the last internship passes before the next, unless the intern ended it. The post is
/// not data: the same service and tutor warn, the same service informs. A third is counted on the calendar, both days
/// included, and a begun day is waited for.
pub(super) fn waiting_period(case: &Case<'_>) -> Option<Finding> {
    let start = case.facts.start_date?;
    if !case.in_france() {
        return None;
    }
    let too_soon = |earlier: &&Earlier| {
        !earlier.ended_by_intern
            && earlier.period.to < start
            && free_from(earlier).is_some_and(|day| start < day)
    };
    let earlier = case.facts.elsewhere.earlier.iter().filter(too_soon);
    let worst = earlier.max_by_key(|earlier| (earlier.same_tutor, free_from(earlier)))?;
    let (severity, told) =
        if worst.same_tutor { (Severity::Warning, "tutor") } else { (Severity::Information, "service") };
    let figures = Figures {
        case: Some(told.into()),
        day: Some(worst.period.to),
        bound: free_from(worst),
        ..Figures::default()
    };
    Rule::WaitingPeriod.found(severity, figures)
}

/// The first day on which the post of an earlier internship may be taken again.
fn free_from(earlier: &Earlier) -> Option<NaiveDate> {
    let length = u64::try_from((earlier.period.to - earlier.period.from).num_days() + 1).ok()?;
    earlier.period.to.checked_add_days(Days::new(length.div_ceil(3) + 1))
}

/// L124-8, R124-10, R124-12: interns of one legal person in one civil week. We know ours, and a band of headcounts: at
/// least so many, for a quota between two figures.
pub(super) fn host_quota(case: &Case<'_>) -> Option<Finding> {
    let (low, high) = case.facts.elsewhere.headcount?;
    let count = case.facts.elsewhere.host_files;
    if !case.in_france() || count <= quota(low) {
        return None;
    }
    let (low, high) = (quota(low), high.map(quota));
    let told = match high {
        None => "at-least",
        Some(high) if high == low => "exactly",
        Some(_) => "between",
    };
    let figures =
        Figures { case: Some(told.into()), count: Some(count), low: Some(low), high, ..Figures::default() };
    Rule::HostQuota.found(Severity::Warning, figures)
}

/// A host that is closed before the internship ends takes nobody in. What is over stays as it was.
pub(super) fn host_closed(case: &Case<'_>) -> Option<Finding> {
    let closure = case.facts.elsewhere.host_closed?;
    if case.facts.stage == Stage::Over
        || closure.on.zip(case.facts.end_date).is_some_and(|(on, end)| on > end)
    {
        return None;
    }
    let told = if closure.on.is_some() { "since" } else { "unknown" };
    let figures = Figures { case: Some(told.into()), day: closure.on, ..Figures::default() };
    Rule::HostClosed.found(Severity::Warning, figures)
}

/// A host that nobody looked at, or that is out of use, takes nobody newly in: what is validated or has begun goes on.
pub(super) fn host_unchecked(case: &Case<'_>) -> Option<Finding> {
    let (told, severity) = match (case.facts.elsewhere.host_state?, case.facts.stage) {
        (_, Stage::Over) => return None,
        (OutOfUse::ToModerate, _) => ("to-moderate", Severity::Warning),
        (OutOfUse::Retired, Stage::Begun) => ("retired", Severity::Warning),
        (OutOfUse::Retired, _) if case.facts.validated => ("retired", Severity::Warning),
        (OutOfUse::Retired, _) => ("retired", Severity::Blocking),
    };
    let figures = Figures { case: Some(told.into()), ..Figures::default() };
    Rule::HostUnchecked.found(severity, figures)
}

/// L124-10, R124-13: nobody is named tutor who is one already in three conventions that run on the first day.
pub(super) fn tutor_quota(case: &Case<'_>) -> Option<Finding> {
    let count = case.facts.elsewhere.tutor_files;
    if !case.in_france() || count < TUTOR_QUOTA {
        return None;
    }
    let figures = Figures { count: Some(count), limit: whole(TUTOR_QUOTA), ..Figures::default() };
    Rule::TutorQuota.found(Severity::Warning, figures)
}

/// L124-2, D124-3: how many interns one supervisor follows at once, this one included.
pub(super) fn supervisor_quota(case: &Case<'_>) -> Option<Finding> {
    let elsewhere = &case.facts.elsewhere;
    let limit = elsewhere.supervisor_quota.min(SUPERVISOR_QUOTA);
    if case.facts.regime != Regime::Initial || elsewhere.supervisor_files <= limit {
        return None;
    }
    let figures =
        Figures { count: Some(elsewhere.supervisor_files), limit: whole(limit), ..Figures::default() };
    Rule::SupervisorQuota.found(Severity::Warning, figures)
}
