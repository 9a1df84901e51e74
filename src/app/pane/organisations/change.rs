//! Changes of the registry: sent, answered, undone.

use super::boxes::Sent;
use super::state::Shelf;
use super::update::{read, show_host};
use crate::app::begun;
use crate::app::effect::{Ask, Effect};
use crate::app::message::JobId;
use crate::app::model::{Level, Model};
use crate::app::overlay::Overlay;
use crate::app::words;
use crate::domain::form::{Made, Value, Values};
use crate::domain::organisation::{HostChange, HostSheet, HostState};

/// Sends what a box says.
pub fn take(model: &mut Model, sent: Sent) -> (Option<JobId>, Vec<Effect>) {
    match sent {
        Sent::Change(change) => {
            let effects = send(model, change);
            (model.organisations.changing, effects)
        }
        Sent::TakeOut(wanted) => {
            let job = model.new_job();
            (Some(job), vec![Effect::Ask(job, Ask::TakeOut(wanted))])
        }
        Sent::Table(table) => {
            let job = model.new_job();
            model.organisations.tabling = Some(job);
            (Some(job), vec![Effect::Ask(job, Ask::Table(table))])
        }
    }
}

/// Sends a change.
pub(super) fn send(model: &mut Model, change: HostChange) -> Vec<Effect> {
    let sheet = model.organisations.current().cloned();
    send_about(model, change, sheet.as_ref())
}

/// Sends a change of a host that stood so.
pub(super) fn send_about(model: &mut Model, change: HostChange, sheet: Option<&HostSheet>) -> Vec<Effect> {
    let job = model.new_job();
    model.organisations.changing = Some(job);
    model.organisations.prepared = sheet.and_then(|sheet| undo_of(sheet, &change)).map(|undo| (job, undo));
    vec![Effect::Ask(job, Ask::ChangeHost(change))]
}

/// What undoes a change, as far as that is known before its answer: versions and numbers come with it.
fn undo_of(sheet: &HostSheet, change: &HostChange) -> Option<HostChange> {
    match change {
        HostChange::Edit(host, changes) if host.0 == sheet.id => {
            let locked = Value::List(sheet.locked.iter().map(|name| name.as_str().into()).collect());
            let before = |name: &String| match name.as_str() {
                "locked" => locked.clone(),
                _ => sheet.values.get(name).cloned().unwrap_or(Value::Null),
            };
            let before: Values = changes.keys().map(|name| (name.clone(), before(name))).collect();
            Some(HostChange::Edit(*host, before))
        }
        HostChange::State(host, ..) if host.0 == sheet.id && sheet.state != HostState::ToModerate => {
            Some(HostChange::State(*host, sheet.state, None))
        }
        HostChange::Refresh(host, said) if *host == sheet.id => {
            let stood =
                |(field, theirs): (&str, String)| (sheet.text(field) != theirs).then(|| field.to_owned());
            let before =
                |name: String| (name.clone(), sheet.values.get(&name).cloned().unwrap_or(Value::Null));
            Some(HostChange::Edit((*host, 0), said.fields().filter_map(stood).map(before).collect()))
        }
        _ => None,
    }
}

/// A change was made, or not.
pub fn changed(model: &mut Model, job: JobId, change: &HostChange, made: Made) -> Vec<Effect> {
    model.organisations.changing.take_if(|awaited| *awaited == job);
    let prepared = model.organisations.prepared.take_if(|(awaited, _)| *awaited == job);
    let number = match made {
        Ok(number) => number,
        Err(refusal) => {
            let said = match &refusal.about.field {
                Some(name) => {
                    let field = words::host_field(model.texts, name).to_owned();
                    model.texts.format("writing-host-refused", &[("field", field.into())])
                }
                None => words::refusal(model.texts, &refusal, 0),
            };
            match &mut model.overlay {
                Some(Overlay::Fields(fields)) if fields.sending == Some(job) => {
                    (fields.sending, fields.error) = (None, Some(said));
                }
                _ => model.say(Level::Error, said),
            }
            // Changed meanwhile: the next try is made on what stands.
            return if refusal.code == "GU003" { show_host(model) } else { Vec::new() };
        }
    };
    begun::taken(model, job);
    model.organisations.undo = match (change, prepared) {
        (HostChange::Merge { .. }, _) => Some(HostChange::Part(number)),
        (_, Some((_, HostChange::Edit(host, before)))) => Some(HostChange::Edit((host.0, number), before)),
        (_, Some((_, HostChange::State(host, state, why)))) => {
            Some(HostChange::State((host.0, number), state, why))
        }
        _ => None,
    };
    let said = match change {
        HostChange::Merge { .. } => "said-host-merged",
        HostChange::Part(_) => "said-host-parted",
        HostChange::Apart(..) => "said-host-apart",
        HostChange::Add(_) | HostChange::Take(_) => "said-host-added",
        HostChange::Refresh(_, said) if said.is_closed => "said-host-refreshed-closed",
        HostChange::Refresh(..) => "said-host-refreshed",
        _ => "said-administered",
    };
    let text = model.texts.get(said).to_owned();
    model.say(Level::Info, text);
    let pane = &mut model.organisations;
    match change {
        // What was two is no pair any more.
        HostChange::Merge { .. } | HostChange::Apart(..) => {
            let at = pane.at;
            if at < pane.pairs.len() && pane.shelf == Shelf::Duplicates {
                pane.pairs.remove(at);
            }
            pane.at = at.min(pane.pairs.len().saturating_sub(1));
            pane.inside = false;
            show_host(model)
        }
        HostChange::Take(said) => {
            pane.beside.took(&said.siret, number);
            pane.shelf = Shelf::default();
            said.siret.as_str().clone_into(&mut pane.search);
            (pane.at, pane.inside) = (0, false);
            read(model)
        }
        HostChange::Add(details) => {
            pane.shelf = Shelf::default();
            pane.search = details.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
            read(model)
        }
        _ => read(model),
    }
}
