//! Edits: sent one after the other with the version each was made on, and what the database answers.

use super::boxes::Boxed;
use super::state::{Edit, Saving, Step, Written};
use super::typed;
use super::{group, students};
use crate::app::effect::{Ask, Effect};
use crate::app::message::JobId;
use crate::app::model::{Level, Model};
use crate::app::overlay::Purpose;
use crate::app::pane::queue;
use crate::app::words;
use crate::domain::act::{Answer, Outcome};
use crate::domain::form::{FIELDS, FileForm, Values, place};
use crate::i18n::Texts;

/// What goes when the host changes, or when the type or the language does.
const FOLLOWING: [&str; 6] =
    ["service_id", "tutor_id", "second_tutor_id", "signatory_id", "language", "template_id"];

/// Sends an edit of the file that shows, after those on their way: the job, and what is to be done.
pub(super) fn save(
    model: &mut Model,
    edit: Edit,
    changes: Values,
    reason: Option<String>,
) -> (JobId, Vec<Effect>) {
    let job = model.new_job();
    let Some(form) = model.writing.form() else { return (job, Vec::new()) };
    let target = form.target();
    let before = changes.keys().map(|code| (code.clone(), form.value(code).clone())).collect();
    model.writing.saving.push_back(Saving { job, target, edit, changes, before, reason });
    let effects = if model.writing.saving.len() == 1 { send(model) } else { Vec::new() };
    (job, effects)
}

/// Sends the first edit that waits, with the total of hours that follows from it.
fn send(model: &mut Model) -> Vec<Effect> {
    let Some(first) = model.writing.saving.front() else { return Vec::new() };
    let form = model.writing.form().filter(|form| form.subject() == first.target.subject());
    let changes = match form {
        Some(form) => form.computed(first.changes.clone()),
        None => first.changes.clone(),
    };
    let (job, target, reason) = (first.job, first.target, first.reason.clone());
    vec![Effect::Ask(job, Ask::Edit { target, changes, reason })]
}

/// An edit was answered.
pub fn edited(model: &mut Model, job: JobId, outcome: &Outcome, now: Option<Written>) -> Vec<Effect> {
    if model.writing.saving.front().is_none_or(|saving| saving.job != job) {
        return Vec::new();
    }
    let Some(saving) = model.writing.saving.pop_front() else { return Vec::new() };
    let before = model.writing.form().filter(|form| form.subject() == outcome.subject()).cloned();
    if let Some(now) = now.filter(|_| before.is_some()) {
        model.writing.replace(now);
    }
    // Those that wait were made on what stands now.
    for waiting in
        model.writing.saving.iter_mut().filter(|waiting| waiting.target.subject() == outcome.subject())
    {
        waiting.target.version = outcome.version.unwrap_or(waiting.target.version);
    }
    let mut effects = match (&outcome.answer, before) {
        (Answer::Done, before) => {
            model.list.own.insert(outcome.id);
            let mut effects = before.map_or_else(Vec::new, |before| done(model, &before, &saving));
            if let Edit::Field(code) = saving.edit {
                model.writing.forget(outcome.id, code);
            }
            effects.extend(queue::refresh(model));
            effects
        }
        (Answer::Stale(refusal), Some(_)) => {
            let said = words::refusal(model.texts, refusal, outcome.id);
            stale(model, saving, said)
        }
        (Answer::Stale(refusal) | Answer::Refused(refusal), _) => {
            let said = words::refusal(model.texts, refusal, outcome.id);
            refused(model, saving, said);
            Vec::new()
        }
    };
    if effects.iter().all(|effect| !matches!(effect, Effect::Ask(_, Ask::Edit { .. }))) {
        effects.extend(send(model));
    }
    effects
}

/// Not done: said in its box, or where there is none; what was to be taken back still can be.
fn refused(model: &mut Model, saving: Saving, said: String) {
    if let Edit::TakeBack(step) = saving.edit {
        model.writing.remember(*step);
    }
    model.refuse(saving.job, said);
}

