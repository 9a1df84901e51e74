//! The rules a file is checked against: pure functions over the facts that the database gives, each finding with its
//! figures. The database records what they found and refuses acts on files that block.

use chrono::{Days, Months, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::convention::{Regime, Severity};

/// The version of this set of rules: recorded with each check, so that older checks can be found and run again.
pub const RULES_VERSION: i32 = 1;

/// The longest internship a single file may span, in months.
const LONGEST_MONTHS: u32 = 12;

/// What the rules read of one file; the database's `facts()` answers it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Facts {
    /// The legal regime.
    pub regime: Regime,
    /// First civil year of the enrolment's university year.
    pub year: i32,
    /// Month and day on which the university year starts.
    pub year_starts: (u32, u32),
    /// How long after the university year the centre lets an internship run, in days.
    pub year_extension_days: u64,
    /// First day.
    pub start_date: Option<NaiveDate>,
    /// Last day.
    pub end_date: Option<NaiveDate>,
    /// Hours of a full week.
    pub weekly_hours: Option<Decimal>,
    /// Hours of presence in all.
    pub total_hours: Option<Decimal>,
    /// First and last days of the interruptions.
    pub interruptions: Vec<(NaiveDate, NaiveDate)>,
    /// The mandatory fields that are empty (D124-4), by name.
    pub missing: Vec<String>,
    /// The centre lets a file be submitted without a supervisor.
    pub supervisor_optional: bool,
    /// Hours of the student's other files with the same legal person in the same university year.
    pub other_hours: Decimal,
}

/// What a rule found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's name.
    pub rule: String,
    /// How grave it is.
    pub severity: Severity,
    /// The figures of its sentence.
    pub figures: Figures,
}

/// The figures of a finding's sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// The day the rule looks at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<NaiveDate>,
    /// The bound it is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<NaiveDate>,
    /// Names of fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}

/// Runs every rule over one file.
pub fn check(facts: &Facts) -> Vec<Finding> {
    [mandatory_content(facts), dates(facts), end_of_year(facts)].into_iter().flatten().collect()
}

/// D124-4: the mandatory content of a convention. The supervisor may come later where the centre allows it: the
/// workflow asks for it before the last step.
fn mandatory_content(facts: &Facts) -> Option<Finding> {
    let fields: Vec<String> = facts
        .missing
        .iter()
        .filter(|field| !(facts.supervisor_optional && field.as_str() == "supervisor"))
        .cloned()
        .collect();
    let severity = match facts.regime {
        Regime::Initial | Regime::Cesure => Severity::Blocking,
        Regime::Abroad | Regime::Outside => Severity::Warning,
    };
    (!fields.is_empty()).then(|| Finding {
        rule: "mandatory-content".into(),
        severity,
        figures: Figures { fields, ..Figures::default() },
    })
}

/// The internship ends after it starts, spans at most a year, and is interrupted only while it runs.
fn dates(facts: &Facts) -> Option<Finding> {
    let (start, end) = (facts.start_date?, facts.end_date?);
    let finding = |rule: &str, day, bound| {
        Some(Finding {
            rule: rule.into(),
            severity: Severity::Blocking,
            figures: Figures { day: Some(day), bound: Some(bound), ..Figures::default() },
        })
    };
    if end < start {
        return finding("dates-order", end, start);
    }
    let longest = start.checked_add_months(Months::new(LONGEST_MONTHS)).unwrap_or(NaiveDate::MAX);
    if end >= longest {
        return finding("dates-length", end, longest);
    }
    let outside = facts.interruptions.iter().find(|(from, to)| *from < start || *to > end)?;
    finding("dates-interruption", outside.0, start)
}

/// Ends after the academic year it belongs to and the centre's extension.
fn end_of_year(facts: &Facts) -> Option<Finding> {
    let end = facts.end_date?;
    let (month, day) = facts.year_starts;
    let next_year = NaiveDate::from_ymd_opt(facts.year + 1, month, day)?;
    let bound = next_year.checked_add_days(Days::new(facts.year_extension_days))?.pred_opt()?;
    (end > bound).then(|| Finding {
        rule: "end-of-year".into(),
        severity: Severity::Warning,
        figures: Figures { day: Some(end), bound: Some(bound), ..Figures::default() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn facts() -> Facts {
        Facts {
            regime: Regime::Initial,
            year: 2025,
            year_starts: (9, 1),
            year_extension_days: 0,
            start_date: Some(day("2026-03-02")),
            end_date: Some(day("2026-08-28")),
            weekly_hours: Some(Decimal::from(35)),
            total_hours: Some(Decimal::from(868)),
            interruptions: vec![],
            missing: vec![],
            supervisor_optional: true,
            other_hours: Decimal::ZERO,
        }
    }

    fn found(facts: &Facts) -> Vec<(String, Severity)> {
        check(facts).into_iter().map(|finding| (finding.rule, finding.severity)).collect()
    }

    #[test]
    fn a_complete_file_with_sound_dates_is_clear() {
        assert_eq!(found(&facts()), []);
    }

    #[test]
    fn an_end_before_the_start_blocks() {
        let wrong = Facts { end_date: Some(day("2026-03-01")), ..facts() };
        assert_eq!(found(&wrong), [("dates-order".into(), Severity::Blocking)]);
    }

    #[test]
    fn a_year_and_a_day_is_too_long_and_a_year_is_not() {
        let year =
            Facts { start_date: Some(day("2025-09-01")), end_date: Some(day("2026-08-31")), ..facts() };
        assert_eq!(found(&year), []);
        let longer = Facts { start_date: Some(day("2025-08-31")), ..year };
        assert_eq!(found(&longer), [("dates-length".into(), Severity::Blocking)]);
    }

    #[test]
    fn the_end_of_the_year_warns_after_the_extension() {
        let late = Facts { end_date: Some(day("2026-09-01")), ..facts() };
        assert_eq!(found(&late), [("end-of-year".into(), Severity::Warning)]);
        assert_eq!(found(&Facts { year_extension_days: 1, ..late }), []);
    }

    #[test]
    fn what_is_missing_blocks_where_the_law_asks_for_it() {
        let bare = Facts { missing: vec!["tutor".into(), "supervisor".into()], ..facts() };
        let findings = check(&bare);
        assert_eq!(findings[0].figures.fields, ["tutor"], "the supervisor may come later here");
        assert_eq!(findings[0].severity, Severity::Blocking);
        assert_eq!(check(&Facts { regime: Regime::Outside, ..bare })[0].severity, Severity::Warning);
    }
}
