//! An amendment that is looked at: where it stands and why, what it changes beside what stands, what that makes of the
//! days, the pay and what the rules find; the file itself, unfolded.

use std::borrow::Cow;
use std::ops::Range;

use chrono::{NaiveDate, TimeDelta};
use ratatui::text::{Line, Span};
use widgets::form::Entry;

use super::sections::{self, heading, styled};
use crate::app::pane::convention::{Differs, differences, figures, foreseen};
use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::act::Refusal;
use crate::domain::amendment::{AmendmentSheet, AmendmentState, Piece, pieces};
use crate::domain::convention::Severity;
use crate::domain::duration::Schedule;
use crate::domain::sheet::{Review, Sheet};
use crate::ui::frame::{Frame, clean};
use crate::ui::signs::Sign;

/// A text that both have shows at most so many letters on each side of what changed, unless all shows.
const AROUND: usize = 60;

/// Weeks that one letter of the drawn calendar stands for, when the whole would be wider than this.
const WEEKS: i64 = 30;

/// The entries of an amendment, and which of them tell each of its changes.
pub(super) fn of<'a>(
    frame: &Frame<'_>,
    sheet: &'a Sheet,
    review: &'a Review,
) -> (Vec<Entry<'a>>, Vec<Range<usize>>) {
    let mut out = Vec::with_capacity(64);
    let mut places = Vec::new();
    stands(frame, sheet, &review.sheet, &mut out);
    changes(frame, sheet, &review.sheet, &mut out, &mut places);
    calendar(frame, &review.sheet, &mut out);
    consequences(frame, review, &mut out);
    findings(frame, review, &mut out);
    signatures(frame, &review.sheet, &mut out);
    if frame.model.file.unfolded {
        out.extend(sections::describe(frame, sheet));
    }
    (out, places)
}

/// What one decides on, read out: neither the drawing of the calendar, which no voice can tell, nor the file itself.
pub(in crate::ui) fn decide<'a>(frame: &Frame<'_>, sheet: &'a Sheet, review: &'a Review) -> Vec<Entry<'a>> {
    let mut out = Vec::with_capacity(64);
    stands(frame, sheet, &review.sheet, &mut out);
    changes(frame, sheet, &review.sheet, &mut out, &mut Vec::new());
    consequences(frame, review, &mut out);
    findings(frame, review, &mut out);
    signatures(frame, &review.sheet, &mut out);
    out
}

/// When and where the internship is, where the amendment stands, why, and what stops it.
fn stands<'a>(frame: &Frame<'_>, file: &Sheet, sheet: &AmendmentSheet, out: &mut Vec<Entry<'a>>) {
    let texts = frame.texts;
    let amendment = &sheet.amendment;
    sections::place(frame, file, out);
    out.push(styled(frame, words::amendment_stands(texts, amendment), Meaning::Strong));
    for cause in &amendment.motives {
        let told = words::effective(texts, cause);
        let motive = words::capitalised(words::motive(texts, cause.motive));
        let is_past = cause.effective_from < frame.model.today
            && matches!(amendment.state, AmendmentState::Draft | AmendmentState::Submitted);
        let mut spans = vec![
            Span::raw(format!("{} {motive}{}", frame.sign(Sign::Item), frame.dot())),
            Span::raw(clean(&told).into_owned()),
        ];
        if is_past {
            spans.push(frame.span(format!(" {}", frame.say("amendment-past")), Meaning::StatusLate));
        }
        out.push(Entry::Text(Line::from(spans)));
    }
    if let Some(fault) = &amendment.fault {
        let refusal = Refusal { code: fault.code.clone(), about: fault.about.clone() };
        let sentence = words::refusal(texts, &refusal, file.id);
        out.push(styled(
            frame,
            format!("{} {}", frame.sign(Sign::Blocking), clean(&sentence)),
            Meaning::StatusBlocking,
        ));
    }
    if let Some(by) = &amendment.passed_by {
        let why = amendment.pass_reason.as_deref().map(clean).unwrap_or_default();
        let args = [("by", clean(by).into_owned().into()), ("why", why.into_owned().into())];
        out.push(styled(frame, frame.fill("finding-passed", &args), Meaning::Muted));
    }
}

