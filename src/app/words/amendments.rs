//! Amendments on the screen: why, from when, where they stand.

use chrono::Datelike;
use rust_decimal::Decimal;

use super::{COMMA, coded, date, field, option};
use crate::domain::amendment::{Amendment, AmendmentSheet, AmendmentState, Cause, Listed, Motive, SIGNED};
use crate::domain::form::Value;
use crate::domain::row::{AmendmentRow, Glimpse};
use crate::i18n::{DateStyle, Texts};

/// Why a convention is amended: `rupture anticipée`.
pub fn motive(texts: Texts, motive: Motive) -> &'static str {
    coded(texts, "motive", motive.code())
}

/// Where an amendment stands: `validé`.
pub fn amendment_state(texts: Texts, state: AmendmentState) -> &'static str {
    coded(texts, "amendment-state", state.code())
}

/// Which amendment it is and where it stands: `Avenant n° 2, validé, non signé`.
pub fn amendment_stands(texts: Texts, amendment: &Amendment) -> String {
    let id = match amendment.state {
        AmendmentState::Validated => "amendment-stands-unsigned",
        _ => "amendment-stands",
    };
    let args = [
        ("number", amendment.number.to_string().into()),
        ("state", amendment_state(texts, amendment.state).into()),
        ("since", texts.moment(amendment.since).into()),
    ];
    texts.format(id, &args)
}

/// What an amendment is compared with, where that is not what is in force: earlier ones that nobody has signed yet say so.
pub fn amendment_base(texts: Texts, sheet: &AmendmentSheet, listed: &[Listed]) -> Option<String> {
    let unsigned: Vec<i32> = sheet.unsigned(listed).collect();
    let number = |number: i32| ("number", number.to_string().into());
    match sheet.against {
        0 => Some(texts.get("against-original").to_owned()),
        SIGNED => Some(texts.get("against-signed").to_owned()),
        other if unsigned.contains(&other) => {
            Some(texts.format("against-amendment-unsigned", &[number(other)]))
        }
        other if sheet.others.contains(&other) => Some(texts.format("against-amendment", &[number(other)])),
        _ if unsigned.is_empty() => None,
        _ => {
            let numbers = unsigned.iter().map(i32::to_string).collect::<Vec<_>>().join(COMMA);
            let args = [("count", unsigned.len().into()), ("numbers", numbers.into())];
            Some(texts.format("against-unsigned", &args))
        }
    }
}

/// From when a motive takes effect, and what is said of it.
pub fn effective(texts: Texts, cause: &Cause) -> String {
    let day = ("date", date(texts, cause.effective_from).into());
    match &cause.comment {
        Some(comment) => {
            let comment = comment.split_whitespace().collect::<Vec<_>>().join(" ");
            texts.format("motive-effective-comment", &[day, ("comment", comment.into())])
        }
        None => texts.format("motive-effective", &[day]),
    }
}

/// What an amendment changes, on one line: `fin 30/06/26 → 14/07/26, tuteur Paul Durand`. Where there is room for so many
/// letters only, what is new and how far that is: `fin 14/07 +14 j, tuteur Paul Durand`, less and less of what takes most.
pub fn glimpses(texts: Texts, amendment: &AmendmentRow, room: usize) -> String {
    let parts = parts(texts, amendment);
    let mut taken = vec![0; parts.len()];
    let told = |taken: &[usize]| -> Vec<&str> {
        parts.iter().zip(taken).filter_map(|(forms, at)| forms.get(*at)).map(String::as_str).collect()
    };
    loop {
        let now = told(&taken);
        let line = now.join(COMMA);
        if line.chars().count() <= room {
            return line;
        }
        let shorter = (0..parts.len())
            .filter(|at| taken[*at] + 1 < parts[*at].len())
            .max_by_key(|at| (now[*at].chars().count(), std::cmp::Reverse(*at)));
        match shorter {
            Some(at) => taken[at] += 1,
            None => return line,
        }
    }
}

/// Each change of an amendment, in words fewer and fewer.
fn parts(texts: Texts, amendment: &AmendmentRow) -> Vec<Vec<String>> {
    // Of an early end the day says it all.
    let is_detail = |one: &&Glimpse| one.field.starts_with("rupture_") && one.field != "rupture_on";
    let told = amendment.told.iter().filter(|one| !is_detail(one)).map(|one| glimpse(texts, one));
    // What no field says is told by its motive.
    let silent =
        |motive: &&Motive| !amendment.told.iter().any(|one| Motive::of(&one.field) == Some(**motive));
    let others = amendment.motives.iter().filter(silent).map(|one| vec![motive(texts, *one).to_owned()]);
    told.chain(others).collect()
}

