//! What the sources tell of the student whose file is written: it fills a draft that was just made, stands beside the fields
//! that it concerns with the source that tells it, and is taken over field by field where somebody accepts it.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::effect::{Ask, Effect};
use crate::app::message::JobId;
use crate::app::model::{Level, Model, Pane};
use crate::app::overlay::{Field as Line, FieldsBox, Overlay, Purpose, Ticking};
use crate::app::pane::writing::boxes::{Boxed, Sent};
use crate::app::pane::writing::state::Edit;
use crate::app::pane::writing::typed::shown;
use crate::app::pane::writing::{boxes, save};
use crate::app::words;
use crate::domain::fold::fold;
use crate::domain::form::{FIELDS, FileForm, Lists, Made, Value, Values, place};
use crate::domain::student::StudentNumber;
use crate::domain::student::intake::{Here, Told, ToldValue, says};
use crate::domain::student::source::Source;
use crate::i18n::Texts;

use super::seek;

/// What stands for a field of the student, and not of the file, in the box that compares them.
const STUDENT: &str = "student:";

/// What is told of the student of the file that is written.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// The student and the year.
    about: Option<(String, i32)>,
    /// The question under way.
    asking: Option<JobId>,
    /// What is told.
    told: Option<Told>,
    /// The box that compares is to open for this file once all have answered.
    compares: Option<i32>,
    /// The draft that was made here, whose empty fields are filled.
    draft: Option<i32>,
    /// The fields that were filled in it: what is emptied again stays empty.
    filled: BTreeSet<&'static str>,
}

/// Where the value of a field stands with the sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Who tells it.
    pub source: Source,
    /// What they tell, where the file says otherwise.
    pub other: Option<Value>,
}

/// Fields that make sense together only: an address of one place and a town of another are nobody's.
const TOGETHER: [&[&str]; 2] = [&["address", "postal_code", "town"], &["elp_code", "elp_label", "ects"]];

impl Beside {
    /// A draft was made here: what is told fills it.
    pub(in crate::app::pane::writing) fn fills(&mut self, draft: i32) {
        self.draft = Some(draft);
        self.filled.clear();
        // It is asked about anew, even when another file of the student was open.
        self.about = None;
    }

    /// What is told of the student of this file.
    pub fn told(&self, form: &FileForm) -> Option<&Told> {
        let about = self.about.as_ref()?;
        self.told.as_ref().filter(|_| about.0 == form.number && about.1 == form.year)
    }

    /// Whether the sources are being asked.
    pub fn is_asking(&self) -> bool {
        self.asking.is_some()
    }
}

/// A field of a file or of a student that the sources tell otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    told: ToldValue,
    held: Value,
    of_student: bool,
}

impl Difference {
    /// Whether something else is told than stands here.
    fn is_one(&self) -> bool {
        !says(&self.held, &self.told.value)
    }

    /// Its name in the box that compares.
    fn name(&self) -> String {
        match self.of_student {
            true => format!("{STUDENT}{}", self.told.code),
            false => self.told.code.to_owned(),
        }
    }
}

/// What a health insurance fund covers, as sources and lists write it: `CPAM DE MOSELLE` is the
/// `Caisse primaire d'assurance maladie (CPAM) de Moselle`.
fn fund_of(name: &str) -> String {
    let folded = fold(name);
    let place = folded.rsplit("cpam").next().unwrap_or_default();
    place.trim_start_matches(')').trim().to_owned()
}

/// What the sources tell for the fields of a file that its lists allow.
fn told_values(told: &Told, form: &FileForm, lists: Option<&Lists>) -> Vec<ToldValue> {
    let Some(kept) = &told.kept else { return Vec::new() };
    let fund = |told: &ToldValue| {
        let named = fund_of(told.value.as_str()?);
        let cpams = lists.map(|lists| lists.cpams.as_slice()).unwrap_or_default();
        cpams.iter().find(|(name, _)| fund_of(name) == named).map(|(name, _)| Value::from(name.as_str()))
    };
    let allowed = |mut told: ToldValue| {
        if told.code == "cpam" {
            told.value = fund(&told)?;
        }
        // Texts that I may not read are not written over.
        form.values.contains_key(told.code).then_some(told)
    };
    kept.dossier.file_fields(&form.etape).into_iter().filter_map(allowed).collect()
}

