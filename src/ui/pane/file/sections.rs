//! The sections of a file, in the order a clerk reads them: what decides comes before what describes.

mod describes;

pub(super) use describes::signed;

use std::borrow::Cow;

use ratatui::text::{Line, Span};
use widgets::form::Entry;

use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::amendment::AmendmentState;
use crate::domain::convention::{FileState, Severity, SignatureState, StepKind};
use crate::domain::form::DocumentState;
use crate::domain::sheet::{Named, RecordedFinding, Sheet, Step};
use crate::i18n::{DateStyle, Lang};
use crate::ui::frame::{Frame, clean};
use crate::ui::signs::Sign;

/// The entries of a sheet.
pub(super) fn of<'a>(frame: &Frame<'_>, sheet: &'a Sheet) -> Vec<Entry<'a>> {
    let mut out = decide(frame, sheet);
    out.extend(describe(frame, sheet));
    out
}

/// What one decides on.
pub(in crate::ui) fn decide<'a>(frame: &Frame<'_>, sheet: &'a Sheet) -> Vec<Entry<'a>> {
    let mut out = Vec::with_capacity(64);
    head(frame, sheet, &mut out);
    findings(frame, sheet, &mut out);
    returned(frame, sheet, &mut out);
    steps(frame, sheet, &mut out);
    documents(frame, sheet, &mut out);
    amendments(frame, sheet, &mut out);
    out
}

/// What describes the file.
pub(in crate::ui) fn describe<'a>(frame: &Frame<'_>, sheet: &'a Sheet) -> Vec<Entry<'a>> {
    let mut out = Vec::with_capacity(64);
    describes::of(frame, sheet, &mut out);
    out
}

/// A heading, set apart from what comes before.
pub(super) fn heading<'a>(frame: &Frame<'_>, id: &'static str, out: &mut Vec<Entry<'a>>) {
    out.push(Entry::Blank);
    out.push(Entry::Heading(Line::raw(frame.say(id))));
}

fn text<'a>(text: impl Into<Cow<'a, str>>) -> Entry<'a> {
    Entry::Text(Line::raw(text))
}

/// A labelled value; one that the file must have is said to be missing.
fn field<'a>(label: &'a str, value: Option<impl Into<Cow<'a, str>>>) -> Entry<'a> {
    Entry::Field { label, value: value.map(Line::raw) }
}

pub(super) fn styled<'a>(frame: &Frame<'_>, text: impl Into<Cow<'a, str>>, meaning: Meaning) -> Entry<'a> {
    Entry::Text(Line::from(frame.span(text, meaning)))
}

/// When and where.
pub(super) fn place<'a>(frame: &Frame<'_>, sheet: &Sheet, out: &mut Vec<Entry<'a>>) {
    let day = |day: Option<chrono::NaiveDate>| {
        day.map_or_else(|| "?".to_owned(), |day| frame.date(day, DateStyle::Full))
    };
    let mut when = vec![clean(&sheet.etape.code).into_owned()];
    if sheet.start_date.is_some() || sheet.end_date.is_some() {
        when.push(period(frame, day(sheet.start_date), day(sheet.end_date)));
    }
    out.push(styled(frame, when.join(frame.dot()), Meaning::Strong));
    if let Some(host) = &sheet.organisation {
        let town =
            host.town.as_deref().map(|town| format!("{}{}", frame.dot(), clean(town))).unwrap_or_default();
        out.push(text(format!("{}{town}", clean(&host.name))));
    }
}

/// When, where, how it stands, what stops it.
fn head<'a>(frame: &Frame<'_>, sheet: &'a Sheet, out: &mut Vec<Entry<'a>>) {
    let texts = frame.texts;
    place(frame, sheet, out);
    let mut state = vec![words::file_state(texts, sheet.file_state)];
    if sheet.signature_state != SignatureState::NotSent {
        state.push(words::signature_state(texts, sheet.signature_state));
    }
    if sheet.archived {
        state.push(frame.say("file-archived"));
    }
    let since = frame.days((frame.model.now - sheet.state_since).num_days().max(0));
    let since = frame.fill("file-since", &[("elapsed", since.into())]);
    out.push(text(format!("{} {since}", words::capitalised(&state.join(frame.dot())))));
    if let Some(by) = &sheet.claimed_by {
        let told = frame.fill("file-claimed", &[("by", clean(by).into_owned().into())]);
        out.push(styled(frame, format!("{} {told}", frame.sign(Sign::Claimed)), Meaning::StatusInfo));
    }
    if let Some(day) = sheet.hold_until.filter(|day| *day > frame.model.today) {
        let told = frame.fill("file-held", &[("date", frame.date(day, DateStyle::Full).into())]);
        out.push(styled(frame, format!("{} {told}", frame.sign(Sign::Held)), Meaning::StatusInfo));
    }
    let (blocked, meaning) = match blocked(frame, sheet) {
        Some(by) => (by, Meaning::StatusWarning),
        None => (frame.sign(Sign::Nobody).to_owned(), Meaning::Text),
    };
    let label = frame.span(frame.say("label-blocked-by"), Meaning::Label);
    out.push(Entry::Text(Line::from(vec![label, " ".into(), frame.span(blocked, meaning)])));
}

