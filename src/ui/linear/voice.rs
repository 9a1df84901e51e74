//! What speaks: lines put together from the model's words, each made harmless and as short as it can be.

use ratatui::text::Line;

use crate::app::action::Action;
use crate::app::model::Model;
use crate::i18n::Value;
use crate::ui::frame::{Frame, clean};
use crate::ui::signs::Sign;
use crate::ui::theme::SPOKEN;

/// Lines to be said, and the frame that finds their words.
pub(super) struct Voice<'a> {
    pub frame: Frame<'a>,
    model: &'a Model,
    lines: Vec<String>,
}

impl<'a> Voice<'a> {
    pub fn new(model: &'a Model) -> Self {
        Self { frame: Frame::new(model, &SPOKEN), model, lines: Vec::new() }
    }

    pub fn model(&self) -> &'a Model {
        self.model
    }

    /// The key to type for an action here.
    pub fn key(&self, action: Action) -> Option<String> {
        self.frame.key(action)
    }

    /// Keys as they can be typed by name: arrows too.
    pub fn named_keys(&self, keys: &str) -> String {
        let texts = self.frame.texts;
        let arrows = ["key-up", "key-down", "key-left", "key-right"];
        arrows.iter().fold(keys.to_owned(), |keys, id| keys.replace(texts.get(id), texts.typed().get(id)))
    }

    /// One line; blanks at its ends and doubled ones are of no use to a voice.
    pub fn say(&mut self, text: &str) {
        let line = spoken(text);
        if !line.is_empty() {
            self.lines.push(line);
        }
    }

    /// A sentence without variables.
    pub fn text(&mut self, id: &'static str) {
        self.say(self.frame.say(id));
    }

    /// A sentence with its variables.
    pub fn fill(&mut self, id: &str, args: &[(&str, Value<'_>)]) {
        let text = self.frame.fill(id, args);
        self.say(&text);
    }

    /// Several things on one line.
    pub fn joined<'t>(&mut self, parts: impl IntoIterator<Item = &'t str>) {
        let text = self.join(parts);
        self.say(&text);
    }

    /// Several things as one text, those that are empty left out.
    pub fn join<'t>(&self, parts: impl IntoIterator<Item = &'t str>) -> String {
        parts.into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(self.frame.dot())
    }

    /// A text after a sign.
    pub fn signed(&mut self, sign: Sign, text: &str) {
        let text = format!("{} {text}", self.frame.sign(sign));
        self.say(&text);
    }

    /// A choice, after its number.
    pub fn numbered(&self, place: usize, text: &str) -> String {
        self.pair(&(place + 1).to_string(), text)
    }

    /// A label and its value.
    pub fn pair(&self, label: &str, value: &str) -> String {
        self.frame.fill("pair", &[("label", label.into()), ("value", value.into())])
    }

    /// Whether nothing has been said.
    pub fn is_silent(&self) -> bool {
        self.lines.is_empty()
    }

    pub fn into_lines(self) -> Vec<String> {
        self.lines
    }
}

/// A text as it is said: no sign of the page between its parts.
pub(super) fn spoken(text: &str) -> String {
    clean(text).replace(" · ", ", ").split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The words of a drawn line.
pub(super) fn plain(line: &Line<'_>) -> String {
    line.spans.iter().map(|span| span.content.as_ref()).collect()
}