fn done(model: &mut Model, before: &FileForm, saving: &Saving) -> Vec<Effect> {
    if model.sent_by(saving.job).is_some() {
        model.overlay = None;
    }
    let Some(after) = model.writing.form().cloned() else { return Vec::new() };
    // What went because the host changed is said, and comes back with it.
    let is_moved =
        |code: &&&str| !saving.changes.contains_key(**code) && before.value(code) != after.value(code);
    let moved: Vec<String> = FOLLOWING.iter().filter(is_moved).map(|code| (*code).into()).collect();
    let gone: Vec<String> = moved.iter().filter(|code| after.value(code).is_null()).cloned().collect();
    if matches!(saving.edit, Edit::Field(_) | Edit::Told) {
        let codes: Vec<&String> = saving.changes.keys().chain(&moved).collect();
        let of =
            |form: &FileForm| codes.iter().map(|code| ((*code).clone(), form.value(code).clone())).collect();
        model.writing.remember(Step { replaced: of(before), written: of(&after) });
    }
    if let Edit::Field(code) = saving.edit {
        model.writing.to_missing_from(code);
    }
    if !gone.is_empty() {
        let fields = words::fields(model.texts, &gone);
        let text = model.texts.format("said-cleared", &[("fields", fields.into())]);
        model.say(Level::Info, text);
    }
    // Another place of work has other public holidays.
    let follows = after.computed(Values::new());
    if follows.is_empty() || !model.writing.saving.is_empty() {
        return Vec::new();
    }
    save(model, Edit::Follows, follows, saving.reason.clone()).1
}

/// Somebody changed the file meanwhile: where they wrote in other fields both stand, else theirs is shown and mine kept.
fn stale(model: &mut Model, saving: Saving, said: String) -> Vec<Effect> {
    let Some(form) = model.writing.form().cloned() else { return Vec::new() };
    let theirs: Vec<&str> = changed(&form, &saving.before);
    if theirs.is_empty() && form.is_open() && form.version != saving.target.version {
        // First in line again, on what stands now.
        let (old, target) = (saving.job, form.target());
        let job = model.new_job();
        model.writing.saving.push_front(Saving { job, target, ..saving });
        if let Some(fields) = model.sent_by(old) {
            fields.sending = Some(job);
        }
        return send(model);
    }
    let told: Vec<String> = theirs.iter().filter_map(|code| conflict(model.texts, &form, code)).collect();
    if let Some(fields) = model.sent_by(saving.job) {
        fields.told = told;
        // Seen, it may be written over.
        if let Purpose::Writing(Boxed::Field { code, before, .. }) = &mut fields.purpose {
            *before = form.value(code).clone();
        }
    }
    refused(model, saving, said);
    queue::refresh(model)
}

/// The fields whose value is no longer the one that was seen.
pub(super) fn changed<'a>(form: &FileForm, seen: &'a Values) -> Vec<&'a str> {
    seen.iter().filter(|(code, value)| form.value(code) != *value).map(|(code, _)| code.as_str()).collect()
}

/// What a field holds now, shown above what is typed: another yes writes mine over it.
pub(super) fn conflict(texts: Texts, form: &FileForm, code: &str) -> Option<String> {
    let field = FIELDS.get(place(code)?)?;
    let value = typed::brief(texts, field, form);
    let label = words::capitalised(&words::field(texts, field.code));
    Some(texts.format("writing-theirs", &[("field", label.into()), ("value", value.into())]))
}

/// A question did not reach the database: what was typed stays in its box, and what waits is sent.
pub fn failed(model: &mut Model, job: JobId) -> Vec<Effect> {
    model.writing.loading.take_if(|awaited| *awaited == job);
    group::failed(model, job);
    students::failed(&mut model.writing.beside, job);
    let Some(at) = model.writing.saving.iter().position(|saving| saving.job == job) else {
        return Vec::new();
    };
    if let Some(Saving { edit: Edit::TakeBack(step), .. }) = model.writing.saving.remove(at) {
        model.writing.remember(*step);
    }
    if at == 0 { send(model) } else { Vec::new() }
}
