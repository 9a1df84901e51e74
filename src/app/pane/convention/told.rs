//! What an amendment changes, as people read it: each field with its old and its new value and the distance, and what
//! that makes of the days, the hours, the pay and what the rules find.

use rust_decimal::Decimal;

use crate::app::pane::writing::shown;
use crate::app::words::{self, allowance, capitalised, duration, field, finding, hours, money, rule};
use crate::domain::amendment::{
    AmendmentSheet, AmendmentState, Changed, Delta, Foreseen, changes, consequences,
};
use crate::domain::compliance::{Assessment, Facts, assess};
use crate::domain::form::{FileForm, Kind};
use crate::domain::text::is_unseen;
use crate::i18n::Texts;

/// A line of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differs {
    /// What it is about.
    pub label: String,
    /// What stands now; empty for nothing.
    pub from: String,
    /// What it becomes; empty for nothing.
    pub to: String,
    /// How far that is.
    pub delta: Option<String>,
    /// A long text, of which the words are told.
    pub is_text: bool,
}

/// The fields that an amendment changes, in the order of the file.
pub fn differences(texts: Texts, sheet: &AmendmentSheet) -> Vec<Differs> {
    let told = |changed: Changed| {
        let value = |form: &FileForm| shown(texts, changed.field, form).unwrap_or_default();
        Differs {
            label: capitalised(&field(texts, changed.field.code)),
            from: value(&sheet.before),
            to: value(&sheet.after),
            delta: changed.delta.as_ref().and_then(|delta| distance(texts, changed.field.kind, delta)),
            is_text: matches!(changed.field.kind, Kind::Text(_)),
        }
    };
    changes(&sheet.before, &sheet.after).into_iter().map(told).collect()
}

/// A distance: `+ 14 jours`, `+ 0,15`.
fn distance(texts: Texts, kind: Kind, delta: &Delta) -> Option<String> {
    match delta {
        Delta::Days(days) => {
            let count = days.unsigned_abs();
            let id = if *days < 0 { "delta-days-less" } else { "delta-days-more" };
            Some(texts.format(id, &[("count", count.into())]))
        }
        Delta::Number(number) => {
            let told = match kind {
                Kind::Hours(_) => hours(texts, number.abs()),
                Kind::Amount => words::in_cents(texts, number.abs()),
                _ => texts.decimal(number.abs()),
            };
            Some(signed(texts, *number, told))
        }
        Delta::List { added, removed } => Some(words::gained_and_lost(texts, added.len(), removed.len())),
    }
}

/// A distance with its sign.
fn signed(texts: Texts, number: Decimal, told: String) -> String {
    let id = if number.is_sign_negative() { "delta-less" } else { "delta-more" };
    texts.format(id, &[("value", told.into())])
}

/// What the change makes of the figures of the file: those that differ.
pub fn figures(texts: Texts, sheet: &AmendmentSheet, known: &Facts) -> Vec<Differs> {
    let (before, after) = both(sheet, known);
    let mut told = Vec::new();
    let mut push = |id: &'static str, from: String, to: String, delta: Option<String>| {
        if from != to {
            told.push(Differs { label: capitalised(texts.get(id)), from, to, delta, is_text: false });
        }
    };
    if let (Some(one), Some(other)) = (&before.totals, &after.totals) {
        let days = i64::from(other.days) - i64::from(one.days);
        let id = if days < 0 { "delta-days-less" } else { "delta-days-more" };
        let far = texts.format(id, &[("count", days.unsigned_abs().into())]);
        push("figure-days", one.days.to_string(), other.days.to_string(), Some(far));
        let far = other.hours - one.hours;
        let delta = signed(texts, far, hours(texts, far.abs()));
        push("figure-hours", hours(texts, one.hours), hours(texts, other.hours), Some(delta));
        push("figure-legal", duration(texts, one.legal()), duration(texts, other.legal()), None);
    }
    let due = |assessment: &Assessment| {
        let due = assessment.gratification.as_ref().is_some_and(|one| one.due);
        texts.get(if due { "value-yes" } else { "value-no" }).to_owned()
    };
    push("figure-due", due(&before), due(&after), None);
    let minimum = |assessment: &Assessment| {
        let one = assessment.gratification.as_ref().filter(|one| one.due)?;
        Some(one.minimum_civil_year)
    };
    let offered = |assessment: &Assessment| assessment.gratification.as_ref().and_then(|one| one.offered);
    for (id, from, to) in [
        ("figure-minimum", minimum(&before), minimum(&after)),
        ("figure-offered", offered(&before), offered(&after)),
    ] {
        let tell = |amount: Option<Decimal>| amount.map(|amount| money(texts, amount)).unwrap_or_default();
        let far = from.zip(to).map(|(from, to)| to - from);
        push(
            id,
            tell(from),
            tell(to),
            far.map(|far| signed(texts, far, allowance(texts, far.abs(), "EUR", None))),
        );
    }
    told
}

