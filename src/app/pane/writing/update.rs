//! Opening a file to write in it, moving in it, and what its keys do.

use super::state::{Edit, Written};
use super::{boxes, create, documents, group, motives, pick, save, students};
use crate::app::action::{CursorAction, WritingAction};
use crate::app::begun;
use crate::app::effect::{Ask, Effect};
use crate::app::message::JobId;
use crate::app::model::{Level, Model, Pane};
use crate::app::overlay::{Overlay, Purpose, ReaderBox, ReaderText};
use crate::app::words;
use crate::domain::act::{Subject, Target};
use crate::domain::compliance::assess;
use crate::domain::duration::explain;
use crate::domain::form::{FileForm, Line, Lists};

/// What an action does here; a submission is an act like others.
pub fn run(model: &mut Model, action: WritingAction) -> Vec<Effect> {
    match action {
        WritingAction::Open => {
            let subject = model.target_in_hand().map(Target::subject);
            return subject.map_or_else(Vec::new, |subject| open(model, subject));
        }
        WritingAction::Create => return pick::open_students(model, None, ""),
        WritingAction::Duplicate => return create::duplicate(model),
        WritingAction::Group => return group::ask(model),
        WritingAction::Edit => return enter(model),
        WritingAction::Go => return pick::open_lines(model),
        WritingAction::Clear => return boxes::clear(model),
        WritingAction::TakeBack => return take_back(model),
        WritingAction::Compare => return students::compare(model),
        WritingAction::Delete => return create::ask_delete(model),
        WritingAction::NextSection => model.writing.turn_section(true),
        WritingAction::PreviousSection => model.writing.turn_section(false),
        WritingAction::Missing => {
            if !model.writing.to_missing() {
                say(model, "said-nothing-missing");
            }
        }
        WritingAction::Explain => explain_days(model),
    }
    Vec::new()
}

fn say(model: &mut Model, id: &'static str) {
    let text = model.texts.get(id).to_owned();
    model.say(Level::Info, text);
}

/// The file that a key is about: the one being written, else the row in hand.
pub(super) fn subject(model: &Model) -> Option<i32> {
    match model.focus {
        Pane::Writing => model.writing.file(),
        _ => model.list.row().map(|row| row.id),
    }
}

/// The file being written, at the version that shows: what an act is done on from here.
pub fn target(model: &Model) -> Option<Target> {
    model.writing.form().map(FileForm::target)
}

/// Opens a file to write in it, or an amendment.
pub fn open(model: &mut Model, subject: Subject) -> Vec<Effect> {
    model.focus = Pane::Writing;
    model.writing.want(subject);
    read(model)
}

/// Reads the file that is being written, and once the lists that its fields take entries from.
fn read(model: &mut Model) -> Vec<Effect> {
    let Some(subject) = model.writing.wanted else { return Vec::new() };
    let job = model.new_job();
    model.writing.loading = Some(job);
    let mut effects = vec![Effect::Ask(job, Ask::Form(subject))];
    if model.writing.lists.is_none() {
        let job = model.new_job();
        effects.push(Effect::Ask(job, Ask::Lists));
    }
    effects
}

/// Somebody changed something: the file is read again while it shows, unless an edit on its way brings it.
pub fn refresh(model: &mut Model) -> Vec<Effect> {
    if model.focus == Pane::Writing && model.writing.saving.is_empty() { read(model) } else { Vec::new() }
}

/// The file has come, or is not to be found.
pub fn came(model: &mut Model, job: JobId, written: Option<Written>) -> Vec<Effect> {
    if model.writing.loading.take_if(|awaited| *awaited == job).is_none() {
        return Vec::new();
    }
    let Some(written) = written else {
        let id = model.writing.wanted.take().map(|subject| subject.id).unwrap_or_default();
        // What was being typed into it is kept all the same.
        let is_its = |overlay: &mut Overlay| matches!(overlay, Overlay::Fields(fields) if matches!(fields.purpose, Purpose::Writing(_)));
        if let Some(Overlay::Fields(fields)) = model.overlay.take_if(is_its) {
            boxes::keep(model, &fields);
            begun::keep(model, &fields);
        }
        model.focus = Pane::List;
        let text = model.texts.format("said-file-not-found", &[("id", id.to_string().into())]);
        model.say(Level::Warning, text);
        return Vec::new();
    };
    let is_first = model.writing.replace(written).is_none();
    // A file is opened where something is missing.
    let lacks = model.writing.form().is_some_and(|form| form.waits_for(model.writing.line()));
    if is_first && model.writing.at == 0 && !lacks {
        model.writing.to_missing();
    }
    let mut effects = students::follow(model);
    effects.extend(students::fill(model));
    effects
}

