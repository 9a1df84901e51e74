//! Long work: what bulk acts did is reported, kept and taken up again; what is under way can be stopped.

use super::super::acts::Report;
use super::super::effect::Effect;
use super::super::message::JobId;
use super::super::model::{Level, Model};
use super::super::overlay::{JobsBox, Overlay, ReaderBox, ReaderText, Work};
use super::super::pane::queue::Mark;
use crate::domain::act::Subject;

/// A bulk act has ended: how many were done is said, and what was not is shown where nothing is in the way.
pub fn report(model: &mut Model, report: Report) {
    let (done, refused, left) = (report.done.len(), report.refused.len(), report.left);
    let id = match (report.gesture.undoes, report.stopped) {
        (true, false) if report.gesture.is_of_amendments() => "said-undone-amendments",
        (true, false) => "said-undone-many",
        (_, true) => "said-bulk-stopped",
        (false, false) => "said-bulk-ended",
    };
    let counts =
        [("done", done.into()), ("refused", refused.into()), ("left", left.into()), ("count", done.into())];
    let level = if refused == 0 && !report.stopped { Level::Info } else { Level::Warning };
    let text = model.texts.format(id, &counts);
    model.say(level, text);
    let job = report.job;
    model.acts.report(report);
    if refused == 0 && left == 0 {
        return;
    }
    if model.overlay.is_none() && model.prompt.is_none() {
        read(model, job);
    } else {
        let text = model.texts.get("said-report-kept").to_owned();
        model.say(Level::Info, text);
    }
}

/// Opens the list of the session's long work.
pub fn open(model: &mut Model) {
    model.overlay = Some(Overlay::Jobs(JobsBox::default()));
}

/// Opens the report in hand, if the work has one yet.
pub fn open_report(model: &mut Model) {
    if let Some(job) = in_hand(model) {
        read(model, job);
    }
}

fn read(model: &mut Model, job: JobId) {
    let text = ReaderText::Report(job);
    model.overlay = Some(Overlay::Reader(ReaderBox { text, subject: None, loading: None, scroll: 0 }));
}

/// The report that is read, or chosen in the list; without either, the latest that left something undone.
fn in_hand(model: &Model) -> Option<JobId> {
    match &model.overlay {
        Some(Overlay::Jobs(jobs)) => match Work::all(model).get(jobs.selected) {
            Some(Work::Ended(report)) => Some(report.job),
            _ => None,
        },
        Some(Overlay::Reader(ReaderBox { text: ReaderText::Report(job), .. })) => Some(*job),
        Some(_) => None,
        None => model.acts.reports.iter().rev().find(|report| report.has_undone()).map(|found| found.job),
    }
}

/// Marks again what a bulk act was not done on: as the list shows it, else as it was listed then.
pub fn mark_again(model: &mut Model) -> Vec<Effect> {
    let report = in_hand(model).and_then(|job| model.acts.report_of(job));
    let Some(report) = report.filter(|report| report.has_undone()) else {
        let text = model.texts.get("need-undone").to_owned();
        model.say(Level::Warning, text);
        return Vec::new();
    };
    let marks: Vec<(Subject, Mark)> = report
        .undone()
        .into_iter()
        .map(|target| {
            let warned = report.gesture.warned.contains(&target.subject());
            let listed = model.list.rows.iter().find(|row| row.subject() == target.subject()).map(Mark::from);
            (target.subject(), listed.unwrap_or(Mark { version: target.version, warned }))
        })
        .collect();
    let text = model.texts.format("said-marked-all", &[("count", marks.len().into())]);
    model.list.marks.extend(marks);
    model.overlay = None;
    model.say(Level::Info, text);
    Vec::new()
}

/// Asks what is under way to stop: a bulk act after the chunk at hand, the marking of a whole list at once.
pub fn stop(model: &mut Model) -> Vec<Effect> {
    match &mut model.acts.running {
        Some(running) if running.stopping => Vec::new(),
        Some(running) => {
            running.stopping = true;
            vec![Effect::Stop(running.job)]
        }
        None => model.list.marking.take().map(|(job, _)| Effect::Stop(job)).into_iter().collect(),
    }
}
