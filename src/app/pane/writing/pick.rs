//! Choosing what a field refers to, or for whom a convention is made: a list narrowed by typing.

use widgets::prompt::LineEditor;

use super::choosing::{Candidate, Choosing, Chosen, LETTERS, What};
use super::register;
use super::state::Edit;
use super::students::Seeking;
use super::{boxes, hosts, save, students};
use crate::app::effect::{Ask, CreatedFor, Effect, Look};
use crate::app::message::JobId;
use crate::app::model::{Level, Model};
use crate::app::overlay::{Overlay, PickerBox, Picks};
use crate::app::words;
use crate::domain::form::{
    Choice, Element, FIELDS, FileForm, Kind, Line, Newcomer, Reference, Value, Values, place,
};
use crate::domain::student::StudentNumber;

/// The field of the element of the programme.
const ELP: &str = "elp_code";

/// Opens the list for a field that refers to something.
pub(super) fn open_field(model: &mut Model, code: &'static str, reference: Reference) -> Vec<Effect> {
    let Some(form) = model.writing.form() else { return Vec::new() };
    let (host, service) = (form.reference("organisation_id"), form.reference("service_id"));
    let lists = model.writing.lists.as_ref();
    let candidate = |code: &str, label: &str, detail: &str| Candidate {
        chosen: Chosen::Code(code.to_owned()),
        label: label.to_owned(),
        detail: detail.to_owned(),
        source: None,
    };
    let (candidates, look) = match (reference, host, service) {
        (Reference::Country, ..) => {
            let countries = lists.map(|lists| lists.countries.as_slice()).unwrap_or_default();
            (countries.iter().map(|(iso, name)| candidate(iso, name, iso)).collect(), None)
        }
        (Reference::Cpam, ..) => {
            let cpams = lists.map(|lists| lists.cpams.as_slice()).unwrap_or_default();
            (cpams.iter().map(|(name, region)| candidate(name, name, region)).collect(), None)
        }
        (Reference::Organisation, ..) => (vec![newcomer(model, "pick-new-host")], None),
        (Reference::Supervisor, ..) => (Vec::new(), Some(Look::Supervisors(String::new()))),
        (Reference::Service, Some(host), _) => {
            (vec![newcomer(model, "pick-new-service")], Some(Look::Services(host)))
        }
        (Reference::Contact, _, Some(service)) => {
            (vec![newcomer(model, "pick-new-contact")], Some(Look::Contacts(service)))
        }
        (Reference::Service, None, _) => return say(model, "said-host-first"),
        (Reference::Contact, _, None) => return say(model, "said-service-first"),
    };
    open(model, (What::Field(code), String::new()), candidates, look, "")
}

/// Opens the list of the elements of the programme; another one is typed.
pub(super) fn open_elements(model: &mut Model, elements: &[Element]) -> Vec<Effect> {
    let candidate = |element: &Element| Candidate {
        chosen: Chosen::Code(element.code.clone()),
        label: element.label.clone(),
        detail: element.code.clone(),
        source: None,
    };
    let candidates = elements.iter().map(candidate).chain([newcomer(model, "pick-other-element")]);
    open(model, (What::Field(ELP), String::new()), candidates.collect(), None, "")
}

/// An element of the programme is its code, its label and its credits.
fn take_element(model: &mut Model, code: &str) -> Vec<Effect> {
    let Some(form) = model.writing.form() else { return Vec::new() };
    let Some(element) = form.elements.iter().find(|element| element.code == code) else { return Vec::new() };
    let changes = Values::from_iter([
        (ELP.to_owned(), Value::from(element.code.as_str())),
        ("elp_label".to_owned(), element.label.as_str().into()),
        ("ects".to_owned(), element.ects.map_or(Value::Null, Value::from)),
        ("outside_programme".to_owned(), false.into()),
    ]);
    write(model, ELP, changes)
}

/// Opens the list of the file's lines, each with its section, and whether it is still missing.
pub(super) fn open_lines(model: &mut Model) -> Vec<Effect> {
    let texts = model.texts;
    let Some(form) = model.writing.form() else { return Vec::new() };
    let candidate = |line: Line| {
        let key = form.key(line)?;
        let section = words::coded(texts, "section", line.section().code());
        let missing = form.waits_for(line).then(|| texts.get("value-missing"));
        Some(Candidate {
            chosen: Chosen::Code(key),
            label: words::line(texts, form, line),
            detail: [Some(section), missing].into_iter().flatten().collect::<Vec<_>>().join(" "),
            source: None,
        })
    };
    let candidates = form.lines().into_iter().filter_map(candidate).collect();
    open(model, (What::Line, String::new()), candidates, None, "")
}

/// Opens the list of students.
pub(super) fn open_students(model: &mut Model, like: Option<i32>, typed: &str) -> Vec<Effect> {
    let look = (typed.chars().count() >= LETTERS).then(|| Look::Students(typed.to_owned()));
    let candidates = vec![newcomer(model, "pick-new-student")];
    let mut effects = open(model, (What::Student(like), String::new()), candidates, look, typed);
    if model.writing.lists.is_none() {
        effects.push(Effect::Ask(model.new_job(), Ask::Lists));
    }
    effects
}