/// Who or what the file waits for, when it is not for its own centre to act.
fn blocked(frame: &Frame<'_>, sheet: &Sheet) -> Option<String> {
    let unpassed =
        |finding: &&RecordedFinding| finding.severity == Severity::Blocking && finding.passed_by.is_none();
    match sheet.file_state {
        FileState::Draft | FileState::ToCorrect => Some(frame.say("blocked-author").to_owned()),
        FileState::Submitted | FileState::InValidation => {
            let next = sheet.steps.iter().find(|step| step.done_at.is_none())?;
            if next.kind == StepKind::Pedagogical {
                let Some(supervisor) = &sheet.supervisor else {
                    return Some(frame.say("blocked-nobody").to_owned());
                };
                let args = [
                    ("name", clean(&supervisor.name).into_owned().into()),
                    ("step", step_name(frame, next).into()),
                ];
                return Some(frame.fill("blocked-person", &args));
            }
            let blocking = sheet.findings.iter().filter(unpassed).count();
            if blocking > 0 {
                return Some(frame.fill("blocked-findings", &[("count", blocking.into())]));
            }
            let lacking = sheet.documents.iter().filter(|one| one.is_missing_for(next.kind.code())).count();
            (lacking > 0).then(|| frame.fill("section-missing-documents", &[("count", lacking.into())]))
        }
        FileState::Validated if sheet.signature_state != SignatureState::Signed => {
            let unsigned = sheet.signatures.iter().filter(|one| one.signed_on.is_none());
            let names: Vec<_> = unsigned.map(|one| words::signer(frame.texts, &one.signer)).collect();
            (!names.is_empty()).then(|| frame.fill("blocked-signers", &[("names", names.join(", ").into())]))
        }
        FileState::Validated | FileState::Cancelled => None,
    }
}

/// The documents that it is asked for, and where each stands.
fn documents<'a>(frame: &Frame<'_>, sheet: &'a Sheet, out: &mut Vec<Entry<'a>>) {
    if sheet.documents.is_empty() {
        return;
    }
    heading(frame, "heading-documents", out);
    for document in &sheet.documents {
        let sign = match document.state {
            DocumentState::Received => Sign::Done,
            DocumentState::Expected => Sign::ToDo,
            DocumentState::Refused | DocumentState::Expired => Sign::Warning,
        };
        let told = clean(&words::document(frame.texts, document)).into_owned();
        let line = [format!("{} {}", frame.sign(sign), clean(&document.label)), told].join(frame.dot());
        out.push(match document.state {
            DocumentState::Refused | DocumentState::Expired => styled(frame, line, Meaning::StatusWarning),
            DocumentState::Received | DocumentState::Expected => text(line),
        });
    }
}

/// Its amendments: why, and where each stands.
fn amendments<'a>(frame: &Frame<'_>, sheet: &Sheet, out: &mut Vec<Entry<'a>>) {
    if sheet.amendments.is_empty() {
        return;
    }
    heading(frame, "heading-amendments", out);
    for one in sheet.amendments.iter().rev() {
        let sign = match one.state {
            AmendmentState::Signed => Sign::Done,
            AmendmentState::Cancelled => Sign::Gone,
            _ => Sign::ToDo,
        };
        let motives: Vec<&str> =
            one.motives.iter().map(|motive| words::motive(frame.texts, *motive)).collect();
        let number = frame.fill("amendment-number", &[("number", one.number.to_string().into())]);
        let state = match one.state {
            AmendmentState::Validated => frame.say("amendment-unsigned"),
            other => words::amendment_state(frame.texts, other),
        };
        let parts = [number, state.to_owned(), motives.join(", ")];
        let told = parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>();
        out.push(text(format!("{} {}", frame.sign(sign), told.join(frame.dot()))));
    }
}

fn step_name(frame: &Frame<'_>, step: &Step) -> String {
    clean(&words::step_name(frame.texts, step)).into_owned()
}

