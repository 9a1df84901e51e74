//! The saved views: read with the queues, opened like one, counted when there is time, changed by their owner.

use chrono::{DateTime, TimeDelta, Utc};

use super::update::restart;
use crate::app::action::{Action, Arg, Call, ViewAction};
use crate::app::effect::{Ask, Effect, ViewCounted};
use crate::app::filter::{self, Filter, FilterError};
use crate::app::message::JobId;
use crate::app::model::{Level, Link, Model, Pane};
use crate::domain::fold::fold;
use crate::domain::view::{SavedView, ViewChange};

/// The least time between two counts of the views: each is a search.
const PAUSE: TimeDelta = TimeDelta::seconds(10);

/// The longest name.
const LONGEST: usize = 60;

/// A view of the queues pane.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// As it is kept.
    pub saved: SavedView,
    /// Its filter, or why this program cannot read it.
    pub filter: Result<Filter, FilterError>,
    /// How many files it shows: nothing before the first answer, `Some(None)` for more than are counted.
    pub count: Option<Option<i64>>,
}

/// What is known of the views, and asked about them.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    reading: Option<JobId>,
    counting: Option<JobId>,
    counted_at: Option<DateTime<Utc>>,
    due: Option<DateTime<Utc>>,
    /// A change under way, and what to say once it is made.
    changing: Option<(JobId, String)>,
    /// The name under which what the list shows is being saved.
    saving: Option<String>,
}

impl Asking {
    /// When the views are to be counted again.
    pub fn deadline(&self) -> Option<DateTime<Utc>> {
        self.due
    }
}

/// The view that is shown.
pub fn in_hand(model: &Model) -> Option<&View> {
    of(model, model.list.view?)
}

fn of(model: &Model, id: i32) -> Option<&View> {
    model.queues.views.iter().find(|view| view.saved.id == id)
}

/// The view of this name: one's own before somebody else's.
fn named<'a>(model: &'a Model, name: &str) -> Option<&'a View> {
    let wanted = fold(name);
    model.queues.views.iter().find(|view| fold(&view.saved.name) == wanted)
}

/// Reads the views.
pub fn read(model: &mut Model) -> Effect {
    let job = model.new_job();
    model.queues.asking.reading = Some(job);
    Effect::Ask(job, Ask::Views)
}

/// The views have come, by themselves or after a change.
pub fn came(model: &mut Model, job: JobId, saved: Vec<SavedView>) -> Vec<Effect> {
    let asking = &mut model.queues.asking;
    let changed = asking.changing.take_if(|(awaited, _)| *awaited == job).map(|(_, told)| told);
    if asking.reading.take_if(|awaited| *awaited == job).is_none() && changed.is_none() {
        return Vec::new();
    }
    let known = std::mem::take(&mut model.queues.views);
    let today = model.today;
    let count_of = |saved: &SavedView| {
        let same = |view: &&View| view.saved.queue == saved.queue && view.saved.filter == saved.filter;
        known.iter().filter(same).find(|view| view.saved.id == saved.id).and_then(|view| view.count)
    };
    model.queues.views = saved
        .into_iter()
        .map(|saved| View { filter: filter::parse(&saved.filter, today), count: count_of(&saved), saved })
        .collect();
    let is_known = model.queues.views.iter().all(|view| known.iter().any(|old| old.saved == view.saved));
    if let Some(told) = changed {
        model.say(Level::Info, told);
        let saved = model.queues.asking.saving.take().and_then(|name| named(model, &name));
        // What is shown now has a name, unless something else is shown already.
        let shown = saved.filter(|view| {
            (view.saved.queue, view.saved.sort) == (model.list.queue, model.list.sort)
                && view.filter.as_ref() == Ok(&model.list.filter)
        });
        if let Some(id) = shown.map(|view| view.saved.id) {
            model.list.view = Some(id);
        }
    }
    if is_known { Vec::new() } else { count(model) }
}

/// Counts what the views show, if they are on the screen.
pub fn count(model: &mut Model) -> Vec<Effect> {
    model.queues.asking.due = None;
    let today = model.today;
    let counted: Vec<ViewCounted> = model
        .queues
        .views
        .iter()
        .filter_map(|view| {
            let filter = view.filter.as_ref().ok().filter(|filter| !filter.is_empty())?;
            Some(ViewCounted {
                id: view.saved.id,
                queue: view.saved.queue,
                today,
                terms: filter.terms(today),
            })
        })
        .collect();
    if counted.is_empty() || model.link != Link::Up || !model.shows(Pane::Queues) {
        return Vec::new();
    }
    let job = model.new_job();
    model.queues.asking.counting = Some(job);
    model.queues.asking.counted_at = Some(model.now);
    vec![Effect::Ask(job, Ask::CountViews(counted))]
}

/// Something changed: the views are counted again, but not more often than now and then.
pub fn count_soon(model: &mut Model) -> Vec<Effect> {
    match model.queues.asking.counted_at.map(|at| at + PAUSE) {
        Some(next) if next > model.now => {
            model.queues.asking.due = Some(next);
            Vec::new()
        }
        _ => count(model),
    }
}

