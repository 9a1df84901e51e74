//! What lies over the desk: a confirmation, a form, a list to pick from, a text to read.

pub mod completing;
mod fields;
mod jobs;
mod picker;
mod reader;

use std::collections::HashSet;

use widgets::prompt::LineEditor;

pub use fields::{Content, Field, FieldsBox, Purpose, Ticking};
pub use jobs::{JobsBox, Work};
pub use picker::{Answers, PickerBox, PickerItem, Picks};
pub use reader::{Long, ReaderBox, ReaderText};

use super::action::Context;
use super::drafts::Draft;
use super::message::JobId;
use super::session::Saved;
use crate::domain::act::{Act, Outcome, Subject, Target};
use crate::domain::convention::coded;

/// A box over the desk.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// What an act would do, before it is done.
    Confirm(ConfirmBox),
    /// Something to fill in.
    Form(FormBox),
    /// Several fields to fill in.
    Fields(FieldsBox),
    /// Something to pick.
    Picker(PickerBox),
    /// Something to read.
    Reader(ReaderBox),
    /// The long work of the session.
    Jobs(JobsBox),
    /// An earlier session, which may be taken up.
    Resume(Box<Saved>),
}

impl Overlay {
    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        match self {
            Self::Confirm(_) | Self::Resume(_) => Context::Confirm,
            Self::Fields(fields) if fields.is_on_paragraph() => Context::Text,
            Self::Form(_) | Self::Fields(_) => Context::Form,
            Self::Picker(_) => Context::Picker,
            Self::Reader(_) => Context::Reader,
            Self::Jobs(_) => Context::Jobs,
        }
    }
}

/// A confirmation: says exactly what will change, how many, and how many not and why.
#[derive(Clone, Debug)]
pub struct ConfirmBox {
    /// The act.
    pub act: Act,
    /// It undoes an earlier one.
    pub undoes: bool,
    /// The files.
    pub targets: Vec<Target>,
    /// Who they are, for a single one: "28413 BENALI Inès".
    pub subject: String,
    /// The preview under way.
    pub loading: Option<JobId>,
    /// What each file would answer.
    pub outcomes: Vec<Outcome>,
    /// Files with warnings are left out unless this is ticked.
    pub with_findings: bool,
    /// Files among the targets that have warnings.
    pub warned: Vec<Subject>,
    /// Confirmed before the preview came: done as soon as it says yes. Only for a single file.
    pub eager: bool,
    /// Lines scrolled.
    pub scroll: u16,
}

impl ConfirmBox {
    /// The files that would be acted upon.
    pub fn accepted(&self) -> Vec<Target> {
        let single = self.targets.len() == 1;
        let done: HashSet<Subject> =
            self.outcomes.iter().filter(|o| o.is_done()).map(Outcome::subject).collect();
        let warned: HashSet<Subject> = self.warned.iter().copied().collect();
        self.targets
            .iter()
            .filter(|target| done.contains(&target.subject()))
            .filter(|target| single || self.with_findings || !warned.contains(&target.subject()))
            .copied()
            .collect()
    }
}

coded! {
    /// What a form asks for.
    FormKind {
        /// Reasons for a return, and free text.
        Return = "return",
        /// A reason to take a validation back.
        Unvalidate = "unvalidate",
        /// A reason, in words.
        Cancel = "cancel",
        /// A reason to pass a blocking finding.
        Pass = "pass",
        /// A day until which to hold.
        Hold = "hold",
        /// An internal note.
        Note = "note",
    }
}

/// A form: reasons to tick, and a line of text.
#[derive(Clone, Debug)]
pub struct FormBox {
    /// What it asks for.
    pub kind: FormKind,
    /// The files.
    pub targets: Vec<Target>,
    /// Who they are, for a single one.
    pub subject: String,
    /// Ticked reasons, by number.
    pub ticked: Vec<i32>,
    /// The line in hand: a reason, or the text after the last of them.
    pub line: usize,
    /// The first reason on the screen.
    pub first: usize,
    /// The text.
    pub text: LineEditor,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl FormBox {
    /// An empty form, or one with what was typed before.
    pub fn new(kind: FormKind, targets: Vec<Target>, subject: String, draft: Draft) -> Self {
        let text = LineEditor::new(&draft.text);
        Self { kind, targets, subject, ticked: draft.ticked, line: 0, first: 0, text, error: None }
    }

    /// What is typed and ticked so far.
    pub fn draft(&self) -> Draft {
        Draft { text: self.text.text().to_owned(), ticked: self.ticked.clone() }
    }

    /// Whether what is typed goes to the text.
    pub fn is_typing(&self, reasons: usize) -> bool {
        self.kind != FormKind::Return || self.line >= reasons
    }
}
