//! The panes of the desk: one folder each, with its state and its update.

pub mod administration;
pub mod alerts;
pub mod convention;
pub mod organisations;
pub mod queue;
pub mod writing;
