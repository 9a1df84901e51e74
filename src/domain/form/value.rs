//! The value of a field, as the database gives and takes it.

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{Error, IntoDeserializer, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// A value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing.
    #[default]
    Null,
    /// Yes or no.
    Flag(bool),
    /// A whole number: what a reference is.
    Whole(i64),
    /// A text, a code, a date; a decimal that is to keep its digits.
    Text(String),
    /// A decimal.
    Number(Decimal),
    /// Several values.
    List(Vec<Value>),
}

impl Value {
    /// Whether there is none.
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Yes or no, if it says so.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Flag(yes) => Some(*yes),
            _ => None,
        }
    }

    /// The number of a reference, if it is one.
    pub fn as_id(&self) -> Option<i32> {
        match self {
            Self::Whole(id) => i32::try_from(*id).ok(),
            _ => None,
        }
    }

    /// The day, if it is one.
    pub fn as_day(&self) -> Option<NaiveDate> {
        self.as_str()?.parse().ok()
    }

    /// The decimal, however it is written.
    pub fn as_decimal(&self) -> Option<Decimal> {
        match self {
            Self::Whole(number) => Some((*number).into()),
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.parse().ok(),
            Self::Null | Self::Flag(_) | Self::List(_) => None,
        }
    }

    /// The values in it; none if it is no list.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The value at a place of a list.
    pub fn item(&self, place: usize) -> &Self {
        self.items().get(place).unwrap_or(&Self::Null)
    }
}

/// By hand: an untagged enumeration keeps a copy of what it reads and tries each variant in turn, with a message for each
/// that it is not.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("nothing, yes or no, a number, a text or a list of them")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Value, E> {
        Ok(Value::Flag(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Whole(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        match i64::try_from(number) {
            Ok(number) => Ok(Value::Whole(number)),
            Err(_) => Deserialize::deserialize(number.into_deserializer()).map(Value::Number),
        }
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Deserialize::deserialize(number.into_deserializer()).map(Value::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(items)).map(Value::List)
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Flag(yes)
    }
}

impl From<i32> for Value {
    fn from(id: i32) -> Self {
        Self::Whole(id.into())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<NaiveDate> for Value {
    fn from(day: NaiveDate) -> Self {
        Self::Text(day.to_string())
    }
}

impl From<Decimal> for Value {
    fn from(number: Decimal) -> Self {
        Self::Text(number.normalize().to_string())
    }
}

impl<const N: usize> From<[Self; N]> for Value {
    fn from(items: [Self; N]) -> Self {
        Self::List(items.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What reading is compared with.
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Untagged {
        Null,
        Flag(bool),
        Whole(i64),
        Text(String),
        Number(Decimal),
        List(Vec<Untagged>),
    }

    impl From<Untagged> for Value {
        fn from(read: Untagged) -> Self {
            match read {
                Untagged::Null => Self::Null,
                Untagged::Flag(yes) => Self::Flag(yes),
                Untagged::Whole(number) => Self::Whole(number),
                Untagged::Text(text) => Self::Text(text),
                Untagged::Number(number) => Self::Number(number),
                Untagged::List(items) => Self::List(items.into_iter().map(Self::from).collect()),
            }
        }
    }

    /// Reads a text both ways, from its letters and from what was made of them; says what it is, if it is one.
    fn read(json: &str) -> Option<Value> {
        let wanted = serde_json::from_str::<Untagged>(json).ok().map(Value::from);
        assert_eq!(serde_json::from_str::<Value>(json).ok(), wanted, "{json}");
        assert_eq!(serde_json::from_slice::<Value>(json.as_bytes()).ok(), wanted, "{json}");
        if let Ok(parsed) = serde_json::from_str::<serde_json::Value>(json) {
            let wanted = serde_json::from_value::<Untagged>(parsed.clone()).ok().map(Value::from);
            assert_eq!(Value::deserialize(&parsed).ok(), wanted, "{json}");
            assert_eq!(serde_json::from_value::<Value>(parsed).ok(), wanted, "{json}");
        }
        wanted
    }

    #[test]
    fn values_are_read_as_what_they_are() {
        let number = |text: &str| Some(Value::Number(text.parse().unwrap()));
        assert_eq!(read("null"), Some(Value::Null));
        assert_eq!(read("true"), Some(Value::Flag(true)));
        assert_eq!(read("-9223372036854775808"), Some(Value::Whole(i64::MIN)));
        assert_eq!(read("9223372036854775807"), Some(Value::Whole(i64::MAX)));
        assert_eq!(read("9223372036854775808"), number("9223372036854775808"));
        assert_eq!(read("18446744073709551615"), number("18446744073709551615"));
        assert_eq!(read("18446744073709551616"), number("18446744073709552000"));
        assert_eq!(read("-9223372036854775809"), number("-9223372036854776000"));
        assert_eq!(read("12.50"), number("12.5"));
        assert_eq!(read("1.0"), number("1"));
        assert_eq!(read("-0"), number("-0"));
        assert_eq!(read("0.1234567890123456789"), number("0.12345678901234568"));
        assert_eq!(read("1e28"), number("10000000000000000000000000000"));
        assert_eq!(read("1e30"), None, "more than a decimal holds");
        assert_eq!(read("1e999"), None);
        assert_eq!(read(r#""12.50""#), Some(Value::from("12.50")));
        assert_eq!(read(r#""l\u00e9ger\n""#), Some(Value::from("léger\n")));
        assert_eq!(read("[]"), Some(Value::List(Vec::new())));
        assert_eq!(
            read(r#"[1, [null, "a"], 2.5]"#),
            Some(Value::from([
                Value::Whole(1),
                Value::from([Value::Null, "a".into()]),
                Value::Number("2.5".parse().unwrap())
            ]))
        );
        assert_eq!(read("{}"), None);
        assert_eq!(read(r#"[1, {"from": 1}]"#), None);
        assert_eq!(read(r#"{"$serde_json::private::Number": "1"}"#), None);
        for json in ["", "[1", "[1,]", "nul", "1 2", "\"a"] {
            assert_eq!(read(json), None);
        }
        let deep = |lists: usize| "[".repeat(lists) + &"]".repeat(lists);
        assert!(read(&deep(100)).is_some());
        assert!(read(&deep(200)).is_none());
    }

    fn json() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("null".to_owned()),
            any::<bool>().prop_map(|yes| yes.to_string()),
            any::<i64>().prop_map(|number| number.to_string()),
            any::<u64>().prop_map(|number| number.to_string()),
            any::<i128>().prop_map(|number| number.to_string()),
            "-?(0|[1-9][0-9]{0,30})([.][0-9]{1,30})?([eE][+-]?[0-9]{1,3})?",
            any::<String>().prop_map(|text| serde_json::Value::from(text).to_string()),
            Just("{}".to_owned()),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                4 => prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
                1 => inner.prop_map(|item| format!(r#"{{"from": {item}}}"#)),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

        #[test]
        fn values_are_read_as_an_untagged_enumeration_reads_them(json in json()) {
            read(&json);
        }
    }
}
