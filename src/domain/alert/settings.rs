//! Settings of alerts as people see and change them, and the mails that were written.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{
    Audience, Candidate, Closure, Deciding, DeliveryState, Event, Pace, Parties, Party, Routes, Staff,
};
use crate::domain::access::Denied;
use crate::domain::form::Value;

/// The languages of mails.
pub const MAIL_LANGUAGES: [&str; 2] = ["fr", "en"];

/// The settings of a centre, or of the establishment, and one's own.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Settings {
    /// How often they changed.
    pub version: i32,
    /// The establishment's matrix.
    pub defaults: Vec<(Event, Audience, bool)>,
    /// The cells that the centre chooses otherwise.
    pub choices: Vec<(Event, Audience, bool)>,
    /// When no mail leaves.
    pub closures: Vec<Closure>,
    /// Texts of the centre, and of the establishment.
    pub templates: Vec<Template>,
    /// What decides in the centre; the establishment is in none.
    pub routes: Option<Routes>,
    /// Codes of the centres whose settings I see, since I may change their files or their settings.
    pub centres: Vec<String>,
    /// One's own.
    pub mine: Mine,
}

/// How fast somebody wants to be told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Mine {
    /// How often that changed.
    pub version: i32,
    /// By the code of the event, or `any`.
    pub paces: BTreeMap<String, Pace>,
    /// The events that their centre, or the establishment, tells them of.
    pub told: Vec<Event>,
    /// The language of their mails.
    pub language: String,
}

/// What a centre, or the establishment, writes of an event.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Template {
    /// Code of the event.
    pub event: String,
    /// The language.
    pub language: String,
    /// The centre; nothing for the establishment.
    pub centre_id: Option<i32>,
    /// What the mail is about.
    pub subject: String,
    /// What it says.
    pub body: String,
    /// How often it changed.
    pub version: i32,
}

impl Template {
    /// The texts of an event in a language among these, that of the centre before the establishment's; the program's own come
    /// after them.
    pub fn that_hold<'a>(
        all: &'a [Self],
        event: Event,
        language: &'a str,
        centre: Option<i32>,
    ) -> impl Iterator<Item = &'a Self> {
        let of = move |wanted: Option<i32>| {
            all.iter()
                .find(|one| one.centre_id == wanted && one.event == event.code() && one.language == language)
        };
        let own = centre.and_then(|centre| of(Some(centre)));
        own.into_iter().chain(of(None))
    }
}

/// What is known of a file: who would be told of it, and by which words.
#[derive(Clone, Debug, Deserialize)]
pub struct AboutFile {
    /// What decides.
    pub routes: Routes,
    /// Whom it is about.
    pub subject: Subject,
    /// The texts of its centre, and of the establishment.
    pub templates: Vec<Template>,
}

/// What a mail may say of a file, by the names of the variables of texts: `convention`, then `numero`.
pub type Said = BTreeMap<String, BTreeMap<String, Value>>;

/// Whom a file is about, and what a mail may say of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "SubjectTold")]
pub struct Subject {
    /// Whom.
    pub parties: Parties,
    /// What, by the variables of texts.
    pub said: Said,
}

/// As it is told: on one level, which is read at a fraction of the price of a flattened structure.
#[derive(Deserialize)]
struct SubjectTold {
    centre: i32,
    student: Party,
    supervisor: Option<Party>,
    said: Said,
}

impl From<SubjectTold> for Subject {
    fn from(SubjectTold { centre, student, supervisor, said }: SubjectTold) -> Self {
        Self { parties: Parties { centre, student, supervisor }, said }
    }
}

/// A mail, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Delivery {
    /// Its number.
    pub id: i64,
    /// Code of the event, or `digest`.
    pub event: String,
    /// The file that it is about.
    pub convention_id: Option<i32>,
    /// To whom it goes.
    pub name: String,
    /// Where.
    pub address: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub body: String,
    /// What became of it.
    pub state: DeliveryState,
    /// When it leaves, or was to.
    pub due_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: i32,
    /// Why it did not arrive.
    pub error: Option<String>,
    /// When it left.
    pub sent_at: Option<DateTime<Utc>>,
    /// Where it went instead of its address.
    pub sent_to: Option<String>,
    /// Where somebody decided that it goes.
    pub redirect: Option<String>,
    /// Who decided what becomes of it.
    pub decided_by: Option<String>,
}

