//! What every view is given: the model, its words, the theme's styles, and the keys that hold where the hand is.

use ratatui::style::Style;
use ratatui::text::Span;
use std::borrow::Cow;
use std::rc::Rc;

use chrono::NaiveDate;
use widgets::glyphs::Glyphs;
use widgets::text::sanitise;
use widgets::{hint_bar, list, popup, prompt};

use super::signs::{Manner, Sign};
use super::theme::Theme;
use crate::app::action::{Action, OverlayAction};
use crate::app::keymap::Bound;
use crate::app::model::{Model, Pane};
use crate::app::overlay::{Overlay, ReaderBox, ReaderText};
use crate::app::update;
use crate::config::theme::Meaning;
use crate::i18n::{DateStyle, Texts, Value};

/// One frame being drawn.
pub(super) struct Frame<'a> {
    /// What is drawn.
    pub model: &'a Model,
    /// The language.
    pub texts: Texts,
    theme: &'a Theme,
    bound: Rc<[Bound]>,
}

impl<'a> Frame<'a> {
    pub fn new(model: &'a Model, theme: &'a Theme) -> Self {
        let contexts = update::context(model).chain();
        let bound = model.keymap.bound(contexts, &update::snapshot(model));
        Self { model, texts: model.texts, theme, bound }
    }

    pub fn style(&self, meaning: Meaning) -> Style {
        self.theme.style(meaning)
    }

    /// A sentence without variables.
    pub fn say(&self, id: &'static str) -> &'static str {
        self.texts.get(id)
    }

    /// A sentence with its variables.
    pub fn fill(&self, id: &str, args: &[(&str, Value<'_>)]) -> String {
        self.texts.format(id, args)
    }

    /// A sign, as this view shows it.
    pub fn sign(&self, sign: Sign) -> &'static str {
        self.theme.manner().sign(sign, self.texts)
    }

    /// What stands between two things said on one line.
    pub fn dot(&self) -> &'static str {
        self.sign(Sign::Between)
    }

    /// The signs that widgets draw with.
    pub fn glyphs(&self) -> &'static Glyphs {
        self.theme.manner().glyphs()
    }

    /// Whether the words are read out rather than seen.
    pub fn is_spoken(&self) -> bool {
        self.theme.manner() == Manner::Spoken
    }

    /// A date: in figures on a screen, in words when it is read out.
    pub fn date(&self, day: NaiveDate, style: DateStyle) -> String {
        self.texts.date(day, if self.is_spoken() { DateStyle::Long } else { style })
    }

    /// A number of days: `6 j`, or `6 jours` when it is read out.
    pub fn days(&self, days: i64) -> String {
        if self.is_spoken() {
            return self.fill("days-spoken", &[("count", days.into())]);
        }
        self.texts.days(days)
    }

    /// A text in the style of its meaning.
    pub fn span<'t>(&self, text: impl Into<Cow<'t, str>>, meaning: Meaning) -> Span<'t> {
        Span::styled(text, self.style(meaning))
    }

    /// The key of an action to show where the hand is: the first of those with the fewest presses.
    pub fn key(&self, action: Action) -> Option<String> {
        self.bound
            .iter()
            .filter(|bound| bound.is_for(action))
            .min_by_key(|bound| bound.chord.keys().len())
            .map(|bound| bound.chord.label(if self.is_spoken() { self.texts.typed() } else { self.texts }))
    }

    /// The actions meant for the hint bar that have a key here, with that key. A question shows its own answers; a
    /// text to read has nothing to confirm.
    pub fn hints(&self) -> Vec<(String, &'static str)> {
        let shown = |action: &Action| match &self.model.overlay {
            Some(Overlay::Confirm(_) | Overlay::Fields(_) | Overlay::Resume(_)) => false,
            Some(Overlay::Reader(ReaderBox { text: ReaderText::Report(_), .. }) | Overlay::Jobs(_)) => {
                *action != Action::Overlay(OverlayAction::Confirm)
            }
            Some(Overlay::Reader(_)) => *action == Action::Overlay(OverlayAction::Cancel),
            _ => true,
        };
        Action::hints()
            .filter(shown)
            .filter_map(|action| Some((self.key(action)?, action.label(self.texts))))
            .collect()
    }

    pub fn has_focus(&self, pane: Pane) -> bool {
        self.model.focus == pane && self.model.overlay.is_none()
    }

    pub fn popup(&self) -> popup::Styles {
        popup::Styles {
            border: self.style(Meaning::BorderPopup),
            title: self.style(Meaning::TitleFocused),
            body: Style::new(),
            glyphs: self.glyphs(),
        }
    }

    pub fn prompt(&self) -> prompt::Styles {
        prompt::Styles {
            label: self.style(Meaning::Prompt),
            text: self.style(Meaning::Input),
            ghost: self.style(Meaning::Ghost),
        }
    }

    pub fn list(&self, focused: bool) -> list::Styles {
        list::Styles {
            selected: self.cursor_row(focused),
            position: self.style(Meaning::Scroll),
            glyphs: self.glyphs(),
        }
    }

    pub fn hint_bar(&self) -> hint_bar::Styles {
        hint_bar::Styles {
            key: self.style(Meaning::Key),
            label: self.style(Meaning::Hint),
            separator: self.style(Meaning::Separator),
            glyphs: self.glyphs(),
        }
    }

    /// The row under the cursor, in a pane that has the keys or not.
    pub fn cursor_row(&self, focused: bool) -> Style {
        self.style(if focused { Meaning::RowCursor } else { Meaning::RowCursorUnfocused })
    }
}

/// A text from outside, made harmless.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    sanitise(text)
}
