//! What Pégase answers, module by module, as far as we read it, and what we keep of it. Only what tells one thing from
//! another must be there; all else may be null, missing, or a value that did not exist when this was written.

pub(super) mod contact;
pub(super) mod course;
pub(super) mod dossier;
pub(super) mod flow;
pub(super) mod person;
pub(super) mod plan;
pub(super) mod reference;

use super::super::fault::{Call, Fault};
use super::super::tolerant::Text;
use super::reply::broken;
use crate::domain::student::StudentNumber;

/// The number that is told there; nothing when none is told.
fn number(call: Call, told: &Text, field: impl FnOnce() -> String) -> Result<Option<StudentNumber>, Fault> {
    let parse = |told| StudentNumber::parse(told).map_err(|_| broken(call, field()));
    told.as_deref().map(parse).transpose()
}

/// A truth; an absent one is none.
fn truth(told: &Text) -> Option<bool> {
    match told.as_deref()?.to_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}
