//! SIRENE, INSEE's register of establishments, version 3.11: one by its number, several at once, or by a search.

mod answer;
mod client;
mod map;
mod query;

pub use answer::{Found, Informations, read_establishment, read_found, read_informations};
pub use client::{BASE, Client, MOST, Number, PATIENCE, RETRIES, endless};
pub use query::{Page, Search};