/// A change of settings, or of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlertChange {
    /// A cell of the matrix.
    Cell {
        /// Of which centre; nothing for the establishment.
        centre: Option<String>,
        /// The version that was seen.
        seen: i32,
        /// The event.
        event: Event,
        /// The audience.
        audience: Audience,
        /// What it becomes; nothing inherits.
        on: Option<bool>,
    },
    /// How fast I am told of an event, or of `any`; nothing goes back to what `any` says.
    Pace {
        /// The version that was seen.
        seen: i32,
        /// Code of the event, or `any`.
        event: String,
        /// How fast.
        pace: Option<Pace>,
    },
    /// The language of my mails.
    Language {
        /// The version that was seen.
        seen: i32,
        /// Its code.
        language: String,
    },
    /// When no mail leaves: exactly then.
    Closures {
        /// Of which centre; nothing for the establishment.
        centre: Option<String>,
        /// The version that was seen.
        seen: i32,
        /// The periods.
        days: Vec<Closure>,
    },
    /// A text.
    Text {
        /// Which.
        of: TextOf,
        /// The version that was seen; 0 where nobody had written any.
        seen: i32,
        /// Subject and body; nothing goes back to the one above.
        text: Option<(String, String)>,
    },
    /// What becomes of a mail.
    Decide {
        /// Its number.
        id: i64,
        /// What.
        decision: Decision,
    },
}

/// Which text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextOf {
    /// Of which centre; nothing for the establishment.
    pub centre: Option<String>,
    /// Of which event.
    pub event: Event,
    /// In which language.
    pub language: String,
}

/// A text as it is opened to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Which.
    pub of: TextOf,
    /// Whose it is as it stands.
    pub whose: Whose,
    /// The version of one's own; 0 where there is none.
    pub seen: i32,
    /// What the mail is about.
    pub subject: String,
    /// What it says.
    pub body: String,
    /// The variables that it may name.
    pub variables: &'static [&'static str],
}

/// Whose a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The centre's.
    Centre,
    /// The establishment's.
    Establishment,
    /// The program's own.
    Program,
}

impl Whose {
    /// Its name among the texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Centre => "centre",
            Self::Establishment => "establishment",
            Self::Program => "program",
        }
    }
}

/// What becomes of a mail that did not arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is tried again.
    Retry,
    /// It goes to another address.
    Redirect(String),
    /// It does not leave.
    Drop,
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is made.
    Done,
    /// Somebody else changed the same meanwhile.
    Stale,
    /// It is refused.
    Refused(Box<Denied>),
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFault {
    /// It is in the subject.
    pub in_subject: bool,
    /// Its line, from 1.
    pub line: usize,
    /// What it is.
    pub problem: TextProblem,
}

/// What a text may not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextProblem {
    /// A variable that does not exist, and the one that may be meant.
    Variable(String, Option<String>),
    /// Something that no text does.
    Unwanted(String),
    /// Anything else, as the reader says it.
    Other(String),
}

/// Who would be told of an event, and what they would read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foretold {
    /// Everybody who could be.
    pub candidates: Vec<Candidate>,
    /// The mail, in each language in which it would leave.
    pub mails: Vec<ForetoldMail>,
}

/// What somebody would read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForetoldMail {
    /// In which language.
    pub language: String,
    /// Subject and body, or what keeps them from being written.
    pub text: Result<(String, String), TextFault>,
}

impl Settings {
    /// Whether an audience is told of an event, and whose setting decides.
    pub fn cell(&self, event: Event, audience: Audience) -> (bool, Deciding) {
        match self.choice(event, audience) {
            Some(on) => (on, Deciding::Centre),
            None => (self.of_establishment(event, audience), Deciding::Establishment),
        }
    }

