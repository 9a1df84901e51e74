//! A table that is handed only the rows on the screen: its cost and its column widths never depend on the others.
//!
//! Widths come from the columns' rules alone, so that nothing moves sideways while rows are scrolled; a column that
//! finds no room is dropped, the highest `drop_order` first.

use ratatui::buffer::Buffer;
use ratatui::layout::{Alignment, Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::glyphs::Glyphs;
use crate::scroll::{self, Total};
use crate::text::{put_line, truncate, truncate_line, width};

/// How wide a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// Always that many columns of the screen.
    Fixed(u16),
    /// At least `min`, and a share of what is left in proportion to `weight`.
    Fill {
        /// The least that is useful.
        min: u16,
        /// The share, against the other filling columns.
        weight: u16,
    },
}

impl Width {
    fn min(self) -> u16 {
        match self {
            Self::Fixed(width) => width,
            Self::Fill { min, .. } => min,
        }
    }
}

/// The order of a sorted column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// One column: its header and its rules.
#[derive(Clone, Debug)]
pub struct Column<'a> {
    /// The header.
    pub title: &'a str,
    /// How wide it is.
    pub width: Width,
    /// Where its text stands.
    pub alignment: Alignment,
    /// Columns with a higher number disappear first when room is short; 0 never does.
    pub drop_order: u8,
    /// The order, when the rows are sorted by this column.
    pub sort: Option<Sort>,
}

/// One row of the window: a cell a column, in the same order.
#[derive(Clone, Debug, Default)]
pub struct Row<'a> {
    /// The cells; a missing one is blank.
    pub cells: Vec<Line<'a>>,
    /// The style of the whole row, under those of its cells.
    pub style: Style,
    /// It is marked.
    pub marked: bool,
}

/// The styles of a table.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    /// The header.
    pub header: Style,
    /// The header of the sorted column.
    pub sorted: Style,
    /// The row under the cursor, over every other style.
    pub cursor: Style,
    /// The glyph before a row.
    pub mark: Style,
    /// The position on the right edge.
    pub position: Style,
    /// The signs.
    pub glyphs: &'static Glyphs,
}

/// The columns before the first cell: cursor glyph, mark, blank.
const LEAD: u16 = 3;
/// Between two columns.
const GAP: u16 = 1;

/// A table over a window of rows.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    /// The columns.
    pub columns: &'a [Column<'a>],
    /// The rows on the screen, and only those.
    pub rows: &'a [Row<'a>],
    /// The row under the cursor, counted in the window.
    pub cursor: Option<usize>,
    /// How many rows come before the window.
    pub first: usize,
    /// How many rows exist.
    pub total: Total,
    /// The styles.
    pub styles: Styles,
    /// How many screen columns of the cursor row carry its style; the whole row when absent. Every styled column
    /// costs two bytes of a cursor move.
    pub cursor_width: Option<u16>,
}

