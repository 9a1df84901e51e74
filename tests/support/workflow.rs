//! Which step may follow which, and who may do it, said a second time: the database decides, and tests compare it with
//! this on every state and step.

use guichet::domain::convention::{FileState, SignatureState, StepKind};

/// Where a file stands, as far as the workflow is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The file axis.
    pub state: FileState,
    /// The signature axis.
    pub signature: SignatureState,
    /// The enabled steps in their order, as copied at submission.
    pub circuit: Vec<StepKind>,
    /// How many of them are done: they are always the first ones.
    pub steps_done: usize,
    /// Whether a supervisor is named.
    pub supervised: bool,
    /// Whether the internship has begun.
    pub started: bool,
    /// The state of its findings.
    pub check: Check,
}

/// What the rules said of the file as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// Not run on the present content.
    Missing,
    /// A blocking finding that no manager has passed.
    Blocking,
    /// Nothing that blocks.
    Clear,
}

/// Who acts on the file, as far as it is concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// Holds CONVENTION.validate.
    pub validates: bool,
    /// Holds CONVENTION.modify.
    pub modifies: bool,
    /// Reads the file through its centre.
    pub staff: bool,
    /// Is its supervisor or a programme head, or stands in for one.
    pub teacher: bool,
}

/// An act on the workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Does a step; staff may do the pedagogical one on behalf of someone.
    Validate {
        /// The step; the next one when none is named.
        step: Option<StepKind>,
        /// Recorded on behalf of someone, with origin and date.
        on_behalf: bool,
    },
    /// Undoes the last step done.
    Unvalidate {
        /// A reason is given.
        reasoned: bool,
    },
    /// Back to the author (*à corriger*).
    Return {
        /// A reason is given.
        reasoned: bool,
    },
    /// Gives the file up.
    Cancel {
        /// A reason is given.
        reasoned: bool,
    },
}

/// Why an act is refused, with the database's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// GU002
    RightMissing,
    /// GU004
    State,
    /// GU005
    PreviousStepMissing,
    /// GU006
    AlreadyDone,
    /// GU008
    NotInCircuit,
    /// GU009
    NotTheSupervisor,
    /// GU010
    FindingsMissing,
    /// GU011
    BlockingFindings,
    /// GU012
    ReasonRequired,
    /// GU013
    SupervisorMissing,
    /// GU014
    NotTheCentre,
    /// GU020
    Started,
    /// GU021
    SentForSignature,
}

impl Refusal {
    /// The SQLSTATE-like code under which the database gives this reason.
    pub const fn code(self) -> &'static str {
        match self {
            Self::RightMissing => "GU002",
            Self::State => "GU004",
            Self::PreviousStepMissing => "GU005",
            Self::AlreadyDone => "GU006",
            Self::NotInCircuit => "GU008",
            Self::NotTheSupervisor => "GU009",
            Self::FindingsMissing => "GU010",
            Self::BlockingFindings => "GU011",
            Self::ReasonRequired => "GU012",
            Self::SupervisorMissing => "GU013",
            Self::NotTheCentre => "GU014",
            Self::Started => "GU020",
            Self::SentForSignature => "GU021",
        }
    }
}

impl Position {
    /// The step that waits to be done.
    pub fn next_step(&self) -> Option<StepKind> {
        match self.state {
            FileState::Submitted | FileState::InValidation => self.circuit.get(self.steps_done).copied(),
            _ => None,
        }
    }

    /// Where the act leaves the file, or why it is refused.
    pub fn after(&self, act: Act, actor: Actor) -> Result<Position, Refusal> {
        match act {
            Act::Validate { step, on_behalf } => self.validate(step, on_behalf, actor),
            Act::Unvalidate { reasoned } => self.unvalidate(reasoned, actor),
            Act::Return { reasoned } => self.returned(reasoned, actor),
            Act::Cancel { reasoned } => self.cancel(reasoned, actor),
        }
    }

    fn validate(&self, step: Option<StepKind>, on_behalf: bool, actor: Actor) -> Result<Position, Refusal> {
        if !actor.validates {
            return Err(Refusal::RightMissing);
        }
        let waiting = matches!(self.state, FileState::Submitted | FileState::InValidation);
        let step = step.or_else(|| self.next_step());
        let place = step.and_then(|step| self.circuit.iter().position(|kind| *kind == step));
        let place = match (place, self.state) {
            (None, _) if waiting => return Err(Refusal::NotInCircuit),
            (_, FileState::Validated) => return Err(Refusal::AlreadyDone),
            (Some(place), FileState::InValidation) if place < self.steps_done => {
                return Err(Refusal::AlreadyDone);
            }
            (Some(place), _) if waiting => place,
            _ => return Err(Refusal::State),
        };
        if place > self.steps_done {
            return Err(Refusal::PreviousStepMissing);
        }
        if self.circuit[place] == StepKind::Pedagogical {
            let may = actor.teacher || (actor.staff && on_behalf);
            if !may {
                return Err(Refusal::NotTheSupervisor);
            }
        } else if !actor.staff {
            return Err(Refusal::NotTheCentre);
        }
        match self.check {
            Check::Missing => return Err(Refusal::FindingsMissing),
            Check::Blocking => return Err(Refusal::BlockingFindings),
            Check::Clear => {}
        }
        let last = place + 1 == self.circuit.len();
        if last && !self.supervised {
            return Err(Refusal::SupervisorMissing);
        }
        let state = if last { FileState::Validated } else { FileState::InValidation };
        Ok(Position { state, steps_done: self.steps_done + 1, ..self.clone() })
    }

