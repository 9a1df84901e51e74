//! `guichet` alone: opens the desk on the database of every day.

use std::path::Path;

use clap::Args;

use crate::app::keymap::Keymap;
use crate::app::session::{Tastes, Unreadable};
use crate::app::words::faults;
use crate::config::keymap;
use crate::config::paths::Paths;
use crate::config::settings::{Language, Settings};
use crate::config::terminal::Terminal;
use crate::config::theme::{self, Depth, Theme};
use crate::i18n::Texts;
use crate::runtime::clock;
use crate::runtime::desk::{self, Files, Options, RunError};
use crate::runtime::input::answer::can_be_asked;
use crate::runtime::keeper::{Fault, Keeper};
use crate::runtime::register::Registers;
use crate::runtime::students::StudentSources;
use crate::runtime::terminal::TerminalError;
use crate::runtime::worker::Connect;
use crate::runtime::worker::Elsewhere;

use super::exit::{Exit, Failure};
use super::{language, session, sources};

/// What the desk is seen through, rather than the whole screen that the settings or the terminal would give.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct View {
    /// Read the desk out line by line, for a screen reader or a terminal that is no screen
    #[arg(long)]
    linear: bool,
    /// Draw with ASCII signs alone: no boxes, no arrows
    #[arg(long)]
    plain: bool,
}

impl View {
    /// What was asked for here, or there.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { linear: self.linear || other.linear, plain: self.plain || other.plain }
    }

    /// The command line goes before the settings.
    pub fn settle(self, settings: &mut Settings) {
        settings.linear |= self.linear;
        if self.plain {
            settings.plain = Some(true);
        }
    }
}

/// Opens the desk of the person whom the settings name.
///
/// # Errors
/// When the database cannot be worked on.
pub async fn run(profile: Option<&str>, asked: Option<Language>, view: View) -> Result<(), Failure> {
    let mut settings = session::settings()?;
    view.settle(&mut settings);
    let texts = language::of_desk(asked.or(settings.language));
    let target = session::target(&settings, profile, texts)?;
    // A password is asked before the desk takes the terminal.
    let (connection, target) = session::connect(target, texts).await?;
    drop(connection);
    let sessions = Paths::of_this_account().sessions(&target.address(), target.database(), target.login());
    open(target, &settings, asked, &sessions).await
}

/// Opens the desk on what the connector leads to, in the language and with the theme and keys of `settings`, unless
/// other ones were asked for or chosen at an earlier desk; what desks keep for the next one lies in `sessions`.
///
/// # Errors
/// When a file of the person's is wrong, there is no terminal, or the terminal fails.
pub async fn open(
    connector: impl Connect,
    settings: &Settings,
    asked: Option<Language>,
    sessions: &Path,
) -> Result<(), Failure> {
    let files = files(&Paths::of_this_account());
    let said = Tastes {
        lang: language::of_desk(asked.or(settings.language)).lang().code().to_owned(),
        theme: settings.theme.clone().unwrap_or_else(|| theme::DEFAULT.to_owned()),
        keymap: settings.keymap.clone().unwrap_or_else(|| keymap::DEFAULT.to_owned()),
    };
    let (keeper, found) = Keeper::open(sessions, clock::now());
    let liked = found.preferences.over(&said);
    let lang = liked.lang.parse().unwrap_or_default();
    let texts = Texts::of(lang);
    let mut sentences: Vec<String> = found.faults.iter().map(|fault| unkept(texts, fault)).collect();
    let (_, theme) = taste(&liked.theme, &said.theme, texts, &mut sentences, |name| theme(name, &files))?;
    let (keymap_name, keymap) =
        taste(&liked.keymap, &said.keymap, texts, &mut sentences, |name| keymap(name, &files))?;
    // Files are worked on without a register, and without the sources of students.
    let registers = session::registers(settings).unwrap_or_else(|failure| {
        sentences.extend(failure.sentence(texts));
        Registers::default()
    });
    let students = sources::for_desk(settings).unwrap_or_else(|failure| {
        sentences.extend(failure.sentence(texts));
        StudentSources::default()
    });
    let variable = |name: &str| std::env::var(name).ok();
    let terminal = Terminal::detect(settings.plain, variable);
    let options = Options {
        connector,
        elsewhere: Elsewhere { registers, students },
        lang,
        theme,
        keymap,
        keymap_name,
        files,
        settings: said,
        found,
        keeper,
        sentences,
        depth: Depth::detect(variable),
        asks: can_be_asked(&variable("TERM").unwrap_or_default()),
        linear: settings.linear || !terminal.is_screen,
        terminal,
    };
    desk::run(options).await.map_err(|error| match error {
        RunError::Terminal(TerminalError::NotATerminal(which)) => {
            let which = if which.contains("output") { "output" } else { "input" };
            Failure::new(Exit::Failed, "cli-no-terminal", [("which", which.into())])
        }
        error => Failure::new(Exit::Failed, "cli-terminal-failed", [("reason", error.to_string().into())]),
    })
}

/// What was chosen at an earlier desk never keeps this one from opening; what the settings name does, if it is wrong.
fn taste<T>(
    liked: &str,
    said: &str,
    texts: Texts,
    sentences: &mut Vec<String>,
    load: impl Fn(&str) -> Result<T, Failure>,
) -> Result<(String, T), Failure> {
    match load(liked) {
        Err(failure) if liked != said => {
            sentences.extend(failure.sentence(texts));
            load(said).map(|loaded| (said.to_owned(), loaded))
        }
        loaded => loaded.map(|loaded| (liked.to_owned(), loaded)),
    }
}

fn theme(name: &str, files: &Files) -> Result<Theme, Failure> {
    Theme::load(name, files.themes.as_deref())
        .map_err(|error| Failure::worded(Exit::Configuration, move |texts| faults::theme(texts, &error)))
}

/// Where the key maps and themes of this account are.
pub fn files(paths: &Paths) -> Files {
    Files { keymaps: Some(paths.keymaps()), own_keymap: Some(paths.keymap()), themes: Some(paths.themes()) }
}

/// The key map of that name, with the person's own keys over it.
///
/// # Errors
/// Everything that is wrong in the files.
pub fn keymap(name: &str, files: &Files) -> Result<Keymap, Failure> {
    let wrong = |errors: Vec<keymap::KeymapError>| {
        Failure::worded(Exit::Configuration, move |texts: Texts| {
            errors.iter().map(|error| faults::keymap(texts, error)).collect::<Vec<_>>().join("\n")
        })
    };
    let layers = keymap::load(name, files.keymaps.as_deref(), files.own_keymap.as_deref());
    Keymap::build(&layers.map_err(|error| wrong(vec![error]))?).map_err(wrong)
}

/// What the person is told of a kept file.
fn unkept(texts: Texts, fault: &Fault) -> String {
    match fault {
        Fault::Unreadable(path, Unreadable::Newer) => {
            texts.format("kept-newer", &[("path", path.display().to_string().into())])
        }
        Fault::Unreadable(path, Unreadable::Damaged) => {
            texts.format("kept-damaged", &[("path", path.display().to_string().into())])
        }
        Fault::NotKept(path, why) => {
            let about = [("folder", path.display().to_string().into()), ("why", why.to_string().into())];
            texts.format("said-not-kept", &about)
        }
    }
}
