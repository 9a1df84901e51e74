//! The history of a convention, for people: who, what, when, why, field by field.

use super::super::labels::flat;
use crate::app::words;
use crate::domain::act::{Change, HistoryEntry};
use crate::i18n::Texts;

/// Every entry, oldest first.
pub fn text(texts: Texts, entries: &[HistoryEntry]) -> String {
    let pair = |label: &str, value: String| {
        format!("      {}", texts.format("pair", &[("label", label.into()), ("value", value.into())]))
    };
    let mut lines = Vec::new();
    for entry in entries {
        let (at, who) = (texts.moment(entry.at), words::who(texts, entry.by.as_deref()));
        let did = words::verb(texts, &entry.verb);
        lines.push(format!("{:>4}  {at}  {} {did}", entry.seq, flat(&who)));
        if let Some(reason) = entry.reason.as_deref().filter(|reason| !reason.is_empty()) {
            lines.push(pair(texts.get("inspect-reason"), flat(reason)));
        }
        let changes = entry.changes.iter();
        lines.extend(
            changes.map(|change| pair(&words::field(texts, &change.field), before_and_after(texts, change))),
        );
    }
    lines.join("\n")
}

fn before_and_after(texts: Texts, change: &Change) -> String {
    if change.masked {
        return texts.get("value-masked").to_owned();
    }
    let value = |value: Option<&str>| flat(&words::value(texts, &change.field, value));
    format!("{} -> {}", value(change.from.as_deref()), value(change.to.as_deref()))
}
