//! A box of several fields: what it says, the texts and the choices, and what is wrong.

use chrono::{Datelike, Months, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use widgets::hint_bar::HintBar;
use widgets::month::{self, Month};
use widgets::prompt::{LineEditor, Prompt};
use widgets::scroll::{self, Total};
use widgets::{popup, text};

use crate::app::action::{Action, OverlayAction};
use crate::app::model::Drawn;
use crate::app::overlay::{Content, Field, FieldsBox, Purpose, Ticking};
use crate::config::theme::Meaning;
use crate::domain::form::FileForm;
use crate::ui::frame::{Frame, clean};
use crate::ui::pane::writing;
use crate::ui::signs::Sign;

/// Wide enough for a sentence, narrow enough to be read.
const WIDE: u16 = 76;

/// Lines of a text of several that show at once.
const LINES: usize = 10;

/// Under this likeness an address is a guess.
const GUESS: f64 = 0.6;

/// One line of the box.
enum Row {
    Told(String, Meaning),
    Label(usize),
    Text(usize),
    /// A line of a text of several.
    Paragraph(usize, usize),
    /// A line of the month of a day.
    Month(usize, usize),
    Choice(usize, usize),
    /// An address that may be meant, under the street.
    Address(usize, usize),
    Keys,
}

pub(super) fn draw(
    frame: &Frame<'_>,
    fields: &FieldsBox,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) -> Option<Position> {
    let area = match fields.purpose {
        Purpose::Writing(_) => writing::over_fields(frame, area),
        Purpose::Administration(_)
        | Purpose::Organisation(_)
        | Purpose::Alerts(_)
        | Purpose::OnBehalf(_)
        | Purpose::Sign(_) => area,
    };
    let wide = WIDE.min(area.width);
    let room = usize::from(wide.saturating_sub(5));
    let rows = rows(frame, fields, room);
    let hand = rows.iter().position(|row| is_here(fields, row));
    let tall = u16::try_from(rows.len() + 2).unwrap_or(u16::MAX).min(area.height);
    let place = popup::centred(area, wide, tall);
    let inside = popup::draw(place, buffer, &Line::raw(clean(&fields.title)), &frame.popup());
    let body = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let height = usize::from(body.height);
    // What is wrong stands at the end: it is shown, with as much before it as there is room for.
    let wanted = if fields.error.is_some() { rows.len().saturating_sub(1) } else { hand.unwrap_or(0) };
    let first = scroll::into_view(hand.unwrap_or(0).saturating_sub(height / 2), wanted, height, rows.len());
    drawn.page = height;
    drawn.last_scroll = 0;
    let style = frame.style(Meaning::Scroll);
    scroll::draw_position(inside, buffer, first, Total::Exact(rows.len()), style, frame.glyphs());
    let labels = fields.fields.iter().map(|field| text::width(&field.label)).max().unwrap_or(0).min(room / 2);
    let mut cursor = None;
    for ((at, row), y) in rows.iter().enumerate().skip(first).zip(body.top()..body.bottom()) {
        let line = Rect { y, height: 1, ..body };
        let found = match row {
            Row::Paragraph(place, nth) if *nth == 0 || at == first => {
                let left = u16::try_from(LINES - nth).unwrap_or(1);
                let area = Rect { height: left.min(body.bottom() - y), ..line };
                paragraph(frame, fields, *place, area, buffer)
            }
            _ => put(frame, fields, row, labels, line, buffer),
        };
        if hand == Some(at) || matches!(row, Row::Paragraph(..)) {
            cursor = found.or(cursor);
        }
    }
    cursor.or(Some(Position::new(body.x, body.bottom().saturating_sub(1))).filter(|at| body.contains(*at)))
}

/// What it says, then the fields, each choice under its name, then what is wrong.
fn rows(frame: &Frame<'_>, fields: &FieldsBox, room: usize) -> Vec<Row> {
    let told = |text: &str, meaning: Meaning| {
        let lines = text::wrap(&clean(text), room).into_iter();
        lines.map(move |line| Row::Told(line, meaning)).collect::<Vec<_>>()
    };
    let mut rows: Vec<Row> = fields.told.iter().flat_map(|text| told(text, Meaning::Text)).collect();
    if !rows.is_empty() && !fields.fields.is_empty() {
        rows.push(Row::Told(String::new(), Meaning::Text));
    }
    for (place, field) in fields.fields.iter().enumerate() {
        match &field.content {
            Content::Text(_) | Content::Secret(_) => {
                rows.push(Row::Text(place));
                rows.extend((0..fields.addresses(place).len()).map(|at| Row::Address(place, at)));
            }
            Content::Day(..) => {
                rows.push(Row::Text(place));
                rows.extend((0..month::LINES).map(|nth| Row::Month(place, nth)));
            }
            Content::Paragraph(_) => {
                rows.push(Row::Label(place));
                rows.extend((0..LINES).map(|at| Row::Paragraph(place, at)));
            }
            Content::Choice { options, .. } => {
                rows.push(Row::Label(place));
                rows.extend((0..options.len()).map(|at| Row::Choice(place, at)));
            }
        }
    }
    rows.push(Row::Told(String::new(), Meaning::Text));
    match (&fields.error, fields.sending) {
        (Some(error), _) => {
            rows.extend(told(&format!("{} {error}", frame.sign(Sign::Error)), Meaning::StatusBlocking))
        }
        (None, Some(_)) => {
            let how_far = fields.progress.as_deref().unwrap_or(frame.say("form-sending"));
            rows.extend(told(how_far, Meaning::Muted));
        }
        (None, None) => rows.push(Row::Keys),
    }
    rows
}

/// What can be done here, with its keys: ticking only where there is something to tick.
fn keys(frame: &Frame<'_>, fields: &FieldsBox, line: Rect, buffer: &mut Buffer) {
    use OverlayAction::{Cancel, Confirm, NextField, Toggle};
    let ticks = fields.fields.iter().any(|field| matches!(field.content, Content::Choice { .. }))
        || fields.address_in_hand().is_some();
    let keys: Vec<_> = [Confirm, Toggle, NextField, Cancel]
        .into_iter()
        .filter(|action| match action {
            Toggle => ticks,
            NextField => fields.fields.len() > 1,
            _ => true,
        })
        .map(Action::Overlay)
        .filter_map(|action| Some((frame.key(action)?, action.label(frame.texts))))
        .collect();
    let hints: Vec<_> = keys.iter().map(|(key, label)| (key.as_str(), *label)).collect();
    (&HintBar { hints: &hints, separator: frame.dot(), styles: frame.hint_bar() }).render(line, buffer);
}

fn is_here(fields: &FieldsBox, row: &Row) -> bool {
    match (row, fields.here()) {
        (Row::Text(place), Some(here)) if !fields.addresses(*place).is_empty() => (*place, 0) == here,
        (Row::Address(place, at), Some(here)) => (*place, at + 1) == here,
        (Row::Text(place) | Row::Paragraph(place, 0), Some((here, _))) => *place == here,
        (Row::Choice(place, at), Some(here)) => (*place, *at) == here,
        _ => false,
    }
}

fn put(
    frame: &Frame<'_>,
    fields: &FieldsBox,
    row: &Row,
    labels: usize,
    line: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let room = usize::from(line.width);
    let at = Position::new(line.x, line.y);
    match row {
        Row::Told(told, meaning) => {
            buffer.set_stringn(line.x, line.y, told, room, frame.style(*meaning));
            None
        }
        Row::Label(place) => {
            let label = &fields.fields.get(*place)?.label;
            buffer.set_stringn(line.x, line.y, clean(label), room, frame.style(Meaning::Label));
            None
        }
        Row::Keys => {
            keys(frame, fields, line, buffer);
            None
        }
        Row::Month(place, nth) => {
            let day = fields.fields.get(*place)?.day_in_hand()?;
            let shown = Rect { x: line.x + 1, width: line.width.saturating_sub(1), ..line };
            buffer.set_line(shown.x, shown.y, &month_line(frame, day, *nth), shown.width);
            None
        }
        // Drawn with its first line on the screen.
        Row::Paragraph(..) => None,
        Row::Text(place) => typed(frame, fields.fields.get(*place)?, labels, line, buffer),
        Row::Choice(place, option) => {
            let Content::Choice { options, ticked, ticking } = &fields.fields.get(*place)?.content else {
                return None;
            };
            let (_, label) = options.get(*option)?;
            let nth = ticked.iter().position(|ticked| ticked == option);
            let tick = match (ticking, nth) {
                (Ticking::Ordered, Some(nth)) => format!("[{}]", nth + 1),
                (Ticking::One, Some(_)) => "(x)".to_owned(),
                (Ticking::One, None) => "( )".to_owned(),
                (Ticking::Many, Some(_)) => "[x]".to_owned(),
                (_, None) => "[ ]".to_owned(),
            };
            option_line(frame, &format!("{tick} {}", clean(label)), is_here(fields, row), line, buffer);
            Some(at)
        }
        Row::Address(place, nth) => {
            let found = fields.addresses(*place).get(*nth)?;
            let guess = if found.score < GUESS { frame.say("address-guessed") } else { "" };
            let told = format!("{} {guess}", clean(&found.label));
            option_line(frame, told.trim_end(), is_here(fields, row), line, buffer);
            Some(at)
        }
    }
}

/// One of several that may be chosen.
fn option_line(frame: &Frame<'_>, told: &str, here: bool, line: Rect, buffer: &mut Buffer) {
    let glyph = if here { frame.glyphs().cursor } else { " " };
    let style = if here { frame.cursor_row(true) } else { frame.style(Meaning::Text) };
    buffer.set_stringn(line.x, line.y, format!("{glyph}{told}"), usize::from(line.width), style);
}

/// A line of the month in which a day lies, with the public holidays of the place of work set apart.
fn month_line(frame: &Frame<'_>, day: NaiveDate, nth: usize) -> Line<'static> {
    const WEEKDAYS: [&str; 7] =
        ["weekday-1", "weekday-2", "weekday-3", "weekday-4", "weekday-5", "weekday-6", "weekday-7"];
    let first = day.with_day(1).unwrap_or(day);
    let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(day);
    let calendar = frame.model.writing.form().map(FileForm::calendar);
    let holidays = calendar.map(|calendar| calendar.holidays_between(first, last)).unwrap_or_default();
    let marked: Vec<usize> = holidays
        .iter()
        .filter(|one| first <= one.day && one.day <= last)
        .map(|one| one.day.day() as usize)
        .collect();
    let title = frame.texts.month(first);
    Month {
        title: &title,
        weekdays: WEEKDAYS.map(|id| frame.say(id)),
        before: first.weekday().num_days_from_monday() as usize,
        days: last.day() as usize,
        selected: day.day() as usize,
        marked: &marked,
        styles: month::Styles {
            title: frame.style(Meaning::Heading),
            weekday: frame.style(Meaning::Muted),
            day: frame.style(Meaning::Text),
            marked: frame.style(Meaning::StatusWarning),
            selected: frame.style(Meaning::Strong),
        },
    }
    .line(nth)
}

/// A text of several lines, over as many as the box leaves it.
fn paragraph(
    frame: &Frame<'_>,
    fields: &FieldsBox,
    place: usize,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let Content::Paragraph(text) = &fields.fields.get(place)?.content else { return None };
    let at = text.draw(area, frame.style(Meaning::Input), buffer);
    at.filter(|_| fields.is_on_paragraph())
}

/// A text beside its name.
fn typed(
    frame: &Frame<'_>,
    field: &Field,
    labels: usize,
    line: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let label = text::truncate(&field.label, labels, frame.glyphs().more);
    let label = format!("{label}{}", " ".repeat(labels + 2 - text::width(&label)));
    let (editor, hidden);
    match &field.content {
        Content::Text(text) | Content::Day(text, _) => editor = text,
        Content::Secret(text) => {
            hidden = LineEditor::new(&frame.sign(Sign::Hidden).repeat(text.text().chars().count()));
            editor = &hidden;
        }
        Content::Paragraph(_) | Content::Choice { .. } => return None,
    }
    let prompt = Prompt { label: &label, line: editor, ghost: "", styles: frame.prompt() };
    (&prompt).render(line, buffer);
    prompt.cursor_position(line)
}
