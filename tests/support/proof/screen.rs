//! A screen prints its letters, its cursor and its styles, the same from memory and from a terminal.

use std::num::NonZeroU16;

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Style};

use crate::support::screen::StyledScreen;

fn sample() -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 5));
    buffer.set_string(0, 0, "Étudiant 日", Style::new().bold().fg(Color::Indexed(208)));
    buffer.set_string(2, 1, "à corriger", Style::new().red().on_dark_gray());
    buffer.set_string(2, 2, "validée   ", Style::new().red().on_dark_gray());
    buffer.set_string(0, 4, "x", Style::new().reversed().underlined().fg(Color::Rgb(1, 2, 255)));
    buffer
}

#[test]
fn letters_come_first_then_each_style_with_its_cells() {
    let text = StyledScreen::of_buffer(&sample(), Some(Position::new(2, 1))).to_string();
    assert_eq!(
        text,
        "12x5, cursor 1:2\nÉtudiant 日\n  à corriger\n  validée\n\nx\n----\n\
         bold colour-208 | 0:0-10\n\
         red on dark-gray | 1-2:2-11\n\
         underlined reversed #0102ff | 4:0\n"
    );
}

#[test]
fn memory_and_terminal_print_the_same_screen() {
    let buffer = sample();
    let mut bytes = Vec::new();
    let mut backend = CrosstermBackend::new(&mut bytes);
    let cells = Buffer::empty(buffer.area);
    backend.draw(cells.diff(&buffer).into_iter()).unwrap();
    backend.hide_cursor().unwrap();
    let size = |length| NonZeroU16::new(length).unwrap();
    let mut terminal = vt100::Parser::new(size(5), size(12), 0);
    terminal.process(&bytes);
    assert_eq!(
        StyledScreen::of_terminal(terminal.screen()).to_string(),
        StyledScreen::of_buffer(&buffer, None).to_string()
    );
}

#[test]
fn a_control_character_on_the_screen_is_seen() {
    let mut buffer = Buffer::empty(Rect::new(3, 3, 2, 1));
    buffer[(3, 3)].set_symbol("\u{1b}");
    let text = StyledScreen::of_buffer(&buffer, Some(Position::new(4, 3))).to_string();
    assert_eq!(text, "2x1, cursor 0:1\n\u{fffd}\n----\n");
}