/// The lists have come.
pub fn lists_came(model: &mut Model, lists: Lists) -> Vec<Effect> {
    model.writing.lists = Some(lists);
    students::fill(model)
}

/// Moves the hand from line to line.
pub fn cursor(model: &mut Model, action: CursorAction) {
    model.writing.step(action.lines(model.drawn.page));
}

/// Goes to a line and into it.
pub fn choose(model: &mut Model, place: usize) -> Vec<Effect> {
    model.writing.at = 0;
    model.writing.step(isize::try_from(place).unwrap_or(isize::MAX));
    enter(model)
}

/// Opens what stands on the line in hand.
fn enter(model: &mut Model) -> Vec<Effect> {
    match model.writing.line() {
        Line::Field(field) => boxes::open(model, field),
        Line::Instructions => documents::read_instructions(model),
        Line::Document(at) => documents::open(model, at),
        Line::Motive(motive) => motives::open(model, motive),
        Line::Step(_) | Line::History => {
            let Some(id) = model.writing.file() else { return Vec::new() };
            history(model, id)
        }
    }
}

/// Opens what happened to a file.
fn history(model: &mut Model, id: i32) -> Vec<Effect> {
    let job = model.new_job();
    let subject = model.writing.form().map(|form| format!("{id} {}", form.student));
    let text = ReaderText::History(Vec::new().into());
    model.overlay = Some(Overlay::Reader(ReaderBox { text, subject, loading: Some(job), scroll: 0 }));
    vec![Effect::Ask(job, Ask::History(id))]
}

/// Writes again what the latest edit replaced, unless somebody has written there since.
fn take_back(model: &mut Model) -> Vec<Effect> {
    let texts = model.texts;
    let (Some(form), Some(step)) = (model.writing.form(), model.writing.latest()) else {
        say(model, "need-undoable");
        return Vec::new();
    };
    let theirs = save::changed(form, &step.written);
    if let Some(told) = theirs.first().and_then(|code| save::conflict(texts, form, code)) {
        let text = format!("{} {told}", texts.get("writing-not-taken-back"));
        model.say(Level::Warning, text);
        return Vec::new();
    }
    let takes_reason = form.takes_reason();
    let Some(step) = model.writing.take_back() else { return Vec::new() };
    let changes = step.replaced.clone();
    let edit = Edit::TakeBack(Box::new(step));
    if takes_reason {
        boxes::open_reason(model, edit, changes)
    } else {
        save::save(model, edit, changes, None).1
    }
}

/// Why so many days and hours, line by line; then the gratification of each month.
fn explain_days(model: &mut Model) {
    let texts = model.texts;
    let Some(form) = model.writing.form() else { return };
    let Some((schedule, totals)) = form.schedule().zip(form.totals()) else {
        return say(model, "said-no-days");
    };
    let mut told = words::explained(texts, &explain(&schedule).unwrap_or_default(), &totals);
    let facts = model.writing.written.as_ref().and_then(|written| written.facts.as_ref());
    if let Some(one) = facts.and_then(|facts| assess(&form.facts(facts)).gratification).filter(|one| one.due)
    {
        told.extend([String::new(), texts.get("reader-months").to_owned()]);
        told.extend(words::monthly(texts, &one));
        told.extend(words::provisional(texts, &one).iter().map(|told| words::capitalised(told)));
    }
    let subject = Some(format!("{} {}", form.id, form.student));
    let text = ReaderText::Told(texts.get("reader-days").to_owned(), told);
    model.overlay = Some(Overlay::Reader(ReaderBox { text, subject, loading: None, scroll: 0 }));
}
