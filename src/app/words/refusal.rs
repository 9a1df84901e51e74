//! Why the database refuses: one clear sentence a code, and what to do next.

use super::{COMMA, capitalised, date, field, fields, function, grantors, right, rules, step, verb};
use chrono::NaiveDate;

use crate::domain::act::Refusal;
use crate::i18n::{Texts, Value};

/// The sentence of a refusal about the convention of that number.
pub fn refusal(texts: Texts, refusal: &Refusal, id: i32) -> String {
    let about = &refusal.about;
    let somebody = || texts.get("somebody").to_owned();
    let known = texts.find(&format!("refused-{}", refusal.code)).is_some();
    let name = match refusal.code.as_str() {
        "GU004" if about.amendment.is_some() => "refusal-GU004-amendment".to_owned(),
        "GU004" if about.state.is_none() => "refusal-GU004-nothing".to_owned(),
        "GU006" if about.at.is_none() => "refusal-GU006-nobody".to_owned(),
        "GU016" if about.field.is_none() => "refusal-GU016-some".to_owned(),
        "GU009" if about.supervisor.is_none() => "refusal-GU009-nobody".to_owned(),
        code if known => format!("refusal-{code}"),
        _ => "refusal-unknown".to_owned(),
    };
    let step_word = about.step.map(|kind| step(texts, kind)).unwrap_or_default();
    let at_start = refusal.code == "GU005";
    let day = |day: Option<NaiveDate>| day.map(|day| date(texts, day)).unwrap_or_default();
    let numbers: Vec<String> = about.amendments.iter().map(i32::to_string).collect();
    let named = about.field.as_deref().or(about.kind.as_deref());
    let args: [(&str, Value<'_>); 28] = [
        ("id", id.to_string().into()),
        (
            "code",
            if at_start { about.step.map(|kind| kind.code()) } else { Some(refusal.code.as_str()) }.into(),
        ),
        ("by", about.by.clone().unwrap_or_else(somebody).into()),
        ("at", about.at.map(|at| texts.moment(at)).unwrap_or_default().into()),
        ("verb", about.verb.as_deref().map_or(verb(texts, "edit"), |done| verb(texts, done)).into()),
        ("step", if at_start { capitalised(step_word) } else { step_word.to_owned() }.into()),
        ("state", about.state.map(|state| super::file_state(texts, state)).into()),
        ("supervisor", about.supervisor.clone().unwrap_or_else(somebody).into()),
        ("rules", rules(texts, &about.rules).into()),
        ("missing", fields(texts, &about.missing).into()),
        ("start", day(about.start).into()),
        ("until", day(about.until).into()),
        ("from", day(about.from).into()),
        ("end", day(about.end).into()),
        ("kind", about.kind.as_deref().into()),
        ("motive", about.motive.map(|motive| capitalised(super::motive(texts, motive))).into()),
        ("amendment", about.amendment.map(|state| super::amendment_state(texts, state)).into()),
        ("amendments", numbers.join(COMMA).into()),
        ("right", about.right.as_deref().map_or("?", |name| right(texts, name)).into()),
        ("function", about.function.as_deref().map_or("?", |name| function(texts, name)).into()),
        ("grantors", grantors(texts, &about.grantors).into()),
        ("documents", about.documents.join(COMMA).into()),
        ("etape", about.etape.as_deref().into()),
        ("name", about.name.as_deref().into()),
        ("number", about.number.map(|number| number.to_string()).into()),
        ("count", about.count.unwrap_or_default().into()),
        ("centre", about.centre.as_deref().into()),
        ("field", named.map_or("?".into(), |name| field(texts, name).into_owned()).into()),
    ];
    texts.format(&name, &args)
}

/// The same for several conventions, after their number: `étape précédente manquante`.
pub fn refusal_kind(texts: Texts, code: &str) -> &'static str {
    texts.find(&format!("refused-{code}")).or_else(|| texts.find("refused-unknown")).unwrap_or_default()
}
