//! What it answers about the people of the directory.

use super::super::super::person::Attributes;
use super::super::super::port::{Known, Told};
use super::super::super::tolerant::{Object, objects};
use super::super::reply::{told, unless_hollow};
use super::super::{BY_LOGIN, PEOPLE};
use crate::domain::student::directory::Person;

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
