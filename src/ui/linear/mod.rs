//! The desk read out: the same model as lines to append, for a screen reader, a braille display, a terminal that is no
//! screen. [`tell`] says what has changed since it last spoke; [`hear`] makes of a typed line what the model is asked.
//!
//! Nothing is said of what is still being read: the next line comes when the answer is there.

mod administration;
mod alerts;
mod boxes;
mod file;
mod hear;
mod list;
mod organisations;
mod reader;
mod voice;
mod writing;

pub use hear::{Heard, Line, hear};

use chrono::{DateTime, TimeDelta, Utc};

use super::pane::list::nothing;
use super::pane::queues::told as told_queues;
use super::top;
use crate::app::action::{Action, AppAction, CursorAction, FocusAction, ListAction};
use crate::app::message::JobId;
use crate::app::model::{Drawn, Level, Link, Model, Pane};
use crate::app::overlay::{Content, Overlay};
use crate::app::pane::queue::{self, Entry};
use crate::app::words;
use crate::domain::act::Target;
use crate::domain::row::Sort;
use crate::i18n::Lang;
use crate::ui::signs::Sign;
use boxes::Shown;
use voice::{Voice, plain};

/// Rows, or lines of a text, read out at once.
pub const PAGE: usize = 10;

/// How often a bulk act says how far it is.
const PROGRESS: TimeDelta = TimeDelta::seconds(5);

/// What somebody wants to hear although nothing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Where one is.
    Again,
    /// The name of the list, how many files, in which order.
    Head,
    /// The next rows, not only the one in hand.
    Page,
    /// All of the pane.
    Whole,
    /// That the cursor moves: down or not. At the end it says so.
    Moved(bool),
    /// The same of the file in hand, for whoever reads files.
    Neighbour(bool),
    /// Each file that refuses an act, and why.
    Refused,
}

/// What was last said of each thing.
#[derive(Clone, Debug, Default)]
pub struct Told {
    greeted: bool,
    named: bool,
    helped: bool,
    /// Lines of the journal.
    journal: usize,
    progress: Option<Far>,
    shown: Option<Shown>,
    focus: Option<Pane>,
    head: Option<(Entry, String, Sort)>,
    row: Option<i32>,
    marks: usize,
    in_range: bool,
    others: Option<String>,
    tastes: Option<Tastes>,
    place: Option<administration::Place>,
    host: Option<organisations::Place>,
    alerts: Option<alerts::Place>,
    written: Option<writing::Written>,
    /// The file that was read out, at its version: what may be acted upon.
    file: Option<Target>,
    /// Which part of it was.
    part: usize,
    /// A newer version that was only announced.
    announced: Option<Target>,
}

/// How far a bulk act was when it last said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Far {
    job: JobId,
    at: DateTime<Utc>,
    stopping: bool,
}

/// What a person chose for the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Tastes {
    lang: Lang,
    theme: String,
    keymap: String,
}

/// What is to be appended, and what the model is to be told of it.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The lines.
    pub lines: Vec<String>,
    /// What was shown.
    pub drawn: Drawn,
    /// Something was read that can be acted upon: what was typed before it does not reach it.
    pub read_out: bool,
}

impl Told {
    /// Forgets where one was, so that it is said again.
    pub fn forget(&mut self) {
        *self = Self {
            greeted: true,
            named: self.named,
            helped: self.helped,
            journal: self.journal,
            file: self.file,
            progress: self.progress,
            tastes: self.tastes.take(),
            ..Self::default()
        };
    }

    /// What lay over the desk is closed: the next box is another one.
    pub fn close(&mut self) {
        self.shown = None;
    }

    /// Whether the text over the desk has been read to its end: for whoever listens it is closed.
    fn is_read_out(&self) -> bool {
        self.shown.as_ref().is_some_and(|shown| shown.ended)
    }
}

/// Whether an answer is awaited before there is anything to say, or to do with a line.
pub fn is_waiting(model: &Model) -> bool {
    if model.link == Link::Connecting {
        return true;
    }
    if matches!(model.link, Link::Down { .. }) {
        return false;
    }
    let loads = match &model.overlay {
        Some(Overlay::Confirm(confirm)) => confirm.loading.is_some(),
        Some(Overlay::Reader(reader)) => reader.loading.is_some(),
        Some(Overlay::Picker(picker)) => picker.picks.loading().is_some(),
        Some(Overlay::Fields(fields)) => fields.sending.is_some(),
        Some(Overlay::Form(_) | Overlay::Jobs(_) | Overlay::Resume(_)) | None => false,
    };
    let acts = model.acts.running.as_ref().is_some_and(|running| !running.is_bulk());
    let list = !model.list.is_loaded || model.list.marking.is_some() || list::is_read_anew(model);
    let file = model.focus == Pane::File && model.list.row().is_some() && model.file.current().is_none();
    let registers = model.focus == Pane::Administration && !model.administration.loading.is_empty();
    let hosts = model.focus == Pane::Organisations
        && (model.organisations.loading.is_some()
            || model.organisations.reading.is_some()
            || model.organisations.changing.is_some());
    let writing =
        model.focus == Pane::Writing && (model.writing.loading.is_some() || !model.writing.saving.is_empty());
    let alerts =
        model.focus == Pane::Alerts && (model.alerts.loading.is_some() || !model.alerts.changing.is_empty());
    loads || acts || list || file || registers || hosts || writing || alerts
}

