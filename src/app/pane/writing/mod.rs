//! Writing a file: its fields by section, each typed, ticked or picked in a box of its own and saved by itself.

mod boxes;
mod choosing;
mod create;
mod documents;
mod group;
mod hosts;
mod line;
mod motives;
mod pick;
mod register;
mod save;
mod state;
mod students;
mod typed;
mod update;

pub use boxes::{Boxed, as_saved, as_typed, is_hidden, keep, submit, unsent};
pub use choosing::{Candidate, Choosing, Chosen, What};
pub use create::{created, deleted, enrolments_came};
pub use documents::{recorded, unread};
pub use group::{Group, reached, stop};
pub use hosts::{added, alike_came, awaits_added, awaits_hosts, hosts_came};
pub use pick::{looked, picked, search, titles};
pub use register::{Registering, awaits_register, registered, settle as settle_register, unanswered};
pub use save::{edited, failed};
pub use state::{Unsent, WritingPane, Written};
pub use students::{
    Beside, Difference, Origin, Seeking, dossier_came, found, gave_up, origins, refreshed, settle, sought,
    student_differences,
};
pub use typed::shown;
pub use update::{came, choose, cursor, lists_came, open, refresh, run, target};
