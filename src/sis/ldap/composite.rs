//! The composite values of SupAnn: `[anneeinsc=2026][etape={UAI:0999999Z}MINFO2-211]`. Their parts come in any order,
//! and any of them may be absent, unknown here, or written wrongly.

/// The parts of a value, name and text, in the order in which they stand. What is no part is passed over.
pub(super) fn parts(value: &str) -> impl Iterator<Item = (&str, &str)> {
    value.split('[').skip(1).filter_map(|part| {
        let (part, _) = part.split_once(']')?;
        let (name, text) = part.split_once('=')?;
        let (name, text) = (name.trim(), text.trim());
        (!name.is_empty() && !text.is_empty()).then_some((name, text))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parts_are_read_in_any_order() {
        let read = |value| parts(value).collect::<Vec<_>>();
        assert_eq!(
            read("[etape={UAI:0999999Z}MINFO2-211][anneeinsc=2026]"),
            [("etape", "{UAI:0999999Z}MINFO2-211"), ("anneeinsc", "2026")]
        );
        assert_eq!(read(" [ a = b=c ] x [=y][z=][d] [e=f"), [("a", "b=c")]);
        assert_eq!(read("[a=[b=c]]"), [("b", "c")]);
        assert_eq!(read("[]][[=]"), []);
        assert_eq!(read("etape=x"), []);
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_or_passed_over(value in "[\\[\\]={}a-c é\u{0}\u{202e}]{0,60}") {
            for (name, text) in parts(&value) {
                prop_assert!(!name.is_empty() && !text.is_empty());
                let has_sign = |signs: &[char]| name.contains(signs) || text.contains(signs);
                prop_assert!(!has_sign(&['[', ']']) && !name.contains('='));
            }
        }

        #[test]
        fn parts_that_are_written_are_read(values in prop::collection::vec("[a-zA-Z0-9{}:;=-]{1,9}", 0..6)) {
            let written: String = values.iter().map(|value| format!("[key={value}]")).collect();
            let read: Vec<&str> = parts(&written).map(|(_, text)| text).collect();
            prop_assert_eq!(read, values);
        }
    }
}
