//! What is wrong in a file that a person wrote, as one sentence: the file, the line and the column, what was expected
//! there, and the valid name nearest to the one found.

use crate::app::keymap::When;
use crate::app::nearest::nearest;
use crate::config::error::{FileError, FileProblem};
use crate::config::keymap::{KeymapError, KeymapErrorKind, Place};
use crate::config::theme::{Problem, ThemeError};
use crate::i18n::{Texts, Value};

/// A fault of the settings.
pub fn file(texts: Texts, error: &FileError) -> String {
    let of = |id: &str, args: &[(&str, Value<'_>)]| texts.format(id, args);
    let problem = match &error.problem {
        FileProblem::Unreadable(why) => {
            let file = error.path.display().to_string();
            return of("fault-unreadable", &[("file", file.into()), ("why", why.as_str().into())]);
        }
        FileProblem::Unknown { found, expected } => unknown(texts, found, &expected.join(", ")),
        FileProblem::WrongType { found, expected } => wrong_type(texts, found, expected),
        FileProblem::NoProfile(name) => of("fault-no-profile-section", &[("name", name.as_str().into())]),
        FileProblem::Syntax(why) => syntax(texts, why),
    };
    let place = format!("{}:{}:{}", error.path.display(), error.line, error.column);
    at(texts, &place, &problem, error.nearest.as_deref())
}

/// A fault of a theme.
pub fn theme(texts: Texts, error: &ThemeError) -> String {
    let of = |id: &str, args: &[(&str, Value<'_>)]| texts.format(id, args);
    let (origin, line, column, problem) = match error {
        ThemeError::UnknownTheme { name, known } => return no_such(texts, "fault-no-theme", name, known),
        ThemeError::At { origin, line, column, problem } => (origin, line, column, problem),
    };
    let mut near = None;
    let problem = match problem {
        Problem::Unreadable(why) => {
            let file = origin.to_string();
            return of("fault-unreadable", &[("file", file.into()), ("why", why.as_str().into())]);
        }
        Problem::Syntax(why) => syntax(texts, why),
        Problem::Expected { found, expected } => wrong_type(texts, found, expected),
        Problem::Unknown { found, nearest, expected } => {
            near = nearest.as_deref();
            unknown(texts, found, expected)
        }
        Problem::MissingDepth(depth) => of("fault-missing-depth", &[("depth", depth.as_str().into())]),
        Problem::Reserved(name) => of("fault-reserved-colour", &[("name", name.as_str().into())]),
        Problem::Cycle(name) => of("fault-circle", &[("name", name.as_str().into())]),
    };
    at(texts, &format!("{origin}:{line}:{column}"), &problem, near)
}

/// A key map or a theme that does not exist, with those that do.
fn no_such(texts: Texts, id: &str, name: &str, known: &[String]) -> String {
    let args = [("name", Value::from(name)), ("known", known.join(", ").into())];
    texts.format(id, &args) + &did_you_mean(texts, nearest(name, known.iter().map(String::as_str)))
}

/// A fault of a key map.
pub fn keymap(texts: Texts, error: &KeymapError) -> String {
    let of = |id: &str, args: &[(&str, Value<'_>)]| texts.format(id, args);
    match error {
        KeymapError::Read { path, source } => {
            let (file, why) = (path.display().to_string(), source.to_string());
            of("fault-unreadable", &[("file", file.into()), ("why", why.into())])
        }
        KeymapError::UnknownMap { name, known } => no_such(texts, "fault-no-keymap", name, known),
        KeymapError::Circle(name) => of("fault-circle", &[("name", name.as_str().into())]),
        KeymapError::At { place, kind } => {
            let (problem, near) = binding(texts, kind);
            at(texts, &place.to_string(), &problem, near.as_deref())
        }
    }
}

fn binding(texts: Texts, kind: &KeymapErrorKind) -> (String, Option<String>) {
    let of = |id: &str, args: &[(&str, &str)]| {
        let args: Vec<(&str, Value<'_>)> = args.iter().map(|&(name, text)| (name, text.into())).collect();
        texts.format(id, &args)
    };
    let there = |place: &Place| format!("{}:{}", place.line, place.column);
    match kind {
        KeymapErrorKind::Toml(why) => (syntax(texts, why), None),
        KeymapErrorKind::Expected(what) => {
            (of("fault-expected", &[("expected", &wanted(texts, what))]), None)
        }
        KeymapErrorKind::UnknownSection { found, nearest } => {
            (of("fault-unknown-section", &[("found", found)]), nearest.clone())
        }
        KeymapErrorKind::BadKey { keys, .. } => (of("fault-bad-key", &[("keys", keys)]), None),
        KeymapErrorKind::UnknownAction { found, nearest } => {
            (of("fault-unknown-action", &[("found", found)]), nearest.clone())
        }
        KeymapErrorKind::BadArgument { action, argument, nearest, .. } => {
            (of("fault-bad-argument", &[("action", action), ("argument", argument)]), nearest.clone())
        }
        KeymapErrorKind::OutOfScope { action, scope, section } => {
            let args = [("action", action.as_str()), ("scope", *scope), ("section", *section)];
            (of("fault-out-of-scope", &args), None)
        }
        KeymapErrorKind::BadCondition { condition, .. } => {
            let known: Vec<&str> = When::facts().collect();
            let near = condition
                .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')
                .filter(|word| !word.is_empty() && !known.contains(word))
                .find_map(|word| nearest(word, known.iter().copied()));
            let args = [("condition", condition.as_str()), ("known", &known.join(", "))];
            (of("fault-bad-condition", &args), near.map(str::to_owned))
        }
        KeymapErrorKind::Conflict { keys, first } => {
            (of("fault-bound-twice", &[("keys", keys), ("place", &there(first))]), None)
        }
        KeymapErrorKind::DeadPrefix { keys, prefix, by } => {
            let args = [("keys", keys.as_str()), ("prefix", prefix), ("place", &there(by))];
            (of("fault-dead-prefix", &args), None)
        }
        KeymapErrorKind::NotBound(keys) => (of("fault-not-bound", &[("keys", keys)]), None),
    }
}

fn at(texts: Texts, place: &str, problem: &str, near: Option<&str>) -> String {
    let args = [("place", Value::from(place)), ("problem", problem.into())];
    texts.format("fault-at", &args) + &did_you_mean(texts, near)
}

/// After a fault: the valid name nearest to the one found, when one is near.
pub fn did_you_mean(texts: Texts, near: Option<&str>) -> String {
    near.map(|name| texts.format("did-you-mean", &[("name", name.into())])).unwrap_or_default()
}

fn unknown(texts: Texts, found: &str, expected: &str) -> String {
    texts.format("fault-unknown", &[("found", found.into()), ("expected", expected.into())])
}

fn wrong_type(texts: Texts, found: &str, expected: &str) -> String {
    let found = find(texts, "found", found).unwrap_or(found);
    let args = [("found", Value::from(found)), ("expected", wanted(texts, expected).into())];
    texts.format("fault-type", &args)
}

/// The TOML reader says what it met in English, and often what it expected.
fn syntax(texts: Texts, why: &str) -> String {
    let (why, expected) = why.split_once(", expected ").unwrap_or((why, ""));
    let args = [
        ("why", Value::from(find(texts, "toml", why).unwrap_or(why))),
        ("expected", wanted(texts, expected).into()),
    ];
    texts.format(if expected.is_empty() { "fault-syntax" } else { "fault-syntax-expected" }, &args)
}

fn wanted(texts: Texts, what: &str) -> String {
    find(texts, "wanted", what).unwrap_or(what).to_owned()
}

/// The text of a phrase that a reader of files says in English: `wanted-a-string` for `a string`.
fn find(texts: Texts, prefix: &str, phrase: &str) -> Option<&'static str> {
    let words = phrase.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    texts.find(&format!("{prefix}-{slug}"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::app::keymap::Keymap;
    use crate::config::keymap::parse;
    use crate::config::settings::Settings;
    use crate::config::theme::Theme;
    use crate::i18n::Lang;

    const FR: Texts = Texts::of(Lang::Fr);
    const EN: Texts = Texts::of(Lang::En);

    /// With its no-break spaces as plain ones.
    fn plain(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn settings_are_explained_in_both_languages() {
        for (text, french, english) in [
            (
                "[profiles.p]\nprot = 5432\n",
                "c.toml:2:1 : « prot » est inconnu ; attendu : host, port,",
                "c.toml:2:1: “prot” is unknown; expected: host, port,",
            ),
            (
                "[profiles.p]\nport = 'x'\n",
                "c.toml:2:8 : attendu : un nombre entier de 0 à 65535 ; trouvé : x.",
                "c.toml:2:8: expected: a whole number from 0 to 65535; found: x.",
            ),
            (
                "linear = 3\n",
                "c.toml:1:10 : attendu : true ou false ; trouvé : 3.",
                "c.toml:1:10: expected: true or false; found: 3.",
            ),
            (
                "theme = ['a']\n",
                "c.toml:1:9 : attendu : un texte entre guillemets ; trouvé : une liste.",
                "c.toml:1:9: expected: a text in quotes; found: a list.",
            ),
            (
                "theme\n",
                "c.toml:1:6 : TOML mal formé (clé sans valeur) ; attendu : `=`.",
                "c.toml:1:6: malformed TOML (key with no value); expected: `=`.",
            ),
            (
                "linear = true\nlinear = true\n",
                "c.toml:2:1 : TOML mal formé (clé écrite deux fois).",
                "c.toml:2:1: malformed TOML (duplicate key).",
            ),
        ] {
            let error = Settings::parse(Path::new("c.toml"), text).expect_err(text);
            for (texts, start) in [(FR, french), (EN, english)] {
                let said = plain(&file(texts, &error));
                assert!(said.starts_with(start), "{text}\n{said}");
            }
        }
        let error = Settings::parse(Path::new("c"), "languge = 'fr'\n").expect_err("a fault");
        let said = plain(&file(FR, &error));
        assert!(said.ends_with(" Vouliez-vous dire « language » ?"), "{said}");
    }

    #[test]
    fn key_maps_are_explained() {
        let said = |text: &str| match parse("k", text) {
            Err(error) => keymap(FR, &error),
            Ok(layer) => keymap(FR, &Keymap::build(&[layer]).expect_err(text)[0]),
        };
        for (text, start, end) in [
            ("[list]\nj = 3\n", "k:2:5 : attendu : une action, ou une liste d’actions.", "."),
            ("[list]\nunbind = 'x'\n", "k:2:10 : attendu : une liste de touches", "."),
            ("j = 'x'\n", "k:1:1 : attendu : une section, telle que [list], avant toute touche.", "."),
            ("inherits = 3\n", "k:1:12 : attendu : le nom d’un jeu de touches.", "."),
            (
                "[lsit]\nj = 'x'\n",
                "k:1:2 : aucune section ne s’appelle [lsit].",
                "Vouliez-vous dire « list » ?",
            ),
            ("[list]\n'<C-Foo>' = 'cursor.down'\n", "k:2:1 : « <C-Foo> » n’est pas une touche :", "."),
            ("[list]\nj = 'cursor.dwn'\n", "k:2:5 : aucune action", "Vouliez-vous dire « cursor.down » ?"),
            ("[list]\nj = 'cursor.down 3'\n", "k:2:5 : « 3 » ne convient pas à « cursor.down ».", "."),
            (
                "[list]\nj = { run = 'cursor.down', when = 'has-mark' }\n",
                "k:2:35 : la condition « has-mark » ne se lit pas",
                "Vouliez-vous dire « has-marks » ?",
            ),
            ("[list]\nj = 'cursor.down'\n'j j' = 'cursor.up'\n", "k:3:1 : « j j » ne peut jamais", "2:1)."),
            ("[list]\nunbind = ['q']\n", "k:2:11 : rien n’est sur « q »", "."),
        ] {
            let said = plain(&said(text));
            assert!(said.starts_with(start) && said.ends_with(end), "{text}\n{said}");
        }
    }

    #[test]
    fn themes_are_explained() {
        let folder = tempfile::tempdir().expect("a folder");
        for (text, problem) in [
            ("[meaning]\n'row.cursr' = { bold = true }\n", ":2:1 : « row.cursr » est inconnu"),
            ("background = 3\n", ":1:14 : attendu : \"dark\" ou \"light\" ; trouvé : un nombre."),
            ("[palette]\nink = 3\n", ":2:7 : attendu : { rgb ="),
            ("[palette]\nink = { rgb = 'x' }\n", ":2:15 : attendu : \"#rrggbb\" ; trouvé : un texte."),
            ("[palette]\nink = { x256 = 3 }\n", ":2:16 : attendu : un nombre de 16 à 255"),
            ("[palette]\nink = { x256 = 30 }\n", ":2:1 : il manque « rgb » à cette couleur"),
            ("[meaning]\ntext = { bold = 3 }\n", ":2:17 : attendu : true ou false"),
            ("[meaning]\ntext = { fg = 3 }\n", ":2:15 : attendu : une couleur de la palette"),
        ] {
            std::fs::write(folder.path().join("mine.toml"), text).expect("a file");
            let error = Theme::load("mine", Some(folder.path())).expect_err(text);
            let said = plain(&theme(FR, &error));
            assert!(said.contains(problem), "{text}\n{said}");
        }
    }
}
