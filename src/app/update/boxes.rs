//! What happens in a box over the desk: ticking, reading, taking it or closing it.

use chrono::{Months, NaiveDate, TimeDelta};

use super::super::action::CursorAction;
use super::super::acts::Gesture;
use super::super::begun;
use super::super::effect::{Ask, Effect};
use super::super::filter;
use super::super::model::Model;
use super::super::overlay::{FieldsBox, FormBox, FormKind, Overlay, Purpose, ReaderBox, ReaderText, Work};
use super::super::pane::{administration, alerts, organisations, writing};
use super::super::session;
use super::{acting, amendments, on_behalf, pickers};
use crate::domain::act::Act;
use crate::i18n::DateStyle;

/// Yes, in whatever box it is.
pub fn confirm(model: &mut Model) -> Vec<Effect> {
    match model.overlay.take() {
        Some(confirm @ Overlay::Confirm(_)) => {
            model.overlay = Some(confirm);
            acting::confirm_box(model)
        }
        Some(Overlay::Form(form)) => send(model, form),
        Some(Overlay::Fields(mut fields)) => {
            if fields.take_address() {
                model.overlay = Some(Overlay::Fields(fields));
                return Vec::new();
            }
            submit(model, fields)
        }
        Some(Overlay::Picker(picker)) => pickers::pick(model, picker),
        Some(Overlay::Resume(saved)) => session::resume(model, saved.session),
        Some(Overlay::Reader(_) | Overlay::Jobs(_)) | None => Vec::new(),
    }
}

/// No: the box closes, and what was typed in a form is kept for next time.
pub fn cancel(model: &mut Model) -> Vec<Effect> {
    match model.overlay.take() {
        Some(Overlay::Form(form)) => model.drafts.keep(&form),
        Some(Overlay::Fields(fields)) => {
            let stopped = writing::stop(model, &fields).or_else(|| organisations::stop(model, &fields));
            if let Some(effects) = stopped {
                return effects;
            }
            writing::keep(model, &fields);
            begun::keep(model, &fields);
        }
        Some(Overlay::Resume(saved)) => return session::decline(model, &saved.session),
        Some(Overlay::Reader(ReaderBox { text: ReaderText::Before(fields, _), .. })) => {
            model.overlay = Some(Overlay::Fields(*fields));
        }
        _ => {}
    }
    Vec::new()
}

/// No, and what the box keeps is let go of.
pub fn discard(model: &mut Model) -> Vec<Effect> {
    if matches!(model.overlay, Some(Overlay::Resume(_))) {
        model.overlay = None;
        return session::forget(model);
    }
    Vec::new()
}

/// Takes what a form says, or says what it lacks.
fn send(model: &mut Model, mut form: FormBox) -> Vec<Effect> {
    let text = form.text.text().trim().to_owned();
    let given = !text.is_empty();
    let act = match form.kind {
        FormKind::Return if given || !form.ticked.is_empty() => {
            Ok(Act::Return { reasons: form.ticked.clone(), text })
        }
        FormKind::Unvalidate if given => Ok(Act::Unvalidate(text)),
        FormKind::Cancel if given => Ok(Act::Cancel(text)),
        FormKind::Pass if given => Ok(Act::Pass(text)),
        FormKind::Hold if !given => Ok(Act::Hold(None)),
        FormKind::Hold => match day(model, &text) {
            Some(day) if day > model.today => Ok(Act::Hold(Some(day))),
            Some(_) => Err("said-date-past"),
            None => Err("said-date-bad"),
        },
        FormKind::Note if given => {
            let id = form.targets.first().map(|target| target.id).unwrap_or_default();
            model.drafts.keep(&form);
            let job = model.new_job();
            return vec![Effect::Ask(job, Ask::Note(id, text))];
        }
        FormKind::Note => Err("said-note-empty"),
        FormKind::Return => Err("said-reasons-empty"),
        FormKind::Unvalidate | FormKind::Cancel | FormKind::Pass => Err("said-reason-empty"),
    };
    match act {
        Ok(act) => {
            // Until it is done: it may be refused, or the line may be lost.
            model.drafts.keep(&form);
            match form.targets.len() {
                // The form was the confirmation.
                1 => acting::perform(model, Gesture::plain(act, form.targets.clone()), form.targets),
                _ => acting::begin(model, act, form.targets, false),
            }
        }
        Err(lacking) => {
            form.error = Some(model.texts.get(lacking).to_owned());
            model.overlay = Some(Overlay::Form(form));
            Vec::new()
        }
    }
}

