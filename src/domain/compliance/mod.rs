//! The rules a file is checked against: pure functions over the facts that the database gives, each finding with its
//! figures. The database records what they found and refuses acts on files that block.
//!
//! An article without a code is of the Code de l'éducation. A centre changes the severity of a rule, never whether it
//! holds.

mod content;
mod dates;
mod documents;
mod facts;
mod host;
mod pay;
mod presence;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::convention::{Regime, Severity, coded};
use super::duration::Totals;
use super::gratification::{Gratification, Terms};

pub use facts::{
    Abroad, Closure, Content, Earlier, Elsewhere, EnrolmentTold, Facts, MENTIONS, OutOfUse, OwnConvention,
    Pay, Risk, Rupture, Stage,
};
pub use host::quota;

/// The version of this set of rules: recorded with each check, so that older checks can be found and run again.
pub const RULES_VERSION: i32 = 3;

coded! {
    /// A rule, in the order that findings are listed.
    Rule {
        /// What a convention must say is missing (D124-4).
        MandatoryContent = "mandatory-content",
        /// A convention of the host's own says what it must, and the legal service has seen it (D124-4).
        OwnConvention = "own-convention",
        /// A document ends before the internship does.
        Documents = "documents",
        /// It ends before it starts.
        DatesOrder = "dates-order",
        /// It spans a year or more.
        DatesLength = "dates-length",
        /// It is interrupted outside its days.
        DatesInterruption = "dates-interruption",
        /// It ends after the university year and the centre's extension.
        EndOfYear = "end-of-year",
        /// It lasts over six months in one organisation and year (L124-5).
        DurationMax = "duration-max",
        /// The student would be at two places for too long (L124-14).
        Overlap = "overlap",
        /// A gratification is due (L124-6).
        GratificationDue = "gratification-due",
        /// A gratification is under the minimum (L124-6, D124-8).
        GratificationMin = "gratification-min",
        /// A host of public law pays the legal rate exactly (D124-8).
        GratificationPublic = "gratification-public",
        /// A third of the last internship on the post has not passed (L124-11).
        WaitingPeriod = "waiting-period",
        /// The host has too many interns in a week (L124-8, R124-10).
        HostQuota = "host-quota",
        /// The register says that the host is closed.
        HostClosed = "host-closed",
        /// The host waits for moderation, or is out of use.
        HostUnchecked = "host-unchecked",
        /// The tutor has too many interns (L124-10, R124-13).
        TutorQuota = "tutor-quota",
        /// The supervisor has too many interns (L124-2, D124-3).
        SupervisorQuota = "supervisor-quota",
        /// The student information system tells another enrolment than the file's.
        Enrolment = "enrolment",
        /// There is too little teaching in the year (D124-2).
        TeachingVolume = "teaching-volume",
        /// It starts soon or has begun, and is not signed by everybody (L124-1).
        SignedBeforeStart = "signed-before-start",
        /// Days or weeks are too long (L124-14).
        PresenceLimits = "presence-limits",
        /// Beyond two months, leave is provided for (L124-13).
        LeaveClause = "leave-clause",
        /// It is no job, replacement or seasonal peak (L124-7).
        Purpose = "purpose",
        /// An early end says when, who, why and what follows (L124-15).
        Rupture = "rupture",
        /// Abroad: information sheet, exchange, risk (L124-20).
        Abroad = "abroad",
        /// What follows the end (L124-4, D124-9).
        After = "after",
        /// Outside the scope of these rules (L124-1).
        Outside = "outside",
    }
}

/// What a rule found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How grave it is.
    pub severity: Severity,
    /// The figures of its sentence.
    pub figures: Figures,
}

