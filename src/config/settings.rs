//! The settings file, `config.toml`: the servers a person works with, and their tastes. A name it does not know is an
//! error, so that a slip of the hand is never silently ignored.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::error::{FileError, FileProblem};
use super::mail::Mail;
use super::sis::Sis;

/// What `config.toml` says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The profile of every day; otherwise `DATABASE_URL` or the `PG...` variables say where to connect.
    profile: Option<Spanned<String>>,
    /// The language of the screens; otherwise the locale's.
    pub language: Option<Language>,
    /// The theme: a name, of those carried by the program or of `themes/`; otherwise the terminal's background decides.
    pub theme: Option<String>,
    /// The key map: a name, of those carried by the program or of `keymaps/`.
    pub keymap: Option<String>,
    /// Whether the desk is read out line by line.
    pub linear: bool,
    /// Whether the desk draws with ASCII alone; otherwise the locale and the terminal decide.
    pub plain: Option<bool>,
    /// The servers, by name.
    pub profiles: BTreeMap<String, Profile>,
    /// The registers and student information systems.
    pub sis: Sis,
    /// How the worker mails alerts.
    pub mail: Option<Mail>,
}

/// A language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Français.
    Fr,
    /// English.
    En,
}

impl Language {
    /// The language of this two-letter name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "fr" => Some(Self::Fr),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}

/// A server, and who one is there. What is left out comes from the `PG...` variables.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Profile {
    /// Host name, address, or folder of a Unix socket.
    pub host: Option<String>,
    /// Port.
    pub port: Option<u16>,
    /// Database.
    pub database: Option<String>,
    /// Login.
    pub login: Option<String>,
    /// How the server proves itself over TCP; `verify-full` unless said otherwise here.
    pub sslmode: Option<SslMode>,
    /// The certificate authority to trust.
    pub sslrootcert: Option<PathBuf>,
    /// The client's certificate.
    pub sslcert: Option<PathBuf>,
    /// Its key.
    pub sslkey: Option<PathBuf>,
    /// A file that holds the password and nothing else, closed to others.
    pub password_file: Option<PathBuf>,
    /// The password itself, which would better lie in such a file.
    pub password: Option<InClear>,
    /// Seconds that the server may take to answer.
    pub connect_timeout: Option<u16>,
}

/// A secret that the settings hold in clear: it is used, and warned of, and never shown.
#[derive(Debug, Clone)]
pub struct InClear(SecretString);

impl InClear {
    /// What it is.
    #[must_use]
    pub fn secret(&self) -> &SecretString {
        &self.0
    }
}

impl PartialEq for InClear {
    fn eq(&self, other: &Self) -> bool {
        self.0.expose_secret() == other.0.expose_secret()
    }
}

impl Eq for InClear {}

impl<'de> Deserialize<'de> for InClear {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        // Read as anything first: the reader's own complaint of another kind of value would quote it.
        match toml::Value::deserialize(reader)? {
            toml::Value::String(text) => Ok(Self(text.into())),
            _ => Err(serde::de::Error::custom("invalid type: something else, expected a string")),
        }
    }
}

/// The words of libpq for how a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SslMode {
    /// In clear.
    Disable,
    /// Encrypted if the server will.
    Prefer,
    /// Encrypted, to whoever answers.
    Require,
    /// Encrypted, to a server that the authority knows.
    VerifyCa,
    /// Encrypted, to the server of that name.
    VerifyFull,
}

impl SslMode {
    /// As libpq writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Disable => "disable",
            Self::Prefer => "prefer",
            Self::Require => "require",
            Self::VerifyCa => "verify-ca",
            Self::VerifyFull => "verify-full",
        }
    }
}

/// A profile was asked for that the settings do not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no profile `{name}`{}", nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
pub struct NoProfile {
    /// The name.
    pub name: String,
    /// The known one that is nearest.
    pub nearest: Option<String>,
}

