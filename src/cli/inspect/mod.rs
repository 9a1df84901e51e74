//! `guichet inspect`: one convention, its history or a queue, for people and for scripts. It reads as the person who
//! asks: what the database hides from them is not found.

mod history;
mod queue;
mod sheet;

use clap::Subcommand;
use clap::builder::RangedU64ValueParser;
use serde::Serialize;
use sqlx::postgres::PgConnection;

use super::calculations::Calculations;
use super::exit::{Exit, Failure};
use super::text::{nobody, refused_to};
use super::{out, session};
use crate::domain::compliance;
use crate::domain::sheet::{RecordedFinding, Sheet};
use crate::i18n::Texts;
use crate::store::{files, people};

/// What to read.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// One convention: its states, its people, its findings
    Convention {
        /// Number of the convention
        number: i32,
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
        Command::Convention { number, json } => {
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

fn not_found(number: i32) -> Failure {
    Failure::new(Exit::Failed, "said-file-not-found", [("id", number.to_string().into())])
}
