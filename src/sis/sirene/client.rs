//! The client of SIRENE. It shares a quota of about thirty requests a minute with every other desk of the
//! institution: what an answer says of that quota is handed over, and a quota that is used up is never insisted on.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::super::fault::{Call, Fault, Service, SetupFault};
use super::super::http::{Answer, Clock, Http, Patience, Reply, about};
use super::answer::{
    Found, INFORMATIONS, Informations, MANY, ONE, SEARCH, list, read_establishment, read_found,
    read_informations, says,
};
use super::query::{Page, Search, any_of};
use crate::domain::organisation::registered::Registered;
use crate::domain::organisation::siret::Siret;

/// Where INSEE serves it.
pub const BASE: &str = "https://api.insee.fr/api-sirene/3.11";

/// How patiently it is asked. Each time counts in the quota: whoever asks asks again, not this client.
pub const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(3),
    answer: Duration::from_secs(10),
    retries: 0,
    pause: Duration::from_millis(300),
};

/// How often the same is worth asking again when it did not answer.
pub const RETRIES: u32 = 2;

/// Establishments that are asked for at once at most.
pub const MOST: usize = 100;

/// Bytes of an address that nearly every server takes.
const LONGEST_ADDRESS: usize = 2000;

/// The status of an address that is too long.
const TOO_LONG: u16 = 414;

const KEY: HeaderName = HeaderName::from_static("x-insee-api-key-integration");

/// What the register says of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// The establishment that has it.
    Of(Box<Registered>),
    /// It is a duplicate of the establishment that has this one.
    Duplicate(Siret),
    /// No establishment that it knows has it.
    Unknown,
}

/// A client of SIRENE. Each call is one request, which the caller has taken of the quota.
#[derive(Debug)]
pub struct Client {
    http: Http,
    pause: Duration,
    /// Bytes of an address that this server takes, as far as that is known.
    longest: AtomicUsize,
}

impl Client {
    /// A client of the register at this address, with the key of the institution.
    ///
    /// # Errors
    /// When the address or the key can be none.
    pub fn new(base: &str, key: &SecretString, patience: Patience, clock: Clock) -> Result<Self, SetupFault> {
        let service = Service::Sirene;
        let key = key.expose_secret().trim();
        let mut key = HeaderValue::from_str(key).map_err(|_| SetupFault::Key { service })?;
        if key.is_empty() {
            return Err(SetupFault::Key { service });
        }
        key.set_sensitive(true);
        let headers: HeaderMap = [(KEY, key)].into_iter().collect();
        let (pause, once) = (patience.pause, Patience { retries: 0, ..patience });
        let http = Http::new(service, base, headers, once, clock)?;
        Ok(Self { http, pause, longest: AtomicUsize::new(LONGEST_ADDRESS) })
    }

    /// Whether the same is worth asking again after this: it did not answer, or wants it put otherwise.
    pub fn is_passing(fault: &Fault) -> bool {
        matches!(fault, Fault::Unavailable { .. } | Fault::Refused { status: Some(TOO_LONG), .. })
    }

    /// Waits before the same is asked again, longer each time that it failed.
    pub async fn pause(&self, failures: u32) {
        tokio::time::sleep(about(self.pause * 2_u32.saturating_pow(failures))).await;
    }

    /// What has this number.
    ///
    /// # Errors
    /// When the register did not serve; [`Fault::NotDiffused`] when it knows the establishment and may not tell.
    pub async fn siret(&self, siret: &Siret) -> Result<Answer<Number>, Fault> {
        let reply = self.http.get(ONE, &self.http.url(&["siret", siret.as_str()], &[])).await?;
        let value = match reply.status {
            200 => {
                let found = read_establishment(&reply.body)?;
                if found.siret != *siret {
                    return Err(broken(ONE, "etablissement.siret"));
                }
                Number::Of(Box::new(found))
            }
            301 => {
                let kept = reply.location.as_deref().and_then(|to| self.moved(siret, to));
                Number::Duplicate(kept.ok_or_else(|| broken(ONE, "Location"))?)
            }
            404 if says(404, &reply.body) => Number::Unknown,
            // A gateway refuses with the same status those who may not ask.
            403 if says(403, &reply.body) => return Err(Fault::NotDiffused { call: ONE }),
            _ => return Err(reply.refusal(ONE)),
        };
        Ok(Answer { value, quota: reply.quota })
    }

