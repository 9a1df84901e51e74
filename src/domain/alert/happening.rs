//! From entries of the outbox to what is told: an act and its undoing are nothing, edits that follow each other are one, and
//! what is not news any more is not told.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Event;
use crate::domain::compliance::Figures;
use crate::domain::convention::StepKind;
use crate::domain::form::Value;

/// An entry of the outbox.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Raised {
    /// Its number: the order in which things happened.
    pub id: i64,
    /// The verb of the history, or what was raised beside it.
    pub verb: String,
    /// How long ago, in seconds.
    pub age: i64,
    /// Who did it; nobody for the program's own acts.
    pub person: Option<i32>,
    /// Their name.
    pub by: Option<Doer>,
    /// They are a student.
    pub by_student: bool,
    /// The file, or the amendment, had been handed in.
    pub in_hand: bool,
    /// What it changed.
    pub changes: Vec<Change>,
    /// Why.
    pub reason: Option<String>,
    /// What else it says.
    pub told: Told,
}

/// Who did something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doer {
    /// Their given name.
    pub given_name: String,
    /// Their surname.
    pub surname: String,
}

/// A field that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Change {
    /// The field.
    pub field: String,
    /// What it held.
    pub from: Value,
    /// What it holds.
    pub to: Value,
    /// A text or a list, of which only the name is told.
    pub hidden: bool,
}

/// What an event says beside its changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// What the rules found.
    pub findings: Vec<Found>,
    /// The step that is waited for.
    pub step: Option<String>,
    /// Since when, as the database writes it.
    pub since: Option<String>,
    /// The amendment.
    pub amendment: Option<i32>,
    /// The host that is closed.
    pub host: Option<String>,
    /// The day on which it closed.
    pub on: Option<String>,
    /// To whom a mail did not arrive.
    pub name: Option<String>,
    /// At which address.
    pub address: Option<String>,
    /// What the mail was about.
    pub subject: Option<String>,
    /// Why it did not arrive.
    pub why: Option<String>,
}

/// What a rule found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The rule.
    pub rule: String,
    /// The figures of its sentence.
    #[serde(default)]
    pub figures: Figures,
}

/// What somebody is told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// The entry that it comes from: the first, where several are one.
    pub id: i64,
    /// What it is.
    pub event: Event,
    /// Who did it.
    pub person: Option<i32>,
    /// Their name.
    pub by: Option<Doer>,
    /// The amendment that it is about.
    pub amendment: Option<i32>,
    /// What changed.
    pub changes: Vec<Change>,
    /// Why.
    pub reason: Option<String>,
    /// What else it says.
    pub told: Told,
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// Something that is told.
    Told,
    /// Something that nobody wants to be told of.
    Nobody,
    /// It was undone, or undoes, before anybody was told.
    Undone,
    /// Another entry tells it.
    Merged,
    /// It is too late for news.
    Old,
    /// Nobody is told of such.
    Quiet,
}

impl Became {
    /// The database's word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Nobody => "nobody",
            Self::Undone => "undone",
            Self::Merged => "merged",
            Self::Old => "old",
            Self::Quiet => "quiet",
        }
    }
}

/// How long entries wait, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// How long each is held, so that an undoing tells nothing; for edits, how long nobody goes on.
    pub hold: i64,
    /// How long edits that go on wait at most.
    pub patience: i64,
    /// From when on it is no news.
    pub old: i64,
}

/// What the entries of one file come to.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What is told, in its order.
    pub happenings: Vec<Happening>,
    /// The entries that are done with.
    pub settled: Vec<(i64, Became)>,
    /// Those that wait for more of the same.
    pub held: Vec<i64>,
}

