//! Moving in the alerts, reading them, and changing what is in hand.

use super::boxes::{self, AlertForm};
use super::foretelling;
use super::state::{MyLine, Scope, next_cell, next_pace};
use super::writing;
use crate::app::action::{AlertsAction, Arg, CursorAction};
use crate::app::begun::{self, show};
use crate::app::effect::{AlertAsk, Ask, Effect};
use crate::app::message::{AlertTold, JobId};
use crate::app::model::{Level, Model, Pane};
use crate::app::overlay::{FieldsBox, Overlay, ReaderBox, ReaderText};
use crate::app::words;
use crate::domain::alert::{AlertChange, Decision, MAIL_LANGUAGES, Settled};

/// What an action does here.
pub fn run(model: &mut Model, action: AlertsAction, arg: Option<Arg>) -> Vec<Effect> {
    match action {
        AlertsAction::Open => return open(model, Scope::Establishment),
        AlertsAction::Mine => return open(model, Scope::Mine),
        AlertsAction::Undelivered => return open(model, Scope::Undelivered),
        AlertsAction::Foretell => return foretelling::ask(model, arg),
        AlertsAction::Deliveries => return foretelling::deliveries(model),
        AlertsAction::Next => return turn(model, true),
        AlertsAction::Previous => return turn(model, false),
        AlertsAction::Into => model.alerts.step_aside(1),
        AlertsAction::Out => model.alerts.step_aside(-1),
        AlertsAction::Change => return change(model),
        AlertsAction::Edit => return writing::edit(model, arg),
        AlertsAction::Try => return writing::try_it(model, arg),
        AlertsAction::Variables => return writing::variables(model),
        AlertsAction::Inherit => writing::inherit(model),
        AlertsAction::Closures => match boxes::closures(model) {
            Some(fields) => show(model, fields),
            None => say(model, "said-alerts-no-closures"),
        },
        AlertsAction::Read => read_mail(model),
        AlertsAction::Retry => return decide(model, Decision::Retry),
        AlertsAction::Redirect => match boxes::redirect(model) {
            Some(fields) => show(model, fields),
            None => say(model, "said-alerts-no-mail"),
        },
        AlertsAction::Drop => match boxes::drop_mail(model) {
            Some(fields) => show(model, fields),
            None => say(model, "said-alerts-no-mail"),
        },
    }
    Vec::new()
}

/// The right that changing what is in hand takes; one's own preferences take none.
pub fn right_to_change(model: &Model, action: AlertsAction) -> Option<&'static str> {
    use AlertsAction::{Change, Closures, Drop, Edit, Inherit, Redirect, Retry, Try};
    match (action, &model.alerts.scope) {
        (Change | Closures | Edit | Inherit | Try, Scope::Establishment) => Some("PARAM_GLOBAL.modify"),
        (Change | Closures | Edit | Inherit | Try, Scope::Centre(_)) => Some("PARAM_CENTRE.modify"),
        (Retry | Redirect | Drop, _) => Some("CONVENTION.modify"),
        _ => None,
    }
}

/// Shows the alerts of this.
pub(super) fn open(model: &mut Model, scope: Scope) -> Vec<Effect> {
    model.alerts.open(scope);
    model.focus = Pane::Alerts;
    read(model)
}

fn turn(model: &mut Model, forward: bool) -> Vec<Effect> {
    let centres = model.person.as_ref().map(|person| person.centre_codes.clone()).unwrap_or_default();
    let scopes = model.alerts.scopes(&centres);
    let here = scopes.iter().position(|scope| *scope == model.alerts.scope).unwrap_or(0);
    let there = if forward { here + 1 } else { here + scopes.len() - 1 };
    let scope = scopes.get(there % scopes.len()).cloned().unwrap_or_default();
    open(model, scope)
}

/// Reads what is in hand.
pub fn read(model: &mut Model) -> Vec<Effect> {
    let job = model.new_job();
    let pane = &mut model.alerts;
    pane.loading = Some(job);
    let ask = match &pane.scope {
        Scope::Establishment | Scope::Mine => AlertAsk::Settings(None),
        Scope::Centre(code) => AlertAsk::Settings(Some(code.clone())),
        Scope::Received => AlertAsk::Received,
        Scope::Undelivered => AlertAsk::Undelivered,
        Scope::File(id, _) => AlertAsk::Deliveries(*id),
    };
    vec![Effect::Ask(job, Ask::Alerts(ask))]
}

/// Others changed something: what shows is read again.
pub fn refresh(model: &mut Model) -> Vec<Effect> {
    // After changes of one's own it is read anyway, and before they are answered it tells of what was.
    if model.focus == Pane::Alerts && model.alerts.changing.is_empty() { read(model) } else { Vec::new() }
}

/// Something was told.
pub fn told(model: &mut Model, job: JobId, told: AlertTold) -> Vec<Effect> {
    match told {
        AlertTold::Settings(settings) => {
            if awaited(model, job) {
                model.alerts.centres.clone_from(&settings.centres);
                model.alerts.settings = Some(*settings);
                model.alerts.step(0);
            }
        }
        AlertTold::Mails(mails) => {
            if awaited(model, job) {
                // The hand stays on its mail, wherever that is now.
                let held = model.alerts.mail().map(|mail| mail.id);
                let there = held.and_then(|id| mails.iter().position(|mail| mail.id == id));
                model.alerts.line = there.unwrap_or(model.alerts.line);
                model.alerts.mails = Some(mails);
                model.alerts.step(0);
            }
        }
        AlertTold::Foretold(foretold) => foretelling::came(model, job, &foretold),
        AlertTold::Wording(wording) => writing::came(model, job, &wording),
        AlertTold::Tried(address) => {
            let said = match address {
                Some(address) => model.texts.format("said-alerts-tried", &[("address", address.into())]),
                None => model.texts.get("said-alerts-no-mail-of-mine").to_owned(),
            };
            model.say(Level::Info, said);
        }
        AlertTold::Variables(variables) => writing::variables_came(model, job, &variables),
        AlertTold::Unfit(fault) => {
            model.alerts.changing.retain(|one| *one != job);
            let why = words::text_fault(model.texts, &fault);
            model.refuse(job, why);
        }
        AlertTold::Settled(change, settled) => return settled_with(model, job, &change, settled),
    }
    Vec::new()
}

