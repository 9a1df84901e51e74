//! One edit: sent with the version it was made on, and what the database answers.

use super::state::{Saving, Written};
use super::{group, typed};
use crate::app::effect::{Ask, Effect};
use crate::app::message::JobId;
use crate::app::model::{Level, Model};
use crate::app::overlay::{FieldsBox, Overlay};
use crate::app::pane::queue;
use crate::app::words;
use crate::domain::act::{Answer, Outcome, Target};
use crate::domain::form::{FIELDS, FileForm, Values, place};
use crate::i18n::Texts;

/// What goes when the host changes.
const OF_THE_HOST: [&str; 4] = ["service_id", "tutor_id", "second_tutor_id", "signatory_id"];

/// Sends an edit, with the total of hours that follows from it: the job, and what is to be done.
pub(super) fn save(
    model: &mut Model,
    code: Option<&'static str>,
    changes: Values,
    reason: Option<String>,
) -> (JobId, Vec<Effect>) {
    let job = model.new_job();
    let Some(form) = model.writing.form() else { return (job, Vec::new()) };
    let target = Target { id: form.id, version: form.version };
    let changes = form.computed(changes);
    let ask = Ask::Edit { target, changes: changes.clone(), reason: reason.clone() };
    model.writing.saving = Some(Saving { job, code, changes, reason });
    (job, vec![Effect::Ask(job, ask)])
}

/// An edit was answered.
pub fn edited(model: &mut Model, job: JobId, outcome: &Outcome, now: Option<Written>) -> Vec<Effect> {
    let Some(saving) = model.writing.saving.take_if(|saving| saving.job == job) else { return Vec::new() };
    let Some(before) = model.writing.form().filter(|form| form.id == outcome.id).cloned() else {
        return Vec::new();
    };
    if now.is_some() {
        model.writing.written = now;
    }
    match &outcome.answer {
        Answer::Done => {
            done(model, &before, saving);
            queue::refresh(model)
        }
        Answer::Stale(refusal) => {
            let said = words::refusal(model.texts, refusal, outcome.id);
            stale(model, &before, saving, said)
        }
        Answer::Refused(refusal) => {
            let said = words::refusal(model.texts, refusal, outcome.id);
            refused(model, job, said);
            Vec::new()
        }
    }
}

/// The box whose edit this was.
fn mine(model: &mut Model, job: JobId) -> Option<&mut FieldsBox> {
    match &mut model.overlay {
        Some(Overlay::Fields(fields)) if fields.sending == Some(job) => Some(fields),
        _ => None,
    }
}

fn refused(model: &mut Model, job: JobId, said: String) {
    match mine(model, job) {
        Some(fields) => (fields.sending, fields.error) = (None, Some(said)),
        None => model.say(Level::Warning, said),
    }
}

fn done(model: &mut Model, before: &FileForm, saving: Saving) {
    if mine(model, saving.job).is_some() {
        model.overlay = None;
    }
    model.list.own.insert(before.id);
    let Some(code) = saving.code else { return };
    // What went because the host changed is said, and comes back with it.
    let is_emptied = |code: &&str| {
        !saving.changes.contains_key(*code)
            && !before.value(code).is_null()
            && model.writing.form().is_some_and(|form| form.value(code).is_null())
    };
    let gone: Vec<String> =
        OF_THE_HOST.iter().filter(|code| is_emptied(code)).map(|code| (*code).into()).collect();
    let replaced = saving.changes.keys().chain(&gone).map(|code| (code.clone(), before.value(code).clone()));
    let replaced = replaced.collect();
    model.writing.remember(replaced);
    model.writing.forget(before.id, code);
    if !gone.is_empty() {
        let fields = words::fields(model.texts, &gone);
        let text = model.texts.format("said-cleared", &[("fields", fields.into())]);
        model.say(Level::Info, text);
    }
    if !model.writing.to_missing() {
        model.writing.step(1);
    }
}

/// Somebody changed the file meanwhile: where they wrote in other fields both stand, else theirs is shown and mine kept.
fn stale(model: &mut Model, before: &FileForm, saving: Saving, said: String) -> Vec<Effect> {
    let Some(form) = model.writing.form().cloned() else { return Vec::new() };
    let theirs: Vec<&String> =
        saving.changes.keys().filter(|code| before.value(code) != form.value(code)).collect();
    if theirs.is_empty() && form.is_open() && form.version != before.version {
        let (again, effects) = save(model, saving.code, saving.changes.clone(), saving.reason);
        if let Some(fields) = mine(model, saving.job) {
            fields.sending = Some(again);
        }
        return effects;
    }
    let texts = model.texts;
    let told = theirs.iter().filter_map(|code| conflict(texts, &form, code)).collect();
    if let Some(fields) = mine(model, saving.job) {
        fields.told = told;
    }
    refused(model, saving.job, said);
    queue::refresh(model)
}

/// What a field holds now, shown above what is typed: another yes writes mine over it.
fn conflict(texts: Texts, form: &FileForm, code: &str) -> Option<String> {
    let field = FIELDS.get(place(code)?)?;
    let value = typed::shown(texts, field, form).unwrap_or_else(|| texts.get("value-empty").to_owned());
    let label = words::field(texts, field.code).into_owned();
    Some(texts.format("writing-theirs", &[("field", label.into()), ("value", value.into())]))
}

/// A question did not reach the database: what was typed stays in its box.
pub fn failed(model: &mut Model, job: JobId) {
    model.writing.saving.take_if(|saving| saving.job == job);
    model.writing.loading.take_if(|awaited| *awaited == job);
    group::failed(model, job);
}
