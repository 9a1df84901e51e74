//! Something to read: a history, what changed since a return, the journal, what a bulk act did and did not do.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use widgets::scroll::{self, Total};
use widgets::text::{truncate_line, wrap_spans};
use widgets::{popup, text};

use super::changes::{self, Look};
use super::confirm;
use crate::app::acts::Report;
use crate::app::model::Drawn;
use crate::app::overlay::{Long, ReaderBox, ReaderText};
use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::act::{Change, HistoryEntry};
use crate::ui::frame::{Frame, clean};
use crate::ui::notes;

/// A box is no shorter than that.
const LEAST: usize = 5;
/// Long lines are hard to read.
const WIDE: u16 = 120;

pub(super) fn draw(
    frame: &Frame<'_>,
    reader: &ReaderBox,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) -> Option<Position> {
    let (wide, tall) = (WIDE.min(area.width.saturating_sub(2)), area.height.saturating_sub(2));
    let most = usize::from(tall.saturating_sub(2));
    let (total, shown) = lines(frame, reader, wide.saturating_sub(5), most);
    let place = popup::centred(area, wide, total.clamp(LEAST, most.max(LEAST)) as u16 + 2);
    let inside = popup::draw(place, buffer, &title(frame, reader), &frame.popup());
    let page = Rect { x: inside.x + 1, width: inside.width.saturating_sub(3), ..inside };
    let height = usize::from(page.height);
    let last = total.saturating_sub(height);
    for (line, y) in shown.iter().zip(page.top()..page.bottom()) {
        buffer.set_line(page.x, y, line, page.width);
    }
    let first = reader.scroll.min(last);
    let style = frame.style(Meaning::Scroll);
    scroll::draw_position(
        Rect { x: inside.x, ..inside },
        buffer,
        first,
        Total::Exact(total),
        style,
        frame.glyphs(),
    );
    drawn.page = height;
    drawn.last_scroll = last;
    let at = Position::new(page.x, page.y);
    page.contains(at).then_some(at)
}

pub(in crate::ui) fn title<'a>(frame: &Frame<'_>, reader: &'a ReaderBox) -> Line<'a> {
    let what = match &reader.text {
        ReaderText::History(_) => frame.say("reader-history").to_owned(),
        ReaderText::Changes(_) => frame.say("reader-changes").to_owned(),
        ReaderText::Journal => frame.say("reader-journal").to_owned(),
        ReaderText::Told(title, _) => title.clone(),
        ReaderText::Before(fields, _) => fields.title.clone(),
        ReaderText::Report(job) => match frame.model.acts.report_of(*job) {
            Some(report) => {
                frame.fill("reader-report", &[("act", words::act(frame.texts, &report.gesture.act).into())])
            }
            None => String::new(),
        },
    };
    let whom = reader.subject.as_deref().map(|subject| format!("{}{}", frame.dot(), clean(subject)));
    Line::raw(format!("{}{}", clean(&what), whom.unwrap_or_default()))
}

/// How many lines the text has at that width, and those on the screen.
fn lines(frame: &Frame<'_>, reader: &ReaderBox, columns: u16, height: usize) -> (usize, Vec<Line<'static>>) {
    if reader.loading.is_some() {
        return (1, vec![muted(frame, "reader-loading")]);
    }
    let all = match &reader.text {
        ReaderText::History(entries) if entries.is_empty() => vec![muted(frame, "reader-no-history")],
        ReaderText::Changes(found) if found.is_empty() => vec![muted(frame, "reader-no-change")],
        // The latest first: that is what one looks for.
        ReaderText::History(entries) => {
            let part = |entry: &HistoryEntry, look| happened(frame, entry, columns, look);
            return windowed(entries, Order::Backwards, columns, (reader.scroll, height), part);
        }
        ReaderText::Changes(found) => {
            let part = |change: &Change, look| changes::lines(frame, change, columns, look);
            return windowed(found, Order::Onwards, columns, (reader.scroll, height), part);
        }
        ReaderText::Journal => journal(frame, columns),
        ReaderText::Told(_, told) | ReaderText::Before(_, told) => told
            .iter()
            .flat_map(|line| text::wrap(&clean(line), usize::from(columns)))
            .map(Line::raw)
            .collect(),
        ReaderText::Report(job) => match frame.model.acts.report_of(*job) {
            Some(told) => return report(frame, told, columns, reader.scroll, height),
            None => Vec::new(),
        },
    };
    let total = all.len();
    let first = reader.scroll.min(total.saturating_sub(height));
    (total, all.into_iter().skip(first).take(height).collect())
}

fn muted(frame: &Frame<'_>, id: &'static str) -> Line<'static> {
    Line::from(frame.span(frame.say(id), Meaning::Muted))
}

/// In which order the parts of a text are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Onwards,
    Backwards,
}