/// Whether what is typed next is not to be shown: it goes to a password.
pub fn is_secret(model: &Model) -> bool {
    let Some(Overlay::Fields(fields)) = &model.overlay else { return false };
    let field = fields.here().and_then(|(place, _)| fields.fields.get(place));
    field.is_some_and(|field| matches!(field.content, Content::Secret(_)))
}

/// Says what has changed. `asked` when somebody typed a line and has not been answered yet.
pub fn tell(model: &Model, told: &mut Told, asked: bool, wish: Option<Wish>) -> Said {
    let mut voice = Voice::new(model);
    greet(&mut voice, told);
    tastes(&mut voice, told);
    journal(&mut voice, told);
    progress(&mut voice, told);
    let mut read_out = false;
    if !is_waiting(model) {
        let before = (told.file, told.shown.clone());
        settled(&mut voice, told, asked, wish);
        read_out = before != (told.file, told.shown.clone());
    }
    let drawn = drawn(model, told);
    Said { lines: voice.into_lines(), drawn, read_out }
}

fn drawn(model: &Model, told: &Told) -> Drawn {
    let (page, last_scroll) = match &model.overlay {
        Some(Overlay::Reader(reader)) => (PAGE, reader::lines(&Voice::new(model), reader).len()),
        Some(_) => (PAGE, 0),
        None if model.focus == Pane::File => (1, file::parts(model).saturating_sub(1)),
        None => (PAGE, 0),
    };
    Drawn { list_rows: PAGE, file: told.file, page, last_scroll, ..Drawn::default() }
}

fn greet(voice: &mut Voice<'_>, told: &mut Told) {
    let model = voice.model();
    if !std::mem::replace(&mut told.greeted, true) {
        let keys =
            [Action::App(AppAction::Help), Action::App(AppAction::Quit)].map(|action| voice.key(action));
        let [help, quit] = keys.map(Option::unwrap_or_default);
        voice.fill("linear-welcome", &[("help", help.into()), ("quit", quit.into())]);
        if model.link == Link::Connecting {
            voice.text("list-connecting");
        }
    }
    if let (false, Some(person)) = (told.named, &model.person) {
        told.named = true;
        let year = person.establishment.year_of(model.today);
        let role = top::role(&voice.frame, person);
        let parts = [&person.name, &role, &person.establishment.name, &words::year(year)];
        voice.joined(parts.map(String::as_str));
    }
}

/// What was said to the person since: a line each.
fn journal(voice: &mut Voice<'_>, told: &mut Told) {
    let entries = &voice.model().journal;
    for entry in entries.iter().skip(told.journal.min(entries.len())) {
        match entry.level {
            Level::Error => voice.signed(Sign::Error, &entry.text),
            Level::Info | Level::Warning => voice.say(&entry.text),
        }
    }
    told.journal = entries.len();
}

/// How far a bulk act is: when it begins, and every so often.
fn progress(voice: &mut Voice<'_>, told: &mut Told) {
    let model = voice.model();
    let Some(running) = model.acts.running.as_ref().filter(|running| running.is_bulk()) else { return };
    let before = told.progress.filter(|far| far.job == running.job);
    let same = |far: Far| far.stopping == running.stopping && model.now < far.at + PROGRESS;
    if before.is_some_and(same) {
        return;
    }
    told.progress = Some(Far { job: running.job, at: model.now, stopping: running.stopping });
    let act = words::act(voice.frame.texts, &running.gesture.act);
    let args = [("done", running.outcomes.len().into()), ("total", running.total.into())];
    let far = voice.frame.fill("linear-progress", &args);
    if running.stopping {
        voice.joined([act.as_str(), far.as_str(), voice.frame.say("bulk-stopping")]);
    } else if before.is_none() {
        let stop = voice.key(Action::App(AppAction::StopBulk)).unwrap_or_default();
        let stop = voice.frame.fill("bulk-stop", &[("key", stop.into())]);
        voice.joined([act.as_str(), far.as_str(), stop.as_str()]);
    } else {
        voice.joined([act.as_str(), far.as_str()]);
    }
}

