//! What it answers about what is taught: diplomas and their versions, the étapes of each and theirs, and in these the
//! lists of elements. An étape may stand in several diplomas, and an element in several lists.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::super::super::port::Told;
use super::super::super::words::coded;
use super::super::soap::broken;
use super::super::xml::Element;
use super::super::{ELEMENTS, ETAPES, PROGRAMMES};
use super::listed;
use crate::domain::student::Coded;
use crate::domain::student::enrolment::{Diploma, Etape, EtapeKey, InternshipElement, Programme};

/// The nature of an element that is an internship, whatever its mark says.
const INTERNSHIP: &str = "stage";

const YES: &str = "O";

/// What is taught.
#[derive(Default)]
pub(in super::super) struct Offer(pub(in super::super) Vec<Element>);

/// A version of an étape, and where it stands.
struct Version<'a> {
    diploma: &'a Element,
    diploma_version: &'a Element,
    etape: &'a Element,
    told: &'a Element,
}

impl Version<'_> {
    fn key(&self) -> Result<EtapeKey, &'static str> {
        Ok(EtapeKey { code: self.etape.code("codEtp")?, version: self.told.text("codVrsVet").0 })
    }

    fn etape(&self) -> Result<Etape, &'static str> {
        let label = self.told.text("libWebVet").0.or(self.etape.text("libEtp").0);
        Ok(Etape { key: self.key()?, label, period: None })
    }

    /// It is this one, or one of this étape when no version is told.
    fn is(&self, key: &EtapeKey) -> bool {
        let is_version = key.version.is_none() || self.told.text("codVrsVet").0 == key.version;
        is_version && self.etape.text("codEtp").as_deref() == Some(&key.code)
    }
}

/// The elements of a list of Apogée's.
fn items<'a>(element: &'a Element, list: &'a str) -> impl Iterator<Item = &'a Element> {
    element.all(list).flat_map(|list| list.all("item"))
}

/// The versions of the étapes of a version of a diploma.
fn versions<'a>(diploma: &'a Element, diploma_version: &'a Element) -> impl Iterator<Item = Version<'a>> {
    let etapes = diploma_version.all("offreFormation").flat_map(|offer| items(offer, "listEtape"));
    etapes.flat_map(move |etape| {
        items(etape, "listVersionEtape").map(move |told| Version { diploma, diploma_version, etape, told })
    })
}

impl Offer {
    fn versions(&self) -> impl Iterator<Item = Version<'_>> {
        let diplomas = self.0.iter();
        diplomas.flat_map(|diploma| {
            items(diploma, "listVersionDiplome").flat_map(move |version| versions(diploma, version))
        })
    }

    /// The cycle and the finality of the diploma in which this étape is followed.
    pub(in super::super) fn diploma(
        &self,
        key: &EtapeKey,
        followed: Option<&Diploma>,
    ) -> (Option<String>, Option<Coded>) {
        let is_followed = |version: &Version<'_>| {
            let told = version.diploma_version.text("codVrsVdi").0;
            followed.is_none_or(|diploma| {
                // Neither is told of an offer that is asked for without its diplomas.
                let is_same = |told: Option<String>, followed| told.is_none() || told == followed;
                is_same(version.diploma.text("codDip").0, Some(diploma.code.clone()))
                    && (diploma.version.is_none() || is_same(told, diploma.version.clone()))
            })
        };
        let Some(version) = self.versions().find(|version| version.is(key) && is_followed(version)) else {
            return (None, None);
        };
        let text = |names| version.diploma_version.text(names).0;
        let finality = coded(text("offreFormation.codFinalite"), text("offreFormation.libFinalite"));
        (text("codCursusLmd"), finality)
    }

    /// The hours of teaching in an étape.
    pub(in super::super) fn hours(&self, key: &EtapeKey) -> Option<Decimal> {
        let mut told = self.versions().filter(|version| version.is(key));
        told.find_map(|version| version.told.text("volume").amount().filter(|hours| !hours.is_zero()))
    }

    /// The elements of an étape that are internships, each once.
    pub(in super::super) fn internships(
        &self,
        key: &EtapeKey,
    ) -> Result<Vec<InternshipElement>, &'static str> {
        let mut found: Vec<InternshipElement> = Vec::new();
        for version in self.versions().filter(|version| version.is(key)) {
            let lists = items(version.told, "listListeElementPedagogi");
            for element in lists.flat_map(|list| items(list, "listElementPedagogi")).filter(is_internship) {
                let element = InternshipElement {
                    etape: Some(version.key()?),
                    period: None,
                    code: element.code("codElp")?,
                    label: element.text("libElp").0,
                    credits: element.text("credits").amount(),
                    nature: element.text("libNatureElp").0,
                    is_internship: true,
                };
                let is_same =
                    |known: &InternshipElement| known.code == element.code && known.etape == element.etape;
                if !found.iter().any(is_same) {
                    found.push(element);
                }
            }
        }
        Ok(found)
    }
}

/// It is marked or named as an internship, and not suspended.
fn is_internship(element: &&Element) -> bool {
    let is_marked = |name| element.text(name).as_deref() == Some(YES);
    let nature = element.text("libNatureElp");
    let is_named = nature.as_deref().is_some_and(|nature| nature.eq_ignore_ascii_case(INTERNSHIP));
    (is_marked("temStage") || is_named) && !is_marked("temSusp")
}

/// The elements of an étape that are internships.
pub(in super::super) fn elements(offer: &Offer, key: &EtapeKey) -> Told<Vec<InternshipElement>> {
    offer.internships(key).map(listed).map_err(|field| broken(ELEMENTS, field))
}

/// The étapes, in the order of their codes and versions.
pub(in super::super) fn etapes(offer: &Offer) -> Told<Vec<Etape>> {
    let read = |version: Version<'_>| version.etape().map(|etape| (etape.key.clone(), etape));
    let etapes: Result<BTreeMap<EtapeKey, Etape>, _> = offer.versions().map(read).collect();
    Ok(listed(etapes.map_err(|field| broken(ETAPES, field))?.into_values().collect()))
}

/// The diplomas, one a version, with their étapes.
pub(in super::super) fn programmes(offer: &Offer) -> Told<Vec<Programme>> {
    let mut programmes = Vec::new();
    for diploma in &offer.0 {
        for version in items(diploma, "listVersionDiplome") {
            let read = programme(diploma, version);
            programmes.push(read.map_err(|field| broken(PROGRAMMES, field))?);
        }
    }
    Ok(listed(programmes))
}

fn programme(diploma: &Element, version: &Element) -> Result<Programme, &'static str> {
    let label = version.text("libWebVdi").0.or(diploma.text("libDip").0);
    Ok(Programme {
        diploma: Diploma { code: diploma.code("codDip")?, version: version.text("codVrsVdi").0, label },
        period: None,
        etapes: versions(diploma, version).map(|version| version.etape()).collect::<Result<_, _>>()?,
    })
}
