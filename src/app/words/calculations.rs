//! What is computed of an internship, in words: the days, the legal duration, the gratification, and why so many days.

use rust_decimal::Decimal;

use super::law::{duration, hours, money, reason};
use crate::domain::duration::{Line, Totals};
use crate::domain::gratification::Gratification;
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
