//! Key map files: which ones apply, in which order, and what stands in them with the line and column of each entry.
//!
//! Sections, keys, actions and conditions stay text here; `app::keymap` gives them their meaning and reports what it
//! cannot read with the same positions.

mod error;

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use error::{KeymapError, KeymapErrorKind, Place};

use super::names;

/// The key maps carried by the program.
pub const EMBEDDED: [(&str, &str); 3] = [
    ("default", include_str!("../../keymaps/default.toml")),
    ("vim", include_str!("../../keymaps/vim.toml")),
    ("emacs", include_str!("../../keymaps/emacs.toml")),
];

/// The map that every other one is added to.
pub const DEFAULT: &str = "default";

/// One step of an entry: an action with its argument, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRun {
    /// Where it stands.
    pub place: Place,
    /// `"action.id"` or `"action.id argument"`.
    pub text: String,
}

/// One alternative of an entry: what to run, and on which condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawBinding {
    /// The actions, in order.
    pub run: Vec<RawRun>,
    /// The condition, with its place.
    pub when: Option<(Place, String)>,
}

/// One entry of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawEntry {
    /// Where its keys stand.
    pub place: Place,
    /// The keys.
    pub keys: String,
    /// The alternatives, tried in order.
    pub bindings: Vec<RawBinding>,
}

/// One section, its entries in the order they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawSection {
    /// Where its name stands.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// Keys to unbind.
    pub unbind: Vec<(Place, String)>,
    /// Keys to bind.
    pub entries: Vec<RawEntry>,
}

/// One key map file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// The file, or the name of an embedded map.
    pub file: String,
    /// The map it is added to; nothing means the default.
    pub inherits: Option<String>,
    /// Its sections, in order.
    pub sections: Vec<RawSection>,
}

/// The layers that apply, lowest first: the default, the chosen map and those it inherits, then the person's own
/// `keymap.toml`. A map is looked for in `maps` (the `keymaps` folder of the configuration) and then in the program.
pub fn load(chosen: &str, maps: Option<&Path>, own: Option<&Path>) -> Result<Vec<Layer>, KeymapError> {
    let mut layers = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut next = Some(chosen.to_owned());
    while let Some(name) = next {
        if names.contains(&name) {
            return Err(KeymapError::Circle(name));
        }
        let layer = named(&name, maps)?;
        next = layer.inherits.clone().or_else(|| (name != DEFAULT).then(|| DEFAULT.to_owned()));
        layers.insert(0, layer);
        names.push(name);
    }
    if let Some(path) = own.filter(|path| path.exists()) {
        layers.push(read(path)?);
    }
    Ok(layers)
}

/// The names a person may choose from: those in the program and those in the folder.
pub fn names(maps: Option<&Path>) -> Vec<String> {
    names::all(EMBEDDED.iter().map(|(name, _)| *name), maps)
}

fn named(name: &str, maps: Option<&Path>) -> Result<Layer, KeymapError> {
    if let Some(path) = names::file(name, maps) {
        return read(&path);
    }
    match EMBEDDED.iter().find(|(known, _)| *known == name) {
        Some((_, text)) => parse(name, text),
        None => Err(KeymapError::UnknownMap { name: name.to_owned(), known: names(maps) }),
    }
}

fn read(path: &Path) -> Result<Layer, KeymapError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| KeymapError::Read { path: path.to_owned(), source })?;
    parse(&path.display().to_string(), &text)
}

/// Reads one file; `file` is how errors name it.
pub fn parse(file: &str, text: &str) -> Result<Layer, KeymapError> {
    Reader { file, text }.layer()
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
}

