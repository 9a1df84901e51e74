//! What the desk looks like: whole screens with their styles, in both languages, at the sizes people have.

pub mod administration;
pub mod alerts;
pub mod amendment;
pub mod answers;
pub mod fixture;
mod help;
mod keys;
pub mod morning;
pub mod organisations;
mod plain;
mod scenes;
mod signs;
mod sizes;
pub mod writing;