/// The figures of a finding's sentence. Findings are compared by them: a finding that somebody passed stays passed
/// while they are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Figures {
    /// Which of the rule's sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The day the rule looks at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<NaiveDate>,
    /// The day it is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound: Option<NaiveDate>,
    /// Hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<Decimal>,
    /// Of which hours of other files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_hours: Option<Decimal>,
    /// What hours or a count are compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Decimal>,
    /// An amount, in euros.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Decimal>,
    /// The amount it is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Decimal>,
    /// How many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// The least that a limit may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<u32>,
    /// The most that it may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<u32>,
    /// Names of fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Labels of documents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    /// Codes of étapes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub etapes: Vec<String>,
}

/// Everything that is computed of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// Days and hours, once there are dates to count between.
    pub totals: Option<Totals>,
    /// What is due, what is offered.
    pub gratification: Option<Gratification>,
    /// What the rules found.
    pub findings: Vec<Finding>,
}

/// A file in the course of being looked at.
struct Case<'a> {
    facts: &'a Facts,
    totals: Option<&'a Totals>,
    gratification: Option<&'a Gratification>,
}

/// A rule as a function: nothing, or what it found.
type Check = fn(&Case<'_>) -> Option<Finding>;

/// Every rule; most read the file's regime themselves.
const CHECKS: [Check; 26] = [
    content::mandatory_content,
    documents::own_convention,
    documents::documents,
    dates::dates,
    dates::end_of_year,
    presence::duration_max,
    presence::overlap,
    pay::due,
    pay::minimum,
    pay::public,
    host::waiting_period,
    host::host_quota,
    host::host_closed,
    host::host_unchecked,
    host::tutor_quota,
    host::supervisor_quota,
    content::enrolment,
    content::teaching_volume,
    dates::signed_before_start,
    presence::limits,
    content::leave_clause,
    content::purpose,
    content::rupture,
    content::abroad,
    dates::after,
    content::outside,
];

/// Computes one file and runs every rule over it.
pub fn assess(facts: &Facts) -> Assessment {
    // A schedule that cannot be counted is told by the rules on dates.
    let totals = facts.schedule.as_ref().and_then(|schedule| Totals::of(schedule).ok());
    let gratification = totals.as_ref().map(|totals| {
        let (start, _) = totals.bounds();
        let terms = Terms {
            regime: facts.regime,
            signed: facts.pay.signed.unwrap_or(start),
            other_hours: facts.elsewhere.hours(),
            ceilings: &facts.pay.ceilings,
            branch_rates: &facts.pay.branch_rates,
            offers: if facts.pay.gratification == Some(true) { &facts.pay.offers } else { &[] },
        };
        Gratification::of(totals, &terms)
    });
    let case = Case { facts, totals: totals.as_ref(), gratification: gratification.as_ref() };
    let mut findings: Vec<Finding> = CHECKS.iter().filter_map(|check| check(&case)).collect();
    for finding in &mut findings {
        if let Some(chosen) = facts.severities.get(finding.rule.code()) {
            finding.severity = finding.rule.bounded(*chosen);
        }
    }
    Assessment { totals, gratification, findings }
}

/// Runs every rule over one file.
pub fn check(facts: &Facts) -> Vec<Finding> {
    assess(facts).findings
}

impl Rule {
    /// The severity that a centre chose, as far as the rule allows: what is known of a host's interns is only a part, so
    /// that its quota never blocks.
    fn bounded(self, chosen: Severity) -> Severity {
        if self == Self::HostQuota { chosen.max(Severity::Warning) } else { chosen }
    }

    fn found(self, severity: Severity, figures: Figures) -> Option<Finding> {
        Some(Finding { rule: self, severity, figures })
    }
}

impl Case<'_> {
    /// The file is under the rules of internships in France: initial or césure.
    fn in_france(&self) -> bool {
        matches!(self.facts.regime, Regime::Initial | Regime::Cesure)
    }
}

impl Elsewhere {
    /// Hours with the same legal person in the same university year, besides this file's.
    fn hours(&self) -> Decimal {
        self.other_hours + self.declared_hours
    }
}

/// An hour, a quota: a whole number as figures hold it.
fn whole(number: u32) -> Option<Decimal> {
    Some(Decimal::from(number))
}

#[cfg(test)]
mod tests;
