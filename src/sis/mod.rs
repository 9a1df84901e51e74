//! What stands outside: registers and student information systems, each behind its true contract. What they answer
//! is read tolerantly, tidied, and handed over in the words of the domain; what goes wrong is a [`fault::Fault`].

pub mod addresses;
pub mod apogee;
mod codes;
pub mod companies;
pub mod fault;
pub mod guard;
pub mod http;
pub mod ldap;
mod lists;
pub mod pegase;
mod person;
mod place;
pub mod port;
pub mod sirene;
pub mod siscol;
pub mod sources;
mod text;
mod tolerant;
mod words;
