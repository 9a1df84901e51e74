//! Students as the sources of the establishment tell them: found beside those who are here, and what is told of the one whose
//! file is written.

mod hand;
mod seek;
mod told;

pub(super) use hand::{open as open_hand, send as send_hand};
pub(super) use seek::asked;
pub use seek::{Seeking, found, gave_up, settle, sought};
pub use told::{Beside, Difference, Origin, dossier_came, origins, refreshed, student_differences};
pub(super) use told::{compare, failed, fill, follow, send_compared};
