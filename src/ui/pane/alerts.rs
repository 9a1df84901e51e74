//! Alerts: a matrix, my own preferences or mails, and beside them, or below where it is narrow, what is in hand in words.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use widgets::list::{Item, List};
use widgets::text::{width, wrap};

use super::boxed;
use super::matrix::Matrix;
use crate::app::model::{Drawn, Pane};
use crate::app::pane::alerts::{MyLine, Scope};
use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::alert::{Audience, Deciding, Delivery, DeliveryState, Event, Settings};
use crate::ui::frame::{Frame, clean};

/// Columns of what is in hand, beside the rest.
const BESIDE: u16 = 38;
/// Its rows, below the rest.
const BELOW: u16 = 8;

/// Behind what a centre chooses itself.
const OWN: &str = "*";

pub(super) fn draw(
    frame: &Frame<'_>,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) -> Option<Position> {
    let told = words::alert_told(frame.texts, &frame.model.alerts);
    let (first, second) = if told.is_empty() {
        (area, Rect::ZERO)
    } else if frame.model.is_narrow() {
        let rows = BELOW.min(area.height / 2);
        let above = Rect { height: area.height - rows, ..area };
        (above, Rect { y: above.bottom(), height: rows, ..area })
    } else {
        let columns = BESIDE.min(area.width / 2);
        let left = Rect { width: area.width - columns, ..area };
        (left, Rect { x: left.right(), width: columns, ..area })
    };
    let cursor = lines(frame, first, buffer, drawn);
    if !second.is_empty() {
        in_hand(frame, &told, second, buffer);
    }
    cursor
}

/// What can be in hand by name, that which is set apart; where not all fit, those around it.
fn scopes<'a>(frame: &Frame<'_>, room: usize) -> Line<'a> {
    let pane = &frame.model.alerts;
    let centres = frame.model.person.as_ref().map(|person| person.centre_codes.clone()).unwrap_or_default();
    let scopes = pane.scopes(&centres);
    let names: Vec<String> =
        scopes.iter().map(|scope| clean(&words::alert_scope(frame.texts, scope)).into_owned()).collect();
    let here = scopes.iter().position(|scope| *scope == pane.scope).unwrap_or_default();
    let (dot, more) = (frame.dot(), frame.glyphs().more);
    let fits = |from: usize, to: usize| {
        let text: usize = names[from..to].iter().map(|name| width(name) + width(dot)).sum();
        text + 2 * (width(more) + width(dot)) <= room + width(dot)
    };
    // Those after it first: that is where Tab goes.
    let (mut from, mut to) = (here, here + 1);
    while to < names.len() && fits(from, to + 1) {
        to += 1;
    }
    while from > 0 && fits(from - 1, to) {
        from -= 1;
    }
    let mut spans: Vec<Span<'a>> = Vec::new();
    let mut put = |span: Span<'a>| {
        if !spans.is_empty() {
            spans.push(frame.span(dot, Meaning::Separator));
        }
        spans.push(span);
    };
    if from > 0 {
        put(frame.span(more, Meaning::Muted));
    }
    for (at, name) in names.iter().enumerate().take(to).skip(from) {
        let meaning = if at == here { Meaning::HeaderSorted } else { Meaning::Muted };
        put(frame.span(name.clone(), meaning));
    }
    if to < names.len() {
        put(frame.span(more, Meaning::Muted));
    }
    Line::from(spans)
}

fn lines(frame: &Frame<'_>, area: Rect, buffer: &mut Buffer, drawn: &mut Drawn) -> Option<Position> {
    let pane = &frame.model.alerts;
    let room = usize::from(area.width.saturating_sub(4));
    let inside = boxed(frame, Pane::Alerts, &scopes(frame, room), area, buffer);
    drawn.page = usize::from(inside.height.saturating_sub(1));
    match (&pane.settings, &pane.mails) {
        (Some(settings), _) if !pane.is_on_mails() => of_settings(frame, settings, inside, buffer),
        (_, Some(mails)) if pane.is_on_mails() && !mails.is_empty() => of_mails(frame, mails, inside, buffer),
        _ => {
            let line = Line::from(frame.span(format!(" {}", frame.say(nothing(frame))), Meaning::Muted));
            buffer.set_line(inside.x, inside.y, &line, inside.width);
            Some(Position::new(inside.x, inside.y)).filter(|at| inside.contains(*at))
        }
    }
}

