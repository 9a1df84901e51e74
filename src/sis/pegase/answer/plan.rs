//! What the module of programmes (ODF, external v1) answers: the periods in which something is taught, the objects that
//! a programme is made of, and how they hold each other.

use rust_decimal::Decimal;
use serde::Deserialize;

use super::super::super::fault::Fault;
use super::super::super::tolerant::{Code, Object as Whole, Objects, Text, objects, year};
use super::super::reply::{Page, object, page};
use super::super::{OBJECT, OBJECTS, PERIODS, PLAN};
use super::truth;

/// What the contract calls a space that is a period; the others are sandboxes.
const PERIOD: &str = "PERIODE";

/// What the contract calls an internship, among the natures of objects.
const INTERNSHIP: &str = "STAGE";

/// A period in which something is taught; a year may have several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// What tells it from all others inside the module.
    pub id: String,
    /// Its code, as others tell it.
    pub code: String,
    /// First civil year of its university year.
    pub year: Option<i32>,
    /// It is one of those of now.
    pub is_active: bool,
}

/// What an object of a programme is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A diploma.
    Formation,
    /// An étape, a semester, a course.
    Part,
    /// Several of them.
    Group,
    /// Whatever else the source says, in its words.
    Other(String),
}

/// An object of a programme that is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What tells it from all others inside the module.
    pub id: String,
    /// Its code.
    pub code: String,
    /// What it is called.
    pub label: Option<String>,
    /// What it is.
    pub kind: Option<Kind>,
}

/// An object of a programme, in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub label: Option<String>,
    /// The credits (ECTS) that it gives.
    pub credits: Option<Decimal>,
    /// Its nature, in the words of the source.
    pub nature: Option<String>,
    /// It is an internship.
    pub is_internship: bool,
    /// The period in which it is taught, by what tells it from all others.
    pub period: Option<String>,
    /// The code of the composante that answers for it.
    pub composante: Option<String>,
    /// The programmes that hold it, by what tells each from all others.
    pub roots: Vec<String>,
}

/// An object as it stands in its programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The object.
    pub found: Found,
    /// Students enrol in it: it is an étape.
    pub is_etape: bool,
    /// What it holds.
    pub parts: Vec<Plan>,
}

impl Plan {
    /// This object and all that it holds, in order.
    pub(in super::super) fn all(&self) -> Vec<&Self> {
        let mut all = vec![self];
        all.extend(self.parts.iter().flat_map(Self::all));
        all
    }
}

/// Reads one page of periods: nothing in place of what is none.
///
/// # Errors
/// When it is not what the contract says, or stops in its middle.
pub fn read_periods(body: &[u8]) -> Result<Page<Option<Period>>, Fault> {
    let told: Page<(String, Space)> = page(PERIODS, body)?;
    Ok(told.map(|(_, space)| space.period()))
}

/// Reads one page of objects.
///
/// # Errors
/// When it is not what the contract says, or stops in its middle.
pub fn read_objects(body: &[u8]) -> Result<Page<Found>, Fault> {
    let told: Page<(String, Summary)> = page(OBJECTS, body)?;
    Ok(told.map(|(_, summary)| summary.found()))
}

/// Reads one object.
///
/// # Errors
/// When it is not what the contract says, or stops in its middle.
pub fn read_object(body: &[u8]) -> Result<Object, Fault> {
    object(OBJECT, body).map(Detail::object)
}

/// Reads how a programme is made.
///
/// # Errors
/// When it is not what the contract says, or stops in its middle.
pub fn read_plan(body: &[u8]) -> Result<Plan, Fault> {
    let Tree { root: Whole(root) } = object(PLAN, body)?;
    Ok(root.plan())
}

#[derive(Deserialize)]
struct Space {
    id: Code,
    code: Code,
    #[serde(rename = "typeEspace")]
    kind: Text,
    #[serde(rename = "anneeUniversitaire")]
    year: Text,
    active: Text,
}

