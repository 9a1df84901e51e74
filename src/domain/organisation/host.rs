//! A host as the registry keeps it, with its services and the people in them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::registered::Registered;
use crate::domain::act::{Change, Refusal};
use crate::domain::compliance::quota;
use crate::domain::form::{Value, Values};

/// Where a host stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HostState {
    /// In use.
    Active,
    /// Added by somebody whose hosts staff look at first.
    ToModerate,
    /// Out of use: files keep it, no new one takes it.
    Retired,
}

impl HostState {
    /// Its name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::ToModerate => "to_moderate",
            Self::Retired => "retired",
        }
    }

    /// The state with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Active, Self::ToModerate, Self::Retired].into_iter().find(|state| state.code() == code)
    }
}

/// Which hosts a list holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kept {
    /// Those in use, and those that wait for moderation.
    #[default]
    InUse,
    /// Those that wait for moderation.
    ToModerate,
    /// Those in use that the national register says are closed.
    Closed,
    /// Those out of use.
    Retired,
}

impl Kept {
    /// All of them, in the order they show.
    pub const ALL: [Self; 4] = [Self::InUse, Self::ToModerate, Self::Closed, Self::Retired];

    /// Its name, in the database and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::InUse => "in_use",
            Self::ToModerate => "to_moderate",
            Self::Closed => "closed",
            Self::Retired => "retired",
        }
    }
}

/// How many files of a host are counted in a list; that many stands for more.
pub const FILES_BOUND: i32 = 100;

/// A host in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Host {
    /// Its number.
    pub id: i32,
    /// Its name.
    pub name: String,
    /// Its SIRET.
    pub siret: Option<String>,
    /// The number of a school.
    pub uai: Option<String>,
    /// Its postal code.
    pub postal_code: Option<String>,
    /// Its town.
    pub town: Option<String>,
    /// ISO code of its country.
    pub country: String,
    /// Where it stands.
    pub state: HostState,
    /// The national register says that it is closed.
    pub closed: bool,
    /// Its files, of all years: [`FILES_BOUND`] at most are counted.
    pub conventions: i32,
}

impl Host {
    /// Whether it is in another country.
    pub fn is_abroad(&self) -> bool {
        self.country != "FR"
    }
}

/// Somebody in a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Their number.
    pub id: i32,
    /// The version that was read.
    pub version: i32,
    /// Surname.
    pub surname: String,
    /// Given name.
    pub given_name: String,
    /// What they do there.
    pub job_title: String,
    /// Mail.
    pub mail: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Code of the centre that keeps them.
    pub centre: String,
    /// That centre is mine.
    pub mine: bool,
    /// No longer chosen.
    pub retired: bool,
}

/// A service of a host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Its number.
    pub id: i32,
    /// The version that was read.
    pub version: i32,
    /// Its name.
    pub name: String,
    /// Number and street.
    pub address: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Town.
    pub town: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Code of the centre that keeps it.
    pub centre: String,
    /// That centre is mine.
    pub mine: bool,
    /// No longer chosen.
    pub retired: bool,
    /// The people in it that are open to me.
    pub contacts: Vec<Contact>,
}

/// All that somebody may know of a host.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HostSheet {
    /// Its number.
    pub id: i32,
    /// The version that was read.
    pub version: i32,
    /// Where it stands.
    pub state: HostState,
    /// Its fields, by [`HOST_FIELDS`].
    pub values: Values,
    /// The fields that staff keep as they are, whatever the register says.
    pub locked: Vec<String>,
    /// What its activity code stands for.
    pub naf_label: Option<String>,
    /// What its legal category stands for.
    pub legal_label: Option<String>,
    /// What its headcount band stands for.
    pub headcount_label: Option<String>,
    /// What kind of body it is.
    pub kind_label: Option<String>,
    /// The bounds of its headcount; no upper one for the largest.
    pub headcount: Option<(u32, Option<u32>)>,
    /// Its country.
    pub country: Option<String>,
    /// The host that took its place: number and name.
    pub merged_into: Option<(i32, String)>,
    /// When it was added, and by whom; nobody for those that were loaded.
    pub added: (DateTime<Utc>, Option<String>),
    /// What the national register last said of it.
    pub registered: Option<Registered>,
    /// When it said so.
    pub registered_at: Option<DateTime<Utc>>,
    /// The services that are open to me.
    pub services: Vec<Service>,
    /// Conventions that are validated and not over.
    pub in_force: u32,
    /// Conventions that were not given up, of all years.
    pub in_all: u32,
    /// Interns of the legal person in this civil week.
    pub this_week: u32,
    /// The merges of it that I may undo, the last first.
    pub merges: Vec<Merge>,
    /// Other hosts that bear its name, or are of its company, in its place; none for whoever could not merge them.
    pub twins: u32,
    /// I decide on those that wait.
    pub moderated: bool,
    /// I may take it out of use.
    pub removed: bool,
    /// I may change it.
    pub edited: bool,
}

impl HostSheet {
    /// How many interns the law lets it take at once, by the bounds of its headcount; no upper one for the largest.
    pub fn quota(&self) -> Option<(u32, Option<u32>)> {
        self.headcount.map(|(low, high)| (quota(low), high.map(quota)))
    }

