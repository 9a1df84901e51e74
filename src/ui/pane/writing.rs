//! A file being written: its fields by section on the left; what they make, and what the rules find, on the right.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use widgets::scroll::{Total, draw_position, into_view};
use widgets::text::{pad, truncate, width, wrap, wrap_spans};

use super::boxed;
use crate::app::model::{Drawn, Pane};
use crate::app::pane::writing::{Origin, Written, as_typed, is_hidden, origins, shown, student_differences};
use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::amendment::Motive;
use crate::domain::compliance::{Assessment, assess};
use crate::domain::convention::Severity;
use crate::domain::form::{DocumentState, Field, FileForm, Line as Told, Section, Values};
use crate::domain::sheet::RecordedFinding;
use crate::ui::frame::{Frame, clean};
use crate::ui::signs::Sign;

/// Columns of what the fields make, where it stands beside them.
const ASIDE: u16 = 44;

/// Lines of the same, where it stands under them, and of the smallest pane that leaves room for it.
const BELOW: u16 = 7;
const TALL: u16 = 18;

/// The part of the desk that the fields have: a box over them leaves in sight what it changes.
pub(in crate::ui) fn over_fields(frame: &Frame<'_>, area: Rect) -> Rect {
    match frame.model.is_narrow() {
        false => Rect { width: area.width - ASIDE.min(area.width / 2), ..area },
        true if area.height >= TALL => Rect { height: area.height - BELOW, ..area },
        true => area,
    }
}

/// Columns without which nothing is said of where a value comes from.
const ORIGIN: usize = 6;

/// Columns of the names of the fields.
const LABELS: usize = 30;

/// A line of the fields.
enum Row {
    Heading(Section),
    Line(usize, Told),
    Blank,
}

pub(super) fn draw(
    frame: &Frame<'_>,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) -> Option<Position> {
    let place = over_fields(frame, area);
    let cursor = fields(frame, place, buffer, drawn);
    let aside = match frame.model.is_narrow() {
        false => Rect { x: place.right(), width: area.width - place.width, ..area },
        true => Rect { y: place.bottom(), height: area.height - place.height, ..area },
    };
    if !aside.is_empty() {
        let title = Line::raw(frame.say("writing-results"));
        let inside = boxed(frame, Pane::Writing, &title, aside, buffer);
        let lines = results(frame, inside.width);
        for (line, y) in lines.iter().zip(inside.top()..inside.bottom()) {
            buffer.set_line(inside.x, y, line, inside.width);
        }
    }
    cursor
}

