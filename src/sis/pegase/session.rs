//! Who we are to Pégase: one pass for all modules and all callers, renewed when its time comes or when it is refused.

use std::sync::atomic::{AtomicU64, Ordering};

use reqwest::header::{HeaderMap, HeaderValue};
use secrecy::ExposeSecret;
use tokio::sync::Mutex;

use super::super::fault::{Fault, Service, SetupFault};
use super::super::http::{Clock, Http, Login, Patience};
use super::reply::refused;
use super::settings::Settings;
use super::token::Token;
use super::{HEARD, TICKET};

/// What a request carries, and which renewal it came from.
#[derive(Clone, Debug)]
pub(super) struct Pass {
    pub(super) proof: HeaderValue,
    round: u64,
}

/// Asks for passes, and keeps the last one.
#[derive(Debug)]
pub(super) struct Session {
    http: Http,
    login: Login,
    asks_for_token: bool,
    /// What the last renewal ended with; who renews holds it.
    last: Mutex<Option<Result<Token, Fault>>>,
    /// Renewals that ended.
    rounds: AtomicU64,
}

impl Session {
    /// Who we are to the server of these settings.
    pub(super) fn new(settings: &Settings, patience: Patience, clock: Clock) -> Result<Self, SetupFault> {
        let Login { name, password } = &settings.login;
        let is_sound = |text: &str| !text.is_empty() && !text.chars().any(char::is_control);
        if !is_sound(name) || !is_sound(password.expose_secret()) {
            return Err(SetupFault::Login { service: Service::Pegase });
        }
        let http = Http::new(Service::Pegase, &settings.bases.tickets, HeaderMap::new(), patience, clock)?;
        Ok(Self {
            http: http.hearing(HEARD),
            login: settings.login.clone(),
            asks_for_token: settings.asks_for_token,
            last: Mutex::new(None),
            rounds: AtomicU64::new(0),
        })
    }

    /// Whom passes are asked of.
    pub(super) fn http(&self) -> &Http {
        &self.http
    }

    /// A pass that serves, other than the one that was refused. Those who ask while another renews it share what comes
    /// of that, a fault too: a wrong password told many times would lock the application out. One that still lasts serves
    /// on while no other is given.
    pub(super) async fn pass(&self, refused: Option<&Pass>) -> Result<Pass, Fault> {
        let before = self.rounds.load(Ordering::Acquire);
        let mut last = self.last.lock().await;
        let round = self.rounds.load(Ordering::Acquire);
        let has_been_refused = refused.is_some_and(|pass| pass.round == round);
        match &*last {
            Some(Ok(token)) if token.until > self.http.now() && !has_been_refused => {
                return Ok(Pass { proof: token.proof.clone(), round });
            }
            Some(Err(fault)) if round != before => return Err(fault.clone()),
            _ => {}
        }
        let told = self.renewed().await;
        let is_missed = matches!(told, Err(Fault::Unavailable { .. } | Fault::Overloaded { .. }));
        if let Some(Ok(token)) = &mut *last
            && is_missed
            && !has_been_refused
            && token.spared(self.http.now())
        {
            return Ok(Pass { proof: token.proof.clone(), round });
        }
        let round = round + 1;
        *last = Some(told.clone());
        self.rounds.store(round, Ordering::Release);
        told.map(|token| Pass { proof: token.proof, round })
    }

    async fn renewed(&self) -> Result<Token, Fault> {
        let mut form =
            vec![("username", self.login.name.as_str()), ("password", self.login.password.expose_secret())];
        if self.asks_for_token {
            form.push(("token", "true"));
        }
        // They leave in the body: what stands in an address is written into logs.
        let reply = self.http.post(TICKET, &self.http.url(&[], &form)).await?;
        match reply.status {
            201 => Token::read(&reply.body, self.http.now()),
            _ => Err(refused(TICKET, &reply)),
        }
    }
}
