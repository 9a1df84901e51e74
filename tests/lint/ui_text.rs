//! What people read lives in the `.ftl` files: the views hold no sentence and no word of their own.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::sources::{self, only_in_tests, refuse};

/// Files of `src/ui` that may hold text, each with its reason. None has needed it.
const EXCEPTIONS: [(&str, &str); 0] = [];

/// Macros whose text is for the journal or for whoever reads a crash, never for the screen.
const NOT_SHOWN: [&str; 12] = [
    "trace",
    "debug",
    "info",
    "warn",
    "error",
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "unreachable",
    "include_str",
];

#[derive(Default)]
struct Texts {
    found: Vec<(usize, String)>,
}

impl Texts {
    fn judge(&mut self, span: Span, text: &str) {
        if reads_as_text(text) {
            self.found.push((span.start().line, text.to_owned()));
        }
    }

    fn scan(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.scan(group.stream()),
                TokenTree::Literal(literal) => {
                    if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                        self.judge(literal.span(), &text.value());
                    }
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }
}

/// Letters with a space, or a word that begins with a capital; what stands in the braces of a format does not count.
fn reads_as_text(text: &str) -> bool {
    let mut depth = 0_u32;
    let shown: String = text
        .chars()
        .filter(|letter| {
            match letter {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect();
    let spaced = shown.contains(char::is_whitespace) && shown.contains(char::is_alphabetic);
    let capital = shown.split(|letter: char| !letter.is_alphabetic()).any(|word| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some()
    });
    spaced || capital
}

impl<'ast> Visit<'ast> for Texts {
    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.judge(text.span(), &text.value());
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let name = call.path.segments.last().map(|segment| segment.ident.to_string());
        if !name.is_some_and(|name| NOT_SHOWN.contains(&name.as_str())) {
            self.scan(call.tokens.clone());
        }
    }

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !only_in_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !only_in_tests(&item.attrs) {
            visit::visit_item_fn(self, item);
        }
    }
}

fn texts_in(source: &str) -> Vec<(usize, String)> {
    let mut texts = Texts::default();
    texts.visit_file(&syn::parse_file(source).unwrap());
    texts.found
}

#[test]
fn views_hold_no_text_of_their_own() {
    let found: Vec<String> = sources::files("src/ui", "rs")
        .into_iter()
        .filter(|source| !sources::is_test_file(&source.path))
        .filter(|source| !EXCEPTIONS.iter().any(|(path, _)| *path == source.path))
        .flat_map(|source| {
            let texts = texts_in(&source.text);
            texts.into_iter().map(move |(line, text)| format!("{}:{line}: {text:?}", source.path))
        })
        .collect();
    refuse("Text shown to people belongs in src/i18n/*.ftl:", &found);
}

#[test]
fn a_sentence_or_a_capital_is_text_and_a_glyph_is_not() {
    let shown = |source: &str| texts_in(source).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
    assert_eq!(shown("fn f() { Span::raw(\"no match\"); }"), ["no match"]);
    assert_eq!(shown("fn f() { Line::from(format!(\" {n} sur {total}\")); }"), [" {n} sur {total}"]);
    assert_eq!(shown("const TITLE: &str = \"Aide\";"), ["Aide"]);
    assert_eq!(shown("fn f() { g!(h(&[\"Échap\"])); }"), ["Échap"]);
    assert_eq!(
        shown("fn f() { t(\"queue-empty\"); s(\" · \"); s(\"!!\"); format!(\"{left} {Right}\"); }"),
        [""; 0]
    );
    assert_eq!(
        shown("/// A doc.\n#[expect(x, reason = \"so it is\")]\nfn f() { tracing::debug!(\"drew it\"); }"),
        [""; 0]
    );
    assert_eq!(shown("#[cfg(test)] mod tests { const A: &str = \"A text\"; }"), [""; 0]);
}
