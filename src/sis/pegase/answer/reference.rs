//! What the module of references (REF) answers: the structures of the institution, the regimes of enrolment, and the
//! towns of a postal code.

use serde::Deserialize;

use super::super::super::fault::Fault;
use super::super::super::port::{Known, Told};
use super::super::super::tolerant::{Code, Text};
use super::super::reply::{list, object};
use super::super::settings::Settings;
use super::super::{REGIMES, STRUCTURE, STRUCTURES, TOWNS};
use super::truth;
use crate::domain::student::Coded;
use crate::domain::student::enrolment::Regime;

/// Reads the composantes, in the order of their codes: the structures, but for the one that stands above them all.
///
/// # Errors
/// When it is not what the contract says, or stops in its middle.
pub fn read_structures(body: &[u8]) -> Told<Vec<Coded>> {
    let all: Vec<Structure> = list(STRUCTURES, body)?;
    let is_below = |structure: &Structure| truth(&structure.is_mother) != Some(true);
    let mut composantes: Vec<Coded> = all.into_iter().filter(is_below).map(Structure::coded).collect();
    composantes.sort_by(|one, other| one.code.cmp(&other.code));
    Ok(if composantes.is_empty() { Known::Nothing } else { Known::This(composantes) })
}

/// Reads one structure.
///
/// # Errors
/// When it is not what the contract says, or stops in its middle.
pub fn read_structure(body: &[u8]) -> Result<Coded, Fault> {
    object(STRUCTURE, body).map(Structure::coded)
}

/// Reads the regimes of enrolment.
///
/// # Errors
/// When it is not what the contract says, or stops in its middle.
pub fn read_regimes(body: &[u8], settings: &Settings) -> Told<Vec<Regime>> {
    let all: Vec<Entry> = list(REGIMES, body)?;
    let regime = |entry: Entry| Regime {
        short: Some(settings.regime(&entry.code.0)),
        label: entry.shown.0.or(entry.long.0),
        code: entry.code.0,
    };
    let regimes: Vec<Regime> = all.into_iter().map(regime).collect();
    Ok(if regimes.is_empty() { Known::Nothing } else { Known::This(regimes) })
}

/// Reads what the town of this code of INSEE is called, among those of a postal code.
///
/// # Errors
/// When it is not what the contract says, or stops in its middle.
pub fn read_town(body: &[u8], insee: &str) -> Result<Option<String>, Fault> {
    let all: Vec<Entry> = list(TOWNS, body)?;
    let town = all.into_iter().find(|entry| entry.insee.as_deref() == Some(insee));
    Ok(town.and_then(|town| town.shown.0.or(town.long.0)))
}

#[derive(Deserialize)]
struct Structure {
    code: Code,
    #[serde(rename = "appellationOfficielle")]
    official: Text,
    #[serde(rename = "denominationPrincipale")]
    name: Text,
    #[serde(rename = "estStructureMere")]
    is_mother: Text,
}

impl Structure {
    fn coded(self) -> Coded {
        Coded { code: self.code.0, label: self.official.0.or(self.name.0) }
    }
}

/// An entry of any nomenclature.
#[derive(Deserialize)]
struct Entry {
    code: Code,
    #[serde(rename = "libelleAffichage")]
    shown: Text,
    #[serde(rename = "libelleLong")]
    long: Text,
    #[serde(rename = "codeInsee")]
    insee: Text,
}
