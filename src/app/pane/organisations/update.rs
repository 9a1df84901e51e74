//! Moving in the registry, reading it, and changing what is in hand.

use super::Compared;
use super::change::send;
use super::state::{OrganisationsPane, ROWS, SheetLine, Shelf};
use super::{boxes, register, table};
use crate::app::action::{CursorAction, OrganisationAction};
use crate::app::begun::show;
use crate::app::effect::{Ask, Effect};
use crate::app::message::JobId;
use crate::app::model::{Level, Model, Pane};
use crate::app::overlay::{Overlay, ReaderBox, ReaderText};
use crate::app::prompt::{Prompt, PromptKind};
use crate::app::words;
use crate::domain::act::{Change, HistoryEntry};
use crate::domain::organisation::registered::looked_for;
use crate::domain::organisation::{
    FEW, HOST_FIELDS, Host, HostChange, HostEvent, HostLists, HostSheet, HostState, Kept, NEARLY, Pair,
};
use crate::i18n::Texts;

/// What an action does here.
pub fn run(model: &mut Model, action: OrganisationAction) -> Vec<Effect> {
    match action {
        OrganisationAction::Open => return open(model),
        OrganisationAction::Next => return turn(model, 1),
        OrganisationAction::Previous => return turn(model, Shelf::ALL.len() - 1),
        OrganisationAction::Into => model.organisations.inside = model.organisations.lines() > 0,
        OrganisationAction::Out => model.organisations.inside = false,
        OrganisationAction::Search => {
            let text = model.organisations.search.clone();
            model.prompt = Some(Prompt::new(PromptKind::Search, &text));
        }
        OrganisationAction::Add => {
            // What was looked for in vain is what is to be added.
            let pane = &model.organisations;
            let typed = if pane.hosts.is_empty() { pane.search.as_str() } else { "" };
            let fields = boxes::add(model.texts, &looked_for(typed));
            show(model, fields);
        }
        OrganisationAction::Import => {
            let fields = table::ask(model.texts);
            show(model, fields);
        }
        OrganisationAction::Export => match model.organisations.shelf {
            Shelf::Hosts(kept) => {
                let fields = table::ask_where(model.texts, &model.organisations.search, kept);
                show(model, fields);
            }
            Shelf::Duplicates => say(model, "said-host-in-hand"),
        },
        OrganisationAction::Change => return change(model),
        OrganisationAction::Register => return register::take_over(model),
        OrganisationAction::Approve => set_state(model, HostState::Active),
        OrganisationAction::Retire => set_state(model, HostState::Retired),
        OrganisationAction::History => return history(model),
        OrganisationAction::Duplicates => return duplicates(model),
        OrganisationAction::Swap => {
            if let Some(compared) = compared(model) {
                compared.swap();
            }
        }
        OrganisationAction::Merge => match model.organisations.side_by_side() {
            Some(compared) => {
                let fields = boxes::merge(model.texts, compared);
                show(model, fields);
            }
            None => say(model, "said-pair-first"),
        },
        OrganisationAction::Apart => match model.organisations.pair() {
            Some(pair) => {
                let change = HostChange::Apart(pair.one, pair.other);
                return send(model, change);
            }
            None => say(model, "said-pair-first"),
        },
        OrganisationAction::Undo => return undo(model),
    }
    Vec::new()
}

fn compared(model: &mut Model) -> Option<&mut Compared> {
    model.organisations.side_by_side()?;
    model.organisations.compared.as_mut()
}

fn open(model: &mut Model) -> Vec<Effect> {
    if model.focus == Pane::Organisations {
        return Vec::new();
    }
    model.focus = Pane::Organisations;
    read(model)
}

fn turn(model: &mut Model, by: usize) -> Vec<Effect> {
    let here = Shelf::ALL.iter().position(|shelf| *shelf == model.organisations.shelf).unwrap_or(0);
    let pane = &mut model.organisations;
    pane.shelf = Shelf::ALL.into_iter().cycle().nth(here + by).unwrap_or_default();
    (pane.at, pane.line, pane.inside) = (0, 0, false);
    // Where all that waits is to be seen, nothing narrows it unseen.
    pane.search.clear();
    pane.hosts.clear();
    register::follow(model);
    read(model)
}

