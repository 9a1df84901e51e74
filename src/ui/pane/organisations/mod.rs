//! The registry of hosts: a shelf of them on the left, the one in hand, or two side by side, on the right.

pub(in crate::ui) mod sheet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use widgets::list::{Item, List};
use widgets::text::width;

use super::{beside, boxed};
use crate::app::model::{Drawn, Pane};
use crate::app::pane::organisations::Shelf;
use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::organisation::registered::Proposed;
use crate::domain::organisation::{FILES_BOUND, Host, HostState, Pair};
use crate::ui::frame::{Frame, clean};

/// Columns of the entries, where the details stand beside them.
const ENTRIES: u16 = 58;

pub(super) fn draw(
    frame: &Frame<'_>,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) -> Option<Position> {
    let pane = &frame.model.organisations;
    let (left, right) = beside(frame, area, ENTRIES, pane.inside);
    let mut cursor = None;
    if left.width > 0 {
        cursor = entries(frame, left, buffer, drawn);
    }
    if right.width > 0 {
        let inside = sheet::draw(frame, right, buffer);
        if pane.inside {
            drawn.page = usize::from(right.height.saturating_sub(3));
            cursor = inside;
        }
    }
    cursor
}

/// The shelves by name, the one in hand set apart, or what is looked for where there is no room for them.
fn shelves<'a>(frame: &Frame<'_>, room: usize) -> Line<'a> {
    let here = frame.model.organisations.shelf;
    let name = |shelf: Shelf| words::shelf(frame.texts, shelf);
    let all: usize = Shelf::ALL.into_iter().map(|shelf| width(name(shelf)) + width(frame.dot())).sum();
    let shown: Vec<Shelf> = if all <= room + width(frame.dot()) { Shelf::ALL.to_vec() } else { vec![here] };
    let mut spans: Vec<Span<'a>> = Vec::new();
    for shelf in shown {
        if !spans.is_empty() {
            spans.push(frame.span(frame.dot(), Meaning::Separator));
        }
        let meaning = if shelf == here { Meaning::HeaderSorted } else { Meaning::Muted };
        spans.push(frame.span(name(shelf), meaning));
    }
    Line::from(spans)
}

fn entries(frame: &Frame<'_>, area: Rect, buffer: &mut Buffer, drawn: &mut Drawn) -> Option<Position> {
    let pane = &frame.model.organisations;
    let room = usize::from(area.width.saturating_sub(4));
    let mut inside = boxed(frame, Pane::Organisations, &shelves(frame, room), area, buffer);
    if !pane.search.is_empty() && pane.shelf != Shelf::Duplicates && inside.height > 1 {
        let found = frame.fill(
            "hosts-found",
            &[
                ("search", clean(&pane.search).into_owned().into()),
                ("count", pane.exact.into()),
                ("more", usize::from(pane.is_cut()).into()),
            ],
        );
        let told = [Some(found), words::beside(frame.texts, pane)];
        let told = told.into_iter().flatten().collect::<Vec<_>>().join(frame.dot());
        let line = Line::from(frame.span(format!(" {told}"), Meaning::Muted));
        buffer.set_line(inside.x, inside.y, &line, inside.width);
        inside = Rect { y: inside.y + 1, height: inside.height - 1, ..inside };
    }
    drawn.page = usize::from(inside.height);
    let told: Vec<(String, String, Meaning)> =
        (0..pane.entries()).filter_map(|at| entry(frame, at)).collect();
    if told.is_empty() {
        let id = if pane.loading.is_some() { "list-reading" } else { empty(pane.shelf, &pane.search) };
        let line = Line::from(frame.span(format!(" {}", frame.say(id)), Meaning::Muted));
        buffer.set_line(inside.x, inside.y, &line, inside.width);
        return Some(Position::new(inside.x, inside.y)).filter(|at| inside.contains(*at));
    }
    let items: Vec<Item<'_>> = told
        .iter()
        .map(|(label, detail, meaning)| Item {
            label: Line::raw(clean(label)),
            count: detail,
            count_style: frame.style(Meaning::Muted),
            style: frame.style(*meaning),
        })
        .collect();
    let focused = frame.has_focus(Pane::Organisations) && !pane.inside;
    let list = List { items: &items, selected: Some(pane.at), first: 0, styles: frame.list(focused) };
    (&list).render(inside, buffer);
    list.cursor_position(inside)
}

/// Why a shelf shows nothing, and what to do.
pub(in crate::ui) fn empty(shelf: Shelf, search: &str) -> &'static str {
    match (shelf, search.is_empty()) {
        (Shelf::Duplicates, _) => "hosts-no-pair",
        (_, true) => "hosts-none",
        (_, false) => "hosts-no-match",
    }
}

/// An entry: its name, a word about it, and how it is meant.
pub(in crate::ui) fn entry(frame: &Frame<'_>, at: usize) -> Option<(String, String, Meaning)> {
    let pane = &frame.model.organisations;
    match pane.shelf {
        Shelf::Hosts(_) => match pane.proposal_at(at) {
            Some(one) => Some(proposed(frame, one)),
            None if pane.is_rest(at) => Some(rest(frame)),
            None => pane.hosts.get(at).map(|one| host(frame, one, at >= pane.exact)),
        },
        Shelf::Duplicates => pane.pairs.get(at).map(|pair| of_pair(frame, pair)),
    }
}

fn host(frame: &Frame<'_>, host: &Host, nearly: bool) -> (String, String, Meaning) {
    let stands = words::host_stands(frame.texts, host, nearly);
    let mut words: Vec<String> = stands.into_iter().map(str::to_owned).collect();
    words.extend(host.town.clone());
    if host.is_abroad() {
        words.push(host.country.clone());
    }
    let more = if host.conventions >= FILES_BOUND { "+" } else { "" };
    words.push(format!("{}{more}", host.conventions));
    let meaning = match (host.closed, host.state) {
        (_, HostState::Retired) => Meaning::RowDisabled,
        (true, _) => Meaning::StatusWarning,
        _ => Meaning::Text,
    };
    (host.name.clone(), words.join(" "), meaning)
}

/// An establishment that is not on the shelf, as the register knows it.
fn proposed(frame: &Frame<'_>, one: &Proposed) -> (String, String, Meaning) {
    let mut words: Vec<&str> = vec![words::source(frame.texts, one.said.source)];
    if one.known.is_some() {
        words.push(frame.say("host-is-known"));
    }
    if one.said.is_closed {
        words.push(frame.say("host-closed"));
    }
    words.extend(one.said.town.as_deref());
    (words::registered_name(frame.texts, &one.said).to_owned(), words.join(" "), Meaning::Muted)
}

/// What the register has not said yet.
fn rest(frame: &Frame<'_>) -> (String, String, Meaning) {
    (frame.say("register-goes-on").to_owned(), String::new(), Meaning::StatusInfo)
}

fn of_pair(frame: &Frame<'_>, pair: &Pair) -> (String, String, Meaning) {
    let name = format!("{} = {}", pair.one_name, pair.other_name);
    (name, frame.fill("pair-score", &[("score", pair.score.into())]), Meaning::Text)
}
