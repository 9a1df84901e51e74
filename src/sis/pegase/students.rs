//! Asking Pégase about students. One question of ours may take several modules: where one of them does not serve, the
//! whole does not, and the fault says which.

use std::collections::HashSet;

use super::super::fault::{Call, Fault, Service};
use super::super::port::{Known, StudentRecords, Told};
use super::client::{PegaseClient, Question};
use super::programmes::is_cancelled;
use super::together::together;
use super::{
    COURSES, DOSSIER, ENROLLED, FLOW, Followed, PEOPLE, PERSON, REGIMES, STRUCTURE, STRUCTURES, TOWNS,
    read_civil_status, read_courses, read_enrolled, read_enrolments, read_flow, read_identity, read_mail,
    read_people, read_regimes, read_structure, read_structures, read_town, read_years,
};
use crate::domain::fold::fold;
use crate::domain::student::enrolment::{
    Diploma, Enrolments, Etape, EtapeKey, InternshipElement, Programme, Regime,
};
use crate::domain::student::identity::{CivilStatus, Identity};
use crate::domain::student::search::{FoundStudent, StudentSearch};
use crate::domain::student::{Coded, StudentNumber};

/// Students or people of a page: as many as their modules give.
const PAGE: usize = 500;

impl PegaseClient {
    async fn dossier(&self, number: &StudentNumber) -> Result<Option<Vec<u8>>, Fault> {
        // Without the last slash it is another address.
        let path = ["gestion", "inscription", &self.settings.establishment, number.as_str(), ""];
        let module = &self.modules.ins;
        self.ask(Question { call: DOSSIER, module, path: &path, parameters: &[] }).await
    }

    /// The people of the module of identities; nobody where there is no such module.
    async fn people(&self, parameters: &[(&str, &str)]) -> Result<Vec<(String, FoundStudent)>, Fault> {
        let Some(module) = &self.modules.idt else { return Ok(Vec::new()) };
        let path = ["etablissements", &self.settings.establishment, "identites", "apprenants"];
        self.pages(Question { call: PEOPLE, module, path: &path, parameters }, PAGE, read_people).await
    }

    /// The mail address that the institution gave to a student.
    async fn mail(&self, number: &StudentNumber) -> Result<Option<String>, Fault> {
        let Some(module) = &self.modules.idt else { return Ok(None) };
        let people = self.people(&[("codeApprenant", number.as_str()), ("exact", "true")]).await?;
        let Some((id, _)) = people.into_iter().find(|(_, found)| found.number == *number) else {
            return Ok(None);
        };
        let path = ["etablissements", &self.settings.establishment, "identites", &id];
        let told = self.ask(Question { call: PERSON, module, path: &path, parameters: &[] }).await?;
        told.map_or(Ok(None), |body| read_mail(&body, number))
    }

    async fn reference(&self, call: Call, path: &[&str]) -> Result<Option<Vec<u8>>, Fault> {
        self.ask(Question { call, module: &self.modules.reference, path, parameters: &[] }).await
    }

    /// What the town of this code of INSEE is called.
    async fn town(&self, postal_code: &str, insee: &str) -> Result<Option<String>, Fault> {
        let told = self.reference(TOWNS, &["nomenclatures", "communes", "codePostal", postal_code]).await?;
        told.map_or(Ok(None), |body| read_town(&body, insee))
    }

    /// These composantes with what they are called.
    async fn composantes_of(&self, told: &Enrolments) -> Result<Vec<Coded>, Fault> {
        let codes: HashSet<&str> = told
            .enrolments
            .iter()
            .filter_map(|enrolment| enrolment.composante.as_ref())
            .map(|composante| composante.code.as_str())
            .collect();
        together(codes.into_iter().map(|code| async move {
            let body = self.reference(STRUCTURE, &["structures", "codePegase", code]).await?;
            let label = body.map(|body| read_structure(&body)).transpose()?.and_then(|named| named.label);
            Ok(Coded { code: code.to_owned(), label })
        }))
        .await
    }

