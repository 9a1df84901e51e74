//! How fast events become mails and mails leave: a hundred thousand events routed and written for two thousand staff, mails sent by
//! one worker and by two to a server on loopback, and what an event costs the act that raises it.

#[path = "support/database.rs"]
#[expect(dead_code, reason = "each bench uses its part of what they share")]
mod database;
#[path = "support/desk.rs"]
#[expect(dead_code, reason = "each bench uses its part of what they share")]
mod desk;
#[path = "support/mod.rs"]
#[expect(dead_code, reason = "each bench uses its part of what they share")]
mod harness;
#[path = "../support/smtp.rs"]
#[expect(dead_code, reason = "nothing fails here")]
#[expect(clippy::expect_used, reason = "a server of the tests: when it falls, so does the bench")]
mod smtp;

use std::collections::HashSet;
use std::process::ExitCode;
use std::time::Duration;

use chrono::NaiveTime;
use database::{Outcome, Server};
use desk::Clerk;
use guichet::domain::act::Act;
use guichet::i18n::{Lang, Texts};
use guichet::mail::letter::mailbox;
use guichet::mail::post::{self, Post, Security};
use guichet::runtime::posting::{self, Library, Office, Outcome as Sent, Rules};
use harness::{Bench, Key, now};
use smtp::Smtp;
use sqlx::{AssertSqlSafe, Executor, PgConnection};
use tokio::runtime::Runtime;

const SIZE: u32 = 130_000;
const EVENTS: usize = 100_000;
const STAFF: usize = 2_000;
/// Mails that each round sends.
const MAILS: usize = 4_000;
/// Acts of one kind that follow each other, and how often they take turns.
const BLOCK: usize = 33;
const BLOCKS: usize = 10;
const ACTS: usize = (BLOCK - 3) * BLOCKS;
const WORKER: &str = "bench.worker";

const fn key(case: &'static str, rows: usize) -> Key {
    Key { case, role: None, rows: Some(rows as u64) }
}

/// As the establishment's matrix comes, some four mails an event; then with every clerk told of every submission and validation,
/// some eleven.
const ROUTED: [Key; 4] = [
    key("route", EVENTS),
    key("route_two_workers", EVENTS),
    key("route_to_all_clerks", EVENTS),
    key("route_to_all_clerks_two_workers", EVENTS),
];
const ONE: Key = key("send_one_worker", MAILS);
const TWO: Key = key("send_two_workers", MAILS);
const WITHOUT: Key = key("act_without_event", ACTS);
const WITH: Key = key("act_with_event", ACTS);

fn main() -> ExitCode {
    Bench::main(
        "alerts",
        std::env::args().skip(1),
        &[ROUTED[0], ROUTED[1], ROUTED[2], ROUTED[3], ONE, TWO, WITHOUT, WITH],
        |bench| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let server = Server::open()?;
            let original = runtime.block_on(server.university(SIZE))?;
            let copy = runtime.block_on(server.copy(&original, "alerts"))?;
            let measured = measure(bench, &runtime, &server, &copy);
            runtime.block_on(server.drop(&copy))?;
            measured
        },
    )
}

