//! What people read lives in the `.ftl` files: the views hold no sentence and no word of their own, the application no
//! sentence.

use std::collections::BTreeSet;

use guichet::i18n::Lang;
use proc_macro2::{Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::sources::{self, only_in_tests, refuse};
use super::texts::ftl::offered;

/// Files that may hold text, each with its reason.
const EXCEPTIONS: [(&str, &str); 1] = [(
    "src/app/keymap/when.rs",
    "what is wrong with a condition, for the log: `words::faults` says it in the person's language",
)];

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
    fn take(&mut self, span: Span, text: &str) {
        self.found.push((span.start().line, text.to_owned()));
    }

    fn scan(&mut self, tokens: TokenStream) {
        let mut attribute = false;
        for token in tokens {
            // What follows `#` is for the compiler and the documentation.
            let skipped = std::mem::replace(
                &mut attribute,
                matches!(&token, TokenTree::Punct(p) if p.as_char() == '#'),
            );
            match token {
                TokenTree::Group(_) if skipped => {}
                TokenTree::Group(group) => self.scan(group.stream()),
                TokenTree::Literal(literal) => {
                    if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                        self.take(literal.span(), &text.value());
                    }
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }
}

/// What a format shows of itself: not what stands in its braces.
fn outside_braces(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|letter| {
            match letter {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

/// Two words.
fn reads_as_sentence(text: &str) -> bool {
    outside_braces(text).split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count() > 1
}

/// A word: the cross of a box that is ticked is none.
fn has_a_word(text: &str) -> bool {
    outside_braces(text).split(|letter: char| !letter.is_alphabetic()).any(|word| word.chars().count() > 1)
}

/// Letters with a space, or a word that begins with a capital.
fn reads_as_text(text: &str) -> bool {
    let shown = outside_braces(text);
    let spaced = shown.contains(char::is_whitespace) && shown.contains(char::is_alphabetic);
    let capital = shown.split(|letter: char| !letter.is_alphabetic()).any(|word| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some()
    });
    spaced || capital
}

impl<'ast> Visit<'ast> for Texts {
    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.take(text.span(), &text.value());
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let name = call.path.segments.last().map(|segment| segment.ident.to_string());
        if !name.is_some_and(|name| NOT_SHOWN.contains(&name.as_str())) {
            self.scan(call.tokens.clone());
        }
    }

    fn visit_pat(&mut self, pattern: &'ast syn::Pat) {
        // What is only compared is not shown.
        if !matches!(pattern, syn::Pat::Lit(_)) {
            visit::visit_pat(self, pattern);
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

fn literals_in(source: &str) -> Vec<(usize, String)> {
    let mut texts = Texts::default();
    texts.visit_file(&syn::parse_file(source).unwrap());
    texts.found
}

fn texts_under(folder: &str, is_text: impl Fn(&str) -> bool) -> Vec<String> {
    sources::files(folder, "rs")
        .into_iter()
        .filter(|source| !sources::is_test_file(&source.path))
        .filter(|source| !EXCEPTIONS.iter().any(|(path, _)| *path == source.path))
        .flat_map(|source| {
            let texts = literals_in(&source.text).into_iter().filter(|(_, text)| is_text(text));
            texts.map(|(line, text)| format!("{}:{line}: {text:?}", source.path)).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn views_hold_no_text_of_their_own() {
    let offered = offered(Lang::Fr);
    // The name of a text, or of a variable that it takes.
    let names: BTreeSet<&String> = offered.keys().chain(offered.values().flatten()).collect();
    let found = texts_under("src/ui", |text| {
        reads_as_text(text) || (has_a_word(text) && !names.contains(&text.to_owned()))
    });
    refuse("Text shown to people belongs in src/i18n/*.ftl:", &found);
}

#[test]
fn the_application_holds_no_sentence() {
    refuse("Text shown to people belongs in src/i18n/*.ftl:", &texts_under("src/app", reads_as_sentence));
}

#[test]
fn a_sentence_or_a_capital_is_text_and_a_glyph_is_not() {
    let shown = |source: &str| {
        let texts = literals_in(source).into_iter().map(|(_, text)| text);
        texts.filter(|text| reads_as_text(text)).collect::<Vec<_>>()
    };
    assert_eq!(shown("fn f() { Span::raw(\"no match\"); }"), ["no match"]);
    assert_eq!(shown("fn f() { Line::from(format!(\" {n} sur {total}\")); }"), [" {n} sur {total}"]);
    assert!(has_a_word("oui") && !has_a_word("[x]") && !has_a_word("{count} !!"));
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
    assert_eq!(shown("m! { /// A doc.\n A = f(\"No match\") }"), ["No match"]);
    assert_eq!(shown("#[cfg(test)] mod tests { const A: &str = \"A text\"; }"), [""; 0]);
}
