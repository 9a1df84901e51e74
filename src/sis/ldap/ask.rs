//! Asking the directory about people.

use std::future::{Future, poll_fn};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Url;
use rustls::ClientConfig;
use secrecy::ExposeSecret;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::super::fault::{Call, Fault, Service, SetupFault, Trouble};
use super::super::http::{Clock, Login, Patience, about, tls};
use super::super::port::{Directory, Known, Told};
use super::line::{Found, Line, Question};
use super::settings::Settings;
use super::{BY_LOGIN, LINES, ONE_AND_ANOTHER, PEOPLE, filter};
use crate::domain::student::directory::Person;
use crate::domain::student::search::{Among, PersonSearch};

/// How long a line may lie idle: those who stand between forget it later, without a word to either end.
const IDLE: TimeDelta = TimeDelta::seconds(60);

/// A client of the directory. It opens lines as they are needed, keeps them, and closes them with itself.
#[derive(Debug)]
pub struct DirectoryClient {
    settings: Settings,
    url: Url,
    login: Login,
    config: Arc<ClientConfig>,
    patience: Patience,
    clock: Clock,
    seats: Semaphore,
    /// Each with when it was put down.
    kept: Mutex<Vec<(DateTime<Utc>, Line)>>,
}

impl DirectoryClient {
    /// A client of the directory that is laid out so, which asks as the account whose entry has this login for a name
    /// (`cn=…,dc=…`).
    ///
    /// # Errors
    /// When the address, the login or another setting can be none.
    pub fn new(
        settings: Settings,
        login: Login,
        patience: Patience,
        clock: Clock,
    ) -> Result<Self, SetupFault> {
        let service = Service::Directory;
        let url = settings.url()?;
        settings.check()?;
        // Without a password a directory lets anybody in, as nobody.
        let is_login = !login.name.trim().is_empty() && !login.password.expose_secret().is_empty();
        if !is_login || login.name.chars().any(char::is_control) {
            return Err(SetupFault::Login { service });
        }
        let config = tls::config(settings.certificates()?)
            .map_err(|error| SetupFault::Client { service, why: error.to_string() })?;
        let config = Arc::new(config);
        let (seats, kept) = (Semaphore::new(LINES), Mutex::default());
        Ok(Self { settings, url, login, config, patience, clock, seats, kept })
    }

    /// Asks, and asks again on a new line when the one that was asked over fell.
    async fn ask(&self, call: Call, filter: &str, most: NonZeroUsize) -> Result<Found, Fault> {
        let question = Question { filter, most: most.get() };
        // Nobody closes the seats: only waiting for one can be in vain.
        let Ok(_seat) = timeout(self.patience.answer, self.seats.acquire()).await else {
            return Err(late(call));
        };
        let mut kept = self.take();
        let mut pause = self.patience.pause;
        let mut left = self.patience.retries;
        loop {
            let was_kept = kept.is_some();
            let asked = contained(call, self.once(call, kept.take(), &question)).await;
            match asked {
                Err(Fault::Unavailable { trouble, .. }) if left > 0 && trouble != Trouble::Late => {
                    tracing::info!(%call, %trouble, left, "asking again");
                    left -= 1;
                    // What ended one line that lay idle ended the others.
                    self.kept().clear();
                    if !was_kept {
                        tokio::time::sleep(about(pause)).await;
                        pause *= 2;
                    }
                }
                ended => return ended,
            }
        }
    }

    /// Asks over this line, or over a new one. The line is kept if it is still good.
    async fn once(&self, call: Call, kept: Option<Line>, question: &Question<'_>) -> Result<Found, Fault> {
        let fresh = kept.is_none();
        let mut line = match kept {
            Some(line) => line,
            None => Line::open(call, &self.url, self.settings.starttls, &self.config, self.patience).await?,
        };
        let asked = async {
            if fresh {
                line.bind(call, &self.login).await?;
            }
            line.ask(call, &self.settings, self.patience, question).await
        };
        let found = timeout(self.patience.answer, asked).await.unwrap_or_else(|_| Err(late(call)))?;
        if !line.is_spent {
            let now = (self.clock)();
            self.kept().push((now, line));
        }
        Ok(found)
    }

    /// A line that was put down a short while ago.
    fn take(&self) -> Option<Line> {
        let now = (self.clock)();
        let mut kept = self.kept();
        kept.retain(|(put_down, _)| now - put_down < IDLE);
        kept.pop().map(|(_, line)| line)
    }

    fn kept(&self) -> MutexGuard<'_, Vec<(DateTime<Utc>, Line)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Directory for DirectoryClient {
    fn service(&self) -> Service {
        Service::Directory
    }

    async fn people(&self, among: Among, search: &PersonSearch) -> Told<Vec<Person>> {
        let Some(filter) = filter::people(&self.settings.filters, &self.settings.names, among, search) else {
            return Ok(Known::Nothing);
        };
        let found = self.ask(PEOPLE, &filter, self.settings.most).await?;
        if found.is_cut {
            tracing::info!(call = %PEOPLE, told = found.entries, "more is known than is told");
        }
        Ok(match (found.entries, found.people) {
            (0, _) => Known::Nothing,
            (_, people) if people.is_empty() => Known::Unsure,
            (_, people) => Known::This(people),
        })
    }

    async fn by_login(&self, login: &str) -> Told<Person> {
        let Some(filter) = filter::login(&self.settings.names, login) else {
            return Ok(Known::Nothing);
        };
        let found = self.ask(BY_LOGIN, &filter, ONE_AND_ANOTHER).await?;
        // A login that two people type is nobody's.
        Ok(match (found.entries, found.people.into_iter().next()) {
            (0, _) => Known::Nothing,
            (1, Some(person)) if !found.is_cut => Known::This(person),
            _ => Known::Unsure,
        })
    }
}

fn late(call: Call) -> Fault {
    Fault::Unavailable { call, trouble: Trouble::Late }
}

/// What comes of a question. Over an answer that is no LDAP the library panics: that ends this question and no more.
async fn contained<T>(call: Call, question: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    let mut question = pin!(question);
    poll_fn(|context| {
        // What it was asked over is dropped with it.
        let polled = catch_unwind(AssertUnwindSafe(|| question.as_mut().poll(context)));
        polled.unwrap_or_else(|_| Poll::Ready(Err(Fault::Broken { call, field: "message".to_owned() })))
    })
    .await
}
