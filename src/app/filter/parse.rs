//! Reading a filter. Nothing a person can type makes it fail badly: what is wrong is named with its place.

use std::ops::Range;

use chrono::NaiveDate;

use super::date::{AgeTest, DatePoint, Span};
use super::field::{Field, FieldKind, listed};
use super::{Comparison, Filter, Matcher, Term, Test};
use crate::app::nearest::nearest;
use crate::domain::fold::fold;

/// What is wrong with a filter, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError {
    /// The bytes of the text concerned; both ends lie between characters.
    pub span: Range<usize>,
    /// What is wrong.
    pub kind: FilterErrorKind,
}

/// What is wrong with a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilterErrorKind {
    /// No field has this name.
    UnknownField {
        /// The name written.
        found: String,
        /// The nearest one that exists.
        nearest: Option<String>,
    },
    /// The field's list has no such word.
    UnknownWord {
        /// The field.
        field: Field,
        /// The word written.
        found: String,
        /// The nearest one that exists.
        nearest: Option<String>,
    },
    /// Nothing follows the colon.
    NoValue(Field),
    /// A date was expected.
    NoDate(Field, String),
    /// A number of days, or a date, was expected.
    NoAge(Field, String),
    /// A number was expected.
    NoNumber(Field, String),
}

impl FilterError {
    /// Whether the person may simply not have finished typing.
    pub fn is_incomplete(&self, text: &str) -> bool {
        self.span.end == text.trim_end().len() && !matches!(self.kind, FilterErrorKind::UnknownField { .. })
    }
}

/// One term as it is written: a sign, the text before the first colon outside quotes, and the rest.
struct Raw {
    span: Range<usize>,
    negated: bool,
    field: Option<(Range<usize>, String)>,
    value: String,
    value_span: Range<usize>,
}

/// Reads a filter. `today` settles the year of `15/04`.
pub fn parse(text: &str, today: NaiveDate) -> Result<Filter, FilterError> {
    let mut terms = Vec::new();
    for raw in split(text) {
        let matcher = match &raw.field {
            Some((span, name)) => {
                let field = Field::named(name).ok_or_else(|| unknown_field(span.clone(), name))?;
                let span = if raw.value.trim().is_empty() { raw.span } else { raw.value_span };
                value(field, &raw.value, today).map_err(|kind| FilterError { span, kind })?
            }
            None => match fold(&raw.value) {
                word if word.is_empty() => continue,
                word => Matcher::Word(word),
            },
        };
        terms.push(Term { negated: raw.negated, matcher });
    }
    Ok(Filter { terms })
}

fn unknown_field(span: Range<usize>, found: &str) -> FilterError {
    let names = Field::ALL.iter().flat_map(|field| field.names());
    let nearest = nearest(found, names).map(str::to_owned);
    FilterError { span, kind: FilterErrorKind::UnknownField { found: found.to_owned(), nearest } }
}

/// Cuts a text at the white space outside quotes. A quote that is never closed ends with the text.
fn split(text: &str) -> Vec<Raw> {
    let mut raws = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some(&(start, first)) = chars.peek() {
        if first.is_whitespace() {
            chars.next();
            continue;
        }
        let negated = first == '-';
        if negated {
            chars.next();
        }
        let mut raw =
            Raw { span: start..text.len(), negated, field: None, value: String::new(), value_span: 0..0 };
        let mut value_start = start + usize::from(negated);
        let (mut open, mut was_quoted) = (false, false);
        let mut end = text.len();
        while let Some(&(at, c)) = chars.peek() {
            if !open && c.is_whitespace() {
                end = at;
                break;
            }
            chars.next();
            match c {
                // A doubled quote inside quotes is a quote.
                '"' if open && chars.next_if(|&(_, next)| next == '"').is_some() => raw.value.push('"'),
                '"' => {
                    open = !open;
                    was_quoted = true;
                }
                ':' if !open && !was_quoted && raw.field.is_none() && !raw.value.is_empty() => {
                    raw.field = Some((value_start..at, std::mem::take(&mut raw.value)));
                    value_start = at + 1;
                }
                c => raw.value.push(c),
            }
        }
        raw.span.end = end;
        raw.value_span = value_start..end;
        raws.push(raw);
    }
    raws
}

fn value(field: Field, text: &str, today: NaiveDate) -> Result<Matcher, FilterErrorKind> {
    let found = || text.trim().to_owned();
    let folded = fold(text);
    if folded.is_empty() {
        return Err(FilterErrorKind::NoValue(field));
    }
    match field.kind() {
        FieldKind::Text => Ok(Matcher::Text(field, folded)),
        FieldKind::Number => test(text, |n| n.parse().ok())
            .map(|test| Matcher::Number(field, test))
            .ok_or_else(|| FilterErrorKind::NoNumber(field, found())),
        FieldKind::Date => test(text, |t| DatePoint::read(t, today))
            .map(|test| Matcher::Date(field, test))
            .ok_or_else(|| FilterErrorKind::NoDate(field, found())),
        FieldKind::Age => test(text, |t| Span::read(t, t.len() < 4))
            .map(AgeTest::Age)
            .or_else(|| test(text, |t| DatePoint::read(t, today)).map(AgeTest::Date))
            .map(|test| Matcher::Age(field, test))
            .ok_or_else(|| FilterErrorKind::NoAge(field, found())),
        FieldKind::Listed(words) => {
            listed(words, text).map(|place| Matcher::Listed(field, place)).ok_or_else(|| {
                let names = words.iter().flat_map(|&(fr, en)| [fr, en]);
                let nearest = nearest(text, names).map(str::to_owned);
                FilterErrorKind::UnknownWord { field, found: found(), nearest }
            })
        }
    }
}

