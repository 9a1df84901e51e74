//! Where to reach a student, among all the contacts that are told: those of codes that the settings name, and not those
//! of somebody else.

use serde::Deserialize;

use super::super::super::place;
use super::super::super::text::given;
use super::super::super::tolerant::{Object, Objects, Text, objects};
use super::super::super::words::country;
use super::super::settings::Contacts;
use crate::domain::student::identity;

/// A contact of any kind: an address, a telephone, a mail address. The kind is what it holds.
#[derive(Deserialize)]
pub(super) struct Contact {
    #[serde(rename = "demandeDeContact")]
    request: Option<Object<Request>>,
    #[serde(rename = "proprietaire")]
    owner: Text,
    #[serde(rename = "pays")]
    country: Text,
    #[serde(rename = "libellePays")]
    country_name: Text,
    #[serde(rename = "ligne1OuEtage")]
    first_line: Text,
    #[serde(rename = "ligne2OuBatiment")]
    second_line: Text,
    #[serde(rename = "ligne3OuVoie")]
    third_line: Text,
    #[serde(rename = "ligne4OuComplement")]
    fourth_line: Text,
    #[serde(rename = "ligne5Etranger")]
    foreign_line: Text,
    #[serde(rename = "codePostal")]
    postal_code: Text,
    #[serde(rename = "commune")]
    commune: Text,
    #[serde(rename = "libelleCommune")]
    town: Text,
    mail: Text,
    telephone: Text,
}

/// What a contact was asked for.
#[derive(Deserialize)]
struct Request {
    code: Text,
}

impl Contact {
    fn is_of(&self, wanted: &str) -> bool {
        let code = self.request.as_ref().and_then(|Object(request)| request.code.as_deref());
        self.owner.as_deref().is_none() && code == Some(wanted)
    }

    /// The lines of an address in their order, as one.
    fn lines(&self) -> Option<String> {
        let lines = [&self.first_line, &self.second_line, &self.third_line, &self.fourth_line];
        let lines: Vec<&str> = lines.into_iter().filter_map(Text::as_deref).collect();
        given(Some(&lines.join(", ")))
    }

    fn is_address(&self) -> bool {
        let places = [&self.foreign_line, &self.postal_code, &self.town];
        self.lines().is_some() || places.iter().any(|place| place.as_deref().is_some())
    }
}

/// Where to reach a student, and INSEE's code of a town that is told by that code alone.
pub(super) fn chosen(contacts: Objects<Contact>, wanted: &Contacts) -> (identity::Contact, Option<String>) {
    let all: Vec<Contact> = objects(contacts).collect();
    let first = |codes: &[String], is_kind: &dyn Fn(&Contact) -> bool| {
        let of = |code: &String| all.iter().find(|contact| contact.is_of(code) && is_kind(contact));
        codes.iter().find_map(of)
    };
    let mobile = first(&wanted.mobiles, &|contact| contact.telephone.as_deref().is_some());
    let mail = first(&wanted.mails, &|contact| contact.mail.as_deref().is_some());
    let mut reached = identity::Contact {
        mobile: mobile.and_then(|contact| contact.telephone.0.clone()),
        personal_mail: mail.and_then(|contact| contact.mail.0.clone()),
        ..identity::Contact::default()
    };
    let Some(address) = first(&wanted.addresses, &Contact::is_address) else { return (reached, None) };
    // Abroad the last line holds the town, perhaps after its postal code.
    let place = place::Said {
        postal_code: address.postal_code.as_deref(),
        town: address.town.as_deref(),
        foreign_town: address.foreign_line.as_deref(),
        ..place::Said::default()
    }
    .place();
    let unnamed = address.commune.0.clone().filter(|_| place.town.is_none() && place.postal_code.is_some());
    reached.address = address.lines();
    (reached.postal_code, reached.town) = (place.postal_code, place.town);
    reached.country = country(address.country.0.clone(), address.country_name.0.clone());
    (reached, unnamed)
}
