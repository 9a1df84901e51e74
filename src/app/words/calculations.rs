//! What is computed of an internship, in words: the days, the legal duration, the gratification, and why so many days.

use rust_decimal::Decimal;

use super::date;
use super::law::{duration, hours, money, reason};
use crate::domain::duration::{Line, Totals};
use crate::domain::gratification::{Gratification, Month};
use crate::i18n::Texts;

/// Each figure, under the id of its name.
pub fn calculated(texts: Texts, totals: &Totals, one: &Gratification) -> Vec<(&'static str, String)> {
    let mut told = vec![("law-worked-days", texts.number(totals.days.into()))];
    if totals.overridden() {
        told.push(("law-computed", hours(texts, totals.computed)));
    }
    if totals.paid_hours != totals.hours {
        told.push(("law-paid-hours", hours(texts, totals.paid_hours)));
    }
    told.push(("law-legal", duration(texts, totals.legal())));
    if one.presence != totals.hours {
        told.push(("law-presence", hours(texts, one.presence)));
    }
    told.push(("law-due", texts.get(if one.due { "value-yes" } else { "value-no" }).to_owned()));
    if one.due {
        told.push(("law-minimum", minimum(texts, one)));
        told.push(("law-smoothed", smoothed(texts, one)));
    }
    told.extend(one.offered.map(|offered| ("law-offered", money(texts, offered))));
    told
}

/// The minimum in all; both readings, where they differ.
fn minimum(texts: Texts, one: &Gratification) -> String {
    let year = money(texts, one.minimum_civil_year);
    if one.minimum_at_signature == one.minimum_civil_year {
        return year;
    }
    let signature = money(texts, one.minimum_at_signature);
    texts.format("law-both", &[("year", year.into()), ("signature", signature.into())])
}

fn smoothed(texts: Texts, one: &Gratification) -> String {
    let about = [("amount", money(texts, one.smoothed).into()), ("count", one.instalments.into())];
    texts.format("law-instalments", &about)
}

/// Month by month, what is paid at least: the *actual* amounts; nothing where none is due.
pub fn monthly(texts: Texts, one: &Gratification) -> Vec<String> {
    let told = |month: &Month| {
        let of = [
            ("from", date(texts, month.share.from).into()),
            ("to", date(texts, month.share.to).into()),
            ("hours", texts.decimal(month.share.paid_hours).into()),
            ("amount", money(texts, month.minimum).into()),
        ];
        texts.format("law-month-line", &of)
    };
    one.months.iter().filter(|_| one.due).map(told).collect()
}

/// The civil years whose ceiling is not published yet.
pub fn provisional(texts: Texts, one: &Gratification) -> Vec<String> {
    let years = one.years.iter().filter(|year| year.provisional && one.due);
    years.map(|year| texts.format("law-provisional", &[("year", year.year.to_string().into())])).collect()
}

/// Line by line, why so many days and hours; the last line is their sum.
pub fn explained(texts: Texts, lines: &[Line], totals: &Totals) -> Vec<String> {
    let told = |days: i64, hours: Decimal, why: String| {
        let about = [
            ("days", texts.number(days).into()),
            ("hours", texts.decimal(hours).into()),
            ("why", why.into()),
        ];
        texts.format("law-line", &about)
    };
    let sum = told(totals.days.into(), totals.hours, texts.get("law-sum").to_owned());
    lines.iter().map(|line| told(line.days, line.hours, reason(texts, line.reason))).chain([sum]).collect()
}