fn measure(bench: &mut Bench, runtime: &Runtime, server: &Server, copy: &str) -> Outcome<()> {
    let mut dba = runtime.block_on(server.dba(copy))?;
    runtime.block_on(prepare(&mut dba, server.secret()))?;
    let smtp = Smtp::start();
    let mut one = None;
    for (place, key) in ROUTED.into_iter().enumerate() {
        bench.run(key, |case| {
            if place == 2 {
                runtime.block_on(tell_all_clerks(&mut dba))?;
            }
            let events = if case.quick { EVENTS / 10 } else { EVENTS };
            runtime.block_on(raise(&mut dba, events))?;
            let start = now();
            let routed: usize = together(1 + place % 2, || route_all(server, copy, &smtp))?.into_iter().sum();
            case.samples.push(start.elapsed());
            if routed < events {
                return Err(format!("only {routed} of {events} events were routed").into());
            }
            let rate = routed as f64 / start.elapsed().as_secs_f64();
            case.per_second = Some(rate);
            case.ratio = one.filter(|_| place % 2 == 1).map(|one| rate / one);
            one = Some(rate);
            Ok::<_, Box<dyn std::error::Error>>(())
        });
    }
    let mut alone = None;
    for (key, workers) in [(ONE, 1_usize), (TWO, 2)] {
        bench.run(key, |case| {
            let mails = if case.quick { MAILS / 10 } else { MAILS };
            runtime.block_on(write(&mut dba, mails))?;
            let before = smtp.received().len();
            let start = now();
            together(workers, || send_all(server, copy, &smtp))?;
            case.samples.push(start.elapsed());
            let sent = smtp.received().len() - before;
            if sent != mails {
                return Err(format!("{sent} of {mails} mails came").into());
            }
            let rate = sent as f64 / start.elapsed().as_secs_f64();
            case.per_second = Some(rate);
            case.ratio = alone.map(|alone| rate / alone);
            alone.get_or_insert(rate);
            Ok::<_, Box<dyn std::error::Error>>(())
        });
    }
    let mut clerk = runtime.block_on(Clerk::open(server, copy, "all200"))?;
    let mut files = runtime.block_on(clerk.take(&mut HashSet::new(), BLOCK))?;
    let whole = runtime.block_on(acting(&mut dba))?;
    let mut taken = [Vec::new(), Vec::new()];
    // In turns, so that what else the machine does weighs on both alike.
    for round in 0..2 * BLOCKS {
        let raises = round % 2 == 1;
        runtime.block_on(raising(&mut dba, &whole, raises))?;
        for (at, mine) in files.iter_mut().map(std::slice::from_mut).enumerate() {
            let start = now();
            let done = runtime.block_on(clerk.act(&Act::Validate, mine))?;
            let elapsed = start.elapsed();
            let back = runtime.block_on(clerk.act(&Act::Unvalidate("mesure".to_owned()), &done))?;
            mine.copy_from_slice(&back);
            // The first ones read the function anew.
            if at >= 3 {
                taken[usize::from(raises)].push(elapsed);
            }
        }
    }
    let mut base = None;
    for (key, samples) in [WITHOUT, WITH].into_iter().zip(taken) {
        bench.run(key, |case| {
            case.samples = samples;
            case.ratio = case.percentile_ms(0.5).zip(base).map(|(median, base)| median / base);
            base = base.or(case.percentile_ms(0.5));
            Ok::<_, Box<dyn std::error::Error>>(())
        });
    }
    Ok(())
}

/// The worker's login, so many staff with an address each, and a matrix that tells them of every validation.
async fn prepare(dba: &mut PgConnection, secret: &str) -> Outcome<()> {
    let login = format!(
        "do $$ begin
           if not exists (select from pg_roles where rolname = '{WORKER}') then
             create role \"{WORKER}\" login in role guichet_worker;
           end if;
           execute format('alter role %I password %L', '{WORKER}', '{secret}');
         end $$"
    );
    dba.execute(AssertSqlSafe(login)).await?;
    let staff = format!(
        "with made as (
           insert into guichet.person (login, surname, given_name, mail)
           select 'staff' || n, 'NOM' || n, 'Prénom', 'staff' || n || '@univ.test' from generate_series(1, {STAFF}) n returning id),
         roles as (insert into guichet.person_role select id, 'GES' from made)
         insert into guichet.centre_staff (centre_id, person_id)
         select (select k.id from guichet.centre k order by k.id offset m.n % (select count(*) from guichet.centre) limit 1), m.id
         from (select id, row_number() over () as n from made) m"
    );
    dba.execute(AssertSqlSafe(staff)).await?;
    dba.execute(
        "update guichet.person set mail = login || '@univ.test' where mail is null;
         update guichet.outbox set routed_at = now(), became = 'old' where routed_at is null;
         analyze guichet.person; analyze guichet.centre_staff; analyze guichet.person_role",
    )
    .await?;
    Ok(())
}

async fn tell_all_clerks(dba: &mut PgConnection) -> Outcome<()> {
    dba.execute(
        "update guichet.alert_default set is_on = true where audience = 'clerk'
           and event in ('created_by_student', 'created_by_staff', 'pedagogical_done', 'check_done', 'administrative_done')",
    )
    .await?;
    Ok(())
}

/// The same by so many workers at once, each with what it comes to.
fn together<T: Send>(workers: usize, work: impl Fn() -> Outcome<T> + Sync) -> Outcome<Vec<T>> {
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..workers).map(|_| scope.spawn(|| work().map_err(|error| error.to_string()))).collect();
        let results = threads.into_iter().map(|thread| thread.join().map_err(|_| "a worker fell")?);
        Ok(results.collect::<Result<_, String>>()?)
    })
}

