//! One amendment, and a file on a day: for people and for scripts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::super::calculations::Calculations;
use super::super::labels::Labels;
use crate::app::pane::convention::{differences, figures, foreseen, on_day};
use crate::app::words;
use crate::domain::amendment::{
    Amendment, AmendmentSheet, AmendmentState, Cause, FileAt, Foreseen, Listed, changes,
};
use crate::domain::compliance::{Facts, assess};
use crate::domain::form::{FileForm, Value, Values};
use crate::i18n::Texts;

/// An amendment, as scripts read it.
#[derive(Serialize)]
pub(super) struct Inspected {
    amendment: Head,
    convention: i32,
    student: String,
    changes: Vec<Change>,
    consequences: Consequences,
}

/// What an amendment is.
#[derive(Serialize)]
struct Head {
    id: i32,
    number: i32,
    state: AmendmentState,
    since: String,
    motives: Vec<Cause>,
}

impl Head {
    fn of(amendment: &Amendment) -> Self {
        Self {
            id: amendment.id,
            number: amendment.number,
            state: amendment.state,
            since: amendment.since.to_rfc3339(),
            motives: amendment.motives.clone(),
        }
    }
}

/// A field, before and after; what references stand for.
#[derive(Serialize)]
struct Change {
    field: &'static str,
    from: Value,
    to: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_label: Option<String>,
}

/// What the change makes of the days, the pay and what the rules find.
#[derive(Serialize)]
struct Consequences {
    before: Option<Calculations>,
    after: Option<Calculations>,
    /// Whether the findings are of what it says now: otherwise it waits to be looked at, or looked at again.
    current: bool,
    findings: Vec<Foreseen>,
    cleared: Vec<String>,
}

impl Inspected {
    pub(super) fn of(sheet: &AmendmentSheet, known: &Facts) -> Self {
        let change = |changed: crate::domain::amendment::Changed| Change {
            field: changed.field.code,
            from_label: sheet.before.labels.get(changed.field.code).cloned(),
            to_label: sheet.after.labels.get(changed.field.code).cloned(),
            from: changed.from,
            to: changed.to,
        };
        let (findings, cleared) = foreseen(sheet, Some(known));
        Self {
            amendment: Head::of(&sheet.amendment),
            convention: sheet.after.id,
            student: sheet.after.student.clone(),
            changes: changes(&sheet.before, &sheet.after).into_iter().map(change).collect(),
            consequences: Consequences {
                before: calculated(&sheet.before, known),
                after: calculated(&sheet.after, known),
                current: sheet.is_looked_at(),
                findings,
                cleared,
            },
        }
    }
}

fn calculated(form: &FileForm, known: &Facts) -> Option<Calculations> {
    let facts = form.facts(known);
    Calculations::of(&facts, &assess(&facts))
}

/// An amendment, for people: what it is, what it changes, what follows.
pub(super) fn text(texts: Texts, sheet: &AmendmentSheet, listed: &[Listed], known: &Facts) -> String {
    let mut lines = Labels::new(texts);
    lines.say("inspect-number", sheet.after.id.to_string());
    lines.say("inspect-student", sheet.after.student.clone());
    lines.say("inspect-amendment", words::amendment_stands(texts, &sheet.amendment));
    lines.say("inspect-against", words::amendment_base(texts, sheet, listed).unwrap_or_default());
    for cause in &sheet.amendment.motives {
        lines.add(words::motive(texts, cause.motive), words::effective(texts, cause));
    }
    for one in differences(texts, sheet).into_iter().chain(figures(texts, sheet, known)) {
        let delta = one.delta.map(|delta| format!(" ({delta})")).unwrap_or_default();
        lines.add(&one.label, format!("{} -> {}{delta}", one.from, one.to));
    }
    if !sheet.is_looked_at() {
        lines.say("amendment-findings", texts.get("findings-unchecked").to_owned());
        return lines.text();
    }
    let (findings, cleared) = foreseen(sheet, Some(known));
    for found in findings {
        let sentence = words::finding(texts, &found.rule, &found.figures);
        let args = [("finding", sentence.clone().into())];
        lines.say(
            "amendment-findings",
            if found.fresh { texts.format("amendment-fresh", &args) } else { sentence },
        );
    }
    for rule in cleared {
        let args = [("rule", words::rule(texts, &rule).into())];
        lines.say("amendment-findings", texts.format("amendment-cleared", &args));
    }
    lines.text()
}

/// A file on a day, as scripts read it.
#[derive(Serialize)]
pub(super) struct OnDay {
    convention: i32,
    at: NaiveDate,
    /// Which of the two its centre shows.
    shown: String,
    in_force: State,
    projected: State,
    amendments: Vec<Head>,
}

/// What a file says.
#[derive(Serialize)]
struct State {
    values: Values,
    labels: BTreeMap<String, String>,
    calculations: Option<Calculations>,
}

impl OnDay {
    pub(super) fn of(file: &FileAt, at: NaiveDate, known: &Facts) -> Self {
        let state = |form: &FileForm| State {
            values: form.values.clone(),
            labels: form.labels.clone(),
            calculations: calculated(form, known),
        };
        Self {
            convention: file.projected.id,
            at,
            shown: file.shown.clone(),
            in_force: state(&file.in_force),
            projected: state(&file.projected),
            amendments: file.amendments.iter().map(Head::of).collect(),
        }
    }
}

/// A file on a day, for people: what is in force, and what only validated amendments would change.
pub(super) fn day_text(texts: Texts, file: &FileAt, at: NaiveDate) -> String {
    let mut lines = Labels::new(texts);
    lines.say("inspect-number", file.projected.id.to_string());
    lines.say("inspect-student", file.projected.student.clone());
    lines.say("inspect-at", words::date(texts, at));
    for (label, value) in on_day(texts, file) {
        lines.add(&label, value);
    }
    lines.text()
}
