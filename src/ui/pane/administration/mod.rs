//! The administration: the entries of a register on the left, the details of the one in hand on the right.

pub(in crate::ui) mod details;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use widgets::list::{Item, List};
use widgets::text::width;

use super::{beside, boxed};
use crate::app::model::{Drawn, Pane};
use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::access::Register;
use crate::ui::frame::{Frame, clean};

/// Columns of the entries, where the details stand beside them.
const ENTRIES: u16 = 42;

pub(super) fn draw(
    frame: &Frame<'_>,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) -> Option<Position> {
    let pane = &frame.model.administration;
    let (left, right) = beside(frame, area, ENTRIES, pane.inside);
    let mut cursor = None;
    if left.width > 0 {
        cursor = entries(frame, left, buffer, drawn);
    }
    if right.width > 0 {
        let inside = details::draw(frame, right, buffer);
        if pane.inside {
            drawn.page = usize::from(right.height.saturating_sub(3));
            cursor = inside;
        }
    }
    cursor
}

/// The registers by name, the one in hand set apart. Where not all fit, the last ones before it and itself.
fn registers<'a>(frame: &Frame<'_>, room: usize) -> Line<'a> {
    let here = frame.model.administration.register;
    let place = Register::ALL.iter().position(|register| *register == here).unwrap_or_default();
    let name = |register: &Register| words::register(frame.texts, *register);
    let more = frame.glyphs().more;
    let fits = |from: &usize| {
        let names: usize = Register::ALL[*from..=place].iter().map(|one| width(name(one))).sum();
        let dots = (place - from + usize::from(*from > 0)) * width(frame.dot());
        let cut = usize::from(*from > 0) + usize::from(place + 1 < Register::ALL.len());
        names + dots + cut * width(more) <= room
    };
    let from = (0..place).find(fits).unwrap_or(place);
    let mut spans: Vec<Span<'a>> = Vec::new();
    if from > 0 {
        spans.push(frame.span(more, Meaning::Muted));
    }
    for register in &Register::ALL[from..] {
        if !spans.is_empty() {
            spans.push(frame.span(frame.dot(), Meaning::Separator));
        }
        let meaning = if *register == here { Meaning::HeaderSorted } else { Meaning::Muted };
        spans.push(frame.span(name(register), meaning));
    }
    Line::from(spans)
}

fn entries(frame: &Frame<'_>, area: Rect, buffer: &mut Buffer, drawn: &mut Drawn) -> Option<Position> {
    let pane = &frame.model.administration;
    let room = usize::from(area.width.saturating_sub(4));
    let inside = boxed(frame, Pane::Administration, &registers(frame, room), area, buffer);
    drawn.page = usize::from(inside.height);
    let shown = pane.shown();
    if shown.is_empty() {
        let id = match (pane.loading.is_empty(), pane.search.is_empty()) {
            (false, _) => "list-reading",
            (true, true) => "register-empty",
            (true, false) => "register-no-match",
        };
        buffer.set_stringn(
            inside.x + 1,
            inside.y,
            frame.say(id),
            usize::from(inside.width),
            frame.style(Meaning::Muted),
        );
        return Some(Position::new(inside.x, inside.y)).filter(|at| inside.contains(*at));
    }
    let told: Vec<(String, String, bool)> = shown.iter().filter_map(|at| entry(frame, *at)).collect();
    let items: Vec<Item<'_>> = told
        .iter()
        .map(|(label, detail, active)| Item {
            label: Line::raw(clean(label)),
            count: detail,
            count_style: frame.style(Meaning::Muted),
            style: frame.style(if *active { Meaning::Text } else { Meaning::RowDisabled }),
        })
        .collect();
    let focused = frame.has_focus(Pane::Administration) && !pane.inside;
    let list = List { items: &items, selected: Some(pane.at), first: 0, styles: frame.list(focused) };
    (&list).render(inside, buffer);
    list.cursor_position(inside)
}

/// An entry: its name, a word about it, and whether it is in use.
pub(in crate::ui) fn entry(frame: &Frame<'_>, at: usize) -> Option<(String, String, bool)> {
    let pane = &frame.model.administration;
    match pane.register {
        Register::Roles => {
            let role = pane.roles.get(at)?;
            Some((words::capitalised(words::role_of(frame.texts, role)), role.code.clone(), true))
        }
        Register::People => {
            let who = pane.people.get(at)?;
            let state =
                if who.active { who.roles.join(" ") } else { frame.say("person-disabled").to_owned() };
            Some((who.name(), state, who.active))
        }
        Register::Establishment => {
            let here = pane.establishment.as_ref()?;
            Some((here.setting("name").unwrap_or_default().to_owned(), String::new(), true))
        }
        Register::Centres => {
            let centre = pane.centres.get(at)?;
            let name = centre.setting("name").unwrap_or_default();
            let mine = if centre.mine { frame.say("centre-is-mine") } else { "" };
            Some((format!("{} {name}", centre.code), mine.to_owned(), true))
        }
    }
}
