//! Days, hours and legal durations: the cases of everyday life, and what holds for every schedule.

use chrono::{Datelike, NaiveDate, TimeDelta};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::domain::calendar::Calendar;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn period(from: &str, to: &str) -> Period {
    Period { from: day(from), to: day(to) }
}

fn week(hours: [&str; 7]) -> Week {
    hours.map(decimal)
}

fn schedule(start: &str, end: &str, weekly: &str) -> Schedule {
    Schedule::new(day(start), day(end), Some(decimal(weekly)))
}

fn totals(schedule: &Schedule) -> Totals {
    Totals::of(schedule).unwrap()
}

/// Worked days, hours, legal months, days and hours.
fn counted(schedule: &Schedule) -> (u32, Decimal, u32, u32, Decimal) {
    let totals = totals(schedule);
    let legal = totals.legal();
    (totals.days, totals.hours, legal.months, legal.days, legal.hours)
}

fn count(
    days: u32,
    hours: &str,
    months: u32,
    legal_days: u32,
    legal_hours: &str,
) -> (u32, Decimal, u32, u32, Decimal) {
    (days, decimal(hours), months, legal_days, decimal(legal_hours))
}

#[test]
fn a_spring_and_summer_make_five_months_and_fourteen_days() {
    let mut summer = schedule("2026-03-02", "2026-08-28", "35");
    assert_eq!(counted(&summer), count(124, "868", 5, 14, "0"));
    summer.interruptions.push(period("2026-07-27", "2026-08-14"));
    assert_eq!(counted(&summer), count(109, "763", 4, 21, "0"));
}

#[test]
fn part_time_counts_by_hours_not_by_days() {
    assert_eq!(counted(&schedule("2026-04-06", "2026-06-05", "28")), count(40, "224", 1, 10, "0"));
    assert_eq!(counted(&schedule("2026-03-02", "2026-04-30", "39")), count(43, "335.4", 2, 3, "6.4"));
}

#[test]
fn one_day_may_be_worked_or_a_holiday() {
    assert_eq!(counted(&schedule("2026-05-01", "2026-05-01", "35")), count(0, "0", 0, 0, "0"));
    assert_eq!(counted(&schedule("2026-06-01", "2026-06-01", "35")), count(1, "7", 0, 1, "0"));
    let mut worked = schedule("2026-05-01", "2026-05-01", "35");
    worked.worked_holidays.push(day("2026-05-01"));
    assert_eq!(counted(&worked), count(1, "7", 0, 1, "0"));
    assert_eq!(totals(&worked).unusual_hours, decimal("7"));
}

#[test]
fn holidays_count_in_every_year_touched() {
    // With those of 2026 only it would be 151 days.
    assert_eq!(counted(&schedule("2026-12-01", "2027-06-30", "35")), count(147, "1029", 6, 15, "0"));
}

#[test]
fn the_place_of_work_decides_the_holidays() {
    let mut december = schedule("2025-12-22", "2026-01-02", "35");
    assert_eq!(totals(&december).days, 8);
    december.calendar = Some(Calendar::AlsaceMoselle);
    assert_eq!(totals(&december).days, 7);
    december.calendar = Some(Calendar::None);
    assert_eq!(totals(&december).days, 10);
    december.calendar = None;
    (december.country, december.postal_code) = ("FR".into(), Some("67000".into()));
    assert_eq!(totals(&december).days, 7);
    december.country = "DE".into();
    assert_eq!(totals(&december).days, 10);
}

#[test]
fn irregular_days_have_hours_of_their_own() {
    let mut irregular = Schedule::new(day("2026-06-01"), day("2026-06-19"), None);
    for (from, to, hours) in [
        ("2026-06-01", "2026-06-05", "3.5"),
        ("2026-06-08", "2026-06-12", "7"),
        ("2026-06-15", "2026-06-19", "3.5"),
    ] {
        irregular.irregular.push(Irregular { from: day(from), to: day(to), hours: decimal(hours) });
    }
    assert_eq!(counted(&irregular), count(15, "70", 0, 10, "0"));

    // Over a week that has hours: they replace them; a Saturday counts when it is named.
    let mut june = schedule("2026-06-01", "2026-06-14", "35");
    june.irregular.push(Irregular { from: day("2026-06-01"), to: day("2026-06-07"), hours: decimal("4") });
    assert_eq!(counted(&june), count(10, "55", 0, 7, "6"));
    june.irregular.push(Irregular { from: day("2026-06-13"), to: day("2026-06-13"), hours: decimal("5") });
    assert_eq!(counted(&june), count(11, "60", 0, 8, "4"));
}

