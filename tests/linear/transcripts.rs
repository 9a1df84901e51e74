//! What a clerk hears of each thing met in a day, in both languages.

use chrono::TimeDelta;
use guichet::app::message::{AlertTold, Answer, LinkNews, Message};
use guichet::app::pane::queue::Flag;
use guichet::app::session::{Marked, Saved, Session, offer};
use guichet::domain::act::Subject;
use guichet::domain::act::{About, Change, HistoryEntry, Outcome};
use guichet::domain::alert::{AlertChange, Audience, Event, Settled};
use guichet::domain::queue::Queue;
use guichet::domain::view::SavedView;
use guichet::i18n::Lang;

use super::listener::Listener;
use crate::render::answers::{done, refused};
use crate::render::fixture::now;
use crate::render::morning::{blocked_sheet, rows};

/// Plays a scene in both languages and keeps what is heard.
fn scene(name: &str, play: impl Fn(&mut Listener)) {
    for lang in Lang::ALL {
        let mut listener = Listener::working(lang);
        play(&mut listener);
        kept(name, &listener);
    }
}

fn kept(name: &str, listener: &Listener) {
    let lang = listener.model().texts.lang();
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots", omit_expression => true }, {
        insta::assert_snapshot!(format!("{name}-{lang}"), listener.transcript());
    });
}

/// What a bulk act answers: one refusal, the rest done.
fn outcomes() -> Vec<Outcome> {
    let blocked = About { rules: vec!["mandatory-content".into()], ..About::default() };
    let says = |id| if id == 28420 { refused(id, "GU011", blocked.clone()) } else { done(id) };
    rows().iter().map(|row| says(row.id)).collect()
}

#[test]
fn rows_one_by_one_by_page_and_by_number() {
    scene("rows", |one| {
        one.say("j")
            .say("k")
            .say("k")
            .say("G")
            .say("j")
            .say("4")
            .say("liste")
            .say("99")
            .say("espace")
            .say("-");
        one.desk.model.list.flags.insert(Subject::file(28399), Flag::Changed);
        one.desk.model.list.flags.insert(Subject::file(28101), Flag::Gone);
        one.desk.model.list.news = 2;
        one.say("2").say("1").say("5");
    });
}

#[test]
fn the_queues() {
    scene("queues", |one| {
        one.say("files").say("4");
    });
}

#[test]
fn amendments_say_what_they_change() {
    scene("amendments", |one| {
        one.say(match one.model().texts.lang() {
            Lang::Fr => "file Avenants à valider",
            Lang::En => "queue Amendments to validate",
        });
        one.say("j").say("j").say("j").say("1").say("").say(">").say(">");
    });
}

#[test]
fn a_file_read_part_by_part() {
    scene("file", |one| {
        one.say("").say("").say("4").say("9").say("<").say(">");
        let mut blocked = blocked_sheet();
        blocked.id = one.desk.model.list.row().unwrap().id;
        one.desk.model.file.sheet = Some(blocked);
        one.say("Ctrl-L");
    });
}

#[test]
fn validating_what_was_heard_and_nothing_else() {
    scene("validate", |one| {
        one.say("v").say("").say("v").answer(Answer::Preview(vec![done(28413)])).say("non");
        one.say("v").answer(Answer::Preview(vec![done(28413)])).say("");
        let job = one.desk.acting();
        one.meanwhile(Message::Answer(job, Answer::Acted(vec![done(28413)])));
        one.meanwhile(Message::Answer(job, Answer::ActEnded { stopped: false }));
    });
}

#[test]
fn returning_with_reasons_and_words() {
    scene("return", |one| {
        one.say("")
            .say("r")
            .say("")
            .say("2 4")
            .say("Voir aussi l’avis du service.")
            .say("4")
            .say("échap")
            .say("r");
    });
}

#[test]
fn many_at_once_with_progress_and_a_report() {
    scene("bulk", |one| {
        one.say("*").say("v").answer(Answer::Preview(outcomes())).say("2").say("1").say("");
        let job = one.desk.acting();
        one.meanwhile(Message::Answer(job, Answer::Acted(vec![done(28413), done(28399)])));
        one.desk.model.now += TimeDelta::seconds(6);
        one.meanwhile(Message::Answer(job, Answer::Acted(vec![done(28377)])));
        one.say("échap");
        let late = About {
            by: Some("Luc Bernard".into()),
            at: Some(now()),
            verb: Some("return".into()),
            ..About::default()
        };
        one.meanwhile(Message::Answer(job, Answer::Acted(vec![refused(28405, "GU003", late)])));
        one.meanwhile(Message::Answer(job, Answer::ActEnded { stopped: true }));
        one.say("q");
    });
}

#[test]
fn an_earlier_session_is_offered_and_taken_up_or_not() {
    let left = || {
        let session = Session {
            queue: Some(Queue::ToCorrect),
            marks: vec![Marked { id: 28399, amendment: None, version: 3, warned: false }],
            ..Session::default()
        };
        Saved::read(&Saved::new(session, now() - TimeDelta::hours(2)).text()).expect("a session")
    };
    scene("resume", |one| {
        offer(&mut one.desk.model, left());
        one.listen();
        // Whoever goes on working leaves it for later.
        one.say("j");
        offer(&mut one.desk.model, left());
        one.listen();
        one.say("");
    });
}

