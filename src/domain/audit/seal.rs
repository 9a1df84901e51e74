//! Seals: each binds a run of entries, the chain of administration, and the seal before.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::chain::Entry;
use super::merkle::{self, Tree};
use super::{Bytes, Fault, Hash, Place, Wrong};

/// Where an entry stands in the order of the seals: transaction, convention, number.
pub type Key = (i64, i32, i32);

/// An entry as a seal binds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// The transaction that wrote it.
    pub xid: i64,
    /// The request that it answered, as 32 hexadecimal digits.
    pub request: Option<Hash>,
    /// The entry.
    #[serde(flatten)]
    pub entry: Entry,
}

impl Sealed {
    /// Where it stands.
    #[must_use]
    pub const fn key(&self) -> Key {
        (self.xid, self.entry.convention, self.entry.seq)
    }
}

/// A seal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// Its number, from 1.
    pub number: i32,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// The last entry that it binds.
    pub last: Key,
    /// How many it binds: those after the last one of the seal before.
    pub entries: i32,
    /// The root of the tree over them.
    pub root: Hash,
    /// How far the chain of administration went.
    pub admin_seq: i32,
    /// The head of that chain; `None` when it was empty.
    pub admin_head: Option<Hash>,
    /// The hash of all that and of the seal before.
    pub hash: Hash,
}

impl Seal {
    /// What its hash has to be.
    #[must_use]
    pub fn hash_after(&self, previous: Option<&Hash>) -> Hash {
        let (xid, convention, seq) = self.last;
        Bytes::after(previous)
            .int(self.number)
            .moment(self.at)
            .long(xid)
            .int(convention)
            .int(seq)
            .int(self.entries)
            .raw(&self.root.0)
            .int(self.admin_seq)
            .raw(self.admin_head.as_ref().map_or(&[], |hash| &hash.0))
            .hash()
    }

    /// Where it stands.
    #[must_use]
    pub const fn place(&self) -> Place {
        Place::Seals { seq: self.number }
    }

    /// Whether it follows the seal before.
    ///
    /// # Errors
    /// When it does not.
    pub fn check_after(&self, number: i32, previous: Option<&Hash>) -> Result<(), Fault> {
        if self.number != number + 1 {
            return Err(Place::Seals { seq: number + 1 }.is(Wrong::Missing, None));
        }
        if self.hash_after(previous) != self.hash {
            return Err(self.place().is(Wrong::Changed, self.at));
        }
        Ok(())
    }
}

/// The entries of one seal, as they are read.
#[derive(Debug, Default)]
pub struct Content {
    tree: Tree,
    count: i32,
    last: Option<Key>,
}

impl Content {
    /// The next entry.
    pub fn add(&mut self, entry: &Sealed) {
        let request = entry.request.as_ref().map(|request| request.0.as_slice());
        self.tree.add(merkle::leaf(entry.xid, request, &entry.entry.hash));
        self.count += 1;
        self.last = Some(entry.key());
    }

    /// Whether these are the entries that were sealed. A seal without any ends where the one `before` did.
    ///
    /// # Errors
    /// When they are not.
    pub fn check(&self, seal: &Seal, before: Key) -> Result<(), Fault> {
        let same = self.count == seal.entries
            && self.last.unwrap_or(before) == seal.last
            && self.tree.root() == seal.root;
        if same { Ok(()) } else { Err(seal.place().is(Wrong::Sealed, seal.at)) }
    }
}
