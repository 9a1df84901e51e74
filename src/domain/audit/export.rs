//! An export of the history: lines of JSON, the last of which signs all before it. It holds no values and no names, so
//! that it may be kept elsewhere for as long as it serves.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Hash;
use super::chain::{AdminEntry, Head};
use super::seal::{Seal, Sealed};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Line {
    /// The first: where all this comes from.
    Header(Header),
    /// An entry of the administration.
    Admin(AdminEntry),
    /// A seal.
    Seal(Seal),
    /// An entry, sealed or not yet.
    Entry(Sealed),
    /// The head of a convention's chain.
    Head(Head),
    /// The last: the signature of all lines before it.
    Signature(Signature),
}

/// Where an export comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The version of this layout.
    pub format: u32,
    /// The database.
    pub database: String,
    /// The establishment.
    pub establishment: String,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// What follows the seal of this number is exported; 0 for everything.
    pub since: i32,
    /// Entries of transactions before this one are exported.
    pub before_xid: i64,
    /// The version of the program.
    pub program: String,
}

/// The layout that this program writes and reads.
pub const FORMAT: u32 = 1;

/// The signature of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// SHA-256 of every byte before this line.
    pub sha256: Hash,
    /// Ed25519 over that hash.
    pub signature: Hash,
    /// The public key that it can be checked with.
    pub public_key: Hash,
}
