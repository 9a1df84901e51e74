//! What the database answers, given to whoever asked. An answer to a question that is no longer asked is dropped.

use super::super::effect::{Effect, PageFrom};
use super::super::message::{Answer, JobId};
use super::super::model::{Level, Model};
use super::super::overlay::completing;
use super::super::overlay::{FormKind, Overlay, Picks, ReaderText};
use super::super::pane::queue;
use super::super::pane::writing;
use super::super::pane::{administration, alerts, organisations};
use super::{acting, amendments, on_day, pickers};

/// An answer has come.
pub fn take(model: &mut Model, job: JobId, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Page(page) => {
            let effects = queue::paged(model, job, page);
            name_subject(model);
            effects
        }
        Answer::Matching(rows) => {
            queue::matched(model, job, &rows);
            Vec::new()
        }
        Answer::Rows(rows) => queue::refreshed(model, job, rows),
        Answer::Counts(counts) => queue::counted(model, job, counts),
        Answer::Views(saved) => queue::views::came(model, job, saved),
        Answer::ViewCounted(id, count) => {
            queue::views::counted(model, job, id, count);
            Vec::new()
        }
        Answer::Sheet(sheet) => {
            if model.file.loading.take_if(|awaited| *awaited == job).is_some() {
                match sheet {
                    Some(sheet) => return queue::file_came(model, *sheet),
                    None => not_found(model),
                }
            }
            Vec::new()
        }
        Answer::History(entries) => read(model, job, ReaderText::History(entries.into())),
        Answer::Changes(changes) => read(model, job, ReaderText::Changes(changes.into())),
        Answer::OnDay(id, file) => on_day::came(model, job, id, file.as_deref()),
        Answer::Preview(outcomes) => acting::previewed(model, job, outcomes),
        Answer::Acted(outcomes) => acting::acted(model, job, outcomes),
        Answer::ActEnded { stopped } => acting::ended(model, job, stopped),
        Answer::Reasons(reasons) => {
            // Whoever is typing goes on typing.
            if let Some(Overlay::Form(form)) = &mut model.overlay
                && form.is_typing(model.reasons.len())
            {
                form.line = reasons.len();
            }
            model.reasons = reasons;
            Vec::new()
        }
        Answer::Found(rows) => pickers::found(model, job, rows),
        Answer::Noted(id) => {
            model.drafts.forget(FormKind::Note, id);
            model.list.own.insert(id);
            let text = model.texts.format("said-noted", &[("id", id.to_string().into())]);
            model.say(Level::Info, text);
            queue::refresh(model)
        }
        Answer::Claimed { id, until, holder } => {
            let id = ("id", id.to_string().into());
            let until = until.map(|until| model.texts.moment(until));
            let text = match (until, holder) {
                (None, _) => model.texts.format("said-released", &[id]),
                (Some(until), None) => model.texts.format("said-claimed", &[id, ("until", until.into())]),
                (Some(until), Some(by)) => {
                    model.texts.format("said-claimed-by", &[id, ("by", by.into()), ("until", until.into())])
                }
            };
            model.say(Level::Info, text);
            queue::refresh(model)
        }
        Answer::Records(records) => {
            administration::came(model, job, records);
            Vec::new()
        }
        Answer::Administered => administration::changed(model, job),
        Answer::Form(written) => writing::came(model, job, written.map(|written| *written)),
        Answer::Edited(outcome, written) => {
            writing::edited(model, job, &outcome, written.map(|written| *written))
        }
        Answer::Lists(lists) => writing::lists_came(model, lists),
        Answer::Looked(found) => {
            writing::looked(model, job, found);
            Vec::new()
        }
        Answer::Enrolments(found) => {
            writing::enrolments_came(model, job, &found);
            Vec::new()
        }
        Answer::Created(made) => writing::created(model, job, made),
        Answer::Amended(file, made) => amendments::created(model, file, made),
        Answer::Grouped(number, made) => writing::reached(model, job, number, made),
        Answer::Deleted(outcome) => writing::deleted(model, job, &outcome),
        Answer::HostAdded(made) => writing::added(model, job, made),
        Answer::Recorded(outcome, written) => {
            writing::recorded(model, job, &outcome, written.map(|written| *written))
        }
        Answer::Unread(unread) => {
            writing::unread(model, job, &unread);
            Vec::new()
        }
        Answer::Hosts(hosts) if writing::awaits_hosts(model, job) => writing::hosts_came(model, job, &hosts),
        Answer::Hosts(hosts) => organisations::came(model, job, hosts),
        Answer::HostsAlike(hosts) if writing::awaits_hosts(model, job) => {
            writing::alike_came(model, job, &hosts);
            Vec::new()
        }
        Answer::HostsAlike(hosts) => organisations::alike_came(model, job, hosts),
        Answer::Host(sheet) => {
            organisations::sheet_came(model, job, sheet.map(|sheet| *sheet));
            Vec::new()
        }
        Answer::HostPair(pair) => {
            organisations::pair_came(model, job, pair.map(|pair| *pair));
            Vec::new()
        }
        Answer::HostPairs(pairs) => organisations::pairs_came(model, job, pairs),
        Answer::HostHistory(events) => {
            read(model, job, ReaderText::History(organisations::told(model.texts, events).into()))
        }
        Answer::HostLists(lists) => {
            organisations::lists_came(model, lists);
            Vec::new()
        }
        Answer::Registered(said) if writing::awaits_register(model, job) => {
            writing::registered(model, job, said);
            Vec::new()
        }
        Answer::Registered(said) => organisations::registered(model, job, said),
        Answer::Tabling(done, total) => {
            organisations::tabling(model, job, done, total);
            Vec::new()
        }
        Answer::TakenOut(taken) => {
            organisations::taken_out(model, job, taken);
            Vec::new()
        }
        Answer::Tabled(table, tabled) => organisations::tabled(model, job, &table, tabled),
        Answer::Addresses(found) => {
            completing::came(model, job, found);
            Vec::new()
        }
        Answer::StudentsFound(source, told) => {
            writing::found(model, job, source, told);
            Vec::new()
        }
        Answer::StudentsSought => {
            writing::sought(model, job);
            Vec::new()
        }
        Answer::Dossier(told) => writing::dossier_came(model, job, *told),
        Answer::StudentRefreshed(made) => writing::refreshed(model, job, &made),
        Answer::Alerts(told) => alerts::told(model, job, told),
        Answer::HostChanged(_, made) if writing::awaits_added(model, job) => writing::added(model, job, made),
        Answer::HostChanged(change, made) => organisations::changed(model, job, &change, made),
    }
}

