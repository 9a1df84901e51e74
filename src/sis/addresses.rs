//! French addresses completed while they are typed, by the Géoplateforme of IGN. A help and never a condition: what a
//! person types stands, whatever this finds or fails to.

use std::time::Duration;

use reqwest::header::HeaderMap;
use serde::Deserialize;

use super::fault::{Call, Fault, Service, SetupFault};
use super::http::{Answer, Clock, Http, Patience, read};
use super::text::{given, tidy};
use crate::domain::organisation::address::Suggestion;

/// Where IGN serves it.
pub const BASE: &str = "https://data.geopf.fr/geocodage";

/// How patiently it is asked.
pub const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(2),
    answer: Duration::from_secs(5),
    retries: 1,
    pause: Duration::from_millis(200),
};

/// Characters that the service takes, at least and at most.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=200;

/// Suggestions that it gives at most.
const MOST: u8 = 50;

const COMPLETE: Call = Call { service: Service::Addresses, name: "complete" };

/// A client of the service.
#[derive(Debug)]
pub struct Client {
    http: Http,
}

impl Client {
    /// A client of the service at this address.
    ///
    /// # Errors
    /// When the address can be none.
    pub fn new(base: &str, patience: Patience, clock: Clock) -> Result<Self, SetupFault> {
        Http::new(Service::Addresses, base, HeaderMap::new(), patience, clock).map(|http| Self { http })
    }

    /// At most so many addresses that begin so, the nearest first; none when the text is too short or too long to ask.
    ///
    /// # Errors
    /// When the service did not serve.
    pub async fn complete(&self, text: &str, limit: u8) -> Result<Answer<Vec<Suggestion>>, Fault> {
        let text = tidy(text);
        // It refuses what begins otherwise.
        let text = text.trim_start_matches(|sign: char| !sign.is_alphanumeric());
        if !LENGTHS.contains(&text.chars().count()) {
            return Ok(Answer { value: Vec::new(), quota: None });
        }
        let limit = limit.clamp(1, MOST).to_string();
        let parameters = [("q", text), ("limit", &limit), ("autocomplete", "1"), ("index", "address")];
        let reply = self.http.get(COMPLETE, &self.http.url(&["search"], &parameters)).await?;
        match reply.status {
            200 => Ok(Answer { value: read_suggestions(&reply.body)?, quota: reply.quota }),
            _ => Err(reply.refusal(COMPLETE)),
        }
    }
}

/// Reads an answer.
///
/// # Errors
/// When it is not what the contract says, or stops in its middle.
pub fn read_suggestions(body: &[u8]) -> Result<Vec<Suggestion>, Fault> {
    let found: Collection = read(COMPLETE, body)?;
    Ok(found.features.into_iter().filter_map(|feature| feature.properties.suggestion()).collect())
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
}

#[derive(Deserialize)]
struct Properties {
    label: String,
    score: Option<f64>,
    name: Option<String>,
    postcode: Option<String>,
    city: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

impl Properties {
    fn suggestion(self) -> Option<Suggestion> {
        let name = self.name.filter(|_| self.kind.as_deref() != Some("municipality"));
        Some(Suggestion {
            label: given(Some(&self.label))?,
            address: given(name.as_deref()),
            postal_code: given(self.postcode.as_deref()),
            town: given(self.city.as_deref()),
            score: self.score.unwrap_or_default().clamp(0.0, 1.0),
        })
    }
}
