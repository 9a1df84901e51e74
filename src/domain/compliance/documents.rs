//! What comes with a convention: documents, and the convention of the host's own.

use super::facts::MENTIONS;
use super::{Case, Figures, Finding, Rule};
use crate::domain::convention::{Regime, Severity};

/// A document that ends before the internship, such as an insurance, covers only a part of it.
pub(super) fn documents(case: &Case<'_>) -> Option<Finding> {
    let expired = &case.facts.content.expired;
    let (_, first) = expired.first()?;
    let figures = Figures {
        day: Some(*first),
        bound: case.facts.end_date,
        documents: expired.iter().map(|(label, _)| label.clone()).collect(),
        ..Figures::default()
    };
    Rule::Documents.found(Severity::Warning, figures)
}

/// D124-4 lists the mentions of any convention of an internship, whoever wrote it; a host that is not in France is not
/// bound by it. What the legal service advises against waits for a manager.
pub(super) fn own_convention(case: &Case<'_>) -> Option<Finding> {
    let own = case.facts.content.own.as_ref()?;
    if case.facts.regime == Regime::Outside {
        return None;
    }
    let holds = |mention: &&&str| own.mentions.iter().any(|found| found == **mention);
    let fields: Vec<String> = MENTIONS
        .iter()
        .filter(|mention| !holds(mention))
        .map(|mention| format!("mention.{mention}"))
        .collect();
    let (severity, told) = match own.opinion.as_deref() {
        _ if !fields.is_empty() && case.in_france() => (Severity::Blocking, "mentions"),
        Some("unfavourable") => (Severity::Blocking, "unfavourable"),
        _ if !fields.is_empty() => (Severity::Warning, "mentions"),
        None => (Severity::Warning, "unseen"),
        Some("reserved") => (Severity::Warning, "reserved"),
        Some(_) => return None,
    };
    let fields = if told == "mentions" { fields } else { Vec::new() };
    Rule::OwnConvention.found(severity, Figures { case: Some(told.into()), fields, ..Figures::default() })
}
