//! The lists that enrolments refer to: composantes, étapes, regimes, and diplomas with their étapes.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::super::port::Told;
use super::super::super::text::given;
use super::super::super::tolerant::{Code, Object, Objects, Text, objects};
use super::super::reply::{listed, told};
use super::super::{COMPOSANTES, ETAPES, PROGRAMMES, REGIMES};
use crate::domain::student::Coded;
use crate::domain::student::enrolment::{Diploma, Etape, EtapeKey, Programme, Regime};

/// Labels by their codes.
type Labels = Object<BTreeMap<String, Text>>;

/// Reads the composantes, in the order of their codes.
///
/// # Errors
/// When it is not what the contract says, stops in its middle, or says that the gateway failed.
pub fn read_composantes(body: &[u8]) -> Told<Vec<Coded>> {
    let labels: Option<Labels> = told(COMPOSANTES, body)?;
    Ok(listed(labels.map(|Object(labels)| {
        let composante =
            |(code, label): (String, Text)| Some(Coded { code: given(Some(&code))?, label: label.0 });
        labels.into_iter().filter_map(composante).collect()
    })))
}

/// Reads the étapes, in the order of their codes and versions.
///
/// # Errors
/// When it is not what the contract says, stops in its middle, or says that the gateway failed.
pub fn read_etapes(body: &[u8]) -> Told<Vec<Etape>> {
    let labels: Option<Labels> = told(ETAPES, body)?;
    Ok(listed(labels.map(|Object(labels)| {
        let etape =
            |(key, label): (String, Text)| Some(Etape { key: key_of(&key)?, label: label.0, period: None });
        labels.into_iter().filter_map(etape).collect()
    })))
}

/// Reads the regimes of enrolment.
///
/// # Errors
/// When it is not what the contract says, stops in its middle, or says that the gateway failed.
pub fn read_regimes(body: &[u8]) -> Told<Vec<Regime>> {
    let list = told::<Vec<Option<Object<NamedRegime>>>>(REGIMES, body)?;
    Ok(listed(list.map(|list| objects(Some(list)).map(NamedRegime::regime).collect())))
}

/// Reads the diplomas of a composante in a year.
///
/// # Errors
/// When it is not what the contract says, stops in its middle, or says that the gateway failed.
pub fn read_programmes(body: &[u8]) -> Told<Vec<Programme>> {
    let list = told::<Vec<Option<Object<NamedDiploma>>>>(PROGRAMMES, body)?;
    Ok(listed(list.map(|list| objects(Some(list)).map(NamedDiploma::programme).collect())))
}

/// `MINFO2;211`.
fn key_of(told: &str) -> Option<EtapeKey> {
    let (code, version) = match told.rsplit_once(';') {
        Some((code, version)) => (code, Some(version)),
        None => (told, None),
    };
    Some(EtapeKey { code: given(Some(code))?, version: given(version) })
}

#[derive(Deserialize)]
struct NamedRegime {
    #[serde(rename = "codeRegimeInscription")]
    code: Code,
    #[serde(rename = "libelleRegimeInscription")]
    label: Text,
    #[serde(rename = "libelleRegimeInscriptionCourt")]
    short: Text,
}

impl NamedRegime {
    fn regime(self) -> Regime {
        Regime { code: self.code.0, label: self.label.0, short: self.short.0 }
    }
}

#[derive(Deserialize)]
struct NamedDiploma {
    #[serde(rename = "codeDiplome")]
    code: Code,
    #[serde(rename = "versionDiplome")]
    version: Text,
    #[serde(rename = "libDiplome")]
    label: Text,
    #[serde(rename = "codePeriode")]
    period: Text,
    #[serde(rename = "listeEtapes")]
    etapes: Objects<NamedEtape>,
}

impl NamedDiploma {
    fn programme(self) -> Programme {
        Programme {
            diploma: Diploma { code: self.code.0, version: self.version.0, label: self.label.0 },
            period: self.period.0,
            etapes: objects(self.etapes).map(NamedEtape::etape).collect(),
        }
    }
}

#[derive(Deserialize)]
struct NamedEtape {
    #[serde(rename = "codeEtp")]
    code: Code,
    #[serde(rename = "codVrsVet")]
    version: Text,
    #[serde(rename = "libWebVet")]
    label: Text,
    #[serde(rename = "codePeriode")]
    period: Text,
}

impl NamedEtape {
    fn etape(self) -> Etape {
        Etape {
            key: EtapeKey { code: self.code.0, version: self.version.0 },
            label: self.label.0,
            period: self.period.0,
        }
    }
}
