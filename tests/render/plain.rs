//! The desk in ASCII signs: nothing but ASCII and the letters of texts, whatever lies over it, at the sizes people have.

use chrono::TimeDelta;
use guichet::app::message::{Answer, Message, Page};
use guichet::app::model::Level;
use guichet::app::pane::queue::Flag;
use guichet::domain::act::Subject;
use guichet::domain::act::{Change, HistoryEntry};
use guichet::i18n::Lang;

use super::administration::opened;
use super::answers::done;
use super::fixture::{Desk, Look, now};
use super::morning::{blocked_sheet, row, rows};

/// What happens on a desk before it is looked at.
type Play = fn(&mut Desk);

const SCENES: [(&str, Play); 17] = [
    ("list", |desk| {
        desk.press("<Space> <Down> <Space>");
        desk.model.list.flags.insert(Subject::file(28399), Flag::Changed);
        desk.model.list.flags.insert(Subject::file(28101), Flag::Gone);
        desk.model.list.news = 3;
    }),
    ("long-list", |desk| {
        let many =
            (0..300).map(|place| row(30_000 + place, "BENALI Inès-Éléonore", "THALES SA", "2026-03-02"));
        desk.press("<F5>").answer(Answer::Page(Page {
            rows: many.collect(),
            before: 0,
            at_top: true,
            at_bottom: false,
        }));
    }),
    ("file", |desk| {
        desk.press("3");
        desk.model.file.sheet = Some(blocked_sheet());
    }),
    ("zoomed", |desk| {
        desk.press("3").press("z");
    }),
    ("confirm", |desk| {
        desk.press("*").press("v").answer(Answer::Preview(rows().iter().map(|row| done(row.id)).collect()));
    }),
    ("bulk", |desk| {
        desk.press("*").press("v").answer(Answer::Preview(rows().iter().map(|row| done(row.id)).collect()));
        desk.press("<Enter>");
        let job = desk.acting();
        desk.tell(Message::Answer(job, Answer::Acted(vec![done(28413), done(28399), done(28377)])));
    }),
    ("form", |desk| {
        desk.press("*").press("r").press("<Space>");
    }),
    ("help", |desk| {
        desk.press("?");
    }),
    ("find", |desk| {
        desk.press("<C-p>").write("be");
        desk.answer(Answer::Found(rows().into_iter().take(4).collect()));
    }),
    ("command", |desk| {
        desk.press(":").write("t");
    }),
    ("command-wrong", |desk| {
        desk.press(":").write("devorer").press("<Enter>");
    }),
    ("which-key", |desk| {
        desk.press("s");
        desk.model.now += TimeDelta::milliseconds(400);
    }),
    ("history", |desk| {
        let change = Change {
            field: "end_date".into(),
            from: Some("2026-06-30".into()),
            to: Some("2026-09-04".into()),
            masked: false,
        };
        desk.press("h").answer(Answer::History(vec![HistoryEntry {
            seq: 1,
            at: now(),
            by: Some("Inès Benali".into()),
            verb: "edit".into(),
            changes: vec![change],
            reason: None,
        }]));
    }),
    ("rights", |desk| {
        opened(desk, "g d");
        desk.press("j").press("<Right>");
    }),
    ("somebody", |desk| {
        opened(desk, "g e");
        desk.press("a").write("jean.petit");
        desk.press("<Tab> <Tab> <Tab> <Tab>").write("secret");
    }),
    ("on-behalf", |desk| {
        desk.press("3").press("b");
    }),
    ("toasts", |desk| {
        for level in [Level::Info, Level::Warning, Level::Error] {
            desk.model.say(level, format!("{level:?}"));
        }
    }),
];

/// Those whose look is kept.
const KEPT: [&str; 5] = ["list", "file", "confirm", "bulk", "help"];

#[test]
fn nothing_but_ascii_and_letters() {
    for (lang, size) in
        [(Lang::Fr, (120, 40)), (Lang::En, (80, 24)), (Lang::Fr, (80, 24)), (Lang::En, (40, 10))]
    {
        for (name, play) in SCENES {
            let mut desk = Desk::working(Look { lang, theme: "mono", size }).in_plain();
            play(&mut desk);
            let screen = desk.draw();
            // The fixture has a name and a host from elsewhere, and a control character made visible.
            let foreign =
                |c: &char| !c.is_ascii() && !c.is_alphanumeric() && !"\u{a0}\u{301}°€␛’".contains(*c);
            let text = screen.text();
            assert_eq!(text.chars().find(foreign), None, "{name} in {lang} at {size:?}:\n{text}");
            if KEPT.contains(&name) && size.0 >= 80 && (lang == Lang::Fr) == (size.0 == 120) {
                insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots", omit_expression => true }, {
                    insta::assert_snapshot!(format!("plain-{name}-{lang}"), screen);
                });
            }
        }
    }
}
