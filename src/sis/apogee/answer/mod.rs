//! What Apogée answers, as far as we read it, and what we keep of it. Only the codes that tell one thing from another
//! must be there; all else may be nil, missing, or a value that did not exist when this was written.

pub(super) mod enrolment;
pub(super) mod offer;
pub(super) mod reference;
pub(super) mod student;

use super::super::port::Known;

/// A list that is told.
fn listed<T>(list: Vec<T>) -> Known<Vec<T>> {
    if list.is_empty() { Known::Nothing } else { Known::This(list) }
}
