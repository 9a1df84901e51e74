//! A host, a service or somebody who is not there yet: asked for in the list where they are missed, and added.

use super::boxes::Boxed;
use super::pick;
use crate::app::begun;
use crate::app::effect::{Ask, Effect};
use crate::app::message::JobId;
use crate::app::model::Model;
use crate::app::overlay::{Field as Line, FieldsBox, Overlay, Purpose};
use crate::app::words;
use crate::domain::form::{Made, Newcomer};
use crate::domain::organisation::{CONTACT_FIELDS, SERVICE_FIELDS};

/// What is asked of a host that is not there yet, in order.
const ORGANISATION: &[&str] =
    &["name", "siret", "address", "postal_code", "town", "country_code", "activity"];

fn asked(newcomer: Newcomer) -> (&'static [&'static str], &'static str) {
    match newcomer {
        Newcomer::Organisation => (ORGANISATION, "pick-new-host"),
        Newcomer::Service(_) => (&SERVICE_FIELDS, "pick-new-service"),
        Newcomer::Contact(_) => (&CONTACT_FIELDS, "pick-new-contact"),
    }
}

/// Asks who or what the host is that is not there yet.
pub(super) fn open(model: &mut Model, code: &'static str, newcomer: Newcomer) -> Vec<Effect> {
    let texts = model.texts;
    let (asked, title) = asked(newcomer);
    let fields = asked.iter().map(|name| Line::text(words::coded(texts, "host", name), "")).collect();
    let help = matches!(newcomer, Newcomer::Service(_)).then(|| texts.get("writing-help-service").to_owned());
    let Some(id) = model.writing.file() else { return Vec::new() };
    let boxed = Boxed::Host { id, code, newcomer };
    let title = texts.get(title).to_owned();
    let fields = FieldsBox::new(Purpose::Writing(boxed), title, Vec::from_iter(help), fields);
    begun::show(model, fields.completing(asked));
    Vec::new()
}

/// Sends what a box says.
pub(super) fn send(model: &mut Model, newcomer: Newcomer, fields: &FieldsBox) -> (JobId, Vec<Effect>) {
    let job = model.new_job();
    let Some(form) = model.writing.form() else { return (job, Vec::new()) };
    let given = asked(newcomer).0.iter().zip(&fields.fields).filter(|(_, line)| !line.typed().is_empty());
    let details = given.map(|(name, line)| ((*name).to_owned(), line.typed().into())).collect();
    (job, vec![Effect::Ask(job, Ask::AddHost { newcomer, centre: form.centre_id, details })])
}

/// A host, a service or somebody was added, or not: the field that asked for it takes it.
pub fn added(model: &mut Model, job: JobId, made: Made) -> Vec<Effect> {
    let Some(Overlay::Fields(fields)) = &mut model.overlay else {
        if made.is_ok() {
            begun::taken(model, job);
        }
        return Vec::new();
    };
    let Purpose::Writing(Boxed::Host { id, code, .. }) = fields.purpose else { return Vec::new() };
    if fields.sending != Some(job) {
        return Vec::new();
    }
    let refusal = match made {
        Ok(made) => {
            begun::taken(model, job);
            return match model.writing.file() == Some(id) {
                true => pick::choose(model, code, made.into()),
                false => Vec::new(),
            };
        }
        Err(refusal) => refusal,
    };
    let said = match &refusal.about.field {
        Some(name) => {
            let field = words::coded(model.texts, "host", name).to_owned();
            model.texts.format("writing-host-refused", &[("field", field.into())])
        }
        None => words::refusal(model.texts, &refusal, id),
    };
    (fields.sending, fields.error) = (None, Some(said));
    Vec::new()
}
