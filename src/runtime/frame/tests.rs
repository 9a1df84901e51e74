//! What the terminal shows after small steps is what it shows after a full redraw, and the steps are small.

use std::cell::RefCell;
use std::rc::Rc;

use proptest::prelude::*;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Alignment, Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use widgets::form::{Entry, Form};
use widgets::list::{Item, List};
use widgets::popup;
use widgets::scroll::Total;
use widgets::table::{Column, Row, Table, Width};

use super::*;

/// A terminal that counts what it is given.
#[derive(Clone)]
struct Wire(Rc<RefCell<vt100::Parser>>, Rc<RefCell<Vec<usize>>>);

impl Wire {
    fn new(size: Size) -> Self {
        let rows = size.height.try_into().unwrap();
        let columns = size.width.try_into().unwrap();
        Self(Rc::new(RefCell::new(vt100::Parser::new(rows, columns, 0))), Rc::default())
    }

    /// Text and visible attributes of every cell, and the cursor.
    fn shown(&self) -> (Vec<String>, (u16, u16), bool) {
        let parser = self.0.borrow();
        let screen = parser.screen();
        let (rows, columns) = screen.size();
        let cells = (0..rows.get()).flat_map(|y| (0..columns.get()).map(move |x| (y, x)));
        let cells = cells.map(|(y, x)| {
            let cell = screen.cell(y, x).unwrap();
            let text = if cell.has_contents() { cell.contents() } else { " " };
            if text == " " {
                format!("blank {:?} {} {}", cell.bgcolor(), cell.inverse(), cell.underline())
            } else {
                format!(
                    "{text} {:?} {:?} {} {} {} {} {}",
                    cell.fgcolor(),
                    cell.bgcolor(),
                    cell.bold(),
                    cell.dim(),
                    cell.italic(),
                    cell.underline(),
                    cell.inverse()
                )
            }
        });
        (cells.collect(), screen.cursor_position(), screen.hide_cursor())
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().process(bytes);
        self.1.borrow_mut().push(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

const SIZE: Size = Size::new(24, 8);

#[derive(Clone, Debug)]
struct Step {
    pieces: Vec<(u16, u16, String, Style)>,
    cursor: Option<(u16, u16)>,
}

fn style() -> impl Strategy<Value = Style> {
    let colour = prop_oneof![
        Just(Color::Reset),
        Just(Color::Red),
        Just(Color::LightCyan),
        Just(Color::Indexed(111)),
        Just(Color::Rgb(1, 2, 3)),
    ];
    let attributes =
        Modifier::BOLD | Modifier::DIM | Modifier::ITALIC | Modifier::UNDERLINED | Modifier::REVERSED;
    (colour.clone(), colour, any::<u16>()).prop_map(move |(fg, bg, bits)| {
        Style::new().fg(fg).bg(bg).add_modifier(Modifier::from_bits_truncate(bits) & attributes)
    })
}

fn step() -> impl Strategy<Value = Step> {
    let text = prop_oneof!["[a-c ]{1,12}", "[éà·…│─]{1,6}", "[李雷a]{1,4}", Just("e\u{301}a".to_owned())];
    let piece = (0..SIZE.width, 0..SIZE.height, text, style());
    let cursor = proptest::option::of((0..SIZE.width, 0..SIZE.height));
    (proptest::collection::vec(piece, 0..10), cursor).prop_map(|(pieces, cursor)| Step { pieces, cursor })
}

fn paint(step: &Step, frame: &mut Frame<'_>) {
    let area = frame.area();
    for (x, y, text, style) in &step.pieces {
        frame.buffer_mut().set_stringn(*x, *y, text, usize::from(area.width - x), *style);
    }
    if let Some(at) = step.cursor {
        frame.set_cursor_position(at);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn steps_show_what_a_full_redraw_shows(
        steps in proptest::collection::vec(step(), 1..8),
        ascii in any::<bool>(),
    ) {
        let wire = Wire::new(SIZE);
        let mut screen = Screen::new(wire.clone(), SIZE).unwrap().in_ascii(ascii);
        for step in &steps {
            screen.draw(|frame| paint(step, frame)).unwrap();
            let fresh = Wire::new(SIZE);
            let mut whole = Screen::new(fresh.clone(), SIZE).unwrap().in_ascii(ascii);
            whole.draw(|frame| paint(step, frame)).unwrap();
            let (cells, cursor, hidden) = wire.shown();
            let (wanted, fresh_cursor, fresh_hidden) = fresh.shown();
            let different = cells.iter().zip(&wanted).enumerate().find(|(_, (shown, wanted))| shown != wanted);
            prop_assert!(different.is_none(), "{different:?}");
            prop_assert!(!ascii || cells.iter().all(|cell| cell.is_ascii()), "{cells:?}");
            prop_assert_eq!(hidden, fresh_hidden);
            if !hidden {
                prop_assert_eq!(cursor, fresh_cursor);
            }
        }
        prop_assert!(wire.1.borrow().len() <= steps.len(), "one write a frame at most");
    }
}

#[test]
fn nothing_is_written_when_nothing_changes() {
    let wire = Wire::new(SIZE);
    let mut screen = Screen::new(wire.clone(), SIZE).unwrap();
    let step =
        Step { pieces: vec![(1, 1, "abc".to_owned(), Style::new().fg(Color::Red))], cursor: Some((2, 2)) };
    assert!(screen.draw(|frame| paint(&step, frame)).unwrap() > 0);
    for _ in 0..3 {
        assert_eq!(screen.draw(|frame| paint(&step, frame)).unwrap(), 0);
    }
    assert_eq!(wire.1.borrow().len(), 1);
    let moved = Step { cursor: Some((3, 2)), ..step };
    assert!(screen.draw(|frame| paint(&moved, frame)).unwrap() <= 20);
}

#[test]
fn a_resize_and_a_redraw_say_everything_again() {
    let wire = Wire::new(SIZE);
    let mut screen = Screen::new(wire.clone(), SIZE).unwrap();
    let step = Step { pieces: vec![(0, 0, "hello".to_owned(), Style::new())], cursor: None };
    screen.draw(|frame| paint(&step, frame)).unwrap();
    wire.0.borrow_mut().process(b"\x1b[2J\x1b[5;5Hgarbage");
    screen.redraw();
    screen.draw(|frame| paint(&step, frame)).unwrap();
    assert_eq!(wire.0.borrow().screen().contents().trim_end(), "hello");

    let smaller = Size::new(4, 3);
    wire.0.borrow_mut().screen_mut().set_size(3.try_into().unwrap(), 4.try_into().unwrap());
    screen.resize(smaller);
    screen.draw(|frame| paint(&step, frame)).unwrap();
    assert_eq!(wire.0.borrow().screen().contents().trim_end(), "hell");
    assert_eq!(screen.size().unwrap(), smaller);
}

/// A screen like the one people work on: queues, a long list, and what is under its cursor.
fn desk(area: Rect, buffer: &mut Buffer, cursor: usize, cursor_width: Option<u16>) -> Option<Position> {
    const NAMES: [&str; 7] =
        ["BENALI Inès", "CARON Paul", "DUPONT Léa", "NGUYEN Minh", "O'NEIL Sean", "PETIT Zoé", "ROY Max"];
    const HOSTS: [&str; 5] = ["THALES SA", "MAIRIE DE GAP", "CHU DE NANTES", "ORANGE", "EDF RECHERCHE"];
    let plain = popup::Styles::default();
    let heading = Line::from("title");
    let (queues, rest) = (Rect { width: 31, ..area }, area.width - 31);
    let list = Rect { x: 31, width: rest * 3 / 5, ..area };
    let file = Rect { x: list.right(), width: area.width - list.right(), ..area };
    let items: Vec<Item<'_>> =
        (0..9).map(|_| Item { label: Line::from("Some queue"), count: "128", ..Item::default() }).collect();
    let queue = List { items: &items, selected: Some(0), first: 0, styles: Default::default() };
    (&queue).render(popup::draw(queues, buffer, &heading, &plain), buffer);

    let column = |title, width, drop_order| Column {
        title,
        width,
        alignment: Alignment::Left,
        drop_order,
        sort: None,
    };
    let columns = [
        column("N°", Width::Fixed(6), 0),
        column("Étudiant", Width::Fill { min: 12, weight: 3 }, 0),
        column("Organisme", Width::Fill { min: 12, weight: 3 }, 0),
        column("Début", Width::Fixed(8), 0),
        column("Depuis", Width::Fixed(6), 1),
    ];
    let texts: Vec<(String, String)> =
        (0..60).map(|row| (format!("{}", 28_413 + row * 17), format!("{} j", row % 11))).collect();
    let rows: Vec<Row<'_>> = texts
        .iter()
        .enumerate()
        .map(|(row, (id, days))| Row {
            cells: [id.as_str(), NAMES[row % 7], HOSTS[row % 5], "02/03/26", days.as_str()]
                .map(Line::from)
                .to_vec(),
            ..Row::default()
        })
        .collect();
    let mut table = Table::new(&columns);
    table.rows = &rows;
    table.cursor = Some(cursor);
    table.total = Total::Exact(5_000);
    table.styles.cursor = Style::new().add_modifier(Modifier::REVERSED);
    table.cursor_width = cursor_width;
    let inner = popup::draw(list, buffer, &heading, &plain);
    (&table).render(inner, buffer);

    let field = |label, value: &str| Entry::Field { label, value: Some(Line::from(value.to_owned())) };
    let entries = [
        Entry::Heading(Line::styled(
            format!("{} {}", texts[cursor].0, NAMES[cursor % 7]),
            Style::new().fg(Color::LightCyan).add_modifier(Modifier::BOLD),
        )),
        field("Organisme", HOSTS[cursor % 5]),
        field("SIRET", &format!("000 001 {:03} 00014", cursor * 37 % 1000)),
        field("Début", "02/03/2026"),
        field("Fin", &format!("{:02}/06/2026", 1 + cursor * 7 % 30)),
        field("Durée", &format!("{} h", 700 + cursor * 13 % 300)),
        field("Sujet", ["Modélisation des flux", "Refonte du site", "Étude de marché"][cursor % 3]),
        field("Gratification", "4,50 €/h"),
        Entry::Heading(Line::from("Contrôles")),
        Entry::Text(Line::from(["ok", "!! dates", "ok"][cursor % 3])),
    ];
    let form = Form { entries: &entries, missing: "-", in_hand: 0..0, scroll: 0, styles: Default::default() };
    (&form).render(popup::draw(file, buffer, &heading, &plain), buffer);
    table.cursor_position(inner)
}

fn moves(size: Size, cursor_width: Option<u16>) -> (u64, Vec<u64>) {
    let mut screen = Screen::new(Wire::new(size), size).unwrap();
    let mut draw = |cursor| {
        let render = |frame: &mut Frame<'_>| {
            let area = frame.area();
            if let Some(at) = desk(area, frame.buffer_mut(), cursor, cursor_width) {
                frame.set_cursor_position(at);
            }
        };
        screen.draw(render).unwrap()
    };
    (draw(0), (1..20).map(draw).collect())
}

#[test]
fn a_cursor_move_stays_within_its_budget() {
    let size = Size::new(200, 50);
    let (first, steps) = moves(size, None);
    let most = steps.iter().max().copied().unwrap();
    assert!(first <= 16 * 1024, "first frame: {first} bytes");
    assert!(most <= 400, "a cursor move: {steps:?} bytes");
}

#[test]
fn fewer_bytes_than_ratatui_s_own_backend() {
    let size = Size::new(200, 50);
    let wire = Wire::new(size);
    let mut terminal = Terminal::with_options(
        CrosstermBackend::new(wire.clone()),
        ratatui::TerminalOptions { viewport: ratatui::Viewport::Fixed(Rect::from((Position::ORIGIN, size))) },
    )
    .unwrap();
    let mut theirs = Vec::new();
    for cursor in 0..20 {
        let before: usize = wire.1.borrow().iter().sum();
        let render = |frame: &mut Frame<'_>| {
            let area = frame.area();
            if let Some(at) = desk(area, frame.buffer_mut(), cursor, None) {
                frame.set_cursor_position(at);
            }
        };
        terminal.draw(render).unwrap();
        theirs.push(wire.1.borrow().iter().sum::<usize>() - before);
    }
    let (_, ours) = moves(size, None);
    let (ours, theirs) = (ours.iter().sum::<u64>(), theirs[1..].iter().sum::<usize>() as u64);
    assert!(ours * 10 < theirs * 9, "19 moves: {ours} bytes, {theirs} with ratatui's own backend");
    let (_, short) = moves(size, Some(40));
    assert!(short.iter().sum::<u64>() * 10 < ours * 8, "a short cursor is cheaper: {short:?}");
}
