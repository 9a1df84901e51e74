//! What a person likes: language, theme, keys, columns, widths. Remembered from one desk to the next, until they or
//! their settings say otherwise.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Unreadable, VERSION};
use crate::app::layout::{Layout, ListColumn};
use crate::app::model::Model;

/// The pane whose columns can be chosen.
const LIST: &str = "list";

/// What the settings say of somebody's tastes, before any choice at the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tastes {
    /// The code of the language.
    pub lang: String,
    /// The name of the theme.
    pub theme: String,
    /// The name of the key map.
    pub keymap: String,
}

/// Something chosen at the desk over what the settings said then: once they say something else, they prevail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    chosen: String,
    over: String,
}

impl Choice {
    fn of(chosen: &str, over: &str) -> Option<Self> {
        (chosen != over).then(|| Self { chosen: chosen.to_owned(), over: over.to_owned() })
    }
}

/// What is remembered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    version: u32,
    lang: Option<Choice>,
    theme: Option<Choice>,
    keymap: Option<Choice>,
    /// By pane, by code: a column that this program does not know is passed over.
    columns: BTreeMap<String, Vec<String>>,
    queues: Option<u16>,
    file: Option<u16>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            version: VERSION,
            lang: None,
            theme: None,
            keymap: None,
            columns: BTreeMap::new(),
            queues: None,
            file: None,
        }
    }
}

impl Preferences {
    /// What the desk is set to, where that is not what the settings say.
    pub fn of(model: &Model) -> Self {
        let settings = &model.keeping.settings;
        let layout = &model.layout;
        let columns: Vec<String> = layout.columns.iter().map(|column| column.code().to_owned()).collect();
        Self {
            lang: Choice::of(model.texts.lang().code(), &settings.lang),
            theme: Choice::of(&model.theme, &settings.theme),
            keymap: Choice::of(&model.keymap_name, &settings.keymap),
            columns: Some((LIST.to_owned(), columns))
                .filter(|(_, columns)| !columns.is_empty())
                .into_iter()
                .collect(),
            queues: layout.queues,
            file: layout.file,
            ..Self::default()
        }
    }

    /// The tastes that hold: what was chosen, as far as the settings are still those it was chosen over.
    pub fn over(&self, settings: &Tastes) -> Tastes {
        let held = |choice: &Option<Choice>, now: &String| match choice {
            Some(choice) if choice.over == *now => choice.chosen.clone(),
            _ => now.clone(),
        };
        Tastes {
            lang: held(&self.lang, &settings.lang),
            theme: held(&self.theme, &settings.theme),
            keymap: held(&self.keymap, &settings.keymap),
        }
    }

    /// How the desk is divided.
    pub fn layout(&self) -> Layout {
        let columns = self.columns.get(LIST).map(Vec::as_slice).unwrap_or_default();
        Layout {
            columns: columns.iter().filter_map(|code| ListColumn::from_code(code)).collect(),
            queues: self.queues,
            file: self.file,
        }
    }

    /// What is to be written when a desk that started from `base` now has `self`, and another may have written
    /// `current` meanwhile: of each thing, what this desk changed, else what stands there.
    pub fn merged(&self, base: &Self, current: &Self) -> Self {
        fn pick<T: Clone + PartialEq>(mine: &T, base: &T, current: &T) -> T {
            if mine == base { current.clone() } else { mine.clone() }
        }
        Self {
            version: VERSION,
            lang: pick(&self.lang, &base.lang, &current.lang),
            theme: pick(&self.theme, &base.theme, &current.theme),
            keymap: pick(&self.keymap, &base.keymap, &current.keymap),
            columns: pick(&self.columns, &base.columns, &current.columns),
            queues: pick(&self.queues, &base.queues, &current.queues),
            file: pick(&self.file, &base.file, &current.file),
        }
    }

    /// As it is written.
    pub fn text(&self) -> String {
        super::text(self)
    }

    /// Reads what was written.
    ///
    /// # Errors
    /// When a later program wrote it, or nobody did.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        super::read(text)
    }
}
