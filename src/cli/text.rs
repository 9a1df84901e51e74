//! What can go wrong, as the commands say it: the exit code and the text of each cause.

use crate::app::words::faults;
use crate::config::error::FileError;
use crate::config::settings::NoProfile;
use crate::i18n::Texts;
use crate::store::cluster::{ClusterError, OLDEST_MAJOR, install};
use crate::store::connect::ConnectError;
use crate::store::init::InitError;
use crate::store::migrate::{Half, MigrateError};
use crate::store::seed::SeedError;

use super::exit::{Exit, Failure};

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        Self::worded(Exit::Configuration, move |texts| faults::file(texts, &error))
    }
}

impl From<NoProfile> for Failure {
    fn from(NoProfile { name, nearest }: NoProfile) -> Self {
        let name = ("name", name.into());
        match nearest {
            Some(near) => {
                Self::new(Exit::Configuration, "cli-no-profile-near", [name, ("nearest", near.into())])
            }
            None => Self::new(Exit::Configuration, "cli-no-profile", [name]),
        }
    }
}

impl From<ConnectError> for Failure {
    fn from(error: ConnectError) -> Self {
        use Exit::{Configuration, Schema, Unreachable};
        match error {
            ConnectError::Settings(why) => {
                Self::new(Configuration, "connect-settings", [("why", why.into())])
            }
            ConnectError::Unreachable { address, reason } => Self::new(
                Unreachable,
                "connect-unreachable",
                [("address", address.into()), ("why", reason.into())],
            ),
            ConnectError::Tls { address, reason } => {
                Self::new(Unreachable, "connect-tls", [("address", address.into()), ("why", reason.into())])
            }
            ConnectError::Password { login, given } => {
                let id = if given { "connect-password-wrong" } else { "connect-password-missing" };
                Self::new(Unreachable, id, [("login", login.into())])
            }
            ConnectError::NotAccepted { login, reason } => Self::new(
                Unreachable,
                "connect-not-accepted",
                [("login", login.into()), ("why", reason.into())],
            ),
            ConnectError::NoDatabase(database) => {
                Self::new(Unreachable, "connect-no-database", [("database", database.into())])
            }
            ConnectError::Full => Self::new(Unreachable, "connect-full", []),
            ConnectError::TooOld { found } => Self::new(
                Unreachable,
                "connect-too-old",
                [("found", found.into()), ("oldest", OLDEST_MAJOR.into())],
            ),
            ConnectError::Pooler { address } => {
                Self::new(Unreachable, "connect-pooler", [("address", address.into())])
            }
            ConnectError::NoSchema(database) => {
                Self::new(Schema, "connect-no-schema", [("database", database.into())])
            }
            ConnectError::NoExtension(name) => {
                Self::new(Schema, "connect-no-extension", [("name", name.into())])
            }
            ConnectError::SchemaTooOld { serves } => {
                Self::new(Schema, "connect-schema-too-old", [("serves", serves.into())])
            }
            ConnectError::ProgramTooOld { serves } => {
                Self::new(Schema, "connect-program-too-old", [("serves", serves.into())])
            }
            ConnectError::Sql(error) => refused(error),
        }
    }
}

impl From<MigrateError> for Failure {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::NotAMember { login, role } => Self::new(
                Exit::Failed,
                "migrate-not-a-member",
                [("login", login.into()), ("role", role.into())],
            ),
            MigrateError::NotPrepared => Self::new(Exit::Schema, "migrate-not-prepared", []),
            MigrateError::Busy => Self::new(Exit::Failed, "migrate-busy", []),
            MigrateError::Changed(version) => {
                Self::new(Exit::Schema, "migrate-changed", [("version", version.to_string().into())])
            }
            MigrateError::Newer(version) => {
                Self::new(Exit::Schema, "migrate-newer", [("version", version.to_string().into())])
            }
            MigrateError::Half(half) => Self::worded(Exit::Schema, move |texts| half_applied(texts, &half)),
            MigrateError::Failed { version, source } => Self::new(
                Exit::Schema,
                "migrate-failed",
                [("version", version.to_string().into()), ("why", said(&source).into())],
            ),
            MigrateError::Sql(source) => refused(source),
        }
    }
}

/// In what way a schema is half applied, and what to do.
#[must_use]
pub fn half_applied(texts: Texts, half: &Half) -> String {
    let (id, count) = match half {
        Half::Unfinished(version) => ("migrate-half-unfinished", version),
        Half::Skipped(version) => ("migrate-half-skipped", version),
        Half::Unrecorded(tables) => ("migrate-half-unrecorded", tables),
    };
    texts.format("migrate-half", &[("how", texts.format(id, &[("count", (*count).into())]).into())])
}

impl From<InitError> for Failure {
    fn from(error: InitError) -> Self {
        match error {
            InitError::Name(name) => Self::new(Exit::Usage, "init-name", [("name", name.into())]),
            InitError::NotSuperuser(login) => {
                Self::new(Exit::Failed, "init-not-superuser", [("login", login.into())])
            }
            InitError::Sql(source) => refused(source),
        }
    }
}

impl From<SeedError> for Failure {
    fn from(error: SeedError) -> Self {
        match error {
            SeedError::Database(source) => refused(source),
            SeedError::NotEmpty(_) => Self::new(Exit::Failed, "seed-not-empty", []),
            SeedError::MissingEntry { list, entry } => Self::new(
                Exit::Schema,
                "seed-missing-entry",
                [("list", list.into()), ("entry", entry.into())],
            ),
            SeedError::Communes => Self::new(Exit::Failed, "seed-communes", []),
        }
    }
}

