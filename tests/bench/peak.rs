//! The busiest hour: the connections of sixty desks, twenty writes a second spread over them, everybody reading.
//! What is measured is how long a page takes meanwhile, and how long it takes until those concerned by a change have
//! read it after the database has told them.

#[path = "support/database.rs"]
#[expect(dead_code, reason = "each bench uses its part of what they share")]
mod database;
#[path = "support/desk.rs"]
mod desk;
#[path = "support/mod.rs"]
#[expect(dead_code, reason = "each bench uses its part of what they share")]
mod harness;

use std::cell::RefCell;
use std::collections::HashSet;
use std::convert::Infallible;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::{Duration, Instant};

use database::{Outcome, Server};
use desk::{Clerk, together};
use guichet::domain::act::{Act, Target};
use guichet::domain::row::Place;
use guichet::store::lists::{self, From};
use guichet::store::{files, session};
use harness::{Bench, Key, now};
use sqlx::postgres::PgListener;
use tokio::time::{Instant as Alarm, sleep_until};

const DESKS: usize = 60;
const WRITES_A_SECOND: u32 = 20;
const ROWS: i64 = 50;
/// Each desk keeps to files of its own, so that none is refused.
const FILES: usize = 10;
/// How often a desk reads without being told to, and how long it gathers notices before it reads: as the real one.
const READS: (Duration, Duration) = (Duration::from_millis(250), Duration::from_millis(750));
const GATHERING: (Duration, Duration) = (Duration::from_millis(100), Duration::from_millis(400));
const PATIENCE: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let quick = database::is_quick();
    let (size, length) = if quick { (130_000, 10) } else { (1_300_000, 120) };
    let key = |case| Key { case, role: None, rows: Some(u64::from(size)) };
    let (page, counts, visible, write) = (key("page"), key("counts"), key("visible"), key("write"));
    Bench::main("peak", std::env::args().skip(1), &[page, counts, visible, write], |bench| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let server = Server::open()?;
        let original = runtime.block_on(server.university(size))?;
        let copy = runtime.block_on(server.copy(&original, "peak"))?;
        let length = Duration::from_secs(length);
        let measured = runtime.block_on(hour(&server, &copy, length));
        runtime.block_on(server.drop(&copy))?;
        let seen = measured?;
        for (key, samples) in
            [(page, seen.page), (counts, seen.counts), (visible, seen.visible), (write, seen.write)]
        {
            bench.run::<Infallible>(key, |case| {
                case.per_second = Some(samples.len() as f64 / length.as_secs_f64());
                case.samples = samples;
                Ok(())
            });
        }
        Ok(())
    })
}

/// What was measured.
#[derive(Default)]
struct Seen {
    page: Vec<Duration>,
    counts: Vec<Duration>,
    /// From the answer to a write until somebody else who reads the file has read after the notice of it.
    visible: Vec<Duration>,
    write: Vec<Duration>,
}

/// A change that has been made, and the centre of its file.
#[derive(Clone, Copy)]
struct Change {
    by: usize,
    centre: i32,
    at: Instant,
}

/// What the desks of one run share.
struct Office {
    seen: RefCell<Seen>,
    /// In the order in which they were made.
    changes: RefCell<Vec<Change>>,
    start: Instant,
    end: Instant,
}

async fn hour(server: &Server, copy: &str, length: Duration) -> Outcome<Seen> {
    let mut dba = server.dba(copy).await?;
    let centres: Vec<(i32, i32)> =
        sqlx::query_as("select convention_id, centre_id from guichet.convention_row where open")
            .fetch_all(&mut dba)
            .await?;
    let centres = Rc::new(centres.into_iter().collect::<std::collections::HashMap<_, _>>());
    let logins = server.clerks(copy).await?;
    let mut taken = HashSet::new();
    let mut desks = Vec::with_capacity(DESKS);
    for at in 0..DESKS {
        let login = logins.get(at % logins.len().max(1)).ok_or("nobody validates")?;
        let mut clerk = Clerk::open(server, copy, login).await?;
        session::prepare(&mut clerk.conn).await?;
        let reasons = files::return_reasons(&mut clerk.conn).await?;
        let reason = reasons.first().ok_or("no reason for return")?.id;
        let listener = session::listen(server.options(copy, login), PATIENCE).await?;
        let files = clerk.take(&mut taken, FILES).await?;
        let places =
            clerk.page(From::Top, ROWS * 20).await?.iter().map(guichet::domain::row::Row::place).collect();
        let draw = Draw(at as u64 + 1);
        desks.push((listener, Desk { at, clerk, files, reason, places, draw, turn: 0, next_change: 0 }));
    }
    let writers = desks.iter().filter(|(_, desk)| !desk.files.is_empty()).count();
    let start = now();
    let office =
        Rc::new(Office { seen: RefCell::default(), changes: RefCell::default(), start, end: start + length });
    let mut writer = 0;
    let work = desks.into_iter().map(|(listener, desk)| {
        let turn = (!desk.files.is_empty()).then(|| {
            writer += 1;
            (writer - 1, writers)
        });
        desk.work(Rc::clone(&office), listener, turn, Rc::clone(&centres))
    });
    together(work).await?;
    Ok(office.seen.take())
}

