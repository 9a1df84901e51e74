//! What stands between us and a source, so that one that is slow or down costs nobody their day: only so many questions
//! at once, an end to each, and none at all for a while after it failed often.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Semaphore;

use super::fault::{Call, Fault, Trouble};
use super::http::Clock;
use super::port::{Known, Told};
use crate::domain::student::source::Source;

/// So many failures within [`COUNTED`], without a success between them, and a source is left alone.
const TOO_MANY: usize = 5;

/// How long a failure counts: longer than a screen waits, or those of a source that hangs would never come together.
const COUNTED: TimeDelta = TimeDelta::seconds(120);

/// How long a source is left alone.
const REST: TimeDelta = TimeDelta::seconds(30);

/// Whether a source is worth asking. After a rest one question goes through: what it hears decides for all.
#[derive(Debug, Default)]
struct Breaker {
    failures: VecDeque<DateTime<Utc>>,
    rest: Option<Rest>,
}

/// What a question may do that goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leave {
    /// Count.
    Usual,
    /// Decide, after a rest: since then it is waited for.
    Decisive(DateTime<Utc>),
}

/// A time in which it is left alone.
#[derive(Debug)]
struct Rest {
    since: DateTime<Utc>,
    until: DateTime<Utc>,
}

impl Breaker {
    /// Whether it may be asked now, and whether what it answers decides for all; or until when it is left alone.
    fn may_ask(&mut self, now: DateTime<Utc>) -> Result<Leave, DateTime<Utc>> {
        match &self.rest {
            Some(rest) if now < rest.until => Err(rest.until),
            Some(_) => {
                // One asks; whoever comes meanwhile waits for what it hears, or for another rest if it never returns.
                self.rest = Some(Rest { since: now, until: now + REST });
                Ok(Leave::Decisive(now))
            }
            None => Ok(Leave::Usual),
        }
    }

    /// What was to be asked was known: nothing follows about the source, and the next question decides in its place.
    fn was_spared(&mut self, leave: Leave, now: DateTime<Utc>) {
        if let (Leave::Decisive(since), Some(rest)) = (leave, &mut self.rest)
            && rest.since == since
        {
            rest.until = now;
        }
    }

    /// It answered a question that left then: a rest that began since is kept, that of the question itself is over.
    fn is_well(&mut self, left: DateTime<Utc>) {
        if self.rest.as_ref().is_none_or(|rest| rest.since <= left) {
            *self = Self::default();
        }
    }

    /// It failed.
    fn failed(&mut self, now: DateTime<Utc>) {
        self.failures.retain(|at| now - *at < COUNTED);
        self.failures.push_back(now);
        if self.rest.is_some() || self.failures.len() >= TOO_MANY {
            self.rest(now, now + REST);
        }
    }

    /// It is left alone until then; longer when it was to be already.
    fn rest(&mut self, now: DateTime<Utc>, until: DateTime<Utc>) {
        let until = self.rest.as_ref().map_or(until, |rest| rest.until.max(until));
        self.rest = Some(Rest { since: now, until });
        self.failures.clear();
    }
}

/// The guard of one source.
#[derive(Debug)]
pub struct Guard {
    source: Source,
    breaker: Mutex<Breaker>,
    room: Semaphore,
    clock: Clock,
}

impl Guard {
    /// A guard of this source that lets so many questions through at once.
    pub fn new(source: Source, at_once: usize, clock: Clock) -> Self {
        Self { source, breaker: Mutex::default(), room: Semaphore::new(at_once.max(1)), clock }
    }

    /// What the source says when it is asked this, within this time. It is told in the log how long it took and what came
    /// of it, never about whom; what was known already leaves no trace.
    ///
    /// # Errors
    /// Whatever goes wrong with the source; at once when it is left alone.
    pub async fn ask<T>(
        &self,
        call: Call,
        within: Duration,
        question: impl Future<Output = Told<T>>,
    ) -> Told<T> {
        let start = (self.clock)();
        let late = || Fault::Unavailable { call, trouble: Trouble::Late };
        // The guard never closes its room. Who waited too long for it was late by us, not by the source.
        let waited = tokio::time::timeout(within, self.room.acquire()).await;
        let _room = waited.map_err(|_| late())?;
        let left = (self.clock)();
        let within = within.saturating_sub((left - start).to_std().unwrap_or_default());
        if within.is_zero() {
            return Err(late());
        }
        let leave = self.with(|breaker, now| breaker.may_ask(now));
        let leave = leave.map_err(|until| Fault::Resting { call, until })?;
        let (mut question, mut has_left) = (pin!(question), false);
        // What is told without waiting was in memory, or was refused before it left.
        let asked = poll_fn(|context| {
            let polled = question.as_mut().poll(context);
            has_left |= polled.is_pending();
            polled
        });
        let told = tokio::time::timeout(within, asked).await.unwrap_or_else(|_| Err(late()));
        if !has_left {
            self.with(|breaker, now| breaker.was_spared(leave, now));
            return told;
        }
        self.with(|breaker, now| match &told {
            Err(Fault::Overloaded { retry_at, .. }) => breaker.rest(now, *retry_at),
            Err(Fault::Unavailable { .. }) => breaker.failed(now),
            // It never left.
            Err(Fault::Refused { status: None, .. }) => {}
            Ok(_) | Err(_) => breaker.is_well(left),
        });
        let took = ((self.clock)() - start).num_milliseconds();
        let source = self.source.code();
        match &told {
            Ok(known) => tracing::info!(source, %call, took, told = told_as(known), "source asked"),
            Err(fault) => tracing::warn!(source, %call, took, %fault, "source asked"),
        }
        told
    }

