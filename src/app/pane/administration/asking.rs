//! The boxes of what is asked for with each file, and of the templates of conventions.

use super::form::{Form, of};
use crate::app::overlay::{Field, FieldsBox, Ticking};
use crate::app::words;
use crate::domain::access::{APPLIES, Asked, Change, NEEDED_FOR, Template};
use crate::domain::form::LANGUAGES;
use crate::i18n::Texts;

/// Nothing waits for a document.
pub(super) const NOTHING: &str = "nothing";

/// Codes with their names, of which one is ticked.
fn one_of(texts: Texts, label: &'static str, prefix: &str, codes: &[&str], ticked: &str) -> Field {
    let option = |code: &&str| ((*code).to_owned(), words::coded(texts, prefix, code).to_owned());
    let options = codes.iter().map(option).collect();
    Field::choice(texts.get(label), options, &[ticked.to_owned()], Ticking::One)
}

/// A document that is asked for: the one there is, or another.
pub(super) fn asked(texts: Texts, centre: Option<String>, title: String, known: Option<&Asked>) -> FieldsBox {
    let mut needed = vec![NOTHING];
    needed.extend(NEEDED_FOR);
    let needed_for = known.and_then(|known| known.needed_for.as_deref()).unwrap_or(NOTHING);
    let mut fields = vec![
        Field::text(texts.get("asked-label"), known.map_or("", |known| known.label.as_str())),
        one_of(
            texts,
            "asked-applies",
            "applies",
            &APPLIES,
            known.map_or(APPLIES[0], |known| known.applies.as_str()),
        ),
        one_of(texts, "asked-needed-for", "needed-for", &needed, needed_for),
        Field::yes_or_no(texts, "asked-expires", known.is_some_and(|known| known.expires)),
    ];
    if let Some(known) = known {
        fields.push(Field::yes_or_no(texts, "asked-retired", known.retired));
    }
    let form = Form::Asked { centre, label: known.map(|known| known.label.clone()) };
    of(form, title, Vec::new(), fields)
}

/// A template: the one there is, which is taken out of use or into it again, or another.
pub(super) fn template(
    texts: Texts,
    centre: Option<String>,
    title: String,
    known: Option<&Template>,
) -> FieldsBox {
    if let Some(known) = known {
        let template = Template { retired: !known.retired, ..known.clone() };
        let name = words::template_of(texts, known);
        let told = texts.format(
            if known.retired { "template-will-come" } else { "template-will-go" },
            &[("template", name.into())],
        );
        return of(Form::Confirm(Change::SetTemplate { centre, template }), title, vec![told], Vec::new());
    }
    let fields = vec![
        Field::text(texts.get("template-type"), ""),
        one_of(texts, "template-language", "spoken", &LANGUAGES, LANGUAGES[0]),
        Field::text(texts.get("template-name"), ""),
    ];
    of(Form::Template(centre), title, vec![texts.get("template-told").to_owned()], fields)
}
