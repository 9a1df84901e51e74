//! A list narrowed by typing: the actions here with their keys, or the files of the student on the phone.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use widgets::picker::{Item, Picker, Styles};
use widgets::{popup, text};

use crate::app::overlay::{PickerBox, PickerItem, Picks};
use crate::app::pane::writing;
use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::row::Row;
use crate::i18n::DateStyle;
use crate::ui::frame::{Frame, clean};

/// Wide enough for a name, its sentence and its keys.
const WIDE: u16 = 110;
/// The box does not jump as the matches grow fewer.
const TALL: u16 = 24;

pub(super) fn draw(
    frame: &Frame<'_>,
    picker: &PickerBox,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let place = popup::centred(area, WIDE, TALL);
    let room = usize::from(place.width.saturating_sub(4));
    let labels = labels(&picker.picks, room);
    let details: Vec<String> = picker.matching.iter().map(|at| detail(frame, &picker.picks, *at)).collect();
    let items: Vec<Item<'_>> = picker
        .matching
        .iter()
        .zip(&details)
        .filter_map(|(at, detail)| item(frame, &picker.picks, *at, detail, (labels, room)))
        .collect();
    let (title, empty) = titles(picker);
    let view = Picker {
        title: Line::raw(titled(frame, picker, title)),
        label: "> ",
        search: &picker.search,
        items: &items,
        selected: (!items.is_empty()).then_some(picker.selected),
        first: picker.first,
        empty: frame.say(empty),
        free: None,
        styles: Styles {
            popup: frame.popup(),
            prompt: frame.prompt(),
            list: frame.list(true),
            detail: frame.style(Meaning::Key),
            empty: frame.style(Meaning::Muted),
        },
    };
    (&view).render(place, buffer);
    view.cursor_position(place)
}

/// The title, with whom it is about where that is known.
pub(in crate::ui) fn titled(frame: &Frame<'_>, picker: &PickerBox, title: &'static str) -> String {
    match &picker.picks {
        Picks::Choices(choosing) => {
            let whom = (!choosing.whom.is_empty()).then(|| clean(&choosing.whom).into_owned());
            let told = choosing.seeking.told(frame.texts);
            let parts = [Some(frame.say(title).to_owned()), whom, told, choosing.register.told(frame.texts)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(frame.dot())
        }
        // Ways of doing one thing.
        Picks::Actions(items) if items.iter().all(|item| item.call.arg.is_some()) && !items.is_empty() => {
            words::capitalised(items[0].call.action.label(frame.texts))
        }
        Picks::Actions(_) | Picks::Files { .. } => frame.say(title).to_owned(),
    }
}

/// The title of the box, and what is said when nothing matches.
pub(in crate::ui) fn titles(picker: &PickerBox) -> (&'static str, &'static str) {
    match &picker.picks {
        Picks::Actions(_) => ("picker-actions", "picker-no-action"),
        Picks::Files { loading: Some(_), .. } => ("picker-files", "picker-searching"),
        Picks::Files { .. } if picker.search.is_empty() => ("picker-files", "picker-files-help"),
        Picks::Files { .. } => ("picker-files", "picker-no-file"),
        Picks::Choices(choosing) => writing::titles(choosing, picker.search.text()),
    }
}

/// The names of the actions stand in one column, as wide as the longest where there is room.
fn labels(picks: &Picks, room: usize) -> usize {
    match picks {
        Picks::Actions(items) => {
            // Names with nothing to say after them have all the room.
            let most = if items.iter().all(|item| item.help.is_empty()) { room } else { room / 3 };
            items.iter().map(|item| text::width(&item.label)).max().unwrap_or(0).min(most)
        }
        Picks::Files { .. } | Picks::Choices(_) => 0,
    }
}

/// The keys of an action; where a file stands and since when.
fn detail(frame: &Frame<'_>, picks: &Picks, at: usize) -> String {
    match picks {
        // A chord has single spaces.
        Picks::Actions(items) => items.get(at).map(|item| item.keys.join("  ")).unwrap_or_default(),
        Picks::Files { rows, .. } => rows.get(at).map(|row| stands(frame, row)).unwrap_or_default(),
        Picks::Choices(choosing) => {
            choosing.candidates.get(at).map(|one| clean(&one.detail).into_owned()).unwrap_or_default()
        }
    }
}

fn stands(frame: &Frame<'_>, row: &Row) -> String {
    let since = frame.days((frame.model.now - row.since).num_days().max(0));
    format!("{}{}{since}", words::queue(frame.texts, row.queue), frame.dot())
}

fn item<'a>(
    frame: &Frame<'_>,
    picks: &'a Picks,
    at: usize,
    detail: &'a str,
    (labels, room): (usize, usize),
) -> Option<Item<'a>> {
    let (label, meaning) = match picks {
        Picks::Actions(items) => {
            action(frame, items.get(at)?, labels, room.saturating_sub(text::width(detail) + 2))
        }
        Picks::Files { rows, .. } => (file(frame, rows.get(at)?), Meaning::Text),
        Picks::Choices(choosing) => (Line::raw(clean(&choosing.candidates.get(at)?.label)), Meaning::Text),
    };
    Some(Item { label, detail, checked: None, style: frame.style(meaning) })
}

/// Its name, then what it does, or why it cannot be done now.
fn action<'a>(frame: &Frame<'_>, item: &'a PickerItem, labels: usize, room: usize) -> (Line<'a>, Meaning) {
    let (told, meaning) = match &item.disabled {
        Some(why) => (why.as_str(), Meaning::RowDisabled),
        None => (item.help, Meaning::Text),
    };
    let gap = labels.saturating_sub(text::width(&item.label)) + 2;
    let left = room.saturating_sub(text::width(&item.label) + gap);
    let told = text::truncate(told, left, frame.glyphs().more);
    let told_meaning = if item.disabled.is_some() { Meaning::StatusWarning } else { Meaning::Muted };
    let line = Line::from(vec![
        frame.span(item.label.as_str(), if item.disabled.is_some() { meaning } else { Meaning::Strong }),
        " ".repeat(gap).into(),
        frame.span(told, told_meaning),
    ]);
    (line, meaning)
}

fn file<'a>(frame: &Frame<'_>, row: &'a Row) -> Line<'a> {
    let day = row.start.map(|day| frame.texts.date(day, DateStyle::Short)).unwrap_or_default();
    let (host, dot) = (clean(&row.organisation), frame.dot());
    Line::from(vec![
        frame.span(format!("{} ", row.id), Meaning::Strong),
        frame.span(clean(&row.student), Meaning::Strong),
        frame.span(format!(" {}", clean(&row.student_number)), Meaning::Muted),
        format!("{dot}{host}{dot}{day}").into(),
    ])
}
