//! All that the sources say of a student: every question leaves at once, each part is told as it comes, and for somebody who
//! waits a source that takes its time does not keep the next one from being asked.

use std::collections::VecDeque;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::future::{BoxFuture, FutureExt as _};
use futures_util::stream::{FuturesUnordered, StreamExt as _};

use super::{Records, Sources, Students, write};
use crate::domain::student::StudentNumber;
use crate::domain::student::dossier::{Dossier, Said, Silent};
use crate::domain::student::enrolment::{Enrolment, EnrolmentStatus, Enrolments};
use crate::domain::student::identity::{CivilStatus, Identity};
use crate::domain::student::source::Silence;
use crate::sis::port::Told;

/// How long a source is waited for before the next is asked beside it: several times what one takes that is well.
const HEDGE: Duration = Duration::from_secs(2);

/// Of the questions about a student, the one for which a source that is outrun is counted: once is enough.
const COUNTED: &str = "identity";

/// What is asked of a system about a student, in a year where the question is about one.
type Question<T> = for<'a> fn(&'a Records, &'a StudentNumber, i32) -> BoxFuture<'a, Told<T>>;

/// A question about a student.
#[derive(Clone, Copy)]
struct About<'a> {
    number: &'a StudentNumber,
    year: Option<i32>,
    until: DateTime<Utc>,
    /// How long a source is waited for before the next is asked beside it; without, each has its share of the time.
    hedge: Option<Duration>,
}

/// A part of a dossier that has come.
enum Part {
    Identity(Said<Identity>),
    CivilStatus(Said<CivilStatus>),
    Years(Said<Vec<i32>>),
    Enrolments(Said<Enrolments>),
}

impl Sources {
    /// All that is said of a student in a year, within this time. Without a year, the one of today (`this_year`), or the last
    /// one before it in which they were enrolled.
    pub async fn dossier(
        &self,
        number: &StudentNumber,
        year: Option<i32>,
        this_year: i32,
        within: Duration,
    ) -> Dossier {
        self.parts(number, year, this_year, (within, None), |_| ()).await
    }

    /// The same for somebody who waits: `come` hears what is known so far each time a part has come, and a source that takes its
    /// time does not keep the next one from being asked.
    pub async fn dossier_as_it_comes(
        &self,
        number: &StudentNumber,
        year: Option<i32>,
        this_year: i32,
        within: Duration,
        come: impl FnMut(&Dossier) + Send,
    ) -> Dossier {
        self.parts(number, year, this_year, (within, Some(HEDGE)), come).await
    }

    async fn parts(
        &self,
        number: &StudentNumber,
        year: Option<i32>,
        this_year: i32,
        (within, hedge): (Duration, Option<Duration>),
        mut come: impl FnMut(&Dossier) + Send,
    ) -> Dossier {
        let until = (self.clock)() + within;
        let asked = year.unwrap_or(this_year);
        let always = About { number, year: None, until, hedge };
        let mut dossier = Dossier {
            number: number.clone(),
            year: asked,
            identity: Said::nothing(),
            civil_status: Said::nothing(),
            years: Vec::new(),
            enrolments: Said::nothing(),
        };
        let mut parts: FuturesUnordered<BoxFuture<'_, Part>> = FuturesUnordered::new();
        parts.push(Box::pin(async move {
            let question: Question<CivilStatus> = |one, number, _| one.civil_status(number).boxed();
            Part::CivilStatus(self.first(always, "civil_status", question).await)
        }));
        for one in self.who_knows(number, None) {
            parts.push(Box::pin(self.years(one, always)));
        }
        self.of_year(About { year: Some(asked), ..always }, &mut parts);
        while let Some(part) = parts.next().await {
            match part {
                Part::Identity(said) => dossier.identity = said,
                Part::CivilStatus(said) => dossier.civil_status = said,
                Part::Years(said) => dossier.years.push(said),
                Part::Enrolments(said) => dossier.enrolments = said,
            }
            let is_nothing = parts.is_empty() && dossier.enrolments.is_unknown();
            let before = dossier.all_years().into_iter().rfind(|there| *there < asked);
            if let (true, None, true, Some(last)) = (is_nothing, year, dossier.year == asked, before) {
                (dossier.identity, dossier.enrolments) = (Said::nothing(), Said::nothing());
                dossier.year = last;
                self.of_year(About { year: Some(last), ..always }, &mut parts);
            }
            come(&dossier);
        }
        dossier
    }

