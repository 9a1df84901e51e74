//! What those who administer see and change: the roles and their rights, the people, the centres and their settings.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Asked, Template};

/// What a role may be allowed to do with a function, in the order it is written.
pub const RIGHTS: [&str; 5] = ["read", "create", "modify", "delete", "validate"];

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
    /// A document that is asked for: made under its label, or changed.
    Ask {
        /// Code of the centre; nothing for the establishment.
        centre: Option<String>,
        /// What it was called.
        named: String,
        /// The document.
        asked: Asked,
    },
    /// A centre is in charge of a programme from a day on.
    Attach {
        /// Code of the centre.
        centre: String,
        /// `CODE/VERSION` of an étape, or the code of a composante.
        programme: String,
        /// From which day; nothing for today, or for always where nobody was.
        since: Option<NaiveDate>,
    },
    /// A centre is in charge of a programme no more.
    Detach {
        /// Code of the centre.
        centre: String,
        /// The programme.
        programme: String,
    },
    /// Takes a template of conventions into use, or out of it.
    SetTemplate {
        /// Code of the centre; nothing for the establishment.
        centre: Option<String>,
        /// The template.
        template: Template,
    },
}
