//! The desk at work: opens the view that was asked for, and stays until the person leaves or the terminal does.

mod echo;
mod linear;
mod screen;
mod turn;
mod view;

use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::mpsc;

use super::clock;
use super::keeper::{Found, Keeper};
use super::signals::Signals;
use super::terminal::{self, TerminalError};
use super::worker::{Connect, Elsewhere, Worker};
use crate::app;
use crate::app::command::Names;
use crate::app::keymap::Keymap;
use crate::app::model::{Level, Model};
use crate::app::session::{Keeping, Tastes};
use crate::config::keymap;
use crate::config::terminal::Terminal;
use crate::config::theme::{self, Depth, Theme};
use crate::i18n::{Lang, Texts};
use linear::Lines;
use screen::FullScreen;
use turn::Desk;
use view::View;

/// How long the disk may take for the last words, once the terminal is given back.
const LAST_WRITE: Duration = Duration::from_millis(800);

/// How the desk is opened.
#[derive(Debug)]
pub struct Options<C> {
    /// Where connections come from: which database, and as whom.
    pub connector: C,
    /// Whom the desk asks besides the database.
    pub elsewhere: Elsewhere,
    /// The language of the screen.
    pub lang: Lang,
    /// The name of the theme, and the theme.
    pub theme: Theme,
    /// The name of the key map.
    pub keymap_name: String,
    /// The key map.
    pub keymap: Keymap,
    /// Where the person's own files are.
    pub files: Files,
    /// What the settings say of the person's tastes; what is in force may have been chosen over it.
    pub settings: Tastes,
    /// What earlier desks left.
    pub found: Found,
    /// Where this one leaves what it keeps.
    pub keeper: Keeper,
    /// What the person is to be told first.
    pub sentences: Vec<String>,
    /// How many colours the terminal has.
    pub depth: Depth,
    /// Whether the terminal may be asked which colour its background has.
    pub asks: bool,
    /// Whether the desk is read out line by line.
    pub linear: bool,
    /// What the terminal can show.
    pub terminal: Terminal,
}

/// Where a person's own key maps and themes are.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// Key maps by name.
    pub keymaps: Option<PathBuf>,
    /// The person's own keys, added to whichever map.
    pub own_keymap: Option<PathBuf>,
    /// Themes by name.
    pub themes: Option<PathBuf>,
}

impl Files {
    /// The key maps and themes that there are to choose from, those of the program and the person's own.
    fn names(&self) -> Names {
        Names {
            themes: theme::names(self.themes.as_deref()),
            keymaps: keymap::names(self.keymaps.as_deref()),
        }
    }
}

/// Why the desk could not open, or had to close.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// There is no terminal to draw on.
    #[error(transparent)]
    Terminal(#[from] TerminalError),
    /// The terminal failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Opens the desk and stays until the person leaves, or the terminal does.
pub async fn run<C: Connect>(options: Options<C>) -> Result<(), RunError> {
    terminal::install_panic_hook();
    if options.linear {
        let view = Lines::open(&options)?;
        return stay(options, view).await;
    }
    let view = FullScreen::open(&options)?;
    stay(options, view).await
}

async fn stay<C: Connect>(options: Options<C>, view: impl View) -> Result<(), RunError> {
    let mut signals = Signals::new()?;
    let (replies, mut messages) = mpsc::unbounded_channel();
    let texts = Texts::of(options.lang);
    let texts = if options.terminal.plain && !options.linear { texts.typed() } else { texts };
    let mut model =
        Model::new(texts, options.keymap, &options.keymap_name, &options.theme.name, clock::now());
    let size = view.size();
    model.size = (size.width, size.height);
    if options.linear {
        // No command line opens there, which would ask for them.
        model.names = options.files.names();
    }
    model.keeping = Keeping::new(options.settings, options.found.preferences.clone());
    model.layout = options.found.preferences.layout();
    options.sentences.into_iter().for_each(|sentence| model.say(Level::Warning, sentence));
    if let Some(saved) = options.found.offered {
        app::session::offer(&mut model, saved);
    }
    let pen = options.keeper.start(replies.clone());
    let mut desk = Desk::new(model, view, options.files, pen);
    // The desk shows before the first question is asked.
    desk.show(false)?;
    let worker = Worker::start(options.connector, options.elsewhere, texts, replies);
    let mut outcome = Ok(());
    while outcome.is_ok() && !desk.is_over() {
        outcome = desk.turn(&worker, &mut messages, &mut signals).await;
    }
    desk.leave(LAST_WRITE).await;
    outcome
}
