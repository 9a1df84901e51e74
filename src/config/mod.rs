//! Paths, settings, key map and theme files, with errors that name file, line and what was expected.

pub mod error;
pub mod keymap;
pub mod mail;
pub mod names;
pub mod paths;
pub mod settings;
pub mod sis;
pub mod slips;
pub mod terminal;
pub mod theme;
