//! The value of a field, as the database gives and takes it.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
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
