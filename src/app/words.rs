//! The domain's words on the screen: queues, states, steps, fields, acts, findings and refusals, each by one function
//! from the domain's value to a text of the person's language.
//!
//! What a file's own values say (names, reasons) is passed through as it is: the views make it harmless.

mod alerts;
mod amendments;
mod calculations;
mod documents;
mod entry;
pub mod faults;
mod fields;
mod law;
mod organisations;
mod refusal;
mod students;

use std::borrow::Cow;

use chrono::NaiveDate;
use rust_decimal::Decimal;

pub use alerts::{
    alert_changed, alert_scope, alert_text, alert_told, audience, delivery, event, foretold, mail_line,
    mail_told, my_line, my_value, text_fault, variables_told, yes_or_no,
};
pub use amendments::{
    amendment_base, amendment_stands, amendment_state, effective, gained_and_lost, glimpses, motive,
};
pub use calculations::{calculated, explained, monthly, provisional};
pub use documents::{asked, document, line, programme, step_done, step_name, template, template_of, unread};
pub use entry::entry;
pub use fields::typed;
pub use law::{article, calendar, duration, finding, hours, money, reason, rule, rules};
pub use organisations::{
    alike, beside, host_field, host_stands, host_state, host_value, limit, proposal, register_stands,
    registered, registered_name, registered_now, shelf, siret, source, unsaid,
};
pub use refusal::{refusal, refusal_kind};
pub use students::{affiliation, ago, enrolment, enrolment_status, silence, silent};

use crate::domain::access::{Denied, Register, Role, SettingKind};
use crate::domain::act::Act;
use crate::domain::convention::{FileState, Regime, Severity, SignatureState, StepKind};
use crate::domain::fold::fold;
use crate::domain::form::{FIELDS, Value as FormValue, place};
use crate::domain::queue::Queue;
use crate::i18n::{DateStyle, Lang, Texts, Value};

/// The fields that hold a number; others, such as a phone, may look like one.
const NUMBERS: [&str; 5] = ["weekly_hours", "total_hours", "teaching_hours", "gratification_amount", "ects"];

/// Between the items of an enumeration.
pub const COMMA: &str = ", ";

/// The text whose id is `prefix-code`, or the code itself when there is none.
/// What a code of the database is called: `per-hour`, `regime-cesure`; the code itself when it has no name.
pub fn coded<'a>(texts: Texts, prefix: &str, code: &'a str) -> &'a str {
    find(texts, prefix, code).unwrap_or(code)
}

fn find(texts: Texts, prefix: &str, code: &str) -> Option<&'static str> {
    texts.find(&format!("{prefix}-{}", code.replace('_', "-")))
}

/// The name of a queue: `Validation administrative`.
pub fn queue(texts: Texts, queue: Queue) -> &'static str {
    coded(texts, "queue", queue.code())
}

/// The queue with this name in either language, or this code, as it may be typed: `a corriger`, `to-correct`.
pub fn queue_named(name: &str) -> Option<Queue> {
    let folded = |name: &str| fold(name).replace('-', "_");
    let wanted = folded(name);
    let named = |queue: &&Queue| {
        let names = Lang::ALL.map(|lang| self::queue(Texts::of(lang), **queue));
        wanted == queue.code() || names.iter().any(|name| folded(name) == wanted)
    };
    Queue::ALL.iter().find(named).copied()
}

/// The file axis: `en validation`.
pub fn file_state(texts: Texts, state: FileState) -> &'static str {
    coded(texts, "file-state", state.code())
}

/// The signature axis: `en cours de signature`.
pub fn signature_state(texts: Texts, state: SignatureState) -> &'static str {
    coded(texts, "signature-state", state.code())
}

/// The same in a column of its own name: `en cours`.
pub fn signature_short(texts: Texts, state: SignatureState) -> &'static str {
    coded(texts, "signature-short", state.code())
}

/// A step: `validation pédagogique`.
pub fn step(texts: Texts, step: StepKind) -> &'static str {
    coded(texts, "step", step.code())
}

/// The legal regime: `césure`.
pub fn regime(texts: Texts, regime: Regime) -> &'static str {
    coded(texts, "regime", regime.code())
}