    /// A page of the establishments that a person looks for; an empty one when nothing is looked for.
    ///
    /// # Errors
    /// When the register did not serve.
    pub async fn search(&self, search: &Search, page: &Page) -> Result<Answer<Found>, Fault> {
        let Some(query) = search.query() else {
            return Ok(Answer { value: Found::default(), quota: None });
        };
        let (size, today) = (page.size.to_string(), self.http.now().format("%Y-%m-%d").to_string());
        let mut parameters = vec![("q", query.as_str()), ("nombre", &size), ("curseur", &page.cursor)];
        if search.only_active {
            parameters.push(("date", &today));
        }
        let reply = self.list(SEARCH, &parameters).await?;
        let mut value = match reply.status {
            200 => read_found(&reply.body, page)?,
            _ => Found::default(),
        };
        // The register looks at the establishment's state; this also looks at its company's.
        value.establishments.retain(|found| !(search.only_active && found.is_closed));
        Ok(Answer { value, quota: reply.quota })
    }

    /// Those of these establishments that the register knows and diffuses, in its own order.
    ///
    /// # Errors
    /// When the register did not serve, or when there are more of them than [`MOST`].
    pub async fn many(&self, sirets: &[Siret]) -> Result<Answer<Vec<Registered>>, Fault> {
        if sirets.is_empty() {
            return Ok(Answer { value: Vec::new(), quota: None });
        }
        if sirets.len() > MOST {
            return Err(Fault::Refused { call: MANY, status: None, said: None });
        }
        let (query, size) = (any_of(sirets), MOST.to_string());
        let reply = self.list(MANY, &[("q", query.as_str()), ("nombre", &size)]).await?;
        let value = match reply.status {
            200 => list(MANY, &reply.body)?.registered(),
            _ => Vec::new(),
        };
        Ok(Answer { value, quota: reply.quota })
    }

    /// How the register is.
    ///
    /// # Errors
    /// When it did not even serve that.
    pub async fn informations(&self) -> Result<Answer<Informations>, Fault> {
        let reply = self.http.get(INFORMATIONS, &self.http.url(&["informations"], &[])).await?;
        match reply.status {
            200 => Ok(Answer { value: read_informations(&reply.body)?, quota: reply.quota }),
            _ => Err(reply.refusal(INFORMATIONS)),
        }
    }

    /// Asks for a list: found (200), or none found (404). What is refused for its length is a form the next time.
    async fn list(&self, call: Call, parameters: &[(&str, &str)]) -> Result<Reply, Fault> {
        let url = self.http.url(&["siret"], parameters);
        let length = url.as_str().len();
        let is_short = length <= self.longest.load(Ordering::Relaxed);
        let reply =
            if is_short { self.http.get(call, &url).await? } else { self.http.post(call, &url).await? };
        match reply.status {
            200 => return Ok(reply),
            404 if says(404, &reply.body) => return Ok(reply),
            TOO_LONG if is_short => {
                self.longest.fetch_min(length.saturating_sub(1), Ordering::Relaxed);
            }
            _ => {}
        }
        Err(reply.refusal(call))
    }

    /// The number under which a duplicate is kept, if it is said by an address of this same register: the key is sent
    /// nowhere else.
    fn moved(&self, from: &Siret, location: &str) -> Option<Siret> {
        let to: Url = self.http.url(&["siret", from.as_str()], &[]).join(location).ok()?;
        let moved = Siret::parse(to.path_segments()?.next_back()?).ok()?;
        let ours = self.http.url(&["siret", moved.as_str()], &[]);
        (to == ours && moved != *from).then_some(moved)
    }
}

/// What is wrong when a duplicate is one of a duplicate.
pub fn endless() -> Fault {
    broken(ONE, "Location")
}

fn broken(call: Call, field: &str) -> Fault {
    Fault::Broken { call, field: field.to_owned() }
}
