//! What the `:` line could become: commands, then what they take, found fuzzily.

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::Commands;
use crate::app::action::{Action, ArgKind, Argument, Column};
use crate::app::layout::{self, ListColumn};
use crate::app::model::Pane;
use crate::config::{keymap, theme};
use crate::domain::fold::fold;
use crate::i18n::{Lang, Texts};

/// The key maps and themes there are to choose from: those of the program, and those of the person's own folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// The themes.
    pub themes: Vec<String>,
    /// The key maps.
    pub keymaps: Vec<String>,
}

impl Default for Names {
    /// Those of the program alone.
    fn default() -> Self {
        Self { themes: theme::names(None), keymaps: keymap::names(None) }
    }
}

/// Names that only the running program knows, offered as arguments.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The queues, by the names on the screen.
    pub queues: &'a [String],
    /// The themes and the key maps.
    pub names: &'a Names,
    /// The saved views, and whether they are one's own.
    pub views: &'a [(String, bool)],
    /// The centres one works in, by their codes.
    pub centres: &'a [String],
}

/// One proposal under the `:` line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The whole line, with the proposal taken.
    pub line: String,
    /// What to show for it.
    pub label: String,
    /// What it takes: `<colonne>`, `[filtre]`; nothing for most.
    pub takes: String,
    /// What it does, or nothing for an argument.
    pub help: &'static str,
    /// The places of the letters that match, in characters of the label.
    pub matched: Vec<u32>,
}

impl Commands {
    /// Proposals for the line typed so far, the best first: commands, then arguments after a space.
    pub fn complete(&self, line: &str, known: Known<'_>, matcher: &mut Fuzzy) -> Vec<Completion> {
        let line = line.trim_start();
        let names = self.names.iter().map(|&(name, action)| (name.to_owned(), Some(action)));
        let Some((name, action, rest)) = self.split(line).filter(|(.., rest)| !rest.is_empty()) else {
            return match line.contains(char::is_whitespace) && self.split(line).is_none() {
                true => Vec::new(),
                false => proposals("", line, names, self.texts, matcher),
            };
        };
        let argument = rest.trim_start();
        let arguments = self.arguments(name, action, argument, known, matcher);
        // `vue enr` may be a view, or the beginning of a longer command.
        let head = fold(action.command(self.texts).unwrap_or(name)) + " ";
        let longer = names.filter(|(known, _)| fold(known).starts_with(&head));
        let longer = proposals("", &format!("{head}{argument}"), longer, self.texts, matcher);
        let begins = |one: &Completion| fold(&one.label).starts_with(&(head.clone() + &fold(argument)));
        match !argument.is_empty() && longer.iter().any(begins) {
            true => [longer, arguments].concat(),
            false => [arguments, longer].concat(),
        }
    }

    /// What may follow the name of a command.
    fn arguments(
        &self,
        name: &str,
        action: Action,
        argument: &str,
        known: Known<'_>,
        matcher: &mut Fuzzy,
    ) -> Vec<Completion> {
        let Some(kind) = action.spec().argument.kind() else { return Vec::new() };
        let lang = self.texts.lang();
        let own = known.views.iter().filter(|(_, mine)| *mine).map(|(name, _)| name);
        let (kept, argument) = match kind {
            // Of several columns, the last is the one being typed.
            ArgKind::Columns => argument.split_at(argument.rfind(',').map_or(0, |comma| comma + 1)),
            ArgKind::ViewAndCentre => {
                let is_typed = |name: &&String| {
                    argument.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(' '))
                };
                argument.split_at(own.clone().find(is_typed).map_or(0, |name| name.len() + 1))
            }
            _ => ("", argument),
        };
        let names: Vec<String> = match kind {
            ArgKind::Column => Column::ALL.iter().map(|c| c.name(lang).to_owned()).collect(),
            ArgKind::Lang => Lang::ALL.iter().map(|lang| lang.code().to_owned()).collect(),
            ArgKind::Queue => known.queues.to_vec(),
            ArgKind::Theme => known.names.themes.clone(),
            ArgKind::Keymap => known.names.keymaps.clone(),
            ArgKind::View => known.views.iter().map(|(name, _)| name.clone()).collect(),
            ArgKind::ViewAndCentre if kept.is_empty() => own.cloned().collect(),
            ArgKind::ViewAndCentre => known.centres.to_vec(),
            ArgKind::Columns => {
                let taken = layout::read_columns(kept).unwrap_or_default();
                let free = ListColumn::ALL.iter().filter(|column| !taken.contains(column));
                let names = free.map(|column| column.name(lang));
                names.chain(kept.is_empty().then(|| layout::usual(lang))).map(str::to_owned).collect()
            }
            ArgKind::Width => {
                let panes = Pane::ABREAST.map(|pane| layout::pane_name(pane, lang).to_owned());
                panes.into_iter().chain([layout::usual(lang).to_owned()]).collect()
            }
            ArgKind::Number | ArgKind::Filter | ArgKind::Name | ArgKind::Day | ArgKind::Text => Vec::new(),
        };
        let before = format!("{name} {kept}");
        let names = names.into_iter().map(|name| (name, None));
        proposals(&before, argument.trim_start(), names, self.texts, matcher)
    }
}

fn proposals(
    before: &str,
    typed: &str,
    names: impl Iterator<Item = (String, Option<Action>)>,
    texts: Texts,
    matcher: &mut Fuzzy,
) -> Vec<Completion> {
    let mut scored: Vec<(u16, Completion)> = names
        .filter_map(|(label, action)| {
            let (score, matched) = matcher.score(typed, &label)?;
            let argument = action.map_or(Argument::None, |action| action.spec().argument);
            // A command that takes something is ready for it.
            let ready = if matches!(argument, Argument::Required(_)) { " " } else { "" };
            let line = format!("{before}{label}{ready}");
            let help = action.map_or("", |action| action.help(texts));
            Some((score, Completion { line, label, takes: argument.hint(texts), help, matched }))
        })
        .collect();
    // Stable: equal scores keep the order of the registry.
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, completion)| completion).collect()
}

/// The fuzzy matcher and its memory, kept between keys. Case and accents do not count.
#[derive(Debug)]
pub struct Fuzzy {
    matcher: Matcher,
    letters: Vec<char>,
}

impl Default for Fuzzy {
    fn default() -> Self {
        let mut config = Config::DEFAULT;
        config.prefer_prefix = true;
        Self { matcher: Matcher::new(config), letters: Vec::new() }
    }
}

impl Fuzzy {
    /// How well a text matches what was typed, and which of its characters do; nothing typed matches everything.
    pub fn score(&mut self, typed: &str, text: &str) -> Option<(u16, Vec<u32>)> {
        let atom =
            Atom::new(&fold(typed), CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy, false);
        let mut matched = Vec::new();
        let score = atom.indices(Utf32Str::new(text, &mut self.letters), &mut self.matcher, &mut matched)?;
        matched.sort_unstable();
        matched.dedup();
        Some((score, matched))
    }
}