#[test]
fn the_latest_pattern_that_has_begun_holds() {
    let mut changing = schedule("2026-04-02", "2026-06-25", "0");
    changing
        .patterns
        .push(Pattern { from: day("2026-04-02"), hours: week(["0", "0", "0", "7", "0", "0", "0"]) });
    // Thirteen Thursdays, of which one is the Ascension.
    assert_eq!(counted(&changing), count(12, "84", 0, 12, "0"));
    changing
        .patterns
        .push(Pattern { from: day("2026-06-01"), hours: week(["7", "7", "0", "0", "0", "0", "4"]) });
    // Eight Thursdays, then four Mondays, four Tuesdays and three Sundays.
    assert_eq!(counted(&changing), count(19, "124", 0, 17, "5"));
    assert_eq!(totals(&changing).unusual_hours, decimal("12"));
    // Before the first pattern, the week is the weekly hours.
    let mut later = schedule("2026-06-01", "2026-06-12", "35");
    later
        .patterns
        .push(Pattern { from: day("2026-06-08"), hours: week(["1", "0", "0", "0", "0", "0", "0"]) });
    assert_eq!(counted(&later), count(6, "36", 0, 5, "1"));
}

#[test]
fn an_authorised_absence_counts_and_is_not_paid() {
    let mut leave = schedule("2026-06-01", "2026-06-12", "35");
    leave.absences.push(period("2026-06-04", "2026-06-05"));
    let totals = totals(&leave);
    assert_eq!((totals.days, totals.hours), (10, decimal("70")));
    assert_eq!((totals.paid_days, totals.paid_hours), (8, decimal("56")));
}

#[test]
fn a_written_total_holds_and_is_shared_out_by_month() {
    let mut written = schedule("2026-03-02", "2026-04-30", "35");
    written.total = Some(decimal("300"));
    let totals = totals(&written);
    assert!(totals.overridden());
    assert_eq!((totals.days, totals.hours, totals.computed), (43, decimal("300"), decimal("301")));
    assert_eq!(totals.paid_hours, decimal("300"));
    let months: Vec<Decimal> = totals.months().iter().map(|month| month.hours).collect();
    assert_eq!(months, [decimal("153.49"), decimal("146.51")]);
    // What agrees with the days is no other total, and without days it is all there is.
    written.total = Some(decimal("301.00"));
    assert!(!Totals::of(&written).unwrap().overridden());
    let mut bare = Schedule::new(day("2026-03-02"), day("2026-04-30"), None);
    bare.total = Some(decimal("140"));
    let totals = Totals::of(&bare).unwrap();
    assert_eq!((totals.days, totals.hours, totals.paid_hours), (0, decimal("140"), decimal("140")));
    assert_eq!(totals.months().iter().map(|month| month.paid_hours).sum::<Decimal>(), decimal("140"));
}

#[test]
fn the_longest_day_and_week_are_found() {
    let mut long = schedule("2026-06-01", "2026-06-12", "35");
    long.irregular.push(Irregular { from: day("2026-06-10"), to: day("2026-06-10"), hours: decimal("11") });
    let totals = totals(&long);
    assert_eq!(totals.longest_day, Some((day("2026-06-10"), decimal("11"))));
    assert_eq!(totals.longest_week, Some((day("2026-06-08"), decimal("39"))));
    assert_eq!(totals.weeks(), 2);
    assert_eq!(Totals::of(&schedule("2026-05-01", "2026-05-01", "35")).unwrap().longest_day, None);
}

#[test]
fn months_are_counted_from_day_to_day() {
    for (start, end, months) in [
        ("2026-03-02", "2026-08-28", 6),
        ("2023-01-01", "2023-04-30", 4),
        ("2026-04-06", "2026-06-05", 2),
        ("2026-03-15", "2026-06-15", 3),
        ("2026-01-31", "2026-02-28", 1),
        ("2026-02-02", "2026-08-12", 6),
        ("2025-11-03", "2026-02-27", 4),
        ("2026-06-01", "2026-06-01", 1),
    ] {
        assert_eq!(totals(&schedule(start, end, "35")).calendar_months(), months, "{start} {end}");
    }
}

