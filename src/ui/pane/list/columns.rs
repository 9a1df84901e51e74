//! The columns of the list: which there are, how wide, which give way first, and what each says of a row.

use chrono::{NaiveDate, TimeDelta};
use ratatui::layout::Alignment;
use ratatui::text::{Line, Span};
use widgets::table::{Column, Sort, Width};

use crate::app::layout::ListColumn;
use crate::app::pane::queue::Flag;
use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::queue::SOON_DAYS;
use crate::domain::row::{Row, SortColumn};
use crate::i18n::DateStyle;
use crate::ui::frame::{Frame, clean};
use crate::ui::signs::Sign;

/// A convention's number, until numbers grow.
const NUMBER: u16 = 6;

/// From this width on, names are given more than the least.
const ROOMY: u16 = 70;

/// One column of the list.
pub(super) struct Col {
    says: ListColumn,
    width: Width,
    drop_order: u8,
}

/// The columns: those chosen, else what suits this queue and person; the table drops those that find no room.
pub(super) fn of(frame: &Frame<'_>, rows: &[Row], room: u16) -> Vec<Col> {
    let chosen = &frame.model.layout.columns;
    let says: Vec<(ListColumn, u8)> = if chosen.is_empty() {
        usual(frame)
    } else {
        // What was named last gives way first; what must not be missed always shows.
        let signs = (!chosen.contains(&ListColumn::Signs)).then_some(ListColumn::Signs);
        let places = (0..).map(|place: u8| place);
        chosen
            .iter()
            .copied()
            .chain(signs)
            .zip(places)
            .map(|(says, place)| (says, if says == ListColumn::Signs { 0 } else { place }))
            .collect()
    };
    says.into_iter()
        .map(|(says, drop_order)| Col { says, width: width(says, rows, room), drop_order })
        .collect()
}

/// The usual columns, each with its turn to give way.
fn usual(frame: &Frame<'_>) -> Vec<(ListColumn, u8)> {
    use ListColumn as C;
    if frame.model.list.queue.is_of_amendments() {
        return vec![
            (C::Number, 0),
            (C::Student, 0),
            (C::Changes, 0),
            (C::Organisation, 5),
            (C::Start, 0),
            (C::Since, 3),
            (C::Signs, 0),
        ];
    }
    let mixed = frame.model.list.queue.mixes_states();
    let centres = frame.model.person.as_ref().map_or(0, |person| person.centre_codes.len());
    let mut columns = vec![
        (C::Number, 0),
        (C::Student, 0),
        (C::Organisation, 4),
        (C::Etape, 6),
        (C::Town, 8),
        (C::Start, 0),
        (C::End, 5),
        (C::Supervisor, 7),
    ];
    columns.extend((centres != 1).then_some((C::Centre, 9)));
    columns.extend(mixed.then_some((C::State, 3)));
    columns.extend([(C::Since, 3), (C::Signs, 0)]);
    columns
}

fn width(says: ListColumn, rows: &[Row], room: u16) -> Width {
    use ListColumn as C;
    let fill = |min, weight| Width::Fill { min, weight };
    // With room to spare, whole names before more columns.
    let roomy = room >= ROOMY;
    let amended = rows.iter().any(|row| row.amendment.is_some());
    match says {
        C::Number if rows.iter().any(|row| row.id >= 1_000_000) => Width::Fixed(9),
        C::Number if amended && !roomy && rows.iter().all(|row| row.id < 100_000) => Width::Fixed(NUMBER - 1),
        C::Number => Width::Fixed(NUMBER),
        C::Student if amended => fill(if roomy { 12 } else { 8 }, 1),
        C::Student => fill(if roomy { 18 } else { 11 }, 3),
        C::Organisation => fill(if roomy { 14 } else { 8 }, 3),
        C::Town => fill(10, 1),
        // What is to be decided, before whose it is and how long it has waited.
        C::Changes => fill(if roomy { 29 } else { 15 }, 6),
        C::Signature => Width::Fixed(11),
        C::Supervisor => fill(12, 2),
        C::StudentNumber => Width::Fixed(11),
        C::State => Width::Fixed(13),
        // A day, and a sign when it presses.
        C::Start => Width::Fixed(9),
        C::Etape | C::End | C::Centre => Width::Fixed(8),
        C::Hours => Width::Fixed(7),
        C::Since => Width::Fixed(6),
        C::Signs if rows.iter().any(crosses) => Width::Fixed(9),
        C::Signs if amended => Width::Fixed(6),
        C::Signs => Width::Fixed(4),
    }
}

