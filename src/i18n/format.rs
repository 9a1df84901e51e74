//! Dates, durations and numbers as each language writes them. Every space inside is one that does not break: the narrow
//! one between the thousands of a French number, the ordinary one before a unit and within a date. Both take one cell.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc};
use rust_decimal::Decimal;

use super::{Lang, Texts};

const NO_BREAK_SPACE: char = '\u{a0}';

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateStyle {
    /// `02/03`: where the year goes without saying.
    Brief,
    /// `02/03/26`: columns.
    Short,
    /// `02/03/2026`: forms and confirmations.
    Full,
    /// `2 mars 2026`, `2 Mar 2026`: sentences.
    Long,
    /// `2026-03-02`: files and copies.
    Iso,
}

impl Texts {
    /// A date in one of its styles.
    pub fn date(self, date: NaiveDate, style: DateStyle) -> String {
        let (day, month, year) = (date.day(), date.month(), date.year());
        match style {
            DateStyle::Brief => format!("{day:02}/{month:02}"),
            DateStyle::Short => format!("{day:02}/{month:02}/{:02}", year.rem_euclid(100)),
            DateStyle::Full => format!("{day:02}/{month:02}/{year:04}"),
            DateStyle::Iso => format!("{year:04}-{month:02}-{day:02}"),
            DateStyle::Long => {
                let first = if day == 1 { self.get("date-first") } else { "" };
                format!("{day}{first}{NO_BREAK_SPACE}{}", self.month(date))
            }
        }
    }

    /// The month of a day: `mars 2026`.
    pub fn month(self, day: NaiveDate) -> String {
        format!("{}{NO_BREAK_SPACE}{}", self.get(&format!("month-{}", day.month())), day.year())
    }

    /// A moment, in the zone of these texts: `02/03/2026 14:05`.
    pub fn moment(self, at: DateTime<Utc>) -> String {
        let date = self.date(self.day_of(at), DateStyle::Full);
        format!("{date}{NO_BREAK_SPACE}{}", self.time(at))
    }

    /// The time of a moment, in the zone of these texts: `14:05`.
    pub fn time(self, at: DateTime<Utc>) -> String {
        let moment = at.with_timezone(&self.zone);
        format!("{:02}:{:02}", moment.hour(), moment.minute())
    }

    /// The day of a moment, in the zone of these texts.
    pub fn day_of(self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    /// A whole number with its thousands apart: `1 284`, `1,284`. Not for identifiers, which people copy.
    pub fn number(self, number: i64) -> String {
        let grouped = self.grouped(&number.unsigned_abs().to_string());
        if number < 0 { format!("-{grouped}") } else { grouped }
    }

    /// A decimal number: `4,50`, `4.50`; its digits after the point are kept as they are.
    pub fn decimal(self, number: Decimal) -> String {
        let text = number.abs().to_string();
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let mut out = String::from(if number.is_sign_negative() && !number.is_zero() { "-" } else { "" });
        out.push_str(&self.grouped(whole));
        if !part.is_empty() {
            out.push(if self.lang() == Lang::Fr { ',' } else { '.' });
            out.push_str(part);
        }
        out
    }

    fn grouped(self, digits: &str) -> String {
        let separator = if self.lang() == Lang::Fr { NO_BREAK_SPACE } else { ',' };
        let mut out = String::with_capacity(digits.len() + 8);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        out
    }

    /// A number of days, as the columns write it: `6 j`, `6 d`.
    pub fn days(self, days: i64) -> String {
        format!("{}{NO_BREAK_SPACE}{}", self.number(days), self.get("unit-day"))
    }

    /// How long something has lasted, in its largest unit: `12 s`, `5 min`, `3 h`, `6 j`.
    pub fn elapsed(self, elapsed: TimeDelta) -> String {
        let seconds = elapsed.num_seconds().max(0);
        let (count, unit) = match seconds {
            0..60 => (seconds, "unit-second"),
            60..3_600 => (seconds / 60, "unit-minute"),
            3_600..86_400 => (seconds / 3_600, "unit-hour"),
            _ => return self.days(seconds / 86_400),
        };
        format!("{count}{NO_BREAK_SPACE}{}", self.get(unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FR: Texts = Texts::of(Lang::Fr);
    const EN: Texts = Texts::of(Lang::En);

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    #[test]
    fn dates() {
        let date = day(2026, 3, 2);
        assert_eq!(FR.date(date, DateStyle::Short), "02/03/26");
        assert_eq!(FR.date(date, DateStyle::Full), "02/03/2026");
        assert_eq!(FR.date(date, DateStyle::Iso), "2026-03-02");
        assert_eq!(FR.date(date, DateStyle::Long), "2\u{a0}mars\u{a0}2026");
        assert_eq!(EN.date(date, DateStyle::Long), "2\u{a0}Mar\u{a0}2026");
        assert_eq!(FR.date(day(2026, 8, 1), DateStyle::Long), "1er\u{a0}août\u{a0}2026");
        assert_eq!(EN.date(day(2026, 8, 1), DateStyle::Long), "1\u{a0}Aug\u{a0}2026");
        let at = date.and_hms_opt(23, 5, 59).expect("a time").and_utc();
        assert_eq!(FR.moment(at), "03/03/2026\u{a0}00:05");
        assert_eq!(FR.day_of(at).to_string(), "2026-03-03");
        assert_eq!(FR.in_zone("Indian/Reunion").moment(at), "03/03/2026\u{a0}03:05");
        assert_eq!(
            FR.in_zone("America/Cayenne").in_zone("Nowhere").in_lang(Lang::En).moment(at),
            "02/03/2026\u{a0}20:05"
        );
    }

    #[test]
    fn numbers() {
        assert_eq!(FR.number(0), "0");
        assert_eq!(FR.number(999), "999");
        assert_eq!((FR.number(1), EN.number(2)), ("1".to_owned(), "2".to_owned()));
        assert_eq!(FR.number(1_000_000), "1\u{a0}000\u{a0}000");
        assert_eq!(EN.number(1_000_000), "1,000,000");
        assert_eq!(FR.number(-1_284_000), "-1\u{a0}284\u{a0}000");
        assert_eq!(EN.number(1284), "1,284");
        assert_eq!(FR.number(i64::MIN), "-9\u{a0}223\u{a0}372\u{a0}036\u{a0}854\u{a0}775\u{a0}808");
        assert_eq!(FR.decimal(Decimal::new(450, 2)), "4,50");
        assert_eq!(FR.decimal(Decimal::new(123_450, 2)), "1\u{a0}234,50");
        assert_eq!(EN.decimal(Decimal::new(-123_450, 2)), "-1,234.50");
        assert_eq!(FR.decimal(Decimal::new(35, 0)), "35");
    }

    #[test]
    fn durations() {
        assert_eq!(FR.days(6), "6\u{a0}j");
        assert_eq!(EN.days(6), "6\u{a0}d");
        for (seconds, text) in [
            (-4, "0\u{a0}s"),
            (59, "59\u{a0}s"),
            (60, "1\u{a0}min"),
            (7_199, "1\u{a0}h"),
            (90_000, "1\u{a0}j"),
        ] {
            assert_eq!(FR.elapsed(TimeDelta::seconds(seconds)), text);
        }
    }
}
