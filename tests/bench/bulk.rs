//! How fast files are validated: a thousand in one gesture, a hundred by each of ten people at once, and one alone.
//! Each with its history, the look at its findings, its row, its counts and its event, on a disk that is waited for.

#[path = "support/database.rs"]
#[expect(dead_code, reason = "each bench uses its part of what they share")]
mod database;
#[path = "support/desk.rs"]
mod desk;
#[path = "support/mod.rs"]
mod harness;

use std::collections::HashSet;
use std::process::ExitCode;
use std::time::Duration;

use database::{Outcome, Server};
use desk::{Clerk, together};
use guichet::domain::act::{Act, Target};
use harness::{Bench, Case, Key, now};
use tokio::runtime::Runtime;

const SIZES: [u32; 2] = [130_000, 1_300_000];
/// Who validates a thousand: nobody here has so many files in fewer centres.
const WIDEST: &str = "all200";
const GESTURE: usize = 1_000;
/// Each gesture is on files of its own until they have all served.
const GESTURES: usize = 5;
const PEOPLE: usize = 10;
const EACH: usize = 100;
const SINGLES: usize = 500;
const ROUNDS: usize = 20;

fn key(case: &'static str, role: &'static str, size: u32) -> Key {
    Key { case, role: Some(role), rows: Some(size.into()) }
}

fn one_gesture(size: u32) -> Key {
    key("one_gesture", WIDEST, size)
}

fn ten_people(size: u32) -> Key {
    key("ten_people", "ten clerks", size)
}

fn single(size: u32) -> Key {
    key("single", WIDEST, size)
}

fn main() -> ExitCode {
    let sizes = if database::is_quick() { &SIZES[..1] } else { &SIZES };
    let promised: Vec<Key> =
        sizes.iter().flat_map(|size| [one_gesture(*size), ten_people(*size), single(*size)]).collect();
    Bench::main("bulk", std::env::args().skip(1), &promised, |bench| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let server = Server::open()?;
        for size in sizes {
            let original = runtime.block_on(server.university(*size))?;
            let copy = runtime.block_on(server.copy(&original, "bulk"))?;
            let measured = measure(bench, &runtime, &server, &copy, *size);
            runtime.block_on(server.drop(&copy))?;
            measured?;
        }
        Ok(())
    })
}

fn measure(bench: &mut Bench, runtime: &Runtime, server: &Server, copy: &str, size: u32) -> Outcome<()> {
    let mut taken = HashSet::new();
    // The clerks of few centres choose before the one of all.
    let mut people = runtime.block_on(ten(server, copy, &mut taken))?;
    let mut widest = runtime.block_on(Clerk::open(server, copy, WIDEST))?;
    bench.run(one_gesture(size), |case| gestures(case, runtime, &mut widest, &mut taken));
    bench.run(ten_people(size), |case| {
        rounds(case, PEOPLE * EACH, |_| runtime.block_on(at_once(&mut people)))
    });
    bench.run(single(size), |case| singles(case, runtime, &mut widest, &mut taken));
    Ok(())
}

/// The rounds of a case, and how many files a second were validated in all of them.
fn rounds(case: &mut Case, files: usize, round: impl FnMut(usize) -> Outcome<Duration>) -> Outcome<()> {
    case.rounds(ROUNDS, round)?;
    let time: Duration = case.samples.iter().sum();
    case.per_second = Some((files * case.samples.len()) as f64 / time.as_secs_f64());
    Ok(())
}

fn undo() -> Act {
    Act::Unvalidate("mesure".to_owned())
}

fn gestures(case: &mut Case, runtime: &Runtime, clerk: &mut Clerk, taken: &mut HashSet<i32>) -> Outcome<()> {
    let mut files = runtime.block_on(clerk.take(taken, GESTURES * GESTURE))?;
    if files.len() < GESTURES * GESTURE {
        return Err(format!("only {} files may be validated", files.len()).into());
    }
    rounds(case, GESTURE, |at| {
        let at = at % GESTURES * GESTURE;
        let mine = &mut files[at..at + GESTURE];
        let start = now();
        let done = runtime.block_on(clerk.act(&Act::Validate, mine))?;
        let elapsed = start.elapsed();
        let back = runtime.block_on(clerk.act(&undo(), &done))?;
        mine.copy_from_slice(&back);
        Ok(elapsed)
    })
}

/// Ten people of different centres, each with files of their own.
async fn ten(server: &Server, copy: &str, taken: &mut HashSet<i32>) -> Outcome<Vec<(Clerk, Vec<Target>)>> {
    let mut people = Vec::new();
    for login in server.clerks(copy).await? {
        let mut clerk = Clerk::open(server, copy, &login).await?;
        let mut seen = taken.clone();
        let files = clerk.take(&mut seen, EACH).await?;
        if files.len() == EACH {
            *taken = seen;
            people.push((clerk, files));
        }
        if people.len() == PEOPLE {
            return Ok(people);
        }
    }
    Err(format!("only {} people have {EACH} files to validate", people.len()).into())
}

async fn at_once(people: &mut Vec<(Clerk, Vec<Target>)>) -> Outcome<Duration> {
    let start = now();
    let acts = std::mem::take(people).into_iter().map(|(mut clerk, files)| async move {
        let done = clerk.act(&Act::Validate, &files).await?;
        Ok((clerk, done))
    });
    *people = together(acts).await?;
    let elapsed = start.elapsed();
    for (clerk, files) in people {
        *files = clerk.act(&undo(), files).await?;
    }
    Ok(elapsed)
}

fn singles(case: &mut Case, runtime: &Runtime, clerk: &mut Clerk, taken: &mut HashSet<i32>) -> Outcome<()> {
    let files = runtime.block_on(clerk.take(taken, SINGLES + 10))?;
    case.time(SINGLES, |at| runtime.block_on(clerk.act(&Act::Validate, &files[at..=at])))
}
