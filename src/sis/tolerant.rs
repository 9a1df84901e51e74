//! Reading answers whose contract is kept loosely: what is null is absent, what is a number may stand for a text, what
//! may be told several times may be told once. Only the shape is insisted on: a list is no object.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::text::given;

/// Years that a university year may begin in.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// How a day is written, from one answer to the next.
const DAYS: [&str; 3] = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"];

/// More than any credits or hours.
const LARGEST: Decimal = Decimal::from_parts(100_000, 0, 0, false, 0);

/// An object: a derived reader alone would take a list for one, field by field.
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = Object<T>;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(fields)).map(Object)
            }
        }
        deserializer.deserialize_map(Fields(PhantomData))
    }
}

/// A list of objects, those that are null left out.
pub(super) type Objects<T> = Option<Vec<Option<Object<T>>>>;

/// What is in it.
pub(super) fn objects<T>(list: Objects<T>) -> impl Iterator<Item = T> {
    list.into_iter().flatten().flatten().map(|Object(item)| item)
}

/// A text that may be absent, null, empty, a number or a truth; tidied.
#[derive(Debug, Default)]
pub(super) struct Text(pub(super) Option<String>);

/// A text that must be there.
#[derive(Debug)]
pub(super) struct Code(pub(super) String);

/// Texts, or only one.
#[derive(Debug, Default)]
pub(super) struct Texts(pub(super) Vec<String>);

impl Text {
    /// The text, by reference.
    pub(super) fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// The day that it tells.
    pub(super) fn day(&self) -> Option<NaiveDate> {
        let text = self.as_deref()?.get(..10)?;
        DAYS.iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok())
    }

    /// The amount that it tells.
    pub(super) fn amount(&self) -> Option<Decimal> {
        let amount = Decimal::from_str(&self.as_deref()?.replace(',', ".")).ok()?;
        (Decimal::ZERO..=LARGEST).contains(&amount).then(|| amount.normalize())
    }
}

/// The first civil year of the university year that a text tells: `2026`, `2026/2027`.
pub(super) fn year(text: &str) -> Option<i32> {
    let (year, rest) = text.split_at_checked(4)?;
    let is_whole = year.bytes().all(|digit| digit.is_ascii_digit())
        && !rest.starts_with(|sign: char| sign.is_ascii_alphanumeric());
    year.parse().ok().filter(|year| is_whole && YEARS.contains(year))
}

/// Reads one value, whatever it is, into a text.
struct Scalar;

impl<'de> Visitor<'de> for Scalar {
    type Value = Option<String>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a text")
    }
    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(given(Some(text)))
    }
    fn visit_bool<E: Error>(self, is_true: bool) -> Result<Self::Value, E> {
        Ok(Some(is_true.to_string()))
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(given(Some(&number.to_string())))
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Asking for what may be absent is what makes a missing field read as a null one.
        deserializer.deserialize_option(Scalar).map(Self)
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Scalar)?.map(Self).ok_or_else(|| D::Error::custom("empty"))
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Several;
        impl<'de> Visitor<'de> for Several {
            type Value = Texts;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("texts")
            }
            fn visit_none<E: Error>(self) -> Result<Texts, E> {
                Ok(Texts::default())
            }
            fn visit_unit<E: Error>(self) -> Result<Texts, E> {
                Ok(Texts::default())
            }
            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Texts, D::Error> {
                deserializer.deserialize_any(self)
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Texts, E> {
                Ok(Texts(given(Some(text)).into_iter().collect()))
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Texts, E> {
                Ok(Texts(vec![number.to_string()]))
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<Texts, E> {
                Ok(Texts(vec![number.to_string()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Texts, A::Error> {
                let mut all = Vec::new();
                while let Some(Text(text)) = items.next_element()? {
                    all.extend(text);
                }
                Ok(Texts(all))
            }
        }
        deserializer.deserialize_option(Several)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;

    #[derive(Deserialize)]
    struct Sample {
        text: Text,
        texts: Texts,
        objects: Objects<Sample>,
    }

    fn sample(value: Value) -> Option<Sample> {
        serde_json::from_value::<Object<Sample>>(value).ok().map(|Object(sample)| sample)
    }

    fn text(value: &Value) -> Option<String> {
        sample(json!({ "text": value })).unwrap().text.0
    }

    #[test]
    fn a_text_may_be_any_single_value() {
        for (value, read) in [
            (json!("  a\u{1b} b "), Some("a b")),
            (json!(211), Some("211")),
            (json!(-1), Some("-1")),
            (json!(30.0), Some("30")),
            (json!(0.5), Some("0.5")),
            (json!(true), Some("true")),
            (json!(" "), None),
            (Value::Null, None),
        ] {
            assert_eq!(text(&value).as_deref(), read, "{value}");
        }
        assert!(sample(json!({"text": ["a"]})).is_none() && sample(json!({"text": {}})).is_none());
    }

    #[test]
    fn texts_may_be_one_and_objects_may_be_null() {
        let read =
            sample(json!({"texts": "2026", "objects": [null, {"texts": ["a", null, 1]}, {}]})).unwrap();
        assert_eq!(read.texts.0, ["2026"]);
        let inner: Vec<Vec<String>> = objects(read.objects).map(|inner| inner.texts.0).collect();
        assert_eq!(inner, [vec!["a".to_owned(), "1".to_owned()], vec![]]);
        let empty = sample(json!({})).unwrap();
        assert!(
            empty.text.0.is_none() && empty.texts.0.is_empty() && objects(empty.objects).next().is_none()
        );
    }

    #[test]
    fn a_list_is_no_object() {
        for list in [json!([]), json!(["a", [], []]), json!({"objects": [[]]}), json!({"objects": {}})] {
            assert!(sample(list.clone()).is_none(), "{list}");
        }
    }

    #[test]
    fn days_amounts_and_years_are_read_or_absent() {
        let text = |text: &str| Text(Some(text.to_owned()));
        let day = NaiveDate::from_ymd_opt(2003, 4, 17);
        for told in ["2003-04-17", "17-04-2003", "17/04/2003", "2003-04-17T00:00:00.000+02:00"] {
            assert_eq!(text(told).day(), day, "{told}");
        }
        for none in ["", "2003", "31/02/2003", "éééééééé", "0"] {
            assert_eq!(text(none).day(), None, "{none}");
        }
        for (told, amount) in [("30", "30"), ("30.0", "30"), ("7,5", "7.5"), ("0", "0")] {
            assert_eq!(
                text(told).amount().map(|amount| amount.to_string()).as_deref(),
                Some(amount),
                "{told}"
            );
        }
        for none in ["", "-1", "trente", "1000000", "1e300"] {
            assert_eq!(text(none).amount(), None, "{none}");
        }
        for (told, first) in [("2026", Some(2026)), ("2026/2027", Some(2026)), ("20261", None), ("26", None)]
        {
            assert_eq!(year(told), first, "{told}");
        }
        assert_eq!((year("1789"), year("é26"), year("+202")), (None, None, None));
    }
}
