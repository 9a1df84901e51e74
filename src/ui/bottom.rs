//! The bottom line: what is being typed, how far a bulk act has gone, or what the keys do here.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use widgets::hint_bar::HintBar;
use widgets::list::{Item, List};
use widgets::progress::{self, Progress};
use widgets::text::{truncate, width};
use widgets::{popup, prompt};

use super::frame::{Frame, clean};
use super::layout::Parts;
use crate::app::action::{Action, AppAction};
use crate::app::acts::Running;
use crate::app::command::Completion;
use crate::app::prompt::{Prompt, PromptKind};
use crate::app::words;
use crate::config::theme::Meaning;

/// Proposals drawn at most.
const PROPOSALS: usize = 10;

pub(super) fn draw(frame: &Frame<'_>, parts: &Parts, buffer: &mut Buffer) -> Option<Position> {
    if let Some(prompt) = &frame.model.prompt {
        above(frame, prompt, parts.desk, buffer);
        return typed(frame, prompt, parts.bottom, buffer);
    }
    let area = Rect { x: parts.bottom.x + 1, width: parts.bottom.width.saturating_sub(2), ..parts.bottom };
    match &frame.model.acts.running {
        Some(running) if running.is_bulk() => bulk(frame, running, area, buffer),
        _ => hints(frame, area, buffer),
    }
    None
}

fn hints(frame: &Frame<'_>, area: Rect, buffer: &mut Buffer) {
    let pending = frame.model.pending.as_ref().map(|pending| {
        let keys: Vec<_> = pending.keys.iter().map(|key| key.label(frame.texts)).collect();
        keys.join(" ") + frame.glyphs().more
    });
    let taken = pending.as_ref().map_or(0, |keys| width(keys) as u16 + 2).min(area.width);
    let hints = frame.hints();
    let hints: Vec<_> = hints.iter().map(|(key, label)| (key.as_str(), *label)).collect();
    let bar = HintBar { hints: &hints, separator: frame.dot(), styles: frame.hint_bar() };
    (&bar).render(Rect { width: area.width - taken, ..area }, buffer);
    if let Some(keys) = pending {
        let x = area.right() - taken.saturating_sub(2);
        buffer.set_stringn(x, area.y, keys, usize::from(taken), frame.style(Meaning::Key));
    }
}

/// How far a bulk act has come: `120 / 300`.
pub(super) fn progress(frame: &Frame<'_>, running: &Running) -> String {
    let done = running.outcomes.len();
    frame.fill("bulk-progress", &[("done", done.into()), ("total", running.total.into())])
}

fn bulk(frame: &Frame<'_>, running: &Running, area: Rect, buffer: &mut Buffer) {
    let done = running.outcomes.len();
    let act = words::act(frame.texts, &running.gesture.act);
    let counted = progress(frame, running);
    let stop = if running.stopping {
        frame.say("bulk-stopping").to_owned()
    } else {
        let key = frame.key(Action::App(AppAction::StopBulk)).unwrap_or_default();
        frame.fill("bulk-stop", &[("key", key.into())])
    };
    let label = [clean(&act).into_owned(), counted, stop].join(frame.dot());
    let bar = Progress {
        done: done as u64,
        total: running.total as u64,
        label: &label,
        styles: progress::Styles {
            done: frame.style(Meaning::ProgressDone),
            left: frame.style(Meaning::ProgressLeft),
            label: frame.style(Meaning::Strong),
            glyphs: frame.glyphs(),
        },
    };
    (&bar).render(area, buffer);
}

fn typed(frame: &Frame<'_>, prompt: &Prompt, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let text = prompt.line.text();
    let hint = match prompt.kind {
        PromptKind::Command => frame.model.commands.argument_hint(text),
        PromptKind::Filter | PromptKind::Search => None,
    };
    // The rest of the best proposal, else what the command waits for.
    let rest = prompt.completions.first().and_then(|best| best.line.strip_prefix(text));
    let ghost = match (rest, hint) {
        (Some(rest), _) if !rest.trim().is_empty() && !text.is_empty() => rest.to_owned(),
        (_, Some(hint)) => format!(" {hint}"),
        _ => String::new(),
    };
    let label = match prompt.kind {
        PromptKind::Command => ":",
        PromptKind::Filter | PromptKind::Search => "/",
    };
    let line = prompt::Prompt { label, line: &prompt.line, ghost: &ghost, styles: frame.prompt() };
    (&line).render(area, buffer);
    line.cursor_position(area)
}

/// What is wrong with the line, or what it could become.
fn above(frame: &Frame<'_>, prompt: &Prompt, desk: Rect, buffer: &mut Buffer) {
    if let Some(error) = &prompt.error {
        let style = frame.style(Meaning::StatusBlocking);
        let lines =
            widgets::text::wrap(&format!("!! {}", clean(error)), usize::from(desk.width.saturating_sub(4)));
        let place = popup::bottom(desk, lines.len() as u16 + 2);
        let inner = popup::draw(place, buffer, &Line::default(), &frame.popup());
        for (line, y) in lines.iter().zip(inner.top()..inner.bottom()) {
            buffer.set_stringn(inner.x + 1, y, line, usize::from(inner.width.saturating_sub(1)), style);
        }
        return;
    }
    let first = prompt.chosen.map_or(0, |chosen| chosen.saturating_sub(PROPOSALS - 1));
    let shown: Vec<_> = prompt.completions.iter().skip(first).take(PROPOSALS).collect();
    if shown.is_empty() {
        return;
    }
    let labels = shown.iter().map(|one| named(one)).max().unwrap_or(0);
    let helps = shown.iter().map(|one| width(one.help)).max().unwrap_or(0);
    let wide = (labels + helps + 6).min(usize::from(desk.width)) as u16;
    let place = Rect { width: wide, ..popup::bottom(desk, shown.len() as u16 + 2) };
    let inner = popup::draw(place, buffer, &Line::default(), &frame.popup());
    let items: Vec<Item<'_>> = shown
        .iter()
        .map(|one| {
            let mut label = matched(frame, &one.label, &one.matched);
            if !one.takes.is_empty() {
                label.push_span(frame.span(format!(" {}", one.takes), Meaning::Ghost));
            }
            label.push_span(" ".repeat(labels + 2 - named(one).min(labels)));
            let room = usize::from(inner.width).saturating_sub(labels + 3);
            label.push_span(frame.span(truncate(one.help, room, frame.glyphs().more), Meaning::Hint));
            Item { label, ..Item::default() }
        })
        .collect();
    let chosen = prompt.chosen.map(|chosen| chosen - first);
    let list = List { items: &items, selected: chosen, first: 0, styles: frame.list(true) };
    (&list).render(inner, buffer);
}

/// How wide a proposal is, with what it takes.
fn named(one: &Completion) -> usize {
    width(&one.label) + if one.takes.is_empty() { 0 } else { 1 + width(&one.takes) }
}

/// A label with the letters that match what is typed set apart.
fn matched<'a>(frame: &Frame<'_>, label: &'a str, places: &[u32]) -> Line<'a> {
    let mut line = Line::default();
    for (place, (start, letter)) in label.char_indices().enumerate() {
        let found = places.contains(&(place as u32));
        let meaning = if found { Meaning::Match } else { Meaning::Strong };
        line.push_span(frame.span(&label[start..start + letter.len_utf8()], meaning));
    }
    line
}