/// Where the fields of the file that the sources tell stand with them.
pub fn origins(model: &Model, form: &FileForm) -> BTreeMap<&'static str, Origin> {
    let Some(told) = model.writing.beside.told(form) else { return BTreeMap::new() };
    let origin = |told: ToldValue| {
        let is_same = says(form.value(told.code), &told.value);
        (told.code, Origin { source: told.source, other: (!is_same).then_some(told.value) })
    };
    told_values(told, form, model.writing.lists.as_ref()).into_iter().map(origin).collect()
}

fn held_by(here: &Here, code: &str) -> Value {
    let text = match code {
        "surname" => Some(&here.surname),
        "given_name" => Some(&here.given_name),
        "mail" => here.mail.as_ref(),
        _ => here.ine.as_ref(),
    };
    text.map_or(Value::Null, |text| Value::from(text.as_str()))
}

/// What the sources tell of the student otherwise than it is here.
fn of_student(told: &Told) -> impl Iterator<Item = Difference> {
    let fields = told.kept.iter().flat_map(|kept| kept.dossier.student_fields());
    let fields = fields.filter_map(|value| {
        let held = held_by(told.here.as_ref()?, value.code);
        Some(Difference { told: value, held, of_student: true })
    });
    fields.filter(Difference::is_one)
}

fn differences(model: &Model, form: &FileForm) -> Vec<Difference> {
    let Some(told) = model.writing.beside.told(form) else { return Vec::new() };
    let of_file = told_values(told, form, model.writing.lists.as_ref()).into_iter().map(|value| {
        let held = form.value(value.code).clone();
        Difference { told: value, held, of_student: false }
    });
    of_student(told).chain(of_file.filter(Difference::is_one)).collect()
}

/// What the sources tell of the student otherwise than it is here: `nom : ROUX (Apogée)`.
pub fn student_differences(model: &Model, form: &FileForm) -> Vec<String> {
    let told = model.writing.beside.told(form).into_iter();
    told.flat_map(of_student).map(|one| label(model.texts, form, &one)).collect()
}

/// Another file is written, or the same again: what is told of its student is asked for.
pub(in crate::app::pane::writing) fn follow(model: &mut Model) -> Vec<Effect> {
    let Some(form) = model.writing.form() else { return Vec::new() };
    let about = (form.number.clone(), form.year);
    if form.amendment.is_some() || model.writing.beside.about.as_ref() == Some(&about) {
        return Vec::new();
    }
    ask(model, about, false)
}

fn ask(model: &mut Model, about: (String, i32), anew: bool) -> Vec<Effect> {
    let number = StudentNumber::parse(&about.0);
    let year = Some(about.1);
    let job = model.new_job();
    let beside = &mut model.writing.beside;
    if beside.about.as_ref() != Some(&about) {
        beside.told = None;
    }
    beside.about = Some(about);
    beside.asking = None;
    let Ok(number) = number else { return Vec::new() };
    beside.asking = Some(job);
    vec![Effect::Ask(job, Ask::Dossier { number, year, anew })]
}

/// What is told of a student has come: where one is chosen, or beside the file.
pub fn dossier_came(model: &mut Model, job: JobId, told: Told) -> Vec<Effect> {
    if seek::told(model, job, &told) || model.writing.beside.asking != Some(job) {
        return Vec::new();
    }
    let (is_asking, is_settled) = (told.is_asking, told.is_settled);
    let beside = &mut model.writing.beside;
    beside.told = Some(told);
    if !is_asking {
        beside.asking = None;
    }
    let compares = beside.compares.take_if(|_| !is_asking || is_settled);
    let effects = fill(model);
    if compares.is_some() && compares == model.writing.file() {
        open_compared(model);
    }
    effects
}