/// How grave a finding is: `bloquant`.
pub fn severity(texts: Texts, severity: Severity) -> &'static str {
    coded(texts, "severity", severity.code())
}

/// Whether the programme asks for the internship: `obligatoire`.
pub fn nature(texts: Texts, nature: &str) -> &str {
    coded(texts, "nature", nature)
}

/// Who signs: `tuteur professionnel`.
pub fn signer(texts: Texts, signer: &str) -> &str {
    coded(texts, "signer", signer)
}

/// How somebody signed: `électronique`.
pub fn means(texts: Texts, means: &str) -> &str {
    coded(texts, "means", means)
}

/// What an amount is paid for: `heure`, `mois`.
pub fn per(texts: Texts, unit: &str) -> &str {
    coded(texts, "per", unit)
}

/// The number of a sum of money, which has at least two digits after the point: `0,20`.
pub fn in_cents(texts: Texts, mut amount: Decimal) -> String {
    amount.rescale(amount.scale().max(2));
    texts.decimal(amount)
}

/// An allowance: `4,50 €/heure`. Without a unit, the amount alone.
pub fn allowance(texts: Texts, amount: Decimal, currency: &str, unit: Option<&str>) -> String {
    let sign = match currency {
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "$",
        other => other,
    };
    let unit = unit.map(|unit| format!("/{}", per(texts, unit))).unwrap_or_default();
    format!("{}\u{a0}{sign}{unit}", in_cents(texts, amount))
}

/// A field of a convention, or an entry of its history such as `step.check`, `return.tutor`, `finding.dates-order`.
pub fn field<'a>(texts: Texts, name: &'a str) -> Cow<'a, str> {
    match name.split_once('.') {
        Some(("step", kind)) => coded(texts, "step", kind).into(),
        Some(("return", of)) => {
            texts.format("field-return", &[("field", field(texts, of).into_owned().into())]).into()
        }
        Some(("amendment", of)) => amended(texts, of).into(),
        Some((motive, "effective_from")) => {
            texts.format("field-effective-from", &[("motive", coded(texts, "motive", motive).into())]).into()
        }
        Some((motive, "comment")) => {
            texts.format("field-motive-comment", &[("motive", coded(texts, "motive", motive).into())]).into()
        }
        Some(("signature", who)) => {
            texts.format("field-signed-by", &[("signer", signer(texts, who).into())]).into()
        }
        Some(("mention", of)) => coded(texts, "mention", of).into(),
        Some(("document", label)) => texts.format("field-document", &[("label", label.into())]).into(),
        Some((of @ ("document-until" | "document-reference" | "document-file"), label)) => {
            texts.format(&format!("field-{of}"), &[("label", label.into())]).into()
        }
        Some(("finding", of)) => texts.format("field-finding", &[("rule", rule(texts, of).into())]).into(),
        _ => {
            let bare = name.strip_suffix("_id").or(name.strip_suffix("_code")).unwrap_or(name);
            let named = find(texts, "field", name).or_else(|| find(texts, "field", bare));
            named.or_else(|| find(texts, "host", name)).unwrap_or(name).into()
        }
    }
}

/// An amendment in the history, `2`, or what changed in it, `2.end_date`.
fn amended(texts: Texts, of: &str) -> String {
    match of.split_once('.') {
        Some((number, name)) => {
            let field = field(texts, name).into_owned();
            texts.format("field-amended", &[("number", number.into()), ("field", field.into())])
        }
        None => texts.format("field-amendment", &[("number", of.into())]),
    }
}

/// What a code that a field may hold is called.
pub fn option<'a>(texts: Texts, field: &str, code: &'a str) -> &'a str {
    match field {
        "regime" => coded(texts, "regime", code),
        "nature" => nature(texts, code),
        "language" => coded(texts, "spoken", code),
        "calendar" => coded(texts, "calendar", code),
        "gratification_unit" => per(texts, code),
        "gratification_basis" => coded(texts, "basis", code),
        "own_mentions" => coded(texts, "mention", code),
        "own_opinion" => coded(texts, "opinion", code),
        "rupture_by" => coded(texts, "rupture-by", code),
        "rupture_cause" => coded(texts, "rupture-cause", code),
        "rupture_outcome" => coded(texts, "rupture-outcome", code),
        _ => coded(texts, "currency", code),
    }
}

