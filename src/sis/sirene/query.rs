//! What SIRENE is asked, in Lucene's language. Whatever a person types is taken as words to be found, never as part of
//! the language: a query is always the same conjunction of fields.

use super::super::text::tidy;
use crate::domain::fold::fold;
use crate::domain::organisation::siret::Siret;

/// Establishments of one answer at most.
const LARGEST: u16 = 1000;

/// The establishments that are open. The field has a history: without a date it would also be found in the past.
const OPEN: &str = "periode(etatAdministratifEtablissement:A)";

/// What a person looks for. What is empty narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Words of the name, each as it begins.
    pub name: String,
    /// Words of the town, each as it begins.
    pub town: String,
    /// Postal code, or its first digits.
    pub postal_code: String,
    /// Number of the company, or its first digits.
    pub siren: String,
    /// Only establishments that are open.
    pub only_active: bool,
}

/// Where to read on, and how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// As the answer before named it.
    pub(super) cursor: String,
    /// Establishments on it.
    pub(super) size: u16,
}

impl Page {
    /// The first page, of so many establishments; 1000 at most.
    pub fn first(size: u16) -> Self {
        Self { cursor: "*".to_owned(), size: size.clamp(1, LARGEST) }
    }

    /// The page at this cursor, or the first, of so many establishments; 1000 at most.
    pub fn at(cursor: Option<&str>, size: u16) -> Self {
        let first = Self::first(size);
        cursor.map(|cursor| first.after(cursor)).unwrap_or(first)
    }

    /// What an answer named it.
    pub fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The page that follows, of the same size.
    pub(super) fn after(&self, cursor: &str) -> Self {
        Self { cursor: cursor.to_owned(), size: self.size }
    }
}

impl Search {
    /// The query; nothing when nothing is looked for.
    pub fn query(&self) -> Option<String> {
        let mut clauses = Vec::new();
        for (field, text) in [("raisonSociale", &self.name), ("libelleCommuneEtablissement", &self.town)] {
            clauses.extend(words(text).iter().map(|word| format!("{field}:{}*", escaped(word))));
        }
        for (field, text, length) in
            [("codePostalEtablissement", &self.postal_code, 5), ("siren", &self.siren, 9)]
        {
            let digits: String = text.chars().filter(char::is_ascii_digit).take(length).collect();
            if !digits.is_empty() {
                let rest = if digits.len() < length { "*" } else { "" };
                clauses.push(format!("{field}:{digits}{rest}"));
            }
        }
        if clauses.is_empty() {
            return None;
        }
        if self.only_active {
            clauses.push(OPEN.to_owned());
        }
        Some(clauses.join(" AND "))
    }
}

/// These establishments.
pub(super) fn any_of(sirets: &[Siret]) -> String {
    let numbers: Vec<&str> = sirets.iter().map(Siret::as_str).collect();
    format!("siret:({})", numbers.join(" OR "))
}

/// The words of a text as the register writes them, without accents; initials only where there is nothing else.
fn words(text: &str) -> Vec<String> {
    let folded = fold(&tidy(text));
    // `<` and `>` begin ranges in some dialects of Lucene, and no backslash helps there.
    let apart = |sign: char| sign.is_whitespace() || matches!(sign, '\'' | '’' | '‘' | 'ʼ' | '<' | '>');
    let letters = |word: &&str| word.chars().filter(|sign| sign.is_alphanumeric()).count();
    let all: Vec<&str> = folded.split(apart).filter(|word| letters(word) > 0).collect();
    let least = if all.iter().any(|word| letters(word) > 1) { 2 } else { 1 };
    all.into_iter().filter(|word| letters(word) >= least).map(str::to_owned).collect()
}

/// The word with a backslash before all that could mean something: in Lucene it takes any sign as itself.
fn escaped(word: &str) -> String {
    let mut escaped = String::with_capacity(word.len());
    for sign in word.chars() {
        if sign.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(sign);
    }
    escaped
}
