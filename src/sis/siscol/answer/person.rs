//! What it answers about the people of the directory. Any of their attributes may be absent, and most may be told
//! several times.

use serde::Deserialize;

use super::super::super::port::{Known, Told};
use super::super::super::student::sex;
use super::super::super::tolerant::{Object, Texts, objects, year};
use super::super::reply::{told, unless_hollow};
use super::super::{BY_LOGIN, PEOPLE};
use crate::domain::student::StudentNumber;
use crate::domain::student::directory::{Affiliation, Person};

/// Reads the people that are found. A directory that is down is told by a status: an empty list means what it says.
///
/// # Errors
/// When it is not what the contract says, stops in its middle, or says that the gateway failed.
pub fn read_people(body: &[u8]) -> Told<Vec<Person>> {
    let list = told::<Vec<Option<Object<Attributes>>>>(PEOPLE, body)?.unwrap_or_default();
    if list.is_empty() {
        return Ok(Known::Nothing);
    }
    let people: Vec<Person> = objects(Some(list)).filter_map(Attributes::person).collect();
    Ok(if people.is_empty() { Known::Unsure } else { Known::This(people) })
}

/// Reads the person of a login.
///
/// # Errors
/// When it is not what the contract says, stops in its middle, or says that the gateway failed.
pub fn read_person(body: &[u8]) -> Told<Person> {
    let person: Option<Object<Attributes>> = told(BY_LOGIN, body)?;
    Ok(unless_hollow(person.map(|Object(attributes)| attributes.person())))
}

#[derive(Deserialize)]
struct Attributes {
    uid: Texts,
    #[serde(rename = "supannAliasLogin")]
    login: Texts,
    #[serde(rename = "codEtu")]
    code: Texts,
    #[serde(rename = "supannEtuId")]
    number: Texts,
    #[serde(rename = "sn")]
    surname: Texts,
    #[serde(rename = "givenName")]
    given_name: Texts,
    #[serde(rename = "displayName")]
    display_name: Texts,
    cn: Texts,
    #[serde(rename = "supannCivilite")]
    title: Texts,
    mail: Texts,
    #[serde(rename = "telephoneNumber")]
    phone: Texts,
    #[serde(rename = "eduPersonPrimaryAffiliation")]
    main_affiliation: Texts,
    #[serde(rename = "eduPersonAffiliation")]
    affiliations: Texts,
    #[serde(rename = "supannEntiteAffectationPrincipale")]
    main_entity: Texts,
    #[serde(rename = "supannEntiteAffectation")]
    entities: Texts,
    #[serde(rename = "supannEtuEtape")]
    etapes: Texts,
    #[serde(rename = "supannEtuAnneeInscription")]
    years: Texts,
}

impl Attributes {
    /// Who that is; nothing when nobody is named.
    fn person(self) -> Option<Person> {
        let first = |texts: Texts| texts.0.into_iter().next();
        let number =
            first(self.number).or(first(self.code)).and_then(|told| StudentNumber::parse(&told).ok());
        let (surname, given_name) = (first(self.surname), first(self.given_name));
        // Many gateways show the first name alone, which their settings take for the whole.
        let name =
            first(self.display_name).filter(|name| Some(name) != given_name.as_ref()).or(first(self.cn));
        let uid = first(self.uid);
        if uid.is_none() && number.is_none() && surname.is_none() && name.is_none() {
            return None;
        }
        Some(Person {
            uid,
            login: first(self.login),
            number,
            surname,
            given_name,
            name,
            title: sex(first(self.title)),
            mail: first(self.mail),
            phone: first(self.phone),
            main_affiliation: first(self.main_affiliation).map(affiliation),
            affiliations: self.affiliations.0.into_iter().map(affiliation).collect(),
            main_entity: first(self.main_entity),
            entities: self.entities.0,
            etapes: self.etapes.0,
            years: self.years.0.iter().filter_map(|told| year(told)).collect(),
        })
    }
}

fn affiliation(told: String) -> Affiliation {
    match told.to_lowercase().as_str() {
        "student" => Affiliation::Student,
        "teacher" => Affiliation::Teacher,
        "faculty" => Affiliation::Faculty,
        "researcher" => Affiliation::Researcher,
        "staff" => Affiliation::Staff,
        "employee" => Affiliation::Employee,
        "member" => Affiliation::Member,
        "affiliate" => Affiliation::Affiliate,
        "alum" => Affiliation::Alum,
        _ => Affiliation::Other(told),
    }
}
