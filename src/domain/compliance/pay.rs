//! The gratification: when it must be paid, at least how much, and by whom exactly so much.

use super::{Case, Figures, Finding, Rule};
use crate::domain::convention::{Regime, Severity};
use crate::domain::gratification::DUE_ABOVE;

/// L124-6: above 308 hours in the same organisation and academic year, for every hour from the first. Abroad the law of
/// the country holds.
pub(super) fn due(case: &Case<'_>) -> Option<Finding> {
    let one = case.gratification?;
    let severity = match case.facts.regime {
        Regime::Initial | Regime::Cesure => Severity::Blocking,
        Regime::Abroad => Severity::Information,
        Regime::Outside => return None,
    };
    // What was not said yet is missing, not refused.
    if one.presence <= DUE_ABOVE || case.facts.pay.gratification != Some(false) {
        return None;
    }
    let told = if severity == Severity::Blocking { "france" } else { "abroad" };
    let figures = Figures {
        case: Some(told.into()),
        hours: Some(one.presence),
        limit: Some(DUE_ABOVE),
        amount: Some(one.minimum_civil_year),
        ..Figures::default()
    };
    Rule::GratificationDue.found(severity, figures)
}

/// L124-6, D124-8: at least the legal rate, or that of the branch. Whether a convention follows a ceiling that rises on
/// the way is read both ways: under the rate of its signature it blocks, between the two it warns.
pub(super) fn minimum(case: &Case<'_>) -> Option<Finding> {
    let one = case.gratification?;
    let offered = one.offered?;
    if !one.due {
        return None;
    }
    let (severity, told, minimum) = if offered < one.minimum_at_signature {
        (Severity::Blocking, "signature", one.minimum_at_signature)
    } else if offered < one.minimum_civil_year {
        (Severity::Warning, "year", one.minimum_civil_year)
    } else {
        return None;
    };
    let figures = Figures {
        case: Some(told.into()),
        amount: Some(offered),
        minimum: Some(minimum),
        ..Figures::default()
    };
    Rule::GratificationMin.found(severity, figures)
}

/// D124-8: a legal person of public law pays the legal rate, never above. Which of the two totals it is may be read both
/// ways: only above both it is too much.
pub(super) fn public(case: &Case<'_>) -> Option<Finding> {
    let one = case.gratification?;
    let offered = one.offered?;
    let most = one.minimum_civil_year.max(one.minimum_at_signature);
    if !case.in_france() || !case.facts.pay.public_law || offered <= most {
        return None;
    }
    let figures = Figures { amount: Some(offered), minimum: Some(most), ..Figures::default() };
    Rule::GratificationPublic.found(Severity::Warning, figures)
}
