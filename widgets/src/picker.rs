//! A searchable list in a box: a search line, the matches (found by the caller), and an optional field for free text.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::list::{self, List};
use crate::popup;
use crate::prompt::{self, LineEditor, Prompt};
use crate::text::width;

/// One match.
#[derive(Clone, Debug, Default)]
pub struct Item<'a> {
    /// What it is, with the matched letters already styled.
    pub label: Line<'a>,
    /// A text on the right: its keys, a count.
    pub detail: &'a str,
    /// Checked or not, when several can be chosen.
    pub checked: Option<bool>,
    /// The style of the whole line, under those of its parts.
    pub style: Style,
}

/// The styles of a picker.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    /// The box.
    pub popup: popup::Styles,
    /// The search line and the free text.
    pub prompt: prompt::Styles,
    /// The matches.
    pub list: list::Styles,
    /// The texts on the right.
    pub detail: Style,
    /// What is said when nothing matches.
    pub empty: Style,
}

/// A labelled line of free text under the matches.
#[derive(Clone, Copy, Debug)]
pub struct FreeText<'a> {
    /// Before the text.
    pub label: &'a str,
    /// The text.
    pub line: &'a LineEditor,
    /// Whether it is being typed in, rather than the search line.
    pub focused: bool,
}

/// A picker; it fills the area it is given.
#[derive(Clone, Debug)]
pub struct Picker<'a> {
    /// The title of the box.
    pub title: Line<'a>,
    /// Before the searched text.
    pub label: &'a str,
    /// The searched text.
    pub search: &'a LineEditor,
    /// The matches.
    pub items: &'a [Item<'a>],
    /// The chosen match.
    pub selected: Option<usize>,
    /// The first match to show, if the chosen one allows it.
    pub first: usize,
    /// Shown when there is no match.
    pub empty: &'a str,
    /// A line of free text, when there is one.
    pub free: Option<FreeText<'a>>,
    /// The styles.
    pub styles: Styles,
}

impl Picker<'_> {
    /// The height that shows so many matches without scrolling.
    pub fn height(&self) -> u16 {
        (self.items.len().max(1) + 3 + 2 * usize::from(self.free.is_some())).min(usize::from(u16::MAX)) as u16
    }

    /// How many matches are shown in that area.
    pub fn rows(&self, area: Rect) -> u16 {
        self.parts(popup::inside(area)).1.height
    }

    /// Where the terminal's own cursor belongs: in the line being typed.
    pub fn cursor_position(&self, area: Rect) -> Option<Position> {
        let (search, _, free) = self.parts(popup::inside(area));
        match self.free.filter(|free| free.focused) {
            Some(field) => self.free_prompt(&field).cursor_position(free),
            None => self.search_prompt().cursor_position(search),
        }
    }

    /// The inside as search line, matches and free text.
    fn parts(&self, inner: Rect) -> (Rect, Rect, Rect) {
        let line = |y: u16, height: u16| Rect { y, height, ..inner };
        let search = inner.height.min(1);
        let free = if self.free.is_some() { inner.height.saturating_sub(1).min(1) } else { 0 };
        // A blank line sets the free text apart when there is room for it.
        let blank = u16::from(free == 1 && inner.height >= 5);
        let list = inner.height - search - free - blank;
        let top = inner.y + search;
        (line(inner.y, search), line(top, list), line(top + list + blank, free))
    }

    fn search_prompt(&self) -> Prompt<'_> {
        Prompt { label: self.label, line: self.search, ghost: "", styles: self.styles.prompt }
    }

    fn free_prompt<'b>(&self, free: &FreeText<'b>) -> Prompt<'b> {
        Prompt { label: free.label, line: free.line, ghost: "", styles: self.styles.prompt }
    }
}

impl Widget for &Picker<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let inner = popup::draw(area, buffer, &self.title, &self.styles.popup);
        let (search, matches, free) = self.parts(inner);
        (&self.search_prompt()).render(search, buffer);
        if self.items.is_empty() && !matches.is_empty() {
            let room = usize::from(matches.width);
            buffer.set_stringn(
                matches.x,
                matches.y,
                self.empty,
                room.min(width(self.empty)),
                self.styles.empty,
            );
        }
        let items: Vec<list::Item<'_>> = self
            .items
            .iter()
            .map(|item| {
                let mut label = item.label.clone();
                if let Some(checked) = item.checked {
                    let glyphs = self.styles.list.glyphs;
                    let tick = if checked { glyphs.ticked } else { glyphs.unticked };
                    label.spans.insert(0, format!("{tick} ").into());
                }
                list::Item { label, count: item.detail, count_style: self.styles.detail, style: item.style }
            })
            .collect();
        let list =
            List { items: &items, selected: self.selected, first: self.first, styles: self.styles.list };
        (&list).render(matches, buffer);
        if let Some(field) = &self.free {
            (&self.free_prompt(field)).render(free, buffer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at_every_size, draw, lines};

    fn items() -> Vec<Item<'static>> {
        [("Missing date", true), ("Wrong address", false)]
            .map(|(label, checked)| Item {
                label: Line::from(label),
                detail: "d",
                checked: Some(checked),
                style: Style::default(),
            })
            .to_vec()
    }

    fn picker<'a>(items: &'a [Item<'a>], search: &'a LineEditor, free: Option<FreeText<'a>>) -> Picker<'a> {
        Picker {
            title: Line::from("Reasons"),
            label: "> ",
            search,
            items,
            selected: Some(1),
            first: 0,
            empty: "nothing",
            free,
            styles: Styles::default(),
        }
    }

    #[test]
    fn it_shows_search_matches_and_free_text() {
        let (items, search, typed) = (items(), LineEditor::new("da"), LineEditor::new("why"));
        let free = FreeText { label: "Note: ", line: &typed, focused: true };
        let picker = picker(&items, &search, Some(free));
        let buffer = draw(26, picker.height(), &picker);
        assert_eq!(
            lines(&buffer),
            [
                "┌ Reasons ───────────────┐",
                "│> da                    │",
                "│ [x] Missing date      d│",
                "│▸[ ] Wrong address     d│",
                "│                        │",
                "│Note: why               │",
                "└────────────────────────┘",
            ]
        );
        assert_eq!(picker.cursor_position(buffer.area), Some(Position::new(10, 5)));
        assert_eq!(picker.rows(buffer.area), 2);
    }

    #[test]
    fn it_says_when_nothing_matches() {
        let search = LineEditor::new("zz");
        assert_eq!(lines(&draw(14, 4, &picker(&[], &search, None)))[2], "│nothing     │");
    }

    #[test]
    fn any_size() {
        let (items, search, typed) = (items(), LineEditor::new("da"), LineEditor::new("why"));
        at_every_size(|area, buffer| {
            let free = FreeText { label: "Note: ", line: &typed, focused: true };
            for picker in [picker(&items, &search, Some(free)), picker(&[], &search, None)] {
                (&picker).render(area, buffer);
                picker.cursor_position(area);
            }
        });
    }
}
