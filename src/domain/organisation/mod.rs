//! Host organisations: how they are told apart, and what the national register says of them.

pub mod registered;
pub mod siret;
