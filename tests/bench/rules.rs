//! How fast the rules are: one convention computed and checked; 130 000 of them in memory, on two threads; through the
//! database, where their facts are gathered and what was found is recorded, in chunks, by two people at once; and later,
//! when nothing has changed, and when one host has.

#[path = "support/database.rs"]
#[expect(dead_code, reason = "each bench uses its part of what they share")]
mod database;
#[path = "support/mod.rs"]
mod harness;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Duration;

use chrono::{Days, NaiveDate};
use database::{Outcome, Server};
use guichet::domain::compliance::{Abroad, Content, Elsewhere, Facts, Pay, Stage, assess};
use guichet::domain::convention::Regime;
use guichet::domain::duration::{Pattern, Period, Schedule};
use guichet::domain::gratification::{Offer, Unit};
use guichet::store::files;
use harness::{Bench, Case, Key, now};
use rust_decimal::Decimal;
use sqlx::Executor;
use sqlx::postgres::PgConnection;
use tokio::runtime::Runtime;

const FILES: u32 = 130_000;
/// Who sees all of them.
const READER: &str = "all_admin";
/// How many files are asked for and recorded at once.
const CHUNK: usize = 1_000;

const ONE: Key = Key { case: "one", role: None, rows: None };

fn key(case: &'static str, files: u32) -> Key {
    Key { case, role: None, rows: Some(files.into()) }
}

fn main() -> ExitCode {
    let files = if database::is_quick() { FILES / 10 } else { FILES };
    let memory = key("memory", files);
    let (gathered, recorded) = (key("gathered", files), key("recorded", files));
    let (confirmed, nothing, host) =
        (key("confirmed", files), key("recheck_nothing", files), key("recheck_host", files));
    let promised = [ONE, memory, gathered, recorded, confirmed, nothing, host];
    Bench::main("rules", std::env::args().skip(1), &promised, |bench| {
        bench.run(ONE, |case| {
            let facts = spring(7);
            case.time(2_000, |_| Ok::<_, String>(assess(std::hint::black_box(&facts))))
        });
        bench.run(memory, |case| {
            let all: Vec<Facts> = (0..files).map(spring).collect();
            rounds(case, files, |_| Ok(in_memory(&all)))
        });
        if [gathered, recorded, confirmed, nothing, host].into_iter().any(|key| bench.wants(key)) {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            through_the_database(bench, &runtime, files, (gathered, recorded, confirmed, nothing, host))?;
        }
        Ok(())
    })
}

/// Three rounds, and how many files a second in all of them.
fn rounds(case: &mut Case, files: u32, mut round: impl FnMut(usize) -> Outcome<Duration>) -> Outcome<()> {
    for at in 0..3 {
        case.samples.push(round(at)?);
    }
    let time: Duration = case.samples.iter().sum();
    case.per_second = Some(f64::from(files) * case.samples.len() as f64 / time.as_secs_f64());
    Ok(())
}

/// An internship of a spring and summer, with all that a file may hold; each number a little different.
fn spring(number: u32) -> Facts {
    let start = NaiveDate::from_ymd_opt(2026, 2, 2).unwrap_or_default() + Days::new(u64::from(number % 60));
    let end = start + Days::new(100 + u64::from(number % 90));
    let mut schedule = Schedule::new(start, end, Some(Decimal::new(3_500, 2)));
    if number.is_multiple_of(3) {
        let hours = [750, 750, 750, 750, 500, 0, 0].map(|hundredths| Decimal::new(hundredths, 2));
        schedule.patterns.push(Pattern { from: start, hours });
    }
    if number.is_multiple_of(5) {
        schedule.interruptions.push(Period { from: start + Days::new(30), to: start + Days::new(44) });
    }
    schedule.calendar = None;
    schedule.country = "FR".into();
    schedule.postal_code = Some(format!("{:05}", number % 95_000));
    let overlaps = if number.is_multiple_of(20) { vec![schedule.clone()] } else { Vec::new() };
    Facts {
        regime: Regime::Initial,
        year: 2025,
        year_starts: (9, 1),
        year_extension_days: 0,
        start_date: Some(start),
        end_date: Some(end),
        schedule: Some(schedule),
        stage: Stage::Soon,
        unsigned: true,
        validated: false,
        minor_until: None,
        pay: Pay {
            gratification: Some(true),
            offers: vec![Offer { from: start, amount: Decimal::new(435, 2), unit: Unit::Hour, basis: None }],
            signed: Some(start),
            ceilings: vec![(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default(), Decimal::from(30))],
            ..Pay::default()
        },
        content: Content { teaching_hours: Some(250), ..Content::default() },
        elsewhere: Elsewhere {
            other_hours: Decimal::from(number % 500),
            overlaps,
            tutor_files: number % 5,
            supervisor_files: number % 30,
            supervisor_quota: 24,
            host_files: number % 9,
            headcount: Some((20, Some(49))),
            ..Elsewhere::default()
        },
        abroad: Abroad::default(),
        rupture: None,
        severities: BTreeMap::new(),
    }
}

