//! A form: reasons to tick, and a line of text.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use widgets::list::{Item, List};
use widgets::prompt::Prompt;
use widgets::{popup, text};

use crate::app::acts::is_of_amendments;
use crate::app::overlay::{FormBox, FormKind};
use crate::app::words;
use crate::config::theme::Meaning;
use crate::i18n::Lang;
use crate::ui::frame::{Frame, clean};
use crate::ui::signs::Sign;

/// Wide enough for a sentence, narrow enough to be read.
const WIDE: u16 = 76;

/// How many reasons are shown at least, if there are as many.
const REASONS: usize = 3;

pub(super) fn draw(frame: &Frame<'_>, form: &FormBox, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let wide = WIDE.min(area.width);
    let room = usize::from(wide.saturating_sub(4));
    let reasons = if form.kind == FormKind::Return { frame.model.reasons.len() } else { 0 };
    let help = text::wrap(frame.say(help(form.kind)), room);
    let error = form.error.as_ref().map(|error| text::wrap(&format!("!! {}", clean(error)), room));
    let errors = error.as_ref().map_or(0, Vec::len);
    let most = usize::from(area.height.saturating_sub(2));
    // Where there is little room, what is filled in goes before what is said of it.
    let least = reasons.min(REASONS) + usize::from(reasons > 0) + 1 + errors;
    let help = if help.len() + 1 + least > most { Vec::new() } else { help };
    let blank = usize::from(!help.is_empty());
    // Help, a blank, the reasons and a blank, the text, what is wrong with it.
    let fixed = help.len() + blank + 1 + usize::from(reasons > 0) + errors;
    let shown = reasons.min(most.saturating_sub(fixed));
    let place = popup::centred(area, wide, (fixed + shown + 2).min(usize::from(area.height)) as u16);
    let inside = popup::draw(place, buffer, &title(frame, form), &frame.popup());
    let body = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let mut y = body.y;
    let mut put = |line: &str, y: &mut u16, meaning| {
        if *y < body.bottom() {
            buffer.set_stringn(body.x, *y, line, usize::from(body.width), frame.style(meaning));
        }
        *y += 1;
    };
    for line in &help {
        put(line, &mut y, Meaning::Muted);
    }
    y += blank as u16;
    let list_area = Rect { y, height: (shown as u16).min(body.bottom().saturating_sub(y)), ..body };
    y += shown as u16 + u16::from(reasons > 0);
    let field = Rect { y, height: 1, ..body };
    y += 1;
    for line in error.iter().flatten() {
        put(line, &mut y, Meaning::StatusBlocking);
    }
    let typing = form.is_typing(frame.model.reasons.len());
    let on_reason = list(frame, form, (reasons > 0 && !typing).then_some(form.line), list_area, buffer);
    if field.y >= body.bottom() {
        return on_reason;
    }
    let prompt =
        Prompt { label: frame.say(label(form.kind)), line: &form.text, ghost: "", styles: frame.prompt() };
    (&prompt).render(field, buffer);
    if typing { prompt.cursor_position(field) } else { on_reason }
}

fn list(
    frame: &Frame<'_>,
    form: &FormBox,
    selected: Option<usize>,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    let french = frame.texts.lang() == Lang::Fr;
    let items: Vec<Item<'_>> = frame
        .model
        .reasons
        .iter()
        .map(|reason| {
            let ticked = form.ticked.contains(&reason.id);
            let tick = frame.sign(if ticked { Sign::Ticked } else { Sign::Unticked });
            let said = clean(if french { &reason.fr } else { &reason.en });
            let field = words::field(frame.texts, &reason.field).into_owned();
            let mut label = Line::raw(format!("{tick} {said}"));
            label.push_span(frame.span(format!("{}{}", frame.dot(), clean(&field)), Meaning::Muted));
            Item { label, ..Item::default() }
        })
        .collect();
    let first = if selected.is_some() { form.first } else { items.len() };
    let list = List { items: &items, selected, first, styles: frame.list(true) };
    (&list).render(area, buffer);
    list.cursor_position(area)
}

pub(in crate::ui) fn title<'a>(frame: &Frame<'_>, form: &FormBox) -> Line<'a> {
    let what = frame.say(name(form.kind));
    let whom = if form.targets.len() == 1 {
        clean(&form.subject).into_owned()
    } else {
        words::so_many(frame.texts, is_of_amendments(&form.targets), form.targets.len())
    };
    Line::raw(format!("{what}{}{whom}", frame.dot()))
}

/// What a form is called.
pub(super) fn name(kind: FormKind) -> &'static str {
    match kind {
        FormKind::Return => "act-return",
        FormKind::Unvalidate => "act-unvalidate",
        FormKind::Cancel => "act-cancel",
        FormKind::Pass => "act-pass",
        FormKind::Hold => "form-hold",
        FormKind::Note => "form-note",
    }
}

pub(in crate::ui) fn help(kind: FormKind) -> &'static str {
    match kind {
        FormKind::Return => "form-return-help",
        FormKind::Unvalidate => "form-unvalidate-help",
        FormKind::Cancel => "form-cancel-help",
        FormKind::Pass => "form-pass-help",
        FormKind::Hold => "form-hold-help",
        FormKind::Note => "form-note-help",
    }
}

pub(in crate::ui) fn label(kind: FormKind) -> &'static str {
    match kind {
        FormKind::Return => "form-return-label",
        FormKind::Unvalidate | FormKind::Cancel | FormKind::Pass => "form-reason-label",
        FormKind::Hold => "form-hold-label",
        FormKind::Note => "form-note-label",
    }
}
