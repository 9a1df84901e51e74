//! Asking esup-siscol about students: its modules `/apogee` and `/pcscol`.

use chrono::TimeDelta;

use super::super::fault::{Call, Fault, Service, SetupFault};
use super::super::http::{Clock, Http, Login, Patience};
use super::super::lists::Lists;
use super::super::port::{StudentRecords, Told};
use super::reply::body;
use super::{
    CIVIL_STATUS, COMPOSANTES, ELEMENTS, ENROLMENTS, ETAPES, FIND, IDENTITY, PROGRAMMES, REGIMES, YEARS,
    http, read_civil_status, read_composantes, read_elements, read_enrolments, read_etapes, read_found,
    read_identity, read_programmes, read_regimes, read_years,
};
use crate::domain::student::enrolment::{Enrolments, Etape, EtapeKey, InternshipElement, Programme, Regime};
use crate::domain::student::identity::{CivilStatus, Identity};
use crate::domain::student::search::{FoundStudent, StudentSearch};
use crate::domain::student::{Coded, StudentNumber};

/// A client of the module that speaks to a student information system.
#[derive(Debug)]
pub struct RecordsClient {
    http: Http,
    cesures: Vec<String>,
    lists: Lists,
}

impl RecordsClient {
    /// A client of the module at this address (`https://…/apogee`, `https://…/pcscol`), for which these codes of
    /// arrangements are césures.
    ///
    /// # Errors
    /// When the address or the login can be none.
    pub fn new(
        base: &str,
        login: &Login,
        cesures: Vec<String>,
        patience: Patience,
        clock: Clock,
    ) -> Result<Self, SetupFault> {
        Ok(Self { http: http(base, login, patience, clock)?, cesures, lists: Lists::new(clock) })
    }

    /// How far its clock was ahead of ours at its last answer.
    pub fn skew(&self) -> Option<TimeDelta> {
        self.http.skew()
    }

    /// Forgets the lists that it told: they are asked for again.
    pub fn forget_lists(&self) {
        self.lists.forget();
    }

    /// What it answers to a call.
    async fn ask(&self, call: Call, path: &str, parameters: &[(&str, &str)]) -> Result<Vec<u8>, Fault> {
        let reply = self.http.get(call, &self.http.url(&[path], parameters)).await?;
        body(call, &reply).map(<[u8]>::to_vec)
    }
}

impl StudentRecords for RecordsClient {
    fn service(&self) -> Service {
        Service::Siscol
    }

    /// The students of an étape of a diploma in a year: it finds no others.
    async fn find(&self, search: &StudentSearch) -> Told<Vec<FoundStudent>> {
        let (Some(year), Some(etape), Some(diploma)) = (search.year, &search.etape, &search.diploma) else {
            return Err(Fault::Refused { call: FIND, status: None, said: None });
        };
        let year = year.to_string();
        let mut parameters = vec![
            ("annee", year.as_str()),
            ("codeEtape", &etape.code),
            ("versionEtape", etape.version.as_deref().unwrap_or_default()),
            ("codeDiplome", &diploma.code),
            ("versionDiplome", diploma.version.as_deref().unwrap_or_default()),
        ];
        let narrower = [
            ("codeComposante", search.composante.as_deref()),
            ("codEtu", search.number.as_ref().map(StudentNumber::as_str)),
            ("nom", search.surname.as_deref()),
            ("prenom", search.given_name.as_deref()),
        ];
        parameters.extend(narrower.into_iter().filter_map(|(name, value)| Some((name, value?))));
        read_found(&self.ask(FIND, "listEtuParEtapeEtDiplome", &parameters).await?)
    }

    async fn identity(&self, number: &StudentNumber, year: i32) -> Told<Identity> {
        let year = year.to_string();
        let parameters = [("codEtud", number.as_str()), ("annee", &year)];
        read_identity(&self.ask(IDENTITY, "etudiantRef", &parameters).await?, number)
    }

    async fn civil_status(&self, number: &StudentNumber) -> Told<CivilStatus> {
        let parameters = [("numEtud", number.as_str())];
        read_civil_status(&self.ask(CIVIL_STATUS, "infosAdmEtu", &parameters).await?, number)
    }

    async fn years(&self, number: &StudentNumber) -> Told<Vec<i32>> {
        read_years(&self.ask(YEARS, "anneesIa", &[("codEtud", number.as_str())]).await?)
    }

    async fn enrolments(&self, number: &StudentNumber, year: i32) -> Told<Enrolments> {
        let told = year.to_string();
        let parameters = [("codEtud", number.as_str()), ("annee", &told)];
        let body = self.ask(ENROLMENTS, "etapesByEtudiantAndAnnee", &parameters).await?;
        read_enrolments(&body, year, &self.cesures)
    }

    async fn elements(&self, etape: &EtapeKey) -> Told<Vec<InternshipElement>> {
        let version = etape.version.as_deref().unwrap_or_default();
        let parameters = [("codeEtape", etape.code.as_str()), ("versionEtape", version)];
        read_elements(&self.ask(ELEMENTS, "studentListeElpStage", &parameters).await?)
    }

    async fn composantes(&self) -> Told<Vec<Coded>> {
        let asked =
            async { read_composantes(&self.ask(COMPOSANTES, "composantesPrincipalesRef", &[]).await?) };
        self.lists.composantes.get((), asked).await
    }

    async fn etapes(&self) -> Told<Vec<Etape>> {
        let asked = async { read_etapes(&self.ask(ETAPES, "etapesReference", &[]).await?) };
        self.lists.etapes.get((), asked).await
    }

    async fn regimes(&self) -> Told<Vec<Regime>> {
        let asked = async { read_regimes(&self.ask(REGIMES, "regimesInscriptions", &[]).await?) };
        self.lists.regimes.get((), asked).await
    }

    async fn programmes(&self, composante: &str, year: i32) -> Told<Vec<Programme>> {
        let asked = async {
            let year = year.to_string();
            let parameters = [("codeComposante", composante), ("codeAnnee", &year)];
            read_programmes(
                &self.ask(PROGRAMMES, "diplomesReferenceParComposanteEtAnnee", &parameters).await?,
            )
        };
        self.lists.programmes.get((composante.to_owned(), year), asked).await
    }
}
