//! Writing an export: lines of JSON, all of one moment, and a last one that signs them.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use sqlx::postgres::PgConnection;

use super::super::exit::{Exit, Failure};
use super::super::out;
use super::key::Signer;
use super::{refused, unusable};
use crate::domain::audit::Hash;
use crate::domain::audit::export::{Line, Signature};
use crate::i18n::Texts;
use crate::store::audit;

/// Where an export begins.
#[derive(Debug, Clone)]
pub enum Since {
    /// After this seal.
    Seal(i32),
    /// After the last seal before this day.
    Day(NaiveDate),
}

impl FromStr for Since {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let seal = text.parse().ok().filter(|number| *number >= 0).map(Self::Seal);
        seal.or_else(|| text.parse().ok().map(Self::Day)).ok_or_else(|| "2026-03-31 or 12".to_owned())
    }
}

/// Writes what follows.
///
/// # Errors
/// When the history cannot be read, or the file cannot be written.
pub async fn run(
    connection: &mut PgConnection,
    login: &str,
    since: Option<&Since>,
    signer: &Signer,
    output: Option<&Path>,
    texts: Texts,
) -> Result<(), Failure> {
    let sql = |error| refused(error, login);
    audit::freeze(connection).await.map_err(sql)?;
    let since = match since {
        None => 0,
        Some(Since::Seal(number)) => *number,
        Some(Since::Day(day)) => audit::seal_before(connection, *day).await.map_err(sql)?,
    };
    // The seal that it follows is part of it: what this export continues can be checked against an older one.
    let before = match since {
        0 => None,
        _ => {
            let seal = audit::seals(connection, since - 1, 1).await.map_err(sql)?.pop();
            let missing =
                || Failure::new(Exit::Failed, "audit-no-seal", [("number", since.to_string().into())]);
            Some(seal.filter(|seal| seal.number == since).ok_or_else(missing)?)
        }
    };
    let header = audit::header(connection, since).await.map_err(sql)?;
    let horizon = header.before_xid;
    let mut writer = Writer::new(output)?;
    writer.line(&Line::Header(header))?;
    let mut seq = 0;
    loop {
        let page = audit::admin(connection, seq, audit::PAGE).await.map_err(sql)?;
        let Some(last) = page.last() else { break };
        seq = last.seq;
        writer.lines(page, Line::Admin)?;
    }
    // Before the seals: of a chain and its seals that were both computed again, the entry is what a reader wants named.
    let (mut key, mut entries) = (before.as_ref().map_or((0, 0, 0), |seal| seal.last), 0);
    loop {
        let page = audit::sealed(connection, key, horizon, audit::PAGE).await.map_err(sql)?;
        let Some(last) = page.last() else { break };
        key = last.key();
        entries += page.len();
        writer.lines(page, Line::Entry)?;
    }
    let mut number = since - i32::from(before.is_some());
    loop {
        let page = audit::seals(connection, number, audit::PAGE).await.map_err(sql)?;
        let Some(last) = page.last() else { break };
        number = last.number;
        writer.lines(page, Line::Seal)?;
    }
    let mut convention = 0;
    loop {
        let page = audit::heads(connection, convention).await.map_err(sql)?;
        let Some(last) = page.last() else { break };
        convention = last.convention;
        writer.lines(page, Line::Head)?;
    }
    audit::release(connection).await.map_err(sql)?;
    writer.sign(signer)?;
    out::tell(
        &texts.format("audit-exported", &[("count", entries.into()), ("seal", number.to_string().into())]),
    );
    Ok(())
}

/// Writes lines and hashes what it writes.
struct Writer {
    path: PathBuf,
    out: Box<dyn Write>,
    hash: Sha256,
}

impl Writer {
    fn new(output: Option<&Path>) -> Result<Self, Failure> {
        let (path, out): (_, Box<dyn Write>) = match output {
            None => (PathBuf::from("-"), Box::new(std::io::BufWriter::new(std::io::stdout().lock()))),
            // An export is evidence: one is never written over another.
            Some(path) => {
                let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
                let file = file.map_err(|error| unusable(path, &error))?;
                (path.to_owned(), Box::new(std::io::BufWriter::new(file)))
            }
        };
        Ok(Self { path, out, hash: Sha256::new() })
    }

    fn lines<T>(&mut self, page: Vec<T>, kind: impl Fn(T) -> Line) -> Result<(), Failure> {
        page.into_iter().try_for_each(|one| self.line(&kind(one)))
    }

    fn line(&mut self, line: &Line) -> Result<(), Failure> {
        let mut text = serde_json::to_string(line).map_err(|error| unusable(&self.path, &error))?;
        text.push('\n');
        self.hash.update(&text);
        self.out.write_all(text.as_bytes()).map_err(|error| unusable(&self.path, &error))
    }

    fn sign(mut self, signer: &Signer) -> Result<(), Failure> {
        let sha256 = Hash(self.hash.finalize_reset().to_vec());
        let signature =
            Signature { signature: signer.sign(&sha256.0), public_key: signer.public_key(), sha256 };
        self.line(&Line::Signature(signature))?;
        self.out.flush().map_err(|error| unusable(&self.path, &error))
    }
}
