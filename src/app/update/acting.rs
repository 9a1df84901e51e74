//! From an act asked for to an act done: what it would do is shown first, then it is done, then what it did.

use std::collections::HashMap;

use super::super::acts::{Deed, Gesture, Report, Running, is_of_amendments};
use super::super::begun;
use super::super::effect::{Ask, Effect};
use super::super::message::JobId;
use super::super::model::{Level, Link, Model};
use super::super::overlay::{ConfirmBox, FormBox, FormKind, Overlay, Purpose};
use super::super::pane::queue;
use super::super::words;
use super::jobs;
use crate::domain::act::{Act, Answer, Outcome, Subject, Target, Verb};

/// Shows what an act would do to some files, and waits for a yes.
pub fn begin(model: &mut Model, act: Act, targets: Vec<Target>, undoes: bool) -> Vec<Effect> {
    if targets.is_empty() || !may_act(model) {
        return Vec::new();
    }
    let job = model.new_job();
    // A validation says that all is well; other acts are often done because it is not.
    let says_so = act.verb() == Verb::Validate;
    let warned =
        model.list.marks.iter().filter(|(_, mark)| says_so && mark.warned).map(|(one, _)| *one).collect();
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
        FormKind::Note => model.list.row().map(|row| Target::file(row.id, row.version)).into_iter().collect(),
        _ => model.targets(),
    };
    if targets.is_empty() || !may_act(model) {
        return Vec::new();
    }
    let subject = subject(model, &targets);
    // What was typed and not done is offered back.
    let draft =
        targets.first().and_then(|first| model.drafts.of(kind, first.id)).cloned().unwrap_or_default();
    model.overlay = Some(Overlay::Form(FormBox::new(kind, targets, subject, draft)));
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
        many => words::so_many(model.texts, is_of_amendments(many), many.len()),
    }
}

/// Who a single file is about: "28413 BENALI Inès".
pub fn subject(model: &Model, targets: &[Target]) -> String {
    let [target] = targets else { return String::new() };
    let name = match model.list.rows.iter().find(|row| row.id == target.id) {
        Some(row) => format!("{} {}", row.id, row.student),
        None => target.id.to_string(),
    };
    match number_of(model, *target) {
        Some(number) => model
            .texts
            .format("amendment-of", &[("number", number.to_string().into()), ("file", name.into())]),
        None => name,
    }
}

/// The number on its file of an amendment that shows.
fn number_of(model: &Model, target: Target) -> Option<i32> {
    let id = target.amendment?;
    let listed = model.list.rows.iter().filter_map(|row| row.amendment.as_ref()).find(|one| one.id == id);
    let shown = model.file.current().and_then(|sheet| sheet.amendments.iter().find(|one| one.id == id));
    listed.map(|one| one.number).or(shown.map(|one| one.number))
}

