//! What is due and what is offered: both sides of every threshold, the ceilings of each year, and sums that agree.

use proptest::prelude::*;

use super::*;
use crate::domain::duration::{Period, Schedule};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn totals(start: &str, end: &str, weekly: &str) -> Totals {
    Totals::of(&Schedule::new(day(start), day(end), Some(decimal(weekly)))).unwrap()
}

fn signed(text: &str) -> Terms<'static> {
    Terms {
        regime: Regime::Initial,
        signed: day(text),
        other_hours: Decimal::ZERO,
        ceilings: &[],
        branch_rates: &[],
        offers: &[],
    }
}

fn offer(amount: &str, unit: Unit) -> Offer {
    Offer { from: NaiveDate::MIN, amount: decimal(amount), unit, basis: None }
}

#[test]
fn nothing_is_due_up_to_three_hundred_and_eight_hours() {
    let terms = signed("2026-02-02");
    let exactly = Gratification::of(&totals("2026-02-02", "2026-04-02", "35"), &terms);
    assert_eq!((exactly.presence, exactly.due), (decimal("308"), false));
    let mut above = Schedule::new(day("2026-02-02"), day("2026-04-02"), Some(decimal("35")));
    above.total = Some(decimal("308.01"));
    let above = Totals::of(&above).unwrap();
    let due = |regime| Gratification::of(&above, &Terms { regime, ..terms }).due;
    assert!(due(Regime::Initial) && due(Regime::Cesure) && !due(Regime::Abroad) && !due(Regime::Outside));
    // Hours done before in the same organisation count.
    let before = Terms { other_hours: decimal("0.01"), ..terms };
    assert!(Gratification::of(&totals("2026-02-02", "2026-04-02", "35"), &before).due);
}

#[test]
fn it_is_due_for_every_hour_from_the_first() {
    let spring = Gratification::of(&totals("2026-03-02", "2026-08-28", "35"), &signed("2026-03-02"));
    assert_eq!(spring.minimum_civil_year, decimal("3906.00"));
    assert_eq!(spring.minimum_at_signature, decimal("3906.00"));
    assert_eq!((spring.instalments, spring.smoothed), (6, decimal("651.00")));
    let months: Vec<String> = spring.months.iter().map(|month| month.minimum.to_string()).collect();
    // March to August: 22, 21, 18, 22, 22 and 20 days of 7 hours at 4.50, less the holidays.
    assert_eq!(months, ["693.00", "661.50", "535.50", "693.00", "693.00", "630.00"]);
}

#[test]
fn the_example_of_the_urssaf() {
    let winter = Gratification::of(&totals("2023-01-01", "2023-04-30", "35"), &signed("2023-01-01"));
    let months: Vec<String> = winter.months.iter().map(|month| month.minimum.to_string()).collect();
    assert_eq!(months, ["623.70", "567.00", "652.05", "538.65"]);
    assert_eq!((winter.minimum_civil_year, winter.smoothed), (decimal("2381.40"), decimal("595.35")));
}

#[test]
fn a_new_ceiling_counts_from_the_first_of_january() {
    let winter = Gratification::of(&totals("2025-11-03", "2026-02-27", "35"), &signed("2025-10-20"));
    assert_eq!(winter.minimum_civil_year, decimal("2539.95"));
    assert_eq!(winter.minimum_at_signature, decimal("2496.90"));
    let years: Vec<_> =
        winter.years.iter().map(|y| (y.year, y.hours.to_string(), y.rate.to_string())).collect();
    assert_eq!(years, [(2025, "287".into(), "4.35".into()), (2026, "287".into(), "4.50".into())]);
    assert!(winter.years.iter().all(|year| !year.provisional));
}

#[test]
fn each_year_has_its_ceiling_and_each_signature_its_share() {
    for (year, rate) in [
        (2016, "3.6"),
        (2017, "3.6"),
        (2018, "3.75"),
        (2019, "3.75"),
        (2020, "3.9"),
        (2021, "3.9"),
        (2022, "3.9"),
        (2023, "4.05"),
        (2024, "4.35"),
        (2025, "4.35"),
        (2026, "4.5"),
        (2031, "4.5"),
    ] {
        let (start, end) = (format!("{year}-03-01"), format!("{year}-06-30"));
        let one = Gratification::of(&totals(&start, &end, "35"), &signed(&start));
        assert_eq!(one.rate_at_signature, decimal(rate), "{year}");
        assert_eq!(one.years[0].rate, decimal(rate), "{year}");
        assert_eq!(one.years[0].provisional, year > 2026, "{year}");
    }
    let at = |text: &str| share(day(text)).to_string();
    assert_eq!([at("2014-11-30"), at("2014-12-01")], ["0.1250", "0.1375"]);
    assert_eq!([at("2015-08-31"), at("2015-09-01")], ["0.1375", "0.1500"]);
    // A ceiling that the database knows completes those of the program.
    let ceilings = [(day("2027-01-01"), decimal("31"))];
    let later = Terms { ceilings: &ceilings, ..signed("2027-01-04") };
    let later = Gratification::of(&totals("2027-03-01", "2027-06-30", "35"), &later);
    assert_eq!((later.rate_at_signature, later.years[0].provisional), (decimal("4.65"), false));
}

