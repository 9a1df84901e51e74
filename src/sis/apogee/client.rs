//! Asking Apogée about students: what one question needs is asked at once, and none of it is left out when a service
//! does not serve.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use chrono::TimeDelta;
use reqwest::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue};
use tokio::sync::Semaphore;
use tokio::try_join;

use super::super::fault::{Call, Fault, Service, SetupFault};
use super::super::http::{Clock, Http, Login, Patience, furthest};
use super::super::lists::Lists;
use super::super::port::{Known, StudentRecords, Told};
use super::answer::enrolment::Registration;
use super::answer::offer::Offer;
use super::answer::student::Student;
use super::answer::{enrolment, offer, reference, student};
use super::operation::{self, Metier, Operation, Sought};
use super::soap::{Fields, question, returned};
use super::xml::Element;
use super::{
    AT_ONCE, CIVIL_STATUS, COMPOSANTES, ELEMENTS, ENROLMENTS, ETAPES, FIND, IDENTITY, PROGRAMMES, REGIMES,
    YEARS,
};
use crate::domain::student::enrolment::{Enrolments, Etape, EtapeKey, InternshipElement, Programme, Regime};
use crate::domain::student::identity::{CivilStatus, Identity};
use crate::domain::student::search::{FoundStudent, StudentSearch};
use crate::domain::student::{Coded, StudentNumber};

/// Where a service is, and who asks it.
#[derive(Clone, Copy, Debug)]
pub struct Endpoint<'a> {
    /// Its address, without `?wsdl`.
    pub base: &'a str,
    /// Who asks, where the institution wants to know.
    pub login: Option<&'a Login>,
}

/// The services that are asked.
#[derive(Clone, Copy, Debug)]
pub struct Endpoints<'a> {
    /// `EtudiantMetier`: who students are.
    pub students: Endpoint<'a>,
    /// `AdministratifMetier`: in what they are enrolled.
    pub administrative: Endpoint<'a>,
    /// `OffreFormationMetier`: what is taught.
    pub offer: Endpoint<'a>,
    /// `ReferentielMetier`: the lists that the others refer to.
    pub reference: Endpoint<'a>,
}

/// A client of the web services of Apogée.
#[derive(Debug)]
pub struct RecordsClient {
    students: Http,
    administrative: Http,
    offer: Http,
    reference: Http,
    cesures: Vec<String>,
    lists: Lists,
    turns: Semaphore,
}

