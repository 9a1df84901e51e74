//! What alerts say of a file: who would be told of an event and what they would read, and the mails that were written.

use super::state::Scope;
use super::update::open;
use crate::app::action::{Action, AlertsAction, Arg, Call};
use crate::app::effect::{AlertAsk, Ask, Effect};
use crate::app::message::JobId;
use crate::app::model::Model;
use crate::app::overlay::{Overlay, PickerBox, PickerItem, ReaderBox, ReaderText};
use crate::app::words;
use crate::domain::alert::{Event, Foretold};
use crate::domain::fold::fold;

/// Asks who would be told of an event of the file in hand; which event is asked first.
pub(super) fn ask(model: &mut Model, arg: Option<Arg>) -> Vec<Effect> {
    let Some((id, subject)) = file(model) else { return Vec::new() };
    let Some(event) = named(model, arg) else {
        let call = |event: &Event| Call {
            action: Action::Alerts(AlertsAction::Foretell),
            arg: Some(Arg::Text(event.code().to_owned())),
        };
        let item = |event: &Event| {
            PickerItem::of(call(event), words::capitalised(words::event(model.texts, event.code())))
        };
        let items = Event::ALL.iter().map(item).collect();
        model.overlay = Some(Overlay::Picker(PickerBox::of_actions(items)));
        return Vec::new();
    };
    let job = model.new_job();
    let title =
        model.texts.format("foretold-title", &[("event", words::event(model.texts, event.code()).into())]);
    let text = ReaderText::Told(title, Vec::new());
    model.overlay =
        Some(Overlay::Reader(ReaderBox { text, subject: Some(subject), loading: Some(job), scroll: 0 }));
    vec![Effect::Ask(job, Ask::Alerts(AlertAsk::Foretell(id, event)))]
}

/// The event that an argument names, by its code or as it is called.
fn named(model: &Model, arg: Option<Arg>) -> Option<Event> {
    let Some(Arg::Text(text)) = arg else { return None };
    let wanted = fold(text.trim());
    let is =
        |event: &&Event| event.code() == wanted || fold(words::event(model.texts, event.code())) == wanted;
    Event::ALL.iter().find(is).copied()
}

fn file(model: &Model) -> Option<(i32, String)> {
    model.list.row().map(|row| (row.id, format!("{} {}", row.id, row.student)))
}

/// Who would be told has come: it is read where it was asked for.
pub(super) fn came(model: &mut Model, job: JobId, foretold: &Foretold) {
    let told = words::foretold(model.texts, foretold);
    read(model, job, told);
}

/// What was asked for is read in the box that waits for it, if it is still there.
pub(super) fn read(model: &mut Model, job: JobId, told: Vec<String>) {
    if let Some(Overlay::Reader(reader)) = &mut model.overlay
        && reader.loading.take_if(|awaited| *awaited == job).is_some()
        && let ReaderText::Told(_, lines) = &mut reader.text
    {
        *lines = told;
    }
}

/// Shows the mails about the file in hand.
pub(super) fn deliveries(model: &mut Model) -> Vec<Effect> {
    let Some((id, whom)) = file(model) else { return Vec::new() };
    model.alerts.file = Some((id, whom.clone()));
    open(model, Scope::File(id, whom))
}
