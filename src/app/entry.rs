//! What people type into a field that holds a day, a period, hours or an amount, and why it cannot be read. Commas and
//! points both mark decimals, days are read as the French and as ISO write them, hours also as `7:30` or `7h30`.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::words;
use crate::domain::duration::{Irregular, Period, Week};
use crate::domain::fold::fold;
use crate::domain::gratification::Unit;
use crate::i18n::{Lang, Texts};

/// Hours in a day.
pub const DAY: u32 = 24;
/// Hours in a week.
pub const WEEK: u32 = 168;
/// Hours in a leap year: more than any internship.
pub const YEAR: u32 = 8_784;

/// An amount beyond which a slip of the finger is more likely than a gratification, in euros.
pub const MOST_EUROS: u32 = 100_000;

/// Years outside which a date is a slip of the finger.
const YEARS: std::ops::RangeInclusive<i32> = 1950..=2150;

/// Minutes in an hour.
const MINUTES: u32 = 60;

/// Why a text cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No date is written so.
    NotADay(String),
    /// It looks like a date, and the calendar has no such day.
    NoSuchDay(String),
    /// Not two days with `..` between them.
    NotAPeriod(String),
    /// Not days, `=` and the hours of each.
    NotIrregular(String),
    /// A period that ends before it begins.
    Reversed(NaiveDate, NaiveDate),
    /// No hours are written so.
    NotHours(String),
    /// No amount is written so.
    NotAnAmount(String),
    /// It is less than nothing.
    Negative(String),
    /// It is more than there can be.
    TooMuch(String, u32),
    /// It has more than two decimals, or minutes that do not make hundredths of an hour.
    TooFine(String),
    /// A week has seven numbers of hours; this has so many.
    NotSeven(usize),
    /// An amount is paid for something else.
    UnknownUnit(String),
    /// No number is written so.
    NotANumber(String),
    /// It has to be a whole number.
    NotWhole(String),
    /// A text of so many characters, where so many may be.
    TooLong(usize, usize),
}

/// A day: `2026-03-02`, `02/03/2026`.
///
/// # Errors
/// When it is none.
pub fn day(text: &str) -> Result<NaiveDate, Fault> {
    let text = text.trim();
    let not = || Fault::NotADay(text.to_owned());
    let separator = if text.contains('/') { '/' } else { '-' };
    let parts: Vec<&str> = text.split(separator).collect();
    let (year, month, day) = match (separator, parts.as_slice()) {
        ('-', [year, month, day]) if year.len() == 4 => (year, month, day),
        ('/', [day, month, year]) if year.len() == 4 => (year, month, day),
        _ => return Err(not()),
    };
    let digits = |part: &str| {
        let plain = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse::<u32>().ok()).flatten().ok_or_else(not)
    };
    let (year, month, day) = (digits(year)?, digits(month)?, digits(day)?);
    let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year)).ok_or_else(not)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| Fault::NoSuchDay(text.to_owned()))
}

/// From a day to a day: `2026-07-27..2026-08-14`; one day alone is both.
///
/// # Errors
/// When it is none.
pub fn period(text: &str) -> Result<Period, Fault> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    if from.trim().is_empty() || to.trim().is_empty() {
        return Err(Fault::NotAPeriod(text.trim().to_owned()));
    }
    let (from, to) = (day(from)?, day(to)?);
    if to < from { Err(Fault::Reversed(from, to)) } else { Ok(Period { from, to }) }
}

/// Hours, at most so many: `35`, `35,5`, `7:30`, `7h30`.
///
/// # Errors
/// When they are none.
pub fn hours(text: &str, most: u32) -> Result<Decimal, Fault> {
    let text = text.trim();
    let not = || Fault::NotHours(text.to_owned());
    let hours = match text.split_once([':', 'h']) {
        Some((_, minutes)) if minutes.trim().is_empty() => {
            number(text.trim_end_matches([':', 'h'])).ok_or_else(not)?
        }
        Some((whole, minutes)) => {
            let part = |part: &str| {
                let part = part.trim();
                part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok()).flatten()
            };
            let (whole, minutes) = (part(whole).ok_or_else(not)?, part(minutes).ok_or_else(not)?);
            // With a colon it is read as a clock is: 25:00 is no time.
            if minutes >= MINUTES || (text.contains(':') && whole > DAY) {
                return Err(not());
            }
            Decimal::from(whole) + Decimal::from(minutes) / Decimal::from(MINUTES)
        }
        None => number(text).ok_or_else(not)?,
    };
    bounded(hours, text, most)
}

