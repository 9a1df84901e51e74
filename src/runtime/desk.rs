//! The event loop: sleeps on keys, answers, signals and the model's next deadline; draws only when something changed.
//! A key is answered at once; frames from anything else are at least [`PACE`] apart. There is no tick: when nothing is
//! awaited no timer is armed.

use std::fs::File;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::time::{sleep, sleep_until, timeout};

use super::clipboard;
use super::clock;
use super::colours::Colours;
use super::frame::Screen;
use super::input::{Input, InputStream};
use super::keeper::{Found, Keeper, Pen};
use super::signals::{Signal, Signals};
use super::terminal::{self, TerminalError, TerminalSession};
use super::worker::{Connect, Worker};
use crate::app;
use crate::app::command::Names;
use crate::app::effect::Effect;
use crate::app::keymap::Keymap;
use crate::app::message::Message;
use crate::app::model::{Level, Model};
use crate::app::session::{Keeping, Tastes};
use crate::app::update::update;
use crate::app::words::faults;
use crate::config::keymap;
use crate::config::theme::{self, Depth, Theme};
use crate::i18n::{Lang, Texts};
use crate::ui;

/// The least time between two frames that no key asked for.
const PACE: Duration = Duration::from_millis(16);

/// How long the disk may take for the last words, once the terminal is given back.
const LAST_WRITE: Duration = Duration::from_millis(800);

/// A terminal asked that lately may still be answering.
const ANSWERS: Duration = Duration::from_secs(1);

/// How long its answer is waited for when the desk closes: it is not for the shell.
const LAST_WORD: Duration = Duration::from_millis(80);

/// How the desk is opened.
#[derive(Debug)]
pub struct Options<C> {
    /// Where connections come from: which database, and as whom.
    pub connector: C,
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
    /// Whether the mouse is reported.
    pub mouse: bool,
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
    let session = TerminalSession::enter(terminal::Options { mouse: options.mouse })?;
    let mut signals = Signals::new()?;
    let mut inputs = InputStream::start(session.input()?, || std::process::exit(129))?;
    let (replies, mut messages) = mpsc::unbounded_channel();
    let texts = Texts::of(options.lang);
    let mut model =
        Model::new(texts, options.keymap, &options.keymap_name, &options.theme.name, clock::now());
    let size = session.size();
    model.size = (size.width, size.height);
    model.keeping = Keeping::new(options.settings, options.found.preferences.clone());
    model.layout = options.found.preferences.layout();
    options.sentences.into_iter().for_each(|sentence| model.say(Level::Warning, sentence));
    if let Some(saved) = options.found.offered {
        app::session::offer(&mut model, saved);
    }
    let pen = options.keeper.start(replies.clone());
    let mut desk = Desk {
        model,
        screen: Screen::new(session.output()?, size)?,
        colours: Colours::new(options.theme, options.depth, options.files.themes.clone(), options.asks),
        files: options.files,
        pen,
        session,
        drawn_at: clock::monotonic(),
        dirty: false,
        ended: false,
    };
    // The desk shows before the first question is asked.
    desk.draw()?;
    let worker = Worker::start(options.connector, texts, replies);
    let mut outcome = desk.ask(&inputs);
    while outcome.is_ok() && !desk.model.quit && !desk.ended {
        outcome = desk.turn(&worker, &mut inputs, &mut messages, &mut signals).await;
        outcome = outcome.and_then(|()| desk.ask(&inputs));
    }
    if !desk.ended && inputs.awaits_answer() && desk.colours.asked_within(ANSWERS, clock::monotonic()) {
        let answer = async { while !matches!(inputs.next().await, Input::Background(_) | Input::HungUp) {} };
        // Without an answer in that time there is none to come.
        let _ = timeout(LAST_WORD, answer).await;
    }
    desk.leave();
    outcome
}

struct Desk {
    model: Model,
    screen: Screen<File>,
    colours: Colours,
    files: Files,
    pen: Pen,
    session: TerminalSession,
    drawn_at: Instant,
    /// Something changed since the last frame.
    dirty: bool,
    /// The terminal is gone, or we were told to leave.
    ended: bool,
}

impl Desk {
    /// Gives the terminal back, and has what is to be kept written.
    fn leave(mut self) {
        app::session::leaving(&mut self.model).into_iter().for_each(|keep| self.pen.write(keep));
        drop(self.session);
        self.pen.finish(LAST_WRITE);
    }

    /// Waits for something, deals with all that is ready, and draws.
    async fn turn(
        &mut self,
        worker: &Worker,
        inputs: &mut InputStream,
        messages: &mut UnboundedReceiver<Message>,
        signals: &mut Signals,
    ) -> Result<(), RunError> {
        let deadline = self.model.next_deadline().map(|at| (at - clock::now()).to_std().unwrap_or_default());
        let paced = self.drawn_at + PACE;
        let mut keyed = false;
        tokio::select! {
            biased;
            signal = signals.next() => self.signalled(worker, signal)?,
            input = inputs.next() => {
                self.typed(worker, input)?;
                keyed = true;
            }
            Some(message) = messages.recv() => self.take(worker, message)?,
            () = sleep_until(paced.into()), if self.dirty => {}
            () = sleep(deadline.unwrap_or_default()), if deadline.is_some() => self.take(worker, Message::Deadline)?,
        }
        while let Some(input) = inputs.ready() {
            self.typed(worker, input)?;
            keyed = true;
        }
        while let Ok(message) = messages.try_recv() {
            self.take(worker, message)?;
        }
        if self.dirty && !self.ended && (keyed || clock::monotonic() >= paced) {
            self.draw()?;
        }
        Ok(())
    }

