//! Where a command connects: the profile named on the command line, else `DATABASE_URL`, else the profile of every
//! day, else the `PG...` variables. A password that is missing is asked on the terminal.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::PgConnection;

use crate::config::paths::Paths;
use crate::config::settings::{Profile, Settings};
use crate::i18n::Texts;
use crate::store::connect::{Address, ConnectError, Target};

use super::exit::{Exit, Failure};
use super::password;

/// How often a wrong password may be typed.
const ATTEMPTS: usize = 3;

/// The settings of this account.
///
/// # Errors
/// The first fault of the file.
pub fn settings() -> Result<Settings, Failure> {
    Ok(Settings::read(&Paths::of_this_account().settings())?)
}

/// The server, the database and the login of this command.
///
/// # Errors
/// When the profile does not exist, its password file is not closed, or a value makes no sense.
pub fn target(settings: &Settings, profile: Option<&str>) -> Result<Target, Failure> {
    if let Some(name) = profile {
        return of_profile(settings.profile(name)?);
    }
    if let Some(url) = std::env::var("DATABASE_URL").ok().filter(|url| !url.is_empty()) {
        return Ok(Target::from_url(&url)?);
    }
    settings.default_profile().map_or_else(|| Ok(Target::from_address(&Address::default())?), of_profile)
}

fn of_profile(profile: &Profile) -> Result<Target, Failure> {
    let password = profile.password_file.as_deref().map(read_password).transpose()?;
    let address = Address {
        host: profile.host.clone(),
        port: profile.port,
        database: profile.database.clone(),
        login: profile.login.clone(),
        sslmode: profile.sslmode.map(|mode| mode.as_str().to_owned()),
        sslrootcert: profile.sslrootcert.clone(),
        sslcert: profile.sslcert.clone(),
        sslkey: profile.sslkey.clone(),
        password,
        patience: profile.connect_timeout.map(|seconds| Duration::from_secs(seconds.max(1).into())),
    };
    Ok(Target::from_address(&address)?)
}

/// Whether others than its owner may read or change this file.
///
/// # Errors
/// When it cannot be looked at.
pub fn is_open_to_others(path: &Path) -> std::io::Result<bool> {
    Ok(std::fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

/// The first line of a file that only its owner can read.
///
/// # Errors
/// When others can read it, or it cannot be read.
pub fn read_password(path: &Path) -> Result<SecretString, Failure> {
    let file = || ("file", path.display().to_string().into());
    let unreadable = |error: std::io::Error| {
        let about = [file(), ("why", error.to_string().into())];
        Failure::new(Exit::Configuration, "cli-password-file-unreadable", about)
    };
    if is_open_to_others(path).map_err(unreadable)? {
        return Err(Failure::new(Exit::Configuration, "cli-password-file-open", [file()]));
    }
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    Ok(text.lines().next().unwrap_or_default().into())
}

/// A connection to a database that this program can work on, and whose it is.
///
/// # Errors
/// When there is none to be had, or its schema is not for this program.
pub async fn open(profile: Option<&str>, texts: Texts) -> Result<(PgConnection, String), Failure> {
    let address = target(&settings()?, profile)?;
    let (mut connection, target) = connect(address, texts).await?;
    target.check_schema(&mut connection).await?;
    Ok((connection, target.login().to_owned()))
}

/// Connects, asking for the password when the server wants one that nobody gave. The target comes back with it.
///
/// # Errors
/// When there is no connection to be had.
pub async fn connect(mut target: Target, texts: Texts) -> Result<(PgConnection, Target), Failure> {
    for _ in 0..ATTEMPTS {
        match target.connect().await {
            Ok(connection) => return Ok((connection, target)),
            Err(error @ ConnectError::Password { .. }) => {
                let who = [("login", target.login().into()), ("address", target.address().into())];
                let prompt = texts.format("cli-password-prompt", &who);
                let typed = password::ask(&prompt).ok_or_else(|| Failure::from(error))?;
                target = target.with_password(typed.expose_secret());
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(ConnectError::Password { login: target.login().to_owned(), given: true }.into())
}
