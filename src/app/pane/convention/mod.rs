//! The file under the cursor, and the amendment of it that is looked at.

mod state;
mod told;

pub use state::FilePane;
pub use told::{Differs, differences, figures, foreseen, markdown};
