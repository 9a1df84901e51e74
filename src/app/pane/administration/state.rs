//! What the administration shows: three registers, one in hand, and in it an entry and a line of its details.

use crate::app::message::JobId;
use crate::domain::access::{Centre, Member, RIGHTS, Register, Role};
use crate::domain::fold::fold;

/// A detail of somebody, a line each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonLine {
    /// Surname, given name or mail, by its name in the database.
    Own(&'static str),
    /// The roles.
    Roles,
    /// The centres.
    Centres,
    /// Whether they may come in.
    Account,
}

/// The details of somebody, in the order they show.
pub const PERSON_LINES: [PersonLine; 6] = [
    PersonLine::Own("surname"),
    PersonLine::Own("given_name"),
    PersonLine::Own("mail"),
    PersonLine::Roles,
    PersonLine::Centres,
    PersonLine::Account,
];

/// The name of a centre's circuit among its settings.
pub const STEPS_LINE: &str = "steps";

/// The administration.
#[derive(Clone, Debug, Default)]
pub struct AdministrationPane {
    /// The register in hand.
    pub register: Register,
    /// The roles, standard ones first.
    pub roles: Vec<Role>,
    /// The people, by name.
    pub people: Vec<Member>,
    /// The centres, by code.
    pub centres: Vec<Centre>,
    /// The settings of the establishment.
    pub establishment: Option<Centre>,
    /// The registers being read.
    pub loading: Vec<(Register, JobId)>,
    /// What the entries are narrowed to.
    pub search: String,
    /// The entry in hand, among those shown.
    pub at: usize,
    /// The hand is in the details of the entry, rather than on the list.
    pub inside: bool,
    /// The line of the details in hand.
    pub line: usize,
    /// The right in hand, in the matrix.
    pub column: usize,
}

impl AdministrationPane {
    /// Code or login, and name, of every entry of the register in hand.
    fn entries(&self) -> Vec<(&str, String)> {
        match self.register {
            Register::Roles => {
                self.roles.iter().map(|r| (r.code.as_str(), r.label.clone().unwrap_or_default())).collect()
            }
            Register::People => self.people.iter().map(|p| (p.login.as_str(), p.name())).collect(),
            Register::Establishment => {
                let name = |one: &Centre| one.setting("name").unwrap_or_default().to_owned();
                self.establishment.iter().map(|one| ("", name(one))).collect()
            }
            Register::Centres => self
                .centres
                .iter()
                .map(|c| (c.code.as_str(), c.setting("name").unwrap_or_default().to_owned()))
                .collect(),
        }
    }

    /// The places of the entries that hold every word searched for.
    pub fn shown(&self) -> Vec<usize> {
        let search = fold(&self.search);
        let words: Vec<&str> = search.split_whitespace().collect();
        let holds = |(code, name): &(&str, String)| {
            let text = fold(&format!("{code} {name}"));
            words.iter().all(|word| text.contains(word))
        };
        let entries = self.entries();
        (0..entries.len()).filter(|at| words.is_empty() || holds(&entries[*at])).collect()
    }

    fn place(&self) -> Option<usize> {
        self.shown().get(self.at).copied()
    }

    /// The role in hand.
    pub fn role(&self) -> Option<&Role> {
        self.roles.get(self.place()?).filter(|_| self.register == Register::Roles)
    }

    /// The person in hand.
    pub fn member(&self) -> Option<&Member> {
        self.people.get(self.place()?).filter(|_| self.register == Register::People)
    }

    /// The centre in hand, or the establishment.
    pub fn centre(&self) -> Option<&Centre> {
        match self.register {
            Register::Centres => self.centres.get(self.place()?),
            Register::Establishment => self.establishment.as_ref(),
            Register::Roles | Register::People => None,
        }
    }

    /// The code or login of the entry in hand.
    pub fn code(&self) -> Option<&str> {
        Some(self.entries().get(self.place()?)?.0)
    }

