//! French addresses as they are completed while somebody types.

/// An address that may be meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// All of it on one line.
    pub label: String,
    /// Number and street; nothing for a town alone.
    pub address: Option<String>,
    /// Its postal code.
    pub postal_code: Option<String>,
    /// Its town.
    pub town: Option<String>,
    /// How near it is to what was typed, from 0 to 1; under 0.6 it is a guess.
    pub score: f64,
}
