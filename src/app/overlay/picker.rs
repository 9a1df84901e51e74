//! A list narrowed by typing: help and palette, or the files found for the student on the phone.

use widgets::prompt::LineEditor;

use crate::app::action::Call;
use crate::app::message::JobId;
use crate::domain::row::Row;

/// What is picked.
#[derive(Clone, Debug)]
pub enum Picks {
    /// Actions available here, with their keys.
    Actions(Vec<PickerItem>),
    /// Files, by whatever identifies them.
    Files {
        /// Those found.
        rows: Vec<Row>,
        /// The question under way.
        loading: Option<JobId>,
    },
}

/// One action to pick.
#[derive(Clone, Debug)]
pub struct PickerItem {
    /// What it runs.
    pub call: Call,
    /// Its name.
    pub label: String,
    /// Its keys, then its one sentence.
    pub keys: String,
    /// One sentence.
    pub help: &'static str,
    /// Why it cannot be run now.
    pub disabled: Option<String>,
}

/// The box.
#[derive(Clone, Debug)]
pub struct PickerBox {
    /// What is picked.
    pub picks: Picks,
    /// What is typed.
    pub search: LineEditor,
    /// The items that match, by their place, best first.
    pub matching: Vec<usize>,
    /// The one in hand, among those that match.
    pub selected: usize,
    /// The first on the screen.
    pub first: usize,
}
