//! The queues, then the saved views, each with how many files stand in it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use widgets::list::{Item, List};

use super::boxed;
use crate::app::model::Pane;
use crate::app::pane::queue::views::View;
use crate::app::pane::queue::{self, Entry};
use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::queue::{COUNT_BOUND, Queue};
use crate::ui::frame::{Frame, clean};

/// A line of the pane.
pub(in crate::ui) struct Told<'a> {
    /// What it opens; a heading opens nothing.
    pub entry: Option<Entry>,
    /// Its name.
    pub label: Line<'a>,
    /// How many files it has.
    pub number: String,
    meaning: Meaning,
}

pub(super) fn draw(frame: &Frame<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let inside = boxed(frame, Pane::Queues, &Line::from(frame.say("pane-queues")), area, buffer);
    let in_hand = queue::in_hand(frame.model);
    let told = told(frame);
    let items: Vec<Item<'_>> = told
        .iter()
        .map(|told| Item {
            label: told.label.clone(),
            count: &told.number,
            count_style: frame.style(told.meaning),
            style: frame.style(Meaning::Text),
        })
        .collect();
    let list = List {
        items: &items,
        selected: told.iter().position(|told| told.entry == Some(in_hand)),
        first: 0,
        styles: frame.list(frame.has_focus(Pane::Queues)),
    };
    (&list).render(inside, buffer);
    list.cursor_position(inside)
}

/// The queues, then the views under the headings of whose they are.
pub(in crate::ui) fn told<'a>(frame: &Frame<'a>) -> Vec<Told<'a>> {
    let mut told: Vec<Told<'_>> =
        queue::queues(frame.model).into_iter().map(|queue| of_queue(frame, queue)).collect();
    let mut heading = None;
    for view in &frame.model.queues.views {
        let under = if view.saved.mine { "views-mine" } else { "views-shared" };
        if heading.replace(under) != Some(under) {
            let label = Line::from(frame.span(frame.say(under), Meaning::Heading));
            told.push(Told { entry: None, label, number: String::new(), meaning: Meaning::Count });
        }
        told.push(of_view(frame, view));
    }
    told
}

fn of_queue<'a>(frame: &Frame<'_>, queue: Queue) -> Told<'a> {
    let count = frame.model.queues.count(queue);
    // A queue that has no count has no file, once the counts have come; for every file there is none.
    let number = match count {
        None if queue == Queue::All || frame.model.queues.counts.is_empty() => String::new(),
        None => frame.texts.number(0),
        Some(count) => number(frame, count),
    };
    let label = Line::from(words::queue(frame.texts, queue));
    Told { entry: Some(Entry::Queue(queue)), label, number, meaning: meaning(queue, count) }
}

fn of_view<'a>(frame: &Frame<'_>, view: &'a View) -> Told<'a> {
    let saved = &view.saved;
    let mut label = Line::from(clean(&saved.name));
    if let Some(centre) = &saved.centre {
        label.push_span(frame.span(format!("{}{}", frame.dot(), clean(centre)), Meaning::Muted));
    }
    // A view without a filter shows its queue.
    let whole = view.filter.as_ref().is_ok_and(|filter| filter.is_empty());
    let count = if whole { frame.model.queues.count(saved.queue) } else { view.count };
    let number = count.map(|count| number(frame, count)).unwrap_or_default();
    Told { entry: Some(Entry::View(saved.id)), label, number, meaning: Meaning::Count }
}

/// How many, or more than are counted.
fn number(frame: &Frame<'_>, count: Option<i64>) -> String {
    match count {
        Some(count) => frame.texts.number(count),
        None => {
            let id = if frame.is_spoken() { "linear-at-least" } else { "count-many" };
            frame.fill(id, &[("count", COUNT_BOUND.into())])
        }
    }
}

/// What waits for somebody stands out; what is only kept does not.
fn meaning(queue: Queue, count: Option<Option<i64>>) -> Meaning {
    let waits = matches!(
        queue,
        Queue::Pedagogical
            | Queue::Check
            | Queue::Administrative
            | Queue::Corrected
            | Queue::SoonUnsigned
            | Queue::StartedUnsigned
            | Queue::Enrolment
    );
    if waits && count.is_some_and(|count| count != Some(0)) { Meaning::CountPending } else { Meaning::Count }
}
