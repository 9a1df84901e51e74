//! What stands outside: registers and student information systems, each behind its true contract. What they answer

pub mod addresses;
mod codes;
pub mod companies;
pub mod fault;
pub mod http;
mod place;
pub mod port;
pub mod sirene;
mod text;