/// Sends what a box of fields says, or says what it lacks. It stays until the answer: nothing typed is lost.
fn submit(model: &mut Model, mut fields: FieldsBox) -> Vec<Effect> {
    let mut effects = Vec::new();
    let form = match &fields.purpose {
        Purpose::OnBehalf(targets) => {
            let targets = targets.clone();
            return on_behalf::submit(model, targets, fields);
        }
        Purpose::Sign(targets) => {
            let targets = targets.clone();
            return amendments::sign(model, targets, fields);
        }
        Purpose::Writing(boxed) => {
            let boxed = boxed.clone();
            return writing::submit(model, boxed, fields);
        }
        Purpose::Organisation(form) => {
            if fields.sending.is_none() {
                if let Some(told) = organisations::to_read(form, &fields.fields) {
                    let text = ReaderText::Before(Box::new(fields), told);
                    let reader = ReaderBox { text, subject: None, loading: None, scroll: 0 };
                    model.overlay = Some(Overlay::Reader(reader));
                    return effects;
                }
                match organisations::submit(form, &fields.fields) {
                    Ok(sent) => (fields.sending, effects) = organisations::take(model, sent),
                    Err(lacking) => fields.error = Some(model.texts.get(lacking).to_owned()),
                }
            }
            model.overlay = Some(Overlay::Fields(fields));
            return effects;
        }
        Purpose::Alerts(form) => {
            let form = form.clone();
            if fields.sending.is_none() {
                effects = alerts::take(model, &form, &mut fields);
            }
            model.overlay = Some(Overlay::Fields(fields));
            return effects;
        }
        Purpose::Administration(form) => form,
    };
    if fields.sending.is_none() {
        match administration::submit(form, &fields.fields) {
            Ok((change, password)) => {
                let job = model.new_job();
                fields.sending = Some(job);
                effects.push(Effect::Ask(job, Ask::Administer(change, password)));
            }
            Err(lacking) => fields.error = Some(model.texts.get(lacking).to_owned()),
        }
    }
    model.overlay = Some(Overlay::Fields(fields));
    effects
}

/// A day as the filter language writes it: 12/03/2026, 2026-03-12, 15j.
pub fn day(model: &Model, text: &str) -> Option<NaiveDate> {
    let filter = filter::parse(&format!("start:{text}"), model.today).ok()?;
    match filter.terms.as_slice() {
        [filter::Term { negated: false, matcher: filter::Matcher::Date(_, test) }] => {
            test.bounds(model.today).to
        }
        _ => None,
    }
}

/// Ticks or unticks what is in hand.
pub fn toggle(model: &mut Model) -> Vec<Effect> {
    match &mut model.overlay {
        Some(Overlay::Confirm(confirm)) if confirm.targets.len() > 1 => {
            confirm.with_findings = !confirm.with_findings
        }
        Some(Overlay::Form(form)) if form.kind == FormKind::Return => {
            if let Some(reason) = model.reasons.get(form.line) {
                form.error = None;
                match form.ticked.iter().position(|ticked| *ticked == reason.id) {
                    Some(place) => drop(form.ticked.remove(place)),
                    None => form.ticked.push(reason.id),
                }
            }
        }
        Some(Overlay::Fields(fields)) => fields.toggle(),
        _ => {}
    }
    Vec::new()
}

/// Begins a new line in the text in hand.
pub fn newline(model: &mut Model) -> Vec<Effect> {
    if let Some(Overlay::Fields(fields)) = &mut model.overlay
        && let Some(paragraph) = fields.paragraph()
    {
        paragraph.newline();
    }
    Vec::new()
}

