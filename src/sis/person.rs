//! A person as directories tell one: attribute by attribute. Any may be absent, and most may be told several times.

use serde::Deserialize;

use super::tolerant::{Texts, year};
use super::words::sex;
use crate::domain::student::StudentNumber;
use crate::domain::student::directory::{Affiliation, Person};

/// What a directory tells of one person, under the names that esup-siscol gives to it.
#[derive(Deserialize)]
pub(super) struct Attributes {
    pub(super) uid: Texts,
    #[serde(rename = "supannAliasLogin")]
    pub(super) login: Texts,
    #[serde(rename = "codEtu")]
    pub(super) code: Texts,
    #[serde(rename = "supannEtuId")]
    pub(super) number: Texts,
    #[serde(rename = "sn")]
    pub(super) surname: Texts,
    #[serde(rename = "givenName")]
    pub(super) given_name: Texts,
    #[serde(rename = "displayName")]
    pub(super) display_name: Texts,
    pub(super) cn: Texts,
    #[serde(rename = "supannCivilite")]
    pub(super) title: Texts,
    pub(super) mail: Texts,
    #[serde(rename = "telephoneNumber")]
    pub(super) phone: Texts,
    #[serde(rename = "eduPersonPrimaryAffiliation")]
    pub(super) main_affiliation: Texts,
    #[serde(rename = "eduPersonAffiliation")]
    pub(super) affiliations: Texts,
    #[serde(rename = "supannEntiteAffectationPrincipale")]
    pub(super) main_entity: Texts,
    #[serde(rename = "supannEntiteAffectation")]
    pub(super) entities: Texts,
    #[serde(rename = "supannEtuEtape")]
    pub(super) etapes: Texts,
    #[serde(rename = "supannEtuAnneeInscription")]
    pub(super) years: Texts,
}

impl Attributes {
    /// Who that is; nothing when nobody is named.
    pub(super) fn person(self) -> Option<Person> {
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
