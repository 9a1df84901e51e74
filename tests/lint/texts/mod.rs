//! Every text the program asks for exists in both languages with the variables it is given, none is kept for nothing,
//! and numbers agree with their words.

pub mod ftl;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use guichet::app::action::{Action, Context};
use guichet::i18n::{Lang, Texts, Value};

use self::ftl::offered;
use self::uses::Uses;
use super::sources::{self, refuse};

/// Families of texts for the words of a library, which stand in no source of ours.
const OF_LIBRARIES: [&str; 3] = ["toml", "found", "wanted"];

/// The family whose texts name settings and, by two codes, what some of them may be: `setting-level-ufr`.
const OF_SETTINGS: &str = "setting";

#[test]
fn both_languages_say_the_same_things() {
    let (french, english) = (offered(Lang::Fr), offered(Lang::En));
    let mut found = Vec::new();
    for id in french.keys().chain(english.keys()).collect::<BTreeSet<_>>() {
        if french.get(id) != english.get(id) {
            found.push(format!("{id}: {:?} in French, {:?} in English", french.get(id), english.get(id)));
        }
    }
    refuse("Not the same in both languages:", &found);
}

#[test]
fn every_sentence_is_well_formed() {
    for lang in Lang::ALL {
        let offered = offered(lang);
        let names: BTreeSet<&String> = offered.values().flatten().collect();
        let args: Vec<(&str, Value<'_>)> = names.iter().map(|name| (name.as_str(), 2.into())).collect();
        for id in offered.keys() {
            let text = Texts::of(lang).format(id, &args);
            let same = text == *id && id.contains('-');
            assert!(!same && !text.contains("{$"), "{lang}: {id} gives {text:?}");
        }
    }
}

/// The ids that each family of texts should hold, for those that the program can count.
fn families() -> BTreeMap<String, BTreeSet<String>> {
    let actions = Action::ALL.iter().flat_map(|action| {
        let id = format!("action-{}", action.id().replace('.', "-"));
        let command = action.spec().palette.then(|| format!("{id}.command"));
        [Some(id.clone()), Some(format!("{id}.help")), command].into_iter().flatten()
    });
    let contexts = Context::ALL.iter().map(|context| format!("context-{}", context.id()));
    let months = (1..=12).map(|month| format!("month-{month}"));
    [("action", actions.collect()), ("context", contexts.collect()), ("month", months.collect())]
        .map(|(family, ids): (_, BTreeSet<String>)| (family.to_owned(), ids))
        .into()
}

#[test]
fn every_text_is_used_and_every_one_used_exists() {
    let uses = Uses::of_the_program();
    let offered = offered(Lang::Fr);
    let literals: BTreeSet<&str> = uses.literals().collect();
    let families = families();
    let mut found = Vec::new();
    for (family, ids) in &families {
        found.extend(ids.iter().filter(|id| !offered.contains_key(*id)).map(|id| format!("{id}: missing")));
        let kin = format!("{family}-");
        let strays = offered.keys().filter(|id| id.starts_with(&kin) && !ids.contains(*id));
        found.extend(strays.map(|id| format!("{id}: no such {family}")));
    }
    let codes = codes(&literals);
    for id in offered.keys().filter(|id| !families.contains_key(id.split('-').next().unwrap())) {
        let by_code = uses.prefixes.iter().any(|prefix| {
            let code = id.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('-'));
            let is_asked = |code| {
                OF_LIBRARIES.contains(&prefix.as_str())
                    || is_known(code, &codes)
                    || prefix == OF_SETTINGS && is_value(code, &codes)
            };
            code.is_some_and(is_asked)
        });
        // The form of a typewriter is taken by itself.
        let asked = id.strip_suffix(".typed").unwrap_or(id);
        if !literals.contains(asked) && !by_code {
            found.push(format!("{id}: used nowhere"));
        }
    }
    // What looks like an id beside a known one, and is none.
    for function in &uses.functions {
        for literal in &function.literals {
            let family = literal.split('-').next().unwrap_or_default();
            let like_an_id = literal.contains('-')
                && literal.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                && ASKED.contains(&family);
            if like_an_id && !offered.contains_key(literal) {
                found.push(format!("{}: {literal:?} does not exist", function.place));
            }
        }
    }
    refuse("Texts and their uses differ:", &found);
}

/// Families of ids that stand whole in the sources: a literal of theirs must exist.
const ASKED: [&str; 28] = [
    "audit", "blocked", "cli", "cluster", "column", "command", "config", "confirm", "connect", "db", "demo",
    "doctor", "fault", "filter", "form", "heading", "init", "inspect", "label", "law", "linear", "link",
    "list", "migrate", "picker", "reader", "said", "worker",
];

