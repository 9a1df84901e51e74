//! The desk at every size: the panes people see at each, what a cursor move costs, and never a panic.

use guichet::app::message::Answer;
use guichet::i18n::Lang;

use super::fixture::{Desk, FRENCH, Look};

#[test]
fn the_desk_at_the_sizes_people_have() {
    for (name, size, keys) in [
        ("wide", (200, 50), None),
        ("narrow-list", (80, 24), None),
        ("narrow-queues", (80, 24), Some("1")),
        ("narrow-file", (80, 24), Some("3")),
        ("smallest", (40, 10), None),
        ("three-panes-at-100", (100, 30), None),
        ("too-small", (39, 10), None),
    ] {
        for (lang, theme) in [(Lang::Fr, "dark"), (Lang::En, "mono")] {
            let mut desk = Desk::working(Look { lang, theme, size });
            if let Some(keys) = keys {
                desk.press(keys);
            }
            let screen = desk.draw();
            insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots", omit_expression => true }, {
                insta::assert_snapshot!(format!("{name}-{lang}"), screen);
            });
        }
    }
}

#[test]
fn no_size_and_no_box_makes_it_panic() {
    let scenes: [(&str, &[&str]); 8] = [
        ("desk", &[]),
        ("filter", &["/", "x"]),
        ("command", &[":", "t"]),
        ("help", &["?"]),
        ("journal", &["g j"]),
        ("chord", &["s"]),
        ("form", &["*", "r"]),
        ("confirm", &["*", "v"]),
    ];
    for (name, keys) in scenes {
        let mut desk = Desk::working(FRENCH);
        for keys in keys {
            desk.press(keys);
        }
        desk.model.now += chrono::TimeDelta::seconds(1);
        if name == "confirm" {
            desk.answer(Answer::Preview(Vec::new()));
        }
        for width in (1..=130).chain([200]) {
            for height in [1, 2, 3, 9, 10, 11, 12, 13, 14, 17, 24, 50] {
                desk.model.size = (width, height);
                desk.draw();
            }
        }
    }
}

#[test]
fn moving_the_cursor_changes_two_rows_of_the_list_and_the_way_here() {
    let mut desk = Desk::working(FRENCH);
    let before = desk.draw().text();
    desk.press("<Down>");
    let after = desk.draw().text();
    let changed: Vec<usize> = before
        .lines()
        .zip(after.lines())
        .enumerate()
        .filter(|(_, (before, after))| {
            // The file pane follows; the rest of the row must not.
            let list = |line: &str| line.chars().take(79).collect::<String>();
            list(before) != list(after)
        })
        .map(|(row, _)| row)
        .collect();
    assert_eq!(changed, [0, 3, 4], "{after}");
}
