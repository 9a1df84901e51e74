//! Drafts: made for an enrolment, like another file or empty, and deleted.

use super::boxes::Boxed;
use super::choosing::{Candidate, Chosen};
use super::pick;
use super::update;
use crate::app::begun;
use crate::app::effect::Effect;
use crate::app::message::JobId;
use crate::app::model::{Level, Model, Pane};
use crate::app::overlay::{FieldsBox, Overlay, Purpose};
use crate::app::pane::queue;
use crate::app::words;
use crate::domain::act::{Outcome, Subject};
use crate::domain::form::{Enrolment, Made};

/// Asks for whom another file is made like the one in hand; its own student is proposed.
pub(super) fn duplicate(model: &mut Model) -> Vec<Effect> {
    let Some(id) = update::subject(model) else { return Vec::new() };
    let student = match model.writing.form().filter(|form| form.id == id) {
        Some(form) => form.number.clone(),
        None => model.list.row().map(|row| row.student_number.clone()).unwrap_or_default(),
    };
    pick::open_students(model, Some(id), &student)
}

/// The enrolments of the student have come, each with the centre that would be in charge, and why.
pub fn enrolments_came(model: &mut Model, job: JobId, enrolments: &[Enrolment]) {
    let texts = model.texts;
    let candidate = |enrolment: &Enrolment| {
        let Enrolment { year, code, label, regime, is_cesure, .. } = enrolment;
        let placed = enrolment.centre.as_deref().zip(enrolment.placed_by.as_deref());
        let detail = match placed {
            Some((centre, by)) => {
                let by = words::coded(texts, "placed-by", by);
                let about =
                    [("centre", centre.into()), ("by", by.into()), ("drafts", enrolment.drafts.into())];
                texts.format("enrolment-placed", &about)
            }
            None => texts.get("enrolment-unplaced").to_owned(),
        };
        Candidate {
            chosen: Chosen::Id(enrolment.id),
            label: words::enrolment(texts, *year, (code, label), regime, *is_cesure),
            detail,
            source: None,
        }
    };
    pick::fill(model, job, enrolments.iter().map(candidate).collect());
}

/// A draft was made, or not.
pub fn created(model: &mut Model, job: JobId, made: Made) -> Vec<Effect> {
    match made {
        Ok(id) => {
            // The box of a student who was typed by hand has served.
            begun::taken(model, job);
            model.writing.beside.fills(id);
            let text = model.texts.format("said-created", &[("id", id.to_string().into())]);
            model.say(Level::Info, text);
            model.list.own.insert(id);
            // Whoever has gone on to something else is not torn out of it.
            let mut effects =
                if model.overlay.is_none() { update::open(model, Subject::file(id)) } else { Vec::new() };
            effects.extend(queue::refresh(model));
            effects
        }
        Err(refusal) => {
            let text = words::refusal(model.texts, &refusal, 0);
            model.refuse(job, text);
            Vec::new()
        }
    }
}

/// Asks whether the draft is to be deleted.
pub(super) fn ask_delete(model: &mut Model) -> Vec<Effect> {
    let Some((form, target)) = model.writing.form().zip(update::target(model)) else { return Vec::new() };
    let told = model.texts.format("draft-will-go", &[("student", form.student.as_str().into())]);
    let purpose = Purpose::Writing(Boxed::Delete(target));
    let open = FieldsBox::new(purpose, form.id.to_string(), vec![told], Vec::new());
    model.overlay = Some(Overlay::Fields(open));
    Vec::new()
}

/// A draft was deleted, or not.
pub fn deleted(model: &mut Model, job: JobId, outcome: &Outcome) -> Vec<Effect> {
    let texts = model.texts;
    let sentence = outcome.refusal().map(|refusal| words::refusal(texts, refusal, outcome.id));
    match sentence {
        Some(why) => model.refuse(job, why),
        None => {
            if model.sent_by(job).is_some() {
                model.overlay = None;
            }
            if model.writing.wanted.take_if(|subject| *subject == outcome.subject()).is_some() {
                // A notice may have had it read again: that it is not found is no news.
                model.writing.loading = None;
                if model.focus == Pane::Writing {
                    model.focus = Pane::List;
                }
            }
            let text = texts.format("said-deleted", &[("id", outcome.id.to_string().into())]);
            model.say(Level::Info, text);
        }
    }
    queue::refresh(model)
}
