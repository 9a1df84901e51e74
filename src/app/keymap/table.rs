//! The table of a key map: for each place, every action there is, its keys, its name on the `:` line, what it does. The
//! command line prints it and the README carries it.

use super::{Bound, Keymap, When};
use crate::app::action::{Action, Argument, Call, Context};
use crate::app::key::Chord;
use crate::i18n::Texts;

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it holds.
    pub context: Context,
    /// The keys that run it; none for what is only on the `:` line.
    pub chords: Vec<Chord>,
    /// What is run, one after the other.
    pub calls: Vec<Call>,
    /// On which condition.
    pub when: Option<When>,
}

/// The places, from those where most of the work is done.
const ORDER: [Context; 18] = [
    Context::Pane,
    Context::List,
    Context::Queues,
    Context::File,
    Context::Writing,
    Context::Organisations,
    Context::Administration,
    Context::Alerts,
    Context::Global,
    Context::Always,
    Context::Prompt,
    Context::Overlay,
    Context::Confirm,
    Context::Form,
    Context::Text,
    Context::Picker,
    Context::Jobs,
    Context::Reader,
];

impl Keymap {
    /// Every key of the map, and every action that has none; in the order of the places, then of the registry.
    pub fn table(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for Bound { context, chord, calls, when } in self.entries() {
            match lines.iter_mut().find(|l| l.context == context && l.calls == calls && l.when == when) {
                Some(line) => line.chords.push(chord),
                None => lines.push(Line { context, chords: vec![chord], calls, when }),
            }
        }
        let bound =
            |action: Action| lines.iter().any(|line| line.calls.iter().any(|call| call.action == action));
        let unbound: Vec<Action> = Action::palette().filter(|action| !bound(*action)).collect();
        lines.extend(unbound.into_iter().map(|action| Line {
            context: action.spec().scope,
            chords: Vec::new(),
            calls: vec![action.into()],
            when: None,
        }));
        let place = |line: &Line| ORDER.iter().position(|context| *context == line.context);
        let rank = |line: &Line| {
            line.calls.first().and_then(|call| Action::ALL.iter().position(|action| *action == call.action))
        };
        lines.sort_by_key(|line| (place(line), rank(line)));
        lines
    }
}

impl Line {
    /// The first action: the one that the keys are for.
    pub fn action(&self) -> Option<Action> {
        self.calls.first().map(|call| call.action)
    }

    /// What it does, in a few words.
    pub fn label(&self, texts: Texts) -> String {
        self.calls.iter().map(|call| call.label(texts)).collect::<Vec<_>>().join(", ")
    }

    /// What to type on the `:` line for the same, with its colon and what it takes; nothing for keys that do several
    /// things, for what only keys do, and where there is no such line.
    pub fn command(&self, texts: Texts) -> Option<String> {
        if !self.context.chain().contains(&Context::Global) {
            return None;
        }
        let [call] = self.calls.as_slice() else { return None };
        let name = call.action.command(texts)?;
        let argument = match &call.arg {
            Some(arg) => arg.text(texts),
            None => match call.action.spec().argument {
                Argument::None => String::new(),
                argument => argument.hint(texts),
            },
        };
        Some(format!(":{name} {argument}").trim_end().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_its_rank() {
        for context in Context::ALL {
            assert!(ORDER.contains(&context), "{}", context.id());
        }
    }
}
