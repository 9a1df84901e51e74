//! The sources asked about the students of all files that are not over.

use std::time::Duration;

use chrono::TimeDelta;
use clap::Args;

use crate::cli::exit::{Exit, Failure};
use crate::cli::text::refused_to;
use crate::cli::{out, session, sources};
use crate::i18n::Texts;
use crate::runtime::students::{self, How, Synced};

/// Which students are asked about, and how.
#[derive(Debug, Args)]
pub struct Sync {
    /// Those of whom nothing was told for so many hours
    #[arg(long, value_name = "HOURS", default_value_t = 20, value_parser = clap::value_parser!(u16).range(0..=8760))]
    older_than: u16,
    /// So many students at once; each source keeps to its own `at_once`
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..=100))]
    at_once: u8,
    /// Seconds that the sources have to answer about a student
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=600))]
    within: u64,
    /// How often to wait until sources that failed are asked again, half a minute each
    #[arg(long, value_name = "N", default_value_t = 10)]
    waits: u8,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// Runs it. What was told before it is stopped is kept, and is not asked again by the next one.
///
/// # Errors
/// When the database cannot be reached, or refuses; when some source did not answer about somebody.
pub(super) async fn run(sync: &Sync, profile: Option<&str>, texts: Texts) -> Result<(), Failure> {
    let sources = sources::of_settings(&session::settings()?)?;
    if sources.students().is_empty() {
        return Err(Failure::new(Exit::Configuration, "sis-no-students", []));
    }
    let (mut connection, login) = session::open(profile, texts).await?;
    let is_watched = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let told = |so_far: Synced| {
        if is_watched {
            out::progress(&text(texts, so_far));
        }
    };
    let how = How {
        older_than: TimeDelta::hours(sync.older_than.into()),
        at_once: sync.at_once.into(),
        within: Duration::from_secs(sync.within),
        waits: sync.waits,
    };
    let synced = students::sync(&sources, &mut connection, how, told).await;
    let synced = synced.map_err(|error| refused_to(error, &login))?;
    if is_watched && synced != Synced::default() {
        out::progress("");
    }
    if sync.json {
        out::json(&synced)?;
    } else {
        out::line(&text(texts, synced))?;
    }
    match synced {
        Synced { stopped: true, .. } => Err(Failure::new(Exit::Failed, "sis-stopped", [])),
        Synced { failed: 0, .. } => Ok(()),
        _ => Err(Failure::silent(Exit::Failed)),
    }
}

fn text(texts: Texts, Synced { told, unknown, failed, .. }: Synced) -> String {
    texts.format(
        "sis-synced",
        &[("told", told.into()), ("unknown", unknown.into()), ("failed", failed.into())],
    )
}
