//! A confirmation: exactly what will change, how many, how many not and why.

use std::collections::{BTreeMap, HashSet};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use widgets::confirm::{Confirm, Styles};
use widgets::popup;

use crate::app::action::{Action, OverlayAction};
use crate::app::acts::is_of_amendments;
use crate::app::model::Drawn;
use crate::app::overlay::ConfirmBox;
use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::act::{Act, Outcome, Subject};
use crate::domain::convention::{Severity, StepKind};
use crate::domain::row::Row;
use crate::i18n::Lang;
use crate::ui::frame::{Frame, clean};
use crate::ui::signs::Sign;

/// Refusals told one by one at most; the report has them all.
const TOLD: usize = 40;

pub(super) fn draw(
    frame: &Frame<'_>,
    confirm: &ConfirmBox,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) -> Option<Position> {
    let mut body = body(frame, confirm);
    body.extend(each_refused(frame, confirm));
    let options = options(frame, confirm);
    let options: Vec<_> = options.iter().map(|(key, label)| (key.as_str(), *label)).collect();
    let question = Confirm {
        title: title(frame, confirm),
        body: &body,
        options: &options,
        scroll: confirm.scroll,
        styles: Styles {
            popup: frame.popup(),
            options: frame.hint_bar(),
            position: frame.style(Meaning::Scroll),
        },
    };
    (&question).render(area, buffer);
    let place = question.place(area);
    let inside = popup::inside(place);
    drawn.page = usize::from(inside.height);
    drawn.last_scroll = usize::from(question.last_scroll(area));
    let at = Position::new(inside.x + 1, inside.bottom().saturating_sub(1));
    inside.contains(at).then_some(at)
}

/// What would happen, in so many lines.
pub(in crate::ui) fn body<'a>(frame: &Frame<'_>, confirm: &ConfirmBox) -> Vec<Line<'a>> {
    let mut body = Vec::new();
    reason(frame, &confirm.act, &mut body);
    if confirm.targets.len() == 1 {
        one(frame, confirm, &mut body)
    } else {
        many(frame, confirm, &mut body)
    }
    body
}

/// Whether files with a warning may be let in or left out.
pub(in crate::ui) fn toggles(confirm: &ConfirmBox) -> bool {
    confirm.targets.len() > 1 && !confirm.warned.is_empty()
}

pub(in crate::ui) fn title<'a>(frame: &Frame<'_>, confirm: &'a ConfirmBox) -> Line<'a> {
    let act = words::act(frame.texts, &confirm.act);
    let act = if confirm.undoes { frame.fill("confirm-undo", &[("act", act.into())]) } else { act };
    let whom = if confirm.targets.len() == 1 {
        clean(&confirm.subject).into_owned()
    } else {
        words::so_many(frame.texts, is_of_amendments(&confirm.targets), confirm.targets.len())
    };
    Line::raw(format!("{}{}{whom}", clean(&act), frame.dot()))
}

/// The answers, with the keys they are on.
fn options(frame: &Frame<'_>, confirm: &ConfirmBox) -> Vec<(String, &'static str)> {
    [OverlayAction::Confirm, OverlayAction::Toggle, OverlayAction::Cancel]
        .into_iter()
        .filter(|action| toggles(confirm) || *action != OverlayAction::Toggle)
        .map(Action::Overlay)
        .filter_map(|action| Some((frame.key(action)?, action.label(frame.texts))))
        .collect()
}

/// The words that go with the act.
fn reason(frame: &Frame<'_>, act: &Act, body: &mut Vec<Line<'_>>) {
    let mut told = Vec::new();
    match act {
        Act::Unvalidate(reason) | Act::Cancel(reason) | Act::Pass(reason) => told.push(reason.clone()),
        Act::Return { reasons, text } => {
            let chosen = frame.model.reasons.iter().filter(|reason| reasons.contains(&reason.id));
            let french = frame.texts.lang() == Lang::Fr;
            told.extend(chosen.map(|reason| if french { reason.fr.clone() } else { reason.en.clone() }));
            told.extend((!text.is_empty()).then(|| text.clone()));
        }
        Act::ValidateFor(whose) => {
            let means = frame.say(if whose.by_mail { "decided-by-mail" } else { "decided-on-paper" });
            let args = [("date", words::date(frame.texts, whose.date).into()), ("means", means.into())];
            body.push(Line::raw(frame.fill("confirm-decided", &args)));
        }
        Act::Sign { on, electronic } => {
            let means = words::means(frame.texts, Act::means(*electronic));
            let args = [("date", words::date(frame.texts, *on).into()), ("means", means.into())];
            body.push(Line::raw(frame.fill("confirm-signed", &args)));
        }
        Act::Validate | Act::Submit | Act::Restore | Act::Hold(_) => {}
    }
    if !told.is_empty() {
        let told = told.iter().map(|text| clean(text)).collect::<Vec<_>>().join(frame.dot());
        body.push(Line::raw(frame.fill("confirm-reason", &[("reason", told.into())])));
    }
}

fn row<'a>(frame: &'a Frame<'_>, subject: Subject) -> Option<&'a Row> {
    frame.model.list.rows.iter().find(|row| row.subject() == subject)
}

