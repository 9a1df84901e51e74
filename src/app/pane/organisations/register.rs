//! The national register beside the registry: establishments that it proposes for what is looked for, what it says of a
//! host that waits to be moderated, and taking either over. It is asked once the hand rests, and nothing waits for it.

use chrono::{DateTime, TimeDelta, Utc};

use super::boxes;
use super::change::{send, send_about};
use super::state::{OrganisationsPane, Shelf};
use super::update::read;
use crate::app::begun::show;
use crate::app::effect::{Ask, Effect};
use crate::app::message::JobId;
use crate::app::model::{Level, Model, REST};
use crate::app::words;
use crate::domain::organisation::registered::{Found, Looked, Proposed, Registered, Unsaid};
use crate::domain::organisation::siret::Siret;
use crate::domain::organisation::{HostChange, HostSheet, HostState, Kept};

/// For how long what is kept of a register's answer about a host is new enough to decide on.
const NEW: TimeDelta = TimeDelta::hours(24);

/// What taking over from the register takes; whoever cannot spends none of its questions.
pub const RIGHT: &str = "ORGA_ACC.modify";

/// What a register answered.
#[derive(Clone, Debug)]
struct Answered {
    to: Looked,
    at: DateTime<Utc>,
    said: Result<Found<Proposed>, Unsaid>,
}

/// What registers say beside the registry.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// What is to be asked, and when.
    due: Option<(DateTime<Utc>, Looked)>,
    /// What is being asked.
    asking: Option<(JobId, Looked)>,
    /// What is being read on.
    reading: Option<(JobId, Looked)>,
    /// What is in hand wants this asked.
    wanted: Option<Looked>,
    /// The last answer.
    answer: Option<Answered>,
    /// The hosts of which the register is asked, to take over what it says, as they stood then.
    refreshing: Vec<(JobId, HostSheet)>,
    /// It was said already that a register refuses the key.
    told_of_key: bool,
}

impl Beside {
    /// When a register is to be asked.
    pub fn deadline(&self) -> Option<DateTime<Utc>> {
        self.due.as_ref().map(|(at, _)| *at)
    }

    /// Whether an answer is awaited.
    pub fn is_asking(&self) -> bool {
        self.asking.is_some() || self.reading.is_some() || !self.refreshing.is_empty()
    }

    /// Why nothing is proposed for what is in hand, when that is for a reason.
    pub fn unsaid(&self) -> Option<&Unsaid> {
        let answer = self.answer.as_ref()?;
        answer.said.as_ref().err().filter(|_| self.wanted.as_ref() == Some(&answer.to))
    }

    /// What was answered to what is in hand.
    fn found(&self) -> Option<&Found<Proposed>> {
        let answer = self.answer.as_ref()?;
        answer.said.as_ref().ok().filter(|_| self.wanted.as_ref() == Some(&answer.to))
    }

    /// Whether the register has more to say of what is in hand.
    pub fn goes_on(&self) -> bool {
        self.found().is_some_and(|found| found.rest.is_some())
    }

    /// How many establishments it told of, of how many, where those are not all.
    pub fn part(&self) -> Option<(usize, usize)> {
        let found = self.found()?;
        let (told, all) = (found.said.len(), usize::try_from(found.total?).ok()?);
        (told < all).then_some((told, all))
    }

    /// Whether the register need not be asked this: it was, and if it did not say, it is not time to ask again.
    fn is_answered(&self, looked: &Looked, now: DateTime<Utc>) -> bool {
        self.answer.as_ref().is_some_and(|Answered { to, at, said }| match said {
            Err(why) => why.again(*at).is_none_or(|again| to == looked && now < again),
            Ok(_) => to == looked,
        })
    }

    /// What was answered to this.
    fn to(&self, looked: &Looked) -> Option<&[Proposed]> {
        let answer = self.answer.as_ref()?;
        answer.said.as_ref().ok().filter(|_| answer.to == *looked).map(|found| found.said.as_slice())
    }

    /// An establishment was taken in: it is this host now.
    pub(super) fn took(&mut self, siret: &Siret, host: i32) {
        let Some(Answered { said: Ok(found), .. }) = &mut self.answer else { return };
        found.said.iter_mut().filter(|one| one.said.siret == *siret).for_each(|one| one.known = Some(host));
    }

