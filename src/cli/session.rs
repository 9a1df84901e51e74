//! Where a command connects: the profile named on the command line, else `DATABASE_URL`, else the profile of every
//! day, else the `PG...` variables. A password that is missing is asked on the terminal.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::PgConnection;

use crate::config::paths::Paths;
use crate::config::settings::{Profile, Settings};
use crate::i18n::Texts;
use crate::runtime::register::Registers;
use crate::sis::{addresses, companies, sirene};
use crate::store::connect::{Address, ConnectError, Target};

use super::exit::{Exit, Failure};
use super::{out, password};

/// How often a wrong password may be typed.
const ATTEMPTS: usize = 3;

/// The settings of this account.
///
/// # Errors
/// The first fault of the file.
pub fn settings() -> Result<Settings, Failure> {
    Ok(Settings::read(&Paths::of_this_account().settings())?)
}

/// The server, the database and the login of this command. A password in clear is used, with a warning.
///
/// # Errors
/// When the profile does not exist, its password file is not closed, or a value makes no sense.
pub fn target(settings: &Settings, profile: Option<&str>, texts: Texts) -> Result<Target, Failure> {
    let url = std::env::var("DATABASE_URL").ok().filter(|url| !url.is_empty() && profile.is_none());
    if let Some(url) = url {
        return Ok(Target::from_url(&url)?);
    }
    let Some(name) = profile.or_else(|| settings.default_name()) else {
        return Ok(Target::from_address(&Address::default())?);
    };
    let profile = settings.profile(name)?;
    if profile.password.is_some() {
        let warning = in_clear(texts, name);
        tracing::warn!("{warning}");
        out::tell(&warning);
    }
    of_profile(profile)
}

/// That the password of a profile lies in clear in the settings, and where it would better be.
#[must_use]
pub fn in_clear(texts: Texts, profile: &str) -> String {
    let file = Paths::of_this_account().settings().display().to_string();
    texts.format("cli-password-in-clear", &[("profile", profile.into()), ("file", file.into())])
}

/// The server, the database and the login of a profile.
///
/// # Errors
/// When its password file is not closed, or a value makes no sense.
pub fn of_profile(profile: &Profile) -> Result<Target, Failure> {
    let file = profile.password_file.as_deref().map(read_secret);
    let password = match file.transpose()? {
        Some(password) => Some(password),
        None => profile.password.as_ref().map(|password| password.secret().clone()),
    };
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

/// The registers that the settings name.
///
/// # Errors
/// When the key cannot be read, or an address or the key makes no sense.
pub fn registers(settings: &Settings) -> Result<Registers, Failure> {
    let sis = &settings.sis;
    let key = sis.sirene.key_file.as_deref().map(read_secret).transpose()?;
    let url = sis.sirene.url.as_deref().unwrap_or(sirene::BASE);
    let companies = sis.companies.enabled.then(|| sis.companies.url.as_deref().unwrap_or(companies::BASE));
    let addresses = sis.addresses.enabled.then(|| sis.addresses.url.as_deref().unwrap_or(addresses::BASE));
    Registers::new(key.as_ref().map(|key| (url, key)), companies, addresses).map_err(|fault| {
        Failure::new(Exit::Configuration, "register-settings", [("why", fault.to_string().into())])
    })
}

/// A secret that the settings name by its file.
///
/// # Errors
/// When others can read it, or it cannot be read.
pub fn read_secret(file: &Path) -> Result<SecretString, Failure> {
    read_password(&place_of(file))
}

/// Where the service manager puts the secrets of a service, readable by it alone.
fn credentials() -> Option<PathBuf> {
    std::env::var_os("CREDENTIALS_DIRECTORY").filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

/// A name without a folder is that of a credential of the service, where there is one, else of a file beside the
/// settings.
pub fn place_of(file: &Path) -> PathBuf {
    if let Some(credential) = credentials().map(|folder| folder.join(file)).filter(|path| path.exists()) {
        return credential;
    }
    Paths::of_this_account().settings().parent().unwrap_or(Path::new("")).join(file)
}

/// What a secret file says; nothing when others than its owner may read or change it. The file that is looked at is the
/// one that is read.
///
/// # Errors
/// When it cannot be read.
pub fn read_closed(path: &Path) -> io::Result<Option<String>> {
    let mut file = File::open(path)?;
    // The service manager opens its credentials to the service by the group's bits, in a folder closed to all others.
    let others = if credentials().is_some_and(|folder| path.starts_with(folder)) { 0o037 } else { 0o077 };
    if file.metadata()?.permissions().mode() & others != 0 {
        return Ok(None);
    }
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok(Some(text))
}

/// The first line of a file that only its owner can read.
///
/// # Errors
/// When others can read it, or it cannot be read.
pub fn read_password(path: &Path) -> Result<SecretString, Failure> {
    let file = || ("file", path.display().to_string().into());
    let text = read_closed(path).map_err(|error| {
        let about = [file(), ("why", error.to_string().into())];
        Failure::new(Exit::Configuration, "cli-password-file-unreadable", about)
    })?;
    let text = text.ok_or_else(|| Failure::new(Exit::Configuration, "cli-password-file-open", [file()]))?;
    Ok(text.lines().next().unwrap_or_default().into())
}

/// A connection to a database that this program can work on, and whose it is.
///
/// # Errors
/// When there is none to be had, or its schema is not for this program.
pub async fn open(profile: Option<&str>, texts: Texts) -> Result<(PgConnection, String), Failure> {
    let address = target(&settings()?, profile, texts)?;
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