/// Routes until no event is left: how many there were.
fn route_all(server: &Server, copy: &str, smtp: &Smtp) -> Outcome<usize> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut conn = server.person(copy, WORKER).await?;
        let (mut library, office) = (Library::default(), office(smtp)?);
        let mut events = 0;
        loop {
            let routed = posting::route(&mut conn, &mut library, &office).await?;
            if routed.events == 0 {
                return Ok(events);
            }
            events += routed.events;
        }
    })
}

/// Events of so many submissions and validations of the history, each more than once if need be, an hour old.
async fn raise(dba: &mut PgConnection, events: usize) -> Outcome<()> {
    let sql = format!(
        "insert into guichet.outbox (at, convention_id, event, history_seq)
         select now() - interval '1 hour', h.convention_id, h.verb, h.seq from guichet.history h cross join generate_series(1, 4) n
         where h.verb in ('submit', 'validate') order by n, h.convention_id, h.seq limit {events}"
    );
    let made = dba.execute(AssertSqlSafe(sql)).await?.rows_affected();
    if made != events as u64 {
        return Err(format!("only {made} events").into());
    }
    dba.execute("analyze guichet.outbox").await?;
    Ok(())
}

/// So many mails that are due, of files of their own.
async fn write(dba: &mut PgConnection, mails: usize) -> Outcome<()> {
    dba.execute("truncate guichet.letter cascade").await?;
    let sql = format!(
        "with kept as (
           insert into guichet.letter (event, convention_id, language, subject, body)
           select 'signed', c.id, 'fr', 'Convention signée', repeat('Une ligne du texte.' || chr(10), 20)
           from guichet.convention c order by c.id limit {mails} returning id)
         insert into guichet.delivery (letter_id, name, address, pace, due_at)
         select k.id, 'Inès BENALI', 'ines@univ.test', 'at_once', now() - interval '1 minute' from kept k"
    );
    dba.execute(AssertSqlSafe(sql)).await?;
    dba.execute("analyze guichet.delivery; analyze guichet.letter").await?;
    Ok(())
}

/// Sends until nothing is due.
fn send_all(server: &Server, copy: &str, smtp: &Smtp) -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut conn = server.person(copy, WORKER).await?;
        let office = office(smtp)?;
        loop {
            match posting::send(&mut conn, &office).await? {
                Sent::Sent => {}
                Sent::Nothing => return Ok(()),
                other => return Err(format!("{other:?}").into()),
            }
        }
    })
}

/// What an act does, as the database holds it.
async fn acting(dba: &mut PgConnection) -> Outcome<String> {
    let body = sqlx::query_scalar(
        "select pg_get_functiondef('guichet.apply_act(text, integer[], jsonb, uuid)'::regprocedure)",
    );
    Ok(body.fetch_one(dba).await?)
}

/// Takes the event out of an act, or puts it back.
async fn raising(dba: &mut PgConnection, whole: &str, raises: bool) -> Outcome<()> {
    let (before, rest) = whole.split_once("  insert into outbox").ok_or("an act raises no event")?;
    let (_, after) = rest.split_once(';').ok_or("an act raises no event")?;
    let (body, word) =
        if raises { (whole.to_owned(), "enable") } else { (format!("{before}{after}"), "disable") };
    dba.execute(AssertSqlSafe(body)).await?;
    dba.execute(AssertSqlSafe(format!("alter table guichet.convention {word} trigger convention_raises")))
        .await?;
    Ok(())
}

fn office(smtp: &Smtp) -> Outcome<Office> {
    let server = post::Server {
        host: "127.0.0.1".into(),
        port: Some(smtp.port()),
        security: Security::Clear,
        login: None,
        authority: None,
        patience: Duration::from_secs(10),
    };
    Ok(Office { rules: rules()?, post: Some(Post::new(&server)?), texts: Texts::of(Lang::Fr) })
}

fn rules() -> Outcome<Rules> {
    Ok(Rules {
        from: mailbox("Bureau des stages <stages@univ.test>")?,
        hold: Duration::from_secs(60),
        old: Duration::from_secs(86_400),
        give_up: Duration::from_secs(3600),
        a_minute: u32::MAX,
        digest_at: NaiveTime::from_hms_opt(7, 30, 0).ok_or("a time")?,
        link: Some("https://stages.univ.test/{numero}".into()),
        redirect: None,
        bounces: None,
    })
}
