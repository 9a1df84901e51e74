//! What `guichet role`, `guichet person` and `guichet centre` share: how a refusal is said, and how a table is written.

use widgets::text::{sanitise, width};

use crate::app::words;
use crate::i18n::Texts;
use crate::store::error;

use super::exit::{Exit, Failure};
use super::{out, text};

/// A change that the database refused, with the reason it gives.
pub fn refused(error: sqlx::Error) -> Failure {
    match error::denied(&error) {
        Some(denied) => Failure::worded(Exit::Failed, move |texts| words::denied(texts, &denied)),
        None => text::refused(error),
    }
}

/// Lines of cells, each column as wide as its widest cell, under their heads.
///
/// # Errors
/// When they cannot be written.
pub fn table<const N: usize>(texts: Texts, heads: [&str; N], rows: Vec<[String; N]>) -> Result<(), Failure> {
    let heads = heads.map(|id| words::capitalised(texts.get(id)));
    let lines: Vec<[String; N]> = std::iter::once(heads)
        .chain(rows)
        .map(|cells| cells.map(|cell| sanitise(&cell).into_owned()))
        .collect();
    let mut widths = [0; N];
    for line in &lines {
        for (column, cell) in widths.iter_mut().zip(line) {
            *column = (*column).max(width(cell));
        }
    }
    for line in &lines {
        let cells = line
            .iter()
            .zip(widths)
            .map(|(cell, column)| format!("{cell}{}", " ".repeat(column - width(cell) + 2)));
        out::line(cells.collect::<String>().trim_end())?;
    }
    Ok(())
}

/// A list as it shall be: what is there, less what goes, plus what comes, each once.
pub fn changed(here: &[String], coming: &[String], going: &[String]) -> Vec<String> {
    let mut list: Vec<String> = here.iter().filter(|code| !going.contains(code)).cloned().collect();
    for code in coming {
        if !list.contains(code) {
            list.push(code.clone());
        }
    }
    list
}