/// Reads the entries of one file, which come in their order.
pub fn read(raised: &[Raised], times: Times) -> Reading {
    let mut reading = Reading::default();
    let fate = undone(raised);
    let series = edits(raised, &fate);
    for (place, entry) in raised.iter().enumerate() {
        let merged = series.get(&place);
        if fate[place] {
            reading.settled.push((entry.id, Became::Undone));
        } else if let Some(first) = merged {
            let one = &raised[*first];
            let last = series.iter().rev().find(|(_, of)| *of == first).map_or(place, |(at, _)| *at);
            let ripe = raised[last].age >= times.hold || one.age >= times.patience;
            match () {
                () if !ripe => reading.held.push(entry.id),
                () if one.age >= times.old => reading.settled.push((entry.id, Became::Old)),
                () if place == *first => {
                    let of: Vec<&Raised> =
                        series.iter().filter(|(_, of)| *of == first).map(|(at, _)| &raised[*at]).collect();
                    let changes = net(&of);
                    let became = if changes.is_empty() { Became::Undone } else { Became::Told };
                    if became == Became::Told {
                        let whole = Raised { changes, ..one.clone() };
                        reading.happenings.extend(happenings(&whole));
                    }
                    reading.settled.push((entry.id, became));
                }
                () => reading.settled.push((entry.id, Became::Merged)),
            }
        } else if entry.age >= times.hold {
            let told = if entry.age >= times.old { Vec::new() } else { happenings(entry) };
            let became = match told.is_empty() {
                _ if entry.age >= times.old => Became::Old,
                true => Became::Quiet,
                false => Became::Told,
            };
            reading.happenings.extend(told);
            reading.settled.push((entry.id, became));
        }
    }
    reading
}

/// Those that another entry takes back, and those that take back: each with the last one before it that does the contrary.
fn undone(raised: &[Raised]) -> Vec<bool> {
    let mut fate = vec![false; raised.len()];
    for place in 0..raised.len() {
        let contrary =
            (0..place).rev().find(|before| !fate[*before] && undoes(&raised[place], &raised[*before]));
        if let Some(before) = contrary {
            fate[place] = true;
            fate[before] = true;
        }
    }
    fate
}

fn undoes(later: &Raised, earlier: &Raised) -> bool {
    let same = || {
        later.changes.first().map(|change| &change.field)
            == earlier.changes.first().map(|change| &change.field)
    };
    match (later.verb.as_str(), earlier.verb.as_str()) {
        ("unvalidate", "validate")
        | ("validate", "unvalidate")
        | ("amend_unvalidate", "amend_validate")
        | ("amend_validate", "amend_unvalidate") => same(),
        ("restore", "return" | "cancel") => true,
        ("amend_restore", "amend_return" | "amend_cancel") => same(),
        _ => false,
    }
}

/// For the place of each edit, that of the first of its series: those of one person on a file, or on one amendment.
fn edits(raised: &[Raised], fate: &[bool]) -> BTreeMap<usize, usize> {
    let mut firsts = BTreeMap::new();
    let mut series = BTreeMap::new();
    for (place, entry) in raised.iter().enumerate() {
        if fate[place] || !entry.in_hand || !matches!(entry.verb.as_str(), "edit" | "amend_edit") {
            continue;
        }
        let first = *firsts.entry((entry.verb.as_str(), entry.person, amendment(entry))).or_insert(place);
        series.insert(place, first);
    }
    series
}

/// What a series of edits comes to: the first value and the last one of each field that is not what it was.
fn net(edits: &[&Raised]) -> Vec<Change> {
    let mut net: Vec<Change> = Vec::new();
    for change in edits.iter().flat_map(|edit| &edit.changes) {
        match net.iter_mut().find(|known| known.field == change.field) {
            Some(known) => known.to = change.to.clone(),
            None => net.push(change.clone()),
        }
    }
    net.retain(|change| change.hidden || change.from != change.to);
    net
}

/// The number in `amendment.2` or `amendment.2.end_date`.
fn amendment(entry: &Raised) -> Option<i32> {
    entry.told.amendment.or_else(|| {
        let field = &entry.changes.first()?.field;
        field.strip_prefix("amendment.")?.split('.').next()?.parse().ok()
    })
}

