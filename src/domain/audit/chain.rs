//! The chains: one a convention, and the one of the administration. Each is followed entry by entry, in the order of
//! its numbers, and nothing is kept of what was passed.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Bytes, Fault, Hash, Place, Wrong};

/// An entry of a file's history, without its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Number of the convention.
    pub convention: i32,
    /// Its number in the chain, from 1.
    pub seq: i32,
    /// When.
    pub at: DateTime<Utc>,
    /// Number of the person who acted; `None` for the program's own acts.
    pub person: Option<i32>,
    /// What was done, by its code.
    pub verb: String,
    /// Names of the fields that changed.
    pub fields: Vec<String>,
    /// The salted hash of the values.
    pub values_hash: Hash,
    /// The hash of all that and of the entry before.
    pub hash: Hash,
}

impl Entry {
    /// What its hash has to be.
    #[must_use]
    pub fn hash_after(&self, previous: Option<&Hash>) -> Hash {
        let fields: String =
            self.fields.iter().map(|field| format!("{}:{field}", field.chars().count())).collect();
        Bytes::after(previous)
            .int(self.convention)
            .int(self.seq)
            .moment(self.at)
            .int(self.person.unwrap_or(0))
            .text(&self.verb)
            .count(self.fields.len())
            .raw(fields.as_bytes())
            .raw(&self.values_hash.0)
            .hash()
    }

    /// Where it stands.
    #[must_use]
    pub const fn place(&self) -> Place {
        Place::Convention { convention: self.convention, seq: self.seq }
    }
}

/// Up to where a file believes its chain to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Number of the convention.
    pub convention: i32,
    /// Number of its last entry; 0 when nothing happened yet.
    pub seq: i32,
    /// The hash of that entry.
    pub hash: Option<Hash>,
}

/// Follows the chains of one convention after the other, in ascending order.
#[derive(Debug, Default)]
pub struct Chains {
    heads: VecDeque<Head>,
    seq: i32,
    last: Option<Hash>,
    last_at: Option<DateTime<Utc>>,
    /// Values older than this were erased, and the erasure is logged: epoch, in microseconds.
    erased_until: Option<i64>,
    /// Conventions whose chain was followed to its end.
    pub conventions: u64,
    /// Entries followed.
    pub entries: u64,
    /// Entries whose values a logged erasure took away.
    pub erased: u64,
}

impl Chains {
    /// With the erasures that the chain of administration holds.
    #[must_use]
    pub fn new(erasures: &[Erasure]) -> Self {
        Self { erased_until: erasures.iter().map(|erasure| erasure.until).max(), ..Self::default() }
    }

    /// The files whose entries come next.
    pub fn expect(&mut self, heads: impl IntoIterator<Item = Head>) {
        self.heads.extend(heads);
    }

    /// The next entry, and the hash of its values as they are now; `None` when they are gone.
    ///
    /// # Errors
    /// The first broken link up to here.
    pub fn follow(&mut self, entry: &Entry, values: Option<&Hash>) -> Result<(), Fault> {
        while self.heads.front().is_some_and(|head| head.convention < entry.convention) {
            self.close()?;
        }
        if self.heads.front().is_none_or(|head| head.convention != entry.convention) {
            return Err(entry.place().is(Wrong::ConventionGone, entry.at));
        }
        let expected = self.seq + 1;
        if entry.seq != expected {
            let place = Place::Convention { convention: entry.convention, seq: expected };
            return Err(place.is(Wrong::Missing, None));
        }
        if entry.hash_after(self.last.as_ref()) != entry.hash {
            return Err(entry.place().is(Wrong::Changed, entry.at));
        }
        match values {
            Some(hash) if *hash == entry.values_hash => {}
            Some(_) => return Err(entry.place().is(Wrong::ValuesChanged, entry.at)),
            None if self.erased_until.is_some_and(|until| entry.at.timestamp_micros() < until) => {
                self.erased += 1;
            }
            None => return Err(entry.place().is(Wrong::ValuesGone, entry.at)),
        }
        self.seq = entry.seq;
        self.last = Some(entry.hash.clone());
        self.last_at = Some(entry.at);
        self.entries += 1;
        Ok(())
    }

    /// No entry is left of the files that were expected.
    ///
    /// # Errors
    /// The first of them whose chain does not end where it should.
    pub fn end(&mut self) -> Result<(), Fault> {
        while !self.heads.is_empty() {
            self.close()?;
        }
        Ok(())
    }

    /// The chain of the first file ends here.
    fn close(&mut self) -> Result<(), Fault> {
        let (seq, last, at) = (std::mem::take(&mut self.seq), self.last.take(), self.last_at.take());
        let Some(head) = self.heads.pop_front() else { return Ok(()) };
        let place = |seq| Place::Convention { convention: head.convention, seq };
        if seq < head.seq {
            return Err(place(seq + 1).is(Wrong::Missing, None));
        }
        if seq > head.seq || head.hash != last {
            return Err(place(seq).is(Wrong::Head, at));
        }
        self.conventions += 1;
        Ok(())
    }
}

