//! What one chooses among: what is here, what sources tell beside it, and what is new; narrowed by typing.

use super::register::Registering;
use super::students::Seeking;
use crate::app::effect::{Ask, Look};
use crate::app::message::JobId;
use crate::domain::fold::fold;
use crate::domain::organisation::Kept;
use crate::domain::organisation::registered::Registered;
use crate::domain::student::StudentNumber;
use crate::domain::student::intake::Intake;
use crate::domain::student::source::Source;

/// Letters without which nothing is looked for among a million names.
pub(super) const LETTERS: usize = 3;

/// The field of the host.
const HOST: &str = "organisation_id";

/// Hosts shown at once; with more, one types on.
const HOSTS: i32 = 50;

/// What is being chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// What this field refers to.
    Field(&'static str),
    /// The student for whom a convention is made, like this other file.
    Student(Option<i32>),
    /// The enrolment for which it is made.
    Enrolment(Option<i32>),
    /// The line of the file to go to.
    Line,
}

/// Who tells of what is not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Teller {
    /// A source of students.
    Students(Source),
    /// The national register.
    Register,
}

/// What a candidate stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Something with this number.
    Id(i32),
    /// Something with this code.
    Code(String),
    /// A student whom a source tells.
    Student(StudentNumber),
    /// An enrolment that a source tells, and that is not here.
    Intake(Box<Intake>),
    /// An establishment that the register proposes, and that is not here.
    Establishment(Box<Registered>),
    /// Something that is not there yet.
    New,
}

impl Chosen {
    /// Whether it stands for the same, whatever else is known of it by now.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Intake(one), Self::Intake(other)) => {
                (&one.number, one.year, &one.etape.code, &one.etape.version)
                    == (&other.number, other.year, &other.etape.code, &other.etape.version)
            }
            (Self::Establishment(one), Self::Establishment(other)) => one.siret == other.siret,
            (one, other) => one == other,
        }
    }
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What it stands for.
    pub chosen: Chosen,
    /// Its name.
    pub label: String,
    /// What tells it from others.
    pub detail: String,
    /// Who tells it, where it is not here.
    pub source: Option<Teller>,
}

/// What is being chosen, among what.
#[derive(Clone, Debug)]
pub struct Choosing {
    /// What.
    pub what: What,
    /// For whom, when that is known.
    pub whom: String,
    /// The number of that student.
    pub number: String,
    /// Among these.
    pub candidates: Vec<Candidate>,
    /// The question under way.
    pub loading: Option<JobId>,
    /// The question about what is nearly typed under way.
    pub alike: Option<JobId>,
    /// What the sources are asked beside it.
    pub seeking: Box<Seeking>,
    /// What the register is asked beside it.
    pub register: Box<Registering>,
}

impl Choosing {
    /// Whether a host is chosen.
    pub(super) fn is_of_host(&self) -> bool {
        self.what == What::Field(HOST)
    }

    /// Lets go of what is here, and was found for something else.
    pub(super) fn retain_others(&mut self) {
        self.candidates.retain(|one| one.chosen == Chosen::New || one.source.is_some());
    }

    /// Puts these after what is here.
    pub(super) fn put_after_ours(&mut self, found: Vec<Candidate>) {
        let is_ours = |one: &Candidate| one.chosen != Chosen::New && one.source.is_none();
        let at = self.candidates.iter().position(|one| !is_ours(one)).unwrap_or(self.candidates.len());
        self.candidates.splice(at..at, found);
    }

    /// Puts what a source tells after what is here, and before what is new.
    pub(super) fn put_beside(&mut self, told: Vec<Candidate>) {
        let last = self.candidates.iter().position(|one| one.chosen == Chosen::New);
        let at = last.unwrap_or(self.candidates.len());
        self.candidates.splice(at..at, told);
    }

    /// Whether somebody tells what is here already.
    fn is_here(&self, told: &Candidate) -> bool {
        let here = self.candidates.iter().filter(|one| one.source.is_none());
        match &told.chosen {
            Chosen::Student(number) => {
                here.map(|one| &one.detail).any(|detail| detail.as_str() == number.as_str())
            }
            chosen => here.map(|one| &one.chosen).any(|known| known == chosen),
        }
    }

    /// Whether a source that comes before tells the same.
    fn is_told_before(&self, at: usize) -> bool {
        self.candidates[..at].iter().any(|one| one.chosen.is_same(&self.candidates[at].chosen))
    }

    /// What is asked of the database as one types; nothing when all candidates are here.
    pub(super) fn ask(&self, text: &str) -> Option<Ask> {
        let text = text.trim().to_owned();
        match self.what {
            What::Student(_) => Some(Ask::Look(Look::Students(text))),
            What::Field(HOST) => Some(Ask::Hosts { words: text, kept: Kept::InUse, rows: HOSTS }),
            What::Field("supervisor_id") => Some(Ask::Look(Look::Supervisors(text))),
            What::Field(_) | What::Enrolment(_) | What::Line => None,
        }
    }

    /// The places of the candidates to show for what is typed; what is new always shows.
    pub fn matching(&self, typed: &str) -> Vec<usize> {
        // Until the answer comes, those of an earlier question are narrowed here: Enter never takes one that is not meant.
        let is_narrowed = self.ask("").is_some() && self.loading.is_none();
        let folded = fold(typed);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let shows = |at: &usize| {
            let candidate = &self.candidates[*at];
            let text = fold(&format!("{} {}", candidate.label, candidate.detail));
            let is_meant = match candidate.source {
                Some(_) if self.is_here(candidate) || self.is_told_before(*at) => return false,
                Some(Teller::Students(source)) => self.seeking.is_answer_to(typed, source),
                Some(Teller::Register) => self.register.is_answer_to(typed),
                None => is_narrowed || candidate.chosen == Chosen::New,
            };
            is_meant || words.iter().all(|word| text.contains(word))
        };
        let mut matching: Vec<usize> = (0..self.candidates.len()).filter(shows).collect();
        // Enter never takes what is new while one still waits for what is meant.
        let is_new = |at: &usize| self.candidates[*at].chosen == Chosen::New;
        if matching.iter().all(is_new) && self.is_awaited(typed) {
            matching.clear();
        }
        matching
    }

    /// Whether the database is being asked.
    pub(super) fn is_looking(&self) -> bool {
        self.loading.is_some() || self.alike.is_some()
    }

    /// Whether something is still to come for what is typed, or it is too short to be looked for.
    fn is_awaited(&self, typed: &str) -> bool {
        match self.what {
            What::Student(_) => {
                let is_short = typed.trim().chars().count() < LETTERS;
                is_short || self.loading.is_some() || self.seeking.is_asking()
            }
            What::Enrolment(_) => self.loading.is_some() || self.seeking.is_asking(),
            What::Field(HOST) => self.is_looking() || self.register.is_awaited(),
            What::Field(_) | What::Line => false,
        }
    }
}
