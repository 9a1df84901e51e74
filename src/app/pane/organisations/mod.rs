//! The registry of hosts: found as one types, seen with their services and people, kept, compared and merged.

mod boxes;
mod change;
mod state;
mod update;

pub use boxes::{HostForm, submit};
pub use change::{changed, send};
pub use state::{Compared, OrganisationsPane, ROWS, SheetLine, Shelf, lines_of};
pub use update::*;
