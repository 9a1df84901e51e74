//! What the database answers of an act.

use guichet::domain::act::{About, Answer, Outcome, Refusal};

pub fn done(id: i32) -> Outcome {
    Outcome { id, amendment: None, version: Some(4), answer: Answer::Done }
}

pub fn refused(id: i32, code: &str, about: About) -> Outcome {
    Outcome {
        id,
        amendment: None,
        version: Some(4),
        answer: Answer::Refused(Refusal { code: code.into(), about }),
    }
}
