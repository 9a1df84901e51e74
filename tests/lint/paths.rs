//! Reads every path that a source file names, wherever it stands: `use` trees, expressions, types, attributes,
//! visibilities and the tokens of macros; and says what each one points at, seen from the file's own module.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::sources::only_in_tests;

/// What a path points at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// Inside this workspace: the segments from the crate's root (`widgets` and `main` count as rooms).
    Here(Vec<String>),
    /// Another crate, by the name used for it.
    Crate(Vec<String>),
    /// Something that cannot be read, and why it may not be written.
    Unreadable(&'static str),
}

/// One path named by a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The line, from 1.
    pub line: usize,
    /// What it points at.
    pub target: Target,
    /// It stands in code compiled for tests only.
    pub in_test: bool,
}

/// Where a file stands.
pub struct Place<'a> {
    /// The file's module, from the root of the workspace's rooms (`["app", "pane"]`; `[]` for the library's root).
    pub module: Vec<String>,
    /// How many segments of `module` are the root of its crate (0 in the library, 1 in `widgets`, `main`, `build`).
    pub root: usize,
    /// The crates that can be named.
    pub crates: &'a BTreeSet<String>,
    /// The rooms, which the library's root can name without a prefix.
    pub rooms: &'a [&'a str],
    /// The whole file is compiled for tests only.
    pub in_test: bool,
}

const GLOB: &str = "*";
const ROOT_GLOB: &str = "a glob of the crate's root brings every room in";
const ROOT_NAME: &str = "renaming the crate's root hides which room is named";
const MACRO_ROOM: &str = "a macro argument chooses the room, which cannot be checked";
const ELSEWHERE: &str = "a module taken from another file no longer says its room";

/// Every path that the source names, resolved.
pub fn read(source: &str, place: &Place<'_>) -> syn::Result<Vec<Named>> {
    let file = syn::parse_file(source)?;
    let mut aliases = Aliases::new();
    // An alias may be made of an alias: a few rounds settle any that code can hold.
    for _ in 0..4 {
        let mut reader = Reader::new(place, aliases.clone());
        reader.visit_file(&file);
        if reader.aliases == aliases {
            return Ok(reader.named);
        }
        aliases = reader.aliases;
    }
    let mut reader = Reader::new(place, aliases);
    reader.visit_file(&file);
    Ok(reader.named)
}

type Aliases = BTreeMap<String, BTreeSet<Target>>;

struct Reader<'a> {
    place: &'a Place<'a>,
    module: Vec<String>,
    in_test: bool,
    aliases: Aliases,
    named: Vec<Named>,
}

/// How a path is written, which decides whether one segment alone can be a crate.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Use,
    Attribute,
    Code,
}

impl<'a> Reader<'a> {
    fn new(place: &'a Place<'a>, aliases: Aliases) -> Self {
        Self { place, module: place.module.clone(), in_test: place.in_test, aliases, named: Vec::new() }
    }

    fn note(&mut self, span: Span, target: Target) {
        let named = Named { line: span.start().line, target, in_test: self.in_test };
        if !self.named.contains(&named) {
            self.named.push(named);
        }
    }

    /// What the segments point at, as far as it concerns rooms or crates: nothing for a local name.
    fn resolve(&self, segments: &[String], leading: bool, form: Form) -> Vec<Target> {
        let Some((first, rest)) = segments.split_first() else { return Vec::new() };
        let root = &self.place.module[..self.place.root];
        let here = |base: &[String], rest: &[String]| vec![Target::Here([base, rest].concat())];
        let long_enough = segments.len() > 1 || form != Form::Code;
        if leading {
            return vec![Target::Crate(segments.to_vec())];
        }
        match first.as_str() {
            "crate" => here(root, rest),
            "self" | "super" if segments.len() > 1 || form == Form::Use => {
                let mut base = self.module.as_slice();
                let mut left = segments;
                while let Some(step @ ("self" | "super")) = left.first().map(String::as_str) {
                    if step == "super" {
                        base = &base[..base.len().saturating_sub(1).max(self.place.root)];
                    }
                    left = &left[1..];
                }
                here(base, left)
            }
            "guichet" if long_enough => here(&[], rest),
            "widgets" | "guichet_widgets" if long_enough && self.place.crates.contains(first) => {
                here(&["widgets".to_owned()], rest)
            }
            // A lone word in code is a variable or a local type; what it was imported as was read there.
            _ if !long_enough => Vec::new(),
            name if self.aliases.contains_key(name) => self.aliases[name]
                .iter()
                .map(|target| match target {
                    Target::Here(base) => Target::Here([base, rest].concat()),
                    Target::Crate(base) => Target::Crate([base, rest].concat()),
                    Target::Unreadable(why) => Target::Unreadable(why),
                })
                .collect(),
            name if self.place.crates.contains(name) => vec![Target::Crate(segments.to_vec())],
            name if self.module.is_empty() && self.place.rooms.contains(&name) => here(&[], segments),
            _ => Vec::new(),
        }
    }