    fn typed(&mut self, worker: &Worker, input: Input) -> Result<(), RunError> {
        match input {
            Input::Key(key) => self.take(worker, Message::Key(key)),
            Input::Paste(text) => self.take(worker, Message::Paste(text)),
            Input::Background(colour) => {
                let learnt = self.colours.learn(colour, clock::monotonic());
                self.dirty = true;
                self.fault(learnt.err().map(|error| faults::theme(self.model.texts, &error)));
                Ok(())
            }
            Input::HungUp => {
                self.ended = true;
                Ok(())
            }
        }
    }

    fn signalled(&mut self, worker: &Worker, signal: Signal) -> Result<(), RunError> {
        match signal {
            Signal::HangUp | Signal::Terminate => self.ended = true,
            // Raw mode turns Ctrl-C into a key; a signal sent by somebody else loses no work either.
            Signal::Interrupt => {}
            Signal::Suspend => self.suspend(worker)?,
            Signal::Continue => {
                self.session.retake()?;
                self.screen.redraw();
                self.resized(worker)?;
            }
            Signal::Resize => self.resized(worker)?,
        }
        self.dirty = true;
        Ok(())
    }

    fn resized(&mut self, worker: &Worker) -> Result<(), RunError> {
        let size = self.session.size();
        self.screen.resize(size);
        self.take(worker, Message::Resize(size.width, size.height))
    }

    fn suspend(&mut self, worker: &Worker) -> Result<(), RunError> {
        self.session.suspend()?;
        self.screen.redraw();
        self.resized(worker)
    }

    fn take(&mut self, worker: &Worker, message: Message) -> Result<(), RunError> {
        self.dirty = true;
        for effect in update(&mut self.model, message, clock::now()) {
            self.run(worker, effect)?;
        }
        Ok(())
    }

    fn run(&mut self, worker: &Worker, effect: Effect) -> Result<(), RunError> {
        match effect {
            Effect::Ask(job, ask) => worker.ask(job, ask),
            Effect::Stop(job) => worker.stop(job),
            Effect::Copy(text) => self.copy(worker, &text)?,
            Effect::Redraw => self.screen.redraw(),
            Effect::Suspend => self.suspend(worker)?,
            Effect::UseTheme(name) => self.use_theme(&name),
            Effect::UseKeymap(name) => self.use_keymap(&name),
            Effect::ReadNames => self.take(worker, Message::Names(self.files.names()))?,
            Effect::UseLang(lang) => worker.speak(Texts::of(lang)),
            Effect::Keep(keep) => self.pen.write(keep),
        }
        Ok(())
    }

    fn copy(&mut self, worker: &Worker, text: &str) -> Result<(), RunError> {
        match clipboard::sequence(text) {
            Ok(sequence) => {
                self.screen.send(&sequence)?;
                let characters = text.chars().count();
                let doubtful = clipboard::is_doubtful(|name| std::env::var(name).ok());
                self.take(worker, Message::Copied { characters, doubtful })
            }
            Err(_) => {
                let text = self.model.texts.get("said-copy-too-long").to_owned();
                self.model.say(Level::Warning, text);
                Ok(())
            }
        }
    }

    fn use_theme(&mut self, name: &str) {
        match self.colours.choose(name) {
            Ok(()) => {
                self.model.theme = name.to_owned();
                let said = self.model.texts.format("said-theme", &[("name", name.into())]);
                self.model.say(Level::Info, said);
            }
            Err(error) => self.fault([faults::theme(self.model.texts, &error)]),
        }
    }

    fn use_keymap(&mut self, name: &str) {
        let layers = keymap::load(name, self.files.keymaps.as_deref(), self.files.own_keymap.as_deref());
        match layers.map_err(|error| vec![error]).and_then(|layers| Keymap::build(&layers)) {
            Ok(keymap) => {
                self.model.keymap = keymap;
                self.model.keymap_name = name.to_owned();
                let said = self.model.texts.format("said-keymap", &[("name", name.into())]);
                self.model.say(Level::Info, said);
            }
            Err(errors) => {
                let texts = self.model.texts;
                self.fault(errors.iter().map(|error| faults::keymap(texts, error)));
            }
        }
    }

    /// Says what is wrong in the person's own files.
    fn fault(&mut self, faults: impl IntoIterator<Item = String>) {
        for fault in faults {
            self.model.say(Level::Error, fault);
        }
    }

    /// Puts a question to the terminal, when there is one.
    fn ask(&mut self, inputs: &InputStream) -> Result<(), RunError> {
        if let Some(question) = self.colours.question(clock::monotonic()) {
            inputs.await_answer();
            self.screen.send(question)?;
        }
        Ok(())
    }

    fn draw(&mut self) -> Result<(), RunError> {
        let (model, theme) = (&self.model, self.colours.theme());
        let mut drawn = model.drawn;
        self.screen.draw(|frame| {
            let (shown, cursor) = ui::view(model, theme, frame.buffer_mut());
            drawn = shown;
            if let Some(cursor) = cursor {
                frame.set_cursor_position(cursor);
            }
        })?;
        self.model.drawn = drawn;
        self.drawn_at = clock::monotonic();
        self.dirty = false;
        Ok(())
    }
}
