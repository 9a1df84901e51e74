//! The top line: the way here, who one is, and what is new.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use widgets::text::truncate_line;

use super::frame::{Frame, clean};
use crate::app::action::{Action, ListAction};
use crate::app::model::{Link, Pane};
use crate::app::pane::queue::{self, Flag};
use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::access::Person;

pub(super) fn draw(frame: &Frame<'_>, area: Rect, buffer: &mut Buffer) {
    let news = Line::from(news(frame));
    let way = Line::styled(way(frame), frame.style(Meaning::Breadcrumb));
    let width = usize::from(area.width);
    // What is new comes first, then the way here, then as much of the rest as there is room for.
    let right = truncate_line(&news, width.saturating_sub(2), frame.glyphs().more);
    let used = right.width();
    buffer.set_line(area.right() - used as u16 - 1, area.y, &right, used as u16);
    let room = width.saturating_sub(used + 1 + usize::from(used > 0) * 2);
    let left = truncate_line(&way, room.saturating_sub(1), frame.glyphs().more);
    let left_width = left.width();
    buffer.set_line(area.x + 1, area.y, &left, left_width as u16);
    let room = room.saturating_sub(1 + left_width + 3);
    if let Some(identity) = identities(frame).into_iter().find(|line| line.width() <= room) {
        let columns = identity.width() as u16;
        let gap = if used > 0 { used as u16 + 4 } else { 1 };
        buffer.set_line(area.right() - gap - columns, area.y, &identity, columns);
    }
}

fn way(frame: &Frame<'_>) -> String {
    if frame.model.focus == Pane::Administration {
        let pane = &frame.model.administration;
        let register = words::register(frame.texts, pane.register);
        let here = [frame.say("the-program"), register]
            .into_iter()
            .chain(pane.code().filter(|code| !code.is_empty()));
        return here.map(clean).collect::<Vec<_>>().join(" > ");
    }
    if frame.model.focus == Pane::Organisations {
        let pane = &frame.model.organisations;
        let shelf = words::shelf(frame.texts, pane.shelf);
        let here = pane.current().map(|sheet| sheet.text("name"));
        let way =
            [frame.say("the-program"), frame.say("pane-organisations"), shelf].into_iter().map(str::to_owned);
        return way.chain(here).map(|part| clean(&part).into_owned()).collect::<Vec<_>>().join(" > ");
    }
    if frame.model.focus == Pane::Alerts {
        let scope = words::alert_scope(frame.texts, &frame.model.alerts.scope);
        return [frame.say("the-program"), frame.say("pane-alerts"), &clean(&scope)].join(" > ");
    }
    if let (Pane::Writing, Some(id)) = (frame.model.focus, frame.model.writing.file()) {
        return [frame.say("the-program"), frame.say("pane-writing"), &id.to_string()].join(" > ");
    }
    let list = &frame.model.list;
    let mut way = format!("{} > {}", frame.say("the-program"), words::queue(frame.texts, list.queue));
    if let Some(view) = queue::views::in_hand(frame.model) {
        way.push_str(&format!(" > {}", clean(&view.saved.name)));
    }
    let on_file = frame.model.focus == Pane::File || frame.model.shows(Pane::File);
    if let (true, Some(row)) = (on_file, list.row()) {
        way.push_str(&format!(" > {}", row.id));
    }
    way
}

/// Who and where one is, from the longest to the shortest.
fn identities<'a>(frame: &Frame<'_>) -> Vec<Line<'a>> {
    let Some(person) = &frame.model.person else { return Vec::new() };
    let year = person.establishment.year_of(frame.model.today);
    let role = role(frame, person);
    let whole = [clean(&person.establishment.name).into_owned(), words::year(year), role.clone()];
    [whole.join(frame.dot()), role]
        .into_iter()
        .map(|text| Line::styled(text, frame.style(Meaning::Identity)))
        .collect()
}

pub(super) fn role(frame: &Frame<'_>, person: &Person) -> String {
    let roles = person.roles.iter().map(|code| words::role(frame.texts, code)).collect::<Vec<_>>().join(", ");
    let centres = person.centre_codes.join(" ");
    clean(format!("{roles} {centres}").trim_end()).into_owned()
}

/// What others did since the list was read.
pub(super) fn others(frame: &Frame<'_>) -> Option<String> {
    let list = &frame.model.list;
    let changed = list.flags.values().filter(|flag| **flag == Flag::Changed).count();
    let gone = list.flags.len() - changed;
    let counts = [("news-new", list.news), ("news-changed", changed as i64), ("news-gone", gone as i64)];
    let told = counts.into_iter().filter(|(_, count)| *count > 0);
    let parts: Vec<_> = told.map(|(id, count)| frame.fill(id, &[("count", count.into())])).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The line to the database when it fails, and what others did meanwhile.
fn news(frame: &Frame<'_>) -> Vec<Span<'static>> {
    match &frame.model.link {
        Link::Connecting => return vec![frame.span(frame.say("link-connecting"), Meaning::StatusWarning)],
        Link::Down { since, .. } => {
            let elapsed = frame.texts.elapsed(frame.model.now - *since);
            let text = frame.fill("link-down", &[("elapsed", elapsed.into())]);
            return vec![frame.span(text, Meaning::StatusBlocking)];
        }
        Link::Up => {}
    }
    let Some(others) = others(frame) else { return Vec::new() };
    let mut spans = vec![frame.span(others, Meaning::News)];
    if let Some(key) = frame.key(Action::List(ListAction::Reload)) {
        spans.push(frame.span(frame.dot(), Meaning::Separator));
        spans.push(frame.span(key, Meaning::Key));
    }
    spans
}
