//! The directory of the institution, asked directly: LDAP with the attributes of SupAnn.
//!
//! Four of its habits shape what is asked and read. It tells accents apart, so that a name is asked for in the ways in
//! which it may be written. It tells only the first of many, and says so. It tells several times what others tell once.
//! And it hangs up on those who say nothing for a while.

mod answer;
mod ask;
mod composite;
mod filter;
mod line;
mod settings;

use std::num::NonZeroUsize;
use std::time::Duration;

use super::fault::{Call, Service};
use super::http::Patience;

pub use ask::DirectoryClient;
pub use settings::{Filters, Names, Settings};

/// How patiently it is asked: once more when the line fell, on another one.
pub const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(3),
    answer: Duration::from_secs(10),
    retries: 1,
    pause: Duration::from_millis(500),
};

/// Lines that are open to it at most.
pub const LINES: usize = 4;

/// People of whom it is told that they are the only one: a second one proves the contrary.
const ONE_AND_ANOTHER: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1);

/// A call of ours.
const fn call(name: &'static str) -> Call {
    Call { service: Service::Directory, name }
}

const PEOPLE: Call = call("people");
const BY_LOGIN: Call = call("by_login");
