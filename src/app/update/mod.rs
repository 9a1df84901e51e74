//! What changes the model: keys become actions, actions and answers change the model and ask for effects. Pure: the
//! moment is given.

mod acting;
mod amendments;
mod answers;
mod boxes;
mod calls;
mod jobs;
mod keys;
mod lines;
mod listing;
mod on_behalf;
mod on_day;
mod pickers;
mod prompts;

use chrono::{DateTime, Utc};

pub use acting::subject;
pub use keys::{context, no_key, snapshot};

use super::effect::{Ask, Effect};
use super::message::{LinkNews, Message};
use super::model::{Level, Link, Model};
use super::overlay::completing;
use super::pane::{administration, alerts, organisations, queue, writing};
use super::session;

/// Changes the model for one message, and says what is to be done outside.
pub fn update(model: &mut Model, message: Message, now: DateTime<Utc>) -> Vec<Effect> {
    model.now = now;
    model.expire();
    if matches!(message, Message::Key(_) | Message::Paste(_) | Message::Answer(..)) {
        session::touch(model);
    }
    match message {
        Message::Key(key) => keys::press(model, key),
        Message::Paste(text) => keys::paste(model, &text),
        Message::Run(call) => calls::run(model, call),
        Message::Choose(place) => lines::choose(model, place),
        Message::Write(text) => lines::write(model, &text),
        Message::Resize(columns, rows) => {
            model.size = (columns, rows);
            let mut effects = queue::follow(model);
            effects.extend(queue::views::show(model));
            effects
        }
        Message::Deadline => {
            let mut effects = queue::settle(model);
            effects.extend(queue::views::settle(model));
            effects.extend(organisations::settle(model));
            effects.extend(completing::settle(model));
            effects.extend(writing::settle(model));
            effects.extend(writing::settle_register(model));
            effects.extend(session::settle(model));
            effects
        }
        Message::Link(news) => link(model, news),
        Message::Notice => {
            let mut effects = administration::refresh(model);
            effects.extend(writing::refresh(model));
            effects.extend(organisations::refresh(model));
            effects.extend(alerts::refresh(model));
            effects.extend(queue::refresh(model));
            effects
        }
        Message::Answer(job, answer) => answers::take(model, job, answer),
        Message::Failed(job, why) => answers::failed(model, job, why),
        Message::Names(names) => {
            model.names = names;
            if model.prompt.as_ref().is_some_and(|prompt| prompt.error.is_none()) {
                prompts::changed(model);
            }
            Vec::new()
        }
        Message::Copied { characters, doubtful } => {
            let mut text = model.texts.format("said-copied", &[("count", characters.into())]);
            if doubtful {
                text.push(' ');
                text.push_str(model.texts.get("said-copied-doubtful"));
            }
            model.say(Level::Info, text);
            Vec::new()
        }
        Message::NotKept { folder, why } => {
            let text = model.texts.format("said-not-kept", &[("folder", folder.into()), ("why", why.into())]);
            model.say(Level::Error, text);
            Vec::new()
        }
    }
}

fn link(model: &mut Model, news: LinkNews) -> Vec<Effect> {
    match news {
        LinkNews::Up(person, today) => {
            let first = model.person.is_none();
            let lost = std::mem::replace(&mut model.link, Link::Up);
            model.today = today;
            model.texts = model.texts.in_zone(&person.establishment.zone);
            model.person = Some(*person);
            if let Link::Down { why, .. } = lost {
                // What the line had to say is settled; any other error waits for the person.
                model.toasts.retain(|toast| toast.text != why);
                let text = model.texts.get("said-link-back").to_owned();
                model.say(Level::Info, text);
            }
            if !first {
                return queue::refresh(model);
            }
            let reasons = model.new_job();
            let mut effects = vec![Effect::Ask(reasons, Ask::Reasons)];
            if !model.keeping.queue_given {
                model.list.queue = queue::first(model);
            }
            // An earlier session may have stood there.
            effects.extend(administration::refresh(model));
            effects.extend(writing::refresh(model));
            effects.extend(organisations::refresh(model));
            effects.extend(alerts::refresh(model));
            effects.extend(queue::start(model));
            effects.push(queue::views::read(model));
            effects
        }
        LinkNews::Down(why) => {
            if !matches!(model.link, Link::Down { .. }) {
                model.link = Link::Down { since: model.now, why: why.clone() };
                model.say(Level::Error, why);
            }
            Vec::new()
        }
    }
}
