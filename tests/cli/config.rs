//! The files that people write: every fault is named with its place, what was expected, and the nearest name.

use super::Account;

#[test]
fn a_malformed_settings_file_stops_every_command() {
    let account = Account::new();
    account.writes("config.toml", "theme = 'dark'\n\n[profiles.univ]\nprot = 5432\n");
    let commands: [&[&str]; 3] = [&[], &["inspect", "queue"], &["db", "status", "--json"]];
    for arguments in commands {
        let words = ["config.toml:4:1 :", "« prot » est inconnu", "host, port, database", "« port » ?"];
        account.run(arguments).refused(3, &words);
    }
    let english = account.run(&["--lang", "en", "inspect", "queue"]);
    english.refused(3, &["config.toml:4:1:", "“prot” is unknown", "Did you mean", "port"]);

    account.writes("config.toml", "[profiles.univ]\nport = 'x'\n");
    account.run(&["inspect", "queue"]).refused(3, &["config.toml:2:8 :", "un nombre entier de 0 à 65535"]);
    account.writes("config.toml", "theme = \n");
    account.run(&["inspect", "queue"]).refused(3, &["config.toml:1:", "TOML mal formé"]);
    account.writes("config.toml", "profile = 'unvi'\n[profiles.univ]\n");
    account.run(&["inspect", "queue"]).refused(3, &["config.toml:1:11 :", "[profiles.unvi]", "« univ » ?"]);
}

#[test]
fn the_settings_that_the_readme_shows_are_settings() {
    let readme = include_str!("../../README.md");
    let (_, after) = readme.split_once("```toml\n# ~/.config/guichet/config.toml").unwrap();
    let (shown, _) = after.split_once("\n```").unwrap();
    let account = Account::new();
    account.writes("config.toml", &format!("#{shown}\n"));
    let checked = account.run(&["config", "check"]);
    // Its secrets are not there; every name in it is known.
    assert!(!checked.err.contains("config.toml"), "{checked:?}");
    assert!(checked.err.contains("sirene.key") && checked.err.contains("pegase.password"), "{checked:?}");
}

#[test]
fn check_names_the_faults_of_every_file() {
    let account = Account::new();
    account.writes("config.toml", "theme = 'drak'\nkeymap = 'vim'\nlanguage = 'en'\n");
    account.writes("keymap.toml", "[list]\nj = 'cursor.dwn'\n'<C-Foo>' = 'cursor.up'\n");
    account.writes("keymaps/mine.toml", "[lsit]\nj = 'cursor.down'\n");
    account.writes("themes/mine.toml", "[meaning]\n'row.cursr' = { bold = true }\n");
    let checked = account.run(&["config", "check"]);
    assert_eq!(checked.exit, 3, "{checked:?}");
    for words in [
        "keymap.toml:2:5: no action is called “cursor.dwn”.",
        "“cursor.down”?",
        "keymap.toml:3:1: “<C-Foo>” is not a key",
        "mine.toml:1:2: no section is called [lsit].",
        "“list”?",
        "mine.toml:2:1: “row.cursr” is unknown",
        "“row.cursor”?",
        "No theme is called “drak”; there are: auto, dark, light, high-contrast,",
        "“dark”?",
    ] {
        assert!(checked.err.contains(words), "no {words:?} in\n{}", checked.err);
    }
    let mut lines: Vec<&str> = checked.err.lines().collect();
    let all = lines.len();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), all, "a fault is told once:\n{}", checked.err);
    // In French too, with the same places.
    let french = account.run(&["--lang", "fr", "config", "check"]);
    assert!(
        french.err.contains("keymap.toml:2:5 : aucune action ne s’appelle « cursor.dwn »."),
        "{}",
        french.err
    );
}

#[test]
fn check_goes_on_without_settings() {
    let account = Account::new();
    account.writes("config.toml", "languge = 'fr'\n");
    account.writes("keymaps/mine.toml", "[list]\nj = 3\n");
    let checked = account.run(&["config", "check"]);
    assert_eq!(checked.exit, 3);
    assert!(
        checked.err.contains("config.toml:1:1 :") && checked.err.contains("« language » ?"),
        "{checked:?}"
    );
    assert!(checked.err.contains("mine.toml:2:5 : attendu : une action"), "{checked:?}");
}

#[test]
fn right_files_and_none_at_all_are_right() {
    let account = Account::new();
    let path = account.run(&["config", "path"]);
    assert!(path.done().trim_end().ends_with("/config/guichet/config.toml"), "{path:?}");
    assert!(account.run(&["config", "check"]).done().contains("n’existe pas"));
    account.writes("config.toml", "theme = 'mine'\nkeymap = 'mine'\nlanguage = 'fr'\n");
    account.writes("keymaps/mine.toml", "inherits = 'vim'\n[list]\nJ = 'cursor.page-down'\n");
    account.writes("themes/mine.toml", "inherits = 'light'\n");
    let checked = account.run(&["config", "check"]);
    let lines: Vec<&str> = checked.done().lines().collect();
    assert_eq!(lines.len(), 3, "{}", checked.out);
    assert!(lines[0].ends_with("config.toml : rien à signaler."), "{}", lines[0]);
    assert!(lines[1].contains("« mine »") && lines[2].contains("« mine »"), "{}", checked.out);
}

#[test]
fn usage_and_help_end_as_documented() {
    let account = Account::new();
    assert_eq!(account.run(&["nonsense"]).exit, 2);
    assert_eq!(account.run(&["inspect"]).exit, 2);
    assert_eq!(account.run(&["--lang", "de", "config", "path"]).exit, 2);
    let help = account.run(&["--help"]);
    for words in ["Exit codes: 0 done", "inspect", "doctor", "config", "demo", "db"] {
        assert!(help.done().contains(words), "no {words} in\n{}", help.out);
    }
    assert!(account.run(&["--version"]).done().starts_with("guichet "));
}

#[test]
fn the_options_of_a_command_come_before_those_of_all() {
    let account = Account::new();
    let help = account.run(&["inspect", "convention", "--help"]);
    let place = |option: &str| help.done().find(option).unwrap_or_else(|| panic!("{option}: {}", help.out));
    let (own, common) = ([place("--at"), place("--json")], [place("--profile"), place("--lang")]);
    assert!(own.iter().max() < common.iter().min(), "{}", help.out);
}
