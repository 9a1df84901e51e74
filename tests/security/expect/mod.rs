//! What is expected: of each relation who may select and which rows they see, of each function who may execute it and
//! how it is asked about something that is out of scope. What the database holds and these tables do not is a failure.

mod functions;
mod relations;

pub use functions::{FUNCTIONS, Thing};
pub use relations::{RELATIONS, Relation};