    async fn followed(&self, number: &StudentNumber) -> Result<Vec<Followed>, Fault> {
        let question = Question {
            call: COURSES,
            module: &self.modules.chc,
            path: &["cursus"],
            parameters: &[("codeApprenant", number.as_str())],
        };
        self.ask(question).await?.map_or(Ok(Vec::new()), |body| read_courses(&body))
    }

    async fn internships_followed(
        &self,
        number: &StudentNumber,
        told: &Enrolments,
    ) -> Result<Vec<InternshipElement>, Fault> {
        if told.enrolments.iter().all(is_cancelled) {
            return Ok(Vec::new());
        }
        self.internships_of(told, &self.followed(number).await?).await
    }

    /// The students of an étape, in all periods of a year.
    async fn enrolled(
        &self,
        year: i32,
        etape: &EtapeKey,
        diploma: Option<&Diploma>,
    ) -> Result<Vec<FoundStudent>, Fault> {
        let code = self.settings.code(etape);
        let periods = self.periods_of(year).await?;
        let found = together(periods.iter().map(|period| async move {
            let path = ["objet-formation", &self.settings.establishment, &period.code, code, "cursus"];
            let module = &self.modules.chc;
            let told = self.ask(Question { call: ENROLLED, module, path: &path, parameters: &[] }).await?;
            let formation = diploma.map(|diploma| diploma.code.as_str());
            let students = told.map_or(Ok(Known::Nothing), |body| read_enrolled(&body, formation))?;
            Ok(students.this().unwrap_or_default())
        }))
        .await?;
        Ok(found.concat())
    }

    /// The students of a diploma, or the student of a number, in all periods of a year.
    async fn seen(
        &self,
        year: i32,
        number: Option<&StudentNumber>,
        diploma: Option<&Diploma>,
    ) -> Result<Vec<FoundStudent>, Fault> {
        let periods = self.periods_of(year).await?;
        let found = together(periods.iter().map(|period| async move {
            let mut parameters = vec![("codePeriode", period.code.as_str()), ("photo", "false")];
            parameters.extend(number.map(|number| ("codeApprenant", number.as_str())));
            let path = ["gestion", "flux-inscriptions", "pagine"];
            let module = &self.modules.ins;
            let question = Question { call: FLOW, module, path: &path, parameters: &parameters };
            let formation = diploma.map(|diploma| diploma.code.as_str());
            self.pages(question, PAGE, |body| read_flow(body, formation)).await
        }))
        .await?;
        Ok(found.concat())
    }

    /// The students of a name or number, of any year.
    async fn known_as(&self, search: &StudentSearch) -> Result<Vec<FoundStudent>, Fault> {
        let narrower = [
            ("codeApprenant", search.number.as_ref().map(StudentNumber::as_str)),
            ("exact", search.number.as_ref().map(|_| "true")),
            ("nom", search.surname.as_deref()),
            ("prenom", search.given_name.as_deref()),
        ];
        let parameters: Vec<(&str, &str)> =
            narrower.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        Ok(self.people(&parameters).await?.into_iter().map(|(_, found)| found).collect())
    }
}

impl StudentRecords for PegaseClient {
    fn service(&self) -> Service {
        Service::Pegase
    }

    /// The students of an étape or of a diploma in a year; else those of a name or a number, of any year when they are
    /// looked for by name alone. It finds no others.
    async fn find(&self, search: &StudentSearch) -> Told<Vec<FoundStudent>> {
        let StudentSearch { year, etape, diploma, number, .. } = search;
        let is_named = search.surname.is_some() || search.given_name.is_some() || number.is_some();
        let mut found = match (year, etape, diploma) {
            (Some(year), Some(etape), diploma) => self.enrolled(*year, etape, diploma.as_ref()).await?,
            (Some(year), None, diploma) if diploma.is_some() || number.is_some() => {
                self.seen(*year, number.as_ref(), diploma.as_ref()).await?
            }
            (_, None, None) if is_named && search.composante.is_none() && self.modules.idt.is_some() => {
                self.known_as(search).await?
            }
            _ => return Err(Fault::Refused { call: PEOPLE, status: None, said: None }),
        };
        let mut seen = HashSet::new();
        found.retain(|student| {
            number.as_ref().is_none_or(|number| *number == student.number)
                && seen.insert(student.number.clone())
        });
        if etape.is_some() || diploma.is_some() {
            // These modules find by code only; the other knows names under which it does not tell a student.
            let holds = |told: &Option<String>, wanted: &Option<String>| {
                let told = fold(told.as_deref().unwrap_or_default());
                wanted.as_deref().is_none_or(|wanted| told.contains(&fold(wanted)))
            };
            found.retain(|student| {
                holds(&student.surname, &search.surname) && holds(&student.given_name, &search.given_name)
            });
        }
        Ok(listed(found))
    }

