//! Moving in the administration, reading it, and changing what is in hand.

use super::form;
use super::state::{PERSON_LINES, PersonLine};
use crate::app::action::{AdministrationAction, CursorAction};
use crate::app::begun::{self, show};
use crate::app::effect::{Ask, Effect};
use crate::app::message::{JobId, Records};
use crate::app::model::{Level, Model, Pane};
use crate::app::prompt::{Prompt, PromptKind};
use crate::domain::access::Register;
use crate::domain::fold::fold;

/// What an action does here.
pub fn run(model: &mut Model, action: AdministrationAction) -> Vec<Effect> {
    match action {
        AdministrationAction::Roles => return open(model, Register::Roles),
        AdministrationAction::People => return open(model, Register::People),
        AdministrationAction::Centres => return open(model, Register::Centres),
        AdministrationAction::Establishment => return open(model, Register::Establishment),
        AdministrationAction::Next => return turn(model, 1),
        AdministrationAction::Previous => return turn(model, Register::ALL.len() - 1),
        AdministrationAction::Into => model.administration.right(),
        AdministrationAction::Out => model.administration.left(),
        AdministrationAction::Search => {
            let text = model.administration.search.clone();
            model.prompt = Some(Prompt::new(PromptKind::Search, &text));
        }
        AdministrationAction::Add => add(model),
        AdministrationAction::Change => change(model),
        AdministrationAction::Remove => remove(model),
    }
    Vec::new()
}

/// The right that changing what is in hand takes.
pub fn right_to_change(register: Register) -> &'static str {
    match register {
        Register::Roles | Register::People | Register::Establishment => "PARAM_GLOBAL.modify",
        Register::Centres => "PARAM_CENTRE.modify",
    }
}

fn open(model: &mut Model, register: Register) -> Vec<Effect> {
    model.administration.open(register);
    if model.focus == Pane::Administration {
        return Vec::new();
    }
    model.focus = Pane::Administration;
    read(model)
}

fn turn(model: &mut Model, by: usize) -> Vec<Effect> {
    let all = Register::ALL;
    let here = all.iter().position(|register| *register == model.administration.register).unwrap_or(0);
    let there = all.into_iter().cycle().nth(here + by);
    open(model, there.unwrap_or_default())
}

/// Reads the registers.
pub fn read(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    model.administration.loading.clear();
    for register in Register::ALL {
        let job = model.new_job();
        model.administration.loading.push((register, job));
        effects.push(Effect::Ask(job, Ask::Administration(register)));
    }
    effects
}

/// Others changed something: the registers are read again while they show.
pub fn refresh(model: &mut Model) -> Vec<Effect> {
    if model.focus == Pane::Administration { read(model) } else { Vec::new() }
}

/// A register has come.
pub fn came(model: &mut Model, job: JobId, records: Records) {
    let pane = &mut model.administration;
    let Some(at) = pane.loading.iter().position(|(_, awaited)| *awaited == job) else { return };
    pane.loading.remove(at);
    let kept = pane.code().map(str::to_owned);
    match records {
        Records::Roles(roles) => pane.roles = roles,
        Records::People(mut people) => {
            people.sort_by_cached_key(|who| fold(&who.name()));
            pane.people = people;
        }
        Records::Centres(centres) => pane.centres = centres,
        Records::Establishment(here) => {
            pane.inside |=
                pane.establishment.replace(here).is_none() && pane.register == Register::Establishment;
        }
    }
    pane.stand_on(kept.as_deref());
}

/// A change was made: the box closes, and what it changed is read again.
pub fn changed(model: &mut Model, job: JobId) -> Vec<Effect> {
    begun::taken(model, job);
    let text = model.texts.get("said-administered").to_owned();
    model.say(Level::Info, text);
    read(model)
}

/// Moves the hand; half a page is ten lines, which suits lists this short.
pub fn cursor(model: &mut Model, action: CursorAction) {
    model.administration.step(action.lines(model.drawn.page));
}

/// Goes to an entry and into its details, or to one of its details.
pub fn choose(model: &mut Model, place: usize) -> Vec<Effect> {
    let pane = &mut model.administration;
    if pane.inside {
        pane.line = place.min(pane.lines().saturating_sub(1));
    } else {
        pane.step(place as isize - pane.at as isize);
        pane.right();
    }
    Vec::new()
}

/// Steps out, one thing at a time: the search, the details, the pane; false once there is nothing left to step out of.
pub fn escape(model: &mut Model) -> bool {
    let pane = &mut model.administration;
    if pane.inside {
        pane.inside = false;
    } else if !pane.search.is_empty() {
        pane.narrow("");
    } else {
        return false;
    }
    true
}

fn add(model: &mut Model) {
    match model.administration.register {
        Register::Roles => show(model, form::add_role(model)),
        Register::People => show(model, form::add_person(model)),
        Register::Centres => show(model, form::add_centre(model.texts)),
        Register::Establishment => say(model, "said-not-addable"),
    }
}

fn change(model: &mut Model) {
    let pane = &model.administration;
    if !pane.inside {
        return model.administration.right();
    }
    let texts = model.texts;
    let fields = match pane.register {
        Register::Roles => pane.role().and_then(|role| form::right(texts, role, pane.line, pane.column)),
        Register::People => pane.member().zip(PERSON_LINES.get(pane.line)).map(|(who, line)| match line {
            PersonLine::Own(field) => form::own_detail(texts, who, field),
            PersonLine::Roles => form::roles(model, who),
            PersonLine::Centres => form::centres(model, who),
            PersonLine::Account => form::account(texts, who),
        }),
        Register::Centres | Register::Establishment => {
            pane.centre().and_then(|centre| form::of_centre(texts, centre, pane.line))
        }
    };
    match fields {
        Some(fields) => show(model, fields),
        None => say(model, "said-not-changeable"),
    }
}

fn remove(model: &mut Model) {
    let (texts, pane) = (model.texts, &model.administration);
    let fields = match pane.register {
        Register::Roles => {
            pane.role().filter(|role| role.origin.is_some()).map(|role| form::remove_role(texts, role))
        }
        Register::People => pane.member().filter(|who| who.active).map(|who| form::account(texts, who)),
        Register::Centres | Register::Establishment => None,
    };
    match fields {
        Some(fields) => show(model, fields),
        None => say(model, "said-not-removable"),
    }
}

fn say(model: &mut Model, id: &'static str) {
    let text = model.texts.get(id).to_owned();
    model.say(Level::Warning, text);
}
