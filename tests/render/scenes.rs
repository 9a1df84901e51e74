//! Each thing a clerk meets in a day, at the sizes people have, in both languages, in colour and without any.

use chrono::{DateTime, TimeDelta};
use guichet::app::message::{Answer, LinkNews, Message, Page};
use guichet::app::model::{Level, Pane};
use guichet::app::overlay::FormKind;
use guichet::app::pane::queue::Flag;
use guichet::app::prompt::PromptKind;
use guichet::app::session::{At, Form, Marked, Saved, Session, Written, offer};
use guichet::domain::act::Subject;
use guichet::domain::act::{About, Change, HistoryEntry, Outcome};
use guichet::domain::convention::StepKind;
use guichet::domain::queue::Queue;
use guichet::domain::view::SavedView;
use guichet::i18n::Lang;

use super::answers::{done, refused};
use super::fixture::{Desk, FRENCH, Look, now};
use super::morning::{blocked_sheet, rows};

/// Plays a scene everywhere and keeps what is shown.
pub(super) fn scene(name: &str, play: impl Fn(&mut Desk)) {
    for (width, height) in [(40, 10), (80, 24), (120, 40), (200, 50)] {
        let mut screens = String::new();
        for lang in Lang::ALL {
            let [colour, mono] = ["dark", "mono"].map(|theme| {
                let mut desk = Desk::working(Look { lang, theme, size: (width, height) });
                play(&mut desk);
                desk.draw()
            });
            assert_eq!(colour.text(), mono.text(), "colour alone says something: {name} in {lang}");
            screens += &format!("{colour}---- mono\n{}", mono.faces());
        }
        kept(&format!("{name}-{width}x{height}"), screens);
    }
}

fn kept(name: &str, screens: String) {
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots", omit_expression => true }, {
        insta::assert_snapshot!(name, screens);
    });
}

fn missing_step() -> About {
    About { step: Some(StepKind::Pedagogical), ..About::default() }
}

/// What a bulk act answers: two refusals, the rest done.
fn outcomes() -> Vec<Outcome> {
    rows()
        .iter()
        .map(|row| match row.id {
            28420 => refused(
                row.id,
                "GU011",
                About { rules: vec!["mandatory-content".into()], ..About::default() },
            ),
            28388 => refused(row.id, "GU005", missing_step()),
            id => done(id),
        })
        .collect()
}

#[test]
fn list() {
    scene("list", |desk| {
        desk.press("<Space> <Down> <Space>");
        desk.model.list.flags.insert(Subject::file(28399), Flag::Changed);
        desk.model.list.flags.insert(Subject::file(28101), Flag::Gone);
        desk.model.list.news = 3;
    });
}

#[test]
fn chosen_columns_and_widths() {
    scene("layout", |desk| {
        desk.press(":").write("colonnes début,étudiant,n°-étudiant,heures,signature").press("<Enter>");
        // In a narrow window there is one pane, which says so.
        desk.press("1").press("> >").press("2");
        desk.model.toasts.clear();
    });
}

#[test]
fn columns_being_chosen() {
    scene("columns", |desk| {
        desk.press(":").write("colonnes n,étudiant,d");
    });
}

#[test]
fn file() {
    scene("file", |desk| {
        desk.press("3");
        desk.model.file.sheet = Some(blocked_sheet());
    });
}

#[test]
fn confirm_one() {
    scene("confirm-one", |desk| {
        // In a narrow window the file has to be looked at first.
        desk.press("3").press("v");
        desk.answer(Answer::Preview(vec![done(28413)]));
    });
}

#[test]
fn confirm_many() {
    scene("confirm-many", |desk| {
        desk.press("*").press("v").answer(Answer::Preview(outcomes()));
    });
}

#[test]
fn return_form() {
    scene("return-form", |desk| {
        // In a narrow window the file has to be looked at first.
        desk.press("3").press("r");
        desk.press("<Down> <Space> <Down> <Down> <Down>");
        desk.write("Voir aussi l’avis du service.");
    });
}

