//! The national register, asked within the quota that all desks share: what was answered lately first, then SIRENE, then the
//! search of companies that needs no key.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::clock;
use crate::domain::organisation::registered::{Registered, Source};
use crate::domain::organisation::siret::Siret;
use crate::sis::fault::{Fault, SetupFault};
use crate::sis::{companies, sirene};
use crate::store::organisations;

/// Questions a minute that SIRENE takes from one key.
const SIRENE_A_MINUTE: i32 = 30;

/// Questions a minute that we ask the search of companies, which takes seven a second from one address.
const COMPANIES_A_MINUTE: i32 = 120;

/// Hours for which an answer about one establishment is taken again, and about words.
const FRESH: (i32, i32) = (24, 1);

/// Establishments proposed for some words.
const PROPOSED: u16 = 20;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// One establishment.
    Siret(Siret),
    /// Open establishments whose names hold these words.
    Words(String),
}

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

/// The registers that the settings name.
#[derive(Debug, Default)]
pub struct Registers {
    sirene: Option<sirene::Client>,
    companies: Option<companies::Client>,
}

impl Registers {
    /// Clients of SIRENE, with its address and its key, and of the search of companies, at its address.
    ///
    /// # Errors
    /// When an address or the key makes no sense.
    pub fn new(
        sirene: Option<(&str, &secrecy::SecretString)>,
        companies: Option<&str>,
    ) -> Result<Self, SetupFault> {
        let key = |(url, key)| sirene::Client::new(url, key, sirene::PATIENCE, clock::now);
        let open = |url| companies::Client::new(url, companies::PATIENCE, clock::now);
        Ok(Self { sirene: sirene.map(key).transpose()?, companies: companies.map(open).transpose()? })
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
    ) -> Result<Vec<Registered>, RegisterFault> {
        let sources = [
            self.sirene.is_some().then_some((Source::Sirene, SIRENE_A_MINUTE)),
            self.companies.is_some().then_some((Source::CompanySearch, COMPANIES_A_MINUTE)),
        ];
        let (asked, hours) = match looked {
            Looked::Siret(siret) => (siret.as_str().to_owned(), FRESH.0),
            Looked::Words(words) => (words.trim().to_lowercase(), FRESH.1),
        };
        let mut why = RegisterFault::None;
        for (source, a_minute) in sources.into_iter().flatten() {
            let name = source.code();
            if let Some(said) = organisations::said(conn, name, &asked, hours).await? {
                return Ok(said);
            }
            if let Some(again) = organisations::may_ask(conn, name, a_minute).await? {
                why = RegisterFault::Later(again);
                continue;
            }
            match self.ask(source, looked).await {
                Ok(said) => {
                    organisations::keep(conn, name, &asked, &said).await?;
                    return Ok(said);
                }
                Err(fault) => {
                    if let Fault::Overloaded { retry_at, .. } = fault {
                        organisations::leave(conn, name, retry_at).await?;
                    }
                    tracing::warn!("{fault}");
                    why = fault.into();
                }
            }
        }
        Err(why)
    }

    async fn ask(&self, source: Source, looked: &Looked) -> Result<Vec<Registered>, Fault> {
        match (source, &self.sirene, &self.companies, looked) {
            (Source::Sirene, Some(client), _, Looked::Siret(siret)) => {
                Ok(client.siret(siret).await?.value.into_iter().collect())
            }
            (Source::Sirene, Some(client), _, Looked::Words(words)) => {
                let search =
                    sirene::Search { name: words.clone(), only_active: true, ..sirene::Search::default() };
                Ok(client.search(&search, &sirene::Page::first(PROPOSED)).await?.value.establishments)
            }
            (Source::CompanySearch, _, Some(client), looked) => {
                let (text, only_active) = match looked {
                    Looked::Siret(siret) => (siret.as_str().to_owned(), false),
                    Looked::Words(words) => (words.clone(), true),
                };
                let search = companies::Search { text, only_active, ..companies::Search::default() };
                let mut found = client.search(&search, 1).await?.value.establishments;
                if let Looked::Siret(siret) = looked {
                    found.retain(|one| one.siret == *siret);
                }
                Ok(found)
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Asks SIRENE about hosts that it was not asked about for so long, and takes over what it says; calls `done` with how
    /// many were looked at and how many were told closed, after each hundred. Waits for the quota.
    ///
    /// # Errors
    /// At the first answer that is none: what was taken over stays.
    pub async fn refresh(
        &self,
        conn: &mut PgConnection,
        older_than: TimeDelta,
        most: usize,
        mut done: impl FnMut(usize, usize),
    ) -> Result<(usize, usize), RegisterFault> {
        let Some(client) = &self.sirene else { return Err(RegisterFault::None) };
        let since = clock::now() - older_than;
        let (mut looked, mut closed) = (0, 0);
        while looked < most {
            let rows = i32::try_from(sirene::MOST.min(most - looked)).unwrap_or(i32::MAX);
            let hosts = organisations::to_refresh(conn, since, rows).await?;
            let asked: Vec<(i32, Siret)> =
                hosts.iter().filter_map(|(id, siret)| Some((*id, Siret::parse(siret).ok()?))).collect();
            if asked.is_empty() {
                break;
            }
            while let Some(again) =
                organisations::may_ask(conn, Source::Sirene.code(), SIRENE_A_MINUTE).await?
            {
                wait(again).await;
            }
            let sirets: Vec<Siret> = asked.iter().map(|(_, siret)| siret.clone()).collect();
            let said = match client.many(&sirets).await {
                Ok(said) => said.value,
                Err(Fault::Overloaded { retry_at, .. }) => {
                    organisations::leave(conn, Source::Sirene.code(), retry_at).await?;
                    continue;
                }
                Err(fault) => return Err(fault.into()),
            };
            for (id, siret) in &asked {
                match said.iter().find(|one| one.siret == *siret) {
                    Some(one) => {
                        closed += usize::from(one.is_closed);
                        // Refused or not, the next host is looked at.
                        let _ = organisations::refresh(conn, *id, one).await?;
                    }
                    None => organisations::looked_at(conn, *id).await?,
                }
            }
            looked += asked.len();
            done(looked, closed);
        }
        Ok((looked, closed))
    }
}

/// Waits until a moment.
async fn wait(until: DateTime<Utc>) {
    tokio::time::sleep((until - clock::now()).to_std().unwrap_or_default()).await;
}
