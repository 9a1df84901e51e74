//! The history that proves itself: the hashes of its entries, its seals and the chain of administration, computed again
//! from canonical bytes. This code shares nothing with the functions of the database that made them.

pub mod chain;
pub mod export;
pub mod merkle;
pub mod seal;

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// A hash as it is stored: 32 bytes when nobody touched it. In hexadecimal everywhere else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hash(pub Vec<u8>);

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Hash {
    /// Reads hexadecimal digits; `None` when they are not pairs of them.
    #[must_use]
    pub fn from_hex(digits: &str) -> Option<Self> {
        if !digits.len().is_multiple_of(2) || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let pair = |at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        (0..digits.len()).step_by(2).map(pair).collect::<Option<_>>().map(Self)
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = String::deserialize(deserializer)?;
        Self::from_hex(&digits).ok_or_else(|| serde::de::Error::custom("not hexadecimal digits"))
    }
}

/// Canonical bytes on their way into a hash.
struct Bytes(Sha256);

impl Bytes {
    /// After the hash of what comes before; nothing at the beginning of a chain.
    fn after(previous: Option<&Hash>) -> Self {
        Self(Sha256::new()).raw(previous.map_or(&[], |hash| &hash.0))
    }

    fn raw(mut self, bytes: &[u8]) -> Self {
        self.0.update(bytes);
        self
    }

    fn int(self, number: i32) -> Self {
        self.raw(&number.to_be_bytes())
    }

    fn long(self, number: i64) -> Self {
        self.raw(&number.to_be_bytes())
    }

    fn moment(self, at: DateTime<Utc>) -> Self {
        self.long(at.timestamp_micros())
    }

    fn count(self, of: usize) -> Self {
        // The database cannot hold what does not fit; a wrong hash would say so.
        self.int(i32::try_from(of).unwrap_or(i32::MAX))
    }

    fn text(self, text: &str) -> Self {
        self.count(text.len()).raw(text.as_bytes())
    }

    fn hash(self) -> Hash {
        Hash(self.0.finalize().to_vec())
    }
}

/// Where the history is broken, since when, and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// The moment of the entry or the seal, where one is known.
    pub at: Option<DateTime<Utc>>,
    /// What is wrong.
    pub wrong: Wrong,
}

/// A link of one of the chains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "chain", rename_all = "snake_case")]
pub enum Place {
    /// An entry of a file.
    Convention {
        /// Number of the convention.
        convention: i32,
        /// Number of the entry in its chain, from 1.
        seq: i32,
    },
    /// A seal.
    Seals {
        /// Its number, from 1.
        seq: i32,
    },
    /// An entry of the administration.
    Administration {
        /// Its number, from 1.
        seq: i32,
    },
}

impl Place {
    /// The fault of this link.
    #[must_use]
    pub fn is(self, wrong: Wrong, at: impl Into<Option<DateTime<Utc>>>) -> Fault {
        Fault { place: self, at: at.into(), wrong }
    }
}

/// What can be wrong with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wrong {
    /// What it says, or its link to the one before, is not what was hashed.
    Changed,
    /// It is not there, and a later one or a head needs it.
    Missing,
    /// The values are not those that were hashed.
    ValuesChanged,
    /// The values are gone, and no logged erasure says why.
    ValuesGone,
    /// It is the last of its chain, and not the one that the file names.
    Head,
    /// It speaks of a convention that does not exist.
    ConventionGone,
    /// What a seal holds is not what was sealed.
    Sealed,
    /// It is not what it was when it was exported: the chain was computed again.
    Rewritten,
    /// It was exported, and is no longer there.
    Cut,
}

impl Wrong {
    /// The end of the id of its text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::ValuesChanged => "values-changed",
            Self::ValuesGone => "values-gone",
            Self::Head => "head",
            Self::ConventionGone => "convention-gone",
            Self::Sealed => "sealed",
            Self::Rewritten => "rewritten",
            Self::Cut => "cut",
        }
    }
}

/// What a verification went through, and the first thing that it found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Conventions whose chain was followed.
    pub conventions: u64,
    /// Entries of their chains.
    pub entries: u64,
    /// Entries that no seal holds yet.
    pub unsealed: u64,
    /// Seals.
    pub seals: u64,
    /// Entries of the administration.
    pub administration: u64,
    /// Entries whose values a logged erasure took away.
    pub erased: u64,
    /// The logged erasures.
    pub erasures: Vec<chain::Erasure>,
    /// Lines of an earlier export that were found again.
    pub exported: Option<u64>,
    /// The first broken link.
    pub fault: Option<Fault>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_goes_both_ways_and_nothing_else_is_read() {
        let hash = Hash(vec![0, 9, 10, 255]);
        assert_eq!(hash.to_string(), "00090aff");
        assert_eq!(Hash::from_hex("00090AFF"), Some(hash));
        for wrong in ["0", "0g", "+1", "é"] {
            assert_eq!(Hash::from_hex(wrong), None, "{wrong}");
        }
    }
}
