//! The queues and the list of the one in hand.

mod state;
mod update;

pub use state::{Flag, ListPane, Mark, QueuesPane};
pub use update::*;
