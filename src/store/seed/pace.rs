//! The pace of a file's life: which acts, in what order, and in which office hours.

use chrono::{Datelike as _, NaiveDate, Weekday};

use super::rng::Rng;
use super::rows::{day_of, moment};
use super::timeline::{Fate, Wait};

/// An act on the way to validation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beat {
    Submit,
    Step,
    Return,
    Edit,
    Resubmit,
    Cancel,
}

/// The acts up to the validation, in order.
pub(super) fn beats(rng: &mut Rng, fate: Fate, circuit: &[(&str, Option<&str>)]) -> Vec<Beat> {
    let mut beats = Vec::with_capacity(10);
    let steps = circuit.len();
    let place = |kind: &str| circuit.iter().position(|(k, _)| *k == kind).unwrap_or(0);
    let detour = |rng: &mut Rng, beats: &mut Vec<Beat>| {
        if steps > 1 && rng.chance(0.5) {
            beats.push(Beat::Step);
        }
        beats.extend([Beat::Return, Beat::Edit, Beat::Resubmit]);
    };
    if fate == Fate::Draft {
        return beats;
    }
    beats.push(Beat::Submit);
    let done = match fate {
        Fate::Draft => 0,
        Fate::Open(Wait::Corrected) => {
            detour(rng, &mut beats);
            0
        }
        Fate::Open(Wait::ToCorrect) => {
            let before = rng.below(steps);
            beats.extend(std::iter::repeat_n(Beat::Step, before));
            beats.push(Beat::Return);
            0
        }
        Fate::Cancelled => {
            let before = rng.below(steps + 1);
            beats.extend(std::iter::repeat_n(Beat::Step, before));
            beats.push(Beat::Cancel);
            0
        }
        Fate::Open(wait) => {
            let target = place(match wait {
                Wait::Pedagogical => "pedagogical",
                Wait::Check => "check",
                _ => "administrative",
            });
            // A file whose first step waits after a return would be one of the corrected.
            if target > 0 && rng.chance(0.12) {
                detour(rng, &mut beats);
            }
            target
        }
        Fate::Validated(_) => {
            if rng.chance(0.14) {
                detour(rng, &mut beats);
            }
            steps
        }
    };
    beats.extend(std::iter::repeat_n(Beat::Step, done));
    beats
}

/// Moments in office hours, strictly increasing, from the first day to the last.
pub(super) fn moments(rng: &mut Rng, first: i64, last: NaiveDate, how_many: usize) -> Vec<i64> {
    let day = day_of(first);
    let span = (last - day).num_days().max(0);
    let mut days: Vec<i64> = (0..how_many).map(|_| rng.between(0, span)).collect();
    days.sort_unstable();
    let mut previous = first;
    days.into_iter()
        .map(|offset| {
            let mut on = day + chrono::Days::new(offset as u64);
            if matches!(on.weekday(), Weekday::Sat | Weekday::Sun) && on + chrono::Days::new(2) <= last {
                on = on + chrono::Days::new(2);
            }
            let at = moment(on, rng.between(7 * 3600, 15 * 3600));
            previous = if at > previous { at } else { previous + rng.between(240, 2_400) };
            previous
        })
        .collect()
}