/// Reads the shelf.
pub fn read(model: &mut Model) -> Vec<Effect> {
    let job = model.new_job();
    let pane = &mut model.organisations;
    (pane.loading, pane.alike) = (Some(job), None);
    let ask = match pane.shelf {
        Shelf::Hosts(kept) => Ask::Hosts { words: pane.search.clone(), kept, rows: ROWS },
        Shelf::Duplicates => Ask::HostPairs(None),
    };
    let mut effects = vec![Effect::Ask(job, ask)];
    // They hardly ever change.
    if model.organisations.lists == HostLists::default() {
        let job = model.new_job();
        effects.push(Effect::Ask(job, Ask::HostLists));
    }
    effects
}

/// Others changed something: what shows is read again.
pub fn refresh(model: &mut Model) -> Vec<Effect> {
    // The scan of the whole registry is asked for by a person.
    if model.focus != Pane::Organisations || model.organisations.shelf == Shelf::Duplicates {
        return Vec::new();
    }
    read(model)
}

/// What is typed has changed.
pub fn narrow(model: &mut Model, text: &str) -> Vec<Effect> {
    let pane = &mut model.organisations;
    if pane.shelf == Shelf::Duplicates {
        pane.shelf = Shelf::default();
    }
    text.trim().clone_into(&mut pane.search);
    (pane.at, pane.inside) = (0, false);
    register::follow(model);
    read(model)
}

/// The hosts of the shelf have come.
pub fn came(model: &mut Model, job: JobId, hosts: Vec<Host>) -> Vec<Effect> {
    let pane = &mut model.organisations;
    if pane.loading.take_if(|awaited| *awaited == job).is_none() {
        return Vec::new();
    }
    let held = pane.in_hand();
    let asked = Some((pane.shelf, pane.search.clone()));
    // Those nearly named so stay until they are found again, if they are.
    let is_same = pane.answered == asked && hosts.len() < FEW;
    let nearly = if is_same { pane.hosts.split_off(pane.exact.min(pane.hosts.len())) } else { Vec::new() };
    (pane.answered, pane.exact, pane.hosts) = (asked, hosts.len(), hosts);
    add_alike(pane, nearly);
    register::follow(model);
    model.organisations.stand_on(held);
    let mut effects = show_host(model);
    let pane = &model.organisations;
    let nearly = pane.exact < FEW && pane.search.chars().count() >= NEARLY;
    if nearly && pane.shelf == Shelf::Hosts(Kept::InUse) {
        let words = pane.search.clone();
        let job = model.new_job();
        model.organisations.alike = Some(job);
        effects.push(Effect::Ask(job, Ask::HostsAlike(words)));
    }
    effects
}

/// Those nearly named so have come: they stand after the others.
pub fn alike_came(model: &mut Model, job: JobId, found: Vec<Host>) -> Vec<Effect> {
    let pane = &mut model.organisations;
    if pane.alike.take_if(|awaited| *awaited == job).is_none() {
        return Vec::new();
    }
    let held = pane.in_hand();
    pane.hosts.truncate(pane.exact);
    add_alike(pane, found);
    register::follow(model);
    model.organisations.stand_on(held);
    show_host(model)
}

/// Puts those nearly named so after the others.
fn add_alike(pane: &mut OrganisationsPane, found: Vec<Host>) {
    let new = found.into_iter().filter(|host| !pane.hosts.iter().any(|known| known.id == host.id));
    let new: Vec<Host> = new.collect();
    pane.hosts.extend(new);
}

/// The pairs have come.
pub fn pairs_came(model: &mut Model, job: JobId, pairs: Vec<Pair>) -> Vec<Effect> {
    let pane = &mut model.organisations;
    if pane.loading.take_if(|awaited| *awaited == job).is_none() {
        return Vec::new();
    }
    pane.pairs = pairs;
    pane.at = pane.at.min(pane.pairs.len().saturating_sub(1));
    if pane.pairs.is_empty() {
        pane.inside = false;
    }
    show_host(model)
}

/// Asks for the entry in hand.
pub(super) fn show_host(model: &mut Model) -> Vec<Effect> {
    let job = model.new_job();
    let pane = &mut model.organisations;
    let ask = match (pane.host(), pane.pair()) {
        (Some(host), _) => Ask::Host(host.id),
        (_, Some(pair)) => Ask::HostPair(pair.one, pair.other),
        (None, None) => return Vec::new(),
    };
    pane.reading = Some(job);
    vec![Effect::Ask(job, ask)]
}