impl Settings {
    /// Reads the file; that it does not exist is the same as an empty one.
    ///
    /// # Errors
    /// The first fault, with its place.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(path, &text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(FileError::unreadable(path, &error)),
        }
    }

    /// Reads a text; `path` only serves to name it.
    ///
    /// # Errors
    /// The first fault, with its place.
    pub fn parse(path: &Path, text: &str) -> Result<Self, FileError> {
        let settings: Self =
            toml::from_str(text).map_err(|error| FileError::from_toml(path, text, &error))?;
        if let Some(profile) = &settings.profile {
            let name = profile.get_ref();
            if !settings.profiles.contains_key(name) {
                let place: Range<usize> = profile.span();
                return Err(FileError::at(path, text, place, FileProblem::NoProfile(name.clone()))
                    .suggesting(name, settings.profiles.keys().map(String::as_str)));
            }
        }
        Ok(settings)
    }

    /// The name of the profile of every day.
    #[must_use]
    pub fn default_name(&self) -> Option<&str> {
        self.profile.as_ref().map(|name| name.get_ref().as_str())
    }

    /// The names of the profiles whose password lies in clear.
    pub fn in_clear(&self) -> impl Iterator<Item = &str> {
        self.profiles.iter().filter(|(_, profile)| profile.password.is_some()).map(|(name, _)| name.as_str())
    }

    /// A profile by its name.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn profile(&self, name: &str) -> Result<&Profile, NoProfile> {
        self.profiles.get(name).ok_or_else(|| NoProfile {
            name: name.to_owned(),
            nearest: super::error::nearest(name, self.profiles.keys().map(String::as_str)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        Settings::parse(Path::new("config.toml"), text).unwrap_err().to_string()
    }

    #[test]
    fn a_complete_file_is_understood() {
        let settings = Settings::parse(
            Path::new("config.toml"),
            "profile = 'prod'\nlanguage = 'fr'\ntheme = 'light'\nlinear = true\nplain = false\n\n[profiles.prod]\nhost = 'db'\n\
             port = 5433\nsslmode = 'verify-ca'\npassword_file = '/home/ana/.secret'\n",
        )
        .unwrap();
        assert_eq!(settings.language, Some(Language::Fr));
        assert_eq!((settings.linear, settings.plain), (true, Some(false)));
        let everyday = settings.profile(settings.default_name().unwrap()).unwrap();
        assert_eq!(everyday.sslmode, Some(SslMode::VerifyCa));
        assert_eq!(Settings::parse(Path::new("config.toml"), "").unwrap(), Settings::default());
    }

    #[test]
    fn a_fault_has_a_place_an_expectation_and_a_near_name() {
        let said = fault("theme = 'dark'\n[profiles.prod]\nprot = 5432\n");
        assert!(said.starts_with("config.toml:3:1: unknown name `prot`, expected one of"), "{said}");
        assert!(said.ends_with("did you mean `port`?"), "{said}");

        let said = fault("mouse = true\n");
        assert!(said.starts_with("config.toml:1:1: unknown name `mouse`, expected one of"), "{said}");

        let said = fault("[profiles.prod]\nport = 'x'\n");
        assert!(said.starts_with("config.toml:2:8: ") && said.contains("u16"), "{said}");

        let said = fault("[profiles.prod]\nsslmode = 'verify-ful'\n");
        assert!(said.ends_with("did you mean `verify-full`?"), "{said}");

        let said = fault("theme = \n");
        assert!(said.starts_with("config.toml:1:"), "{said}");
    }

    #[test]
    fn a_password_in_clear_is_read_and_never_shown() {
        let settings = Settings::parse(Path::new("x"), "[profiles.prod]\npassword = 'hunter2'\n").unwrap();
        assert_eq!(settings.in_clear().collect::<Vec<_>>(), ["prod"]);
        assert!(!format!("{settings:?}").contains("hunter2"));
        for wrong in
            ["password = 20182018", "password = hunter2", "password = ['hunter2']", "password = 'hunter2"]
        {
            let said = fault(&format!("[profiles.prod]\n{wrong}\n"));
            assert!(!said.contains("hunter2") && !said.contains("20182018"), "{said}");
        }
    }

    #[test]
    fn the_profile_of_every_day_exists() {
        let said = fault("profile = 'prdo'\n[profiles.prod]\nhost = 'db'\n");
        assert!(said.starts_with("config.toml:1:11: ") && said.ends_with("did you mean `prod`?"), "{said}");
        let settings = Settings::parse(Path::new("x"), "[profiles.prod]\n").unwrap();
        assert_eq!(settings.profile("prob").unwrap_err().nearest.as_deref(), Some("prod"));
    }
}
