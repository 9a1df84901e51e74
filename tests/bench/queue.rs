//! How fast lists answer, as people under row security: pages, sorts, counts, searches and filters, on 130 000 and on
//! 1 300 000 conventions with the same 20 000 open files.

#[expect(dead_code, reason = "other benches run the program itself on these databases")]
#[path = "support/database.rs"]
mod database;
#[path = "support/mod.rs"]
mod harness;

use std::process::ExitCode;

use chrono::NaiveDate;
use database::{Outcome, Server};
use guichet::domain::access::Person;
use guichet::domain::filter::{Column, Op, Term};
use guichet::domain::queue::{Queue, Shape};
use guichet::domain::row::{Place, Row, Sort, SortColumn};
use guichet::store::lists::{self, From, Wanted};
use guichet::store::people;
use harness::{Bench, Case, Key, now};
use sqlx::{Connection, PgConnection};
use tokio::runtime::Runtime;

const SIZES: [u32; 2] = [130_000, 1_300_000];
const ROLES: [&str; 5] = ["clerk5", "mid60", "all200", "teacher", "clerk5_teacher"];
const CASES: [&str; 9] = [
    "page_first",
    "page_next",
    "page_last",
    "sort_student",
    "counts",
    "search_3letters",
    "search_rare",
    "filter_1pct",
    "filter_001pct",
];
/// The same page, read by the owner through the ideal index.
const IDEAL: &str = "page_owner";
const ROWS: i64 = 50;
const ROUNDS: usize = 200;

fn key(case: &'static str, role: &'static str, size: u32) -> Key {
    Key { case, role: Some(role), rows: Some(size.into()) }
}

fn main() -> ExitCode {
    let mut promised = Vec::new();
    for size in SIZES {
        promised.extend(ROLES.iter().flat_map(|role| CASES.iter().map(move |case| key(case, role, size))));
        promised.push(Key { case: IDEAL, role: Some("owner"), rows: Some(size.into()) });
    }
    Bench::main("queue", std::env::args().skip(1), &promised, |bench| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let server = Server::open()?;
        for size in SIZES {
            let database = runtime.block_on(server.university(size))?;
            runtime.block_on(warm(&mut runtime.block_on(server.dba(&database))?))?;
            let texts = runtime.block_on(Texts::choose(&mut runtime.block_on(server.dba(&database))?))?;
            let ideal = owner(bench, &runtime, &server, &database, size)?;
            for role in ROLES {
                let mut desk = runtime.block_on(Desk::open(&runtime, &server, &database, role))?;
                desk.pages(bench, role, size, ideal)?;
                bench.run(key("counts", role, size), |case| {
                    desk.time(case, |desk, _| runtime.block_on(lists::counts(&mut desk.conn, desk.today)))
                });
                desk.searches(bench, role, size, &texts);
            }
        }
        Ok(())
    })
}

/// One person at work, attached to other centres at every round.
struct Desk<'a> {
    runtime: &'a Runtime,
    conn: PgConnection,
    dba: PgConnection,
    person: Person,
    today: NaiveDate,
    /// How many centres they are attached to; 0 for somebody whose scope is fixed.
    centres: i64,
}

impl<'a> Desk<'a> {
    async fn open(
        runtime: &'a Runtime,
        server: &Server,
        database: &str,
        role: &'static str,
    ) -> Outcome<Self> {
        let mut conn = server.person(database, role).await?;
        let (person, today) = people::whoami(&mut conn).await?.ok_or("a stranger")?;
        let mut dba = server.dba(database).await?;
        let staffed = "select count(*) from guichet.centre_staff where person_id = $1";
        let all = "select count(*) from guichet.centre";
        let centres: i64 = sqlx::query_scalar(staffed).bind(person.id).fetch_one(&mut dba).await?;
        let whole: i64 = sqlx::query_scalar(all).fetch_one(&mut dba).await?;
        Ok(Self { runtime, conn, dba, person, today, centres: if centres < whole { centres } else { 0 } })
    }

    /// Measures work, each round in a scope of its own.
    fn time<T>(
        &mut self,
        case: &mut Case,
        mut work: impl FnMut(&mut Self, usize) -> Result<T, sqlx::Error>,
    ) -> Result<(), sqlx::Error> {
        case.rounds(ROUNDS, |at| {
            self.move_to_other_centres(at)?;
            let start = now();
            let made = std::hint::black_box(work(self, at))?;
            let elapsed = start.elapsed();
            drop(made);
            Ok(elapsed)
        })
    }

    fn move_to_other_centres(&mut self, at: usize) -> Result<(), sqlx::Error> {
        if self.centres == 0 {
            return Ok(());
        }
        self.runtime.block_on(async {
            let mut change = self.dba.begin().await?;
            sqlx::query("delete from guichet.centre_staff where person_id = $1")
                .bind(self.person.id)
                .execute(&mut *change)
                .await?;
            sqlx::query(
                "insert into guichet.centre_staff (person_id, centre_id)
                 select $1, c.id from guichet.centre c order by md5(c.id || ' ' || $2) limit $3",
            )
            .bind(self.person.id)
            .bind(at.to_string())
            .bind(self.centres)
            .execute(&mut *change)
            .await?;
            change.commit().await?;
            if let Some((person, _)) = people::whoami(&mut self.conn).await? {
                self.person = person;
            }
            Ok(())
        })
    }

    fn page(
        &mut self,
        shape: &Shape,
        terms: &[Term],
        sort: Sort,
        from: From<'_>,
    ) -> Result<Vec<Row>, sqlx::Error> {
        let wanted = Wanted { shape, terms, sort, scope: &self.person.scope };
        self.runtime.block_on(lists::page(&mut self.conn, &wanted, from, ROWS))
    }

