//! SIRET numbers that pass their key and lie in a range never attributed: every SIREN begins with 000.

/// The SIRET of invented organisation `n`, distinct for each `n` below 100 million.
pub(super) fn siret(n: u32) -> String {
    let siren = with_key(format!("000{:05}", n % 100_000));
    // 9973 is coprime with 10 000: neighbours get unlike numbers, and none collides.
    let nic = (n / 100_000 * 9_973 + 1) % 10_000;
    with_key(format!("{siren}{nic:04}"))
}

/// The digits, and the one that makes Luhn's sum a multiple of ten.
fn with_key(mut digits: String) -> String {
    let sum: u32 = digits.bytes().rev().enumerate().map(|(i, d)| luhn(u32::from(d - b'0'), i % 2 == 0)).sum();
    digits.push(char::from(b'0' + ((10 - sum % 10) % 10) as u8));
    digits
}

fn luhn(digit: u32, doubled: bool) -> u32 {
    match (doubled, digit) {
        (true, 0..=4) => 2 * digit,
        (true, _) => 2 * digit - 9,
        (false, _) => digit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn passes(number: &str) -> bool {
        let sum: u32 =
            number.bytes().rev().enumerate().map(|(i, d)| luhn(u32::from(d - b'0'), i % 2 == 1)).sum();
        sum.is_multiple_of(10)
    }

    #[test]
    fn a_known_number_passes_and_its_neighbour_does_not() {
        assert!(passes("73282932000074"));
        assert!(!passes("73282932000075"));
    }

    #[test]
    fn numbers_are_distinct_valid_and_never_attributed() {
        let numbers: Vec<_> = (0..250_000).step_by(7).map(siret).collect();
        assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), numbers.len());
        for number in &numbers {
            assert_eq!(number.len(), 14);
            assert!(number.starts_with("000"));
            assert!(passes(number) && passes(&number[..9]), "{number}");
        }
    }
}
