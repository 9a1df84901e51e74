//! Questions about students: what was kept first, then what the sources say, which is kept for the next time.

use chrono::TimeDelta;

use super::errand::{Errand, Step, Then};
use super::line::Line;
use super::outside::{Heard, Others};
use crate::app::message::{Answer, Message};
use crate::domain::student::StudentNumber;
use crate::domain::student::dossier::{Dossier, Kept};
use crate::domain::student::intake::Told;
use crate::runtime::clock;
use crate::runtime::students::Asking;
use crate::sis::sources::{Found, Wanted};
use crate::store::{Result, students};

/// How new what is kept must be for the sources not to be asked again.
const FRESH: TimeDelta = TimeDelta::minutes(15);

impl Errand {
    /// Looks for students in the sources, each of which answers by itself.
    pub(super) fn find_students(&mut self, line: &Line, others: &Others, text: &str) -> Step {
        let this_year = line.person.establishment.year_of(line.today);
        let (students, replies, job) = (others.students.clone(), others.replies.clone(), self.job);
        let wanted = Wanted::of(text);
        self.elsewhere(async move {
            if let Some(wanted) = wanted {
                let said = |found: Found| {
                    // Nobody listens only when the desk is being left.
                    let _ =
                        replies.send(Message::Answer(job, Answer::StudentsFound(found.source, found.told)));
                };
                students.find(&wanted, this_year, said).await;
            }
            Answer::StudentsSought
        })
    }

    /// Says what was kept of a student, and then what the sources say.
    pub(super) async fn dossier(
        &mut self,
        line: &mut Line,
        others: &Others,
        number: &StudentNumber,
        year: Option<i32>,
        anew: bool,
    ) -> Result<Step> {
        // What is kept on the way must not pass for what was told before.
        let before = match &self.kept {
            Some(kept) => (**kept).clone(),
            None => students::kept(&mut line.conn, number, year).await?,
        };
        self.kept = Some(Box::new(before.clone()));
        if let Some(asking) = self.asking.clone() {
            let is_settled = asking.known().is_some_and(Dossier::is_settled);
            let tells = |known: &&Dossier| {
                is_settled || asking.is_over() && before.is_none() && known.enrolments.value.is_some()
            };
            if let Some(dossier) = asking.known().filter(tells) {
                students::keep_own(&mut line.conn, dossier).await?;
            }
            let kept = match asking.known().cloned() {
                Some(dossier) => Some(as_known(dossier, before)),
                None => before,
            };
            let told = told(line, number, kept, (!asking.is_over(), is_settled)).await?;
            return Ok(match asking.is_over() {
                true => Step::last(told),
                false => await_more(asking, told),
            });
        }
        let this_year = line.person.establishment.year_of(line.today);
        // Without a year, what was told of another one says nothing of this one.
        let is_of_year = |kept: &Kept| year.is_some() || kept.dossier.year == this_year;
        let is_new = |kept: &Kept| kept.at > clock::now() - FRESH && kept.dossier.is_settled();
        let is_fresh = before.as_ref().is_some_and(|kept| is_new(kept) && is_of_year(kept));
        let asking = match is_fresh && !anew {
            true => None,
            false => others.students.ask(number, year, this_year),
        };
        let told = told(line, number, before, (asking.is_some(), false)).await?;
        Ok(match asking {
            Some(asking) => await_more(Box::new(asking), told),
            None => Step::last(told),
        })
    }
}

/// Says what is known, and goes out to hear more.
fn await_more(asking: Box<Asking>, told: Answer) -> Step {
    let trip = async move { Heard::Dossier(Box::new(asking.next().await)) };
    Step { answers: vec![told], then: Then::Away(Box::pin(trip)) }
}

/// What is known now; what was told before stays in sight, with its age, for what is not settled now.
fn as_known(dossier: Dossier, before: Option<Kept>) -> Kept {
    let now = |dossier| Kept { dossier, at: clock::now(), by: None };
    match before {
        Some(before) if !dossier.is_settled() => match dossier.over(&before.dossier) {
            (dossier, true) => Kept { dossier, ..before },
            (dossier, false) => now(dossier),
        },
        _ => now(dossier),
    }
}

/// What is told, beside what is here.
async fn told(
    line: &mut Line,
    number: &StudentNumber,
    kept: Option<Kept>,
    (is_asking, is_settled): (bool, bool),
) -> Result<Answer> {
    let here = students::here(&mut line.conn, number).await?;
    let enrolments = match &kept {
        Some(kept) => students::placed(&mut line.conn, number, kept.dossier.intakes()).await?,
        None => Vec::new(),
    };
    Ok(Answer::Dossier(Box::new(Told { kept, enrolments, here, is_asking, is_settled })))
}
