//! What those who administer see and change: the roles and their rights, the people, the centres and their settings.

use serde::{Deserialize, Serialize, Serializer};

/// What a role may be allowed to do with a function, in the order it is written.
pub const RIGHTS: [&str; 5] = ["read", "create", "modify", "delete", "validate"];

/// What a centre manages: the whole establishment, a faculty, or an étape.
pub const LEVELS: [&str; 3] = ["ESTABLISHMENT", "UFR", "ETAPE"];

/// What is administered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Register {
    /// The matrix of rights.
    #[default]
    Roles,
    /// Who may come in, with which roles and centres.
    People,
    /// The centres, their settings and their circuit.
    Centres,
    /// The settings that hold for all centres.
    Establishment,
}

impl Register {
    /// Every register, in the order they show.
    pub const ALL: [Self; 4] = [Self::Roles, Self::People, Self::Centres, Self::Establishment];

    /// Its name in the texts: `roles`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Roles => "roles",
            Self::People => "people",
            Self::Centres => "centres",
            Self::Establishment => "establishment",
        }
    }
}

/// A role, and what it may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Role {
    /// Its code: `GES`.
    pub code: String,
    /// Its name, for a role of the establishment's own; the others are named by the program.
    pub label: Option<String>,
    /// The standard role it comes from, for a role of the establishment's own.
    pub origin: Option<String>,
    /// Through what its holders read files: `all`, `centre`, `supervised`, `programme` or `own`.
    pub scope: String,
    /// By function (`CONVENTION`): those held of read, create, modify, delete, validate.
    pub rights: Vec<(String, Vec<String>)>,
}

/// Somebody as those who administer them see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Member {
    /// Number of the person.
    pub id: i32,
    /// The name they log in with.
    pub login: String,
    /// Surname.
    pub surname: String,
    /// Given name.
    pub given_name: String,
    /// Where alerts go.
    pub mail: Option<String>,
    /// Whether they may log in.
    pub active: bool,
    /// Codes of their roles.
    pub roles: Vec<String>,
    /// Codes of their centres, of those that I may see.
    pub centres: Vec<String>,
}

impl Member {
    /// "PETIT Jean", as lists write it.
    pub fn name(&self) -> String {
        format!("{} {}", self.surname.to_uppercase(), self.given_name)
    }
}

/// A centre, as its staff and the administrators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Centre {
    /// Its code.
    pub code: String,
    /// Whether it is one of mine, so that its settings are mine to change.
    pub mine: bool,
    /// Its settings, by name, as text; those that are empty are none.
    #[serde(serialize_with = "as_map")]
    pub settings: Vec<(String, Option<String>)>,
    /// The steps of its circuit, in order.
    pub steps: Vec<String>,
}

impl Centre {
    /// A setting that is not empty.
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings.iter().find(|(known, _)| known == name)?.1.as_deref()
    }
}

fn as_map<S: Serializer>(pairs: &[(String, Option<String>)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(pairs.iter().map(|(name, value)| (name, value)))
}

/// What a setting of a centre can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// A text, or nothing.
    Text,
    /// Yes or no: `true`, `false`.
    Flag,
    /// One of these codes.
    Choice(&'static [&'static str]),
    /// Told, not changed.
    Fixed,
}

impl SettingKind {
    /// Of the setting with this name; the database has the last word.
    pub fn of(name: &str) -> Self {
        match name {
            "level" => Self::Fixed,
            "confidentiality" => Self::Choice(&["open", "closed"]),
            "amendment_values" => Self::Choice(&["projected", "in_force"]),
            "supervisor_optional_at_submission"
            | "overlap_allowed"
            | "student_may_create"
            | "student_adds_contacts"
            | "type_by_hand"
            | "orphans_allowed"
            | "students_add_french_hosts"
            | "students_add_foreign_hosts"
            | "student_hosts_active" => Self::Flag,
            _ => Self::Text,
        }
    }
}

/// Somebody new.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Newcomer {
    /// The name they log in with.
    pub login: String,
    /// Surname.
    pub surname: String,
    /// Given name.
    pub given_name: String,
    /// Where alerts go.
    pub mail: Option<String>,
    /// Codes of roles.
    pub roles: Vec<String>,
    /// Codes of centres.
    pub centres: Vec<String>,
    /// The DBA has made the login, or will.
    pub login_is_made: bool,
}

/// A change of what is administered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// What a role may do with a function: exactly these.
    SetRight {
        /// Code of the role.
        role: String,
        /// The function.
        function: String,
        /// Of [`RIGHTS`].
        acts: Vec<String>,
    },
    /// A role of the establishment's own, which begins as another.
    AddRole {
        /// Its code.
        code: String,
        /// Its name.
        label: String,
        /// The role it begins as.
        origin: String,
    },
    /// Removes a role of the establishment's own which nobody holds.
    RemoveRole(String),
    /// Somebody new.
    AddPerson(Newcomer),
    /// One detail of somebody: `surname`, `given_name` or `mail`.
    SetPerson {
        /// Whose.
        login: String,
        /// Which.
        field: &'static str,
        /// Nothing empties it.
        value: Option<String>,
    },
    /// Somebody's roles: exactly these.
    SetRoles {
        /// Whose.
        login: String,
        /// Codes.
        roles: Vec<String>,
    },
    /// Somebody's centres, of those that are mine: exactly these.
    SetCentres {
        /// Whose.
        login: String,
        /// Codes.
        centres: Vec<String>,
    },
    /// Takes somebody's login away and ends their connections.
    Disable(String),
    /// Gives somebody's login back.
    Enable(String),
    /// A centre, with a circuit of its own to begin with.
    AddCentre {
        /// Its code.
        code: String,
        /// Its name.
        name: String,
        /// Of [`LEVELS`].
        level: String,
    },
    /// One setting of a centre, as text; nothing empties it.
    SetCentre {
        /// Code of the centre.
        code: String,
        /// Name of the setting.
        setting: String,
        /// Its value.
        value: Option<String>,
    },
    /// Change one setting of the establishment.
    SetEstablishment {
        /// Which.
        setting: String,
        /// What it becomes; nothing empties it.
        value: Option<String>,
    },
    /// The circuit of files submitted from now on.
    SetSteps {
        /// Code of the centre.
        code: String,
        /// The steps, in order.
        steps: Vec<String>,
    },
}
