//! An earlier session: offered, and given back or not. Either way no text that was typed is lost, unless the person
//! says so.

use super::{Keep, Saved, Session, keeping};
use crate::app::begun;
use crate::app::drafts::Draft;
use crate::app::effect::Effect;
use crate::app::filter;
use crate::app::model::{Level, Link, Model};
use crate::app::overlay::{FormBox, Overlay};
use crate::app::pane::administration;
use crate::app::pane::queue::{self, Mark};
use crate::app::pane::writing::{self, Unsent};
use crate::app::prompt::Prompt;
use crate::app::update;
use crate::domain::act::Subject;
use crate::domain::form::place;
use crate::domain::row::Sort;

/// Asks whether an earlier session is to be taken up.
pub fn offer(model: &mut Model, saved: Saved) {
    model.overlay = Some(Overlay::Resume(Box::new(saved)));
}

/// Gives a session back.
pub fn resume(model: &mut Model, session: Session) -> Vec<Effect> {
    model.focus = session.pane;
    model.zoomed = session.zoomed;
    model.administration.open(session.register);
    model.keeping.queue_given = session.queue.is_some();
    model.list.queue = session.queue.unwrap_or_else(|| queue::first(model));
    model.list.view = session.view;
    model.list.sort =
        session.sort.map(|(column, descending)| Sort { column, descending }).unwrap_or_default();
    match filter::parse(&session.filter, model.today) {
        Ok(filter) => model.list.filter = filter,
        Err(error) => {
            let text = error.text(model.texts);
            model.say(Level::Warning, text);
        }
    }
    let marks = session.marks.iter();
    model.list.marks.extend(marks.map(|mark| {
        (
            Subject { id: mark.id, amendment: mark.amendment },
            Mark { version: mark.version, warned: mark.warned },
        )
    }));
    keep_texts(model, &session);
    model.prompt = session.prompt.map(|(kind, text)| Prompt::new(kind, &text));
    if let Some(form) = session.form {
        let draft = Draft { text: form.text.clone(), ticked: form.ticked.clone() };
        let targets = form.targets();
        let subject = update::subject(model, &targets);
        let mut open = FormBox::new(form.kind, targets, subject, draft);
        open.line = form.reason.unwrap_or(usize::MAX).min(model.reasons.len());
        model.overlay = Some(Overlay::Form(open));
    }
    if let Some((id, field)) = session.writing {
        model.writing.want(Subject { id, amendment: session.through });
        model.writing.at = place(&field).unwrap_or(0);
    }
    model.keeping.returning = session.cursor.map(Into::into);
    let mut effects = Vec::new();
    if model.link == Link::Up {
        effects.extend(administration::refresh(model));
        effects.extend(writing::refresh(model));
        effects.extend(queue::start(model));
    }
    effects.extend(answered(model));
    effects
}

/// Starts afresh: what was typed waits where it was typed.
pub fn decline(model: &mut Model, session: &Session) -> Vec<Effect> {
    keep_texts(model, session);
    if let Some((kind, text)) = &session.prompt {
        model.lines.entry(*kind).or_default().push(text.clone());
    }
    answered(model)
}

/// Starts afresh, and lets go of what was typed too.
pub fn forget(model: &mut Model) -> Vec<Effect> {
    answered(model)
}

fn keep_texts(model: &mut Model, session: &Session) {
    for one in &session.begun {
        begun::put(model, one.clone());
    }
    for one in &session.fields {
        let (code, text, before) = (one.field.clone(), one.text.clone(), one.before.clone());
        model.writing.keep(Unsent { id: one.id, code, text, before });
    }
    let open = session.form.iter().filter_map(|form| {
        let first = form.targets.first()?.0;
        Some((form.kind, first, &form.text, &form.ticked))
    });
    let others = session.drafts.iter().map(|draft| (draft.kind, draft.id, &draft.text, &draft.ticked));
    for (kind, id, text, ticked) in others.chain(open) {
        model.drafts.put(kind, id, Draft { text: text.clone(), ticked: ticked.clone() });
    }
}

/// The offered session has been answered: what is taken from it is written before it is removed.
fn answered(model: &mut Model) -> Vec<Effect> {
    keeping::changed(model).into_iter().chain([Keep::DropOffered]).map(Effect::Keep).collect()
}
