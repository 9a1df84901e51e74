//! What a desk leaves behind when it is cut off, as a plain value: where it stood, what was marked, what was typed and
//! not sent. Read from the model, written and read back as text, and given back by a pure function; where the text lies
//! is the runtime's affair. What comes back is data like any other: nothing in it is trusted.

mod keeping;
mod preferences;
mod resume;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use keeping::{Keep, Keeping, leaving, settle, touch};
pub use preferences::{Choice, Preferences, Tastes};
pub use resume::{decline, forget, offer, resume};

use super::begun::{self, Begun};
use super::model::{Model, Pane};
use super::overlay::{FormKind, Overlay};
use super::pane::queue;
use super::pane::writing::{self, Unsent};
use super::prompt::PromptKind;
use crate::domain::access::Register;
use crate::domain::act::Subject;
use crate::domain::act::Target;
use crate::domain::form::Value;
use crate::domain::queue::Queue;
use crate::domain::row::{Place, SortColumn};

/// What this program writes; it reads no later one.
const VERSION: u32 = 1;

/// A file longer than that is not ours.
const LONGEST: usize = 4 << 20;

/// Where somebody stood. What is empty is as on a desk that has just been opened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// The pane in hand.
    pub pane: Pane,
    /// It showed alone.
    pub zoomed: bool,
    /// The register of the administration.
    pub register: Register,
    /// The queue, unless it was the one the person begins with.
    pub queue: Option<Queue>,
    /// The saved view, by its number.
    pub view: Option<i32>,
    /// The filter, readable in any language.
    pub filter: String,
    /// The order, unless it was the usual one.
    pub sort: Option<(SortColumn, bool)>,
    /// The file under the cursor, and its place in the order: nothing for the first row.
    pub cursor: Option<At>,
    /// The marked files, as they were listed.
    pub marks: Vec<Marked>,
    /// The form that was open.
    pub form: Option<Form>,
    /// The line that was being typed.
    pub prompt: Option<(PromptKind, String)>,
    /// What was typed in other forms.
    pub drafts: Vec<Written>,
    /// The file that was being written, and the field in hand.
    pub writing: Option<(i32, String)>,
    /// The amendment that it was written through.
    #[serde(default)]
    pub through: Option<i32>,
    /// What was typed into fields of files and not sent.
    pub fields: Vec<FieldText>,
    /// Boxes of several fields that were begun and not taken.
    pub begun: Vec<Begun>,
}

/// What was typed into a field of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldText {
    /// The file.
    pub id: i32,
    /// The field.
    pub field: String,
    /// The text.
    pub text: String,
    /// What the field held then.
    #[serde(default)]
    pub before: Value,
}

/// Where a text was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed<'a> {
    /// Into a form.
    Form(FormKind),
    /// Into a field of a file.
    Field(&'a str),
    /// Into a box with this title.
    Box(&'a str),
}

/// A file at its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct At {
    /// Its number.
    pub id: i32,
    /// The value it was sorted by.
    pub key: String,
}

impl From<Place> for At {
    fn from(Place { key, id }: Place) -> Self {
        Self { id, key }
    }
}

impl From<At> for Place {
    fn from(At { id, key }: At) -> Self {
        Self { key, id }
    }
}

/// A marked file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    /// Its number.
    pub id: i32,
    /// The amendment that is marked, by its number among all.
    #[serde(default)]
    pub amendment: Option<i32>,
    /// The version that was listed.
    pub version: i32,
    /// It had warnings.
    #[serde(default)]
    pub warned: bool,
}

/// What was typed and ticked in a form for a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The form.
    pub kind: FormKind,
    /// The file, or the first of several.
    pub id: i32,
    /// The text.
    #[serde(default)]
    pub text: String,
    /// Ticked reasons, by number.
    #[serde(default)]
    pub ticked: Vec<i32>,
}

/// A form that was open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// What it asked for.
    pub kind: FormKind,
    /// The files, by number and version.
    pub targets: Vec<(i32, i32)>,
    /// The reason in hand; nothing when it was the text.
    #[serde(default)]
    pub reason: Option<usize>,
    /// The text.
    #[serde(default)]
    pub text: String,
    /// Ticked reasons, by number.
    #[serde(default)]
    pub ticked: Vec<i32>,
}

