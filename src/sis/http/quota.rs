//! What an answer's headers say of a quota: what is left of it, and when there is more.

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{HeaderMap, RETRY_AFTER};

const LIMIT: &str = "x-rate-limit-limit";
const REMAINING: &str = "x-rate-limit-remaining";
const RESET: &str = "x-rate-limit-reset";

/// How long to wait when a service does not say: quotas are by the minute.
const USUAL: TimeDelta = TimeDelta::seconds(61);

/// The longest that a service is believed.
const LONGEST: TimeDelta = TimeDelta::hours(1);

/// What is left of a quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Requests that may be made in all.
    pub limit: Option<u32>,
    /// Requests that may still be made.
    pub remaining: u32,
    /// When there is more.
    pub reset_at: Option<DateTime<Utc>>,
}

/// What was asked for, and what is left of the quota if the service says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<T> {
    /// What was asked for.
    pub value: T,
    /// What is left; nothing when nothing was said, or nothing was asked.
    pub quota: Option<Quota>,
}

/// What is left of the quota, if it is told.
pub(super) fn left(headers: &HeaderMap) -> Option<Quota> {
    let remaining = number(headers, REMAINING)?;
    Some(Quota {
        limit: number(headers, LIMIT).and_then(|limit| u32::try_from(limit).ok()),
        remaining: u32::try_from(remaining).unwrap_or(u32::MAX),
        reset_at: reset(headers),
    })
}

/// When to ask again after a refusal for the quota's sake.
pub(super) fn retry_at(headers: &HeaderMap, now: DateTime<Utc>) -> DateTime<Utc> {
    // The clocks of both ends may differ: an hour that has passed tells nothing.
    let told = |at: &DateTime<Utc>| *at > now;
    let at = reset(headers).filter(told).or_else(|| after(headers, now).filter(told));
    at.unwrap_or(now + USUAL).min(now + LONGEST)
}

/// In milliseconds since 1970, not in seconds.
fn reset(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    number(headers, RESET).and_then(|at| i64::try_from(at).ok()).and_then(DateTime::from_timestamp_millis)
}

/// In seconds, or as a date.
fn after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if let Some(seconds) = number(headers, RETRY_AFTER.as_str()) {
        let seconds = i64::try_from(seconds).ok().and_then(TimeDelta::try_seconds).unwrap_or(LONGEST);
        return now.checked_add_signed(seconds.min(LONGEST));
    }
    let date = headers.get(RETRY_AFTER)?.to_str().ok()?;
    DateTime::parse_from_rfc2822(date.trim()).ok().map(|date| date.to_utc())
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_795_000_000_000).unwrap()
    }

    fn waits(headers: &[(&'static str, &'static str)]) -> i64 {
        let headers =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
        (retry_at(&headers.collect(), now()) - now()).num_milliseconds()
    }

    #[test]
    fn the_reset_goes_first_then_retry_after_then_a_minute() {
        assert_eq!(waits(&[(RESET, "1795000012345"), ("retry-after", "3")]), 12_345);
        assert_eq!(waits(&[("retry-after", "3")]), 3_000);
        assert_eq!(waits(&[("retry-after", "Wed, 18 Nov 2026 11:07:00 GMT")]), 20_000);
        assert_eq!(waits(&[]), 61_000);
    }

    #[test]
    fn what_makes_no_sense_is_not_believed() {
        // Passed, in seconds, not a number, beyond time; a day is an hour at most.
        for reset in ["1794999999999", "1795000012", "soon", "-1", "18446744073709551615", ""] {
            assert_eq!(waits(&[(RESET, reset)]), 61_000, "{reset}");
        }
        assert_eq!(waits(&[("retry-after", "0")]), 61_000);
        assert_eq!(waits(&[("retry-after", "86400")]), 3_600_000);
        assert_eq!(waits(&[("retry-after", "18446744073709551615")]), 3_600_000);
        assert_eq!(waits(&[(RESET, "1795086400000")]), 3_600_000);
    }
}