/// Several fields: `tuteur professionnel, sujet`.
pub fn fields(texts: Texts, names: &[String]) -> String {
    names.iter().map(|name| field(texts, name)).collect::<Vec<_>>().join(COMMA)
}

/// A value of the history, as the field it belongs to reads it.
pub fn value<'a>(texts: Texts, field: &str, value: Option<&'a str>) -> Cow<'a, str> {
    let Some(value) = value else { return texts.get("value-empty").to_owned().into() };
    if let Some(of) = field.strip_prefix("amendment.") {
        return match of.split_once('.') {
            Some((_, name)) => self::value(texts, name, Some(value)),
            None => coded(texts, "amendment-state", value).into(),
        };
    }
    if field.starts_with("step.") {
        return texts.get("value-done").to_owned().into();
    }
    let known = match field {
        "file_state" => find(texts, "file-state", value),
        "signature_state" => find(texts, "signature-state", value),
        "regime" => find(texts, "regime", value),
        "nature" => find(texts, "nature", value),
        "gratification_unit" => find(texts, "per", value),
        "own_opinion" => find(texts, "opinion", value),
        "rupture_by" => find(texts, "rupture-by", value),
        "rupture_cause" => find(texts, "rupture-cause", value),
        "rupture_outcome" => find(texts, "rupture-outcome", value),
        _ if field.starts_with("document.") => find(texts, "document-state", value),
        _ if field.starts_with("finding.") => {
            find(texts, "severity", value).or_else(|| find(texts, "value", value))
        }
        _ => match value {
            "true" => texts.find("value-yes"),
            "false" => texts.find("value-no"),
            _ => None,
        },
    };
    if let Some(known) = known {
        return known.into();
    }
    if let (true, Ok(number)) = (NUMBERS.contains(&field), value.parse::<Decimal>()) {
        return texts.decimal(number.normalize()).into();
    }
    if let Ok(day) = value.parse() {
        return date(texts, day).into();
    }
    listed(texts, field, value).map_or_else(|| value.into(), Cow::Owned)
}

/// A list of days, weeks or periods, as it is typed.
fn listed(texts: Texts, field: &str, value: &str) -> Option<String> {
    let field = FIELDS.get(place(field)?)?;
    let list: FormValue = value.starts_with('[').then(|| serde_json::from_str(value).ok())??;
    Some(typed(texts, field, &list)).filter(|told| !told.is_empty())
}

/// What somebody did to a file, after their name: `a mis à corriger`.
pub fn verb(texts: Texts, verb: &str) -> &str {
    match verb.split_once('.') {
        Some(("organisation", done)) => coded(texts, "verb-organisation", done),
        Some(("service", done)) => coded(texts, "verb-service", done),
        Some(("contact", done)) => coded(texts, "verb-contact", done),
        _ => coded(texts, "verb", verb),
    }
}

/// Who did it: somebody, or the program itself.
pub fn who(texts: Texts, by: Option<&str>) -> String {
    by.unwrap_or(texts.get("the-program")).to_owned()
}

/// An act to be done: `Mettre à corriger`.
pub fn act(texts: Texts, act: &Act) -> String {
    match act {
        Act::ValidateFor(whose) => texts.format("act-validate-for", &[("name", whose.name.as_str().into())]),
        Act::Hold(Some(day)) => texts.format("act-hold", &[("date", date(texts, *day).into())]),
        Act::Hold(None) => texts.get("act-hold-none").to_owned(),
        other => coded(texts, "act", other.verb().code()).to_owned(),
    }
}

/// So many conventions, or amendments: `3 conventions`.
pub fn so_many(texts: Texts, amended: bool, count: usize) -> String {
    texts.format(if amended { "amendments-count" } else { "conventions" }, &[("count", count.into())])
}

/// An act done on so many conventions, `mises à corriger`, or amendments, `renvoyés`.
pub fn act_done(texts: Texts, act: &Act, amended: bool, count: usize) -> String {
    let count = ("count", Value::from(count));
    match act {
        act if amended => texts.format(&format!("amended-{}-done", act.verb().code()), &[count]),
        Act::Hold(Some(day)) => texts.format("act-hold-done", &[count, ("date", date(texts, *day).into())]),
        Act::Hold(None) => texts.format("act-hold-none-done", &[count]),
        other => texts.format(&format!("act-{}-done", other.verb().code()), &[count]),
    }
}

