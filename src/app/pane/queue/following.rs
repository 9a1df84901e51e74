//! What others do meanwhile: told and flagged, while the list does not move under the hand.

use super::state::Flag;
use super::update::{counts, reload, show_file};
use super::views;
use crate::app::effect::{Ask, Effect};
use crate::app::message::JobId;
use crate::app::model::{Link, Model};
use crate::domain::act::Subject;
use crate::domain::queue::Queue;
use crate::domain::row::Row;

/// Others changed something: counts, and the rows on the screen, are read again; the list itself does not move.
pub fn refresh(model: &mut Model) -> Vec<Effect> {
    if model.link != Link::Up || !model.list.is_loaded {
        return if model.link == Link::Up { reload(model) } else { Vec::new() };
    }
    let mut effects = counts(model);
    effects.push(views::read(model));
    effects.extend(views::count_soon(model));
    let rows = model.list.shown(model.drawn.list_rows.max(1));
    let subjects: Vec<Subject> = rows.iter().map(Row::subject).collect();
    if !subjects.is_empty() {
        effects.push(ask_rows(model, subjects));
    }
    effects
}

/// Asks for rows as they stand.
pub(super) fn ask_rows(model: &mut Model, subjects: Vec<Subject>) -> Effect {
    let job = model.new_job();
    model.list.refreshing = Some((job, subjects.clone()));
    Effect::Ask(job, Ask::Rows { subjects, sort: model.list.sort })
}

/// Rows on the screen as they stand: those that changed are flagged and shown at their new version.
pub fn refreshed(model: &mut Model, job: JobId, rows: Vec<Row>) -> Vec<Effect> {
    let Some((_, asked)) = model.list.refreshing.take_if(|(awaited, _)| *awaited == job) else {
        return Vec::new();
    };
    // What does not come is not there for us any more: deleted, or out of a scope that has changed.
    let absent = asked.into_iter().filter(|one| !rows.iter().any(|row| row.subject() == *one));
    for one in
        absent.filter(|one| model.list.rows.iter().any(|row| row.subject() == *one)).collect::<Vec<_>>()
    {
        model.list.flags.insert(one, Flag::Gone);
    }
    let shape = model.list.queue.shape(model.today);
    let cursor = model.list.row().map(Row::subject);
    let mut reread = false;
    for fresh in rows {
        let Some(row) = model.list.rows.iter_mut().find(|row| row.subject() == fresh.subject()) else {
            continue;
        };
        if row.version == fresh.version
            && row.checked == fresh.checked
            && row.claimed == fresh.claimed
            && row.enrolment_differs == fresh.enrolment_differs
            && row.amendment == fresh.amendment
        {
            continue;
        }
        let changed = row.version != fresh.version;
        let own = changed && model.list.own.remove(&fresh.id);
        // What is told of an enrolment changes where a file stands, and nothing of the file.
        if !shape.admits(&fresh) {
            model.list.flags.insert(fresh.subject(), Flag::Gone);
        } else if changed && !own {
            model.list.flags.insert(fresh.subject(), Flag::Changed);
        }
        reread |= changed && cursor == Some(fresh.subject());
        *row = fresh;
    }
    let mut effects = if reread { show_file(model) } else { Vec::new() };
    effects.extend(news(model));
    effects
}

/// The counts of the queues have come.
pub fn counted(model: &mut Model, job: JobId, counts: Vec<(Queue, Option<i64>)>) -> Vec<Effect> {
    if model.queues.loading != Some(job) {
        return Vec::new();
    }
    model.queues.loading = None;
    model.queues.counts = counts;
    if model.list.expected.is_none() {
        model.list.expected = model.queues.count(model.list.queue).flatten();
    }
    news(model)
}

/// How many files have come into this queue since the list was read.
fn news(model: &mut Model) -> Vec<Effect> {
    let gone = model.list.flags.values().filter(|flag| **flag == Flag::Gone).count();
    let now = model.queues.count(model.list.queue).flatten();
    if let (Some(expected), Some(now)) = (model.list.expected, now) {
        let gone = i64::try_from(gone).unwrap_or(i64::MAX);
        model.list.news = (now - (expected - gone)).max(0);
    }
    Vec::new()
}
