//! What the rules compute and find, in words: durations, amounts, why so many days, and the sentence of each finding.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{COMMA, allowance, coded, date, fields, find};
use crate::domain::calendar::{Calendar, Holiday};
use crate::domain::compliance::Figures;
use crate::domain::duration::{LegalDuration, Period, Reason};
use crate::i18n::{Texts, Value};

/// A rule of the law or of the centre: `ordre des dates`.
pub fn rule(texts: Texts, rule: &str) -> &str {
    coded(texts, "rule", rule)
}

/// Several rules.
pub fn rules(texts: Texts, names: &[String]) -> String {
    names.iter().map(|name| rule(texts, name)).collect::<Vec<_>>().join(COMMA)
}

/// Where a rule comes from: `D124-4`; nothing for a rule that is not known.
pub fn article(texts: Texts, rule: &str) -> &'static str {
    find(texts, "article", rule).unwrap_or_default()
}

/// What a rule found, with its figures; the name of a rule that has no sentence here.
pub fn finding(texts: Texts, rule: &str, figures: &Figures) -> String {
    let day = |day: Option<NaiveDate>| Value::from(day.map(|day| date(texts, day)).unwrap_or_default());
    let number = |value: Option<Decimal>, none: &str| {
        Value::from(value.map_or_else(|| none.to_owned(), |value| texts.decimal(value.normalize())))
    };
    let amount = |value: Option<Decimal>| {
        Value::from(value.map_or_else(|| "none".to_owned(), |value| money(texts, value)))
    };
    let count = |value: Option<u32>| Value::from(value.unwrap_or_default());
    let args = [
        ("case", figures.case.as_deref().unwrap_or("none").into()),
        ("day", day(figures.day)),
        ("bound", day(figures.bound)),
        ("hours", number(figures.hours, "")),
        ("others", number(figures.other_hours, "none")),
        ("limit", number(figures.limit, "")),
        ("amount", amount(figures.amount)),
        ("minimum", amount(figures.minimum)),
        ("count", count(figures.count)),
        ("low", count(figures.low)),
        ("high", count(figures.high)),
        ("fields", fields(texts, &figures.fields).into()),
        ("documents", figures.documents.join(COMMA).into()),
        ("etapes", figures.etapes.join(COMMA).into()),
    ];
    let id = format!("finding-{rule}");
    let sentence = texts.format(&id, &args);
    if sentence == id { rule.to_owned() } else { sentence }
}

/// An amount in euros: `3 906,00 €`.
pub fn money(texts: Texts, amount: Decimal) -> String {
    allowance(texts, amount, "EUR", None)
}

/// Hours: `335,4 h`.
pub fn hours(texts: Texts, hours: Decimal) -> String {
    texts.format("duration-hours", &[("hours", texts.decimal(hours.normalize()).into())])
}

/// A legal duration as people say it: `4 mois 21 jours`, `2 mois 3 jours 6,4 h`.
pub fn duration(texts: Texts, legal: LegalDuration) -> String {
    let count = |id, count: u32| (count > 0).then(|| texts.format(id, &[("count", count.into())]));
    let over = (!legal.hours.is_zero()).then(|| hours(texts, legal.hours));
    let parts = [count("duration-months", legal.months), count("duration-days", legal.days), over];
    let said: Vec<String> = parts.into_iter().flatten().collect();
    if said.is_empty() { texts.get("duration-nothing").to_owned() } else { said.join(" ") }
}

/// Which public holidays hold: `Alsace-Moselle`.
pub fn calendar(texts: Texts, calendar: Calendar) -> &'static str {
    coded(texts, "calendar", calendar.code())
}

/// What a line of an explanation speaks of: `06/04/2026, lundi de Pâques`.
pub fn reason(texts: Texts, reason: Reason) -> String {
    let period = |id: &str, period: Period| {
        let args = [("from", date(texts, period.from).into()), ("to", date(texts, period.to).into())];
        texts.format(id, &args)
    };
    let holiday = |id: &str, holiday: Holiday| {
        let feast = coded(texts, "feast", holiday.feast.code());
        texts.format(id, &[("day", date(texts, holiday.day).into()), ("feast", feast.into())])
    };
    match reason {
        Reason::Span(span) => period("explain-span", span),
        Reason::Rest => texts.get("explain-rest").to_owned(),
        Reason::Interruption(span) => period("explain-interruption", span),
        Reason::Absence(span) => period("explain-absence", span),
        Reason::Holiday(day) => holiday("explain-holiday", day),
        Reason::WorkedHoliday(day) => holiday("explain-worked-holiday", day),
        Reason::Override => texts.get("explain-override").to_owned(),
    }
}
