//! What the model asks of the world: plain data, run elsewhere, answered by messages.

use chrono::NaiveDate;
use secrecy::{ExposeSecret, SecretString};

use super::message::JobId;
use super::session::Keep;
use crate::domain::access::{Change, Register};
use crate::domain::act::{Act, Subject, Target};
use crate::domain::alert::{AlertChange, Event, TextOf};
use crate::domain::amendment::{Motive, Said};
use crate::domain::filter::Term;
use crate::domain::form::{Member, Newcomer, Values};
use crate::domain::organisation::registered::{Looked, Rest};
use crate::domain::organisation::table::{Table, TakenOut};
use crate::domain::organisation::{HostChange, Kept};
use crate::domain::queue::Queue;
use crate::domain::row::{Place, Sort};
use crate::domain::student::StudentNumber;
use crate::domain::student::intake::Intake;
use crate::domain::student::source::Source;
use crate::domain::view::ViewChange;
use crate::i18n::Lang;

/// Something to be done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// A question to the database.
    Ask(JobId, Ask),
    /// Stop a job: a bulk act after the chunk at hand, a search at once.
    Stop(JobId),
    /// Put text on the terminal's clipboard.
    Copy(String),
    /// Write a text into a file that is not there yet, on the machine of the desk.
    Write {
        /// Where.
        path: String,
        /// What.
        text: String,
    },
    /// Draw everything again.
    Redraw,
    /// Give the terminal back to the shell until we are called again.
    Suspend,
    /// Load a theme by name.
    UseTheme(String),
    /// Load a key map by name.
    UseKeymap(String),
    /// Read which themes and key maps there are, to be told by [`Message::Names`].
    ///
    /// [`Message::Names`]: super::message::Message::Names
    ReadNames,
    /// Speak this language.
    UseLang(Lang),
    /// Write something down for the next desk.
    Keep(Keep),
}

/// A question to the database.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// A page of a list. A later one makes it moot.
    Page {
        /// Which list.
        list: ListWanted,
        /// From where.
        from: PageFrom,
        /// How many rows.
        rows: usize,
    },
    /// Every row of a list, up to a bound: what is marked when all is.
    Matching {
        /// Which list.
        list: ListWanted,
        /// How many rows at most.
        rows: usize,
    },
    /// These rows as they stand.
    Rows {
        /// What they are about: files, or amendments.
        subjects: Vec<Subject>,
        /// The order their keys are for.
        sort: Sort,
    },
    /// The counts of the queues on a day.
    Counts(NaiveDate),
    /// The saved views.
    Views,
    /// A change of the saved views; answered by all of them.
    ChangeViews(ViewChange),
    /// How many files each of these views shows, one after the other. A later one makes it moot.
    CountViews(Vec<ViewCounted>),
    /// One file, or an amendment of it against the file through another; against what is in force otherwise. A later one
    /// makes it moot.
    Sheet(Subject, Option<i32>),
    /// The history of a file.
    History(i32),
    /// What changed since a file was returned.
    Changes(i32),
    /// A file as it was, or will be, on a day. A later one makes it moot.
    OnDay(i32, NaiveDate),
    /// What an act would do.
    Preview(Act, Vec<Target>),
    /// An act, in chunks.
    Act(Act, Vec<Target>),
    /// The reasons for return.
    Reasons,
    /// Files by a number, a name, a SIRET.
    Find(Vec<Term>),
    /// Add a note to a file.
    Note(i32, String),
    /// Take a file for some minutes; zero lets it go.
    Claim(i32, i32),
    /// The roles, the people, the centres or the establishment.
    Administration(Register),
    /// A change of roles, people or centres, with the password of somebody who comes.
    Administer(Change, Option<Password>),
    /// A file as it is written, or as an amendment makes it.
    Form(Subject),
    /// What is said of a motive of an amendment; nothing takes it out with all that it changes.
    Motive {
        /// The amendment, at the version of its file that was read.
        target: Target,
        /// The motive.
        motive: Motive,
        /// What is said of it.
        said: Option<Said>,
    },
    /// A change of fields of a file, with a reason where one is asked for.
    Edit {
        /// The file, at the version that was read.
        target: Target,
        /// What the fields become.
        changes: Values,
        /// Why.
        reason: Option<String>,
    },
    /// The lists that fields take entries from.
    Lists,
    /// What one may choose among. A later one makes it moot.
    Look(Look),
    /// A draft for an enrolment, like another file.
    Create {
        /// The enrolment.
        enrolment: CreatedFor,
        /// The other file.
        like: Option<i32>,
    },
    /// Drafts for a group of students, like a file, one after the other.
    CreateGroup {
        /// The file.
        like: i32,
        /// The students.
        members: Vec<Member>,
    },
    /// An amendment of a file.
    Amend(Target),
    /// Delete a draft.
    Delete(Target),
    /// A document of a file comes, or will not do.
    Document {
        /// The file, at the version that was read.
        target: Target,
        /// Number of what is asked for.
        kind: i32,
        /// Its state, and what is said of it.
        details: Values,
        /// Where its file is to be read, on the machine of the desk.
        path: Option<String>,
    },
    /// Add a host, a service or somebody in one.
    AddHost {
        /// What.
        newcomer: Newcomer,
        /// The centre that will own it.
        centre: i32,
        /// What is known of it.
        details: Values,
    },
    /// Hosts of a shelf that hold some words. A later one makes it moot.
    Hosts {
        /// The words.
        words: String,
        /// The shelf.
        kept: Kept,
        /// How many at most.
        rows: i32,
    },
    /// Hosts that are nearly named so. A later one makes it moot.
    HostsAlike(String),
    /// One host. A later one makes it moot.
    Host(i32),
    /// Two hosts, to be compared. A later one makes it moot.
    HostPair(i32, i32),
    /// Pairs of hosts that are likely one: with this one, or in the whole registry. A later one makes it moot.
    HostPairs(Option<i32>),
    /// What happened to a host. A later one makes it moot.
    HostHistory(i32),
    /// The lists that fields of hosts take entries from.
    HostLists,
    /// A change of the registry.
    ChangeHost(HostChange),
    /// What a register says, or goes on to say. It takes what it takes: nothing else waits for it.
    Register(Looked, Option<Rest>),
    /// What a table of hosts brings. It takes what it takes: nothing else waits for it.
    Table(Table),
    /// Takes hosts out as a table. It takes what it takes: nothing else waits for it.
    TakeOut(TakenOut),
    /// Addresses that begin so. A later one makes it moot.
    Addresses(String),
    /// Students in the sources of the establishment. A later one makes it moot; it takes what it takes.
    FindStudents(String),
    /// What the sources say of a student: what was kept first, then what they say now. It takes what it takes: nothing else
    /// waits for it.
    Dossier {
        /// The student.
        number: StudentNumber,
        /// First civil year of the university year; the last in which they are enrolled without.
        year: Option<i32>,
        /// However new what is kept is.
        anew: bool,
    },
    /// What a source says of a student is taken over.
    RefreshStudent {
        /// The student.
        number: StudentNumber,
        /// What was seen.
        before: Values,
        /// What it becomes.
        after: Values,
        /// Who says so.
        source: Source,
    },
    /// Something about alerts.
    Alerts(AlertAsk),
}

