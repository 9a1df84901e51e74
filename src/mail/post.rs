//! The mail server: how it is reached, and what its refusals mean.

use std::time::Duration;

use lettre::Message;
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;

/// How long a server may take to greet us and to hear who sends and who reads.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// How many times as long it may take over the text, which it may filter first: ten minutes as a rule (RFC 5321, 4.5.3.2.6). Whoever
/// gives up earlier sends again what was accepted.
const OVER_TEXT: u32 = 5;

/// How long it may take to say goodbye.
const FAREWELL: Duration = Duration::from_secs(5);

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
    /// How long it may take to greet us and to hear who sends and who reads; five times as long over the text.
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
    /// Not now: greylisting, a full disk, a rule of theirs that somebody may change.
    Later,
    /// Never: there is no such address, or this mail is not taken.
    Never,
    /// The server is not reached, cuts, or takes no mail of ours: it is not about this one.
    Server,
}

/// Where in a conversation it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Greeting, protection, login.
    Hello,
    /// Who sends.
    Sender,
    /// Who reads.
    Reader,
    /// What is said.
    Text,
}

/// A server, ready to take mail.
pub struct Post {
    server: Server,
    port: u16,
    tls: Option<TlsParameters>,
    /// What is open from the mail before.
    line: Mutex<Option<AsyncSmtpConnection>>,
}

impl std::fmt::Debug for Post {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Post").field("server", &self.server).finish_non_exhaustive()
    }
}

impl Post {
    /// One that keeps its connection open for the next mail.
    ///
    /// # Errors
    /// When its name or its authority make no sense.
    pub fn new(server: &Server) -> Result<Self, smtp::Error> {
        let tls = || {
            let mut parameters = TlsParameters::builder(server.host.clone());
            if let Some(authority) = &server.authority {
                parameters = parameters.add_root_certificate(Certificate::from_pem(authority)?);
            }
            parameters.build()
        };
        let (tls, port) = match server.security {
            Security::StartTls => (Some(tls()?), 587),
            Security::Tls => (Some(tls()?), 465),
            Security::Clear => (None, 25),
        };
        Ok(Self { port: server.port.unwrap_or(port), server: server.clone(), tls, line: Mutex::new(None) })
    }

    /// Hands a mail over.
    ///
    /// # Errors
    /// Why it was not accepted; when the server was cut off after the text, it may have been.
    pub async fn send(&self, message: &Message) -> Result<(), Refusal> {
        let patience = self.server.patience;
        let mut line = within(patience, self.introduced(message)).await?;
        within(patience * OVER_TEXT, say(&mut line, message)).await?;
        *self.line.lock().await = Some(line);
        Ok(())
    }

    /// Whether the server is reached, and lets us in.
    ///
    /// # Errors
    /// Why not.
    pub async fn greet(&self) -> Result<(), Refusal> {
        within(self.server.patience, async {
            self.connected().await?.abort().await;
            Ok(())
        })
        .await
    }

    /// Lets go of the connection that is kept: nothing is to be sent for a while.
    pub async fn rest(&self) {
        if let Some(mut line) = self.line.lock().await.take() {
            // It is of no use to anybody any more, whatever is answered.
            let _ = tokio::time::timeout(FAREWELL, line.abort()).await;
        }
    }

    /// A line on which the text is waited for.
    async fn introduced(&self, message: &Message) -> Result<AsyncSmtpConnection, Refusal> {
        let kept = self.line.lock().await.take();
        if let Some(mut line) = kept {
            match introduce(&mut line, message).await {
                // It was closed meanwhile; nothing was said of this mail yet.
                Err(refusal) if refusal.kind == RefusalKind::Server => {}
                introduced => return introduced.map(|()| line),
            }
        }
        let mut line = self.connected().await?;
        introduce(&mut line, message).await?;
        Ok(line)
    }

    async fn connected(&self) -> Result<AsyncSmtpConnection, Refusal> {
        let at_hello = |error: smtp::Error| refusal(&error, Stage::Hello);
        let name = ClientId::default();
        let wrapped = self.tls.clone().filter(|_| self.server.security == Security::Tls);
        let place = (self.server.host.as_str(), self.port);
        let mut line =
            AsyncSmtpConnection::connect_tokio1(place, None, &name, wrapped, None).await.map_err(at_hello)?;
        if self.server.security == Security::StartTls
            && let Some(tls) = &self.tls
        {
            line.starttls(tls.clone(), &name).await.map_err(at_hello)?;
        }
        if let Some((login, secret)) = &self.server.login {
            let who = Credentials::new(login.clone(), secret.expose_secret().to_owned());
            line.auth(DEFAULT_MECHANISMS, &who).await.map_err(at_hello)?;
        }
        Ok(line)
    }
}

