//! What the directories say of a student: beside what is known of their enrolments, and never part of what is kept.

use std::time::Duration;

use super::Sources;
use crate::domain::student::StudentNumber;
use crate::domain::student::directory::Person;
use crate::domain::student::dossier::Said;
use crate::domain::student::search::{Among, PersonSearch};

impl Sources {
    /// Whether there is a directory to ask.
    pub fn has_directory(&self) -> bool {
        !self.staff.is_empty()
    }

    /// Who the student of this number is in the directory, within this time: what the first one says that knows.
    pub async fn in_directory(&self, number: &StudentNumber, within: Duration) -> Said<Vec<Person>> {
        let until = (self.clock)() + within;
        let search = PersonSearch { number: number.as_str().to_owned(), ..PersonSearch::default() };
        let mut said = Said::nothing();
        for (one, left) in self.staff.iter().zip((1..=self.staff.len()).rev()) {
            // One that hangs leaves time to those after it.
            let share = (until - (self.clock)()) / i32::try_from(left).unwrap_or(i32::MAX);
            let people = one.people.people(Among::Students, &search);
            let told =
                one.guard.ask(one.people.call("people"), share.to_std().unwrap_or_default(), people).await;
            super::write(&mut said, one.source, told);
            if said.value.is_some() {
                break;
            }
        }
        said
    }
}
