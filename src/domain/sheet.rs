//! The file under the cursor: everything its reader may see of one convention.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::act::{Subject, Target};
use super::amendment::{AmendmentSheet, Listed};
use super::compliance::{Facts, Figures, Finding};
use super::convention::{FileState, Regime, Severity, SignatureState, StepKind};
use super::form::Document;

/// One convention, as its reader may see it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "the fields are the field's own words; see the domain glossary")]
pub struct Sheet {
    pub id: i32,
    pub version: i32,
    pub year: i32,
    pub regime: Regime,
    pub nature: Option<String>,
    pub confidential: bool,
    /// The texts are hidden from this reader.
    pub masked: bool,
    pub file_state: FileState,
    pub signature_state: SignatureState,
    pub state_since: DateTime<Utc>,
    pub corrected: bool,
    pub archived: bool,
    pub hold_until: Option<NaiveDate>,
    pub claimed_by: Option<String>,
    pub student: Student,
    pub etape: Etape,
    pub centre: Centre,
    /// Label of the type of convention.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub elp_label: Option<String>,
    pub ects: Option<Decimal>,
    pub teaching_hours: Option<i32>,
    pub country: Option<String>,
    pub supervisor: Option<Named>,
    pub organisation: Option<Organisation>,
    pub service: Option<String>,
    pub tutor: Option<Named>,
    pub second_tutor: Option<Named>,
    pub signatory: Option<Named>,
    pub start_date: Option<NaiveDate>,
    pub end_date: Option<NaiveDate>,
    pub weekly_hours: Option<Decimal>,
    pub total_hours: Option<Decimal>,
    /// The total was typed over what the calendar gives.
    pub total_overridden: bool,
    pub gratification: Option<bool>,
    pub gratification_amount: Option<Decimal>,
    pub gratification_unit: Option<String>,
    pub currency: Option<String>,
    pub texts: Option<Texts>,
    pub interruptions: Vec<(NaiveDate, NaiveDate)>,
    pub steps: Vec<Step>,
    pub signatures: Vec<Signature>,
    /// The documents that it is asked for.
    pub documents: Vec<Document>,
    /// The rules ran on the present content.
    pub checked: bool,
    pub findings: Vec<RecordedFinding>,
    /// The last return, if there was one.
    pub returned: Option<Returned>,
    pub notes: Vec<Note>,
    /// Its amendments, by their numbers.
    #[serde(default)]
    pub amendments: Vec<Listed>,
    /// The amendment that is looked at.
    #[serde(skip)]
    pub review: Option<Box<Review>>,
}

/// An amendment that is looked at, with what the rules read of its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// The amendment, and the file before and after it.
    pub sheet: AmendmentSheet,
    /// What the rules read of the file as it is.
    pub facts: Option<Facts>,
}

impl Sheet {
    /// What is looked at: the file, or an amendment of it.
    pub fn subject(&self) -> Subject {
        let amendment = self.review.as_ref().map(|review| review.sheet.amendment.id);
        Subject { id: self.id, amendment }
    }

    /// What is looked at, at the version that was read.
    pub fn target(&self) -> Target {
        let Subject { id, amendment } = self.subject();
        Target { id, amendment, version: self.version }
    }
}

/// The student, under the usage name.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct Student {
    pub number: String,
    pub surname: String,
    pub given_name: String,
    pub mail: Option<String>,
}

/// The étape (VET) and its composante.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct Etape {
    pub code: String,
    pub version: String,
    pub label: String,
    pub composante: String,
}

/// The centre in charge.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct Centre {
    pub code: String,
    pub name: String,
}

/// Somebody named on the file.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct Named {
    pub name: String,
    pub job_title: Option<String>,
    pub mail: Option<String>,
    pub phone: Option<String>,
}

/// The host organisation.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct Organisation {
    pub name: String,
    pub siret: Option<String>,
    pub address: Option<String>,
    pub postal_code: Option<String>,
    pub town: Option<String>,
    pub naf: Option<String>,
    /// A legal person of public law (D124-8).
    pub public_law: bool,
    /// Label of the headcount band.
    pub headcount: Option<String>,
}

/// The texts that a confidential internship hides.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct Texts {
    pub subject: Option<String>,
    pub tasks: Option<String>,
    pub skills: Option<String>,
}

/// A step of the file's circuit.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct Step {
    pub kind: StepKind,
    /// The centre's own label, as it was at submission.
    pub label: Option<String>,
    pub done_at: Option<DateTime<Utc>>,
    pub done_by: Option<String>,
    /// Whose decision staff recorded.
    pub on_behalf_of: Option<String>,
}

/// One signer's signature.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct Signature {
    pub signer: String,
    pub signed_on: Option<NaiveDate>,
    pub means: Option<String>,
    pub refused_reason: Option<String>,
}

/// A finding on the file, and who passed it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct RecordedFinding {
    pub rule: String,
    pub severity: Severity,
    pub figures: Figures,
    pub passed_by: Option<String>,
    pub pass_reason: Option<String>,
}

impl RecordedFinding {
    /// What a rule found, as it would be recorded: nobody has passed it.
    pub fn new(finding: &Finding) -> Self {
        Self {
            rule: finding.rule.code().to_owned(),
            severity: finding.severity,
            figures: finding.figures.clone(),
            passed_by: None,
            pass_reason: None,
        }
    }
}

/// A return to the author.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct Returned {
    pub at: DateTime<Utc>,
    pub by: String,
    pub free_text: Option<String>,
    pub reasons: Vec<GivenReason>,
}

/// A reason for return, in both languages.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct GivenReason {
    pub field: String,
    pub fr: String,
    pub en: String,
}

/// An internal note.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct Note {
    pub at: DateTime<Utc>,
    pub by: String,
    pub body: String,
}
