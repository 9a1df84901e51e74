//! The boxes in which a file is written: a field's own, the reason of a change, a host that is not there yet.

use super::line::{help, label, line};
use super::state::{Edit, Unsent};
use super::students::Difference;
use super::typed::{self, read};
use super::{documents, group, hosts, motives, pick, save, students};
use crate::app::begun;
use crate::app::effect::{Ask, Effect};
use crate::app::entry;
use crate::app::message::JobId;
use crate::app::model::{Level, Model};
use crate::app::overlay::{Content, Field as BoxField, FieldsBox, Overlay, Purpose, Ticking};
use crate::app::words;
use crate::domain::act::{About, Refusal, Target};
use crate::domain::amendment::Motive;
use crate::domain::form::{FIELDS, Field, FileForm, Kind, Line, Newcomer, Value, Values, place};

/// What a box is for. Each knows its file: another may show by the time it is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Boxed {
    /// A field.
    Field {
        /// The file.
        id: i32,
        /// Which.
        code: &'static str,
        /// What it held when the box was opened, or was last shown.
        before: Value,
        /// The same as it is typed.
        saved: String,
    },
    /// The reason of a change that was picked, or is taken back.
    Reason {
        /// The file.
        id: i32,
        /// What it is for.
        edit: Edit,
        /// What it writes.
        changes: Values,
    },
    /// Who or what a field refers to, and is not there yet.
    Host {
        /// The file.
        id: i32,
        /// The field.
        code: &'static str,
        /// What.
        newcomer: Newcomer,
    },
    /// A document that is asked for.
    Document {
        /// The file.
        id: i32,
        /// Number of what is asked for.
        kind: i32,
    },
    /// A motive of the amendment that is being written.
    Motive {
        /// The file.
        id: i32,
        /// Which.
        motive: Motive,
    },
    /// Whether a motive is to be taken out.
    NoMotive {
        /// The file.
        id: i32,
        /// Which.
        motive: Motive,
    },
    /// For which students drafts are made, like this file.
    Group(i32),
    /// What the sources tell otherwise than the file.
    Compare {
        /// The file.
        id: i32,
        /// What is shown.
        shown: Vec<Difference>,
    },
    /// A student or an enrolment that no source tells.
    Hand {
        /// Their number, where it is known.
        number: String,
        /// The file that the draft will be like.
        like: Option<i32>,
    },
    /// Whether a draft is to be deleted.
    Delete(Target),
}

impl Boxed {
    /// The name under which it is kept when it is closed half filled; a field has a place of its own.
    pub fn about(&self) -> Option<String> {
        match self {
            Self::Host { id, code, .. } => Some(format!("host {code} {id}")),
            Self::Document { id, kind } => Some(format!("document {kind} {id}")),
            Self::Motive { id, motive } => Some(format!("motive {} {id}", motive.code())),
            Self::Group(id) => Some(format!("group {id}")),
            Self::Hand { number, .. } => Some(format!("hand {number}")),
            Self::Field { .. }
            | Self::Compare { .. }
            | Self::Reason { .. }
            | Self::NoMotive { .. }
            | Self::Delete(_) => None,
        }
    }
}

pub(super) fn show(model: &mut Model, boxed: Boxed, title: String, told: Vec<String>, fields: Vec<BoxField>) {
    begun::show(model, FieldsBox::new(Purpose::Writing(boxed), title, told, fields));
}

/// What the centre says of a convention of the host's own.
const JUDGED: [&str; 4] = ["own_mentions", "own_opinion", "own_opinion_by", "own_opinion_on"];

