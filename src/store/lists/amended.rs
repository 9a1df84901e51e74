//! Lists of amendments: their rows, each of which carries what the row of its file shows.

use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};

use super::{COLUMNS, ListQuery, Result, Table, Wanted, count, unknown_day, word};
use crate::domain::amendment::{AmendmentState, Motive};
use crate::domain::convention::StepKind;
use crate::domain::row::{AmendmentRow, Glimpse, Place, Sort, SortColumn};

/// What a file calls as its amendment does: the row of the amendment holds it under the file's name.
const OF_BOTH: [&str; 6] = ["queue", "circuit", "steps_done", "since", "checked", "blocking"];

/// What a row of an amendment does not carry of its file.
const NOT_CARRIED: &str = "enrolment_differs";

/// What a row of an amendment adds to the row of its file, after the place in the list.
const ADDED: &str = "amendment_id, number, state, circuit, steps_done, motives, told, effective_from, checked, blocking, fresh, \
     cleared, abroad, crosses, since, pays";

/// The columns of a row of a file, then its place in the list and what an amendment adds.
fn columns(sort: Sort) -> String {
    let of_file = |name| match name {
        NOT_CARRIED => format!("false as {name}"),
        name if OF_BOTH.contains(&name) => format!("file_{name}"),
        name => String::from(name),
    };
    let file: Vec<String> = COLUMNS.split(", ").map(of_file).collect();
    format!("{}, {}::text as key, {ADDED}", file.join(", "), table(sort.column).column)
}

/// What lists of amendments are ordered by: the day of effect where the order says nothing of amendments.
fn table(column: SortColumn) -> Table {
    let (column, kind) = match column {
        SortColumn::Student => ("student_key", "text"),
        SortColumn::Organisation => ("organisation_key", "text"),
        SortColumn::Motive => ("motive", "text"),
        SortColumn::Since => ("since", "timestamptz"),
        SortColumn::Number => ("convention_id", "integer"),
        SortColumn::Findings => ("fresh", "smallint"),
        _ => ("effective_from", "date"),
    };
    Table { name: "guichet.amendment_row", column, kind, id: "amendment_id" }
}

pub(super) async fn read(
    conn: &mut PgConnection,
    wanted: &Wanted<'_>,
    descending: bool,
    place: Option<&Place>,
    rows: i64,
) -> Result<Vec<PgRow>> {
    let (of, columns) = (table(wanted.sort.column), columns(wanted.sort));
    if wanted.terms.is_empty() {
        let mut query = ListQuery::new(of, wanted, descending, place, rows).build(&columns);
        return query.build().fetch_all(conn).await;
    }
    let sql = format!("select {columns} from guichet.search_amendments($1, $2, $3, $4, $5, $6, $7) r");
    sqlx::query(AssertSqlSafe(sql))
        .bind(wanted.shape.stored)
        .bind(Json(wanted.terms))
        .bind(of.column)
        .bind(descending)
        .bind(place.map(|place| place.key.as_str()))
        .bind(place.map(|place| place.id))
        .bind(i32::try_from(rows).unwrap_or(i32::MAX))
        .fetch_all(conn)
        .await
}

/// The rows of these amendments as they stand.
pub(super) async fn rows(conn: &mut PgConnection, amendments: &[i32], sort: Sort) -> Result<Vec<PgRow>> {
    let sql = format!("select {} from guichet.amendment_row r where r.amendment_id = any($1)", columns(sort));
    sqlx::query(AssertSqlSafe(sql)).bind(amendments).fetch_all(conn).await
}

/// What a row says of an amendment; nothing when it is of a file.
pub(super) fn decode(row: &PgRow) -> Result<Option<AmendmentRow>> {
    const FIRST: usize = 29;
    if row.len() <= FIRST {
        return Ok(None);
    }
    let at = |place: usize| FIRST + place;
    let circuit: Vec<String> = row.try_get(at(3))?;
    let motives: Vec<String> = row.try_get(at(5))?;
    let told: Json<Vec<Glimpse>> = row.try_get(at(6))?;
    let crosses: Option<i16> = row.try_get(at(13))?;
    Ok(Some(AmendmentRow {
        id: row.try_get(at(0))?,
        number: i32::from(row.try_get::<i16, _>(at(1))?),
        state: word(row, at(2), AmendmentState::from_code)?,
        circuit: circuit.iter().filter_map(|kind| StepKind::from_code(kind)).collect(),
        steps_done: count(row, at(4))?,
        motives: motives.iter().filter_map(|motive| Motive::from_code(motive)).collect(),
        told: told.0,
        effective_from: Some(row.try_get(at(7))?).filter(|day| *day != unknown_day()),
        checked: row.try_get(at(8))?,
        blocking: count(row, at(9))?,
        fresh: count(row, at(10))?,
        cleared: count(row, at(11))?,
        abroad: row.try_get(at(12))?,
        crosses: crosses.and_then(|hours| u16::try_from(hours).ok()),
        since: row.try_get(at(14))?,
        pays: row.try_get(at(15))?,
    }))
}
