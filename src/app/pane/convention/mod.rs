//! The file under the cursor.

mod state;

pub use state::FilePane;