#[test]
fn the_rate_of_the_branch_holds_when_it_is_higher() {
    let branch_rates = [(day("2026-01-01"), decimal("4")), (day("2026-05-01"), decimal("5"))];
    let terms = Terms { branch_rates: &branch_rates, ..signed("2026-03-02") };
    let spring = Gratification::of(&totals("2026-03-02", "2026-06-30", "35"), &terms);
    let rates: Vec<String> = spring.segments.iter().map(|segment| segment.rate.to_string()).collect();
    assert_eq!(rates, ["4.50", "5.00"]);
    assert_eq!(spring.rate_at_signature, decimal("4.5"));
    assert_eq!(spring.years[0].rate, decimal("5"));
}

#[test]
fn an_offer_is_counted_in_its_own_unit() {
    let spring = totals("2026-03-02", "2026-08-28", "35");
    for (amount, unit, expected) in [
        ("4.50", Unit::Hour, "3906.00"),
        ("31.50", Unit::Day, "3906.00"),
        ("150", Unit::Week, "3900.00"),
        ("651", Unit::Month, "3906.00"),
        ("4000", Unit::Total, "4000.00"),
    ] {
        let offers = [offer(amount, unit)];
        let one = Gratification::of(&spring, &Terms { offers: &offers, ..signed("2026-03-02") });
        assert_eq!(one.offered, Some(decimal(expected)), "{unit:?}");
    }
    assert_eq!(Gratification::of(&spring, &signed("2026-03-02")).offered, None);
}

#[test]
fn a_rise_in_june_does_not_revalue_march() {
    let spring = totals("2026-03-02", "2026-08-28", "35");
    let raised = Offer { from: day("2026-06-01"), ..offer("6", Unit::Hour) };
    let offers = [offer("4.50", Unit::Hour), raised];
    let one = Gratification::of(&spring, &Terms { offers: &offers, ..signed("2026-03-02") });
    // 61 days at 7 hours until May, 63 from June on... each at its own amount.
    let by_segment: Vec<_> = one.segments.iter().map(|s| (s.share.hours, s.offered.unwrap())).collect();
    let (before, after) = (by_segment[0], by_segment[1]);
    assert_eq!(before.1, before.0 * decimal("4.50"));
    assert_eq!(after.1, after.0 * decimal("6"));
    assert_eq!(one.offered, Some(before.1 + after.1));
    assert_eq!(one.minimum_civil_year, decimal("3906.00"));
}

#[test]
fn only_presence_is_paid() {
    let mut leave = Schedule::new(day("2026-03-02"), day("2026-08-28"), Some(decimal("35")));
    leave.absences.push(Period { from: day("2026-06-01"), to: day("2026-06-05") });
    let one = Gratification::of(&Totals::of(&leave).unwrap(), &signed("2026-03-02"));
    assert_eq!((one.presence, one.minimum_civil_year), (decimal("868"), decimal("3748.50")));
}

proptest! {
    #[test]
    fn months_years_and_segments_add_up(
        offset in 0_i64..900, length in 0_i64..370, weekly in 0_i64..6_000,
        amount in 0_i64..1_000, unit in prop::sample::select(Unit::ALL), rise in 0_i64..370,
    ) {
        let start = day("2024-01-01") + chrono::TimeDelta::days(offset);
        let end = start + chrono::TimeDelta::days(length);
        let totals = Totals::of(&Schedule::new(start, end, Some(Decimal::new(weekly, 2)))).unwrap();
        let first = Offer { from: NaiveDate::MIN, amount: Decimal::new(amount, 2), unit, basis: None };
        let offers = [first, Offer { from: start + chrono::TimeDelta::days(rise), ..first }];
        let one = Gratification::of(&totals, &Terms { offers: &offers, ..signed("2024-01-01") });
        let sum = |amounts: Vec<Decimal>| amounts.into_iter().sum::<Decimal>();
        prop_assert_eq!(sum(one.months.iter().map(|month| month.minimum).collect()), one.minimum_civil_year);
        prop_assert_eq!(sum(one.years.iter().map(|year| year.minimum).collect()), one.minimum_civil_year);
        prop_assert_eq!(sum(one.segments.iter().map(|segment| segment.minimum).collect()), one.minimum_civil_year);
        // The same amount twice is no change.
        let alone = Gratification::of(&totals, &Terms { offers: &offers[..1], ..signed("2024-01-01") });
        prop_assert_eq!(alone.offered, one.offered);
    }
}
