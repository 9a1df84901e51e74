//! What a key costs in the real program, in a terminal of 200x50 on the whole university: from the key to the end of
//! the synchronized update that it causes. And how long the program takes to open, and how much memory it holds.

#[path = "support/database.rs"]
#[expect(dead_code, reason = "each bench uses its part of what they share")]
mod database;
#[path = "support/mod.rs"]
#[expect(dead_code, reason = "each bench uses its part of what they share")]
mod harness;
#[path = "../support/mod.rs"]
#[expect(dead_code, clippy::expect_used, reason = "what the tests share: a bench only needs the terminal")]
mod support;
#[path = "support/terminal.rs"]
mod terminal;

use std::convert::Infallible;
use std::process::ExitCode;
use std::time::Duration;

use database::{Outcome, Server};
use harness::{Bench, Case, Key, now};
use support::pty::{self, Frame, Launch, Pty};
use terminal::{has_rows, quiet};

const LOGIN: &str = "all200";
const SIZE: (u16, u16) = (200, 50);
const KEYS: usize = 500;
const STARTS: usize = 20;
/// Moves that stay on the screen: fewer than it has rows.
const MOVES: usize = 30;
/// Pages in one direction before turning back.
const PAGES: usize = 25;
/// Longer than anything takes.
const SOON: Duration = Duration::from_secs(20);
/// What a key has set going is over when nothing came for so long: the next key must not be answered by its frames.
const QUIET: Duration = Duration::from_millis(50);

const DOWN: &str = "j";
const UP: &str = "k";
const PAGE_DOWN: &str = "\x1b[6~";
const PAGE_UP: &str = "\x1b[5~";
const HOME: &str = "\x1b[H";
const ESCAPE: &str = "\x1b";

fn main() -> ExitCode {
    let size: u32 = if database::is_quick() { 130_000 } else { 1_300_000 };
    let key = |case| Key { case, role: Some(LOGIN), rows: Some(size.into()) };
    let cases = [
        "start_first_frame",
        "start_first_rows",
        "cursor",
        "cursor_scroll",
        "page_move",
        "filter_key",
        "filter_rows",
        "memory",
    ];
    let promised = cases.map(key);
    Bench::main("keys", std::env::args().skip(1), &promised, |bench| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let server = Server::open()?;
        let database = runtime.block_on(server.university(size))?;
        let words = runtime.block_on(words(&server, &database))?;
        let home = tempfile::tempdir()?;
        let program = || {
            Launch::guichet()
                .env("DATABASE_URL", server.url(&database, LOGIN))
                .env("HOME", home.path())
                .env("LANG", "en_GB.UTF-8")
                .size(SIZE.0, SIZE.1)
        };
        starts(bench, &key, &program)?;
        let pty = program().spawn()?;
        pty.wait(has_rows, "rows", SOON)?;
        let mut at = 0;
        bench.run(key("cursor"), |case| there_and_back(case, &pty, DOWN, UP, MOVES));
        bench.run(key("cursor_scroll"), |case| {
            press(&pty, PAGE_DOWN)?;
            // From the last row of the screen on, every move scrolls.
            (0..usize::from(SIZE.1)).try_for_each(|_| press(&pty, DOWN).map(drop))?;
            frames(case, &pty, |_| DOWN)
        });
        press(&pty, HOME)?;
        bench.run(key("page_move"), |case| there_and_back(case, &pty, PAGE_DOWN, PAGE_UP, PAGES));
        press(&pty, HOME)?;
        bench.run(key("filter_key"), |case| typing(case, &pty, &words, &mut at));
        bench.run(key("filter_rows"), |case| {
            case.rounds(words.len().min(200), |at| rows_of(&pty, &words[at % words.len()]))
        });
        bench.run(key("memory"), |case| {
            case.bytes = Some(pty.peak_memory()?);
            pty::Outcome::Ok(())
        });
        Ok(())
    })
}

