//! The table of the keys: for the screen, for programs, for the README, and with a person's own keys in it.

use super::Account;

/// What stands around the table in the README.
const BEGIN: &str = "<!-- guichet keys --markdown -->\n";
const END: &str = "<!-- end of keys -->\n";

/// Set to `always`, it has the README written anew.
const UPDATE: &str = "README_UPDATE";

#[test]
fn the_readme_carries_the_table_as_it_is() {
    let account = Account::new();
    let table = account.run(&["--lang", "en", "keys", "--markdown"]);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let (before, rest) = readme.split_once(BEGIN).expect("the place of the table");
    let (carried, after) = rest.split_once(END).expect("the end of the table");
    if carried == table.done() {
        return;
    }
    if std::env::var(UPDATE).is_ok_and(|update| update == "always") {
        std::fs::write(path, format!("{before}{BEGIN}{}{END}{after}", table.done())).unwrap();
        return;
    }
    panic!(
        "The keys of README.md are not those of `guichet keys --markdown`. Write them anew with\n    \
         {UPDATE}=always cargo test --test desk the_readme_carries_the_table_as_it_is"
    );
}

#[test]
fn people_read_it_in_their_language() {
    let account = Account::new();
    let said = account.run(&["--lang", "fr", "keys"]);
    let lines: Vec<Vec<&str>> = said
        .done()
        .lines()
        .map(|line| line.split("  ").map(str::trim).filter(|c| !c.is_empty()).collect())
        .collect();
    assert_eq!(lines[0], ["Où", "Touches", "Action", "Ce que cela fait"]);
    let has = |cells: &[&str]| lines.iter().any(|line| line.starts_with(cells));
    assert!(has(&["Tous les panneaux", "v", ":valider", "valider"]), "{}", said.out);
    assert!(has(&["Tous les panneaux", "g r", "F5", ":recharger", "recharger"]), "{}", said.out);
    assert!(has(&["Tous les panneaux", ":annuler-la-convention"]), "what is only on the line too");
    assert!(has(&["Confirmation", "Entrée", "confirmer", "Fait ce qui est annoncé."]), "{}", said.out);
    assert!(has(&["Dossier", "n (sur un avenant)"]) && has(&["Dossier", "n", ":note"]), "{}", said.out);
    let range = ["Liste", "V", "Échap (pendant le marquage d’une plage)", ":plage"];
    assert!(has(&range), "one line, with its condition where the key does something else too: {}", said.out);
    let once: std::collections::BTreeSet<_> = lines.iter().collect();
    assert_eq!(once.len(), lines.len(), "no line stands there twice");
}

#[test]
fn programs_read_it_as_a_key_map_writes_it() {
    let account = Account::new();
    let lines = account.run(&["keys", "--json", "--keymap", "emacs"]).json();
    let find = |section: &str, run: &str| {
        let fits = |line: &&serde_json::Value| line["section"] == section && line["run"][0] == run;
        lines.iter().find(fits).unwrap_or_else(|| panic!("no {run} in [{section}]"))
    };
    let filter = find("pane", "filter.open");
    assert_eq!(filter["keys"], serde_json::json!(["<C-s>", "/"]));
    assert_eq!(filter["command"], ":filtrer [filtre]");
    assert_eq!(find("pane", "list.sort start")["keys"], serde_json::json!(["s d"]));
    assert_eq!(find("list", "filter.clear")["when"], "has-filter");
    assert_eq!(find("confirm", "overlay.confirm")["command"], serde_json::Value::Null);
}

#[test]
fn ones_own_keys_are_in_it_and_faults_are_told() {
    let account = Account::new();
    account.writes("config.toml", "keymap = 'vim'\n");
    account.writes("keymap.toml", "[list]\n'x' = ['mark.toggle', 'cursor.up']\n[pane]\nunbind = ['r']\n");
    let said = account.run(&["--lang", "en", "keys"]);
    assert!(said.done().contains("Z Z  q"), "the settings' map");
    assert!(said.out.contains("mark, up"), "{}", said.out);
    assert!(!said.out.contains(" r  :return"), "{}", said.out);
    account
        .run(&["keys", "--keymap", "emcas"])
        .refused(3, &["« emcas »", "default, vim, emacs", "« emacs » ?"]);
    account.writes("keymap.toml", "[list]\nj = 'cursor.dwn'\n");
    account.run(&["keys"]).refused(3, &["keymap.toml:2:5", "« cursor.down » ?"]);
    assert_eq!(account.run(&["keys", "--json", "--markdown"]).exit, 2);
}