/// What somebody is here: `gestionnaire`; the code of a role that the establishment made.
pub fn role(texts: Texts, code: &str) -> &str {
    find(texts, "role", &code.to_lowercase()).unwrap_or(code)
}

/// What is administered: `Rôles et droits`.
pub fn register(texts: Texts, register: Register) -> &'static str {
    coded(texts, "register", register.code())
}

/// The name of a role: its own, or the program's for a standard one.
pub fn role_of(texts: Texts, of: &Role) -> &str {
    of.label.as_deref().unwrap_or_else(|| role(texts, &of.code))
}

/// Through what a role sees files: `ses centres`.
pub fn scope(texts: Texts, code: &str) -> &str {
    coded(texts, "scope", code)
}

/// A detail of somebody: `nom`.
pub fn person_field(texts: Texts, name: &str) -> &str {
    coded(texts, "person", name)
}

/// A setting of a centre: `délai d’alerte (jours)`.
pub fn setting(texts: Texts, name: &str) -> &str {
    coded(texts, "setting", name)
}

/// What a setting of a centre is: `ouverte`, `oui`; a text as it stands.
pub fn setting_value<'a>(texts: Texts, name: &str, value: &'a str) -> Cow<'a, str> {
    let known = match value {
        "true" => texts.find("value-yes"),
        "false" => texts.find("value-no"),
        _ if matches!(SettingKind::of(name), SettingKind::Text | SettingKind::Paragraph) => None,
        _ => find(texts, &format!("setting-{}", name.replace('_', "-")), &value.to_lowercase()),
    };
    known.unwrap_or(value).into()
}

/// What a right is about: `conventions`; the code of a function that has no name here.
pub fn function(texts: Texts, code: &str) -> &str {
    find(texts, "function", &code.to_lowercase()).unwrap_or(code)
}

/// What a right lets one do: `valider`.
pub fn right(texts: Texts, code: &str) -> &str {
    coded(texts, "right", code)
}

/// Who can grant a right: names, or an administrator where none is known.
pub fn grantors(texts: Texts, names: &[String]) -> String {
    if names.is_empty() { texts.get("grantors-unknown").to_owned() } else { names.join(COMMA) }
}

/// Why a change of roles, people or centres is refused.
pub fn denied(texts: Texts, denied: &Denied) -> String {
    let lacking: Vec<String> = denied
        .lacking
        .iter()
        .filter_map(|held| held.split_once('.'))
        .map(|(of, act)| format!("{} ({})", right(texts, act), function(texts, of)))
        .collect();
    let about = [
        ("right", right(texts, &denied.right).into()),
        ("function", function(texts, &denied.function).into()),
        ("grantors", grantors(texts, &denied.grantors).into()),
        ("kind", denied.kind.as_str().into()),
        ("name", denied.name.as_str().into()),
        ("role", denied.role.as_str().into()),
        ("lacking", lacking.join(COMMA).into()),
        ("field", denied_field(texts, &denied.field).into()),
        ("value", denied.value.as_deref().unwrap_or_default().into()),
        ("login", denied.login.as_str().into()),
        ("count", denied.count.into()),
    ];
    let id = match denied.code.as_str() {
        "GU025" if denied.scope => "denied-GU025-scope".to_owned(),
        code => format!("denied-{code}"),
    };
    texts.format(&id, &about)
}

/// What a value does not suit: a setting, a detail of somebody, a function.
fn denied_field(texts: Texts, name: &str) -> &str {
    let named = find(texts, "setting", name).or_else(|| find(texts, "person", name));
    named.unwrap_or_else(|| function(texts, name))
}

/// A day as sentences write it: `02/03/2026`.
pub fn date(texts: Texts, day: NaiveDate) -> String {
    texts.date(day, DateStyle::Full)
}

/// A university year by its first civil year: `2025/2026`.
pub fn year(first: i32) -> String {
    format!("{first}/{}", first + 1)
}

/// A text with its first letter in upper case.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
