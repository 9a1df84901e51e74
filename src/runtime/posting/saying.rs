//! What a mail says of what happened, by the names of the variables of its text.

use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use crate::app::words;
use crate::domain::alert::{Change, Event, Happening, Said};
use crate::domain::convention::StepKind;
use crate::domain::form::Value;
use crate::i18n::Texts;

/// The variables of one mail but the name of who reads it: what is said of the file, then what happened.
pub fn variables(texts: Texts, happening: &Happening, said: &Said, link: Option<&str>) -> Json {
    let mut all = json!(said);
    let Json::Object(names) = &mut all else { return all };
    if let Some(convention) = names.get_mut("convention").and_then(Json::as_object_mut) {
        for name in ["dateDebut", "dateFin"] {
            let day = convention.get(name).and_then(Json::as_str).and_then(|day| day.parse().ok());
            convention
                .insert(name.to_owned(), day.map(|day| words::date(texts, day)).unwrap_or_default().into());
        }
        if convention.get("confidentiel").and_then(Json::as_bool) == Some(true) {
            for name in ["sujet", "fonction", "tempsTravailComment"] {
                convention.insert(name.to_owned(), texts.get("value-masked").into());
            }
        }
        let number = convention.get("numero").map(ToString::to_string).unwrap_or_default();
        let link = link.map(|link| link.replace("{numero}", &number)).unwrap_or_default();
        convention.insert("lien".to_owned(), link.into());
    }
    if let Some(student) = names.get_mut("etudiant").and_then(Json::as_object_mut) {
        student.entry("tel").or_insert_with(|| "".into());
    }
    let told = &happening.told;
    let by = happening.by.clone().unwrap_or_default();
    let day = |text: &Option<String>| {
        let day = text.as_deref().and_then(|text| text.parse::<NaiveDate>().ok());
        day.map(|day| words::date(texts, day)).unwrap_or_default()
    };
    let returned = happening.event == Event::Returned;
    let changes: Vec<String> =
        happening.changes.iter().filter_map(|change| change_said(texts, change, returned)).collect();
    let corrected = happening
        .changes
        .iter()
        .any(|change| change.field == "file_state" && change.from.as_str() == Some("to_correct"));
    let step = told.step.as_deref().and_then(StepKind::from_code);
    let more = json!({
        "avenant": { "numero": happening.amendment.or(told.amendment) },
        "modifiePar": { "nom": by.surname, "prenom": by.given_name },
        "lienEvaluationTuteur": "",
        "motif": happening.reason,
        "changements": changes,
        "constats": told.findings.iter().map(|one| words::finding(texts, &one.rule, &one.figures)).collect::<Vec<_>>(),
        "attente": { "etape": step.map(|step| words::step(texts, step)).unwrap_or_default(), "depuis": day(&told.since) },
        "fermeture": { "date": day(&told.on) },
        "remise": { "nom": told.name, "adresse": told.address, "objet": told.subject, "cause": told.why },
        "corrigee": corrected,
    });
    if let Json::Object(more) = more {
        names.extend(more);
    }
    all
}

/// A change on one line: `fin : 30/06/2026 → 15/07/2026`; of a return, what is to be corrected.
fn change_said(texts: Texts, change: &Change, returned: bool) -> Option<String> {
    if returned {
        return change.field.starts_with("return.").then(|| written(&change.to)).flatten();
    }
    if matches!(change.field.as_str(), "file_state" | "corrected") || change.field.starts_with("step.") {
        return None;
    }
    let field = words::field(texts, &change.field);
    if change.hidden {
        return Some(texts.format("mail-changed", &[("field", field.into())]));
    }
    let (from, to) = (written(&change.from), written(&change.to));
    let about = [
        ("field", field.into()),
        ("from", words::value(texts, &change.field, from.as_deref()).into_owned().into()),
        ("to", words::value(texts, &change.field, to.as_deref()).into_owned().into()),
    ];
    Some(texts.format("mail-changed-to", &about))
}

/// A value as the history writes it; nothing for none.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::List(_) => None,
        Value::Flag(yes) => Some(yes.to_string()),
        Value::Whole(number) => Some(number.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Text(text) => Some(text.clone()),
    }
}
