//! What the desk knows of the file that is being written.

use std::collections::VecDeque;

use super::group::Group;
use super::students::Beside;
use crate::app::message::JobId;
use crate::domain::act::{Subject, Target};
use crate::domain::compliance::Facts;
use crate::domain::form::{FIELDS, Field, FileForm, Line, Lists, Section, Value, Values};
use crate::domain::sheet::RecordedFinding;

/// How many edits of the session can be taken back.
const UNDONE: usize = 200;

/// How many texts that were typed and not sent are kept.
const UNSENT: usize = 50;

/// A file as it is written, and what the rules find on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The file.
    pub form: FileForm,
    /// What the rules found.
    pub findings: Vec<RecordedFinding>,
    /// They have run on it as it stands.
    pub checked: bool,
    /// What the rules read of it, to be read again as one types.
    pub facts: Option<Facts>,
}

/// What an edit is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The field that was in hand.
    Field(&'static str),
    /// Taking back an earlier one.
    TakeBack(Box<Step>),
    /// What follows from an earlier one.
    Follows,
    /// What the sources tell of the student.
    Told,
}

/// An edit of the session that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The values that it replaced.
    pub replaced: Values,
    /// Those that it wrote: where others stand now, somebody has written since.
    pub written: Values,
}

/// An edit on its way, or waiting for the one before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Saving {
    /// The job.
    pub job: JobId,
    /// The file, at the version that was read.
    pub target: Target,
    /// What it is for.
    pub edit: Edit,
    /// The values that it writes.
    pub changes: Values,
    /// Those that were seen when it was decided.
    pub before: Values,
    /// Why, where that is asked for.
    pub reason: Option<String>,
}

/// A text typed into a field and not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    /// The file.
    pub id: i32,
    /// The field.
    pub code: String,
    /// The text.
    pub text: String,
    /// What the field held when it was typed.
    pub before: Value,
}

/// The file that is being written.
#[derive(Clone, Debug, Default)]
pub struct WritingPane {
    /// The file, or the amendment that it is written through.
    pub wanted: Option<Subject>,
    /// The question under way.
    pub loading: Option<JobId>,
    /// The file, once it has come.
    pub written: Option<Written>,
    /// The line in hand, by its place.
    pub at: usize,
    /// The lists that fields take entries from.
    pub lists: Option<Lists>,
    /// What the sources tell of the student.
    pub beside: Beside,
    /// The edit on its way, and those that wait for it.
    pub saving: VecDeque<Saving>,
    /// The group whose drafts are being made.
    pub group: Option<Group>,
    /// The session's edits of this file, the latest last.
    undo: Vec<Step>,
    /// Texts typed and not sent, the latest last.
    unsent: Vec<Unsent>,
}

impl WritingPane {
    /// The file, if it is the one that should show.
    pub fn form(&self) -> Option<&FileForm> {
        self.written.as_ref().map(|written| &written.form).filter(|form| Some(form.subject()) == self.wanted)
    }

    /// Number of the file.
    pub fn file(&self) -> Option<i32> {
        self.wanted.map(|subject| subject.id)
    }

    /// The file has come again: the hand stays on its line, wherever that is now.
    pub fn replace(&mut self, written: Written) -> Option<Written> {
        let key = self.form().and_then(|form| form.key(self.line()));
        let before = self.written.replace(written);
        let there = key.and_then(|key| self.form()?.place_of(&key));
        self.at = there.unwrap_or(self.at).min(self.lines().len() - 1);
        before
    }

    /// The lines of the file; its fields alone until it has come.
    pub fn lines(&self) -> Vec<Line> {
        self.form().map_or_else(|| FIELDS.iter().map(Line::Field).collect(), FileForm::lines)
    }

    /// The line in hand.
    pub fn line(&self) -> Line {
        self.lines().get(self.at).copied().unwrap_or(Line::Field(&FIELDS[0]))
    }

    /// The field in hand, where the line in hand is one.
    pub fn field(&self) -> Option<&'static Field> {
        self.line().field()
    }

    /// Another file is to be written.
    pub fn want(&mut self, subject: Subject) {
        if self.wanted.replace(subject) != Some(subject) {
            (self.at, self.written) = (0, None);
            self.undo.clear();
        }
    }

    /// Moves the hand by so many lines.
    pub fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.lines().len() - 1);
    }

    /// To the first line of the next section that has any, or of the one before, and round.
    pub fn turn_section(&mut self, forward: bool) {
        let lines = self.lines();
        let mut sections: Vec<Section> = lines.iter().map(|line| line.section()).collect();
        let here = sections.get(self.at).copied().unwrap_or(Section::Student);
        sections.dedup();
        let at = sections.iter().position(|section| *section == here).unwrap_or(0);
        let there = if forward { at + 1 } else { at + sections.len() - 1 } % sections.len();
        self.at = lines.iter().position(|line| line.section() == sections[there]).unwrap_or(0);
    }

    /// To the next line that a submission waits for, after the one in hand and round; false when nothing is missing.
    pub fn to_missing(&mut self) -> bool {
        let Some(form) = self.form() else { return false };
        let lines = form.lines();
        let lacks = |at: &usize| form.waits_for(lines[*at]);
        let last = self.at.min(lines.len() - 1);
        let next = (last + 1..lines.len()).find(lacks).or_else(|| (0..=last).find(lacks));
        if let Some(there) = next {
            self.at = there;
        }
        next.is_some()
    }

    /// On from a field that is as it was.
    pub fn to_missing_from(&mut self, code: &str) {
        if self.field().is_some_and(|field| field.code == code) && !self.to_missing() {
            self.step(1);
        }
    }

    /// Remembers an edit.
    pub fn remember(&mut self, step: Step) {
        if self.undo.len() == UNDONE {
            self.undo.remove(0);
        }
        self.undo.push(step);
    }

    /// The latest edit.
    pub fn latest(&self) -> Option<&Step> {
        self.undo.last()
    }

    /// The latest edit, which is to be taken back.
    pub fn take_back(&mut self) -> Option<Step> {
        self.undo.pop()
    }

    /// What was typed into a field of a file and not sent.
    pub fn unsent(&self, id: i32, code: &str) -> Option<&Unsent> {
        self.unsent.iter().find(|one| one.id == id && one.code == code)
    }

    /// Keeps what was typed into a field and not sent; an emptied text is given up.
    pub fn keep(&mut self, unsent: Unsent) {
        self.forget(unsent.id, &unsent.code);
        if unsent.text.trim().is_empty() {
            return;
        }
        if self.unsent.len() == UNSENT {
            self.unsent.remove(0);
        }
        self.unsent.push(unsent);
    }

    /// What was typed is with the database, or given up.
    pub fn forget(&mut self, id: i32, code: &str) {
        self.unsent.retain(|one| one.id != id || one.code != code);
    }

    /// Every text that was typed and not sent.
    pub fn all_unsent(&self) -> impl Iterator<Item = &Unsent> {
        self.unsent.iter()
    }

    /// How many lines of a section a submission still waits for.
    pub fn missing(&self, section: Section) -> usize {
        let Some(form) = self.form() else { return 0 };
        form.lines().into_iter().filter(|line| line.section() == section && form.waits_for(*line)).count()
    }
}
