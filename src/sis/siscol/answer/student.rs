//! What it answers about who a student is. Of handicaps, families, scholarships and baccalaureates it also tells; a
//! convention needs none of them, so they are not read.

use serde::Deserialize;

use super::super::super::fault::{Call, Fault};
use super::super::super::port::{Known, Told};
use super::super::super::student::{country, sex};
use super::super::super::text::{given, line};
use super::super::super::tolerant::{Code, Object, Text, Texts, year};
use super::super::reply::{listed, told, unless_hollow};
use super::super::{CIVIL_STATUS, FIND, IDENTITY};
use crate::domain::student::StudentNumber;
use crate::domain::student::identity::{CivilStatus, Contact, Country, Identity};
use crate::domain::student::search::FoundStudent;

/// Reads who a student is.
///
/// # Errors
/// When it is not what the contract says, stops in its middle, or says that the gateway failed.
pub fn read_identity(body: &[u8], number: &StudentNumber) -> Told<Identity> {
    let student: Option<Object<Student>> = told(IDENTITY, body)?;
    Ok(unless_hollow(student.map(|Object(student)| student.identity(number))))
}

/// Reads the civil status of a student.
///
/// # Errors
/// When it is not what the contract says, stops in its middle, is about somebody else, or says that the gateway failed.
pub fn read_civil_status(body: &[u8], number: &StudentNumber) -> Told<CivilStatus> {
    let Some(Object(student)) = told::<Object<Administrative>>(CIVIL_STATUS, body)? else {
        return Ok(Known::Nothing);
    };
    for (field, told) in [("numEtu", &student.number), ("codEtu", &student.code)] {
        if told.as_deref().is_some_and(|told| told != number.as_str()) {
            return Err(broken(CIVIL_STATUS, field));
        }
    }
    Ok(unless_hollow(Some(student.civil_status(number))))
}

/// Reads the students that are found.
///
/// # Errors
/// When it is not what the contract says, stops in its middle, or says that the gateway failed.
pub fn read_found(body: &[u8]) -> Told<Vec<FoundStudent>> {
    let Some(list) = told::<Vec<Option<Object<Found>>>>(FIND, body)? else {
        return Ok(Known::Nothing);
    };
    let mut students = Vec::new();
    for (place, found) in list.into_iter().enumerate() {
        let Some(Object(found)) = found else { continue };
        let number = StudentNumber::parse(&found.number.0);
        students.push(FoundStudent {
            number: number.map_err(|_| broken(FIND, &format!("[{place}].codEtu")))?,
            birth_date: found.birth_date.day(),
            surname: found.surname.0,
            given_name: found.given_name.0,
            mail: found.mail.0,
        });
    }
    Ok(listed(Some(students)))
}

fn broken(call: Call, field: &str) -> Fault {
    Fault::Broken { call, field: field.to_owned() }
}

#[derive(Deserialize)]
struct Student {
    #[serde(rename = "cod_ind")]
    inner_id: Text,
    #[serde(rename = "nompatro")]
    birth_name: Text,
    #[serde(rename = "nommarital")]
    usage_name: Text,
    #[serde(rename = "prenom")]
    given_name: Text,
    #[serde(rename = "prenomEtatCivil")]
    civil_given_name: Text,
    #[serde(rename = "codeSexe")]
    sex: Text,
    #[serde(rename = "sexEtatCivil")]
    civil_sex: Text,
    #[serde(rename = "dateNais")]
    birth_date: Text,
    mail: Text,
    #[serde(rename = "mainAddress")]
    address: Text,
    #[serde(rename = "libAd1")]
    first_line: Text,
    #[serde(rename = "libAd2")]
    second_line: Text,
    #[serde(rename = "libAd3")]
    third_line: Text,
    #[serde(rename = "libAde")]
    foreign_line: Text,
    #[serde(rename = "postalCode")]
    postal_code: Text,
    town: Text,
    country: Text,
    #[serde(rename = "codePays")]
    country_code: Text,
    phone: Text,
    #[serde(rename = "portablePhone")]
    mobile: Text,
    #[serde(rename = "mailPerso")]
    personal_mail: Text,
    #[serde(rename = "libelleCPAM")]
    health_fund: Text,
    #[serde(rename = "anneesInscriptionFC")]
    lifelong_years: Texts,
}