/// One desk.
struct Desk {
    at: usize,
    clerk: Clerk,
    files: Vec<Target>,
    reason: i32,
    places: Vec<Place>,
    draw: Draw,
    /// How many writes it has made.
    turn: usize,
    /// The first change that it has not looked at.
    next_change: usize,
}

impl Desk {
    /// Works until the end: reads now and then, writes when it is its turn, and reads the list again when told.
    async fn work(
        mut self,
        office: Rc<Office>,
        mut listener: PgListener,
        turn: Option<(usize, usize)>,
        centres: Rc<std::collections::HashMap<i32, i32>>,
    ) -> Outcome<()> {
        let every = Duration::from_secs(1) / WRITES_A_SECOND;
        let never = office.end + Duration::from_secs(3_600);
        let mut write_at = turn.map_or(never, |(mine, _)| office.start + every * mine as u32);
        let mut read_at = office.start + self.draw.between(READS);
        let mut refresh_at: Option<Instant> = None;
        loop {
            let next = write_at.min(read_at).min(refresh_at.unwrap_or(never));
            if next >= office.end {
                return Ok(());
            }
            tokio::select! {
                biased;
                notice = listener.recv() => {
                    notice?;
                    refresh_at.get_or_insert(now() + self.draw.between(GATHERING));
                }
                () = sleep_until(Alarm::from_std(next)) => {
                    if refresh_at.is_some_and(|at| at <= next) {
                        refresh_at = None;
                        self.refresh(&office).await?;
                    } else if write_at <= next {
                        write_at += every * turn.map_or(1, |(_, writers)| writers as u32);
                        self.write(&office, &centres).await?;
                    } else {
                        read_at = now() + self.draw.between(READS);
                        self.browse(&office).await?;
                    }
                }
            }
        }
    }

    /// Reads the list again, and with it every change made before.
    async fn refresh(&mut self, office: &Office) -> Outcome<()> {
        let known = office.changes.borrow().len();
        self.read(office, None).await?;
        let changes = office.changes.borrow();
        let mut seen = office.seen.borrow_mut();
        for change in changes.get(self.next_change..known).unwrap_or_default() {
            if change.by != self.at && self.clerk.person.scope.centres.contains(&change.centre) {
                seen.visible.push(change.at.elapsed());
            }
        }
        self.next_change = known;
        Ok(())
    }

    /// Reads a page somewhere.
    async fn browse(&mut self, office: &Office) -> Outcome<()> {
        let at = self.draw.below(self.places.len() as u64 + 1);
        let place = self.places.get(at as usize).cloned();
        self.read(office, place.as_ref()).await
    }

    async fn read(&mut self, office: &Office, place: Option<&Place>) -> Outcome<()> {
        let start = now();
        self.clerk.page(place.map_or(From::Top, From::After), ROWS).await?;
        let page = start.elapsed();
        let start = now();
        let Clerk { conn, today, .. } = &mut self.clerk;
        lists::counts(conn, *today).await?;
        let counts = start.elapsed();
        let mut seen = office.seen.borrow_mut();
        seen.page.push(page);
        seen.counts.push(counts);
        Ok(())
    }

    /// Changes one of its files: validated, that undone, returned, that taken back; then the next file.
    async fn write(&mut self, office: &Office, centres: &std::collections::HashMap<i32, i32>) -> Outcome<()> {
        let act = match self.turn % 4 {
            0 => Act::Validate,
            1 => Act::Unvalidate("mesure".to_owned()),
            2 => Act::Return { reasons: vec![self.reason], text: String::new() },
            _ => Act::Restore,
        };
        let at = self.turn / 4 % self.files.len();
        self.turn += 1;
        let start = now();
        let done = self.clerk.act(&act, &self.files[at..=at]).await?;
        let at_end = now();
        self.files[at..=at].copy_from_slice(&done);
        office.seen.borrow_mut().write.push(at_end - start);
        let centre = centres.get(&self.files[at].id).copied().unwrap_or_default();
        office.changes.borrow_mut().push(Change { by: self.at, centre, at: at_end });
        Ok(())
    }
}

/// Numbers that differ from desk to desk and are the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        // Knuth's multiplier; the high bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }

    fn between(&mut self, (least, most): (Duration, Duration)) -> Duration {
        least + Duration::from_micros(self.below((most - least).as_micros() as u64))
    }
}
