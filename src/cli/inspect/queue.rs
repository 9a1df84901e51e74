//! The rows of a queue, page after page, as a table or as one JSON object a line.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::postgres::PgConnection;
use widgets::text::{sanitise, width};

use super::super::exit::{Exit, Failure};
use super::super::out;
use super::super::text::refused_to;
use crate::app::words::{self, faults};
use crate::config::error::nearest;
use crate::domain::access::Scope;
use crate::domain::queue::{Queue, Shape};
use crate::domain::row::{Row, Sort};
use crate::i18n::{DateStyle, Texts};
use crate::store::lists::{self, From, Wanted};

/// The queue that the desk opens on.
pub const DEFAULT: Queue = Queue::Administrative;

/// Rows read at once.
const PAGE: usize = 500;

/// The columns of the table, by the texts of their heads.
const HEADS: [&str; 8] = [
    "inspect-number",
    "inspect-student",
    "field-organisation",
    "field-start-date",
    "field-end-date",
    "inspect-state",
    "inspect-since",
    "inspect-findings",
];

/// How rows are written.
#[derive(Clone, Copy)]
pub enum Format {
    /// A table, in this language.
    Text(Texts),
    /// Objects.
    Json,
}

/// What stopped the rows.
pub enum Stopped {
    /// The database.
    Refused(sqlx::Error),
    /// Anything that is said already.
    Failed(Failure),
}

impl Stopped {
    /// As the command ends.
    pub fn into_failure(self, login: &str) -> Failure {
        match self {
            Self::Refused(error) => refused_to(error, login),
            Self::Failed(failure) => failure,
        }
    }
}

/// The queue that a code, or a name in either language, means.
///
/// # Errors
/// When it means none; the nearest one is said.
pub fn named(name: Option<&str>) -> Result<Queue, Failure> {
    let Some(name) = name else { return Ok(DEFAULT) };
    if let Some(queue) = words::queue_named(name) {
        return Ok(queue);
    }
    let name = name.to_owned();
    Err(Failure::worded(Exit::Usage, move |texts| {
        let codes = || Queue::ALL.iter().map(|queue| queue.code());
        let known = codes().collect::<Vec<_>>().join(", ");
        let near = nearest(&name.replace('-', "_"), codes());
        let about = [("name", name.as_str().into()), ("known", known.into())];
        texts.format("inspect-no-queue", &about) + &faults::did_you_mean(texts, near.as_deref())
    }))
}

/// Writes the rows, as the person of this scope sees them.
///
/// # Errors
/// When the database refuses, or the output.
pub async fn write(
    connection: &mut PgConnection,
    shape: &Shape,
    scope: &Scope,
    limit: usize,
    format: Format,
) -> Result<(), Stopped> {
    let wanted = Wanted { shape, terms: &[], sort: Sort::default(), scope };
    let mut table = Table::default();
    let (mut left, mut place) = (limit, None);
    loop {
        let asked = left.min(PAGE);
        let from = place.as_ref().map_or(From::Top, From::After);
        let rows = lists::page(connection, &wanted, from, i64::try_from(asked).unwrap_or(i64::MAX)).await;
        let rows = rows.map_err(Stopped::Refused)?;
        match format {
            Format::Json => out::json_lines(&rows.iter().map(Listed::from).collect::<Vec<_>>()),
            Format::Text(texts) => match table.page(texts, &rows, place.is_none()) {
                text if text.is_empty() => Ok(()),
                text => out::line(&text),
            },
        }
        .map_err(Stopped::Failed)?;
        left -= rows.len().min(left);
        place = rows.last().map(Row::place);
        if rows.len() < asked || left == 0 {
            return Ok(());
        }
    }
}

/// A row, for scripts.
#[derive(Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    row: &'a Row,
    claimed_until: Option<DateTime<Utc>>,
}

impl<'a> std::convert::From<&'a Row> for Listed<'a> {
    fn from(row: &'a Row) -> Self {
        Self { row, claimed_until: row.claimed.map(|(_, until)| until) }
    }
}

/// A table whose columns only grow from page to page.
#[derive(Default)]
struct Table {
    widths: [usize; HEADS.len()],
}

impl Table {
    fn page(&mut self, texts: Texts, rows: &[Row], first: bool) -> String {
        let heads = HEADS.map(|id| words::capitalised(texts.get(id)));
        let lines: Vec<[String; HEADS.len()]> =
            first.then_some(heads).into_iter().chain(rows.iter().map(|row| cells(texts, row))).collect();
        for line in &lines {
            for (column, cell) in self.widths.iter_mut().zip(line) {
                *column = (*column).max(width(cell));
            }
        }
        let lines: Vec<String> = lines.iter().map(|line| self.line(line)).collect();
        lines.join("\n")
    }

    fn line(&self, cells: &[String; HEADS.len()]) -> String {
        let mut line = String::new();
        for (cell, column) in cells.iter().zip(self.widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', column - width(cell) + 2));
        }
        line.trim_end().to_owned()
    }
}

fn cells(texts: Texts, row: &Row) -> [String; HEADS.len()] {
    let day =
        |day: Option<chrono::NaiveDate>| day.map(|day| texts.date(day, DateStyle::Full)).unwrap_or_default();
    let state = match row.next_step() {
        Some(step) => words::step(texts, step),
        None => words::file_state(texts, row.file_state),
    };
    let findings = match (row.checked, row.blocking, row.warnings) {
        (false, ..) => texts.get("inspect-unchecked").to_owned(),
        (true, 0, 0) => String::new(),
        (true, blocking, warnings) => {
            texts.format("inspect-found", &[("blocking", blocking.into()), ("warnings", warnings.into())])
        }
    };
    [
        row.id.to_string(),
        sanitise(&row.student).into_owned(),
        sanitise(&row.organisation).into_owned(),
        day(row.start),
        day(row.end),
        state.to_owned(),
        texts.date(texts.day_of(row.since), DateStyle::Full),
        findings,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn without_a_name_it_is_the_one_of_the_desk_and_a_wrong_one_names_the_nearest() {
        assert_eq!(named(None).ok(), Some(DEFAULT));
        let fault = named(Some("administrativ")).expect_err("no such queue");
        assert_eq!(fault.exit, Exit::Usage);
        let said = fault.sentence(Texts::of(Lang::Fr)).unwrap_or_default();
        assert!(said.contains("Vouliez-vous dire") && said.contains("administrative\u{a0}»"), "{said}");
    }
}
