//! What SIRENE answers, as far as we read it. Only a number, and the establishment or the list that was asked for, must
//! be there; all else may be null, missing, or a value that did not exist when this was written.

use chrono::NaiveDateTime;
use serde::Deserialize;

use super::super::fault::{Call, Fault, Service};
use super::super::http::read;
use super::super::text::given;
use super::query::Page;
use crate::domain::organisation::registered::Registered;
use crate::domain::organisation::siret::Siret;

/// Asking for one establishment.
pub(super) const ONE: Call = Call { service: Service::Sirene, name: "siret" };
/// Searching.
pub(super) const SEARCH: Call = Call { service: Service::Sirene, name: "search" };
/// Asking for several at once.
pub(super) const MANY: Call = Call { service: Service::Sirene, name: "many" };
/// Asking how the register is.
pub(super) const INFORMATIONS: Call = Call { service: Service::Sirene, name: "informations" };

/// A page of what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What is on it.
    pub establishments: Vec<Registered>,
    /// How many there are on all pages.
    pub total: u64,
    /// Where to read on; nothing on the last page.
    pub next: Option<Page>,
}

/// How the register is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Informations {
    /// It serves, and its establishments do.
    pub is_up: bool,
    /// Its version.
    pub version: Option<String>,
    /// Changes to establishments are known up to here, in the time of Paris.
    pub known_until: Option<NaiveDateTime>,
}

/// Reads the answer about one establishment.
///
/// # Errors
/// When it is not what the contract says, or stops in its middle.
pub fn read_establishment(body: &[u8]) -> Result<Registered, Fault> {
    read::<One>(ONE, body).map(|one| one.establishment.registered())
}

/// Reads a page of a search: the one that was asked for.
///
/// # Errors
/// When it is not what the contract says, or stops in its middle.
pub fn read_found(body: &[u8], page: &Page) -> Result<Found, Fault> {
    list(SEARCH, body).map(|list| list.found(page))
}

/// Reads how the register is.
///
/// # Errors
/// When it is not what the contract says, or stops in its middle.
pub fn read_informations(body: &[u8]) -> Result<Informations, Fault> {
    let state: State = read(INFORMATIONS, body)?;
    let up = |state: &Option<String>| state.as_deref() == Some("UP");
    let establishments = |name: &Option<String>| name.as_deref() == Some("Établissements");
    let services = state.services.unwrap_or_default();
    let known = services.iter().find(|service| establishments(&service.name));
    let updates = state.updates.unwrap_or_default();
    let update = updates.iter().find(|update| establishments(&update.name));
    Ok(Informations {
        is_up: up(&state.state) && known.is_none_or(|service| up(&service.state)),
        version: given(state.version.as_deref()),
        known_until: update.and_then(|update| update.known_until.as_deref()?.parse().ok()),
    })
}

/// Reads a list of establishments.
pub(super) fn list(call: Call, body: &[u8]) -> Result<List, Fault> {
    read(call, body)
}

/// The register itself says that there is nothing, not a gateway on the way that knows no such address.
pub(super) fn says(status: u16, body: &[u8]) -> bool {
    let said: Result<Statement, _> = serde_json::from_slice(body);
    said.is_ok_and(|said| said.header.status == status)
}

#[derive(Deserialize)]
struct Statement {
    header: Status,
}

#[derive(Deserialize)]
struct Status {
    #[serde(rename = "statut")]
    status: u16,
}

#[derive(Deserialize)]
struct One {
    #[serde(rename = "etablissement")]
    establishment: Establishment,
}

/// A list of establishments, and where to read on.
#[derive(Deserialize)]
pub(super) struct List {
    header: Header,
    #[serde(rename = "etablissements")]
    establishments: Vec<Establishment>,
}

#[derive(Deserialize)]
struct Header {
    total: Option<u64>,
    #[serde(rename = "curseurSuivant")]
    next: Option<String>,
}

impl List {
    /// The establishments.
    pub(super) fn registered(&self) -> Vec<Registered> {
        self.establishments.iter().map(Establishment::registered).collect()
    }

    fn found(&self, page: &Page) -> Found {
        // A cursor that stays where it is, or a page that is not full, is the last.
        let is_full = self.establishments.len() >= usize::from(page.size);
        let next = self.header.next.as_deref().filter(|next| is_full && *next != page.cursor);
        let establishments = self.registered();
        let here = u64::try_from(establishments.len()).unwrap_or_default();
        Found {
            total: self.header.total.unwrap_or(here),
            next: next.map(|next| page.after(next)),
            establishments,
        }
    }
}

