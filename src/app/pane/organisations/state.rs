//! What the registry of hosts shows: a shelf of them, one in hand with its lines, or two side by side.

use super::register::Beside;
use crate::app::message::JobId;
use crate::domain::form::{Value, Values};
use crate::domain::organisation::registered::Proposed;
use crate::domain::organisation::{HOST_FIELDS, Host, HostChange, HostLists, HostSheet, Kept, Pair};

/// Hosts read at once: a screen of them; with more, one types on.
pub const ROWS: i32 = 60;

/// What the list on the left holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shelf {
    /// Hosts, by where they stand.
    Hosts(Kept),
    /// Pairs of them that are likely one.
    Duplicates,
}

impl Shelf {
    /// All of them, in the order they show.
    pub const ALL: [Self; 5] = [
        Self::Hosts(Kept::InUse),
        Self::Hosts(Kept::ToModerate),
        Self::Hosts(Kept::Closed),
        Self::Hosts(Kept::Retired),
        Self::Duplicates,
    ];

    /// Its name among the texts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Hosts(kept) => kept.code(),
            Self::Duplicates => "duplicates",
        }
    }
}

impl Default for Shelf {
    fn default() -> Self {
        Self::Hosts(Kept::InUse)
    }
}

/// A line of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetLine {
    /// What is known of it, by its name in the database.
    Field(&'static str),
    /// A service, by its place.
    Service(usize),
    /// Somebody in a service, by their places.
    Contact(usize, usize),
    /// Somebody to be added to a service.
    AddContact(usize),
    /// A service to be added.
    AddService,
    /// An establishment that the register proposes for it, by its place.
    Proposal(usize),
    /// A merge of it that can be undone, by its place.
    Merge(usize),
}

/// The lines of a host, in the order they show: establishments that may be it, and what was merged, after what is known
/// of it.
fn lines_of(sheet: &HostSheet, proposed: usize) -> Vec<SheetLine> {
    let mut lines: Vec<SheetLine> = HOST_FIELDS.into_iter().map(SheetLine::Field).collect();
    lines.extend((0..proposed).map(SheetLine::Proposal));
    lines.extend((0..sheet.merges.len()).map(SheetLine::Merge));
    for (at, service) in sheet.services.iter().enumerate() {
        lines.push(SheetLine::Service(at));
        lines.extend((0..service.contacts.len()).map(|contact| SheetLine::Contact(at, contact)));
        if !service.retired {
            lines.push(SheetLine::AddContact(at));
        }
    }
    lines.push(SheetLine::AddService);
    lines
}

/// Two hosts side by side, and what the one that is kept takes from the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The one that would be kept.
    pub kept: HostSheet,
    /// The one that would go into it.
    pub gone: HostSheet,
    /// The fields taken from the one that goes.
    pub taken: Vec<&'static str>,
}

impl Compared {
    /// Puts the one with more files first; it takes what only the other knows.
    pub fn new(one: HostSheet, other: HostSheet) -> Self {
        let (kept, gone) = if other.in_all > one.in_all { (other, one) } else { (one, other) };
        let mut compared = Self { kept, gone, taken: Vec::new() };
        compared.fill();
        compared
    }

    fn fill(&mut self) {
        let known = |sheet: &HostSheet, field: &str| !sheet.text(field).is_empty();
        let lacks = |field: &&'static str| !known(&self.kept, field) && known(&self.gone, field);
        self.taken = HOST_FIELDS.into_iter().filter(lacks).collect();
    }

    /// The other one is kept.
    pub fn swap(&mut self) {
        std::mem::swap(&mut self.kept, &mut self.gone);
        self.fill();
    }

    /// Takes a field from the one that goes, or leaves it.
    pub fn take(&mut self, field: &'static str) {
        match self.taken.iter().position(|taken| *taken == field) {
            Some(at) => drop(self.taken.remove(at)),
            None if self.kept.text(field) != self.gone.text(field) => self.taken.push(field),
            None => {}
        }
    }

    /// What the one that is kept becomes.
    pub fn changes(&self) -> Values {
        let value = |field: &&'static str| {
            ((*field).to_owned(), self.gone.values.get(*field).cloned().unwrap_or(Value::Null))
        };
        self.taken.iter().map(value).collect()
    }
}

/// What is in hand on the list, by what it is rather than where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// One of our hosts.
    Host(i32),
    /// An establishment that the register proposes, by its SIRET.
    Establishment(String),
}

/// The registry.
#[derive(Clone, Debug, Default)]
pub struct OrganisationsPane {
    /// The shelf in hand.
    pub shelf: Shelf,
    /// What is looked for.
    pub search: String,
    /// Hosts that hold what is looked for, then those that are nearly named so.
    pub hosts: Vec<Host>,
    /// How many of them hold it.
    pub exact: usize,
    /// What they answer: a shelf, and what was looked for.
    pub answered: Option<(Shelf, String)>,
    /// Pairs that are likely one.
    pub pairs: Vec<Pair>,
    /// The question about the shelf under way.
    pub loading: Option<JobId>,
    /// That about what is nearly typed.
    pub alike: Option<JobId>,
    /// The entry in hand.
    pub at: usize,
    /// The hand is in the details of the entry, rather than on the list.
    pub inside: bool,
    /// The line of the details in hand.
    pub line: usize,
    /// The host in hand, once it has come.
    pub sheet: Option<HostSheet>,
    /// The question about it under way.
    pub reading: Option<JobId>,
    /// Two hosts side by side.
    pub compared: Option<Compared>,
    /// The change under way.
    pub changing: Option<JobId>,
    /// The table that is on its way.
    pub tabling: Option<JobId>,
    /// What undoes the last change made here.
    pub undo: Option<HostChange>,
    /// What will undo the change under way.
    pub prepared: Option<(JobId, HostChange)>,
    /// The lists that fields take entries from.
    pub lists: HostLists,
    /// What registers say beside all that.
    pub beside: Beside,
    /// The establishments that they propose and that are not on the shelf.
    pub proposed: Vec<Proposed>,
}

