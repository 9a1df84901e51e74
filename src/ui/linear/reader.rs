//! Texts to read, as lines to be said: a history, what changed since a return, the journal, what a bulk act did.

use super::voice::{Voice, plain};
use crate::app::acts::Report;
use crate::app::model::Level;
use crate::app::overlay::{ReaderBox, ReaderText};
use crate::app::words;
use crate::domain::act::{Change, HistoryEntry};
use crate::ui::notes;
use crate::ui::overlay::{changes, confirm};

/// Every line of a text.
pub(super) fn lines(voice: &Voice<'_>, reader: &ReaderBox) -> Vec<String> {
    let frame = &voice.frame;
    let (lines, empty) = match &reader.text {
        ReaderText::History(entries) => {
            // The latest first: that is what one looks for.
            (entries.iter().rev().flat_map(|entry| happened(voice, entry)).collect(), "reader-no-history")
        }
        ReaderText::Changes(found) => {
            (found.iter().map(|change| changed(voice, change)).collect::<Vec<_>>(), "reader-no-change")
        }
        ReaderText::Journal => {
            let said = voice.model().journal.iter().rev().map(|entry| {
                let sign = if entry.level == Level::Error { notes::sign(frame, entry.level) } else { "" };
                voice.join(
                    [&frame.texts.moment(entry.at), &format!("{sign} {}", entry.text)].map(String::as_str),
                )
            });
            (said.collect(), "reader-no-journal")
        }
        ReaderText::Told(_, told) | ReaderText::Before(_, told) => (told.clone(), "reader-no-journal"),
        ReaderText::Report(job) => {
            let Some(report) = voice.model().acts.report_of(*job) else { return Vec::new() };
            let Report { gesture, done, refused, left, .. } = report;
            let act = words::act_done(frame.texts, &gesture.act, gesture.is_of_amendments(), done.len());
            let what = words::so_many(frame.texts, gesture.is_of_amendments(), done.len());
            let args = [("what", what.into()), ("act", act.into())];
            let mut out = vec![frame.fill("said-done-many", &args)];
            for (id, count) in [("report-warned", report.warned()), ("report-left", *left)] {
                if count > 0 {
                    out.push(frame.fill(id, &[("count", count.into())]));
                }
            }
            if !refused.is_empty() {
                out.push(frame.fill("confirm-refused", &[("count", refused.len().into())]));
                out.extend(confirm::kinds(frame, refused.iter()).iter().map(plain));
            }
            let each = refused.iter().filter_map(|outcome| Some((outcome.refusal()?, outcome.id)));
            out.extend(each.map(|(refusal, id)| words::refusal(frame.texts, refusal, id)));
            (out, "reader-no-journal")
        }
    };
    if lines.is_empty() { vec![frame.say(empty).to_owned()] } else { lines }
}

/// Who did what, when and why, then each field.
fn happened(voice: &Voice<'_>, entry: &HistoryEntry) -> Vec<String> {
    let frame = &voice.frame;
    let who = words::who(frame.texts, entry.by.as_deref());
    let did = format!("{who} {}", words::verb(frame.texts, &entry.verb));
    let reason = entry.reason.as_deref().filter(|reason| !reason.is_empty());
    let reason = reason.map(|reason| frame.fill("confirm-reason", &[("reason", reason.into())]));
    let head =
        voice.join([&frame.texts.moment(entry.at), &did, &reason.unwrap_or_default()].map(String::as_str));
    std::iter::once(head).chain(entry.changes.iter().map(|change| changed(voice, change))).collect()
}

fn changed(voice: &Voice<'_>, change: &Change) -> String {
    let (field, from, to) = changes::values(&voice.frame, change);
    match from {
        Some(from) => voice
            .frame
            .fill("linear-change", &[("field", field.into()), ("from", from.into()), ("to", to.into())]),
        None => voice.pair(&field, &to),
    }
}
