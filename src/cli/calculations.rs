//! What the rules compute of one internship, as `law` and `inspect` show it: days, hours, legal duration, gratification.

use rust_decimal::Decimal;
use serde::Serialize;

use super::labels::Labels;
use crate::app::words;
use crate::domain::calendar::Calendar;
use crate::domain::compliance::{Assessment, Facts};
use crate::domain::duration::{Line, Totals, explain};
use crate::domain::gratification::{Gratification, LONGEST};

/// The calculations of one internship.
#[derive(Clone, Debug, Serialize)]
pub struct Calculations {
    /// Which public holidays hold.
    pub calendar: Calendar,
    /// Days with presence.
    pub worked_days: u32,
    /// Hours of duration.
    pub hours: Decimal,
    /// Those that the days make, where somebody wrote another total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub computed_hours: Option<Decimal>,
    /// Days that are paid: without authorised absences.
    pub paid_days: u32,
    /// Hours that are paid.
    pub paid_hours: Decimal,
    /// Hours on Sundays and public holidays.
    pub unusual_hours: Decimal,
    /// Legal duration, in months of 22 days.
    pub legal_months: u32,
    /// Days of 7 hours over.
    pub legal_days: u32,
    /// Hours over.
    pub legal_hours: Decimal,
    /// A gratification is due.
    pub gratification_due: bool,
    /// More than six months in the organisation and academic year.
    pub over_924: bool,
    /// The least that is paid in all at the rate of each civil year, when it is due.
    pub minimum_civil_year: Option<Decimal>,
    /// The same at the rate of the signature.
    pub minimum_at_signature: Option<Decimal>,
    /// The gratification in detail.
    pub gratification: Gratification,
    /// Why so many days: lines that add up to them.
    pub explanation: Vec<Line>,
    #[serde(skip)]
    totals: Totals,
}

impl Calculations {
    /// Those of an internship; none while its days are not known.
    pub fn of(facts: &Facts, assessment: &Assessment) -> Option<Self> {
        let (totals, gratification) = (assessment.totals.as_ref()?, assessment.gratification.clone()?);
        let schedule = facts.schedule.as_ref()?;
        let legal = totals.legal();
        let due = gratification.due;
        Some(Self {
            calendar: schedule.calendar(),
            worked_days: totals.days,
            hours: totals.hours,
            computed_hours: totals.overridden().then_some(totals.computed),
            paid_days: totals.paid_days,
            paid_hours: totals.paid_hours,
            unusual_hours: totals.unusual_hours,
            legal_months: legal.months,
            legal_days: legal.days,
            legal_hours: legal.hours,
            gratification_due: due,
            over_924: gratification.presence > LONGEST,
            minimum_civil_year: due.then_some(gratification.minimum_civil_year),
            minimum_at_signature: due.then_some(gratification.minimum_at_signature),
            explanation: explain(schedule).unwrap_or_default(),
            totals: totals.clone(),
            gratification,
        })
    }

    /// The days, the legal duration and the gratification.
    pub fn tell(&self, lines: &mut Labels) {
        for (id, value) in words::calculated(lines.texts, &self.totals, &self.gratification) {
            lines.say(id, value);
        }
    }

    /// Line by line, why so many days and hours.
    pub fn tell_why(&self, lines: &mut Labels) {
        for line in words::explained(lines.texts, &self.explanation, &self.totals) {
            lines.say("law-why", line);
        }
    }

    /// Month by month, what is paid at least.
    pub fn tell_months(&self, lines: &mut Labels) {
        for month in words::monthly(lines.texts, &self.gratification) {
            lines.say("law-month", month);
        }
        for year in words::provisional(lines.texts, &self.gratification) {
            lines.say("law-rates", year);
        }
    }
}
