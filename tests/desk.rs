//! The integration tests of the desk, in one binary: one link, many modules.

#[cfg(test)]
#[path = "bench/support/mod.rs"]
mod bench_support;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod flow;
#[cfg(test)]
mod law;
#[cfg(test)]
mod linear;
#[cfg(test)]
mod lint;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod pty;
#[cfg(test)]
mod render;
#[cfg(test)]
mod security;
#[cfg(test)]
mod sis;
#[cfg(test)]
mod store;
#[cfg(test)]
mod support;
#[cfg(test)]
#[path = "support/proof/mod.rs"]
mod support_proof;
