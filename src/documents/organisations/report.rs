//! The lines that were not taken, as a table to correct and to read again: their own columns and cells as they were,
//! and at the end why each was not taken.

use std::collections::BTreeMap;

use csv::StringRecord;

use super::columns::{Column, reasons_title};
use super::rows::Rows;
use super::{Import, LineError};
use crate::documents::Delimiter;
use crate::documents::sheet::{Quoting, unguarded};

/// The lines that were not taken, with their reasons in the words of the caller. Reading it again ignores these.
pub fn rejected(import: &Import, delimiter: Delimiter, say: impl Fn(&LineError) -> String) -> Vec<u8> {
    let mut reasons: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for error in &import.errors {
        reasons.entry(error.line).or_default().push(say(error));
    }
    let mut quoting = Quoting::new(delimiter);
    quoting.row(kept(import, import.columns.iter().map(String::as_str)).chain([reasons_title(import.names)]));
    let mut rows = Rows::new(&import.text, import.delimiter);
    let mut record = StringRecord::new();
    while let Some(place) = rows.next(&mut record) {
        // No cell is added to a line that lacks some: it would pass for a whole one.
        if let Some(reasons) = reasons.get(&place.line) {
            quoting.row(kept(import, record.iter()).chain([reasons.join(" ").as_str()]));
        }
    }
    quoting.bytes()
}

/// The cells of a line but for the reasons of last time.
fn kept<'a>(import: &'a Import, cells: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    let is_kept = |at: usize| import.kinds.get(at) != Some(&Column::Reasons);
    cells.enumerate().filter(move |(at, _)| is_kept(*at)).map(|(_, cell)| unguarded(cell.trim()))
}
