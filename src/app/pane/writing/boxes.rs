//! The boxes in which a file is written: a field's own, the reason of a change, a host that is not there yet.

use chrono::NaiveDate;

use super::typed::{self, read};
use super::{group, pick, save};
use crate::app::effect::{Ask, Effect};
use crate::app::entry;
use crate::app::message::JobId;
use crate::app::model::{Level, Model};
use crate::app::overlay::{Field as Line, FieldsBox, Overlay, Purpose, Ticking};
use crate::app::words;
use crate::domain::act::{About, Refusal, Target};
use crate::domain::form::{FIELDS, Field, FileForm, Kind, Made, Newcomer, Value, Values, place};
use crate::i18n::Texts;

/// What is asked of a host that is not there yet, in order.
const ORGANISATION: &[&str] = &["name", "siret", "address", "postal_code", "town", "activity"];
const SERVICE: &[&str] = &["name", "address", "postal_code", "town", "phone"];
const CONTACT: &[&str] = &["surname", "given_name", "job_title", "mail", "phone"];

/// What a box is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Boxed {
    /// A field.
    Field(&'static str),
    /// The reason of a change that was picked.
    Reason(&'static str, Value),
    /// Who or what a field refers to, and is not there yet.
    Host(&'static str, Newcomer),
    /// For which students drafts are made, like this file.
    Group(i32),
    /// Whether a draft is to be deleted.
    Delete(Target),
}

fn asked(newcomer: Newcomer) -> (&'static [&'static str], &'static str) {
    match newcomer {
        Newcomer::Organisation => (ORGANISATION, "pick-new-host"),
        Newcomer::Service(_) => (SERVICE, "pick-new-service"),
        Newcomer::Contact(_) => (CONTACT, "pick-new-contact"),
    }
}

fn show(model: &mut Model, boxed: Boxed, title: String, told: Vec<String>, fields: Vec<Line>) {
    model.overlay = Some(Overlay::Fields(FieldsBox::new(Purpose::Writing(boxed), title, told, fields)));
}

fn label(texts: Texts, code: &str) -> String {
    words::capitalised(&words::field(texts, code))
}

/// Opens the box of the field in hand, or the list that it is chosen from.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let field = model.writing.field();
    let Some(form) = model.writing.form().cloned() else { return Vec::new() };
    if !form.is_open() {
        let about = About { grantors: grantors(model), ..lacking() };
        let refusal = Refusal { code: form.verdict.clone(), about };
        let text = words::refusal(model.texts, &refusal, form.id);
        model.say(Level::Warning, text);
        return Vec::new();
    }
    if let Kind::Reference(reference) = field.kind {
        return pick::open_field(model, field.code, reference);
    }
    let texts = model.texts;
    let unsent = model.writing.unsent(form.id, field.code).map(str::to_owned);
    let line = line(model, field, &form, unsent.as_deref());
    let told = unsent.is_some().then_some("writing-unsent").into_iter().chain(help(field));
    let told = told.map(|id| texts.get(id).to_owned()).collect();
    let reason = form.takes_reason().then(|| Line::text(texts.get("form-reason"), ""));
    let fields = std::iter::once(line).chain(reason).collect();
    show(model, Boxed::Field(field.code), format!("{} {}", form.id, form.student), told, fields);
    Vec::new()
}

/// What a person who may change nothing here lacks.
fn lacking() -> About {
    About { function: Some("CONVENTION".into()), right: Some("modify".into()), ..About::default() }
}

fn grantors(model: &Model) -> Vec<String> {
    model.person.as_ref().map(|person| person.grantors.clone()).unwrap_or_default()
}

