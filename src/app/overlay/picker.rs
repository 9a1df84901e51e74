//! A list narrowed by typing: help and palette, the files found for the student on the phone, what a field refers to.

use chrono::{DateTime, Utc};
use widgets::prompt::LineEditor;

use crate::app::action::Call;
use crate::app::command::Fuzzy;
use crate::app::key::Chord;
use crate::app::message::JobId;
use crate::app::pane::writing::Choosing;
use crate::domain::fold::fold;
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
    /// What is written into a file, or for whom one is made.
    Choices(Choosing),
}

impl PickerBox {
    /// Actions to pick from, all of them shown.
    pub fn of_actions(items: Vec<PickerItem>) -> Self {
        let matching = (0..items.len()).collect();
        let search = LineEditor::new("");
        Self { picks: Picks::Actions(items), search, matching, selected: 0, first: 0 }
    }

    /// When the sources of what is picked are to be asked.
    pub fn deadline(&self) -> Option<DateTime<Utc>> {
        match &self.picks {
            Picks::Choices(choosing) => {
                choosing.seeking.deadline().into_iter().chain(choosing.register.deadline()).min()
            }
            Picks::Actions(_) | Picks::Files { .. } => None,
        }
    }
}

impl Picks {
    /// The question under way.
    pub fn loading(&self) -> Option<JobId> {
        match self {
            Self::Actions(_) => None,
            Self::Files { loading, .. } => *loading,
            Self::Choices(choosing) => choosing.loading,
        }
    }
}

/// One action to pick.
#[derive(Clone, Debug)]
pub struct PickerItem {
    /// What it runs.
    pub call: Call,
    /// Its name.
    pub label: String,
    /// Its name on the `:` line, if it has one.
    pub command: &'static str,
    /// Its keys here, the one to show first.
    pub chords: Vec<Chord>,
    /// The same as people read them.
    pub keys: Vec<String>,
    /// One sentence.
    pub help: &'static str,
    /// Why it cannot be run now.
    pub disabled: Option<String>,
}

/// How well an action answers what was typed, the worst first: its sentence says it, its name does, a key resembles
/// it, a key is it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answers {
    /// Its sentence holds all the words.
    Sentence,
    /// Its name matches, so well.
    Name(u16),
    /// One of its keys begins so, or is written otherwise.
    KeyAlike,
    /// It is one of its keys.
    Key,
}

/// Keys as Vim, Emacs and the key maps write them: `g r`, `C-x o`, `M-x`, `<C-f>`, `F5`.
fn chord(typed: &str) -> Option<Chord> {
    let named = |key: &str| match key.chars().count() {
        1 => key.to_owned(),
        _ if key.starts_with('<') => key.to_owned(),
        _ => format!("<{key}>"),
    };
    typed.split_whitespace().map(named).collect::<Vec<_>>().join(" ").parse().ok()
}

impl PickerItem {
    /// A call by its name alone.
    pub fn of(call: Call, label: String) -> Self {
        Self { call, label, command: "", chords: Vec::new(), keys: Vec::new(), help: "", disabled: None }
    }

    /// How well it answers what was typed; nothing when it does not.
    pub fn answers(&self, typed: &str, fuzzy: &mut Fuzzy) -> Option<Answers> {
        let typed = typed.trim();
        if self.keys.iter().any(|key| key == typed) || chord(typed).is_some_and(|c| self.chords.contains(&c))
        {
            return Some(Answers::Key);
        }
        let wanted = fold(typed);
        // A letter is itself only: `v` and `V` are two keys.
        let alike = |key: &str| key.chars().count() > 1 && fold(key).starts_with(&wanted);
        if self.keys.iter().any(|key| alike(key)) {
            return Some(Answers::KeyAlike);
        }
        let names = [self.label.as_str(), self.command];
        let best = names.iter().filter_map(|name| fuzzy.score(typed, name)).map(|(score, _)| score).max();
        let sentence = fold(self.help);
        let said = || wanted.split(' ').all(|word| sentence.contains(word));
        best.map(Answers::Name).or_else(|| said().then_some(Answers::Sentence))
    }
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
