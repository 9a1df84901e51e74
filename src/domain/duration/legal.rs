//! The legal duration: seven hours of presence, consecutive or not, are a day, and twenty-two days a month (D124-6).

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Hours of presence in a day of legal duration.
pub const DAY_HOURS: Decimal = Decimal::from_parts(7, 0, 0, false, 0);

/// Days of legal duration in a month.
pub const MONTH_DAYS: u32 = 22;

/// Months of 22 days, days of 7 hours, and the hours that are left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LegalDuration {
    /// Whole months.
    pub months: u32,
    /// Whole days over, at most 21.
    pub days: u32,
    /// Hours over, less than 7.
    pub hours: Decimal,
}

impl LegalDuration {
    /// What so many hours of presence make; nothing for less than none.
    pub fn of(hours: Decimal) -> Self {
        let hours = hours.max(Decimal::ZERO);
        let days = (hours / DAY_HOURS).floor();
        let left = hours - days * DAY_HOURS;
        let days = u32::try_from(days).unwrap_or(u32::MAX);
        Self { months: days / MONTH_DAYS, days: days % MONTH_DAYS, hours: left.normalize() }
    }
}
