//! A one-line text field with the usual line-editing keys, and the line that shows it.
//!
//! [`LineEditor`] is the state and may live in a model: it moves by grapheme cluster, keeps what was cut for
//! yanking, and never holds a control character. [`Prompt`] draws it, scrolled so that the cursor shows.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::{grapheme_width, head, sanitise, width};

/// One editing command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// One grapheme to the left.
    Left,
    /// One grapheme to the right.
    Right,
    /// To the start of the word.
    WordLeft,
    /// To the end of the word.
    WordRight,
    /// To the start.
    Home,
    /// To the end.
    End,
    /// Deletes the grapheme before the cursor.
    Backspace,
    /// Deletes the grapheme under the cursor.
    Delete,
    /// Cuts to the start.
    KillToStart,
    /// Cuts to the end.
    KillToEnd,
    /// Cuts the blank-separated word before the cursor.
    KillWordBack,
    /// Cuts to the end of the word.
    KillWordForward,
    /// Puts back what was cut last.
    Yank,
}

impl Edit {
    /// What Ctrl with that letter does in a text field.
    pub fn of_ctrl(letter: char) -> Option<Self> {
        Some(match letter {
            'a' => Self::Home,
            'b' => Self::Left,
            'd' => Self::Delete,
            'e' => Self::End,
            'f' => Self::Right,
            'h' => Self::Backspace,
            'k' => Self::KillToEnd,
            'u' => Self::KillToStart,
            'w' => Self::KillWordBack,
            'y' => Self::Yank,
            _ => return None,
        })
    }

    /// What Alt with that letter does in a text field.
    pub fn of_alt(letter: char) -> Option<Self> {
        Some(match letter {
            'b' => Self::WordLeft,
            'd' => Self::KillWordForward,
            'f' => Self::WordRight,
            _ => return None,
        })
    }
}

/// A line of text being edited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineEditor {
    text: String,
    /// A byte index, always between two grapheme clusters.
    cursor: usize,
    cut: String,
}

impl LineEditor {
    /// A line holding that text, with the cursor at its end.
    pub fn new(text: &str) -> Self {
        let mut line = Self::default();
        line.insert(text);
        line
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The cursor, as a byte index in the text.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Replaces the text; the cursor goes to its end and what was cut stays.
    pub fn set(&mut self, text: &str) {
        self.text.clear();
        self.cursor = 0;
        self.insert(text);
    }

    /// Inserts a typed or pasted text at the cursor, on one line and made harmless.
    pub fn insert(&mut self, text: &str) {
        let text = sanitise(text);
        self.text.insert_str(self.cursor, &text);
        // A combining mark joins the cluster before it, so look for the first boundary at or after the text's end.
        let end = self.cursor + text.len();
        self.cursor = self.boundary_from(end);
    }

    /// Applies one command and tells whether the text has changed.
    pub fn apply(&mut self, edit: Edit) -> bool {
        let (start, end) = match edit {
            Edit::Left => return self.go(self.previous()),
            Edit::Right => return self.go(self.next()),
            Edit::WordLeft => return self.go(self.word_start()),
            Edit::WordRight => return self.go(self.word_end()),
            Edit::Home => return self.go(0),
            Edit::End => return self.go(self.text.len()),
            Edit::Yank => {
                let cut = self.cut.clone();
                self.insert(&cut);
                return !cut.is_empty();
            }
            Edit::Backspace => (self.previous(), self.cursor),
            Edit::Delete => (self.cursor, self.next()),
            Edit::KillToStart => (0, self.cursor),
            Edit::KillToEnd => (self.cursor, self.text.len()),
            Edit::KillWordBack => (self.blank_start(), self.cursor),
            Edit::KillWordForward => (self.cursor, self.word_end()),
        };
        if start == end {
            return false;
        }
        let removed: String = self.text.drain(start..end).collect();
        if !matches!(edit, Edit::Backspace | Edit::Delete) {
            self.cut = removed;
        }
        // What is left may join across the hole.
        self.cursor = self.boundary_from(start);
        true
    }

    fn go(&mut self, cursor: usize) -> bool {
        self.cursor = cursor;
        false
    }

    /// The first place between two clusters from that byte on.
    fn boundary_from(&self, index: usize) -> usize {
        let mut starts = self.text.grapheme_indices(true).map(|(start, _)| start);
        starts.find(|start| *start >= index).unwrap_or(self.text.len())
    }

    fn previous(&self) -> usize {
        self.text[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(index, _)| index)
    }

    fn next(&self) -> usize {
        self.cursor + self.text[self.cursor..].graphemes(true).next().map_or(0, str::len)
    }

    fn word_start(&self) -> usize {
        let before = &self.text[..self.cursor];
        let word = before.trim_end_matches(|c: char| !c.is_alphanumeric());
        word.trim_end_matches(char::is_alphanumeric).len()
    }

    fn word_end(&self) -> usize {
        let after = &self.text[self.cursor..];
        let word = after.trim_start_matches(|c: char| !c.is_alphanumeric());
        let end = self.text.len() - word.trim_start_matches(char::is_alphanumeric).len();
        self.boundary_from(end)
    }

    fn blank_start(&self) -> usize {
        let before = &self.text[..self.cursor];
        before.trim_end().trim_end_matches(|c: char| !c.is_whitespace()).len()
    }
}

/// The styles of a prompt.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    /// The label before the text.
    pub label: Style,
    /// The text.
    pub text: Style,
    /// The proposed end of the text.
    pub ghost: Style,
}

