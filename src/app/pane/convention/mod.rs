//! The file under the cursor, and the amendment of it that is looked at.

mod on_day;
mod state;
mod told;

pub use on_day::on_day;
pub use state::FilePane;
pub use told::{Differs, differences, figures, foreseen, markdown};