/// The words of the program and of its database: what a code may be.
fn codes(literals: &BTreeSet<&str>) -> BTreeSet<String> {
    let folders = [("migrations", "sql"), ("src/store", "sql"), ("migrations/nomenclatures", "csv")];
    let sql: Vec<String> = folders
        .iter()
        .flat_map(|(folder, extension)| sources::files(folder, extension))
        .map(|source| source.text.to_lowercase())
        .collect();
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let of_sql = sql.iter().flat_map(|text| text.split(move |c| !is_part(c)).map(str::to_owned));
    of_sql.chain(literals.iter().map(|literal| literal.to_lowercase())).collect()
}

/// Whether a code is a word of the program, alone or followed by what distinguishes it (`GU006-nobody`, `act-done`).
fn is_known(code: &str, codes: &BTreeSet<String>) -> bool {
    let mut code = code.to_lowercase();
    loop {
        if codes.contains(&code) || codes.contains(&code.replace('-', "_")) {
            return true;
        }
        match ["-done", "_id", "_code"].iter().find_map(|end| code.strip_suffix(end)) {
            Some(shorter) => code = shorter.to_owned(),
            None => {
                return ["_id", "_code"].iter().any(|end| codes.contains(&(code.replace('-', "_") + end)));
            }
        }
    }
}

/// Whether these are the code of a setting and that of a value.
fn is_value(code: &str, codes: &BTreeSet<String>) -> bool {
    code.match_indices('-').any(|(at, _)| is_known(&code[..at], codes) && is_known(&code[at + 1..], codes))
}

#[test]
fn every_text_is_given_its_variables() {
    let uses = Uses::of_the_program();
    let offered = offered(Lang::Fr);
    // What a function does not say itself, another one of its file may: a helper that fills all sentences of a kind.
    let file = |place: &str| place.rsplit_once(':').map(|(file, _)| file.to_owned());
    let mut of_file: BTreeMap<Option<String>, BTreeSet<&String>> = BTreeMap::new();
    for function in &uses.functions {
        of_file.entry(file(&function.place)).or_default().extend(&function.names);
    }
    let mut found = Vec::new();
    for function in &uses.functions {
        let near = &of_file[&file(&function.place)];
        let asked = |id: &&String| offered.contains_key(*id) && !function.names.contains(*id);
        for id in function.literals.iter().filter(asked) {
            // Or the function hands the name to such a helper.
            let given = |name: &String| near.contains(name) || function.literals.contains(name);
            let lacking: Vec<&String> = offered[id].iter().filter(|name| !given(name)).collect();
            if !lacking.is_empty() {
                found.push(format!("{}: {id} lacks {lacking:?}", function.place));
            }
        }
    }
    refuse("These would show a variable instead of its value:", &found);
}

/// Variables that are numbers of things.
const NUMBERS: [&str; 19] = [
    "administration",
    "blocking",
    "conventions",
    "count",
    "done",
    "entries",
    "left",
    "needed",
    "open",
    "organisations",
    "people",
    "percent",
    "refused",
    "room",
    "seals",
    "students",
    "total",
    "used",
    "warnings",
];

/// French counts 0 and 1 in the singular, English only 1.
#[test]
fn words_agree_with_their_numbers() {
    let mut found = Vec::new();
    for (lang, singulars) in [(Lang::Fr, &[0, 1][..]), (Lang::En, &[1][..])] {
        for (id, names) in offered(lang) {
            for varied in names.iter().filter(|name| NUMBERS.contains(&name.as_str())) {
                for number in singulars {
                    let args: Vec<(&str, Value<'_>)> = names
                        .iter()
                        .map(|name| match name == varied {
                            true => (name.as_str(), Value::from(*number)),
                            false if NUMBERS.contains(&name.as_str()) => (name.as_str(), 5.into()),
                            false => (name.as_str(), "x".into()),
                        })
                        .collect();
                    let said = Texts::of(lang).format(&id, &args);
                    if let Some(word) = plural_after(&said, *number) {
                        found.push(format!("{lang}: {id}: {number} {word}"));
                    }
                }
            }
        }
    }
    refuse("Not in the singular:", &found);
}

/// One month or several, in French.
const UNCHANGED: &str = "mois";

/// The word after that number, when it looks like a plural.
fn plural_after(said: &str, number: i64) -> Option<String> {
    let words: Vec<&str> = said.split([' ', '\u{a0}']).collect();
    let number = number.to_string();
    words.windows(2).find_map(|pair| {
        let word = pair[1].trim_end_matches(|c: char| !c.is_alphabetic());
        let plural = word.len() > 3 && word.ends_with(['s', 'x']) && !word.ends_with("ss");
        (pair[0] == number && plural && word != UNCHANGED).then(|| word.to_owned())
    })
}

#[test]
fn plurals_are_seen() {
    assert_eq!(plural_after("0 lignes", 0).as_deref(), Some("lignes"));
    assert_eq!(plural_after("Arrêté : 1 faite, 5 laissées.", 1), None);
    assert_eq!(plural_after("5 faites, 1\u{a0}refusées.", 1).as_deref(), Some("refusées"));
}