    /// What the register says of a host, where it was asked just now.
    pub fn about(&self, sheet: &HostSheet) -> Option<&Registered> {
        let siret = Siret::parse(&sheet.text("siret")).ok()?;
        self.to(&Looked::Siret(siret))?.first().map(|one| &one.said)
    }
}

/// What a register is to be asked for what is in hand.
fn wanted(pane: &OrganisationsPane, now: DateTime<Utc>) -> Option<Looked> {
    match pane.shelf {
        Shelf::Hosts(Kept::InUse) => {
            // What is looked for and found by its number needs no register.
            Looked::of(&pane.search).filter(|looked| {
                let is_found = |siret: &Siret| {
                    pane.hosts.iter().any(|host| host.siret.as_deref() == Some(siret.as_str()))
                };
                !matches!(looked, Looked::Siret(siret) if is_found(siret))
            })
        }
        Shelf::Hosts(Kept::ToModerate) => {
            let sheet = pane.current().filter(|sheet| sheet.state == HostState::ToModerate)?;
            if sheet.registered_at.is_some_and(|at| at > now - NEW) {
                return None;
            }
            match sheet.text("siret") {
                none if none.is_empty() && sheet.text("country_code") == "FR" => {
                    let [name, town, postal_code] =
                        ["name", "town", "postal_code"].map(|field| sheet.text(field));
                    Looked::named(&name, &town, &postal_code)
                }
                siret => Siret::parse(&siret).ok().map(Looked::Siret),
            }
        }
        _ => None,
    }
}

/// Something else is in hand: what was proposed for it stays, anything else is asked once the hand rests.
pub(super) fn follow(model: &mut Model) {
    let now = model.now;
    let may = model.person.as_ref().is_some_and(|person| person.holds(RIGHT));
    let pane = &mut model.organisations;
    let wanted = wanted(pane, now).filter(|_| may);
    let beside = &mut pane.beside;
    beside.wanted.clone_from(&wanted);
    let is_asked = |looked: &Looked| beside.asking.as_ref().is_some_and(|(_, asked)| asked == looked);
    let is_due = |looked: &Looked| beside.due.as_ref().is_some_and(|(_, due)| due == looked);
    match &wanted {
        Some(looked) if is_due(looked) => {}
        Some(looked) if !beside.is_answered(looked, now) && !is_asked(looked) => {
            beside.due = Some((now + REST, looked.clone()));
        }
        _ => beside.due = None,
    }
    let proposed = wanted.and_then(|looked| pane.beside.to(&looked)).unwrap_or_default();
    let is_listed =
        |one: &Proposed| pane.hosts.iter().any(|host| host.siret.as_deref() == Some(one.said.siret.as_str()));
    let proposed = proposed.iter().filter(|one| !is_listed(one)).cloned().collect();
    pane.propose(proposed);
}

/// The hand has rested: asks what is due.
pub fn settle(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let Some((_, looked)) = model.organisations.beside.due.take_if(|(at, _)| *at <= now) else {
        return Vec::new();
    };
    let job = model.new_job();
    model.organisations.beside.asking = Some((job, looked.clone()));
    vec![Effect::Ask(job, Ask::Register(looked, None))]
}

/// Reads on where the register stopped.
pub(super) fn read_on(model: &mut Model) -> Vec<Effect> {
    let job = model.new_job();
    let beside = &mut model.organisations.beside;
    let wanted = beside.wanted.clone().filter(|_| beside.reading.is_none());
    let rest = beside.found().and_then(|found| found.rest.clone());
    let Some((looked, rest)) = wanted.zip(rest) else { return Vec::new() };
    beside.reading = Some((job, looked.clone()));
    vec![Effect::Ask(job, Ask::Register(looked, Some(rest)))]
}

/// A register has gone on, or not: what it said before stays.
fn went_on(model: &mut Model, looked: &Looked, said: Result<Found<Proposed>, Unsaid>) {
    match said {
        Ok(more) => {
            let held = model.organisations.in_hand();
            if let Some(Answered { to, said: Ok(found), .. }) = &mut model.organisations.beside.answer
                && to == looked
            {
                let is_new =
                    |one: &Proposed| found.said.iter().all(|known| known.said.siret != one.said.siret);
                let new: Vec<Proposed> = more.said.into_iter().filter(is_new).collect();
                found.said.extend(new);
                (found.total, found.rest) = (more.total, more.rest);
            }
            follow(model);
            model.organisations.stand_on(held);
        }
        Err(why) => {
            let text = words::unsaid(model.texts, &why);
            model.say(Level::Warning, text);
        }
    }
}

