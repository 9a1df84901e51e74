//! What the module of identities (IDT, external v1) answers: who is found by name or number, and their mail address.

use serde::Deserialize;

use super::super::super::fault::Fault;
use super::super::super::tolerant::{Code, Object, Text};
use super::super::reply::{Page, broken, object, page};
use super::super::{PEOPLE, PERSON};
use super::number;
use crate::domain::student::StudentNumber;
use crate::domain::student::search::FoundStudent;

/// Reads one page of people, each with what tells them from all others inside the module: nothing in place of those who
/// have no number, and so never were students here.
///
/// # Errors
/// When it is not what the contract says, or stops in its middle.
pub fn read_people(body: &[u8]) -> Result<Page<Option<(String, FoundStudent)>>, Fault> {
    let told: Page<(String, Person)> = page(PEOPLE, body)?;
    told.try_map(|(place, person)| {
        let number = number(PEOPLE, &person.number, || format!("{place}.codeApprenant"))?;
        Ok(number.map(|number| {
            let found = FoundStudent {
                number,
                surname: person.surname.0,
                given_name: person.given_name.0,
                birth_date: person.birth_date.day(),
                mail: None,
            };
            (person.id.0, found)
        }))
    })
}

/// Reads the mail address that the institution gave to a student, if it gave one.
///
/// # Errors
/// When it is not what the contract says, stops in its middle, or is about somebody else.
pub fn read_mail(body: &[u8], number: &StudentNumber) -> Result<Option<String>, Fault> {
    let told: Identity = object(PERSON, body)?;
    let Some(Object(profile)) = told.profile else { return Ok(None) };
    if profile.number.as_deref() != Some(number.as_str()) {
        return Err(broken(PERSON, "profilApprenant.codeApprenant"));
    }
    Ok(profile.contact.and_then(|Object(contact)| contact.mail.0))
}

#[derive(Deserialize)]
struct Person {
    id: Code,
    #[serde(rename = "codeApprenant")]
    number: Text,
    #[serde(rename = "nomNaissance")]
    surname: Text,
    #[serde(rename = "prenom")]
    given_name: Text,
    #[serde(rename = "dateNaissance")]
    birth_date: Text,
}

#[derive(Deserialize)]
struct Identity {
    // Nothing is read of it; without it this is no identity.
    #[serde(rename = "id")]
    _id: Code,
    #[serde(rename = "profilApprenant")]
    profile: Option<Object<Profile>>,
}

#[derive(Deserialize)]
struct Profile {
    #[serde(rename = "codeApprenant")]
    number: Text,
    #[serde(rename = "donneesContact")]
    contact: Option<Object<Contact>>,
}

#[derive(Deserialize)]
struct Contact {
    #[serde(rename = "adresseElectroniqueInstitutionnelle")]
    mail: Text,
}
