//! All that the sources say of a student in a university year, each part with the source that told it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::StudentNumber;
use super::enrolment::Enrolments;
use super::identity::{CivilStatus, Identity};
use super::source::{Silence, Source};

/// What was told when the sources were asked one after the other, until one knew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said<T> {
    /// What is known.
    pub value: Option<T>,
    /// Who told it.
    pub source: Option<Source>,
    /// Those that were asked before, and told nothing.
    pub silent: Vec<Silent>,
}

/// A source that told nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silent {
    /// Which.
    pub source: Source,
    /// Why.
    pub why: Silence,
}

impl<T> Said<T> {
    /// Nothing, before anybody is asked.
    pub fn nothing() -> Self {
        Self { value: None, source: None, silent: Vec::new() }
    }

    /// Whether it is settled: this is known, or all that were asked know nothing.
    fn is_settled(&self) -> bool {
        self.value.is_some() || self.is_unknown()
    }

    /// Whether all that were asked say that they know nothing: only then it is true that nothing is known.
    pub fn is_unknown(&self) -> bool {
        self.value.is_none() && !self.silent.is_empty() && self.silent.iter().all(|one| !one.why.is_fault())
    }
}

/// A dossier that was kept, with its age.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// What was told.
    #[serde(flatten)]
    pub dossier: Dossier,
    /// When.
    pub at: DateTime<Utc>,
    /// The login of who asked; absent for a batch.
    pub by: Option<String>,
}

/// What the sources say of a student in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// The student.
    pub number: StudentNumber,
    /// First civil year of the university year of what is told.
    pub year: i32,
    /// Who they are, and where to reach them.
    pub identity: Said<Identity>,
    /// Their civil status.
    pub civil_status: Said<CivilStatus>,
    /// The years in which they are or were enrolled, in order, of all sources.
    pub years: Vec<Said<Vec<i32>>>,
    /// In what they are enrolled.
    pub enrolments: Said<Enrolments>,
}

impl Dossier {
    /// Whether every source that was asked says that it does not know the student.
    pub fn is_unknown(&self) -> bool {
        self.identity.is_unknown()
            && self.civil_status.is_unknown()
            && self.enrolments.is_unknown()
            && self.years.iter().all(Said::is_unknown)
    }

    /// Whether it is worth keeping: nothing that matters is missing because a source failed, or because none was asked.
    pub fn is_settled(&self) -> bool {
        self.identity.is_settled() && self.civil_status.is_settled() && self.enrolments.is_settled()
    }

    /// The same, with what was told before of what is not settled now, and whether any of that is left.
    #[must_use]
    pub fn over(mut self, before: &Self) -> (Self, bool) {
        fn keep<T: Clone>(now: &mut Said<T>, before: &Said<T>) -> bool {
            let is_kept = !now.is_settled() && before.value.is_some();
            if is_kept {
                now.value.clone_from(&before.value);
                now.source = before.source;
            }
            is_kept
        }
        let is_kept = [
            keep(&mut self.identity, &before.identity),
            keep(&mut self.civil_status, &before.civil_status),
            self.year == before.year && keep(&mut self.enrolments, &before.enrolments),
        ];
        (self, is_kept.contains(&true))
    }

    /// The sources that told something, each once.
    pub fn sources(&self) -> Vec<Source> {
        let told = [self.identity.source, self.civil_status.source, self.enrolments.source];
        let mut all: Vec<Source> = told.into_iter().flatten().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The sources that failed, each once.
    pub fn failed(&self) -> Vec<Silent> {
        let parts = [&self.identity.silent, &self.civil_status.silent, &self.enrolments.silent];
        let mut all: Vec<Silent> = Vec::new();
        for silent in parts.into_iter().flatten().filter(|silent| silent.why.is_fault()) {
            if all.iter().all(|known| known.source != silent.source) {
                all.push(silent.clone());
            }
        }
        all
    }

    /// Until when sources that failed are left alone, where some are.
    pub fn rests_until(&self) -> Option<DateTime<Utc>> {
        let of = |silent: &Silent| match silent.why {
            Silence::Resting(until) => Some(until),
            _ => None,
        };
        let parts = [&self.identity.silent, &self.civil_status.silent, &self.enrolments.silent];
        parts.into_iter().flatten().filter_map(of).max()
    }

    /// Whether no source is asked about this student, by the settings.
    pub fn is_asked_of_nobody(&self) -> bool {
        let is_silent = self.identity.silent.is_empty() && self.enrolments.silent.is_empty();
        is_silent && self.identity.value.is_none() && self.enrolments.value.is_none()
    }

    /// Whether some source failed, so that what is missing may be missing for that reason alone.
    pub fn is_partial(&self) -> bool {
        let of = |silent: &[Silent]| silent.iter().any(|one| one.why.is_fault());
        of(&self.identity.silent)
            || of(&self.civil_status.silent)
            || of(&self.enrolments.silent)
            || self.years.iter().any(|years| of(&years.silent))
    }

    /// The years of all sources, in order.
    pub fn all_years(&self) -> Vec<i32> {
        let mut all: Vec<i32> =
            self.years.iter().filter_map(|said| said.value.as_ref()).flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
