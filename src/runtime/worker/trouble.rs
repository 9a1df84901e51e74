//! What a failed statement means for the worker, and the sentence people read about it. Only codes are read: the
//! server's texts come in its own language.

use crate::app::words;
use crate::domain::text::is_unseen;
use crate::i18n::Texts;
use crate::store::error::{ConnectError, denied};

/// What a failed statement means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The connection is gone, or can no longer be trusted.
    Lost,
    /// The session remembers a statement whose tables have changed since: a new session will not.
    Outdated,
    /// It waited too long for a lock, or two waited for each other.
    Locked,
    /// It took too long, or was cancelled.
    GivenUp,
    /// Anything else, of which a sentence can be made.
    Other,
}

impl Trouble {
    /// Reads an error of the driver.
    pub(super) fn of(error: &sqlx::Error) -> Self {
        use sqlx::Error;
        let code = match error {
            Error::Io(_)
            | Error::Tls(_)
            | Error::Protocol(_)
            | Error::PoolTimedOut
            | Error::PoolClosed
            | Error::WorkerCrashed => return Self::Lost,
            Error::Database(said) => said.code().unwrap_or_default(),
            _ => return Self::Other,
        };
        match code.as_ref() {
            // The server or the session is shutting down, or sat idle for longer than the server bears.
            "57P01" | "57P02" | "57P03" | "57P05" | "25P03" => Self::Lost,
            "0A000" | "26000" => Self::Outdated,
            "55P03" | "40P01" | "40001" => Self::Locked,
            "57014" => Self::GivenUp,
            code if code.starts_with("08") => Self::Lost,
            _ => Self::Other,
        }
    }
}

/// Why a job failed, and what to do.
pub(super) fn failed(error: &sqlx::Error, texts: Texts) -> String {
    match Trouble::of(error) {
        Trouble::Lost => texts.get("worker-failed-lost").to_owned(),
        Trouble::Outdated => texts.get("worker-failed-outdated").to_owned(),
        Trouble::Locked => texts.get("worker-failed-locked").to_owned(),
        Trouble::GivenUp => texts.get("worker-failed-slow").to_owned(),
        Trouble::Other => other(error, texts),
    }
}

fn other(error: &sqlx::Error, texts: Texts) -> String {
    if matches!(error, sqlx::Error::RowNotFound) {
        return texts.get("worker-failed-not-found").to_owned();
    }
    let Some(said) = error.as_database_error() else {
        return texts.format("worker-failed-other", &[("reason", plain(&error.to_string()).into())]);
    };
    let code = said.code().unwrap_or_default().into_owned();
    // A change of roles, people or centres says what is missing and who can grant it.
    if let Some(denied) = denied(error).filter(|denied| denied.is_explained()) {
        return plain(&words::denied(texts, &denied));
    }
    let known = match code.as_str() {
        "GU001" => Some("worker-failed-not-found"),
        "GU002" | "42501" => Some("worker-failed-right"),
        "GU016" => Some("worker-failed-value"),
        _ => None,
    };
    match known {
        Some(id) => texts.get(id).to_owned(),
        None => {
            let reason = format!("{} ({code})", plain(said.message()));
            texts.format("worker-failed-other", &[("reason", reason.into())])
        }
    }
}

/// Why there is no connection.
pub(super) fn down(error: &ConnectError, texts: Texts) -> String {
    let say = |id: &str| texts.get(id).to_owned();
    let name = |id: &str, key: &'static str, value: &str| texts.format(id, &[(key, plain(value).into())]);
    match error {
        ConnectError::Settings(reason) => name("worker-down-settings", "reason", reason),
        ConnectError::Unreachable { address, .. } => name("worker-down-unreachable", "address", address),
        ConnectError::Tls { address, .. } => name("worker-down-tls", "address", address),
        ConnectError::Password { login, .. } => name("worker-down-password", "login", login),
        ConnectError::NotAccepted { login, .. } => name("worker-down-not-accepted", "login", login),
        ConnectError::NoDatabase(database) => name("worker-down-no-database", "database", database),
        ConnectError::Full => say("worker-down-full"),
        ConnectError::TooOld { .. } => say("worker-down-server-too-old"),
        ConnectError::Pooler { address } => name("worker-down-pooler", "address", address),
        ConnectError::NoSchema(database) => name("worker-down-no-schema", "database", database),
        ConnectError::NoExtension(extension) => name("worker-down-no-extension", "extension", extension),
        ConnectError::SchemaTooOld { .. } => say("worker-down-schema-too-old"),
        ConnectError::ProgramTooOld { .. } => say("worker-down-program-too-old"),
        ConnectError::Sql(error) => lost(error, texts),
    }
}

/// Why a connection that worked is gone.
pub(super) fn lost(error: &sqlx::Error, texts: Texts) -> String {
    match error.as_database_error().and_then(sqlx::error::DatabaseError::code).as_deref() {
        Some("57P01" | "57P02" | "57P03") => texts.get("worker-down-restarting").to_owned(),
        _ => texts.get("worker-down-lost").to_owned(),
    }
}

/// Text that others wrote, without anything a terminal would obey.
fn plain(text: &str) -> String {
    text.chars().map(|c| if is_unseen(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_line_is_lost_and_the_rest_is_not() {
        let cut = sqlx::Error::Io(std::io::ErrorKind::UnexpectedEof.into());
        assert_eq!(Trouble::of(&cut), Trouble::Lost);
        assert_eq!(Trouble::of(&sqlx::Error::RowNotFound), Trouble::Other);
    }

    #[test]
    fn what_others_wrote_cannot_drive_the_terminal() {
        let error = ConnectError::NoDatabase("x\u{1b}[2J\u{202e}".to_owned());
        let sentence = down(&error, Texts::default());
        assert!(sentence.contains("x [2J") && !sentence.contains(['\u{1b}', '\u{202e}']), "{sentence}");
    }
}
