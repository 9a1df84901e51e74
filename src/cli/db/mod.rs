//! `guichet db`: preparing a database, bringing its schema up to date, saying where it stands, filling an empty one.

mod seed;

use clap::{Args, Subcommand};
use sqlx::Connection;

use crate::i18n::Texts;
use crate::store::connect::Target;
use crate::store::init;
use crate::store::migrate::{self, MigrateError};

use super::exit::{Exit, Failure};
use super::{out, session};

/// What to do with the database.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the roles, the database, the schema and the extensions: once, by the DBA
    Init(Init),
    /// Bring the schema up to date
    Migrate,
    /// Say which migrations are applied
    Status {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Load an invented university into an empty database, as a member of its owner
    Seed(seed::Seed),
}

/// How to prepare the server.
#[derive(Debug, Args)]
pub struct Init {
    /// Print the SQL for psql instead of running it
    #[arg(long)]
    print: bool,
    /// The database to make
    #[arg(long, default_value = "guichet")]
    database: String,
}

/// Runs it.
///
/// # Errors
/// When the database cannot be reached, or refuses.
pub async fn run(command: &Command, profile: Option<&str>, texts: Texts) -> Result<(), Failure> {
    match command {
        Command::Init(arguments) if arguments.print => {
            out::line(init::script(&arguments.database)?.trim_end())
        }
        Command::Init(arguments) => {
            let (connection, target) =
                session::connect(target(profile, texts)?.with_database("postgres"), texts).await?;
            // Closing only says goodbye: what follows has connections of its own.
            let _ = connection.close().await;
            init::run(target.options(), &arguments.database).await?;
            out::line(&texts.format("db-initialised", &[("database", arguments.database.as_str().into())]))
        }
        Command::Migrate => {
            let (mut connection, target) = session::connect(target(profile, texts)?, texts).await?;
            let applied = migrate::run(&mut connection, |version, name| {
                out::tell(&format!("{version:04} {name}"));
            })
            .await?;
            let about = [("database", target.database().into()), ("count", applied.into())];
            out::line(&texts.format("db-migrated", &about))
        }
        Command::Status { json } => {
            let (mut connection, _) = session::connect(target(profile, texts)?, texts).await?;
            let status = migrate::status(&mut connection).await?;
            show(&status, *json, texts)?;
            if status.is_current() {
                return Ok(());
            }
            Err(match status.half {
                Some(half) => MigrateError::Half(half).into(),
                None => Failure::new(Exit::Schema, "db-not-current", []),
            })
        }
        Command::Seed(arguments) => {
            let (connection, target) = session::connect(target(profile, texts)?, texts).await?;
            seed::run(arguments, connection, &target, texts).await
        }
    }
}

fn target(profile: Option<&str>, texts: Texts) -> Result<Target, Failure> {
    session::target(&session::settings()?, profile, texts)
}

fn show(status: &migrate::Status, json: bool, texts: Texts) -> Result<(), Failure> {
    if json {
        return out::json(status);
    }
    for line in &status.migrations {
        let state = match line.state {
            migrate::State::Applied => "db-state-applied",
            migrate::State::Pending => "db-state-pending",
            migrate::State::Changed => "db-state-changed",
            migrate::State::Unknown => "db-state-unknown",
        };
        out::line(&format!("{:04}  {:<40}  {}", line.version, line.name, texts.get(state)))?;
    }
    Ok(())
}
