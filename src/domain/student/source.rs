//! Where what is told of a student comes from, and why a source tells nothing.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A source that an establishment may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Pégase.
    Pegase,
    /// Apogée.
    Apogee,
    /// The directory.
    Ldap,
    /// Apogée, through the gateway of ESUP.
    SiscolApogee,
    /// Pégase, through the gateway of ESUP.
    SiscolPcscol,
    /// The directory, through the gateway of ESUP.
    SiscolLdap,
}

impl Source {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Pegase, Self::Apogee, Self::Ldap, Self::SiscolApogee, Self::SiscolPcscol, Self::SiscolLdap];

    /// Its name in the settings and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pegase => "pegase",
            Self::Apogee => "apogee",
            Self::Ldap => "ldap",
            Self::SiscolApogee => "siscol-apogee",
            Self::SiscolPcscol => "siscol-pcscol",
            Self::SiscolLdap => "siscol-ldap",
        }
    }

    /// The system behind it, however it is reached: what fits beside a value.
    pub fn system(self) -> &'static str {
        match self {
            Self::Pegase | Self::SiscolPcscol => "Pégase",
            Self::Apogee | Self::SiscolApogee => "Apogée",
            Self::Ldap | Self::SiscolLdap => "LDAP",
        }
    }

    /// The source of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Pegase => "Pégase",
            Self::Apogee => "Apogée",
            Self::Ldap => "LDAP",
            Self::SiscolApogee => "Apogée (esup-siscol)",
            Self::SiscolPcscol => "Pégase (esup-siscol)",
            Self::SiscolLdap => "LDAP (esup-siscol)",
        })
    }
}

/// Why a source tells nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// It says that it knows nothing of it.
    Nothing,
    /// Its answer is empty, as it is when what stands behind it is down.
    Unsure,
    /// It cannot be reached, or is unwell.
    Unreachable,
    /// It took too long.
    Late,
    /// It failed so often, or was asked so much, that it is left alone until then.
    Resting(DateTime<Utc>),
    /// It does not accept our login.
    BadLogin,
    /// It refuses the question.
    Refused,
    /// It answers otherwise than its contract says: where, never what stood there.
    Odd(String),
}

impl Silence {
    /// Whether something is wrong with the source, so that nothing follows about the student.
    pub fn is_fault(&self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_named_as_in_the_settings() {
        for source in Source::ALL {
            assert_eq!(Source::from_code(source.code()), Some(source));
            assert_eq!(serde_json::to_value(source).unwrap(), source.code());
        }
        assert_eq!(Source::from_code("scolix"), None);
    }
}
