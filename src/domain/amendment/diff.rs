//! What differs between two states of a file, field by field, with the distance where one can be told.

use rust_decimal::Decimal;

use crate::domain::form::{FIELDS, Field, FileForm, Kind, Value};

/// How far a new value lies from the old one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delta {
    /// Days.
    Days(i64),
    /// A number: hours, an amount of money.
    Number(Decimal),
    /// What a list gained and lost.
    List {
        /// Entries that are new.
        added: Vec<Value>,
        /// Entries that are gone.
        removed: Vec<Value>,
    },
}

/// A field whose value differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// The field.
    pub field: &'static Field,
    /// Its value before.
    pub from: Value,
    /// Its value after.
    pub to: Value,
    /// The distance, where both values are known and one can be told.
    pub delta: Option<Delta>,
}

/// What changes from one state of a file to another, in the order of its fields.
pub fn changes(before: &FileForm, after: &FileForm) -> Vec<Changed> {
    let is_readable =
        |field: &&Field| before.values.contains_key(field.code) && after.values.contains_key(field.code);
    FIELDS
        .iter()
        .filter(is_readable)
        .filter_map(|field| {
            let (from, to) = (before.value(field.code), after.value(field.code));
            (!is_same(from, to)).then(|| Changed {
                field,
                from: from.clone(),
                to: to.clone(),
                delta: delta(field.kind, from, to),
            })
        })
        .collect()
}

/// Whether two values say the same: a number is the same however many digits it is written with.
fn is_same(one: &Value, other: &Value) -> bool {
    if one == other {
        return true;
    }
    match (one, other) {
        (Value::Text(_), Value::Text(_)) => false,
        (Value::List(some), Value::List(others)) => {
            some.len() == others.len() && some.iter().zip(others).all(|(one, other)| is_same(one, other))
        }
        _ => one.as_decimal().is_some_and(|number| Some(number) == other.as_decimal()),
    }
}

fn delta(kind: Kind, from: &Value, to: &Value) -> Option<Delta> {
    Some(match kind {
        Kind::Day => Delta::Days((to.as_day()? - from.as_day()?).num_days()),
        Kind::Hours(_) | Kind::Amount | Kind::Decimal(_) | Kind::Number(_) => {
            Delta::Number(to.as_decimal()? - from.as_decimal()?)
        }
        Kind::Periods | Kind::Days | Kind::Weeks | Kind::Irregular | Kind::Codes(_) => {
            let lacking = |some: &Value, others: &Value| {
                let is_there = |entry: &&Value| others.items().iter().any(|other| is_same(entry, other));
                some.items().iter().filter(|entry| !is_there(entry)).cloned().collect()
            };
            Delta::List { added: lacking(to, from), removed: lacking(from, to) }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;

    /// The new value, made of the old one and the distance.
    fn applied(from: &Value, delta: &Delta) -> Value {
        match delta {
            Delta::Days(days) => (from.as_day().unwrap() + chrono::TimeDelta::days(*days)).into(),
            Delta::Number(number) => (from.as_decimal().unwrap() + number).into(),
            Delta::List { added, removed } => Value::List(
                from.items().iter().filter(|entry| !removed.contains(entry)).chain(added).cloned().collect(),
            ),
        }
    }

    fn sorted(value: &Value) -> Vec<String> {
        let mut entries: Vec<String> = value.items().iter().map(|entry| format!("{entry:?}")).collect();
        entries.sort();
        entries
    }

    fn a_day() -> impl Strategy<Value = Value> {
        (0_i32..4000)
            .prop_map(|offset| NaiveDate::from_num_days_from_ce_opt(739_000 + offset).unwrap().into())
    }

    fn periods() -> impl Strategy<Value = Value> {
        prop::collection::btree_map(0_i32..400, a_day(), 0..6).prop_map(|found| {
            Value::List(found.into_values().map(|day| Value::from([day.clone(), day])).collect())
        })
    }

    proptest! {
        #[test]
        fn the_distance_applied_to_the_old_value_gives_the_new(
            days in (a_day(), a_day()), cents in (0_i64..1_000_000, 0_i64..1_000_000), lists in (periods(), periods())
        ) {
            let amount = |cents: i64| Value::from(Decimal::new(cents, 2));
            let amounts = (amount(cents.0), amount(cents.1));
            for (kind, (from, to)) in [(Kind::Day, &days), (Kind::Amount, &amounts)] {
                let told = delta(kind, from, to).unwrap();
                prop_assert!(is_same(&applied(from, &told), to), "{told:?}");
            }
            // The same period twice is one.
            let once = |list: &Value| { let mut entries = sorted(list); entries.dedup(); entries };
            let told = delta(Kind::Periods, &lists.0, &lists.1).unwrap();
            prop_assert_eq!(once(&applied(&lists.0, &told)), once(&lists.1));
        }
    }

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        let read = |json: &str| serde_json::from_str::<Value>(json).unwrap();
        assert!(is_same(&read("35"), &read("35.00")));
        assert!(is_same(&read(r#"[["2026-03-02", ["7.00"]]]"#), &read(r#"[["2026-03-02", ["7.00"]]]"#)));
        assert!(!is_same(&read("null"), &read("0")));
        assert!(!is_same(&read(r#""38000""#), &read(r#""38000.0""#)), "a text is no number");
    }
}
