//! The search of companies that needs no key: what is left to ask when SIRENE cannot be. What it says is confirmed by
//! SIRENE before it is relied on; it knows nothing of those that are not diffused.

mod answer;

use std::time::Duration;

use reqwest::header::HeaderMap;

use super::fault::{Call, Fault, Service, SetupFault};
use super::http::{Answer, Clock, Http, Patience};
use super::text::tidy;
pub use answer::{Found, read_found};

/// Where the State serves it.
pub const BASE: &str = "https://recherche-entreprises.api.gouv.fr";

/// How patiently it is asked.
pub const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(2),
    answer: Duration::from_secs(5),
    retries: 1,
    pause: Duration::from_millis(200),
};

/// Companies on a page at most.
pub const LARGEST: u32 = 25;

/// Pages that are served at most.
pub const PAGES: u32 = 10_000 / LARGEST;

const SEARCH: Call = Call { service: Service::CompanySearch, name: "search" };

/// What a person looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Words of a name, or a number of a company or an establishment.
    pub text: String,
    /// Postal code; empty where it does not matter.
    pub postal_code: String,
    /// Only establishments that are open.
    pub only_active: bool,
}

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
        Http::new(Service::CompanySearch, base, HeaderMap::new(), patience, clock).map(|http| Self { http })
    }

    /// A page of what is found, counted from one: of each company its seat, and the establishments that match. An empty
    /// one when nothing is looked for, or beyond the last that is served.
    ///
    /// # Errors
    /// When the service did not serve.
    pub async fn search(&self, search: &Search, page: u32) -> Result<Answer<Found>, Fault> {
        let text = tidy(&search.text);
        let page = page.max(1);
        if text.is_empty() || page > PAGES {
            return Ok(Answer { value: Found::default(), quota: None });
        }
        let digits: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
        let is_number = matches!(digits.len(), 9 | 14) && digits.bytes().all(|digit| digit.is_ascii_digit());
        let text = if is_number { digits } else { text };
        let postal_code = tidy(&search.postal_code);
        let (page, size) = (page.to_string(), LARGEST.to_string());
        // Who leads a company is nobody's business here: it is not asked for.
        let mut parameters = vec![
            ("q", text.as_str()),
            ("page", &page),
            ("per_page", &size),
            ("minimal", "true"),
            ("include", "siege,matching_etablissements"),
            ("limite_matching_etablissements", "10"),
        ];
        if !postal_code.is_empty() {
            parameters.push(("code_postal", &postal_code));
        }
        if search.only_active {
            parameters.push(("etat_administratif", "A"));
        }
        let reply = self.http.get(SEARCH, &self.http.url(&["search"], &parameters)).await?;
        if reply.status != 200 {
            return Err(reply.refusal(SEARCH));
        }
        let mut value = read_found(&reply.body)?;
        // The service looks at the company's state, and at nothing else once it is asked for a number.
        value.establishments.retain(|found| {
            let is_elsewhere = !postal_code.is_empty() && found.postal_code.as_ref() != Some(&postal_code);
            !(search.only_active && found.is_closed || is_number && is_elsewhere)
        });
        Ok(Answer { value, quota: reply.quota })
    }
}
