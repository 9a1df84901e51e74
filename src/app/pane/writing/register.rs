//! The national register beside the hosts among whom one is chosen: asked once the hand rests. What it proposes stands after our
//! own, and choosing it takes it into the registry.

use chrono::{DateTime, TimeDelta, Utc};

use super::choosing::{Candidate, Chosen, Teller};
use super::pick::change;
use crate::app::effect::{Ask, Effect};
use crate::app::message::JobId;
use crate::app::model::{Model, REST};
use crate::app::overlay::{Overlay, PickerBox, Picks};
use crate::app::pane::organisations;
use crate::app::words;
use crate::domain::organisation::registered::{Found, Looked, Proposed, Unsaid};
use crate::i18n::Texts;

/// For how long a new host waits for what the register may know: a register that hangs keeps nobody from adding one.
const PATIENCE: TimeDelta = TimeDelta::seconds(2);

/// What the register is asked while a host is chosen.
#[derive(Clone, Debug, Default)]
pub struct Registering {
    /// What is to be asked, and when.
    due: Option<(DateTime<Utc>, Looked)>,
    /// The question under way.
    asking: Option<(JobId, Looked)>,
    /// Until when what is new waits for it.
    patience: Option<DateTime<Utc>>,
    /// What was answered last.
    answered: Option<Looked>,
    /// Why the last question brought nothing, and when it may be asked again, if ever.
    unsaid: Option<(Unsaid, Option<DateTime<Utc>>)>,
}

impl Registering {
    /// When the register is to be asked, or waited for no more.
    pub fn deadline(&self) -> Option<DateTime<Utc>> {
        self.due.as_ref().map(|(at, _)| *at).into_iter().chain(self.patience).min()
    }

    /// Whether it is being asked, or is about to be.
    pub fn is_asking(&self) -> bool {
        self.asking.is_some() || self.due.is_some()
    }

    /// Whether what is new waits for it.
    pub(super) fn is_awaited(&self) -> bool {
        self.due.is_some() || self.asking.is_some() && self.patience.is_some()
    }

    /// Whether what it proposes is for what is typed: it needs no narrowing.
    pub(super) fn is_answer_to(&self, typed: &str) -> bool {
        self.answered.is_some() && self.answered == Looked::of(typed)
    }

    /// How it stands, where that is to be said: `le registre est interrogé`.
    pub fn told(&self, texts: Texts) -> Option<String> {
        words::register_stands(texts, self.asking.is_some(), self.unsaid.as_ref().map(|(why, _)| why))
    }

    /// Whether it may be asked at all by now.
    fn is_open(&self, now: DateTime<Utc>) -> bool {
        match &self.unsaid {
            None => true,
            Some((_, again)) => again.is_some_and(|again| again <= now),
        }
    }
}

/// Something else is typed, or our own have come: what is not known is asked once the hand rests.
pub(super) fn follow(model: &mut Model) {
    let now = model.now;
    if !model.person.as_ref().is_some_and(|person| person.holds(organisations::RIGHT)) {
        return;
    }
    change(model, |choosing, typed| {
        if !choosing.is_of_host() {
            return;
        }
        let is_found = |looked: &Looked| match looked {
            // What is looked for and found by its number needs no register.
            Looked::Siret(siret) => {
                let ours = choosing.candidates.iter().filter(|one| one.source.is_none());
                ours.map(|one| one.detail.as_str()).any(|detail| detail.contains(siret.as_str()))
            }
            _ => false,
        };
        let wanted = Looked::of(typed).filter(|looked| !is_found(looked));
        let register = &mut choosing.register;
        register.asking.take_if(|(_, asked)| wanted.as_ref() != Some(&*asked));
        let is_known = |looked: &Looked| {
            register.answered.as_ref() == Some(looked) || register.asking.is_some() || !register.is_open(now)
        };
        let due = wanted.filter(|looked| !is_known(looked));
        let is_due = register.due.as_ref().map(|(_, due)| due) == due.as_ref();
        if !is_due {
            register.due = due.map(|looked| (now + REST, looked));
        }
    });
}

/// The hand has rested: asks the register.
pub fn settle(model: &mut Model) -> Vec<Effect> {
    let (now, job) = (model.now, model.new_job());
    let mut effects = Vec::new();
    change(model, |choosing, _| {
        let register = &mut choosing.register;
        register.patience.take_if(|until| *until <= now);
        if let Some((_, looked)) = register.due.take_if(|(at, _)| *at <= now) {
            register.asking = Some((job, looked.clone()));
            register.patience = Some(now + PATIENCE);
            effects.push(Effect::Ask(job, Ask::Register(looked, None)));
        }
    });
    effects
}

/// Whether this answer of the register is awaited here.
pub fn awaits_register(model: &Model, job: JobId) -> bool {
    match &model.overlay {
        Some(Overlay::Picker(PickerBox { picks: Picks::Choices(choosing), .. })) => {
            choosing.register.asking.as_ref().is_some_and(|(awaited, _)| *awaited == job)
        }
        _ => false,
    }
}

/// The register has answered, or not: what it proposes takes the place of what it proposed before.
pub fn registered(model: &mut Model, job: JobId, said: Result<Found<Proposed>, Unsaid>) {
    let (texts, now) = (model.texts, model.now);
    change(model, |choosing, _| {
        let Some((_, looked)) = choosing.register.asking.take_if(|(awaited, _)| *awaited == job) else {
            return;
        };
        choosing.candidates.retain(|one| one.source != Some(Teller::Register));
        match said {
            Ok(found) => {
                (choosing.register.answered, choosing.register.unsaid) = (Some(looked), None);
                choosing.put_beside(found.said.into_iter().map(|one| candidate(texts, one)).collect());
            }
            Err(why) => {
                let again = why.again(now);
                choosing.register.unsaid = Some((why, again));
            }
        }
    });
}

/// A question failed: nobody waits for it any more.
pub fn unanswered(model: &mut Model, job: JobId) {
    change(model, |choosing, _| {
        choosing.register.asking.take_if(|(awaited, _)| *awaited == job);
    });
}

fn candidate(texts: Texts, Proposed { said, known }: Proposed) -> Candidate {
    let is_known = known.is_some().then(|| texts.get("host-is-known"));
    let is_closed = said.is_closed.then(|| texts.get("host-closed"));
    let town = said.town.as_deref();
    let detail =
        [Some(words::source(texts, said.source)), is_known, is_closed, Some(said.siret.as_str()), town];
    Candidate {
        label: words::registered_name(texts, &said).to_owned(),
        detail: detail.into_iter().flatten().collect::<Vec<_>>().join(" "),
        chosen: known.map_or_else(|| Chosen::Establishment(Box::new(said)), Chosen::Id),
        source: Some(Teller::Register),
    }
}
