//! What the desk knows of the file that is being written.

use super::group::Group;
use crate::app::message::JobId;
use crate::domain::compliance::Facts;
use crate::domain::form::{FIELDS, Field, FileForm, Lists, Section, Values};
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

/// An edit on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Saving {
    /// The job.
    pub job: JobId,
    /// The field that was in hand; none when an edit is taken back.
    pub code: Option<&'static str>,
    /// The values that it writes.
    pub changes: Values,
    /// Why, where that is asked for.
    pub reason: Option<String>,
}

/// The file that is being written.
#[derive(Clone, Debug, Default)]
pub struct WritingPane {
    /// Number of the file.
    pub wanted: Option<i32>,
    /// The question under way.
    pub loading: Option<JobId>,
    /// The file, once it has come.
    pub written: Option<Written>,
    /// The field in hand, by its place.
    pub at: usize,
    /// The lists that fields take entries from.
    pub lists: Option<Lists>,
    /// The edit on its way.
    pub saving: Option<Saving>,
    /// The group whose drafts are being made.
    pub group: Option<Group>,
    /// What the session's edits of this file replaced, the latest last.
    undo: Vec<Values>,
    /// Texts typed and not sent, by file and field, the latest last.
    unsent: Vec<(i32, String, String)>,
}

impl WritingPane {
    /// The file, if it is the one that should show.
    pub fn form(&self) -> Option<&FileForm> {
        self.written.as_ref().map(|written| &written.form).filter(|form| Some(form.id) == self.wanted)
    }

    /// The field in hand.
    pub fn field(&self) -> &'static Field {
        FIELDS.get(self.at).unwrap_or(&FIELDS[0])
    }

    /// Another file is to be written.
    pub fn want(&mut self, id: i32) {
        if self.wanted.replace(id) != Some(id) {
            (self.at, self.saving, self.written) = (0, None, None);
            self.undo.clear();
        }
    }

    /// Moves the hand by so many fields.
    pub fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(FIELDS.len() - 1);
    }

    /// To the first field of the next section, or of the one before, and round.
    pub fn turn_section(&mut self, forward: bool) {
        let all = Section::ALL;
        let here = all.iter().position(|section| *section == self.field().section).unwrap_or(0);
        let there = if forward { here + 1 } else { here + all.len() - 1 } % all.len();
        self.at = FIELDS.iter().position(|field| field.section == all[there]).unwrap_or(0);
    }

    /// To the next field that a submission asks for, after the one in hand and round; false when nothing is missing.
    pub fn to_missing(&mut self) -> bool {
        let Some(form) = self.form() else { return false };
        let lacks = |at: &usize| form.lacks(&FIELDS[*at]);
        let next = (self.at + 1..FIELDS.len()).find(lacks).or_else(|| (0..=self.at).find(lacks));
        if let Some(there) = next {
            self.at = there;
        }
        next.is_some()
    }

    /// Remembers what an edit has replaced.
    pub fn remember(&mut self, replaced: Values) {
        if self.undo.len() == UNDONE {
            self.undo.remove(0);
        }
        self.undo.push(replaced);
    }

    /// What the latest edit replaced, to be written again.
    pub fn take_back(&mut self) -> Option<Values> {
        self.undo.pop()
    }

    /// What was typed into a field of a file and not sent.
    pub fn unsent(&self, id: i32, code: &str) -> Option<&str> {
        self.unsent.iter().find(|(of, field, _)| *of == id && field == code).map(|(.., text)| text.as_str())
    }

    /// Keeps what was typed into a field and not sent.
    pub fn keep(&mut self, id: i32, code: &str, text: &str) {
        self.forget(id, code);
        if self.unsent.len() == UNSENT {
            self.unsent.remove(0);
        }
        self.unsent.push((id, code.to_owned(), text.to_owned()));
    }

    /// What was typed is with the database, or given up.
    pub fn forget(&mut self, id: i32, code: &str) {
        self.unsent.retain(|(of, field, _)| *of != id || field != code);
    }

    /// Every text that was typed and not sent, with its file and field.
    pub fn all_unsent(&self) -> impl Iterator<Item = (i32, &str, &str)> {
        self.unsent.iter().map(|(id, field, text)| (*id, field.as_str(), text.as_str()))
    }

    /// How many fields of a section a submission still asks for.
    pub fn missing(&self, section: Section) -> usize {
        let form = self.form();
        let lacks = |field: &&Field| field.section == section && form.is_some_and(|form| form.lacks(field));
        FIELDS.iter().filter(lacks).count()
    }
}
