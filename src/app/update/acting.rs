//! From an act asked for to an act done: what it would do is shown first, then it is done, then what it did.

use super::super::acts::{Deed, Running};
use super::super::effect::{Ask, Effect};
use super::super::message::JobId;
use super::super::model::{Level, Link, Model};
use super::super::overlay::{ConfirmBox, FormBox, FormKind, Overlay, ReaderBox, ReaderText};
use super::super::pane::queue;
use super::super::words;
use crate::domain::act::{Act, Outcome, Target};
use crate::domain::queue::Queue;

/// Shows what an act would do to some files, and waits for a yes.
pub fn begin(model: &mut Model, act: Act, targets: Vec<Target>, undoes: bool) -> Vec<Effect> {
    if targets.is_empty() || !may_act(model) {
        return Vec::new();
    }
    let job = model.new_job();
    let warned = model.list.marks.iter().filter(|(_, mark)| mark.warned).map(|(id, _)| *id).collect();
    model.overlay = Some(Overlay::Confirm(ConfirmBox {
        subject: subject(model, &targets),
        act: act.clone(),
        undoes,
        targets: targets.clone(),
        loading: Some(job),
        outcomes: Vec::new(),
        with_findings: undoes,
        warned,
        eager: false,
        scroll: 0,
    }));
    vec![Effect::Ask(job, Ask::Preview(act, targets))]
}

/// Opens a form for an act that needs words or a day.
pub fn ask(model: &mut Model, kind: FormKind) -> Vec<Effect> {
    let targets = match kind {
        FormKind::Note => {
            model.list.row().map(|row| Target { id: row.id, version: row.version }).into_iter().collect()
        }
        _ => model.list.targets(),
    };
    if targets.is_empty() || !may_act(model) {
        return Vec::new();
    }
    let subject = subject(model, &targets);
    // What was typed and not sent is offered back.
    let text =
        model.drafts.get(&(kind, targets.first().map(|target| target.id))).cloned().unwrap_or_default();
    model.overlay = Some(Overlay::Form(FormBox::new(kind, targets, subject, &text)));
    Vec::new()
}

/// Whether an act may begin: the database answers, and nothing else is being done.
pub fn may_act(model: &mut Model) -> bool {
    let busy = model.acts.running.is_some();
    if model.link != Link::Up {
        let text = model.texts.get("said-no-link").to_owned();
        model.say(Level::Warning, text);
    } else if busy {
        let text = model.texts.get("said-bulk-running").to_owned();
        model.say(Level::Warning, text);
    }
    model.link == Link::Up && !busy
}

/// Whom an act is about: the student of a single file, or how many files.
pub fn whom(model: &Model, targets: &[Target]) -> String {
    match targets {
        [_] => subject(model, targets),
        many => model.texts.format("conventions", &[("count", many.len().into())]),
    }
}

/// Who a single file is about: "28413 BENALI Inès".
fn subject(model: &Model, targets: &[Target]) -> String {
    let [target] = targets else { return String::new() };
    match model.list.rows.iter().find(|row| row.id == target.id) {
        Some(row) => format!("{} {}", row.id, row.student),
        None => target.id.to_string(),
    }
}

/// What an act would do has come.
pub fn previewed(model: &mut Model, job: JobId, outcomes: Vec<Outcome>) -> Vec<Effect> {
    let Some(Overlay::Confirm(confirm)) = &mut model.overlay else { return Vec::new() };
    if confirm.loading.take_if(|awaited| *awaited == job).is_none() {
        return Vec::new();
    }
    confirm.outcomes = outcomes;
    let single = confirm.targets.len() == 1;
    let eager = confirm.eager;
    if let (true, [refused]) = (single, confirm.outcomes.as_slice())
        && let Some(refusal) = refused.refusal()
    {
        let text = words::refusal(model.texts, refusal, refused.id);
        let stale = !matches!(refused.answer, crate::domain::act::Answer::Refused(_));
        model.overlay = None;
        model.say(Level::Warning, text);
        return if stale { queue::refresh(model) } else { Vec::new() };
    }
    if eager { confirm_box(model) } else { Vec::new() }
}

/// Yes: the files that would be done are done.
pub fn confirm_box(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Confirm(confirm)) = &mut model.overlay else { return Vec::new() };
    if confirm.loading.is_some() {
        confirm.eager = confirm.targets.len() == 1;
        return Vec::new();
    }
    let (act, targets, undoes) = (confirm.act.clone(), confirm.accepted(), confirm.undoes);
    let set_aside = confirm.outcomes.drain(..).filter(|outcome| !outcome.is_done()).collect();
    model.overlay = None;
    perform(model, act, targets, undoes, set_aside)
}

/// Does it.
pub fn perform(
    model: &mut Model,
    act: Act,
    targets: Vec<Target>,
    undoes: bool,
    set_aside: Vec<Outcome>,
) -> Vec<Effect> {
    if targets.is_empty() {
        return Vec::new();
    }
    let job = model.new_job();
    let total = targets.len();
    model.acts.running = Some(Running {
        job,
        act: act.clone(),
        undoes,
        total,
        outcomes: Vec::new(),
        set_aside,
        left_list: Vec::new(),
        stopping: false,
    });
    vec![Effect::Ask(job, Ask::Act(act, targets))]
}

