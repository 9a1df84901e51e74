//! `guichet organisation export`: hosts taken out as a table.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Here, write_new};
use crate::cli::exit::{Exit, Failure};
use crate::cli::out;
use crate::domain::organisation::Kept;
use crate::runtime::exporting;
use crate::store::organisations;

/// The standard output.
const OUTPUT: &str = "-";

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// `;` between cells, UTF-8
    Csv,
    /// A workbook
    Xlsx,
}

/// What goes out, and where to.
#[derive(Debug, Args)]
pub struct Export {
    /// Fragments of what names the hosts, in any order; all of them otherwise
    words: Vec<String>,
    /// Which hosts: in_use, to_moderate, closed or retired; in use otherwise
    #[arg(long, value_name = "WHICH")]
    pub(super) kept: Option<String>,
    /// How; otherwise as the name of the file says, or csv
    #[arg(long)]
    format: Option<Format>,
    /// Where to; - is the standard output. Nothing is written over
    #[arg(long, value_name = "PATH")]
    to: PathBuf,
}

impl Export {
    fn is_output(&self) -> bool {
        self.to.as_os_str() == OUTPUT
    }

    fn format(&self) -> Format {
        let by_name = if exporting::is_workbook(&self.to) { Format::Xlsx } else { Format::Csv };
        self.format.unwrap_or(by_name)
    }

    /// Refuses what makes no sense.
    ///
    /// # Errors
    /// When a workbook is to go to the standard output.
    pub(super) fn check(&self) -> Result<(), Failure> {
        if self.is_output() && self.format() == Format::Xlsx {
            return Err(Failure::new(Exit::Usage, "organisation-no-workbook", []));
        }
        Ok(())
    }
}

/// Writes it.
///
/// # Errors
/// When the person may not take hosts out, or the file is there already or cannot be written.
pub(super) async fn run(here: &mut Here, export: &Export, kept: Kept) -> Result<(), Failure> {
    here.keeps("read").await?;
    let found = organisations::export(&mut here.connection, &export.words.join(" "), kept).await;
    let hosts = found.map_err(|error| here.refused(error))?;
    let workbook = export.format() == Format::Xlsx;
    let bytes = exporting::table(&hosts, workbook, here.texts).map_err(|fault| {
        let about = [("path", export.to.display().to_string().into()), ("why", fault.to_string().into())];
        Failure::new(Exit::Failed, "cli-cannot-write", about)
    })?;
    if export.is_output() {
        return out::file(&bytes);
    }
    write_new(&export.to, &bytes)?;
    let about = [("count", hosts.len().into()), ("path", export.to.display().to_string().into())];
    out::line(&here.texts.format("organisation-exported", &about))
}