    fn pages(&mut self, bench: &mut Bench, role: &'static str, size: u32, ideal: Option<f64>) -> Outcome<()> {
        let sort = Sort::default();
        let shape = &Queue::Administrative.shape(self.today);
        let places = self.places(shape)?;
        bench.run(key("page_first", role, size), |case| {
            let run = self.time(case, |desk, _| desk.page(shape, &[], sort, From::Top));
            if let (Some(median), Some(ideal)) = (case.percentile_ms(0.5), ideal) {
                case.ratio = Some(median / ideal);
            }
            run
        });
        bench.run(key("page_next", role, size), |case| {
            self.time(case, |desk, at| {
                let from =
                    if places.is_empty() { From::Top } else { From::After(&places[at % places.len()]) };
                desk.page(shape, &[], sort, from)
            })
        });
        bench.run(key("page_last", role, size), |case| {
            self.time(case, |desk, _| desk.page(shape, &[], sort, From::Bottom))
        });
        let by_student = Sort { column: SortColumn::Student, descending: false };
        bench.run(key("sort_student", role, size), |case| {
            self.time(case, |desk, _| desk.page(shape, &[], by_student, From::Top))
        });
        Ok(())
    }

    /// Places spread over the list.
    fn places(&mut self, shape: &Shape) -> Outcome<Vec<Place>> {
        let wanted = Wanted { shape, terms: &[], sort: Sort::default(), scope: &self.person.scope };
        let rows = self.runtime.block_on(lists::page(&mut self.conn, &wanted, From::Top, 20_000))?;
        let step = (rows.len() / ROUNDS).max(1);
        // A stride that is prime to the length, so that neighbours are not read one after the other.
        let mut places: Vec<Place> = rows.iter().step_by(step).map(Row::place).collect();
        let length = places.len();
        for at in 0..length {
            places.swap(at, at * 7_919 % length);
        }
        Ok(places)
    }

    fn searches(&mut self, bench: &mut Bench, role: &'static str, size: u32, texts: &Texts) {
        let everything = Shape::default();
        for (case, column, words) in [
            ("search_3letters", Column::Words, &texts.letters),
            ("search_rare", Column::Words, &texts.rare),
            ("filter_1pct", Column::Etape, &texts.one_percent),
            ("filter_001pct", Column::Organisation, &texts.one_in_ten_thousand),
        ] {
            bench.run(key(case, role, size), |case: &mut Case| {
                self.time(case, |desk, at| {
                    let value = words[at % words.len()].clone();
                    let terms = [Term { column, op: Op::Has, value, not: false }];
                    desk.page(&everything, &terms, Sort::default(), From::Top)
                })
            });
        }
    }
}

/// What is looked for, chosen from what is there.
struct Texts {
    letters: Vec<String>,
    rare: Vec<String>,
    one_percent: Vec<String>,
    one_in_ten_thousand: Vec<String>,
}

impl Texts {
    async fn choose(dba: &mut PgConnection) -> Outcome<Self> {
        let total: i64 =
            sqlx::query_scalar("select count(*) from guichet.convention_row").fetch_one(&mut *dba).await?;
        let letters = sqlx::query_scalar(
            "select distinct left(student_key, 3) from (select student_key from guichet.convention_row tablesample system (1) limit 2000) s
             where student_key ~ '^[a-z]{3}' limit 40",
        )
        .fetch_all(&mut *dba)
        .await?;
        let rare = sqlx::query_scalar(
            "select split_part(student_key, ' ', 1) as name from guichet.convention_row where length(split_part(student_key, ' ', 1)) > 5
             group by 1 having count(*) between 1 and 5 order by md5(split_part(student_key, ' ', 1)) limit 200",
        )
        .fetch_all(&mut *dba)
        .await?;
        let near = |column: &'static str, share: f64| {
            format!(
                "select guichet.fold({column}) from guichet.convention_row where {column} <> '' group by {column}
                 order by abs(count(*) - {}) limit 20",
                (total as f64 * share).round()
            )
        };
        let one_percent =
            sqlx::query_scalar(sqlx::AssertSqlSafe(near("etape_code", 0.01))).fetch_all(&mut *dba).await?;
        let few = sqlx::query_scalar(sqlx::AssertSqlSafe(near("organisation_key", 0.0001)))
            .fetch_all(&mut *dba)
            .await?;
        Ok(Self { letters, rare, one_percent, one_in_ten_thousand: few })
    }
}

/// Reads what lists read, as a server that has run since the morning has: every round is in other centres.
async fn warm(dba: &mut PgConnection) -> Outcome<()> {
    for statement in [
        "set enable_seqscan = off",
        "select count(*) from (select centre_id, start_date, convention_id, length(search_key)
           from guichet.convention_search order by centre_id, start_date, convention_id offset 0) s",
        "select count(*) from (select start_date, convention_id, length(search_key)
           from guichet.convention_search order by start_date, convention_id offset 0) s",
        "reset enable_seqscan",
        "select sum(length(search_key)) from guichet.convention_search",
        "select sum(length(search_key)) from guichet.convention_row",
    ] {
        sqlx::query(statement).execute(&mut *dba).await?;
    }
    Ok(())
}

fn owner(
    bench: &mut Bench,
    runtime: &Runtime,
    server: &Server,
    database: &str,
    size: u32,
) -> Outcome<Option<f64>> {
    let mut dba = runtime.block_on(server.dba(database))?;
    let query = "select * from guichet.convention_row where queue = 'administrative' order by start_date, convention_id limit 50";
    Ok(bench.run(Key { case: IDEAL, role: Some("owner"), rows: Some(size.into()) }, |case| {
        case.time(ROUNDS, |_| runtime.block_on(sqlx::query(query).fetch_all(&mut dba)))
    }))
}
