//! The national register, asked within the quota that all desks share: what was answered lately first, then SIRENE, then the
//! search of companies that needs no key. Each request to SIRENE is taken of the quota, also one that repeats another.

mod batch;
mod inquiry;
mod sought;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::clock;
use crate::domain::organisation::address::Suggestion;
use crate::domain::organisation::registered::{Found, Looked, Registered, Rest, Source, Unsaid};
use crate::domain::organisation::siret::Siret;
use crate::sis::fault::{Fault, SetupFault};
use crate::sis::http::Quota;
use crate::sis::sirene::Number;
use crate::sis::{addresses, companies, sirene};
use crate::store::organisations;

pub use inquiry::{Inquiry, Next, Question};

/// The company that keeps the register: it is always there.
const INSEE: &str = "120027016";

/// Questions a minute that SIRENE takes from one key.
const SIRENE_A_MINUTE: i32 = 30;

/// Questions a minute that we ask the search of companies, which takes seven a second from one address.
const COMPANIES_A_MINUTE: i32 = 120;

/// Establishments that SIRENE is asked for at once.
const PROPOSED: u16 = 20;

/// For how long a register that takes no more questions is left alone when it does not say.
const A_MINUTE: TimeDelta = TimeDelta::minutes(1);

/// For how long one that does not answer, though it was asked several times, is left alone by this program.
const REST: TimeDelta = TimeDelta::seconds(30);

/// For how long one that does not accept the key is: whoever keeps it has to give another one.
const KEY_REST: TimeDelta = TimeDelta::minutes(10);

/// Addresses proposed for what is typed.
const ADDRESSES: u8 = 5;

/// Why the register does not say.
#[derive(Debug, thiserror::Error)]
pub enum RegisterFault {
    /// The settings name none.
    #[error("no register is configured")]
    None,
    /// All questions of this minute are asked, or the register asked to be left alone.
    #[error("the register is asked too often: again at {0}")]
    Later(DateTime<Utc>),
    /// The register.
    #[error(transparent)]
    Register(#[from] Fault),
    /// Our own database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl RegisterFault {
    /// What the desk is told; an error of our own database comes back.
    ///
    /// # Errors
    /// When it is our own database that failed.
    pub fn unsaid(self) -> Result<Unsaid, sqlx::Error> {
        match self {
            Self::None => Ok(Unsaid::None),
            Self::Later(again) => Ok(Unsaid::Later(again)),
            Self::Register(fault) => Ok(match fault {
                Fault::Overloaded { retry_at: later, .. } | Fault::Resting { until: later, .. } => {
                    Unsaid::Later(later)
                }
                Fault::Unavailable { .. } => Unsaid::Unreachable,
                Fault::Unauthorised { .. } => Unsaid::BadKey,
                Fault::NotDiffused { .. } => Unsaid::NotDiffused,
                Fault::Refused { .. } | Fault::Broken { .. } => Unsaid::Odd(fault.to_string()),
            }),
            Self::Database(error) => Err(error),
        }
    }
}

/// What a register says.
#[derive(Debug, Default)]
pub struct Reply {
    /// What it found.
    said: Vec<Registered>,
    /// How many there are in all, and where to read on; nothing where these are all.
    total: Option<u64>,
    next: Option<String>,
    /// What was asked for is kept under this number.
    duplicate_of: Option<Siret>,
    /// Until when it takes no more questions, when this was the last.
    closed_until: Option<DateTime<Utc>>,
}

impl Reply {
    fn new(said: Vec<Registered>, quota: Option<Quota>) -> Self {
        let used_up = quota.filter(|quota| quota.remaining == 0);
        let closed_until = used_up.map(|quota| quota.reset_at.unwrap_or_else(|| clock::now() + A_MINUTE));
        Self { said, closed_until, ..Self::default() }
    }
}

/// The registers that the settings name.
#[derive(Debug, Default)]
pub struct Registers {
    sirene: Option<sirene::Client>,
    companies: Option<companies::Client>,
    addresses: Option<addresses::Client>,
    /// Those that did not answer lately or refused the key, and until when they are left alone: nobody waits for each in
    /// turn, nor spends a question on it.
    resting: Mutex<HashMap<Source, (Fault, DateTime<Utc>)>>,
}

impl Registers {
    /// Clients of SIRENE, with its address and its key, of the search of companies and of the completion of addresses,
    /// each at its address.
    ///
    /// # Errors
    /// When an address or the key makes no sense.
    pub fn new(
        sirene: Option<(&str, &secrecy::SecretString)>,
        companies: Option<&str>,
        addresses: Option<&str>,
    ) -> Result<Self, SetupFault> {
        let key = |(url, key)| sirene::Client::new(url, key, sirene::PATIENCE, clock::now);
        let open = |url| companies::Client::new(url, companies::PATIENCE, clock::now);
        let streets = |url| addresses::Client::new(url, addresses::PATIENCE, clock::now);
        Ok(Self {
            sirene: sirene.map(key).transpose()?,
            companies: companies.map(open).transpose()?,
            addresses: addresses.map(streets).transpose()?,
            resting: Mutex::default(),
        })
    }

    /// A question, which goes to one register after the other until one answers; on from where the one that answered
    /// stopped, it goes to that one alone.
    pub fn inquiry(&self, looked: Looked, rest: Option<Rest>) -> Inquiry {
        let sources = [
            self.sirene.is_some().then_some((Source::Sirene, SIRENE_A_MINUTE)),
            self.companies.is_some().then_some((Source::CompanySearch, COMPANIES_A_MINUTE)),
        ];
        let goes_on = |source| rest.as_ref().is_none_or(|rest| rest.source == source);
        let left = sources.into_iter().flatten().filter(|(source, _)| goes_on(*source));
        let left =
            left.map(|(source, a_minute)| inquiry::Left { source, a_minute, resting: self.resting(source) });
        Inquiry::new(looked, rest.clone(), left.collect())
    }

