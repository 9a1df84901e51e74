//! Everything the desk knows. Actions and answers change it; the views draw it; nothing else does either.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::acts::Acts;
use super::begun::Begun;
use super::command::{Commands, Names};
use super::drafts::Drafts;
use super::key::Key;
use super::keymap::{Follow, Keymap};
use super::layout::Layout;
use super::message::JobId;
use super::overlay::{FieldsBox, Overlay};
use super::pane::administration::AdministrationPane;
use super::pane::alerts::AlertsPane;
use super::pane::convention::FilePane;
use super::pane::organisations::OrganisationsPane;
use super::pane::queue::{ListPane, QueuesPane};
use super::pane::writing::WritingPane;
use super::prompt::{Prompt, PromptKind};
use super::session::Keeping;
use crate::domain::access::Person;
use crate::domain::act::ReturnReason;
use crate::domain::act::{Subject, Target};
use crate::i18n::Texts;

/// Below this many columns one pane shows at a time.
pub const NARROW: u16 = 100;

/// How long a chord may hang before the which-key box shows what may follow.
pub const WHICH_KEY: TimeDelta = TimeDelta::milliseconds(300);

/// How long the hand rests before somebody far away is asked: their questions are counted.
pub const REST: TimeDelta = TimeDelta::milliseconds(400);

/// How long a message that is not an error stays.
const TOAST: TimeDelta = TimeDelta::seconds(5);

/// The panes of the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pane {
    /// The queues, with their counts.
    Queues,
    /// The list.
    #[default]
    List,
    /// The file under the cursor.
    File,
    /// Roles, people, centres and the establishment: it takes the whole desk.
    Administration,
    /// A file being written: it takes the whole desk.
    Writing,
    /// The registry of hosts: it takes the whole desk.
    Organisations,
    /// Alerts and mails: they take the whole desk.
    Alerts,
}

impl Pane {
    /// Those that stand side by side, from left to right.
    pub const ABREAST: [Self; 3] = [Self::Queues, Self::List, Self::File];

    /// Whether it takes the whole desk, rather than standing beside others.
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Administration | Self::Writing | Self::Organisations | Self::Alerts)
    }
}

/// The line to the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// The first connection is being made.
    Connecting,
    /// It answers.
    Up,
    /// It does not, since when and why; the desk tries again by itself.
    Down {
        /// Since when.
        since: DateTime<Utc>,
        /// In one sentence.
        why: String,
    },
}

/// How grave a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Told, and gone after a few seconds.
    Info,
    /// Not done: a reason, gone after a few seconds.
    Warning,
    /// Stays until dismissed.
    Error,
}

/// A message over the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// How grave.
    pub level: Level,
    /// One sentence.
    pub text: String,
    /// When it goes by itself.
    pub until: Option<DateTime<Utc>>,
    /// It is about the last key alone.
    pub passing: bool,
}

/// A line of the journal: every message of the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// How grave.
    pub level: Level,
    /// What was said.
    pub text: String,
}

/// Keys pressed that may begin a chord.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingChord {
    /// The keys so far.
    pub keys: Vec<Key>,
    /// Since when.
    pub since: DateTime<Utc>,
    /// What may follow.
    pub follows: Vec<Follow>,
}

/// What the last frame showed; the views answer it, since `update` needs it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// Rows of the list that fit.
    pub list_rows: usize,
    /// The file whose sheet was on the screen, at its version.
    pub file: Option<Target>,
    /// Lines of the file pane, or of the open text, that fit.
    pub page: usize,
    /// The highest scroll that still shows something there.
    pub last_scroll: usize,
    /// The next change of the amendment that is looked at: which, and its line.
    pub next_change: Option<(usize, usize)>,
    /// The one before.
    pub previous_change: Option<(usize, usize)>,
}

/// The desk.
#[derive(Clone, Debug)]
pub struct Model {
    /// The language.
    pub texts: Texts,
    /// Name of the theme.
    pub theme: String,
    /// The keys, and their name.
    pub keymap: Keymap,
    /// Name of the key map.
    pub keymap_name: String,
    /// The `:` line's commands in this language.
    pub commands: Commands,
    /// The themes and key maps to choose from.
    pub names: Names,
    /// Who is at the desk, once the database has said.
    pub person: Option<Person>,
    /// The establishment's day.
    pub today: NaiveDate,
    /// The moment of the last message: what relative times are drawn from.
    pub now: DateTime<Utc>,
    /// The line to the database.
    pub link: Link,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The pane in hand.
    pub focus: Pane,
    /// It shows alone.
    pub zoomed: bool,
    /// How the desk is divided.
    pub layout: Layout,
    /// The queues.
    pub queues: QueuesPane,
    /// The list.
    pub list: ListPane,
    /// The file under the cursor.
    pub file: FilePane,
    /// Roles, people, centres and the establishment.
    pub administration: AdministrationPane,
    /// The file being written.
    pub writing: WritingPane,
    /// The registry of hosts.
    pub organisations: OrganisationsPane,
    /// Alerts and mails.
    pub alerts: AlertsPane,
    /// What lies over the desk.
    pub overlay: Option<Overlay>,
    /// The line being typed at the bottom.
    pub prompt: Option<Prompt>,
    /// The beginning of a chord.
    pub pending: Option<PendingChord>,
    /// Messages over the desk.
    pub toasts: Vec<Toast>,
    /// Every message of the session.
    pub journal: Vec<JournalEntry>,
    /// What is being done, what can be undone and repeated.
    pub acts: Acts,
    /// What was typed in a form and is not done: offered back.
    pub drafts: Drafts,
    /// Boxes of several fields that were begun and not taken, the latest last.
    pub begun: Vec<Begun>,
    /// Lines typed before, by kind, latest last.
    pub lines: HashMap<PromptKind, Vec<String>>,
    /// The reasons for return that the person's centres offer.
    pub reasons: Vec<ReturnReason>,
    /// What the last frame showed.
    pub drawn: Drawn,
    /// What is kept for after a cut.
    pub keeping: Keeping,
    /// The program is to end.
    pub quit: bool,
    last_job: u64,
}

