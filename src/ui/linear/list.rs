//! The list read out: its name, and rows as "3 sur 42 : n° 28413, BENALI Inès, THALES SA, débute le 2 mars 2026".

use super::voice::Voice;
use super::{PAGE, Told, Wish, nothing};
use crate::app::effect::PageFrom;
use crate::app::model::Model;
use crate::app::pane::queue::{self, Flag};
use crate::app::words;
use crate::domain::row::{AmendmentRow, Row, Sort, SortColumn};
use crate::i18n::DateStyle;
use crate::ui::pane::list::total;

/// Whether the rows at hand are about to be replaced.
pub(super) fn is_read_anew(model: &Model) -> bool {
    let loading = model.list.loading.as_ref().map(|(_, from)| from);
    loading.is_some_and(|from| !matches!(from, PageFrom::After(_) | PageFrom::Before(_)))
}

/// The place of a row in the whole list, from 1, where it is known.
fn position(model: &Model, index: usize) -> Option<usize> {
    let list = &model.list;
    if list.at_top {
        return Some(index + 1);
    }
    let total = usize::try_from(total(model)?).ok().filter(|_| list.at_bottom)?;
    (total + index + 1).checked_sub(list.rows.len()).filter(|place| *place > 0)
}

/// The row at a place of the whole list, if it has been read.
pub(super) fn index(model: &Model, place: usize) -> Option<usize> {
    (0..model.list.rows.len()).find(|index| position(model, *index) == Some(place))
}

/// The name of the list, how many files it has, its filter and its order.
pub(super) fn head(voice: &mut Voice<'_>) {
    let list = &voice.model().list;
    let name = match queue::views::in_hand(voice.model()) {
        Some(view) => view.saved.name.as_str(),
        None => words::queue(voice.frame.texts, list.queue),
    };
    let filter = if list.filter.is_empty() {
        String::new()
    } else {
        let filter = list.filter.text(voice.frame.texts.lang());
        voice.frame.fill("linear-filter", &[("filter", filter.into())])
    };
    let files = if list.rows.is_empty() {
        nothing(&voice.frame)
    } else {
        let (exactly, at_least) = match list.queue.is_of_amendments() {
            true => ("amendments-count", "linear-amendments-at-least"),
            false => ("linear-files", "linear-files-at-least"),
        };
        match total(voice.model()) {
            Some(count) => voice.frame.fill(exactly, &[("count", count.into())]),
            None => voice.frame.fill(at_least, &[("count", (list.rows.len() as i64).into())]),
        }
    };
    let order = if list.sort == Sort::default() || list.rows.is_empty() {
        String::new()
    } else {
        order(voice, list.sort)
    };
    let label = voice.join([name, filter.as_str()]);
    let told = voice.pair(&label, &voice.join([files.as_str(), order.as_str()]));
    voice.say(&told);
}

fn order(voice: &Voice<'_>, sort: Sort) -> String {
    let column = voice.frame.say(match sort.column {
        SortColumn::Start => "column-start",
        SortColumn::End => "column-end",
        SortColumn::Student => "column-student",
        SortColumn::Organisation => "column-organisation",
        SortColumn::Supervisor => "column-supervisor",
        SortColumn::Since => "column-since",
        SortColumn::Number => "column-number",
        SortColumn::Etape => "column-etape",
        SortColumn::Centre => "column-centre",
        SortColumn::Town => "column-town",
        SortColumn::Signature => "column-state",
        SortColumn::Findings => "heading-findings",
        SortColumn::Motive => "column-motive",
    });
    let id = if sort.descending { "linear-sorted-down" } else { "linear-sorted-up" };
    voice.frame.fill(id, &[("column", column.to_lowercase().into())])
}

/// The row in hand when it is another one, or the page that begins with it.
pub(super) fn tell(voice: &mut Voice<'_>, told: &mut Told, wish: Option<Wish>) {
    let list = &voice.model().list;
    let row = list.row().map(|row| row.id);
    let came = told.focus.is_some_and(|focus| focus != voice.model().focus);
    let moved = told.row != row;
    told.row = row;
    if row.is_none() {
        if wish.is_some_and(|wish| wish != Wish::Head) {
            head(voice);
        }
        return;
    }
    match wish {
        Some(Wish::Page | Wish::Whole) => {
            for index in (list.cursor..list.rows.len()).take(PAGE) {
                let line = line(voice, index);
                voice.say(&line);
            }
            if list.cursor + PAGE < list.rows.len() {
                voice.text("linear-more-rows");
            }
        }
        Some(Wish::Moved(down) | Wish::Neighbour(down)) if !moved && !came => {
            voice.text(if down { "linear-at-bottom" } else { "linear-at-top" });
        }
        Some(Wish::Again) => {
            head(voice);
            let line = line(voice, list.cursor);
            voice.say(&line);
        }
        _ if moved || came => {
            let line = line(voice, list.cursor);
            voice.say(&line);
        }
        _ => {}
    }
}