#[test]
fn return_form_refused() {
    scene("return-form-empty", |desk| {
        desk.press("*").press("r").press("<Enter>");
    });
}

#[test]
fn help() {
    scene("help", |desk| {
        desk.press("?").write("mar");
    });
}

#[test]
fn find() {
    scene("find", |desk| {
        desk.press("<C-p>").write("be");
        desk.answer(Answer::Found(rows().into_iter().take(4).collect()));
    });
}

#[test]
fn history() {
    let at = |days| now() - TimeDelta::days(days);
    let change = |field: &str, from: Option<&str>, to: Option<&str>| Change {
        field: field.into(),
        from: from.map(Into::into),
        to: to.map(Into::into),
        masked: false,
    };
    let entry =
        |seq, at: DateTime<_>, by: Option<&str>, verb: &str, changes, reason: Option<&str>| HistoryEntry {
            seq,
            at,
            by: by.map(Into::into),
            verb: verb.into(),
            changes,
            reason: reason.map(Into::into),
        };
    scene("history", |desk| {
        desk.press("h").answer(Answer::History(vec![
            entry(
                1,
                at(20),
                Some("Inès Benali"),
                "submit",
                vec![change("file_state", Some("draft"), Some("submitted"))],
                None,
            ),
            entry(
                2,
                at(12),
                Some("Claire Martin"),
                "return",
                vec![change("return.tasks", None, Some("Les activités sont trop vagues."))],
                Some("Merci de préciser."),
            ),
            entry(
                3,
                at(9),
                Some("Inès Benali"),
                "edit",
                vec![
                    change("end_date", Some("2026-06-30"), Some("2026-09-04")),
                    change(
                        "tasks",
                        Some("Étudier l’existant et proposer une méthode sur les données du service."),
                        Some("Étudier l’existant, puis proposer et mesurer deux méthodes sur les données du service."),
                    ),
                    Change { masked: true, ..change("subject", None, None) },
                ],
                None,
            ),
            entry(
                4,
                at(6),
                None,
                "validate",
                vec![change("step.pedagogical", None, Some("done"))],
                None,
            ),
        ]));
    });
}

#[test]
fn a_long_history_is_one_text_wherever_it_is_read() {
    let entry = |seq: i32| {
        let text = |word: &str| {
            (0..seq % 7).map(|at| format!("Phrase {at} de {seq}, {word} d’un mot. ")).collect::<String>()
        };
        let change = |field: &str| Change {
            field: field.into(),
            from: (seq % 3 != 0).then(|| text("longue")),
            to: Some(text("courte")),
            masked: seq % 5 == 0,
        };
        HistoryEntry {
            seq,
            at: now() - TimeDelta::days(i64::from(60 - seq)),
            by: Some("Inès Benali".into()),
            verb: "edit".into(),
            changes: ["tasks", "subject"][..(seq % 3) as usize].iter().map(|field| change(field)).collect(),
            reason: (seq % 4 == 0).then(|| "À revoir. ".repeat(20)),
        }
    };
    let mut desk = Desk::working(Look { size: (80, 24), ..FRENCH });
    desk.press("h").answer(Answer::History((1..60).map(entry).collect()));
    let mut whole: Vec<String> = Vec::new();
    let mut scroll = 0;
    loop {
        let shown = desk.draw().text();
        let rows: Vec<&str> = shown.lines().collect();
        let top = rows.iter().position(|row| row.contains("Historique")).unwrap() + 1;
        // Without what tells how far one has read.
        let inside = |row: &&str| row.chars().skip(3).take(74).collect::<String>();
        let page: Vec<String> = rows[top..][..desk.model.drawn.page].iter().map(inside).collect();
        let known = whole.len().saturating_sub(scroll);
        assert_eq!(whole[scroll..], page[..known], "scrolled by {scroll}");
        whole.extend_from_slice(&page[known..]);
        if scroll == desk.model.drawn.last_scroll {
            break;
        }
        desk.press("<Down>");
        scroll += 1;
    }
    assert_eq!(whole.iter().filter(|line| line.contains("Inès Benali")).count(), 59);
}

