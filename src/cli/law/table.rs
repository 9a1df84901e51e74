//! A table of internships: each line is computed, and compared with the results that the table gives.

use std::io::Read;
use std::path::Path;

use csv::StringRecord;
use rust_decimal::Decimal;
use serde::Serialize;

use super::super::exit::{Exit, Failure};
use super::super::out;
use super::given::{Given, Wrong};
use super::{Calculations, Report};
use crate::app::words::faults::did_you_mean;
use crate::config::error::nearest;
use crate::i18n::Texts;

/// What a table may give of an internship, besides the name of the case.
const GIVEN: [&str; 12] = [
    "start",
    "end",
    "weekly_hours",
    "pattern",
    "interruptions",
    "irregular",
    "calendar",
    "regime",
    "gratification",
    "signed",
    "headcount_band",
    "prior_hours",
];

/// What it must give.
const NEEDED: [&str; 2] = ["start", "end"];

/// The name of a case.
const CASE: &str = "case";

/// A result: its column, and how it is computed; nothing where there is none.
type Outcome = (&'static str, fn(&Calculations) -> Option<String>);

/// What a table may say that the rules give.
const RESULTS: [Outcome; 9] = [
    ("worked_days", |one| Some(one.worked_days.to_string())),
    ("hours", |one| Some(one.hours.to_string())),
    ("legal_months", |one| Some(one.legal_months.to_string())),
    ("legal_days", |one| Some(one.legal_days.to_string())),
    ("legal_hours", |one| Some(one.legal_hours.to_string())),
    ("gratification_due", |one| Some(yes(one.gratification_due))),
    ("over_924", |one| Some(yes(one.over_924))),
    ("minimum_civil_year", |one| one.minimum_civil_year.map(|amount| amount.to_string())),
    ("minimum_at_signature", |one| one.minimum_at_signature.map(|amount| amount.to_string())),
];

fn yes(holds: bool) -> String {
    if holds { "yes" } else { "no" }.to_owned()
}

/// A result that is not what the table says.
#[derive(Debug, Serialize)]
struct Difference {
    column: &'static str,
    expected: String,
    computed: String,
}

/// One line of the table.
#[derive(Serialize)]
struct Compared {
    case: String,
    line: u64,
    agrees: bool,
    differences: Vec<Difference>,
    #[serde(flatten)]
    report: Report,
}

/// Computes a table and compares it.
///
/// # Errors
/// When it cannot be read, or a line differs.
pub fn run(file: &Path, json: bool, texts: Texts) -> Result<(), Failure> {
    let name = file.display().to_string();
    let table = read(file, &name)?;
    let mut all = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        all.push(table.compare(row, &name, texts)?);
    }
    let different = all.iter().filter(|one| !one.agrees).count();
    if json {
        out::json_lines(&all)?;
    } else {
        out::line(&text(texts, &all, different))?;
    }
    if different > 0 { Err(Failure::silent(Exit::Failed)) } else { Ok(()) }
}

struct Table {
    columns: Vec<String>,
    rows: Vec<StringRecord>,
}

fn read(file: &Path, name: &str) -> Result<Table, Failure> {
    let unreadable = |why: String| {
        let about = [("file", name.to_owned().into()), ("why", why.into())];
        Failure::new(Exit::Failed, "law-csv-unreadable", about)
    };
    let mut text = Vec::new();
    let read = if name == "-" {
        std::io::stdin().lock().read_to_end(&mut text)
    } else {
        std::fs::File::open(file).and_then(|mut file| file.read_to_end(&mut text))
    };
    read.map_err(|error| unreadable(error.to_string()))?;
    // Spreadsheets begin a file with a mark that is no part of it.
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&text);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text);
    let headers = reader.headers().map_err(|error| malformed(name, &error))?.clone();
    let columns: Vec<String> = headers.iter().map(str::to_owned).collect();
    let known: Vec<&'static str> =
        std::iter::once(CASE).chain(GIVEN).chain(RESULTS.map(|(column, _)| column)).collect();
    if let Some(strange) = columns.iter().find(|column| !known.contains(&column.as_str())) {
        let (file, found) = (name.to_owned(), strange.clone());
        let near = nearest(strange, known.iter().copied());
        return Err(Failure::worded(Exit::Usage, move |texts| {
            let about = [
                ("file", file.as_str().into()),
                ("found", found.as_str().into()),
                ("known", known.join(", ").into()),
            ];
            texts.format("law-csv-column", &about) + &did_you_mean(texts, near.as_deref())
        }));
    }
    if let Some(column) = NEEDED.into_iter().find(|needed| !columns.iter().any(|column| column == needed)) {
        let about = [("file", name.to_owned().into()), ("column", column.into())];
        return Err(Failure::new(Exit::Usage, "law-csv-missing", about));
    }
    let rows = reader.records().collect::<Result<_, _>>().map_err(|error| malformed(name, &error))?;
    Ok(Table { columns, rows })
}

