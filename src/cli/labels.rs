//! Labels on the left, values from one column on the right, nothing that is empty: how one thing is shown to people.

use widgets::text::width;

use crate::app::words;
use crate::i18n::Texts;

/// Lines of a label and a value.
pub struct Labels {
    /// The language.
    pub texts: Texts,
    lines: Vec<(String, String)>,
}

impl Labels {
    /// None yet.
    pub fn new(texts: Texts) -> Self {
        Self { texts, lines: Vec::new() }
    }

    /// A value under a label; nothing when there is none.
    pub fn add(&mut self, label: &str, value: impl Into<String>) {
        let value = flat(&value.into());
        if !value.is_empty() {
            self.lines.push((words::capitalised(label), value));
        }
    }

    /// Under the text of this id.
    pub fn say(&mut self, id: &str, value: impl Into<String>) {
        self.add(self.texts.get(id), value);
    }

    /// A field of a convention.
    pub fn field(&mut self, name: &str, value: impl Into<String>) {
        let label = words::field(self.texts, name).into_owned();
        self.add(&label, value);
    }

    /// The lines, in order; the label of several stands on the first.
    pub fn text(self) -> String {
        let column = self.lines.iter().map(|(label, _)| width(label)).max().unwrap_or_default();
        let mut last = String::new();
        let lines = self.lines.into_iter().map(|(label, value)| {
            let shown = if label == last { "" } else { &label };
            let line = format!("{shown}{}  {value}", " ".repeat(column - width(shown)));
            last = label;
            line
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// A text on one line, its runs of blanks as one; no-break spaces are part of what is written.
pub fn flat(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() && c != '\u{a0}').filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