#[test]
fn report() {
    scene("report", |desk| {
        desk.press("*").press("v").answer(Answer::Preview(outcomes())).press("<Enter>");
        let job = desk.acting();
        let answered = vec![
            done(28413),
            done(28399),
            refused(28377, "GU005", missing_step()),
            refused(
                28405,
                "GU003",
                About {
                    by: Some("Luc Bernard".into()),
                    at: Some(now()),
                    verb: Some("return".into()),
                    ..About::default()
                },
            ),
        ];
        desk.tell(Message::Answer(job, Answer::Acted(answered)));
        desk.tell(Message::Answer(job, Answer::ActEnded { stopped: true }));
    });
}

#[test]
fn bulk_running() {
    scene("bulk-running", |desk| {
        desk.press("*").press("v").answer(Answer::Preview(outcomes())).press("<Enter>");
        let job = desk.acting();
        desk.tell(Message::Answer(job, Answer::Acted(vec![done(28413), done(28399), done(28377)])));
    });
}

#[test]
fn jobs() {
    scene("jobs", |desk| {
        for _ in 0..2 {
            desk.press("*").press("v").answer(Answer::Preview(outcomes())).press("<Enter>");
            let job = desk.acting();
            desk.tell(Message::Answer(
                job,
                Answer::Acted(vec![done(28413), refused(28399, "GU001", About::default())]),
            ));
            desk.tell(Message::Answer(job, Answer::ActEnded { stopped: true }));
            desk.press("<Esc>");
        }
        desk.press("v").answer(Answer::Preview(outcomes())).press("<Enter>");
        let job = desk.acting();
        desk.tell(Message::Answer(job, Answer::Acted(vec![done(28377)])));
        desk.model.toasts.clear();
        desk.press("g w").press("j");
    });
}

#[test]
fn no_job() {
    scene("jobs-none", |desk| {
        desk.press("g w");
    });
}

#[test]
fn views() {
    let view = |id, name: &str, filter: &str, centre: Option<&str>| SavedView {
        id,
        name: name.into(),
        queue: Queue::Administrative,
        filter: filter.into(),
        sort: Default::default(),
        mine: id < 3,
        owner: "Hélène MARCHAND".into(),
        centre: centre.map(Into::into),
    };
    scene("views", |desk| {
        desk.answer(Answer::Views(vec![
            view(1, "Urgences", "start:<7d -host:gap", None),
            view(2, "Thales \u{1b}[2J et compagnie", "host:thales", Some("SCI")),
            view(3, "À relancer", "since:>10d", Some("SCI")),
        ]));
        for (view, count) in desk.model.queues.views.iter_mut().zip([Some(4), None, Some(0)]) {
            view.count = Some(count);
        }
        desk.press(":").write("vue urg").press("<Tab> <Enter>");
        desk.answer(Answer::Page(Page { rows: rows(), before: 0, at_top: true, at_bottom: true }));
        desk.press("1");
    });
}

#[test]
fn views_being_named() {
    scene("views-completion", |desk| {
        desk.press(":").write("vue ");
    });
}

#[test]
fn resume() {
    let marks = [28399, 28377, 28101].map(|id| Marked { id, amendment: None, version: 3, warned: false });
    let written = |kind, id, text: &str| Written { kind, id, text: text.into(), ticked: Vec::new() };
    let session = Session {
        queue: Some(Queue::ToCorrect),
        filter: "start:<7d host:thales".into(),
        cursor: Some(At { id: 28413, key: "2026-02-26".into() }),
        marks: marks.to_vec(),
        form: Some(Form {
            kind: FormKind::Return,
            targets: vec![(28413, 3)],
            reason: None,
            text: "Le tuteur doit être de l’organisme, et la fin du stage ne peut pas dépasser".into(),
            ticked: vec![1],
        }),
        prompt: Some((PromptKind::Command, "trier dé".into())),
        drafts: vec![
            written(FormKind::Note, 28377, "rappeler\u{1b}[2J le service"),
            written(FormKind::Hold, 28101, "15j"),
            written(FormKind::Cancel, 28388, "doublon"),
        ],
        ..Session::default()
    };
    scene("resume", |desk| {
        let text = Saved::new(session.clone(), now() - TimeDelta::hours(2)).text();
        offer(&mut desk.model, Saved::read(&text).expect("a session"));
    });
    scene("resume-plain", |desk| {
        let stood = Session { cursor: session.cursor.clone(), ..Session::default() };
        offer(&mut desk.model, Saved::new(stood, now() - TimeDelta::days(2)));
    });
}