#[derive(Deserialize)]
struct State {
    #[serde(rename = "etatService")]
    state: Option<String>,
    #[serde(rename = "etatsDesServices")]
    services: Option<Vec<ServiceState>>,
    #[serde(rename = "versionService")]
    version: Option<String>,
    #[serde(rename = "datesDernieresMisesAJourDesDonnees")]
    updates: Option<Vec<Update>>,
}

#[derive(Deserialize)]
struct ServiceState {
    #[serde(rename = "Collection")]
    name: Option<String>,
    #[serde(rename = "etatCollection")]
    state: Option<String>,
}

#[derive(Deserialize)]
struct Update {
    #[serde(rename = "collection")]
    name: Option<String>,
    #[serde(rename = "dateDernierTraitementMaximum")]
    known_until: Option<String>,
}

/// An establishment.
#[derive(Deserialize)]
pub(super) struct Establishment {
    pub(super) siret: Siret,
    #[serde(rename = "statutDiffusionEtablissement")]
    pub(super) diffusion: Option<String>,
    #[serde(rename = "etablissementSiege")]
    pub(super) is_seat: Option<bool>,
    #[serde(rename = "activitePrincipaleNAF25Etablissement")]
    pub(super) naf_2025: Option<String>,
    #[serde(rename = "uniteLegale")]
    pub(super) company: Option<Company>,
    #[serde(rename = "adresseEtablissement")]
    pub(super) address: Option<Address>,
    #[serde(rename = "periodesEtablissement")]
    pub(super) periods: Option<Vec<Period>>,
}

/// Its company, which may be a person.
#[derive(Default, Deserialize)]
pub(super) struct Company {
    #[serde(rename = "statutDiffusionUniteLegale")]
    pub(super) diffusion: Option<String>,
    #[serde(rename = "etatAdministratifUniteLegale")]
    pub(super) state: Option<String>,
    #[serde(rename = "trancheEffectifsUniteLegale")]
    pub(super) headcount: Option<String>,
    #[serde(rename = "categorieJuridiqueUniteLegale")]
    pub(super) legal_category: Option<String>,
    #[serde(rename = "denominationUsuelle1UniteLegale")]
    pub(super) usual_name: Option<String>,
    #[serde(rename = "denominationUniteLegale")]
    pub(super) name: Option<String>,
    #[serde(rename = "sexeUniteLegale")]
    pub(super) gender: Option<String>,
    #[serde(rename = "prenomUsuelUniteLegale")]
    pub(super) first_name: Option<String>,
    #[serde(rename = "nomUniteLegale")]
    pub(super) last_name: Option<String>,
}

/// Where it is.
#[derive(Deserialize)]
pub(super) struct Address {
    #[serde(rename = "complementAdresseEtablissement")]
    pub(super) complement: Option<String>,
    #[serde(rename = "numeroVoieEtablissement")]
    pub(super) number: Option<String>,
    #[serde(rename = "indiceRepetitionEtablissement")]
    pub(super) repetition: Option<String>,
    #[serde(rename = "typeVoieEtablissement")]
    pub(super) street_type: Option<String>,
    #[serde(rename = "libelleVoieEtablissement")]
    pub(super) street: Option<String>,
    #[serde(rename = "distributionSpecialeEtablissement")]
    pub(super) distribution: Option<String>,
    #[serde(rename = "codePostalEtablissement")]
    pub(super) postal_code: Option<String>,
    #[serde(rename = "libelleCommuneEtablissement")]
    pub(super) town: Option<String>,
    #[serde(rename = "libelleCommuneEtrangerEtablissement")]
    pub(super) foreign_town: Option<String>,
    #[serde(rename = "codePaysEtrangerEtablissement")]
    pub(super) country: Option<String>,
    #[serde(rename = "libellePaysEtrangerEtablissement")]
    pub(super) country_name: Option<String>,
}

/// What was true of it for some time.
#[derive(Deserialize)]
pub(super) struct Period {
    #[serde(rename = "dateFin")]
    pub(super) until: Option<String>,
    #[serde(rename = "dateDebut")]
    pub(super) since: Option<String>,
    #[serde(rename = "etatAdministratifEtablissement")]
    pub(super) state: Option<String>,
    #[serde(rename = "enseigne1Etablissement")]
    pub(super) sign: Option<String>,
    #[serde(rename = "denominationUsuelleEtablissement")]
    pub(super) usual_name: Option<String>,
    #[serde(rename = "activitePrincipaleEtablissement")]
    pub(super) activity: Option<String>,
    #[serde(rename = "nomenclatureActivitePrincipaleEtablissement")]
    pub(super) nomenclature: Option<String>,
}
