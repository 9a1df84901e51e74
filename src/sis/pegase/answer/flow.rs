//! What the module of enrolments (INS, external v2) answers page by page about the enrolments of a period.

use serde::Deserialize;

use super::super::super::fault::Fault;
use super::super::super::tolerant::Text;
use super::super::super::words::status;
use super::super::FLOW;
use super::super::reply::{Page, broken, page};
use super::number;
use crate::domain::student::enrolment::EnrolmentStatus;
use crate::domain::student::search::FoundStudent;

/// Reads one page of students with their enrolments: nothing in place of those whose enrolment is cancelled, or leads to
/// another formation than the one that is named.
///
/// # Errors
/// When it is not what the contract says, or stops in its middle.
pub fn read_flow(body: &[u8], formation: Option<&str>) -> Result<Page<Option<FoundStudent>>, Fault> {
    let told: Page<(String, Seen)> = page(FLOW, body)?;
    told.try_map(|(place, seen)| {
        let is_cancelled = seen.status.0.clone().map(status) == Some(EnrolmentStatus::Cancelled);
        let is_other = formation.is_some_and(|formation| seen.formation.as_deref() != Some(formation));
        if is_cancelled || is_other {
            return Ok(None);
        }
        let field = || format!("{place}.codeApprenant");
        Ok(Some(FoundStudent {
            number: number(FLOW, &seen.number, field)?.ok_or_else(|| broken(FLOW, field()))?,
            surname: seen.surname.0,
            given_name: seen.given_name.0,
            birth_date: seen.birth_date.day(),
            mail: None,
        }))
    })
}

#[derive(Deserialize)]
struct Seen {
    #[serde(rename = "codeApprenant")]
    number: Text,
    #[serde(rename = "nomFamille")]
    surname: Text,
    #[serde(rename = "prenom")]
    given_name: Text,
    #[serde(rename = "dateDeNaissance")]
    birth_date: Text,
    #[serde(rename = "statutInscription")]
    status: Text,
    formation: Text,
}