/// A register has answered, or not.
pub fn registered(model: &mut Model, job: JobId, said: Result<Found<Proposed>, Unsaid>) -> Vec<Effect> {
    if said.as_ref().is_ok_and(|found| found.bad_key) && !model.organisations.beside.told_of_key {
        model.organisations.beside.told_of_key = true;
        let text = model.texts.get("register-bad-key-beside").to_owned();
        model.say(Level::Warning, text);
    }
    let beside = &mut model.organisations.beside;
    if let Some((_, looked)) = beside.reading.take_if(|(awaited, _)| *awaited == job) {
        went_on(model, &looked, said);
        return Vec::new();
    }
    if let Some(at) = beside.refreshing.iter().position(|(awaited, _)| *awaited == job) {
        let (_, sheet) = beside.refreshing.remove(at);
        return match said {
            Ok(found) => match found.said.into_iter().next() {
                Some(one) => refresh(model, &sheet, one.said),
                None => say(model, "said-register-unknown"),
            },
            Err(why) => {
                let text = words::unsaid(model.texts, &why);
                model.say(Level::Warning, text);
                Vec::new()
            }
        };
    }
    if let Some((_, looked)) = beside.asking.take_if(|(awaited, _)| *awaited == job) {
        let why =
            said.as_ref().err().filter(|why| **why != Unsaid::None && beside.unsaid() != Some(why)).cloned();
        let held = model.organisations.in_hand();
        model.organisations.beside.answer = Some(Answered { to: looked, at: model.now, said });
        if let Some(why) = why {
            let text = words::unsaid(model.texts, &why);
            model.hint(text);
        }
        follow(model);
        model.organisations.stand_on(held);
    }
    Vec::new()
}

/// Takes over what the register says: of the establishment in hand, which it proposes, or of the host in hand.
pub(super) fn take_over(model: &mut Model) -> Vec<Effect> {
    if model.organisations.is_at_rest() {
        return read_on(model);
    }
    let pane = &mut model.organisations;
    if let Some(Proposed { said, known }) = pane.proposal().cloned() {
        match (known, &said.name) {
            (None, Some(_)) => return send(model, HostChange::Take(Box::new(said))),
            (None, None) => {
                // It does not want to be named: whoever adds it knows it.
                let fields = boxes::add(model.texts, &said.details());
                show(model, fields);
                return Vec::new();
            }
            (Some(_), _) => {}
        }
        // It is here under another name.
        said.siret.as_str().clone_into(&mut pane.search);
        pane.at = 0;
        return read(model);
    }
    let Some(sheet) = pane.current() else { return say(model, "said-host-in-hand") };
    let sheet = sheet.clone();
    if let Some(said) = pane.beside.about(&sheet).cloned() {
        return refresh(model, &sheet, said);
    }
    let Ok(siret) = Siret::parse(&sheet.text("siret")) else { return say(model, "said-host-no-siret") };
    let job = model.new_job();
    model.organisations.beside.refreshing.push((job, sheet));
    vec![Effect::Ask(job, Ask::Register(Looked::Siret(siret), None))]
}

/// A question failed.
pub(super) fn failed(beside: &mut Beside, job: JobId) {
    beside.asking.take_if(|(awaited, _)| *awaited == job);
    beside.reading.take_if(|(awaited, _)| *awaited == job);
    beside.refreshing.retain(|(awaited, _)| *awaited != job);
}

/// Takes over what the register says of a host, which stood so when that was asked for.
fn refresh(model: &mut Model, sheet: &HostSheet, said: Registered) -> Vec<Effect> {
    send_about(model, HostChange::Refresh(sheet.id, Box::new(said)), Some(sheet))
}

fn say(model: &mut Model, id: &'static str) -> Vec<Effect> {
    let text = model.texts.get(id).to_owned();
    model.say(Level::Warning, text);
    Vec::new()
}
