//! The texts of mails: which one is meant, opened as it stands, and let go of for the one above.

use super::boxes::{self, AlertForm};
use super::foretelling;
use super::update::say;
use crate::app::action::{Action, AlertsAction, Arg, Call};
use crate::app::begun::show;
use crate::app::effect::{AlertAsk, Ask, Effect};
use crate::app::message::JobId;
use crate::app::model::Model;
use crate::app::overlay::{Overlay, PickerBox, PickerItem, Purpose, ReaderBox, ReaderText};
use crate::app::words;
use crate::domain::alert::{Event, MAIL_LANGUAGES, Template, TextOf, Wording};

/// Before the name of a variable.
const OPENS: &str = "${";

/// Opens a text of the event in hand.
pub(super) fn edit(model: &mut Model, arg: Option<Arg>) -> Vec<Effect> {
    let Some(of) = chosen(model, AlertsAction::Edit, arg) else { return Vec::new() };
    let job = model.new_job();
    model.alerts.asking = Some(job);
    vec![Effect::Ask(job, Ask::Alerts(AlertAsk::Wording(of)))]
}

/// Sends me a text of the event in hand, as it stands.
pub(super) fn try_it(model: &mut Model, arg: Option<Arg>) -> Vec<Effect> {
    let Some(of) = chosen(model, AlertsAction::Try, arg) else { return Vec::new() };
    vec![Effect::Ask(model.new_job(), Ask::Alerts(AlertAsk::Try(of)))]
}

/// The text that an argument names; which one is asked first, since an undoing has a text of its own and each has two languages.
fn chosen(model: &mut Model, action: AlertsAction, arg: Option<Arg>) -> Option<TextOf> {
    let Some((event, _)) = model.alerts.cell() else {
        say(model, "said-alerts-no-text");
        return None;
    };
    if let Some(of) = named(model, arg) {
        return Some(of);
    }
    let own = model.texts.lang().code();
    let events = Event::ALL.iter().copied().filter(|one| one.setting() == event);
    let mut items: Vec<(bool, PickerItem)> = Vec::new();
    for event in events {
        for language in MAIL_LANGUAGES {
            let arg = Some(Arg::Text(format!("{} {language}", event.code())));
            let of = TextOf { centre: None, event, language: language.to_owned() };
            let call = Call { action: Action::Alerts(action), arg };
            items.push((language != own, PickerItem::of(call, words::alert_text(model.texts, &of))));
        }
    }
    // One's own language first.
    items.sort_by_key(|(other, _)| *other);
    let items = items.into_iter().map(|(_, item)| item).collect();
    model.overlay = Some(Overlay::Picker(PickerBox::of_actions(items)));
    None
}

/// Shows what texts may say.
pub(super) fn variables(model: &mut Model) -> Vec<Effect> {
    let job = model.new_job();
    let title = model.texts.get("alerts-variables").to_owned();
    let text = ReaderText::Told(title, Vec::new());
    model.overlay = Some(Overlay::Reader(ReaderBox { text, subject: None, loading: Some(job), scroll: 0 }));
    let centre = model.alerts.centre().map(str::to_owned);
    vec![Effect::Ask(job, Ask::Alerts(AlertAsk::Variables(centre)))]
}

/// They have come: they are read where they were asked for.
pub(super) fn variables_came(model: &mut Model, job: JobId, variables: &[(String, String)]) {
    let told = words::variables_told(model.texts, variables);
    foretelling::read(model, job, told);
}

/// The text that an argument names: `signed fr`.
fn named(model: &Model, arg: Option<Arg>) -> Option<TextOf> {
    let Some(Arg::Text(text)) = arg else { return None };
    let (event, language) = text.split_once(' ')?;
    let centre = model.alerts.centre().map(str::to_owned);
    Some(TextOf { centre, event: Event::from_code(event)?, language: language.to_owned() })
}

/// A text has come: it is opened, unless something else was meanwhile.
pub(super) fn came(model: &mut Model, job: JobId, wording: &Wording) {
    if model.alerts.asking.take_if(|awaited| *awaited == job).is_some() && model.overlay.is_none() {
        model.alerts.variables = wording.variables;
        let fields = boxes::text(model.texts, wording);
        show(model, fields);
    }
}

/// Goes on with the variable that is begun where the hand is, as far as only one way leads; where several do, they are told.
/// False where none is begun.
pub fn complete(model: &mut Model) -> bool {
    let variables = model.alerts.variables;
    let Some(Overlay::Fields(fields)) = &mut model.overlay else { return false };
    if !matches!(fields.purpose, Purpose::Alerts(AlertForm::Text(..))) {
        return false;
    }
    let before = if fields.is_on_paragraph() {
        fields.paragraph().map(|paragraph| paragraph.before())
    } else {
        fields.editor().map(|line| line.text()[..line.cursor()].to_owned())
    };
    let before = before.unwrap_or_default();
    let Some((_, begun)) = before.rsplit_once(OPENS).filter(|(_, begun)| !begun.contains('}')) else {
        return false;
    };
    let fitting: Vec<&str> = variables.iter().copied().filter(|name| name.starts_with(begun)).collect();
    let rest = match fitting.as_slice() {
        [] => return false,
        [name] => format!("{}}}", &name[begun.len()..]),
        [first, ..] => {
            let same = |end: &usize| fitting.iter().all(|name| name.get(..*end) == first.get(..*end));
            let end = (begun.len()..=first.len()).rev().find(same).unwrap_or(begun.len());
            first[begun.len()..end].to_owned()
        }
    };
    if rest.is_empty() {
        model.hint(fitting.join(words::COMMA));
        return true;
    }
    fields.error = None;
    if fields.is_on_paragraph() {
        if let Some(paragraph) = fields.paragraph() {
            paragraph.insert(&rest);
        }
    } else if let Some(line) = fields.editor() {
        line.insert(&rest);
    }
    true
}

/// Lets go of one's own text of the event in hand, in the language of the desk.
pub(super) fn inherit(model: &mut Model) {
    let pane = &model.alerts;
    let Some(((event, _), settings)) = pane.cell().zip(pane.settings.as_ref()) else {
        return say(model, "said-alerts-no-text");
    };
    let own = |one: &&Template| {
        Event::from_code(&one.event).is_some_and(|one| one.setting() == event)
            && one.centre_id.is_some() == pane.centre().is_some()
    };
    let language = model.texts.lang().code();
    let mut written: Vec<_> = settings.templates.iter().filter(own).collect();
    // Where both are written, that of the language of the desk goes first.
    written.sort_by_key(|one| (one.language != language, one.event != event.code()));
    let Some((one, event)) = written.first().and_then(|one| Some((one, Event::from_code(&one.event)?)))
    else {
        return say(model, "said-alerts-inherits-already");
    };
    let of = TextOf { centre: pane.centre().map(str::to_owned), event, language: one.language.clone() };
    let fields = boxes::inherit(model.texts, of, one.version);
    show(model, fields);
}
