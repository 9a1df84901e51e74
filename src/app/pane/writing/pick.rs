//! Choosing what a field refers to, or for whom a convention is made: a list narrowed by typing.

use widgets::prompt::LineEditor;

use super::state::Edit;
use super::{boxes, hosts, save};
use crate::app::effect::{Ask, Effect, Look};
use crate::app::message::JobId;
use crate::app::model::{Level, Model};
use crate::app::overlay::{Overlay, PickerBox, Picks};
use crate::app::words;
use crate::domain::fold::fold;
use crate::domain::form::{
    Choice, Element, FIELDS, FileForm, Kind, Line, Newcomer, Reference, Value, Values, place,
};

/// Letters without which nothing is looked for among a million names.
const LETTERS: usize = 3;

/// The field of the element of the programme.
const ELP: &str = "elp_code";

/// What is being chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// What this field refers to.
    Field(&'static str),
    /// The student for whom a convention is made, like this other file.
    Student(Option<i32>),
    /// The enrolment for which it is made.
    Enrolment(Option<i32>),
    /// The line of the file to go to.
    Line,
}

/// What a candidate stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Something with this number.
    Id(i32),
    /// Something with this code.
    Code(String),
    /// Something that is not there yet.
    New,
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What it stands for.
    pub chosen: Chosen,
    /// Its name.
    pub label: String,
    /// What tells it from others.
    pub detail: String,
}

/// What is being chosen, among what.
#[derive(Clone, Debug)]
pub struct Choosing {
    /// What.
    pub what: What,
    /// For whom, when that is known.
    pub whom: String,
    /// Among these.
    pub candidates: Vec<Candidate>,
    /// The question under way.
    pub loading: Option<JobId>,
}

impl Choosing {
    /// What is asked of the database as one types; nothing when all candidates are here.
    fn look(&self, text: &str) -> Option<Look> {
        let text = text.trim().to_owned();
        match self.what {
            What::Student(_) => Some(Look::Students(text)),
            What::Field("organisation_id") => Some(Look::Organisations(text)),
            What::Field("supervisor_id") => Some(Look::Supervisors(text)),
            What::Field(_) | What::Enrolment(_) | What::Line => None,
        }
    }

    /// The places of the candidates to show for what is typed; what is new always shows.
    pub fn matching(&self, typed: &str) -> Vec<usize> {
        // Until the answer comes, those of an earlier question are narrowed here: Enter never takes one that is not meant.
        let is_narrowed = self.look("").is_some() && self.loading.is_none();
        let folded = fold(typed);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let shows = |candidate: &Candidate| {
            let text = fold(&format!("{} {}", candidate.label, candidate.detail));
            is_narrowed || candidate.chosen == Chosen::New || words.iter().all(|word| text.contains(word))
        };
        (0..self.candidates.len()).filter(|at| shows(&self.candidates[*at])).collect()
    }
}

/// Opens the list for a field that refers to something.
pub(super) fn open_field(model: &mut Model, code: &'static str, reference: Reference) -> Vec<Effect> {
    let Some(form) = model.writing.form() else { return Vec::new() };
    let (host, service) = (form.reference("organisation_id"), form.reference("service_id"));
    let lists = model.writing.lists.as_ref();
    let candidate = |code: &str, label: &str, detail: &str| Candidate {
        chosen: Chosen::Code(code.to_owned()),
        label: label.to_owned(),
        detail: detail.to_owned(),
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
        })
    };
    let candidates = form.lines().into_iter().filter_map(candidate).collect();
    open(model, (What::Line, String::new()), candidates, None, "")
}

/// Opens the list of students.
pub(super) fn open_students(model: &mut Model, like: Option<i32>, typed: &str) -> Vec<Effect> {
    let look = (typed.chars().count() >= LETTERS).then(|| Look::Students(typed.to_owned()));
    open(model, (What::Student(like), String::new()), Vec::new(), look, typed)
}

fn say(model: &mut Model, id: &'static str) -> Vec<Effect> {
    let text = model.texts.get(id).to_owned();
    model.say(Level::Warning, text);
    Vec::new()
}

fn newcomer(model: &Model, id: &'static str) -> Candidate {
    Candidate { chosen: Chosen::New, label: model.texts.get(id).to_owned(), detail: String::new() }
}

fn open(
    model: &mut Model,
    (what, whom): (What, String),
    candidates: Vec<Candidate>,
    look: Option<Look>,
    typed: &str,
) -> Vec<Effect> {
    let job = model.new_job();
    let choosing = Choosing { what, whom, candidates, loading: look.is_some().then_some(job) };
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
    let job = model.new_job();
    let Some(Overlay::Picker(picker)) = &mut model.overlay else { return Vec::new() };
    let Picks::Choices(choosing) = &mut picker.picks else { return Vec::new() };
    let mut effects = Vec::new();
    if let Some(look) = choosing.look(picker.search.text()) {
        let is_long_enough = picker.search.text().trim().chars().count() >= LETTERS;
        if is_long_enough || matches!(look, Look::Supervisors(_)) {
            choosing.loading = Some(job);
            effects.push(Effect::Ask(job, Ask::Look(look)));
        } else {
            choosing.candidates.retain(|candidate| candidate.chosen == Chosen::New);
            choosing.loading = None;
        }
    }
    picker.matching = choosing.matching(picker.search.text());
    effects
}

/// What was looked for has come.
pub fn looked(model: &mut Model, job: JobId, found: Vec<Choice>) {
    let candidates = found.into_iter().map(|choice| Candidate {
        chosen: Chosen::Id(choice.id),
        label: choice.label,
        detail: choice.detail,
    });
    fill(model, job, candidates.collect());
}

/// Candidates have come; what is new stays the last of them.
pub(super) fn fill(model: &mut Model, job: JobId, found: Vec<Candidate>) {
    let Some(Overlay::Picker(picker)) = &mut model.overlay else { return };
    let Picks::Choices(choosing) = &mut picker.picks else { return };
    if choosing.loading.take_if(|awaited| *awaited == job).is_none() {
        return;
    }
    choosing.candidates.retain(|candidate| candidate.chosen == Chosen::New);
    choosing.candidates.splice(0..0, found);
    picker.matching = choosing.matching(picker.search.text());
    picker.selected = picker.selected.min(picker.matching.len().saturating_sub(1));
}

/// Something was chosen.
pub fn picked(model: &mut Model, what: What, candidate: Candidate) -> Vec<Effect> {
    match (what, candidate.chosen) {
        (What::Student(like), Chosen::Id(student)) => {
            let whom = format!("{} {}", candidate.label, candidate.detail);
            open(model, (What::Enrolment(like), whom), Vec::new(), Some(Look::Enrolments(student)), "")
        }
        (What::Enrolment(like), Chosen::Id(enrolment)) => {
            let job = model.new_job();
            vec![Effect::Ask(job, Ask::Create { enrolment, like })]
        }
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
            Some(newcomer) => hosts::open(model, code, newcomer),
            None => Vec::new(),
        },
        (What::Field(code), Chosen::Id(id)) => choose(model, code, id.into()),
        (What::Field(code), Chosen::Code(value)) => choose(model, code, value.into()),
        (What::Student(_) | What::Enrolment(_), Chosen::New | Chosen::Code(_))
        | (What::Line, Chosen::New | Chosen::Id(_)) => Vec::new(),
    }
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
        _ if choosing.loading.is_some() => "picker-searching",
        What::Student(_) if typed.trim().chars().count() < LETTERS => "pick-student-help",
        What::Enrolment(_) => "pick-no-enrolment",
        _ => "pick-nothing",
    };
    (title, empty)
}
