//! What the module of enrolments (INS, external v2) answers about a student: who that is, and all their enrolments.
//! What mail address the institution gave, and what a composante is called, others tell.

use serde::Deserialize;

use super::super::super::fault::Fault;
use super::super::super::port::{Known, Told};
use super::super::super::tolerant::{Code, Object, Objects, Text, year};
use super::super::super::words::{coded, country, mobility, sex, status};
use super::super::DOSSIER;
use super::super::reply::{broken, object};
use super::super::settings::{Contacts, Settings};
use super::contact::{Contact, chosen};
use crate::domain::student::enrolment::{Diploma, Enrolment, EnrolmentStatus, Enrolments, Etape, Regime};
use crate::domain::student::identity::{CivilStatus, Identity};
use crate::domain::student::{Coded, StudentNumber};

/// What the contract calls a course without a césure.
const NO_CESURE: &str = "SANS";

/// Reads who a student is, with INSEE's code of their town where it stands in place of a name.
///
/// # Errors
/// When it is not what the contract says, stops in its middle, or is about somebody else.
pub fn read_identity(
    body: &[u8],
    number: &StudentNumber,
    contacts: &Contacts,
) -> Told<(Identity, Option<String>)> {
    let Object(student) = dossier(body, number)?.student;
    let (names, birth) = (inner(student.names), inner(student.birth));
    if !names.is_told() {
        return Ok(Known::Unsure);
    }
    let (contact, unnamed_town) = chosen(student.contacts, contacts);
    let identity = Identity {
        number: number.clone(),
        inner_id: Some(student.number.0),
        birth_name: names.birth_name.0,
        usage_name: names.usage_name.0,
        given_name: names.given_name.0,
        civil_given_name: None,
        sex: sex(names.sex.0.clone()),
        civil_sex: sex(names.sex.0),
        birth_date: birth.date.day(),
        mail: None,
        contact,
        health_fund: None,
        lifelong_years: Vec::new(),
    };
    Ok(Known::This((identity, unnamed_town)))
}

/// Reads the civil status of a student.
///
/// # Errors
/// When it is not what the contract says, stops in its middle, or is about somebody else.
pub fn read_civil_status(body: &[u8], number: &StudentNumber) -> Told<CivilStatus> {
    let Object(student) = dossier(body, number)?.student;
    let (names, birth) = (inner(student.names), inner(student.birth));
    if !names.is_told() {
        return Ok(Known::Unsure);
    }
    Ok(Known::This(CivilStatus {
        number: number.clone(),
        ine: inner(student.diploma).ine.0,
        login: None,
        birth_name: names.birth_name.0,
        usage_name: names.usage_name.0,
        given_name: names.given_name.0,
        second_given_name: names.second_given_name.0,
        civil_given_name: None,
        sex: sex(names.sex.0.clone()),
        civil_sex: sex(names.sex.0),
        birth_date: birth.date.day(),
        nationality: country(birth.nationality.0, birth.nationality_name.0),
        mail: None,
        health_fund: None,
    }))
}

/// Reads the years in which a student is or was enrolled, and puts them in order: those of which an enrolment counts.
///
/// # Errors
/// When it is not what the contract says, stops in its middle, is about somebody else, or an enrolment tells no year.
pub fn read_years(body: &[u8], number: &StudentNumber) -> Told<Vec<i32>> {
    let Some(all) = dossier(body, number)?.enrolments else { return Ok(Known::Unsure) };
    let mut years = Vec::new();
    for (place, enrolled) in all.into_iter().enumerate() {
        let Some(Object(enrolled)) = enrolled.filter(|Object(enrolled)| !enrolled.is_cancelled()) else {
            continue;
        };
        // A year that is left out would be a year in which the student was nowhere.
        years.push(enrolled.year().ok_or_else(|| yearless(place))?);
    }
    years.sort_unstable();
    years.dedup();
    Ok(if years.is_empty() { Known::Nothing } else { Known::This(years) })
}

/// Reads the enrolments of a student in this year, those that are cancelled too. Composantes are told by their code
/// alone, and no element is told.
///
/// # Errors
/// When it is not what the contract says, stops in its middle, is about somebody else, or an enrolment tells no year.
pub fn read_enrolments(
    body: &[u8],
    number: &StudentNumber,
    year: i32,
    settings: &Settings,
) -> Told<Enrolments> {
    let Some(all) = dossier(body, number)?.enrolments else { return Ok(Known::Unsure) };
    let mut enrolments = Vec::new();
    for (place, enrolled) in all.into_iter().enumerate() {
        let Some(Object(enrolled)) = enrolled else { continue };
        match enrolled.year() {
            Some(told) if told == year => enrolments.push(enrolled.enrolment(year, settings)),
            None if !enrolled.is_cancelled() => return Err(yearless(place)),
            _ => {}
        }
    }
    if enrolments.is_empty() {
        return Ok(Known::Nothing);
    }
    let mut regimes: Vec<Regime> = Vec::new();
    for regime in enrolments.iter().filter_map(|enrolment| enrolment.regime.as_ref()) {
        if regimes.iter().all(|known| known.code != regime.code) {
            regimes.push(regime.clone());
        }
    }
    Ok(Known::This(Enrolments { year, regimes, enrolments, elements: Vec::new() }))
}

