//! `guichet organisation`: the registry of host organisations, found, read, brought in as a table and taken out as one,
//! merged and parted. It reads as the person who asks.

mod export;
mod import;
mod join;
mod register;
mod search;
mod show;

use clap::Subcommand;
use sqlx::postgres::PgConnection;

use super::administration::table;
use super::exit::{Exit, Failure};
use super::text::{nobody, refused_to};
use super::{out, session};
use crate::app::words::{self, faults};
use crate::config::error::nearest;
use crate::domain::access::{Denied, Person};
use crate::domain::act::Refusal;
use crate::domain::organisation::{HostSheet, Kept, Pair};
use crate::i18n::Texts;
use crate::runtime::document;
use crate::store::{error, organisations, people};

/// Whose rights these commands ask for.
const FUNCTION: &str = "ORGA_ACC";

/// What to do with the registry.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Hosts by fragments of name, SIRET, UAI, place or activity; then those nearly named so
    Search(search::Search),
    /// All that you may know of a host
    Show {
        /// Its number, or its SIRET
        which: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Everything that happened to a host, oldest first
    History {
        /// Its number
        number: i32,
        /// As JSON, one entry a line
        #[arg(long)]
        json: bool,
    },
    /// Add the hosts of a CSV file: all of them, or none when a line is bad
    Import(import::Import),
    /// Write hosts as a table, with the columns that `import` reads
    Export(export::Export),
    /// What the national register says of a name or a SIRET
    Register(register::Register),
    /// Ask the national register again, of one host or of those not looked at for long; for a nightly timer
    Refresh(register::Refresh),
    /// Pairs of hosts that are likely one, the likeliest first
    Duplicates {
        /// Those of the host with this number
        number: Option<i32>,
        /// At most so many
        #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(i32).range(1..=1000))]
        limit: i32,
        /// As JSON, one pair a line
        #[arg(long)]
        json: bool,
    },
    /// Make one host of two: services, contacts and files go to the one that is kept
    Merge(join::Merge),
    /// Undo a merge, by its number
    Part {
        /// The number of the merge, as `merge` and `show` write it
        merge: i32,
    },
}

/// Who asks, and where.
struct Here {
    connection: PgConnection,
    login: String,
    person: Person,
    texts: Texts,
}

/// Runs it.
///
/// # Errors
/// When the database cannot be reached or refuses, when there is no such host or merge, when a file cannot be read or
/// written, or when lines of it are bad.
pub async fn run(command: &Command, profile: Option<&str>, texts: Texts) -> Result<(), Failure> {
    // What makes no sense is told before anything is asked.
    let kept = match command {
        Command::Search(search) => shelf(search.kept.as_deref())?,
        Command::Export(export) => {
            export.check()?;
            shelf(export.kept.as_deref())?
        }
        _ => Kept::default(),
    };
    let read = match command {
        Command::Import(import) => import.file().await?,
        _ => Vec::new(),
    };
    let (mut connection, login) = session::open(profile, texts).await?;
    let (person, _) = people::whoami(&mut connection)
        .await
        .map_err(|error| refused_to(error, &login))?
        .ok_or_else(|| nobody(&login))?;
    let texts = texts.in_zone(&person.establishment.zone);
    let mut here = Here { connection, login, person, texts };
    match command {
        Command::Search(search) => search::run(&mut here, search, kept).await,
        Command::Show { which, json } => show::run(&mut here, which, *json).await,
        Command::History { number, json } => show::history(&mut here, *number, *json).await,
        Command::Import(arguments) => import::run(&mut here, arguments, read).await,
        Command::Export(arguments) => export::run(&mut here, arguments, kept).await,
        Command::Register(arguments) => register::look(&mut here, arguments).await,
        Command::Refresh(arguments) => register::refresh(&mut here, arguments).await,
        Command::Duplicates { number, limit, json } => duplicates(&mut here, *number, *limit, *json).await,
        Command::Merge(arguments) => join::merge(&mut here, arguments).await,
        Command::Part { merge } => join::part(&mut here, *merge).await,
    }
}

impl Here {
    /// What the database refused, with the right that is missing where that is why.
    fn refused(&self, error: sqlx::Error) -> Failure {
        match error::denied(&error) {
            Some(denied) => lacking(denied),
            None => refused_to(error, &self.login),
        }
    }

    /// Goes on for those who may read hosts.
    fn reads(&self) -> Result<(), Failure> {
        if self.person.holds(&format!("{FUNCTION}.read")) { Ok(()) } else { Err(self.lacks("read")) }
    }

