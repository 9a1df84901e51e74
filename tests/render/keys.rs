//! Any keys, at any size, with answers that come or do not: never a panic, and what the terminal shows after small
//! steps is what a full redraw shows.

use std::cell::RefCell;
use std::num::NonZeroU16;
use std::rc::Rc;

use guichet::app::key::Key;
use guichet::app::message::{Answer, Message, Page};
use guichet::i18n::Lang;
use guichet::runtime::frame::Screen;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

use super::fixture::{Desk, FRENCH, Look};
use super::morning::{reasons, rows};
use crate::support::desk::split;

/// Keys pressed without a panic.
const STEPS: usize = 100_000;

/// A frame is drawn after so many keys.
const DRAWN_EVERY: usize = 20;

fn keys() -> Vec<Key> {
    split(
        "jkJKGghvrubCtwnpesdiaclxoz/?:V*!-.1234&é\"'(<Space><Enter><Esc><Tab><BackTab><Up><Down><Left><Right><PageDown>\
         <PageUp><Home><End><C-p><C-f><C-d><C-u><C-l><C-c><Backspace><Delete><F1><F5><S-Down><S-Up>日👩",
    )
}

/// Answers whatever was asked, as the database might.
fn answer(desk: &mut Desk, choice: u8) {
    let answers = [
        Answer::Page(Page { rows: rows(), before: 3, at_top: true, at_bottom: true }),
        Answer::Page(Page::default()),
        Answer::Reasons(reasons()),
        Answer::Preview(Vec::new()),
        Answer::History(Vec::new()),
        Answer::Found(rows()),
        Answer::Rows(rows()),
        Answer::Changes(Vec::new()),
    ];
    desk.answer_if_asked(answers[usize::from(choice) % answers.len()].clone());
}

#[test]
fn any_keys_at_any_size_never_panic() {
    let steps = prop::collection::vec(
        (
            prop::sample::select(keys()),
            prop::option::weighted(0.02, (1..210_u16, 1..60_u16)),
            prop::option::weighted(0.2, any::<u8>()),
        ),
        STEPS,
    );
    let mut runner = TestRunner::deterministic();
    let mut desk = Desk::working(Look { lang: Lang::Fr, ..FRENCH });
    for (step, (key, size, choice)) in steps.new_tree(&mut runner).unwrap().current().into_iter().enumerate()
    {
        if let Some((columns, rows)) = size {
            desk.tell(Message::Resize(columns, rows));
        }
        desk.tell(Message::Key(key));
        if let Some(choice) = choice {
            answer(&mut desk, choice);
        }
        if step % DRAWN_EVERY == 0 {
            let (columns, rows) = desk.model.size;
            desk.paint(&mut Buffer::empty(Rect::new(0, 0, columns, rows)));
        }
        if desk.model.quit {
            desk = Desk::working(FRENCH);
        }
    }
}

/// A terminal that a screen writes to.
#[derive(Clone)]
struct Wire(Rc<RefCell<vt100::Parser>>);

impl Wire {
    fn new(size: Size) -> Self {
        let length = |length| NonZeroU16::new(length).unwrap();
        Self(Rc::new(RefCell::new(vt100::Parser::new(length(size.height), length(size.width), 0))))
    }

    /// What can be seen: a blank has no colour but its ground.
    fn shown(&self) -> String {
        let parser = self.0.borrow();
        let screen = parser.screen();
        let (rows, columns) = screen.size();
        let mut shown = format!("{:?} {}", screen.cursor_position(), screen.hide_cursor());
        for (row, column) in
            (0..rows.get()).flat_map(|row| (0..columns.get()).map(move |column| (row, column)))
        {
            let Some(cell) = screen.cell(row, column) else { continue };
            let blank = cell.contents().trim().is_empty();
            let ground = (cell.bgcolor(), cell.inverse(), cell.underline());
            let ink =
                (!blank).then(|| (cell.contents(), cell.fgcolor(), cell.bold(), cell.dim(), cell.italic()));
            shown += &format!("\n{row}:{column} {ground:?} {ink:?}");
        }
        shown
    }
}

impl std::io::Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().process(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn small_steps_show_what_a_full_redraw_shows(
        pressed in prop::collection::vec((prop::sample::select(keys()), any::<u8>()), 1..40),
        size in prop::sample::select(vec![(80_u16, 24_u16), (120, 40), (40, 10)]),
    ) {
        let mut desk = Desk::working(Look { size, ..FRENCH });
        let size = Size::new(size.0, size.1);
        let wire = Wire::new(size);
        let mut screen = Screen::new(wire.clone(), size).unwrap();
        for (key, choice) in pressed {
            desk.tell(Message::Key(key));
            answer(&mut desk, choice);
            screen.draw(|frame| desk.draw_on(frame)).unwrap();
        }
        let stepped = wire.shown();
        screen.redraw();
        screen.draw(|frame| desk.draw_on(frame)).unwrap();
        prop_assert_eq!(stepped, wire.shown());
    }
}
