//! The line being typed at the bottom of the desk: a command or a filter.

use serde::{Deserialize, Serialize};
use widgets::prompt::LineEditor;

use super::command::Completion;

/// What the line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PromptKind {
    /// The `:` line.
    Command,
    /// The filter of the list.
    Filter,
    /// What the entries of a pane are narrowed to.
    Search,
}

/// The line.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// What it is for.
    pub kind: PromptKind,
    /// The text and the cursor.
    pub line: LineEditor,
    /// What is wrong with it as it stands.
    pub error: Option<String>,
    /// What it could become.
    pub completions: Vec<Completion>,
    /// The completion chosen.
    pub chosen: Option<usize>,
}

impl Prompt {
    /// A line with some text already in it.
    pub fn new(kind: PromptKind, text: &str) -> Self {
        Self { kind, line: LineEditor::new(text), error: None, completions: Vec::new(), chosen: None }
    }
}
