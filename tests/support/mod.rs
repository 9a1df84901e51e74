//! What the tests and the benches share: a server, a desk, a terminal around the real program, and screens as text.

pub mod asking;
pub mod desk;
pub mod proxy;
pub mod pty;
pub mod screen;
pub mod server;
pub mod smtp;
pub mod tls;
pub mod workflow;
