//! Asking over HTTP as each contract says: how patiently, how often again, and what each status means. A request that
//! fails is asked again only when nothing was answered; a quota that is used up is told to the caller, who shares it.

mod login;
mod quota;
mod read;
mod skew;
pub(super) mod tls;

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::IpAddr;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Body, Method, Request, Response, Url};

use super::fault::{Call, Fault, Service, SetupFault, Trouble};
use skew::Skew;

pub use login::Login;
pub use quota::{Answer, Quota};
pub(super) use read::{read, said};

/// Says what time it is.
pub type Clock = fn() -> DateTime<Utc>;

/// Bytes of an answer that are read at most: four times a thousand establishments of SIRENE.
const LONGEST: usize = 20 * 1024 * 1024;

/// Who asks, so that a register knows whom to write to before it closes its door.
const AGENT: &str =
    concat!("Guichet/", env!("CARGO_PKG_VERSION"), " (internship conventions of a French university)");

/// How long a service may take, and how often it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// To take the call.
    pub connect: Duration,
    /// To answer: between two pieces of its answer, and in all once it took the call.
    pub answer: Duration,
    /// How often it is asked again when it did not answer.
    pub retries: u32,
    /// How long to wait before the first time; twice as long before each other.
    pub pause: Duration,
}

/// A client of one service.
#[derive(Debug)]
pub(super) struct Http {
    client: reqwest::Client,
    base: Url,
    patience: Patience,
    clock: Clock,
    proof: Option<HeaderValue>,
    heard: &'static [u16],
    skew: Skew,
}

/// An answer whose status is for the caller to judge.
pub(super) struct Reply {
    /// Its status.
    pub(super) status: u16,
    /// What it holds.
    pub(super) body: Vec<u8>,
    /// The character set that it says its body is in.
    pub(super) charset: Option<String>,
    /// Where else to ask.
    pub(super) location: Option<String>,
    /// What is left of the quota.
    pub(super) quota: Option<Quota>,
}

impl Http {
    /// A client of the service at this address, which sends these headers.
    pub(super) fn new(
        service: Service,
        base: &str,
        headers: HeaderMap,
        patience: Patience,
        clock: Clock,
    ) -> Result<Self, SetupFault> {
        let wrong = |why| SetupFault::Address { service, why };
        let base = Url::parse(base).map_err(|_| wrong("it is no address"))?;
        let is_here = is_here(&base);
        if !(base.scheme() == "https" || base.scheme() == "http" && is_here) {
            return Err(wrong("it does not begin with https://"));
        }
        if !base.username().is_empty() || base.password().is_some() {
            return Err(wrong("it holds a login"));
        }
        if base.query().is_some() || base.fragment().is_some() {
            return Err(wrong("it holds a question"));
        }
        let failed = |why: String| SetupFault::Client { service, why };
        let mut builder = reqwest::Client::builder()
            .user_agent(AGENT)
            .default_headers(headers)
            .redirect(Policy::none())
            // Those of the library would not be counted, nor told apart by what went wrong.
            .retry(reqwest::retry::never())
            .connect_timeout(patience.connect)
            .read_timeout(patience.answer)
            .timeout(patience.connect + patience.answer)
            .tls_backend_preconfigured(tls::config(Vec::new()).map_err(|error| failed(error.to_string()))?);
        if is_here {
            // No proxy stands between a machine and itself.
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|error| failed(error.to_string()))?;
        Ok(Self { client, base, patience, clock, proof: None, heard: &[], skew: Skew::unseen() })
    }

    /// The same, which proves with each request who asks.
    pub(super) fn known_as(mut self, service: Service, login: &Login) -> Result<Self, SetupFault> {
        self.proof = Some(login.proof(service, &self.client, &self.base)?);
        Ok(self)
    }

    /// The same, which hands over answers of these statuses as they are: their words tell whether the service is unwell.
    pub(super) fn hearing(self, statuses: &'static [u16]) -> Self {
        Self { heard: statuses, ..self }
    }

    /// What time it is.
    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// How far the clock of the service was ahead of ours when it last told the time.
    pub(super) fn skew(&self) -> Option<TimeDelta> {
        self.skew.last()
    }