/// A label, a line being edited and the proposed end of it.
#[derive(Clone, Debug)]
pub struct Prompt<'a> {
    /// Before the text.
    pub label: &'a str,
    /// The text.
    pub line: &'a LineEditor,
    /// What would complete the text; shown after it while the cursor is at its end.
    pub ghost: &'a str,
    /// The styles.
    pub styles: Styles,
}

impl Prompt<'_> {
    /// Where the terminal's own cursor belongs.
    pub fn cursor_position(&self, area: Rect) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let (field, skipped) = self.window(area);
        let column = width(&self.line.text[skipped..self.line.cursor]) as u16;
        Some(Position::new((field.x + column).min(area.right() - 1), area.y))
    }

    /// The part of the area for the text, and the byte from which it shows the text.
    fn window(&self, area: Rect) -> (Rect, usize) {
        // The label gives way when the text would have less than half.
        let label = width(self.label).min(usize::from(area.width / 2)) as u16;
        let field = Rect { x: area.x + label, width: area.width - label, height: 1, ..area };
        let room = usize::from(field.width.saturating_sub(1));
        let mut used = 0;
        let mut from = self.line.cursor;
        for (index, grapheme) in self.line.text[..self.line.cursor].grapheme_indices(true).rev() {
            used += grapheme_width(grapheme);
            if used > room {
                break;
            }
            from = index;
        }
        (field, from)
    }
}

impl Widget for &Prompt<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return;
        }
        let (field, from) = self.window(area);
        let label = usize::from(field.x - area.x);
        buffer.set_stringn(area.x, area.y, head(self.label, label), label, self.styles.label);
        let room = usize::from(field.width);
        let (x, _) = buffer.set_stringn(field.x, field.y, &self.line.text[from..], room, self.styles.text);
        if self.line.cursor == self.line.text.len() {
            let room = usize::from(field.right().saturating_sub(x));
            buffer.set_stringn(x, field.y, self.ghost, room, self.styles.ghost);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at_every_size, draw, lines};

    fn prompt<'a>(line: &'a LineEditor, ghost: &'a str) -> Prompt<'a> {
        Prompt { label: ":", line, ghost, styles: Styles::default() }
    }

    #[test]
    fn typing_moves_by_cluster() {
        let mut line = LineEditor::new("e\u{301}te");
        assert!(!line.apply(Edit::Home));
        line.apply(Edit::Right);
        assert_eq!(line.cursor(), 3);
        assert!(line.apply(Edit::Backspace));
        assert_eq!((line.text(), line.cursor()), ("te", 0));
        assert!(!line.apply(Edit::Backspace));
        line.insert("é\n\x1b");
        assert_eq!(line.text(), "é ␛te");
    }

    #[test]
    fn words_are_cut_and_put_back() {
        let mut line = LineEditor::new("début:<7j nom:l'été");
        line.apply(Edit::KillWordBack);
        assert_eq!(line.text(), "début:<7j ");
        line.apply(Edit::Home);
        line.apply(Edit::Yank);
        assert_eq!(line.text(), "nom:l'étédébut:<7j ");
        line.apply(Edit::KillToStart);
        assert_eq!(line.text(), "début:<7j ");
        line.apply(Edit::WordRight);
        assert_eq!(line.cursor(), "début".len());
        line.apply(Edit::KillToEnd);
        assert_eq!(line.text(), "début");
        line.apply(Edit::WordLeft);
        line.apply(Edit::KillWordForward);
        assert!(line.is_empty());
        line.apply(Edit::Yank);
        assert_eq!(line.text(), "début");
    }

    #[test]
    fn every_command_keeps_the_cursor_between_clusters() {
        use Edit::*;
        let edits = [
            Left,
            Right,
            WordLeft,
            WordRight,
            Home,
            End,
            Backspace,
            Delete,
            KillToStart,
            KillToEnd,
            KillWordBack,
            KillWordForward,
            Yank,
        ];
        let mut seed = 7_usize;
        let mut line = LineEditor::default();
        for _ in 0..20_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let pick = seed >> 33;
            match pick % 3 {
                0 => line.insert(["a ", "é", "e\u{301}", "李", "\u{301}", "🇫", "\x1b", "-"][pick / 3 % 8]),
                _ => drop(line.apply(edits[pick / 3 % edits.len()])),
            }
            assert_eq!(line.boundary_from(line.cursor()), line.cursor(), "{line:?}");
            if line.text().len() > 60 {
                line.set("");
            }
        }
    }

    #[test]
    fn the_text_scrolls_under_the_cursor() {
        let mut line = LineEditor::new("abcdefgh");
        assert_eq!(lines(&draw(6, 1, &prompt(&line, "ij"))), [":efghi"]);
        assert_eq!(prompt(&line, "").cursor_position(Rect::new(0, 0, 6, 1)), Some(Position::new(5, 0)));
        assert_eq!(lines(&draw(12, 1, &prompt(&line, "ij"))), [":abcdefghij"]);
        line.apply(Edit::Home);
        assert_eq!(lines(&draw(6, 1, &prompt(&line, "ij"))), [":abcde"]);
    }

    #[test]
    fn any_size() {
        let line = LineEditor::new("Une ligne assez longue, 李雷");
        at_every_size(|area, buffer| {
            (&prompt(&line, "ghost")).render(area, buffer);
            assert!(prompt(&line, "").cursor_position(area).is_some_and(|at| area.contains(at)));
        });
    }
}