/// The pane may have come onto the screen: what was not counted for want of it is counted now.
pub fn show(model: &mut Model) -> Vec<Effect> {
    if model.queues.asking.counted_at.is_none() { count(model) } else { Vec::new() }
}

/// A moment that the desk waited for has come.
pub fn settle(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    if model.queues.asking.due.take_if(|due| *due <= now).is_some() { count(model) } else { Vec::new() }
}

/// A view has been counted.
pub fn counted(model: &mut Model, job: JobId, id: i32, count: Option<i64>) {
    if model.queues.asking.counting == Some(job)
        && let Some(view) = model.queues.views.iter_mut().find(|view| view.saved.id == id)
    {
        view.count = Some(count);
    }
}

/// A question about the views failed: nobody waits any more.
pub fn failed(model: &mut Model, job: JobId) {
    let asking = &mut model.queues.asking;
    asking.reading.take_if(|awaited| *awaited == job);
    asking.counting.take_if(|awaited| *awaited == job);
    if asking.changing.take_if(|(awaited, _)| *awaited == job).is_some() {
        asking.saving = None;
    }
}

/// Shows a view: its queue, its filter, its order.
pub fn open(model: &mut Model, id: i32) -> Vec<Effect> {
    let Some(view) = of(model, id) else { return Vec::new() };
    let (queue, sort) = (view.saved.queue, view.saved.sort);
    match view.filter.clone() {
        Ok(filter) => {
            (model.list.queue, model.list.sort, model.list.filter) = (queue, sort, filter);
            model.list.view = Some(id);
            restart(model)
        }
        Err(error) => {
            let text = error.text(model.texts);
            model.say(Level::Warning, text);
            Vec::new()
        }
    }
}

/// What the `:` line asks of the views.
pub fn run(model: &mut Model, action: ViewAction, text: &str) -> Vec<Effect> {
    let text = text.trim();
    match action {
        ViewAction::Save => return save(model, text),
        ViewAction::Share => return share(model, text),
        ViewAction::Open | ViewAction::Remove | ViewAction::Unshare => {}
    }
    let Some(view) = named(model, text) else { return unknown(model, text) };
    let (id, name) = (view.saved.id, view.saved.name.clone());
    match action {
        ViewAction::Open => open(model, id),
        ViewAction::Remove => {
            let filter = view.filter.as_ref().map(|filter| filter.text(model.texts.lang()));
            let about = [("name", name.into()), ("filter", filter.unwrap_or_default().into())];
            let told = model.texts.format("said-view-removed", &about);
            change(model, ViewChange::Remove(id), told)
        }
        _ => {
            let told = model.texts.format("said-view-unshared", &[("name", name.into())]);
            change(model, ViewChange::Share(id, None), told)
        }
    }
}

fn unknown(model: &mut Model, name: &str) -> Vec<Effect> {
    let text = model.texts.format("said-no-view", &[("name", name.into())]);
    model.say(Level::Warning, text);
    Vec::new()
}

fn change(model: &mut Model, change: ViewChange, told: String) -> Vec<Effect> {
    let job = model.new_job();
    model.queues.asking.changing = Some((job, told));
    vec![Effect::Ask(job, Ask::ChangeViews(change))]
}

/// Saves what the list shows under a name.
fn save(model: &mut Model, name: &str) -> Vec<Effect> {
    // A name that reads as something else on the `:` line could never be opened there.
    let opens = Action::View(ViewAction::Open);
    let line = format!("{} {name}", opens.command(model.texts).unwrap_or(opens.id()));
    let reads_back = Call { action: opens, arg: Some(Arg::Text(name.to_owned())) };
    if name.chars().count() > LONGEST || model.commands.parse(&line, &model.names) != Ok(reads_back) {
        let text = model.texts.format("said-view-name", &[("name", name.into())]);
        model.say(Level::Warning, text);
        return Vec::new();
    }
    let mine = named(model, name).filter(|view| view.saved.mine);
    let id = if mine.is_some() { "said-view-replaced" } else { "said-view-saved" };
    let told = model.texts.format(id, &[("name", name.into())]);
    let wanted = ViewChange::Save {
        name: name.to_owned(),
        queue: model.list.queue,
        filter: model.list.filter.stored(),
        sort: model.list.sort,
    };
    model.queues.asking.saving = Some(name.to_owned());
    change(model, wanted, told)
}

/// `NAME CENTRE`: the last word is the centre's code.
fn share(model: &mut Model, text: &str) -> Vec<Effect> {
    let Some((name, centre)) = text.rsplit_once(char::is_whitespace) else {
        let text = model.texts.get("said-view-centre").to_owned();
        model.say(Level::Warning, text);
        return Vec::new();
    };
    let Some(view) = named(model, name).filter(|view| view.saved.mine) else { return unknown(model, name) };
    let (id, name) = (view.saved.id, view.saved.name.clone());
    let about = [("name", name.into()), ("centre", centre.into())];
    let told = model.texts.format("said-view-shared", &about);
    change(model, ViewChange::Share(id, Some(centre.to_owned())), told)
}
