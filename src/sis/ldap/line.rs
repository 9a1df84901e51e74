//! One line to the directory: encrypted, bound, and driven by whoever asks over it. Nothing runs between two questions,
//! so that a line which is dropped is closed.

use std::fmt;
use std::future::{Future, pending};
use std::pin::{Pin, pin};
use std::sync::Arc;

use ldap3::controls::{Control, ControlType, PagedResults, RawControl};
use ldap3::{Ldap, LdapConnAsync, LdapConnSettings, LdapError, LdapResult, Scope, SearchOptions};
use reqwest::Url;
use rustls::ClientConfig;
use secrecy::ExposeSecret;

use super::super::fault::{Call, Fault};
use super::super::http::{Login, Patience};
use super::answer::{fault, is_limit, person, trouble};
use super::settings::Settings;
use crate::domain::student::directory::Person;

/// Carries what is said both ways until the line ends.
type Carrier = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A line that is open.
pub(super) struct Line {
    ldap: Ldap,
    carrier: Carrier,
    /// More is still coming over it than was wanted.
    pub(super) is_spent: bool,
}

/// What is asked.
pub(super) struct Question<'a> {
    /// Its filter.
    pub(super) filter: &'a str,
    /// Entries that are wanted at most.
    pub(super) most: usize,
}

/// What was found.
#[derive(Default)]
pub(super) struct Found {
    /// The people whom the entries name.
    pub(super) people: Vec<Person>,
    /// How many entries there were, whether they name somebody or not.
    pub(super) entries: usize,
    /// The directory knows more than it tells.
    pub(super) is_cut: bool,
}

impl Line {
    /// Opens a line to this address.
    pub(super) async fn open(
        call: Call,
        url: &Url,
        starttls: bool,
        config: &Arc<ClientConfig>,
        patience: Patience,
    ) -> Result<Self, Fault> {
        let settings = LdapConnSettings::new()
            .set_starttls(starttls)
            .set_config(Arc::clone(config))
            .set_conn_timeout(patience.connect);
        let opened = LdapConnAsync::from_url_with_settings(settings, url).await;
        let (connection, ldap) = opened.map_err(|error| trouble(call, &error, false))?;
        let carrier = Box::pin(async {
            // Why it ended is told to whoever waits for an answer.
            let _ = connection.drive().await;
        });
        Ok(Self { ldap, carrier, is_spent: false })
    }

    /// Says who asks.
    pub(super) async fn bind(&mut self, call: Call, login: &Login) -> Result<(), Fault> {
        let bound = self.ldap.simple_bind(&login.name, login.password.expose_secret());
        let bound = carry(&mut self.carrier, bound).await.map_err(|error| trouble(call, &error, false))?;
        match fault(call, bound.rc) {
            None => Ok(()),
            Some(unwell @ Fault::Unavailable { .. }) => Err(unwell),
            // Whatever else it says of a login, it does not let it in.
            Some(_) => Err(Fault::Unauthorised { call }),
        }
    }

    /// Asks, page by page, until there is no more, the directory tells no more, or there are enough.
    pub(super) async fn ask(
        &mut self,
        call: Call,
        settings: &Settings,
        patience: Patience,
        question: &Question<'_>,
    ) -> Result<Found, Fault> {
        let mut found = Found::default();
        let mut cookie = Vec::new();
        loop {
            let wanted = question.most.saturating_sub(found.entries).min(settings.page.get());
            let size = i32::try_from(wanted).unwrap_or(i32::MAX);
            let result =
                self.page(call, settings, patience, question, PagedResults { size, cookie }, &mut found);
            let result = result.await?;
            if is_limit(result.rc) && found.entries > 0 {
                found.is_cut = true;
                return Ok(found);
            }
            if let Some(fault) = fault(call, result.rc) {
                return Err(fault);
            }
            cookie = next(&result);
            if cookie.is_empty() || found.entries >= question.most {
                found.is_cut |= !cookie.is_empty();
                return Ok(found);
            }
        }
    }

    /// Asks for one page, and adds what it holds to what was found.
    async fn page(
        &mut self,
        call: Call,
        settings: &Settings,
        patience: Patience,
        question: &Question<'_>,
        page: PagedResults,
        found: &mut Found,
    ) -> Result<LdapResult, Fault> {
        // Whatever it finds after we have left is for nobody.
        let seconds = i32::try_from(patience.answer.as_secs().max(1)).unwrap_or(i32::MAX);
        let names = settings.names.all();
        self.ldap
            .with_search_options(SearchOptions::new().timelimit(seconds))
            .with_controls(RawControl::from(page));
        let stream =
            self.ldap.streaming_search(&settings.base, Scope::Subtree, question.filter, names.as_slice());
        let stream = carry(&mut self.carrier, stream).await;
        let mut stream = stream.map_err(|error| trouble(call, &error, found.entries > 0))?;
        loop {
            let entry = carry(&mut self.carrier, stream.next()).await;
            let Some(entry) = entry.map_err(|error| trouble(call, &error, found.entries > 0))? else {
                return Ok(stream.finish().await);
            };
            // What another directory may know is not asked there.
            if entry.is_ref() || entry.is_intermediate() {
                continue;
            }
            // Not every directory knows of pages.
            if found.entries >= question.most {
                (self.is_spent, found.is_cut) = (true, true);
                return Ok(LdapResult { rc: 0, ..stream.finish().await });
            }
            found.entries += 1;
            found.people.extend(person(&settings.names, entry));
        }
    }
}

/// Waits for an answer while the line carries what is said.
async fn carry<T>(
    carrier: &mut Carrier,
    answer: impl Future<Output = Result<T, LdapError>>,
) -> Result<T, LdapError> {
    let mut answer = pin!(answer);
    tokio::select! {
        biased;
        answered = &mut answer => answered,
        () = carrier.as_mut() => {
            // It may have brought the answer before it ended, and is not asked again.
            *carrier = Box::pin(pending());
            answer.await
        }
    }
}

/// What to show in order to get the next page; empty after the last one.
fn next(result: &LdapResult) -> Vec<u8> {
    let paged = result.ctrls.iter().find_map(|control| match control {
        Control(Some(ControlType::PagedResults), raw) => Some(raw.parse::<PagedResults>().cookie),
        _ => None,
    });
    paged.unwrap_or_default()
}

impl fmt::Debug for Line {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Line").finish_non_exhaustive()
    }
}
