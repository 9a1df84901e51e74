//! Alerts: who is told of what, how fast I am, which mails did not arrive, and what would be told of a file.

mod boxes;
mod foretelling;
mod state;
mod update;
mod writing;

pub use boxes::{AlertForm, submit};
pub use state::{AlertsPane, MyLine, Scope};
pub use update::*;
pub use writing::complete;