/// How many lines the parts of a text take with a blank line between them, and those on the screen: from the line
/// scrolled to, as many as fit. Only the parts that are seen are looked at closely.
fn windowed<T>(
    text: &Long<T>,
    order: Order,
    columns: u16,
    (scroll, height): (usize, usize),
    part: impl Fn(&T, Look) -> Vec<Line<'static>>,
) -> (usize, Vec<Line<'static>>) {
    let heights = text.heights(columns, |one| part(one, Look::Whole).len());
    let total = heights.iter().map(|height| height + 1).sum::<usize>().saturating_sub(1);
    let first = scroll.min(total.saturating_sub(height));
    let mut shown = Vec::with_capacity(height);
    let mut at = 0;
    for index in 0..text.len() {
        let index = if order == Order::Backwards { text.len() - 1 - index } else { index };
        let (begin, end) = (at, at + heights[index] + 1);
        at = end;
        if end <= first {
            continue;
        }
        if begin >= first + height {
            break;
        }
        let lines = part(&text[index], Look::Words).into_iter().chain([Line::default()]);
        shown.extend(lines.skip(first.saturating_sub(begin)).take(height - shown.len()));
    }
    (total, shown)
}

/// Who did what, when and why, then each field.
fn happened(frame: &Frame<'_>, entry: &HistoryEntry, columns: u16, look: Look) -> Vec<Line<'static>> {
    let who = words::who(frame.texts, entry.by.as_deref());
    let head = [
        (frame.texts.moment(entry.at).into(), frame.style(Meaning::Muted)),
        ("  ".into(), frame.style(Meaning::Text)),
        (clean(&who).into_owned().into(), frame.style(Meaning::Heading)),
        (format!(" {}", clean(words::verb(frame.texts, &entry.verb))).into(), frame.style(Meaning::Strong)),
    ];
    let mut out = wrap_spans(&head, usize::from(columns));
    let indented = |line: Line<'static>| {
        let mut line = line;
        line.spans.insert(0, "  ".into());
        line
    };
    let inside = columns.saturating_sub(2);
    if let Some(reason) = entry.reason.as_deref().filter(|reason| !reason.is_empty()) {
        let told = frame.fill("confirm-reason", &[("reason", clean(reason).into_owned().into())]);
        let told = [(told.into(), frame.style(Meaning::Text))];
        out.extend(wrap_spans(&told, usize::from(inside)).into_iter().map(indented));
    }
    for change in &entry.changes {
        out.extend(changes::lines(frame, change, inside, look).into_iter().map(indented));
    }
    out
}

fn journal(frame: &Frame<'_>, columns: u16) -> Vec<Line<'static>> {
    let mut out = Vec::new();
    for entry in frame.model.journal.iter().rev() {
        let told = [
            (frame.texts.moment(entry.at).into(), frame.style(Meaning::Muted)),
            (
                format!(" {:<2} ", notes::sign(frame, entry.level)).into(),
                frame.style(notes::meaning(entry.level)),
            ),
            (clean(&entry.text), frame.style(Meaning::Text)),
        ];
        out.extend(wrap_spans(&told, usize::from(columns)));
    }
    if out.is_empty() {
        out.push(muted(frame, "reader-no-journal"));
    }
    out
}

/// What was done, how many were not and why, then each of those, one line each.
fn report(
    frame: &Frame<'_>,
    told: &Report,
    columns: u16,
    scroll: usize,
    height: usize,
) -> (usize, Vec<Line<'static>>) {
    let Report { gesture, done, refused, left, .. } = told;
    let act = words::act_done(frame.texts, &gesture.act, gesture.is_of_amendments(), done.len());
    let what = words::so_many(frame.texts, gesture.is_of_amendments(), done.len());
    let args = [("what", what.into()), ("act", clean(&act).into_owned().into())];
    let mut head = vec![Line::from(frame.span(frame.fill("said-done-many", &args), Meaning::StatusOk))];
    let warned = told.warned();
    if warned > 0 {
        let told = frame.fill("report-warned", &[("count", warned.into())]);
        head.push(Line::from(frame.span(told, Meaning::StatusWarning)));
    }
    if *left > 0 {
        let told = frame.fill("report-left", &[("count", (*left).into())]);
        head.push(Line::from(frame.span(told, Meaning::StatusWarning)));
    }
    if !refused.is_empty() {
        let told = frame.fill("confirm-refused", &[("count", refused.len().into())]);
        head.push(Line::from(frame.span(told, Meaning::StatusBlocking)));
        head.extend(confirm::kinds(frame, refused.iter()));
        head.push(Line::default());
    }
    let total = head.len() + refused.len();
    let first = scroll.min(total.saturating_sub(height));
    let from = first.saturating_sub(head.len());
    let mut shown: Vec<_> = head.into_iter().skip(first).take(height).collect();
    let room = height - shown.len();
    shown.extend(refused.iter().skip(from).take(room).filter_map(|outcome| {
        let sentence = words::refusal(frame.texts, outcome.refusal()?, outcome.id);
        let line = Line::from(Span::raw(clean(&sentence).into_owned()));
        let cut = truncate_line(&line, usize::from(columns), frame.glyphs().more);
        Some(Line::from(cut.spans.into_iter().map(|span| span.content.into_owned()).collect::<String>()))
    }));
    (total, shown)
}
