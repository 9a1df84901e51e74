//! How far the clock of a service is from ours. Passes that expire and signatures that are dated are refused for it, in
//! words that name neither.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{AGE, DATE, HeaderMap};

/// Nothing was seen yet.
const UNSEEN: i64 = i64::MIN;

/// The last that was seen, in milliseconds.
#[derive(Debug)]
pub(super) struct Skew(AtomicI64);

impl Skew {
    /// Before anything is asked.
    pub(super) const fn unseen() -> Self {
        Self(AtomicI64::new(UNSEEN))
    }

    /// Looks at the headers of an answer to what left then and was answered then.
    pub(super) fn look(&self, headers: &HeaderMap, left: DateTime<Utc>, answered: DateTime<Utc>) {
        if let Some(skew) = skew(headers, left, answered) {
            self.0.store(skew.num_milliseconds(), Ordering::Relaxed);
        }
    }

    /// How far it was ahead of ours at its last answer that told.
    pub(super) fn last(&self) -> Option<TimeDelta> {
        let seen = self.0.load(Ordering::Relaxed);
        (seen != UNSEEN).then(|| TimeDelta::milliseconds(seen))
    }
}

/// What its clock says, against the middle of the time that the answer took.
fn skew(headers: &HeaderMap, left: DateTime<Utc>, answered: DateTime<Utc>) -> Option<TimeDelta> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let date = DateTime::parse_from_rfc2822(text(DATE)?).ok()?.to_utc();
    // Who keeps answers for a while hands them on with the date that they had.
    let age = text(AGE).and_then(|age| age.parse::<u32>().ok()).unwrap_or_default();
    Some(date + TimeDelta::seconds(age.into()) - (left + (answered - left) / 2))
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000 + second, 0).unwrap()
    }

    fn seen(headers: &[(&'static str, &'static str)]) -> Option<i64> {
        let headers =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
        let skew = Skew::unseen();
        skew.look(&headers.collect(), at(0), at(4));
        skew.last().map(|skew| skew.num_seconds())
    }

    #[test]
    fn a_date_is_held_against_the_middle_of_question_and_answer() {
        assert_eq!(seen(&[("date", "Wed, 18 Nov 2026 11:06:42 GMT")]), Some(0));
        assert_eq!(seen(&[("date", "Wed, 18 Nov 2026 12:06:42 GMT")]), Some(3600));
        assert_eq!(seen(&[("date", " Wed, 18 Nov 2026 11:05:40 GMT")]), Some(-62));
        assert_eq!(seen(&[("date", "Wed, 18 Nov 2026 11:05:40 GMT"), ("age", "62")]), Some(0));
    }

    #[test]
    fn what_is_no_date_tells_nothing_and_takes_nothing_back() {
        assert_eq!(seen(&[]), None);
        for odd in ["", "now", "1795000002", "Wed, 18 Nov 2026"] {
            assert_eq!(seen(&[("date", odd)]), None, "{odd}");
        }
        let skew = Skew::unseen();
        let date = HeaderValue::from_static("Wed, 18 Nov 2026 11:06:50 GMT");
        skew.look(&[(DATE, date)].into_iter().collect(), at(0), at(0));
        skew.look(&HeaderMap::new(), at(0), at(0));
        assert_eq!(skew.last(), Some(TimeDelta::seconds(10)));
    }
}
