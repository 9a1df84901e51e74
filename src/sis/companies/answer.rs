//! What the search of companies answers, as far as we read it, and what we keep of it.

use std::collections::HashSet;

use serde::Deserialize;

use super::super::codes;
use super::super::fault::Fault;
use super::super::http::read;
use super::super::place::{Said, said};
use super::super::text::{given, line};
use super::SEARCH;
use crate::domain::organisation::registered::{Registered, Source};
use crate::domain::organisation::siret::Siret;

/// A page of what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The seats and the establishments that match, company by company.
    pub establishments: Vec<Registered>,
    /// How many companies there are on all pages.
    pub companies: u64,
    /// How many pages there are.
    pub pages: u64,
}

/// Reads a page of a search.
///
/// # Errors
/// When it is not what the contract says, or stops in its middle.
pub fn read_found(body: &[u8]) -> Result<Found, Fault> {
    let page: Page = read(SEARCH, body)?;
    let mut establishments = Vec::new();
    let mut seen = HashSet::new();
    for company in &page.results {
        let seat = company.seat.iter().map(|seat| (seat, true));
        let others = company.others.iter().flatten().map(|other| (other, false));
        for (establishment, is_seat) in seat.chain(others) {
            if seen.insert(establishment.siret.clone()) {
                establishments.push(establishment.registered(company, is_seat));
            }
        }
    }
    Ok(Found {
        establishments,
        companies: page.companies.unwrap_or_default(),
        pages: page.pages.unwrap_or_default(),
    })
}

#[derive(Deserialize)]
struct Page {
    results: Vec<Company>,
    #[serde(rename = "total_results")]
    companies: Option<u64>,
    #[serde(rename = "total_pages")]
    pages: Option<u64>,
}

#[derive(Deserialize)]
struct Company {
    #[serde(rename = "nom_raison_sociale")]
    name: Option<String>,
    #[serde(rename = "nom_complet")]
    full_name: Option<String>,
    #[serde(rename = "nature_juridique")]
    legal_category: Option<String>,
    #[serde(rename = "tranche_effectif_salarie")]
    headcount: Option<String>,
    #[serde(rename = "etat_administratif")]
    state: Option<String>,
    #[serde(rename = "statut_diffusion")]
    diffusion: Option<String>,
    #[serde(rename = "siege")]
    seat: Option<Establishment>,
    #[serde(rename = "matching_etablissements")]
    others: Option<Vec<Establishment>>,
}

#[derive(Deserialize)]
struct Establishment {
    siret: Siret,
    #[serde(rename = "est_siege")]
    is_seat: Option<bool>,
    #[serde(rename = "etat_administratif")]
    state: Option<String>,
    #[serde(rename = "date_fermeture")]
    closed_on: Option<String>,
    #[serde(rename = "statut_diffusion_etablissement")]
    diffusion: Option<String>,
    #[serde(rename = "liste_enseignes")]
    signs: Option<Vec<Option<String>>>,
    #[serde(rename = "nom_commercial")]
    usual_name: Option<String>,
    #[serde(rename = "activite_principale_naf25")]
    naf_2025: Option<String>,
    #[serde(rename = "activite_principale")]
    naf: Option<String>,
    /// On one line, with its postal code and town: all that is said of those that are no seat.
    #[serde(rename = "adresse")]
    whole: Option<String>,
    #[serde(rename = "complement_adresse")]
    complement: Option<String>,
    #[serde(rename = "numero_voie")]
    number: Option<String>,
    #[serde(rename = "indice_repetition")]
    repetition: Option<String>,
    #[serde(rename = "type_voie")]
    street_type: Option<String>,
    #[serde(rename = "libelle_voie")]
    street: Option<String>,
    #[serde(rename = "distribution_speciale")]
    distribution: Option<String>,
    #[serde(rename = "code_postal")]
    postal_code: Option<String>,
    #[serde(rename = "libelle_commune")]
    town: Option<String>,
    #[serde(rename = "libelle_commune_etranger")]
    foreign_town: Option<String>,
    #[serde(rename = "code_pays_etranger")]
    country: Option<String>,
    #[serde(rename = "libelle_pays_etranger")]
    country_name: Option<String>,
}

impl Establishment {
    fn registered(&self, company: &Company, is_seat: bool) -> Registered {
        let is_shut = self.state.as_deref() == Some("F");
        let is_hidden = |diffusion: &Option<String>| diffusion.as_deref().is_some_and(|known| known != "O");
        let place = self.said().place();
        Registered {
            siret: self.siret.clone(),
            source: Source::CompanySearch,
            name: self.name().or_else(|| company.name()),
            naf: codes::naf(self.naf_2025.as_deref(), self.naf.as_deref()),
            legal_category: codes::legal_category(company.legal_category.as_deref()),
            headcount_band: codes::headcount_band(company.headcount.as_deref()),
            address: place.address.or_else(|| self.street()),
            postal_code: place.postal_code,
            town: place.town,
            country_code: place.country_code,
            is_seat: self.is_seat.unwrap_or(is_seat),
            is_closed: is_shut || company.state.as_deref() == Some("C"),
            closed_on: self.closed_on.as_deref().filter(|_| is_shut).and_then(|day| day.parse().ok()),
            is_partial: is_hidden(&self.diffusion) || is_hidden(&company.diffusion),
        }
    }

    fn name(&self) -> Option<String> {
        let signs = self.signs.as_deref().unwrap_or_default();
        let sign = signs.iter().find_map(|sign| given(sign.as_deref()));
        sign.or_else(|| given(self.usual_name.as_deref()))
    }

    /// Its street as its whole address has it, without postal code and town.
    fn street(&self) -> Option<String> {
        let whole = given(self.whole.as_deref())?;
        let end = line(&[self.postal_code.as_deref(), self.town.as_deref()]);
        let street = end.as_deref().and_then(|end| whole.strip_suffix(end)).unwrap_or(&whole);
        given(Some(street))
    }

    fn said(&self) -> Said<'_> {
        said!(self)
    }
}

impl Company {
    fn name(&self) -> Option<String> {
        given(self.name.as_deref()).or_else(|| given(self.full_name.as_deref()))
    }
}