impl Session {
    /// Where the desk stands.
    pub fn of(model: &Model) -> Self {
        let list = &model.list;
        let sort = (list.sort != Default::default()).then_some((list.sort.column, list.sort.descending));
        let stands = list.row().filter(|_| !(list.at_top && list.cursor == 0));
        let drafts = model.drafts.iter().map(|(kind, id, draft)| Written {
            kind,
            id,
            text: draft.text.clone(),
            ticked: draft.ticked.clone(),
        });
        let form = match &model.overlay {
            Some(Overlay::Form(form)) => Some(Form {
                kind: form.kind,
                targets: form.targets.iter().map(|target| (target.id, target.version)).collect(),
                reason: (!form.is_typing(model.reasons.len())).then_some(form.line),
                text: form.text.text().to_owned(),
                ticked: form.ticked.clone(),
            }),
            _ => None,
        };
        // The draft of the form that is open is what it was opened with.
        let opened = form.as_ref().and_then(|form| Some((form.kind, form.targets.first()?.0)));
        Self {
            pane: model.focus,
            zoomed: model.zoomed,
            register: model.administration.register,
            queue: Some(list.queue).filter(|queue| *queue != queue::first(model)),
            view: list.view,
            filter: list.filter.stored(),
            sort,
            cursor: model.keeping.returning.clone().or_else(|| stands.map(|row| row.place())).map(At::from),
            marks: list
                .marks
                .iter()
                .map(|(&Subject { id, amendment }, mark)| Marked {
                    id,
                    amendment,
                    version: mark.version,
                    warned: mark.warned,
                })
                .collect(),
            prompt: model
                .prompt
                .as_ref()
                .filter(|prompt| !prompt.line.is_empty())
                .map(|prompt| (prompt.kind, prompt.line.text().to_owned())),
            drafts: drafts.filter(|draft| Some((draft.kind, draft.id)) != opened).collect(),
            form,
            writing: model.writing.wanted.map(|subject| {
                (subject.id, model.writing.field().map(|field| field.code).unwrap_or_default().to_owned())
            }),
            through: model.writing.wanted.and_then(|subject| subject.amendment),
            fields: fields(model),
            begun: begun::all(model),
        }
    }

    /// The texts that were typed and not sent, each with where, and its file if it is about one.
    pub fn unsent(&self) -> impl Iterator<Item = (Typed<'_>, Option<i32>, &str)> {
        let open = self.form.iter().filter(|form| !form.text.trim().is_empty() || !form.ticked.is_empty());
        let open = open
            .filter_map(|form| Some((Typed::Form(form.kind), form.targets.first()?.0, form.text.as_str())));
        let drafts = self.drafts.iter().map(|draft| (Typed::Form(draft.kind), draft.id, draft.text.as_str()));
        let fields = self.fields.iter().map(|one| (Typed::Field(&one.field), one.id, one.text.as_str()));
        let of_files = open.chain(drafts).chain(fields).map(|(typed, id, text)| (typed, Some(id), text));
        of_files.chain(self.begun.iter().map(|one| (Typed::Box(&one.title), None, one.text())))
    }

    /// Whether it is worth asking somebody about.
    pub fn is_worth_offering(&self) -> bool {
        let Self { queue, view, filter, cursor, marks, form, prompt, drafts, .. } = self;
        queue.is_some()
            || view.is_some()
            || !filter.is_empty()
            || cursor.is_some()
            || !marks.is_empty()
            || form.is_some()
            || prompt.is_some()
            || !drafts.is_empty()
            || !self.fields.is_empty()
            || !self.begun.is_empty()
            || self.pane == Pane::Writing
    }
}

/// What is typed into fields and not sent, the one in hand included.
fn fields(model: &Model) -> Vec<FieldText> {
    let open = writing::unsent(model);
    let is_open =
        |one: &Unsent| open.as_ref().is_some_and(|open| (open.id, &open.code) == (one.id, &one.code));
    let others = model.writing.all_unsent().filter(|one| !is_open(one)).cloned();
    let typed = others.chain(open.clone());
    typed.map(|Unsent { id, code, text, before }| FieldText { id, field: code, text, before }).collect()
}

impl Form {
    fn targets(&self) -> Vec<Target> {
        self.targets.iter().map(|&(id, version)| Target::file(id, version)).collect()
    }
}

/// A session, and when it stood so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    version: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub session: Session,
}

/// Why what was saved cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// A later program wrote it.
    Newer,
    /// It is not what this program writes.
    Damaged,
}

impl Saved {
    /// A session at this moment.
    pub fn new(session: Session, at: DateTime<Utc>) -> Self {
        Self { version: VERSION, at, session }
    }

    /// As it is written.
    pub fn text(&self) -> String {
        text(self)
    }

    /// Reads what was written.
    ///
    /// # Errors
    /// When a later program wrote it, or nobody did.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        read(text)
    }
}

fn text(value: &impl Serialize) -> String {
    // Plain values under names always serialise.
    serde_json::to_string(value).unwrap_or_default()
}

/// Reads a value that says which version of the program's format it is in.
fn read<T: for<'a> Deserialize<'a>>(text: &str) -> Result<T, Unreadable> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    if text.len() > LONGEST {
        return Err(Unreadable::Damaged);
    }
    let versioned: Versioned = serde_json::from_str(text).map_err(|_| Unreadable::Damaged)?;
    if versioned.version > VERSION {
        return Err(Unreadable::Newer);
    }
    serde_json::from_str(text).map_err(|_| Unreadable::Damaged)
}

#[cfg(test)]
mod tests;
