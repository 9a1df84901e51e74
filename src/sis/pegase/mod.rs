//! Pégase, the student information system of PC-Scol, asked directly over REST. Each of its modules has an address of
//! its own, and all of them take the same pass, which the application server of CAS gives for a time.
//!
//! Four of its habits shape what is read. Its lists of values grow from one version to the next. It writes null where
//! its contract says that it never does. It speaks of a student whom it does not know as of a failure of its own. And a
//! pass that has expired is forbidden, not unauthorised.

mod answer;
mod client;
mod programmes;
mod reply;
mod session;
mod settings;
mod students;
mod together;
mod token;

use std::time::Duration;

use super::fault::{Call, Service};
use super::http::Patience;

pub use answer::course::{Element, Followed, read_courses, read_enrolled};
pub use answer::dossier::{read_civil_status, read_enrolments, read_identity, read_years};
pub use answer::flow::read_flow;
pub use answer::person::{read_mail, read_people};
pub use answer::plan::{
    Found, Kind, Object, Period, Plan, read_object, read_objects, read_periods, read_plan,
};
pub use answer::reference::{read_regimes, read_structure, read_structures, read_town};
pub use client::PegaseClient;
pub use reply::Page;
pub use settings::{Bases, Contacts, Settings};

/// How patiently it is asked: a failure of its own without more words is not asked again, an absence is.
pub const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(3),
    answer: Duration::from_secs(30),
    retries: 2,
    pause: Duration::from_millis(500),
};

/// Requests at once: no quota is published, and one student's year takes many.
pub const AT_ONCE: usize = 8;

/// Statuses whose words are heard: they may say that nothing is known.
const HEARD: &[u16] = &[500];

/// A call of ours: the module, and what it is asked.
const fn call(name: &'static str) -> Call {
    Call { service: Service::Pegase, name }
}

const TICKET: Call = call("authn/tickets");
const DOSSIER: Call = call("ins/inscription");
const FLOW: Call = call("ins/flux-inscriptions");
const COURSES: Call = call("chc/cursus");
const ENROLLED: Call = call("chc/objet-formation");
const PERIODS: Call = call("odf/espaces");
const OBJECTS: Call = call("odf/objets-maquette");
const OBJECT: Call = call("odf/objet-maquette");
const PLAN: Call = call("odf/maquette");
const STRUCTURES: Call = call("ref/structures");
const STRUCTURE: Call = call("ref/structure");
const REGIMES: Call = call("ref/regimes");
const TOWNS: Call = call("ref/communes");
const PEOPLE: Call = call("idt/apprenants");
const PERSON: Call = call("idt/identite");
