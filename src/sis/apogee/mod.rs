//! Apogée itself, through its web services (SOAP). Each service has an address and a login of its own, and one question
//! of ours takes several of them.
//!
//! Unlike the gateway that usually stands before it, Apogée says what it does not know in a way that is not how it says
//! that its database is closed. Nothing is made of the second.

mod answer;
mod client;
mod operation;
mod soap;
mod xml;

use std::time::Duration;

use super::fault::{Service, records_calls};
use super::http::Patience;

pub use client::{Endpoint, Endpoints, RecordsClient};

/// How patiently it is asked: once more where the line or what stands before it failed, not where it says itself that
/// it cannot.
pub const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(3),
    answer: Duration::from_secs(20),
    retries: 1,
    pause: Duration::from_millis(500),
};

/// Questions that it is asked at once.
pub const AT_ONCE: usize = 4;

records_calls!(Service::Apogee);
