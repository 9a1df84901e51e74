//! The registry of hosts when it is large: found as one types, by fragments and by what is nearly typed; compared with
//! itself for what is there twice; fed by a table of fifty thousand lines; two of it merged and parted.

#[expect(dead_code, reason = "each bench uses its part of what they share")]
#[path = "support/database.rs"]
mod database;
#[path = "support/mod.rs"]
mod harness;
#[path = "support/registry.rs"]
mod registry;
#[path = "support/typed.rs"]
mod typed;

use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::Duration;

use database::{Outcome, Server};
use guichet::app::pane::organisations::ROWS as PAGE;
use guichet::documents::organisations as tables;
use guichet::documents::organisations::{Known, List};
use guichet::domain::form::{Made, Value, Values};
use guichet::domain::organisation::Kept;
use guichet::store::organisations as hosts;
use guichet::store::seed::{self, DemoRole};
use harness::{Bench, Case, Key, now};
use sqlx::{Connection as _, Executor as _, PgConnection};
use tokio::runtime::Runtime;
use typed::{KINDS, MISTYPED, TYPED, communes, numbers, seen};

const SIZE: u64 = 500_000;
const QUICK: u64 = 50_000;
const ROLE: &str = "manager";
/// Hosts nearly named so that the desk asks for at once.
const NEARLY: i32 = 20;
/// What somebody types who has just connected.
const FIRST: &str = "mairie quimper";
/// How often each word is typed.
const TIMES: usize = 20;
const LINES: usize = 50_000;
const CHUNK: usize = 1_000;
/// More pairs than anybody looks at.
const PAIRS: i32 = 10_000;

/// Texts of each kind that are drawn from the hosts.
const DRAWN: u64 = 300;

fn main() -> ExitCode {
    let size = if database::is_quick() { QUICK } else { SIZE };
    let key = |case: &'static str| Key { case, role: Some(ROLE), rows: Some(size) };
    let others = [
        "search_siren",
        "search_siret",
        "search_first",
        "drawn_any",
        "search_alike",
        "duplicates_one",
        "duplicates_all",
        "read_50000",
        "import_50000",
        "merge",
        "part",
    ];
    let promised: Vec<Key> = TYPED
        .iter()
        .map(|(kind, _)| key(kind))
        .chain(KINDS.iter().map(|(kind, _)| key(kind)))
        .chain(others.map(key))
        .collect();
    Bench::main("organisations", std::env::args().skip(1), &promised, |bench| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let server = Server::open()?;
        let database = runtime.block_on(server.registry(size))?;
        runtime.block_on(fill(&server, &database, size))?;
        let login = seed::login_for(DemoRole::Manager);
        let mut conn = runtime.block_on(server.person(&database, login))?;
        bench.run(key("search_first"), |case| {
            // Key by key on a connection that was just made, after the shelf that the pane opens with.
            for _ in 0..if case.quick { 2 } else { TIMES } {
                let mut fresh = runtime.block_on(server.person(&database, login))?;
                runtime.block_on(hosts::find(&mut fresh, "", Kept::InUse, PAGE))?;
                for (end, letter) in FIRST.char_indices() {
                    let typed = &FIRST[..end + letter.len_utf8()];
                    let start = now();
                    runtime.block_on(hosts::find(&mut fresh, typed, Kept::InUse, PAGE))?;
                    case.samples.push(start.elapsed());
                }
            }
            Outcome::Ok(())
        });
        let numbers = runtime.block_on(numbers(&mut conn, size))?;
        for (kind, words) in [("search_siren", &numbers.sirens), ("search_siret", &numbers.sirets)] {
            bench.run(key(kind), |case| {
                case.time(TIMES * words.len(), |at| {
                    let typed = &words[at % words.len()];
                    let found = runtime.block_on(hosts::find(&mut conn, typed, Kept::InUse, PAGE))?;
                    if found.is_empty() {
                        Err(format!("{typed} is not found").into())
                    } else {
                        Outcome::Ok(())
                    }
                })
            });
        }
        for (kind, words) in TYPED {
            let kept = if kind == "search_retired" { Kept::Retired } else { Kept::InUse };
            bench.run(key(kind), |case| {
                case.time(TIMES * words.len(), |at| {
                    runtime.block_on(hosts::find(&mut conn, words[at % words.len()], kept, PAGE))
                })
            });
        }
        let seen = runtime.block_on(seen(&mut conn, size))?;
        let mut any = Vec::new();
        for (kind, make) in KINDS {
            let mut draw = registry::Draw(size);
            let mut text = || {
                let mut host = || &seen[draw.below(seen.len() as u64) as usize];
                let two = (host(), host());
                make(two.0, two.1, &mut draw)
            };
            let [before, texts] = [(); 2].map(|()| (0..DRAWN).map(|_| text()).collect::<Vec<String>>());
            if bench.wants(key(kind)) {
                // A server that people have been asking all morning.
                for text in &before {
                    runtime.block_on(hosts::find(&mut conn, text, Kept::InUse, PAGE))?;
                }
            }
            // Each once: nobody types the same all day.
            bench.run(key(kind), |case| {
                let timed = case.time(texts.len(), |at| {
                    runtime.block_on(hosts::find(&mut conn, &texts[at % texts.len()], Kept::InUse, PAGE))
                });
                any.extend(&case.samples);
                timed
            });
        }
        if bench.wants(key("drawn_any")) && !any.is_empty() {
            bench.run(key("drawn_any"), |case| {
                case.samples = any;
                Outcome::Ok(())
            });
        }
        bench.run(key("search_alike"), |case| {
            case.time(TIMES * MISTYPED.len(), |at| {
                runtime.block_on(hosts::alike(&mut conn, MISTYPED[at % MISTYPED.len()], NEARLY))
            })
        });
        let step = i32::try_from(size / 97)?;
        bench.run(key("duplicates_one"), |case| {
            case.time(60, |at| {
                let id = 1_500 + i32::try_from(at).unwrap_or(0) * step % i32::try_from(size).unwrap_or(1);
                runtime.block_on(hosts::duplicates(&mut conn, Some(id), PAGE))
            })
        });
        bench.run(key("duplicates_all"), |case| {
            let start = now();
            let pairs = runtime.block_on(hosts::duplicates(&mut conn, None, PAIRS))?;
            case.samples.push(start.elapsed());
            if pairs.is_empty() { Err("no pair is found".into()) } else { Outcome::Ok(()) }
        });
        if bench.wants(key("read_50000")) || bench.wants(key("import_50000")) {
            import(bench, &runtime, &mut conn, key)?;
        }
        if bench.wants(key("merge")) || bench.wants(key("part")) {
            let two = runtime.block_on(async { popular(&mut server.dba(&database).await?).await })?;
            let (mut merged, mut parted) = (Vec::new(), Vec::new());
            for _ in 0..10 {
                let (merge, part) = runtime.block_on(merge(&mut conn, two))?;
                merged.push(merge);
                parted.push(part);
            }
            let take = |samples| {
                |case: &mut Case| {
                    case.samples = samples;
                    Outcome::Ok(())
                }
            };
            bench.run(key("merge"), take(merged));
            bench.run(key("part"), take(parted));
        }
        Ok(())
    })
}

