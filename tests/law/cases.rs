//! `legal-cases.csv`, line by line, against the functions that the screen, `law` and the checks call.

use guichet::domain::calendar::Calendar;
use guichet::domain::compliance::{Elsewhere, Facts, Pay, Rule, assess};
use guichet::domain::duration::{Pattern, Period, Schedule};

use super::{day, decimal, internship};

const CASES: &str = include_str!("legal-cases.csv");

#[test]
fn every_case_of_the_table_gives_what_it_must() {
    let mut table = csv::Reader::from_reader(CASES.as_bytes());
    let names = table.headers().unwrap().clone();
    let mut seen = 0;
    for row in table.records() {
        let row = row.unwrap();
        let cell = |name: &str| row.get(names.iter().position(|known| known == name).unwrap()).unwrap();
        let given = |name: &str| Some(cell(name)).filter(|text| !text.is_empty());
        let case = cell("case");

        let weekly = given("weekly_hours").map(decimal);
        let mut schedule = Schedule::new(day(cell("start")), day(cell("end")), weekly);
        schedule.patterns.extend(given("pattern").map(|hours| {
            let hours: Vec<_> = hours.split(' ').map(decimal).collect();
            Pattern { from: schedule.start, hours: hours.try_into().unwrap() }
        }));
        schedule.interruptions.extend(given("interruptions").map(|period| {
            let (from, to) = period.split_once("..").unwrap();
            Period { from: day(from), to: day(to) }
        }));
        schedule.calendar = Calendar::from_code(cell("calendar"));
        let base = internship(schedule);
        let facts = Facts {
            pay: Pay { signed: Some(day(cell("signed"))), ..Pay::default() },
            elsewhere: Elsewhere {
                declared_hours: given("prior_hours").map(decimal).unwrap_or_default(),
                ..base.elsewhere.clone()
            },
            ..base
        };

        let assessment = assess(&facts);
        let (totals, pay) = (assessment.totals.unwrap(), assessment.gratification.unwrap());
        let legal = totals.legal();
        assert_eq!(totals.days.to_string(), cell("worked_days"), "{case}");
        assert_eq!(totals.hours, decimal(cell("hours")), "{case}");
        assert_eq!(legal.months.to_string(), cell("legal_months"), "{case}");
        assert_eq!(legal.days.to_string(), cell("legal_days"), "{case}");
        assert_eq!(legal.hours, decimal(cell("legal_hours")), "{case}");
        assert_eq!(pay.due, cell("gratification_due") == "yes", "{case}");
        let over = assessment.findings.iter().any(|finding| finding.rule == Rule::DurationMax);
        assert_eq!(over, cell("over_924") == "yes", "{case}");
        assert_eq!(given("minimum_civil_year").is_some(), pay.due, "{case}");
        for (name, amount) in [
            ("minimum_civil_year", pay.minimum_civil_year),
            ("minimum_at_signature", pay.minimum_at_signature),
        ] {
            if let Some(expected) = given(name) {
                assert_eq!(amount.to_string(), expected, "{case}");
            }
        }
        seen += 1;
    }
    assert_eq!(seen, 14);
}
