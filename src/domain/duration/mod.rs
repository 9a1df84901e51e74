//! How long an internship lasts: the presence of each day, the days worked, the hours, and the legal duration that they
//! make. Hours of presence count, whatever the length of a day (D124-6).

mod explain;
mod legal;
mod schedule;
mod totals;

pub use explain::{Line, Reason, explain};
pub use legal::{DAY_HOURS, LegalDuration, MONTH_DAYS};
pub use schedule::{Irregular, Pattern, Period, Schedule, Standing, Unsound, Week};
pub use totals::{Presence, Share, Totals, by_week, longest};

#[cfg(test)]
mod tests;