/// Reads `5`, `>5`, `5..9`, `5..`, `..9`.
fn test<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Test<T>> {
    let text = text.trim();
    if let Some((from, to)) = text.split_once("..") {
        let end = |text: &str| match text.trim() {
            "" => Some(None),
            text => read(text).map(Some),
        };
        return match (end(from)?, end(to)?) {
            (None, None) => None,
            (from, to) => Some(Test::Range(from, to)),
        };
    }
    let (comparison, rest) = Comparison::SIGNS
        .iter()
        .find_map(|&(sign, comparison)| Some((comparison, text.strip_prefix(sign)?)))
        .unwrap_or((Comparison::Equal, text));
    read(rest.trim()).map(|value| Test::Compare(comparison, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::filter::{Bounds, STATES, Unit};
    use crate::i18n::{Lang, Texts};
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        "2026-02-27".parse().expect("a date")
    }

    fn one(text: &str) -> Term {
        let filter = parse(text, today()).unwrap_or_else(|e| panic!("{text}: {e:?}"));
        assert_eq!(filter.terms.len(), 1, "{text}");
        filter.terms.into_iter().next().expect("one term")
    }

    fn bounds(text: &str) -> (String, String) {
        let show = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        let Bounds { from, to } = match one(text).matcher {
            Matcher::Date(_, test) => test.bounds(today()),
            Matcher::Age(_, test) => test.bounds(today()),
            other => panic!("{text}: {other:?}"),
        };
        (show(from), show(to))
    }

    #[test]
    fn words_fields_quotes_and_negation() {
        let word = |negated, text: &str| Term { negated, matcher: Matcher::Word(text.into()) };
        assert_eq!(one("Inès"), word(false, "ines"));
        assert_eq!(one("-\"Jean  Paul\""), word(true, "jean paul"));
        assert_eq!(one("\"a:b\""), word(false, "a:b"));
        assert_eq!(one("\"dit \"\"Jo\"\"\""), word(false, "dit \"jo\""));
        assert_eq!(one("\"jamais fermé"), word(false, "jamais ferme"));
        assert_eq!(one("ETUDIANT:Benali").matcher, Matcher::Text(Field::Student, "benali".into()));
        assert_eq!(
            one("-host:\"Mairie de Gap\"").matcher,
            Matcher::Text(Field::Host, "mairie de gap".into())
        );
        assert_eq!(
            one("n°:28413").matcher,
            Matcher::Number(Field::Number, Test::Compare(Comparison::Equal, 28413))
        );
        assert_eq!(one("id:1..9").matcher, Matcher::Number(Field::Number, Test::Range(Some(1), Some(9))));
        assert_eq!(one("état:\"à corriger\"").matcher, Matcher::Listed(Field::State, 2));
        assert_eq!(one("state:validated").matcher, Matcher::Listed(Field::State, STATES.len() - 2));
        assert_eq!(parse("  thales -gap début:<7j ", today()).map(|f| f.terms.len()), Ok(3));
        assert_eq!(parse(" - \"\" ", today()), Ok(Filter::default()));
    }

    #[test]
    fn dates_are_compared_as_people_say_them() {
        for (text, from, to) in [
            ("début:>=01/03/2026", "2026-03-01", ""),
            ("début:2026-03-01", "2026-03-01", "2026-03-01"),
            ("début:03/2026", "2026-03-01", "2026-03-31"),
            ("début:>03/2026", "2026-04-01", ""),
            ("début:<2026", "", "2025-12-31"),
            ("début:<7j", "2026-02-27", "2026-03-05"),
            ("début:>7j", "2026-03-07", ""),
            ("début:>-7j", "2026-02-21", "2026-02-27"),
            ("fin:demain", "2026-02-28", "2026-02-28"),
            ("fin:03/2026..15/05", "2026-03-01", "2026-05-15"),
            ("fin:-7j..", "2026-02-20", ""),
            ("start:..2026", "", "2026-12-31"),
            ("depuis:>10j", "", "2026-02-16"),
            ("depuis:<=2sem", "2026-02-13", ""),
            ("depuis:10", "2026-02-17", "2026-02-17"),
            ("depuis:5j..10j", "2026-02-17", "2026-02-22"),
            ("since:>=01/02/2026", "2026-02-01", ""),
        ] {
            assert_eq!(bounds(text), (from.to_owned(), to.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        for (text, piece, sentence) in [
            (
                "thales etudaint:x",
                "etudaint",
                "Aucun champ ne s’appelle « etudaint ». Vouliez-vous dire « étudiant » ?",
            ),
            ("début:", "début:", "Il manque une valeur après « début: »."),
            (
                "état:valdée gap",
                "valdée",
                "« état » ne connaît pas « valdée ». Vouliez-vous dire « validée » ?",
            ),
            (
                "x n°:abc",
                "abc",
                "« n° » attend un nombre, par exemple 28413, >28000 ou 28000..29000, et non « abc ».",
            ),
        ] {
            let error = parse(text, today()).expect_err(text);
            assert_eq!(&text[error.span.clone()], piece);
            assert_eq!(error.text(Texts::of(Lang::Fr)).replace('\u{a0}', " "), sentence);
        }
        let error = parse("début:31/02/2026", today()).expect_err("no such day");
        assert_eq!(error.kind, FilterErrorKind::NoDate(Field::Start, "31/02/2026".into()));
        assert!(parse("x début:>0", today()).expect_err("half a date").is_incomplete("x début:>0"));
        assert!(!parse("début:>0 x", today()).expect_err("a slip").is_incomplete("début:>0 x"));
    }

    fn any_point() -> impl Strategy<Value = DatePoint> {
        let day = (1950..=2150i32, 1..=12u32, 1..=28u32)
            .prop_map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).expect("a date"));
        let first = |day: NaiveDate| chrono::Datelike::with_day(&day, 1).expect("a first day");
        prop_oneof![
            day.clone().prop_map(DatePoint::Day),
            day.clone().prop_map(move |d| DatePoint::Month(first(d))),
            day.prop_map(move |d| DatePoint::Year(
                chrono::Datelike::with_month(&first(d), 1).expect("January")
            )),
            any_span(-36_500).prop_map(DatePoint::Distance),
        ]
    }

    fn any_span(least: i32) -> impl Strategy<Value = Span> {
        let units = proptest::sample::select(vec![Unit::Day, Unit::Week, Unit::Month, Unit::Year]);
        (least..=36_500, units).prop_map(|(count, unit)| Span { count, unit })
    }

    fn any_test<T: Copy + std::fmt::Debug + 'static>(
        value: impl Strategy<Value = T> + Clone + 'static,
    ) -> impl Strategy<Value = Test<T>> {
        let comparison = proptest::sample::select(vec![
            Comparison::Equal,
            Comparison::Less,
            Comparison::LessOrEqual,
            Comparison::Greater,
            Comparison::GreaterOrEqual,
        ]);
        prop_oneof![
            (comparison, value.clone()).prop_map(|(c, v)| Test::Compare(c, v)),
            (value.clone(), proptest::option::of(value.clone())).prop_map(|(a, b)| Test::Range(Some(a), b)),
            value.prop_map(|b| Test::Range(None, Some(b))),
        ]
    }

    fn any_matcher() -> impl Strategy<Value = Matcher> {
        let text = || "\\PC{1,12}".prop_map(|t| fold(&t)).prop_filter("not empty", |t| !t.is_empty());
        let fields = |wanted: fn(FieldKind) -> bool| {
            proptest::sample::select(
                Field::ALL.iter().copied().filter(|f| wanted(f.kind())).collect::<Vec<_>>(),
            )
        };
        let listed = fields(|k| matches!(k, FieldKind::Listed(_))).prop_flat_map(|field| {
            let FieldKind::Listed(words) = field.kind() else { panic!("a list") };
            (0..words.len()).prop_map(move |place| Matcher::Listed(field, place))
        });
        prop_oneof![
            text().prop_map(Matcher::Word),
            (fields(|k| k == FieldKind::Text), text()).prop_map(|(f, t)| Matcher::Text(f, t)),
            any_test(0..i64::MAX).prop_map(|t| Matcher::Number(Field::Number, t)),
            (fields(|k| k == FieldKind::Date), any_test(any_point().boxed()))
                .prop_map(|(f, t)| Matcher::Date(f, t)),
            any_test(any_span(0).boxed()).prop_map(|t| Matcher::Age(Field::Since, AgeTest::Age(t))),
            listed,
        ]
    }

    proptest! {
        #[test]
        fn a_filter_reads_back_from_its_text(
            terms in proptest::collection::vec(
                (any::<bool>(), any_matcher()).prop_map(|(negated, matcher)| Term { negated, matcher }), 0..5)
        ) {
            let filter = Filter { terms };
            for lang in Lang::ALL {
                prop_assert_eq!(parse(&filter.text(lang), today()), Ok(filter.clone()), "{}", filter.text(lang));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*", words in "([a-zé°]{0,4}:?[-<>=\"./0-9j]{0,6} ?){0,4}") {
            for text in [text, words] {
                match parse(&text, today()) {
                    Ok(filter) => for term in &filter.terms {
                        match &term.matcher {
                            Matcher::Date(_, test) => { test.bounds(today()); }
                            Matcher::Age(_, test) => { test.bounds(today()); }
                            _ => {}
                        }
                    },
                    Err(error) => {
                        prop_assert!(text.get(error.span.clone()).is_some());
                        prop_assert!(!error.text(Texts::of(Lang::Fr)).is_empty());
                    }
                }
            }
        }
    }
}
