//! Reading lists: pages by key under the person's own policies, searches through the database's search function,
//! and the counts of the queues.

mod amended;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, PgConnection, Postgres, QueryBuilder, Row as _};

use super::Result;
use crate::domain::access::Scope;
use crate::domain::act::Subject;
use crate::domain::convention::{FileState, Regime, SignatureState, StepKind};
use crate::domain::filter::Term;
use crate::domain::queue::{COUNT_BOUND, Queue, Shape};
use crate::domain::row::{Place, Row, Sort, SortColumn};

/// Up to so many centres a list is read centre by centre; above, in the list's own order.
const FEW_CENTRES: usize = 40;

/// The day that stands for "unknown" in the projection.
fn unknown_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX)
}

/// Which rows, in which order.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// The queue.
    pub shape: &'a Shape,
    /// The filter; empty for the whole queue.
    pub terms: &'a [Term],
    /// The order.
    pub sort: Sort,
    /// Through what the person reads files.
    pub scope: &'a Scope,
}

/// From where a page is read.
#[derive(Clone, Debug)]
pub enum From<'a> {
    /// The first rows.
    Top,
    /// The last rows.
    Bottom,
    /// The rows after this one.
    After(&'a Place),
    /// The rows before this one.
    Before(&'a Place),
}

/// Reads a page: at most `rows` rows, always returned in the list's order.
pub async fn page(
    conn: &mut PgConnection,
    wanted: &Wanted<'_>,
    from: From<'_>,
    rows: i64,
) -> Result<Vec<Row>> {
    let backwards = matches!(from, From::Bottom | From::Before(_));
    let place = match from {
        From::After(place) | From::Before(place) => Some(place),
        From::Top | From::Bottom => None,
    };
    let descending = wanted.sort.descending != backwards;
    let found = match (wanted.shape.is_of_amendments(), wanted.terms.is_empty()) {
        (true, _) => amended::read(conn, wanted, descending, place, rows).await?,
        (false, true) => read(conn, wanted, descending, place, rows).await?,
        (false, false) => search(conn, wanted, descending, place, rows).await?,
    };
    let mut page = found.iter().map(decode).collect::<Result<Vec<_>>>()?;
    if backwards {
        page.reverse();
    }
    Ok(page)
}

/// The rows of these files, or of these amendments, as they stand, in no order; those that are out of scope are absent.
pub async fn rows(conn: &mut PgConnection, subjects: &[Subject], sort: Sort) -> Result<Vec<Row>> {
    let ids: Vec<i32> = subjects.iter().filter(|one| one.amendment.is_none()).map(|one| one.id).collect();
    let amendments: Vec<i32> = subjects.iter().filter_map(|one| one.amendment).collect();
    let mut found = Vec::new();
    if !ids.is_empty() {
        let sql =
            format!("select {} from guichet.convention_row r where r.convention_id = any($1)", columns(sort));
        found.extend(sqlx::query(AssertSqlSafe(sql)).bind(ids).fetch_all(&mut *conn).await?);
    }
    if !amendments.is_empty() {
        found.extend(amended::rows(conn, &amendments, sort).await?);
    }
    found.iter().map(decode).collect()
}

/// How many files stand in each queue. `None` for more than [`COUNT_BOUND`] of a queue counted apart.
pub async fn counts(conn: &mut PgConnection, today: NaiveDate) -> Result<Vec<(Queue, Option<i64>)>> {
    let spans: Vec<Json<Value>> = [Queue::SoonUnsigned, Queue::StartedUnsigned, Queue::Enrolment]
        .map(|queue| span(queue, today))
        .into();
    let bound = i32::try_from(COUNT_BOUND).unwrap_or(i32::MAX);
    let counted = sqlx::query!(
        r#"select queue as "queue!", files from guichet.queue_counts($1, $2)"#,
        Json(spans) as _,
        bound
    )
    .fetch_all(conn)
    .await?;
    Ok(counted
        .into_iter()
        .filter_map(|row| Queue::from_code(&row.queue).map(|queue| (queue, row.files)))
        .collect())
}

/// A queue that is counted apart, as the database is asked for it.
fn span(queue: Queue, today: NaiveDate) -> Json<Value> {
    let shape = queue.shape(today);
    Json(json!({
        "queue": queue.code(), "enrolment": shape.enrolment,
        "starting": shape.from, "before": shape.until, "ending": shape.ending,
    }))
}

/// What a row shows of a file, in the order that it is decoded in.
const COLUMNS: &str = "convention_id, version, queue, file_state, signature_state, circuit, steps_done, corrected, since, \
     start_date, end_date, student_name, student_number, organisation_name, town, etape_code, supervisor_name, centre_code, \
     regime, total_hours, confidential, checked, blocking, warnings, claimed_by, claimed_until, hold_until, enrolment_differs";

/// The columns of a row, then its place in the list.
fn columns(sort: Sort) -> String {
    format!("{COLUMNS}, {}::text as key", of_files(sort.column).code())
}

/// What lists of files are ordered by: their start where the order says nothing of files.
fn of_files(column: SortColumn) -> SortColumn {
    if column == SortColumn::Motive { SortColumn::Start } else { column }
}

/// What a key of the sort column is, for the database.
fn key_type(column: SortColumn) -> &'static str {
    match column {
        SortColumn::Start | SortColumn::End => "date",
        SortColumn::Since => "timestamptz",
        SortColumn::Number => "integer",
        SortColumn::Findings => "smallint",
        _ => "text",
    }
}

