//! What reaches the model: keys, answers, and news from outside.

use chrono::{DateTime, NaiveDate, Utc};

use super::action::Call;
use super::command::Names;
use super::key::Key;
use super::pane::writing::Written;
use crate::domain::access::{Centre, Member, Person, Role};
use crate::domain::act::{Change, HistoryEntry, Outcome, ReturnReason};
use crate::domain::alert::{AlertChange, Delivery, Foretold, Settings, Settled, TextFault, Wording};
use crate::domain::amendment::FileAt;
use crate::domain::form::{Choice, Enrolment, Lists, Made};
use crate::domain::organisation::address::Suggestion;
use crate::domain::organisation::registered::{Found, Proposed, Unsaid};
use crate::domain::organisation::table::{Table, Tabled};
use crate::domain::organisation::{Host, HostChange, HostEvent, HostLists, HostSheet, Pair};
use crate::domain::queue::Queue;
use crate::domain::row::Row;
use crate::domain::sheet::Sheet;
use crate::domain::student::intake::Told;
use crate::domain::student::search::FoundStudent;
use crate::domain::student::source::{Silence, Source};
use crate::domain::view::SavedView;

/// The number of a job; its answers carry it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobId(pub u64);

/// Something happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// An action was asked for by itself.
    Run(Call),
    /// The choice at this place was taken, from 0, of those that lie in hand.
    Choose(usize),
    /// A whole text was written where text is typed.
    Write(String),
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// A deadline of the model has come.
    Deadline,
    /// The line to the database.
    Link(LinkNews),
    /// Others changed something: the answer of what is on the screen may differ.
    Notice,
    /// A job's answer.
    Answer(JobId, Answer),
    /// A job failed, in one sentence that says what to do.
    Failed(JobId, String),
    /// The themes and key maps that there are to choose from.
    Names(Names),
    /// Text was sent to the terminal's clipboard.
    Copied {
        /// How many characters.
        characters: usize,
        /// What stands between us and the terminal may keep it.
        doubtful: bool,
    },
    /// What is done here cannot be kept for after a cut.
    NotKept {
        /// Where.
        folder: String,
        /// Why.
        why: String,
    },
}

/// News of the line to the database.
#[derive(Clone, Debug)]
pub enum LinkNews {
    /// It is up, and this is who we are and what day it is.
    Up(Box<Person>, NaiveDate),
    /// It is down, with the reason in one sentence.
    Down(String),
}

