//! Hosts in a table, as offices exchange them: what ESUP-Stage wrote, what a spreadsheet kept, what we write. Good
//! lines are taken and the others are given back, each with all that is wrong in it; nothing here asks the database.

mod check;
pub mod columns;
mod known;
mod report;
mod rows;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use csv::StringRecord;

use check::{Given, check, tidy};
pub use check::{Reason, Values};
use columns::{Column, Field, Names, key};
pub use known::{Known, List};
pub use report::rejected;
use rows::{Place, Rows};

use super::{Delimiter, Encoding, Fault, decode};
use crate::domain::text::is_unseen;

/// Lines that are read at most, besides that of the columns.
pub const MOST_LINES: usize = 200_000;

/// Characters of a cell that an error tells at most.
const LONGEST_TOLD: usize = 200;

/// A host that can be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its line in the file.
    pub number: usize,
    /// What it is, by the names of details that the database takes.
    pub values: Values,
}

/// Something wrong in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// Its line in the file.
    pub line: usize,
    /// What the column tells, unless the line as a whole is wrong.
    pub field: Option<Field>,
    /// The column, as the file spells it; control characters do not show.
    pub column: String,
    /// What stands there, without what is too long or does not show.
    pub value: String,
    /// What is wrong with it.
    pub reason: Reason,
}

/// A table of hosts that was read.
#[derive(Clone, Debug)]
pub struct Import {
    /// How its bytes were written.
    pub encoding: Encoding,
    /// What stands between its cells.
    pub delimiter: Delimiter,
    /// Its columns, as it spells them.
    pub columns: Vec<String>,
    /// The words that its columns are in.
    pub names: Names,
    /// The columns that are not read.
    pub ignored: Vec<String>,
    /// The hosts that can be added.
    pub lines: Vec<Line>,
    /// All that is wrong in the other lines.
    pub errors: Vec<LineError>,
    /// How many lines there were, good and bad.
    pub total: usize,
    kinds: Vec<Column>,
    text: String,
}

impl Import {
    /// Lines that seemed good, and that the database does not take: each with its number, the column and why.
    pub fn refuse(&mut self, refusals: impl IntoIterator<Item = (usize, Option<Field>, Reason)>) {
        let mut refused = BTreeSet::new();
        for (number, field, reason) in refusals {
            let Ok(at) = self.lines.binary_search_by_key(&number, |line| line.number) else { continue };
            let value = field.and_then(|field| self.lines.get(at)?.values.get(field.detail())).cloned();
            self.wrong(number, field, &value.unwrap_or_default(), reason);
            refused.insert(number);
        }
        self.lines.retain(|line| !refused.contains(&line.number));
        self.errors.sort_by_key(|error| error.line);
    }

    fn wrong(&mut self, line: usize, field: Option<Field>, value: &str, reason: Reason) {
        let place = field.and_then(|field| self.kinds.iter().position(|kind| *kind == Column::Read(field)));
        let column = match (place.and_then(|at| self.columns.get(at)), field) {
            (Some(column), _) => shown(column),
            (None, Some(field)) => field.title(self.names).to_owned(),
            (None, None) => String::new(),
        };
        let value = shown(value);
        self.errors.push(LineError { line, field, column, value, reason });
    }
}

/// What is told of a cell: no more than fits a message, and nothing that a terminal would obey.
fn shown(cell: &str) -> String {
    tidy(cell)
        .chars()
        .take(LONGEST_TOLD)
        .map(|sign| if is_unseen(sign) { '\u{fffd}' } else { sign })
        .collect()
}

/// The columns of our own tables, in the order of [`cells`].
pub fn titles(names: Names) -> [&'static str; Field::ALL.len()] {
    Field::ALL.map(|field| field.title(names))
}

/// The cells of a host in our own tables. Reading finds a kind by its label: give it so.
pub fn cells(values: &Values) -> Vec<&str> {
    Field::ALL.iter().map(|field| values.get(field.detail()).map_or("", String::as_str)).collect()
}

/// Reads a table of hosts.
///
/// # Errors
/// When its bytes are no table, when it lacks a column that none does without, or has one twice, or too many lines.
pub fn read(bytes: &[u8], known: &Known) -> Result<Import, Fault> {
    let decoded = decode(bytes)?;
    let mut rows = Rows::new(&decoded.text, decoded.delimiter);
    let mut record = StringRecord::new();
    rows.next(&mut record).ok_or(Fault::Empty)?;
    let mut import = headed(&record, decoded.encoding, decoded.delimiter)?;
    let mut seen = Seen::default();
    while let Some(place) = rows.next(&mut record) {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        } else if import.total == MOST_LINES {
            return Err(Fault::TooManyLines { most: MOST_LINES });
        }
        let is_open = rows.is_open(&place, &record);
        import.take(&record, &place, is_open, known, &mut seen);
        import.total += 1;
    }
    import.text = decoded.text;
    Ok(import)
}

