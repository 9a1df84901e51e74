//! Roles and their rights, people, centres, the establishment: who may do what, seen and changed by those who may.

mod asking;
mod form;
mod state;
mod update;

pub use form::{Form, submit};
pub use state::{AdministrationPane, PERSON_LINES, PersonLine, STEPS_LINE};
pub use update::*;