#[test]
fn what_has_no_days_is_not_counted() {
    assert_eq!(Totals::of(&schedule("2026-06-02", "2026-06-01", "35")), Err(Unsound::Reversed));
    assert_eq!(Totals::of(&schedule("2026-06-02", "2926-06-01", "35")), Err(Unsound::TooLong));
    assert_eq!(explain(&schedule("2026-06-02", "2026-06-01", "35")), Err(Unsound::Reversed));
}

#[test]
fn hours_make_days_and_months() {
    let legal = |hours: &str| {
        let legal = LegalDuration::of(decimal(hours));
        (legal.months, legal.days, legal.hours.to_string())
    };
    for (hours, expected) in [
        ("0", (0, 0, "0")),
        ("6.99", (0, 0, "6.99")),
        ("7", (0, 1, "0")),
        ("100", (0, 14, "2")),
        ("154", (1, 0, "0")),
        ("308", (2, 0, "0")),
        ("308.01", (2, 0, "0.01")),
        ("924", (6, 0, "0")),
        ("976", (6, 7, "3")),
        ("-3", (0, 0, "0")),
    ] {
        let (months, days, over) = expected;
        assert_eq!(legal(hours), (months, days, over.to_owned()), "{hours}");
    }
}

#[test]
fn a_hundred_and_nine_days_are_explained() {
    let mut summer = schedule("2026-03-02", "2026-08-28", "35");
    summer.interruptions.push(period("2026-07-27", "2026-08-14"));
    let lines = explain(&summer).unwrap();
    let told: Vec<(i64, String)> = lines.iter().map(|line| (line.days, line.hours.to_string())).collect();
    let expected = [
        (180, "910"), // from 2 March to 28 August
        (-50, "0"),   // Saturdays and Sundays
        (-1, "-7"),   // Easter Monday
        (-1, "-7"),   // 1 May
        (-1, "-7"),   // 8 May
        (-1, "-7"),   // Ascension
        (-1, "-7"),   // Whit Monday; 14 July follows, 15 August is a Saturday
        (-1, "-7"),
        (-15, "-105"),
    ];
    assert_eq!(told, expected.map(|(days, hours)| (days, hours.to_owned())));
    assert!(matches!(lines[2].reason, Reason::Holiday(holiday) if holiday.day == day("2026-04-06")));
}

/// Any schedule that people could mean, and many that they could not.
fn any_schedule() -> impl Strategy<Value = Schedule> {
    let start = (0_i64..1_000).prop_map(|offset| day("2024-01-01") + TimeDelta::days(offset));
    let hours = || (0_i64..=1_200).prop_map(|hundredths| Decimal::new(hundredths, 2));
    let span = || (0_i64..400, 0_i64..40);
    let pattern = (0_i64..300, prop::array::uniform7(hours()));
    let irregular = (span(), hours());
    (
        (start, 0_i64..370, prop::option::of((0_i64..=6_000).prop_map(|h| Decimal::new(h, 2)))),
        prop::collection::vec(pattern, 0..3),
        prop::collection::vec(irregular, 0..3),
        prop::collection::vec(span(), 0..3),
        prop::collection::vec(span(), 0..2),
        prop::collection::vec(0_i64..370, 0..4),
        prop::sample::select(Calendar::ALL),
        prop::option::weighted(0.2, (0_i64..100_000).prop_map(|h| Decimal::new(h, 2))),
    )
        .prop_map(
            |(
                (start, length, weekly),
                patterns,
                irregular,
                interruptions,
                absences,
                worked,
                calendar,
                total,
            )| {
                let at = |offset: i64| start + TimeDelta::days(offset);
                let period = |(offset, length)| Period { from: at(offset), to: at(offset + length) };
                let mut schedule = Schedule::new(start, at(length), weekly);
                schedule.patterns =
                    patterns.into_iter().map(|(offset, hours)| Pattern { from: at(offset), hours }).collect();
                schedule.irregular = irregular
                    .into_iter()
                    .map(|(span, hours)| {
                        let Period { from, to } = period(span);
                        Irregular { from, to, hours }
                    })
                    .collect();
                schedule.interruptions = interruptions.into_iter().map(period).collect();
                schedule.absences = absences.into_iter().map(period).collect();
                schedule.worked_holidays = worked.into_iter().map(at).collect();
                schedule.calendar = Some(calendar);
                schedule.total = total;
                schedule
            },
        )
}

/// Days, hours, paid days and paid hours of some shares.
fn sums(shares: &[Share]) -> (u32, Decimal, u32, Decimal) {
    (
        shares.iter().map(|one| one.days).sum(),
        shares.iter().map(|one| one.hours).sum(),
        shares.iter().map(|one| one.paid_days).sum(),
        shares.iter().map(|one| one.paid_hours).sum(),
    )
}