#[test]
fn long_work_and_its_reports() {
    scene("jobs", |one| {
        one.say("travaux").say("jobs").say("");
        one.say("*").say("v").answer(Answer::Preview(outcomes())).say("");
        let job = one.desk.acting();
        // One has a warning, and one is refused beforehand.
        let sent = rows().into_iter().filter(|row| ![28413, 28420].contains(&row.id));
        one.meanwhile(Message::Answer(job, Answer::Acted(sent.map(|row| done(row.id)).collect())));
        one.meanwhile(Message::Answer(job, Answer::ActEnded { stopped: false }));
        one.say("échap").say("g w").say("1").say("m");
    });
}

#[test]
fn saved_views_stand_below_the_queues() {
    scene("views", |one| {
        let view = |id, name: &str, filter: &str, centre: Option<&str>| SavedView {
            id,
            name: name.into(),
            queue: Queue::Administrative,
            filter: filter.into(),
            sort: Default::default(),
            mine: id < 2,
            owner: "Hélène MARCHAND".into(),
            centre: centre.map(Into::into),
        };
        one.answer(Answer::Views(vec![
            view(1, "Urgences", "start:<7d", None),
            view(2, "Thales", "host:thales", Some("SCI")),
        ]));
        one.say("files").say("11");
    });
}

#[test]
fn a_decision_of_somebody_else() {
    scene("on-behalf", |one| {
        one.say("").say("b").say("3").say("4").say("demain").say("").say("20/02/2026").say("");
    });
}

#[test]
fn roles_people_and_centres() {
    for lang in Lang::ALL {
        let mut one = Listener::administering(lang, "g d");
        one.say("j").say("3").say("1 3").say("non").say("échap").say("g e").say("/durand").say("1").say("4");
        one.say("2")
            .say("échap")
            .say("g s")
            .say("1")
            .say("échap")
            .say("a")
            .say("LET")
            .say("Lettres")
            .say("échap")
            .say("g t")
            .say("2");
        kept("administration", &one);
    }
}

#[test]
fn who_is_told_of_what() {
    for lang in Lang::ALL {
        let mut one = Listener::alerting(lang);
        one.say("j").say("3").say("1 2");
        let change = AlertChange::Cell {
            centre: None,
            seen: 3,
            event: Event::CreatedByStudent,
            audience: Audience::Clerk,
            on: Some(true),
        };
        one.answer(Answer::Alerts(AlertTold::Settled(Box::new(change), Settled::Done))).of_alerts();
        let (mine, mails) = match lang {
            Lang::Fr => (":mes-alertes", ":non-remis"),
            Lang::En => (":my-alerts", ":undelivered"),
        };
        one.say(mine).of_alerts().say("j").say(mails).of_alerts().say("j").say("1");
        kept("alerts", &one);
    }
}

#[test]
fn hosts_kept_and_compared() {
    for lang in Lang::ALL {
        let mut one = Listener::keeping_hosts(lang);
        one.say("j").of_hosts(2).say("1").of_hosts(1).say("").say("7").say("échap").say("échap");
        one.say("/kerv").of_hosts(1).say("d").of_hosts(1).say("1").say("").say("2").say("m");
        kept("organisations", &one);
    }
}

#[test]
fn filtering_sorting_and_finding() {
    scene("find", |one| {
        one.say("/champ:x").say("/thales début:<7j").say("trier").say("4").say("s");
        one.say("Ctrl-P").say("be").answer(Answer::Found(rows().into_iter().take(4).collect()));
        one.say("dupont").answer(Answer::Found(Vec::new())).say("échap");
    });
}

#[test]
fn a_history_page_by_page() {
    scene("history", |one| {
        let entry = |seq| HistoryEntry {
            seq,
            at: now() - TimeDelta::days(i64::from(30 - seq)),
            by: Some("Claire Martin".into()),
            verb: if seq == 6 { "return" } else { "edit" }.into(),
            changes: vec![Change {
                field: "end_date".into(),
                from: Some("2026-06-30".into()),
                to: Some("2026-09-04".into()),
                masked: false,
            }],
            reason: (seq == 6).then(|| "Merci de préciser.".to_owned()),
        };
        one.say("h").answer(Answer::History((1..=6).map(entry).collect())).say("").say("");
        one.say("h").answer(Answer::History((1..=6).map(entry).collect())).say("j");
    });
}

#[test]
fn help_by_number_by_words_and_by_key() {
    scene("help", |one| {
        one.say("?").say("").say("mar").say("1");
        one.say("dévorer").say("valider tout");
    });
}

#[test]
fn news_that_matter_are_one_line_each() {
    scene("news", |one| {
        one.say("");
        one.meanwhile(Message::Link(LinkNews::Down("Le serveur ne répond pas.".into())));
        one.say("v");
        let back = LinkNews::Up(Box::new(crate::render::morning::clerk()), now().date_naive());
        one.meanwhile(Message::Link(back));
        let mut changed = crate::render::morning::sheet();
        changed.version = 4;
        one.desk.model.list.rows[0].version = 4;
        one.desk.model.file.show(changed);
        one.listen();
        one.listen();
        one.say("v").say("dossier");
    });
}