impl Model {
    /// A desk before its first answer.
    pub fn new(texts: Texts, keymap: Keymap, keymap_name: &str, theme: &str, now: DateTime<Utc>) -> Self {
        Self {
            texts,
            theme: theme.to_owned(),
            keymap,
            keymap_name: keymap_name.to_owned(),
            commands: Commands::new(texts),
            names: Names::default(),
            person: None,
            today: now.date_naive(),
            now,
            link: Link::Connecting,
            size: (80, 24),
            focus: Pane::default(),
            zoomed: false,
            layout: Layout::default(),
            queues: QueuesPane::default(),
            list: ListPane::default(),
            file: FilePane::default(),
            administration: AdministrationPane::default(),
            writing: WritingPane::default(),
            organisations: OrganisationsPane::default(),
            alerts: AlertsPane::default(),
            overlay: None,
            prompt: None,
            pending: None,
            toasts: Vec::new(),
            journal: Vec::new(),
            acts: Acts::default(),
            drafts: Drafts::default(),
            begun: Vec::new(),
            lines: HashMap::new(),
            reasons: Vec::new(),
            drawn: Drawn::default(),
            keeping: Keeping::default(),
            quit: false,
            last_job: 0,
        }
    }

    /// The box whose words this job is taking to the database, while it is open.
    pub fn sent_by(&mut self, job: JobId) -> Option<&mut FieldsBox> {
        match &mut self.overlay {
            Some(Overlay::Fields(fields)) if fields.sending == Some(job) => Some(fields),
            _ => None,
        }
    }

    /// What this job took to the database was not done: its box says why, or where it is closed the desk does.
    pub fn refuse(&mut self, job: JobId, why: String) {
        match self.sent_by(job) {
            Some(fields) => (fields.sending, fields.error) = (None, Some(why)),
            None => self.say(Level::Warning, why),
        }
    }

    /// What the file pane is to show: the row in hand, or an amendment of its file that was asked for, at the version that
    /// was listed.
    pub fn target_in_hand(&self) -> Option<Target> {
        let row = self.list.row()?;
        let asked = self.file.wanted.filter(|wanted| wanted.id == row.id && row.amendment.is_none());
        let Subject { id, amendment } = asked.unwrap_or(row.subject());
        Some(Target { id, amendment, version: row.version })
    }

    /// What an act applies to: the marks, else what is in hand.
    pub fn targets(&self) -> Vec<Target> {
        if self.list.marks.is_empty() {
            self.target_in_hand().into_iter().collect()
        } else {
            self.list.marked()
        }
    }

    /// Changes the language of the screen.
    pub fn speak(&mut self, texts: Texts) {
        self.texts = texts;
        self.commands = Commands::new(texts);
    }

    /// Whether one pane shows at a time.
    pub fn is_narrow(&self) -> bool {
        self.size.0 < NARROW
    }

    /// Whether a pane is on the screen.
    pub fn shows(&self, pane: Pane) -> bool {
        if self.is_narrow() || self.zoomed || self.focus.is_whole() {
            self.focus == pane
        } else {
            !pane.is_whole()
        }
    }

    /// A number for a job: answers carry it, and those to an older question are dropped.
    pub fn new_job(&mut self) -> JobId {
        self.last_job += 1;
        JobId(self.last_job)
    }

    /// Says something, and keeps it in the journal. Errors stay until dismissed.
    pub fn say(&mut self, level: Level, text: impl Into<String>) {
        let text = text.into();
        self.journal.push(JournalEntry { at: self.now, level, text: text.clone() });
        self.toasts.retain(|toast| toast.text != text);
        let until = (level != Level::Error).then(|| self.now + TOAST);
        self.toasts.push(Toast { level, text, until, passing: false });
    }

    /// Says something of the last key alone: it is not worth keeping, and takes the place of what was said of the one
    /// before.
    pub fn hint(&mut self, text: String) {
        self.toasts.retain(|toast| !toast.passing);
        self.toasts.push(Toast { level: Level::Info, text, until: Some(self.now + TOAST), passing: true });
    }

    /// When something must change on the screen by itself; `None` when nothing ever will.
    pub fn next_deadline(&self) -> Option<DateTime<Utc>> {
        let toasts = self.toasts.iter().filter_map(|toast| toast.until);
        let which_key =
            self.pending.as_ref().map(|pending| pending.since + WHICH_KEY).filter(|at| *at > self.now);
        toasts
            .chain(which_key)
            .chain(self.file.deadline(self.now))
            .chain(self.keeping.deadline())
            .chain(self.queues.asking.deadline())
            .chain(self.organisations.beside.deadline())
            .chain(match &self.overlay {
                Some(Overlay::Fields(fields)) => fields.deadline(),
                Some(Overlay::Picker(picker)) => picker.deadline(),
                _ => None,
            })
            .min()
    }

    /// Lets go of what has had its time.
    pub fn expire(&mut self) {
        let now = self.now;
        self.toasts.retain(|toast| toast.until.is_none_or(|until| until > now));
    }
}
