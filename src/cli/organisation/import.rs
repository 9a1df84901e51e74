//! `guichet organisation import`: hosts that a table brings, and what is wrong with it.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::{Here, table};
use crate::cli::exit::{Exit, Failure};
use crate::cli::out;
use crate::documents::organisations::LineError;
use crate::documents::organisations::columns::Field;
use crate::i18n::Texts;
use crate::runtime::importing::{ImportFault, Plan, TableFault, Told, bring, fault, file, name};

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
        file(&self.file, self.rejected.as_deref()).await.map_err(|fault| self.wrong(fault))
    }

    fn wrong(&self, why: TableFault) -> Failure {
        let (path, rejected) = (self.file.clone(), self.rejected.clone());
        Failure::worded(Exit::Failed, move |texts| fault(texts, &path, rejected.as_deref(), &why))
    }
}

/// Something wrong in a line, as scripts read it.
#[derive(Serialize)]
struct Wrong<'a> {
    line: usize,
    /// The detail of the host, unless the line as a whole is wrong.
    field: Option<&'static str>,
    column: &'a str,
    value: &'a str,
    reason: &'static str,
    sentence: String,
}

/// Reads the table, asks the database, and adds what is to be added.
///
/// # Errors
/// When the person may not add hosts, when the table cannot be read, when a line is bad and nothing is added, or when the
/// bad lines cannot be written.
pub(super) async fn run(here: &mut Here, import: &Import, bytes: Vec<u8>) -> Result<(), Failure> {
    here.keeps("create").await?;
    let texts = here.texts;
    let is_watched = !import.json && std::io::stderr().is_terminal();
    let watched = |done: usize, total: usize| {
        if is_watched {
            out::progress(
                &texts.format("organisation-going", &[("done", done.into()), ("total", total.into())]),
            );
        }
    };
    let plan =
        Plan { dry: import.dry_run, only_good: import.only_good, rejected: import.rejected.as_deref() };
    let brought = bring(&mut here.connection, bytes, plan, texts, watched).await;
    if is_watched {
        out::progress("");
    }
    match brought {
        Ok((told, is_added)) => report(texts, import, &told, is_added),
        Err(ImportFault::Database(error)) => Err(here.refused(error)),
        Err(ImportFault::Unsure(_)) => Err(Failure::new(Exit::Failed, "host-table-unsure", [])),
        Err(ImportFault::Table(fault)) => Err(import.wrong(fault)),
    }
}

/// All that is wrong, as scripts read it.
fn errors(told: &Told, texts: Texts) -> Vec<Wrong<'_>> {
    told.table
        .errors
        .iter()
        .map(|error| Wrong {
            line: error.line,
            field: error.field.map(Field::detail),
            column: &error.column,
            value: &error.value,
            reason: name(&error.reason),
            sentence: told.reason(texts, error),
        })
        .collect()
}

/// All that is wrong, as people read it.
fn list(told: &Told, texts: Texts) -> Result<(), Failure> {
    if told.table.errors.is_empty() {
        return Ok(());
    }
    let row = |error: &LineError| {
        [error.line.to_string(), error.column.clone(), error.value.clone(), told.reason(texts, error)]
    };
    let heads = ["organisation-line", "organisation-column", "organisation-value", "organisation-why"];
    table(texts, heads, told.table.errors.iter().map(row).collect())?;
    out::line("\n")
}

fn report(texts: Texts, import: &Import, told: &Told, is_added: bool) -> Result<(), Failure> {
    let table = &told.table;
    let (good, read) = (table.lines.len(), table.total);
    let (added, rejected) = (if is_added { good } else { 0 }, read - good);
    if import.json {
        out::json_lines(&errors(told, texts))?;
        let ignored = table.ignored.clone();
        out::json(&Figures { read, added, rejected, dry_run: import.dry_run, ignored })?;
    } else {
        list(told, texts)?;
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
