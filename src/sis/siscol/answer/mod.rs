//! What esup-siscol answers, as far as we read it, and what we keep of it. Only the codes that tell one thing from
//! another must be there; all else may be null, missing, or a value that did not exist when this was written.

pub(super) mod enrolment;
pub(super) mod person;
pub(super) mod reference;
pub(super) mod student;

use crate::domain::student::enrolment::EtapeKey;

/// An étape by its code and version; nothing without the code.
fn etape_key(code: Option<String>, version: Option<String>) -> Option<EtapeKey> {
    code.map(|code| EtapeKey { code, version })
}
