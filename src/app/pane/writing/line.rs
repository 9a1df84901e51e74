//! A field as it stands in its box: typed, ticked, or found on a month; and how it is typed.

use chrono::NaiveDate;

use super::typed;
use crate::app::model::Model;
use crate::app::overlay::{Field as Line, Ticking};
use crate::app::words;
use crate::domain::form::{Field, FileForm, Kind};
use crate::i18n::Texts;

/// What is typed or ticked for a field.
pub(super) fn line(model: &Model, field: &Field, form: &FileForm, unsent: Option<&str>) -> Line {
    let texts = model.texts;
    let label = label(texts, field.code);
    let value = form.value(field.code);
    // What was chosen before it was retired can be seen, and stays.
    let choice = |mut options: Vec<(String, String)>, ticked: Option<String>| {
        if let Some(code) = ticked.iter().find(|code| options.iter().all(|(known, _)| known != *code)) {
            options.push((code.clone(), typed::shown(texts, field, form).unwrap_or_else(|| code.clone())));
        }
        Line::choice(&label, options, ticked.as_slice(), Ticking::One)
    };
    match field.kind {
        Kind::Flag => {
            let options = [("true", "value-yes"), ("false", "value-no")];
            let options = options.map(|(code, id)| (code.to_owned(), texts.get(id).to_owned()));
            choice(options.to_vec(), value.as_bool().map(|yes| yes.to_string()))
        }
        Kind::Code(codes) => {
            let offered =
                |code: &&&str| field.code != "language" || form.languages.iter().any(|known| known == **code);
            let option =
                |code: &&str| ((*code).to_owned(), words::option(texts, field.code, code).to_owned());
            choice(codes.iter().filter(offered).map(option).collect(), value.as_str().map(str::to_owned))
        }
        Kind::Codes(codes) => {
            let option =
                |code: &&str| ((*code).to_owned(), words::option(texts, field.code, code).to_owned());
            let options = codes.iter().map(option).collect();
            Line::choice(&label, options, &form.codes(field.code), Ticking::Many)
        }
        Kind::Template => {
            let option =
                |(id, name): &(i32, String)| (id.to_string(), words::template(texts, name).to_owned());
            let standard = form.templates.iter().find(|(_, name)| name.is_empty());
            let chosen = value.as_id().or(standard.map(|(id, _)| *id)).map(|id| id.to_string());
            choice(form.templates.iter().map(option).collect(), chosen)
        }
        Kind::Entry(list) => {
            let entries = model.writing.lists.iter().flat_map(|lists| &lists.entries);
            let entries = entries.filter(|entry| entry.list == list);
            let options = entries.map(|entry| (entry.id.to_string(), entry.label.clone()));
            choice(options.collect(), value.as_id().map(|id| id.to_string()))
        }
        kind => {
            let text = unsent.map_or_else(|| words::typed(texts, field, value), str::to_owned);
            match kind {
                Kind::Text(_) => Line::paragraph(label, &text),
                Kind::Day | Kind::Periods | Kind::Days => Line::day(label, &text, near(model, form)),
                _ => Line::text(label, &text),
            }
        }
    }
}

/// Where the month stands while no day is typed: at the other end of the internship, else today.
fn near(model: &Model, form: &FileForm) -> NaiveDate {
    let known = ["start_date", "end_date"].into_iter().find_map(|code| form.value(code).as_day());
    known.unwrap_or(model.today)
}

/// How a field is typed, where that does not go without saying.
pub(super) fn help(field: &Field) -> Option<&'static str> {
    Some(match field.kind {
        Kind::Periods => "writing-help-periods",
        Kind::Days => "writing-help-days",
        Kind::Weeks => "writing-help-weeks",
        Kind::Irregular => "writing-help-irregular",
        Kind::Day => "writing-help-day",
        Kind::Hours(_) if field.code == "total_hours" => "writing-help-total",
        Kind::Hours(_) => "writing-help-hours",
        Kind::Amount => "writing-help-amount",
        _ => return None,
    })
}

/// What a field is called where it is written.
pub(super) fn label(texts: Texts, code: &str) -> String {
    words::capitalised(&words::field(texts, code))
}
