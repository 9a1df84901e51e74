//! The key map tries, layers and conditions. What the maps we ship must be is in `tests/lint/keymaps`.

use super::*;
use crate::app::action::{AppAction, ConventionAction, CursorAction, FilterAction, ListAction};
use crate::config::keymap::{load, parse};

fn embedded(name: &str) -> Keymap {
    Keymap::build(&load(name, None, None).expect("layers")).expect("a key map")
}

fn with(own: &str) -> Result<Keymap, Vec<String>> {
    let mut layers = load("default", None, None).expect("layers");
    layers.push(parse("own.toml", own).expect("a layer"));
    Keymap::build(&layers).map_err(|errors| errors.iter().map(ToString::to_string).collect())
}

fn press(map: &Keymap, context: Context, keys: &str, now: &Snapshot) -> Resolution {
    map.resolve(context.chain(), keys.parse::<Chord>().expect("keys").keys(), now)
}

fn found(action: Action) -> Resolution {
    Resolution::Found(vec![action.into()])
}

#[test]
fn a_chord_waits_for_its_last_key() {
    let (map, now) = (embedded("default"), Snapshot::default());
    let Resolution::Pending(follows) = press(&map, Context::List, "g", &now) else { panic!("pending") };
    let keys: Vec<String> = follows.iter().map(|f| f.key.to_string()).collect();
    assert_eq!(
        keys,
        ["g", "q", "m", "r", "j", "d", "e", "s", "t", "o", "l", "w", "n", "a", "v"],
        "what the pane and then the desk offer"
    );
    assert_eq!(press(&map, Context::List, "g r", &now), found(Action::List(ListAction::Reload)));
    assert_eq!(press(&map, Context::List, "g j", &now), found(Action::App(AppAction::Journal)));
    assert_eq!(press(&map, Context::List, "g x", &now), Resolution::Miss);
}

#[test]
fn the_nearest_section_answers_and_conditions_choose() {
    let map = embedded("default");
    let mut now = Snapshot::default();
    assert_eq!(press(&map, Context::List, "<Esc>", &now), found(Action::App(AppAction::Escape)));
    now.has_filter = true;
    assert_eq!(press(&map, Context::List, "<Esc>", &now), found(Action::Filter(FilterAction::Clear)));
    now.bulk_running = true;
    assert_eq!(press(&map, Context::List, "<Esc>", &now), found(Action::App(AppAction::StopBulk)));
    assert_eq!(press(&map, Context::Form, "j", &now), found(Action::Cursor(CursorAction::Down)));
    now.typing = true;
    assert_eq!(
        press(&map, Context::Form, "j", &now),
        Resolution::Miss,
        "a letter is text where text is typed"
    );
    assert_eq!(press(&map, Context::Prompt, "v", &now), Resolution::Miss);
}

#[test]
fn ones_own_keys_are_added_and_shown_first() {
    let map = with("[pane]\n\"e\" = \"convention.validate\"\n\"g\" = \"list.reload\"\n\"j k\" = \"cursor.top\"\nunbind = [\"s\"]\n")
        .expect("a key map");
    let now = Snapshot::default();
    let validate = Action::Convention(ConventionAction::Validate);
    let bound = map.bound(Context::List.chain(), &now);
    let keys: Vec<String> =
        bound.iter().filter(|b| b.is_for(validate)).map(|b| b.chord.to_string()).collect();
    assert_eq!(keys, ["e", "v"]);
    assert_eq!(press(&map, Context::List, "g", &now), found(Action::List(ListAction::Reload)));
    assert!(matches!(press(&map, Context::List, "j", &now), Resolution::Pending(_)));
    assert_eq!(press(&map, Context::List, "s", &now), Resolution::Miss);
}

#[test]
fn sequences_run_in_order_and_arguments_are_read() {
    let map = with("[list]\n\"y\" = [\"mark.toggle\", \"cursor.down\"]\n\"x\" = \"list.sort début\"\n\"X\" = \"list.sort\"\n")
        .expect("a key map");
    let shown = |keys| match press(&map, Context::List, keys, &Snapshot::default()) {
        Resolution::Found(calls) => calls.iter().map(ToString::to_string).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(shown("y"), ["mark.toggle", "cursor.down"]);
    assert_eq!(shown("x"), ["list.sort start"]);
    assert_eq!(shown("X"), ["list.sort"], "asks for the column");
}

#[test]
fn each_mistake_names_its_place_and_the_nearest_name() {
    let own = "[lst]\n\n[list]\n\"x\" = \"convention.valdate\"\n\"yy\" = \"mark.all\"\n\"a\" = \"list.sort prénom\"\n\
               \"b\" = { run = \"mark.all\", when = \"has-mark\" }\n\"d\" = \"prompt.accept\"\n\"e\" = \"mark.all\"\n\
               \"e e\" = \"mark.all\"\n\"<C-x>\" = \"mark.all\"\n\"<c-X>\" = \"mark.clear\"\nunbind = [\"@\"]\n\
               \"f\" = \"mark.all now\"\n\"i i\" = \"mark.all\"\n\"i\" = \"mark.all\"\n";
    let errors = with(own).expect_err("mistakes");
    for (error, start) in errors.iter().zip([
        "own.toml:1:2: no section is called [lst]; did you mean `list`?",
        "own.toml:13:11: `@` is not bound in this section",
        "own.toml:4:7: no action is called `convention.valdate`; did you mean `convention.validate`?",
        "own.toml:5:1: `yy` is neither one character",
        "own.toml:6:7: `list.sort` `prénom` will not do",
        "own.toml:7:34: condition `has-mark`: no fact is called `has-mark`; did you mean `has-marks`?",
        "own.toml:8:7: `prompt.accept` belongs to [prompt] and cannot be bound in [list]",
        "own.toml:10:1: `e e` can never be reached: `e` is bound at 9:1",
        "own.toml:12:1: `<C-x>` is already bound in this section, at 11:1",
        "own.toml:14:7: `mark.all` takes no argument",
        "own.toml:15:1: `i i` can never be reached: `i` is bound at 16:1",
    ]) {
        assert!(error.starts_with(start), "{error}\n{start}");
    }
    assert_eq!(errors.len(), 11, "{errors:#?}");
}
