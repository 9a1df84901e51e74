//! The event loop: sleeps on what is typed, answers, signals and the model's next deadline; shows only when something
//! changed. What is typed is answered at once; frames from anything else are at least [`PACE`] apart. There is no tick:
//! when nothing is awaited no timer is armed.

use std::time::{Duration, Instant};

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{sleep, sleep_until};

use super::view::{Copied, Heard, View};
use super::{Files, RunError};
use crate::app;
use crate::app::effect::Effect;
use crate::app::keymap::Keymap;
use crate::app::message::Message;
use crate::app::model::{Level, Model};
use crate::app::update::update;
use crate::app::words::faults;
use crate::config::keymap;
use crate::config::theme::Theme;
use crate::runtime::clipboard;
use crate::runtime::clock;
use crate::runtime::document;
use crate::runtime::keeper::Pen;
use crate::runtime::signals::{Signal, Signals};
use crate::runtime::worker::Worker;

/// The least time between two frames that nothing typed asked for.
const PACE: Duration = Duration::from_millis(16);

/// A model, what it is seen through, and what happens to both.
pub(super) struct Desk<V> {
    model: Model,
    view: V,
    files: Files,
    pen: Pen,
    shown_at: Instant,
    /// Something changed since it was last shown.
    dirty: bool,
    /// The terminal is gone, or we were told to leave.
    ended: bool,
}

impl<V: View> Desk<V> {
    pub fn new(model: Model, view: V, files: Files, pen: Pen) -> Self {
        Self { model, view, files, pen, shown_at: clock::monotonic(), dirty: false, ended: false }
    }

    /// Gives the terminal back, and has what is to be kept written, if the disk does not take longer than that.
    pub async fn leave(mut self, patience: Duration) {
        if !self.ended {
            self.view.settle().await;
        }
        app::session::leaving(&mut self.model).into_iter().for_each(|keep| self.pen.write(keep));
        drop(self.view);
        self.pen.finish(patience);
    }

    pub fn is_over(&self) -> bool {
        self.model.quit || self.ended || self.view.is_over(&self.model)
    }

    pub fn show(&mut self, busy: bool) -> Result<(), RunError> {
        self.view.show(&mut self.model, busy)?;
        self.shown_at = clock::monotonic();
        self.dirty = false;
        Ok(())
    }

    /// Waits for something, deals with all that is ready, and shows what came of it.
    pub async fn turn(
        &mut self,
        worker: &Worker,
        messages: &mut UnboundedReceiver<Message>,
        signals: &mut Signals,
    ) -> Result<(), RunError> {
        let awaited = self.model.next_deadline().map(|at| (at - clock::now()).to_std().unwrap_or_default());
        let deadline = awaited.into_iter().chain(self.view.due()).min();
        let paced = self.shown_at + PACE;
        let listens = self.view.listens(&self.model, !self.dirty);
        let mut keyed = false;
        tokio::select! {
            biased;
            signal = signals.next() => self.signalled(worker, signal)?,
            typed = self.view.typed(), if listens => {
                self.heard(worker, typed)?;
                keyed = true;
            }
            Some(message) = messages.recv() => self.take(worker, message)?,
            () = sleep_until(paced.into()), if self.dirty => {}
            () = sleep(deadline.unwrap_or_default()), if deadline.is_some() => self.take(worker, Message::Deadline)?,
        }
        while let Some(typed) = self.view.ready() {
            self.heard(worker, typed)?;
            keyed = true;
        }
        while let Ok(message) = messages.try_recv() {
            self.take(worker, message)?;
        }
        if self.dirty && !self.ended && (keyed || clock::monotonic() >= paced) {
            self.show(*worker.pending().borrow() > 0)?;
        }
        Ok(())
    }

    fn heard(&mut self, worker: &Worker, typed: V::Typed) -> Result<(), RunError> {
        self.dirty = true;
        let mut next = Some(typed);
        while let Some(typed) = next.take() {
            let messages = match self.view.hear(&mut self.model, typed) {
                Heard::Messages(messages) => messages,
                Heard::First(messages, again) => {
                    next = Some(again);
                    messages
                }
                Heard::Gone => {
                    self.ended = true;
                    return Ok(());
                }
            };
            for message in messages {
                self.take(worker, message)?;
            }
        }
        Ok(())
    }

    fn signalled(&mut self, worker: &Worker, signal: Signal) -> Result<(), RunError> {
        match signal {
            Signal::HangUp | Signal::Terminate => self.ended = true,
            Signal::Interrupt => {
                if let Some(typed) = self.view.interrupted() {
                    self.heard(worker, typed)?;
                }
            }
            Signal::Suspend => self.suspend(worker)?,
            Signal::Continue => {
                self.view.continued()?;
                self.resized(worker)?;
            }
            Signal::Resize => self.resized(worker)?,
        }
        self.dirty = true;
        Ok(())
    }

    fn resized(&mut self, worker: &Worker) -> Result<(), RunError> {
        self.view.resized();
        let size = self.view.size();
        self.take(worker, Message::Resize(size.width, size.height))
    }

    fn suspend(&mut self, worker: &Worker) -> Result<(), RunError> {
        self.view.suspend()?;
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
            Effect::Write { path, text } => self.export(&path, &text),
            Effect::Redraw => self.view.redraw(),
            Effect::Suspend => self.suspend(worker)?,
            Effect::UseTheme(name) => self.use_theme(&name),
            Effect::UseKeymap(name) => self.use_keymap(&name),
            Effect::ReadNames => self.take(worker, Message::Names(self.files.names()))?,
            Effect::UseLang(_) => worker.speak(self.model.texts),
            Effect::Keep(keep) => self.pen.write(keep),
        }
        Ok(())
    }

    fn copy(&mut self, worker: &Worker, text: &str) -> Result<(), RunError> {
        match self.view.copy(&self.model, text)? {
            Copied::Sent => {
                let characters = text.chars().count();
                let doubtful = clipboard::is_doubtful(|name| std::env::var(name).ok());
                return self.take(worker, Message::Copied { characters, doubtful });
            }
            Copied::Shown => {}
            Copied::TooLong => {
                let text = self.model.texts.get("said-copy-too-long").to_owned();
                self.model.say(Level::Warning, text);
            }
        }
        Ok(())
    }

    fn export(&mut self, path: &str, text: &str) {
        let texts = self.model.texts;
        match document::write(path, text) {
            Ok(()) => self.model.say(Level::Info, texts.format("said-exported", &[("path", path.into())])),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                self.model.say(Level::Warning, texts.format("said-export-exists", &[("path", path.into())]));
            }
            Err(error) => {
                let args = [("path", path.into()), ("why", error.to_string().into())];
                self.model.say(Level::Error, texts.format("said-export-failed", &args));
            }
        }
    }

    fn use_theme(&mut self, name: &str) {
        let worn = Theme::load(name, self.files.themes.as_deref()).and_then(|theme| self.view.wear(theme));
        match worn {
            Ok(()) => {
                self.model.theme = name.to_owned();
                let said = self.model.texts.format("said-theme", &[("name", name.into())]);
                self.model.say(Level::Info, said);
            }
            Err(error) => {
                let said = faults::theme(self.model.texts, &error);
                self.model.say(Level::Error, said);
            }
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
                for error in errors {
                    let said = faults::keymap(self.model.texts, &error);
                    self.model.say(Level::Error, said);
                }
            }
        }
    }
}
