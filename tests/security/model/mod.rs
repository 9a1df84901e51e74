//! The rules of who sees and does what, said once more in plain Rust over plain facts: a right reaches as far as the
//! roles that hold it, and a file is seen through its centre, its supervisor, its programme or its student.

mod world;

use std::collections::BTreeSet;

pub use world::{File, Person, Role, Scope, World};

/// Who looks.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The login of the session.
    pub login: String,
    /// The student named by another front end.
    pub student: Option<i32>,
}

/// Which rows of a table somebody sees. What a row speaks of is given as numbers, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Everything: reference lists, and what only the worker reads.
    Reference,
    /// The roles and their rights: whoever has a role.
    Rules,
    /// A person.
    People,
    /// A person, a centre.
    Attachments,
    /// A centre.
    Centres,
    /// Everybody with a role for those of the establishment; the others as their centres.
    Asked,
    /// A centre, or none for a reason that all share.
    Reasons,
    /// A view that somebody saved: whose it is, and the centre it is shared with.
    Views,
    /// A supervisor.
    Supervisors,
    /// A person, the head or the supervisor they stand in for.
    Deputies,
    /// A person, the centre they head.
    Heads,
    /// A student.
    Students,
    /// A student's civil status.
    Civil,
    /// A student, an étape.
    Enrolments,
    /// Who organisations are.
    Organisations,
    /// How to reach them: the centre that wrote it down, or none.
    Reaching,
    /// The centre that made a service.
    Hosts,
    /// The centre that made a contact.
    Contacts,
    /// A convention, and what hangs on it.
    Files,
    /// Those of the files that they read, with the right to read amendments.
    Amendments,
    /// The texts of a convention.
    Texts,
    /// The notes of a convention.
    Notes,
}

/// What somebody reaches.
pub struct Eyes<'w> {
    world: &'w World,
    /// Who they are, unless nobody.
    pub person: Option<&'w Person>,
    /// The roles that speak in this session.
    roles: Vec<&'w Role>,
    /// The centres whose files they read.
    pub centres: BTreeSet<i32>,
    /// The supervisors whose files they read.
    pub supervised: BTreeSet<i32>,
    /// The étapes whose files they read.
    pub etapes: BTreeSet<i32>,
    /// The student whose files they read as theirs.
    pub student: Option<i32>,
    /// The files they see.
    pub files: BTreeSet<i32>,
    programmes: BTreeSet<i32>,
    students: BTreeSet<i32>,
}

impl World {
    /// What somebody reaches.
    pub fn eyes(&self, viewer: &Viewer) -> Eyes<'_> {
        let person = match viewer.student {
            Some(student) => {
                let person = self.students.get(&student).copied().flatten();
                self.people.values().find(|somebody| Some(somebody.id) == person)
            }
            None => self.people.get(&viewer.login),
        };
        let person = person.filter(|person| person.active);
        let roles = person.iter().flat_map(|person| &person.roles).filter_map(|code| self.roles.get(code));
        let roles = roles.filter(|role| viewer.student.is_none() || role.scope == Scope::Own).collect();
        let mut eyes = Eyes {
            world: self,
            person,
            roles,
            centres: BTreeSet::new(),
            supervised: BTreeSet::new(),
            etapes: BTreeSet::new(),
            student: None,
            files: BTreeSet::new(),
            programmes: BTreeSet::new(),
            students: BTreeSet::new(),
        };
        eyes.centres = eyes.centres_to("CONVENTION.read");
        let me = person.map(|person| person.id);
        let scopes = eyes.scopes("CONVENTION.read");
        if scopes.contains(&Scope::Supervised) {
            let own = self
                .supervisors
                .iter()
                .filter(|(_, person)| me.is_some() && **person == me)
                .map(|(id, _)| *id);
            let stood_in =
                self.deputies.iter().filter(|deputy| Some(deputy.person) == me && self.is_now(deputy.days));
            eyes.supervised = own.chain(stood_in.filter_map(|deputy| deputy.supervisor)).collect();
        }
        if scopes.contains(&Scope::Programme) {
            eyes.etapes = self.headed(me);
        }
        if scopes.contains(&Scope::Own) {
            eyes.student =
                self.students.iter().find(|(_, person)| me.is_some() && **person == me).map(|(id, _)| *id);
        }
        let visible = self.files.iter().filter(|(_, file)| eyes.reach(file)).map(|(id, _)| *id);
        eyes.files = visible.collect();
        let placed = self
            .etapes
            .keys()
            .filter(|id| self.placed(**id).is_some_and(|centre| eyes.centres.contains(&centre)));
        eyes.programmes = placed.copied().chain(eyes.etapes.iter().copied()).collect();
        eyes.students = eyes
            .files
            .iter()
            .map(|id| self.files[id].student)
            .chain(
                self.enrolments
                    .iter()
                    .filter(|(_, etape)| eyes.programmes.contains(etape))
                    .map(|(student, _)| *student),
            )
            .collect();
        eyes
    }

    fn is_now(&self, (from, until): (chrono::NaiveDate, chrono::NaiveDate)) -> bool {
        from <= self.today && self.today <= until
    }

    /// The étapes that somebody heads, or whose head they stand in for.
    fn headed(&self, me: Option<i32>) -> BTreeSet<i32> {
        let stands_in = |head: i32| {
            let mut deputies = self.deputies.iter().filter(|deputy| deputy.head == Some(head));
            deputies.any(|deputy| Some(deputy.person) == me && self.is_now(deputy.days))
        };
        let mine = |head: &&world::Head| {
            self.is_now(head.days) && (Some(head.person) == me || stands_in(head.person))
        };
        let mut found = BTreeSet::new();
        for head in self.heads.iter().filter(mine) {
            found.extend(head.etape);
            if let Some(centre) = head.centre {
                found.extend(self.etapes.keys().filter(|id| self.placed(**id) == Some(centre)));
            }
        }
        found
    }
}