/// What an act would do has come.
pub fn previewed(model: &mut Model, job: JobId, outcomes: Vec<Outcome>) -> Vec<Effect> {
    let Some(Overlay::Confirm(confirm)) = &mut model.overlay else { return Vec::new() };
    if confirm.loading.take_if(|awaited| *awaited == job).is_none() {
        return Vec::new();
    }
    // Files that have changed since a deed never take it back: it gives way to the one before.
    let lost = confirm.undoes && outcomes.iter().all(|outcome| matches!(outcome.answer, Answer::Stale(_)));
    confirm.outcomes = outcomes;
    if lost {
        model.acts.take_undone();
    }
    let single = confirm.targets.len() == 1;
    let eager = confirm.eager;
    if let (true, [refused]) = (single, confirm.outcomes.as_slice())
        && let Some(refusal) = refused.refusal()
    {
        let text = words::refusal(model.texts, refusal, refused.id);
        let stale = !matches!(refused.answer, Answer::Refused(_));
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
    let targets = confirm.accepted();
    let gesture = Gesture {
        act: confirm.act.clone(),
        undoes: confirm.undoes,
        asked: std::mem::take(&mut confirm.targets),
        warned: std::mem::take(&mut confirm.warned),
        set_aside: confirm.outcomes.drain(..).filter(|outcome| !outcome.is_done()).collect(),
    };
    model.overlay = None;
    if targets.is_empty() {
        let text = model.texts.get("said-none-accepted").to_owned();
        model.say(Level::Warning, text);
    }
    perform(model, gesture, targets)
}

/// Does it, on those of the files that would take it.
pub fn perform(model: &mut Model, gesture: Gesture, targets: Vec<Target>) -> Vec<Effect> {
    if targets.is_empty() {
        return Vec::new();
    }
    let job = model.new_job();
    let total = targets.len();
    let act = gesture.act.clone();
    model.acts.running = Some(Running {
        job,
        gesture,
        began: model.now,
        total,
        outcomes: Vec::new(),
        left_list: Vec::new(),
        stopping: false,
    });
    vec![Effect::Ask(job, Ask::Act(act, targets))]
}

/// Some files have answered.
pub fn acted(model: &mut Model, job: JobId, outcomes: Vec<Outcome>) -> Vec<Effect> {
    let leaves = !model.list.queue.mixes_states();
    let Some(running) = model.acts.running.as_mut().filter(|running| running.job == job) else {
        return Vec::new();
    };
    let moves = !matches!(running.gesture.act, Act::Hold(_) | Act::Pass(_));
    let done: Vec<Subject> =
        outcomes.iter().filter(|outcome| outcome.is_done()).map(Outcome::subject).collect();
    running.outcomes.extend(outcomes);
    for one in &done {
        model.list.marks.remove(one);
        model.drafts.acted(&running.gesture.act, one.id);
    }
    model.list.own.extend(done.iter().map(|one| one.id));
    if !(moves && leaves) {
        return Vec::new();
    }
    for one in done {
        if let Some(row) = model.list.rows.iter().find(|row| row.subject() == one) {
            running.left_list.push(row.place());
            model.list.remove(one);
            model.list.expected = model.list.expected.map(|expected| expected - 1);
        }
    }
    queue::follow(model)
}

/// The act has ended: what it did is said, remembered for undoing, and what it did not do stays marked.
pub fn ended(model: &mut Model, job: JobId, stopped: bool) -> Vec<Effect> {
    let Some(running) = model.acts.running.take_if(|running| running.job == job) else { return Vec::new() };
    let Running { mut gesture, began, total, outcomes, left_list, .. } = running;
    let undoes = gesture.undoes;
    let (done, mut refused): (Vec<Outcome>, Vec<Outcome>) = outcomes.into_iter().partition(Outcome::is_done);
    let left = total - done.len() - refused.len();
    let is_bulk = total + gesture.set_aside.len() > 1;
    refused.append(&mut gesture.set_aside);
    // Of several amendments of one file, all are taken back on what the last made of it.
    let mut left_at: HashMap<i32, Option<i32>> = HashMap::new();
    for outcome in &done {
        let last = left_at.entry(outcome.id).or_default();
        *last = outcome.version.max(*last);
    }
    let targets: Vec<Target> = done
        .iter()
        .filter_map(|outcome| {
            let version = left_at.get(&outcome.id).copied().flatten()?;
            Some(Target { id: outcome.id, amendment: outcome.amendment, version })
        })
        .collect();
    if matches!(gesture.act, Act::ValidateFor(_)) {
        begun::forget(model, &Purpose::OnBehalf(targets.clone()));
    }
    let place = if undoes {
        model.acts.take_undone().and_then(|deed| deed.place)
    } else {
        left_list.into_iter().next()
    };
    if !undoes && !targets.is_empty() {
        model.acts.remember(Deed {
            act: gesture.act.clone(),
            targets,
            queue: model.list.queue,
            place: place.clone(),
        });
        model.acts.last = Some(gesture.act.clone());
    }
    let asked_by = gesture.asked.first().and_then(|first| model.drafts.asking(&gesture.act, first.id));
    if is_bulk {
        let done = done.iter().map(Outcome::subject).collect();
        jobs::report(model, Report { job, gesture, began, stopped, done, refused, left });
    } else if let Some(outcome) = refused.first() {
        let text = outcome.refusal().map(|refusal| words::refusal(model.texts, refusal, outcome.id));
        model.say(Level::Warning, text.unwrap_or_default());
    } else if let Some(outcome) = done.first() {
        let id = ("id", outcome.id.to_string().into());
        let text = if undoes {
            model.texts.format("said-undone-one", &[id])
        } else {
            let act = words::act_done(model.texts, &gesture.act, gesture.is_of_amendments(), 1);
            let done = if gesture.is_of_amendments() { "said-done-amendment" } else { "said-done-one" };
            model.texts.format(done, &[id, ("act", act.into())])
        };
        model.say(Level::Info, text);
    }
    if asked_by.is_some() {
        let text = model.texts.get("said-text-kept").to_owned();
        model.say(Level::Info, text);
    }
    match place {
        // What was undone comes back where it was.
        Some(place) if undoes => queue::return_to(model, place),
        _ => queue::refresh(model),
    }
}

/// Undoes the latest deed of this session that can be undone, and says which later ones stay.
pub fn undo(model: &mut Model) -> Vec<Effect> {
    let texts = model.texts;
    let mut staying: Vec<String> = model.acts.staying().map(|act| words::act(texts, act)).collect();
    staying.dedup();
    let staying = (!staying.is_empty()).then(|| staying.join(", "));
    let Some((act, targets)) = model.acts.undoing(texts.get("said-undo-reason")) else {
        let text = match staying {
            Some(acts) => texts.format("said-cannot-undo", &[("act", acts.into())]),
            None => texts.get("said-nothing-to-undo").to_owned(),
        };
        model.say(Level::Warning, text);
        return Vec::new();
    };
    let effects = begin(model, act, targets, true);
    if let (Some(acts), false) = (staying, effects.is_empty()) {
        let text = texts.format("said-undo-skips", &[("act", acts.into())]);
        model.say(Level::Info, text);
    }
    effects
}

/// Does the last act again, on the marks or the row in hand.
pub fn repeat(model: &mut Model) -> Vec<Effect> {
    let targets = model.targets();
    match model.acts.last.clone() {
        Some(act) => begin(model, act, targets, false),
        None => Vec::new(),
    }
}