/// What a job answers.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A page of the list.
    Page(Page),
    /// Every row of a list, up to the bound asked for.
    Matching(Vec<Row>),
    /// Rows as they stand, of files on the screen; absent ones are out of scope or gone.
    Rows(Vec<Row>),
    /// How many files stand in each queue; `None` for more than are counted.
    Counts(Vec<(Queue, Option<i64>)>),
    /// The saved views.
    Views(Vec<SavedView>),
    /// How many files a view shows; `None` for more than are counted.
    ViewCounted(i32, Option<i64>),
    /// A file, or nothing if it is not found.
    Sheet(Option<Box<Sheet>>),
    /// The history of a file.
    History(Vec<HistoryEntry>),
    /// What changed since a file was returned.
    Changes(Vec<Change>),
    /// A file on a day; `None` when it is not found.
    OnDay(i32, Option<Box<FileAt>>),
    /// What an act would do.
    Preview(Vec<Outcome>),
    /// What an act did to some of its files; more may come.
    Acted(Vec<Outcome>),
    /// An act has ended, having been stopped or not.
    ActEnded {
        /// It was stopped before its end.
        stopped: bool,
    },
    /// The reasons for return.
    Reasons(Vec<ReturnReason>),
    /// Files found for the student on the phone.
    Found(Vec<Row>),
    /// A note was added to this file.
    Noted(i32),
    /// A claim was taken, let go, or is somebody else's.
    Claimed {
        /// The file.
        id: i32,
        /// Until when it is held; `None` once it is let go.
        until: Option<DateTime<Utc>>,
        /// Who holds it, when it is not I.
        holder: Option<String>,
    },
    /// The roles, the people, the centres or the establishment.
    Records(Records),
    /// A change of roles, people or centres was made.
    Administered,
    /// A file as it is written, or nothing if it is not found.
    Form(Option<Box<Written>>),
    /// What became of an edit, and the file as it stands.
    Edited(Box<Outcome>, Option<Box<Written>>),
    /// The lists that fields take entries from.
    Lists(Lists),
    /// What one may choose among.
    Looked(Vec<Choice>),
    /// The enrolments of a student.
    Enrolments(Vec<Enrolment>),
    /// The number of a draft that was made, or why it was not.
    Created(Made),
    /// The file, and the number of an amendment of it that was made, or why it was not.
    Amended(i32, Made),
    /// A student of a group, and the number of their draft, or why there is none.
    Grouped(String, Made),
    /// What became of a draft that was to be deleted.
    Deleted(Box<Outcome>),
    /// The number of a host, a service or somebody who was added, or why not.
    HostAdded(Made),
    /// What became of what a box said of a document or a motive, and the file as it stands.
    Recorded(Box<Outcome>, Option<Box<Written>>),
    /// The file of a document could not be read.
    Unread(Unread),
    /// Hosts of a shelf.
    Hosts(Vec<Host>),
    /// Hosts that are nearly named so.
    HostsAlike(Vec<Host>),
    /// One host, or nothing if it is not found.
    Host(Option<Box<HostSheet>>),
    /// Two hosts to be compared, if both are found.
    HostPair(Option<Box<(HostSheet, HostSheet)>>),
    /// Pairs of hosts that are likely one.
    HostPairs(Vec<Pair>),
    /// What happened to a host.
    HostHistory(Vec<HostEvent>),
    /// The lists that fields of hosts take entries from.
    HostLists(HostLists),
    /// A change of the registry, with the next version or number; or why it was not made.
    HostChanged(Box<HostChange>, Made),
    /// What a register proposes, or why none does.
    Registered(Result<Found<Proposed>, Unsaid>),
    /// How many lines of a table, of how many, the database has seen.
    Tabling(usize, usize),
    /// What became of a table, or why it does not come in.
    Tabled(Table, Result<Tabled, String>),
    /// How many hosts were taken out, and where to; or why not.
    TakenOut(Result<(usize, String), String>),
    /// Addresses that may be meant, the nearest first.
    Addresses(Vec<Suggestion>),
    /// What one source says of the students who are looked for; more may come.
    StudentsFound(Source, Result<Vec<FoundStudent>, Silence>),
    /// All sources have said what they know of the students who are looked for.
    StudentsSought,
    /// What is told of a student; more may come while the sources are asked.
    Dossier(Box<Told>),
    /// What a source says of a student was taken over, or why not.
    StudentRefreshed(Made),
    /// Something about alerts.
    Alerts(AlertTold),
}

/// What is told of alerts.
#[derive(Clone, Debug)]
pub enum AlertTold {
    /// The settings that were asked for.
    Settings(Box<Settings>),
    /// Mails, the newest first.
    Mails(Vec<Delivery>),
    /// Who would be told of an event.
    Foretold(Box<Foretold>),
    /// A text, to be written.
    Wording(Box<Wording>),
    /// A text leaves for me, at this address; nothing where none is known.
    Tried(Option<String>),
    /// What texts may say: each variable, and what it says of a file.
    Variables(Vec<(String, String)>),
    /// What became of a change.
    Settled(Box<AlertChange>, Settled),
    /// A text cannot be taken.
    Unfit(TextFault),
}

/// Why the file of a document cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is empty.
    Empty,
    /// It is longer than what is kept.
    TooLong,
    /// The machine says why.
    Because(String),
}

/// A register of the administration.
#[derive(Clone, Debug)]
pub enum Records {
    /// Every role.
    Roles(Vec<Role>),
    /// Those whom I may administer.
    People(Vec<Member>),
    /// The centres that I see.
    Centres(Vec<Centre>),
    /// The settings of the establishment.
    Establishment(Centre),
}

/// A page of the list, in the list's order.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The rows.
    pub rows: Vec<Row>,
    /// How many of them lie before the place the page was read around.
    pub before: usize,
    /// Nothing lies before them.
    pub at_top: bool,
    /// Nothing lies after them.
    pub at_bottom: bool,
}