/// Everything there is to say once nothing is awaited.
fn settled(voice: &mut Voice<'_>, told: &mut Told, asked: bool, wish: Option<Wish>) {
    let model = voice.model();
    if let Some(now) = boxes::shown(voice) {
        boxes::tell(voice, told, now, asked, wish);
        return;
    }
    told.shown = None;
    let bulk = model.acts.running.as_ref().is_some_and(|running| running.is_bulk());
    if !bulk {
        marks(voice, told);
    }
    let head = (queue::in_hand(model), model.list.filter.text(model.texts.lang()), model.list.sort);
    let fresh = told.head.replace(head.clone()) != Some(head);
    if (fresh || wish == Some(Wish::Head)) && model.list.is_loaded {
        list::head(voice);
        told.row = None;
    }
    if !bulk {
        match model.focus {
            Pane::Queues => queues(voice, told, wish),
            Pane::List => list::tell(voice, told, wish),
            Pane::File => file::tell(voice, told, asked, wish),
            Pane::Administration => administration::tell(voice, told, wish),
            Pane::Writing => writing::tell(voice, told, wish),
            Pane::Organisations => organisations::tell(voice, told, wish),
            Pane::Alerts => alerts::tell(voice, told, wish),
        }
        told.focus = Some(model.focus);
        help(voice, told);
    }
    if asked {
        others(voice, told);
    }
}

/// The language, the theme and the keys, when they are others.
fn tastes(voice: &mut Voice<'_>, told: &mut Told) {
    let model = voice.model();
    let now =
        Tastes { lang: model.texts.lang(), theme: model.theme.clone(), keymap: model.keymap_name.clone() };
    let Some(before) = told.tastes.replace(now.clone()) else { return };
    if before.lang != now.lang {
        voice.text("linear-lang");
    }
    for (before, name, id) in
        [(before.theme, now.theme, "said-theme"), (before.keymap, now.keymap, "said-keymap")]
    {
        if before != name {
            voice.fill(id, &[("name", name.into())]);
        }
    }
}

/// What to type next, the first time there is a file to read.
fn help(voice: &mut Voice<'_>, told: &mut Told) {
    if told.row.is_none() || std::mem::replace(&mut told.helped, true) {
        return;
    }
    let keys = [CursorAction::Down, CursorAction::Up].map(|step| voice.key(Action::Cursor(step)));
    let [next, previous] = keys.map(Option::unwrap_or_default);
    let queues = Action::Focus(FocusAction::Queues).label(voice.frame.texts);
    let args = [("next", next.into()), ("previous", previous.into()), ("queues", queues.into())];
    voice.fill("linear-first", &args);
}

fn marks(voice: &mut Voice<'_>, told: &mut Told) {
    let list = &voice.model().list;
    let in_range = list.range_from.is_some();
    if in_range != std::mem::replace(&mut told.in_range, in_range) {
        voice.text(if in_range { "linear-range-begun" } else { "linear-range-ended" });
    }
    let marks = list.marks.len();
    if marks != std::mem::replace(&mut told.marks, marks) {
        voice.fill("linear-marks", &[("count", marks.into())]);
    }
}

/// The queues with their numbers, when one comes to them.
fn queues(voice: &mut Voice<'_>, told: &mut Told, wish: Option<Wish>) {
    if told.focus == Some(Pane::Queues) && !matches!(wish, Some(Wish::Again | Wish::Whole | Wish::Page)) {
        return;
    }
    let model = voice.model();
    voice.text("pane-queues");
    let in_hand = Some(queue::in_hand(model));
    let lines = told_queues(&voice.frame).into_iter().scan(0, |place, told| {
        let label = plain(&told.label);
        // A heading opens nothing, and has no number.
        let Some(_) = told.entry else { return Some(label) };
        let here = if told.entry == in_hand { voice.frame.say("linear-here") } else { "" };
        *place += 1;
        Some(voice.numbered(*place - 1, &voice.join([label.as_str(), told.number.as_str(), here])))
    });
    for line in lines.collect::<Vec<_>>() {
        voice.say(&line);
    }
    voice.text("linear-choose-queue");
}

/// What others did, once per change, with how to see it.
fn others(voice: &mut Voice<'_>, told: &mut Told) {
    let now = top::others(&voice.frame);
    if now == told.others {
        return;
    }
    told.others.clone_from(&now);
    let key = voice.key(Action::List(ListAction::Reload)).unwrap_or_default();
    if let Some(others) = now {
        voice.fill("linear-others", &[("others", others.into()), ("key", key.into())]);
    }
}
