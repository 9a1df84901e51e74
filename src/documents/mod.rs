//! Files that come in and go out: tables that offices exchange.
//!
//! Whatever program wrote a table, its bytes become text in [`decode`]; [`organisations`] reads hosts out of it and
//! gives back the lines that it could not take; [`sheet`] writes tables, as CSV and as a workbook.

pub mod decode;
pub mod organisations;
pub mod sheet;

pub use decode::{Decoded, Delimiter, Encoding, decode};

use organisations::columns::Field;

/// Why a file is not read, or not written, at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is longer than what is read at most.
    #[error("the file is larger than {} MB", most / 1_000_000)]
    TooLarge {
        /// Bytes that are read at most.
        most: usize,
    },
    /// It is a workbook, or another archive: it is to be saved as CSV first.
    #[error("this is a workbook, not a CSV file: save it as CSV")]
    Workbook,
    /// Its bytes are no text.
    #[error("the file is not text")]
    NotText,
    /// Columns that no table does without; any one of those of a group will do.
    #[error("columns are missing: {}", groups(.0))]
    MissingColumns(Vec<Vec<Field>>),
    /// Columns that stand there twice, by their names in the file.
    #[error("columns stand there twice: {}", .0.join(", "))]
    TwiceColumns(Vec<String>),
    /// It has more lines than what is read at most.
    #[error("the file has more than {most} lines")]
    TooManyLines {
        /// Lines that are read at most, besides that of the columns.
        most: usize,
    },
    /// A workbook cannot be made of this.
    #[error("the workbook cannot be written: {0}")]
    Unwritten(String),
}

fn groups(missing: &[Vec<Field>]) -> String {
    let group =
        |fields: &Vec<Field>| fields.iter().map(|field| field.esup()).collect::<Vec<_>>().join(" or ");
    missing.iter().map(group).collect::<Vec<_>>().join(", ")
}
