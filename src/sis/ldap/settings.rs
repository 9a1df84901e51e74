//! Where the directory is and how it is laid out: both differ from one institution to the next.

use std::num::NonZeroUsize;

use reqwest::Url;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::super::fault::{Service, SetupFault};
use super::super::http::is_here;

/// Entries that are asked for at once: fewer than any server refuses.
const PAGE: NonZeroUsize = NonZeroUsize::MIN.saturating_add(199);

/// People of whom a search tells at most: nobody reads on.
const MOST: NonZeroUsize = NonZeroUsize::MIN.saturating_add(999);

/// What an institution says of its directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Its address: `ldaps://…`, or `ldap://…` for a line that StartTLS encrypts before anything is said.
    pub address: String,
    /// Whether a line to `ldap://…` is encrypted; one that is not leads to this machine only.
    pub starttls: bool,
    /// The certificates (PEM) of authorities that it is trusted by, besides those that this machine trusts.
    pub authorities: Option<String>,
    /// Below which entry people are.
    pub base: String,
    /// Who is among whom.
    pub filters: Filters,
    /// What its attributes are called.
    pub names: Names,
    /// Entries that are asked for at once.
    pub page: NonZeroUsize,
    /// People of whom a search tells at most.
    pub most: NonZeroUsize,
}

/// The filters (RFC 4515) that tell who is among whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filters {
    /// Those who study.
    pub students: String,
    /// Those who teach.
    pub teachers: String,
    /// Those who work here.
    pub staff: String,
}

/// What each attribute is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// What tells a person from all others.
    pub uid: String,
    /// The login that they type.
    pub login: String,
    /// The number of a student.
    pub number: String,
    /// Their name.
    pub surname: String,
    /// Their first name.
    pub given_name: String,
    /// Both names, as they are shown.
    pub display_name: String,
    /// Both names, as the entry is called.
    pub cn: String,
    /// Their title.
    pub title: String,
    /// Mail address that the institution gave them.
    pub mail: String,
    /// Telephone.
    pub phone: String,
    /// What they are above all.
    pub main_affiliation: String,
    /// All that they are.
    pub affiliations: String,
    /// The composante or service that they belong to above all.
    pub main_entity: String,
    /// All of them.
    pub entities: String,
    /// The étapes in which they are enrolled.
    pub etapes: String,
    /// The years in which they are enrolled.
    pub years: String,
    /// Their enrolments, each a composite value.
    pub enrolments: String,
}

impl Settings {
    /// A directory at this address, laid out as SupAnn says, with people below this entry
    /// (`ou=people,dc=…`). The filters are those of the contract.
    #[must_use]
    pub fn supann(address: &str, base: &str) -> Self {
        Self {
            address: address.to_owned(),
            starttls: true,
            authorities: None,
            base: base.to_owned(),
            filters: Filters::default(),
            names: Names::default(),
            page: PAGE,
            most: MOST,
        }
    }

    /// Where to call, if that may be.
    pub(super) fn url(&self) -> Result<Url, SetupFault> {
        let wrong = |why| SetupFault::Address { service: Service::Directory, why };
        let url = Url::parse(&self.address).map_err(|_| wrong("it is no address"))?;
        if url.host_str().unwrap_or_default().is_empty() {
            return Err(wrong("it names no machine"));
        }
        match url.scheme() {
            "ldaps" => {}
            "ldap" if self.starttls || is_here(&url) => {}
            "ldap" => return Err(wrong("without StartTLS it does not begin with ldaps://")),
            _ => return Err(wrong("it begins with neither ldaps:// nor ldap://")),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("it holds a login"));
        }
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("it holds a question"));
        }
        Ok(url)
    }

    /// The authorities, if they can be read.
    pub(super) fn certificates(&self) -> Result<Vec<CertificateDer<'static>>, SetupFault> {
        let Some(pem) = &self.authorities else { return Ok(Vec::new()) };
        let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
        read.ok().filter(|read| !read.is_empty()).ok_or(wrong("authorities"))
    }

    /// Looks at what would otherwise change the meaning of a question, or leave it without one.
    pub(super) fn check(&self) -> Result<(), SetupFault> {
        if self.base.trim().is_empty() {
            return Err(wrong("base"));
        }
        if self.names.all().iter().any(|name| !is_name(name)) { Err(wrong("names")) } else { Ok(()) }
    }
}

impl Names {
    /// What the attribute is called that SupAnn calls so; nothing for one that is not read.
    pub fn of(&mut self, supann: &str) -> Option<&mut String> {
        let place = Self::default().all().iter().position(|name| *name == supann)?;
        let all = [
            &mut self.uid,
            &mut self.login,
            &mut self.number,
            &mut self.surname,
            &mut self.given_name,
            &mut self.display_name,
            &mut self.cn,
            &mut self.title,
            &mut self.mail,
            &mut self.phone,
            &mut self.main_affiliation,
            &mut self.affiliations,
            &mut self.main_entity,
            &mut self.entities,
            &mut self.etapes,
            &mut self.years,
            &mut self.enrolments,
        ];
        all.into_iter().nth(place)
    }

    /// All of them: what is asked of each person.
    pub(super) fn all(&self) -> [&str; 17] {
        [
            &self.uid,
            &self.login,
            &self.number,
            &self.surname,
            &self.given_name,
            &self.display_name,
            &self.cn,
            &self.title,
            &self.mail,
            &self.phone,
            &self.main_affiliation,
            &self.affiliations,
            &self.main_entity,
            &self.entities,
            &self.etapes,
            &self.years,
            &self.enrolments,
        ]
    }
}

impl Default for Filters {
    fn default() -> Self {
        Self {
            students: "(eduPersonAffiliation=student)".to_owned(),
            teachers: "(|(eduPersonAffiliation=teacher)(eduPersonAffiliation=faculty))".to_owned(),
            staff: "(|(eduPersonAffiliation=employee)(eduPersonAffiliation=faculty))".to_owned(),
        }
    }
}

impl Default for Names {
    fn default() -> Self {
        Self {
            uid: "uid".to_owned(),
            login: "supannAliasLogin".to_owned(),
            number: "supannEtuId".to_owned(),
            surname: "sn".to_owned(),
            given_name: "givenName".to_owned(),
            display_name: "displayName".to_owned(),
            cn: "cn".to_owned(),
            title: "supannCivilite".to_owned(),
            mail: "mail".to_owned(),
            phone: "telephoneNumber".to_owned(),
            main_affiliation: "eduPersonPrimaryAffiliation".to_owned(),
            affiliations: "eduPersonAffiliation".to_owned(),
            main_entity: "supannEntiteAffectationPrincipale".to_owned(),
            entities: "supannEntiteAffectation".to_owned(),
            etapes: "supannEtuEtape".to_owned(),
            years: "supannEtuAnneeInscription".to_owned(),
            enrolments: "supannEtuInscription".to_owned(),
        }
    }
}

fn wrong(name: &'static str) -> SetupFault {
    SetupFault::Setting { service: Service::Directory, name }
}

/// A name, with the options that may follow it (`cn;lang-fr`).
fn is_name(text: &str) -> bool {
    text.starts_with(|sign: char| sign.is_ascii_alphabetic())
        && text.bytes().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b';'))
}
