//! How long to wait before trying again: longer each time, and never in step with the other desks.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::Duration;

const FIRST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_secs(10);

/// The pauses between attempts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pauses {
    next: Duration,
}

impl Default for Pauses {
    fn default() -> Self {
        Self { next: FIRST }
    }
}

impl Pauses {
    /// The next pause: half of it fixed, half of it chance.
    pub(super) fn next(&mut self) -> Duration {
        let pause = self.next;
        self.next = (pause * 2).min(LONGEST);
        between(pause / 2, pause)
    }
}

/// Some duration between these two.
pub(super) fn between(least: Duration, most: Duration) -> Duration {
    // Each state of the standard library's hasher starts from keys of its own.
    let chance = RandomState::new().hash_one(0_u8) >> 32;
    let share = u32::try_from(chance).unwrap_or_default();
    least + most.saturating_sub(least).mul_f64(f64::from(share) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_limit_and_differ() {
        let mut pauses = Pauses::default();
        let all: Vec<Duration> = (0..12).map(|_| pauses.next()).collect();
        assert!(all[0] >= FIRST / 2 && all[0] <= FIRST);
        assert!(all[11] >= LONGEST / 2 && all[11] <= LONGEST);
        let (least, most) = (Duration::from_millis(100), Duration::from_millis(400));
        let some: Vec<Duration> = (0..50).map(|_| between(least, most)).collect();
        assert!(some.iter().all(|d| (least..=most).contains(d)));
        assert!(some.iter().any(|d| *d != some[0]));
    }
}