/// The time that two threads take for all of them.
fn in_memory(all: &[Facts]) -> Duration {
    let (first, second) = all.split_at(all.len() / 2);
    let check = |half: &[Facts]| half.iter().map(|facts| assess(facts).findings.len()).sum::<usize>();
    let start = now();
    let found = std::thread::scope(|scope| {
        let other = scope.spawn(|| check(second));
        check(first) + other.join().unwrap_or_default()
    });
    let elapsed = start.elapsed();
    std::hint::black_box(found);
    elapsed
}

fn through_the_database(
    bench: &mut Bench,
    runtime: &Runtime,
    files: u32,
    (gathered, recorded, confirmed, nothing, host): (Key, Key, Key, Key, Key),
) -> Outcome<()> {
    let server = Server::open()?;
    let original = runtime.block_on(server.university(FILES))?;
    let copy = runtime.block_on(server.copy(&original, "rules"))?;
    let mut people = runtime.block_on(async {
        Outcome::Ok((server.person(&copy, READER).await?, server.person(&copy, READER).await?))
    })?;
    let ids: Vec<i32> = runtime.block_on(async {
        let mut dba = server.dba(&copy).await?;
        let ids = sqlx::query_scalar("select id from guichet.convention order by id desc limit $1");
        Outcome::Ok(ids.bind(i64::from(files)).fetch_all(&mut dba).await?)
    })?;
    bench.run(gathered, |case| {
        rounds(case, files, |_| runtime.block_on(shared_out(&mut people, &ids, Work::Gather)))
    });
    bench.run(recorded, |case| {
        rounds(case, files, |_| runtime.block_on(shared_out(&mut people, &ids, Work::Record)))
    });
    bench.run(confirmed, |case| {
        rounds(case, files, |_| runtime.block_on(shared_out(&mut people, &ids, Work::LookAgain)))
    });
    let mut owner = runtime.block_on(server.dba(&copy))?;
    runtime.block_on(async { owner.execute("delete from guichet.touched").await })?;
    runtime.block_on(files::recheck(&mut people.0, |_, _| {}))?;
    bench.run(nothing, |case| rounds(case, files, |_| runtime.block_on(again(&mut people.0))));
    bench.run(host, |case| {
        rounds(case, files, |round| {
            // The host with the most interns.
            let touch = format!(
                "update guichet.host_organisation set headcount_band = '{}' where id = (
                   select organisation_id from guichet.convention where organisation_id is not null group by 1 order by count(*) desc limit 1)",
                ["11", "12", "21"][round % 3]
            );
            runtime.block_on(async { owner.execute(sqlx::AssertSqlSafe(touch)).await })?;
            runtime.block_on(again(&mut people.0))
        })
    });
    drop(people);
    drop(owner);
    runtime.block_on(server.drop(&copy))
}

/// What is done with a chunk of files.
#[derive(Clone, Copy)]
enum Work {
    /// Their facts are asked for, and the rules run on them.
    Gather,
    /// What they find is recorded too.
    Record,
    /// What they find is recorded where something changed.
    LookAgain,
}

/// The time of a recheck by one person.
async fn again(conn: &mut PgConnection) -> Outcome<Duration> {
    let start = now();
    files::recheck(conn, |_, _| {}).await?;
    Ok(start.elapsed())
}

/// The time that two people take for all of these files.
async fn shared_out(
    (one, other): &mut (PgConnection, PgConnection),
    ids: &[i32],
    work: Work,
) -> Outcome<Duration> {
    let start = now();
    let (first, second) = ids.split_at(ids.len() / 2);
    let (first, second) = tokio::join!(half_of(one, first, work), half_of(other, second, work));
    first?;
    second?;
    Ok(start.elapsed())
}

async fn half_of(conn: &mut PgConnection, ids: &[i32], work: Work) -> Outcome<()> {
    for some in ids.chunks(CHUNK) {
        match work {
            Work::Gather => {
                let known = files::facts(conn, some).await?;
                let found: usize = known.iter().map(|file| assess(&file.facts).findings.len()).sum();
                std::hint::black_box(found);
            }
            Work::Record => files::check(conn, some).await?,
            Work::LookAgain => {
                files::look_again(conn, some).await?;
            }
        }
    }
    Ok(())
}