/// A change: old and new, then the new and how far it is, then the new.
fn glimpse(texts: Texts, one: &Glimpse) -> Vec<String> {
    let name = texts.find(&format!("short-{}", one.field.replace('_', "-")));
    let name = name.map_or_else(|| field(texts, &one.field).into_owned(), str::to_owned);
    if let ([period], []) = (one.added.as_slice(), one.removed.as_slice())
        && let (Some(from), Some(to)) = (period.item(0).as_day(), period.item(1).as_day())
    {
        let told = |style| {
            let day = |day| texts.date(day, style).into();
            texts.format("glimpse", &[("field", name.as_str().into()), ("from", day(from)), ("to", day(to))])
        };
        let count = format!("{name} {}", gained_and_lost(texts, 1, 0));
        return vec![told(DateStyle::Short), told(DateStyle::Brief), count];
    }
    if !one.added.is_empty() || !one.removed.is_empty() {
        return vec![format!("{name} {}", gained_and_lost(texts, one.added.len(), one.removed.len()))];
    }
    let tell = |value: &Value| short(texts, &one.field, value);
    match (tell(&one.from), tell(&one.to)) {
        (_, to) if to.is_empty() => vec![name],
        // Who comes is worth more room than who goes.
        (from, to) if from.is_empty() || one.field.ends_with("_id") => vec![format!("{name} {to}")],
        (from, to) => {
            let args = [("field", name.as_str().into()), ("from", from.into()), ("to", to.as_str().into())];
            let mut forms = vec![texts.format("glimpse", &args)];
            forms.extend(far(texts, one).into_iter().map(|far| format!("{name} {to} {far}")));
            let new = this_year(texts, one).unwrap_or(to);
            forms.extend(far(texts, one).into_iter().map(|far| format!("{name} {new} {far}")));
            forms.push(format!("{name} {new}"));
            forms
        }
    }
}

/// How far a new value is from the old one, in as few letters as tell it: `+14 j`, `-0,15`.
fn far(texts: Texts, one: &Glimpse) -> Option<String> {
    let (is_less, far) = match (one.from.as_day().zip(one.to.as_day()), numbers(one)) {
        (Some((from, to)), _) => (to < from, texts.days((to - from).num_days().abs())),
        (None, Some((from, to))) => (to < from, number(texts, &one.field, (to - from).abs())),
        (None, None) => return None,
    };
    Some(texts.format(if is_less { "far-less" } else { "far-more" }, &[("value", far.into())]))
}

fn numbers(one: &Glimpse) -> Option<(Decimal, Decimal)> {
    one.from.as_decimal().zip(one.to.as_decimal())
}

/// A new day of the year of the old one, which its day and its month tell.
fn this_year(texts: Texts, one: &Glimpse) -> Option<String> {
    let (from, to) = one.from.as_day().zip(one.to.as_day())?;
    (from.year() == to.year()).then(|| texts.date(to, DateStyle::Brief))
}

/// How many entries a list gains and loses: `+ 2, - 1`.
pub fn gained_and_lost(texts: Texts, added: usize, removed: usize) -> String {
    let told = [("delta-more", added), ("delta-less", removed)].into_iter().filter(|(_, count)| *count > 0);
    let told = told.map(|(id, count)| texts.format(id, &[("value", count.to_string().into())]));
    told.collect::<Vec<_>>().join(COMMA)
}

/// A value in as few letters as tell it.
fn short(texts: Texts, field: &str, value: &Value) -> String {
    if let Some(day) = value.as_day() {
        return texts.date(day, DateStyle::Short);
    }
    match value {
        Value::Null | Value::List(_) => String::new(),
        Value::Flag(yes) => texts.get(if *yes { "value-yes" } else { "value-no" }).to_owned(),
        Value::Text(code) => option(texts, field, code).to_owned(),
        value => value.as_decimal().map_or_else(String::new, |amount| number(texts, field, amount)),
    }
}

fn number(texts: Texts, field: &str, number: Decimal) -> String {
    let number = number.normalize();
    if field == "gratification_amount" { super::in_cents(texts, number) } else { texts.decimal(number) }
}
