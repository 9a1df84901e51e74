//! What the settings say of the registers and of the student information systems.

use std::path::PathBuf;

use serde::Deserialize;

/// The registers and student information systems.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sis {
    /// INSEE's register of establishments: asked when there is a key.
    pub sirene: Sirene,
    /// The search of companies that needs no key: asked when SIRENE is not, or does not answer.
    pub companies: Open,
    /// The completion of French addresses.
    pub addresses: Open,
    /// The gateway of ESUP to a student information system and to a directory.
    pub siscol: Option<Siscol>,
    /// Who is asked about which students, the first first; without any, all that are configured are asked about all.
    pub students: Vec<Students>,
}

/// How SIRENE is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sirene {
    /// Its address, where it is not INSEE's own.
    pub url: Option<String>,
    /// A file that only its owner reads, with the key; without a folder, beside the settings.
    pub key_file: Option<PathBuf>,
}

/// How a service of the State that needs no key is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Open {
    /// Its address, where it is not that of the State.
    pub url: Option<String>,
    /// Whether it is asked at all.
    pub enabled: bool,
}

/// How the gateway of ESUP is asked (esup-siscol): a module each, where it has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Siscol {
    /// The address of its module for Apogée.
    pub apogee: Option<String>,
    /// The address of its module for Pégase.
    pub pcscol: Option<String>,
    /// The address of its module for the directory.
    pub ldap: Option<String>,
    /// The login.
    pub login: String,
    /// A file that only its owner reads, with the password; without a folder, beside the settings.
    pub password_file: PathBuf,
    /// The codes of arrangements that are césures.
    #[serde(default)]
    pub cesures: Vec<String>,
    /// How many questions it is asked at once.
    #[serde(default = "four")]
    pub at_once: u8,
}

fn four() -> u8 {
    4
}

/// Who is asked about which students.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Students {
    /// The source, by its name.
    pub source: String,
    /// From this university year on, by its first civil year.
    pub from: Option<i32>,
    /// Until this university year, included.
    pub until: Option<i32>,
    /// How the numbers of its students begin; all of them without.
    #[serde(default)]
    pub numbers: Vec<String>,
}
