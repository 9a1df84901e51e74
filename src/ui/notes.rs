//! What lies over the desk for a moment: messages in the corner, and the keys that may follow those pressed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;
use widgets::text::sanitise;
use widgets::toast::{Toast, Toasts};
use widgets::which_key::{self, WhichKey};

use super::frame::Frame;
use super::signs::Sign;
use crate::app::action::{Action, AppAction};
use crate::app::model::{self, Level, WHICH_KEY};
use crate::config::theme::Meaning;

/// A message is no wider than that: long lines are hard to read.
const WIDEST: u16 = 64;

/// Messages drawn at most.
const MOST: usize = 4;

pub(super) fn draw(frame: &Frame<'_>, area: Rect, buffer: &mut Buffer) {
    let taken = which_key(frame, area, buffer);
    let above = Rect { height: area.height - taken.min(area.height), ..area };
    toasts(frame, above, buffer);
}

fn toasts(frame: &Frame<'_>, area: Rect, buffer: &mut Buffer) {
    let texts: Vec<_> =
        chosen(&frame.model.toasts).into_iter().map(|toast| (toast.level, told(frame, toast))).collect();
    let shown: Vec<Toast<'_>> = texts
        .iter()
        .map(|(level, text)| Toast { text, sign: sign(frame, *level), style: frame.style(meaning(*level)) })
        .collect();
    (&Toasts { toasts: &shown, widest: WIDEST.min(area.width) }).render(area, buffer);
}

/// The messages for which there is room, oldest first: those that stay before those that go by themselves.
fn chosen(toasts: &[model::Toast]) -> Vec<&model::Toast> {
    let passing = toasts.iter().filter(|toast| toast.until.is_some()).count();
    let staying = (toasts.len() - passing).min(MOST);
    let (mut too_many, mut too_old) =
        ((passing + staying).saturating_sub(MOST), toasts.len() - passing - staying);
    let mut gives_way = |toast: &&model::Toast| {
        let left = if toast.until.is_some() { &mut too_many } else { &mut too_old };
        std::mem::replace(left, left.saturating_sub(1)) > 0
    };
    toasts.iter().filter(|toast| !gives_way(toast)).collect()
}

/// What a message says; one that stays says how it goes.
fn told(frame: &Frame<'_>, toast: &model::Toast) -> String {
    let text = sanitise(&toast.text);
    match frame.key(Action::App(AppAction::Escape)) {
        Some(key) if toast.until.is_none() => {
            format!("{text}{}{}", frame.dot(), frame.fill("toast-close", &[("key", key.into())]))
        }
        _ => text.into_owned(),
    }
}

/// A sign for how grave a message is.
pub(super) fn sign(frame: &Frame<'_>, level: Level) -> &'static str {
    frame.sign(match level {
        Level::Info => Sign::Item,
        Level::Warning => Sign::Warning,
        Level::Error => Sign::Error,
    })
}

pub(super) fn meaning(level: Level) -> Meaning {
    match level {
        Level::Info => Meaning::ToastInfo,
        Level::Warning => Meaning::ToastWarning,
        Level::Error => Meaning::ToastError,
    }
}

/// The keys that may follow, once the wait has been long enough; how many rows they took.
fn which_key(frame: &Frame<'_>, area: Rect, buffer: &mut Buffer) -> u16 {
    let Some(pending) = &frame.model.pending else { return 0 };
    if frame.model.now < pending.since + WHICH_KEY {
        return 0;
    }
    let pressed: Vec<_> = pending.keys.iter().map(|key| key.label(frame.texts)).collect();
    let entries: Vec<_> = pending
        .follows
        .iter()
        .map(|follow| {
            let does: Vec<_> = follow.calls.iter().map(|call| call.label(frame.texts)).collect();
            let label = if does.is_empty() { frame.glyphs().more.to_owned() } else { does.join(", ") };
            (follow.key.label(frame.texts), label)
        })
        .collect();
    let entries: Vec<_> = entries.iter().map(|(key, label)| (key.as_str(), label.as_str())).collect();
    let which = WhichKey {
        title: Line::from(pressed.join(" ")),
        entries: &entries,
        styles: which_key::Styles {
            popup: frame.popup(),
            key: frame.style(Meaning::Key),
            label: frame.style(Meaning::Hint),
        },
    };
    (&which).render(area, buffer);
    which.place(area).height
}
