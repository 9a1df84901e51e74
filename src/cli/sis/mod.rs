//! `guichet sis`: the sources that config.toml names, as the desk asks them. No database is needed.

mod check;
mod show;

use clap::Subcommand;

use super::exit::Failure;
use crate::i18n::Texts;

/// What is asked of the sources.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Ask each source something about nobody: whether it is reached and accepts us, and how long it takes
    Check(check::Check),
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
pub async fn run(command: &Command, texts: Texts) -> Result<(), Failure> {
    match command {
        Command::Check(check) => check::run(check, texts).await,
        Command::Show(Show::Student(student)) => show::run(student, texts).await,
    }
}
