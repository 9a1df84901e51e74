//! What the desk looks like: whole screens with their styles, in both languages, at the sizes people have.

mod administration;
mod fixture;
mod keys;
mod scenes;
mod sizes;