/// One row: its place, who and where, what presses.
pub(super) fn line(voice: &Voice<'_>, index: usize) -> String {
    let model = voice.model();
    let Some(row) = model.list.rows.get(index) else { return String::new() };
    let marked = model.list.marks.contains_key(&row.subject()).then(|| voice.frame.say("linear-marked"));
    let place = match (position(model, index), total(model)) {
        (Some(place), Some(total)) => {
            let args =
                [("place", place.to_string().into()), ("total", voice.frame.texts.number(total).into())];
            voice.frame.fill("linear-place", &args)
        }
        (Some(place), None) => place.to_string(),
        (None, _) => String::new(),
    };
    let place = voice.join([place.as_str(), marked.unwrap_or_default()]);
    let told = described(voice, row);
    if place.is_empty() { told } else { voice.pair(&place, &told) }
}

/// What a row says, without its place.
pub(super) fn described(voice: &Voice<'_>, row: &Row) -> String {
    let (frame, model) = (&voice.frame, voice.model());
    let mut parts =
        vec![frame.fill("linear-number", &[("id", row.id.to_string().into())]), row.student.clone()];
    let since = match &row.amendment {
        Some(amendment) => {
            amended(voice, amendment, &mut parts);
            parts.push(row.organisation.clone());
            amendment.since
        }
        None => {
            parts.push(row.organisation.clone());
            parts.push(match row.start {
                Some(start) => {
                    let id = if start < model.today { "linear-started" } else { "linear-starts" };
                    frame.fill(id, &[("date", frame.date(start, DateStyle::Long).into())])
                }
                None => frame.say("linear-no-start").to_owned(),
            });
            row.since
        }
    };
    parts.extend(presses(voice, row));
    if model.list.queue.mixes_states() {
        parts.push(words::file_state(frame.texts, row.file_state).to_owned());
    }
    let since = frame.days((model.now - since).num_days().max(0));
    parts.push(frame.fill("file-since", &[("elapsed", since.into())]));
    voice.join(parts.iter().map(String::as_str))
}

/// Which amendment it is, what it changes, and from when.
fn amended(voice: &Voice<'_>, amendment: &AmendmentRow, parts: &mut Vec<String>) {
    let (frame, model) = (&voice.frame, voice.model());
    parts.push(frame.fill("linear-amendment", &[("number", amendment.number.to_string().into())]));
    parts.push(words::glimpses(frame.texts, amendment, usize::MAX));
    if let Some(day) = amendment.effective_from {
        let id = if day < model.today { "linear-took-effect" } else { "linear-takes-effect" };
        parts.push(frame.fill(id, &[("date", frame.date(day, DateStyle::Long).into())]));
    }
    if let Some(hours) = amendment.crosses {
        parts.push(frame.fill("linear-crosses", &[("hours", hours.to_string().into())]));
    }
    if amendment.abroad {
        parts.push(frame.say("linear-abroad").to_owned());
    }
    if amendment.pays {
        parts.push(frame.say("linear-pays").to_owned());
    }
}

/// What the signs of a row say.
fn presses(voice: &Voice<'_>, row: &Row) -> Vec<String> {
    let (frame, model) = (&voice.frame, voice.model());
    let mut parts = Vec::new();
    let (blocking, warnings, cleared, checked) = match &row.amendment {
        Some(one) => (one.blocking, one.fresh.saturating_sub(one.blocking), one.cleared, one.checked),
        None => (row.blocking, row.warnings, 0, row.checked),
    };
    for (id, count) in
        [("blocked-findings", blocking), ("linear-warnings", warnings), ("linear-cleared", cleared)]
    {
        if count > 0 {
            parts.push(frame.fill(id, &[("count", count.into())]));
        }
    }
    let mut add = |id| parts.push(frame.say(id).to_owned());
    if !checked && row.next_step().is_some() {
        add("linear-unchecked");
    }
    if row.corrected {
        add("field-corrected");
    }
    match row.claimed {
        Some((by, until)) if until > model.now => {
            let mine = model.person.as_ref().is_some_and(|me| me.id == by);
            add(if mine { "linear-mine" } else { "linear-theirs" });
        }
        _ => {}
    }
    match model.list.flags.get(&row.subject()) {
        Some(Flag::Changed) => add("linear-changed"),
        Some(Flag::Gone) => add("linear-gone"),
        None => {}
    }
    if let Some(day) = row.hold_until.filter(|day| *day > model.today) {
        let day = frame.date(day, DateStyle::Long);
        parts.push(frame.fill("linear-held", &[("date", day.into())]));
    }
    parts
}