/// What a list is read from.
#[derive(Clone, Copy)]
struct Table {
    name: &'static str,
    /// The column that it is ordered by, and the type of its keys.
    column: &'static str,
    kind: &'static str,
    /// The number that no two rows share.
    id: &'static str,
}

/// One query over the branches through which the person reads files: each has its own index, no row comes twice.
///
/// What stays the same while somebody works (their scope, the queue, the rows of a screen) is written out: the plan then
/// knows it, and is made once for a connection.
struct ListQuery<'a> {
    of: Table,
    wanted: &'a Wanted<'a>,
    descending: bool,
    place: Option<&'a Place>,
    rows: i64,
    sql: QueryBuilder<Postgres>,
}

impl<'a> ListQuery<'a> {
    fn new(of: Table, wanted: &'a Wanted<'a>, descending: bool, place: Option<&'a Place>, rows: i64) -> Self {
        Self { of, wanted, descending, place, rows, sql: QueryBuilder::new("") }
    }

    fn build(mut self, columns: &str) -> QueryBuilder<Postgres> {
        let scope = self.wanted.scope;
        self.sql.push("select ").push(columns).push(" from (");
        self.centres();
        let elsewhere = format!("r.centre_id <> all({})", among(&scope.centres));
        let of_others = format!("coalesce(r.supervisor_id <> all({}), true)", among(&scope.supervised));
        if !scope.supervised.is_empty() {
            self.branch(&format!("supervisor_id = any({}) and {elsewhere}", among(&scope.supervised)));
        }
        if !scope.etapes.is_empty() {
            self.branch(&format!("etape_id = any({}) and {elsewhere} and {of_others}", among(&scope.etapes)));
        }
        if let Some(student) = scope.student {
            let not_taught = format!("r.etape_id <> all({})", among(&scope.etapes));
            self.branch(&format!("student_id = {student} and {elsewhere} and {of_others} and {not_taught}"));
        }
        self.sql.push(") r");
        self.order();
        self.sql
    }

    fn branch(&mut self, condition: &str) {
        let table = self.of.name;
        self.sql.push(format!(" union all (select r.* from {table} r where r.{condition}"));
        self.condition_and_order();
        self.sql.push(")");
    }

    fn centres(&mut self) {
        let name = self.of.name;
        let centres = among(&self.wanted.scope.centres);
        if self.wanted.scope.centres.len() <= FEW_CENTRES {
            self.sql.push(format!(
                "(select r.* from unnest({centres}) as mine (centre) cross join lateral (select r.* from {name} r \
                 where r.centre_id = mine.centre"
            ));
            self.condition_and_order();
            self.sql.push(") r");
            self.order();
        } else {
            self.sql.push(format!("(select r.* from {name} r where r.centre_id = any({centres})"));
            self.condition_and_order();
        }
        self.sql.push(")");
    }

    fn condition_and_order(&mut self) {
        let shape = self.wanted.shape;
        if let Some(queue) = shape.stored {
            self.sql.push(" and r.queue = '").push(queue).push("'");
        } else {
            // The indexes of the list of all files are for it alone.
            self.sql.push(" and r.convention_id > 0");
        }
        if shape.corrected {
            self.sql.push(" and r.corrected");
        }
        if shape.unsigned {
            self.sql.push(" and r.unsigned");
        }
        if shape.enrolment {
            self.sql.push(" and r.enrolment_differs");
        }
        if let Some(from) = shape.from {
            self.sql.push(" and r.start_date >= ").push_bind(from);
        }
        if let Some(until) = shape.until {
            self.sql.push(" and r.start_date < ").push_bind(until);
        }
        if let Some(ending) = shape.ending {
            self.sql.push(" and r.end_date >= ").push_bind(ending);
        }
        if let Some(place) = self.place {
            let Table { column, kind, id, .. } = self.of;
            let beyond = if self.descending { "<" } else { ">" };
            self.sql.push(format!(" and (r.{column}, r.{id}) {beyond} ("));
            self.sql.push_bind(place.key.clone()).push(format!("::{kind}, ")).push_bind(place.id).push(")");
        }
        self.order();
    }

    fn order(&mut self) {
        let way = if self.descending { "desc" } else { "asc" };
        let Table { column, id, .. } = self.of;
        let rows = self.rows;
        self.sql.push(format!(" order by r.{column} {way}, r.{id} {way} limit {rows}"));
    }
}

/// These numbers, as the database reads them.
fn among(ids: &[i32]) -> String {
    let ids: Vec<String> = ids.iter().map(i32::to_string).collect();
    format!("'{{{}}}'::integer[]", ids.join(","))
}

