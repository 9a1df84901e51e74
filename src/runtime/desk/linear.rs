//! The desk read out line by line, on any terminal and through pipes: nothing is ever sent but lines, and the terminal
//! keeps its own echo and editing.
//!
//! A line that was typed before a file or a question was read out does not reach it: an act on that file is refused, a
//! yes to that question is not heard.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use ratatui::layout::Size;
use rustix::process::{Signal, kill_current_process_group};
use rustix::termios::isatty;
use widgets::text::sanitise;

use super::echo::Echo;
use super::view::{Copied, Heard, View};
use super::{Options, RunError};
use crate::app::key::Key;
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::config::theme::{Theme, ThemeError};
use crate::runtime::input::lines::{LineStream, Typed};
use crate::runtime::{ascii, clipboard, clock};
use crate::ui::linear::{self, Line, Told, Wish};

/// After how long a wait is said: silence would pass for a fault.
const PATIENCE: Duration = Duration::from_secs(1);
/// After how long a line is taken although an answer is still awaited.
const LONGEST_WAIT: Duration = Duration::from_secs(3);

/// Lines in, lines out.
pub(super) struct Lines {
    lines: LineStream,
    echo: Echo,
    out: File,
    /// Only ASCII gets through.
    ascii: bool,
    /// The terminal may have a clipboard of its own.
    has_clipboard: bool,
    told: Told,
    /// When something that can be acted upon was last read out.
    read_at: Option<Instant>,
    /// A line was typed that has not been answered yet.
    asked: bool,
    /// Since when an answer of the database is awaited.
    waiting: Option<Instant>,
    /// It has been said that the answer is awaited.
    said_waiting: bool,
    wish: Option<Wish>,
    /// What is to be said next, before anything else.
    answer: Vec<String>,
    /// Nothing more will be typed.
    ended: bool,
    /// Nobody reads any more.
    unread: bool,
}

impl Lines {
    /// Takes the standard input and output as they are.
    pub fn open<C>(options: &Options<C>) -> Result<Self, RunError> {
        let out = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let input = io::stdin().as_fd().try_clone_to_owned()?;
        Ok(Self {
            echo: Echo::of(input.try_clone()?),
            lines: LineStream::start(input, || std::process::exit(129))?,
            ascii: options.terminal.ascii,
            has_clipboard: options.terminal.is_screen && isatty(&out),
            out,
            told: Told::default(),
            read_at: None,
            asked: false,
            waiting: None,
            said_waiting: false,
            wish: None,
            answer: Vec::new(),
            ended: false,
            unread: false,
        })
    }

    /// For how long an answer of the database has been awaited, if one is.
    fn waited(&self) -> Option<Duration> {
        self.waiting.map(|since| clock::monotonic().saturating_duration_since(since))
    }

    /// Whether this line was typed before what it would act upon was read out.
    fn is_too_early(&self, typed: Instant) -> bool {
        self.read_at.is_some_and(|read| typed < read)
    }

    /// Appends lines, all at once. A reader that has gone away ends the desk.
    fn append(&mut self, lines: &[String]) -> Result<(), RunError> {
        if lines.is_empty() {
            return Ok(());
        }
        let mut text = lines.join("\n");
        text.push('\n');
        let bytes = if self.ascii { ascii::lines(&text) } else { text };
        match self.out.write_all(bytes.as_bytes()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => self.unread = true,
            written => written?,
        }
        Ok(())
    }
}

/// Whether lines say nothing.
fn is_silent(lines: &[String]) -> bool {
    lines.iter().all(String::is_empty)
}

impl View for Lines {
    type Typed = Typed;

    async fn typed(&mut self) -> Typed {
        self.lines.next().await
    }

    /// One line is answered before the next is taken.
    fn ready(&mut self) -> Option<Typed> {
        None
    }

    /// A question that has come and was not read out yet would take the next line for its answer.
    fn listens(&self, model: &Model, shown: bool) -> bool {
        let waits = linear::is_waiting(model) && self.waited().is_none_or(|waited| waited < LONGEST_WAIT);
        shown && !waits
    }

