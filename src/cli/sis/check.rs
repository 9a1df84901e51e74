//! Whether each source answers: one line each, all asked at once.

use std::time::Duration;

use chrono::TimeDelta;
use clap::Args;
use serde::Serialize;

use crate::app::words;
use crate::cli::exit::{Exit, Failure};
use crate::cli::{out, session, sources};
use crate::domain::student::source::{Silence, Source};
use crate::i18n::Texts;
use crate::sis::sources::{Sample, silence};

/// A clock that is further than this from ours is told: passes that expire and dated signatures are refused for less.
const SKEWED: TimeDelta = TimeDelta::seconds(60);

/// How the sources are looked at.
#[derive(Debug, Args)]
pub struct Check {
    /// This source alone
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Seconds that a source has to answer
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    within: u64,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// One source, as scripts read it.
#[derive(Serialize)]
struct Looked {
    source: Source,
    ok: bool,
    milliseconds: i64,
    /// How far its clock is ahead of ours; absent where it tells no time.
    skew_seconds: Option<i64>,
    lines: Option<usize>,
    why: Option<Silence>,
    says: String,
}

/// Asks each source.
///
/// # Errors
/// When one does not answer as it should.
pub(super) async fn run(check: &Check, texts: Texts) -> Result<(), Failure> {
    let mut sources = sources::of_settings(&session::settings()?)?;
    if let Some(name) = &check.source {
        let source = sources::named(name, &sources)?;
        sources = sources.only(source);
    }
    let samples = sources.samples(Duration::from_secs(check.within)).await;
    let looked: Vec<Looked> = samples.into_iter().map(|sample| look(texts, sample)).collect();
    if check.json {
        out::json(&looked)?;
    } else {
        for one in &looked {
            let ok = texts.get(if one.ok { "doctor-ok" } else { "doctor-wrong" });
            out::line(&format!("{ok:<5} {:<14} {}", one.source.code(), one.says))?;
        }
    }
    if looked.iter().all(|one| one.ok) { Ok(()) } else { Err(Failure::silent(Exit::Failed)) }
}

fn look(texts: Texts, Sample { source, took, skew, told }: Sample) -> Looked {
    let milliseconds = took.num_milliseconds();
    let (lines, why, mut says) = match told {
        Ok(lines) => {
            let about = [("lines", lines.into()), ("took", milliseconds.into())];
            (Some(lines), None, texts.format("sis-answers", &about))
        }
        Err(fault) => {
            let why = silence(&fault);
            let about = [("what", words::silence(texts, &why).into()), ("why", fault.to_string().into())];
            (None, Some(why), texts.format("sis-does-not", &about))
        }
    };
    if let Some(skew) = skew.filter(|skew| skew.abs() > SKEWED) {
        let id = if skew > TimeDelta::zero() { "sis-clock-ahead" } else { "sis-clock-behind" };
        says = format!("{says} · {}", texts.format(id, &[("by", span(skew.abs()).into())]));
    }
    let skew_seconds = skew.map(|skew| skew.num_seconds());
    Looked { source, ok: why.is_none(), milliseconds, skew_seconds, lines, why, says }
}

/// A time between two clocks: what matters of it, in units that are written alike in all languages.
fn span(time: TimeDelta) -> String {
    match time {
        short if short < TimeDelta::minutes(2) => format!("{}\u{a0}s", short.num_seconds()),
        long if long < TimeDelta::hours(2) => format!("{}\u{a0}min", long.num_minutes()),
        longer => format!("{}\u{a0}h", longer.num_hours()),
    }
}
