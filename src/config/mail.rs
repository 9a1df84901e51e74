//! What the settings say of mail: the server that takes it, and how the worker sends.

use std::path::PathBuf;

use serde::Deserialize;

/// How alerts are mailed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// The mail server.
    pub server: String,
    /// Its port; otherwise 587, 465 with `tls`, 25 in the clear.
    pub port: Option<u16>,
    /// How the way to it is protected.
    #[serde(default)]
    pub security: Security,
    /// The login that it asks for.
    pub login: Option<String>,
    /// A file that only its owner reads, with the password; without a folder, beside the settings.
    pub password_file: Option<PathBuf>,
    /// A certificate authority of its own.
    pub authority_file: Option<PathBuf>,
    /// Seconds that it has to answer, and five times as many to take a text; 120.
    pub within: Option<u16>,
    /// Who sends: `Bureau des stages <stages@univ.fr>`.
    pub from: String,
    /// Seconds that an event is held, so that undoing it sends nothing; 60.
    pub hold: Option<u16>,
    /// Days after which an event is no news; 3.
    pub news_days: Option<u16>,
    /// Hours that a mail is tried; 72.
    pub give_up_hours: Option<u16>,
    /// Mails that leave in a minute, from all workers together; 300.
    pub a_minute: Option<u32>,
    /// At what time digests leave; 07:30.
    pub digest_at: Option<String>,
    /// The address of a file for those who have no desk, with `{numero}` in it.
    pub link: Option<String>,
    /// Where all mail goes instead: for rehearsals.
    pub redirect: Option<String>,
    /// Whether mail leaves at all.
    #[serde(default = "yes")]
    pub deliver: bool,
    /// A folder (Maildir) into which the mail server puts what comes back.
    pub bounces: Option<PathBuf>,
}

/// How the way to the mail server is protected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Encrypted after a greeting in clear.
    #[default]
    StartTls,
    /// Encrypted from the first byte.
    Tls,
    /// In clear: on this machine, or where the network is trusted.
    None,
}

const fn yes() -> bool {
    true
}
