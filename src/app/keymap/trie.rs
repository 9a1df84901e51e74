//! A trie of keys: each node is either bound, or leads on.

use super::{Follow, When};
use crate::app::action::{Call, Snapshot};
use crate::app::key::{Chord, Key};
use crate::config::keymap::Place;

/// One alternative of a bound key.
#[derive(Clone, Debug)]
pub(super) struct Binding {
    pub(super) calls: Vec<Call>,
    pub(super) when: Option<When>,
}

impl Binding {
    fn holds(&self, now: &Snapshot) -> bool {
        self.when.as_ref().is_none_or(|when| when.holds(now))
    }
}

/// What a key does: the alternatives in order, which layer said so and where.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    pub(super) bindings: Vec<Binding>,
    pub(super) layer: usize,
    pub(super) place: Place,
}

/// A place in the trie. Children stand in the order they are shown: later layers first, then as written.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    leaf: Option<Leaf>,
    children: Vec<(Key, Node)>,
}

/// Where keys lead.
pub(super) enum Lookup<'a> {
    Found(&'a [Call]),
    Pending(&'a Node),
    Miss,
}

/// What stands in the way of a chord of the same layer.
pub(super) enum Clash {
    /// The same keys.
    Same(Place),
    /// A beginning of the new chord is bound: its length, and where.
    Prefix(usize, Place),
    /// The new chord is the beginning of this one.
    Longer(Chord, Place),
}

impl Node {
    fn child(&self, key: Key) -> Option<&Self> {
        self.children.iter().find(|(known, _)| *known == key).map(|(_, node)| node)
    }

    fn active(&self, now: &Snapshot) -> Option<&[Call]> {
        let leaf = self.leaf.as_ref()?;
        leaf.bindings.iter().find(|binding| binding.holds(now)).map(|binding| binding.calls.as_slice())
    }

    pub(super) fn look_up(&self, keys: &[Key], now: &Snapshot) -> Lookup<'_> {
        let mut node = self;
        for &key in keys {
            match node.child(key) {
                Some(child) => node = child,
                None => return Lookup::Miss,
            }
        }
        match node.active(now) {
            Some(calls) => Lookup::Found(calls),
            None if node.leads_on(now) => Lookup::Pending(node),
            None => Lookup::Miss,
        }
    }

    fn leads_on(&self, now: &Snapshot) -> bool {
        self.children.iter().any(|(_, child)| child.active(now).is_some() || child.leads_on(now))
    }

    pub(super) fn follows(&self, now: &Snapshot) -> impl Iterator<Item = Follow> {
        self.children.iter().filter_map(|(key, child)| match child.active(now) {
            Some(calls) => Some(Follow { key: *key, calls: calls.to_vec() }),
            None => child.leads_on(now).then(|| Follow { key: *key, calls: Vec::new() }),
        })
    }

    /// Every chord that runs something now.
    pub(super) fn walk(&self, now: &Snapshot) -> Vec<(Chord, Binding)> {
        let mut all = Vec::new();
        self.visit(&mut Vec::new(), &mut |keys, leaf| {
            let active = leaf.bindings.iter().find(|binding| binding.holds(now));
            all.extend(active.and_then(|binding| Some((chord(keys)?, binding.clone()))));
        });
        all
    }

    /// Every chord with each of its alternatives.
    pub(super) fn every(&self) -> Vec<(Chord, Binding)> {
        let mut all = Vec::new();
        self.visit(&mut Vec::new(), &mut |keys, leaf| {
            all.extend(leaf.bindings.iter().filter_map(|binding| Some((chord(keys)?, binding.clone()))));
        });
        all
    }

    fn visit(&self, keys: &mut Vec<Key>, see: &mut impl FnMut(&[Key], &Leaf)) {
        if let Some(leaf) = &self.leaf {
            see(keys, leaf);
        }
        for (key, child) in &self.children {
            keys.push(*key);
            child.visit(keys, see);
            keys.pop();
        }
    }

    /// Binds a chord. What lower layers bound on it, on its beginnings and on its continuations gives way; within
    /// one layer it clashes.
    pub(super) fn bind(&mut self, chord: &Chord, leaf: Leaf) -> Result<(), Clash> {
        if let Some(clash) = self.clash(chord, leaf.layer) {
            return Err(clash);
        }
        let mut node = self;
        for &key in chord.keys() {
            node.leaf = None;
            let at = match node.children.iter().position(|(known, _)| *known == key) {
                // A key of a later layer is shown before those below it.
                Some(at) if node.children[at].1.layer() < Some(leaf.layer) => {
                    let child = node.children.remove(at);
                    node.insert(child, leaf.layer)
                }
                Some(at) => at,
                None => node.insert((key, Self::default()), leaf.layer),
            };
            node = &mut node.children[at].1;
        }
        *node = Self { leaf: Some(leaf), children: Vec::new() };
        Ok(())
    }

    /// Puts a child after those of its own layer and before those of lower ones.
    fn insert(&mut self, child: (Key, Self), layer: usize) -> usize {
        let at = self.children.iter().position(|(_, node)| node.layer() < Some(layer));
        let at = at.unwrap_or(self.children.len());
        self.children.insert(at, child);
        at
    }

    /// The latest layer that binds something here or below.
    fn layer(&self) -> Option<usize> {
        let here = self.leaf.as_ref().map(|leaf| leaf.layer);
        self.children.iter().map(|(_, child)| child.layer()).chain([here]).max().flatten()
    }

    fn clash(&self, chord: &Chord, layer: usize) -> Option<Clash> {
        let mut node = self;
        for (length, &key) in chord.keys().iter().enumerate() {
            if let Some(leaf) = node.leaf.as_ref().filter(|leaf| leaf.layer == layer) {
                return Some(Clash::Prefix(length, leaf.place.clone()));
            }
            node = node.child(key)?;
        }
        if let Some(leaf) = node.leaf.as_ref().filter(|leaf| leaf.layer == layer) {
            return Some(Clash::Same(leaf.place.clone()));
        }
        let mut longer = None;
        node.visit(&mut chord.keys().to_vec(), &mut |keys, leaf| {
            if leaf.layer == layer && longer.is_none() {
                longer = self::chord(keys).map(|chord| Clash::Longer(chord, leaf.place.clone()));
            }
        });
        longer
    }

    /// Unbinds a chord and whatever it begins; says whether there was anything.
    pub(super) fn unbind(&mut self, keys: &[Key]) -> bool {
        let Some((&key, rest)) = keys.split_first() else { return false };
        let Some(at) = self.children.iter().position(|(known, _)| *known == key) else { return false };
        let child = &mut self.children[at].1;
        let found = rest.is_empty() || child.unbind(rest);
        if rest.is_empty() || (child.leaf.is_none() && child.children.is_empty()) {
            self.children.remove(at);
        }
        found
    }
}

fn chord(keys: &[Key]) -> Option<Chord> {
    Chord::new(keys.to_vec())
}
