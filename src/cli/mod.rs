//! The commands: one file a subcommand. This one parses the command line, opens the log and says how it ended.

mod administration;
mod asking;
mod audit;
mod calculations;
mod centre;
mod config;
mod db;
mod demo;
mod desk;
mod doctor;
mod document;
mod establishment;
pub mod exit;
mod inspect;
mod keys;
mod labels;
mod language;
mod law;
mod log;
mod organisation;
mod out;
mod password;
mod person;
mod recheck;
mod role;
mod session;
mod sis;
mod sources;
mod text;
mod worker;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::settings::Language;
use crate::i18n::Texts;

use exit::{Exit, Failure};

/// Keyboard-driven back office for the internship conventions of French universities
#[derive(Debug, Parser)]
#[command(name = "guichet", version, after_help = exit::HELP)]
struct Cli {
    /// The server of config.toml to work on
    #[arg(long, global = true, display_order = 900, value_name = "NAME", env = "GUICHET_PROFILE")]
    profile: Option<String>,
    /// The language of the screens; otherwise the settings', then the locale's
    #[arg(long, global = true, display_order = 900, value_name = "LANGUAGE", value_parser = named_language)]
    lang: Option<Language>,
    #[command(flatten)]
    view: desk::View,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open the desk on a demonstration university, in a private server of this account
    Demo(demo::Demo),
    /// Prepare a database, migrate it, say where it stands
    #[command(subcommand)]
    Db(db::Command),
    /// Read a convention, its history or a queue, as the person who asks may see them
    #[command(subcommand)]
    Inspect(inspect::Command),
    /// The roles of the establishment and what each may do
    #[command(subcommand)]
    Role(role::Command),
    /// Who may come to the desk, with which roles, for which centres
    #[command(subcommand)]
    Person(person::Command),
    /// The centres, their settings and their circuit
    #[command(subcommand)]
    Centre(centre::Command),
    /// The settings that hold for all centres
    #[command(subcommand)]
    Establishment(establishment::Command),
    /// The documents of a convention: what it is asked for, what has come, what will not do
    #[command(subcommand)]
    Document(document::Command),
    /// The registry of host organisations: find, import, export, merge
    #[command(subcommand)]
    Organisation(organisation::Command),
    /// The student information systems and the directory: whether they answer, what they say of a student
    #[command(subcommand)]
    Sis(sis::Command),
    /// Post alerts by mail until told to stop; for a service
    Worker(worker::Worker),
    /// Verify the history, seal it, export it, erase what need not be kept
    #[command(subcommand)]
    Audit(audit::Command),
    /// Apply the rules to an internship given here, or check a table of cases; no database is needed
    Law(Box<law::Law>),
    /// Run the rules again on the files of which something may have changed, and record what they find
    Recheck {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Check everything that the desk needs, one line each
    Doctor {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// The keys of a key map, each with what it does
    Keys(keys::Keys),
    /// Check the settings, the key maps and the themes
    #[command(subcommand)]
    Config(config::Command),
}

fn named_language(name: &str) -> Result<Language, String> {
    Language::from_name(name).ok_or_else(|| "fr or en".to_owned())
}

/// Runs the command named on the command line.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // clap writes help to the standard output and faults to the standard error; if nobody reads, so be it.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() };
        }
    };
    log::open();
    let texts = language::of_command(cli.lang);
    match run(&cli, texts) {
        Ok(()) => Exit::Done.into(),
        Err(failure) => {
            if let Some(sentence) = failure.sentence(texts) {
                tracing::error!(exit = ?failure.exit, "{sentence}");
                out::tell(&sentence);
            }
            failure.exit.into()
        }
    }
}

fn run(cli: &Cli, texts: Texts) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
        Failure::new(Exit::Failed, "cli-cannot-start", [("why", error.to_string().into())])
    })?;
    let profile = cli.profile.as_deref();
    match &cli.command {
        None => runtime.block_on(desk::run(profile, cli.lang, cli.view)),
        Some(Command::Demo(arguments)) => runtime.block_on(demo::run(arguments, cli.lang, cli.view, texts)),
        Some(Command::Db(command)) => runtime.block_on(db::run(command, profile, texts)),
        Some(Command::Inspect(command)) => runtime.block_on(inspect::run(command, profile, texts)),
        Some(Command::Role(command)) => runtime.block_on(role::run(command, profile, texts)),
        Some(Command::Person(command)) => runtime.block_on(person::run(command, profile, texts)),
        Some(Command::Centre(command)) => runtime.block_on(centre::run(command, profile, texts)),
        Some(Command::Establishment(command)) => {
            runtime.block_on(establishment::run(command, profile, texts))
        }
        Some(Command::Document(command)) => runtime.block_on(document::run(command, profile, texts)),
        Some(Command::Organisation(command)) => runtime.block_on(organisation::run(command, profile, texts)),
        Some(Command::Sis(command)) => runtime.block_on(sis::run(command, profile, texts)),
        Some(Command::Worker(arguments)) => runtime.block_on(worker::run(arguments, profile, texts)),
        Some(Command::Audit(command)) => runtime.block_on(audit::run(command, profile, texts)),
        Some(Command::Law(arguments)) => law::run(arguments, texts),
        Some(Command::Recheck { json }) => runtime.block_on(recheck::run(profile, *json, texts)),
        Some(Command::Doctor { json }) => runtime.block_on(doctor::run(profile, *json, texts)),
        Some(Command::Keys(arguments)) => keys::run(arguments, texts),
        Some(Command::Config(command)) => config::run(command, texts),
    }
}