fn both(sheet: &AmendmentSheet, known: &Facts) -> (Assessment, Assessment) {
    (assess(&sheet.before.facts(known)), assess(&sheet.after.facts(known)))
}

/// What the rules would find, what is new first; and what they would no longer find, by name. Once it is validated, or beside
/// something else than what is in force, what the fields alone say of both states.
pub fn foreseen(sheet: &AmendmentSheet, known: Option<&Facts>) -> (Vec<Foreseen>, Vec<String>) {
    let is_open = matches!(
        sheet.amendment.state,
        AmendmentState::Draft | AmendmentState::Submitted | AmendmentState::Cancelled
    );
    match (is_open && sheet.is_against_what_holds(), known) {
        (false, Some(known)) => {
            let found = consequences(&sheet.before.facts(known), &sheet.after.facts(known));
            (found.findings, found.cleared)
        }
        _ => {
            let cleared = sheet.check.as_ref().map(|check| check.cleared.clone()).unwrap_or_default();
            (sheet.findings.clone(), cleared)
        }
    }
}

/// The difference as Markdown, for a mail or a ticket.
pub fn markdown(texts: Texts, sheet: &AmendmentSheet, known: Option<&Facts>) -> String {
    let mut out = Vec::new();
    let number = sheet.amendment.number.to_string();
    let args = [
        ("number", number.into()),
        ("id", sheet.after.id.to_string().into()),
        ("student", sheet.after.student.clone().into()),
    ];
    out.push(format!("# {}", plain(&texts.format("amendment-title", &args))));
    out.push(String::new());
    out.push(plain(&words::amendment_stands(texts, &sheet.amendment)));
    out.push(String::new());
    for cause in &sheet.amendment.motives {
        out.push(format!(
            "- **{}**, {}",
            words::motive(texts, cause.motive),
            plain(&words::effective(texts, cause))
        ));
    }
    let table = |title: &str, rows: &[Differs], out: &mut Vec<String>| {
        if rows.is_empty() {
            return;
        }
        let head = ["table-field", "table-before", "table-after", "table-delta"].map(|id| texts.get(id));
        out.extend([
            String::new(),
            format!("## {title}"),
            String::new(),
            format!("| {} |", head.join(" | ")),
        ]);
        out.push("| --- | --- | --- | --- |".to_owned());
        for row in rows {
            let cells = [&row.label, &row.from, &row.to, row.delta.as_ref().unwrap_or(&String::new())]
                .map(|text| plain(text));
            out.push(format!("| {} |", cells.join(" | ")));
        }
    };
    table(texts.get("amendment-changes"), &differences(texts, sheet), &mut out);
    if let Some(known) = known {
        table(texts.get("amendment-figures"), &figures(texts, sheet, known), &mut out);
    }
    let (found, cleared) = foreseen(sheet, known);
    if !found.is_empty() || !cleared.is_empty() {
        out.extend([String::new(), format!("## {}", texts.get("amendment-findings")), String::new()]);
        for one in found {
            let sentence = finding(texts, &one.rule, &one.figures);
            let sentence = if one.fresh {
                texts.format("amendment-fresh", &[("finding", sentence.into())])
            } else {
                sentence
            };
            out.push(format!("- {}", plain(&sentence)));
        }
        for gone in cleared {
            out.push(format!(
                "- {}",
                texts.format("amendment-cleared", &[("rule", rule(texts, &gone).into())])
            ));
        }
    }
    // It goes into files, which end on terminals.
    out.join("\n").chars().filter(|letter| *letter == '\n' || !is_unseen(*letter)).collect()
}

/// What somebody wrote, on one line, with nothing that Markdown would take for its own.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '~' | '[' | ']' | '<' | '>' | '#' | '|' | '&') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
