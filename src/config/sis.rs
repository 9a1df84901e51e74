//! What the settings say of the registers and of the student information systems.

use std::collections::BTreeMap;
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
    /// Pégase, asked directly.
    pub pegase: Option<Pegase>,
    /// Apogée, asked directly.
    pub apogee: Option<Apogee>,
    /// The directory, asked directly.
    pub ldap: Option<Ldap>,
    /// The gateway of ESUP to a student information system and to a directory.
    pub siscol: Option<Siscol>,
    /// Who is asked about which students, the first first; without any, all that are configured are asked about all.
    pub students: Vec<Students>,
}

impl Sis {
    /// Whether some source of students or of people is named.
    pub fn has_sources(&self) -> bool {
        self.pegase.is_some() || self.apogee.is_some() || self.siscol.is_some() || self.ldap.is_some()
    }
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

/// How Pégase is asked: the whole address of each module, and what the institution calls things.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pegase {
    /// Where the application gets its pass.
    pub tickets: String,
    /// Enrolments (INS).
    pub ins: String,
    /// Choices of courses (CHC).
    pub chc: String,
    /// Programmes (ODF).
    pub odf: String,
    /// Structures and nomenclatures (REF).
    pub reference: String,
    /// Identities (IDT), where the institution has them.
    pub idt: Option<String>,
    /// The application's login.
    pub login: String,
    /// A file that only its owner reads, with the password; without a folder, beside the settings.
    pub password_file: PathBuf,
    /// The code of the establishment.
    pub establishment: String,
    /// Whether the pass is asked for with `token=true`.
    pub token: Option<bool>,
    /// Items of a page of programmes.
    pub programme_page: Option<usize>,
    /// The codes of the addresses that are the student's own, the first preferred.
    pub addresses: Option<Vec<String>>,
    /// The same of mobile telephones.
    pub mobiles: Option<Vec<String>>,
    /// The same of mail addresses.
    pub mails: Option<Vec<String>>,
    /// What it calls the césures.
    pub cesures: Option<Vec<String>>,
    /// What stands for the version of an étape.
    pub etape_version: Option<String>,
    /// The étapes that are still known by a code and a version of Apogée, by their code in Pégase.
    #[serde(default)]
    pub etapes: BTreeMap<String, (String, String)>,
    /// The short names of regimes, by their code in Pégase.
    #[serde(default)]
    pub regimes: BTreeMap<String, String>,
}

/// How Apogée is asked: the address of each of its services.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Apogee {
    /// `EtudiantMetier`.
    pub students: String,
    /// `AdministratifMetier`.
    pub administrative: String,
    /// `OffreFormationMetier`.
    pub offer: String,
    /// `ReferentielMetier`.
    pub reference: String,
    /// The login, where there is one.
    pub login: Option<String>,
    /// A file that only its owner reads, with the password; without a folder, beside the settings.
    pub password_file: Option<PathBuf>,
    /// The codes of arrangements that are césures.
    #[serde(default)]
    pub cesures: Vec<String>,
}

/// How the directory is asked, and how it is laid out where SupAnn's ways are not the institution's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ldap {
    /// Its address: `ldaps://…`, or `ldap://…` with StartTLS.
    pub url: String,
    /// Below which entry people are.
    pub base: String,
    /// The entry that asks.
    pub login: String,
    /// A file that only its owner reads, with the password; without a folder, beside the settings.
    pub password_file: PathBuf,
    /// Whether a line to `ldap://…` is encrypted.
    pub starttls: Option<bool>,
    /// A file (PEM) of authorities that the directory is trusted by, besides those that this machine trusts.
    pub authorities_file: Option<PathBuf>,
    /// The filter of those who study.
    pub students: Option<String>,
    /// The filter of those who teach.
    pub teachers: Option<String>,
    /// The filter of those who work here.
    pub staff: Option<String>,
    /// What attributes are called, by what SupAnn calls them.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
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
    /// How many questions each module is asked at once.
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