/// A server that stops in the middle would hold us for ever. What was open is let go of: an answer that comes late would be
/// taken for that to the next mail.
async fn within<T>(
    patience: Duration,
    asked: impl Future<Output = Result<T, Refusal>>,
) -> Result<T, Refusal> {
    tokio::time::timeout(patience, asked).await.unwrap_or_else(|_| {
        let says = format!("no answer within {} s", patience.as_secs());
        Err(Refusal { kind: RefusalKind::Server, says })
    })
}

/// Says who sends and who reads. A line on which something was refused is not used again.
async fn introduce(line: &mut AsyncSmtpConnection, message: &Message) -> Result<(), Refusal> {
    let envelope = message.envelope();
    let sender = Mail::new(envelope.from().cloned(), Vec::new());
    heard(line, sender, Stage::Sender).await?;
    for reader in envelope.to() {
        heard(line, Rcpt::new(reader.clone(), Vec::new()), Stage::Reader).await?;
    }
    heard(line, Data, Stage::Text).await
}

/// Says the rest: in one piece, since what follows a small packet would wait for its acknowledgement.
async fn say(line: &mut AsyncSmtpConnection, message: &Message) -> Result<(), Refusal> {
    let text = message.formatted();
    let text = String::from_utf8_lossy(&text);
    let stuffed = text.replace("\r\n.", "\r\n..");
    let end = if stuffed.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" };
    heard(line, format!("{stuffed}{end}"), Stage::Text).await
}

async fn heard(
    line: &mut AsyncSmtpConnection,
    told: impl std::fmt::Display,
    stage: Stage,
) -> Result<(), Refusal> {
    match line.command(told).await {
        Ok(_) => Ok(()),
        Err(error) => {
            let refusal = refusal(&error, stage);
            if refusal.kind != RefusalKind::Server {
                line.abort().await;
            }
            Err(refusal)
        }
    }
}

fn refusal(error: &smtp::Error, stage: Stage) -> Refusal {
    let says = super::letter::on_one_line(&error.to_string());
    let kind = match error.status().map(u16::from) {
        // It closes, or wants us to prove who we are: every mail would be told the same.
        None | Some(421 | 454 | 530 | 534 | 535 | 538) => RefusalKind::Server,
        Some(_) if matches!(stage, Stage::Hello | Stage::Sender) => RefusalKind::Server,
        Some(400..500) => RefusalKind::Later,
        // Some say in words alone that it is about us.
        Some(_) if says.to_ascii_lowercase().contains("relay") => RefusalKind::Later,
        Some(code) if is_final(code, enhanced(&says), stage) => RefusalKind::Never,
        Some(_) => RefusalKind::Later,
    };
    Refusal { kind, says }
}

/// Whether a refusal is about this address, or this mail, as such: waiting changes nothing. Anything else is about the server, or
/// its rules, and is mended by somebody (RFC 3463).
fn is_final(code: u16, enhanced: Option<(u16, u16)>, stage: Stage) -> bool {
    match enhanced {
        // Of the sender's own address.
        Some((1, 7 | 8)) => false,
        Some((1 | 2 | 6, _) | (3, 4)) => true,
        Some(_) => false,
        None => {
            matches!(code, 550..=553)
                || (stage, code) == (Stage::Text, 554)
                || (stage, code) == (Stage::Reader, 501)
        }
    }
}

/// The subject and the detail of `5.1.1` in what a server says.
fn enhanced(says: &str) -> Option<(u16, u16)> {
    says.split(|letter: char| !(letter.is_ascii_digit() || letter == '.')).find_map(|word| {
        let mut parts = word.split('.').map(str::parse);
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Ok(5_u16)), Some(Ok(subject)), Some(Ok(detail)), None) => Some((subject, detail)),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_about_the_address_or_the_mail_is_final() {
        let judge = |code, says: &str, stage| is_final(code, enhanced(says), stage);
        for (code, says) in [
            (550, "permanent error (550): 5.1.1 <a@b>: no such user here"),
            (550, "5.2.1 mailbox disabled"),
            (552, "552 5.3.4 message too big"),
            (554, "5.6.0 not readable"),
            (550, "no such user at 10.0.0.1 or 5.1"),
            (553, "mailbox name not allowed"),
        ] {
            assert!(judge(code, says, Stage::Reader), "{says}");
        }
        for (code, says) in [
            (550, "5.7.1 relaying denied"),
            (554, "5.7.1 blocked by 192.0.2.5.1"),
            (553, "5.1.8 sender's domain does not exist"),
            (552, "5.3.1 system full"),
            (554, "no valid recipients"),
            (502, "not implemented"),
        ] {
            assert!(!judge(code, says, Stage::Reader), "{says}");
        }
        assert!(judge(554, "transaction failed", Stage::Text));
    }
}