impl Col {
    pub fn header(&self, frame: &Frame<'_>) -> Column<'static> {
        let (title, column) = match self.says {
            ListColumn::Number => ("column-number", Some(SortColumn::Number)),
            ListColumn::Student => ("column-student", Some(SortColumn::Student)),
            ListColumn::Organisation => ("column-organisation", Some(SortColumn::Organisation)),
            ListColumn::Etape => ("column-etape", Some(SortColumn::Etape)),
            ListColumn::Town => ("column-town", Some(SortColumn::Town)),
            ListColumn::Start if frame.model.list.queue.is_of_amendments() => {
                ("column-effective", Some(SortColumn::Start))
            }
            ListColumn::Start => ("column-start", Some(SortColumn::Start)),
            ListColumn::Changes => ("column-changes", Some(SortColumn::Motive)),
            ListColumn::End => ("column-end", Some(SortColumn::End)),
            ListColumn::Supervisor => ("column-supervisor", Some(SortColumn::Supervisor)),
            ListColumn::Centre => ("column-centre", Some(SortColumn::Centre)),
            ListColumn::State => ("column-state", None),
            ListColumn::StudentNumber => ("column-student-number", None),
            ListColumn::Signature => ("column-signature", Some(SortColumn::Signature)),
            ListColumn::Hours => ("column-hours", None),
            ListColumn::Since => ("column-since", Some(SortColumn::Since)),
            ListColumn::Signs => ("column-signs", Some(SortColumn::Findings)),
        };
        let sort = frame.model.list.sort;
        let order = if sort.descending { Sort::Descending } else { Sort::Ascending };
        Column {
            title: frame.say(title),
            width: self.width,
            alignment: match self.says {
                ListColumn::Since | ListColumn::Hours => Alignment::Right,
                _ => Alignment::Left,
            },
            drop_order: self.drop_order,
            sort: column.filter(|column| *column == sort.column).map(|_| order),
        }
    }

    /// What it says of a row in so many columns of the screen.
    pub fn cell<'a>(&self, frame: &Frame<'_>, row: &'a Row, width: u16) -> Line<'a> {
        match self.says {
            ListColumn::Number => Line::raw(row.id.to_string()),
            ListColumn::Student => Line::raw(clean(&row.student)),
            ListColumn::Organisation => Line::raw(clean(&row.organisation)),
            ListColumn::Etape => Line::raw(clean(&row.etape)),
            ListColumn::Town => Line::raw(clean(&row.town)),
            ListColumn::Start => start(frame, row),
            ListColumn::Changes => changes(frame, row, width),
            ListColumn::End => Line::raw(day(frame, row.end)),
            ListColumn::Supervisor => Line::raw(clean(&row.supervisor)),
            ListColumn::Centre => Line::raw(clean(&row.centre)),
            ListColumn::State => Line::raw(words::file_state(frame.texts, row.file_state)),
            ListColumn::StudentNumber => Line::raw(clean(&row.student_number)),
            ListColumn::Signature => Line::raw(words::signature_short(frame.texts, row.signature_state)),
            ListColumn::Hours => {
                Line::raw(row.hours.map(|hours| frame.texts.decimal(hours.normalize())).unwrap_or_default())
            }
            ListColumn::Since => {
                let since = row.amendment.as_ref().map_or(row.since, |amendment| amendment.since);
                Line::raw(frame.days((frame.model.now - since).num_days().max(0)))
            }
            ListColumn::Signs => signs(frame, row),
        }
    }
}

fn day(frame: &Frame<'_>, day: Option<NaiveDate>) -> String {
    day.map(|day| frame.texts.date(day, DateStyle::Short)).unwrap_or_default()
}

/// Whether a row is of an amendment that crosses a threshold of hours.
fn crosses(row: &Row) -> bool {
    row.amendment.as_ref().is_some_and(|amendment| amendment.crosses.is_some())
}

/// What an amendment changes.
fn changes<'a>(frame: &Frame<'_>, row: &Row, width: u16) -> Line<'a> {
    let told =
        row.amendment.as_ref().map(|amendment| words::glimpses(frame.texts, amendment, usize::from(width)));
    Line::raw(clean(&told.unwrap_or_default()).into_owned())
}

