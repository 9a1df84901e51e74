//! Boxes of several fields that were begun and not taken: kept by what they are for until the database says that it is
//! done, so that closing a box or a lost line never costs a word. Secrets are not kept.

use serde::{Deserialize, Serialize};

use super::message::JobId;
use super::model::Model;
use super::overlay::{Content, Field, FieldsBox, Overlay, Purpose};

/// Boxes kept at most; the oldest gives way.
const KEPT: usize = 20;

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// What is typed.
    Text(String),
    /// The codes of what is ticked.
    Ticked(Vec<String>),
    /// What is not kept.
    Secret,
}

impl Held {
    fn of(field: &Field) -> Self {
        match &field.content {
            Content::Choice { .. } => Self::Ticked(field.ticked()),
            _ => field.whole_text().map_or(Self::Secret, Self::Text),
        }
    }
}

/// What the fields of a box hold, in order.
pub fn held(fields: &[Field]) -> Vec<Held> {
    fields.iter().map(Held::of).collect()
}

/// A box that was begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// What it is for.
    pub about: String,
    /// Its title, in the language that the desk spoke.
    pub title: String,
    /// What its fields held.
    pub held: Vec<Held>,
    /// The job that is doing what it says.
    #[serde(skip)]
    sending: Option<JobId>,
}

impl Begun {
    /// What the box holds, once it holds more than it was opened with.
    pub fn of(fields: &FieldsBox) -> Option<Self> {
        let (about, held) = (fields.purpose.about()?, held(&fields.fields));
        let begun = Self { about, title: fields.title.clone(), held, sending: fields.sending };
        (begun.held != fields.opened).then_some(begun)
    }

    /// The first thing that is typed.
    pub fn text(&self) -> &str {
        let typed = self.held.iter().find_map(|held| match held {
            Held::Text(text) if !text.trim().is_empty() => Some(text.as_str()),
            _ => None,
        });
        typed.unwrap_or_default()
    }
}

/// Opens a box, with what was begun in it before.
pub fn show(model: &mut Model, mut fields: FieldsBox) {
    let about = fields.purpose.about();
    let before = model.begun.iter().find(|one| Some(&one.about) == about.as_ref());
    if let Some(before) = before.filter(|before| before.held.len() == fields.fields.len()) {
        for (field, held) in fields.fields.iter_mut().zip(&before.held) {
            field.fill(held);
        }
        fields.told.push(model.texts.get("box-begun").to_owned());
    }
    model.overlay = Some(Overlay::Fields(fields));
}

/// Keeps what a box holds that closes without having been taken.
pub fn keep(model: &mut Model, fields: &FieldsBox) {
    match Begun::of(fields) {
        Some(begun) => put(model, begun),
        None => forget(model, &fields.purpose),
    }
}

/// Keeps a box that was begun.
pub fn put(model: &mut Model, begun: Begun) {
    model.begun.retain(|one| one.about != begun.about);
    if model.begun.len() == KEPT {
        model.begun.remove(0);
    }
    model.begun.push(begun);
}

/// What a box says is with the database now: it closes, and nothing of it is kept, wherever it is.
pub fn taken(model: &mut Model, job: JobId) {
    model.begun.retain(|one| one.sending != Some(job));
    if let Some(purpose) = model.sent_by(job).map(|fields| fields.purpose.clone()) {
        model.overlay = None;
        forget(model, &purpose);
    }
}

/// What is for this is done.
pub fn forget(model: &mut Model, purpose: &Purpose) {
    let about = purpose.about();
    model.begun.retain(|one| Some(&one.about) != about.as_ref());
}

/// Every box that was begun, the open one included.
pub fn all(model: &Model) -> Vec<Begun> {
    let Some(Overlay::Fields(open)) = &model.overlay else { return model.begun.clone() };
    let about = open.purpose.about();
    let others = model.begun.iter().filter(|one| Some(&one.about) != about.as_ref()).cloned();
    others.chain(Begun::of(open)).collect()
}
