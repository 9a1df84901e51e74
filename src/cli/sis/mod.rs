//! `guichet sis`: the sources that config.toml names. Only what is kept of their answers needs a database.

mod check;
mod show;
mod sync;

use clap::Subcommand;

use super::exit::Failure;
use crate::i18n::Texts;

/// What is asked of the sources.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Ask each source something about nobody: whether it is reached and accepts us, and how long it takes
    Check(check::Check),
    /// Ask about the students of all files that are not over, and keep what is said; for a nightly timer
    Sync(sync::Sync),
    /// Show what the sources say
    #[command(subcommand)]
    Show(Show),
}

/// What is shown.
#[derive(Debug, Subcommand)]
pub enum Show {
    /// Of a student, with the source of each part
    Student(show::Student),
}

/// Runs the command.
///
/// # Errors
/// When the settings name no source, or make no sense; when a source does not answer as it should.
pub async fn run(command: &Command, profile: Option<&str>, texts: Texts) -> Result<(), Failure> {
    match command {
        Command::Check(check) => check::run(check, texts).await,
        Command::Sync(sync) => sync::run(sync, profile, texts).await,
        Command::Show(Show::Student(student)) => show::run(student, profile, texts).await,
    }
}