/// A table of which only the columns are read.
fn headed(record: &StringRecord, encoding: Encoding, delimiter: Delimiter) -> Result<Import, Fault> {
    let columns: Vec<String> = record.iter().map(str::to_owned).collect();
    let kinds: Vec<Column> = columns.iter().map(|title| Column::of(title)).collect();
    let has = |field: &Field| kinds.contains(&Column::Read(*field));
    let mut seen = BTreeSet::new();
    let is_blank = |title: &str| title.trim().is_empty();
    let is_twice = |(title, kind): &(&String, &Column)| match kind {
        Column::Read(field) => !seen.insert(field.detail().to_owned()),
        Column::Ignored => !is_blank(title) && !seen.insert(format!("?{}", key(title))),
        Column::Reasons => false,
    };
    let twice: Vec<String> =
        columns.iter().zip(&kinds).filter(is_twice).map(|(title, _)| shown(title)).collect();
    let needed = [vec![Field::Name], vec![Field::Country], vec![Field::Naf, Field::Activity]];
    let missing: Vec<_> = needed.into_iter().filter(|group| !group.iter().any(has)).collect();
    if !twice.is_empty() {
        return Err(Fault::TwiceColumns(twice));
    } else if !missing.is_empty() {
        return Err(Fault::MissingColumns(missing));
    }
    let is_ignored = |(title, kind): &(&String, &Column)| **kind == Column::Ignored && !is_blank(title);
    let ignored = columns.iter().zip(&kinds).filter(is_ignored).map(|(title, _)| shown(title)).collect();
    Ok(Import {
        encoding,
        delimiter,
        names: Names::of(&columns),
        columns,
        ignored,
        lines: Vec::new(),
        errors: Vec::new(),
        kinds,
        text: String::new(),
        total: 0,
    })
}

impl Import {
    fn take(&mut self, record: &StringRecord, place: &Place, is_open: bool, known: &Known, seen: &mut Seen) {
        let (line, expected) = (place.line, self.kinds.len());
        // Spreadsheets draw empty cells on beyond the last column.
        let found = record.len() - record.iter().rev().take_while(|cell| cell.is_empty()).count();
        if is_open {
            return self.wrong(line, None, "", Reason::OpenQuote);
        } else if record.len() < expected || found > expected {
            let found = found.max(record.len().min(expected));
            return self.wrong(line, None, "", Reason::WrongNumberOfCells { expected, found });
        }
        let given: Given = self
            .kinds
            .iter()
            .zip(record)
            .filter_map(|(kind, cell)| match kind {
                Column::Read(field) => Some((*field, tidy(cell))),
                Column::Ignored | Column::Reasons => None,
            })
            .filter(|(_, cell)| !cell.is_empty())
            .collect();
        let (values, mut wrong) = check(&given, known);
        // A host whose SIRET is wrong is not known to be one of them.
        if values.contains_key(Field::Siret.detail()) || !given.contains_key(&Field::Siret) {
            wrong.extend(seen.again(line, &values, known));
        }
        if wrong.is_empty() {
            self.lines.push(Line { number: line, values });
        }
        for (field, reason) in wrong {
            self.wrong(line, Some(field), given.get(&field).map_or("", String::as_str), reason);
        }
    }
}

/// The hosts of the lines before, by what the database lets only one have: a SIRET, a UAI, and abroad, without either, a name
/// in its place.
#[derive(Default)]
struct Seen {
    sirets: HashMap<String, usize>,
    uais: HashMap<String, usize>,
    names: HashMap<[String; 3], Vec<(String, usize)>>,
}

impl Seen {
    /// Whether a line is of a host that an earlier line or the database has.
    fn again(&mut self, line: usize, values: &Values, known: &Known) -> Option<(Field, Reason)> {
        let told = |field: Field| values.get(field.detail());
        let (siret, uai) = (told(Field::Siret), told(Field::Uai));
        let name = named(values).filter(|_| siret.is_none() && uai.is_none());
        let address = told(Field::Address).map(|text| key(text)).unwrap_or_default();
        let earlier = [
            (Field::Siret, siret.and_then(|siret| self.sirets.get(siret))),
            (Field::Uai, uai.and_then(|uai| self.uais.get(uai))),
            (Field::Name, name.as_ref().and_then(|name| self.named(name, &address))),
        ];
        let twice =
            |(field, first): (Field, Option<&usize>)| Some((field, Reason::TwiceInFile { first: *first? }));
        if let Some(twice) = earlier.into_iter().find_map(twice) {
            // What a line has that does not come in is free for those after it.
            return Some(twice);
        }
        siret.map(|siret| self.sirets.insert(siret.clone(), line));
        uai.map(|uai| self.uais.insert(uai.clone(), line));
        if let Some(name) = name {
            self.names.entry(name).or_default().push((address, line));
        }
        let is_taken = |number: Option<&String>| number.is_some_and(|number| known.taken.contains(number));
        let taken =
            [(Field::Siret, siret), (Field::Uai, uai)].into_iter().find(|(_, number)| is_taken(*number));
        taken.map(|(field, _)| (field, Reason::Taken))
    }

    /// The earlier line of that name in its place, unless it is at another address.
    fn named(&self, name: &[String; 3], address: &str) -> Option<&usize> {
        let mut lines = self.names.get(name)?.iter();
        let earlier = lines.find(|(other, _)| other.is_empty() || address.is_empty() || other == address);
        earlier.map(|(_, line)| line)
    }
}

/// What tells a host abroad that has no number: its name, its country and its town, however they are written.
fn named(values: &Values) -> Option<[String; 3]> {
    let of = |field: Field| values.get(field.detail()).map(|text| key(text)).unwrap_or_default();
    let (name, country) = (of(Field::Name), of(Field::Country));
    (!name.is_empty() && !country.is_empty() && country != "fr").then(|| [name, country, of(Field::Town)])
}