/// From the reasons to the text and back, or from field to field.
pub fn other_field(model: &mut Model, forward: bool) -> Vec<Effect> {
    // What is begun comes first.
    if forward && alerts::complete(model) {
        return Vec::new();
    }
    let text = model.reasons.len();
    match &mut model.overlay {
        Some(Overlay::Form(form)) if form.kind == FormKind::Return => {
            form.line = if form.line >= text { 0 } else { text };
        }
        // Alone in its box, a day has no other field beside it.
        Some(Overlay::Fields(fields)) if fields.fields.len() == 1 && fields.day_in_hand().is_some() => {
            go_by_days(model, if forward { 1 } else { -1 });
        }
        Some(Overlay::Fields(fields)) => fields.turn_field(forward),
        _ => {}
    }
    Vec::new()
}

/// Days in a week.
const WEEK: i64 = 7;

/// Puts the day in hand so many days further.
fn go_by_days(model: &mut Model, days: i64) {
    go_to_day(model, |day| day.checked_add_signed(TimeDelta::days(days)));
}

/// Puts the day in hand into the next month, or the one before.
fn go_by_month(model: &mut Model, forward: bool) {
    go_to_day(model, |day| match forward {
        true => day.checked_add_months(Months::new(1)),
        false => day.checked_sub_months(Months::new(1)),
    });
}

fn go_to_day(model: &mut Model, there: impl Fn(NaiveDate) -> Option<NaiveDate>) {
    let texts = model.texts;
    let Some(Overlay::Fields(fields)) = &mut model.overlay else { return };
    let Some(day) = fields.day_in_hand().and_then(there) else { return };
    fields.error = None;
    fields.put_day(&texts.date(day, DateStyle::Full));
}

/// Moves in a box.
pub fn scroll(model: &mut Model, action: CursorAction) -> Vec<Effect> {
    if matches!(&model.overlay, Some(Overlay::Fields(fields)) if fields.day_in_hand().is_some()) {
        match action {
            CursorAction::Down => go_by_days(model, WEEK),
            CursorAction::Up => go_by_days(model, -WEEK),
            CursorAction::HalfPageDown | CursorAction::PageDown => go_by_month(model, true),
            CursorAction::HalfPageUp | CursorAction::PageUp => go_by_month(model, false),
            CursorAction::Top | CursorAction::Bottom => {}
        }
        return Vec::new();
    }
    let page = model.drawn.page.max(1);
    let last_scroll = model.drawn.last_scroll;
    let last_job = Work::all(model).len().saturating_sub(1);
    let moved = |at: usize, last: usize| match action {
        CursorAction::Down => (at + 1).min(last),
        CursorAction::Up => at.saturating_sub(1),
        CursorAction::HalfPageDown => (at + page / 2).min(last),
        CursorAction::HalfPageUp => at.saturating_sub(page / 2),
        CursorAction::PageDown => (at + page).min(last),
        CursorAction::PageUp => at.saturating_sub(page),
        CursorAction::Top => 0,
        CursorAction::Bottom => last,
    };
    match &mut model.overlay {
        Some(Overlay::Confirm(confirm)) => {
            let at = moved(usize::from(confirm.scroll), last_scroll);
            confirm.scroll = u16::try_from(at).unwrap_or(u16::MAX);
        }
        Some(Overlay::Form(form)) if form.kind == FormKind::Return => {
            form.line = moved(form.line, model.reasons.len())
        }
        Some(Overlay::Fields(fields)) if fields.is_on_paragraph() => {
            let lines = isize::try_from(page).unwrap_or(1);
            if let Some(paragraph) = fields.paragraph() {
                paragraph.step(match action {
                    CursorAction::Down => 1,
                    CursorAction::Up => -1,
                    CursorAction::HalfPageDown | CursorAction::PageDown => lines,
                    CursorAction::HalfPageUp | CursorAction::PageUp => -lines,
                    CursorAction::Top => isize::MIN,
                    CursorAction::Bottom => isize::MAX,
                });
            }
        }
        Some(Overlay::Fields(fields)) => {
            fields.line = moved(fields.line, fields.lines().saturating_sub(1));
        }
        Some(Overlay::Picker(picker)) => {
            picker.selected = moved(picker.selected, picker.matching.len().saturating_sub(1));
        }
        Some(Overlay::Reader(reader)) => reader.scroll = moved(reader.scroll, last_scroll),
        Some(Overlay::Jobs(jobs)) => jobs.selected = moved(jobs.selected, last_job),
        Some(Overlay::Form(_) | Overlay::Resume(_)) | None => {}
    }
    Vec::new()
}