/// Each field, before and after, and how far that is.
fn changes<'a>(
    frame: &Frame<'_>,
    file: &Sheet,
    sheet: &AmendmentSheet,
    out: &mut Vec<Entry<'a>>,
    places: &mut Vec<Range<usize>>,
) {
    heading(frame, "amendment-changes", out);
    let base = words::amendment_base(frame.texts, sheet, &file.amendments);
    out.extend(base.map(|base| styled(frame, base, Meaning::StatusInfo)));
    let told = differences(frame.texts, sheet);
    if told.is_empty() {
        out.push(styled(frame, frame.say("amendment-nothing"), Meaning::Muted));
    }
    for one in told {
        let first = out.len();
        if one.is_text {
            out.push(styled(frame, one.label.clone(), Meaning::Label));
            words_of(frame, &one, out);
        } else {
            out.push(differs(frame, one));
        }
        places.push(first..out.len());
    }
}

/// One value, before and after.
fn differs<'a>(frame: &Frame<'_>, one: Differs) -> Entry<'a> {
    let becomes = format!(" {} ", frame.glyphs().becomes);
    let empty = || frame.say("value-empty").to_owned();
    let value = |text: String| if text.is_empty() { empty() } else { clean(&text).into_owned() };
    let mut spans = vec![
        frame.span(format!("{} ", one.label), Meaning::Label),
        frame.span(value(one.from), Meaning::DiffRemoved),
        Span::raw(becomes),
        frame.span(value(one.to), Meaning::DiffAdded),
    ];
    spans.extend(one.delta.map(|delta| frame.span(format!(" ({delta})"), Meaning::Muted)));
    Entry::Text(Line::from(spans))
}

/// A long text, word by word: what is gone between dashes, what is new between plus signs, so that no colour is needed.
fn words_of<'a>(frame: &Frame<'_>, one: &Differs, out: &mut Vec<Entry<'a>>) {
    let (from, to) = (clean_text(&one.from), clean_text(&one.to));
    let mut line: Vec<Span<'a>> = Vec::new();
    let told = pieces(&from, &to);
    let last = told.len().saturating_sub(1);
    for (at, piece) in told.iter().enumerate() {
        let (text, meaning, signs) = match piece {
            Piece::Same(text) if frame.model.file.unfolded => (Cow::from(*text), Meaning::Text, ("", "")),
            Piece::Same(text) => (folded(frame, text, at == 0, at == last), Meaning::Text, ("", "")),
            Piece::Removed(text) => (Cow::from(*text), Meaning::DiffRemoved, ("[-", "-]")),
            Piece::Added(text) => (Cow::from(*text), Meaning::DiffAdded, ("{+", "+}")),
        };
        // The blanks around a word are not part of what changed.
        let inner = text.trim();
        let lead = &text[..text.len() - text.trim_start().len()];
        let trail = &text[lead.len() + inner.len()..];
        for (part, is_inner) in [(lead, false), (inner, true), (trail, false)] {
            let part = if is_inner { format!("{}{part}{}", signs.0, signs.1) } else { part.to_owned() };
            let mut lines = part.split('\n');
            line.extend(
                lines.next().filter(|text| !text.is_empty()).map(|text| frame.span(text.to_owned(), meaning)),
            );
            for next in lines {
                out.push(Entry::Text(Line::from(std::mem::take(&mut line))));
                line.extend((!next.is_empty()).then(|| frame.span(next.to_owned(), meaning)));
            }
        }
    }
    out.push(Entry::Text(Line::from(line)));
}

/// A text without what could steer a terminal, its lines kept.
fn clean_text(text: &str) -> String {
    text.lines().map(clean).collect::<Vec<_>>().join("\n")
}

/// The ends of what both have, next to what changed.
fn folded<'t>(frame: &Frame<'_>, text: &'t str, is_first: bool, is_last: bool) -> Cow<'t, str> {
    let letters = text.chars().count();
    if letters <= 2 * AROUND + 10 {
        return text.into();
    }
    let head: String = text.chars().take(if is_first { 0 } else { AROUND }).collect();
    let tail: String = text.chars().skip(letters - if is_last { 0 } else { AROUND }).collect();
    format!("{head} {} {tail}", frame.glyphs().more).into()
}

