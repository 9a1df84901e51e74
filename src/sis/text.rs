//! Text that comes in is data: no control character, single spaces, a bounded length.

use crate::domain::text::is_unseen;

/// Characters of one value that are kept at most.
pub(super) const LONGEST: usize = 300;

/// What stands in place of what is not diffused, in each register's words.
const HIDDEN: [&str; 2] = ["[ND]", "[NON-DIFFUSIBLE]"];

/// The text without what steers a terminal or hides, with single spaces, cut where it is too long.
pub(super) fn tidy(text: &str) -> String {
    let mut tidied = String::new();
    let mut length = 0;
    let mut gap = false;
    for sign in text.chars() {
        if sign.is_whitespace() {
            gap = !tidied.is_empty();
            continue;
        }
        if is_unseen(sign) {
            continue;
        }
        if length + usize::from(gap) >= LONGEST {
            break;
        }
        if gap {
            tidied.push(' ');
            length += 1;
            gap = false;
        }
        tidied.push(sign);
        length += 1;
    }
    tidied
}

/// A value that is there and diffused, tidied.
pub(super) fn given(text: Option<&str>) -> Option<String> {
    let text = tidy(text?);
    let is_hidden = HIDDEN.iter().any(|mark| text.to_uppercase().contains(mark));
    (!text.is_empty() && !is_hidden).then_some(text)
}

/// Those of these values that are given, on one line.
pub(super) fn line(parts: &[Option<&str>]) -> Option<String> {
    let parts: Vec<String> = parts.iter().filter_map(|part| given(*part)).collect();
    given(Some(&parts.join(" ")))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_is_tidied() {
        assert_eq!(tidy("  14\tB \n\u{a0}RUE\u{1b}[2J \u{202e}X\u{34f}\u{3164} "), "14 B RUE[2J X");
        assert_eq!(tidy(&"é ".repeat(400)).chars().count(), LONGEST - 1);
        assert_eq!(given(Some("\u{7} \n")), None);
        assert_eq!(given(Some(" [ND] ")), None);
        assert_eq!(given(Some("[NON-DIFFUSIBLE] 88000 EPINAL")), None);
        assert_eq!(line(&[None, Some("14"), Some("[ND]"), Some(" RUE ")]), Some("14 RUE".into()));
        assert_eq!(line(&[None, Some("")]), None);
    }

    proptest! {
        #[test]
        fn tidied_text_stays_as_it_is(text in any::<String>()) {
            let once = tidy(&text);
            prop_assert!(once.chars().count() <= LONGEST);
            prop_assert!(!once.chars().any(char::is_control));
            prop_assert_eq!(tidy(&once), once);
        }
    }
}
