//! What stands outside: registers and student information systems, each behind its true contract. What they answer
//! is read tolerantly, tidied, and handed over in the words of the domain; what goes wrong is a [`fault::Fault`].

pub mod addresses;
mod codes;
pub mod companies;
pub mod fault;
pub mod http;
pub mod pegase;
mod place;
pub mod port;
pub mod sirene;
pub mod siscol;
mod student;
mod text;
mod tolerant;
