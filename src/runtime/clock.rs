//! The only place that reads a clock; everything else is told the time.

use std::time::Instant;

use chrono::{DateTime, Utc};

/// The date and time.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A time that never goes back, to measure delays with.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
pub fn monotonic() -> Instant {
    Instant::now()
}
