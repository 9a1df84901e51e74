//! Proving who asks by a login and a password, with each request (Basic).

use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Client, Url};
use secrecy::{ExposeSecret, SecretString};

use super::super::fault::{Service, SetupFault};

/// A login and its password.
#[derive(Clone, Debug)]
pub struct Login {
    /// The login.
    pub name: String,
    /// The password.
    pub password: SecretString,
}

impl Login {
    /// What a request carries to prove it.
    pub(super) fn proof(
        &self,
        service: Service,
        client: &Client,
        base: &Url,
    ) -> Result<HeaderValue, SetupFault> {
        let wrong = SetupFault::Login { service };
        let password = self.password.expose_secret();
        // A colon parts the login from the password.
        let is_login = !self.name.is_empty() && !self.name.contains(':');
        if !is_login || self.name.chars().chain(password.chars()).any(char::is_control) {
            return Err(wrong);
        }
        let request = client.get(base.clone()).basic_auth(&self.name, Some(password)).build();
        let mut proof =
            request.ok().and_then(|request| request.headers().get(AUTHORIZATION).cloned()).ok_or(wrong)?;
        proof.set_sensitive(true);
        Ok(proof)
    }
}
