//! The desk on a whole screen.

use std::fs::File;
use std::time::Duration;

use ratatui::layout::Size;
use tokio::time::timeout;

use super::view::{Copied, Heard, View};
use super::{Options, RunError};
use crate::app::message::Message;
use crate::app::model::{Level, Model};
use crate::app::words::faults;
use crate::config::theme::{Theme, ThemeError};
use crate::runtime::colours::Colours;
use crate::runtime::frame::Screen;
use crate::runtime::input::{Input, InputStream};
use crate::runtime::terminal::TerminalSession;
use crate::runtime::{clipboard, clock};
use crate::ui;
use crate::ui::signs::Manner;

/// A terminal asked that lately may still be answering.
const ANSWERS: Duration = Duration::from_secs(1);

/// How long its answer is waited for when the desk closes.
const LAST_WORD: Duration = Duration::from_millis(80);

/// The whole screen of a terminal.
pub(super) struct FullScreen {
    screen: Screen<File>,
    colours: Colours,
    inputs: InputStream,
    // The last to be dropped: it gives the terminal back.
    session: TerminalSession,
}

impl FullScreen {
    /// Takes the terminal.
    pub fn open<C>(options: &Options<C>) -> Result<Self, RunError> {
        let session = TerminalSession::enter()?;
        let inputs = InputStream::start(session.input()?, || std::process::exit(129))?;
        let screen = Screen::new(session.output()?, session.size())?.in_ascii(options.terminal.ascii);
        let manner = if options.terminal.plain { Manner::Ascii } else { Manner::Drawn };
        let colours = Colours::new(
            options.theme.clone(),
            options.depth,
            manner,
            options.files.themes.clone(),
            options.asks,
        );
        Ok(Self { screen, colours, inputs, session })
    }

    /// Puts a question to the terminal, when there is one.
    fn ask(&mut self) -> Result<(), RunError> {
        if let Some(question) = self.colours.question(clock::monotonic()) {
            self.inputs.await_answer();
            self.screen.send(question)?;
        }
        Ok(())
    }
}

impl View for FullScreen {
    type Typed = Input;

    async fn typed(&mut self) -> Input {
        self.inputs.next().await
    }

    fn ready(&mut self) -> Option<Input> {
        self.inputs.ready()
    }

    fn listens(&self, _: &Model, _: bool) -> bool {
        true
    }

    fn hear(&mut self, model: &mut Model, typed: Input) -> Heard<Input> {
        match typed {
            Input::Key(key) => Heard::Messages(vec![Message::Key(key)]),
            Input::Paste(text) => Heard::Messages(vec![Message::Paste(text)]),
            Input::Background(colour) => {
                if let Err(error) = self.colours.learn(colour, clock::monotonic()) {
                    let said = faults::theme(model.texts, &error);
                    model.say(Level::Error, said);
                }
                Heard::Messages(Vec::new())
            }
            Input::HungUp => Heard::Gone,
        }
    }

    fn show(&mut self, model: &mut Model, _: bool) -> Result<(), RunError> {
        let theme = self.colours.theme();
        let mut drawn = model.drawn;
        self.screen.draw(|frame| {
            let (shown, cursor) = ui::view(model, theme, frame.buffer_mut());
            drawn = shown;
            if let Some(cursor) = cursor {
                frame.set_cursor_position(cursor);
            }
        })?;
        model.drawn = drawn;
        self.ask()
    }

    fn due(&self) -> Option<Duration> {
        None
    }

    fn is_over(&self, _: &Model) -> bool {
        false
    }

    fn size(&self) -> Size {
        self.session.size()
    }

    fn resized(&mut self) {
        self.screen.resize(self.session.size());
    }

    fn redraw(&mut self) {
        self.screen.redraw();
    }

    /// Raw mode turns Ctrl-C into a key; a signal sent by somebody else loses no work either.
    fn interrupted(&mut self) -> Option<Input> {
        None
    }

    fn suspend(&mut self) -> Result<(), RunError> {
        self.session.suspend()?;
        self.screen.redraw();
        Ok(())
    }

    fn continued(&mut self) -> Result<(), RunError> {
        self.session.retake()?;
        self.screen.redraw();
        Ok(())
    }

    fn copy(&mut self, _: &Model, text: &str) -> Result<Copied, RunError> {
        let Ok(sequence) = clipboard::sequence(text) else { return Ok(Copied::TooLong) };
        self.screen.send(&sequence)?;
        Ok(Copied::Sent)
    }

    fn wear(&mut self, theme: Theme) -> Result<(), ThemeError> {
        self.colours.choose(theme)
    }

    /// The terminal's answer is not for the shell.
    async fn settle(&mut self) {
        if self.inputs.awaits_answer() && self.colours.asked_within(ANSWERS, clock::monotonic()) {
            let inputs = &mut self.inputs;
            let answer =
                async { while !matches!(inputs.next().await, Input::Background(_) | Input::HungUp) {} };
            // Without an answer in that time there is none to come.
            let _ = timeout(LAST_WORD, answer).await;
        }
    }
}