/// Whose file it is, and what is still missing.
pub(in crate::ui) fn title(frame: &Frame<'_>) -> Line<'static> {
    let Some(form) = frame.model.writing.form() else {
        let id = frame.model.writing.file().map(|id| id.to_string());
        return Line::raw(id.unwrap_or_default());
    };
    let number = form.amendment.as_ref().map(|amending| {
        let number = amending.amendment.number.to_string();
        format!("{}{}", frame.dot(), frame.fill("amendment-number", &[("number", number.into())]))
    });
    let state = match &form.amendment {
        Some(amending) => words::amendment_state(frame.texts, amending.amendment.state),
        None => words::file_state(frame.texts, form.state),
    };
    let whole = [
        format!("{}{}", form.id, number.unwrap_or_default()),
        clean(&form.student).into_owned(),
        clean(&form.enrolment).into_owned(),
        clean(&form.centre).into_owned(),
        words::capitalised(state),
    ];
    Line::raw(whole.join(frame.dot()))
}

fn fields(frame: &Frame<'_>, area: Rect, buffer: &mut Buffer, drawn: &mut Drawn) -> Option<Position> {
    let inside = boxed(frame, Pane::Writing, &title(frame), area, buffer);
    let height = usize::from(inside.height);
    drawn.page = height;
    let Some(form) = frame.model.writing.form() else {
        let style = frame.style(Meaning::Muted);
        buffer.set_stringn(inside.x, inside.y, frame.say("file-reading"), usize::from(inside.width), style);
        return Some(Position::new(inside.x, inside.y)).filter(|at| inside.contains(*at));
    };
    let (rows, origins) = (rows(form), origins(frame.model, form));
    let here = frame.model.writing.at;
    let hand = rows.iter().position(|row| matches!(row, Row::Line(at, _) if *at == here)).unwrap_or(0);
    // The section's name stays in sight above its fields.
    let first = into_view(hand.saturating_sub(height / 2), hand, height, rows.len());
    let mut cursor = None;
    for (row, y) in rows.iter().skip(first).zip(inside.top()..inside.bottom()) {
        let line = Rect { y, height: 1, ..inside };
        match row {
            Row::Blank => {}
            Row::Heading(section) => {
                buffer.set_line(line.x, y, &heading(frame, *section), line.width);
            }
            Row::Line(at, told) => {
                let is_here = *at == here;
                let origin = told.field().and_then(|field| origins.get(field.code));
                put(frame, form, (*told, origin), is_here, line, buffer);
                if is_here {
                    cursor = Some(Position::new(line.x, y));
                }
            }
        }
    }
    let style = frame.style(Meaning::Scroll);
    draw_position(inside, buffer, first, Total::Exact(rows.len()), style, frame.glyphs());
    cursor
}

fn rows(form: &FileForm) -> Vec<Row> {
    let lines = form.lines();
    let mut rows = Vec::with_capacity(lines.len() + 2 * Section::ALL.len());
    let mut section = None;
    for (at, line) in lines.into_iter().enumerate() {
        if section.replace(line.section()) != Some(line.section()) {
            if at > 0 {
                rows.push(Row::Blank);
            }
            rows.push(Row::Heading(line.section()));
        }
        rows.push(Row::Line(at, line));
    }
    rows
}

fn heading(frame: &Frame<'_>, section: Section) -> Line<'static> {
    let name = words::coded(frame.texts, "section", section.code()).to_owned();
    let mut spans = vec![frame.span(name, Meaning::Heading)];
    let missing = frame.model.writing.missing(section);
    if missing > 0 {
        let id = match section {
            Section::Documents => "section-missing-documents",
            _ => "section-missing",
        };
        let told = frame.fill(id, &[("count", missing.into())]);
        spans.push(frame.span(format!("{}{told}", frame.dot()), Meaning::Missing));
    }
    Line::from(spans)
}

fn put(
    frame: &Frame<'_>,
    form: &FileForm,
    (told, origin): (Told, Option<&Origin>),
    is_here: bool,
    line: Rect,
    buffer: &mut Buffer,
) {
    let more = frame.glyphs().more;
    let (label, value, meaning) = line_told(frame, form, told);
    let labels = LABELS.min(usize::from(line.width) / 2);
    // The last column tells how far one has scrolled.
    let room = usize::from(line.width).saturating_sub(labels + 5);
    let glyph = if is_here { frame.glyphs().cursor } else { " " };
    // What the amendment changes stands out.
    let changed = told.field().is_some_and(|field| form.is_amended(field.code));
    let mut spans = vec![
        Span::raw(glyph),
        frame.span(if changed { frame.sign(Sign::Changed) } else { " " }, Meaning::DiffAdded),
        frame.span(pad(&label, labels, more), Meaning::Label),
        Span::raw("  "),
        frame.span(truncate(&value, room, more).into_owned(), meaning),
    ];
    if let Some((field, origin)) = told.field().zip(origin) {
        let (told, meaning) = origin_told(frame, form, field, origin);
        let left = room.saturating_sub(width(&truncate(&value, room, more)) + 3);
        if left >= ORIGIN {
            spans.push(Span::raw(frame.dot()));
            spans.push(frame.span(truncate(&told, left, more).into_owned(), meaning));
        }
    }
    buffer.set_line(line.x, line.y, &Line::from(spans), line.width);
    if is_here {
        buffer.set_style(line, frame.cursor_row(frame.has_focus(Pane::Writing)));
    }
}

/// Which source tells what a field holds, or that it tells something else, and what.
pub(in crate::ui) fn origin_told(
    frame: &Frame<'_>,
    form: &FileForm,
    field: &Field,
    origin: &Origin,
) -> (String, Meaning) {
    let source = origin.source.system();
    match &origin.other {
        None => (source.to_owned(), Meaning::Muted),
        Some(other) => {
            let with = form.with(&Values::from_iter([(field.code.to_owned(), other.clone())]));
            let told = clean(&shown(frame.texts, field, &with).unwrap_or_default()).into_owned();
            let about = [("source", source.into()), ("value", told.into())];
            (frame.fill("origin-other", &about), Meaning::StatusWarning)
        }
    }
}

/// The name of what stands on a line, and what is said of it.
pub(in crate::ui) fn line_told(frame: &Frame<'_>, form: &FileForm, line: Told) -> (String, String, Meaning) {
    let texts = frame.texts;
    let name = clean(&words::line(texts, form, line)).into_owned();
    let (told, meaning) = match line {
        Told::Field(field) => value(frame, form, field),
        Told::Instructions => {
            let first = form.instructions.as_deref().and_then(|text| text.lines().next()).unwrap_or_default();
            (first.to_owned(), Meaning::Text)
        }
        Told::Document(at) => form.documents.get(at).map_or((String::new(), Meaning::Text), |document| {
            let meaning = match document.state {
                DocumentState::Received => Meaning::Text,
                DocumentState::Expected if document.is_missing() => Meaning::Missing,
                DocumentState::Expected => Meaning::Muted,
                DocumentState::Refused | DocumentState::Expired => Meaning::StatusWarning,
            };
            (words::document(texts, document), meaning)
        }),
        Told::Step(at) => match form.steps.get(at).and_then(|step| words::step_done(texts, step)) {
            Some(told) => (told, Meaning::StatusOk),
            None => (frame.say("step-waits").to_owned(), Meaning::Muted),
        },
        Told::Motive(motive) => motive_told(frame, form, motive),
        Told::History => (frame.say("line-history-opens").to_owned(), Meaning::Muted),
    };
    (name, clean(&told).into_owned(), meaning)
}

/// From when a motive takes effect, and what is said of it.
fn motive_told(frame: &Frame<'_>, form: &FileForm, motive: Motive) -> (String, Meaning) {
    let amending = form.amendment.as_ref();
    let cause =
        amending.and_then(|amending| amending.amendment.motives.iter().find(|cause| cause.motive == motive));
    match cause {
        Some(cause) => (words::effective(frame.texts, cause), Meaning::Text),
        None => (frame.say("motive-nothing-said").to_owned(), Meaning::Muted),
    }
}

/// What a field holds, on one line; that it is missing, or that it is empty.
pub(in crate::ui) fn value(frame: &Frame<'_>, form: &FileForm, field: &Field) -> (String, Meaning) {
    if frame.model.writing.unsent(form.id, field.code).is_some() {
        return (frame.say("writing-has-unsent").to_owned(), Meaning::StatusWarning);
    }
    if is_hidden(form, field) {
        return (frame.say("value-masked").to_owned(), Meaning::Muted);
    }
    match shown(frame.texts, field, form) {
        Some(text) => {
            let mut lines = text.lines();
            let first = clean(lines.next().unwrap_or_default()).into_owned();
            let more = if lines.next().is_some() { frame.glyphs().more } else { "" };
            (format!("{first}{more}"), Meaning::Text)
        }
        None if form.lacks(field) => (frame.say("value-missing").to_owned(), Meaning::Missing),
        None if frame.is_spoken() => (frame.say("value-empty").to_owned(), Meaning::Muted),
        None => (String::new(), Meaning::Text),
    }
}

/// What the rules make of the file, as it is being typed where something is.
fn assessed(written: &Written, typed: Option<&FileForm>) -> Option<Assessment> {
    let form = typed.unwrap_or(&written.form);
    written.facts.as_ref().map(|facts| assess(&form.facts(facts)))
}

/// Who tells what of the student, how long ago, who is silent, and what they tell otherwise than it stands here.
pub(in crate::ui) fn sources(frame: &Frame<'_>, form: &FileForm, width: usize) -> Vec<Line<'static>> {
    let beside = &frame.model.writing.beside;
    let mut said: Vec<(String, Meaning)> = Vec::new();
    if let Some(kept) = beside.told(form).and_then(|told| told.kept.as_ref()) {
        let sources: Vec<String> = kept.dossier.sources().iter().map(ToString::to_string).collect();
        if !sources.is_empty() {
            let age = words::ago(frame.texts, frame.model.now - kept.at);
            let mut about = vec![("sources", sources.join(words::COMMA).into()), ("ago", age.into())];
            about.extend(kept.by.as_ref().map(|by| ("by", by.as_str().into())));
            let id = if kept.by.is_some() { "sources-told-by" } else { "sources-told" };
            said.push((frame.fill(id, &about), Meaning::Text));
        } else if kept.dossier.is_unknown() {
            said.push((frame.say("sources-unknown").to_owned(), Meaning::StatusWarning));
        }
        let failed = kept.dossier.failed();
        said.extend(
            failed.iter().map(|silent| {
                (words::silent(frame.texts, silent.source, &silent.why), Meaning::StatusWarning)
            }),
        );
        let differing = student_differences(frame.model, form);
        said.extend(differing.into_iter().map(|told| (told, Meaning::StatusWarning)));
    }
    // Who is not asked at once is not asked at all.
    if beside.told(form).is_some_and(|told| told.is_asking) {
        said.push((frame.say("sources-asked").to_owned(), Meaning::Muted));
    }
    if said.is_empty() {
        return Vec::new();
    }
    let mut out = vec![Line::from(frame.span(frame.say("heading-sources"), Meaning::Heading))];
    for (told, meaning) in said {
        let wrapped = wrap(&clean(&told), width);
        out.extend(wrapped.into_iter().map(|line| Line::from(frame.span(line, meaning))));
    }
    out
}

/// The calculations and what the rules find, each line as wide as there is room for.
fn results(frame: &Frame<'_>, width: u16) -> Vec<Line<'static>> {
    let pane = &frame.model.writing;
    let Some(written) = pane.written.as_ref().filter(|written| Some(written.form.subject()) == pane.wanted)
    else {
        return Vec::new();
    };
    let typed = as_typed(frame.model);
    let sources = sources(frame, &written.form, usize::from(width));
    let Some(assessment) = assessed(written, typed.as_ref()) else { return sources };
    let mut out = Vec::new();
    if let (Some(totals), Some(one)) = (&assessment.totals, &assessment.gratification) {
        for (id, value) in words::calculated(frame.texts, totals, one) {
            let label = words::capitalised(frame.say(id));
            let spans = [
                (format!("{label} ").into(), frame.style(Meaning::Label)),
                (value.into(), frame.style(Meaning::Text)),
            ];
            out.extend(wrap_spans(&spans, usize::from(width)));
        }
        out.push(Line::default());
    }
    out.push(Line::from(frame.span(frame.say("heading-findings"), Meaning::Heading)));
    // What somebody passed stays passed, as long as it is found.
    let passed = |rule: &str| written.findings.iter().any(|one| one.rule == rule && one.passed_by.is_some());
    let findings: Vec<RecordedFinding> = assessment.findings.iter().map(RecordedFinding::new).collect();
    if findings.is_empty() {
        let told = format!("{} {}", frame.sign(Sign::Clear), frame.say("findings-none"));
        out.push(Line::from(frame.span(told, Meaning::StatusOk)));
    }
    for finding in &findings {
        let (sign, meaning) = match finding.severity {
            _ if passed(&finding.rule) => (Sign::Passed, Meaning::StatusOk),
            Severity::Blocking => (Sign::Blocking, Meaning::StatusBlocking),
            Severity::Warning => (Sign::Warning, Meaning::StatusWarning),
            Severity::Information => (Sign::Information, Meaning::StatusInfo),
        };
        let sentence = words::finding(frame.texts, &finding.rule, &finding.figures);
        let told = format!("{} {}", frame.sign(sign), clean(&sentence));
        out.extend(
            wrap(&told, usize::from(width)).into_iter().map(|line| Line::from(frame.span(line, meaning))),
        );
    }
    if !sources.is_empty() {
        out.push(Line::default());
        out.extend(sources);
    }
    out
}