impl Student {
    /// Who that is; nothing when nobody is named.
    fn identity(self, number: &StudentNumber) -> Option<Identity> {
        let names = [&self.birth_name, &self.usage_name, &self.given_name];
        if names.iter().all(|name| name.0.is_none()) {
            return None;
        }
        let country = country(self.country_code.0.clone(), self.country.0.clone());
        let address = self.address.0.clone().or_else(|| self.lines(country.as_ref()));
        Some(Identity {
            number: number.clone(),
            inner_id: self.inner_id.0,
            birth_name: self.birth_name.0,
            usage_name: self.usage_name.0,
            given_name: self.given_name.0,
            civil_given_name: self.civil_given_name.0,
            sex: sex(self.sex.0),
            civil_sex: sex(self.civil_sex.0),
            birth_date: self.birth_date.day(),
            mail: self.mail.0,
            contact: Contact {
                address,
                postal_code: self.postal_code.0,
                town: self.town.0,
                country,
                phone: self.phone.0,
                mobile: self.mobile.0,
                personal_mail: self.personal_mail.0,
            },
            health_fund: self.health_fund.0,
            lifelong_years: self.lifelong_years.0.iter().filter_map(|told| year(told)).collect(),
        })
    }

    /// The address, line by line: abroad the last one is another.
    fn lines(&self, country: Option<&Country>) -> Option<String> {
        let is_abroad = country.is_some_and(|country| country.iso2.as_deref() != Some("FR"));
        let last = if is_abroad { &self.foreign_line } else { &self.third_line };
        line(&[self.first_line.as_deref(), self.second_line.as_deref(), last.as_deref()])
    }
}

#[derive(Deserialize)]
struct Administrative {
    #[serde(rename = "numEtu")]
    number: Text,
    #[serde(rename = "codEtu")]
    code: Text,
    #[serde(rename = "numeroINE")]
    ine: Text,
    #[serde(rename = "loginAnnuaire")]
    login: Text,
    #[serde(rename = "nomPatronymique")]
    birth_name: Text,
    #[serde(rename = "nomUsuel")]
    usage_name: Text,
    #[serde(rename = "prenom1")]
    given_name: Text,
    #[serde(rename = "prenom2")]
    second_given_name: Text,
    #[serde(rename = "prenomEtatCivil")]
    civil_given_name: Text,
    #[serde(rename = "sexe")]
    sex: Text,
    #[serde(rename = "sexEtatCivil")]
    civil_sex: Text,
    #[serde(rename = "dateNaissance")]
    birth_date: Text,
    #[serde(rename = "nationaliteDTO")]
    nationality: Text,
    #[serde(rename = "emailAnnuaire")]
    mail: Text,
    #[serde(rename = "libelleCPAM")]
    health_fund: Text,
}

impl Administrative {
    /// Who that is; nothing when nobody is named.
    fn civil_status(self, number: &StudentNumber) -> Option<CivilStatus> {
        let names = [&self.birth_name, &self.usage_name, &self.given_name];
        if names.iter().all(|name| name.0.is_none()) {
            return None;
        }
        Some(CivilStatus {
            number: number.clone(),
            ine: self.ine.0,
            login: self.login.0,
            birth_name: self.birth_name.0,
            usage_name: self.usage_name.0,
            given_name: self.given_name.0,
            second_given_name: self.second_given_name.0,
            civil_given_name: self.civil_given_name.0,
            sex: sex(self.sex.0),
            civil_sex: sex(self.civil_sex.0),
            birth_date: self.birth_date.day(),
            nationality: self.nationality.as_deref().and_then(nationality),
            mail: self.mail.0,
            health_fund: self.health_fund.0,
        })
    }
}

/// `100:FRANCAIS(E)`.
fn nationality(told: &str) -> Option<Country> {
    match told.split_once(':') {
        Some((code, label)) => country(given(Some(code)), given(Some(label))),
        None => country(None, Some(told.to_owned())),
    }
}

#[derive(Deserialize)]
struct Found {
    #[serde(rename = "codEtu")]
    number: Code,
    #[serde(rename = "nom")]
    surname: Text,
    #[serde(rename = "prenom")]
    given_name: Text,
    #[serde(rename = "dateNaissance")]
    birth_date: Text,
    mail: Text,
}