impl OrganisationsPane {
    /// Whether more hosts hold what is looked for than are shown.
    pub fn is_cut(&self) -> bool {
        self.exact >= ROWS as usize
    }

    /// How many entries the shelf shows.
    pub fn entries(&self) -> usize {
        match self.shelf {
            // Where hosts are looked for, others stand after them.
            Shelf::Hosts(Kept::InUse) => {
                self.hosts.len() + self.proposed.len() + usize::from(self.beside.goes_on())
            }
            Shelf::Hosts(_) => self.hosts.len(),
            Shelf::Duplicates => self.pairs.len(),
        }
    }

    /// The proposed establishment at this place of the list.
    pub fn proposal_at(&self, at: usize) -> Option<&Proposed> {
        let place = at.checked_sub(self.hosts.len()).filter(|_| self.shelf == Shelf::default())?;
        self.proposed.get(place)
    }

    /// Whether the register has more to say at this place of the list: after all that it said.
    pub fn is_rest(&self, at: usize) -> bool {
        self.shelf == Shelf::default()
            && self.beside.goes_on()
            && at == self.hosts.len() + self.proposed.len()
    }

    /// Whether that is in hand.
    pub fn is_at_rest(&self) -> bool {
        self.is_rest(self.at)
    }

    /// The proposed establishment in hand on the list.
    pub fn proposal(&self) -> Option<&Proposed> {
        self.proposal_at(self.at)
    }

    /// The host in hand on the list.
    pub fn host(&self) -> Option<&Host> {
        self.hosts.get(self.at).filter(|_| self.shelf != Shelf::Duplicates)
    }

    /// The pair in hand on the list.
    pub fn pair(&self) -> Option<&Pair> {
        self.pairs.get(self.at).filter(|_| self.shelf == Shelf::Duplicates)
    }

    /// The sheet of the host in hand, once it is here.
    pub fn current(&self) -> Option<&HostSheet> {
        let id = self.host()?.id;
        self.sheet.as_ref().filter(|sheet| sheet.id == id)
    }

    /// The two in hand, once they are here.
    pub fn side_by_side(&self) -> Option<&Compared> {
        let pair = self.pair()?;
        self.compared.as_ref().filter(|compared| {
            let both = [compared.kept.id, compared.gone.id];
            both.contains(&pair.one) && both.contains(&pair.other)
        })
    }

    /// How many lines the details in hand have.
    pub fn lines(&self) -> usize {
        match self.shelf {
            Shelf::Hosts(_) => match self.proposal() {
                Some(one) => one.said.fields().count(),
                None => self.sheet_lines().len(),
            },
            Shelf::Duplicates => self.side_by_side().map_or(0, |_| HOST_FIELDS.len()),
        }
    }

    /// The lines of the host in hand, once it is here.
    pub fn sheet_lines(&self) -> Vec<SheetLine> {
        let proposed = if self.shelf == Shelf::default() { 0 } else { self.proposed.len() };
        self.current().map(|sheet| lines_of(sheet, proposed)).unwrap_or_default()
    }

    /// The line of the host in hand.
    pub fn sheet_line(&self) -> Option<SheetLine> {
        self.sheet_lines().get(self.line).copied().filter(|_| self.inside)
    }

    /// Moves the hand by so many entries, or lines; true when another entry is in hand.
    pub fn step(&mut self, by: isize) -> bool {
        if self.inside {
            let last = self.lines().saturating_sub(1);
            self.line = self.line.saturating_add_signed(by).min(last);
            return false;
        }
        let there = self.at.saturating_add_signed(by).min(self.entries().saturating_sub(1));
        let moved = there != self.at;
        if moved {
            (self.at, self.line) = (there, 0);
        }
        moved
    }

    /// Keeps the hand in the details as far as they go.
    pub fn stay_inside(&mut self) {
        let lines = self.lines();
        self.line = self.line.min(lines.saturating_sub(1));
        self.inside &= lines > 0;
    }

    /// What is in hand.
    pub fn in_hand(&self) -> Option<Held> {
        let proposed = self.proposal().map(|one| Held::Establishment(one.said.siret.as_str().to_owned()));
        proposed.or_else(|| self.host().map(|host| Held::Host(host.id)))
    }

    /// Takes what the register proposes: the hand stays on its line among those of a host.
    pub fn propose(&mut self, proposed: Vec<Proposed>) {
        let (before, now) = (self.proposed.len(), proposed.len());
        self.proposed = proposed;
        if self.shelf == Shelf::default() {
            return;
        }
        let first = HOST_FIELDS.len();
        if self.line >= first + before {
            self.line = self.line - before + now;
        } else if self.line >= first + now {
            self.line = first + now - 1;
        }
    }

    /// Stands on this, or as near to where the hand was as there is something.
    pub fn stand_on(&mut self, held: Option<Held>) {
        let there = held.and_then(|held| match held {
            Held::Host(id) => self.hosts.iter().position(|host| host.id == id),
            Held::Establishment(siret) => {
                let place = self.proposed.iter().position(|one| one.said.siret.as_str() == siret)?;
                (self.shelf == Shelf::default()).then_some(self.hosts.len() + place)
            }
        });
        self.at = there.unwrap_or(self.at).min(self.entries().saturating_sub(1));
        self.inside &= self.entries() > 0;
    }
}
