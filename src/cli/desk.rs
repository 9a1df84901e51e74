//! `guichet` alone: opens the desk on the database of every day.

use crate::app::keymap::Keymap;
use crate::app::words::faults;
use crate::config::keymap;
use crate::config::paths::Paths;
use crate::config::settings::{Language, Settings};
use crate::config::theme::{self, Depth, Theme};
use crate::i18n::Texts;
use crate::runtime::desk::{self, Files, Options, RunError};
use crate::runtime::terminal::TerminalError;
use crate::runtime::worker::Connect;

use super::exit::{Exit, Failure};
use super::{language, session};

/// Opens the desk of the person whom the settings name.
///
/// # Errors
/// When the database cannot be worked on.
pub async fn run(profile: Option<&str>, language: Option<Language>) -> Result<(), Failure> {
    let mut settings = session::settings()?;
    settings.language = language.or(settings.language);
    let target = session::target(&settings, profile)?;
    // A password is asked before the desk takes the terminal.
    let (connection, target) = session::connect(target, language::of_desk(settings.language)).await?;
    drop(connection);
    open(target, &settings).await
}

/// Opens the desk on what the connector leads to, in the language and with the theme and keys of `settings`.
///
/// # Errors
/// When a file of the person's is wrong, there is no terminal, or the terminal fails.
pub async fn open(connector: impl Connect, settings: &Settings) -> Result<(), Failure> {
    let files = files(&Paths::of_this_account());
    let keymap_name = settings.keymap.clone().unwrap_or_else(|| keymap::DEFAULT.to_owned());
    let theme_name = settings.theme.as_deref().unwrap_or(theme::DEFAULT);
    let options = Options {
        connector,
        lang: language::of_desk(settings.language).lang(),
        theme: Theme::load(theme_name, files.themes.as_deref()).map_err(|error| {
            Failure::worded(Exit::Configuration, move |texts| faults::theme(texts, &error))
        })?,
        keymap: keymap(&keymap_name, &files)?,
        keymap_name,
        files,
        depth: Depth::detect(|name| std::env::var(name).ok()),
        mouse: settings.mouse,
    };
    desk::run(options).await.map_err(|error| match error {
        RunError::Terminal(TerminalError::NotATerminal(which)) => {
            let which = if which.contains("output") { "output" } else { "input" };
            Failure::new(Exit::Failed, "cli-no-terminal", [("which", which.into())])
        }
        error => Failure::new(Exit::Failed, "cli-terminal-failed", [("reason", error.to_string().into())]),
    })
}

fn files(paths: &Paths) -> Files {
    let own = paths.keymap();
    Files {
        keymaps: Some(paths.keymaps()),
        own_keymap: own.exists().then_some(own),
        themes: Some(paths.themes()),
    }
}

fn keymap(name: &str, files: &Files) -> Result<Keymap, Failure> {
    let wrong = |errors: Vec<keymap::KeymapError>| {
        Failure::worded(Exit::Configuration, move |texts: Texts| {
            errors.iter().map(|error| faults::keymap(texts, error)).collect::<Vec<_>>().join("\n")
        })
    };
    let layers = keymap::load(name, files.keymaps.as_deref(), files.own_keymap.as_deref());
    Keymap::build(&layers.map_err(|error| wrong(vec![error]))?).map_err(wrong)
}
