//! The widgets are reusable: no word of the field stands among their names.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;

use super::sources::{self, refuse};

const WORDS: [&str; 22] = [
    "convention",
    "student",
    "amendment",
    "centre",
    "organisation",
    "organization",
    "internship",
    "intern",
    "trainee",
    "supervisor",
    "teacher",
    "tutor",
    "enrolment",
    "clerk",
    "auditor",
    "gratification",
    "siret",
    "siren",
    "establishment",
    "university",
    "nomenclature",
    "signatory",
];

/// The words of a name: `StudentRow` and `student_rows` both hold `student`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_lower = false;
    for letter in name.chars() {
        if letter == '_' || (letter.is_uppercase() && after_lower) {
            words.push(String::new());
        }
        after_lower = letter.is_lowercase();
        if letter != '_' {
            words.last_mut().into_iter().for_each(|word| word.extend(letter.to_lowercase()));
        }
    }
    words.into_iter().map(|word| word.strip_suffix('s').map_or(word.clone(), str::to_owned)).collect()
}

fn domain_names(tokens: TokenStream, found: &mut Vec<(usize, String)>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => domain_names(group.stream(), found),
            TokenTree::Ident(ident) => {
                let name = ident.unraw().to_string();
                if words(&name).iter().any(|word| WORDS.contains(&word.as_str())) {
                    found.push((ident.span().start().line, name));
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn names_in(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    domain_names(text.parse().unwrap(), &mut found);
    found
}

#[test]
fn widgets_name_no_domain_word() {
    let sources = sources::files("widgets/src", "rs");
    assert!(!sources.is_empty(), "widgets/src was not found");
    let found: Vec<String> = sources
        .iter()
        .flat_map(|source| names_in(&source.text).into_iter().map(|(line, name)| (&source.path, line, name)))
        .map(|(path, line, name)| format!("{path}:{line}: {name}"))
        .collect();
    refuse("widgets/ names no domain word:", &found);
}

#[test]
fn a_domain_word_is_found_in_any_case_and_number() {
    let names = |text: &str| names_in(text).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    assert_eq!(names("struct StudentRow;"), ["StudentRow"]);
    assert_eq!(names("fn f() { let open_conventions = g!(CENTRES); }"), ["open_conventions", "CENTRES"]);
    assert_eq!(names("/// A student.\nfn internal() { Alignment::Center; interned(); }"), [""; 0]);
}
