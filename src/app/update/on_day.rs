//! The file in hand as it was, or will be, on a day.

use super::super::action::Arg;
use super::super::effect::{Ask, Effect};
use super::super::message::JobId;
use super::super::model::{Level, Model};
use super::super::overlay::{Overlay, ReaderBox, ReaderText};
use super::super::pane::convention;
use super::super::words;
use super::boxes::day;
use crate::domain::amendment::FileAt;

/// Asks for the file in hand on the day that is given.
pub fn ask(model: &mut Model, arg: Option<Arg>) -> Vec<Effect> {
    let texts = model.texts;
    let Some((id, subject)) = model.list.row().map(|row| (row.id, format!("{} {}", row.id, row.student)))
    else {
        return Vec::new();
    };
    let Some(on) = arg.and_then(|arg| match arg {
        Arg::Text(text) => day(model, text.trim()),
        _ => None,
    }) else {
        let text = texts.get("said-day-bad").to_owned();
        model.say(Level::Warning, text);
        return Vec::new();
    };
    let job = model.new_job();
    let title = texts.format("reader-on-day", &[("date", words::date(texts, on).into())]);
    model.overlay = Some(Overlay::Reader(ReaderBox {
        text: ReaderText::Told(title, Vec::new()),
        subject: Some(subject),
        loading: Some(job),
        scroll: 0,
    }));
    vec![Effect::Ask(job, Ask::OnDay(id, on))]
}

/// It has come: it is read in the box that waits for it.
pub fn came(model: &mut Model, job: JobId, id: i32, file: Option<&FileAt>) -> Vec<Effect> {
    let texts = model.texts;
    let Some(Overlay::Reader(reader)) = &mut model.overlay else { return Vec::new() };
    if reader.loading.take_if(|awaited| *awaited == job).is_none() {
        return Vec::new();
    }
    match (file, &mut reader.text) {
        (Some(file), ReaderText::Told(_, lines)) => {
            let line = |(label, value): (String, String)| {
                texts.format("pair", &[("label", label.into()), ("value", value.into())])
            };
            *lines = convention::on_day(texts, file).into_iter().map(line).collect();
        }
        _ => {
            model.overlay = None;
            let text = texts.format("said-file-not-found", &[("id", id.to_string().into())]);
            model.say(Level::Warning, text);
        }
    }
    Vec::new()
}
