//! Hosts that a table brings, or takes out.

use super::Kept;

/// A table of hosts, and what is to become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Where it is, on the machine of the desk.
    pub path: String,
    /// Only say what would become of each line.
    pub dry: bool,
    /// Add the good lines even when others are bad.
    pub only_good: bool,
    /// Where the bad lines go, each with its reasons, to be corrected; nowhere when empty.
    pub rejected: String,
}

/// Hosts to be taken out as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenOut {
    /// Fragments of what names them; all of them when empty.
    pub words: String,
    /// Which.
    pub kept: Kept,
    /// Where to, on the machine of the desk: a workbook if it ends so, CSV otherwise.
    pub path: String,
}

/// What became of a table, or would.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tabled {
    /// Lines that were read.
    pub read: usize,
    /// Lines that were added, or would be.
    pub good: usize,
    /// What is wrong with the others, a sentence each, as far as they are told.
    pub wrong: Vec<String>,
    /// Columns that are not read.
    pub ignored: Vec<String>,
    /// The good lines were added.
    pub added: bool,
}

impl Tabled {
    /// Lines that were not taken.
    pub fn bad(&self) -> usize {
        self.read - self.good
    }
}
