//! The national register, asked within the quota that all desks share: what was answered lately first, then SIRENE, then the
//! search of companies that needs no key.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::clock;
use crate::domain::organisation::address::Suggestion;
use crate::domain::organisation::registered::{Looked, Registered, Source, Unsaid};
use crate::domain::organisation::siret::Siret;
use crate::sis::fault::{Call, Fault, SetupFault};
use crate::sis::http::Quota;
use crate::sis::{addresses, companies, sirene};
use crate::store::organisations;

/// Questions a minute that SIRENE takes from one key.
const SIRENE_A_MINUTE: i32 = 30;

/// Questions a minute that we ask the search of companies, which takes seven a second from one address.
const COMPANIES_A_MINUTE: i32 = 120;

/// Hours for which an answer about one establishment is taken again, and about words.
const FRESH: (i32, i32) = (24, 1);

/// Establishments proposed for some words.
const PROPOSED: u16 = 20;

/// For how long a register that takes no more questions is left alone when it does not say.
const A_MINUTE: TimeDelta = TimeDelta::minutes(1);

/// For how long one that does not answer, though it was asked several times, is left alone by this program.
const REST: TimeDelta = TimeDelta::seconds(30);

/// Where a place brings fewer, the words are looked for in names too.
const FEW: usize = 5;

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
#[derive(Debug)]
pub struct Reply {
    /// What it found.
    pub said: Vec<Registered>,
    /// Until when it takes no more questions, when this was the last.
    pub closed_until: Option<DateTime<Utc>>,
}

impl Reply {
    fn new(said: Vec<Registered>, quota: Option<Quota>) -> Self {
        let used_up = quota.filter(|quota| quota.remaining == 0);
        let closed_until = used_up.map(|quota| quota.reset_at.unwrap_or_else(|| clock::now() + A_MINUTE));
        Self { said, closed_until }
    }
}

/// What a register is asked: the place that words name, apart from what is named.
#[derive(Clone, Debug)]
pub struct Sought {
    looked: Looked,
    name: String,
    town: String,
    postal_code: String,
}

impl Sought {
    /// All that is typed is a name.
    fn plain(looked: &Looked) -> Self {
        let name = looked.asked().to_owned();
        Self { looked: looked.clone(), name, town: String::new(), postal_code: String::new() }
    }

    /// The words that name a commune, or are a postal code, say where: the others, of which there is one at least, say what.
    async fn placed(conn: &mut PgConnection, looked: &Looked) -> Result<Self, sqlx::Error> {
        let Looked::Words(text) = looked else { return Ok(Self::plain(looked)) };
        let is_code = |word: &&str| word.len() == 5 && word.bytes().all(|sign| sign.is_ascii_digit());
        let (codes, mut words): (Vec<&str>, Vec<&str>) = text.split_whitespace().partition(is_code);
        if codes.len() > 1 || words.is_empty() {
            return Ok(Self::plain(looked));
        }
        // Written out as the register does, whatever was typed.
        let town = organisations::town_in(conn, &words).await?.map(|(from, to, town)| {
            words.drain(from..to.min(words.len()));
            town
        });
        Ok(Self {
            looked: looked.clone(),
            name: words.join(" "),
            town: town.unwrap_or_default(),
            postal_code: codes.concat(),
        })
    }

    fn is_placed(&self) -> bool {
        !self.town.is_empty() || !self.postal_code.is_empty()
    }
}

/// What to do next for an answer.
#[derive(Debug)]
pub enum Next {
    /// It is here.
    Said(Vec<Registered>),
    /// Ask this register this, and let the question hear what it says.
    Ask(Source, Sought),
    /// No register is left: why the last one did not answer.
    Unsaid(RegisterFault),
}

/// A question to the registers on its way. Between two steps in the database it waits for a register without one.
#[derive(Debug)]
pub struct Inquiry {
    looked: Looked,
    /// The registers that have not answered, with their questions a minute; the first is being asked.
    left: VecDeque<(Source, i32)>,
    /// What the first is asked, once that is known.
    sought: Option<Sought>,
    /// What it found there already.
    found: Vec<Registered>,
    /// What the first said, until it is written down.
    heard: Option<Result<Reply, Fault>>,
    why: RegisterFault,
}

impl Inquiry {
    /// The register that was to be asked has said this.
    pub fn hear(&mut self, said: Result<Reply, Fault>) {
        self.heard = Some(said);
    }