impl RecordsClient {
    /// A client of these services, for which these codes of arrangements are césures.
    ///
    /// # Errors
    /// When an address or a login can be none.
    pub fn new(
        endpoints: &Endpoints<'_>,
        cesures: Vec<String>,
        patience: Patience,
        clock: Clock,
    ) -> Result<Self, SetupFault> {
        let http = |endpoint: &Endpoint<'_>| {
            let headers: HeaderMap = [
                (ACCEPT, HeaderValue::from_static("text/xml")),
                // SOAP 1.1 wants it; the name of the question says what is asked.
                (HeaderName::from_static("soapaction"), HeaderValue::from_static("\"\"")),
            ]
            .into_iter()
            .collect();
            let http = Http::new(Service::Apogee, endpoint.base, headers, patience, clock)?.hearing(&[500]);
            match endpoint.login {
                Some(login) => http.known_as(Service::Apogee, login),
                None => Ok(http),
            }
        };
        Ok(Self {
            students: http(&endpoints.students)?,
            administrative: http(&endpoints.administrative)?,
            offer: http(&endpoints.offer)?,
            reference: http(&endpoints.reference)?,
            cesures,
            lists: Lists::new(clock),
            turns: Semaphore::new(AT_ONCE),
        })
    }

    /// How far the clock of its services was ahead of ours at their last answers: the one that is furthest from it.
    pub fn skew(&self) -> Option<TimeDelta> {
        furthest([&self.students, &self.administrative, &self.offer, &self.reference])
    }

    /// Forgets the lists that it told: they are asked for again.
    pub fn forget_lists(&self) {
        self.lists.forget();
    }

    /// What an operation returns when it is asked with these fields.
    async fn ask(&self, call: Call, operation: &Operation, fields: Fields<'_>) -> Told<Vec<Element>> {
        let unasked = || Fault::Refused { call, status: None, said: None };
        let question = question(operation, &fields).map_err(|_| unasked())?;
        let question = String::from_utf8(question).map_err(|_| unasked())?;
        let http = match operation.service {
            Metier::Student => &self.students,
            Metier::Administrative => &self.administrative,
            Metier::Offer => &self.offer,
            Metier::Reference => &self.reference,
        };
        // Nobody closes what the turns are taken from.
        let _turn = self.turns.acquire().await;
        let reply = http.post_xml(call, &http.url(&[], &[]), &question).await?;
        returned(call, operation, &reply)
    }

    /// The first thing that an operation returns.
    async fn first(&self, call: Call, operation: &Operation, fields: Fields<'_>) -> Told<Element> {
        read(self.ask(call, operation, fields).await?, |returned| {
            Ok(returned.into_iter().next().map_or(Known::Nothing, Known::This))
        })
    }

    /// The addresses of a student: those of now, or those of the year where Apogée knows of none now.
    async fn addresses(&self, number: &StudentNumber, year: &str) -> Told<Element> {
        let now = operation::addresses(number, None);
        match self.first(IDENTITY, &operation::ADDRESSES, now).await {
            Ok(Known::Nothing | Known::Unsure) | Err(Fault::Refused { .. }) => {}
            told => return told,
        }
        self.first(IDENTITY, &operation::ADDRESSES, operation::addresses(number, Some(year))).await
    }

    /// What is taught, as far as it is sought.
    async fn offered(&self, call: Call, sought: Sought<'_>) -> Told<Offer> {
        let told = self.ask(call, &operation::OFFER, operation::offer(&sought)).await?;
        read(told, |returned| Ok(Known::This(Offer(returned))))
    }

    /// A regime of a student, with its short name.
    async fn named(&self, regime: Regime) -> Result<Regime, Fault> {
        let fields = operation::regimes(Some(&regime.code));
        let told = self.ask(ENROLMENTS, &operation::REGIMES, fields).await?.this().unwrap_or_default();
        Ok(Regime { short: reference::short(&told, &regime.code), ..regime })
    }

    /// An enrolment with what is taught in it, and with the name of its composante.
    async fn completed(&self, mut registration: Registration) -> Result<(Registration, Offer), Fault> {
        let key = registration.etape.key.clone();
        let unnamed = registration.composante.as_ref().filter(|composante| composante.label.is_none());
        let unnamed = unnamed.map(|composante| composante.code.clone());
        let label = async {
            let Some(code) = unnamed else { return Ok(None) };
            let fields = operation::composantes(Some(&code));
            let told = self.ask(ENROLMENTS, &operation::COMPOSANTES, fields).await?.this();
            Ok(reference::label(&told.unwrap_or_default(), &code))
        };
        let (label, offer) = try_join!(label, self.offered(ENROLMENTS, Sought::Etape(&key)))?;
        if let (Some(composante), Some(label)) = (&mut registration.composante, label) {
            composante.label = Some(label);
        }
        Ok((registration, offer.this().unwrap_or_default()))
    }
}

/// Waits for all of them at once; the first that is at fault ends the others.
async fn together<T, F>(asked: impl Iterator<Item = F>) -> Result<Vec<T>, Fault>
where
    F: Future<Output = Result<T, Fault>>,
{
    let mut waiting: Vec<(Pin<Box<F>>, Option<T>)> = asked.map(|asked| (Box::pin(asked), None)).collect();
    poll_fn(|context| {
        let mut is_done = true;
        for (asked, told) in waiting.iter_mut().filter(|(_, told)| told.is_none()) {
            match asked.as_mut().poll(context) {
                Poll::Ready(Ok(value)) => *told = Some(value),
                Poll::Ready(Err(fault)) => return Poll::Ready(Err(fault)),
                Poll::Pending => is_done = false,
            }
        }
        if is_done { Poll::Ready(Ok(())) } else { Poll::Pending }
    })
    .await?;
    Ok(waiting.into_iter().filter_map(|(_, told)| told).collect())
}

/// What is known of these, read; what is not known stays so.
fn read<T, U>(told: Known<T>, read: impl FnOnce(T) -> Told<U>) -> Told<U> {
    match told {
        Known::This(value) => read(value),
        Known::Nothing => Ok(Known::Nothing),
        Known::Unsure => Ok(Known::Unsure),
    }
}

impl StudentRecords for RecordsClient {
    fn service(&self) -> Service {
        Service::Apogee
    }