    /// Why a register is left alone, while it is.
    fn resting(&self, source: Source) -> Option<Fault> {
        let resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        resting.get(&source).filter(|(_, until)| *until > clock::now()).map(|(fault, _)| fault.clone())
    }

    /// What the first register that answers says, which is kept for the next desk. The next register is asked when one is
    /// not to be asked now, or fails.
    ///
    /// # Errors
    /// When none answers: why the last one did not.
    pub async fn look(
        &self,
        conn: &mut PgConnection,
        looked: &Looked,
        rest: Option<&Rest>,
    ) -> Result<Found<Registered>, RegisterFault> {
        let mut inquiry = self.inquiry(looked.clone(), rest.cloned());
        loop {
            match inquiry.next(conn).await? {
                Next::Said(found) => return Ok(found),
                Next::Ask(question) => inquiry.hear(self.ask(&question).await),
                Next::Unsaid(why) => return Err(why),
            }
        }
    }

    /// Asks one register, whatever its quota: one request of SIRENE. When it is worth asking again, it has waited until then.
    ///
    /// # Errors
    /// When it does not answer as it should; at once for a while after it did not answer at all, or refused the key.
    pub async fn ask(&self, question: &Question) -> Result<Reply, Fault> {
        let source = question.source;
        if let Some(fault) = self.resting(source) {
            return Err(fault);
        }
        let told = self.put(question).await;
        let rest = match &told {
            Err(fault) if question.is_worth_again(fault) => {
                if let Some(client) = &self.sirene {
                    client.pause(question.failures).await;
                }
                return told;
            }
            Err(Fault::Unavailable { call, .. }) => {
                let until = clock::now() + REST;
                Some((Fault::Resting { call: *call, until }, until))
            }
            Err(fault @ Fault::Unauthorised { .. }) => Some((fault.clone(), clock::now() + KEY_REST)),
            _ => None,
        };
        let mut resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        match rest {
            Some(rest) => resting.insert(source, rest),
            None => resting.remove(&source),
        };
        told
    }

    async fn put(&self, Question { source, sought, cursor, .. }: &Question) -> Result<Reply, Fault> {
        match (source, &self.sirene, &self.companies) {
            (Source::Sirene, Some(client), _) => {
                let search = match &sought.looked {
                    Looked::Siret(siret) => {
                        let answer = client.siret(siret).await?;
                        let (said, duplicate_of) = match answer.value {
                            Number::Of(one) => (vec![*one], None),
                            Number::Duplicate(of) => (Vec::new(), Some(of)),
                            Number::Unknown => (Vec::new(), None),
                        };
                        return Ok(Reply { duplicate_of, ..Reply::new(said, answer.quota) });
                    }
                    _ => sought.establishments(),
                };
                let page = sirene::Page::at(cursor.as_deref(), PROPOSED);
                let answer = client.search(&search, &page).await?;
                let next = answer.value.next;
                // It counts those that closed with their company too: that matters only where there are more.
                let total = next.is_some().then_some(answer.value.total);
                let next = next.map(|page| page.cursor().to_owned());
                Ok(Reply { total, next, ..Reply::new(answer.value.establishments, answer.quota) })
            }
            (Source::CompanySearch, _, Some(client)) => {
                let page = cursor.as_deref().and_then(|page| page.parse().ok()).unwrap_or(1_u32);
                let answer = client.search(&sought.companies(), page).await?;
                let companies::Found { mut establishments, companies, pages } = answer.value;
                if let Looked::Siret(siret) = &sought.looked {
                    establishments.retain(|one| one.siret == *siret);
                    return Ok(Reply::new(establishments, answer.quota));
                }
                // It counts companies, which may have several establishments each.
                let next = page + 1;
                let goes_on = u64::from(next) <= pages && next <= companies::PAGES;
                Ok(Reply {
                    total: goes_on.then_some(companies),
                    next: goes_on.then(|| next.to_string()),
                    ..Reply::new(establishments, answer.quota)
                })
            }
            _ => Ok(Reply::default()),
        }
    }

    /// Whether SIRENE answers and accepts the key, for one of its questions; nothing where there is no key.
    pub async fn check(&self, conn: &mut PgConnection) -> Option<Result<(), RegisterFault>> {
        let client = self.sirene.as_ref()?;
        let search = sirene::Search { siren: INSEE.to_owned(), ..sirene::Search::default() };
        Some(match organisations::may_ask(conn, Source::Sirene.code(), SIRENE_A_MINUTE).await {
            Ok(None) => client.search(&search, &sirene::Page::first(1)).await.map(drop).map_err(Into::into),
            Ok(Some(again)) => Err(RegisterFault::Later(again)),
            Err(error) => Err(error.into()),
        })
    }

    /// Addresses that begin so. A help and never a condition: whatever fails leaves none.
    pub async fn addresses(&self, text: &str) -> Vec<Suggestion> {
        let Some(client) = &self.addresses else { return Vec::new() };
        match client.complete(text, ADDRESSES).await {
            Ok(found) => found.value,
            Err(fault) => {
                tracing::warn!("{fault}");
                Vec::new()
            }
        }
    }
}
