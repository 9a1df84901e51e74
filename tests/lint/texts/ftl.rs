//! What a Fluent file offers: each message and attribute, with the variables it takes.

use std::collections::{BTreeMap, BTreeSet};

use guichet::i18n::Lang;

use crate::lint::sources::root;

/// `id` or `id.attribute`, and its variables.
pub type Offered = BTreeMap<String, BTreeSet<String>>;

/// What the file of that language offers. Ids that stand twice fail.
pub fn offered(lang: Lang) -> Offered {
    let source = std::fs::read_to_string(root().join(format!("src/i18n/{lang}.ftl"))).unwrap();
    let mut offered = Offered::new();
    let (mut message, mut at) = (String::new(), String::new());
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        let is_name =
            |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let name = line.split_once(" =").map_or("", |(name, _)| name);
        let attribute = name.trim_start().strip_prefix('.').filter(|name| is_name(name));
        if is_name(name) {
            name.clone_into(&mut message);
            at.clone_from(&message);
        } else if let Some(attribute) = attribute {
            at = format!("{message}.{attribute}");
        }
        if is_name(name) || attribute.is_some() {
            assert!(offered.insert(at.clone(), BTreeSet::new()).is_none(), "{lang}: {at} stands twice");
        }
        for piece in line.split('$').skip(1) {
            let end = piece.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(piece.len());
            offered.entry(at.clone()).or_default().insert(piece[..end].to_owned());
        }
    }
    offered
}