    fn name(&mut self, span: Span, segments: &[String], leading: bool, form: Form) {
        for target in self.resolve(segments, leading, form) {
            let target = match target {
                Target::Here(path) if path == [GLOB] => Target::Unreadable(ROOT_GLOB),
                target => target,
            };
            self.note(span, target);
        }
    }

    fn alias(&mut self, span: Span, segments: &[String], leading: bool, alias: &str) {
        for target in self.resolve(segments, leading, Form::Use) {
            if matches!(&target, Target::Here(path) if path.is_empty()) {
                self.note(span, Target::Unreadable(ROOT_NAME));
            }
            // `use crate_name;` keeps the name: nothing to remember.
            if !matches!(&target, Target::Crate(path) if *path == [alias]) {
                self.aliases.entry(alias.to_owned()).or_default().insert(target);
            }
        }
    }

    fn use_tree(&mut self, tree: &syn::UseTree, prefix: &[String], leading: bool) {
        let with = |name: &syn::Ident| {
            let name = name.unraw().to_string();
            if name == "self" && !prefix.is_empty() { prefix.to_vec() } else { [prefix, &[name]].concat() }
        };
        match tree {
            syn::UseTree::Path(path) => self.use_tree(&path.tree, &with(&path.ident), leading),
            syn::UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.use_tree(tree, prefix, leading))
            }
            syn::UseTree::Glob(glob) => {
                self.name(glob.span(), &[prefix, &[GLOB.to_owned()]].concat(), leading, Form::Use);
            }
            syn::UseTree::Name(leaf) => {
                let segments = with(&leaf.ident);
                self.name(leaf.span(), &segments, leading, Form::Use);
                let alias = segments.last().cloned().unwrap_or_default();
                self.alias(leaf.span(), &segments, leading, &alias);
            }
            syn::UseTree::Rename(leaf) => {
                let segments = with(&leaf.ident);
                self.name(leaf.span(), &segments, leading, Form::Use);
                self.alias(leaf.span(), &segments, leading, &leaf.rename.unraw().to_string());
            }
        }
    }

    /// Reads the paths in tokens that no grammar has shaped: the arguments and the bodies of macros.
    fn scan(&mut self, tokens: TokenStream, prefix: &[String], form: Form) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let punct = |at: usize, sign: char| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == sign);
        let colons = |at: usize| punct(at, ':') && punct(at + 1, ':');
        let word = |at: usize| match tokens.get(at) {
            Some(TokenTree::Ident(ident)) => Some(ident.unraw().to_string()),
            _ => None,
        };
        let mut at = 0;
        while at < tokens.len() {
            let start = at;
            at += 1;
            match &tokens[start] {
                TokenTree::Group(group) => self.scan(group.stream(), &[], form),
                TokenTree::Literal(literal) if form == Form::Attribute => {
                    self.literal(literal.span(), &literal.to_string());
                }
                TokenTree::Punct(p) if p.as_char() == '*' && !prefix.is_empty() && tokens.len() == 1 => {
                    self.name(p.span(), &[prefix, &[GLOB.to_owned()]].concat(), false, Form::Use);
                }
                TokenTree::Ident(_) if start > 0 && punct(start - 1, '.') => {}
                TokenTree::Ident(ident) => {
                    let leading = start > 1 && colons(start - 2);
                    // The end of `Vec::<T>::new`: a path goes on, none begins.
                    let arrow = start > 3 && (punct(start - 4, '-') || punct(start - 4, '='));
                    if leading && start > 2 && punct(start - 3, '>') && !arrow {
                        continue;
                    }
                    let mut segments = [prefix, &[ident.unraw().to_string()]].concat();
                    let mut grouped = false;
                    let mut used =
                        !prefix.is_empty() || (start > 0 && word(start - 1).as_deref() == Some("use"));
                    while colons(at) {
                        match tokens.get(at + 2) {
                            Some(TokenTree::Ident(next)) => {
                                segments.push(next.unraw().to_string());
                                at += 3;
                            }
                            Some(TokenTree::Punct(p)) if p.as_char() == '*' => {
                                segments.push(GLOB.to_owned());
                                used = true;
                                at += 3;
                            }
                            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                                for part in split(group.stream()) {
                                    self.scan(part, &segments, form);
                                }
                                grouped = true;
                                at += 3;
                            }
                            Some(TokenTree::Punct(p)) if p.as_char() == '$' && segments == ["crate"] => {
                                self.note(p.span(), Target::Unreadable(MACRO_ROOM));
                                break;
                            }
                            _ => break,
                        }
                    }
                    if grouped {
                        continue;
                    }
                    let form = if used { Form::Use } else { Form::Code };
                    self.name(ident.span(), &segments, leading, form);
                    if let (Some("as"), Some(alias)) = (word(at).as_deref(), word(at + 1)) {
                        self.alias(ident.span(), &segments, leading, &alias);
                        at += 2;
                    }
                }
                _ => {}
            }
        }
    }

    /// A text in an attribute may be a path too: `#[serde(with = "crate::ui::x")]`.
    fn literal(&mut self, span: Span, text: &str) {
        let Ok(text) = syn::parse_str::<syn::LitStr>(text) else { return };
        if let Ok(path) = syn::parse_str::<syn::Path>(&text.value()) {
            let segments: Vec<String> = path.segments.iter().map(|s| s.ident.unraw().to_string()).collect();
            self.name(span, &segments, path.leading_colon.is_some(), Form::Code);
        }
    }

    fn within(&mut self, attributes: &[syn::Attribute], read: impl FnOnce(&mut Self)) {
        let before = self.in_test;
        self.in_test |= only_in_tests(attributes);
        read(self);
        self.in_test = before;
    }
}

