//! The queues, the saved views, and the list of the one in hand.

mod choice;
mod following;
mod group;
mod state;
mod update;
pub mod views;

pub use choice::{Entry, entries, first, in_hand, open_entry, open_queue, queues, turn_queue};
pub use following::{counted, refresh, refreshed};
pub use group::Group;
pub use state::{Flag, ListPane, Mark, QueuesPane};
pub use update::*;
