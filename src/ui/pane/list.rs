//! The list: a table over the rows on the screen, and only those.

mod columns;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use widgets::scroll::{Total, into_view};
use widgets::table::{Styles, Table};
use widgets::{table, text};

use super::boxed;
use crate::app::action::{Action, FilterAction};
use crate::app::model::{Drawn, Link, Model, Pane};
use crate::app::pane::queue::{self, Flag};
use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::row::Row;
use crate::ui::frame::{Frame, clean};

pub(super) fn draw(
    frame: &Frame<'_>,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) -> Option<Position> {
    let inside = boxed(frame, Pane::List, &title(frame), area, buffer);
    let list = &frame.model.list;
    let height = Table::height(inside);
    drawn.list_rows = height;
    if list.rows.is_empty() {
        empty(frame, inside, buffer);
        return Some(Position::new(inside.x, inside.y)).filter(|at| inside.contains(*at));
    }
    let first = into_view(list.first, list.cursor, height, list.rows.len());
    let end = (first + height).min(list.rows.len());
    let rows = list.rows.get(first..end).unwrap_or_default();
    let columns = columns::of(frame, rows, inside.width);
    let headers: Vec<_> = columns.iter().map(|column| column.header(frame)).collect();
    let table = Table {
        cursor: list.cursor.checked_sub(first),
        first,
        total: if list.at_bottom { Total::Exact(list.rows.len()) } else { Total::AtLeast(list.rows.len()) },
        styles: Styles {
            header: frame.style(Meaning::Header),
            sorted: frame.style(Meaning::HeaderSorted),
            cursor: frame.cursor_row(frame.has_focus(Pane::List)),
            mark: frame.style(Meaning::Mark),
            position: frame.style(Meaning::Scroll),
            glyphs: frame.glyphs(),
        },
        ..Table::new(&headers)
    };
    let widths = table.widths(inside);
    let shown: Vec<table::Row<'_>> = rows.iter().map(|row| line(frame, row, &columns, &widths)).collect();
    let table = Table { rows: &shown, ..table };
    (&table).render(inside, buffer);
    table.cursor_position(inside)
}

fn line<'a>(frame: &Frame<'_>, row: &'a Row, columns: &[columns::Col], widths: &[u16]) -> table::Row<'a> {
    let list = &frame.model.list;
    let marked = list.marks.contains_key(&row.subject());
    let style = match list.flags.get(&row.subject()) {
        Some(Flag::Gone) => frame.style(Meaning::RowDisabled),
        Some(Flag::Changed) => frame.style(Meaning::RowChanged),
        None if marked => frame.style(Meaning::RowMarked),
        None => Style::new(),
    };
    let cells = columns.iter().zip(widths).map(|(column, width)| column.cell(frame, row, *width)).collect();
    table::Row { cells, style, marked }
}

/// The queue or the view, how many files, the filter, the marks.
fn title<'a>(frame: &Frame<'_>) -> Line<'a> {
    let list = &frame.model.list;
    let name = match queue::views::in_hand(frame.model) {
        Some(view) => clean(&view.saved.name).into_owned().into(),
        None => words::queue(frame.texts, list.queue).into(),
    };
    let mut spans: Vec<Span<'a>> = vec![name];
    let mut add = |span: Span<'a>| spans.extend([Span::raw(frame.dot()), span]);
    if let Some(count) = count(frame) {
        add(frame.span(count, Meaning::Count));
    }
    if !list.filter.is_empty() {
        let filter = list.filter.text(frame.texts.lang());
        add(frame.span(format!("/{}", clean(&filter)), Meaning::Prompt));
    }
    if !list.marks.is_empty() {
        let marks = frame.fill("marks-count", &[("count", list.marks.len().into())]);
        add(frame.span(marks, Meaning::RowMarked));
    }
    if list.range_from.is_some() {
        add(frame.span(frame.say("list-range"), Meaning::RowMarked));
    }
    if list.loading.is_some() || list.marking.is_some() {
        add(frame.span(frame.say("list-loading"), Meaning::Muted));
    }
    Line::from(spans)
}

/// How many files the list has, where that is known: all of those read, or the queue's own count.
pub(in crate::ui) fn total(model: &Model) -> Option<i64> {
    let list = &model.list;
    if list.at_top && list.at_bottom && list.is_loaded {
        Some(list.rows.len() as i64)
    } else if list.filter.is_empty() {
        list.expected.or(model.queues.count(list.queue).flatten())
    } else {
        None
    }
}

/// How many files the list has: the queue's own count, or what has been read of a filtered one.
fn count(frame: &Frame<'_>) -> Option<String> {
    let list = &frame.model.list;
    match total(frame.model) {
        Some(count) => Some(frame.texts.number(count)),
        None if list.is_loaded => {
            Some(frame.fill("list-at-least", &[("count", (list.rows.len() as i64).into())]))
        }
        None => None,
    }
}

/// Why there is no row, and what to do.
pub(in crate::ui) fn nothing(frame: &Frame<'_>) -> String {
    let list = &frame.model.list;
    match &frame.model.link {
        Link::Connecting => frame.say("list-connecting").to_owned(),
        _ if !list.is_loaded => frame.say("list-reading").to_owned(),
        _ if !list.filter.is_empty() => {
            let key = frame.key(Action::Filter(FilterAction::Clear)).unwrap_or_default();
            if key.is_empty() {
                frame.say("list-no-match").to_owned()
            } else {
                frame.fill("list-no-match-key", &[("key", key.into())])
            }
        }
        _ => frame.say("list-empty").to_owned(),
    }
}

fn empty(frame: &Frame<'_>, area: Rect, buffer: &mut Buffer) {
    let sentence = nothing(frame);
    let style = frame.style(Meaning::Muted);
    let room = area.width.saturating_sub(2);
    for (line, y) in text::wrap(&sentence, usize::from(room)).iter().zip(area.top() + 1..area.bottom()) {
        buffer.set_stringn(area.x + 1, y, line, usize::from(room), style);
    }
}