/// Puts in the hosts that are missing. Keys are the trigger's; the indexes of trigrams are made after.
async fn fill(server: &Server, database: &str, size: u64) -> Outcome<()> {
    let mut dba = server.dba(database).await?;
    let there: i64 =
        sqlx::query_scalar("select count(*) from guichet.host_organisation").fetch_one(&mut dba).await?;
    if there.unsigned_abs() >= size {
        return Ok(());
    }
    let communes = communes(&mut dba).await?;
    dba.execute("set role guichet_owner").await?;
    let mut transaction = dba.begin().await?;
    let indexes: Vec<(String, String)> = sqlx::query_as(
        "select indexname::text, indexdef from pg_indexes
         where schemaname = 'guichet' and tablename = 'host_organisation' and indexdef like '%gin_trgm_ops%'",
    )
    .fetch_all(&mut *transaction)
    .await?;
    for (name, _) in &indexes {
        transaction.execute(sqlx::AssertSqlSafe(format!("drop index guichet.{name}"))).await?;
    }
    let mut copy = transaction
        .copy_in_raw(
            "copy guichet.host_organisation (name, siret, naf_code, naf_revision, legal_category, headcount_band, address,
             postal_code, town, country_code) from stdin",
        )
        .await?;
    let numbers: Vec<u64> = (0..size).collect();
    for numbers in numbers.chunks(10_000) {
        let mut text = String::new();
        for n in numbers {
            let host = registry::host(*n, &communes);
            let maybe = |value: Option<&str>| value.unwrap_or("\\N").to_owned();
            writeln!(
                text,
                "{}\t{}\t{}\trev2\t{}\t{}\t{}\t{}\t{}\t{}",
                host.name,
                maybe(host.siret.as_deref()),
                host.naf,
                maybe(host.legal),
                host.band,
                host.address,
                maybe(host.postal_code.as_deref()),
                host.town,
                host.country
            )?;
        }
        copy.send(text.into_bytes()).await?;
    }
    copy.finish().await?;
    for (_, definition) in indexes {
        transaction.execute(sqlx::AssertSqlSafe(definition)).await?;
    }
    transaction.commit().await?;
    dba.execute("vacuum analyze guichet.host_organisation").await?;
    Ok(())
}