impl From<ClusterError> for Failure {
    fn from(error: ClusterError) -> Self {
        let exit = Exit::Unreachable;
        match error {
            ClusterError::NoPrograms => {
                let advice = install::advice();
                let about = [("package", advice.package.into()), ("command", advice.command.into())];
                Self::new(exit, "cluster-no-programs", about)
            }
            ClusterError::TooOld { found, folder } => Self::new(
                exit,
                "cluster-too-old",
                [
                    ("found", found.into()),
                    ("folder", folder.display().to_string().into()),
                    ("oldest", OLDEST_MAJOR.into()),
                ],
            ),
            ClusterError::NotABinFolder(folder) => {
                Self::new(exit, "cluster-not-a-bin-folder", [("folder", folder.display().to_string().into())])
            }
            ClusterError::NoAccount => Self::new(exit, "cluster-no-account", []),
            ClusterError::NoSocketFolder(folder) => {
                Self::new(exit, "cluster-no-socket-folder", [("folder", folder.display().to_string().into())])
            }
            ClusterError::ForeignFolder(folder) => {
                Self::new(exit, "cluster-foreign-folder", [("folder", folder.display().to_string().into())])
            }
            ClusterError::Program { program, output } => {
                Self::new(exit, "cluster-program", [("program", program.into()), ("why", output.into())])
            }
            ClusterError::Io { path, source, .. } => Self::new(
                exit,
                "cluster-io",
                [("path", path.display().to_string().into()), ("why", source.to_string().into())],
            ),
        }
    }
}

/// Anything that the server refused, in its own words.
#[must_use]
pub fn refused(error: sqlx::Error) -> Failure {
    Failure::new(Exit::Failed, "cli-refused", [("why", said(&error).into())])
}

/// What the server refused to a person. A login that is nobody's may not even ask.
#[must_use]
pub fn refused_to(error: sqlx::Error, login: &str) -> Failure {
    let code = error.as_database_error().and_then(|error| error.code()).map(|code| code.into_owned());
    match code.as_deref() {
        Some("42501") => nobody(login),
        _ => refused(error),
    }
}

/// A login that is no person of this database.
#[must_use]
pub fn nobody(login: &str) -> Failure {
    Failure::new(Exit::Failed, "cli-nobody", [("login", login.to_owned().into())])
}

/// What the server said, without what the driver adds.
#[must_use]
pub fn said(error: &sqlx::Error) -> String {
    error.as_database_error().map_or_else(|| error.to_string(), |error| error.message().to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::i18n::Lang;

    /// Texts that no sentence of a command may end up as: an id is shown where a text is missing.
    #[test]
    fn every_cause_has_its_text() {
        let causes: Vec<Failure> = vec![
            ConnectError::Settings("x".into()).into(),
            ConnectError::Full.into(),
            ConnectError::TooOld { found: 14 }.into(),
            ConnectError::Pooler { address: "x".into() }.into(),
            ConnectError::Tls { address: "x".into(), reason: "y".into() }.into(),
            ConnectError::NotAccepted { login: "x".into(), reason: "y".into() }.into(),
            ConnectError::NoDatabase("x".into()).into(),
            ConnectError::NoSchema("x".into()).into(),
            ConnectError::NoExtension("x".into()).into(),
            ConnectError::SchemaTooOld { serves: "0.0".into() }.into(),
            ConnectError::ProgramTooOld { serves: "9.9".into() }.into(),
            ConnectError::Password { login: "x".into(), given: false }.into(),
            MigrateError::NotAMember { login: "x".into(), role: "y" }.into(),
            MigrateError::NotPrepared.into(),
            MigrateError::Busy.into(),
            MigrateError::Changed(3).into(),
            MigrateError::Newer(3).into(),
            MigrateError::Half(Half::Unfinished(3)).into(),
            MigrateError::Half(Half::Skipped(3)).into(),
            MigrateError::Half(Half::Unrecorded(3)).into(),
            MigrateError::Failed { version: 3, source: sqlx::Error::RowNotFound }.into(),
            InitError::Name("X".into()).into(),
            InitError::NotSuperuser("x".into()).into(),
            SeedError::NotEmpty(3).into(),
            SeedError::MissingEntry { list: "x".into(), entry: "y".into() }.into(),
            SeedError::Communes.into(),
            ClusterError::NoPrograms.into(),
            ClusterError::TooOld { found: 14, folder: "/x".into() }.into(),
            ClusterError::NotABinFolder("/x".into()).into(),
            ClusterError::NoAccount.into(),
            ClusterError::NoSocketFolder("/x".into()).into(),
            ClusterError::ForeignFolder("/x".into()).into(),
            ClusterError::Program { program: "x", output: "y".into() }.into(),
            ClusterError::Io { doing: "x", path: "/x".into(), source: std::io::ErrorKind::Other.into() }
                .into(),
            NoProfile { name: "x".into(), nearest: None }.into(),
            NoProfile { name: "x".into(), nearest: Some("y".into()) }.into(),
            refused(sqlx::Error::RowNotFound),
        ];
        for lang in Lang::ALL {
            let said: BTreeSet<String> =
                causes.iter().filter_map(|cause| cause.sentence(Texts::of(lang))).collect();
            assert_eq!(said.len(), causes.len(), "{lang}: two causes are told alike");
            for sentence in &said {
                assert!(sentence.contains(' ') && !sentence.contains("{$"), "{lang}: {sentence}");
            }
        }
    }
}