fn awaited(model: &mut Model, job: JobId) -> bool {
    let pane = &mut model.alerts;
    pane.loading.take_if(|awaited| *awaited == job).is_some() && pane.changing.is_empty()
}

/// A question failed: what it was to change is as it was.
pub fn failed(model: &mut Model, job: JobId) -> Vec<Effect> {
    let pane = &mut model.alerts;
    for awaited in [&mut pane.loading, &mut pane.asking] {
        awaited.take_if(|awaited| *awaited == job);
    }
    let changing = pane.changing.len();
    pane.changing.retain(|one| *one != job);
    if pane.changing.len() < changing && pane.changing.is_empty() { read(model) } else { Vec::new() }
}

/// Sends a change. What shows takes it over at once, so that one may go on.
pub(super) fn send(model: &mut Model, change: AlertChange) -> (JobId, Vec<Effect>) {
    let job = model.new_job();
    if let Some(settings) = &mut model.alerts.settings {
        settings.take(&change);
    }
    model.alerts.changing.push(job);
    (job, vec![Effect::Ask(job, Ask::Alerts(AlertAsk::Change(change)))])
}

/// A change was made, or not.
fn settled_with(model: &mut Model, job: JobId, change: &AlertChange, settled: Settled) -> Vec<Effect> {
    model.alerts.changing.retain(|one| *one != job);
    let texts = model.texts;
    match settled {
        Settled::Done => {
            begun::taken(model, job);
            let said = words::alert_changed(texts, change);
            model.say(Level::Info, said);
        }
        // What a box holds stays typed, and comes back in one that is opened on what stands now.
        Settled::Stale => {
            let boxed = model.sent_by(job).is_some();
            let said = texts.get(if boxed { "alerts-stale-box" } else { "said-alerts-stale" }).to_owned();
            model.refuse(job, said);
        }
        Settled::Refused(denied) => {
            let said = words::denied(texts, &denied);
            model.refuse(job, said);
        }
    }
    if model.alerts.changing.is_empty() { read(model) } else { Vec::new() }
}

/// Takes what a box says, or says what is wrong with it.
pub fn take(model: &mut Model, form: &AlertForm, fields: &mut FieldsBox) -> Vec<Effect> {
    match boxes::submit(model.texts, form, &fields.fields) {
        Ok(change) => {
            let (job, effects) = send(model, change);
            fields.sending = Some(job);
            effects
        }
        Err(lacking) => {
            fields.error = Some(lacking);
            Vec::new()
        }
    }
}

fn change(model: &mut Model) -> Vec<Effect> {
    let pane = &model.alerts;
    let Some(settings) = &pane.settings else { return Vec::new() };
    let change = match (pane.cell(), pane.my_line()) {
        (Some((event, audience)), _) => {
            let centre = pane.centre().map(str::to_owned);
            let on = next_cell(settings, centre.is_some(), event, audience);
            AlertChange::Cell { centre, seen: settings.version, event, audience, on }
        }
        (_, Some(MyLine::Language)) => {
            let other = MAIL_LANGUAGES.into_iter().find(|code| *code != settings.mine.language);
            let language = other.unwrap_or_default().to_owned();
            AlertChange::Language { seen: settings.mine.version, language }
        }
        (_, Some(line)) => {
            let event = line.code();
            let pace = next_pace(settings.mine.paces.get(event).copied(), line == MyLine::Any);
            AlertChange::Pace { seen: settings.mine.version, event: event.to_owned(), pace }
        }
        (None, None) => return Vec::new(),
    };
    send(model, change).1
}

fn decide(model: &mut Model, decision: Decision) -> Vec<Effect> {
    match model.alerts.mail().map(|mail| mail.id) {
        Some(id) => send(model, AlertChange::Decide { id, decision }).1,
        None => {
            say(model, "said-alerts-no-mail");
            Vec::new()
        }
    }
}

/// The text of the mail in hand, under what became of it.
fn read_mail(model: &mut Model) {
    let Some(mail) = model.alerts.mail() else { return say(model, "said-alerts-no-mail") };
    let mut told = words::mail_told(model.texts, mail);
    told.push(String::new());
    told.extend(mail.body.lines().map(str::to_owned));
    let text = ReaderText::Told(mail.subject.clone(), told);
    model.overlay = Some(Overlay::Reader(ReaderBox { text, subject: None, loading: None, scroll: 0 }));
}

/// Moves the hand.
pub fn cursor(model: &mut Model, action: CursorAction) {
    model.alerts.step(action.lines(model.drawn.page));
}

/// Goes to a line.
pub fn choose(model: &mut Model, place: usize) -> Vec<Effect> {
    model.alerts.line = place;
    model.alerts.step(0);
    Vec::new()
}

pub(super) fn say(model: &mut Model, id: &'static str) {
    let text = model.texts.get(id).to_owned();
    model.say(Level::Warning, text);
}
