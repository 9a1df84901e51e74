//! From what people type to what the database answers.

use chrono::NaiveDate;

use super::{Bounds, Field, Filter, Matcher};
use crate::domain::amendment::Motive;
use crate::domain::convention::{FileState, SignatureState};
use crate::domain::filter::{Column, Op, Term};

/// The findings and internships of the filter language, in the database's words and in the lists' order.
const FINDINGS: [&str; 4] = ["blocking", "warning", "ok", "none"];
const INTERNSHIPS: [&str; 3] = ["to_come", "running", "ended"];

impl Filter {
    /// The terms for the database, on a day of the establishment.
    pub fn terms(&self, today: NaiveDate) -> Vec<Term> {
        self.terms
            .iter()
            .filter_map(|term| {
                let (column, op, value) = compile(&term.matcher, today)?;
                Some(Term { column, op, value, not: term.negated })
            })
            .collect()
    }
}

fn compile(matcher: &Matcher, today: NaiveDate) -> Option<(Column, Op, String)> {
    match matcher {
        Matcher::Word(word) => Some((Column::Words, words(word), word.clone())),
        Matcher::Text(field, text) => {
            let column = column(*field);
            let op = if column == Column::Words || column.code().ends_with("_key") {
                words(text)
            } else {
                Op::Has
            };
            Some((column, op, text.clone()))
        }
        Matcher::Number(field, test) => {
            let (low, high) = test.bounds();
            range(column(*field), low, high)
        }
        Matcher::Date(field, test) => days(column(*field), test.bounds(today)),
        Matcher::Age(field, test) => days(column(*field), test.bounds(today)),
        Matcher::Listed(field, place) => {
            let value = match field {
                Field::State => FileState::ALL.get(*place)?.code(),
                Field::Signature => SignatureState::ALL.get(*place)?.code(),
                Field::Finding => FINDINGS.get(*place)?,
                Field::Amends => Motive::ALL.get(*place)?.code(),
                _ => INTERNSHIPS.get(*place)?,
            };
            Some((column(*field), Op::Eq, value.to_owned()))
        }
    }
}

/// Under three letters a fragment would match half of everything: the word must begin so.
fn words(text: &str) -> Op {
    if text.chars().count() < 3 { Op::Begins } else { Op::Has }
}

fn days(column: Column, bounds: Bounds) -> Option<(Column, Op, String)> {
    range(column, bounds.from, bounds.to)
}

fn range<T: ToString + PartialEq>(
    column: Column,
    low: Option<T>,
    high: Option<T>,
) -> Option<(Column, Op, String)> {
    match (low, high) {
        (Some(low), Some(high)) if low == high => Some((column, Op::Eq, low.to_string())),
        (Some(low), Some(high)) => {
            Some((column, Op::Between, format!("{}..{}", low.to_string(), high.to_string())))
        }
        (Some(low), None) => Some((column, Op::Ge, low.to_string())),
        (None, Some(high)) => Some((column, Op::Le, high.to_string())),
        (None, None) => None,
    }
}

fn column(field: Field) -> Column {
    match field {
        Field::Number => Column::Number,
        Field::Student => Column::Student,
        Field::Host => Column::Organisation,
        Field::Etape => Column::Etape,
        Field::Centre => Column::Centre,
        Field::Ufr => Column::Composante,
        Field::Supervisor => Column::Supervisor,
        Field::Start => Column::Start,
        Field::End => Column::End,
        Field::Since => Column::Since,
        Field::State => Column::FileState,
        Field::Signature => Column::SignatureState,
        Field::Internship => Column::Internship,
        Field::Finding => Column::Finding,
        Field::Type => Column::Type,
        Field::Country => Column::CountryName,
        Field::Year => Column::Year,
        Field::Amends => Column::Amends,
        Field::Effective => Column::Effective,
        Field::Crosses => Column::Crosses,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::filter::parse;

    fn terms(text: &str) -> Vec<(Column, Op, String, bool)> {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let filter = parse(text, today).unwrap();
        filter.terms(today).into_iter().map(|t| (t.column, t.op, t.value, t.not)).collect()
    }

    #[test]
    fn words_and_fields_become_terms() {
        assert_eq!(terms("Bénali"), [(Column::Words, Op::Has, "benali".into(), false)]);
        assert_eq!(terms("li"), [(Column::Words, Op::Begins, "li".into(), false)]);
        assert_eq!(terms("-organisme:thales"), [(Column::Organisation, Op::Has, "thales".into(), true)]);
        assert_eq!(terms("état:à-corriger"), [(Column::FileState, Op::Eq, "to_correct".into(), false)]);
        assert_eq!(terms("contrôle:bloquant"), [(Column::Finding, Op::Eq, "blocking".into(), false)]);
        assert_eq!(terms("stage:terminé"), [(Column::Internship, Op::Eq, "ended".into(), false)]);
    }

    #[test]
    fn dates_and_numbers_become_bounds() {
        assert_eq!(terms("début:>=01/04/2026"), [(Column::Start, Op::Ge, "2026-04-01".into(), false)]);
        assert_eq!(
            terms("début:<7j"),
            [(Column::Start, Op::Between, "2026-03-02..2026-03-08".into(), false)]
        );
        assert_eq!(terms("n°:28413"), [(Column::Number, Op::Eq, "28413".into(), false)]);
        assert_eq!(terms("depuis:>10j"), [(Column::Since, Op::Le, "2026-02-19".into(), false)]);
    }
}