/// A host has come.
pub fn sheet_came(model: &mut Model, job: JobId, sheet: Option<HostSheet>) {
    if model.organisations.reading.take_if(|awaited| *awaited == job).is_some() {
        model.organisations.sheet = sheet;
        register::follow(model);
        model.organisations.stay_inside();
    }
}

/// Two hosts have come.
pub fn pair_came(model: &mut Model, job: JobId, pair: Option<(HostSheet, HostSheet)>) {
    let pane = &mut model.organisations;
    if pane.reading.take_if(|awaited| *awaited == job).is_some() {
        pane.compared = pair.map(|(one, other)| Compared::new(one, other));
        pane.stay_inside();
    }
}

/// The lists that fields take entries from have come.
pub fn lists_came(model: &mut Model, lists: HostLists) {
    model.organisations.lists = lists;
}

/// Moves the hand.
pub fn cursor(model: &mut Model, action: CursorAction) -> Vec<Effect> {
    match model.organisations.step(action.lines(model.drawn.page)) {
        true => show_host(model),
        false => Vec::new(),
    }
}

/// Goes to an entry and into its details, or to one of its lines.
pub fn choose(model: &mut Model, place: usize) -> Vec<Effect> {
    let pane = &mut model.organisations;
    if pane.inside {
        pane.line = place.min(pane.lines().saturating_sub(1));
        return Vec::new();
    }
    let moved = pane.step(place as isize - pane.at as isize);
    if moved { show_host(model) } else { Vec::new() }
}

/// Steps out, one thing at a time: the details, the search; nothing once there is nothing left to step out of.
pub fn escape(model: &mut Model) -> Option<Vec<Effect>> {
    let pane = &mut model.organisations;
    if pane.inside {
        pane.inside = false;
        return Some(Vec::new());
    }
    if pane.search.is_empty() {
        return None;
    }
    pane.search.clear();
    register::follow(model);
    Some(read(model))
}

/// The right that changing what is in hand takes.
pub fn right_to_change(model: &Model, action: OrganisationAction) -> Option<&'static str> {
    use OrganisationAction::{Add, Apart, Approve, Change, Import, Merge, Register, Retire, Undo};
    let pane = &model.organisations;
    match action {
        Add => Some("ORGA_ACC.create"),
        Change if !pane.inside || pane.shelf == Shelf::Duplicates => None,
        Change => match pane.sheet_line()? {
            // Whoever added a host that waits changes it too: the database knows.
            SheetLine::Field(_) | SheetLine::Proposal(_)
                if pane.current().is_some_and(|sheet| sheet.edited) =>
            {
                None
            }
            SheetLine::Field(_) | SheetLine::Proposal(_) => Some("ORGA_ACC.modify"),
            SheetLine::Service(_) | SheetLine::Contact(..) => Some("SERVICE_CONTACT_ACC.modify"),
            SheetLine::AddContact(_) | SheetLine::AddService => Some("SERVICE_CONTACT_ACC.create"),
            SheetLine::Merge(_) => Some("ORGA_ACC.delete"),
        },
        // What is undone there is a merge; elsewhere the right is that of what was done.
        Undo if matches!(pane.sheet_line(), Some(SheetLine::Merge(_))) => Some("ORGA_ACC.delete"),
        // The database lets staff alone bring tables in: others who add do so one by one, for a file of their own.
        Import => Some("ORGA_ACC.create"),
        // Those who only add, for a file of their own, do so by hand.
        Register | Approve | Apart => Some("ORGA_ACC.modify"),
        Retire | Merge => Some("ORGA_ACC.delete"),
        _ => None,
    }
}

