//! Whether time tells a hidden file from one that does not exist: the same question about each in turn, as a person of
//! five centres. The ratio is hidden over absent.

#[path = "support/database.rs"]
#[expect(dead_code, reason = "each bench uses its part of what they share")]
mod database;
#[path = "support/mod.rs"]
#[expect(dead_code, reason = "each bench uses its part of what they share")]
mod harness;

use std::collections::HashSet;
use std::process::ExitCode;
use std::time::Duration;

use database::{Outcome, Server};
use harness::{Bench, Case, Key, now};
use sqlx::Connection;
use sqlx::postgres::PgConnection;
use tokio::runtime::Runtime;

const LOGIN: &str = "clerk5";
const CONVENTIONS: u32 = 130_000;
const ROUNDS: usize = 500;

/// What is asked of a file by its number.
const QUESTIONS: [(&str, &str); 5] = [
    ("read", "select id from guichet.convention where id = $1"),
    ("row", "select convention_id from guichet.convention_row where convention_id = $1"),
    ("sheet", "select guichet.file_sheet($1)"),
    ("history", "select seq from guichet.file_history($1)"),
    ("act", "select code from guichet.act('validate', array[$1], array[1], gen_random_uuid())"),
];

fn main() -> ExitCode {
    let key = |case| Key { case, role: Some(LOGIN), rows: Some(CONVENTIONS.into()) };
    let promised = QUESTIONS.map(|(case, _)| key(case));
    Bench::main("authority", std::env::args().skip(1), &promised, |bench| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let server = Server::open()?;
        let database = runtime.block_on(server.university(CONVENTIONS))?;
        let hidden = runtime.block_on(hidden(&server, &database))?;
        let mut person = runtime.block_on(server.person(&database, LOGIN))?;
        for (case, question) in QUESTIONS {
            bench.run(key(case), |case| compare(case, &runtime, &mut person, question, &hidden));
        }
        Ok(runtime.block_on(person.close())?)
    })
}

/// The numbers of files that this person does not see.
async fn hidden(server: &Server, database: &str) -> Outcome<Vec<i32>> {
    const ALL: &str = "select id from guichet.convention order by id";
    let mut person = server.person(database, LOGIN).await?;
    let seen: Vec<i32> = sqlx::query_scalar(ALL).fetch_all(&mut person).await?;
    person.close().await?;
    let seen: HashSet<i32> = seen.into_iter().collect();
    let mut dba = server.dba(database).await?;
    let all: Vec<i32> = sqlx::query_scalar(ALL).fetch_all(&mut dba).await?;
    dba.close().await?;
    Ok(all.into_iter().filter(|id| !seen.contains(id)).collect())
}

/// Asks of a hidden file and of none, by turns: what slows one slows the other.
fn compare(
    case: &mut Case,
    runtime: &Runtime,
    person: &mut PgConnection,
    question: &'static str,
    hidden: &[i32],
) -> Outcome<()> {
    let mut absent = Case::default();
    let beyond = hidden.last().copied().unwrap_or_default() + 1_000_000;
    case.rounds(ROUNDS, |round| {
        let missing = beyond + i32::try_from(round)?;
        absent.samples.push(ask(runtime, person, question, missing)?);
        // Far apart: neither finds the page of the one before.
        let there = hidden.get(round * 7_919 % hidden.len().max(1)).copied().unwrap_or_default();
        ask(runtime, person, question, there)
    })?;
    case.ratio =
        case.percentile_ms(0.5).zip(absent.percentile_ms(0.5)).map(|(hidden, absent)| hidden / absent);
    Ok(())
}

fn ask(runtime: &Runtime, person: &mut PgConnection, question: &'static str, id: i32) -> Outcome<Duration> {
    let start = now();
    let rows = runtime.block_on(sqlx::query(question).bind(id).fetch_all(&mut *person));
    let elapsed = start.elapsed();
    rows?;
    Ok(elapsed)
}