/// An entry of the administration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdminEntry {
    /// Its number, from 1.
    pub seq: i32,
    /// When.
    pub at: DateTime<Utc>,
    /// Number of the person who acted; `None` for a login that is nobody's.
    pub person: Option<i32>,
    /// The login that acted.
    pub login: String,
    /// What was done, by its code.
    pub verb: String,
    /// What changed: the JSON that was hashed, letter by letter.
    pub details: String,
    /// The hash of all that and of the entry before.
    pub hash: Hash,
}

impl AdminEntry {
    /// What its hash has to be.
    #[must_use]
    pub fn hash_after(&self, previous: Option<&Hash>) -> Hash {
        Bytes::after(previous)
            .int(self.seq)
            .moment(self.at)
            .int(self.person.unwrap_or(0))
            .text(&self.login)
            .text(&self.verb)
            .raw(self.details.as_bytes())
            .hash()
    }

    /// Whether it follows the entry before.
    ///
    /// # Errors
    /// When it does not.
    pub fn check_after(&self, seq: i32, previous: Option<&Hash>) -> Result<(), Fault> {
        if self.seq != seq + 1 {
            return Err(Place::Administration { seq: seq + 1 }.is(Wrong::Missing, None));
        }
        if self.hash_after(previous) != self.hash {
            return Err(Place::Administration { seq: self.seq }.is(Wrong::Changed, self.at));
        }
        Ok(())
    }
}

/// A logged erasure of values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Erasure {
    /// Its entry in the chain of administration.
    pub seq: i32,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// By whom: a login.
    pub login: String,
    /// Values of entries before this moment were erased: epoch, in microseconds.
    pub until: i64,
    /// How many there were.
    pub entries: u64,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Two files with these entries: the verb and the fields of each.
    type Written = Vec<Vec<(String, Vec<String>)>>;

    fn written() -> impl Strategy<Value = Written> {
        let entry = ("[a-z]{1,8}", prop::collection::vec("\\PC{0,6}", 0..4));
        prop::collection::vec(prop::collection::vec(entry, 1..8), 1..5)
    }

    fn chained(written: &Written) -> (Vec<Head>, Vec<Entry>) {
        let (mut heads, mut entries) = (Vec::new(), Vec::new());
        for (convention, acts) in (1..).zip(written) {
            let (mut head, mut seq) = (None, 0);
            for (verb, fields) in acts {
                seq += 1;
                let mut entry = Entry {
                    convention,
                    seq,
                    at: DateTime::from_timestamp(1_700_000_000 + i64::from(seq), 123_456_000)
                        .unwrap_or_default(),
                    person: (seq % 3 != 0).then_some(seq),
                    verb: verb.clone(),
                    fields: fields.clone(),
                    values_hash: Hash(vec![7; 32]),
                    hash: Hash::default(),
                };
                entry.hash = entry.hash_after(head.as_ref());
                head = Some(entry.hash.clone());
                entries.push(entry);
            }
            heads.push(Head { convention, seq, hash: head });
        }
        (heads, entries)
    }

    fn follow(heads: &[Head], entries: &[Entry]) -> Result<Chains, Fault> {
        let mut chains = Chains::new(&[]);
        chains.expect(heads.iter().cloned());
        for entry in entries {
            chains.follow(entry, Some(&Hash(vec![7; 32])))?;
        }
        chains.end().map(|()| chains)
    }

    proptest! {
        #[test]
        fn every_change_of_a_history_is_found_at_its_entry(
            written in written(),
            at in any::<prop::sample::Index>(),
            what in 0..6,
        ) {
            let (heads, entries) = chained(&written);
            let whole = follow(&heads, &entries);
            prop_assert_eq!(whole.map(|chains| chains.entries).ok(), u64::try_from(entries.len()).ok());
            let (at, mut forged) = (at.index(entries.len()), entries.clone());
            match what {
                0 => forged[at].verb.push('x'),
                1 => forged[at].fields.push(String::new()),
                2 => forged[at].at += chrono::TimeDelta::microseconds(1),
                3 => forged[at].person = forged[at].person.map_or(Some(1), |person| Some(person + 1)),
                4 => forged[at].hash.0[0] ^= 1,
                _ => {
                    forged.remove(at);
                }
            }
            let wrong = if what == 5 { Wrong::Missing } else { Wrong::Changed };
            let fault = follow(&heads, &forged).err();
            prop_assert_eq!(fault.map(|fault| (fault.place, fault.wrong)), Some((entries[at].place(), wrong)));
        }
    }
}