/// Hours of each weekday from Monday, with spaces between them.
///
/// # Errors
/// When they are not seven, or one of them is none.
pub fn week(text: &str) -> Result<Week, Fault> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let hours = parts.iter().map(|part| hours(part, DAY)).collect::<Result<Vec<_>, _>>()?;
    Week::try_from(hours).map_err(|hours| Fault::NotSeven(hours.len()))
}

/// Days with hours of their own: `2026-06-01..2026-06-05=3,5`.
///
/// # Errors
/// When it is none.
pub fn irregular(text: &str) -> Result<Irregular, Fault> {
    let Some((days, each)) = text.split_once('=') else {
        return Err(Fault::NotIrregular(text.trim().to_owned()));
    };
    let Period { from, to } = period(days)?;
    Ok(Irregular { from, to, hours: hours(each, DAY)? })
}

/// An amount in euros, and what it is paid for, an hour when nothing is said: `4,50`, `600/month`.
///
/// # Errors
/// When it is none.
pub fn amount(text: &str) -> Result<(Decimal, Unit), Fault> {
    let text = text.trim();
    let (amount, unit) =
        text.split_once('/').map_or((text, None), |(amount, unit)| (amount, Some(unit.trim())));
    let amount = amount.trim().trim_end_matches('€');
    let amount = number(amount).ok_or_else(|| Fault::NotAnAmount(text.to_owned()))?;
    let unit = match unit {
        None => Unit::Hour,
        Some(unit) => unit_named(unit).ok_or_else(|| Fault::UnknownUnit(unit.to_owned()))?,
    };
    Ok((bounded(amount, text, MOST_EUROS)?, unit))
}

/// A number, at most so much.
///
/// # Errors
/// When it is none.
pub fn number_up_to(text: &str, most: u32) -> Result<Decimal, Fault> {
    let text = text.trim();
    bounded(number(text).ok_or_else(|| Fault::NotANumber(text.to_owned()))?, text, most)
}

/// A unit by its code, or by its name in any language.
fn unit_named(name: &str) -> Option<Unit> {
    let named = |unit: &Unit| {
        let names = Lang::ALL.map(|lang| fold(words::per(Texts::of(lang), unit.code())));
        unit.code() == name || names.contains(&fold(name))
    };
    Unit::ALL.iter().copied().find(named)
}

/// Between nothing and the most there can be, in hundredths.
fn bounded(value: Decimal, text: &str, most: u32) -> Result<Decimal, Fault> {
    if value.is_sign_negative() && !value.is_zero() {
        return Err(Fault::Negative(text.to_owned()));
    }
    if value > Decimal::from(most) {
        return Err(Fault::TooMuch(text.to_owned(), most));
    }
    let value = value.normalize();
    if value.scale() > 2 { Err(Fault::TooFine(text.to_owned())) } else { Ok(value) }
}

