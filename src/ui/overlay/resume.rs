//! An earlier session: where it stood, what was marked, what was typed and not sent.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use widgets::confirm::{Confirm, Styles};
use widgets::{popup, text};

use super::form;
use crate::app::action::{Action, OverlayAction};
use crate::app::filter;
use crate::app::model::{Drawn, Pane};
use crate::app::pane::queue;
use crate::app::session::{Saved, Session, Typed};
use crate::app::words;
use crate::config::theme::Meaning;
use crate::ui::frame::{Frame, clean};

/// Texts told one by one at most.
const TOLD: usize = 3;

/// Of a text, enough to know it again.
const BEGINNING: usize = 32;

pub(super) fn draw(
    frame: &Frame<'_>,
    saved: &Saved,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) -> Option<Position> {
    let body = body(frame, saved);
    let options = [
        (OverlayAction::Confirm, "resume-yes"),
        (OverlayAction::Cancel, "resume-no"),
        (OverlayAction::Discard, "resume-forget"),
    ];
    let options: Vec<_> = options
        .into_iter()
        .filter_map(|(action, id)| Some((frame.key(Action::Overlay(action))?, frame.say(id))))
        .collect();
    let options: Vec<_> = options.iter().map(|(key, label)| (key.as_str(), *label)).collect();
    let question = Confirm {
        title: Line::raw(title(frame, saved)),
        body: &body,
        options: &options,
        scroll: 0,
        styles: Styles {
            popup: frame.popup(),
            options: frame.hint_bar(),
            position: frame.style(Meaning::Scroll),
        },
    };
    (&question).render(area, buffer);
    let inside = popup::inside(question.place(area));
    (drawn.page, drawn.last_scroll) = (usize::from(inside.height), 0);
    let at = Position::new(inside.x + 1, inside.bottom().saturating_sub(1));
    inside.contains(at).then_some(at)
}

/// Where it stood, and what was typed and not sent.
pub(in crate::ui) fn body(frame: &Frame<'_>, saved: &Saved) -> Vec<Line<'static>> {
    let mut body = vec![Line::from(frame.span(stood(frame, &saved.session), Meaning::Strong))];
    body.extend(unsent(frame, &saved.session));
    body
}

/// When it stood so: the time alone when it was today.
pub(in crate::ui) fn title(frame: &Frame<'_>, saved: &Saved) -> String {
    let today = frame.texts.day_of(saved.at) == frame.texts.day_of(frame.model.now);
    let (id, at) = if today {
        ("resume-title", frame.texts.time(saved.at))
    } else {
        ("resume-title-day", frame.texts.moment(saved.at))
    };
    frame.fill(id, &[("at", at.into())])
}

fn stood(frame: &Frame<'_>, session: &Session) -> String {
    let queue = session.queue.unwrap_or_else(|| queue::first(frame.model));
    let mut parts = vec![words::queue(frame.texts, queue).to_owned()];
    if let Some(at) = &session.cursor {
        parts.push(frame.fill("resume-file", &[("id", at.id.to_string().into())]));
    }
    if !session.filter.is_empty() {
        let filter = filter::parse(&session.filter, frame.model.today);
        let text = filter.map_or_else(|_| session.filter.clone(), |filter| filter.text(frame.texts.lang()));
        parts.push(format!("/{}", clean(&text)));
    }
    if !session.marks.is_empty() {
        parts.push(frame.fill("marks-count", &[("count", session.marks.len().into())]));
    }
    match (session.pane, &session.writing) {
        (Pane::Administration, _) => parts.push(words::register(frame.texts, session.register).to_owned()),
        (Pane::Writing, Some((id, _))) => {
            let file = frame.fill("resume-file", &[("id", id.to_string().into())]);
            parts.push(format!("{} {file}", frame.say("pane-writing")));
        }
        (Pane::Alerts, _) => parts.push(frame.say("pane-alerts").to_owned()),
        _ => {}
    }
    parts.join(frame.dot())
}

/// What was typed and not sent: in which form, for which file, how it begins.
fn unsent(frame: &Frame<'_>, session: &Session) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = session
        .unsent()
        .take(TOLD)
        .map(|(typed, id, written)| {
            let form = match typed {
                Typed::Form(kind) => frame.say(form::name(kind)).to_owned(),
                Typed::Field(code) => words::capitalised(&words::field(frame.texts, code)),
                Typed::Box(title) => words::capitalised(&clean(title)),
            };
            let file = id.map(|id| frame.fill("resume-file", &[("id", id.to_string().into())]));
            let form = frame.fill("resume-unsent", &[("form", form.into())]);
            let told = std::iter::once(form).chain(file).collect::<Vec<_>>().join(frame.dot());
            let text = clean(written);
            let begins = text::truncate(&text, BEGINNING, frame.glyphs().more);
            let quoted = match begins.is_empty() {
                true => String::new(),
                false => frame.fill("resume-text", &[("text", begins.into_owned().into())]),
            };
            Line::raw(told + &quoted)
        })
        .collect();
    if let Some(more) = session.unsent().count().checked_sub(TOLD).filter(|more| *more > 0) {
        lines.push(Line::from(frame.span(frame.fill("and-more", &[("count", more.into())]), Meaning::Muted)));
    }
    let typed = session.prompt.iter().map(|(_, typed)| {
        let begins = text::truncate(typed, BEGINNING, frame.glyphs().more).into_owned();
        Line::raw(frame.fill("resume-line", &[("text", clean(&begins).into_owned().into())]))
    });
    lines.extend(typed);
    if !lines.is_empty() {
        lines.push(Line::from(frame.span(frame.say("resume-kept"), Meaning::Muted)));
    }
    lines
}
