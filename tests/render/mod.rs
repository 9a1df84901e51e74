//! What the desk looks like: whole screens with their styles, in both languages, at the sizes people have.

mod administration;
mod fixture;
mod help;
mod keys;
mod scenes;
mod signs;
mod sizes;