#[test]
fn toasts() {
    scene("toasts", |desk| {
        let texts = desk.model.texts;
        desk.model.say(Level::Info, texts.format("said-noted", &[("id", "28413".into())]));
        desk.model.say(Level::Warning, texts.format("refusal-GU013", &[("id", "28413".into())]));
        desk.model.say(Level::Error, "La base a refusé la connexion : vérifiez le réseau, puis réessayez.");
    });
}

#[test]
fn which_key() {
    scene("which-key", |desk| {
        desk.press("s");
        desk.model.now += TimeDelta::milliseconds(400);
    });
}

#[test]
fn command_line() {
    scene("command-line", |desk| {
        desk.press(":").write("t").press("<Tab>");
    });
}

#[test]
fn which_key_emacs() {
    scene("which-key-emacs", |desk| {
        desk.with_keys("emacs").press("<C-x>");
        desk.model.now += TimeDelta::milliseconds(400);
    });
}

#[test]
fn unbound_keys() {
    scene("unbound-keys", |desk| {
        desk.press("g x").press("%");
    });
}

#[test]
fn help_by_key() {
    scene("help-by-key", |desk| {
        desk.press("?").write("g");
    });
}

#[test]
fn theme_names() {
    scene("theme-names", |desk| {
        desk.press(":").write("theme ");
    });
}

#[test]
fn theme_unknown() {
    scene("theme-unknown", |desk| {
        desk.press(":").write("theme drak").press("<Enter>");
    });
}

#[test]
fn the_list_in_every_theme_in_colour() {
    for theme in ["light", "high-contrast", "high-contrast-light", "colour-blind", "colour-blind-light"] {
        let mut desk = Desk::working(Look { theme, ..FRENCH });
        desk.press("<Space> <Down> <Space>");
        desk.model.list.flags.insert(Subject::file(28399), Flag::Changed);
        desk.model.list.flags.insert(Subject::file(28101), Flag::Gone);
        kept(&format!("list-{theme}"), desk.draw().to_string());
    }
}

#[test]
fn command_line_wrong() {
    scene("command-line-wrong", |desk| {
        desk.press(":").write("devorer").press("<Enter>");
    });
}

#[test]
fn empty_queue() {
    scene("empty-queue", |desk| {
        desk.press("<F5>").answer(Answer::Page(Page { at_top: true, at_bottom: true, ..Page::default() }));
        desk.model.file.clear();
    });
}

#[test]
fn the_queue_of_enrolments_to_check() {
    scene("enrolment-queue", |desk| {
        desk.model.queues.counts.push((Queue::Enrolment, Some(2)));
        let rows = rows().into_iter().take(2).collect();
        desk.model.list.queue = Queue::Enrolment;
        desk.press("<F5>").answer(Answer::Page(Page { rows, before: 0, at_top: true, at_bottom: true }));
    });
}

#[test]
fn link_lost() {
    scene("link-lost", |desk| {
        desk.tell(Message::Link(LinkNews::Down("Le serveur ne répond pas.".into())));
        desk.model.now += TimeDelta::seconds(12);
    });
}

#[test]
fn journal() {
    scene("journal", |desk| {
        desk.model.say(Level::Info, "n° 28399 : validée");
        desk.model.say(Level::Error, "Le serveur ne répond pas.");
        desk.model.toasts.clear();
        desk.press("g j");
    });
}

#[test]
fn zoomed_file() {
    scene("zoomed", |desk| {
        desk.press("3").press("z");
        assert_eq!(desk.model.focus, Pane::File);
    });
}
