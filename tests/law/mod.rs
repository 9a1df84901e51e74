//! The rules on whole internships: a table of cases with what they must give, and stories that offices know.

mod cases;
mod scenarios;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use guichet::domain::compliance::{Abroad, Content, Elsewhere, Facts, Pay, Stage};
use guichet::domain::convention::Regime;
use guichet::domain::duration::Schedule;
use rust_decimal::Decimal;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// An internship of these days and hours, of which everything else is as it should be.
fn internship(schedule: Schedule) -> Facts {
    Facts {
        regime: Regime::Initial,
        year: 2025,
        year_starts: (9, 1),
        year_extension_days: 400,
        start_date: Some(schedule.start),
        end_date: Some(schedule.end),
        schedule: Some(schedule),
        stage: Stage::Far,
        unsigned: false,
        validated: false,
        minor_until: None,
        pay: Pay::default(),
        content: Content { leave_terms: true, purpose_vouched: true, ..Content::default() },
        elsewhere: Elsewhere { supervisor_quota: 24, ..Elsewhere::default() },
        abroad: Abroad::default(),
        rupture: None,
        severities: BTreeMap::new(),
    }
}

fn weeks(start: &str, end: &str, weekly: &str) -> Schedule {
    Schedule::new(day(start), day(end), Some(decimal(weekly)))
}
