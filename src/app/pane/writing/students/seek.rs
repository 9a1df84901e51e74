//! The sources asked beside the database while a student or an enrolment is chosen: what they tell joins the list as it comes,
//! under the source that tells it, and nothing waits for it.

use chrono::{DateTime, Utc};

use crate::app::effect::{Ask, Effect};
use crate::app::message::JobId;
use crate::app::model::{Model, REST};
use crate::app::overlay::{Overlay, PickerBox, Picks};
use crate::app::pane::writing::choosing::{Candidate, Choosing, Chosen, LETTERS, Teller};
use crate::app::pane::writing::pick::change;
use crate::app::words;
use crate::domain::student::StudentNumber;
use crate::domain::student::intake::{Placed, Told};
use crate::domain::student::search::FoundStudent;
use crate::domain::student::source::{Silence, Source};
use crate::i18n::{DateStyle, Texts};

/// What the sources are asked while one chooses.
#[derive(Clone, Debug, Default)]
pub struct Seeking {
    /// What is to be asked, and when.
    due: Option<(DateTime<Utc>, String)>,
    /// The question under way.
    asking: Option<JobId>,
    /// What was asked last.
    asked: String,
    /// The sources that have answered it.
    answered: Vec<Source>,
    /// The sources that do not answer.
    silent: Vec<(Source, Silence)>,
}

impl Seeking {
    /// When the sources are to be asked.
    pub fn deadline(&self) -> Option<DateTime<Utc>> {
        self.due.as_ref().map(|(at, _)| *at)
    }

    /// Whether the sources are being asked, or are about to be.
    pub fn is_asking(&self) -> bool {
        self.asking.is_some() || self.due.is_some()
    }

    /// Whether what a source told is of what is typed: it needs no narrowing.
    pub(in crate::app::pane::writing) fn is_answer_to(&self, typed: &str, source: Source) -> bool {
        self.asked == typed.trim() && self.answered.contains(&source)
    }

    /// What is typed for a student has changed: the sources are asked once the hand rests. Says whether what they told is of
    /// something else.
    pub(in crate::app::pane::writing) fn narrow(&mut self, typed: &str, now: DateTime<Utc>) -> bool {
        let typed = typed.trim();
        let is_other = self.asked.is_empty() || !typed.starts_with(&self.asked);
        if is_other {
            self.silent.clear();
        }
        let is_long_enough = typed.chars().count() >= LETTERS;
        self.due = (is_long_enough && typed != self.asked).then(|| (now + REST, typed.to_owned()));
        is_other
    }

    /// What was asked about something else is not waited for.
    pub(in crate::app::pane::writing) fn forget(&mut self) {
        self.asking = None;
        self.asked.clear();
    }

    /// Which sources are silent, and that they are being asked: `LDAP : ne répond pas`.
    pub fn told(&self, texts: Texts) -> Option<String> {
        let silent = self.silent.iter().map(|(source, why)| words::silent(texts, *source, why));
        let asking = self.asking.map(|_| texts.get("sources-asked").to_owned());
        let told: Vec<String> = silent.chain(asking).collect();
        (!told.is_empty()).then(|| told.join(words::COMMA))
    }
}

fn picker(model: &mut Model) -> Option<&mut PickerBox> {
    match &mut model.overlay {
        Some(Overlay::Picker(picker)) => Some(picker),
        _ => None,
    }
}

fn choosing(picker: &mut PickerBox) -> Option<&mut Choosing> {
    match &mut picker.picks {
        Picks::Choices(choosing) => Some(choosing),
        Picks::Actions(_) | Picks::Files { .. } => None,
    }
}

fn awaits(model: &mut Model, job: JobId) -> bool {
    picker(model).and_then(choosing).is_some_and(|choosing| choosing.seeking.asking == Some(job))
}

/// The hand has rested: asks the sources.
pub fn settle(model: &mut Model) -> Vec<Effect> {
    let (now, job) = (model.now, model.new_job());
    let Some(choosing) = picker(model).and_then(choosing) else { return Vec::new() };
    let seeking = &mut choosing.seeking;
    let Some((_, text)) = seeking.due.take_if(|(at, _)| *at <= now) else { return Vec::new() };
    (seeking.asking, seeking.asked) = (Some(job), text.clone());
    seeking.silent.clear();
    seeking.answered.clear();
    vec![Effect::Ask(job, Ask::FindStudents(text))]
}