    fn unvalidate(&self, reasoned: bool, actor: Actor) -> Result<Position, Refusal> {
        if !actor.validates {
            return Err(Refusal::RightMissing);
        }
        if !matches!(self.state, FileState::InValidation | FileState::Validated) || self.steps_done == 0 {
            return Err(Refusal::State);
        }
        if self.signature != SignatureState::NotSent {
            return Err(Refusal::SentForSignature);
        }
        if self.circuit[self.steps_done - 1] == StepKind::Pedagogical {
            if !actor.teacher {
                return Err(Refusal::NotTheSupervisor);
            }
        } else if !actor.staff {
            return Err(Refusal::NotTheCentre);
        }
        if !reasoned {
            return Err(Refusal::ReasonRequired);
        }
        let steps_done = self.steps_done - 1;
        let state = if steps_done == 0 { FileState::Submitted } else { FileState::InValidation };
        Ok(Position { state, steps_done, ..self.clone() })
    }

    fn returned(&self, reasoned: bool, actor: Actor) -> Result<Position, Refusal> {
        if !actor.validates {
            return Err(Refusal::RightMissing);
        }
        let Some(next) = self.next_step() else { return Err(Refusal::State) };
        let may = actor.staff || (actor.teacher && next == StepKind::Pedagogical);
        if !may {
            return Err(Refusal::NotTheCentre);
        }
        if !reasoned {
            return Err(Refusal::ReasonRequired);
        }
        Ok(Position { state: FileState::ToCorrect, steps_done: 0, ..self.clone() })
    }

    fn cancel(&self, reasoned: bool, actor: Actor) -> Result<Position, Refusal> {
        if !actor.modifies || !actor.staff {
            return Err(Refusal::RightMissing);
        }
        match self.state {
            FileState::Cancelled => return Err(Refusal::State),
            FileState::Validated if self.started => return Err(Refusal::Started),
            _ => {}
        }
        if !reasoned {
            return Err(Refusal::ReasonRequired);
        }
        Ok(Position { state: FileState::Cancelled, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting() -> Position {
        Position {
            state: FileState::Submitted,
            signature: SignatureState::NotSent,
            circuit: vec![StepKind::Pedagogical, StepKind::Administrative],
            steps_done: 0,
            supervised: true,
            started: false,
            check: Check::Clear,
        }
    }

    const CLERK: Actor = Actor { validates: true, modifies: true, staff: true, teacher: false };
    const TEACHER: Actor = Actor { validates: true, modifies: false, staff: false, teacher: true };
    const NEXT: Act = Act::Validate { step: None, on_behalf: false };

    #[test]
    fn steps_follow_one_another_each_by_whom_it_belongs_to() {
        let first = waiting().after(NEXT, TEACHER).unwrap();
        assert_eq!((first.state, first.steps_done), (FileState::InValidation, 1));
        assert_eq!(first.after(NEXT, TEACHER), Err(Refusal::NotTheCentre));
        assert_eq!(first.after(NEXT, CLERK).unwrap().state, FileState::Validated);
        assert_eq!(waiting().after(NEXT, CLERK), Err(Refusal::NotTheSupervisor));
        let recorded = Act::Validate { step: None, on_behalf: true };
        assert_eq!(waiting().after(recorded, CLERK).unwrap().steps_done, 1);
    }

    #[test]
    fn no_step_is_skipped() {
        let skip = Act::Validate { step: Some(StepKind::Administrative), on_behalf: false };
        assert_eq!(waiting().after(skip, CLERK), Err(Refusal::PreviousStepMissing));
        let absent = Act::Validate { step: Some(StepKind::Check), on_behalf: false };
        assert_eq!(waiting().after(absent, CLERK), Err(Refusal::NotInCircuit));
    }

    #[test]
    fn returning_voids_the_steps_done() {
        let half = waiting().after(NEXT, TEACHER).unwrap();
        let back = half.after(Act::Return { reasoned: true }, CLERK).unwrap();
        assert_eq!((back.state, back.steps_done), (FileState::ToCorrect, 0));
        assert_eq!(half.after(Act::Return { reasoned: false }, CLERK), Err(Refusal::ReasonRequired));
        assert_eq!(half.after(Act::Return { reasoned: true }, TEACHER), Err(Refusal::NotTheCentre));
    }
}
