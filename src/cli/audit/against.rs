//! An earlier export, and whether the database still holds what it says. Its signature is checked before a word of it
//! is believed.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use sqlx::postgres::PgConnection;

use super::super::exit::{Exit, Failure};
use super::{key, refused, unusable};
use crate::config::paths::Paths;
use crate::domain::audit::chain::AdminEntry;
use crate::domain::audit::export::{FORMAT, Line, Signature};
use crate::domain::audit::seal::Seal;
use crate::domain::audit::{Fault, Hash, Place, Wrong};
use crate::store::audit;

/// How many lines are looked up at once.
const CHUNK: usize = 2_000;

/// An export whose signature is good.
pub struct Earlier {
    path: PathBuf,
}

/// What one line says of an entry of a convention.
struct Said {
    convention: i32,
    seq: i32,
    at: Option<DateTime<Utc>>,
    hash: Hash,
}

impl Earlier {
    /// Checks the signature of this file, with this public key or the one of the configuration folder.
    ///
    /// # Errors
    /// When it cannot be read, nobody is trusted, or it is not what was signed.
    pub fn open(path: &Path, public_key: Option<&str>) -> Result<Self, Failure> {
        let trusted = trusted(public_key)?;
        let wrong =
            || Failure::new(Exit::Failed, "audit-not-signed", [("file", path.display().to_string().into())]);
        let mut reader = reader(path)?;
        let (mut hash, mut line, mut held) = (Sha256::new(), String::new(), String::new());
        loop {
            line.clear();
            if reader.read_line(&mut line).map_err(|error| unusable(path, &error))? == 0 {
                break;
            }
            // The last line is not of what it signs: each is held back until there is another.
            hash.update(&held);
            std::mem::swap(&mut held, &mut line);
        }
        let Ok(Line::Signature(Signature { sha256, signature, .. })) = serde_json::from_str(&held) else {
            return Err(wrong());
        };
        let found = hash.finalize();
        if sha256.0 != found.as_slice() || !key::is_signed(&trusted, &found, &signature) {
            return Err(wrong());
        }
        Ok(Self { path: path.to_owned() })
    }

    /// Looks every line up: how many were found again, and the first that was not.
    ///
    /// # Errors
    /// When the file or the history cannot be read.
    pub async fn compare(
        &self,
        connection: &mut PgConnection,
        login: &str,
    ) -> Result<(u64, Option<Fault>), Failure> {
        let (mut count, mut waiting) = (0, Vec::with_capacity(CHUNK));
        for line in reader(&self.path)?.lines() {
            let line = line.map_err(|error| unusable(&self.path, &error))?;
            let line: Line = serde_json::from_str(&line).map_err(|error| unusable(&self.path, &error))?;
            let fault = match line {
                Line::Header(header) if header.format != FORMAT => {
                    return Err(unusable(&self.path, &format!("format {}", header.format)));
                }
                Line::Header(_) | Line::Signature(_) => continue,
                Line::Admin(entry) => administered(connection, &entry).await,
                Line::Seal(seal) => sealed(connection, &seal).await,
                Line::Entry(sealed) => {
                    let entry = sealed.entry;
                    waiting.push(Said {
                        convention: entry.convention,
                        seq: entry.seq,
                        at: Some(entry.at),
                        hash: entry.hash,
                    });
                    Ok(None)
                }
                Line::Head(head) => {
                    if let Some(hash) = head.hash {
                        waiting.push(Said { convention: head.convention, seq: head.seq, at: None, hash });
                    }
                    Ok(None)
                }
            };
            let mut fault = fault.map_err(|error| refused(error, login))?;
            if fault.is_none() && waiting.len() >= CHUNK {
                fault = found(connection, &mut waiting).await.map_err(|error| refused(error, login))?;
            }
            if fault.is_some() {
                return Ok((count, fault));
            }
            count += 1;
        }
        let fault = found(connection, &mut waiting).await.map_err(|error| refused(error, login))?;
        Ok((count, fault))
    }
}

fn reader(path: &Path) -> Result<BufReader<File>, Failure> {
    File::open(path).map(BufReader::new).map_err(|error| unusable(path, &error))
}

fn trusted(public_key: Option<&str>) -> Result<Hash, Failure> {
    let path = Paths::of_this_account().audit_public_key();
    let about = || [("file", path.display().to_string().into())];
    let text = match public_key {
        Some(key) => key.to_owned(),
        None => std::fs::read_to_string(&path)
            .map_err(|_| Failure::new(Exit::Configuration, "audit-nobody-trusted", about()))?,
    };
    let key = Hash::from_hex(text.trim()).filter(|key| key.0.len() == 32);
    key.ok_or_else(|| Failure::new(Exit::Configuration, "audit-public-key-wrong", []))
}

/// The first of these entries that is not what it was. None waits any longer.
async fn found(connection: &mut PgConnection, waiting: &mut Vec<Said>) -> sqlx::Result<Option<Fault>> {
    let keys: Vec<(i32, i32)> = waiting.iter().map(|said| (said.convention, said.seq)).collect();
    let now = audit::find(connection, &keys).await?;
    for (said, now) in waiting.drain(..).zip(now) {
        let wrong = match now.hash() {
            Some(hash) if hash == said.hash => continue,
            Some(_) => Wrong::Rewritten,
            None if now.gone => Wrong::ConventionGone,
            None => Wrong::Cut,
        };
        let place = Place::Convention { convention: said.convention, seq: said.seq };
        return Ok(Some(place.is(wrong, said.at.or(now.at))));
    }
    Ok(None)
}

async fn sealed(connection: &mut PgConnection, seal: &Seal) -> sqlx::Result<Option<Fault>> {
    let now = audit::seals(connection, seal.number.saturating_sub(1), 1).await?.pop();
    let now = now.filter(|now| now.number == seal.number).map(|now| now.hash);
    Ok(differs(now.as_ref(), &seal.hash).map(|wrong| seal.place().is(wrong, seal.at)))
}

async fn administered(connection: &mut PgConnection, entry: &AdminEntry) -> sqlx::Result<Option<Fault>> {
    let now = audit::admin(connection, entry.seq.saturating_sub(1), 1).await?.pop();
    let now = now.filter(|now| now.seq == entry.seq).map(|now| now.hash);
    let place = Place::Administration { seq: entry.seq };
    Ok(differs(now.as_ref(), &entry.hash).map(|wrong| place.is(wrong, entry.at)))
}

fn differs(now: Option<&Hash>, then: &Hash) -> Option<Wrong> {
    match now {
        None => Some(Wrong::Cut),
        Some(now) => (now != then).then_some(Wrong::Rewritten),
    }
}