fn happenings(entry: &Raised) -> Vec<Happening> {
    let become_of = |field: &str| entry.changes.iter().find(|change| change.field == field);
    let went =
        |state: &str| become_of("file_state").is_some_and(|change| change.from.as_str() == Some(state));
    let of_amendment =
        |state: &str| entry.changes.first().is_some_and(|change| change.to.as_str() == Some(state));
    let was_cancelled = match entry.verb.as_str() {
        "restore" => went("cancelled"),
        _ => entry.changes.first().is_some_and(|change| change.from.as_str() == Some("cancelled")),
    };
    let by = |student, staff| Some(if entry.by_student { student } else { staff });
    let step =
        entry.changes.first().and_then(|change| StepKind::from_code(change.field.strip_prefix("step.")?));
    let event = match entry.verb.as_str() {
        "submit" if went("to_correct") => by(Event::ChangedByStudent, Event::ChangedByStaff),
        "submit" => by(Event::CreatedByStudent, Event::CreatedByStaff),
        "edit" if entry.in_hand => by(Event::ChangedByStudent, Event::ChangedByStaff),
        "validate" => step.map(|step| match step {
            StepKind::Pedagogical => Event::PedagogicalDone,
            StepKind::Check => Event::CheckDone,
            StepKind::Administrative => Event::AdministrativeDone,
        }),
        "unvalidate" => step.map(|step| match step {
            StepKind::Pedagogical => Event::PedagogicalUndone,
            StepKind::Check => Event::CheckUndone,
            StepKind::Administrative => Event::AdministrativeUndone,
        }),
        "return" | "amend_return" => Some(Event::Returned),
        "cancel" | "amend_cancel" => Some(Event::Cancelled),
        "restore" | "amend_restore" if was_cancelled => Some(Event::Reopened),
        "restore" | "amend_restore" => Some(Event::Restored),
        "sign" => Some(Event::Signed),
        "amend_submit" => by(Event::AmendmentCreatedByStudent, Event::AmendmentCreatedByStaff),
        "amend_edit" if entry.in_hand => by(Event::AmendmentChangedByStudent, Event::AmendmentChangedByStaff),
        "amend_validate" if of_amendment("validated") => Some(Event::AmendmentValidated),
        "amend_unvalidate" if of_amendment("submitted") => Some(Event::AmendmentUndone),
        "amend_sign" if of_amendment("signed") => Some(Event::Signed),
        "evaluate" => {
            entry.changes.first().and_then(|change| match change.field.strip_prefix("evaluation.")? {
                "student" => Some(Event::StudentEvaluated),
                "supervisor" => Some(Event::SupervisorEvaluated),
                "tutor" => Some(Event::TutorEvaluated),
                _ => None,
            })
        }
        raised @ ("evaluations_complete"
        | "late"
        | "finding"
        | "host_closed"
        | "amendment_waiting"
        | "delivery_failed") => Event::from_code(raised),
        _ => None,
    };
    let Some(event) = event else { return Vec::new() };
    let one = |event, changes| Happening {
        id: entry.id,
        event,
        person: entry.person,
        by: entry.by.clone(),
        amendment: amendment(entry),
        changes,
        reason: entry.reason.clone(),
        told: entry.told.clone(),
    };
    let supervisor = |change: &&Change| change.field == "supervisor_id";
    let other = matches!(entry.verb.as_str(), "edit" | "amend_validate")
        .then(|| entry.changes.iter().find(supervisor))
        .flatten();
    let told =
        |change: &Change| !change.field.starts_with("amendment.") || change.field.matches('.').count() > 1;
    let changes = entry.changes.iter().filter(|change| told(change)).cloned().collect();
    let mut found = vec![one(event, changes)];
    found.extend(other.map(|change| one(Event::SupervisorChanged, vec![change.clone()])));
    found
}