    /// A field as people read it: a code with what it stands for.
    pub fn told(&self, field: &str) -> String {
        let code = self.text(field);
        let label = match field {
            "naf_code" => &self.naf_label,
            "legal_category" => &self.legal_label,
            "headcount_band" => &self.headcount_label,
            "kind_id" => return self.kind_label.clone().unwrap_or_default(),
            "country_code" => &self.country,
            _ => &None,
        };
        match label {
            Some(label) if !code.is_empty() => format!("{code} {label}"),
            _ => code,
        }
    }

    /// A field as text; empty where nothing is known.
    pub fn text(&self, field: &str) -> String {
        match self.values.get(field) {
            Some(Value::Text(text)) => text.clone(),
            Some(Value::Whole(number)) => number.to_string(),
            _ => String::new(),
        }
    }
}

/// Fewer hosts than this that hold what is typed, and those nearly named so are looked for too.
pub const FEW: usize = 5;

/// Letters from which hosts are looked for by what is nearly typed.
pub const NEARLY: usize = 4;

/// What is said of a service.
pub const SERVICE_FIELDS: [&str; 5] = ["name", "address", "postal_code", "town", "phone"];

/// What is said of somebody in a service.
pub const CONTACT_FIELDS: [&str; 5] = ["surname", "given_name", "job_title", "mail", "phone"];

/// The fields of a host that are written, in the order they show.
pub const HOST_FIELDS: [&str; 15] = [
    "name",
    "siret",
    "uai",
    "naf_code",
    "activity",
    "legal_category",
    "headcount_band",
    "kind_id",
    "address",
    "postal_code",
    "town",
    "country_code",
    "phone",
    "mail",
    "website",
];

/// The lists that fields of hosts take their entries from: code and label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostLists {
    /// Legal categories.
    pub legal_categories: Vec<(String, String)>,
    /// Headcount bands.
    pub headcount_bands: Vec<(String, String)>,
    /// Kinds of body; the code is the number of the entry.
    pub kinds: Vec<(String, String)>,
}

impl HostLists {
    /// The entries of a field.
    pub fn of(&self, field: &str) -> &[(String, String)] {
        match field {
            "legal_category" => &self.legal_categories,
            "headcount_band" => &self.headcount_bands,
            "kind_id" => &self.kinds,
            _ => &[],
        }
    }
}

/// A change of the registry.
#[derive(Clone, Debug, PartialEq)]
pub enum HostChange {
    /// A host that is not there yet.
    Add(Values),
    /// An establishment as the register knows it.
    Take(Box<Registered>),
    /// What the register says of a host.
    Refresh(i32, Box<Registered>),
    /// Fields of a host, at the version that was read.
    Edit((i32, i32), Values),
    /// A host approved, taken out of use or brought back, with a reason if there is one.
    State((i32, i32), HostState, Option<String>),
    /// Two hosts become one.
    Merge {
        /// The one that is kept, at the version that was read.
        kept: (i32, i32),
        /// The one that goes into it.
        gone: (i32, i32),
        /// What the one that is kept becomes.
        changes: Values,
    },
    /// A merge undone, by its number.
    Part(i32),
    /// Two hosts are two.
    Apart(i32, i32),
    /// A service of a host.
    AddService {
        /// The host.
        organisation: i32,
        /// Code of the centre that keeps it.
        centre: String,
        /// What is known of it.
        details: Values,
    },
    /// Somebody in a service.
    AddContact {
        /// The service.
        service: i32,
        /// Code of the centre that keeps them.
        centre: String,
        /// What is known of them.
        details: Values,
    },
    /// A service, at the version that was read.
    EditService((i32, i32), Values),
    /// Somebody, at the version that was read.
    EditContact((i32, i32), Values),
}

/// Something that happened to a host, a service or somebody in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HostEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; nobody for the program's own acts.
    pub by: Option<String>,
    /// `organisation`, `service` or `contact`.
    pub part: String,
    /// The name of the service or of the contact.
    pub about: Option<String>,
    /// What.
    pub verb: String,
    /// Field by field.
    pub changes: Vec<Change>,
    /// Why.
    pub reason: Option<String>,
}

/// Two hosts that are likely one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// Number of the first.
    pub one: i32,
    /// Its name.
    pub one_name: String,
    /// Number of the other.
    pub other: i32,
    /// Its name.
    pub other_name: String,
    /// The town of the other.
    pub town: Option<String>,
    /// How likely, of 100.
    pub score: i16,
    /// What speaks for it, and against it.
    pub reasons: Vec<String>,
    /// How many files each has.
    pub conventions: (i32, i32),
}

/// A merge that can be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// Its number.
    pub id: i32,
    /// The host that was kept.
    pub kept: i32,
    /// The one that went into it.
    pub gone: i32,
    /// The name of the other one.
    pub other: String,
    /// When.
    pub at: DateTime<Utc>,
    /// How many files moved.
    pub conventions: u32,
    /// Who made it; nobody for the program itself.
    pub by: Option<String>,
}

/// What became of a line of a table of hosts.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The line.
    pub line: u32,
    /// The number of the host that was added, or would be none yet; or why not.
    pub made: Result<Option<i32>, Box<Refusal>>,
}