fn import(
    bench: &mut Bench,
    runtime: &Runtime,
    conn: &mut PgConnection,
    key: impl Fn(&'static str) -> Key,
) -> Outcome<()> {
    let communes = runtime.block_on(communes(conn))?;
    let mut table =
        "RaisonSociale;NumeroSiret;CodeAPE;StatutJuridique;Effectif;Voie;CodePostal;Commune;Pays\n"
            .to_owned();
    // Those that come after the hosts that are there; a French host without a number is refused, and so is a namesake abroad at
    // the same address.
    let new = (SIZE..)
        .map(|n| (n, registry::host(n, &communes)))
        .filter(|(_, host)| host.siret.is_some() || host.country != "FR");
    for (n, host) in new.take(LINES) {
        writeln!(
            table,
            "{};{};{};{};{};{n} {};{};{};{}",
            host.name,
            host.siret.unwrap_or_default(),
            host.naf,
            host.legal.unwrap_or_default(),
            host.band,
            host.address,
            host.postal_code.unwrap_or_default(),
            host.town,
            host.country
        )?;
    }
    let known = runtime.block_on(known(conn))?;
    let read = || tables::read(table.as_bytes(), &known);
    bench.run(key("read_50000"), |case| {
        case.time(10, |_| read().map(drop).map_err(|fault| format!("{fault:?}")))
    });
    let lines: Vec<(u32, Values)> = read()
        .map_err(|fault| format!("{fault:?}"))?
        .lines
        .into_iter()
        .map(|line| (u32::try_from(line.number).unwrap_or(0), details(&line.values)))
        .collect();
    if lines.len() < LINES {
        return Err(format!("only {} lines are taken", lines.len()).into());
    }
    bench.run(key("import_50000"), |case| {
        runtime.block_on(async {
            let mut transaction = conn.begin().await?;
            let start = now();
            let mut refused = 0;
            for lines in lines.chunks(CHUNK) {
                let made = hosts::import(&mut transaction, lines, false).await?;
                refused += made.iter().filter(|line| line.made.is_err()).count();
            }
            case.samples.push(start.elapsed());
            transaction.rollback().await?;
            if refused > 0 { Err(format!("{refused} lines are refused").into()) } else { Outcome::Ok(()) }
        })
    });
    Ok(())
}

fn details(line: &tables::Values) -> Values {
    line.iter().map(|(field, value)| ((*field).to_owned(), Value::from(value.as_str()))).collect()
}

/// What the lines of a table may refer to.
async fn known(conn: &mut PgConnection) -> Outcome<Known> {
    let lists = hosts::lists(conn).await?;
    let countries: Vec<(String, String)> =
        sqlx::query_as("select iso2, label from guichet.country").fetch_all(&mut *conn).await?;
    let naf: Vec<(String, String)> =
        sqlx::query_as("select code, revision from guichet.naf").fetch_all(conn).await?;
    Ok(Known {
        countries: List::of_codes(countries),
        legal_categories: List::of_codes(lists.legal_categories),
        headcount_bands: List::of_codes(lists.headcount_bands),
        kinds: List::of_labels(lists.kinds),
        naf: naf.into_iter().collect(),
        ..Known::default()
    })
}

/// The two hosts with the most files, each with its version.
async fn popular(conn: &mut PgConnection) -> Outcome<[(i32, i32); 2]> {
    let two: Vec<(i32, i32)> = sqlx::query_as(
        "select o.id, o.version from guichet.host_organisation o where o.state <> 'retired'
         order by (select count(*) from guichet.convention c where c.organisation_id = o.id) desc, o.id limit 2",
    )
    .fetch_all(conn)
    .await?;
    two.try_into().map_err(|_| "no two hosts".into())
}

/// They are merged and parted, and nothing is kept: how long each took.
async fn merge(conn: &mut PgConnection, [kept, gone]: [(i32, i32); 2]) -> Outcome<(Duration, Duration)> {
    let mut transaction = conn.begin().await?;
    let number = |made: Made| made.map_err(|refusal| format!("refused: {}", refusal.code.as_str()));
    let start = now();
    let merge = number(hosts::merge(&mut transaction, kept, gone, &Values::new()).await?)?;
    let merged = start.elapsed();
    let start = now();
    number(hosts::part(&mut transaction, merge).await?)?;
    let parted = start.elapsed();
    transaction.rollback().await?;
    Ok((merged, parted))
}
