//! Key maps with their meaning: sections of key tries, layered, resolved against where the hand is.
//!
//! The same trie answers a key, fills the which-key box while a chord is pending, and tells hints and help which keys
//! an action is on.

mod build;
mod table;
mod trie;
mod when;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

pub use table::Line;
pub use when::When;

use crate::app::action::{Action, Call, Context, Snapshot};
use crate::app::key::{Chord, Key};
use trie::{Binding, Lookup, Node};

/// A key map, ready to answer.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    sections: BTreeMap<Context, Node>,
    /// What [`Keymap::bound`] answered last: every frame asks, and from one to the next it is mostly the same.
    answered: RefCell<Option<Answered>>,
}

/// The sections and facts that were asked about, and what was bound there.
type Answered = (Vec<Context>, Snapshot, Rc<[Bound]>);

/// What keys mean where the hand is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// These actions, in order.
    Found(Vec<Call>),
    /// The beginning of a chord; what may follow, for the which-key box.
    Pending(Vec<Follow>),
    /// Nothing: text where text is typed.
    Miss,
}

/// A key that may follow a pending chord.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follow {
    /// The key.
    pub key: Key,
    /// What it runs; empty when more keys follow.
    pub calls: Vec<Call>,
}

/// Keys of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The section that binds it.
    pub context: Context,
    /// The keys.
    pub chord: Chord,
    /// What they run.
    pub calls: Vec<Call>,
    /// On which condition.
    pub when: Option<When>,
}

impl Bound {
    /// Whether these keys are for that action, whatever follows it.
    pub fn is_for(&self, action: Action) -> bool {
        self.calls.first().is_some_and(|call| call.action == action)
    }
}

impl Keymap {
    /// What the keys pressed so far mean. `contexts` are the sections that hold, nearest first
    /// ([`Context::chain`]): a nearer section hides a further one, key by key.
    pub fn resolve(&self, contexts: &[Context], keys: &[Key], now: &Snapshot) -> Resolution {
        let mut follows: Vec<Follow> = Vec::new();
        for node in contexts.iter().filter_map(|context| self.sections.get(context)) {
            match node.look_up(keys, now) {
                Lookup::Found(calls) if follows.is_empty() => return Resolution::Found(calls.to_vec()),
                // A nearer section has longer chords here, which must stay within reach.
                Lookup::Found(_) | Lookup::Miss => {}
                Lookup::Pending(node) => {
                    for follow in node.follows(now) {
                        if !follows.iter().any(|known| known.key == follow.key) {
                            follows.push(follow);
                        }
                    }
                }
            }
        }
        if follows.is_empty() { Resolution::Miss } else { Resolution::Pending(follows) }
    }

    /// Every key of the sections given, nearest first, those that hold now and are not hidden by a nearer one. Of a
    /// section, the keys of the person's own map come before those of the map below, and each map's as written.
    pub fn bound(&self, contexts: &[Context], now: &Snapshot) -> Rc<[Bound]> {
        if let Some((places, facts, bound)) = &*self.answered.borrow()
            && places == contexts
            && facts == now
        {
            return Rc::clone(bound);
        }
        let bound: Rc<[Bound]> = self.within_reach(contexts, now).into();
        self.answered.replace(Some((contexts.to_vec(), *now, Rc::clone(&bound))));
        bound
    }

    fn within_reach(&self, contexts: &[Context], now: &Snapshot) -> Vec<Bound> {
        let mut all: Vec<Bound> = Vec::new();
        for &context in contexts {
            let Some(node) = self.sections.get(&context) else { continue };
            for (chord, binding) in node.walk(now) {
                let reached = self.resolve(contexts, chord.keys(), now);
                if reached == Resolution::Found(binding.calls.clone())
                    && !all.iter().any(|known| known.chord == chord)
                {
                    all.push(bound(context, chord, binding));
                }
            }
        }
        all
    }

    /// Every entry of the map, whatever its condition: the section, the keys, what they run.
    pub fn entries(&self) -> Vec<Bound> {
        let mut all = Vec::new();
        for (&context, node) in &self.sections {
            all.extend(node.every().into_iter().map(|(chord, binding)| bound(context, chord, binding)));
        }
        all
    }
}

fn bound(context: Context, chord: Chord, binding: Binding) -> Bound {
    Bound { context, chord, calls: binding.calls, when: binding.when }
}

#[cfg(test)]
mod tests;
