//! `guichet audit`: verifying the history, sealing it, exporting it signed, and erasing the values that need not be
//! kept any longer.

mod against;
mod erase;
mod export;
mod key;
mod verify;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Subcommand;

use super::exit::{Exit, Failure};
use super::text::{nobody, refused_to};
use super::{out, session};
use crate::i18n::Texts;
use crate::store::{audit, people};

/// What to do with the history.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Follow every chain and every seal, and name the first broken link
    Verify {
        /// Compare with an earlier export: finds what was computed again, or cut
        #[arg(long, value_name = "FILE")]
        against: Option<PathBuf>,
        /// The public key that the export is trusted by, in hexadecimal; audit.pub of the configuration otherwise
        #[arg(long, value_name = "KEY", requires = "against")]
        public_key: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Write the history as signed lines of JSON, without values and names, to be kept elsewhere
    Export {
        /// What follows a seal, by its number, or the last seal before a day (2026-03-31); everything otherwise
        #[arg(long, value_name = "DATE|SEAL")]
        since: Option<export::Since>,
        /// The key that signs; audit.key of the configuration otherwise
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
        /// A new file; the standard output otherwise
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Seal what is new
    Seal,
    /// Make the key that signs exports
    Key,
    /// Erase the values and reasons of old entries; who acted, when and on what stays
    Erase {
        /// Entries before this day (2021-03-31)
        #[arg(long, value_name = "DATE")]
        before: NaiveDate,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// Runs it.
///
/// # Errors
/// When the history is broken or cannot be read, when the person may not, or when a file cannot be used.
pub async fn run(command: &Command, profile: Option<&str>, texts: Texts) -> Result<(), Failure> {
    if let Command::Key = command {
        return key::make(texts);
    }
    // What can be found wrong without the database is found first.
    let earlier = match command {
        Command::Verify { against: Some(path), public_key, .. } => {
            Some(against::Earlier::open(path, public_key.as_deref())?)
        }
        _ => None,
    };
    let signer = match command {
        Command::Export { key, .. } => Some(key::Signer::read(key.as_deref())?),
        _ => None,
    };
    let (mut connection, login) = session::open(profile, texts).await?;
    let (person, _) = people::whoami(&mut connection)
        .await
        .map_err(|error| refused(error, &login))?
        .ok_or_else(|| nobody(&login))?;
    let texts = texts.in_zone(&person.establishment.zone);
    match command {
        Command::Verify { json, .. } => {
            verify::run(&mut connection, &login, earlier.as_ref(), *json, texts).await
        }
        Command::Export { since, output, .. } => {
            let Some(signer) = signer else { return Ok(()) };
            export::run(&mut connection, &login, since.as_ref(), &signer, output.as_deref(), texts).await
        }
        Command::Seal => {
            let mut sealed = 0;
            while let Some(entries) =
                audit::seal(&mut connection).await.map_err(|error| refused(error, &login))?
            {
                sealed += i64::from(entries);
            }
            out::line(&texts.format("audit-sealed", &[("count", sealed.into())]))
        }
        Command::Erase { before, yes } => erase::run(&mut connection, &login, *before, *yes, texts).await,
        Command::Key => Ok(()),
    }
}

/// Why the database refuses to audit.
fn refused(error: sqlx::Error, login: &str) -> Failure {
    let code = error.as_database_error().and_then(|error| error.code()).map(|code| code.into_owned());
    let about = ("login", login.to_owned().into());
    match code.as_deref() {
        Some("GU002") => Failure::new(Exit::Failed, "audit-not-allowed", [about]),
        Some("GU040") => Failure::new(Exit::Failed, "audit-still-kept", []),
        Some("GU041") => Failure::new(Exit::Failed, "audit-restored", []),
        _ => refused_to(error, login),
    }
}

/// A file that cannot be used.
fn unusable(path: &std::path::Path, why: &impl ToString) -> Failure {
    let about = [("file", path.display().to_string().into()), ("why", why.to_string().into())];
    Failure::new(Exit::Failed, "audit-file", about)
}
