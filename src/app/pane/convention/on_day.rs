//! A file on a day: what is in force, and what only validated amendments would change.

use crate::app::pane::writing::shown;
use crate::app::words;
use crate::domain::amendment::FileAt;
use crate::domain::form::{FIELDS, FileForm};
use crate::i18n::Texts;

/// Labels and values: the amendments that hold, then every field that says something.
pub fn on_day(texts: Texts, file: &FileAt) -> Vec<(String, String)> {
    let amendments = file.amendments.iter().map(|amendment| {
        (texts.get("inspect-amendment").to_owned(), words::amendment_stands(texts, amendment))
    });
    let fields = FIELDS.iter().map(|field| {
        let told = |form: &FileForm| shown(texts, field, form).unwrap_or_default();
        let (in_force, projected) = (told(&file.in_force), told(&file.projected));
        let value = if in_force == projected {
            in_force
        } else {
            let args = [("in-force", in_force.into()), ("projected", projected.into())];
            texts.format("inspect-projected", &args)
        };
        (words::capitalised(&words::field(texts, field.code)), value)
    });
    amendments.chain(fields).filter(|(_, value)| !value.is_empty()).collect()
}
