//! Hosts that a table brings. The file is checked by itself, then by the database, then added in one transaction: all
//! lines or none, unless the good ones alone are asked for.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use super::lines::{Told, fault};
use super::{Here, write_new};
use crate::cli::exit::{Exit, Failure};
use crate::cli::out;
use crate::documents::organisations::{self as tables, Known, List, rejected};
use crate::documents::{Fault, decode};
use crate::domain::form::{Value, Values};
use crate::i18n::Texts;
use crate::store::organisations;

/// Lines that the database is asked about at once.
const CHUNK: usize = 1000;

/// What comes in, and how.
#[derive(Debug, Args)]
pub struct Import {
    /// A CSV file
    file: PathBuf,
    /// Only say what would become of each line
    #[arg(long)]
    dry_run: bool,
    /// Add the good lines even when others are bad
    #[arg(long)]
    only_good: bool,
    /// Write the bad lines here, each with its reasons, to be corrected and imported. Nothing is written over
    #[arg(long, value_name = "PATH")]
    rejected: Option<PathBuf>,
    /// As JSON: one error a line, then the figures
    #[arg(long)]
    json: bool,
}

/// What became of a table, as scripts read it.
#[derive(Serialize)]
struct Figures {
    read: usize,
    added: usize,
    rejected: usize,
    dry_run: bool,
    /// Columns that are not read.
    ignored: Vec<String>,
}

impl Import {
    /// The bytes of the file.
    ///
    /// # Errors
    /// When it cannot be read or is too long, or when the bad lines would be written over something.
    pub(super) async fn file(&self) -> Result<Vec<u8>, Failure> {
        if let Some(path) = self.rejected.as_ref().filter(|path| path.exists()) {
            let about = [("path", path.display().to_string().into())];
            return Err(Failure::new(Exit::Failed, "organisation-exists", about));
        }
        let unread = |error: std::io::Error| {
            let about = [("path", self.file.display().to_string().into()), ("why", error.to_string().into())];
            Failure::new(Exit::Failed, "organisation-unread", about)
        };
        let length = tokio::fs::metadata(&self.file).await.map_err(unread)?.len();
        if length > u64::try_from(decode::LONGEST).unwrap_or(u64::MAX) {
            return Err(self.wrong(Fault::TooLarge { most: decode::LONGEST }));
        }
        tokio::fs::read(&self.file).await.map_err(unread)
    }

    fn wrong(&self, why: Fault) -> Failure {
        let path = self.file.display().to_string();
        Failure::worded(Exit::Failed, move |texts| fault(texts, &path, &why))
    }

    fn is_watched(&self) -> bool {
        !self.json && std::io::stderr().is_terminal()
    }
}

/// Reads the table, asks the database, and adds what is to be added.
///
/// # Errors
/// When the person may not add hosts, when the table cannot be read, when a line is bad and nothing is added, or when the
/// bad lines cannot be written.
pub(super) async fn run(here: &mut Here, import: &Import, bytes: &[u8]) -> Result<(), Failure> {
    here.keeps("create").await?;
    let known = known(&mut here.connection).await.map_err(|error| here.refused(error))?;
    let table = tables::read(bytes, &known).map_err(|fault| import.wrong(fault))?;
    let texts = here.texts;
    let mut told = Told::new(table);
    let watched = import.is_watched().then_some(texts);
    let tried = ask(&mut here.connection, &mut told, true, watched).await;
    tried.map_err(|error| here.refused(error))?;
    // A transaction that is not committed is undone when it is dropped.
    let mut change = here.connection.begin().await.map_err(|error| super::refused_to(error, &here.login))?;
    let is_added = |told: &Told| !import.dry_run && (import.only_good || told.table.errors.is_empty());
    if is_added(&told) {
        // Two lines may be good each by itself and not together: the database tells when it adds them.
        if let Err(error) = ask(&mut change, &mut told, false, watched).await {
            drop(change);
            return Err(here.refused(error));
        }
    }
    let is_added = is_added(&told);
    let written = match &import.rejected {
        Some(path) if !told.table.errors.is_empty() => {
            let lines = rejected(&told.table, told.table.delimiter, |error| told.sentence(texts, error));
            write_new(path, &lines).await?;
            Some(path)
        }
        _ => None,
    };
    if is_added && let Err(error) = change.commit().await {
        if let Some(path) = written {
            // Those lines are to be tried again with the others.
            let _ = tokio::fs::remove_file(path).await;
        }
        return Err(here.refused(error));
    }
    report(texts, import, &told, is_added)
}

/// Asks the database about every line that is good so far, or adds it.
async fn ask(
    conn: &mut PgConnection,
    told: &mut Told,
    dry: bool,
    watched: Option<Texts>,
) -> Result<(), sqlx::Error> {
    let lines: Vec<(u32, Values)> = told
        .table
        .lines
        .iter()
        .map(|line| (u32::try_from(line.number).unwrap_or(u32::MAX), details(&line.values)))
        .collect();
    let mut answers = Vec::new();
    for (chunk, at) in lines.chunks(CHUNK).zip(1_usize..) {
        answers.extend(organisations::import(conn, chunk, dry).await?);
        if let Some(texts) = watched {
            let done = (at * CHUNK).min(lines.len());
            let about = [("done", done.into()), ("total", lines.len().into())];
            out::progress(&texts.format("organisation-going", &about));
        }
    }
    if watched.is_some() {
        out::progress("");
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

fn report(texts: Texts, import: &Import, told: &Told, is_added: bool) -> Result<(), Failure> {
    let table = &told.table;
    let (good, read) = (table.lines.len(), table.total);
    let (added, rejected) = (if is_added { good } else { 0 }, read - good);
    if import.json {
        out::json_lines(&told.errors(texts))?;
        let ignored = table.ignored.clone();
        out::json(&Figures { read, added, rejected, dry_run: import.dry_run, ignored })?;
    } else {
        told.list(texts)?;
        if !table.ignored.is_empty() {
            out::line(
                &texts.format("organisation-ignored", &[("columns", table.ignored.join(", ").into())]),
            )?;
        }
        let about = [
            ("read", read.into()),
            ("added", if import.dry_run { good } else { added }.into()),
            ("rejected", rejected.into()),
        ];
        let id = if import.dry_run { "organisation-tried" } else { "organisation-imported" };
        out::line(&texts.format(id, &about))?;
    }
    if rejected == 0 || is_added {
        return Ok(());
    } else if import.dry_run {
        return Err(Failure::new(Exit::Failed, "organisation-would-reject", [("rejected", rejected.into())]));
    }
    Err(Failure::new(Exit::Failed, "organisation-nothing-added", [("rejected", rejected.into())]))
}