impl Eyes<'_> {
    /// How far a right reaches: the scopes of the roles that hold it.
    pub fn scopes(&self, right: &str) -> BTreeSet<Scope> {
        self.roles.iter().filter(|role| role.rights.contains(right)).map(|role| role.scope).collect()
    }

    /// Whether one of the roles holds this right.
    pub fn holds(&self, right: &str) -> bool {
        !self.scopes(right).is_empty()
    }

    /// The centres in which this may be done.
    pub fn centres_to(&self, right: &str) -> BTreeSet<i32> {
        self.centres_by(|role| role.rights.contains(right))
    }

    /// The centres that are managed: where a blocking finding may be passed.
    pub fn managed(&self) -> BTreeSet<i32> {
        self.centres_by(|role| {
            role.rights.contains("CONVENTION.modify") && ["RESP_GES", "ADM"].contains(&role.origin.as_str())
        })
    }

    fn centres_by(&self, which: impl Fn(&Role) -> bool) -> BTreeSet<i32> {
        let scopes: BTreeSet<Scope> =
            self.roles.iter().filter(|role| which(role)).map(|role| role.scope).collect();
        if scopes.contains(&Scope::All) {
            self.world.centres.keys().copied().collect()
        } else if scopes.contains(&Scope::Centre) {
            self.person.map(|person| person.centres.clone()).unwrap_or_default()
        } else {
            BTreeSet::new()
        }
    }

    fn reach(&self, file: &File) -> bool {
        self.centres.contains(&file.centre)
            || file.supervisor.is_some_and(|supervisor| self.supervised.contains(&supervisor))
            || self.etapes.contains(&file.etape)
            || self.student == Some(file.student)
    }

    fn reads_all(&self) -> bool {
        self.scopes("CONVENTION.read").contains(&Scope::All)
    }

    /// The centres whose hosts are open, by the function that asks.
    fn shares(&self, function: &str, owner: i32) -> bool {
        let read = format!("{function}.read");
        let centre = &self.world.centres[&owner];
        self.holds(&read) && (centre.open || centre.establishment || self.centres_to(&read).contains(&owner))
    }

    fn administers(&self, person: i32) -> bool {
        let centres = self.centres_to("PARAM_CENTRE.read");
        let staff = self.world.people.values().find(|somebody| somebody.id == person);
        self.holds("PARAM_GLOBAL.read")
            || staff.is_some_and(|somebody| !somebody.centres.is_disjoint(&centres))
    }

    /// Whether they are attached to this centre, and read files as staff.
    fn is_staff_of(&self, centre: i32) -> bool {
        let scopes = self.scopes("CONVENTION.read");
        let staff = scopes.contains(&Scope::All) || scopes.contains(&Scope::Centre);
        staff && self.person.is_some_and(|person| person.centres.contains(&centre))
    }

    /// The subject, tasks and skills of a confidential internship are for its centre, supervisor and student.
    pub fn reads_texts(&self, id: i32) -> bool {
        let file = &self.world.files[&id];
        self.files.contains(&id)
            && (!file.confidential
                || file.supervisor.is_some_and(|supervisor| self.supervised.contains(&supervisor))
                || self.student == Some(file.student)
                || self.is_staff_of(file.centre))
    }

    /// Whether this row is seen.
    pub fn sees(&self, rows: Rows, of: &[Option<i32>]) -> bool {
        let me = self.person.map(|person| person.id);
        let is_me = |who: Option<i32>| who.is_some() && who == me;
        let number = |at: usize| of[at].expect("a number");
        match rows {
            Rows::Reference => true,
            Rows::Rules => !self.roles.is_empty(),
            Rows::People => is_me(of[0]) || self.administers(number(0)),
            Rows::Attachments => {
                is_me(of[0])
                    || self.holds("PARAM_GLOBAL.read")
                    || self.centres_to("PARAM_CENTRE.read").contains(&number(1))
            }
            Rows::Centres => {
                let id = number(0);
                !self.roles.is_empty() && self.world.centres[&id].establishment
                    || self.centres.contains(&id)
                    || self.centres_to("PARAM_CENTRE.read").contains(&id)
            }
            Rows::Asked if of[0].is_none() => !self.roles.is_empty(),
            Rows::Asked => self.sees(Rows::Centres, of),
            Rows::Reasons => match of[0] {
                None => !self.roles.is_empty(),
                Some(centre) => self.centres.contains(&centre),
            },
            Rows::Views => is_me(of[0]) || of[1].is_some_and(|centre| self.is_staff_of(centre)),
            Rows::Supervisors => {
                is_me(self.world.supervisors[&number(0)])
                    || self.reads_all()
                    || self.holds("CONVENTION.create")
                    || self.supervised.contains(&number(0))
            }
            Rows::Deputies => {
                is_me(of[0])
                    || is_me(of[1])
                    || of[2].is_some_and(|supervisor| self.supervised.contains(&supervisor))
                    || self.holds("PARAM_GLOBAL.read")
            }
            Rows::Heads => {
                is_me(of[0])
                    || self.holds("PARAM_GLOBAL.read")
                    || of[1].is_some_and(|centre| self.centres_to("PARAM_CENTRE.read").contains(&centre))
            }
            Rows::Students => {
                is_me(self.world.students[&number(0)])
                    || self.reads_all()
                    || self.students.contains(&number(0))
            }
            Rows::Civil => {
                let student = number(0);
                let mut files = self.world.files.values().filter(|file| file.student == student);
                self.reads_all()
                    || self.student == Some(student)
                    || files.any(|file| self.centres.contains(&file.centre))
            }
            Rows::Enrolments => {
                self.reads_all()
                    || self.student == of[0] && of[0].is_some()
                    || self.programmes.contains(&number(1))
            }
            Rows::Organisations => self.holds("ORGA_ACC.read"),
            Rows::Reaching => match of[0] {
                None => self.holds("ORGA_ACC.read"),
                Some(owner) => self.shares("ORGA_ACC", owner),
            },
            Rows::Hosts => self.shares("SERVICE_CONTACT_ACC", number(0)),
            Rows::Contacts => {
                let scopes = self.scopes("SERVICE_CONTACT_ACC.modify");
                let keeps = scopes.contains(&Scope::All) || scopes.contains(&Scope::Centre);
                (keeps || self.reads_all()) && self.shares("SERVICE_CONTACT_ACC", number(0))
            }
            Rows::Files => self.files.contains(&number(0)),
            Rows::Amendments => self.holds("AVENANT.read") && self.files.contains(&number(0)),
            Rows::Texts => self.reads_texts(number(0)),
            Rows::Notes => {
                let file = &self.world.files[&number(0)];
                self.centres.contains(&file.centre)
            }
        }
    }
}
