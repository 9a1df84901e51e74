//! Host organisations: how they are told apart, what is kept of them, and what the national register says of them.

pub mod address;
mod host;
pub mod registered;
pub mod siret;
pub mod table;

pub use host::{
    CONTACT_FIELDS, Contact, FEW, FILES_BOUND, HOST_FIELDS, Host, HostChange, HostEvent, HostLists,
    HostSheet, HostState, Imported, Kept, Merge, NEARLY, Pair, SERVICE_FIELDS, Service,
};
