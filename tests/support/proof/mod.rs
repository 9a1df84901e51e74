//! Proofs of the tests' own tools: what they report must be trusted before what they test.

mod bench;
mod pty;
mod screen;