    /// Asks who a student is and in what they are enrolled in a year.
    fn of_year<'a>(&'a self, about: About<'a>, parts: &mut FuturesUnordered<BoxFuture<'a, Part>>) {
        parts.push(Box::pin(async move {
            let question: Question<Identity> = |one, number, year| one.identity(number, year).boxed();
            Part::Identity(self.first(about, "identity", question).await)
        }));
        parts.push(Box::pin(async move { Part::Enrolments(self.enrolments(about).await) }));
    }

    /// The years that a source tells.
    async fn years(&self, one: &Students, about: About<'_>) -> Part {
        let mut said = Said::nothing();
        let within = self.left(about.until);
        let told = one.guard.ask(one.records.call("years"), within, one.records.years(about.number)).await;
        write(&mut said, one.source, told);
        Part::Years(said)
    }

    /// What the first source says that knows.
    async fn first<T: Send>(&self, about: About<'_>, name: &'static str, question: Question<T>) -> Said<T> {
        self.enough(about, name, question, |_| true).await
    }

    /// In what a student is enrolled: one whose enrolments are all cancelled here may be enrolled there.
    async fn enrolments(&self, about: About<'_>) -> Said<Enrolments> {
        let is_cancelled = |one: &Enrolment| one.status == Some(EnrolmentStatus::Cancelled);
        let question: Question<Enrolments> = |one, number, year| one.enrolments(number, year).boxed();
        self.enough(about, "enrolments", question, |told| !told.enrolments.iter().all(is_cancelled)).await
    }

    /// What the first source says that says enough; otherwise the last that said something. The next is asked when one says
    /// too little, fails, or takes its time.
    async fn enough<T: Send>(
        &self,
        about: About<'_>,
        name: &'static str,
        question: Question<T>,
        is_enough: impl Fn(&T) -> bool,
    ) -> Said<T> {
        let mut said = Said::nothing();
        let mut left: VecDeque<(usize, &Students)> =
            self.who_knows(about.number, about.year).into_iter().enumerate().collect();
        let mut asking = FuturesUnordered::new();
        let mut waiting: Vec<(usize, &Students)> = Vec::new();
        let mut is_next = true;
        loop {
            if std::mem::take(&mut is_next)
                && let Some((order, one)) = left.pop_front()
            {
                let within = match about.hedge {
                    Some(_) => self.left(about.until),
                    None => self.left(about.until) / u32::try_from(left.len() + 1).unwrap_or(u32::MAX),
                };
                let asked = question(&one.records, about.number, about.year.unwrap_or_default());
                let call = one.records.call(name);
                waiting.push((order, one));
                asking.push(async move { (order, one, one.guard.ask(call, within, asked).await) });
            }
            let answer = match about.hedge.filter(|_| !left.is_empty()) {
                None => asking.next().await,
                Some(hedge) => match tokio::time::timeout(hedge, asking.next()).await {
                    Ok(answer) => answer,
                    Err(_) => {
                        is_next = true;
                        continue;
                    }
                },
            };
            let Some((order, one, told)) = answer else { break };
            waiting.retain(|(other, _)| *other != order);
            write(&mut said, one.source, told);
            if said.value.as_ref().is_some_and(&is_enough) {
                // Those before it were too slow.
                for (_, slow) in waiting.iter().filter(|(other, _)| *other < order) {
                    if name == COUNTED {
                        slow.guard.outrun();
                    }
                    said.silent.push(Silent { source: slow.source, why: Silence::Late });
                }
                break;
            }
            is_next = true;
        }
        said
    }

    /// How long is left.
    fn left(&self, until: DateTime<Utc>) -> Duration {
        (until - (self.clock)()).to_std().unwrap_or_default()
    }
}
