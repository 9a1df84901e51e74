//! Internships that offices know by heart, and where counting days instead of hours goes wrong.

use guichet::domain::access::Establishment;
use guichet::domain::compliance::{Elsewhere, Facts, Pay, Rule, assess, check};
use guichet::domain::convention::Severity;
use guichet::domain::duration::{Irregular, Period, Schedule, Totals};

use super::{day, decimal, internship, weeks};

/// Worked days, hours, and the legal duration.
fn counted(schedule: &Schedule) -> (u32, String, (u32, u32, String)) {
    let totals = Totals::of(schedule).unwrap();
    let legal = totals.legal();
    (totals.days, totals.hours.to_string(), (legal.months, legal.days, legal.hours.to_string()))
}

fn result(days: u32, hours: &str, legal: (u32, u32, &str)) -> (u32, String, (u32, u32, String)) {
    (days, hours.into(), (legal.0, legal.1, legal.2.into()))
}

fn rules(facts: &Facts) -> Vec<(Rule, Severity)> {
    check(facts).into_iter().map(|finding| (finding.rule, finding.severity)).collect()
}

#[test]
fn one_spring_and_summer_with_and_without_a_closure() {
    let mut summer = weeks("2026-03-02", "2026-08-28", "35");
    assert_eq!(counted(&summer), result(124, "868", (5, 14, "0")));
    summer.interruptions.push(Period { from: day("2026-07-27"), to: day("2026-08-14") });
    assert_eq!(counted(&summer), result(109, "763", (4, 21, "0")));
}

#[test]
fn part_time_is_thirty_two_legal_days_not_forty() {
    assert_eq!(counted(&weeks("2026-04-06", "2026-06-05", "28")), result(40, "224", (1, 10, "0")));
}

#[test]
fn a_single_day_may_be_nothing_or_seven_hours() {
    assert_eq!(counted(&weeks("2026-05-01", "2026-05-01", "35")), result(0, "0", (0, 0, "0")));
    let one = weeks("2026-06-01", "2026-06-01", "35");
    assert_eq!(counted(&one), result(1, "7", (0, 1, "0")));
    assert_eq!(rules(&internship(one)), [], "ending on the day it starts is an internship");
}

#[test]
fn holidays_of_the_year_after_count_and_924_hours_are_noticed() {
    let winter = weeks("2026-12-01", "2027-06-30", "35");
    assert_eq!(counted(&winter), result(147, "1029", (6, 15, "0")));
    assert_eq!(rules(&internship(winter)), [(Rule::DurationMax, Severity::Blocking)]);
}

#[test]
fn three_hundred_and_fifteen_hours_are_not_for_nothing() {
    let unpaid = |end: &str| Facts {
        pay: Pay { gratification: Some(false), ..Pay::default() },
        ..internship(weeks("2026-02-02", end, "35"))
    };
    assert_eq!(rules(&unpaid("2026-04-02")), [], "308 hours");
    assert_eq!(rules(&unpaid("2026-04-03")), [(Rule::GratificationDue, Severity::Blocking)], "315 hours");
}

#[test]
fn half_days_keep_their_half_hours() {
    let mut uneven = Schedule::new(day("2026-06-01"), day("2026-06-19"), None);
    for (from, to, hours) in [
        ("2026-06-01", "2026-06-05", "3.5"),
        ("2026-06-08", "2026-06-12", "7"),
        ("2026-06-15", "2026-06-19", "3.5"),
    ] {
        uneven.irregular.push(Irregular { from: day(from), to: day(to), hours: decimal(hours) });
    }
    assert_eq!(counted(&uneven), result(15, "70", (0, 10, "0")));
}

#[test]
fn a_year_is_too_long_whoever_writes_it() {
    let year = internship(weeks("2025-09-01", "2026-09-01", "2"));
    assert_eq!(rules(&year), [(Rule::DatesLength, Severity::Blocking)]);
    assert_eq!(rules(&internship(weeks("2025-09-01", "2026-08-31", "2"))), []);
}

#[test]
fn two_internships_that_share_a_day_are_too_much_on_that_day() {
    let other = weeks("2026-04-01", "2026-06-30", "35");
    let second = internship(weeks("2026-06-30", "2026-08-28", "35"));
    let meeting = |allowed| Facts {
        elsewhere: Elsewhere {
            overlaps: vec![other.clone()],
            overlap_allowed: allowed,
            ..second.elsewhere.clone()
        },
        ..second.clone()
    };
    assert_eq!(rules(&meeting(false)), [(Rule::Overlap, Severity::Blocking)]);
    assert_eq!(rules(&meeting(true)), [(Rule::Overlap, Severity::Warning)], "a centre may allow it");
}

#[test]
fn the_year_turns_on_the_first_of_september() {
    let university = Establishment::default();
    assert_eq!(university.year_of(day("2026-08-31")), 2025);
    assert_eq!(university.year_of(day("2026-09-01")), 2026);
}

#[test]
fn hours_make_legal_days_at_any_rhythm() {
    // 100 hours are fourteen days and two hours, whether a week has 35 or 40.
    for (weekly, days) in [("35", "2026-06-19"), ("40", "2026-06-17")] {
        let mut some = weeks("2026-06-01", days, weekly);
        some.total = Some(decimal("100"));
        assert_eq!(counted(&some).2, (0, 14, "2".into()));
        assert!(assess(&internship(some)).totals.unwrap().overridden());
    }
}
