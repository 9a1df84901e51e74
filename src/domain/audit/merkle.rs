//! The tree of a seal (RFC 6962): leaves and nodes are hashed apart, so that a leaf never passes for a node. Its root
//! is found leaf by leaf, keeping one hash a level.

use super::{Bytes, Hash};

/// A tree that is still growing.
#[derive(Debug, Default)]
pub struct Tree {
    /// Whole subtrees from left to right, each smaller than the one before: how many leaves, and the root.
    whole: Vec<(u64, Hash)>,
}

/// An entry as a leaf: its hash, and what that hash leaves out.
#[must_use]
pub fn leaf(xid: i64, request: Option<&[u8]>, hash: &Hash) -> Hash {
    Bytes::after(None).raw(&[0]).long(xid).raw(request.unwrap_or_default()).raw(&hash.0).hash()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Bytes::after(None).raw(&[1]).raw(&left.0).raw(&right.0).hash()
}

impl Tree {
    /// Adds the next leaf.
    pub fn add(&mut self, leaf: Hash) {
        let (mut leaves, mut root) = (1, leaf);
        while self.whole.last().is_some_and(|(size, _)| *size == leaves) {
            if let Some((_, left)) = self.whole.pop() {
                (leaves, root) = (leaves * 2, node(&left, &root));
            }
        }
        self.whole.push((leaves, root));
    }

    /// The root over all leaves so far.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut subtrees = self.whole.iter().rev().map(|(_, root)| root);
        match subtrees.next() {
            None => Bytes::after(None).hash(),
            Some(last) => subtrees.fold(last.clone(), |right, left| node(left, &right)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition of RFC 6962, section 2.1, as it is written there.
    fn defined(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Bytes::after(None).hash(),
            [leaf] => leaf.clone(),
            _ => {
                let left = leaves.len().next_power_of_two() / 2;
                node(&defined(&leaves[..left]), &defined(&leaves[left..]))
            }
        }
    }

    fn root(leaves: &[Hash]) -> Hash {
        let mut tree = Tree::default();
        leaves.iter().cloned().for_each(|leaf| tree.add(leaf));
        tree.root()
    }

    #[test]
    fn an_empty_tree_is_the_hash_of_nothing() {
        assert_eq!(root(&[]).to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    proptest! {
        #[test]
        fn a_tree_is_the_one_of_the_definition_and_every_change_shows(
            hashes in prop::collection::vec(any::<[u8; 32]>(), 1..70),
            at in any::<prop::sample::Index>(),
        ) {
            let leaves: Vec<Hash> = hashes
                .iter()
                .enumerate()
                .map(|(n, hash)| leaf(i64::try_from(n).unwrap_or_default(), None, &Hash(hash.to_vec())))
                .collect();
            let whole = root(&leaves);
            prop_assert_eq!(&whole, &defined(&leaves));
            let at = at.index(leaves.len());
            let mut fewer = leaves.clone();
            fewer.remove(at);
            prop_assert_ne!(&whole, &root(&fewer));
            let mut other = leaves.clone();
            other[at].0[0] ^= 1;
            prop_assert_ne!(&whole, &root(&other));
            if at > 0 {
                let mut turned = leaves;
                turned.swap(at, at - 1);
                prop_assert_ne!(&whole, &root(&turned));
            }
        }
    }
}