fn change(model: &mut Model) -> Vec<Effect> {
    if model.organisations.is_at_rest() {
        return register::read_on(model);
    }
    if !model.organisations.inside {
        model.organisations.inside = model.organisations.lines() > 0;
        return Vec::new();
    }
    let line = model.organisations.line;
    if let Some(compared) = compared(model) {
        if let Some(field) = HOST_FIELDS.get(line) {
            compared.take(field);
        }
        return Vec::new();
    }
    let pane = &model.organisations;
    let Some((sheet, line)) = pane.current().zip(pane.sheet_line()) else { return Vec::new() };
    let fields = match line {
        SheetLine::Field(name) => Some(boxes::field(model, sheet, name)),
        SheetLine::Proposal(at) => pane.proposed.get(at).map(|one| boxes::adopt(model.texts, sheet, one)),
        SheetLine::Merge(at) => sheet.merges.get(at).map(|merge| boxes::part(model.texts, sheet, merge)),
        SheetLine::AddService => Some(boxes::service(model, sheet, None)),
        SheetLine::Service(at) => {
            sheet.services.get(at).map(|service| boxes::service(model, sheet, Some(service)))
        }
        SheetLine::AddContact(at) => {
            sheet.services.get(at).map(|service| boxes::contact(model, service, None))
        }
        SheetLine::Contact(at, who) => sheet.services.get(at).and_then(|service| {
            service.contacts.get(who).map(|contact| boxes::contact(model, service, Some(contact)))
        }),
    };
    if let Some(fields) = fields {
        show(model, fields);
    }
    Vec::new()
}

/// Undoes the merge in hand, once that was asked, or else the last change made here.
fn undo(model: &mut Model) -> Vec<Effect> {
    if let Some(SheetLine::Merge(_)) = model.organisations.sheet_line() {
        return change(model);
    }
    match model.organisations.undo.clone() {
        Some(undo) => return send(model, undo),
        None => say(model, "said-host-nothing-to-undo"),
    }
    Vec::new()
}

fn set_state(model: &mut Model, state: HostState) {
    let Some(sheet) = model.organisations.current() else { return say(model, "said-host-in-hand") };
    if sheet.state == state {
        return say(model, if state == HostState::Active { "said-host-active" } else { "said-host-retired" });
    }
    let fields = boxes::state(model.texts, sheet, state);
    show(model, fields);
}

fn history(model: &mut Model) -> Vec<Effect> {
    let Some(host) = model.organisations.host() else {
        say(model, "said-host-in-hand");
        return Vec::new();
    };
    let (id, name) = (host.id, host.name.clone());
    let job = model.new_job();
    let text = ReaderText::History(Vec::new().into());
    model.overlay =
        Some(Overlay::Reader(ReaderBox { text, subject: Some(name), loading: Some(job), scroll: 0 }));
    vec![Effect::Ask(job, Ask::HostHistory(id))]
}

/// What happened to a host, as the history of anything is read: whose service or contact it was stands first.
pub fn told(texts: Texts, events: Vec<HostEvent>) -> Vec<HistoryEntry> {
    let read = |change: Change| match change.field.as_str() {
        "state" => {
            let state = |code: Option<String>| code.map(|code| words::host_state(texts, &code).to_owned());
            Change { from: state(change.from), to: state(change.to), ..change }
        }
        _ => change,
    };
    let entry = |(seq, event): (i32, HostEvent)| {
        let name = |about| Change { field: event.part.clone(), from: None, to: Some(about), masked: false };
        HistoryEntry {
            seq,
            at: event.at,
            by: event.by,
            verb: format!("{}.{}", event.part, event.verb),
            changes: event.about.map(name).into_iter().chain(event.changes.into_iter().map(read)).collect(),
            reason: event.reason,
        }
    };
    (1..).zip(events).map(entry).collect()
}

/// The likely duplicates of the host in hand.
fn duplicates(model: &mut Model) -> Vec<Effect> {
    let Some(host) = model.organisations.host().map(|host| host.id) else {
        say(model, "said-host-in-hand");
        return Vec::new();
    };
    let job = model.new_job();
    let pane = &mut model.organisations;
    (pane.shelf, pane.at, pane.inside) = (Shelf::Duplicates, 0, false);
    pane.pairs.clear();
    pane.loading = Some(job);
    vec![Effect::Ask(job, Ask::HostPairs(Some(host)))]
}

/// A question failed.
pub fn failed(model: &mut Model, job: JobId) {
    let pane = &mut model.organisations;
    for awaited in
        [&mut pane.tabling, &mut pane.loading, &mut pane.alike, &mut pane.reading, &mut pane.changing]
    {
        awaited.take_if(|awaited| *awaited == job);
    }
    register::failed(&mut pane.beside, job);
}

fn say(model: &mut Model, id: &'static str) {
    let text = model.texts.get(id).to_owned();
    model.say(Level::Warning, text);
}