    /// The address of a call: its path below the service's, and its parameters.
    pub(super) fn url(&self, path: &[&str], parameters: &[(&str, &str)]) -> Url {
        let mut url = self.base.clone();
        // Only addresses that hold no path refuse: `https://` always does.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        if !parameters.is_empty() {
            url.query_pairs_mut().extend_pairs(parameters);
            // Not every server reads a plus as a space; a plus that was asked for is `%2B` already.
            let query = url.query().map(|query| query.replace('+', "%20"));
            url.set_query(query.as_deref());
        }
        url
    }

    /// Asks by the address alone.
    pub(super) async fn get(&self, call: Call, url: &Url) -> Result<Reply, Fault> {
        self.ask(call, || Request::new(Method::GET, url.clone())).await
    }

    /// Asks by the address alone, and proves who asks by what lasts for a time only.
    pub(super) async fn get_with(&self, call: Call, url: &Url, proof: &HeaderValue) -> Result<Reply, Fault> {
        let request = || {
            let mut request = Request::new(Method::GET, url.clone());
            request.headers_mut().insert(AUTHORIZATION, proof.clone());
            request
        };
        self.ask(call, request).await
    }

    /// Asks the same with the parameters as a form, for those that make an address too long.
    pub(super) async fn post(&self, call: Call, url: &Url) -> Result<Reply, Fault> {
        let mut bare = url.clone();
        bare.set_query(None);
        let form = url.query().unwrap_or_default();
        self.ask(call, || written(&bare, "application/x-www-form-urlencoded", form)).await
    }

    /// Asks with a question in JSON, for those that ask nothing but questions: it may be asked twice.
    pub(super) async fn post_json(&self, call: Call, url: &Url, question: &str) -> Result<Reply, Fault> {
        self.ask(call, || written(url, "application/json", question)).await
    }

    /// Asks with a question in XML, under the same condition.
    pub(super) async fn post_xml(&self, call: Call, url: &Url, question: &str) -> Result<Reply, Fault> {
        self.ask(call, || written(url, "text/xml; charset=utf-8", question)).await
    }

    async fn ask(&self, call: Call, request: impl Fn() -> Request) -> Result<Reply, Fault> {
        let mut pause = self.patience.pause;
        let mut left = self.patience.retries;
        loop {
            match self.once(call, request()).await {
                Err(Fault::Unavailable { trouble, .. }) if left > 0 => {
                    tracing::info!(%call, %trouble, left, "asking again");
                    left -= 1;
                    tokio::time::sleep(about(pause)).await;
                    pause *= 2;
                }
                ended => return ended,
            }
        }
    }

    async fn once(&self, call: Call, mut request: Request) -> Result<Reply, Fault> {
        if let Some(proof) = &self.proof {
            request.headers_mut().insert(AUTHORIZATION, proof.clone());
        }
        let left = self.now();
        let sent = self.client.execute(request).await;
        let mut response = sent.map_err(|error| {
            let is_late = error.is_timeout() && !error.is_connect();
            let trouble = if is_late { Trouble::Late } else { Trouble::Connection };
            Fault::Unavailable { call, trouble }
        })?;
        self.skew.look(response.headers(), left, self.now());
        let status = response.status().as_u16();
        match status {
            401 => return Err(Fault::Unauthorised { call }),
            429 => {
                let retry_at = quota::retry_at(response.headers(), self.now());
                return Err(Fault::Overloaded { call, retry_at });
            }
            408 | 500..=599 if !self.heard.contains(&status) => {
                return Err(Fault::Unavailable { call, trouble: Trouble::Status(status) });
            }
            _ => {}
        }
        let charset = response.headers().get(CONTENT_TYPE).and_then(charset);
        let location = response.headers().get(LOCATION).and_then(|to| to.to_str().ok()).map(str::to_owned);
        let quota = quota::left(response.headers());
        let body = body(call, &mut response).await?;
        Ok(Reply { status, body, charset, location, quota })
    }
}

impl Reply {
    /// What an answer that is none of those a call expects comes down to.
    pub(super) fn refusal(&self, call: Call) -> Fault {
        match self.status {
            403 => Fault::Unauthorised { call },
            400..=499 => Fault::Refused { call, status: Some(self.status), said: said(&self.body) },
            _ => Fault::Broken { call, field: "status".to_owned() },
        }
    }
}

/// A request that carries this.
fn written(url: &Url, kind: &'static str, body: &str) -> Request {
    let mut request = Request::new(Method::POST, url.clone());
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    *request.body_mut() = Some(Body::from(body.to_owned()));
    request
}

/// The character set that a type of content names.
fn charset(kind: &HeaderValue) -> Option<String> {
    let mut parameters = kind.to_str().ok()?.split(';').skip(1).filter_map(|told| told.split_once('='));
    let (_, charset) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Some(charset.trim().trim_matches('"').to_owned())
}

async fn body(call: Call, response: &mut Response) -> Result<Vec<u8>, Fault> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(piece)) if body.len() + piece.len() <= LONGEST => body.extend_from_slice(&piece),
            Ok(Some(_)) => return Err(Fault::Broken { call, field: "length".to_owned() }),
            Ok(None) => return Ok(body),
            Err(error) => {
                let trouble = if error.is_timeout() { Trouble::Late } else { Trouble::Cut };
                return Err(Fault::Unavailable { call, trouble });
            }
        }
    }
}

/// Of several clients of a service, the clock that is furthest from ours.
pub(super) fn furthest<'a>(all: impl IntoIterator<Item = &'a Http>) -> Option<TimeDelta> {
    all.into_iter().filter_map(Http::skew).max_by_key(TimeDelta::abs)
}

/// The address is one of this machine.
pub(super) fn is_here(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Around half of it to one and a half of it, so that desks that fail together do not come back together.
pub(super) fn about(pause: Duration) -> Duration {
    // Each state of the standard library's hasher starts from keys of its own.
    let chance = u32::try_from(RandomState::new().hash_one(0_u8) >> 32).unwrap_or_default();
    pause.mul_f64(0.5 + f64::from(chance) / f64::from(u32::MAX))
}
