//! A student or an enrolment that no source tells, typed by hand: the file says so until a source does.

use crate::app::begun;
use crate::app::effect::{Ask, CreatedFor, Effect};
use crate::app::model::Model;
use crate::app::overlay::{Field as Line, FieldsBox, Purpose, Ticking};
use crate::app::pane::writing::boxes::{Boxed, Sent};
use crate::app::words;
use crate::domain::student::StudentNumber;
use crate::domain::student::intake::{Intake, IntakeEtape};
use crate::i18n::Texts;

/// What is asked, in order; the type of convention follows where its list has come.
const ASKED: [&str; 6] = ["student_number", "surname", "given_name", "mail", "etape", "year"];

/// Years in which a student may be enrolled, as the database bounds them.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// Opens the box, with the number where it is known; the draft will be like another file.
pub(in crate::app::pane::writing) fn open(model: &mut Model, like: Option<i32>, number: &str) -> Vec<Effect> {
    let texts = model.texts;
    let year = model.person.as_ref().map(|person| person.establishment.year_of(model.today));
    let line = |name: &&str| {
        let known = match *name {
            "student_number" => number.to_owned(),
            "year" => year.map(|year| year.to_string()).unwrap_or_default(),
            _ => String::new(),
        };
        Line::text(label(texts, name), &known)
    };
    let mut fields: Vec<Line> = ASKED.iter().map(line).collect();
    let types = model.writing.lists.iter().flat_map(|lists| &lists.entries);
    let types: Vec<(String, String)> = types
        .filter(|entry| entry.list == "convention_type")
        .map(|entry| (entry.id.to_string(), entry.label.clone()))
        .collect();
    if !types.is_empty() {
        fields.push(Line::choice(label(texts, "type_id"), types, &[], Ticking::One));
    }
    let told = vec![texts.get("hand-told").to_owned()];
    let boxed = Boxed::Hand { number: number.to_owned(), like };
    let title = texts.get("hand-title").to_owned();
    begun::show(model, FieldsBox::new(Purpose::Writing(boxed), title, told, fields));
    Vec::new()
}

fn label(texts: Texts, name: &str) -> String {
    words::capitalised(&words::field(texts, name))
}

/// Sends what the box says, or says what is wrong with it.
pub(in crate::app::pane::writing) fn send(model: &mut Model, like: Option<i32>, fields: &FieldsBox) -> Sent {
    let texts = model.texts;
    let typed: Vec<&str> = fields.fields.iter().take(ASKED.len()).map(Line::typed).collect();
    let [number, surname, given_name, mail, etape, year] = typed[..] else { return Err(String::new()) };
    let wrong = |name: &str| texts.format("hand-wrong", &[("field", label(texts, name).into())]);
    let number = StudentNumber::parse(number).map_err(|_| wrong("student_number"))?;
    let named = [("surname", surname), ("given_name", given_name), ("etape", etape)];
    if let Some((name, _)) = named.iter().find(|(_, typed)| typed.is_empty()) {
        return Err(wrong(name));
    }
    // `2026/2027` is its first year.
    let first = year.split('/').next().unwrap_or_default().trim();
    let year = first.parse().ok().filter(|year| YEARS.contains(year)).ok_or_else(|| wrong("year"))?;
    let ticked = match fields.fields.get(ASKED.len()) {
        Some(line) => Some(line.ticked().into_iter().next().ok_or_else(|| wrong("type_id"))?),
        None => None,
    };
    let intake = Intake {
        number: number.to_string(),
        surname: surname.to_owned(),
        given_name: given_name.to_owned(),
        mail: Some(mail.to_owned()).filter(|mail| !mail.is_empty()),
        year,
        etape: IntakeEtape { code: etape.to_uppercase(), ..IntakeEtape::default() },
        type_id: ticked.and_then(|id| id.parse().ok()),
        ..Intake::default()
    };
    let job = model.new_job();
    Ok((job, vec![Effect::Ask(job, Ask::Create { enrolment: CreatedFor::Intake(Box::new(intake)), like })]))
}
