//! The pickers: the actions available here, the search for a file, and what is chosen in them.

use chrono::NaiveDate;
use widgets::prompt::LineEditor;

use super::super::action::{Action, Call};
use super::super::command::Fuzzy;
use super::super::effect::{Ask, Effect};
use super::super::filter;
use super::super::key::Chord;
use super::super::message::JobId;
use super::super::model::{Level, Model, Pane};
use super::super::overlay::{Answers, Overlay, PickerBox, PickerItem, Picks};
use super::super::pane::{queue, writing};
use super::{calls, keys};
use crate::domain::filter::{Column, Op, Term};
use crate::domain::queue::Queue;
use crate::domain::row::Row;

/// Opens the list of actions available here, with their keys.
pub fn open_help(model: &mut Model) {
    let contexts = keys::context(model).chain();
    let now = keys::snapshot(model);
    let bound = model.keymap.bound(contexts, &now);
    let held = |right: &str| model.person.as_ref().is_some_and(|person| person.holds(right));
    let items = Action::ALL
        .iter()
        .filter(|action| {
            action.spec().palette || bound.iter().any(|b| b.calls.iter().any(|call| call.action == **action))
        })
        .map(|&action| {
            let chords: Vec<Chord> =
                bound.iter().filter(|bound| bound.is_for(action)).map(|b| b.chord.clone()).collect();
            PickerItem {
                call: Call::from(action),
                label: action.label(model.texts).to_owned(),
                command: action.command(model.texts).unwrap_or_default(),
                keys: chords.iter().map(|chord| chord.label(model.texts)).collect(),
                chords,
                help: action.help(model.texts),
                disabled: action.spec().unmet(&now, held).map(|need| calls::need(model, need)),
            }
        })
        .collect();
    open_picker(model, Picks::Actions(items), "");
}

/// Opens the search for the student on the phone; the job its first question would have.
pub fn open_find(model: &mut Model, text: &str) -> JobId {
    let job = model.new_job();
    open_picker(model, Picks::Files { rows: Vec::new(), loading: Some(job) }, text);
    job
}

fn open_picker(model: &mut Model, picks: Picks, text: &str) {
    let search = LineEditor::new(text);
    model.overlay =
        Some(Overlay::Picker(PickerBox { picks, search, matching: Vec::new(), selected: 0, first: 0 }));
    narrow(model);
}

/// What is typed in a picker has changed.
pub fn search_changed(model: &mut Model) -> Vec<Effect> {
    let job = model.new_job();
    let today = model.today;
    let Some(Overlay::Picker(picker)) = &mut model.overlay else { return Vec::new() };
    picker.selected = 0;
    if matches!(picker.picks, Picks::Choices(_)) {
        return writing::search(model);
    }
    let text = picker.search.text().trim().to_owned();
    if let Picks::Files { rows, loading } = &mut picker.picks {
        let terms = find_terms(&text, today);
        if terms.is_empty() {
            rows.clear();
            *loading = None;
        } else {
            *loading = Some(job);
            return vec![Effect::Ask(job, Ask::Find(terms))];
        }
    }
    narrow(model);
    Vec::new()
}

/// A number is a convention or a student; anything else is words. Spaces in a SIRET do not count.
fn find_terms(text: &str, today: NaiveDate) -> Vec<Term> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() >= 2 && digits.chars().all(|c| c.is_ascii_digit()) {
        return vec![Term { column: Column::Words, op: Op::Has, value: digits, not: false }];
    }
    filter::parse(text, today).map(|filter| filter.terms(today)).unwrap_or_default()
}

/// The items that match what is typed, best first.
fn narrow(model: &mut Model) {
    let Some(Overlay::Picker(picker)) = &mut model.overlay else { return };
    picker.matching = match &picker.picks {
        Picks::Files { rows, .. } => (0..rows.len()).collect(),
        Picks::Choices(choosing) => choosing.matching(picker.search.text()),
        Picks::Actions(items) if picker.search.is_empty() => (0..items.len()).collect(),
        Picks::Actions(items) => {
            let mut fuzzy = Fuzzy::default();
            let typed = picker.search.text();
            let mut scored: Vec<(Answers, usize)> = items
                .iter()
                .enumerate()
                .filter_map(|(place, item)| Some((item.answers(typed, &mut fuzzy)?, place)))
                .collect();
            scored.sort_by_key(|&(score, place)| (std::cmp::Reverse(score), place));
            scored.into_iter().map(|(_, place)| place).collect()
        }
    };
    picker.selected = picker.selected.min(picker.matching.len().saturating_sub(1));
}

/// Files have been found.
pub fn found(model: &mut Model, job: JobId, found: Vec<Row>) -> Vec<Effect> {
    if let Some(Overlay::Picker(PickerBox { picks: Picks::Files { rows, loading }, .. })) = &mut model.overlay
        && loading.take_if(|awaited| *awaited == job).is_some()
    {
        *rows = found;
        narrow(model);
    }
    Vec::new()
}

/// Takes what is in hand of a picker.
pub fn pick(model: &mut Model, picker: PickerBox) -> Vec<Effect> {
    let Some(&place) = picker.matching.get(picker.selected) else {
        model.overlay = Some(Overlay::Picker(picker));
        return Vec::new();
    };
    match picker.picks {
        Picks::Actions(items) => match items.into_iter().nth(place) {
            Some(item) => calls::run(model, item.call),
            None => Vec::new(),
        },
        Picks::Files { rows, .. } => match rows.into_iter().nth(place) {
            Some(row) => open_row(model, &row),
            None => Vec::new(),
        },
        Picks::Choices(choosing) => writing::picked(model, choosing, place, picker.search.text()),
    }
}

/// Goes to a file wherever it stands: its own queue, with the cursor on it and its sheet in hand.
fn open_row(model: &mut Model, row: &Row) -> Vec<Effect> {
    let own = Queue::from_code(row.queue.code()).unwrap_or(Queue::All);
    if !model.list.filter.is_empty() {
        model.list.filter = filter::Filter::default();
        let text = model.texts.get("said-filter-cleared").to_owned();
        model.say(Level::Info, text);
    }
    (model.list.queue, model.list.view) = (own, None);
    model.list.sort = Default::default();
    model.focus = Pane::File;
    let mut effects = queue::restart(model);
    effects.extend(queue::return_to(model, row.place()));
    effects
}
