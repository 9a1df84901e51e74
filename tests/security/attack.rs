//! One attempt: a statement sent as it is, what came back, and whether that was expected. Each attempt is undone, and
//! counted.

use std::collections::BTreeMap;
use std::io::Write as _;

use sqlx::postgres::{PgConnection, PgDatabaseError, PgRow};
use sqlx::{AssertSqlSafe, Column as _, Executor, Row as _, ValueRef as _};

/// What the server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Rows, as text.
    Rows(Vec<Vec<Option<String>>>),
    /// An error.
    Refused {
        /// SQLSTATE.
        code: String,
        /// The sentence.
        message: String,
        /// What comes with it.
        detail: String,
    },
}

impl Answer {
    /// The SQLSTATE of a refusal.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Rows(_) => None,
            Self::Refused { code, .. } => Some(code),
        }
    }

    /// The rows of an answer, as long texts.
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::Rows(rows) => rows
                .iter()
                .map(|row| {
                    row.iter().map(|cell| cell.as_deref().unwrap_or("∅")).collect::<Vec<_>>().join("|")
                })
                .collect(),
            Self::Refused { code, message, detail } => vec![format!("{code} {message} {detail}")],
        }
    }

    /// The same with this value taken out, so that answers about two things can be compared.
    pub fn about(&self, value: &str) -> Vec<String> {
        self.lines().into_iter().map(|line| line.replace(value, "#")).collect()
    }

    fn of(answer: Result<Vec<PgRow>, sqlx::Error>) -> Self {
        match answer {
            Ok(rows) => Self::Rows(rows.iter().map(cells).collect()),
            Err(error) => Self::of_error(&error),
        }
    }

    /// An error of the server; any other is the test's own trouble.
    pub fn of_error(error: &sqlx::Error) -> Self {
        let Some(said) = error.as_database_error() else { panic!("the line broke: {error}") };
        let detail = said.try_downcast_ref::<PgDatabaseError>().and_then(|said| said.detail());
        Self::Refused {
            code: said.code().unwrap_or_default().into_owned(),
            message: said.message().to_owned(),
            detail: detail.unwrap_or_default().to_owned(),
        }
    }
}

fn cells(row: &PgRow) -> Vec<Option<String>> {
    let text = |at: usize| {
        let value = row.try_get_raw(at).expect("a column");
        if value.is_null() { None } else { Some(value.as_str().expect("text").to_owned()) }
    };
    row.columns().iter().map(|column| text(column.ordinal())).collect()
}

/// Somebody's connection.
pub struct Session {
    /// The connection.
    pub conn: PgConnection,
    /// What opens each of their transactions after `begin`.
    opening: Option<String>,
}

impl Session {
    /// A session whose transactions open with this statement.
    pub fn new(conn: PgConnection, opening: Option<String>) -> Self {
        Self { conn, opening }
    }

    /// Sends statements as they are, outside a transaction block.
    pub async fn send(&mut self, sql: &str) -> Answer {
        Answer::of(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_all(&mut self.conn).await)
    }

    /// Opens the transaction in which attempts are undone.
    pub async fn begin(&mut self) {
        let opening = format!("begin; {}", self.opening.as_deref().unwrap_or_default());
        self.conn.execute(AssertSqlSafe(opening)).await.expect("a transaction");
    }

    /// Ends it, without a trace.
    pub async fn end(&mut self) {
        self.conn.execute("rollback").await.expect("an end");
    }

    /// Sends a statement within [`Self::begin`] and undoes it.
    pub async fn attempt(&mut self, sql: &str) -> Answer {
        let answer = self.send(&format!("savepoint attempt; {sql}; rollback to attempt")).await;
        if answer.code().is_some() {
            self.conn.execute("rollback to attempt").await.expect("undone");
        }
        answer
    }

