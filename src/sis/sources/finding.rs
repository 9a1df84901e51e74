//! Students looked for in all sources at once: by number in each, by name in those that can be asked so.

use std::collections::HashSet;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, Stream, StreamExt as _};

use super::super::fault::Fault;
use super::super::port::{Known, Told};
use super::{Sources, Staff, Students, silence};
use crate::domain::student::StudentNumber;
use crate::domain::student::directory::Person;
use crate::domain::student::identity::Identity;
use crate::domain::student::search::{Among, FoundStudent, PersonSearch, StudentSearch};
use crate::domain::student::source::{Silence, Source};

/// Letters without which a name is not looked for.
const LETTERS: usize = 3;

/// Students whom one source tells at most.
const MOST: usize = 50;

/// Which student is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The one of this number.
    Number(StudentNumber),
    /// Those of this surname and first name, or the other way round; the second may be empty.
    Names(String, String),
}

/// What a source says of those who are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The source.
    pub source: Source,
    /// The students, or why it tells none.
    pub told: Result<Vec<FoundStudent>, Silence>,
}

impl Wanted {
    /// What a typed text looks for; nothing while it is too short.
    pub fn of(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        match words[..] {
            [one] if one.chars().any(|sign| sign.is_ascii_digit()) => StudentNumber::parse(one)
                .ok()
                .filter(|number| number.as_str().len() >= LETTERS)
                .map(Self::Number),
            [first, ref rest @ ..] if text.trim().chars().count() >= LETTERS => {
                Some(Self::Names(first.to_owned(), rest.join(" ")))
            }
            _ => None,
        }
    }

    /// The names in the two orders in which they may have been typed.
    fn orders(&self) -> Vec<(&str, &str)> {
        match self {
            Self::Number(_) => Vec::new(),
            Self::Names(one, other) if other.is_empty() => vec![(one, "")],
            Self::Names(one, other) => vec![(one, other), (other, one)],
        }
    }
}

impl Sources {
    /// What each source says of the students who are looked for, as it comes, each within this time. A source that cannot be
    /// asked by name is left out.
    pub fn find<'a>(
        &'a self,
        wanted: &'a Wanted,
        year: i32,
        within: Duration,
    ) -> impl Stream<Item = Found> + Send + 'a {
        let asking: FuturesUnordered<BoxFuture<'a, Found>> = FuturesUnordered::new();
        for one in &self.students {
            let is_asked = match wanted {
                Wanted::Number(_) => true,
                Wanted::Names(..) => one.records.finds_by_name(),
            };
            if is_asked {
                asking.push(Box::pin(one.find(wanted, year, within)));
            }
        }
        for one in &self.staff {
            asking.push(Box::pin(one.find(wanted, within)));
        }
        asking
    }
}

impl Students {
    async fn find(&self, wanted: &Wanted, year: i32, within: Duration) -> Found {
        Found {
            source: self.source,
            told: self.found(wanted, year, within).await.map_err(|fault| silence(&fault)),
        }
    }

    async fn found(&self, wanted: &Wanted, year: i32, within: Duration) -> Result<Vec<FoundStudent>, Fault> {
        if let Wanted::Number(number) = wanted {
            let call = self.records.call("identity");
            let told = self.guard.ask(call, within, self.records.identity(number, year)).await?;
            return Ok(told.this().map(found).into_iter().collect());
        }
        let asking = FuturesUnordered::new();
        for (surname, given_name) in wanted.orders() {
            let search = StudentSearch {
                surname: said(surname),
                given_name: said(given_name),
                ..StudentSearch::default()
            };
            asking.push(async move {
                self.guard.ask(self.records.call("find"), within, self.records.find(&search)).await
            });
        }
        found_by(asking).await
    }
}

impl Staff {
    async fn find(&self, wanted: &Wanted, within: Duration) -> Found {
        Found { source: self.source, told: self.found(wanted, within).await.map_err(|fault| silence(&fault)) }
    }

    async fn found(&self, wanted: &Wanted, within: Duration) -> Result<Vec<FoundStudent>, Fault> {
        let mut searches = Vec::new();
        if let Wanted::Number(number) = wanted {
            searches.push(PersonSearch { number: number.to_string(), ..PersonSearch::default() });
        }
        for (surname, given_name) in wanted.orders() {
            searches.push(PersonSearch {
                surname: surname.to_owned(),
                given_name: given_name.to_owned(),
                ..PersonSearch::default()
            });
        }
        let asking = FuturesUnordered::new();
        for search in searches {
            asking.push(async move {
                let asked = self.people.people(Among::Students, &search);
                let told = self.guard.ask(self.people.call("people"), within, asked).await?;
                Ok(match told {
                    Known::This(people) => Known::This(people.into_iter().filter_map(student).collect()),
                    Known::Nothing => Known::Nothing,
                    Known::Unsure => Known::Unsure,
                })
            });
        }
        found_by(asking).await
    }
}

/// What any of several questions finds; a fault only when none finds anybody.
async fn found_by(
    mut asking: FuturesUnordered<impl Future<Output = Told<Vec<FoundStudent>>>>,
) -> Result<Vec<FoundStudent>, Fault> {
    let (mut all, mut fault) = (Vec::new(), None);
    while let Some(told) = asking.next().await {
        match told {
            Ok(known) => all.extend(known.this().into_iter().flatten()),
            Err(why) => fault = Some(why),
        }
    }
    match fault {
        Some(why) if all.is_empty() => Err(why),
        _ => Ok(distinct(all)),
    }
}

/// Each student once, and not too many.
fn distinct(mut found: Vec<FoundStudent>) -> Vec<FoundStudent> {
    let mut seen = HashSet::new();
    found.retain(|one| seen.insert(one.number.clone()));
    found.truncate(MOST);
    found
}

fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn found(who: Identity) -> FoundStudent {
    FoundStudent {
        number: who.number,
        surname: who.usage_name.or(who.birth_name),
        given_name: who.given_name,
        birth_date: who.birth_date,
        mail: who.mail,
    }
}

/// A person of the directory who studies; without a number nothing can be asked about them.
fn student(one: Person) -> Option<FoundStudent> {
    Some(FoundStudent {
        number: one.number?,
        surname: one.surname,
        given_name: one.given_name,
        birth_date: None,
        mail: one.mail,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_looks_for_a_number_or_for_names_in_both_orders() {
        let number = |text| Wanted::Number(StudentNumber::parse(text).unwrap());
        assert_eq!(Wanted::of(" 22104518 "), Some(number("22104518")));
        assert_eq!(Wanted::of("E1042"), Some(number("E1042")));
        for short in ["", "  ", "ab", "12", "22&1"] {
            assert_eq!(Wanted::of(short), None, "{short}");
        }
        let names = Wanted::of("benali  inès marie").unwrap();
        assert_eq!(names.orders(), [("benali", "inès marie"), ("inès marie", "benali")]);
        assert_eq!(Wanted::of("BENALI").unwrap().orders(), [("BENALI", "")]);
    }
}