/// Fills what is empty in a draft that was just made.
pub(in crate::app::pane::writing) fn fill(model: &mut Model) -> Vec<Effect> {
    let texts = model.texts;
    let Some(form) = model.writing.form() else { return Vec::new() };
    let beside = &model.writing.beside;
    let (Some(told), Some(lists), true) =
        (beside.told(form), &model.writing.lists, beside.draft == Some(form.id) && form.is_open())
    else {
        return Vec::new();
    };
    let open = boxes::unsent(model).filter(|unsent| unsent.id == form.id);
    // An edit that is under way knows better, and so does what is being typed.
    let is_free = |code: &str| {
        form.value(code).is_null()
            && model.writing.saving.iter().all(|saving| !saving.changes.contains_key(code))
            && model.writing.unsent(form.id, code).is_none()
            && open.as_ref().is_none_or(|open| open.code != code)
            && !beside.filled.contains(code)
    };
    let is_whole = |code: &str| {
        let together = TOGETHER.iter().find(|together| together.contains(&code));
        together.map_or_else(|| is_free(code), |together| together.iter().all(|code| is_free(code)))
    };
    let told_values: Vec<ToldValue> =
        told_values(told, form, Some(lists)).into_iter().filter(|told| is_whole(told.code)).collect();
    let is_last = !told.is_asking;
    let beside = &mut model.writing.beside;
    if is_last {
        beside.draft = None;
    }
    if told_values.is_empty() {
        return Vec::new();
    }
    beside.filled.extend(told_values.iter().map(|told| told.code));
    let mut sources: Vec<String> = told_values.iter().map(|told| told.source.system().to_owned()).collect();
    sources.dedup();
    let codes: Vec<String> = told_values.iter().map(|told| told.code.to_owned()).collect();
    let about =
        [("source", sources.join(words::COMMA).into()), ("fields", words::fields(texts, &codes).into())];
    let said = texts.format("said-filled", &about);
    let changes: Values = told_values.into_iter().map(|told| (told.code.to_owned(), told.value)).collect();
    let (_, effects) = save::save(model, Edit::Told, changes, None);
    model.say(Level::Info, said);
    effects
}

/// Asks the sources again, and then shows what they tell otherwise.
pub(in crate::app::pane::writing) fn compare(model: &mut Model) -> Vec<Effect> {
    let Some(form) = model.writing.form() else { return Vec::new() };
    if form.amendment.is_some() {
        let text = model.texts.get("compare-amendment").to_owned();
        model.say(Level::Warning, text);
        return Vec::new();
    }
    let (id, about) = (form.id, (form.number.clone(), form.year));
    let effects = ask(model, about, true);
    if effects.is_empty() {
        let text = model.texts.get("compare-nothing-told").to_owned();
        model.say(Level::Warning, text);
        return effects;
    }
    model.writing.beside.compares = Some(id);
    let text = model.texts.get("compare-asking").to_owned();
    model.hint(text);
    effects
}

fn value(texts: Texts, form: &FileForm, code: &str, value: &Value) -> String {
    let text = match place(code) {
        Some(at) => {
            let with = form.with(&Values::from_iter([(code.to_owned(), value.clone())]));
            shown(texts, &FIELDS[at], &with)
        }
        None => value.as_str().map(str::to_owned),
    };
    text.unwrap_or_else(|| texts.get("value-empty").to_owned())
}

/// `Adresse : 3 rue A -> 8 rue B (Apogée)`.
fn label(texts: Texts, form: &FileForm, one: &Difference) -> String {
    let code = one.told.code;
    let about = [
        ("field", words::field(texts, code).into_owned().into()),
        ("held", value(texts, form, code, &one.held).into()),
        ("told", value(texts, form, code, &one.told.value).into()),
        ("source", one.told.source.system().into()),
    ];
    words::capitalised(&texts.format("compare-line", &about))
}

/// Shows what the sources tell otherwise, to be accepted field by field.
fn open_compared(model: &mut Model) {
    let texts = model.texts;
    let Some(form) = model.writing.form().cloned() else { return };
    if model.focus != Pane::Writing || model.overlay.is_some() {
        let text = texts.get("compare-later").to_owned();
        return model.hint(text);
    }
    let Some(kept) = model.writing.beside.told(&form).and_then(|told| told.kept.clone()) else {
        let text = texts.get("compare-nothing-told").to_owned();
        return model.say(Level::Warning, text);
    };
    let mut told: Vec<String> =
        kept.dossier.failed().iter().map(|one| words::silent(texts, one.source, &one.why)).collect();
    let differing = differences(model, &form);
    if differing.is_empty() {
        let id = if told.is_empty() { "compare-same" } else { "compare-same-so-far" };
        let text = [vec![texts.get(id).to_owned()], told].concat().join(" ");
        return model.say(Level::Info, text);
    }
    told.insert(0, texts.format("compare-told", &[("at", texts.moment(kept.at).into())]));
    let mut fields = vec![offered(texts, &form, &differing, None)];
    fields.extend(form.takes_reason().then(|| Line::text(texts.get("form-reason"), "")));
    let title = format!("{} {}", form.id, form.student);
    let open = FieldsBox::new(
        Purpose::Writing(Boxed::Compare { id: form.id, shown: differing }),
        title,
        told,
        fields,
    );
    model.overlay = Some(Overlay::Fields(open));
}