/// Why nothing shows.
pub(in crate::ui) fn nothing(frame: &Frame<'_>) -> &'static str {
    let pane = &frame.model.alerts;
    match pane.scope {
        _ if pane.loading.is_some() => "alerts-reading",
        Scope::Received => "alerts-none-received",
        Scope::Undelivered => "alerts-all-delivered",
        Scope::File(..) => "alerts-no-mails",
        _ => "alerts-none",
    }
}

fn of_settings(frame: &Frame<'_>, settings: &Settings, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let pane = &frame.model.alerts;
    let of_centre = pane.centre().is_some();
    let matrix = if pane.scope == Scope::Mine {
        let row =
            |line| (words::my_line(frame.texts, line), vec![words::my_value(frame.texts, settings, line)]);
        let heads = vec![frame.say("alerts-i-am-told")];
        Matrix {
            pane: Pane::Alerts,
            heads,
            rows: MyLine::all().map(row).collect(),
            line: Some(pane.line),
            column: 0,
        }
    } else {
        let row = |event: Event| {
            let cells = Audience::ALL.iter().map(|whom| cell(frame, settings, event, *whom));
            (words::capitalised(words::event(frame.texts, event.code())), cells.collect())
        };
        let heads = Audience::ALL.iter().map(|whom| words::audience(frame.texts, *whom)).collect();
        let rows = Event::settings().map(row).collect();
        Matrix { pane: Pane::Alerts, heads, rows, line: Some(pane.line), column: pane.column }
    };
    let told = u16::from(of_centre && area.height > 2);
    let cursor = matrix.draw(frame, Rect { height: area.height - told, ..area }, buffer);
    if told > 0 {
        let line = Line::from(frame.span(format!(" {OWN} {}", frame.say("alerts-own")), Meaning::Muted));
        buffer.set_line(area.x, area.bottom() - 1, &line, area.width);
    }
    cursor
}

/// Yes or no, and a mark behind what the centre chooses itself.
fn cell(frame: &Frame<'_>, settings: &Settings, event: Event, whom: Audience) -> String {
    let (on, by) = settings.cell(event, whom);
    let own = if by == Deciding::Centre { OWN } else { "" };
    format!("{}{own}", words::yes_or_no(frame.texts, on))
}

fn of_mails(frame: &Frame<'_>, mails: &[Delivery], area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let told: Vec<(String, &str, Meaning)> = mails
        .iter()
        .map(|mail| {
            let meaning = match mail.state {
                DeliveryState::Failed | DeliveryState::Bounced => Meaning::StatusWarning,
                DeliveryState::Dropped => Meaning::RowDisabled,
                _ => Meaning::Text,
            };
            (words::mail_line(frame.texts, mail), words::delivery(frame.texts, mail.state), meaning)
        })
        .collect();
    let items: Vec<Item<'_>> = told
        .iter()
        .map(|(label, state, meaning)| Item {
            label: Line::raw(clean(label)),
            count: state,
            count_style: frame.style(*meaning),
            style: frame.style(Meaning::Text),
        })
        .collect();
    let focused = frame.has_focus(Pane::Alerts);
    let list = List {
        items: &items,
        selected: Some(frame.model.alerts.line),
        first: 0,
        styles: frame.list(focused),
    };
    (&list).render(area, buffer);
    list.cursor_position(area)
}

/// What is in hand, in words.
fn in_hand(frame: &Frame<'_>, told: &[String], area: Rect, buffer: &mut Buffer) {
    let mut told = told.iter().map(|line| clean(line));
    let title = told.next().unwrap_or_default();
    let inside = boxed(frame, Pane::Alerts, &Line::raw(title), area, buffer);
    let room = usize::from(inside.width.saturating_sub(2));
    let lines = told.flat_map(|line| wrap(&line, room));
    for (line, y) in lines.zip(inside.top()..inside.bottom()) {
        buffer.set_line(inside.x + 1, y, &Line::raw(line), inside.width.saturating_sub(1));
    }
}