/// The parts of a stream between its commas.
fn split(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(p) if p.as_char() == ',' => parts.push(TokenStream::new()),
            _ => parts.last_mut().into_iter().for_each(|part| part.extend([token.clone()])),
        }
    }
    parts
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.within(&item.attrs, |reader| {
            reader.use_tree(&item.tree, &[], item.leading_colon.is_some());
            visit::visit_visibility(reader, &item.vis);
        });
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        if item.ident == "self" {
            self.note(item.span(), Target::Unreadable(ROOT_NAME));
            return;
        }
        let segments = [item.ident.unraw().to_string()];
        self.name(item.span(), &segments, true, Form::Use);
        if let Some((_, alias)) = &item.rename {
            self.alias(item.span(), &segments, true, &alias.unraw().to_string());
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.attrs.iter().any(|attribute| attribute.path().is_ident("path")) {
            self.note(item.span(), Target::Unreadable(ELSEWHERE));
        }
        self.within(&item.attrs, |reader| {
            reader.module.push(item.ident.unraw().to_string());
            visit::visit_item_mod(reader, item);
            reader.module.pop();
        });
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.within(&item.attrs, |reader| visit::visit_item_fn(reader, item));
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        self.within(&item.attrs, |reader| visit::visit_item_impl(reader, item));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|s| s.ident.unraw().to_string()).collect();
        self.name(path.span(), &segments, path.leading_colon.is_some(), Form::Code);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if call.path.is_ident("include") {
            self.note(call.span(), Target::Unreadable(ELSEWHERE));
        }
        self.visit_path(&call.path);
        self.scan(call.tokens.clone(), &[], Form::Code);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if attribute.path().is_ident("doc") {
            return;
        }
        let path = attribute.path();
        let segments: Vec<String> = path.segments.iter().map(|s| s.ident.unraw().to_string()).collect();
        self.name(attribute.span(), &segments, path.leading_colon.is_some(), Form::Attribute);
        match &attribute.meta {
            syn::Meta::Path(_) => {}
            syn::Meta::List(list) => self.scan(list.tokens.clone(), &[], Form::Attribute),
            syn::Meta::NameValue(pair) => match &pair.value {
                syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => {
                    self.literal(text.span(), &text.token().to_string());
                }
                value => self.visit_expr(value),
            },
        }
    }
}