async fn read(
    conn: &mut PgConnection,
    wanted: &Wanted<'_>,
    descending: bool,
    place: Option<&Place>,
    rows: i64,
) -> Result<Vec<PgRow>> {
    let column = of_files(wanted.sort.column);
    let of = Table {
        name: "guichet.convention_row",
        column: column.code(),
        kind: key_type(column),
        id: "convention_id",
    };
    let mut query = ListQuery::new(of, wanted, descending, place, rows).build(&columns(wanted.sort));
    query.build().fetch_all(conn).await
}

async fn search(
    conn: &mut PgConnection,
    wanted: &Wanted<'_>,
    descending: bool,
    place: Option<&Place>,
    rows: i64,
) -> Result<Vec<PgRow>> {
    let sql = format!("select {} from guichet.search($1, $2, $3, $4, $5, $6, $7) r", columns(wanted.sort));
    sqlx::query(AssertSqlSafe(sql))
        .bind(asked(wanted.shape))
        .bind(Json(wanted.terms))
        .bind(of_files(wanted.sort.column).code())
        .bind(descending)
        .bind(place.map(|place| place.key.as_str()))
        .bind(place.map(|place| place.id))
        .bind(i32::try_from(rows).unwrap_or(i32::MAX))
        .fetch_all(conn)
        .await
}

/// How many files of a queue every term matches; `None` from [`COUNT_BOUND`] on.
pub async fn matching(conn: &mut PgConnection, shape: &Shape, terms: &[Term]) -> Result<Option<i64>> {
    let sort = SortColumn::Start.code();
    let counted: i64 =
        sqlx::query_scalar("select count(*) from guichet.search($1, $2, $3, false, null, null, $4)")
            .bind(asked(shape))
            .bind(Json(terms))
            .bind(sort)
            .bind(i32::try_from(COUNT_BOUND).unwrap_or(i32::MAX))
            .fetch_one(conn)
            .await?;
    Ok((counted < COUNT_BOUND).then_some(counted))
}

/// A queue, as the database is asked for it.
fn asked(shape: &Shape) -> Json<serde_json::Map<String, Value>> {
    let mut asked = serde_json::Map::new();
    if let Some(queue) = shape.stored {
        asked.insert("queue".into(), queue.into());
    }
    for (name, set) in
        [("corrected", shape.corrected), ("unsigned", shape.unsigned), ("enrolment", shape.enrolment)]
    {
        if set {
            asked.insert(name.into(), true.into());
        }
    }
    for (name, day) in [("from", shape.from), ("until", shape.until), ("ending", shape.ending)] {
        if let Some(day) = day {
            asked.insert(name.into(), day.to_string().into());
        }
    }
    Json(asked)
}

fn decode(row: &PgRow) -> Result<Row> {
    let known = |day: NaiveDate| (day != unknown_day()).then_some(day);
    let circuit: Vec<String> = row.try_get(5)?;
    let claimed: (Option<i32>, Option<DateTime<Utc>>) = (row.try_get(24)?, row.try_get(25)?);
    Ok(Row {
        id: row.try_get(0)?,
        version: row.try_get(1)?,
        queue: word(row, 2, Queue::from_code)?,
        file_state: word(row, 3, FileState::from_code)?,
        signature_state: word(row, 4, SignatureState::from_code)?,
        circuit: circuit.iter().filter_map(|kind| StepKind::from_code(kind)).collect(),
        steps_done: count(row, 6)?,
        corrected: row.try_get(7)?,
        since: row.try_get(8)?,
        start: known(row.try_get(9)?),
        end: known(row.try_get(10)?),
        student: row.try_get(11)?,
        student_number: row.try_get(12)?,
        organisation: row.try_get(13)?,
        town: row.try_get(14)?,
        etape: row.try_get(15)?,
        supervisor: row.try_get(16)?,
        centre: row.try_get(17)?,
        regime: word(row, 18, Regime::from_code)?,
        hours: row.try_get(19)?,
        confidential: row.try_get(20)?,
        checked: row.try_get(21)?,
        blocking: count(row, 22)?,
        warnings: count(row, 23)?,
        claimed: claimed.0.zip(claimed.1),
        hold_until: row.try_get(26)?,
        enrolment_differs: row.try_get(27)?,
        amendment: amended::decode(row)?.map(Box::new),
        key: row.try_get(28)?,
    })
}

fn word<T>(row: &PgRow, column: usize, read: impl Fn(&str) -> Option<T>) -> Result<T> {
    let code: &str = row.try_get(column)?;
    read(code).ok_or_else(|| sqlx::Error::ColumnDecode {
        index: column.to_string(),
        source: format!("{code} is not a word this version knows").into(),
    })
}

fn count<T: TryFrom<i16> + Default>(row: &PgRow, column: usize) -> Result<T> {
    Ok(T::try_from(row.try_get::<i16, _>(column)?).unwrap_or_default())
}