/// Some files have answered.
pub fn acted(model: &mut Model, job: JobId, outcomes: Vec<Outcome>) -> Vec<Effect> {
    let leaves = leaves_list(model.list.queue);
    let Some(running) = model.acts.running.as_mut().filter(|running| running.job == job) else {
        return Vec::new();
    };
    let moves = !matches!(running.act, Act::Hold(_) | Act::Pass(_));
    let done: Vec<i32> =
        outcomes.iter().filter(|outcome| outcome.is_done()).map(|outcome| outcome.id).collect();
    running.outcomes.extend(outcomes);
    for id in &done {
        model.list.marks.remove(id);
    }
    if !(moves && leaves) {
        return Vec::new();
    }
    for id in done {
        if let Some(row) = model.list.rows.iter().find(|row| row.id == id) {
            running.left_list.push(row.place());
            model.list.remove(id);
            model.list.expected = model.list.expected.map(|expected| expected - 1);
        }
    }
    queue::follow(model)
}

/// Whether a file that changes state leaves the list of this queue.
fn leaves_list(queue: Queue) -> bool {
    !matches!(queue, Queue::All | Queue::SoonUnsigned | Queue::StartedUnsigned)
}

/// The act has ended: what it did is said, remembered for undoing, and what it did not do stays marked.
pub fn ended(model: &mut Model, job: JobId, stopped: bool) -> Vec<Effect> {
    let Some(running) = model.acts.running.take_if(|running| running.job == job) else { return Vec::new() };
    let (done, mut refused): (Vec<Outcome>, Vec<Outcome>) =
        running.outcomes.into_iter().partition(Outcome::is_done);
    let left = running.total - done.len() - refused.len();
    let is_bulk = running.total + running.set_aside.len() > 1;
    refused.extend(running.set_aside);
    let targets: Vec<Target> = done
        .iter()
        .filter_map(|outcome| Some(Target { id: outcome.id, version: outcome.version? }))
        .collect();
    let place = if running.undoes {
        model.acts.deeds.last().and_then(|deed| deed.place.clone())
    } else {
        running.left_list.first().cloned()
    };
    if running.undoes {
        model.acts.deeds.pop();
    } else if !targets.is_empty() {
        model.acts.remember(Deed {
            act: running.act.clone(),
            targets,
            queue: model.list.queue,
            place: place.clone(),
        });
        model.acts.last = Some(running.act.clone());
    }
    if is_bulk {
        let ended = match (running.undoes, stopped) {
            (true, false) => "said-undone-many",
            (_, true) => "said-bulk-stopped",
            (false, false) => "said-bulk-ended",
        };
        let counts = [
            ("done", done.len().into()),
            ("refused", refused.len().into()),
            ("left", left.into()),
            ("count", done.len().into()),
        ];
        let level = if refused.is_empty() && !stopped { Level::Info } else { Level::Warning };
        let text = model.texts.format(ended, &counts);
        model.say(level, text);
        if !refused.is_empty() || left > 0 {
            let text = ReaderText::Report { act: running.act, done: done.len(), refused, left };
            model.overlay =
                Some(Overlay::Reader(ReaderBox { text, subject: None, loading: None, scroll: 0 }));
        }
    } else if let Some(outcome) = refused.first() {
        let text = outcome.refusal().map(|refusal| words::refusal(model.texts, refusal, outcome.id));
        model.say(Level::Warning, text.unwrap_or_default());
    } else if let Some(outcome) = done.first() {
        let id = ("id", outcome.id.to_string().into());
        let text = if running.undoes {
            model.texts.format("said-undone-one", &[id])
        } else {
            let act = words::act_done(model.texts, &running.act, 1);
            model.texts.format("said-done-one", &[id, ("act", act.into())])
        };
        model.say(Level::Info, text);
    }
    match place {
        // What was undone comes back where it was.
        Some(place) if running.undoes => queue::return_to(model, place),
        _ => queue::refresh(model),
    }
}

/// Undoes the latest deed of this session.
pub fn undo(model: &mut Model) -> Vec<Effect> {
    let reason = model.texts.get("said-undo-reason").to_owned();
    match model.acts.undoing(&reason) {
        Some((act, targets)) => begin(model, act, targets, true),
        None => {
            let text = match model.acts.deeds.last() {
                Some(deed) => {
                    let act = words::act(model.texts, &deed.act);
                    model.texts.format("said-cannot-undo", &[("act", act.into())])
                }
                None => model.texts.get("said-nothing-to-undo").to_owned(),
            };
            model.say(Level::Warning, text);
            Vec::new()
        }
    }
}

/// Does the last act again, on the marks or the row in hand.
pub fn repeat(model: &mut Model) -> Vec<Effect> {
    let targets = model.list.targets();
    match model.acts.last.clone() {
        Some(act) => begin(model, act, targets, false),
        None => Vec::new(),
    }
}

/// Asks a running bulk act to stop after the chunk at hand.
pub fn stop(model: &mut Model) -> Vec<Effect> {
    match &mut model.acts.running {
        Some(running) if !running.stopping => {
            running.stopping = true;
            vec![Effect::Stop(running.job)]
        }
        _ => Vec::new(),
    }
}
