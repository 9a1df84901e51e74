//! What is typed into a field, and the value that it stands for; and a value as it shows and as it is typed again.

use crate::app::entry::{self, Fault};
use crate::app::words;
use crate::domain::form::{Field, FileForm, Kind, Value};
use crate::i18n::Texts;
use chrono::NaiveDate;

/// The value of a field as it shows; nothing when it is empty.
pub fn shown(texts: Texts, field: &Field, form: &FileForm) -> Option<String> {
    let value = form.value(field.code);
    match field.kind {
        Kind::Flag => {
            value.as_bool().map(|yes| texts.get(if yes { "value-yes" } else { "value-no" }).to_owned())
        }
        Kind::Code(_) => value.as_str().map(|code| words::option(texts, field.code, code).to_owned()),
        Kind::Codes(codes) => {
            let held = value.items().len();
            let told = [("count", held.into()), ("of", codes.len().into())];
            (held > 0).then(|| texts.format("value-of", &told))
        }
        Kind::Template => {
            let name = form.labels.get(field.code).map_or("", String::as_str);
            (!form.templates.is_empty()).then(|| words::template(texts, name).to_owned())
        }
        Kind::Entry(_) | Kind::Reference(_) if value.is_null() => None,
        Kind::Entry(_) | Kind::Reference(_) => {
            form.labels.get(field.code).cloned().or_else(|| value.as_str().map(str::to_owned))
        }
        Kind::Amount => {
            let currency = form.text("currency").unwrap_or("EUR");
            let unit = form.text("gratification_unit");
            value.as_decimal().map(|amount| words::allowance(texts, amount, currency, unit))
        }
        _ => Some(words::typed(texts, field, value)).filter(|text| !text.is_empty()),
    }
}

/// Letters of a value that is told in a sentence.
const BRIEF: usize = 80;

/// The value of a field as a sentence tells it: the beginning of a long one.
pub(super) fn brief(texts: Texts, field: &Field, form: &FileForm) -> String {
    let Some(whole) = shown(texts, field, form) else { return texts.get("value-empty").to_owned() };
    let first: String = whole.lines().next().unwrap_or_default().chars().take(BRIEF).collect();
    if first.len() < whole.len() { format!("{first}…") } else { first }
}

/// The value of a field that holds nothing.
pub(super) fn empty(field: &Field) -> Value {
    match field.kind {
        Kind::Periods | Kind::Days | Kind::Weeks | Kind::Irregular | Kind::Codes(_) => {
            Value::List(Vec::new())
        }
        _ => Value::Null,
    }
}

/// The value that a text stands for.
///
/// # Errors
/// Why it stands for none.
pub(super) fn read(field: &Field, text: &str, form: &FileForm) -> Result<Value, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(empty(field));
    }
    let each = |separators: &[char], read: &dyn Fn(&str) -> Result<Value, Fault>| {
        let entries = text.split(separators).map(str::trim).filter(|entry| !entry.is_empty());
        entries.map(read).collect::<Result<Vec<_>, _>>().map(Value::List)
    };
    match field.kind {
        Kind::Line(most) | Kind::Text(most) => match text.chars().count() {
            length if length > most => Err(Fault::TooLong(length, most)),
            _ => Ok(text.into()),
        },
        Kind::Day => in_order(field, entry::day(text)?, form),
        Kind::Hours(most) => entry::hours(text, most).map(Value::from),
        Kind::Decimal(most) => entry::number_up_to(text, most).map(Value::from),
        Kind::Number(most) => match entry::number_up_to(text, most)? {
            number if number.fract().is_zero() => Ok(number.into()),
            _ => Err(Fault::NotWhole(text.to_owned())),
        },
        Kind::Amount => entry::amount(text).map(|(amount, _)| amount.into()),
        Kind::Periods => each(&[';', ','], &|text| {
            entry::period(text).map(|period| Value::from([period.from.into(), period.to.into()]))
        }),
        Kind::Days => each(&[';', ','], &|text| entry::day(text).map(Value::from)),
        Kind::Irregular => each(&[';'], &|text| {
            entry::irregular(text)
                .map(|period| Value::from([period.from.into(), period.to.into(), period.hours.into()]))
        }),
        Kind::Weeks => each(&[';'], &|text| {
            // The first week holds from the first day.
            let start = form.text("start_date").unwrap_or_default();
            let (from, hours) = text.split_once('=').unwrap_or((start, text));
            Ok(Value::from([entry::day(from)?.into(), entry::week(hours)?.map(Value::from).into()]))
        }),
        Kind::Flag
        | Kind::Code(_)
        | Kind::Codes(_)
        | Kind::Template
        | Kind::Entry(_)
        | Kind::Reference(_) => Ok(Value::Null),
    }
}

/// An end before its start is refused where it is typed.
fn in_order(field: &Field, day: NaiveDate, form: &FileForm) -> Result<Value, Fault> {
    let other = |code: &str| form.value(code).as_day();
    let (start, end) = match field.code {
        "start_date" => (Some(day), other("end_date")),
        "end_date" => (other("start_date"), Some(day)),
        _ => (None, None),
    };
    match start.zip(end) {
        Some((start, end)) if end < start => Err(Fault::Reversed(start, end)),
        _ => Ok(day.into()),
    }
}