fn not_found(model: &mut Model) {
    let id = model.file.wanted.take().map(|subject| subject.id).unwrap_or_default();
    let text = model.texts.format("said-file-not-found", &[("id", id.to_string().into())]);
    model.say(Level::Warning, text);
}

/// A form that was open before the list could be read learns whom it is about.
fn name_subject(model: &mut Model) {
    let Some(Overlay::Form(form)) = &model.overlay else { return };
    let subject = acting::subject(model, &form.targets.clone());
    if let Some(Overlay::Form(form)) = &mut model.overlay
        && !subject.is_empty()
    {
        form.subject = subject;
    }
}

fn read(model: &mut Model, job: JobId, text: ReaderText) -> Vec<Effect> {
    if let Some(Overlay::Reader(reader)) = &mut model.overlay
        && reader.loading.take_if(|awaited| *awaited == job).is_some()
    {
        reader.text = text;
    }
    Vec::new()
}

/// A job failed: whoever waited for it waits no longer, and the reason is said.
pub fn failed(model: &mut Model, job: JobId, why: String) -> Vec<Effect> {
    let page = model.list.loading.take_if(|(awaited, _)| *awaited == job);
    model.list.marking.take_if(|(awaited, _)| *awaited == job);
    model.list.refreshing.take_if(|(awaited, _)| *awaited == job);
    model.queues.loading.take_if(|awaited| *awaited == job);
    queue::views::failed(model, job);
    model.file.loading.take_if(|awaited| *awaited == job);
    model.administration.loading.retain(|(_, awaited)| *awaited != job);
    organisations::failed(model, job);
    writing::gave_up(model, job);
    writing::unanswered(model, job);
    let mut effects = writing::failed(model, job);
    effects.extend(alerts::failed(model, job));
    match &mut model.overlay {
        // What was typed stays, with what is wrong.
        Some(Overlay::Fields(fields)) if fields.sending == Some(job) => {
            (fields.sending, fields.progress) = (None, None);
            fields.error = Some(why);
            return effects;
        }
        Some(Overlay::Confirm(confirm)) if confirm.loading == Some(job) => model.overlay = None,
        Some(Overlay::Reader(reader)) if reader.loading == Some(job) => model.overlay = None,
        Some(Overlay::Picker(picker)) => match &mut picker.picks {
            Picks::Files { loading, .. } => {
                loading.take_if(|awaited| *awaited == job);
            }
            Picks::Choices(_) | Picks::Actions(_) => {}
        },
        _ => {}
    }
    model.say(Level::Error, why);
    if model.acts.running.as_ref().is_some_and(|running| running.job == job) {
        effects.extend(acting::ended(model, job, true));
        return effects;
    }
    // A place that the database cannot make sense of must not keep the list shut.
    if matches!(page, Some((_, PageFrom::Around(_)))) && !model.list.is_loaded {
        effects.extend(queue::restart(model));
    }
    effects
}
