//! What a centre says and asks for with a file: its instructions are read, its documents received or refused.

use super::boxes::{Boxed, Sent, show};
use super::state::Written;
use crate::app::begun;
use crate::app::effect::{Ask, Effect};
use crate::app::entry;
use crate::app::message::{JobId, Unread};
use crate::app::model::{Level, Model};
use crate::app::overlay::{Field, FieldsBox, Overlay, ReaderBox, ReaderText, Ticking};
use crate::app::pane::queue;
use crate::app::words;
use crate::domain::act::{Answer, Outcome};
use crate::domain::form::{DocumentState, Values};

/// Opens what the centre says.
pub(super) fn read_instructions(model: &mut Model) -> Vec<Effect> {
    let Some(form) = model.writing.form() else { return Vec::new() };
    let told = form.instructions.iter().flat_map(|text| text.lines()).map(str::to_owned).collect();
    let text = ReaderText::Told(model.texts.get("line-instructions").to_owned(), told);
    let subject = Some(format!("{} {}", form.id, form.student));
    model.overlay = Some(Overlay::Reader(ReaderBox { text, subject, loading: None, scroll: 0 }));
    Vec::new()
}

/// The states that somebody may say of a document: staff all of them, a student that it is there.
fn states(staffed: bool) -> &'static [DocumentState] {
    const ALL: [DocumentState; 3] =
        [DocumentState::Received, DocumentState::Refused, DocumentState::Expected];
    if staffed { &ALL } else { &ALL[..1] }
}

/// Opens the box of a document. What one does with a document that is expected is to receive it.
pub(super) fn open(model: &mut Model, at: usize) -> Vec<Effect> {
    let texts = model.texts;
    let Some(form) = model.writing.form() else { return Vec::new() };
    let Some(document) = form.documents.get(at).cloned() else { return Vec::new() };
    let options = states(form.staffed).iter().map(|state| {
        (state.code().to_owned(), words::coded(texts, "document-state", state.code()).to_owned())
    });
    let stands = match document.state {
        DocumentState::Refused if form.staffed => DocumentState::Refused,
        _ => DocumentState::Received,
    };
    let text = |id: &'static str, value: Option<&str>| Field::text(texts.get(id), value.unwrap_or_default());
    let mut fields = vec![
        Field::choice(texts.get("document-is"), options.collect(), &[stands.code().to_owned()], Ticking::One),
        text("document-path", None),
        text("document-reference", document.reference.as_deref()),
    ];
    if document.expires {
        let day = document.valid_until.map(|day| words::date(texts, day)).unwrap_or_default();
        let near = form.value("end_date").as_day().unwrap_or(model.today);
        fields.push(Field::day(texts.get("document-until"), &day, near));
    }
    if form.staffed {
        fields.push(text("document-reason", document.reason.as_deref()));
    }
    let target = form.target();
    let told = vec![
        words::document(texts, &document),
        texts.get(if form.staffed { "document-help" } else { "document-help-own" }).to_owned(),
    ];
    let boxed = Boxed::Document { id: target.id, kind: document.kind };
    show(model, boxed, document.label, told, fields);
    Vec::new()
}

/// Sends what the box of a document says, or says what is wrong with it.
pub(super) fn send(model: &mut Model, kind: i32, fields: &FieldsBox) -> Sent {
    let texts = model.texts;
    let job = model.new_job();
    let wrong = || texts.get("list-reading").to_owned();
    let Some(form) = model.writing.form() else { return Err(wrong()) };
    let Some(document) = form.documents.iter().find(|document| document.kind == kind) else {
        return Err(wrong());
    };
    let mut lines = fields.fields.iter();
    let mut typed = |asked: bool| {
        let line = if asked { lines.next() } else { None };
        (line.map(|line| line.typed().to_owned()), line.and_then(|line| line.ticked().into_iter().next()))
    };
    let (_, state) = typed(true);
    let state = state.ok_or_else(|| texts.get("document-which").to_owned())?;
    let (path, reference) = (typed(true).0, typed(true).0);
    let until = typed(document.expires).0.filter(|text| !text.is_empty());
    let reason = typed(form.staffed).0;
    let mut details = Values::from_iter([("state".to_owned(), state.into())]);
    if let Some(text) = until {
        let label = texts.get("document-until");
        let day = entry::day(&text).map_err(|fault| words::entry(texts, label, &fault))?;
        details.insert("valid_until".into(), day.into());
    }
    for (name, text) in [("reference", reference), ("reason", reason)] {
        details.extend(text.filter(|text| !text.is_empty()).map(|text| (name.to_owned(), text.into())));
    }
    let target = form.target();
    let path = path.filter(|path| !path.is_empty());
    Ok((job, vec![Effect::Ask(job, Ask::Document { target, kind, details, path })]))
}

/// A document was recorded, or not; the file as it stands.
pub fn recorded(model: &mut Model, job: JobId, outcome: &Outcome, now: Option<Written>) -> Vec<Effect> {
    if let Some(now) =
        now.filter(|_| model.writing.form().is_some_and(|form| form.subject() == outcome.subject()))
    {
        model.writing.replace(now);
    }
    let said = outcome.refusal().map(|refusal| words::refusal(model.texts, refusal, outcome.id));
    let is_done = outcome.answer == Answer::Done;
    match (model.sent_by(job), said) {
        (Some(fields), Some(said)) => (fields.sending, fields.error) = (None, Some(said)),
        (None, Some(said)) => model.say(Level::Warning, said),
        (_, None) => {}
    }
    if is_done {
        begun::taken(model, job);
        model.list.own.insert(outcome.id);
    }
    queue::refresh(model)
}

/// The file of a document could not be read.
pub fn unread(model: &mut Model, job: JobId, unread: &Unread) {
    let said = words::unread(model.texts, unread);
    match model.sent_by(job) {
        Some(fields) => (fields.sending, fields.error) = (None, Some(said)),
        None => model.say(Level::Warning, said),
    }
}
