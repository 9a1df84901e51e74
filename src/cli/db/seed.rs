//! `guichet db seed`: an invented university in an empty database, to try things on and to measure.

use std::io::IsTerminal;

use chrono::NaiveDate;
use clap::Args;
use clap::builder::RangedU64ValueParser;
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor};

use super::super::exit::{Exit, Failure};
use super::super::out;
use super::super::text::refused;
use crate::i18n::Texts;
use crate::runtime::clock;
use crate::store::connect::Target;
use crate::store::migrate::{self, MigrateError};
use crate::store::seed::{DemoRole, Plan, Progress, SeedError, Stage, demonstration, is_loaded, login_for};
use crate::store::{amendments, files};

/// Above this, the volume is a bench's: few files in hand among many that are closed.
const DEMONSTRATION_UP_TO: u32 = 20_000;

/// The centres of a bench volume.
const BENCH_CENTRES: u32 = 200;

/// What to load.
#[derive(Debug, Args)]
pub struct Seed {
    /// How many conventions; above 20 000, 200 centres and 20 000 files in hand, as the benches measure
    #[arg(long, default_value_t = 5_000, value_name = "N", value_parser = RangedU64ValueParser::<u32>::new().range(100..=5_000_000))]
    conventions: u32,
}

/// Loads it.
///
/// # Errors
/// When the schema is not ready, the database is not empty, or the login may not act as its owner.
pub async fn run(
    arguments: &Seed,
    mut connection: PgConnection,
    target: &Target,
    texts: Texts,
) -> Result<(), Failure> {
    let status = migrate::status(&mut connection).await?;
    if !status.is_current() {
        return Err(match status.half {
            Some(half) => MigrateError::Half(half).into(),
            None => Failure::new(Exit::Schema, "db-not-current", []),
        });
    }
    connection.execute("set role guichet_owner").await.map_err(|error| not_owner(error, target))?;
    if is_loaded(&mut connection).await.map_err(refused)? {
        return Err(SeedError::NotEmpty(1).into());
    }
    let plan = plan(arguments.conventions, clock::now().date_naive());
    let shown = std::io::stderr().is_terminal();
    let show = |id: &str, done: u64, total: u64| {
        if shown {
            let about = [("stage", texts.get(id).into()), ("percent", (done * 100 / total.max(1)).into())];
            out::progress(&texts.format("seed-progress", &about));
        }
    };
    let loaded = demonstration(&mut connection, &plan, |Progress { stage, done, total }| {
        show(words(stage), done, total);
    })
    .await;
    if shown {
        out::progress("");
    }
    let loaded = loaded?;
    connection.close().await.map_err(refused)?;
    let about = [
        ("conventions", loaded.conventions.into()),
        ("open", loaded.open.into()),
        ("students", loaded.students.into()),
        ("organisations", loaded.organisations.into()),
        ("people", loaded.people.into()),
    ];
    out::line(&texts.format("seed-loaded", &about))?;
    if plan.checked {
        return Ok(());
    }
    show("seed-stage-checks", 0, 1);
    let checked = check(target).await;
    if shown {
        out::progress("");
    }
    if checked.is_none() {
        let login = login_for(DemoRole::Administrator);
        out::tell(&texts.format("seed-not-checked", &[("login", login.into())]));
    }
    Ok(())
}

/// Runs the rules on the files in hand as the administrator of the data: rules are run by people, not by owners.
/// Without a session as that person, each file is checked when it is first opened.
async fn check(target: &Target) -> Option<()> {
    let mut administrator = administrator(target).await?;
    files::check_open(&mut administrator).await.ok()?;
    amendments::check_open(&mut administrator).await.ok()?;
    administrator.close().await.ok()
}

/// A superuser becomes anybody; others may have been let in under the person's login (a trusted host, a `.pgpass`).
async fn administrator(target: &Target) -> Option<PgConnection> {
    let login = login_for(DemoRole::Administrator);
    let mut own = target.connect().await.ok()?;
    let became = sqlx::query("select set_config('session_authorization', $1, false)").bind(login);
    if became.execute(&mut own).await.is_ok() {
        return Some(own);
    }
    let options = target.options().clone().username(login);
    Target::from_options(options).connect().await.ok()
}

fn plan(conventions: u32, today: NaiveDate) -> Plan {
    if conventions > DEMONSTRATION_UP_TO {
        return Plan::bench(today, conventions, BENCH_CENTRES);
    }
    let whole = Plan::demonstration(today);
    // As many students and hosts to a convention as in the demonstration.
    let share = |of: u32| {
        let scaled = u64::from(of) * u64::from(conventions) / u64::from(whole.conventions);
        u32::try_from(scaled).unwrap_or(of).max(50)
    };
    Plan { conventions, organisations: share(whole.organisations), students: share(whole.students), ..whole }
}

fn words(stage: Stage) -> &'static str {
    match stage {
        Stage::University => "seed-stage-university",
        Stage::Organisations => "seed-stage-organisations",
        Stage::Students => "seed-stage-students",
        Stage::Conventions => "seed-stage-conventions",
        Stage::Rows => "seed-stage-rows",
        Stage::Statistics => "seed-stage-statistics",
    }
}

fn not_owner(error: sqlx::Error, target: &Target) -> Failure {
    let code = error.as_database_error().and_then(|error| error.code()).map(|code| code.into_owned());
    match code.as_deref() {
        Some("42501") => {
            Failure::new(Exit::Failed, "seed-not-owner", [("login", target.login().to_owned().into())])
        }
        _ => refused(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_university_keeps_its_proportions_and_a_large_one_is_a_bench() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day");
        let whole = plan(5_000, today);
        assert_eq!((whole.students, whole.organisations, whole.checked), (3_900, 1_200, false));
        let small = plan(1_000, today);
        assert_eq!((small.conventions, small.students, small.organisations), (1_000, 780, 240));
        let large = plan(130_000, today);
        assert_eq!((large.conventions, large.centres, large.open), (130_000, 200, Some(20_000)));
    }
}
