//! The values of fields as they are typed, which is also how a history tells lists of days.

use crate::domain::form::{Field, Kind, Value};
use crate::i18n::{DateStyle, Lang, Texts};

/// Between two entries of a list.
const BETWEEN: &str = "; ";

/// A value as it is typed.
pub fn typed(texts: Texts, field: &Field, value: &Value) -> String {
    let day = |value: &Value| match value.as_day() {
        Some(day) => texts.date(day, DateStyle::Full),
        None => String::new(),
    };
    // A group of digits that is set apart would not be read again.
    let mark = if texts.lang() == Lang::Fr { "," } else { "." };
    let decimal = |value: &Value| match value.as_decimal() {
        Some(number) => number.normalize().to_string().replace('.', mark),
        None => String::new(),
    };
    let period = |entry: &Value| match (day(entry.item(0)), day(entry.item(1))) {
        (from, to) if from == to => from,
        (from, to) => format!("{from}..{to}"),
    };
    let week = |entry: &Value| {
        let hours = entry.item(1).items().iter().map(decimal).collect::<Vec<_>>().join(" ");
        format!("{}={hours}", day(entry.item(0)))
    };
    let list =
        |entry: &dyn Fn(&Value) -> String| value.items().iter().map(entry).collect::<Vec<_>>().join(BETWEEN);
    match field.kind {
        Kind::Line(_) | Kind::Text(_) => value.as_str().unwrap_or_default().to_owned(),
        Kind::Day => day(value),
        Kind::Hours(_) | Kind::Amount | Kind::Decimal(_) | Kind::Number(_) => decimal(value),
        Kind::Periods => list(&period),
        Kind::Days => list(&day),
        Kind::Irregular => list(&|entry| format!("{}={}", period(entry), decimal(entry.item(2)))),
        Kind::Weeks => list(&week),
        Kind::Flag
        | Kind::Code(_)
        | Kind::Codes(_)
        | Kind::Template
        | Kind::Entry(_)
        | Kind::Reference(_) => String::new(),
    }
}
