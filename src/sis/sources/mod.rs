//! The sources of an establishment, behind their guards: who is asked about whom, one after the other until one knows,
//! and all that they say of a student at once.

mod asking;
mod directory;
mod finding;
mod people;
mod records;
mod route;

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::join_all;

use super::fault::{Fault, Trouble};
use super::guard::Guard;
use super::http::Clock;
use super::port::{Known, Told};
use crate::domain::student::StudentNumber;
use crate::domain::student::dossier::{Said, Silent};
use crate::domain::student::source::{Silence, Source};

pub use finding::{Found, Wanted};
pub use people::People;
pub use records::Records;
pub use route::Route;

/// The login that a directory is asked for to see whether it answers: nobody's.
const NOBODY: &str = "guichet-nobody";

/// A source that knows of students.
#[derive(Debug)]
struct Students {
    source: Source,
    records: Records,
    guard: Guard,
}

/// A source that knows of the people of the directory.
#[derive(Debug)]
struct Staff {
    source: Source,
    people: People,
    guard: Guard,
}

/// The sources of an establishment.
#[derive(Debug)]
pub struct Sources {
    students: Vec<Students>,
    staff: Vec<Staff>,
    routes: Vec<Route>,
    clock: Clock,
}

/// What a source answers to a question about nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The source.
    pub source: Source,
    /// How long it took.
    pub took: TimeDelta,
    /// How far its clock is ahead of ours, where it tells the time.
    pub skew: Option<TimeDelta>,
    /// How many lines it told, or why none.
    pub told: Result<usize, Fault>,
}

impl Sources {
    /// None yet.
    pub fn new(clock: Clock) -> Self {
        Self { students: Vec::new(), staff: Vec::new(), routes: Vec::new(), clock }
    }

    /// With this source of students, which is asked so many questions at once.
    #[must_use]
    pub fn with_records(mut self, source: Source, records: Records, at_once: usize) -> Self {
        self.students.push(Students { source, records, guard: Guard::new(source, at_once, self.clock) });
        self
    }

    /// With this directory, which is asked so many questions at once.
    #[must_use]
    pub fn with_people(mut self, source: Source, people: People, at_once: usize) -> Self {
        self.staff.push(Staff { source, people, guard: Guard::new(source, at_once, self.clock) });
        self
    }

    /// With these routes, in the order in which their sources are asked; without any, all sources of students are asked
    /// about all of them. A route to a source that is not here leads nowhere.
    #[must_use]
    pub fn routed(mut self, routes: Vec<Route>) -> Self {
        self.routes = routes;
        self
    }

    /// The same, asking this source alone, about all students.
    #[must_use]
    pub fn only(mut self, source: Source) -> Self {
        self.students.retain(|one| one.source == source);
        self.staff.retain(|one| one.source == source);
        self.routes.clear();
        self
    }

    /// Those that are here.
    pub fn all(&self) -> Vec<Source> {
        self.students().into_iter().chain(self.staff.iter().map(|one| one.source)).collect()
    }

    /// Those of them that know of students.
    pub fn students(&self) -> Vec<Source> {
        self.students.iter().map(|one| one.source).collect()
    }

    /// The sources that may know of a student, in the order in which they are asked, each once.
    fn who_knows(&self, number: &StudentNumber, year: Option<i32>) -> Vec<&Students> {
        if self.routes.is_empty() {
            return self.students.iter().collect();
        }
        let mut found: Vec<&Students> = Vec::new();
        for route in self.routes.iter().filter(|route| route.leads(number, year)) {
            let new = self.students.iter().find(|one| one.source == route.source);
            found.extend(new.filter(|one| found.iter().all(|there| there.source != one.source)));
        }
        found
    }

    /// What each source answers to a question about nobody, within this time; all are asked at once.
    pub async fn samples(&self, within: Duration) -> Vec<Sample> {
        let start = (self.clock)();
        let sample = |source, skew, told| Sample { source, took: (self.clock)() - start, skew, told };
        let students = self.students.iter().map(async |one| {
            // What is known would tell nothing of the source.
            one.records.forget_lists();
            let told =
                one.guard.ask(one.records.call("composantes"), within, one.records.composantes()).await;
            sample(
                one.source,
                one.records.skew(),
                told.map(|known| known.this().map_or(0, |list| list.len())),
            )
        });
        let staff = self.staff.iter().map(async |one| {
            let told = one.guard.ask(one.people.call("by_login"), within, one.people.by_login(NOBODY)).await;
            sample(one.source, one.people.skew(), told.map(|known| known.this().into_iter().count()))
        });
        let (mut samples, staff) = tokio::join!(join_all(students), join_all(staff));
        samples.extend(staff);
        samples
    }
}

/// Writes down what a source says.
fn write<T>(said: &mut Said<T>, source: Source, told: Told<T>) {
    let why = match told {
        Ok(Known::This(value)) => {
            said.value = Some(value);
            said.source = Some(source);
            return;
        }
        Ok(Known::Nothing) => Silence::Nothing,
        Ok(Known::Unsure) => Silence::Unsure,
        Err(fault) => silence(&fault),
    };
    said.silent.push(Silent { source, why });
}

/// What a fault comes down to for the person who asked.
pub fn silence(fault: &Fault) -> Silence {
    match fault {
        Fault::Unavailable { trouble: Trouble::Late, .. } => Silence::Late,
        Fault::Unavailable { .. } => Silence::Unreachable,
        Fault::Overloaded { retry_at: until, .. } | Fault::Resting { until, .. } => Silence::Resting(*until),
        Fault::Unauthorised { .. } => Silence::BadLogin,
        Fault::Refused { .. } | Fault::NotDiffused { .. } => Silence::Refused,
        Fault::Broken { field, .. } => Silence::Odd(field.clone()),
    }
}