/// Opens the list of the enrolments of a student: those that are here, and those that the sources tell.
fn open_enrolments(
    model: &mut Model,
    like: Option<i32>,
    (here, number): (Option<i32>, &str),
    whom: String,
) -> Vec<Effect> {
    let detail = model.texts.get("pick-new-enrolment-detail").to_owned();
    let candidates = vec![Candidate { detail, ..newcomer(model, "pick-new-enrolment") }];
    let look = here.map(Look::Enrolments);
    let mut effects = open(model, (What::Enrolment(like), whom), candidates, look, "");
    if let Some(Overlay::Picker(PickerBox { picks: Picks::Choices(choosing), .. })) = &mut model.overlay {
        number.clone_into(&mut choosing.number);
    }
    effects.extend(students::asked(model, number));
    effects
}

fn say(model: &mut Model, id: &'static str) -> Vec<Effect> {
    let text = model.texts.get(id).to_owned();
    model.say(Level::Warning, text);
    Vec::new()
}

fn newcomer(model: &Model, id: &'static str) -> Candidate {
    let label = model.texts.get(id).to_owned();
    Candidate { chosen: Chosen::New, label, detail: String::new(), source: None }
}

fn open(
    model: &mut Model,
    (what, whom): (What, String),
    candidates: Vec<Candidate>,
    look: Option<Look>,
    typed: &str,
) -> Vec<Effect> {
    let job = model.new_job();
    let loading = look.is_some().then_some(job);
    let (number, mut seeking) = (String::new(), Box::<Seeking>::default());
    if matches!(what, What::Student(_)) {
        seeking.narrow(typed, model.now);
    }
    let choosing =
        Choosing { what, whom, number, candidates, loading, alike: None, seeking, register: Box::default() };
    let matching = choosing.matching(typed);
    model.overlay = Some(Overlay::Picker(PickerBox {
        picks: Picks::Choices(choosing),
        search: LineEditor::new(typed),
        matching,
        selected: 0,
        first: 0,
    }));
    look.map(|look| Effect::Ask(job, Ask::Look(look))).into_iter().collect()
}

/// What is typed has changed.
pub fn search(model: &mut Model) -> Vec<Effect> {
    let (now, job) = (model.now, model.new_job());
    let Some(Overlay::Picker(picker)) = &mut model.overlay else { return Vec::new() };
    let Picks::Choices(choosing) = &mut picker.picks else { return Vec::new() };
    if matches!(choosing.what, What::Student(_)) && choosing.seeking.narrow(picker.search.text(), now) {
        choosing.seeking.forget();
        choosing.candidates.retain(|candidate| candidate.source.is_none());
    }
    let mut effects = Vec::new();
    choosing.alike = None;
    if let Some(ask) = choosing.ask(picker.search.text()) {
        let is_long_enough = picker.search.text().trim().chars().count() >= LETTERS;
        if is_long_enough || matches!(ask, Ask::Look(Look::Supervisors(_))) {
            choosing.loading = Some(job);
            effects.push(Effect::Ask(job, ask));
        } else {
            choosing.retain_others();
            choosing.loading = None;
        }
    }
    picker.matching = choosing.matching(picker.search.text());
    register::follow(model);
    effects
}

/// What was looked for has come.
pub fn looked(model: &mut Model, job: JobId, found: Vec<Choice>) {
    let candidates = found.into_iter().map(|choice| Candidate {
        chosen: Chosen::Id(choice.id),
        label: choice.label,
        detail: choice.detail,
        source: None,
    });
    fill(model, job, candidates.collect());
}

/// Candidates have come; what is new stays the last of them.
pub(super) fn fill(model: &mut Model, job: JobId, found: Vec<Candidate>) {
    change(model, |choosing, _| {
        if choosing.loading.take_if(|awaited| *awaited == job).is_some() {
            choosing.retain_others();
            choosing.candidates.splice(0..0, found);
        }
    });
}

/// Changes what there is to choose, for what is typed; the hand stays on what it held.
pub(super) fn change(model: &mut Model, change: impl FnOnce(&mut Choosing, &str)) {
    let Some(Overlay::Picker(picker)) = &mut model.overlay else { return };
    let at = picker.matching.get(picker.selected).copied();
    let Picks::Choices(choosing) = &mut picker.picks else { return };
    let held = at.and_then(|at| choosing.candidates.get(at)).cloned();
    change(choosing, picker.search.text());
    narrow(picker, held.as_ref());
}