    /// The same in every year: it knows one address at a time.
    async fn identity(&self, number: &StudentNumber, _year: i32) -> Told<Identity> {
        let (body, mail) = tokio::try_join!(self.dossier(number), self.mail(number))?;
        let Some(body) = body else { return Ok(Known::Nothing) };
        match read_identity(&body, number, &self.settings.contacts)? {
            Known::This((mut identity, unnamed_town)) => {
                if let (Some(insee), Some(postal_code)) = (unnamed_town, &identity.contact.postal_code) {
                    identity.contact.town = self.town(postal_code, &insee).await?;
                }
                Ok(Known::This(Identity { mail, ..identity }))
            }
            Known::Nothing => Ok(Known::Nothing),
            Known::Unsure => Ok(Known::Unsure),
        }
    }

    async fn civil_status(&self, number: &StudentNumber) -> Told<CivilStatus> {
        let (body, mail) = tokio::try_join!(self.dossier(number), self.mail(number))?;
        let Some(body) = body else { return Ok(Known::Nothing) };
        Ok(match read_civil_status(&body, number)? {
            Known::This(told) => Known::This(CivilStatus { mail, ..told }),
            other => other,
        })
    }

    async fn years(&self, number: &StudentNumber) -> Told<Vec<i32>> {
        self.dossier(number).await?.map_or(Ok(Known::Nothing), |body| read_years(&body, number))
    }

    async fn enrolments(&self, number: &StudentNumber, year: i32) -> Told<Enrolments> {
        let Some(body) = self.dossier(number).await? else { return Ok(Known::Nothing) };
        let mut told = match read_enrolments(&body, number, year, &self.settings)? {
            Known::This(told) => told,
            other => return Ok(other),
        };
        let (composantes, elements) =
            tokio::try_join!(self.composantes_of(&told), self.internships_followed(number, &told))?;
        for enrolment in &mut told.enrolments {
            if let Some(composante) = &mut enrolment.composante {
                composante.label = composantes
                    .iter()
                    .find(|known| known.code == composante.code)
                    .and_then(|known| known.label.clone());
            }
        }
        Ok(Known::This(Enrolments { elements, ..told }))
    }

    async fn elements(&self, etape: &EtapeKey) -> Told<Vec<InternshipElement>> {
        self.internships_in(etape).await.map(listed)
    }

    async fn composantes(&self) -> Told<Vec<Coded>> {
        let asked = async {
            let told = self.reference(STRUCTURES, &["structures"]).await?;
            told.map_or(Ok(Known::Nothing), |body| read_structures(&body))
        };
        self.lists.composantes.get((), asked).await
    }

    /// Those of the periods of now.
    async fn etapes(&self) -> Told<Vec<Etape>> {
        self.lists.etapes.get((), async { self.etapes_now().await.map(listed) }).await
    }

    async fn regimes(&self) -> Told<Vec<Regime>> {
        let asked = async {
            let told = self.reference(REGIMES, &["nomenclatures", "RegimeInscription"]).await?;
            told.map_or(Ok(Known::Nothing), |body| read_regimes(&body, &self.settings))
        };
        self.lists.regimes.get((), asked).await
    }

    /// The first of a year takes one question for each diploma of the institution, and is not for a person who waits.
    async fn programmes(&self, composante: &str, year: i32) -> Told<Vec<Programme>> {
        let asked = async { self.programmes_of(composante, year).await.map(listed) };
        self.lists.programmes.get((composante.to_owned(), year), asked).await
    }
}

/// A list of a source whose empty lists mean what they say.
pub(super) fn listed<T>(list: Vec<T>) -> Known<Vec<T>> {
    if list.is_empty() { Known::Nothing } else { Known::This(list) }
}
