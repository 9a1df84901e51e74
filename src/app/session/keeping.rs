//! When what is on the desk is written down: a moment after something was done, never on the way of a key, and nothing
//! when nothing changed.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Preferences, Saved, Session, Tastes};
use crate::app::effect::Effect;
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::domain::row::Place;

/// How long after something was done it is written down: what a kill may cost, and the least time between two writes.
const AFTER: TimeDelta = TimeDelta::milliseconds(300);

/// What the desk knows of what is written.
#[derive(Clone, Debug, Default)]
pub struct Keeping {
    /// What the settings say of the person's tastes.
    pub settings: Tastes,
    /// The queue in hand is that of an earlier session, not the one the person begins with.
    pub queue_given: bool,
    /// Where the cursor is to go once the list can be read.
    pub returning: Option<Place>,
    session: Session,
    preferences: Preferences,
    due: Option<DateTime<Utc>>,
}

impl Keeping {
    /// Nothing is written yet but what the person likes.
    pub fn new(settings: Tastes, preferences: Preferences) -> Self {
        Self { settings, preferences, ..Self::default() }
    }

    /// When something is to be written.
    pub fn deadline(&self) -> Option<DateTime<Utc>> {
        self.due
    }
}

/// What is to be written down for the next desk.
#[derive(Clone, Debug, PartialEq)]
pub enum Keep {
    /// Where this desk stands, or nothing worth being asked about.
    Session(Option<Box<Saved>>),
    /// The session that was offered has been answered: it is offered no more.
    DropOffered,
    /// What the person likes.
    Preferences(Box<Preferences>),
}

/// Something was done.
pub fn touch(model: &mut Model) {
    model.keeping.due = model.keeping.due.or(Some(model.now + AFTER));
}

/// A moment that the desk waited for has come: what has changed since it was last written is written.
pub fn settle(model: &mut Model) -> Vec<Effect> {
    if model.keeping.due.take_if(|due| *due <= model.now).is_none() {
        return Vec::new();
    }
    changed(model).into_iter().map(Effect::Keep).collect()
}

/// What is to be written of what has changed.
pub(super) fn changed(model: &mut Model) -> Vec<Keep> {
    let mut kept = Vec::new();
    // While an earlier session is offered, this one is not worth more than that one.
    if !matches!(model.overlay, Some(Overlay::Resume(_))) {
        let mut session = Session::of(model);
        if !session.is_worth_offering() {
            session = Session::default();
        }
        if session != model.keeping.session {
            let saved = Saved::new(session.clone(), model.now);
            kept.push(Keep::Session(session.is_worth_offering().then(|| Box::new(saved))));
            model.keeping.session = session;
        }
    }
    let preferences = Preferences::of(model);
    if preferences != model.keeping.preferences {
        kept.push(Keep::Preferences(Box::new(preferences.clone())));
        model.keeping.preferences = preferences;
    }
    kept
}

/// What is to be written at the very end. Whoever leaves on purpose leaves only what they typed and did not send.
pub fn leaving(model: &mut Model) -> Vec<Keep> {
    let mut kept = changed(model);
    if model.quit && model.keeping.session.unsent().next().is_none() {
        kept.retain(|keep| !matches!(keep, Keep::Session(_)));
        kept.push(Keep::Session(None));
    }
    kept
}
