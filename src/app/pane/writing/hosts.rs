//! A host among those that are there, each with where it stands and those nearly named so after the others; a host, a service
//! or somebody who is not there yet: asked for in the list where they are missed, and added.

use super::boxes::Boxed;
use super::choosing::{Candidate, Choosing, Chosen};
use super::{pick, register};
use crate::app::begun;
use crate::app::effect::{Ask, Effect};
use crate::app::message::JobId;
use crate::app::model::Model;
use crate::app::overlay::{Field as Line, FieldsBox, Overlay, PickerBox, Picks, Purpose};
use crate::app::words;
use crate::domain::form::{Made, Newcomer, Value, Values};
use crate::domain::organisation::registered::{Registered, looked_for};
use crate::domain::organisation::{CONTACT_FIELDS, FEW, Host, HostChange, NEARLY, SERVICE_FIELDS};
use crate::i18n::Texts;

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

fn choosing(model: &Model) -> Option<&Choosing> {
    match &model.overlay {
        Some(Overlay::Picker(PickerBox { picks: Picks::Choices(choosing), .. })) => Some(choosing),
        _ => None,
    }
}

/// Whether hosts are awaited here, among whom one is chosen.
pub fn awaits_hosts(model: &Model, job: JobId) -> bool {
    choosing(model).is_some_and(|choosing| [choosing.loading, choosing.alike].contains(&Some(job)))
}

fn candidate(texts: Texts, host: &Host, nearly: bool) -> Candidate {
    let stands = words::host_stands(texts, host, nearly);
    let tells =
        [host.siret.as_deref(), host.town.as_deref(), host.is_abroad().then_some(host.country.as_str())];
    let detail: Vec<&str> = stands.into_iter().chain(tells.into_iter().flatten()).collect();
    Candidate {
        chosen: Chosen::Id(host.id),
        label: host.name.clone(),
        detail: detail.join(" "),
        source: None,
    }
}

/// The hosts that hold what is typed have come; when they are few, those nearly named so are asked for.
pub fn hosts_came(model: &mut Model, job: JobId, found: &[Host]) -> Vec<Effect> {
    let (texts, next) = (model.texts, model.new_job());
    let mut effects = Vec::new();
    if let Some(Overlay::Picker(PickerBox { picks: Picks::Choices(choosing), search, .. })) =
        &mut model.overlay
    {
        let typed = search.text().trim();
        if found.len() < FEW && typed.chars().count() >= NEARLY {
            choosing.alike = Some(next);
            effects.push(Effect::Ask(next, Ask::HostsAlike(typed.to_owned())));
        }
    }
    pick::fill(model, job, found.iter().map(|host| candidate(texts, host, false)).collect());
    register::follow(model);
    effects
}

/// Those nearly named so have come: they stand after the others.
pub fn alike_came(model: &mut Model, job: JobId, found: &[Host]) {
    let texts = model.texts;
    pick::change(model, |choosing, _| {
        choosing.alike.take_if(|awaited| *awaited == job);
        let is_here = |host: &Host| choosing.candidates.iter().any(|one| one.chosen == Chosen::Id(host.id));
        let new = found.iter().filter(|host| !is_here(host)).map(|host| candidate(texts, host, true));
        let new: Vec<Candidate> = new.collect();
        choosing.put_after_ours(new);
    });
}

/// Asks who or what the host is that is not there yet, with what was typed for it.
pub(super) fn open(model: &mut Model, code: &'static str, newcomer: Newcomer, typed: &str) -> Vec<Effect> {
    let asked = asked(newcomer).0;
    let known = match newcomer {
        Newcomer::Organisation => looked_for(typed),
        _ => Values::from_iter(asked.first().map(|name| ((*name).to_owned(), typed.trim().into()))),
    };
    if let Some(fields) = asking(model, code, newcomer, &known) {
        begun::show(model, fields);
    }
    Vec::new()
}

/// The box that asks who or what the host is, of which this is known.
fn asking(model: &Model, code: &'static str, newcomer: Newcomer, known: &Values) -> Option<FieldsBox> {
    let texts = model.texts;
    let (asked, title) = asked(newcomer);
    let text = |name: &str| known.get(name).and_then(Value::as_str).unwrap_or_default();
    let fields = asked.iter().map(|name| Line::text(words::coded(texts, "host", name), text(name))).collect();
    let help = matches!(newcomer, Newcomer::Service(_)).then(|| texts.get("writing-help-service").to_owned());
    let boxed = Boxed::Host { id: model.writing.file()?, code, newcomer };
    let title = texts.get(title).to_owned();
    let fields = FieldsBox::new(Purpose::Writing(boxed), title, Vec::from_iter(help), fields);
    Some(fields.completing(asked))
}

/// Takes in what the register proposes, seen in the box of a host that is not there yet: if it is refused, or wants no name to
/// be said, it can be added by hand.
pub(super) fn take(model: &mut Model, code: &'static str, said: Registered) -> Vec<Effect> {
    let Some(mut fields) = asking(model, code, Newcomer::Organisation, &said.details()) else {
        return Vec::new();
    };
    let mut effects = Vec::new();
    if said.name.is_some() {
        let job = model.new_job();
        fields.sending = Some(job);
        effects.push(Effect::Ask(job, Ask::ChangeHost(HostChange::Take(Box::new(said)))));
    }
    model.overlay = Some(Overlay::Fields(fields));
    effects
}

/// Whether a host is taken in here for a file.
pub fn awaits_added(model: &Model, job: JobId) -> bool {
    let Some(Overlay::Fields(fields)) = &model.overlay else { return false };
    fields.sending == Some(job) && matches!(fields.purpose, Purpose::Writing(Boxed::Host { .. }))
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