fn findings<'a>(frame: &Frame<'_>, sheet: &'a Sheet, out: &mut Vec<Entry<'a>>) {
    heading(frame, "heading-findings", out);
    if !sheet.checked {
        let told = format!("{} {}", frame.sign(Sign::Unchecked), frame.say("findings-unchecked"));
        out.push(styled(frame, told, Meaning::StatusWarning));
    } else if sheet.findings.is_empty() {
        let told = format!("{} {}", frame.sign(Sign::Clear), frame.say("findings-none"));
        out.push(styled(frame, told, Meaning::StatusOk));
    }
    for finding in &sheet.findings {
        let (sign, meaning) = match finding.severity {
            _ if finding.passed_by.is_some() => (Sign::Passed, Meaning::StatusOk),
            Severity::Blocking => (Sign::Blocking, Meaning::StatusBlocking),
            Severity::Warning => (Sign::Warning, Meaning::StatusWarning),
            Severity::Information => (Sign::Information, Meaning::StatusInfo),
        };
        let sentence = words::finding(frame.texts, &finding.rule, &finding.figures);
        let mut spans = vec![frame.span(format!("{} {}", frame.sign(sign), clean(&sentence)), meaning)];
        let article = words::article(frame.texts, &finding.rule);
        if !article.is_empty() {
            spans.push(frame.span(format!(" ({article})"), Meaning::Muted));
        }
        out.push(Entry::Text(Line::from(spans)));
        if let Some(by) = &finding.passed_by {
            let why = finding.pass_reason.as_deref().map(clean).unwrap_or_default();
            let args = [("by", clean(by).into_owned().into()), ("why", why.into_owned().into())];
            out.push(styled(frame, frame.fill("finding-passed", &args), Meaning::Muted));
        }
    }
}

/// The last return and its reasons: the first thing to read of a corrected file.
fn returned<'a>(frame: &Frame<'_>, sheet: &'a Sheet, out: &mut Vec<Entry<'a>>) {
    let Some(returned) = &sheet.returned else { return };
    if !sheet.corrected && sheet.file_state != FileState::ToCorrect {
        return;
    }
    heading(frame, if sheet.corrected { "heading-corrected" } else { "heading-returned" }, out);
    let args =
        [("at", frame.texts.moment(returned.at).into()), ("by", clean(&returned.by).into_owned().into())];
    out.push(styled(frame, frame.fill("returned-by", &args), Meaning::Muted));
    for reason in &returned.reasons {
        let said = if frame.texts.lang() == Lang::Fr { &reason.fr } else { &reason.en };
        out.push(Entry::Text(Line::from(vec![
            Span::raw(format!("{} ", frame.sign(Sign::Item))),
            Span::raw(clean(said)),
        ])));
    }
    if let Some(free) = &returned.free_text {
        out.extend(free.lines().map(|line| text(clean(line))));
    }
}

fn steps<'a>(frame: &Frame<'_>, sheet: &'a Sheet, out: &mut Vec<Entry<'a>>) {
    if sheet.steps.is_empty() {
        return;
    }
    heading(frame, "heading-steps", out);
    for step in &sheet.steps {
        let name = words::capitalised(&step_name(frame, step));
        let (Some(at), by) = (step.done_at, step.done_by.as_deref()) else {
            out.push(text(format!("{} {name}", frame.sign(Sign::ToDo))));
            continue;
        };
        let mut spans = vec![done(frame), Span::raw(name)];
        let by = by.map(clean).unwrap_or_default().into_owned();
        let at = frame.date(frame.texts.day_of(at), DateStyle::Short);
        spans.push(frame.span(format!("{}{at}{}{by}", frame.dot(), frame.sign(Sign::Then)), Meaning::Muted));
        if let Some(whose) = &step.on_behalf_of {
            let args = [("name", clean(whose).into_owned().into())];
            spans.push(frame.span(format!(" {}", frame.fill("step-on-behalf", &args)), Meaning::Muted));
        }
        out.push(Entry::Text(Line::from(spans)));
    }
}

/// The sign of a step or a signature that is done.
fn done(frame: &Frame<'_>) -> Span<'static> {
    frame.span(format!("{} ", frame.sign(Sign::Done)), Meaning::StatusOk)
}

/// From one day to another.
fn period(frame: &Frame<'_>, from: String, to: String) -> String {
    [&from, frame.sign(Sign::To), &to].join(" ")
}

/// Somebody named on the file, on one value: name, post, mail, phone.
fn person(frame: &Frame<'_>, named: &Named) -> String {
    let parts = [Some(&named.name), named.job_title.as_ref(), named.mail.as_ref(), named.phone.as_ref()];
    parts.into_iter().flatten().map(|part| clean(part)).collect::<Vec<_>>().join(frame.dot())
}