/// What is typed or ticked for a field.
fn line(model: &Model, field: &Field, form: &FileForm, unsent: Option<&str>) -> Line {
    let texts = model.texts;
    let label = label(texts, field.code);
    let value = form.value(field.code);
    let choice = |options: Vec<(String, String)>, ticked: Option<String>| {
        Line::choice(&label, options, ticked.as_slice(), Ticking::One)
    };
    match field.kind {
        Kind::Flag => {
            let options = [("true", "value-yes"), ("false", "value-no")];
            let options = options.map(|(code, id)| (code.to_owned(), texts.get(id).to_owned()));
            choice(options.to_vec(), value.as_bool().map(|yes| yes.to_string()))
        }
        Kind::Code(codes) => {
            let option =
                |code: &&str| ((*code).to_owned(), words::option(texts, field.code, code).to_owned());
            choice(codes.iter().map(option).collect(), value.as_str().map(str::to_owned))
        }
        Kind::Entry(list) => {
            let entries = model.writing.lists.iter().flat_map(|lists| &lists.entries);
            let entries = entries.filter(|entry| entry.list == list);
            let options = entries.map(|entry| (entry.id.to_string(), entry.label.clone()));
            choice(options.collect(), value.as_id().map(|id| id.to_string()))
        }
        kind => {
            let text = unsent.map_or_else(|| typed::typed(texts, field, value), str::to_owned);
            match kind {
                Kind::Text(_) => Line::paragraph(label, &text),
                Kind::Day => Line::day(label, &text, near(model, form)),
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
fn help(field: &Field) -> Option<&'static str> {
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

/// Asks for the reason of a change that was picked.
pub(super) fn open_reason(model: &mut Model, code: &'static str, value: Value) -> Vec<Effect> {
    let texts = model.texts;
    let fields = vec![Line::text(texts.get("form-reason"), "")];
    show(model, Boxed::Reason(code, value), label(texts, code), Vec::new(), fields);
    Vec::new()
}

/// Asks who or what the host is that is not there yet.
pub(super) fn open_host(model: &mut Model, code: &'static str, newcomer: Newcomer) -> Vec<Effect> {
    let texts = model.texts;
    let (asked, title) = asked(newcomer);
    let fields = asked.iter().map(|name| Line::text(words::coded(texts, "host", name), "")).collect();
    let help = matches!(newcomer, Newcomer::Service(_)).then(|| texts.get("writing-help-service").to_owned());
    show(model, Boxed::Host(code, newcomer), texts.get(title).to_owned(), Vec::from_iter(help), fields);
    Vec::new()
}

type Sent = Result<(JobId, Vec<Effect>), String>;

/// Takes what a box says, or says what is wrong with it. It stays until the answer.
pub fn submit(model: &mut Model, boxed: Boxed, mut fields: FieldsBox) -> Vec<Effect> {
    let sent = match boxed {
        _ if fields.sending.is_some() => Ok((JobId(0), Vec::new())),
        Boxed::Field(code) => send_field(model, code, &fields),
        Boxed::Reason(code, value) => reason(model, fields.fields.first()).map(|reason| {
            save::save(model, Some(code), Values::from_iter([(code.to_owned(), value)]), Some(reason))
        }),
        Boxed::Host(_, newcomer) => Ok(send_host(model, newcomer, &fields)),
        Boxed::Group(like) => {
            let text = fields.fields.first().and_then(Line::whole_text).unwrap_or_default();
            group::send(model, like, &text)
        }
        Boxed::Delete(target) => {
            let job = model.new_job();
            Ok((job, vec![Effect::Ask(job, Ask::Delete(target))]))
        }
    };
    let effects = match sent {
        Ok((job, effects)) => {
            if !effects.is_empty() {
                fields.sending = Some(job);
            }
            effects
        }
        Err(why) => {
            fields.error = Some(why);
            Vec::new()
        }
    };
    model.overlay = Some(Overlay::Fields(fields));
    effects
}

fn reason(model: &Model, line: Option<&Line>) -> Result<String, String> {
    match line.map(Line::typed).unwrap_or_default() {
        "" => Err(model.texts.get("said-reason-empty").to_owned()),
        given => Ok(given.to_owned()),
    }
}

fn send_field(model: &mut Model, code: &'static str, fields: &FieldsBox) -> Sent {
    let texts = model.texts;
    let field = place(code).and_then(|at| FIELDS.get(at));
    let (Some(form), Some(field), Some(line)) = (model.writing.form(), field, fields.fields.first()) else {
        return Err(texts.get("list-reading").to_owned());
    };
    let why = if form.takes_reason() { Some(reason(model, fields.fields.get(1))?) } else { None };
    let ticked = line.ticked().into_iter().next();
    let text = line.whole_text().unwrap_or_default();
    let value = match field.kind {
        Kind::Flag => ticked.map_or(Value::Null, |code| Value::Flag(code == "true")),
        Kind::Code(_) => ticked.map_or(Value::Null, Value::from),
        Kind::Entry(_) => ticked.and_then(|id| id.parse::<i32>().ok()).map_or(Value::Null, Value::from),
        _ => read(field, &text, form).map_err(|fault| words::entry(texts, &label(texts, code), &fault))?,
    };
    let changes = match code {
        "total_hours" => form.total(value),
        _ => {
            let mut changes = Values::from_iter([(code.to_owned(), value)]);
            // "600/mois" says both; an amount alone is by the hour, unless something else was said before.
            let says_unit = text.contains('/') || form.value("gratification_unit").is_null();
            if let (true, "gratification_amount", Ok((_, unit))) = (says_unit, code, entry::amount(&text)) {
                changes.insert("gratification_unit".to_owned(), unit.code().into());
            }
            changes
        }
    };
    Ok(save::save(model, Some(code), changes, why))
}

fn send_host(model: &mut Model, newcomer: Newcomer, fields: &FieldsBox) -> (JobId, Vec<Effect>) {
    let job = model.new_job();
    let Some(form) = model.writing.form() else { return (job, Vec::new()) };
    let given = asked(newcomer).0.iter().zip(&fields.fields).filter(|(_, line)| !line.typed().is_empty());
    let details = given.map(|(name, line)| ((*name).to_owned(), line.typed().into())).collect();
    (job, vec![Effect::Ask(job, Ask::AddHost { newcomer, centre: form.centre_id, details })])
}

/// A host, a service or somebody was added, or not: the field that asked for it takes it.
pub fn added(model: &mut Model, job: JobId, made: Made) -> Vec<Effect> {
    let Some(Overlay::Fields(fields)) = &mut model.overlay else { return Vec::new() };
    let Purpose::Writing(Boxed::Host(code, _)) = fields.purpose else { return Vec::new() };
    if fields.sending != Some(job) {
        return Vec::new();
    }
    let refusal = match made {
        Ok(id) => {
            model.overlay = None;
            return pick::choose(model, code, id.into());
        }
        Err(refusal) => refusal,
    };
    let said = match &refusal.about.field {
        Some(name) => {
            let field = words::coded(model.texts, "host", name).to_owned();
            model.texts.format("writing-host-refused", &[("field", field.into())])
        }
        None => words::refusal(model.texts, &refusal, model.writing.wanted.unwrap_or_default()),
    };
    (fields.sending, fields.error) = (None, Some(said));
    Vec::new()
}

/// The field whose text is in a box: itself, and the text.
fn in_hand(fields: &FieldsBox) -> Option<(&'static str, String)> {
    let Purpose::Writing(Boxed::Field(code)) = fields.purpose else { return None };
    Some((code, fields.fields.first()?.whole_text()?))
}

/// Whether a text is not what the file says already.
fn is_unsent(model: &Model, code: &str, text: &str) -> bool {
    let (Some(form), Some(at)) = (model.writing.form(), place(code)) else { return !text.is_empty() };
    text.trim() != typed::typed(model.texts, &FIELDS[at], form.value(code)).trim()
}

/// Keeps what was typed in a box that closes without being taken.
pub fn keep(model: &mut Model, fields: &FieldsBox) {
    let Some(((code, text), id)) = in_hand(fields).zip(model.writing.wanted) else { return };
    if is_unsent(model, code, &text) {
        model.writing.keep(id, code, &text);
    } else {
        model.writing.forget(id, code);
    }
}

/// What is typed in the open box and not with the database: its file, its field, and the text.
pub fn unsent(model: &Model) -> Option<(i32, &'static str, String)> {
    let Some(Overlay::Fields(fields)) = &model.overlay else { return None };
    let (code, text) = in_hand(fields)?;
    is_unsent(model, code, &text).then_some((model.writing.wanted?, code, text))
}

/// The file with what is being typed in it, where that makes sense so far: totals follow the hand.
pub fn as_typed(model: &Model) -> Option<FileForm> {
    let form = model.writing.form()?;
    let Some(Overlay::Fields(fields)) = &model.overlay else { return None };
    let (code, text) = in_hand(fields)?;
    let value = read(&FIELDS[place(code)?], &text, form).ok()?;
    let written = match code {
        "total_hours" => form.total(value),
        _ => Values::from_iter([(code.to_owned(), value)]),
    };
    Some(form.with(&written))
}

/// Empties the field in hand.
pub(super) fn clear(model: &mut Model) -> Vec<Effect> {
    let field = model.writing.field();
    let emptied = typed::empty(field);
    match model.writing.form() {
        Some(form) if form.is_open() && *form.value(field.code) != emptied => {
            pick::choose(model, field.code, emptied)
        }
        Some(form) if !form.is_open() => open(model),
        _ => Vec::new(),
    }
}
