//! Why a schedule makes the days and hours that it makes: line by line, from all its days to the result. The lines add
//! up to the totals.

use rust_decimal::Decimal;
use serde::Serialize;

use super::schedule::{Period, Schedule, Standing, Unsound};
use super::totals::Totals;
use crate::domain::calendar::Holiday;

/// What a line speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Reason {
    /// Every day from the first to the last.
    Span(Period),
    /// Days on which no hours are planned.
    Rest,
    /// An interruption.
    Interruption(Period),
    /// A public holiday.
    Holiday(Holiday),
    /// A public holiday that is worked: nothing is taken away.
    WorkedHoliday(Holiday),
    /// An authorised absence: only what is paid is less.
    Absence(Period),
    /// Somebody wrote another total.
    Override,
}

/// A line: what it adds, or takes away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What it speaks of.
    #[serde(flatten)]
    pub reason: Reason,
    /// Days.
    pub days: i64,
    /// Hours of duration.
    pub hours: Decimal,
    /// Hours that are paid.
    pub paid_hours: Decimal,
}

/// The lines of a schedule, whose sums are those of its totals.
///
/// # Errors
/// When the schedule has no days, or too many.
pub fn explain(schedule: &Schedule) -> Result<Vec<Line>, Unsound> {
    let line = |reason| Line { reason, days: 0, hours: Decimal::ZERO, paid_hours: Decimal::ZERO };
    let mut span = line(Reason::Span(Period { from: schedule.start, to: schedule.end }));
    let mut rest = line(Reason::Rest);
    let of = |period: &Period| line(Reason::Interruption(*period));
    let mut interruptions: Vec<Line> = schedule.interruptions.iter().map(of).collect();
    let mut absences: Vec<Line> =
        schedule.absences.iter().map(|period| line(Reason::Absence(*period))).collect();
    let mut holidays = Vec::new();
    for (day, hours, standing) in schedule.days()? {
        span.add(1, hours);
        match standing {
            Standing::Rest => rest.add(-1, hours),
            Standing::Interrupted(at) => interruptions[at].add(-1, -hours),
            Standing::Holiday(feast) => {
                let mut taken = line(Reason::Holiday(Holiday { day, feast }));
                taken.add(-1, -hours);
                holidays.push(taken);
            }
            Standing::Absent(at) => absences[at].paid_hours -= hours,
            Standing::Present(Some(feast)) => {
                holidays.push(line(Reason::WorkedHoliday(Holiday { day, feast })));
            }
            Standing::Present(None) => {}
        }
    }
    let mut lines = vec![span];
    lines.extend((rest.days != 0).then_some(rest));
    lines.append(&mut holidays);
    lines.append(&mut interruptions);
    lines.append(&mut absences);
    lines.extend(overridden(schedule, &lines)?);
    for line in &mut lines {
        (line.hours, line.paid_hours) = (line.hours.normalize(), line.paid_hours.normalize());
    }
    Ok(lines)
}

/// What a written total adds to the days, or takes from them.
fn overridden(schedule: &Schedule, lines: &[Line]) -> Result<Option<Line>, Unsound> {
    if schedule.total.is_none() {
        return Ok(None);
    }
    let totals = Totals::of(schedule)?;
    let sum = |of: fn(&Line) -> Decimal| lines.iter().map(of).sum::<Decimal>();
    Ok(totals.overridden().then(|| Line {
        reason: Reason::Override,
        days: 0,
        hours: totals.hours - sum(|line| line.hours),
        paid_hours: totals.paid_hours - sum(|line| line.paid_hours),
    }))
}

impl Line {
    fn add(&mut self, days: i64, hours: Decimal) {
        self.days += days;
        self.hours += hours;
        self.paid_hours += hours;
    }
}