/// Opens the box of a field, or the list that it is chosen from.
pub(super) fn open(model: &mut Model, field: &'static Field) -> Vec<Effect> {
    let Some(form) = model.writing.form().cloned() else { return Vec::new() };
    if !form.is_open() {
        let about = About { grantors: grantors(model), ..lacking(&form) };
        let refusal = Refusal { code: form.verdict.clone(), about };
        let text = words::refusal(model.texts, &refusal, form.id);
        model.say(Level::Warning, text);
        return Vec::new();
    }
    let texts = model.texts;
    if is_hidden(&form, field) {
        let text = texts.get("writing-hidden").to_owned();
        model.say(Level::Warning, text);
        return Vec::new();
    }
    if JUDGED.contains(&field.code) && !form.staffed {
        let text = texts.get("writing-for-staff").to_owned();
        model.say(Level::Warning, text);
        return Vec::new();
    }
    if let Kind::Reference(reference) = field.kind {
        return pick::open_field(model, field.code, reference);
    }
    if field.code == "elp_code" && !form.elements.is_empty() {
        return pick::open_elements(model, &form.elements);
    }
    open_box(model, field, &form)
}

/// Opens the box of a field.
pub(super) fn open_box(model: &mut Model, field: &'static Field, form: &FileForm) -> Vec<Effect> {
    let texts = model.texts;
    let unsent = model.writing.unsent(form.id, field.code).cloned();
    let value = form.value(field.code).clone();
    let told = match &unsent {
        Some(_) => {
            let stands = typed::brief(texts, field, form);
            vec![texts.format("writing-unsent", &[("value", stands.into())])]
        }
        None => help(field).map(|id| texts.get(id).to_owned()).into_iter().collect(),
    };
    // As the editor keeps it, so that only what is typed counts as typed.
    let saved = line(model, field, form, None).whole_text().unwrap_or_default();
    let line = line(model, field, form, unsent.as_ref().map(|unsent| unsent.text.as_str()));
    let reason = form.takes_reason().then(|| BoxField::text(texts.get("form-reason"), ""));
    let fields = std::iter::once(line).chain(reason).collect();
    let before = unsent.map_or(value, |unsent| unsent.before);
    let boxed = Boxed::Field { id: form.id, code: field.code, before, saved };
    show(model, boxed, format!("{} {}", form.id, form.student), told, fields);
    Vec::new()
}

/// Whether a text is one that I may not read, and so may not write over.
pub fn is_hidden(form: &FileForm, field: &Field) -> bool {
    !form.values.contains_key(field.code)
}

/// What a person who may change nothing here lacks.
fn lacking(form: &FileForm) -> About {
    let amendment = form.amendment.as_ref().map(|amending| amending.amendment.state);
    let function = if amendment.is_some() { "AVENANT" } else { "CONVENTION" };
    About {
        function: Some(function.into()),
        right: Some("modify".into()),
        state: Some(form.state),
        amendment,
        ..About::default()
    }
}

fn grantors(model: &Model) -> Vec<String> {
    model.person.as_ref().map(|person| person.grantors.clone()).unwrap_or_default()
}

/// Asks for the reason of a change that was picked, or is taken back.
pub(super) fn open_reason(model: &mut Model, edit: Edit, changes: Values) -> Vec<Effect> {
    let texts = model.texts;
    let Some(id) = model.writing.file() else { return Vec::new() };
    let codes: Vec<String> = changes.keys().cloned().collect();
    let title = words::capitalised(&words::fields(texts, &codes));
    let fields = vec![BoxField::text(texts.get("form-reason"), "")];
    show(model, Boxed::Reason { id, edit, changes }, title, Vec::new(), fields);
    Vec::new()
}

pub(super) type Sent = Result<(JobId, Vec<Effect>), String>;