impl Space {
    fn period(self) -> Option<Period> {
        let is_period = self.kind.as_deref().is_none_or(|kind| kind == PERIOD);
        is_period.then(|| Period {
            id: self.id.0,
            code: self.code.0,
            year: self.year.as_deref().and_then(year),
            is_active: truth(&self.active) == Some(true),
        })
    }
}

#[derive(Deserialize)]
struct Summary {
    id: Code,
    code: Code,
    #[serde(rename = "libelle")]
    label: Text,
    #[serde(rename = "typeObjetMaquette")]
    kind: Text,
}

impl Summary {
    fn found(self) -> Found {
        Found { id: self.id.0, code: self.code.0, label: self.label.0, kind: kind(self.kind) }
    }
}

fn kind(told: Text) -> Option<Kind> {
    told.0.map(|told| match told.as_str() {
        "FORMATION" => Kind::Formation,
        "OBJET-FORMATION" => Kind::Part,
        "GROUPEMENT" => Kind::Group,
        _ => Kind::Other(told),
    })
}

#[derive(Deserialize)]
struct Detail {
    code: Code,
    #[serde(rename = "espace")]
    period: Text,
    #[serde(rename = "descripteursObjetMaquette")]
    descriptors: Option<Whole<Descriptors>>,
    #[serde(rename = "contextes")]
    contexts: Objects<Context>,
}

#[derive(Default, Deserialize)]
struct Descriptors {
    #[serde(rename = "libelle")]
    label: Text,
    ects: Text,
    nature: Option<Whole<Named>>,
    #[serde(rename = "type")]
    kind: Option<Whole<Named>>,
    #[serde(rename = "structurePrincipale")]
    composante: Text,
    stage: Text,
}

#[derive(Deserialize)]
struct Named {
    code: Text,
}

#[derive(Deserialize)]
struct Context {
    #[serde(rename = "chemin")]
    path: Option<Vec<Text>>,
}

impl Detail {
    fn object(self) -> Object {
        let told = self.descriptors.map(|Whole(told)| told).unwrap_or_default();
        let code = |named: Option<Whole<Named>>| named.and_then(|Whole(named)| named.code.0);
        let nature = code(told.nature);
        // The mark decides; where it is not told the nature does.
        let is_named = nature.as_deref().is_some_and(|nature| nature.eq_ignore_ascii_case(INTERNSHIP));
        let mut roots: Vec<String> = objects(self.contexts)
            .filter_map(|context| context.path.into_iter().flatten().find_map(|step| step.0))
            .collect();
        roots.sort_unstable();
        roots.dedup();
        Object {
            code: self.code.0,
            label: told.label.0,
            credits: told.ects.amount(),
            is_internship: truth(&told.stage).unwrap_or(is_named),
            nature: nature.or(code(told.kind)),
            period: self.period.0,
            composante: told.composante.0,
            roots,
        }
    }
}

#[derive(Deserialize)]
struct Tree {
    #[serde(rename = "racine")]
    root: Whole<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: Code,
    code: Code,
    #[serde(rename = "libelle")]
    label: Text,
    #[serde(rename = "classe")]
    kind: Text,
    #[serde(rename = "pia")]
    enrols: Option<Whole<Enrols>>,
    #[serde(rename = "enfants")]
    children: Objects<Child>,
}

/// Whether students enrol there.
#[derive(Deserialize)]
struct Enrols {
    #[serde(rename = "actif")]
    is_active: Text,
}

#[derive(Deserialize)]
struct Child {
    #[serde(rename = "objetMaquette")]
    object: Option<Whole<Node>>,
}

impl Node {
    /// No deeper than the reader of JSON goes.
    fn plan(self) -> Plan {
        let enrols = self.enrols.as_ref();
        Plan {
            is_etape: enrols.is_some_and(|Whole(enrols)| truth(&enrols.is_active) == Some(true)),
            parts: objects(self.children)
                .filter_map(|child| child.object.map(|Whole(node)| node.plan()))
                .collect(),
            found: Found { id: self.id.0, code: self.code.0, label: self.label.0, kind: kind(self.kind) },
        }
    }
}
