//! Amendments on the screen: why, from when, where they stand.

use super::{COMMA, coded, date, field, option};
use crate::domain::amendment::{Amendment, AmendmentState, Cause, Motive};
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

/// What an amendment changes, on one line: `fin 30/06/2026 → 14/07/2026, tuteur Paul Durand`.
pub fn glimpses(texts: Texts, amendment: &AmendmentRow) -> String {
    // Of an early end the day says it all.
    let is_detail = |one: &&Glimpse| one.field.starts_with("rupture_") && one.field != "rupture_on";
    let told: Vec<String> =
        amendment.told.iter().filter(|one| !is_detail(one)).map(|one| glimpse(texts, one)).collect();
    // What no field says is told by its motive.
    let silent =
        |motive: &&Motive| !amendment.told.iter().any(|one| Motive::of(&one.field) == Some(**motive));
    let others = amendment.motives.iter().filter(silent).map(|one| motive(texts, *one).to_owned());
    told.into_iter().chain(others).collect::<Vec<_>>().join(COMMA)
}

fn glimpse(texts: Texts, one: &Glimpse) -> String {
    let name = texts.find(&format!("short-{}", one.field.replace('_', "-")));
    let name = name.map_or_else(|| field(texts, &one.field).into_owned(), str::to_owned);
    if let ([period], []) = (one.added.as_slice(), one.removed.as_slice())
        && let (Some(from), Some(to)) = (period.item(0).as_day(), period.item(1).as_day())
    {
        let day = |day| texts.date(day, DateStyle::Short);
        let args = [("field", name.into()), ("from", day(from).into()), ("to", day(to).into())];
        return texts.format("glimpse", &args);
    }
    if !one.added.is_empty() || !one.removed.is_empty() {
        return format!("{name} {}", gained_and_lost(texts, one.added.len(), one.removed.len()));
    }
    let tell = |value: &Value| short(texts, &one.field, value);
    match (tell(&one.from), tell(&one.to)) {
        (_, to) if to.is_empty() => name,
        // Who comes is worth more room than who goes.
        (from, to) if from.is_empty() || one.field.ends_with("_id") => format!("{name} {to}"),
        (from, to) => {
            let args = [("field", name.into()), ("from", from.into()), ("to", to.into())];
            texts.format("glimpse", &args)
        }
    }
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
        number => number.as_decimal().map_or_else(String::new, |number| {
            let mut number = number.normalize();
            if field == "gratification_amount" {
                number.rescale(number.scale().max(2));
            }
            texts.decimal(number)
        }),
    }
}