    /// Sends many statements at once within [`Self::begin`], each undone; the SQLSTATE of each, none for what was done.
    pub async fn attempts(&mut self, statements: &[String]) -> Vec<Answer> {
        let quoted: Vec<String> = statements.iter().map(|sql| format!("$attempt${sql}$attempt$")).collect();
        let block = format!(
            "do $block$
             declare sql text; codes text := '';
             begin
               foreach sql in array array[{}]::text[] loop
                 begin
                   execute sql;
                   raise exception using errcode = 'OK000';
                 exception when others then
                   codes := codes || sqlstate || ' ' || replace(sqlerrm, E'\n', ' ') || E'\n';
                 end;
               end loop;
               perform set_config('attempt.codes', codes, true);
             end $block$;
             select current_setting('attempt.codes')",
            quoted.join(", ")
        );
        let Answer::Rows(rows) = self.send(&block).await else { panic!("the attempts themselves failed") };
        let codes = rows[0][0].clone().unwrap_or_default();
        let answer = |line: &str| match line.split_once(' ') {
            Some(("OK000", _)) | None => Answer::Rows(vec![]),
            Some((code, message)) => {
                Answer::Refused { code: code.to_owned(), message: message.to_owned(), detail: String::new() }
            }
        };
        let answers: Vec<Answer> = codes.lines().map(answer).collect();
        assert_eq!(answers.len(), statements.len(), "an answer for each");
        answers
    }
}

/// What was tried, what was let in, and what was refused that should not be.
#[derive(Debug, Default)]
pub struct Tally {
    tried: BTreeMap<&'static str, usize>,
    let_in: Vec<String>,
    shut_out: Vec<String>,
}

impl Tally {
    /// One attempt that must come to nothing: refused with one of these codes.
    pub fn refused(
        &mut self,
        kind: &'static str,
        codes: &[&str],
        answer: &Answer,
        what: impl FnOnce() -> String,
    ) {
        self.count(kind);
        match answer.code() {
            Some(code) if codes.contains(&code) => {}
            _ => self.let_in.push(format!("{kind}: {}: {:?}", what(), answer.lines())),
        }
    }

    /// One attempt whose answer must be exactly this.
    pub fn same<T: PartialEq + std::fmt::Debug>(
        &mut self,
        kind: &'static str,
        found: &T,
        expected: &T,
        what: impl FnOnce() -> String,
    ) {
        self.count(kind);
        if found != expected {
            self.let_in.push(format!("{kind}: {}: {found:?} is not {expected:?}", what()));
        }
    }

    /// What somebody may do, and must be able to.
    pub fn allowed(&mut self, kind: &'static str, answer: &Answer, what: impl FnOnce() -> String) {
        self.count(kind);
        if answer.code().is_some() {
            self.shut_out.push(format!("{kind}: {}: {:?}", what(), answer.lines()));
        }
    }

    /// One attempt whose answer tells nothing: what stands afterwards does.
    pub fn tried(&mut self, kind: &'static str, _: Answer) {
        self.count(kind);
    }

    /// Something that the expectations do not speak of, or speak of in vain.
    pub fn unknown(&mut self, what: String) {
        self.let_in.push(format!("no expectation: {what}"));
    }

    fn count(&mut self, kind: &'static str) {
        *self.tried.entry(kind).or_default() += 1;
    }

    /// Says how many were tried and how many let in, and fails for one.
    #[track_caller]
    pub fn close(self) {
        let tried: usize = self.tried.values().sum();
        let mut out = std::io::stderr().lock();
        for (kind, tried) in &self.tried {
            let _ = writeln!(out, "    {kind}: {tried}");
        }
        let _ = writeln!(out, "attacks tried: {tried}, let in: {}", self.let_in.len());
        drop(out);
        let some = |all: &[String]| all.iter().take(60).map(|one| format!("  {one}\n")).collect::<String>();
        assert!(self.let_in.is_empty(), "{} let in:\n{}", self.let_in.len(), some(&self.let_in));
        assert!(self.shut_out.is_empty(), "{} shut out:\n{}", self.shut_out.len(), some(&self.shut_out));
    }
}
