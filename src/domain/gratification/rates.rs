//! The legal rate of an hour of presence, by date: a share of the hourly ceiling of social security (L124-6, D124-8).
//! Ceilings change each year and are data: those known here can be completed by those of the database.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

/// The hourly ceiling from a day on, in euros.
pub type Ceiling = (NaiveDate, Decimal);

/// Hourly ceilings of social security (L241-3 of its Code) by civil year, in euros.
const KNOWN: [(i32, u32); 13] = [
    (2014, 23),
    (2015, 24),
    (2016, 24),
    (2017, 24),
    (2018, 25),
    (2019, 25),
    (2020, 26),
    (2021, 26),
    (2022, 26),
    (2023, 27),
    (2024, 29),
    (2025, 29),
    (2026, 30),
];

/// The share of the ceiling, in hundredths of a percent, from the day on which the convention is signed.
const SHARES: [((i32, u32, u32), i64); 2] = [((2014, 12, 1), 1_375), ((2015, 9, 1), 1_500)];

/// The share of the ceiling before those of [`SHARES`].
const OLDEST_SHARE: i64 = 1_250;

/// The ceilings that the program knows, in order.
pub fn known_ceilings() -> Vec<Ceiling> {
    let dated =
        |(year, euros): &(i32, u32)| Some((NaiveDate::from_ymd_opt(*year, 1, 1)?, Decimal::from(*euros)));
    KNOWN.iter().filter_map(dated).collect()
}

/// The share of the ceiling that a convention signed on a day owes.
pub fn share(signed: NaiveDate) -> Decimal {
    let day = (signed.year(), signed.month(), signed.day());
    let found = SHARES.iter().rev().find(|(from, _)| *from <= day).map_or(OLDEST_SHARE, |(_, share)| *share);
    Decimal::new(found, 4)
}

/// The value of a dated list on a day: the latest that has begun, the first before any has.
pub(super) fn on(values: &[(NaiveDate, Decimal)], day: NaiveDate) -> Option<(NaiveDate, Decimal)> {
    let begun = values.iter().filter(|(from, _)| *from <= day).max_by_key(|(from, _)| *from);
    begun.or_else(|| values.iter().min_by_key(|(from, _)| *from)).copied()
}
