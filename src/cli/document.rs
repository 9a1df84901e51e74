//! `guichet document`: the documents of a convention, for scripts and for whoever scans a pile of them.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use sqlx::postgres::PgConnection;
use sqlx::types::Uuid;

use super::administration::table;
use super::exit::{Exit, Failure};
use super::text::refused_to;
use super::{out, session};
use crate::app::words;
use crate::config::error::nearest;
use crate::domain::act::Target;
use crate::domain::form::{Document, DocumentState, FileForm, Values};
use crate::i18n::Texts;
use crate::runtime::document;
use crate::store::{documents, forms};

/// Which document of which convention.
#[derive(Debug, Args)]
pub struct Which {
    /// Number of the convention
    number: i32,
    /// What the document is called, as `list` writes it
    label: String,
}

/// What to do with documents.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// What a convention is asked for, and where each document stands
    List {
        /// Number of the convention
        number: i32,
        /// As JSON, one document a line
        #[arg(long)]
        json: bool,
    },
    /// A document has come
    Receive {
        #[command(flatten)]
        which: Which,
        /// Keep this file, of 10 MB at most
        #[arg(long, value_name = "PATH")]
        file: Option<String>,
        /// Where the original is
        #[arg(long, value_name = "TEXT")]
        reference: Option<String>,
        /// Its last day, for one that has an end: 2026-08-31
        #[arg(long, value_name = "DAY")]
        valid_until: Option<NaiveDate>,
    },
    /// A document will not do
    Refuse {
        #[command(flatten)]
        which: Which,
        /// Why
        reason: String,
    },
    /// A document is expected again; what was kept of it goes
    Expect {
        #[command(flatten)]
        which: Which,
    },
    /// Write the file that is kept of a document; nothing is written over
    Save {
        #[command(flatten)]
        which: Which,
        /// Where to; otherwise its own name, here
        #[arg(long, value_name = "PATH")]
        to: Option<PathBuf>,
    },
}

/// Runs it.
///
/// # Errors
/// When the database cannot be reached or refuses, when there is no such file or document, or when a file cannot be read or
/// written.
pub async fn run(command: &Command, profile: Option<&str>, texts: Texts) -> Result<(), Failure> {
    let (mut connection, login) = session::open(profile, texts).await?;
    let number = match command {
        Command::List { number, .. } => *number,
        Command::Receive { which, .. }
        | Command::Refuse { which, .. }
        | Command::Expect { which }
        | Command::Save { which, .. } => which.number,
    };
    let form = forms::form(&mut connection, number).await.map_err(|error| refused_to(error, &login))?;
    let form = form.ok_or_else(|| {
        Failure::new(Exit::Failed, "said-file-not-found", [("id", number.to_string().into())])
    })?;
    let conn = &mut connection;
    let said = |name: &str, value: &Option<String>| value.clone().map(|text| (name.to_owned(), text.into()));
    match command {
        Command::List { json: true, .. } => out::json_lines(&form.documents),
        Command::List { .. } => list(texts, &form.documents),
        Command::Receive { which, file, reference, valid_until } => {
            let paper = match file {
                Some(path) => Some(document::read(path).await.map_err(|unread| {
                    Failure::worded(Exit::Failed, move |texts| words::unread(texts, &unread))
                })?),
                None => None,
            };
            let mut details = Values::from_iter(said("reference", reference));
            details.extend(valid_until.map(|day| ("valid_until".to_owned(), day.into())));
            record(conn, &login, (&form, which), DocumentState::Received, details, paper.as_ref()).await
        }
        Command::Refuse { which, reason } => {
            let details = Values::from_iter([("reason".to_owned(), reason.as_str().into())]);
            record(conn, &login, (&form, which), DocumentState::Refused, details, None).await
        }
        Command::Expect { which } => {
            record(conn, &login, (&form, which), DocumentState::Expected, Values::new(), None).await
        }
        Command::Save { which, to } => save(conn, &login, (&form, which), to.clone()).await,
    }?;
    match command {
        Command::List { .. } | Command::Save { .. } => Ok(()),
        _ => out::line(texts.get("said-administered")),
    }
}

fn list(texts: Texts, documents: &[Document]) -> Result<(), Failure> {
    let rows = documents.iter().map(|one| [one.label.clone(), words::document(texts, one)]);
    table(texts, ["asked-label", "document-stands"], rows.collect())
}

/// The document with this label, or the nearest one in a sentence.
fn known<'a>(form: &'a FileForm, which: &Which) -> Result<&'a Document, Failure> {
    let labels = || form.documents.iter().map(|document| document.label.as_str());
    form.documents.iter().find(|document| document.label == which.label).ok_or_else(|| {
        let near = nearest(&which.label, labels()).unwrap_or_else(|| "none".to_owned());
        let about = [
            ("id", form.id.to_string().into()),
            ("label", which.label.clone().into()),
            ("near", near.into()),
        ];
        Failure::new(Exit::Failed, "cli-no-document", about)
    })
}

async fn record(
    conn: &mut PgConnection,
    login: &str,
    (form, which): (&FileForm, &Which),
    state: DocumentState,
    mut details: Values,
    paper: Option<&documents::Paper>,
) -> Result<(), Failure> {
    let kind = known(form, which)?.kind;
    details.insert("state".to_owned(), state.code().into());
    let target = Target::file(form.id, form.version);
    let outcome = documents::record(conn, target, kind, &details, paper, Uuid::now_v7())
        .await
        .map_err(|error| refused_to(error, login))?;
    match outcome.refusal() {
        None => Ok(()),
        Some(refusal) => {
            let (refusal, id) = (refusal.clone(), form.id);
            Err(Failure::worded(Exit::Failed, move |texts| words::refusal(texts, &refusal, id)))
        }
    }
}

async fn save(
    conn: &mut PgConnection,
    login: &str,
    (form, which): (&FileForm, &Which),
    to: Option<PathBuf>,
) -> Result<(), Failure> {
    let document = known(form, which)?;
    let kept =
        documents::file(conn, form.id, document.kind).await.map_err(|error| refused_to(error, login))?;
    let paper = kept.ok_or_else(|| {
        Failure::new(Exit::Failed, "cli-no-paper", [("label", document.label.clone().into())])
    })?;
    // Whoever named it may have named a place elsewhere.
    let own = PathBuf::from(paper.name.replace(['/', '\\', '\0'], "_"));
    let path = to.unwrap_or(own);
    let written = tokio::fs::OpenOptions::new().write(true).create_new(true).open(&path).await;
    let ended = match written {
        Ok(mut file) => tokio::io::AsyncWriteExt::write_all(&mut file, &paper.bytes).await,
        Err(error) => Err(error),
    };
    let path = path.display().to_string();
    ended.map_err(|error| {
        let about = [("path", path.clone().into()), ("why", error.to_string().into())];
        Failure::new(Exit::Failed, "cli-cannot-write", about)
    })?;
    out::line(&path)
}