/// Asks what the sources tell of a student whose enrolment is to be chosen.
pub(in crate::app::pane::writing) fn asked(model: &mut Model, number: &str) -> Vec<Effect> {
    let Ok(number) = StudentNumber::parse(number) else { return Vec::new() };
    let job = model.new_job();
    change(model, |choosing, _| choosing.seeking.asking = Some(job));
    vec![Effect::Ask(job, Ask::Dossier { number, year: None, anew: false })]
}

/// One source has answered: its students take the place of those that it told before.
pub fn found(model: &mut Model, job: JobId, source: Source, told: Result<Vec<FoundStudent>, Silence>) {
    let texts = model.texts;
    if !awaits(model, job) {
        return;
    }
    change(model, |choosing, _| {
        choosing.candidates.retain(|candidate| candidate.source != Some(Teller::Students(source)));
        choosing.seeking.answered.push(source);
        match told {
            Ok(found) => {
                choosing.put_beside(found.into_iter().map(|one| student(texts, one, source)).collect());
            }
            Err(why) if why.is_fault() => choosing.seeking.silent.push((source, why)),
            Err(_) => {}
        }
    });
}

/// All sources have answered that were asked: what others told of something else goes.
pub fn sought(model: &mut Model, job: JobId) {
    if awaits(model, job) {
        change(model, |choosing, _| {
            let Seeking { asking, answered, .. } = &mut *choosing.seeking;
            *asking = None;
            let is_told = |teller| matches!(teller, Teller::Students(source) if answered.contains(&source));
            choosing.candidates.retain(|one| one.source.is_none_or(is_told));
        });
    }
}

/// A question failed: nobody waits for it any more.
pub fn gave_up(model: &mut Model, job: JobId) {
    change(model, |choosing, _| {
        choosing.loading.take_if(|awaited| *awaited == job);
        choosing.alike.take_if(|awaited| *awaited == job);
        choosing.seeking.asking.take_if(|awaited| *awaited == job);
    });
}

/// What is told of the student whose enrolment is chosen has come; whether it was awaited here.
pub(super) fn told(model: &mut Model, job: JobId, told: &Told) -> bool {
    let texts = model.texts;
    if !awaits(model, job) {
        return false;
    }
    change(model, |choosing, _| {
        choosing.candidates.retain(|candidate| candidate.source.is_none());
        // Who comes in comes in whole: with their name and their civil status.
        let is_whole = !told.is_asking || told.kept.as_ref().is_some_and(|kept| kept.dossier.is_settled());
        let placed = told.enrolments.iter().filter(|placed| placed.may && is_whole);
        choosing.put_beside(placed.map(|placed| enrolment(texts, placed)).collect());
        let failed = told.kept.iter().flat_map(|kept| kept.dossier.failed());
        choosing.seeking.silent = failed.map(|silent| (silent.source, silent.why)).collect();
        if !told.is_asking {
            choosing.seeking.asking = None;
        }
    });
    true
}

fn student(texts: Texts, one: FoundStudent, source: Source) -> Candidate {
    let label = [one.surname.map(|name| name.to_uppercase()), one.given_name];
    let born = one.birth_date.map(|day| texts.date(day, DateStyle::Full));
    let detail = [Some(one.number.to_string()), born, Some(source.system().to_owned())];
    Candidate {
        chosen: Chosen::Student(one.number),
        label: label.into_iter().flatten().collect::<Vec<_>>().join(" "),
        detail: detail.into_iter().flatten().collect::<Vec<_>>().join(words::COMMA),
        source: Some(Teller::Students(source)),
    }
}

fn enrolment(texts: Texts, placed: &Placed) -> Candidate {
    let intake = &placed.intake;
    let etape = (intake.etape.code.as_str(), intake.etape.label.as_deref().unwrap_or_default());
    let regime = intake.regime.as_deref().unwrap_or_default();
    let by = placed.placed_by.as_deref().map(|by| words::coded(texts, "placed-by", by).to_owned());
    let detail = [placed.centre.clone(), by, intake.source.map(|source| source.system().to_owned())];
    Candidate {
        chosen: placed.known.map_or_else(|| Chosen::Intake(Box::new(intake.clone())), Chosen::Id),
        label: words::enrolment(texts, intake.year, etape, regime, intake.cesure.is_some()),
        detail: detail.into_iter().flatten().collect::<Vec<_>>().join(words::COMMA),
        source: intake.source.map(Teller::Students),
    }
}