/// Shows what matches after some came or went; the hand stays on what it held.
fn narrow(picker: &mut PickerBox, held: Option<&Candidate>) {
    let Picks::Choices(choosing) = &picker.picks else { return };
    picker.matching = choosing.matching(picker.search.text());
    // What is new was in hand only for want of anything else.
    let held = held.filter(|held| held.chosen != Chosen::New || picker.selected > 0);
    let is_held = |at: &usize| held.is_some_and(|held| choosing.candidates[*at].chosen.is_same(&held.chosen));
    let there = picker.matching.iter().position(is_held);
    picker.selected = there.unwrap_or(picker.selected).min(picker.matching.len().saturating_sub(1));
}

/// Something was chosen.
pub fn picked(model: &mut Model, choosing: Choosing, place: usize, typed: &str) -> Vec<Effect> {
    let what = choosing.what;
    // What was typed for a student who is not found is their number more often than not.
    let number = match choosing.number.is_empty() {
        true => StudentNumber::parse(typed)
            .ok()
            .filter(|number| number.as_str().contains(|c: char| c.is_ascii_digit())),
        false => StudentNumber::parse(&choosing.number).ok(),
    };
    let number = number.map(String::from).unwrap_or_default();
    let Some(candidate) = choosing.candidates.into_iter().nth(place) else { return Vec::new() };
    match (what, candidate.chosen) {
        (What::Student(like), Chosen::Id(student)) => {
            let whom = format!("{} {}", candidate.label, candidate.detail);
            open_enrolments(model, like, (Some(student), &candidate.detail), whom)
        }
        (What::Student(like), Chosen::Student(number)) => {
            let whom = format!("{} {number}", candidate.label);
            open_enrolments(model, like, (None, number.as_str()), whom)
        }
        (What::Student(like), Chosen::New) => students::open_hand(model, like, &number),
        (What::Enrolment(like), Chosen::New) => students::open_hand(model, like, &number),
        (What::Enrolment(like), Chosen::Id(enrolment)) => create(model, CreatedFor::Known(enrolment), like),
        (What::Enrolment(like), Chosen::Intake(intake)) => create(model, CreatedFor::Intake(intake), like),
        (What::Line, Chosen::Code(key)) => {
            // Lines may have come and gone since the list was opened.
            if let Some(there) = model.writing.form().and_then(|form| form.place_of(&key)) {
                model.writing.at = there;
            }
            Vec::new()
        }
        (What::Field(ELP), Chosen::New) => match model.writing.field().zip(model.writing.form().cloned()) {
            Some((field, form)) => boxes::open_box(model, field, &form),
            None => Vec::new(),
        },
        (What::Field(ELP), Chosen::Code(code)) => take_element(model, &code),
        (What::Field(code), Chosen::New) => match newcomer_of(model, code) {
            Some(newcomer) => hosts::open(model, code, newcomer, typed),
            None => Vec::new(),
        },
        (What::Field(code), Chosen::Establishment(said)) => hosts::take(model, code, *said),
        (What::Field(code), Chosen::Id(id)) => choose(model, code, id.into()),
        (What::Field(code), Chosen::Code(value)) => choose(model, code, value.into()),
        _ => Vec::new(),
    }
}

fn create(model: &mut Model, enrolment: CreatedFor, like: Option<i32>) -> Vec<Effect> {
    let job = model.new_job();
    vec![Effect::Ask(job, Ask::Create { enrolment, like })]
}

/// What a field would refer to if it is not there yet.
fn newcomer_of(model: &Model, code: &str) -> Option<Newcomer> {
    let form = model.writing.form()?;
    match FIELDS.get(place(code)?)?.kind {
        Kind::Reference(Reference::Organisation) => Some(Newcomer::Organisation),
        Kind::Reference(Reference::Service) => form.reference("organisation_id").map(Newcomer::Service),
        Kind::Reference(Reference::Contact) => form.reference("service_id").map(Newcomer::Contact),
        _ => None,
    }
}

/// A field takes a value: at once, or with a reason where one is asked for.
pub(super) fn choose(model: &mut Model, code: &'static str, value: Value) -> Vec<Effect> {
    write(model, code, Values::from_iter([(code.to_owned(), value)]))
}

/// The same for a field that takes others with it.
pub(super) fn write(model: &mut Model, code: &'static str, changes: Values) -> Vec<Effect> {
    if model.writing.form().is_some_and(FileForm::takes_reason) {
        return boxes::open_reason(model, Edit::Field(code), changes);
    }
    save::save(model, Edit::Field(code), changes, None).1
}

/// The title of the list, and what is said when nothing matches.
pub fn titles(choosing: &Choosing, typed: &str) -> (&'static str, &'static str) {
    let title = match choosing.what {
        What::Student(_) => "pick-student",
        What::Enrolment(_) => "pick-enrolment",
        What::Field(_) => "pick-value",
        What::Line => "pick-line",
    };
    let empty = match choosing.what {
        _ if choosing.is_looking() || choosing.seeking.is_asking() || choosing.register.is_asking() => {
            "picker-searching"
        }
        What::Student(_) if typed.trim().chars().count() < LETTERS => "pick-student-help",
        _ => "pick-nothing",
    };
    (title, empty)
}