    /// How many lines the details of the entry in hand have.
    pub fn lines(&self) -> usize {
        match self.register {
            Register::Roles => self.role().map_or(0, |role| role.rights.len()),
            Register::People => self.member().map_or(0, |_| PERSON_LINES.len()),
            Register::Centres | Register::Establishment => {
                self.centre().map_or(0, |centre| centre.lines().len())
            }
        }
    }

    /// Moves the hand by so many entries, or lines of the details.
    pub fn step(&mut self, by: isize) {
        if self.inside {
            let last = self.lines().saturating_sub(1);
            self.line = self.line.saturating_add_signed(by).min(last);
        } else {
            let last = self.shown().len().saturating_sub(1);
            let there = self.at.saturating_add_signed(by).min(last);
            if there != self.at {
                (self.at, self.line) = (there, 0);
            }
        }
    }

    /// To the right: into the details, then from right to right of a role.
    pub fn right(&mut self) {
        match (self.inside, self.register) {
            (false, _) => self.inside = self.lines() > 0,
            (true, Register::Roles) => self.column = (self.column + 1).min(RIGHTS.len() - 1),
            (true, _) => {}
        }
    }

    /// To the left: back through the rights of a role, then out of the details.
    pub fn left(&mut self) {
        match (self.inside, self.register) {
            (true, Register::Roles) if self.column > 0 => self.column -= 1,
            _ => self.inside = false,
        }
    }

    /// Shows another register.
    pub fn open(&mut self, register: Register) {
        if self.register != register {
            self.register = register;
            self.search.clear();
            // There is one establishment: nothing to choose first.
            let inside = register == Register::Establishment && self.establishment.is_some();
            (self.at, self.line, self.column, self.inside) = (0, 0, 0, inside);
        }
    }

    /// Narrows the entries.
    pub fn narrow(&mut self, search: &str) {
        let kept = self.code().map(str::to_owned);
        search.clone_into(&mut self.search);
        self.inside = false;
        self.stand_on(kept.as_deref());
    }

    /// Stands on the entry with this code, or as near to where the hand was as there is something.
    pub fn stand_on(&mut self, code: Option<&str>) {
        let entries = self.entries();
        let shown = self.shown();
        let there = code.and_then(|code| shown.iter().position(|at| entries[*at].0 == code));
        self.at = there.unwrap_or(self.at).min(shown.len().saturating_sub(1));
        self.line = self.line.min(self.lines().saturating_sub(1));
        self.inside &= self.lines() > 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pane() -> AdministrationPane {
        let role = |code: &str| Role {
            code: code.into(),
            label: None,
            origin: None,
            scope: "all".into(),
            rights: vec![("CONVENTION".into(), vec![]), ("AVENANT".into(), vec![])],
        };
        let member = |login: &str, surname: &str| Member {
            id: 1,
            login: login.into(),
            surname: surname.into(),
            given_name: "Inès".into(),
            mail: None,
            active: true,
            roles: vec![],
            centres: vec![],
        };
        AdministrationPane {
            roles: vec![role("ADM"), role("GES")],
            people: vec![member("a.b", "Bénali"), member("c.d", "Durand")],
            ..AdministrationPane::default()
        }
    }

    #[test]
    fn the_hand_goes_into_the_details_and_out_again() {
        let mut pane = pane();
        pane.step(5);
        assert_eq!(pane.code(), Some("GES"));
        pane.right();
        for _ in 0..9 {
            pane.right();
        }
        assert_eq!((pane.inside, pane.column), (true, 4));
        pane.step(9);
        assert_eq!(pane.line, 1);
        for _ in 0..5 {
            pane.left();
        }
        assert!(!pane.inside);
        pane.open(Register::Centres);
        pane.right();
        assert!(!pane.inside, "there is nothing to go into");
    }

    #[test]
    fn a_search_folds_accents_and_keeps_the_entry_in_hand() {
        let mut pane = pane();
        pane.open(Register::People);
        pane.step(1);
        pane.narrow("benali INÈS");
        assert_eq!(pane.code(), Some("a.b"));
        pane.narrow("");
        assert_eq!((pane.shown().len(), pane.code()), (2, Some("a.b")));
        pane.narrow("nobody");
        assert_eq!((pane.code(), pane.lines()), (None, 0));
    }
}
