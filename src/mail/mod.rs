//! Mail: texts with variables, the letter that is made of one, the server that takes it, and what comes back. Who is told of
//! what is decided in `domain::alert`; when, by the worker in `runtime::posting`.

pub mod bounce;
pub mod letter;
pub mod post;
pub mod template;
pub mod texts;