impl Reader<'_> {
    fn place(&self, span: &Range<usize>) -> Place {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Place {
            file: self.file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    fn expected<T>(&self, span: &Range<usize>, what: &'static str) -> Result<T, KeymapError> {
        Err(KeymapError::at(self.place(span), KeymapErrorKind::Expected(what)))
    }

    fn layer(&self) -> Result<Layer, KeymapError> {
        let document = DeTable::parse(self.text).map_err(|error| {
            KeymapError::at(
                self.place(&error.span().unwrap_or(0..0)),
                KeymapErrorKind::Toml(error.message().to_owned()),
            )
        })?;
        let mut layer = Layer { file: self.file.to_owned(), inherits: None, sections: Vec::new() };
        for (name, value) in in_order(document.get_ref()) {
            match value.get_ref() {
                DeValue::Table(table) => layer.sections.push(self.section(name, table)?),
                DeValue::String(parent) if name.get_ref() == "inherits" => {
                    layer.inherits = Some(parent.to_string())
                }
                _ if name.get_ref() == "inherits" => {
                    return self.expected(&value.span(), "the name of a key map");
                }
                _ => return self.expected(&name.span(), "a section, such as [list], before any key"),
            }
        }
        Ok(layer)
    }

    fn section(
        &self,
        name: &Spanned<toml::de::DeString<'_>>,
        table: &DeTable<'_>,
    ) -> Result<RawSection, KeymapError> {
        let mut section = RawSection {
            place: self.place(&name.span()),
            name: name.get_ref().to_string(),
            unbind: Vec::new(),
            entries: Vec::new(),
        };
        for (keys, value) in in_order(table) {
            if keys.get_ref() == "unbind" {
                let DeValue::Array(items) = value.get_ref() else {
                    return self.expected(&value.span(), "a list of keys to unbind");
                };
                for item in items.iter() {
                    let DeValue::String(keys) = item.get_ref() else {
                        return self.expected(&item.span(), "keys, as text");
                    };
                    section.unbind.push((self.place(&item.span()), keys.to_string()));
                }
            } else {
                section.entries.push(RawEntry {
                    place: self.place(&keys.span()),
                    keys: keys.get_ref().to_string(),
                    bindings: self.bindings(value)?,
                });
            }
        }
        Ok(section)
    }

    /// One action, a list of actions to run one after the other, a table, or a list of tables to try in order.
    fn bindings(&self, value: &Spanned<DeValue<'_>>) -> Result<Vec<RawBinding>, KeymapError> {
        match value.get_ref() {
            DeValue::Array(items) if items.iter().any(|item| matches!(item.get_ref(), DeValue::Table(_))) => {
                items.iter().map(|item| self.conditional(item)).collect()
            }
            DeValue::Table(_) => Ok(vec![self.conditional(value)?]),
            _ => Ok(vec![RawBinding { run: self.run(value)?, when: None }]),
        }
    }

    fn conditional(&self, value: &Spanned<DeValue<'_>>) -> Result<RawBinding, KeymapError> {
        const WHAT: &str = "{ run = \"action\", when = \"condition\" }";
        let DeValue::Table(table) = value.get_ref() else { return self.expected(&value.span(), WHAT) };
        let mut binding = RawBinding { run: Vec::new(), when: None };
        for (name, value) in table {
            match (&**name.get_ref(), value.get_ref()) {
                ("run", _) => binding.run = self.run(value)?,
                ("when", DeValue::String(text)) => {
                    binding.when = Some((self.place(&value.span()), text.to_string()))
                }
                _ => return self.expected(&name.span(), WHAT),
            }
        }
        if binding.run.is_empty() { self.expected(&value.span(), WHAT) } else { Ok(binding) }
    }

    fn run(&self, value: &Spanned<DeValue<'_>>) -> Result<Vec<RawRun>, KeymapError> {
        const WHAT: &str = "an action, or a list of actions";
        let one = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
            DeValue::String(text) => Ok(RawRun { place: self.place(&value.span()), text: text.to_string() }),
            _ => self.expected(&value.span(), WHAT),
        };
        match value.get_ref() {
            DeValue::Array(items) if items.is_empty() => self.expected(&value.span(), WHAT),
            DeValue::Array(items) => items.iter().map(one).collect(),
            _ => Ok(vec![one(value)?]),
        }
    }
}

type Pair<'t, 'i> = (&'t Spanned<toml::de::DeString<'i>>, &'t Spanned<DeValue<'i>>);

/// The entries of a table as they were written: the first key given for an action is the one hints show.
fn in_order<'t, 'i>(table: &'t DeTable<'i>) -> Vec<Pair<'t, 'i>> {
    let mut pairs: Vec<Pair<'t, 'i>> = table.iter().collect();
    pairs.sort_by_key(|(name, _)| name.span().start);
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_keep_their_order_and_place() {
        let text = "inherits = \"vim\"\n[list]\n\"é\" = \"a.b x\"\n\"b\" = [\"c\", \"d\"]\nunbind = [\"q\"]\n\
                    \"<Esc>\" = [{ run = \"e\", when = \"x\" }, { run = \"f\" }]\n";
        let layer = parse("my.toml", text).expect("a layer");
        assert_eq!(layer.inherits.as_deref(), Some("vim"));
        let section = &layer.sections[0];
        let keys: Vec<_> = section.entries.iter().map(|e| (e.keys.as_str(), e.place.line)).collect();
        assert_eq!(keys, [("é", 3), ("b", 4), ("<Esc>", 6)]);
        assert_eq!(section.entries[0].bindings[0].run[0].place.column, 7);
        assert_eq!(section.entries[1].bindings[0].run.len(), 2);
        assert_eq!(section.entries[2].bindings.len(), 2);
        assert_eq!(section.unbind[0].1, "q");
    }

    #[test]
    fn what_is_malformed_says_where() {
        for (text, start) in [
            ("[list\n", "k:1:"),
            ("[list]\nj = 3\n", "k:2:5: expected an action"),
            ("[list]\nj = []\n", "k:2:5: expected an action"),
            ("[list]\nj = { when = \"x\" }\n", "k:2:5: expected { run"),
            ("[list]\nj = { run = \"x\", if = \"y\" }\n", "k:2:18: expected { run"),
            ("j = \"x\"\n", "k:1:1: expected a section"),
            ("[list]\nunbind = \"x\"\n", "k:2:10: expected a list"),
            ("[list]\nj = \"x\"\nj = \"y\"\n", "k:3:1: duplicate key"),
        ] {
            let error = parse("k", text).expect_err(text).to_string();
            assert!(error.starts_with(start), "{error}");
        }
    }

    #[test]
    fn layers_stand_on_the_default() {
        let folder = tempfile::tempdir().expect("a folder");
        let own = folder.path().join("keymap.toml");
        let files = |chosen: &str| -> Vec<String> {
            load(chosen, Some(folder.path()), Some(&own))
                .expect("layers")
                .into_iter()
                .map(|l| l.file)
                .collect()
        };
        assert_eq!(files("default"), ["default"]);
        assert_eq!(files("vim"), ["default", "vim"]);
        std::fs::write(&own, "[list]\n").expect("a file");
        std::fs::write(folder.path().join("mine.toml"), "inherits = \"vim\"\n").expect("a file");
        assert_eq!(files("mine").len(), 4);
        assert_eq!(&files("mine")[..2], ["default", "vim"]);
        std::fs::write(folder.path().join("loop.toml"), "inherits = \"loop\"\n").expect("a file");
        assert!(matches!(load("loop", Some(folder.path()), None), Err(KeymapError::Circle(_))));
        assert!(matches!(load("../mine", Some(folder.path()), None), Err(KeymapError::UnknownMap { .. })));
    }
}