    /// Goes on for staff who keep hosts. What the database would leave out without a word is not told as nothing.
    async fn keeps(&mut self, right: &'static str) -> Result<(), Failure> {
        match organisations::keeps(&mut self.connection, right).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(self.lacks(right)),
            Err(error) => Err(self.refused(error)),
        }
    }

    fn lacks(&self, right: &str) -> Failure {
        lacking(Denied {
            code: "GU002".to_owned(),
            function: FUNCTION.to_owned(),
            right: right.to_owned(),
            grantors: self.person.grantors.clone(),
            ..Denied::default()
        })
    }

    /// The host with this number.
    async fn sheet(&mut self, number: i32) -> Result<HostSheet, Failure> {
        let found = organisations::sheet(&mut self.connection, number).await;
        found.map_err(|error| self.refused(error))?.ok_or_else(|| not_found(&number.to_string()))
    }
}

fn lacking(denied: Denied) -> Failure {
    Failure::worded(Exit::Failed, move |texts| words::denied(texts, &denied))
}

fn not_found(which: &str) -> Failure {
    Failure::new(Exit::Failed, "organisation-not-found", [("which", which.to_owned().into())])
}

/// Why a host was not changed.
fn answered(refusal: &Refusal, number: i32) -> Failure {
    let refusal = refusal.clone();
    Failure::worded(Exit::Failed, move |texts| {
        let which = [("which", number.to_string().into())];
        match (refusal.code.as_str(), &refusal.about.field) {
            ("GU001", _) => texts.format("organisation-not-found", &which),
            ("GU003", _) => texts.format("organisation-changed", &which),
            ("GU004", _) => texts.format("organisation-out-of-use", &which),
            (_, Some(field)) => {
                let field = words::capitalised(words::host_field(texts, field));
                texts.format("writing-host-refused", &[("field", field.into())])
            }
            _ => words::refusal(texts, &refusal, number),
        }
    })
}

/// The hosts that a word on the command line means; the nearest word is told.
fn shelf(name: Option<&str>) -> Result<Kept, Failure> {
    let Some(name) = name else { return Ok(Kept::default()) };
    let code = name.replace('-', "_");
    if let Some(kept) = Kept::ALL.into_iter().find(|kept| kept.code() == code) {
        return Ok(kept);
    }
    let name = name.to_owned();
    Err(Failure::worded(Exit::Usage, move |texts| {
        let codes = || Kept::ALL.iter().map(|kept| kept.code());
        let known = codes().collect::<Vec<_>>().join(", ");
        let about = [("name", name.as_str().into()), ("known", known.into())];
        texts.format("organisation-no-shelf", &about)
            + &faults::did_you_mean(texts, nearest(&code, codes()).as_deref())
    }))
}

async fn duplicates(here: &mut Here, number: Option<i32>, limit: i32, json: bool) -> Result<(), Failure> {
    here.keeps("modify").await?;
    if let Some(number) = number {
        here.sheet(number).await?;
    }
    let found = organisations::duplicates(&mut here.connection, number, limit).await;
    let pairs = found.map_err(|error| here.refused(error))?;
    let texts = here.texts;
    if json {
        return out::json_lines(&pairs);
    } else if pairs.is_empty() {
        return out::line(texts.get("hosts-no-pair"));
    }
    let row = |pair: &Pair| {
        let reasons: Vec<&str> = pair.reasons.iter().map(|reason| words::alike(texts, reason)).collect();
        [
            texts.format("pair-score", &[("score", pair.score.to_string().into())]),
            pair.one.to_string(),
            pair.one_name.clone(),
            pair.conventions.0.to_string(),
            pair.other.to_string(),
            pair.other_name.clone(),
            pair.conventions.1.to_string(),
            pair.town.clone().unwrap_or_default(),
            reasons.join(", "),
        ]
    };
    let heads = [
        "organisation-score",
        "inspect-number",
        "host-name",
        "organisation-files",
        "inspect-number",
        "host-name",
        "organisation-files",
        "host-town",
        "organisation-reasons",
    ];
    table(texts, heads, pairs.iter().map(row).collect())
}

/// Writes a file that is not there yet.
fn write_new(path: &std::path::Path, bytes: &[u8]) -> Result<(), Failure> {
    document::write_new(path, bytes).map_err(|error| unwritten(path, &error))
}

fn unwritten(path: &std::path::Path, error: &std::io::Error) -> Failure {
    let path = ("path", path.display().to_string().into());
    match error.kind() {
        std::io::ErrorKind::AlreadyExists => Failure::new(Exit::Failed, "organisation-exists", [path]),
        _ => Failure::new(Exit::Failed, "cli-cannot-write", [path, ("why", error.to_string().into())]),
    }
}
