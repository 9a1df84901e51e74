//! The columns of the list: which there are, how wide, which give way first, and what each says of a row.

use chrono::{NaiveDate, TimeDelta};
use ratatui::layout::Alignment;
use ratatui::text::{Line, Span};
use widgets::table::{Column, Sort, Width};

use crate::app::pane::queue::Flag;
use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::queue::{Queue, SOON_DAYS};
use crate::domain::row::{Row, SortColumn};
use crate::i18n::DateStyle;
use crate::ui::frame::{Frame, clean};

/// A convention's number, until numbers grow.
const NUMBER: u16 = 6;

/// From this width on, names are given more than the least.
const ROOMY: u16 = 70;

/// What a column says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Number,
    Student,
    Organisation,
    Etape,
    Town,
    Start,
    End,
    Supervisor,
    Centre,
    State,
    Since,
    Signs,
}

/// One column of the list.
pub(super) struct Col {
    says: Says,
    width: Width,
    drop_order: u8,
}

/// The columns for this queue and person; the table drops those that find no room.
pub(super) fn of(frame: &Frame<'_>, rows: &[Row], room: u16) -> Vec<Col> {
    let col = |says, width, drop_order| Col { says, width, drop_order };
    let fill = |min, weight| Width::Fill { min, weight };
    let number = if rows.iter().any(|row| row.id >= 1_000_000) { 9 } else { NUMBER };
    let mixed = matches!(frame.model.list.queue, Queue::All | Queue::SoonUnsigned | Queue::StartedUnsigned);
    let centres = frame.model.person.as_ref().map_or(0, |person| person.centre_codes.len());
    // With room to spare, whole names before more columns.
    let (student, host) = if room >= ROOMY { (18, 14) } else { (12, 8) };
    let mut columns = vec![
        col(Says::Number, Width::Fixed(number), 0),
        col(Says::Student, fill(student, 3), 0),
        col(Says::Organisation, fill(host, 3), 4),
        col(Says::Etape, Width::Fixed(8), 6),
        col(Says::Town, fill(10, 1), 8),
        col(Says::Start, Width::Fixed(8), 0),
        col(Says::End, Width::Fixed(8), 5),
        col(Says::Supervisor, fill(12, 2), 7),
    ];
    if centres != 1 {
        columns.push(col(Says::Centre, Width::Fixed(8), 9));
    }
    if mixed {
        columns.push(col(Says::State, Width::Fixed(13), 3));
    }
    columns.push(col(Says::Since, Width::Fixed(6), 3));
    columns.push(col(Says::Signs, Width::Fixed(4), 0));
    columns
}

impl Col {
    pub fn header(&self, frame: &Frame<'_>) -> Column<'static> {
        let (title, column) = match self.says {
            Says::Number => ("column-number", Some(SortColumn::Number)),
            Says::Student => ("column-student", Some(SortColumn::Student)),
            Says::Organisation => ("column-organisation", Some(SortColumn::Organisation)),
            Says::Etape => ("column-etape", Some(SortColumn::Etape)),
            Says::Town => ("column-town", Some(SortColumn::Town)),
            Says::Start => ("column-start", Some(SortColumn::Start)),
            Says::End => ("column-end", Some(SortColumn::End)),
            Says::Supervisor => ("column-supervisor", Some(SortColumn::Supervisor)),
            Says::Centre => ("column-centre", Some(SortColumn::Centre)),
            Says::State => ("column-state", None),
            Says::Since => ("column-since", Some(SortColumn::Since)),
            Says::Signs => ("column-signs", Some(SortColumn::Findings)),
        };
        let sort = frame.model.list.sort;
        let order = if sort.descending { Sort::Descending } else { Sort::Ascending };
        Column {
            title: frame.say(title),
            width: self.width,
            alignment: if self.says == Says::Since { Alignment::Right } else { Alignment::Left },
            drop_order: self.drop_order,
            sort: column.filter(|column| *column == sort.column).map(|_| order),
        }
    }

    pub fn cell<'a>(&self, frame: &Frame<'_>, row: &'a Row) -> Line<'a> {
        match self.says {
            Says::Number => Line::raw(row.id.to_string()),
            Says::Student => Line::raw(clean(&row.student)),
            Says::Organisation => Line::raw(clean(&row.organisation)),
            Says::Etape => Line::raw(clean(&row.etape)),
            Says::Town => Line::raw(clean(&row.town)),
            Says::Start => start(frame, row),
            Says::End => Line::raw(day(frame, row.end)),
            Says::Supervisor => Line::raw(clean(&row.supervisor)),
            Says::Centre => Line::raw(clean(&row.centre)),
            Says::State => Line::raw(words::file_state(frame.texts, row.file_state)),
            Says::Since => Line::raw(frame.texts.days((frame.model.now - row.since).num_days().max(0))),
            Says::Signs => signs(frame, row),
        }
    }
}

fn day(frame: &Frame<'_>, day: Option<NaiveDate>) -> String {
    day.map(|day| frame.texts.date(day, DateStyle::Short)).unwrap_or_default()
}

/// The first day; it stands out when it is near, or past, and not everybody has signed.
fn start<'a>(frame: &Frame<'_>, row: &Row) -> Line<'a> {
    let near = frame.model.today + TimeDelta::days(SOON_DAYS as i64);
    let presses = row.is_unsigned() && row.start.is_some_and(|start| start < near);
    let text = day(frame, row.start);
    if presses { Line::from(frame.span(text, Meaning::StatusLate)) } else { Line::raw(text) }
}

/// Findings, who is reading it or until when it is held, and what others did to it: a glyph each, in its own place.
fn signs<'a>(frame: &Frame<'_>, row: &Row) -> Line<'a> {
    let model = frame.model;
    let findings = if row.blocking > 0 {
        frame.span("!!", Meaning::StatusBlocking)
    } else if row.warnings > 0 {
        frame.span("! ", Meaning::StatusWarning)
    } else if !row.checked && row.next_step().is_some() {
        frame.span("? ", Meaning::Muted)
    } else {
        Span::raw("  ")
    };
    let me = model.person.as_ref().map(|person| person.id);
    let hand = match row.claimed {
        Some((by, until)) if until > model.now => {
            frame.span("@", if Some(by) == me { Meaning::Strong } else { Meaning::StatusInfo })
        }
        _ if row.hold_until.is_some_and(|until| until > model.today) => frame.span("=", Meaning::Muted),
        _ => Span::raw(" "),
    };
    let flag = match model.list.flags.get(&row.id) {
        Some(Flag::Changed) => frame.span("~", Meaning::RowChanged),
        Some(Flag::Gone) => frame.span("×", Meaning::RowDisabled),
        None => Span::raw(""),
    };
    Line::from(vec![findings, hand, flag])
}