impl<'a> Table<'a> {
    /// A table with no row, no cursor and plain styles.
    pub fn new(columns: &'a [Column<'a>]) -> Self {
        Self {
            columns,
            rows: &[],
            cursor: None,
            first: 0,
            total: Total::default(),
            styles: Styles::default(),
            cursor_width: None,
        }
    }

    /// How many rows fit under the header of a table drawn in that area.
    pub fn height(area: Rect) -> usize {
        usize::from(area.height.saturating_sub(1))
    }

    /// How wide each column is in that area, 0 for one that finds no room.
    pub fn widths(&self, area: Rect) -> Vec<u16> {
        let mut out = vec![0; self.columns.len()];
        for (index, _, width) in arrange(self.columns, self.content(area)) {
            out[index] = width;
        }
        out
    }

    /// Where cells are drawn: beside the position, if it shows.
    fn content(&self, area: Rect) -> Rect {
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        Rect { width: area.width.saturating_sub(scroll::position_width(body, self.total)), ..area }
    }

    /// Where the terminal's own cursor belongs: at the start of the row under the cursor.
    pub fn cursor_position(&self, area: Rect) -> Option<Position> {
        let row = self.cursor.filter(|row| *row < self.rows.len().min(Self::height(area)))?;
        (area.width > 0).then(|| Position::new(area.x, area.y + 1 + row as u16))
    }

    fn draw_header(&self, area: Rect, buffer: &mut Buffer, layout: &[(usize, u16, u16)]) {
        for &(index, x, columns) in layout {
            let column = &self.columns[index];
            let (arrow, style) = match column.sort {
                None => ("", self.styles.header),
                Some(Sort::Ascending) => (self.styles.glyphs.ascending, self.styles.sorted),
                Some(Sort::Descending) => (self.styles.glyphs.descending, self.styles.sorted),
            };
            let room = usize::from(columns).saturating_sub(width(arrow));
            let title = format!("{}{arrow}", truncate(column.title, room, self.styles.glyphs.more));
            let x = aligned(x, columns, width(&title), column.alignment);
            buffer.set_stringn(
                x,
                area.y,
                title,
                usize::from(area.right().saturating_sub(x).min(columns)),
                style,
            );
        }
    }

    fn draw_row(&self, area: Rect, buffer: &mut Buffer, row: &Row<'_>, layout: &[(usize, u16, u16)]) {
        if row.style != Style::default() {
            buffer.set_style(area, row.style);
        }
        if row.marked && area.width > 1 {
            buffer.set_stringn(area.x + 1, area.y, self.styles.glyphs.mark, 1, self.styles.mark);
        }
        for &(index, x, columns) in layout {
            let Some(cell) = row.cells.get(index) else { continue };
            let cell = truncate_line(cell, usize::from(columns), self.styles.glyphs.more);
            let x = aligned(
                x,
                columns,
                cell.spans.iter().map(|span| width(&span.content)).sum(),
                self.columns[index].alignment,
            );
            put_line(buffer, x, area.y, &cell, columns);
        }
    }
}

impl Widget for &Table<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return;
        }
        let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
        let content = self.content(area);
        let layout = arrange(self.columns, content);
        buffer.set_style(Rect { height: 1, ..content }, self.styles.header);
        self.draw_header(content, buffer, &layout);
        for (row, y) in self.rows.iter().zip(body.top()..body.bottom()) {
            self.draw_row(Rect { y, height: 1, ..content }, buffer, row, &layout);
        }
        if let Some(at) = self.cursor_position(area) {
            buffer.set_stringn(at.x, at.y, self.styles.glyphs.cursor, 1, Style::default());
            let width = self.cursor_width.unwrap_or(u16::MAX).min(content.width);
            buffer.set_style(Rect::new(at.x, at.y, width, 1), self.styles.cursor);
        }
        scroll::draw_position(body, buffer, self.first, self.total, self.styles.position, self.styles.glyphs);
    }
}

fn aligned(x: u16, columns: u16, used: usize, alignment: Alignment) -> u16 {
    let spare = columns.saturating_sub(used.min(usize::from(columns)) as u16);
    match alignment {
        Alignment::Left => x,
        Alignment::Center => x + spare / 2,
        Alignment::Right => x + spare,
    }
}

