//! Hosts that a table brings. The file is checked by itself, then by the database, then added in one transaction: all
//! lines or none, unless the good ones alone are asked for.

mod told;

use std::path::Path;
use std::time::Duration;

use sqlx::{Connection as _, PgConnection};
use tokio::time::timeout;

pub use told::{Told, fault, name};

use super::document;
use crate::documents::organisations::{self as tables, Known, List, rejected};
use crate::documents::{Fault, decode};
use crate::domain::form::{Value, Values};
use crate::i18n::Texts;
use crate::store::organisations;

/// Lines that the database is asked about at once.
const CHUNK: usize = 1000;

/// How long the database may take over them.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is to become of a table.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// Only say what would become of each line.
    pub dry: bool,
    /// Add the good lines even when others are bad.
    pub only_good: bool,
    /// Where the bad lines go, each with its reasons.
    pub rejected: Option<&'a Path>,
}

/// Why a table is not read, or its bad lines are not written.
#[derive(Debug, thiserror::Error)]
pub enum TableFault {
    /// It cannot be read from the disk.
    #[error("the file cannot be read: {0}")]
    Unread(std::io::Error),
    /// It is no table of hosts.
    #[error(transparent)]
    File(#[from] Fault),
    /// The bad lines cannot be written where they were to go.
    #[error("the bad lines cannot be written: {0}")]
    Unwritten(std::io::Error),
}

/// Why a table does not come in at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportFault {
    /// The table.
    #[error(transparent)]
    Table(#[from] TableFault),
    /// The database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The line fell at the last word: the lines may have come in, or not.
    #[error("the last answer was lost: {0}")]
    Unsure(sqlx::Error),
}

/// The bytes of a table.
///
/// # Errors
/// When it cannot be read or is too long, or when the bad lines would be written over something.
pub async fn file(path: &Path, rejected: Option<&Path>) -> Result<Vec<u8>, TableFault> {
    if rejected.is_some_and(Path::exists) {
        return Err(TableFault::Unwritten(std::io::ErrorKind::AlreadyExists.into()));
    }
    let length = tokio::fs::metadata(path).await.map_err(TableFault::Unread)?.len();
    if length > u64::try_from(decode::LONGEST).unwrap_or(u64::MAX) {
        return Err(Fault::TooLarge { most: decode::LONGEST }.into());
    }
    tokio::fs::read(path).await.map_err(TableFault::Unread)
}

/// Reads a table, asks the database, and adds what is to be added; gives what was said, and whether it was added. `done`
/// hears how many lines of how many the database has seen.
///
/// # Errors
/// When the table cannot be read, the bad lines cannot be written, or the database refuses: then nothing was added.
pub async fn bring(
    conn: &mut PgConnection,
    bytes: Vec<u8>,
    plan: Plan<'_>,
    texts: Texts,
    mut done: impl FnMut(usize, usize),
) -> Result<(Told, bool), ImportFault> {
    let known = known(conn).await?;
    // A large one takes a while, in which a desk goes on.
    let read = tokio::task::spawn_blocking(move || tables::read(&bytes, &known)).await;
    let table = read.map_err(|error| sqlx::Error::Io(error.into()))?.map_err(TableFault::File)?;
    let mut told = Told::new(table);
    ask(conn, &mut told, true, &mut done).await?;
    // A transaction that is not committed is undone when it is dropped.
    let mut change = conn.begin().await?;
    let is_added = |told: &Told| !plan.dry && (plan.only_good || told.table.errors.is_empty());
    if is_added(&told) {
        // Two lines may be good each by itself and not together: the database tells when it adds them.
        ask(&mut change, &mut told, false, &mut done).await?;
    }
    let is_added = is_added(&told);
    if let Some(path) = plan.rejected.filter(|_| !told.table.errors.is_empty()).map(Path::to_owned) {
        // A slow disk keeps nobody waiting.
        let written = tokio::task::spawn_blocking(move || {
            let lines = rejected(&told.table, told.table.delimiter, |error| told.sentence(texts, error));
            document::write_new(&path, &lines).map(|()| told)
        });
        told =
            written.await.map_err(|error| sqlx::Error::Io(error.into()))?.map_err(TableFault::Unwritten)?;
    }
    if is_added {
        change.commit().await.map_err(ImportFault::Unsure)?;
    }
    Ok((told, is_added))
}

/// Asks the database about every line that is good so far, or adds it.
async fn ask(
    conn: &mut PgConnection,
    told: &mut Told,
    dry: bool,
    done: &mut impl FnMut(usize, usize),
) -> Result<(), sqlx::Error> {
    let total = told.table.lines.len();
    let line = |line: &tables::Line| (u32::try_from(line.number).unwrap_or(u32::MAX), details(&line.values));
    let mut answers = Vec::with_capacity(total);
    for chunk in told.table.lines.chunks(CHUNK) {
        let lines: Vec<(u32, Values)> = chunk.iter().map(line).collect();
        // A server that says nothing at all is gone.
        let answer = timeout(PATIENCE, organisations::import(conn, &lines, dry)).await;
        answers.extend(answer.unwrap_or_else(|_| Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())))?);
        done(answers.len(), total);
    }
    told.refuse(answers);
    Ok(())
}

/// A line as the database takes it: a kind goes by its number.
fn details(values: &tables::Values) -> Values {
    let one = |(name, text): (&&'static str, &String)| match (*name, text.parse::<i64>()) {
        ("kind", Ok(number)) => ("kind_id".to_owned(), Value::Whole(number)),
        (name, _) => (name.to_owned(), text.as_str().into()),
    };
    values.iter().map(one).collect()
}

/// What lines may refer to.
async fn known(conn: &mut PgConnection) -> Result<Known, sqlx::Error> {
    let lists = organisations::lists(conn).await?;
    let mut headcount_bands = List::of_codes(lists.headcount_bands);
    for (code, low, high) in organisations::bands(conn).await? {
        for name in band(low, high) {
            headcount_bands.add(code.clone(), &name);
        }
    }
    Ok(Known {
        countries: List::of_codes(organisations::countries(conn).await?),
        legal_categories: List::of_codes(lists.legal_categories),
        headcount_bands,
        kinds: List::of_labels(lists.kinds),
        naf: organisations::activities(conn).await?.into_iter().collect(),
        ..Known::default()
    })
}

/// What else a band of staff is called, with and without the word for staff.
fn band(low: i32, high: Option<i32>) -> Vec<String> {
    let bare = match high {
        Some(high) if high == low => vec![low.to_string()],
        Some(high) => vec![format!("{low}-{high}"), format!("de {low} à {high}"), format!("{low} to {high}")],
        None => vec![format!("{low}+"), format!("{low} et plus"), format!("{low} or more")],
    };
    let staffed = ["", "salarié", "salariés", "employees"];
    bare.iter().flat_map(|bare| staffed.map(|word| format!("{bare} {word}"))).collect()
}
