//! The Elm core: keys become actions, actions change the model and return effects as data.

pub mod action;
pub mod acts;
pub mod begun;
pub mod command;
pub mod drafts;
pub mod effect;
pub mod entry;
pub mod filter;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod message;
pub mod model;
pub(crate) mod nearest;
pub mod overlay;
pub mod pane;
pub mod prompt;
pub mod session;
pub mod update;
pub mod words;
