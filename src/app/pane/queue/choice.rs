//! What the list may show: the queues this person works on, then the saved views.

use super::state::ListPane;
use super::update::restart;
use super::views;
use crate::app::effect::Effect;
use crate::app::model::Model;
use crate::domain::queue::Queue;

/// The queues that always show, even empty: the daily work.
const DAILY: [Queue; 4] =
    [Queue::Administrative, Queue::Corrected, Queue::SoonUnsigned, Queue::StartedUnsigned];

/// A line of the queues pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A queue.
    Queue(Queue),
    /// A saved view, by its number.
    View(i32),
}

/// Everything that can be shown, in the order it is.
pub fn entries(model: &Model) -> Vec<Entry> {
    let views = model.queues.views.iter().map(|view| Entry::View(view.saved.id));
    queues(model).into_iter().map(Entry::Queue).chain(views).collect()
}

/// What is shown.
pub fn in_hand(model: &Model) -> Entry {
    match views::in_hand(model) {
        Some(view) => Entry::View(view.saved.id),
        None => Entry::Queue(model.list.queue),
    }
}

/// The queues this person works on, in the order they show.
pub fn queues(model: &Model) -> Vec<Queue> {
    let own_work = |queue: Queue| match queue {
        Queue::All => true,
        Queue::Pedagogical | Queue::Check => model.queues.count(queue).is_some(),
        _ => DAILY.contains(&queue) || model.queues.count(queue).is_some_and(|count| count != Some(0)),
    };
    Queue::ALL.iter().copied().filter(|queue| own_work(*queue) || *queue == model.list.queue).collect()
}

/// The queue a person begins with: their own step.
pub fn first(model: &Model) -> Queue {
    let Some(person) = &model.person else { return ListPane::default().queue };
    let staff = person.roles.iter().any(|role| !matches!(role.as_str(), "ENS" | "RESP_PEDA" | "ETU"));
    match (staff, person.roles.iter().any(|role| role == "ETU")) {
        (true, _) => Queue::Administrative,
        (false, true) => Queue::All,
        (false, false) => Queue::Pedagogical,
    }
}

/// Shows another queue. Whoever comes from a view leaves its filter and its order with it.
pub fn open_queue(model: &mut Model, queue: Queue) -> Vec<Effect> {
    let leaves_view = model.list.view.take().is_some();
    if leaves_view {
        model.list.filter = Default::default();
        model.list.sort = Default::default();
    } else if model.list.queue == queue {
        return Vec::new();
    }
    // An order of amendments says nothing of files, nor the other way round.
    if model.list.queue.is_of_amendments() != queue.is_of_amendments() {
        model.list.sort = Default::default();
    }
    model.list.queue = queue;
    restart(model)
}

/// Shows the next queue or view, or the previous one.
pub fn turn_queue(model: &mut Model, by: isize) -> Vec<Effect> {
    let entries = entries(model);
    let now = in_hand(model);
    let here = entries.iter().position(|entry| *entry == now).unwrap_or(0);
    let there = here.saturating_add_signed(by).min(entries.len().saturating_sub(1));
    entries.get(there).map_or_else(Vec::new, |entry| open_entry(model, *entry))
}

/// Shows a queue or a view, unless it is shown already.
pub fn open_entry(model: &mut Model, entry: Entry) -> Vec<Effect> {
    match entry {
        entry if entry == in_hand(model) => Vec::new(),
        Entry::Queue(queue) => open_queue(model, queue),
        Entry::View(id) => views::open(model, id),
    }
}