    /// Writes down what was heard, then looks for what was answered lately, and whether the next register may be asked.
    /// Sent again after a lost connection, it goes on where it was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next(&mut self, conn: &mut PgConnection) -> Result<Next, sqlx::Error> {
        let asked = self.looked.asked();
        let hours = if matches!(self.looked, Looked::Siret(_)) { FRESH.0 } else { FRESH.1 };
        while let Some((source, a_minute)) = self.left.front().copied() {
            let name = source.code();
            match &self.heard {
                Some(Ok(reply)) => {
                    if let Some(until) = reply.closed_until {
                        organisations::leave(conn, name, until).await?;
                    }
                    for one in &reply.said {
                        if self.found.iter().all(|known| known.siret != one.siret) {
                            self.found.push(one.clone());
                        }
                    }
                    if self.found.len() < FEW && self.sought.as_ref().is_some_and(Sought::is_placed) {
                        // A company may be called after a place where it is not.
                        self.sought = Some(Sought::plain(&self.looked));
                        self.heard = None;
                        continue;
                    }
                    organisations::keep(conn, name, asked, &self.found).await?;
                    return Ok(Next::Said(std::mem::take(&mut self.found)));
                }
                Some(Err(fault)) => {
                    if let Fault::Overloaded { retry_at, .. } = fault {
                        organisations::leave(conn, name, *retry_at).await?;
                    }
                    tracing::warn!("{fault}");
                    self.why = fault.clone().into();
                    self.heard = None;
                }
                None => {
                    if let Some(said) = organisations::said(conn, name, asked, hours).await? {
                        return Ok(Next::Said(said));
                    }
                    match organisations::may_ask(conn, name, a_minute).await? {
                        None => {
                            let sought = match &self.sought {
                                Some(sought) => sought.clone(),
                                None => Sought::placed(conn, &self.looked).await?,
                            };
                            self.sought = Some(sought.clone());
                            return Ok(Next::Ask(source, sought));
                        }
                        Some(again) => self.why = RegisterFault::Later(again),
                    }
                }
            }
            if !self.found.is_empty() {
                // It does not answer the second question: what it said to the first is something.
                return Ok(Next::Said(std::mem::take(&mut self.found)));
            }
            self.left.pop_front();
            self.sought = None;
        }
        Ok(Next::Unsaid(std::mem::replace(&mut self.why, RegisterFault::None)))
    }
}

/// The registers that the settings name.
#[derive(Debug, Default)]
pub struct Registers {
    sirene: Option<sirene::Client>,
    companies: Option<companies::Client>,
    addresses: Option<addresses::Client>,
    /// Those that did not answer lately, and until when they are left alone: nobody waits for each in turn.
    resting: Mutex<HashMap<Source, (Call, DateTime<Utc>)>>,
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

    /// A question, which goes to one register after the other until one answers.
    pub fn inquiry(&self, looked: Looked) -> Inquiry {
        let sources = [
            self.sirene.is_some().then_some((Source::Sirene, SIRENE_A_MINUTE)),
            self.companies.is_some().then_some((Source::CompanySearch, COMPANIES_A_MINUTE)),
        ];
        Inquiry {
            looked,
            sought: None,
            found: Vec::new(),
            left: sources.into_iter().flatten().collect(),
            heard: None,
            why: RegisterFault::None,
        }
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
        let mut inquiry = self.inquiry(looked.clone());
        loop {
            match inquiry.next(conn).await? {
                Next::Said(said) => return Ok(said),
                Next::Ask(source, sought) => inquiry.hear(self.ask(source, &sought).await),
                Next::Unsaid(why) => return Err(why),
            }
        }
    }

    /// Asks one register, whatever its quota.
    ///
    /// # Errors
    /// When it does not answer as it should; at once for a while after it did not answer at all.
    pub async fn ask(&self, source: Source, sought: &Sought) -> Result<Reply, Fault> {
        let resting = || self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = resting().get(&source).copied();
        if let Some((call, until)) = rest.filter(|(_, until)| *until > clock::now()) {
            return Err(Fault::Resting { call, until });
        }
        let told = self.put(source, sought).await;
        match &told {
            Err(Fault::Unavailable { call, .. }) => resting().insert(source, (*call, clock::now() + REST)),
            _ => resting().remove(&source),
        };
        told
    }

    async fn put(&self, source: Source, sought: &Sought) -> Result<Reply, Fault> {
        let Sought { looked, name, town, postal_code } = sought;
        match (source, &self.sirene, &self.companies) {
            (Source::Sirene, Some(client), _) => {
                let search = match looked {
                    Looked::Siret(siret) => {
                        let answer = client.siret(siret).await?;
                        return Ok(Reply::new(answer.value.into_iter().collect(), answer.quota));
                    }
                    Looked::Siren(siren) => sirene::Search { siren: siren.clone(), ..Default::default() },
                    Looked::Words(_) => sirene::Search {
                        name: name.clone(),
                        town: town.clone(),
                        postal_code: postal_code.clone(),
                        ..Default::default()
                    },
                };
                let search = sirene::Search { only_active: true, ..search };
                let answer = client.search(&search, &sirene::Page::first(PROPOSED)).await?;
                Ok(Reply::new(answer.value.establishments, answer.quota))
            }
            (Source::CompanySearch, _, Some(client)) => {
                // This one looks for words in names and addresses alike.
                let text = [name.as_str(), town].join(" ").trim_end().to_owned();
                let only_active = !matches!(looked, Looked::Siret(_));
                let search = companies::Search { text, postal_code: postal_code.clone(), only_active };
                let answer = client.search(&search, 1).await?;
                let mut found = answer.value.establishments;
                if let Looked::Siret(siret) = looked {
                    found.retain(|one| one.siret == *siret);
                }
                Ok(Reply::new(found, answer.quota))
            }
            _ => Ok(Reply::new(Vec::new(), None)),
        }
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
                Ok(answer) => {
                    let reply = Reply::new(answer.value, answer.quota);
                    if let Some(until) = reply.closed_until {
                        organisations::leave(conn, Source::Sirene.code(), until).await?;
                    }
                    reply.said
                }
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