/// A decimal number with a comma or a point, its thousands apart or not.
fn number(text: &str) -> Option<Decimal> {
    let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect();
    let digits = plain.strip_prefix('-').unwrap_or(&plain);
    let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(part) {
        return None;
    }
    plain.replace(',', ".").parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_read_as_people_and_as_scripts_write_them() {
        let second: NaiveDate = "2026-03-02".parse().unwrap();
        for text in ["2026-03-02", "02/03/2026", " 2/3/2026 ", "2026-3-2"] {
            assert_eq!(day(text), Ok(second), "{text}");
        }
        for text in ["31/02/2026", "2026-02-31", "2026-13-01", "0/1/2026"] {
            assert_eq!(day(text), Err(Fault::NoSuchDay(text.into())));
        }
        for text in
            ["", "hier", "2026-03", "02/03/26", "2/3/20266", "1026-03-02", "２026-03-02", "2026-03-0x"]
        {
            assert_eq!(day(text), Err(Fault::NotADay(text.into())), "{text}");
        }
    }

    #[test]
    fn periods_have_two_days_in_order() {
        let summer = period("2026-07-27..14/08/2026").unwrap();
        assert_eq!(
            (summer.from.to_string(), summer.to.to_string()),
            ("2026-07-27".into(), "2026-08-14".into())
        );
        assert_eq!(period("2026-07-27").unwrap().to.to_string(), "2026-07-27");
        assert_eq!(period("2026-08-14..2026-07-27"), Err(Fault::Reversed(summer.to, summer.from)));
        assert_eq!(period("2026-08-14.."), Err(Fault::NotAPeriod("2026-08-14..".into())));
        assert_eq!(period("2026-02-31..2026-03-01"), Err(Fault::NoSuchDay("2026-02-31".into())));
    }

    #[test]
    fn hours_are_decimals_or_hours_and_minutes() {
        for (text, value) in [
            ("35", "35"),
            ("35,5", "35.5"),
            ("35.50", "35.5"),
            ("7:30", "7.5"),
            ("7h30", "7.5"),
            ("7h", "7"),
            ("7 h 06", "7.1"),
            ("0", "0"),
        ] {
            assert_eq!(hours(text, WEEK), Ok(decimal(value)), "{text}");
        }
        assert_eq!(hours("25:00", WEEK), Err(Fault::NotHours("25:00".into())));
        assert_eq!(hours("35h30", WEEK), Ok(decimal("35.5")));
        assert_eq!(hours("24.5", DAY), Err(Fault::TooMuch("24.5".into(), 24)));
        assert_eq!(hours("168.01", WEEK), Err(Fault::TooMuch("168.01".into(), 168)));
        assert_eq!(hours("-1", WEEK), Err(Fault::Negative("-1".into())));
        assert_eq!(hours("7.333", WEEK), Err(Fault::TooFine("7.333".into())));
        assert_eq!(hours("7:20", WEEK), Err(Fault::TooFine("7:20".into())));
        for text in ["", "x", "7:60", "7:", ":30", "1e3", "3_5", "7:3:0", "-7:30", "1,2,3", ",5"] {
            let read = hours(text, WEEK);
            assert!(read.is_err() || text == "7:", "{text}: {read:?}");
        }
    }

    #[test]
    fn weeks_have_seven_days() {
        assert_eq!(week("7 7 7 7 7 0 0").unwrap()[4], decimal("7"));
        assert_eq!(week("7,5 7:30 7.5 7.5 5 0 0").unwrap()[1], decimal("7.5"));
        assert_eq!(week("7 7 7 7 7"), Err(Fault::NotSeven(5)));
        assert_eq!(week(""), Err(Fault::NotSeven(0)));
        assert_eq!(week("25 0 0 0 0 0 0"), Err(Fault::TooMuch("25".into(), 24)));
        let short = irregular("2026-06-01..2026-06-05=3,5").unwrap();
        assert_eq!((short.to.to_string(), short.hours), ("2026-06-05".into(), decimal("3.5")));
        assert_eq!(
            irregular("2026-06-01..2026-06-05"),
            Err(Fault::NotIrregular("2026-06-01..2026-06-05".into()))
        );
    }

    #[test]
    fn amounts_say_what_they_are_paid_for() {
        assert_eq!(amount("4,50"), Ok((decimal("4.5"), Unit::Hour)));
        assert_eq!(amount("1 284,50 €/month"), Ok((decimal("1284.5"), Unit::Month)));
        assert_eq!(amount("600/mois"), Ok((decimal("600"), Unit::Month)));
        assert_eq!(amount("-5"), Err(Fault::Negative("-5".into())));
        assert_eq!(amount("100000.01"), Err(Fault::TooMuch("100000.01".into(), MOST_EUROS)));
        assert_eq!(amount("4.505"), Err(Fault::TooFine("4.505".into())));
        assert_eq!(amount("beaucoup"), Err(Fault::NotAnAmount("beaucoup".into())));
        assert_eq!(amount("5/moon"), Err(Fault::UnknownUnit("moon".into())));
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_breaks_it(text in "\\PC{0,40}") {
            let _ = (day(&text), period(&text), hours(&text, WEEK), week(&text), irregular(&text), amount(&text));
        }
    }
}
