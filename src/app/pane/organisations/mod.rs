//! The registry of hosts: found as one types, seen with their services and people, kept, compared and merged.

mod boxes;
mod change;
mod register;
mod state;
mod table;
mod update;

pub use boxes::{HostForm, submit};
pub use change::{changed, take};
pub use register::{Beside, RIGHT, registered, settle};
pub use state::{Compared, OrganisationsPane, ROWS, SheetLine, Shelf};
pub use table::{stop, tabled, tabling, taken_out, to_read};
pub use update::*;
