//! Hosts as a table, with the columns that `import` reads: what goes out comes in again as it was.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Here, write_new};
use crate::cli::exit::{Exit, Failure};
use crate::cli::out;
use crate::documents::organisations::columns::{Field, Names};
use crate::documents::organisations::{Values, cells, titles};
use crate::documents::sheet;
use crate::domain::form;
use crate::domain::organisation::Kept;
use crate::i18n::Lang;
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
        let by_name = self.to.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx"));
        self.format.unwrap_or(if by_name { Format::Xlsx } else { Format::Csv })
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
    let hosts: Vec<Values> = found.map_err(|error| here.refused(error))?.iter().map(values).collect();
    let names = match here.texts.lang() {
        Lang::Fr => Names::French,
        Lang::En => Names::English,
    };
    let (columns, rows) = (titles(names), hosts.iter().map(cells));
    let bytes = match export.format() {
        Format::Csv => sheet::csv(&columns, rows),
        Format::Xlsx => {
            sheet::xlsx(&columns, rows, here.texts.get("pane-organisations")).map_err(|fault| {
                let about =
                    [("path", export.to.display().to_string().into()), ("why", fault.to_string().into())];
                Failure::new(Exit::Failed, "cli-cannot-write", about)
            })?
        }
    };
    if export.is_output() {
        return out::file(&bytes);
    }
    write_new(&export.to, &bytes)?;
    let about = [("count", hosts.len().into()), ("path", export.to.display().to_string().into())];
    out::line(&here.texts.format("organisation-exported", &about))
}

/// What a table tells of a host.
fn values(host: &form::Values) -> Values {
    let told = |field: Field| {
        let text = match host.get(field.detail())? {
            form::Value::Text(text) => text.clone(),
            form::Value::Whole(number) => number.to_string(),
            _ => return None,
        };
        Some((field.detail(), text)).filter(|(_, text)| !text.is_empty())
    };
    Field::ALL.into_iter().filter_map(told).collect()
}
