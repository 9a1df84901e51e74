//! From the text of key map files to tries: every name checked, every mistake named with its place.

use std::collections::{HashMap, HashSet};

use super::trie::{Binding, Clash, Leaf};
use super::{Keymap, When};
use crate::app::action::{Action, ArgError, Call, Context};
use crate::app::key::Chord;
use crate::app::nearest::nearest;
use crate::config::keymap::{KeymapError, KeymapErrorKind, Layer, Place, RawBinding, RawRun, RawSection};

impl Keymap {
    /// Lays the layers one over the other, lowest first. All mistakes are reported, in the order of the files.
    pub fn build(layers: &[Layer]) -> Result<Self, Vec<KeymapError>> {
        let mut builder = Builder::default();
        for (number, layer) in layers.iter().enumerate() {
            for section in &layer.sections {
                builder.section(number, section);
            }
        }
        if builder.errors.is_empty() { Ok(builder.map) } else { Err(builder.errors) }
    }
}

#[derive(Default)]
struct Builder {
    map: Keymap,
    /// What any layer ever bound: unbinding it twice is no mistake.
    known: HashMap<Context, HashSet<Chord>>,
    errors: Vec<KeymapError>,
}

impl Builder {
    fn fail(&mut self, place: &Place, kind: KeymapErrorKind) {
        self.errors.push(KeymapError::at(place.clone(), kind));
    }

    fn chord(&mut self, place: &Place, keys: &str) -> Option<Chord> {
        let read = keys.parse::<Chord>();
        let bad = |problem: String| KeymapErrorKind::BadKey { keys: keys.to_owned(), problem };
        read.map_err(|error| self.fail(place, bad(error.to_string()))).ok()
    }

    fn section(&mut self, layer: usize, section: &RawSection) {
        let Some(context) = Context::by_id(&section.name) else {
            let nearest = nearest(&section.name, Context::ALL.map(Context::id)).map(str::to_owned);
            let found = section.name.clone();
            return self.fail(&section.place, KeymapErrorKind::UnknownSection { found, nearest });
        };
        for (place, keys) in &section.unbind {
            let Some(chord) = self.chord(place, keys) else { continue };
            let there = self.map.sections.entry(context).or_default().unbind(chord.keys());
            let known = self.known.get(&context).is_some_and(|known| known.contains(&chord));
            if !there && !known {
                self.fail(place, KeymapErrorKind::NotBound(chord.to_string()));
            }
        }
        for entry in &section.entries {
            let Some(chord) = self.chord(&entry.place, &entry.keys) else { continue };
            let bindings: Vec<Binding> =
                entry.bindings.iter().filter_map(|binding| self.binding(context, binding)).collect();
            let leaf = Leaf { bindings, layer, place: entry.place.clone() };
            if let Err(clash) = self.map.sections.entry(context).or_default().bind(&chord, leaf) {
                let (place, kind) = explain(&chord, &entry.place, clash);
                self.fail(&place, kind);
            }
            self.known.entry(context).or_default().insert(chord);
        }
    }

    fn binding(&mut self, context: Context, raw: &RawBinding) -> Option<Binding> {
        let calls: Vec<Call> = raw.run.iter().filter_map(|run| self.call(context, run)).collect();
        let when = match &raw.when {
            None => None,
            Some((place, text)) => match When::parse(text) {
                Ok(when) => Some(when),
                Err(problem) => {
                    self.fail(place, KeymapErrorKind::BadCondition { condition: text.clone(), problem });
                    return None;
                }
            },
        };
        (calls.len() == raw.run.len()).then_some(Binding { calls, when })
    }

    fn call(&mut self, context: Context, run: &RawRun) -> Option<Call> {
        let text = run.text.trim();
        let (id, argument) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let Some(action) = Action::by_id(id) else {
            let nearest = nearest(id, Action::ALL.iter().map(|action| action.id())).map(str::to_owned);
            self.fail(&run.place, KeymapErrorKind::UnknownAction { found: id.to_owned(), nearest });
            return None;
        };
        let scope = action.spec().scope;
        if !context.admits(scope) {
            let (action, scope, section) = (id.to_owned(), scope.id(), context.id());
            self.fail(&run.place, KeymapErrorKind::OutOfScope { action, scope, section });
            return None;
        }
        // Without its argument, an action on a key asks for it.
        match Call::new(action, argument) {
            Ok(call) => Some(call),
            Err(ArgError::Missing(_)) => Some(action.into()),
            Err(error) => {
                let (action, argument) = (id.to_owned(), argument.trim().to_owned());
                let problem = error.to_string();
                let nearest = match error {
                    ArgError::Bad { nearest, .. } => nearest,
                    ArgError::Unwanted | ArgError::Missing(_) => None,
                };
                let kind = KeymapErrorKind::BadArgument { action, argument, problem, nearest };
                self.fail(&run.place, kind);
                None
            }
        }
    }
}

fn explain(chord: &Chord, place: &Place, clash: Clash) -> (Place, KeymapErrorKind) {
    match clash {
        Clash::Same(first) => (place.clone(), KeymapErrorKind::Conflict { keys: chord.to_string(), first }),
        Clash::Prefix(length, by) => {
            let prefix = Chord::new(chord.keys()[..length].to_vec()).map(|prefix| prefix.to_string());
            let kind = KeymapErrorKind::DeadPrefix {
                keys: chord.to_string(),
                prefix: prefix.unwrap_or_default(),
                by,
            };
            (place.clone(), kind)
        }
        Clash::Longer(longer, at) => {
            let (keys, prefix, by) = (longer.to_string(), chord.to_string(), place.clone());
            (at, KeymapErrorKind::DeadPrefix { keys, prefix, by })
        }
    }
}