/// A question about alerts.
#[derive(Clone, Debug, PartialEq)]
pub enum AlertAsk {
    /// The settings of a centre, or of the establishment; and my own.
    Settings(Option<String>),
    /// The mails that I was sent.
    Received,
    /// The mails that did not arrive.
    Undelivered,
    /// The mails about a file.
    Deliveries(i32),
    /// Who would be told of an event of a file, and what they would read.
    Foretell(i32, Event),
    /// A text, to be written.
    Wording(TextOf),
    /// A text, sent to me as it stands.
    Try(TextOf),
    /// What texts may say, and what each variable says of the newest file of a centre, or of all.
    Variables(Option<String>),
    /// A change.
    Change(AlertChange),
}

/// The enrolment for which a draft is made.
#[derive(Clone, Debug, PartialEq)]
pub enum CreatedFor {
    /// One that is here.
    Known(i32),
    /// One that comes in with it.
    Intake(Box<Intake>),
}

/// What one may choose among.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// Students, by number or name.
    Students(String),
    /// The enrolments of a student.
    Enrolments(i32),
    /// The services of a host.
    Services(i32),
    /// The people in a service.
    Contacts(i32),
    /// Teachers, by name.
    Supervisors(String),
}

/// A password on its way; nothing ever shows it.
#[derive(Clone, Debug)]
pub struct Password(SecretString);

impl Password {
    /// Takes what was typed.
    pub fn new(typed: String) -> Self {
        Self(typed.into())
    }

    /// For whoever sends it on.
    pub fn secret(&self) -> &SecretString {
        &self.0
    }
}

impl PartialEq for Password {
    fn eq(&self, other: &Self) -> bool {
        self.0.expose_secret() == other.0.expose_secret()
    }
}

/// A view to be counted.
#[derive(Clone, Debug, PartialEq)]
pub struct ViewCounted {
    /// Its number.
    pub id: i32,
    /// Its queue.
    pub queue: Queue,
    /// The establishment's day.
    pub today: NaiveDate,
    /// Its filter.
    pub terms: Vec<Term>,
}

/// Which list: the queue, narrowed, in an order.
#[derive(Clone, Debug, PartialEq)]
pub struct ListWanted {
    /// The queue.
    pub queue: Queue,
    /// The establishment's day.
    pub today: NaiveDate,
    /// The filter.
    pub terms: Vec<Term>,
    /// The order.
    pub sort: Sort,
}

/// From where a page is read.
#[derive(Clone, Debug, PartialEq)]
pub enum PageFrom {
    /// The first rows.
    Top,
    /// The last rows.
    Bottom,
    /// The rows after this one.
    After(Place),
    /// The rows before this one.
    Before(Place),
    /// Rows on both sides of this one, itself included.
    Around(Place),
}
