//! `guichet inspect`: one convention, its history or a queue, for people and for scripts. It reads as the person who
//! asks: what the database hides from them is not found.

mod amendment;
mod history;
mod queue;
mod sheet;

use chrono::NaiveDate;
use clap::Subcommand;
use clap::builder::RangedU64ValueParser;
use serde::Serialize;
use sqlx::postgres::PgConnection;

use super::calculations::Calculations;
use super::exit::{Exit, Failure};
use super::text::{nobody, refused_to};
use super::{out, session};
use crate::domain::amendment::{AmendmentSheet, FileAt, SIGNED};
use crate::domain::compliance::{self, Facts};
use crate::domain::sheet::{RecordedFinding, Sheet};
use crate::i18n::Texts;
use crate::store::{amendments, files, people};

/// What to read.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// One convention: its states, its people, its findings
    Convention {
        /// Number of the convention
        number: i32,
        /// As it is in force on a day: 2026-06-01
        #[arg(long, value_name = "DATE")]
        at: Option<NaiveDate>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// One amendment: what it changes, before and after, and what follows
    Amendment {
        /// Number of the convention
        number: i32,
        /// Number of the amendment on it; the latest otherwise
        amendment: Option<i32>,
        /// Against the convention through this amendment, 0 being the original, or against what is `signed`; against what is
        /// validated otherwise
        #[arg(long, value_name = "N", value_parser = base)]
        against: Option<i32>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// The conventions of a queue, soonest start first
    Queue {
        /// Code or name of the queue, such as to_correct; the one that the desk opens on otherwise
        name: Option<String>,
        /// At most so many
        #[arg(long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
        limit: Option<usize>,
        /// As JSON, one convention a line
        #[arg(long)]
        json: bool,
    },
    /// Everything that happened to a convention, oldest first
    History {
        /// Number of the convention
        number: i32,
        /// As JSON, one entry a line
        #[arg(long)]
        json: bool,
    },
}

/// Runs it.
///
/// # Errors
/// When the database cannot be read, or when there is no such thing that this person may see.
pub async fn run(command: &Command, profile: Option<&str>, texts: Texts) -> Result<(), Failure> {
    let queue = match command {
        Command::Queue { name, .. } => Some(queue::named(name.as_deref())?),
        _ => None,
    };
    let (mut connection, login) = session::open(profile, texts).await?;
    let (person, today) = people::whoami(&mut connection)
        .await
        .map_err(|error| refused_to(error, &login))?
        .ok_or_else(|| nobody(&login))?;
    let texts = texts.in_zone(&person.establishment.zone);
    match command {
        Command::Convention { number, at: Some(at), json } => {
            let (file, known) = on_day(&mut connection, *number, *at)
                .await
                .map_err(|error| refused_to(error, &login))?
                .ok_or_else(|| not_found(*number))?;
            if *json {
                return out::json(&amendment::OnDay::of(&file, *at, &known));
            }
            out::line(&amendment::day_text(texts, &file, *at))
        }
        Command::Amendment { number, amendment: which, against, json } => {
            let listed = amendments::of_file(&mut connection, *number)
                .await
                .map_err(|error| refused_to(error, &login))?;
            let found = listed.iter().rev().find(|one| which.is_none_or(|which| one.number == which));
            let found = found.ok_or_else(|| {
                let args = [
                    ("id", number.to_string().into()),
                    ("number", which.map_or_else(|| "none".to_owned(), |which| which.to_string()).into()),
                ];
                Failure::new(Exit::Failed, "said-amendment-not-found", args)
            })?;
            let (sheet, known) = amended(&mut connection, found.id, *number, *against)
                .await
                .map_err(|error| refused_to(error, &login))?
                .ok_or_else(|| not_found(*number))?;
            if *json {
                return out::json(&amendment::Inspected::of(&sheet, &known));
            }
            out::line(&amendment::text(texts, &sheet, &listed, &known))
        }
        Command::Convention { number, at: None, json } => {
            let found =
                files::sheet(&mut connection, *number).await.map_err(|error| refused_to(error, &login))?;
            let mut sheet = found.ok_or_else(|| not_found(*number))?;
            let calculations =
                computed(&mut connection, &mut sheet).await.map_err(|error| refused_to(error, &login))?;
            if *json {
                return out::json(&Inspected { sheet, calculations });
            }
            out::line(&sheet::text(texts, &sheet, calculations.as_ref()))
        }
        Command::History { number, json } => {
            let entries =
                files::history(&mut connection, *number).await.map_err(|error| refused_to(error, &login))?;
            if entries.is_empty() {
                return Err(not_found(*number));
            }
            if *json { out::json_lines(&entries) } else { out::line(&history::text(texts, &entries)) }
        }
        Command::Queue { limit, json, .. } => {
            let shape = queue.unwrap_or(queue::DEFAULT).shape(today);
            let format = if *json { queue::Format::Json } else { queue::Format::Text(texts) };
            queue::write(&mut connection, &shape, &person.scope, limit.unwrap_or(usize::MAX), format)
                .await
                .map_err(|error| error.into_failure(&login))
        }
    }
}

/// What an amendment is compared with: the number of another, or what is signed.
fn base(text: &str) -> Result<i32, String> {
    match text {
        "signed" => Ok(SIGNED),
        number => number.parse::<u16>().map(i32::from).map_err(|error| error.to_string()),
    }
}

/// A convention and what the rules compute of it, as scripts read them.
#[derive(Serialize)]
struct Inspected {
    #[serde(flatten)]
    sheet: Sheet,
    calculations: Option<Calculations>,
}

/// What the rules compute of a file now; what they find stands in for findings that nobody has recorded yet.
async fn computed(
    connection: &mut PgConnection,
    sheet: &mut Sheet,
) -> Result<Option<Calculations>, sqlx::Error> {
    let Some(known) = files::facts(connection, &[sheet.id]).await?.pop() else { return Ok(None) };
    let assessment = compliance::assess(&known.facts);
    if !sheet.checked {
        sheet.findings = assessment.findings.iter().map(RecordedFinding::new).collect();
    }
    Ok(Calculations::of(&known.facts, &assessment))
}

/// A file on a day, and what the rules read of it now.
async fn on_day(
    connection: &mut PgConnection,
    number: i32,
    at: NaiveDate,
) -> Result<Option<(FileAt, Facts)>, sqlx::Error> {
    let file = amendments::file_at(connection, number, at).await?;
    let known = files::facts(connection, &[number]).await?.pop();
    Ok(file.zip(known.map(|known| known.facts)))
}

/// An amendment with what it is compared with, and what the rules read of its file now.
async fn amended(
    connection: &mut PgConnection,
    amendment: i32,
    number: i32,
    against: Option<i32>,
) -> Result<Option<(AmendmentSheet, Facts)>, sqlx::Error> {
    let sheet = amendments::sheet(connection, amendment, against).await?;
    let known = files::facts(connection, &[number]).await?.pop();
    Ok(sheet.zip(known.map(|known| known.facts)))
}

fn not_found(number: i32) -> Failure {
    Failure::new(Exit::Failed, "said-file-not-found", [("id", number.to_string().into())])
}
