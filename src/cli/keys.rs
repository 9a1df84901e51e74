//! `guichet keys`: the keys of a map, for the screen, the README or a program. A person's own keys are in it.

use clap::Args;
use serde::Serialize;

use crate::app::keymap::{Keymap, Line};
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
    let rows = map.table().iter().map(|line| cells(line, texts, "  ", str::to_owned)).collect();
    table(texts, HEADS, rows)
}

/// The heads of the table.
const HEADS: [&str; 4] = ["keys-place", "keys-keys", "keys-action", "keys-does"];

/// A line of the table: where, the keys and the name on the `:` line, the action, what it does.
fn cells(line: &Line, texts: Texts, between: &str, typed: impl Fn(&str) -> String) -> [String; 4] {
    let keys = line.chords.iter().map(|chord| chord.label(texts)).chain(line.command(texts));
    [
        line.context.label(texts).to_owned(),
        keys.map(|keys| typed(&keys)).collect::<Vec<_>>().join(between),
        line.label(texts),
        line.action().map(|action| action.help(texts)).unwrap_or_default().to_owned(),
    ]
}

fn markdown(map: &Keymap, texts: Texts) -> String {
    let row = |cells: [String; 4]| format!("| {} |", cells.join(" | "));
    let heads = HEADS.map(|head| texts.get(head).to_owned());
    let mut rows = vec![row(heads), row([(); 4].map(|()| "---".to_owned()))];
    rows.extend(
        map.table()
            .iter()
            .map(|line| row(cells(line, texts, " ", code).map(|cell| cell.replace('|', "\\|")))),
    );
    rows.join("\n")
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