/// Takes what a box says, or says what is wrong with it. It stays until the answer.
pub fn submit(model: &mut Model, boxed: Boxed, mut fields: FieldsBox) -> Vec<Effect> {
    let sent = match boxed {
        _ if fields.sending.is_some() => Ok((JobId(0), Vec::new())),
        Boxed::Field { id, .. }
        | Boxed::Reason { id, .. }
        | Boxed::Host { id, .. }
        | Boxed::Document { id, .. }
        | Boxed::Motive { id, .. }
        | Boxed::NoMotive { id, .. }
        | Boxed::Compare { id, .. }
            if model.writing.form().is_none_or(|form| form.id != id) =>
        {
            Err(model.texts.format("writing-other-file", &[("id", id.to_string().into())]))
        }
        Boxed::Field { code, .. } if is_untouched(&fields) => {
            // Nothing was ticked, nothing was typed: it is as it was.
            model.writing.to_missing_from(code);
            return Vec::new();
        }
        Boxed::Field { code, .. } => send_field(model, code, &mut fields),
        Boxed::Reason { edit, changes, .. } => {
            reason(model, fields.fields.first()).map(|reason| save::save(model, edit, changes, Some(reason)))
        }
        Boxed::Host { newcomer, .. } => Ok(hosts::send(model, newcomer, &fields)),
        Boxed::Document { kind, .. } => documents::send(model, kind, &fields),
        Boxed::Motive { motive, .. } => motives::send(model, motive, &fields),
        Boxed::NoMotive { motive, .. } => motives::remove(model, motive),
        Boxed::Group(like) => {
            let text = fields.fields.first().and_then(BoxField::whole_text).unwrap_or_default();
            group::send(model, like, &text)
        }
        Boxed::Compare { shown, .. } => students::send_compared(model, &shown, &mut fields),
        Boxed::Hand { like, .. } => students::send_hand(model, like, &fields),
        Boxed::Delete(target) => {
            let job = model.new_job();
            Ok((job, vec![Effect::Ask(job, Ask::Delete(target))]))
        }
    };
    let effects = match sent {
        Ok((JobId(0), effects)) => effects,
        Ok((job, effects)) => {
            fields.sending = Some(job);
            effects
        }
        Err(why) => {
            fields.error = Some(why);
            Vec::new()
        }
    };
    model.overlay = Some(Overlay::Fields(fields));
    effects
}

fn reason(model: &Model, line: Option<&BoxField>) -> Result<String, String> {
    match line.map(BoxField::typed).unwrap_or_default() {
        "" => Err(model.texts.get("said-reason-empty").to_owned()),
        given => Ok(given.to_owned()),
    }
}

/// Whether a box of a choice of one has nothing ticked; several may all be unticked.
fn is_untouched(fields: &FieldsBox) -> bool {
    let is_one = |line: &&BoxField| matches!(line.content, Content::Choice { ticking: Ticking::One, .. });
    fields.fields.first().filter(is_one).is_some_and(|line| line.ticked().is_empty())
}

fn send_field(model: &mut Model, code: &'static str, fields: &mut FieldsBox) -> Sent {
    let texts = model.texts;
    let field = place(code).and_then(|at| FIELDS.get(at));
    let (Some(form), Some(field)) = (model.writing.form(), field) else {
        return Err(texts.get("list-reading").to_owned());
    };
    // What somebody wrote since the box was opened is shown before it is written over.
    if let Purpose::Writing(Boxed::Field { before, .. }) = &mut fields.purpose
        && before != form.value(code)
    {
        *before = form.value(code).clone();
        fields.told = save::conflict(texts, form, code).into_iter().collect();
        return Err(texts.get("writing-changed-meanwhile").to_owned());
    }
    let Some(line) = fields.fields.first() else { return Err(texts.get("list-reading").to_owned()) };
    let why = if form.takes_reason() { Some(reason(model, fields.fields.get(1))?) } else { None };
    let ticked = line.ticked().into_iter().next();
    let text = line.whole_text().unwrap_or_default();
    let value = match field.kind {
        Kind::Flag => ticked.map_or(Value::Null, |code| Value::Flag(code == "true")),
        Kind::Code(_) => ticked.map_or(Value::Null, Value::from),
        Kind::Entry(_) => ticked.and_then(|id| id.parse::<i32>().ok()).map_or(Value::Null, Value::from),
        Kind::Template => {
            // The standard one goes without saying.
            let named = form.templates.iter().filter(|(_, name)| !name.is_empty()).map(|(id, _)| *id);
            let chosen = ticked.and_then(|id| id.parse::<i32>().ok());
            // What was chosen before it was taken out of use stays.
            let mut known = named.chain(form.reference(code));
            known.find(|id| Some(*id) == chosen).map_or(Value::Null, Value::from)
        }
        Kind::Codes(codes) => {
            let ticked = line.ticked();
            let held = codes.iter().filter(|code| ticked.iter().any(|one| one == *code));
            Value::List(held.map(|code| Value::from(*code)).collect())
        }
        _ => read(field, &text, form).map_err(|fault| words::entry(texts, &label(texts, code), &fault))?,
    };
    let changes = match code {
        "total_hours" => form.total(value),
        _ => {
            let mut changes = Values::from_iter([(code.to_owned(), value)]);
            // "600/mois" says both; an amount alone is by the hour, unless something else was said before.
            let says_unit = text.contains('/') || form.value("gratification_unit").is_null();
            if let (true, "gratification_amount", Ok((_, unit))) = (says_unit, code, entry::amount(&text)) {
                changes.insert("gratification_unit".to_owned(), unit.code().into());
            }
            changes
        }
    };
    Ok(save::save(model, Edit::Field(code), changes, why))
}

