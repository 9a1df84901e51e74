//! A matrix: things down, columns across, a word or a sign in each cell, and the cell in hand set apart.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use widgets::list::{Item, List};
use widgets::text::{pad, width};

use crate::app::model::Pane;
use crate::config::theme::Meaning;
use crate::ui::frame::{Frame, clean};

/// Between two columns.
const GAP: usize = 2;

/// Names of rows need so much at least.
const NAMES: usize = 12;

/// The matrix.
pub(super) struct Matrix<'a> {
    /// The pane that it is in.
    pub pane: Pane,
    /// The names of the columns.
    pub heads: Vec<&'a str>,
    /// The name of each row and its cells.
    pub rows: Vec<(String, Vec<String>)>,
    /// The row in hand.
    pub line: Option<usize>,
    /// The column in hand.
    pub column: usize,
}

impl Matrix<'_> {
    /// Draws it; where the cell in hand is.
    pub(super) fn draw(&self, frame: &Frame<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let widest = |column: usize| self.rows.iter().filter_map(move |(_, cells)| cells.get(column));
        let widths: Vec<usize> = self
            .heads
            .iter()
            .enumerate()
            .map(|(at, head)| widest(at).map(|cell| width(cell)).max().unwrap_or_default().max(width(head)))
            .collect();
        let room = usize::from(area.width);
        let taken = |shown: &[usize]| shown.iter().map(|at| widths[*at] + GAP).sum::<usize>() + 2;
        // Where the names would have no room, the column in hand shows alone.
        let all: Vec<usize> = (0..widths.len()).collect();
        let alone = taken(&all) + NAMES > room;
        let shown = if alone { vec![self.column.min(widths.len().saturating_sub(1))] } else { all };
        let names = room.saturating_sub(taken(&shown));
        let more = frame.glyphs().more;
        let columns = |name: &str, cells: &[&str]| {
            let cell = |at: &usize| pad(cells.get(*at).copied().unwrap_or_default(), widths[*at], more);
            let cells = shown.iter().map(|at| format!("{}{}", " ".repeat(GAP), cell(at)));
            format!("{}{}", pad(name, names, more), cells.collect::<String>())
        };
        let head = format!(" {}", columns("", &self.heads));
        buffer.set_stringn(area.x, area.y, head, room, frame.style(Meaning::Header));
        let told: Vec<String> = self
            .rows
            .iter()
            .map(|(name, cells)| columns(&clean(name), &cells.iter().map(String::as_str).collect::<Vec<_>>()))
            .collect();
        let items: Vec<Item<'_>> =
            told.iter().map(|line| Item { label: Line::raw(line.as_str()), ..Item::default() }).collect();
        let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let list = List { items: &items, selected: self.line, first: 0, styles: frame.list(false) };
        (&list).render(below, buffer);
        let row = list.cursor_position(below)?;
        // The cell in hand stands out in its row.
        let before: usize =
            shown.iter().take_while(|at| **at < self.column).map(|at| widths[*at] + GAP).sum();
        let x = row.x.saturating_add(u16::try_from(1 + names + before + GAP).unwrap_or(u16::MAX));
        let cell = self.rows.get(self.line?).and_then(|(_, cells)| cells.get(self.column));
        let wide = u16::try_from(cell.map_or(0, |cell| width(cell))).unwrap_or(u16::MAX);
        let cell = Rect { x, y: row.y, width: wide, height: 1 }.intersection(below);
        buffer.set_style(cell, frame.cursor_row(frame.has_focus(self.pane)));
        (!cell.is_empty()).then(|| Position::new(cell.x, cell.y))
    }
}