/// Both periods, drawn to one scale: a letter a week, blank where the intern is not there.
fn calendar<'a>(frame: &Frame<'_>, sheet: &AmendmentSheet, out: &mut Vec<Entry<'a>>) {
    let (Some(before), Some(after)) = (sheet.before.schedule(), sheet.after.schedule()) else { return };
    let same =
        (before.start, before.end, &before.interruptions) == (after.start, after.end, &after.interruptions);
    if same || before.end < before.start || after.end < after.start {
        return;
    }
    let (first, last) = (before.start.min(after.start), before.end.max(after.end));
    let step = 7 * (1 + (last - first).num_days() / 7 / WEEKS);
    heading(frame, "amendment-calendar", out);
    let bars = [("table-before", &before, Meaning::DiffRemoved), ("table-after", &after, Meaning::DiffAdded)];
    let width = bars.iter().map(|(id, ..)| frame.say(id).chars().count()).max().unwrap_or_default();
    for (id, schedule, meaning) in bars {
        let label = format!("{:<width$} ", words::capitalised(frame.say(id)));
        out.push(Entry::Text(Line::from(vec![
            frame.span(label, Meaning::Label),
            frame.span(bar(frame, schedule, first, last, step), meaning),
        ])));
    }
    let day = |day: NaiveDate| words::date(frame.texts, day);
    let ends = [day(first), frame.sign(Sign::To).to_owned(), day(last)].join(" ");
    out.push(styled(frame, format!("{:width$} {ends}", ""), Meaning::Muted));
}

fn bar(frame: &Frame<'_>, schedule: &Schedule, first: NaiveDate, last: NaiveDate, step: i64) -> String {
    let mut out = String::new();
    let mut from = first;
    while from <= last {
        let to = from + TimeDelta::days(step - 1);
        let runs = schedule.start <= to && schedule.end >= from;
        // A stretch that is interrupted throughout; one that is so in part is still drawn.
        let (within, end) = (from.max(schedule.start), to.min(schedule.end));
        let rests = schedule
            .interruptions
            .iter()
            .any(|rest| rest.from <= within && rest.to >= end - TimeDelta::days(2));
        let glyphs = frame.glyphs();
        out.push_str(match (runs, rests) {
            (false, _) => " ",
            (true, true) => glyphs.empty,
            (true, false) => glyphs.full,
        });
        from = to + TimeDelta::days(1);
    }
    out.trim_end().to_owned()
}

/// What that makes of days, hours and pay.
fn consequences<'a>(frame: &Frame<'_>, review: &Review, out: &mut Vec<Entry<'a>>) {
    let Some(known) = &review.facts else { return };
    let told = figures(frame.texts, &review.sheet, known);
    if told.is_empty() {
        return;
    }
    heading(frame, "amendment-figures", out);
    out.extend(told.into_iter().map(|one| differs(frame, one)));
}

/// What the rules would find, what is new first; what they would no longer find.
fn findings<'a>(frame: &Frame<'_>, review: &Review, out: &mut Vec<Entry<'a>>) {
    let sheet = &review.sheet;
    heading(frame, "amendment-findings", out);
    if !sheet.is_looked_at() {
        let told = format!("{} {}", frame.sign(Sign::Unchecked), frame.say("findings-unchecked"));
        out.push(styled(frame, told, Meaning::StatusWarning));
        return;
    }
    let (found, cleared) = foreseen(sheet, review.facts.as_ref());
    let known = found.iter().filter(|one| !one.fresh).count();
    for one in found.iter().filter(|one| one.fresh || frame.model.file.unfolded) {
        let sentence = clean(&words::finding(frame.texts, &one.rule, &one.figures)).into_owned();
        let (sign, meaning) = match one.severity {
            _ if !one.fresh => (Sign::Information, Meaning::Muted),
            Severity::Blocking => (Sign::Blocking, Meaning::StatusBlocking),
            Severity::Warning => (Sign::Warning, Meaning::StatusWarning),
            Severity::Information => (Sign::Information, Meaning::StatusInfo),
        };
        let told =
            if one.fresh { frame.fill("amendment-fresh", &[("finding", sentence.into())]) } else { sentence };
        out.push(styled(frame, format!("{} {told}", frame.sign(sign)), meaning));
    }
    for rule in &cleared {
        let told = frame.fill("amendment-cleared", &[("rule", words::rule(frame.texts, rule).into())]);
        out.push(styled(frame, format!("{} {told}", frame.sign(Sign::Clear)), Meaning::StatusOk));
    }
    if cleared.is_empty() && found.len() == known {
        let told = format!("{} {}", frame.sign(Sign::Clear), frame.say("amendment-no-finding"));
        out.push(styled(frame, told, Meaning::StatusOk));
    }
    if known > 0 && !frame.model.file.unfolded {
        let told = frame.fill("amendment-known", &[("count", known.into())]);
        out.push(styled(frame, told, Meaning::Muted));
    }
}

/// Who has signed it, and who is to.
fn signatures<'a>(frame: &Frame<'_>, sheet: &AmendmentSheet, out: &mut Vec<Entry<'a>>) {
    if sheet.amendment.signatures.is_empty() {
        return;
    }
    heading(frame, "heading-signatures", out);
    sections::signed(frame, &sheet.amendment.signatures, out);
}