fn all_of(totals: &Totals) -> (u32, Decimal, u32, Decimal) {
    (totals.days, totals.hours, totals.paid_days, totals.paid_hours)
}

proptest! {
    #[test]
    fn an_interruption_never_adds_days(schedule in any_schedule(), from in 0_i64..370, length in 0_i64..60) {
        let before = totals(&Schedule { total: None, ..schedule.clone() });
        let mut interrupted = Schedule { total: None, ..schedule };
        let first = interrupted.start + TimeDelta::days(from);
        interrupted.interruptions.push(Period { from: first, to: first + TimeDelta::days(length) });
        let after = totals(&interrupted);
        prop_assert!(after.days <= before.days);
        prop_assert!(after.hours <= before.hours);
        prop_assert!(after.paid_hours <= before.paid_hours);
    }

    #[test]
    fn splitting_changes_nothing(schedule in any_schedule(), at in 0_i64..370) {
        let whole = totals(&Schedule { total: None, ..schedule.clone() });
        let cut = schedule.start + TimeDelta::days(at);
        // The internship in two.
        if schedule.start < cut && cut <= schedule.end {
            let first = Schedule { end: cut.pred_opt().unwrap(), total: None, ..schedule.clone() };
            let second = Schedule { start: cut, total: None, ..schedule.clone() };
            let (first, second) = (totals(&first), totals(&second));
            prop_assert_eq!(first.days + second.days, whole.days);
            prop_assert_eq!(first.hours + second.hours, whole.hours);
            prop_assert_eq!(first.paid_hours + second.paid_hours, whole.paid_hours);
        }
        // Each of its periods in two.
        let mut split = Schedule { total: None, ..schedule };
        for periods in [&mut split.interruptions, &mut split.absences] {
            *periods = periods
                .iter()
                .flat_map(|period| {
                    let inside = period.from < cut && cut <= period.to;
                    let parts = if inside {
                        vec![(period.from, cut.pred_opt().unwrap()), (cut, period.to)]
                    } else {
                        vec![(period.from, period.to)]
                    };
                    parts.into_iter().map(|(from, to)| Period { from, to })
                })
                .collect();
        }
        let parts = totals(&split);
        prop_assert_eq!(all_of(&parts), all_of(&whole));
    }

    #[test]
    fn every_division_adds_up_to_the_total(schedule in any_schedule(), cuts in prop::collection::vec(0_i64..400, 0..5)) {
        let totals = totals(&schedule);
        let months = totals.months();
        prop_assert_eq!(sums(&months), all_of(&totals));
        prop_assert_eq!(months[0].from, schedule.start);
        prop_assert_eq!(months[months.len() - 1].to, schedule.end);
        prop_assert!(months.iter().all(|month| (month.from.year(), month.from.month()) == (month.to.year(), month.to.month())));
        let cuts: Vec<NaiveDate> = cuts.into_iter().map(|at| schedule.start + TimeDelta::days(at)).collect();
        prop_assert_eq!(sums(&totals.segments(&cuts)), all_of(&totals));
    }

    #[test]
    fn the_legal_duration_grows_with_the_hours(less in 0_i64..200_000, more in 0_i64..200_000) {
        let (less, more) = (less.min(more), less.max(more));
        let legal = |hundredths| LegalDuration::of(Decimal::new(hundredths, 2));
        prop_assert!(legal(less) <= legal(more));
        // And says no more nor less than the hours.
        let told = legal(more);
        let back = Decimal::from(told.months * MONTH_DAYS + told.days) * DAY_HOURS + told.hours;
        prop_assert_eq!(back, Decimal::new(more, 2));
        prop_assert!(told.days < MONTH_DAYS && told.hours < DAY_HOURS);
    }

    #[test]
    fn an_explanation_sums_to_the_result(schedule in any_schedule()) {
        let totals = totals(&schedule);
        let lines = explain(&schedule).unwrap();
        prop_assert_eq!(lines.iter().map(|line| line.days).sum::<i64>(), i64::from(totals.days));
        prop_assert_eq!(lines.iter().map(|line| line.hours).sum::<Decimal>(), totals.hours);
        prop_assert_eq!(lines.iter().map(|line| line.paid_hours).sum::<Decimal>(), totals.paid_hours);
    }
}
