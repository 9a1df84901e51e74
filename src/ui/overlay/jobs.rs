//! The long work of the session: how far what is under way has come, and what the rest did and did not do.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use widgets::list::{Item, List};
use widgets::popup;

use crate::app::acts::{Report, Running};
use crate::app::overlay::{JobsBox, Work};
use crate::app::words;
use crate::config::theme::Meaning;
use crate::ui::bottom;
use crate::ui::frame::{Frame, clean};

/// Wide enough for an act and its figures.
const WIDE: u16 = 90;
/// A box is no shorter than that.
const LEAST: usize = 3;

/// One piece of work as it shows: what it is, how it stands, whether that asks for a look.
pub(in crate::ui) struct Told {
    /// What it is, and since when.
    pub what: String,
    /// How it stands.
    pub stands: String,
    meaning: Meaning,
}

pub(super) fn draw(frame: &Frame<'_>, jobs: &JobsBox, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let told: Vec<Told> = Work::all(frame.model).into_iter().map(|work| tell(frame, work)).collect();
    let most = usize::from(area.height.saturating_sub(4));
    let place = popup::centred(area, WIDE, told.len().clamp(LEAST, most.max(LEAST)) as u16 + 2);
    let inside = popup::draw(place, buffer, &Line::raw(frame.say("jobs-title")), &frame.popup());
    if told.is_empty() {
        let room = usize::from(inside.width.saturating_sub(1));
        buffer.set_stringn(inside.x + 1, inside.y, frame.say("jobs-none"), room, frame.style(Meaning::Muted));
        let at = Position::new(inside.x, inside.y);
        return inside.contains(at).then_some(at);
    }
    let items: Vec<Item<'_>> = told
        .iter()
        .map(|told| Item {
            label: Line::raw(told.what.as_str()),
            count: &told.stands,
            count_style: frame.style(told.meaning),
            style: frame.style(Meaning::Text),
        })
        .collect();
    let selected = Some(jobs.selected.min(items.len() - 1));
    let list = List { items: &items, selected, first: 0, styles: frame.list(true) };
    (&list).render(inside, buffer);
    list.cursor_position(inside)
}

pub(in crate::ui) fn tell(frame: &Frame<'_>, work: Work<'_>) -> Told {
    match work {
        Work::Running(running) => under_way(frame, running),
        Work::Marking => Told {
            what: frame.say("jobs-marking").to_owned(),
            stands: frame.say("list-loading").to_owned(),
            meaning: Meaning::StatusInfo,
        },
        Work::Ended(report) => ended(frame, report),
    }
}

fn under_way(frame: &Frame<'_>, running: &Running) -> Told {
    let act = words::act(frame.texts, &running.gesture.act);
    let mut stands = bottom::progress(frame, running);
    if running.stopping {
        stands = [frame.say("bulk-stopping"), &stands].join(frame.dot());
    }
    Told {
        what: [frame.texts.time(running.began), clean(&act).into_owned()].join(frame.dot()),
        stands,
        meaning: Meaning::StatusInfo,
    }
}

fn ended(frame: &Frame<'_>, report: &Report) -> Told {
    let act = words::act(frame.texts, &report.gesture.act);
    let act = if report.gesture.undoes { frame.fill("confirm-undo", &[("act", act.into())]) } else { act };
    let (refused, left) = (report.refused.len(), report.left);
    let counted = |id: &str, count: usize| (count > 0).then(|| frame.fill(id, &[("count", count.into())]));
    let mut parts = vec![frame.fill("jobs-done", &[("count", report.done.len().into())])];
    parts.extend(counted("jobs-refused", refused));
    parts.extend(counted("jobs-left", left));
    let meaning = match (refused, left) {
        (0, 0) => Meaning::StatusOk,
        _ => Meaning::StatusWarning,
    };
    Told {
        what: [frame.texts.time(report.began), clean(&act).into_owned()].join(frame.dot()),
        stands: parts.join(frame.dot()),
        meaning,
    }
}
