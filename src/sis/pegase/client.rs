//! Asking the modules of Pégase: with the pass that serves, no more at once than they bear, and page by page.

use chrono::TimeDelta;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use tokio::sync::Semaphore;

use super::super::fault::{Call, Fault, Service, SetupFault};
use super::super::http::{Clock, Http, Patience, Reply, furthest};
use super::super::lists::{List, Lists};
use super::programmes::Formation;
use super::reply::{Page, body, broken};
use super::session::{Pass, Session};
use super::settings::Settings;
use super::{AT_ONCE, HEARD, Period};

/// Failures are declared to be written in the second, and all else in the first.
const KINDS: HeaderValue = HeaderValue::from_static("application/json, json/application");

/// Pages of a list at most: no institution fills as many.
const MOST_PAGES: usize = 400;

/// A client of Pégase.
#[derive(Debug)]
pub struct PegaseClient {
    pub(super) settings: Settings,
    pub(super) modules: Modules,
    pub(super) lists: Lists,
    pub(super) periods: List<(), Period>,
    /// Those of each year.
    pub(super) formations: List<i32, Formation>,
    session: Session,
    turns: Semaphore,
}

/// The modules that are asked.
#[derive(Debug)]
pub(super) struct Modules {
    pub(super) ins: Http,
    pub(super) chc: Http,
    pub(super) odf: Http,
    pub(super) reference: Http,
    pub(super) idt: Option<Http>,
}

/// One question: to which module, and what.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) call: Call,
    pub(super) module: &'a Http,
    pub(super) path: &'a [&'a str],
    pub(super) parameters: &'a [(&'a str, &'a str)],
}

impl PegaseClient {
    /// A client of the Pégase of these settings.
    ///
    /// # Errors
    /// When an address or the login can be none, or the establishment has no code.
    pub fn new(settings: Settings, patience: Patience, clock: Clock) -> Result<Self, SetupFault> {
        if settings.establishment.trim().is_empty() {
            let why = "the code of the establishment is empty".to_owned();
            return Err(SetupFault::Client { service: Service::Pegase, why });
        }
        let module = |base: &str| {
            let headers: HeaderMap = [(ACCEPT, KINDS)].into_iter().collect();
            Http::new(Service::Pegase, base, headers, patience, clock).map(|http| http.hearing(HEARD))
        };
        let modules = Modules {
            ins: module(&settings.bases.ins)?,
            chc: module(&settings.bases.chc)?,
            odf: module(&settings.bases.odf)?,
            reference: module(&settings.bases.reference)?,
            idt: settings.bases.idt.as_deref().map(module).transpose()?,
        };
        let session = Session::new(&settings, patience, clock)?;
        Ok(Self {
            settings,
            modules,
            lists: Lists::new(clock),
            periods: List::new(clock),
            formations: List::new(clock),
            session,
            turns: Semaphore::new(AT_ONCE),
        })
    }

    /// How far the clock of its modules was ahead of ours at their last answers: the one that is furthest from it.
    pub fn skew(&self) -> Option<TimeDelta> {
        let Modules { ins, chc, odf, reference, idt } = &self.modules;
        furthest([self.session.http(), ins, chc, odf, reference].into_iter().chain(idt))
    }

    /// Forgets the lists that it told: they are asked for again.
    pub fn forget_lists(&self) {
        self.lists.forget();
        self.periods.forget();
        self.formations.forget();
    }

    /// Whether students are found by their names alone: one module knows them so, which not all establishments have.
    pub fn finds_by_name(&self) -> bool {
        self.modules.idt.is_some()
    }

    /// What is answered; nothing when it says that there is nothing.
    pub(super) async fn ask(&self, question: Question<'_>) -> Result<Option<Vec<u8>>, Fault> {
        let pass = self.session.pass(None).await?;
        let mut told = self.once(question, &pass).await;
        // A pass that has expired is forbidden, and so is one that never allowed this: another one tells.
        let is_refused = match &told {
            Ok(reply) => reply.status == 403,
            Err(fault) => matches!(fault, Fault::Unauthorised { .. }),
        };
        if is_refused {
            let other = self.session.pass(Some(&pass)).await?;
            told = self.once(question, &other).await;
        }
        body(question.call, &told?).map(|body| body.map(<[u8]>::to_vec))
    }

    async fn once(&self, question: Question<'_>, pass: &Pass) -> Result<Reply, Fault> {
        let Question { call, module, path, parameters } = question;
        // It is given back when this ends; it is never closed.
        let _turn = self.turns.acquire().await;
        module.get_with(call, &module.url(path, parameters), &pass.proof).await
    }

    /// All that stands on the pages of a list.
    pub(super) async fn pages<T>(
        &self,
        question: Question<'_>,
        size: usize,
        read: impl Fn(&[u8]) -> Result<Page<Option<T>>, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let mut all = Vec::new();
        for number in 0..MOST_PAGES {
            let (place, size) = (number.to_string(), size.to_string());
            let parameters = [question.parameters, &[("page", &place), ("taille", &size)]].concat();
            let Some(body) = self.ask(Question { parameters: &parameters, ..question }).await? else {
                return Ok(all);
            };
            let page = read(&body)?;
            let is_last = page.is_last(number);
            all.extend(page.items.into_iter().flatten());
            if is_last {
                return Ok(all);
            }
        }
        Err(broken(question.call, "totalPages"))
    }
}