/// A line that has more cells than the first, text that is not text.
fn malformed(name: &str, error: &csv::Error) -> Failure {
    let line = error.position().map_or(1, csv::Position::line);
    let about = [("file", name.to_owned().into()), ("line", line.into())];
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            let [file, line] = about;
            let (expected, found) = (("expected", (*expected_len).into()), ("found", (*len).into()));
            Failure::new(Exit::Usage, "law-csv-cells", [file, line, expected, found])
        }
        _ => Failure::new(Exit::Usage, "law-csv-malformed", about),
    }
}

impl Table {
    fn cell<'a>(&self, row: &'a StringRecord, column: &str) -> &'a str {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| row.get(at)).unwrap_or_default()
    }

    fn compare(&self, row: &StringRecord, name: &str, texts: Texts) -> Result<Compared, Failure> {
        let line = row.position().map_or(0, csv::Position::line);
        let facts = self.given(row).facts().map_err(|wrong| refused(wrong, name, line))?;
        let report = Report::of(&facts, texts);
        let mut differences = Vec::new();
        for (column, computed) in
            RESULTS.iter().filter(|(column, _)| self.columns.iter().any(|name| name == column))
        {
            let expected = self.cell(row, column);
            let computed = report.calculations.as_ref().and_then(computed).unwrap_or_default();
            if !same(expected, &computed) {
                differences.push(Difference { column, expected: expected.to_owned(), computed });
            }
        }
        let case = self.cell(row, CASE).to_owned();
        Ok(Compared { case, line, agrees: differences.is_empty(), differences, report })
    }

    fn given(&self, row: &StringRecord) -> Given {
        let cell = |column: &str| self.cell(row, column).to_owned();
        // Several of them stand in one cell, a semicolon between.
        let cells = |column: &str| {
            let parts = self.cell(row, column).split(';').map(str::trim);
            parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        Given {
            start: cell("start"),
            end: cell("end"),
            weekly_hours: cell("weekly_hours"),
            pattern: cell("pattern"),
            interruptions: cells("interruptions"),
            irregular: cells("irregular"),
            calendar: cell("calendar"),
            regime: cell("regime"),
            gratification: cell("gratification"),
            signed: cell("signed"),
            headcount_band: cell("headcount_band"),
            prior_hours: cell("prior_hours"),
        }
    }
}

/// The sentence names the file, the line and the column.
fn refused(wrong: Wrong, name: &str, line: u64) -> Failure {
    let file = name.to_owned();
    Failure::worded(Exit::Usage, move |texts| {
        let about = [("file", file.as_str().into()), ("line", line.into()), ("column", wrong.what.into())];
        wrong.sentence(texts, &texts.format("law-csv-place", &about))
    })
}

/// Numbers are the same whatever their zeros.
fn same(expected: &str, computed: &str) -> bool {
    match (expected.replace(',', ".").parse::<Decimal>(), computed.parse::<Decimal>()) {
        (Ok(expected), Ok(computed)) => expected == computed,
        _ => expected == computed,
    }
}

fn text(texts: Texts, all: &[Compared], different: usize) -> String {
    let mut lines = Vec::with_capacity(all.len() + 1);
    for one in all {
        let glyph = if one.agrees { "✓" } else { "!!" };
        lines.push(format!("{glyph} {}", one.case));
        for difference in &one.differences {
            let said = |text: &str| {
                if text.is_empty() { texts.get("value-empty").to_owned() } else { text.to_owned() }
            };
            let about = [
                ("column", difference.column.into()),
                ("expected", said(&difference.expected).into()),
                ("computed", said(&difference.computed).into()),
            ];
            lines.push(format!("   {}", texts.format("law-csv-differs", &about)));
        }
    }
    lines
        .push(texts.format("law-csv-count", &[("count", all.len().into()), ("different", different.into())]));
    lines.join("\n")
}