    /// The students of an étape of a diploma in a year: it finds no others.
    async fn find(&self, search: &StudentSearch) -> Told<Vec<FoundStudent>> {
        let (Some(year), Some(etape), Some(diploma)) = (search.year, &search.etape, &search.diploma) else {
            return Err(Fault::Refused { call: FIND, status: None, said: None });
        };
        let year = year.to_string();
        let fields = operation::students(&year, etape, diploma, search.composante.as_deref());
        let told = self.ask(FIND, &operation::STUDENTS, fields).await?;
        read(told, |returned| student::found(&returned, search))
    }

    async fn identity(&self, number: &StudentNumber, year: i32) -> Told<Identity> {
        let year = year.to_string();
        let (status, identifiers, addresses, years) = try_join!(
            self.first(IDENTITY, &operation::STATUS, operation::status(number)),
            self.first(IDENTITY, &operation::IDENTIFIERS, operation::identifiers(number)),
            self.addresses(number, &year),
            self.ask(IDENTITY, &operation::YEAR, operation::year(number, &year)),
        )?;
        let (identifiers, addresses) = (identifiers.this(), addresses.this());
        let years = years.this().unwrap_or_default();
        read(status, |status| {
            let (identifiers, addresses) = (identifiers.as_ref(), addresses.as_ref());
            Student { number, status: &status, identifiers, addresses, years: &years }.identity()
        })
    }

    async fn civil_status(&self, number: &StudentNumber) -> Told<CivilStatus> {
        let (status, identifiers) = try_join!(
            self.first(CIVIL_STATUS, &operation::STATUS, operation::status(number)),
            self.first(CIVIL_STATUS, &operation::IDENTIFIERS, operation::identifiers(number)),
        )?;
        let identifiers = identifiers.this();
        read(status, |status| {
            let identifiers = identifiers.as_ref();
            Student { number, status: &status, identifiers, addresses: None, years: &[] }.civil_status()
        })
    }

    async fn years(&self, number: &StudentNumber) -> Told<Vec<i32>> {
        let told = self.ask(YEARS, &operation::YEARS, operation::years(number)).await?;
        read(told, |returned| enrolment::years(&returned))
    }

    async fn enrolments(&self, number: &StudentNumber, year: i32) -> Told<Enrolments> {
        let told = year.to_string();
        let (registrations, years) = try_join!(
            self.ask(ENROLMENTS, &operation::ENROLMENTS, operation::enrolments(number, &told)),
            self.ask(ENROLMENTS, &operation::YEAR, operation::year(number, &told)),
        )?;
        let registrations = match registrations {
            Known::This(returned) => Registration::all(&returned, year)?,
            Known::Nothing => return Ok(Known::Nothing),
            Known::Unsure => return Ok(Known::Unsure),
        };
        if registrations.is_empty() {
            return Ok(Known::Nothing);
        }
        let regimes = enrolment::regimes(&years.this().unwrap_or_default(), &registrations);
        let (regimes, completed) = try_join!(
            together(regimes.into_iter().map(|regime| self.named(regime))),
            together(registrations.into_iter().map(|registration| self.completed(registration))),
        )?;
        enrolment::together(year, regimes, completed, &self.cesures)
    }

    async fn elements(&self, etape: &EtapeKey) -> Told<Vec<InternshipElement>> {
        let told = self.offered(ELEMENTS, Sought::Etape(etape)).await?;
        read(told, |offer| offer::elements(&offer, etape))
    }

    async fn composantes(&self) -> Told<Vec<Coded>> {
        let asked = async {
            let told = self.ask(COMPOSANTES, &operation::COMPOSANTES, operation::composantes(None)).await?;
            read(told, |returned| reference::composantes(&returned))
        };
        self.lists.composantes.get((), asked).await
    }

    async fn etapes(&self) -> Told<Vec<Etape>> {
        let asked = async {
            let told = self.offered(ETAPES, Sought::Etapes).await?;
            read(told, |offer| offer::etapes(&offer))
        };
        self.lists.etapes.get((), asked).await
    }

    async fn regimes(&self) -> Told<Vec<Regime>> {
        let asked = async {
            let told = self.ask(REGIMES, &operation::REGIMES, operation::regimes(None)).await?;
            read(told, |returned| reference::regimes(&returned))
        };
        self.lists.regimes.get((), asked).await
    }

    async fn programmes(&self, composante: &str, year: i32) -> Told<Vec<Programme>> {
        let asked = async {
            let year = year.to_string();
            let told = self.offered(PROGRAMMES, Sought::Diplomas(composante, &year)).await?;
            read(told, |offer| offer::programmes(&offer))
        };
        self.lists.programmes.get((composante.to_owned(), year), asked).await
    }
}