/// Which columns are shown in that area, as (index, left edge, width).
fn arrange(columns: &[Column<'_>], area: Rect) -> Vec<(usize, u16, u16)> {
    let room = area.width.saturating_sub(LEAD);
    let mut x = area.x + LEAD.min(area.width);
    widths(columns, room)
        .into_iter()
        .map(|(index, width)| {
            let at = x;
            x += width + GAP;
            (index, at, width)
        })
        .collect()
}

/// Which columns are shown in that many screen columns, and how wide each is.
pub fn widths(columns: &[Column<'_>], room: u16) -> Vec<(usize, u16)> {
    let mut shown: Vec<usize> = (0..columns.len()).collect();
    let needed = |shown: &[usize]| -> u32 {
        let gaps = u32::from(GAP) * shown.len().saturating_sub(1) as u32;
        gaps + shown.iter().map(|index| u32::from(columns[*index].width.min())).sum::<u32>()
    };
    while needed(&shown) > u32::from(room) {
        let droppable = |place: &usize| columns[shown[*place]].drop_order;
        match (0..shown.len()).filter(|place| droppable(place) > 0).max_by_key(droppable) {
            Some(place) => drop(shown.remove(place)),
            None => break,
        }
    }
    let mut spare = u32::from(room).saturating_sub(needed(&shown));
    let weight_of = |index: usize| match columns[index].width {
        Width::Fixed(_) => 0,
        Width::Fill { weight, .. } => u32::from(weight),
    };
    let mut weights: u32 = shown.iter().map(|index| weight_of(*index)).sum();
    let mut left = u32::from(room);
    let mut out = Vec::with_capacity(shown.len());
    for index in shown {
        // Each takes its share of what is left, so that rounding never loses a column.
        let weight = weight_of(index);
        let share = (spare * weight).checked_div(weights).unwrap_or(0);
        spare -= share;
        weights -= weight;
        let width = (u32::from(columns[index].width.min()) + share).min(left);
        if width == 0 {
            continue;
        }
        left = left.saturating_sub(width + u32::from(GAP));
        out.push((index, width as u16));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at_every_size, draw, lines};
    use ratatui::style::Modifier;

    fn columns() -> [Column<'static>; 4] {
        let column = |title, width, drop_order| Column {
            title,
            width,
            alignment: Alignment::Left,
            drop_order,
            sort: None,
        };
        [
            Column { alignment: Alignment::Right, ..column("Id", Width::Fixed(5), 0) },
            column("Name", Width::Fill { min: 8, weight: 2 }, 0),
            column("Place", Width::Fill { min: 6, weight: 1 }, 1),
            Column { sort: Some(Sort::Ascending), ..column("Date", Width::Fixed(8), 2) },
        ]
    }

    fn rows() -> Vec<Row<'static>> {
        [("1", "Éléonore", "Gap", true), ("22", "李雷 and others", "Saint-Étienne", false)]
            .map(|(id, name, place, marked)| Row {
                cells: [id, name, place, "01/02/26"].map(Line::from).to_vec(),
                style: Style::default(),
                marked,
            })
            .to_vec()
    }

    #[test]
    fn columns_share_what_is_left_and_drop_in_order() {
        let columns = columns();
        assert_eq!(widths(&columns, 45), [(0, 5), (1, 18), (2, 11), (3, 8)]);
        assert_eq!(widths(&columns, 30), [(0, 5), (1, 8), (2, 6), (3, 8)]);
        assert_eq!(widths(&columns, 29), [(0, 5), (1, 13), (2, 9)]);
        assert_eq!(widths(&columns, 16), [(0, 5), (1, 10)]);
        assert_eq!(widths(&columns, 9), [(0, 5), (1, 3)]);
        assert_eq!(widths(&columns, 0), []);
    }

    #[test]
    fn a_table_shows_header_mark_cursor_and_position() {
        let (columns, rows) = (columns(), rows());
        let mut table = Table::new(&columns);
        table.rows = &rows;
        table.cursor = Some(1);
        table.total = Total::Exact(8);
        table.styles.cursor = Style::new().add_modifier(Modifier::REVERSED);
        let buffer = draw(40, 3, &table);
        assert_eq!(
            lines(&buffer),
            [
                "      Id Name         Place    Date↑",
                " *     1 Éléonore     Gap      01/02/26┃",
                "▸     22 李 雷  and ot… Saint-É… 01/02/26│",
            ]
        );
        table.styles.glyphs = &Glyphs::ASCII;
        assert_eq!(
            lines(&draw(40, 3, &table)),
            [
                "      Id Name         Place    Date^",
                " *     1 Éléonore     Gap      01/02/26#",
                ">     22 李 雷  and ... Saint... 01/02/26",
            ]
        );
        assert!(buffer[(0, 2)].modifier.contains(Modifier::REVERSED));
        assert!(buffer[(38, 2)].modifier.contains(Modifier::REVERSED));
        assert_eq!(table.cursor_position(buffer.area), Some(Position::new(0, 2)));
    }

    #[test]
    fn the_cursor_style_can_be_short() {
        let (columns, rows) = (columns(), rows());
        let mut table = Table::new(&columns);
        table.rows = &rows;
        table.cursor = Some(0);
        table.cursor_width = Some(8);
        table.styles.cursor = Style::new().add_modifier(Modifier::REVERSED);
        let buffer = draw(40, 3, &table);
        assert!(buffer[(7, 1)].modifier.contains(Modifier::REVERSED));
        assert!(!buffer[(8, 1)].modifier.contains(Modifier::REVERSED));
    }

    #[test]
    fn any_size() {
        let (columns, rows) = (columns(), rows());
        at_every_size(|area, buffer| {
            for cursor in [None, Some(0), Some(1), Some(99)] {
                let mut table = Table::new(&columns);
                table.rows = &rows;
                table.cursor = cursor;
                table.first = 3;
                table.total = Total::AtLeast(50);
                table.render(area, buffer);
            }
        });
    }
}
