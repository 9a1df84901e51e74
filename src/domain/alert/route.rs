//! Who is told of an event of a file, and for each of those who could be: why, or why not. The establishment's matrix
//! decides, unless the centre chooses otherwise; then each person says how fast, within what remains.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{Audience, Closure, Event, Pace};

/// What decides who is told.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Routes {
    /// What time it is, as the establishment's clocks show it.
    pub now: NaiveDateTime,
    /// The cells of the establishment's matrix that are on.
    pub defaults: Vec<(Event, Audience)>,
    /// When nobody is mailed.
    pub closures: Vec<Closure>,
    /// The centres, by their number.
    pub centres: BTreeMap<i32, Centre>,
}

/// A centre.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Centre {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its address, if it has one.
    pub address: Option<String>,
    /// Its staff are told at that address alone.
    pub only: bool,
    /// The cells that it chooses otherwise.
    pub choices: Vec<(Event, Audience, bool)>,
    /// When it sends no mail.
    pub closures: Vec<Closure>,
    /// Who works there.
    pub staff: Vec<Staff>,
}

/// Somebody who works in a centre.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Staff {
    /// Their number.
    pub id: i32,
    /// Their name.
    pub name: String,
    /// Their address, if it is known.
    pub address: Option<String>,
    /// The language of their mails.
    pub language: String,
    /// They are in charge of the centre: a manager, not a clerk.
    pub manages: bool,
    /// How fast they want to be told, by the code of the event, or `any`.
    pub paces: BTreeMap<String, Pace>,
}

/// Whom a file is about.
#[derive(Clone, Debug, Default)]
pub struct Parties {
    /// The centre in charge.
    pub centre: i32,
    /// The student.
    pub student: Party,
    /// The supervisor, if there is one.
    pub supervisor: Option<Party>,
}

/// Somebody whom a file is about.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Party {
    /// Their number among those who log in, if they do.
    pub person: Option<i32>,
    /// Their name.
    pub name: String,
    /// The university's address of theirs, if it is known.
    pub address: Option<String>,
    /// The language of their mails.
    pub language: String,
    /// How fast they want to be told.
    #[serde(default)]
    pub paces: BTreeMap<String, Pace>,
}

/// Somebody who could be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// As what.
    pub audience: Audience,
    /// Their number, unless they log in nowhere or are a whole centre.
    pub person: Option<i32>,
    /// Their name, or that of the centre.
    pub name: String,
    /// Where they are told; empty where no address is known.
    pub address: String,
    /// The language of their mails.
    pub language: String,
    /// How fast, for those who are told; or why they are not.
    pub verdict: Result<Pace, Why>,
    /// Whose setting says that their like is told, or not.
    pub decided_by: Deciding,
}

/// Whose setting decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deciding {
    /// The establishment's matrix.
    Establishment,
    /// The centre's own choice.
    Centre,
}

/// Why somebody is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Their like is not told of this event.
    Off,
    /// They asked not to be told of it.
    Never,
    /// They did it themselves.
    DidIt,
    /// They are told at the address of their centre.
    AtTheCentre,
    /// No address of theirs is known.
    NoAddress,
    /// They are told already, as somebody else or at the same address.
    Already,
}

impl Routes {
    /// Whether a centre sends no mail on this day.
    pub fn is_closed(&self, centre: i32, day: NaiveDate) -> bool {
        let own = self.centres.get(&centre).map(|centre| centre.closures.as_slice()).unwrap_or_default();
        self.closures.iter().chain(own).any(|closure| closure.holds(day))
    }
}

/// Everybody who could be told of an event, those who are told first among each audience's own order: student, supervisor, staff.
///
/// Nobody is told of what they did themselves, and no address is told twice. Where a centre has one address for its staff, it is
/// told once, as soon as either its clerks or its managers would be.
pub fn route(event: Event, actor: Option<i32>, routes: &Routes, parties: &Parties) -> Vec<Candidate> {
    let none = Centre::default();
    let centre = routes.centres.get(&parties.centre).unwrap_or(&none);
    let setting = event.setting();
    let cell = |audience| {
        let chosen = centre.choices.iter().find(|(event, who, _)| (*event, *who) == (setting, audience));
        chosen.map_or_else(
            || (routes.defaults.contains(&(setting, audience)), Deciding::Establishment),
            |(_, _, on)| (*on, Deciding::Centre),
        )
    };
    let judge = |audience, person: Option<i32>, paces: &BTreeMap<String, Pace>| {
        let (on, decided_by) = cell(audience);
        let pace =
            paces.get(setting.code()).or_else(|| paces.get("any")).copied().unwrap_or(setting.usual_pace());
        let verdict = match pace {
            _ if !on => Err(Why::Off),
            _ if person.is_some() && person == actor => Err(Why::DidIt),
            Pace::Never => Err(Why::Never),
            pace => Ok(pace),
        };
        (verdict, decided_by)
    };
    let party = |audience, party: &Party| {
        let (verdict, decided_by) = judge(audience, party.person, &party.paces);
        Candidate {
            audience,
            person: party.person,
            name: party.name.clone(),
            address: party.address.clone().unwrap_or_default(),
            language: party.language.clone(),
            verdict,
            decided_by,
        }
    };
    let mut found = vec![party(Audience::Student, &parties.student)];
    found.extend(parties.supervisor.as_ref().map(|supervisor| party(Audience::Supervisor, supervisor)));
    if centre.only {
        found.push(shared(centre, setting.usual_pace(), &cell));
    }
    for one in &centre.staff {
        let audience = if one.manages { Audience::Manager } else { Audience::Clerk };
        let (verdict, decided_by) = judge(audience, Some(one.id), &one.paces);
        let verdict = if centre.only && cell(audience).0 { Err(Why::AtTheCentre) } else { verdict };
        found.push(Candidate {
            audience,
            person: Some(one.id),
            name: one.name.clone(),
            address: one.address.clone().unwrap_or_default(),
            language: one.language.clone(),
            verdict,
            decided_by,
        });
    }
    settle(&mut found);
    found
}

/// The centre itself, told for all of its staff.
fn shared(centre: &Centre, pace: Pace, cell: &impl Fn(Audience) -> (bool, Deciding)) -> Candidate {
    let (clerks, managers) = (cell(Audience::Clerk), cell(Audience::Manager));
    let (audience, (on, decided_by)) =
        if clerks.0 || !managers.0 { (Audience::Clerk, clerks) } else { (Audience::Manager, managers) };
    Candidate {
        audience,
        person: None,
        name: centre.name.clone(),
        address: centre.address.clone().unwrap_or_default(),
        language: "fr".to_owned(),
        verdict: if on { Ok(pace) } else { Err(Why::Off) },
        decided_by,
    }
}

/// Without an address nobody is told, and neither somebody nor an address is told twice.
fn settle(found: &mut [Candidate]) {
    let mut people = BTreeSet::new();
    let mut addresses = BTreeSet::new();
    for one in found {
        if one.verdict.is_err() {
            continue;
        }
        let address = one.address.trim().to_lowercase();
        if address.is_empty() {
            one.verdict = Err(Why::NoAddress);
        } else if one.person.is_some_and(|person| !people.insert(person)) || !addresses.insert(address) {
            one.verdict = Err(Why::Already);
        }
    }
}
