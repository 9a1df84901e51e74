//! Lists of a source that change rarely, asked for once in a while and kept in memory: one question at a time for each,
//! which all who wait for it share.

use std::collections::HashMap;
use std::future::Future;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use super::http::Clock;
use super::port::{Known, Told};
use crate::domain::student::Coded;
use crate::domain::student::enrolment::{Etape, Programme, Regime};

/// How long a list serves: it changes a few times a year, mostly by day, and is asked for again before the next one.
const KEPT: TimeDelta = TimeDelta::hours(12);

/// The lists that every source of students tells.
#[derive(Debug)]
pub(super) struct Lists {
    pub(super) composantes: List<(), Coded>,
    pub(super) etapes: List<(), Etape>,
    pub(super) regimes: List<(), Regime>,
    /// Each by its composante and its year.
    pub(super) programmes: List<(String, i32), Programme>,
}

impl Lists {
    /// None is known yet.
    pub(super) fn new(clock: Clock) -> Self {
        Self {
            composantes: List::new(clock),
            etapes: List::new(clock),
            regimes: List::new(clock),
            programmes: List::new(clock),
        }
    }

    /// Forgets them: they are asked for again.
    pub(super) fn forget(&self) {
        self.composantes.forget();
        self.etapes.forget();
        self.regimes.forget();
        self.programmes.forget();
    }
}

/// A list, or one for each key.
#[derive(Debug)]
pub(super) struct List<K, T> {
    clock: Clock,
    all: Mutex<HashMap<K, Arc<Slot<T>>>>,
}

/// The place of one list.
#[derive(Debug)]
struct Slot<T> {
    /// Questions that were answered.
    rounds: AtomicU64,
    /// How the last one was answered; who asks holds it.
    last: tokio::sync::Mutex<Option<Heard<T>>>,
}

/// What was told, and when.
#[derive(Debug)]
struct Heard<T> {
    told: Told<Vec<T>>,
    at: DateTime<Utc>,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { rounds: AtomicU64::new(0), last: tokio::sync::Mutex::new(None) }
    }
}

impl<K: Eq + Hash, T: Clone> List<K, T> {
    /// Nothing is known yet.
    pub(super) fn new(clock: Clock) -> Self {
        Self { clock, all: Mutex::default() }
    }

    /// The list of this key, asked for so unless it is known. Those who wait while it is asked for share what comes of
    /// that, a fault too; for those who come later, only a list that holds something is kept.
    pub(super) async fn get(&self, key: K, asked: impl Future<Output = Told<Vec<T>>>) -> Told<Vec<T>> {
        let slot = self.with(|all| Arc::clone(all.entry(key).or_default()));
        let before = slot.rounds.load(Ordering::Acquire);
        let mut last = slot.last.lock().await;
        let is_answered = slot.rounds.load(Ordering::Acquire) != before;
        match &*last {
            Some(heard) if is_answered => return heard.told.clone(),
            Some(Heard { told: Ok(Known::This(list)), at }) if (self.clock)() - *at < KEPT => {
                return Ok(Known::This(list.clone()));
            }
            _ => {}
        }
        let told = asked.await;
        *last = Some(Heard { told: told.clone(), at: (self.clock)() });
        slot.rounds.fetch_add(1, Ordering::Release);
        told
    }

    /// Forgets all of it; what is being asked for is for those who wait for it alone.
    pub(super) fn forget(&self) {
        self.with(HashMap::clear);
    }

    fn with<R>(&self, change: impl FnOnce(&mut HashMap<K, Arc<Slot<T>>>) -> R) -> R {
        // A map of places is whole between two changes, whoever panicked meanwhile.
        change(&mut self.all.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::future::{pending, poll_fn, ready};
    use std::pin::pin;
    use std::task::Poll;

    use super::super::fault::{Call, Fault, Service, Trouble};
    use super::*;

    thread_local! {
        static GONE: Cell<TimeDelta> = const { Cell::new(TimeDelta::zero()) };
    }

    /// The clock of this test: it goes only when it is told to.
    fn clock() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap() + GONE.get()
    }

    fn let_go(time: TimeDelta) {
        GONE.set(GONE.get() + time);
    }

    fn down() -> Told<Vec<i32>> {
        let call = Call { service: Service::Pegase, name: "composantes" };
        Err(Fault::Unavailable { call, trouble: Trouble::Late })
    }

    fn list() -> List<&'static str, i32> {
        List::new(clock)
    }

    /// Asks for the list of this key, which is then told so; says what is told, and whether it was asked for.
    async fn asked(
        list: &List<&'static str, i32>,
        key: &'static str,
        told: Told<Vec<i32>>,
    ) -> (Told<Vec<i32>>, bool) {
        let mut is_asked = false;
        let told = list.get(key, async {
            is_asked = true;
            told
        });
        (told.await, is_asked)
    }

    #[tokio::test]
    async fn a_list_is_asked_for_again_after_half_a_day_each_by_its_key() {
        let (list, this) = (list(), |number| Ok(Known::This(vec![number])));
        assert_eq!(asked(&list, "a", this(1)).await, (this(1), true));
        assert_eq!(asked(&list, "b", this(2)).await, (this(2), true));
        let_go(KEPT - TimeDelta::milliseconds(1));
        assert_eq!(asked(&list, "a", this(3)).await, (this(1), false));
        let_go(TimeDelta::milliseconds(1));
        assert_eq!(asked(&list, "a", this(3)).await, (this(3), true));
        assert_eq!(asked(&list, "a", this(4)).await, (this(3), false));
        list.forget();
        assert_eq!(asked(&list, "a", this(4)).await, (this(4), true));
    }

    #[tokio::test]
    async fn neither_a_fault_nor_what_is_empty_is_kept_nor_does_it_serve_for_what_is_old() {
        let (list, this) = (list(), Ok(Known::This(vec![1])));
        for told in [down(), Ok(Known::Unsure), Ok(Known::Nothing), this.clone()] {
            assert_eq!(asked(&list, "a", told.clone()).await, (told, true));
        }
        let_go(KEPT);
        assert_eq!(asked(&list, "a", down()).await, (down(), true));
        assert_eq!(asked(&list, "a", this.clone()).await, (this, true));
    }

    #[tokio::test]
    async fn those_who_come_while_it_is_asked_for_share_what_is_told() {
        for told in [Ok(Known::This(vec![1])), Ok(Known::Nothing), down()] {
            let list = list();
            let mut first = pin!(list.get("a", async {
                tokio::task::yield_now().await;
                told.clone()
            }));
            let mut second = pin!(list.get("a", pending()));
            // Both are under way before the first is answered.
            poll_fn(|context| {
                assert!(first.as_mut().poll(context).is_pending());
                assert!(second.as_mut().poll(context).is_pending());
                Poll::Ready(())
            })
            .await;
            assert_eq!(list.get("b", ready(Ok(Known::Nothing))).await, Ok(Known::Nothing), "no other waits");
            assert_eq!((first.await, second.await), (told.clone(), told.clone()));
        }
    }

    #[tokio::test]
    async fn when_who_asks_gives_up_another_asks() {
        let list = list();
        let mut second = pin!(list.get("a", ready(Ok(Known::This(vec![2])))));
        {
            let mut first = pin!(list.get("a", pending()));
            poll_fn(|context| {
                assert!(first.as_mut().poll(context).is_pending());
                assert!(second.as_mut().poll(context).is_pending());
                Poll::Ready(())
            })
            .await;
        }
        assert_eq!(second.await, Ok(Known::This(vec![2])));
    }
}
