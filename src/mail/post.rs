//! The mail server: how it is reached, and what its refusals mean.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::{self, AsyncSmtpTransportBuilder, PoolConfig};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};

/// How long a server may take over a mail.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// How the way to the server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Security {
    /// Encrypted after a greeting in clear (STARTTLS), or not at all.
    #[default]
    StartTls,
    /// Encrypted from the first byte.
    Tls,
    /// In clear: on this machine alone, or where the network is trusted.
    Clear,
}

/// Where mail is handed over.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its name, which its certificate bears.
    pub host: String,
    /// Its port; otherwise that of its security: 587, 465 or 25.
    pub port: Option<u16>,
    /// How the way is protected.
    pub security: Security,
    /// Who we are to it, where it asks.
    pub login: Option<(String, SecretString)>,
    /// A certificate authority of its own, in PEM.
    pub authority: Option<Vec<u8>>,
    /// How long it may take over a mail.
    pub patience: Duration,
}

/// Why a mail was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{says}")]
pub struct Refusal {
    /// What it means for the mail.
    pub kind: RefusalKind,
    /// What the server, or the network, says.
    pub says: String,
}

/// What a refusal means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// Not now: greylisting, a full mailbox (4xx).
    Later,
    /// Never: this address, or this mail, is refused (5xx).
    Never,
    /// The server is not reached, cuts, or does not let us in: it is not about this mail.
    Server,
}

/// A server, ready to take mail.
#[derive(Debug)]
pub struct Post {
    transport: Mutex<AsyncSmtpTransport<Tokio1Executor>>,
    builder: AsyncSmtpTransportBuilder,
    patience: Duration,
}

impl Post {
    /// One that keeps a connection open for the next mail.
    ///
    /// # Errors
    /// When its name or its authority make no sense.
    pub fn new(server: &Server) -> Result<Self, smtp::Error> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host);
        let parameters = || {
            let mut parameters = TlsParameters::builder(server.host.clone());
            if let Some(authority) = &server.authority {
                parameters = parameters.add_root_certificate(Certificate::from_pem(authority)?);
            }
            parameters.build()
        };
        let (tls, port) = match server.security {
            Security::StartTls => (Tls::Required(parameters()?), 587),
            Security::Tls => (Tls::Wrapper(parameters()?), 465),
            Security::Clear => (Tls::None, 25),
        };
        let mut builder = builder
            .port(server.port.unwrap_or(port))
            .tls(tls)
            .timeout(Some(server.patience))
            .pool_config(PoolConfig::new().max_size(1).idle_timeout(Duration::from_secs(20)));
        if let Some((login, secret)) = &server.login {
            builder = builder.credentials(Credentials::new(login.clone(), secret.expose_secret().to_owned()));
        }
        Ok(Self { transport: Mutex::new(builder.clone().build()), builder, patience: server.patience })
    }

    /// Hands a mail over.
    ///
    /// # Errors
    /// Why it was not accepted; when the server was cut off after the text, it may have been.
    pub async fn send(&self, message: Message) -> Result<(), Refusal> {
        let transport = self.transport();
        self.within(transport.send(message)).await.map(drop)
    }

    /// Whether the server is reached, and lets us in.
    ///
    /// # Errors
    /// Why not.
    pub async fn greet(&self) -> Result<(), Refusal> {
        let transport = self.transport();
        match self.within(transport.test_connection()).await? {
            true => Ok(()),
            false => Err(Refusal { kind: RefusalKind::Server, says: "not connected".to_owned() }),
        }
    }

    fn kept(&self) -> MutexGuard<'_, AsyncSmtpTransport<Tokio1Executor>> {
        self.transport.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn transport(&self) -> AsyncSmtpTransport<Tokio1Executor> {
        self.kept().clone()
    }

    /// What is asked has its own limits for connecting only: a server that stops in the middle would hold us for ever.
    async fn within<T>(&self, asked: impl Future<Output = Result<T, smtp::Error>>) -> Result<T, Refusal> {
        match tokio::time::timeout(self.patience, asked).await {
            Ok(answer) => answer.map_err(|error| refusal(&error)),
            Err(_) => {
                // What comes late on that connection would be taken for the answer to the next mail.
                *self.kept() = self.builder.clone().build();
                let says = format!("no answer within {} s", self.patience.as_secs());
                Err(Refusal { kind: RefusalKind::Server, says })
            }
        }
    }
}

fn refusal(error: &smtp::Error) -> Refusal {
    let code = error.status().map(u16::from);
    let kind = match code {
        // It closes, or wants us to prove who we are: every mail would be told the same.
        Some(421 | 454 | 530 | 534 | 535 | 538) => RefusalKind::Server,
        Some(400..500) => RefusalKind::Later,
        Some(500..600) => RefusalKind::Never,
        _ => RefusalKind::Server,
    };
    let mut says = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let cause_says = cause.to_string();
        if !says.contains(&cause_says) {
            says = format!("{says}: {cause_says}");
        }
        source = cause.source();
    }
    Refusal { kind, says: super::letter::on_one_line(&says) }
}
