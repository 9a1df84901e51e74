//! Documents and templates in words: what a file is asked for, where each stands, and what is asked in a centre.

use std::borrow::Cow;

use super::{COMMA, capitalised, coded, date, field};
use crate::app::message::Unread;
use crate::domain::access::{Asked, Programme, Template};
use crate::domain::form::{Document, DocumentState, FileForm, Line};
use crate::domain::sheet::Step;
use crate::i18n::Texts;

/// Where a document stands: `reçue, valable jusqu’au 31/08/2026, attestation.pdf`.
pub fn document(texts: Texts, document: &Document) -> String {
    let state = coded(texts, "document-state", document.state.code());
    let mut told = vec![state.to_owned()];
    if document.state == DocumentState::Expected
        && let Some(needed) = &document.needed_for
    {
        told.push(coded(texts, "needed-for", needed).to_owned());
    }
    told.extend(document.reason.clone());
    if let Some(day) = document.valid_until {
        told.push(texts.format("document-valid", &[("day", date(texts, day).into())]));
    }
    told.extend(document.reference.clone());
    told.extend(document.file_name.clone());
    told.join(COMMA)
}

/// What stands on a line of a file is called.
pub fn line(texts: Texts, form: &FileForm, line: Line) -> String {
    let document = |at: usize| form.documents.get(at).map(|document| document.label.as_str().into());
    let name: Cow<'_, str> = match line {
        Line::Field(of) => field(texts, of.code),
        Line::Instructions => texts.get("line-instructions").into(),
        // A document is called as its centre wrote it.
        Line::Document(at) => return document(at).unwrap_or_default(),
        Line::Step(at) => form.steps.get(at).map(|step| step_name(texts, step)).unwrap_or_default(),
        Line::Motive(motive) => super::motive(texts, motive).into(),
        Line::History => texts.get("line-history").into(),
    };
    capitalised(&name)
}

/// What a step is called: as it was when the file was handed in.
pub fn step_name(texts: Texts, step: &Step) -> Cow<'_, str> {
    step.label.as_deref().map_or_else(|| super::step(texts, step.kind).into(), Into::into)
}

/// Who did a step, and when; nothing while it waits.
pub fn step_done(texts: Texts, step: &Step) -> Option<String> {
    let at = texts.moment(step.done_at?);
    let by = step.done_by.clone().unwrap_or_else(|| texts.get("somebody").to_owned());
    let args = [
        ("by", by.into()),
        ("at", at.into()),
        ("for", step.on_behalf_of.clone().unwrap_or_else(|| "none".to_owned()).into()),
    ];
    Some(texts.format("step-done", &args))
}

/// Why the file of a document cannot be taken.
pub fn unread(texts: Texts, unread: &Unread) -> String {
    match unread {
        Unread::Empty => texts.get("unread-empty").to_owned(),
        Unread::TooLong => texts.get("unread-too-long").to_owned(),
        Unread::Because(why) => texts.format("unread-because", &[("why", why.as_str().into())]),
    }
}

/// A document as a centre asks for it: `Assurance : à l’étranger, pour le dépôt, à durée limitée`.
pub fn asked(texts: Texts, asked: &Asked) -> String {
    let applies = coded(texts, "applies", &asked.applies);
    let mut told = Vec::from_iter(asked.retired.then(|| texts.get("asked-is-retired")));
    told.push(applies);
    told.extend(asked.needed_for.as_deref().map(|needed| coded(texts, "needed-for", needed)));
    told.extend(asked.expires.then(|| texts.get("asked-is-dated")));
    let args = [("label", asked.label.as_str().into()), ("told", told.join(COMMA).into())];
    texts.format("asked-told", &args)
}

/// What a template is called among those of one type and language.
pub fn template(texts: Texts, name: &str) -> &str {
    if name.is_empty() { texts.get("template-standard") } else { name }
}

/// A programme that a centre is in charge of: `M1INFO/101 Master 1 Informatique, depuis le 01/09/2026`.
pub fn programme(texts: Texts, known: &Programme) -> String {
    let name = format!("{} {}", known.code, known.label);
    match known.since {
        Some(day) => {
            let since = texts.format("programme-from", &[("day", date(texts, day).into())]);
            [name, since].join(COMMA)
        }
        None => name,
    }
}

/// A template with its type and language: `FI, français, modèle standard`.
pub fn template_of(texts: Texts, known: &Template) -> String {
    let kind = known.kind.as_deref().unwrap_or_else(|| texts.get("template-all-types"));
    let mut told = vec![kind, coded(texts, "spoken", &known.language), template(texts, &known.name)];
    told.extend(known.retired.then(|| texts.get("template-is-retired")));
    told.join(COMMA)
}
