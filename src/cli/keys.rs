//! `guichet keys`: the keys of a map, for the screen, the README or a program. A person's own keys are in it.

use clap::Args;
use serde::Serialize;

use crate::app::action::Context;
use crate::app::key::Chord;
use crate::app::keymap::{Keymap, Line, When};
use crate::config::keymap;
use crate::config::paths::Paths;
use crate::i18n::Texts;

use super::administration::table;
use super::exit::Failure;
use super::{desk, out, session};

/// Which keys, and for whom.
#[derive(Debug, Args)]
pub struct Keys {
    /// The key map, of those carried by the program or of keymaps/; otherwise the settings'
    #[arg(long, value_name = "NAME")]
    keymap: Option<String>,
    /// As a Markdown table
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    /// As JSON, one line of the table a line
    #[arg(long)]
    json: bool,
}

/// Runs it.
///
/// # Errors
/// When the settings or the key map are wrong, or the output cannot be written.
pub fn run(arguments: &Keys, texts: Texts) -> Result<(), Failure> {
    let name = match &arguments.keymap {
        Some(name) => name.clone(),
        None => session::settings()?.keymap.unwrap_or_else(|| keymap::DEFAULT.to_owned()),
    };
    let map = desk::keymap(&name, &desk::files(&Paths::of_this_account()))?;
    if arguments.json {
        return out::json_lines(&map.table().iter().map(|line| Shown::of(line, texts)).collect::<Vec<_>>());
    }
    if arguments.markdown {
        return out::line(&markdown(&map, texts));
    }
    // A chord has single spaces.
    table(texts, HEADS, rows(&map.table(), texts, "  ", str::to_owned))
}

/// The heads of the table.
const HEADS: [&str; 4] = ["keys-place", "keys-keys", "keys-action", "keys-does"];

/// The keys that do the same in one place, each with the conditions on which it does.
struct Merged<'a> {
    line: &'a Line,
    keys: Vec<(&'a Chord, Vec<Option<&'a When>>)>,
}

impl<'a> Merged<'a> {
    /// What differs by its condition alone stands together.
    fn all(lines: &'a [Line]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for line in lines {
            let is_same = |one: &Self| one.line.context == line.context && one.line.calls == line.calls;
            let place = all.iter().position(is_same).unwrap_or(all.len());
            if place == all.len() {
                all.push(Self { line, keys: Vec::new() });
            }
            let keys = &mut all[place].keys;
            for chord in &line.chords {
                match keys.iter_mut().find(|(known, _)| *known == chord) {
                    Some((_, when)) => when.push(line.when.as_ref()),
                    None => keys.push((chord, vec![line.when.as_ref()])),
                }
            }
        }
        all
    }

    /// Whether the key does this there, on some condition.
    fn takes(&self, context: Context, chord: &Chord) -> bool {
        self.line.context == context && self.keys.iter().any(|(own, _)| *own == chord)
    }
}

/// The lines of the table: where, the keys and the name on the `:` line, the action, what it does. A key that does two
/// things in one place says when it does each, but for what it does otherwise.
fn rows(lines: &[Line], texts: Texts, between: &str, typed: impl Fn(&str) -> String) -> Vec<[String; 4]> {
    let all = Merged::all(lines);
    let key = |context: Context, (chord, when): &(&Chord, Vec<Option<&When>>)| {
        let label = typed(&chord.label(texts));
        let is_shared = all.iter().filter(|one| one.takes(context, chord)).count() > 1;
        let when: Option<Vec<String>> = when.iter().map(|when| when.map(|when| when.told(texts))).collect();
        match when.filter(|_| is_shared) {
            Some(when) => format!("{label} ({})", when.join(&format!(" {} ", texts.get("keys-or")))),
            None => label,
        }
    };
    let row = |Merged { line, keys }: &Merged<'_>| {
        let keys = keys.iter().map(|one| key(line.context, one));
        let keys = keys.chain(line.command(texts).map(|command| typed(&command)));
        [
            line.context.label(texts).to_owned(),
            keys.collect::<Vec<_>>().join(between),
            line.label(texts),
            line.action().map(|action| action.help(texts)).unwrap_or_default().to_owned(),
        ]
    };
    all.iter().map(row).collect()
}

fn markdown(map: &Keymap, texts: Texts) -> String {
    let row = |cells: [String; 4]| format!("| {} |", cells.join(" | "));
    let heads = HEADS.map(|head| texts.get(head).to_owned());
    let mut lines = vec![row(heads), row([(); 4].map(|()| "---".to_owned()))];
    let told = rows(&map.table(), texts, " ", code).into_iter();
    lines.extend(told.map(|cells| row(cells.map(|cell| cell.replace('|', "\\|")))));
    lines.join("\n")
}

/// A text as it is typed.
fn code(text: &str) -> String {
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// One line of the table, for programs.
#[derive(Serialize)]
struct Shown {
    /// The section of a key map.
    section: &'static str,
    /// The keys as a key map writes them.
    keys: Vec<String>,
    /// The keys as people read them.
    labels: Vec<String>,
    /// The condition as a key map writes it.
    when: Option<String>,
    /// The actions as a key map writes them.
    run: Vec<String>,
    /// The same on the `:` line.
    command: Option<String>,
    /// What it does, in a few words, then in a sentence.
    label: String,
    help: &'static str,
}

impl Shown {
    fn of(line: &Line, texts: Texts) -> Self {
        Self {
            section: line.context.id(),
            keys: line.chords.iter().map(ToString::to_string).collect(),
            labels: line.chords.iter().map(|chord| chord.label(texts)).collect(),
            when: line.when.as_ref().map(ToString::to_string),
            run: line.calls.iter().map(ToString::to_string).collect(),
            command: line.command(texts),
            label: line.label(texts),
            help: line.action().map(|action| action.help(texts)).unwrap_or_default(),
        }
    }
}
