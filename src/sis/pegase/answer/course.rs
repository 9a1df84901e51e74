//! What the module of choices (CHC, external v1) answers: which courses a student follows, and who follows an étape.

use serde::Deserialize;

use super::super::super::fault::Fault;
use super::super::super::port::{Known, Told};
use super::super::super::tolerant::{Code, Object, Objects, Text, objects};
use super::super::reply::{broken, list};
use super::super::{COURSES, ENROLLED};
use super::number;
use crate::domain::student::search::FoundStudent;

/// The choices after which a student has nothing to do in a course: none was made, they are excused, it is theirs
/// already, or they gave it up. Any other leaves them in it.
const NOT_FOLLOWED: [&str; 5] =
    ["PAS_DE_CHC", "DISPENSE_CHOISIE", "ACQUIS", "CAPITALISE_CHOISI", "RENONCIATION_CHOISIE"];

/// The courses of a student in one formation of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// The code of the period.
    pub period: Option<String>,
    /// The code of the formation.
    pub formation: Option<String>,
    /// The courses, in the order of the tree; the first one holds all others.
    pub elements: Vec<Element>,
}

/// One course of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Its code.
    pub code: String,
    /// How many others hold it: all that come after it and lie deeper, until one does not, are in it.
    pub depth: usize,
    /// The student follows it.
    pub is_followed: bool,
}

impl Followed {
    /// What stands below this étape, with itself; nothing when it is not there.
    pub(in super::super) fn below(&self, etape: &str) -> Option<&[Element]> {
        let start = self.elements.iter().position(|element| element.code == etape)?;
        let (top, rest) = self.elements.get(start..)?.split_first()?;
        let length = rest.iter().take_while(|element| element.depth > top.depth).count();
        self.elements.get(start..=start + length)
    }
}

/// Reads the courses that a student follows or could follow.
///
/// # Errors
/// When it is not what the contract says, or stops in its middle.
pub fn read_courses(body: &[u8]) -> Result<Vec<Followed>, Fault> {
    let all: Vec<Course> = list(COURSES, body)?;
    Ok(all.into_iter().map(Course::followed).collect())
}

/// Reads the students of an étape: of this formation, if one is named.
///
/// # Errors
/// When it is not what the contract says, or stops in its middle.
pub fn read_enrolled(body: &[u8], formation: Option<&str>) -> Told<Vec<FoundStudent>> {
    let all: Vec<Extraction> = list(ENROLLED, body)?;
    let mut students = Vec::new();
    for (place, extraction) in all.into_iter().enumerate() {
        if formation.is_some_and(|formation| !extraction.is_of(formation)) {
            continue;
        }
        for (inner, learner) in extraction.learners.into_iter().flatten().enumerate() {
            let Some(Object(learner)) = learner else { continue };
            let field = || format!("[{place}].listeApprenants[{inner}].codeApprenant");
            students.push(FoundStudent {
                number: number(ENROLLED, &learner.number, field)?.ok_or_else(|| broken(ENROLLED, field()))?,
                surname: learner.surname.0,
                given_name: learner.given_name.0,
                birth_date: learner.birth_date.day(),
                mail: None,
            });
        }
    }
    Ok(if students.is_empty() { Known::Nothing } else { Known::This(students) })
}

#[derive(Deserialize)]
struct Course {
    #[serde(rename = "periode")]
    period: Option<Object<Named>>,
    formation: Option<Object<Named>>,
    #[serde(rename = "racinePedagogique")]
    root: Option<Object<Node>>,
}

#[derive(Deserialize)]
struct Named {
    code: Text,
}

#[derive(Deserialize)]
struct Node {
    #[serde(rename = "codeObjetMaquette")]
    code: Code,
    #[serde(rename = "typeChoixPedagogique")]
    choice: Text,
    #[serde(rename = "enfants")]
    children: Objects<Node>,
}

impl Course {
    fn followed(self) -> Followed {
        let code = |named: Option<Object<Named>>| named.and_then(|Object(named)| named.code.0);
        let mut elements = Vec::new();
        if let Some(Object(root)) = self.root {
            root.list(0, &mut elements);
        }
        Followed { period: code(self.period), formation: code(self.formation), elements }
    }
}

impl Node {
    /// No deeper than the reader of JSON goes.
    fn list(self, depth: usize, elements: &mut Vec<Element>) {
        let is_followed = !self.choice.as_deref().is_some_and(|choice| NOT_FOLLOWED.contains(&choice));
        elements.push(Element { code: self.code.0, depth, is_followed });
        for child in objects(self.children) {
            child.list(depth + 1, elements);
        }
    }
}

#[derive(Deserialize)]
struct Extraction {
    #[serde(rename = "objetFormation")]
    object: Option<Object<Extracted>>,
    #[serde(rename = "listeApprenants")]
    learners: Objects<Learner>,
}

impl Extraction {
    /// It is of this formation, or does not tell.
    fn is_of(&self, formation: &str) -> bool {
        let path = self.object.as_ref().and_then(|Object(object)| object.path.as_deref());
        path.is_none_or(|path| path.split('>').any(|code| code.trim() == formation))
    }
}

#[derive(Deserialize)]
struct Extracted {
    #[serde(rename = "chemin")]
    path: Text,
}

#[derive(Deserialize)]
struct Learner {
    #[serde(rename = "codeApprenant")]
    number: Text,
    #[serde(rename = "nomFamille")]
    surname: Text,
    #[serde(rename = "prenom")]
    given_name: Text,
    #[serde(rename = "dateNaissance")]
    birth_date: Text,
}
