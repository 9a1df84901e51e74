//! A text of several lines being edited, wrapped to its area, with the same editing commands as a line.
//!
//! [`ParagraphEditor`] is the state and may live in a model; it never holds a control character but the line end.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use ratatui_textarea::{CursorMove, DataCursor, TextArea, WrapMode};

use crate::prompt::Edit;
use crate::text::sanitise;

/// A text being edited.
#[derive(Clone, Debug)]
pub struct ParagraphEditor(TextArea<'static>);

impl PartialEq for ParagraphEditor {
    fn eq(&self, other: &Self) -> bool {
        self.0.lines() == other.0.lines() && self.0.cursor() == other.0.cursor()
    }
}

impl Eq for ParagraphEditor {}

impl ParagraphEditor {
    /// A text with the cursor at its end.
    pub fn new(text: &str) -> Self {
        let mut area = TextArea::new(lines(text));
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_style(Style::new());
        area.set_cursor_line_style(Style::new());
        // The terminal's own cursor shows where one types.
        area.set_cursor_style(Style::new());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self(area)
    }

    /// The text, its lines parted by line ends.
    pub fn text(&self) -> String {
        self.0.lines().join("\n")
    }

    /// The line of the cursor, as far as the cursor.
    pub fn before(&self) -> String {
        let DataCursor(line, column) = self.0.cursor();
        self.0.lines().get(line).map(|line| line.chars().take(column).collect()).unwrap_or_default()
    }

    /// Inserts a typed or pasted text at the cursor, made harmless; its line ends are kept.
    pub fn insert(&mut self, text: &str) {
        self.0.insert_str(lines(text).join("\n"));
    }

    /// Begins a new line.
    pub fn newline(&mut self) {
        self.0.insert_newline();
    }

    /// Goes up or down by so many lines of the screen.
    pub fn step(&mut self, by: isize) {
        for _ in 0..by.unsigned_abs().min(1_000) {
            self.0.move_cursor(if by < 0 { CursorMove::Up } else { CursorMove::Down });
        }
    }

    /// Applies one command; where a line would stop, it goes on to the next one.
    pub fn apply(&mut self, edit: Edit) {
        match edit {
            Edit::Left => self.0.move_cursor(CursorMove::Back),
            Edit::Right => self.0.move_cursor(CursorMove::Forward),
            Edit::WordLeft => self.0.move_cursor(CursorMove::WordBack),
            Edit::WordRight => self.0.move_cursor(CursorMove::WordForward),
            Edit::Home => self.0.move_cursor(CursorMove::Head),
            Edit::End => self.0.move_cursor(CursorMove::End),
            Edit::Backspace => drop(self.0.delete_char()),
            Edit::Delete => drop(self.0.delete_next_char()),
            Edit::KillToStart => drop(self.0.delete_line_by_head()),
            Edit::KillToEnd => drop(self.0.delete_line_by_end()),
            Edit::KillWordBack => drop(self.0.delete_word()),
            Edit::KillWordForward => drop(self.0.delete_next_word()),
            Edit::Yank => drop(self.0.paste()),
        }
    }

    /// Draws it; the place of the cursor, if it lies in the area.
    pub fn draw(&self, area: Rect, style: Style, buffer: &mut Buffer) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        (&self.0).render(area, buffer);
        buffer.set_style(area, style);
        let (cursor, (top, _)) = (self.0.screen_cursor(), self.0.scroll_offset());
        let row = u16::try_from(cursor.row.checked_sub(usize::from(top))?).ok()?;
        let column = u16::try_from(cursor.col).ok()?.min(area.width - 1);
        let at = Position::new(area.x + column, area.y + row);
        area.contains(at).then_some(at)
    }
}

/// The lines of a text, each made harmless.
fn lines(text: &str) -> Vec<String> {
    text.replace("\r\n", "\n").split(['\n', '\r']).map(|line| sanitise(line).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(editor: &ParagraphEditor, width: u16, height: u16) -> (Vec<String>, Option<Position>) {
        let area = Rect { x: 0, y: 0, width, height };
        let mut buffer = Buffer::empty(area);
        let cursor = editor.draw(area, Style::new(), &mut buffer);
        let row = |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        ((0..height).map(row).collect(), cursor)
    }

    #[test]
    fn a_text_is_wrapped_and_edited_over_several_lines() {
        let mut editor = ParagraphEditor::new("une première ligne\r\nune autre");
        assert_eq!(editor.text(), "une première ligne\nune autre");
        assert_eq!(drawn(&editor, 13, 3).0, ["une première", "ligne", "une autre"].map(str::to_owned));
        editor.step(-1);
        editor.apply(Edit::End);
        editor.newline();
        editor.insert("collé\u{1b}[31m\navec\tdeux lignes");
        assert!(editor.text().starts_with("une première ligne\ncollé"), "{}", editor.text());
        assert!(!editor.text().contains('\u{1b}'));
        editor.apply(Edit::KillToStart);
        editor.apply(Edit::Backspace);
        assert!(editor.text().ends_with("\nune autre"), "{}", editor.text());
    }

    #[test]
    fn the_cursor_is_in_sight_in_any_area() {
        let mut editor = ParagraphEditor::new(&"mot ".repeat(200));
        for (width, height) in [(20, 5), (1, 1), (7, 2), (80, 24)] {
            let (_, cursor) = drawn(&editor, width, height);
            assert!(cursor.is_some(), "{width}x{height}");
        }
        editor.step(-1_000);
        assert!(drawn(&editor, 20, 5).1.is_some_and(|at| at.y == 0));
        drawn(&editor, 0, 0);
        assert_eq!(ParagraphEditor::new("").text(), "");
    }
}
