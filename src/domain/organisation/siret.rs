//! SIRET numbers, which tell one establishment of a company from all others, and the key that betrays a typing error.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The company whose establishments have another key: La Poste.
const LA_POSTE: &str = "356000000";

/// The number of an establishment: nine digits of its company (SIREN), five of its own.
///
/// Its key is Luhn's; establishments of La Poste may have digits that add up to a multiple of five instead.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siret(String);

/// Why some text is no SIRET.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiretFault {
    /// It is not fourteen digits.
    Digits,
    /// Its key is wrong: a digit is mistyped, or two are swapped.
    Key,
}

impl fmt::Display for SiretFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Digits => "a SIRET has 14 digits",
            Self::Key => "the key of this SIRET is wrong",
        })
    }
}

impl Siret {
    /// Reads a SIRET, whatever spaces stand between its digits.
    ///
    /// # Errors
    /// When it is not fourteen digits, or when its key is wrong.
    pub fn parse(text: &str) -> Result<Self, SiretFault> {
        let digits: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
        if digits.len() != 14 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(SiretFault::Digits);
        }
        let has_key = luhn(&digits) || (digits.starts_with(LA_POSTE) && sum(&digits).is_multiple_of(5));
        if has_key { Ok(Self(digits)) } else { Err(SiretFault::Key) }
    }

    /// Its fourteen digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number of its company.
    pub fn siren(&self) -> &str {
        self.0.get(..9).unwrap_or_default()
    }
}

impl fmt::Display for Siret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for Siret {
    type Error = SiretFault;

    fn try_from(text: String) -> Result<Self, SiretFault> {
        Self::parse(&text)
    }
}

impl From<Siret> for String {
    fn from(siret: Siret) -> Self {
        siret.0
    }
}

fn sum(digits: &str) -> u32 {
    digits.bytes().map(|digit| u32::from(digit - b'0')).sum()
}

fn luhn(digits: &str) -> bool {
    let weighed = |(place, digit): (usize, u8)| match (place % 2, u32::from(digit - b'0')) {
        (1, digit) if digit > 4 => 2 * digit - 9,
        (1, digit) => 2 * digit,
        (_, digit) => digit,
    };
    digits.bytes().rev().enumerate().map(weighed).sum::<u32>().is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Fourteen digits with Luhn's key.
    fn with_key(mut digits: Vec<u8>) -> String {
        digits.truncate(13);
        let text: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        (0..10).map(|key| format!("{text}{key}")).find(|number| luhn(number)).unwrap_or_default()
    }

    proptest! {
        #[test]
        fn one_mistyped_digit_is_always_caught(
            digits in proptest::collection::vec(0u8..10, 13),
            at in 0usize..14,
            by in 1u8..10,
        ) {
            let number = with_key(digits);
            prop_assume!(!number.starts_with(LA_POSTE));
            prop_assert!(Siret::parse(&number).is_ok(), "{}", number);
            let mut signs = number.clone().into_bytes();
            signs[at] = b'0' + (signs[at] - b'0' + by) % 10;
            let wrong = String::from_utf8(signs).unwrap();
            prop_assume!(!wrong.starts_with(LA_POSTE));
            prop_assert_eq!(Siret::parse(&wrong), Err(SiretFault::Key), "{} for {}", wrong, number);
        }

        #[test]
        fn an_office_of_la_poste_has_one_key_or_the_other(office in "[0-9]{5}") {
            let number = format!("{LA_POSTE}{office}");
            prop_assert_eq!(Siret::parse(&number).is_ok(), luhn(&number) || sum(&number).is_multiple_of(5));
            // The exception is of the whole number of the company.
            let other = format!("356000001{office}");
            prop_assert_eq!(Siret::parse(&other).is_ok(), luhn(&other));
        }
    }

    #[test]
    fn a_siret_has_fourteen_digits_and_a_key() {
        assert_eq!(
            Siret::parse("732 829 320 00074").map(|siret| siret.siren().to_owned()),
            Ok("732829320".into())
        );
        assert_eq!(Siret::parse("73282932000075"), Err(SiretFault::Key));
        for wrong in ["", "7328293200007", "732829320000744", "7328293200007A", "732829320000７4"] {
            assert_eq!(Siret::parse(wrong), Err(SiretFault::Digits), "{wrong}");
        }
    }

    #[test]
    fn la_poste_has_a_key_of_its_own() {
        // Its seat has Luhn's key; this office has only the other.
        assert!(Siret::parse("35600000000048").is_ok());
        assert!(Siret::parse("35600000049837").is_ok());
        assert_eq!(Siret::parse("35600000049838"), Err(SiretFault::Key));
        // The exception is La Poste's alone.
        assert_eq!(Siret::parse("73282932000070"), Err(SiretFault::Key));
    }
}