/// One file: the step, what it becomes, what deserves a look.
fn one(frame: &Frame<'_>, confirm: &ConfirmBox, body: &mut Vec<Line<'_>>) {
    let Some(target) = confirm.targets.first() else { return };
    let validates = matches!(confirm.act, Act::Validate | Act::ValidateFor(_));
    let next =
        row(frame, target.subject()).filter(|_| validates).and_then(|row| Some((row, row.next_step()?)));
    if let Some((row, step)) = next {
        let (done, steps) = match &row.amendment {
            Some(amendment) => (amendment.steps_done, amendment.circuit.len()),
            None => (row.steps_done, row.circuit.len()),
        };
        let last = done + 1 == steps;
        let id = match (last, &row.amendment) {
            (true, Some(_)) => "confirm-last-step-amendment",
            (true, None) => "confirm-last-step",
            (false, _) => "confirm-step",
        };
        let step = words::capitalised(words::step(frame.texts, step));
        body.push(Line::raw(frame.fill(id, &[("step", step.into())])));
    }
    let sheet = frame.model.file.current().filter(|sheet| sheet.subject() == target.subject() && validates);
    let mut warned = false;
    for finding in sheet.map(|sheet| sheet.findings.as_slice()).unwrap_or_default() {
        if finding.severity == Severity::Warning && finding.passed_by.is_none() {
            let sentence = words::finding(frame.texts, &finding.rule, &finding.figures);
            body.push(Line::from(frame.span(
                format!("{} {}", frame.sign(Sign::Warning), clean(&sentence)),
                Meaning::StatusWarning,
            )));
            warned = true;
        }
    }
    let state = match (confirm.loading.is_some(), confirm.eager) {
        (true, true) => "confirm-eager",
        (true, false) => "confirm-checking",
        (false, _) if warned => "confirm-ready-warned",
        (false, _) => "confirm-ready",
    };
    body.push(Line::from(frame.span(frame.say(state), Meaning::Muted)));
}

/// Several files: how many, which steps, how many left out, how many refused and why.
fn many(frame: &Frame<'_>, confirm: &ConfirmBox, body: &mut Vec<Line<'_>>) {
    if confirm.loading.is_some() {
        body.push(Line::from(frame.span(frame.say("confirm-checking"), Meaning::Muted)));
        return;
    }
    let warned: HashSet<Subject> = confirm.warned.iter().copied().collect();
    let (done, refused): (Vec<&Outcome>, Vec<&Outcome>) =
        confirm.outcomes.iter().partition(|outcome| outcome.is_done());
    let accepted: HashSet<Subject> = done
        .iter()
        .map(|outcome| outcome.subject())
        .filter(|one| confirm.with_findings || !warned.contains(one))
        .collect();
    let amended = is_of_amendments(&confirm.targets);
    let act = words::act_done(frame.texts, &confirm.act, amended, accepted.len());
    let what = words::so_many(frame.texts, amended, accepted.len());
    let args =
        [("count", accepted.len().into()), ("what", what.into()), ("act", clean(&act).into_owned().into())];
    body.push(Line::from(frame.span(frame.fill("confirm-will", &args), Meaning::Strong)));
    if matches!(confirm.act, Act::Validate) {
        for (step, count) in steps(frame, &accepted) {
            body.push(counted(frame, count, words::step(frame.texts, step)));
        }
    }
    let warnings = done.iter().filter(|outcome| warned.contains(&outcome.subject())).count();
    if warnings > 0 {
        let tick = frame.sign(if confirm.with_findings { Sign::Ticked } else { Sign::Unticked });
        let told = frame.fill("confirm-warned", &[("count", warnings.into())]);
        body.push(Line::from(frame.span(format!("{tick} {told}"), Meaning::StatusWarning)));
    }
    if refused.is_empty() {
        return;
    }
    body.push(Line::default());
    let told = frame.fill("confirm-refused", &[("count", refused.len().into())]);
    body.push(Line::from(frame.span(told, Meaning::StatusBlocking)));
    body.extend(kinds(frame, refused.iter().copied()));
}

/// Those of several files that refuse, each with its reason.
pub(in crate::ui) fn each_refused<'a>(frame: &Frame<'_>, confirm: &ConfirmBox) -> Vec<Line<'a>> {
    if confirm.targets.len() == 1 || confirm.loading.is_some() {
        return Vec::new();
    }
    let told = |outcome: &Outcome| {
        let sentence = words::refusal(frame.texts, outcome.refusal()?, outcome.id);
        Some(Line::from(frame.span(clean(&sentence).into_owned(), Meaning::Muted)))
    };
    let each: Vec<_> = confirm.outcomes.iter().filter_map(told).collect();
    let more = each.len().saturating_sub(TOLD);
    let mut out: Vec<_> = each.into_iter().take(TOLD).collect();
    if !out.is_empty() {
        out.insert(0, Line::default());
    }
    if more > 0 {
        out.push(Line::from(frame.span(frame.fill("and-more", &[("count", more.into())]), Meaning::Muted)));
    }
    out
}

/// The steps that wait to be done, of those files that have been read.
fn steps(frame: &Frame<'_>, accepted: &HashSet<Subject>) -> BTreeMap<StepKind, usize> {
    let mut steps = BTreeMap::new();
    let rows = frame.model.list.rows.iter().filter(|row| accepted.contains(&row.subject()));
    for step in rows.filter_map(Row::next_step) {
        *steps.entry(step).or_default() += 1;
    }
    steps
}

/// How many refusals of each kind, the most frequent first.
pub(in crate::ui) fn kinds<'a>(
    frame: &Frame<'_>,
    refused: impl Iterator<Item = &'a Outcome>,
) -> Vec<Line<'static>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for refusal in refused.filter_map(Outcome::refusal) {
        *counts.entry(refusal.code.as_str()).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(code, count)| (std::cmp::Reverse(count), code));
    counts
        .into_iter()
        .map(|(code, count)| counted(frame, count, words::refusal_kind(frame.texts, code)))
        .collect()
}

fn counted(frame: &Frame<'_>, count: usize, what: &'static str) -> Line<'static> {
    let told = frame.fill("counted", &[("what", what.into()), ("count", count.into())]);
    Line::raw(format!("{} {told}", frame.sign(Sign::Item)))
}