    /// What the establishment says.
    pub fn of_establishment(&self, event: Event, audience: Audience) -> bool {
        let same = |cell: &&(Event, Audience, bool)| (cell.0, cell.1) == (event, audience);
        self.defaults.iter().find(same).is_some_and(|cell| cell.2)
    }

    /// What the centre chooses, if it does.
    pub fn choice(&self, event: Event, audience: Audience) -> Option<bool> {
        let same = |cell: &&(Event, Audience, bool)| (cell.0, cell.1) == (event, audience);
        self.choices.iter().find(same).map(|cell| cell.2)
    }

    /// Takes a change over before it is answered, so that the next one is made on what it leaves.
    pub fn take(&mut self, change: &AlertChange) {
        match change {
            AlertChange::Cell { centre, event, audience, on, .. } => {
                let cells = if centre.is_some() { &mut self.choices } else { &mut self.defaults };
                cells.retain(|cell| (cell.0, cell.1) != (*event, *audience));
                cells.extend(on.map(|on| (*event, *audience, on)));
                self.version += 1;
            }
            AlertChange::Pace { event, pace, .. } => {
                match pace {
                    Some(pace) => self.mine.paces.insert(event.clone(), *pace),
                    None => self.mine.paces.remove(event),
                };
                self.mine.version += 1;
            }
            AlertChange::Language { language, .. } => {
                self.mine.language.clone_from(language);
                self.mine.version += 1;
            }
            AlertChange::Closures { .. } | AlertChange::Text { .. } | AlertChange::Decide { .. } => {}
        }
    }

    /// Those of the centre whom a cell is about.
    pub fn staff(&self, audience: Audience) -> impl Iterator<Item = &Staff> {
        let wanted = move |one: &&Staff| match audience {
            Audience::Clerk => !one.manages,
            Audience::Manager => one.manages,
            Audience::Student | Audience::Supervisor => false,
        };
        let centres = self.routes.iter().flat_map(|routes| routes.centres.values());
        centres.flat_map(|centre| &centre.staff).filter(wanted)
    }

    /// The one address at which the staff of the centre are told, where they are.
    pub fn shared(&self) -> Option<&str> {
        let centre = self.routes.as_ref()?.centres.values().next()?;
        centre.only.then_some(centre.address.as_deref().unwrap_or_default())
    }
}

impl Mine {
    /// How fast, and whether that is said of this event alone.
    pub fn pace(&self, event: &str) -> (Pace, bool) {
        match self.paces.get(event) {
            Some(pace) => (*pace, true),
            None => (self.paces.get("any").copied().unwrap_or(Pace::AtOnce), false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_of_the_centre_wins_and_inheriting_goes_back_to_the_establishment() {
        let (event, audience) = (Event::Signed, Audience::Clerk);
        let mut settings = Settings { defaults: vec![(event, audience, true)], ..Settings::default() };
        let cell = |on| AlertChange::Cell { centre: Some("SCI".into()), seen: 0, event, audience, on };
        assert_eq!(settings.cell(event, audience), (true, Deciding::Establishment));
        settings.take(&cell(Some(false)));
        assert_eq!(settings.cell(event, audience), (false, Deciding::Centre));
        settings.take(&cell(None));
        assert_eq!(settings.cell(event, audience), (true, Deciding::Establishment));
        assert_eq!(settings.version, 2);
        assert!(!settings.cell(event, Audience::Student).0, "what nobody says is off");
    }

    #[test]
    fn a_pace_is_that_of_the_event_else_that_of_any() {
        let mut settings = Settings::default();
        assert_eq!(settings.mine.pace("signed"), (Pace::AtOnce, false));
        let set = |event: &str, pace| AlertChange::Pace { seen: 0, event: event.into(), pace };
        settings.take(&set("any", Some(Pace::Weekly)));
        assert_eq!(settings.mine.pace("signed"), (Pace::Weekly, false));
        settings.take(&set("signed", Some(Pace::Never)));
        assert_eq!(settings.mine.pace("signed"), (Pace::Never, true));
        settings.take(&set("signed", None));
        assert_eq!((settings.mine.pace("signed"), settings.mine.version), ((Pace::Weekly, false), 3));
    }
}
