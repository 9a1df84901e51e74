//! What a desk is seen through: something that shows the model and takes what is typed.

use std::time::Duration;

use ratatui::layout::Size;

use super::RunError;
use crate::app::message::Message;
use crate::app::model::Model;
use crate::config::theme::{Theme, ThemeError};

/// What was typed asks this.
#[derive(Debug)]
pub(super) enum Heard<T> {
    /// To change the model so.
    Messages(Vec<Message>),
    /// To change the model so, then to be heard again.
    First(Vec<Message>, T),
    /// To end: the terminal is gone.
    Gone,
}

/// What became of a text to be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Copied {
    /// Sent to the terminal's clipboard.
    Sent,
    /// Shown, for the person to take.
    Shown,
    /// Too long for a terminal.
    TooLong,
}

/// A view of the desk.
pub(super) trait View {
    /// What is typed at it.
    type Typed;

    /// The next thing typed.
    async fn typed(&mut self) -> Self::Typed;

    /// The next thing typed that is already there and may be taken before anything is shown.
    fn ready(&mut self) -> Option<Self::Typed>;

    /// Whether something typed may be taken now; the model may have changed since it was `shown`.
    fn listens(&self, model: &Model, shown: bool) -> bool;

    /// What that asks for.
    fn hear(&mut self, model: &mut Model, typed: Self::Typed) -> Heard<Self::Typed>;

    /// Shows the model, and tells it what was shown. The database may still be `busy` with a question.
    fn show(&mut self, model: &mut Model, busy: bool) -> Result<(), RunError>;

    /// After how long it wants to show the model again, whatever happens until then.
    fn due(&self) -> Option<Duration>;

    /// Whether it has nothing more to show.
    fn is_over(&self, model: &Model) -> bool;

    /// Columns and rows.
    fn size(&self) -> Size;

    /// The terminal has another size.
    fn resized(&mut self);

    /// Show everything again.
    fn redraw(&mut self);

    /// Ctrl-C came as a signal: what was typed by it, if anything.
    fn interrupted(&mut self) -> Option<Self::Typed>;

    /// Gives the terminal to the shell, stops, and takes it again once continued.
    fn suspend(&mut self) -> Result<(), RunError>;

    /// Continued by somebody: the terminal may have been used by others.
    fn continued(&mut self) -> Result<(), RunError>;

    /// Gives a text to be copied.
    fn copy(&mut self, model: &Model, text: &str) -> Result<Copied, RunError>;

    /// Takes the colours of a theme.
    ///
    /// # Errors
    /// When the theme cannot be used; the colours are then what they were.
    fn wear(&mut self, theme: Theme) -> Result<(), ThemeError>;

    /// Hears what the terminal may still be saying, before it is given back.
    async fn settle(&mut self);
}