/// Whether the text of a box is still the one that the file holds.
pub fn as_saved(fields: &FieldsBox) -> bool {
    let text = fields.fields.first().and_then(BoxField::whole_text).unwrap_or_default();
    match &fields.purpose {
        Purpose::Writing(Boxed::Field { saved, .. }) => text == *saved,
        _ => text.is_empty(),
    }
}

/// What is typed in a box and not with the database.
fn typed_in(fields: &FieldsBox) -> Option<Unsent> {
    let Purpose::Writing(Boxed::Field { id, code, before, saved }) = &fields.purpose else { return None };
    let text = fields.fields.first()?.whole_text()?;
    (text != *saved).then(|| Unsent { id: *id, code: (*code).to_owned(), text, before: before.clone() })
}

/// Keeps what was typed in a box that closes without being taken.
pub fn keep(model: &mut Model, fields: &FieldsBox) {
    match (typed_in(fields), &fields.purpose) {
        (Some(unsent), _) => model.writing.keep(unsent),
        (None, Purpose::Writing(Boxed::Field { id, code, .. })) => model.writing.forget(*id, code),
        (None, Purpose::Writing(Boxed::Reason { edit: Edit::TakeBack(step), .. })) => {
            model.writing.remember((**step).clone());
        }
        _ => {}
    }
}

/// What is typed in the open box and not with the database.
pub fn unsent(model: &Model) -> Option<Unsent> {
    match &model.overlay {
        Some(Overlay::Fields(fields)) => typed_in(fields),
        _ => None,
    }
}

/// The file with what is being typed in it, where that makes sense so far: totals follow the hand.
pub fn as_typed(model: &Model) -> Option<FileForm> {
    let form = model.writing.form()?;
    let Some(Overlay::Fields(fields)) = &model.overlay else { return None };
    let Purpose::Writing(Boxed::Field { code, .. }) = fields.purpose else { return None };
    let text = fields.fields.first()?.whole_text()?;
    let value = read(&FIELDS[place(code)?], &text, form).ok()?;
    let written = match code {
        "total_hours" => form.total(value),
        _ => Values::from_iter([(code.to_owned(), value)]),
    };
    Some(form.with(&written))
}

/// Empties the field in hand.
pub(super) fn clear(model: &mut Model) -> Vec<Effect> {
    if let Line::Motive(motive) = model.writing.line() {
        return motives::ask_remove(model, motive);
    }
    let (Some(field), Some(form)) = (model.writing.field(), model.writing.form()) else { return Vec::new() };
    if !form.is_open() || is_hidden(form, field) {
        return open(model, field);
    }
    let emptied = typed::empty(field);
    match field.code {
        // An empty total is the one that the days make.
        "total_hours" if form.is_overridden() => {
            let changes = form.total(emptied);
            pick::write(model, field.code, changes)
        }
        "total_hours" => Vec::new(),
        _ if *form.value(field.code) == emptied => Vec::new(),
        code => pick::choose(model, code, emptied),
    }
}
