//! Everything that can be done on the whole screen can be done line by line.

use guichet::app::action::Action;
use guichet::app::message::{Answer, Message};
use guichet::app::prompt::{Prompt, PromptKind};
use guichet::app::session::{Saved, Session, offer};
use guichet::domain::act::{Answer as Says, Outcome};
use guichet::i18n::Lang;
use guichet::ui::linear::{self, Line, Wish};

use super::listener::Listener;
use crate::render::morning::rows;

/// Actions that nothing typed asks for, each with its reason. None has needed it.
const EXCEPTIONS: [(&str, &str); 0] = [];

/// Every place a hand can be.
fn places(lang: Lang) -> Vec<(&'static str, Listener)> {
    let at = |name, play: &dyn Fn(&mut Listener)| {
        let mut listener = Listener::working(lang);
        play(&mut listener);
        (name, listener)
    };
    let preview = || {
        let done = |id| Outcome { id, amendment: None, version: Some(4), answer: Says::Done };
        Answer::Preview(rows().iter().map(|row| done(row.id)).collect())
    };
    vec![
        at("list", &|_| {}),
        at("file", &|one| {
            one.say("");
        }),
        at("queues", &|one| {
            one.say("&");
        }),
        at("confirm", &|one| {
            one.say("*").say("v").answer(preview());
        }),
        at("form", &|one| {
            one.say("").say("r");
        }),
        at("picker", &|one| {
            one.say("?");
        }),
        ("administration", Listener::administering(lang, "g e")),
        ("organisations", Listener::keeping_hosts(lang)),
        ("alerts", Listener::alerting(lang)),
        ("mails", {
            let mut listener = Listener::alerting(lang);
            listener.say("<").say(if lang == Lang::Fr { ":non-remis" } else { ":undelivered" }).of_alerts();
            listener
        }),
        at("jobs", &|one| {
            one.say("g w");
        }),
        at("resume", &|one| {
            let left = Saved::new(Session::default(), one.model().now);
            offer(&mut one.desk.model, left);
            one.listen();
        }),
        at("reader", &|one| {
            (0..30).for_each(|line| one.desk.model.say(guichet::app::model::Level::Info, line.to_string()));
            one.say("g j");
        }),
        at("prompt", &|one| {
            one.desk.model.prompt = Some(Prompt::new(PromptKind::Command, ""));
            one.listen();
        }),
    ]
}

/// What may be typed for an action: its command, its name, its keys as written and as named, or nothing at all.
fn ways(listener: &Listener, action: Action) -> Vec<String> {
    let model = listener.model();
    let command = action.command(model.texts).map(|command| format!(":{command}"));
    let bound = model.keymap.entries().into_iter().filter(|bound| bound.calls[0].action == action);
    let keys = bound.flat_map(|bound| [bound.chord.to_string(), bound.chord.label(model.texts)]);
    let words = [action.label(model.texts).to_owned(), String::new()];
    command.into_iter().chain(words).chain(keys).collect()
}

fn asks_for(listener: &Listener, text: &str, action: Action) -> bool {
    let heard = linear::hear(listener.model(), &listener.told, &Line::Text(text.to_owned()));
    let wished = match heard.wish {
        // Where one is, and all of a pane: nothing changes, so nothing is asked of the model.
        Some(Wish::Again) if heard.messages.is_empty() => Some("app.redraw"),
        Some(Wish::Whole) => Some("app.zoom"),
        _ => None,
    };
    wished == Some(action.id())
        || heard.messages.iter().any(|message| matches!(message, Message::Run(call) if call.action == action))
}

#[test]
fn every_action_is_within_reach() {
    for lang in Lang::ALL {
        let places = places(lang);
        let reached = |action: Action| {
            places.iter().any(|(_, listener)| {
                ways(listener, action).iter().any(|text| asks_for(listener, text, action))
            })
        };
        let missing: Vec<&str> = Action::ALL.iter().filter(|a| !reached(**a)).map(|a| a.id()).collect();
        assert_eq!(missing, EXCEPTIONS.map(|(id, _)| id), "in {lang}");
    }
}

#[test]
fn every_action_that_the_palette_offers_goes_by_its_name_from_the_desk() {
    for lang in Lang::ALL {
        let listener = Listener::working(lang);
        for action in Action::palette() {
            let name = action.label(listener.model().texts);
            // Two actions may share a name: the one that stands first in the registry has it.
            let first = Action::ALL.iter().find(|one| one.label(listener.model().texts) == name);
            let reached = asks_for(&listener, name, action);
            assert!(reached || first != Some(&action), "{lang}: {name} ({})", action.id());
        }
    }
}

#[test]
fn no_line_makes_it_panic() {
    use proptest::prelude::*;
    proptest!(ProptestConfig { failure_persistence: None, cases: 300, ..ProptestConfig::default() },
    |(lines in proptest::collection::vec("\\PC{0,8}|[0-9]{1,3}|[a-zA-Z/:*<>?&.-]", 1..12))| {
        let mut listener = Listener::working(Lang::Fr);
        for line in &lines {
            listener.say(line);
        }
    });
}
