//! What a convention says, and under which regime.

use super::facts::{EnrolmentTold, Risk, Stage};
use super::{Case, Figures, Finding, Rule, whole};
use crate::domain::convention::{Regime, Severity};
use crate::domain::gratification::DUE_ABOVE;

/// Hours of teaching in a year that has internships, and those of them in the presence of the student (D124-2).
const TEACHING_HOURS: u32 = 200;
const TEACHING_ON_SITE: u32 = 50;

/// D124-4: the mandatory content of a convention. The supervisor may come later where the centre allows it: the
/// workflow asks for it before the last step. The article knows no exception for internships abroad, whose hosts the
/// Code does not bind: there it warns.
pub(super) fn mandatory_content(case: &Case<'_>) -> Option<Finding> {
    let content = &case.facts.content;
    let fields: Vec<String> = content
        .missing
        .iter()
        .filter(|field| !(content.supervisor_optional && field.as_str() == "supervisor"))
        .cloned()
        .collect();
    let severity = match case.facts.regime {
        Regime::Initial | Regime::Cesure => Severity::Blocking,
        Regime::Abroad => Severity::Warning,
        Regime::Outside => return None,
    };
    if fields.is_empty() {
        return None;
    }
    Rule::MandatoryContent.found(severity, Figures { fields, ..Figures::default() })
}

/// L124-1 excludes lifelong training: none of the rules of internships holds, and a convention for students is the wrong
/// one.
pub(super) fn outside(case: &Case<'_>) -> Option<Finding> {
    if case.facts.regime != Regime::Outside {
        return None;
    }
    let (severity, told) = if case.facts.content.student_template {
        (Severity::Warning, "template")
    } else {
        (Severity::Information, "scope")
    };
    Rule::Outside.found(severity, Figures { case: Some(told.into()), ..Figures::default() })
}

/// An internship belongs to a programme in which the student is enrolled (L124-1): what the student information system tells
/// of the year, by étape. What is over stays as it was.
pub(super) fn enrolment(case: &Case<'_>) -> Option<Finding> {
    let EnrolmentTold { etape, told, by_hand } = case.facts.elsewhere.enrolment.as_ref()?;
    let of = |wanted: bool| {
        told.iter().filter(move |(_, is_cancelled)| *is_cancelled == wanted).map(|(code, _)| code)
    };
    if case.facts.stage == Stage::Over || of(false).any(|code| code == etape) {
        return None;
    }
    let etapes: Vec<String> = of(false).cloned().collect();
    let told = match (of(true).any(|code| code == etape), etapes.is_empty()) {
        _ if *by_hand => "by-hand",
        (true, _) => "cancelled",
        (false, true) => "none",
        (false, false) => "otherwise",
    };
    Rule::Enrolment
        .found(Severity::Warning, Figures { case: Some(told.into()), etapes, ..Figures::default() })
}

/// D124-2; a césure has no teaching of its own (D611-16).
pub(super) fn teaching_volume(case: &Case<'_>) -> Option<Finding> {
    let content = &case.facts.content;
    let below = |hours: Option<u32>, limit| hours.filter(|hours| *hours < limit).map(|hours| (hours, limit));
    if case.facts.regime != Regime::Initial {
        return None;
    }
    let (told, (hours, limit)) = match below(content.teaching_hours, TEACHING_HOURS) {
        Some(found) => ("total", found),
        None => ("on-site", below(content.teaching_on_site, TEACHING_ON_SITE)?),
    };
    let figures =
        Figures { case: Some(told.into()), hours: whole(hours), limit: whole(limit), ..Figures::default() };
    Rule::TeachingVolume.found(Severity::Warning, figures)
}

/// L124-13: beyond two months, counted as D124-6 counts them, the convention provides for leave and absences.
pub(super) fn leave_clause(case: &Case<'_>) -> Option<Finding> {
    let totals = case.totals?;
    if !case.in_france() || case.facts.content.leave_terms || totals.hours <= DUE_ABOVE {
        return None;
    }
    let figures = Figures { hours: Some(totals.hours), limit: Some(DUE_ABOVE), ..Figures::default() };
    Rule::LeaveClause.found(Severity::Warning, figures)
}

/// L124-7: no regular job, no replacement, no seasonal peak. The pedagogical validator vouches for it.
pub(super) fn purpose(case: &Case<'_>) -> Option<Finding> {
    if !case.in_france() || case.facts.content.purpose_vouched {
        return None;
    }
    Rule::Purpose.found(Severity::Information, Figures::default())
}

/// L124-15: an early end says from when, who ended it, why, and what follows.
pub(super) fn rupture(case: &Case<'_>) -> Option<Finding> {
    let rupture = case.facts.rupture?;
    let said = [
        ("rupture_day", rupture.day.is_some()),
        ("rupture_by", rupture.by),
        ("rupture_why", rupture.why),
        ("rupture_outcome", rupture.outcome),
    ];
    let fields = missing(&said);
    if !case.in_france() || fields.is_empty() {
        return None;
    }
    Rule::Rupture.found(Severity::Blocking, Figures { fields, ..Figures::default() })
}

/// L124-20: the country's information sheet, the exchange before leaving, and somebody's word where it is dangerous.
pub(super) fn abroad(case: &Case<'_>) -> Option<Finding> {
    let abroad = &case.facts.abroad;
    if case.facts.regime != Regime::Abroad {
        return None;
    }
    let risk = abroad.risk.filter(|risk| matches!(risk, Risk::Orange | Risk::Red));
    let said = [
        ("abroad_sheet", abroad.sheet_annexed),
        ("abroad_exchange", abroad.exchange_held),
        ("abroad_authorisation", risk.is_none() || abroad.authorised),
    ];
    let fields = missing(&said);
    if fields.is_empty() {
        return None;
    }
    let told = risk.map(|risk| risk.code().to_owned());
    Rule::Abroad.found(Severity::Blocking, Figures { case: told, fields, ..Figures::default() })
}

/// The names of what is not said.
fn missing(said: &[(&str, bool)]) -> Vec<String> {
    said.iter().filter(|(_, said)| !said).map(|(field, _)| (*field).to_owned()).collect()
}
