//! The motives of the amendment that a file is written through: from which day each takes effect, what is said of it, and
//! taking one out with all that it changes.

use super::boxes::{Boxed, Sent, show};
use crate::app::effect::{Ask, Effect};
use crate::app::entry;
use crate::app::model::{Level, Model};
use crate::app::overlay::{Field, FieldsBox};
use crate::app::words;
use crate::domain::act::{Refusal, Target};
use crate::domain::amendment::{Cause, Motive, Said};
use crate::domain::form::FileForm;

fn cause(form: &FileForm, motive: Motive) -> Option<&Cause> {
    form.amendment.as_ref()?.amendment.motives.iter().find(|cause| cause.motive == motive)
}

/// Whether the amendment can still be written in; said why where it cannot.
fn is_open(model: &mut Model) -> bool {
    let Some(form) = model.writing.form() else { return false };
    if form.is_open() {
        return true;
    }
    let about = form.amendment.as_ref().map(|amending| amending.amendment.state);
    let mut refusal = Refusal { code: form.verdict.clone(), ..Refusal::default() };
    refusal.about.amendment = about;
    let text = words::refusal(model.texts, &refusal, form.id);
    model.say(Level::Warning, text);
    false
}

/// Opens the box of a motive.
pub(super) fn open(model: &mut Model, motive: Motive) -> Vec<Effect> {
    if !is_open(model) {
        return Vec::new();
    }
    let texts = model.texts;
    let Some(form) = model.writing.form() else { return Vec::new() };
    let known = cause(form, motive);
    let day = known.map(|cause| words::date(texts, cause.effective_from)).unwrap_or_default();
    let near = known.map_or(model.today, |cause| cause.effective_from);
    let comment = known.and_then(|cause| cause.comment.clone()).unwrap_or_default();
    let fields = vec![
        Field::day(texts.get("motive-from"), &day, near),
        Field::paragraph(texts.get("motive-comment"), &comment),
    ];
    let told = vec![texts.get("motive-help").to_owned()];
    let boxed = Boxed::Motive { id: form.id, motive };
    show(model, boxed, words::capitalised(words::motive(texts, motive)), told, fields);
    Vec::new()
}

/// Sends what the box of a motive says, or says what is wrong with it.
pub(super) fn send(model: &mut Model, motive: Motive, fields: &FieldsBox) -> Sent {
    let texts = model.texts;
    let Some(target) = target(model) else { return Err(texts.get("list-reading").to_owned()) };
    let mut lines = fields.fields.iter();
    let day = lines.next().map(Field::typed).unwrap_or_default();
    let comment = lines.next().and_then(Field::whole_text).map(|text| text.trim().to_owned());
    let effective_from = match day {
        "" => None,
        typed => {
            Some(entry::day(typed).map_err(|fault| words::entry(texts, texts.get("motive-from"), &fault))?)
        }
    };
    let job = model.new_job();
    let said = Some(Said { effective_from, comment });
    Ok((job, vec![Effect::Ask(job, Ask::Motive { target, motive, said })]))
}

/// Asks whether a motive is to be taken out with all that it changes.
pub(super) fn ask_remove(model: &mut Model, motive: Motive) -> Vec<Effect> {
    let Some(form) = model.writing.form() else { return Vec::new() };
    let Some(known) = cause(form, motive).cloned() else { return Vec::new() };
    let (texts, id) = (model.texts, form.id);
    if !is_open(model) {
        return Vec::new();
    }
    let fields = words::fields(texts, &known.fields);
    let told = match known.fields.is_empty() {
        true => texts.get("motive-remove-comment").to_owned(),
        false => texts.format("motive-remove", &[("fields", fields.into())]),
    };
    show(
        model,
        Boxed::NoMotive { id, motive },
        words::capitalised(words::motive(texts, motive)),
        vec![told],
        Vec::new(),
    );
    Vec::new()
}

/// Takes a motive out.
pub(super) fn remove(model: &mut Model, motive: Motive) -> Sent {
    let Some(target) = target(model) else { return Err(model.texts.get("list-reading").to_owned()) };
    let job = model.new_job();
    Ok((job, vec![Effect::Ask(job, Ask::Motive { target, motive, said: None })]))
}

fn target(model: &Model) -> Option<Target> {
    super::target(model).filter(|target| target.amendment.is_some())
}
