//! The queues, each with how many files stand in it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use widgets::list::{Item, List};

use super::boxed;
use crate::app::model::Pane;
use crate::app::pane::queue;
use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::queue::{COUNT_BOUND, Queue};
use crate::ui::frame::Frame;

pub(super) fn draw(frame: &Frame<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let inside = boxed(frame, Pane::Queues, &Line::from(frame.say("pane-queues")), area, buffer);
    let in_hand = frame.model.list.queue;
    let counts = &frame.model.queues;
    let shown: Vec<(Queue, Option<Option<i64>>)> =
        queue::queues(frame.model).into_iter().map(|queue| (queue, counts.count(queue))).collect();
    let numbers: Vec<String> = shown.iter().map(|(queue, count)| number(frame, *queue, *count)).collect();
    let items: Vec<Item<'_>> = shown
        .iter()
        .zip(&numbers)
        .map(|(&(queue, count), number)| Item {
            label: Line::from(words::queue(frame.texts, queue)),
            count: number,
            count_style: frame.style(meaning(queue, count)),
            style: frame.style(Meaning::Text),
        })
        .collect();
    let list = List {
        items: &items,
        selected: shown.iter().position(|(queue, _)| *queue == in_hand),
        first: 0,
        glyph: "▸",
        styles: frame.list(frame.has_focus(Pane::Queues)),
    };
    (&list).render(inside, buffer);
    list.cursor_position(inside)
}

/// Nothing before the first answer, nor for every file; a queue that has no count then has no file.
fn number(frame: &Frame<'_>, queue: Queue, count: Option<Option<i64>>) -> String {
    match count {
        Some(Some(count)) => frame.texts.number(count),
        Some(None) => frame.fill("count-many", &[("count", frame.texts.number(COUNT_BOUND).into())]),
        None if queue == Queue::All || frame.model.queues.counts.is_empty() => String::new(),
        None => frame.texts.number(0),
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
    );
    if waits && count.is_some_and(|count| count != Some(0)) { Meaning::CountPending } else { Meaning::Count }
}