/// The differences, to be ticked. What stands here may be better than what is told: only what is missing is ticked before
/// somebody ticks.
fn offered(texts: Texts, form: &FileForm, differing: &[Difference], ticked: Option<Vec<String>>) -> Line {
    let options = differing.iter().map(|one| (one.name(), label(texts, form, one))).collect();
    let missing = || differing.iter().filter(|one| one.held.is_null()).map(Difference::name).collect();
    let ticked: Vec<String> = ticked.unwrap_or_else(missing);
    Line::choice(texts.get("compare-fields"), options, &ticked, Ticking::Many)
}

/// Takes over what was ticked, or says what is wrong.
pub(in crate::app::pane::writing) fn send_compared(
    model: &mut Model,
    shown: &[Difference],
    fields: &mut FieldsBox,
) -> Sent {
    let texts = model.texts;
    let Some(form) = model.writing.form().cloned() else { return Err(texts.get("list-reading").to_owned()) };
    let ticked = fields.fields.first().map(Line::ticked).unwrap_or_default();
    let is_ticked = |one: &&Difference| ticked.contains(&one.name());
    let differing = differences(model, &form);
    // What somebody wrote meanwhile is shown before it is written over.
    if shown.iter().filter(is_ticked).any(|one| !differing.contains(one)) {
        if let Some(line) = fields.fields.first_mut() {
            *line = offered(texts, &form, &differing, Some(ticked));
        }
        fields.line = 0;
        fields.purpose = Purpose::Writing(Boxed::Compare { id: form.id, shown: differing });
        return Err(texts.get("compare-changed").to_owned());
    }
    let (of_student, of_file): (Vec<&Difference>, Vec<&Difference>) =
        shown.iter().filter(is_ticked).partition(|one| one.of_student);
    if of_student.is_empty() && of_file.is_empty() {
        return Err(texts.get("compare-none-ticked").to_owned());
    }
    let reason = match (form.takes_reason() && !of_file.is_empty(), fields.fields.get(1)) {
        (true, line) => match line.map(Line::typed).unwrap_or_default() {
            "" => return Err(texts.get("said-reason-empty").to_owned()),
            given => Some(given.to_owned()),
        },
        (false, _) => None,
    };
    let (mut sent, mut effects) = (JobId(0), Vec::new());
    if let (Some(first), Ok(number)) = (of_student.first(), StudentNumber::parse(&form.number)) {
        let of = |value: &dyn Fn(&Difference) -> Value| {
            of_student.iter().map(|one| (one.told.code.to_owned(), value(one))).collect()
        };
        sent = model.new_job();
        let ask = Ask::RefreshStudent {
            number,
            before: of(&|one| one.held.clone()),
            after: of(&|one| one.told.value.clone()),
            source: first.told.source,
        };
        effects.push(Effect::Ask(sent, ask));
    }
    if !of_file.is_empty() {
        let changes = of_file.iter().map(|one| (one.told.code.to_owned(), one.told.value.clone())).collect();
        let (job, saving) = save::save(model, Edit::Told, changes, reason);
        sent = job;
        effects.extend(saving);
    }
    Ok((sent, effects))
}

/// What is told of a student was taken over, or not: it is read again.
pub fn refreshed(model: &mut Model, job: JobId, made: &Made) -> Vec<Effect> {
    let texts = model.texts;
    match made {
        Ok(_) => {
            if model.sent_by(job).is_some() {
                model.overlay = None;
            }
            let text = texts.get("said-student-refreshed").to_owned();
            model.say(Level::Info, text);
        }
        Err(refusal) => {
            let id = model.writing.file().unwrap_or_default();
            let why = words::refusal(texts, refusal, id);
            model.refuse(job, why);
        }
    }
    // The student of the next file may be the same.
    let Some(about) = model.writing.beside.about.clone() else { return Vec::new() };
    ask(model, about, false)
}

/// A question failed: nobody waits for it any more.
pub(in crate::app::pane::writing) fn failed(beside: &mut Beside, job: JobId) {
    if beside.asking.take_if(|awaited| *awaited == job).is_some() {
        (beside.compares, beside.draft) = (None, None);
        if beside.told.is_none() {
            beside.about = None;
        }
    }
}