/// The first day; it stands out when it is near, or past, and not everybody has signed. Of an amendment, the day of
/// effect: it stands out when it is past.
fn start<'a>(frame: &Frame<'_>, row: &Row) -> Line<'a> {
    if let Some(amendment) = &row.amendment {
        let text = day(frame, amendment.effective_from);
        let is_past = amendment.effective_from.is_some_and(|day| day < frame.model.today);
        return if is_past {
            Line::from(frame.span(format!("{text}!"), Meaning::StatusLate))
        } else {
            Line::raw(text)
        };
    }
    let near = frame.model.today + TimeDelta::days(SOON_DAYS as i64);
    let presses = row.is_unsigned() && row.start.is_some_and(|start| start < near);
    let text = day(frame, row.start);
    if presses { Line::from(frame.span(format!("{text}!"), Meaning::StatusLate)) } else { Line::raw(text) }
}

/// Findings, who is reading it or until when it is held, and what others did to it: a glyph each, in its own place.
fn signs<'a>(frame: &Frame<'_>, row: &Row) -> Line<'a> {
    let model = frame.model;
    let wide = |sign, meaning| frame.span(format!("{:<2}", frame.sign(sign)), meaning);
    let (blocking, warned, cleared, checked) = match &row.amendment {
        Some(amendment) => {
            (amendment.blocking > 0, amendment.fresh > 0, amendment.cleared > 0, amendment.checked)
        }
        None => (row.blocking > 0, row.warnings > 0, false, row.checked),
    };
    let findings = if blocking {
        frame.span(frame.sign(Sign::Blocking), Meaning::StatusBlocking)
    } else if warned {
        wide(Sign::Warning, Meaning::StatusWarning)
    } else if !checked && row.next_step().is_some() {
        wide(Sign::Unchecked, Meaning::Muted)
    } else if cleared {
        // Nothing new, and something that was found no longer is.
        wide(Sign::Clear, Meaning::StatusOk)
    } else {
        Span::raw("  ")
    };
    let me = model.person.as_ref().map(|person| person.id);
    let hand = match row.claimed {
        Some((by, until)) if until > model.now && Some(by) == me => {
            frame.span(frame.sign(Sign::Own), Meaning::Strong)
        }
        Some((_, until)) if until > model.now => frame.span(frame.sign(Sign::Claimed), Meaning::StatusInfo),
        _ if row.hold_until.is_some_and(|until| until > model.today) => {
            frame.span(frame.sign(Sign::Held), Meaning::Muted)
        }
        _ => Span::raw(" "),
    };
    let flag = match model.list.flags.get(&row.subject()) {
        Some(Flag::Changed) => frame.span(frame.sign(Sign::Changed), Meaning::RowChanged),
        Some(Flag::Gone) => frame.span(frame.sign(Sign::Gone), Meaning::RowDisabled),
        None => Span::raw(if row.amendment.is_some() { " " } else { "" }),
    };
    // Of an amendment: a place abroad, what is paid, the threshold of hours that it crosses.
    let mut spans = vec![findings, hand, flag];
    if let Some(amendment) = &row.amendment {
        let abroad = if amendment.abroad { frame.sign(Sign::Abroad) } else { " " };
        let pays = if amendment.pays { frame.sign(Sign::Pays) } else { " " };
        spans.extend([abroad, pays].map(|sign| frame.span(sign, Meaning::StatusInfo)));
        let crossed = amendment.crosses.map(|hours| frame.span(hours.to_string(), Meaning::StatusWarning));
        spans.extend(crossed);
    }
    Line::from(spans)
}