    fn hear(&mut self, model: &mut Model, typed: Typed) -> Heard<Typed> {
        let Some(line) = &typed.line else {
            self.ended = true;
            return Heard::Messages(Vec::new());
        };
        self.asked = true;
        self.said_waiting = false;
        if self.is_too_early(typed.at) {
            model.drawn.file = None;
            let asks = |overlay: &Overlay| match overlay {
                Overlay::Confirm(confirm) => confirm.targets.len() > 1,
                Overlay::Fields(fields) => fields.fields.is_empty(),
                Overlay::Resume(_) => true,
                _ => false,
            };
            let says_yes = matches!(line, Line::Text(text) if text.trim().is_empty());
            if says_yes && model.overlay.as_ref().is_some_and(asks) {
                self.answer.push(model.texts.get("linear-read-first").to_owned());
                return Heard::Messages(Vec::new());
            }
        }
        let heard = linear::hear(model, &self.told, line);
        self.answer.extend(heard.lines);
        self.wish = heard.wish;
        if heard.again {
            self.told.close();
            return Heard::First(heard.messages, typed);
        }
        Heard::Messages(heard.messages)
    }

    fn show(&mut self, model: &mut Model, busy: bool) -> Result<(), RunError> {
        let mut lines = std::mem::take(&mut self.answer);
        // An answer that was given at once needs nothing more.
        let asked = self.asked && is_silent(&lines);
        let said = linear::tell(model, &mut self.told, asked, self.wish);
        lines.extend(said.lines);
        let unanswered = asked && is_silent(&lines) && !model.quit;
        if linear::is_waiting(model) || (unanswered && busy) {
            self.waiting.get_or_insert_with(clock::monotonic);
            let late = self.asked && self.waited().is_some_and(|waited| waited >= PATIENCE);
            if late && !std::mem::replace(&mut self.said_waiting, true) {
                lines.push(model.texts.get("linear-waiting").to_owned());
            }
        } else {
            if unanswered {
                lines.push(model.texts.get("linear-nothing").to_owned());
            }
            (self.asked, self.waiting, self.wish) = (false, None, None);
        }
        if said.read_out {
            self.read_at = Some(clock::monotonic());
        }
        model.drawn = said.drawn;
        self.echo.hide(linear::is_secret(model));
        self.append(&lines)
    }

    fn due(&self) -> Option<Duration> {
        let waited = self.waited()?;
        let next = if self.said_waiting || !self.asked { LONGEST_WAIT } else { PATIENCE };
        next.checked_sub(waited).filter(|left| !left.is_zero())
    }

    /// At the end of the input the desk waits for what is being done, then leaves.
    fn is_over(&self, model: &Model) -> bool {
        self.unread || (self.ended && model.acts.running.is_none())
    }

    /// Any: nothing is laid out. The list and the file are read one at a time.
    fn size(&self) -> Size {
        Size::new(80, 24)
    }

    fn resized(&mut self) {}

    fn redraw(&mut self) {
        self.told.forget();
    }

    /// The terminal makes a signal of Ctrl-C: it is the key.
    fn interrupted(&mut self) -> Option<Typed> {
        // What the terminal echoes for it stands on a line of its own.
        self.answer.push(String::new());
        Some(Typed { at: clock::monotonic(), line: Some(Line::Keys(vec![Key::ctrl('c')])) })
    }

    fn suspend(&mut self) -> Result<(), RunError> {
        self.echo.hide(false);
        kill_current_process_group(Signal::STOP).map_err(io::Error::from)?;
        Ok(())
    }

    fn continued(&mut self) -> Result<(), RunError> {
        self.told.forget();
        Ok(())
    }

    /// The text is said, for a reader or a mouse to copy, and sent to the terminal's clipboard where it may have one.
    fn copy(&mut self, model: &Model, text: &str) -> Result<Copied, RunError> {
        let said = sanitise(&text.replace('\t', ", ")).into_owned();
        self.answer.push(model.texts.format("linear-copied", &[("text", said.into())]));
        if let Ok(sequence) = clipboard::sequence(text)
            && self.has_clipboard
        {
            self.out.write_all(sequence.as_bytes())?;
        }
        Ok(Copied::Shown)
    }

    /// There are none.
    fn wear(&mut self, _: Theme) -> Result<(), ThemeError> {
        Ok(())
    }

    async fn settle(&mut self) {}
}