/// Surnames of those whose files wait, to be looked for.
async fn words(server: &Server, database: &str) -> Outcome<Vec<String>> {
    let mut dba = server.dba(database).await?;
    let words: Vec<String> = sqlx::query_scalar(
        "select name from (
           select distinct split_part(student_key, ' ', 1) as name from guichet.convention_row where queue = 'administrative') n
         where name ~ '^[a-z]{4,9}$' order by md5(name) limit 210",
    )
    .fetch_all(&mut dba)
    .await?;
    if words.is_empty() { Err("no name to look for".into()) } else { Ok(words) }
}

/// Opens the program again and again.
fn starts(
    bench: &mut Bench,
    key: &impl Fn(&'static str) -> Key,
    program: &impl Fn() -> Launch,
) -> Outcome<()> {
    let (frame, rows) = (key("start_first_frame"), key("start_first_rows"));
    if !bench.wants(frame) && !bench.wants(rows) {
        return Ok(());
    }
    let (mut frames, mut lists) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let start = now();
        let pty = program().spawn()?;
        pty.wait(|screen| !screen.contents().trim().is_empty(), "a first frame", SOON)?;
        frames.push(start.elapsed());
        pty.wait(has_rows, "rows", SOON)?;
        lists.push(start.elapsed());
        quiet(&pty, QUIET);
    }
    for (key, samples) in [(frame, frames), (rows, lists)] {
        bench.run::<Infallible>(key, |case| {
            case.samples = samples;
            Ok(())
        });
    }
    Ok(())
}

/// Presses a key on a quiet screen.
fn press(pty: &Pty, key: &str) -> pty::Outcome<Frame> {
    quiet(pty, QUIET);
    pty.frame_after(key, SOON)
}

/// Measures a key a round.
fn frames(case: &mut Case, pty: &Pty, key: impl Fn(usize) -> &'static str) -> pty::Outcome<()> {
    let mut bytes = Vec::new();
    case.rounds(KEYS, |at| {
        let frame = press(pty, key(at))?;
        bytes.push(frame.bytes);
        pty::Outcome::Ok(frame.elapsed)
    })?;
    case.bytes = median(bytes);
    Ok(())
}

/// So many times one key, then as many times the one that goes back.
fn there_and_back(
    case: &mut Case,
    pty: &Pty,
    there: &'static str,
    back: &'static str,
    times: usize,
) -> pty::Outcome<()> {
    frames(case, pty, |at| if (at / times).is_multiple_of(2) { there } else { back })
}

/// Letters typed into the filter line; at the end of each word the line is given up.
fn typing(case: &mut Case, pty: &Pty, words: &[String], word: &mut usize) -> pty::Outcome<()> {
    let mut left: Vec<char> = Vec::new();
    let mut open = false;
    let mut bytes = Vec::new();
    case.rounds(KEYS, |_| {
        if left.is_empty() {
            // Where no line is open, there is nothing that Escape would draw.
            if std::mem::replace(&mut open, true) {
                press(pty, ESCAPE)?;
            }
            press(pty, "/")?;
            left = words[*word % words.len()].chars().rev().collect();
            *word += 1;
        }
        let letter: String = left.pop().into_iter().collect();
        let frame = press(pty, &letter)?;
        bytes.push(frame.bytes);
        pty::Outcome::Ok(frame.elapsed)
    })?;
    case.bytes = median(bytes);
    press(pty, ESCAPE).map(drop)
}

/// From Enter on the filter line to the rows that match it.
fn rows_of(pty: &Pty, word: &str) -> pty::Outcome<Duration> {
    press(pty, "/")?;
    quiet(pty, QUIET);
    pty.frame_after(word, SOON)?;
    quiet(pty, QUIET);
    let title = format!("/{word}");
    let start = now();
    pty.send("\r")?;
    pty.wait(
        |screen| {
            let text = screen.contents();
            let mut heads = text.lines().take(3).filter(|line| line.contains(&title));
            heads.next().is_some_and(|line| !line.contains("reading"))
        },
        "the rows of the filter",
        SOON,
    )?;
    let elapsed = start.elapsed();
    press(pty, ESCAPE)?;
    Ok(elapsed)
}

fn median(mut values: Vec<u64>) -> Option<u64> {
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}
