//! Two lists of what steers a terminal or is not seen, one for what leaves the program and one for what it draws: they
//! are the same list.

use guichet::domain::text::is_unseen;
use widgets::text::is_shown;

use super::sources::refuse;

#[test]
fn what_is_not_drawn_does_not_leave_and_what_leaves_is_drawn() {
    let differ = (char::MIN..=char::MAX).filter(|letter| is_unseen(*letter) == is_shown(*letter));
    let found: Vec<String> = differ.map(|letter| format!("U+{:04X}", u32::from(letter))).collect();
    refuse("Unseen in one place only:", &found);
}
