//! The filter language: words, `champ:valeur`, quotes, `-` to negate, dates and numbers compared or in a range.
//!
//! A filter is read into a plain tree ([`Filter`]) that the store turns into SQL and that prints back as text; every
//! text in it is folded, as the database's own search columns are.

mod compile;
mod date;
mod field;
mod parse;

use std::fmt;

pub use date::{AgeTest, Bounds, DatePoint, Span, Unit};
pub use field::{FINDINGS, Field, FieldKind, INTERNSHIPS, SIGNATURES, STATES, Word};
pub use parse::{FilterError, FilterErrorKind, parse};

use crate::i18n::{Lang, Texts};

/// A filter: every term must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The terms, in the order they were written.
    pub terms: Vec<Term>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whether it must not hold.
    pub negated: bool,
    /// What is looked for.
    pub matcher: Matcher,
}

/// What a term looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matcher {
    /// A word or a quoted phrase, folded, anywhere in the searchable fields.
    Word(String),
    /// Words in one field, folded.
    Text(Field, String),
    /// A number.
    Number(Field, Test<i64>),
    /// A date.
    Date(Field, Test<DatePoint>),
    /// How long ago.
    Age(Field, AgeTest),
    /// One word of the field's list, by its place in it.
    Listed(Field, usize),
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The same.
    Equal,
    /// Before, below.
    Less,
    /// Up to and including.
    LessOrEqual,
    /// After, above.
    Greater,
    /// From and including.
    GreaterOrEqual,
}

impl Comparison {
    /// Longest signs first, so that `<=` is not read as `<`.
    const SIGNS: [(&str, Self); 5] = [
        ("<=", Self::LessOrEqual),
        (">=", Self::GreaterOrEqual),
        ("<", Self::Less),
        (">", Self::Greater),
        ("=", Self::Equal),
    ];

    fn sign(self) -> &'static str {
        match self {
            Self::Equal => "",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

/// A condition on something that has an order. At least one end of a range is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test<T> {
    /// `5`, `>5`, `<=5`.
    Compare(Comparison, T),
    /// `5..9`, `5..`, `..9`, both ends included.
    Range(Option<T>, Option<T>),
}

impl<T: Copy> Test<T> {
    fn text(&self, show: impl Fn(T) -> String) -> String {
        let end = |value: &Option<T>| value.map(&show).unwrap_or_default();
        match self {
            Self::Compare(comparison, value) => format!("{}{}", comparison.sign(), show(*value)),
            Self::Range(from, to) => format!("{}..{}", end(from), end(to)),
        }
    }
}

impl Test<i64> {
    /// The numbers this test lets through, both ends included.
    pub fn bounds(&self) -> (Option<i64>, Option<i64>) {
        match *self {
            Self::Compare(Comparison::Equal, n) => (Some(n), Some(n)),
            Self::Compare(Comparison::Less, n) => (None, Some(n.saturating_sub(1))),
            Self::Compare(Comparison::LessOrEqual, n) => (None, Some(n)),
            Self::Compare(Comparison::Greater, n) => (Some(n.saturating_add(1)), None),
            Self::Compare(Comparison::GreaterOrEqual, n) => (Some(n), None),
            Self::Range(from, to) => (from, to),
        }
    }
}

impl Filter {
    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The filter as text in a language; either reads back as the same filter.
    pub fn text(&self, lang: Lang) -> String {
        self.terms.iter().map(|term| term.text(lang)).collect::<Vec<_>>().join(" ")
    }

    /// The filter as it is kept: names and dates that a desk in either language reads back.
    pub fn stored(&self) -> String {
        self.text(Lang::En)
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::Fr))
    }
}

impl Term {
    fn text(&self, lang: Lang) -> String {
        let (field, value) = match &self.matcher {
            Matcher::Word(word) => (None, quoted(word)),
            Matcher::Text(field, text) => (Some(field), quoted(text)),
            Matcher::Number(field, test) => (Some(field), test.text(|n| n.to_string())),
            Matcher::Date(field, test) => (Some(field), test.text(|point| point.text(lang))),
            Matcher::Age(field, AgeTest::Age(test)) => (Some(field), test.text(|span| span.text(lang))),
            Matcher::Age(field, AgeTest::Date(test)) => (Some(field), test.text(|point| point.text(lang))),
            Matcher::Listed(field, place) => {
                let word = match field.kind() {
                    FieldKind::Listed(words) => words.get(*place).copied(),
                    _ => None,
                };
                let (fr, en) = word.unwrap_or_default();
                (Some(field), if lang == Lang::Fr { fr } else { en }.to_owned())
            }
        };
        let sign = if self.negated { "-" } else { "" };
        match field {
            Some(field) => format!("{sign}{}:{value}", field.name(lang)),
            None => format!("{sign}{value}"),
        }
    }
}

/// Quotes a text where it would not read back as one word; a quote inside is doubled.
fn quoted(text: &str) -> String {
    let plain = !text.is_empty() && !text.starts_with('-') && !text.contains([' ', ':', '"']);
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

impl FilterError {
    /// One sentence that says what is wrong, what was expected, and the nearest valid name.
    pub fn text(&self, texts: Texts) -> String {
        let lang = texts.lang();
        let guess = |nearest: &Option<String>| {
            nearest.as_ref().map_or_else(String::new, |name| {
                texts.format("did-you-mean", &[("name", name.as_str().into())])
            })
        };
        let sentence = match &self.kind {
            FilterErrorKind::UnknownField { found, nearest } => {
                let text = texts.format("filter-error-field", &[("found", found.as_str().into())]);
                return text + &guess(nearest);
            }
            FilterErrorKind::UnknownWord { field, found, nearest } => {
                let args = [("field", field.name(lang).into()), ("found", found.as_str().into())];
                return texts.format("filter-error-word", &args) + &guess(nearest);
            }
            FilterErrorKind::NoValue(field) => ("filter-error-empty", *field, ""),
            FilterErrorKind::NoDate(field, found) => ("filter-error-date", *field, found.as_str()),
            FilterErrorKind::NoAge(field, found) => ("filter-error-age", *field, found.as_str()),
            FilterErrorKind::NoNumber(field, found) => ("filter-error-number", *field, found.as_str()),
        };
        let (id, field, found) = sentence;
        texts.format(id, &[("field", field.name(lang).into()), ("found", found.into())])
    }
}
