//! What an action is called, and where it is offered.

use super::{Action, CursorAction};
use crate::i18n::Texts;

impl Action {
    /// The action with this id.
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.id() == id)
    }

    /// Its id: `convention.validate`.
    pub fn id(self) -> &'static str {
        self.spec().id
    }

    /// Those the palette and the `:` line offer.
    pub fn palette() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|action| action.spec().palette)
    }

    /// Those the hint bar may show, most useful first.
    pub fn hints() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|action| action.spec().hint)
    }

    pub(super) fn text(self, texts: Texts, attribute: &str) -> Option<&'static str> {
        texts.find(&format!("action-{}{attribute}", self.id().replace('.', "-")))
    }

    /// Its short name on the screen: `valider`.
    pub fn label(self, texts: Texts) -> &'static str {
        self.text(texts, "").unwrap_or(self.id())
    }

    /// One sentence that says what it does.
    pub fn help(self, texts: Texts) -> &'static str {
        self.text(texts, ".help").unwrap_or_default()
    }

    /// Its name on the `:` line, for those the palette offers: `a-corriger`.
    pub fn command(self, texts: Texts) -> Option<&'static str> {
        self.text(texts, ".command").filter(|_| self.spec().palette)
    }
}

impl CursorAction {
    /// How many lines further it goes where a page has so many; to an end it goes as far as there is to go.
    pub fn lines(self, page: usize) -> isize {
        let page = isize::try_from(page.max(1)).unwrap_or(1);
        match self {
            Self::Down => 1,
            Self::Up => -1,
            Self::HalfPageDown => (page / 2).max(1),
            Self::HalfPageUp => -(page / 2).max(1),
            Self::PageDown => page,
            Self::PageUp => -page,
            Self::Top => isize::MIN,
            Self::Bottom => isize::MAX,
        }
    }
}