    /// A question was given up because another source answered long before: a source that hangs is left alone as one that
    /// fails.
    pub fn outrun(&self) {
        tracing::warn!(source = self.source.code(), "source outrun");
        self.with(Breaker::failed);
    }

    fn with<R>(&self, change: impl FnOnce(&mut Breaker, DateTime<Utc>) -> R) -> R {
        // A breaker is whole between two changes, whoever panicked meanwhile.
        change(&mut self.breaker.lock().unwrap_or_else(PoisonError::into_inner), (self.clock)())
    }
}

fn told_as<T>(known: &Known<T>) -> &'static str {
    match known {
        Known::This(_) => "this",
        Known::Nothing => "nothing",
        Known::Unsure => "unsure",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
    }

    #[test]
    fn a_source_that_fails_five_times_in_two_minutes_is_left_alone_for_half_a_minute() {
        let mut breaker = Breaker::default();
        for second in 0..4 {
            breaker.failed(at(second));
        }
        // The first failures are forgotten by then.
        breaker.failed(at(123));
        assert_eq!(breaker.may_ask(at(123)), Ok(Leave::Usual));
        for second in 124..128 {
            breaker.failed(at(second));
        }
        assert_eq!(breaker.may_ask(at(127)), Err(at(157)));
        assert_eq!(breaker.may_ask(at(156)), Err(at(157)));
    }

    #[test]
    fn after_its_rest_one_question_decides() {
        let mut breaker = Breaker::default();
        (0..5).for_each(|_| breaker.failed(at(0)));
        assert_eq!(breaker.may_ask(at(30)), Ok(Leave::Decisive(at(30))));
        assert_eq!(breaker.may_ask(at(30)), Err(at(60)), "one only");
        breaker.failed(at(40));
        assert_eq!(breaker.may_ask(at(69)), Err(at(70)));
        assert_eq!(breaker.may_ask(at(70)), Ok(Leave::Decisive(at(70))));
        breaker.is_well(at(70));
        assert_eq!(breaker.may_ask(at(70)), Ok(Leave::Usual));
        // A question that never came back does not close the door for ever.
        (0..5).for_each(|_| breaker.failed(at(80)));
        assert_eq!(breaker.may_ask(at(110)), Ok(Leave::Decisive(at(110))));
        assert_eq!(breaker.may_ask(at(141)), Ok(Leave::Decisive(at(141))));
    }

    #[test]
    fn success_forgets_failures_but_no_rest_that_began_since_the_question_left() {
        let mut breaker = Breaker::default();
        (0..4).for_each(|_| breaker.failed(at(0)));
        breaker.is_well(at(0));
        breaker.failed(at(1));
        assert_eq!(breaker.may_ask(at(1)), Ok(Leave::Usual));
        breaker.rest(at(5), at(90));
        breaker.is_well(at(4));
        breaker.failed(at(6));
        assert_eq!(breaker.may_ask(at(89)), Err(at(90)), "what it asked for is not cut short");
    }

    #[tokio::test]
    async fn what_is_known_already_says_nothing_of_the_source() {
        thread_local! {
            static NOW: std::cell::Cell<i64> = const { std::cell::Cell::new(0) };
        }
        let guard = Guard::new(Source::Pegase, 1, || at(NOW.get()));
        let call = Call { service: super::super::fault::Service::Pegase, name: "composantes" };
        let unwell = || Fault::Unavailable { call, trouble: Trouble::Status(503) };
        let asked = async |told: Told<()>, has_left: bool| {
            let question = async {
                if has_left {
                    tokio::task::yield_now().await;
                }
                told
            };
            guard.ask(call, Duration::from_secs(1), question).await
        };
        for _ in 0..TOO_MANY {
            assert_eq!(asked(Ok(Known::Nothing), false).await, Ok(Known::Nothing));
            assert_eq!(asked(Err(unwell()), true).await, Err(unwell()));
        }
        let resting = |second| Err(Fault::Resting { call, until: at(second) });
        assert_eq!(asked(Ok(Known::Nothing), true).await, resting(30));
        // After the rest it neither decides nor takes the turn of the question that does.
        NOW.set(30);
        assert_eq!(asked(Ok(Known::This(())), false).await, Ok(Known::This(())));
        assert_eq!(asked(Err(unwell()), true).await, Err(unwell()));
        assert_eq!(asked(Ok(Known::Nothing), true).await, resting(60));
    }
}
