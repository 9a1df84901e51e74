//! Alerts: what happens that somebody is told of, who is told, how fast, and what became of each mail.

mod calendar;
mod happening;
mod route;
mod settings;

pub use calendar::{Closure, due};
pub use happening::{Became, Change, Doer, Found, Happening, Raised, Reading, Times, Told, read};
pub use route::{Candidate, Centre, Deciding, Parties, Party, Routes, Staff, Why, route};
pub use settings::{
    AboutFile, AlertChange, Decision, Delivery, Foretold, ForetoldMail, MAIL_LANGUAGES, Mine, Said, Settings,
    Settled, Subject, Template, TextFault, TextOf, TextProblem, Whose, Wording,
};

use super::convention::coded;

coded! {
    /// What somebody is told of (`alerte`).
    Event {
        /// A student has handed a file in.
        CreatedByStudent = "created_by_student",
        /// A student has changed a file after it was handed in, or handed it in again.
        ChangedByStudent = "changed_by_student",
        /// Staff have handed a file in for a student.
        CreatedByStaff = "created_by_staff",
        /// Staff have changed a file after it was handed in.
        ChangedByStaff = "changed_by_staff",
        /// A student has handed an amendment in.
        AmendmentCreatedByStudent = "amendment_created_by_student",
        /// A student has changed an amendment after it was handed in.
        AmendmentChangedByStudent = "amendment_changed_by_student",
        /// Staff have handed an amendment in.
        AmendmentCreatedByStaff = "amendment_created_by_staff",
        /// Staff have changed an amendment after it was handed in.
        AmendmentChangedByStaff = "amendment_changed_by_staff",
        /// The pedagogical step is done.
        PedagogicalDone = "pedagogical_done",
        /// It is undone.
        PedagogicalUndone = "pedagogical_undone",
        /// The administrative check is done.
        CheckDone = "check_done",
        /// It is undone.
        CheckUndone = "check_undone",
        /// The administrative step is done.
        AdministrativeDone = "administrative_done",
        /// It is undone.
        AdministrativeUndone = "administrative_undone",
        /// An amendment is validated.
        AmendmentValidated = "amendment_validated",
        /// It is no more.
        AmendmentUndone = "amendment_undone",
        /// Everybody has signed a convention, or an amendment.
        Signed = "signed",
        /// Another supervisor is in charge.
        SupervisorChanged = "supervisor_changed",
        /// The tutor has filled their evaluation.
        TutorEvaluated = "tutor_evaluated",
        /// The supervisor has.
        SupervisorEvaluated = "supervisor_evaluated",
        /// The student has.
        StudentEvaluated = "student_evaluated",
        /// All three have.
        EvaluationsComplete = "evaluations_complete",
        /// A file, or an amendment, went back to its author (*à corriger*).
        Returned = "returned",
        /// It was cancelled.
        Cancelled = "cancelled",
        /// Its return was taken back.
        Restored = "restored",
        /// Its cancellation was taken back.
        Reopened = "reopened",
        /// A file has waited for its next step for longer than its centre allows.
        Late = "late",
        /// The rules found something about duration or gratification on a file that waits.
        Finding = "finding",
        /// The register says that the host organisation is closed.
        HostClosed = "host_closed",
        /// An amendment has waited for longer than its centre allows.
        AmendmentWaiting = "amendment_waiting",
        /// A mail did not arrive.
        DeliveryFailed = "delivery_failed",
    }
}

impl Event {
    /// The event whose settings decide who is told: that something is undone is told to whoever was told that it was done.
    pub fn setting(self) -> Self {
        match self {
            Self::PedagogicalUndone => Self::PedagogicalDone,
            Self::CheckUndone => Self::CheckDone,
            Self::AdministrativeUndone => Self::AdministrativeDone,
            Self::AmendmentUndone => Self::AmendmentValidated,
            Self::Restored => Self::Returned,
            Self::Reopened => Self::Cancelled,
            other => other,
        }
    }

    /// How fast one is told who says nothing of it: what waits is told once a day, or a queue would be mailed file by file.
    pub fn usual_pace(self) -> Pace {
        match self {
            Self::Late | Self::AmendmentWaiting => Pace::Daily,
            _ => Pace::AtOnce,
        }
    }

    /// Those that have settings of their own, in their order.
    pub fn settings() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|event| event.setting() == *event)
    }
}

coded! {
    /// To whom an alert goes.
    Audience {
        /// The student of the file.
        Student = "student",
        /// Those who manage files of the centre (*gestionnaire*).
        Clerk = "clerk",
        /// Those who are in charge of it (*responsable gestionnaire*).
        Manager = "manager",
        /// The teacher in charge (*enseignant référent*).
        Supervisor = "supervisor",
    }
}

coded! {
    /// How fast somebody is told.
    Pace {
        /// As soon as the mail is no longer held.
        AtOnce = "at_once",
        /// In a digest, each day.
        Daily = "daily",
        /// In a digest, each week.
        Weekly = "weekly",
        /// Not at all.
        Never = "never",
    }
}

coded! {
    /// What became of a mail.
    DeliveryState {
        /// It has not left yet.
        Waiting = "waiting",
        /// The mail server has accepted it.
        Sent = "sent",
        /// It left with others, in a digest.
        Gathered = "gathered",
        /// It was given up.
        Failed = "failed",
        /// Somebody decided that it does not leave.
        Dropped = "dropped",
        /// It was accepted, and came back.
        Bounced = "bounced",
    }
}