fn yearless(place: usize) -> Fault {
    broken(DOSSIER, format!("inscriptions[{place}].cible.periode.anneeUniversitaire"))
}

fn dossier(body: &[u8], number: &StudentNumber) -> Result<Dossier, Fault> {
    let told: Dossier = object(DOSSIER, body)?;
    let is_theirs = told.student.0.number.0 == number.as_str();
    if is_theirs { Ok(told) } else { Err(broken(DOSSIER, "apprenant.code")) }
}

/// What stands in a part that may be null.
fn inner<T: Default>(part: Option<Object<T>>) -> T {
    part.map(|Object(part)| part).unwrap_or_default()
}

#[derive(Deserialize)]
struct Dossier {
    #[serde(rename = "apprenant")]
    student: Object<Student>,
    #[serde(rename = "inscriptions")]
    enrolments: Objects<Enrolled>,
}

/// Of families, professions and scholarships it also tells; a convention needs none of them, so they are not read.
#[derive(Deserialize)]
struct Student {
    #[serde(rename = "code")]
    number: Code,
    #[serde(rename = "etatCivil")]
    names: Option<Object<Names>>,
    #[serde(rename = "naissance")]
    birth: Option<Object<Birth>>,
    contacts: Objects<Contact>,
    #[serde(rename = "bac")]
    diploma: Option<Object<FirstDiploma>>,
}

#[derive(Default, Deserialize)]
struct Names {
    #[serde(rename = "nomDeNaissance")]
    birth_name: Text,
    #[serde(rename = "nomUsuel")]
    usage_name: Text,
    #[serde(rename = "prenom")]
    given_name: Text,
    #[serde(rename = "deuxiemePrenom")]
    second_given_name: Text,
    #[serde(rename = "genre")]
    sex: Text,
}

impl Names {
    /// Somebody is named.
    fn is_told(&self) -> bool {
        [&self.birth_name, &self.usage_name, &self.given_name].iter().any(|name| name.0.is_some())
    }
}

#[derive(Default, Deserialize)]
struct Birth {
    #[serde(rename = "dateDeNaissance")]
    date: Text,
    #[serde(rename = "nationalite")]
    nationality: Text,
    #[serde(rename = "libelleNationalite")]
    nationality_name: Text,
}

#[derive(Default, Deserialize)]
struct FirstDiploma {
    ine: Text,
}

#[derive(Deserialize)]
struct Enrolled {
    #[serde(rename = "cible")]
    target: Object<Target>,
    #[serde(rename = "statutInscription")]
    status: Text,
    #[serde(rename = "regimeInscription")]
    regime: Option<Object<Named>>,
    #[serde(rename = "situationUniversitaire")]
    situation: Option<Object<Situation>>,
}

#[derive(Deserialize)]
struct Target {
    code: Code,
    #[serde(rename = "libelleCourt")]
    label: Text,
    #[serde(rename = "codeStructure")]
    composante: Text,
    #[serde(rename = "formation")]
    diploma: Option<Object<Named>>,
    #[serde(rename = "periode")]
    period: Option<Object<Period>>,
}

#[derive(Default, Deserialize)]
struct Named {
    code: Text,
    #[serde(rename = "libelle")]
    label: Text,
    #[serde(rename = "libelleCourt")]
    short_label: Text,
}

#[derive(Deserialize)]
struct Period {
    code: Text,
    #[serde(rename = "anneeUniversitaire")]
    year: Text,
}

#[derive(Default, Deserialize)]
struct Situation {
    cesure: Text,
    #[serde(rename = "mobilite")]
    mobility: Text,
    #[serde(rename = "programmeEchange")]
    exchange: Option<Object<Named>>,
}

impl Enrolled {
    fn year(&self) -> Option<i32> {
        self.target.0.period.as_ref().and_then(|Object(period)| year(period.year.as_deref()?))
    }

    fn is_cancelled(&self) -> bool {
        self.status.0.clone().map(status) == Some(EnrolmentStatus::Cancelled)
    }

    fn enrolment(self, year: i32, settings: &Settings) -> Enrolment {
        let Object(target) = self.target;
        let (diploma, regime, situation) = (inner(target.diploma), inner(self.regime), inner(self.situation));
        let arrangement = situation.cesure.0.filter(|told| !told.eq_ignore_ascii_case(NO_CESURE));
        let is_cesure = |told: &String| settings.cesures.iter().any(|known| known.eq_ignore_ascii_case(told));
        Enrolment {
            year,
            etape: Etape {
                key: settings.etape(&target.code.0),
                label: target.label.0,
                period: target.period.and_then(|Object(period)| period.code.0),
            },
            composante: coded(target.composante.0, None),
            diploma: diploma.code.0.map(|code| Diploma { code, version: None, label: diploma.short_label.0 }),
            cycle: None,
            finality: None,
            regime: regime.code.0.map(|code| Regime {
                short: Some(settings.regime(&code)),
                label: regime.label.0,
                code,
            }),
            is_cesure: arrangement.as_ref().is_some_and(is_cesure),
            arrangement: arrangement.map(|code| Coded { code, label: None }),
            teaching_hours: None,
            status: self.status.0.map(status),
            exchange: inner(situation.exchange).code.0,
            mobility: situation.mobility.0.and_then(mobility),
        }
    }
}
