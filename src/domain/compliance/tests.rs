//! Each rule on both sides of its thresholds, and only where it applies.

use std::collections::BTreeMap;

use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::duration::{Irregular, Pattern, Period, Schedule};
use crate::domain::gratification::{Offer, Unit};

mod people;
mod writing;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn period(from: &str, to: &str) -> Period {
    Period { from: day(from), to: day(to) }
}

fn per(amount: &str, unit: Unit) -> Vec<Offer> {
    vec![Offer { from: NaiveDate::MIN, amount: decimal(amount), unit, basis: None }]
}

/// Six months of a spring and summer, complete, paid as it must be, validated and signed: nothing to say.
fn facts() -> Facts {
    Facts {
        regime: Regime::Initial,
        year: 2025,
        year_starts: (9, 1),
        year_extension_days: 0,
        start_date: Some(day("2026-03-02")),
        end_date: Some(day("2026-08-28")),
        schedule: Some(Schedule::new(day("2026-03-02"), day("2026-08-28"), Some(decimal("35")))),
        stage: Stage::Far,
        unsigned: false,
        validated: true,
        minor_until: None,
        pay: Pay {
            gratification: Some(true),
            offers: per("4.50", Unit::Hour),
            signed: Some(day("2026-02-20")),
            ..Pay::default()
        },
        content: Content {
            supervisor_optional: true,
            leave_terms: true,
            teaching_hours: Some(450),
            student_template: true,
            purpose_vouched: true,
            ..Content::default()
        },
        elsewhere: Elsewhere {
            supervisor_quota: 24,
            supervisor_files: 1,
            host_files: 1,
            ..Elsewhere::default()
        },
        abroad: Abroad::default(),
        rupture: None,
        severities: BTreeMap::new(),
    }
}

/// The same between other days.
fn between(start: &str, end: &str, weekly: &str) -> Facts {
    Facts {
        start_date: Some(day(start)),
        end_date: Some(day(end)),
        schedule: Some(Schedule::new(day(start), day(end), Some(decimal(weekly)))),
        ..facts()
    }
}

fn found(facts: &Facts) -> Vec<(Rule, Severity)> {
    check(facts).into_iter().map(|finding| (finding.rule, finding.severity)).collect()
}

/// The one finding of a file.
#[track_caller]
fn only(facts: &Facts) -> Finding {
    let findings = check(facts);
    assert_eq!(findings.len(), 1, "{findings:?}");
    findings[0].clone()
}

#[track_caller]
fn is(facts: &Facts, rule: Rule, severity: Severity, case: &str) {
    let finding = only(facts);
    let told = finding.figures.case.as_deref().unwrap_or_default();
    assert_eq!((finding.rule, finding.severity, told), (rule, severity, case));
}

#[track_caller]
fn clear(facts: &Facts) {
    assert_eq!(check(facts), []);
}

#[test]
fn a_complete_file_is_clear() {
    clear(&facts());
    clear(&Facts { schedule: None, start_date: None, end_date: None, ..facts() });
}

#[test]
fn an_end_before_the_start_blocks() {
    let wrong = between("2026-03-02", "2026-03-01", "35");
    assert_eq!(found(&wrong), [(Rule::DatesOrder, Severity::Blocking)]);
    // One day is an internship.
    clear(&between("2026-03-02", "2026-03-02", "35"));
}

#[test]
fn a_year_and_a_day_is_too_long_and_a_year_is_not() {
    let year = Facts { regime: Regime::Outside, ..between("2025-09-01", "2026-08-31", "7") };
    let year = Facts { content: Content { student_template: false, ..year.content.clone() }, ..year };
    assert_eq!(found(&year), [(Rule::Outside, Severity::Information)]);
    let longer = Facts { start_date: Some(day("2025-08-31")), ..year };
    assert_eq!(found(&longer)[0], (Rule::DatesLength, Severity::Blocking));
}

#[test]
fn an_interruption_outside_its_days_blocks() {
    let mut wrong = facts();
    let interruptions = &mut wrong.schedule.as_mut().unwrap().interruptions;
    interruptions.push(period("2026-08-24", "2026-08-28"));
    clear(&wrong);
    wrong.schedule.as_mut().unwrap().interruptions[0].to = day("2026-08-29");
    assert_eq!(found(&wrong), [(Rule::DatesInterruption, Severity::Blocking)]);
}

#[test]
fn the_end_of_the_year_warns_after_the_extension() {
    clear(&between("2026-06-01", "2026-08-31", "35"));
    let late = between("2026-06-01", "2026-09-01", "35");
    assert_eq!(found(&late), [(Rule::EndOfYear, Severity::Warning)]);
    clear(&Facts { year_extension_days: 1, ..late });
}

#[test]
fn a_convention_comes_before_the_internship() {
    let unsigned = |stage, validated| Facts { stage, unsigned: true, validated, ..facts() };
    clear(&unsigned(Stage::Far, false));
    is(&unsigned(Stage::Soon, false), Rule::SignedBeforeStart, Severity::Warning, "soon");
    is(&unsigned(Stage::Soon, true), Rule::SignedBeforeStart, Severity::Warning, "soon");
    is(&unsigned(Stage::Begun, false), Rule::SignedBeforeStart, Severity::Warning, "begun");
    is(&unsigned(Stage::Begun, true), Rule::SignedBeforeStart, Severity::Blocking, "begun");
    clear(&Facts { unsigned: false, ..unsigned(Stage::Begun, true) });
}

#[test]
fn what_follows_the_end_is_told_once_it_is_over() {
    clear(&Facts { stage: Stage::Begun, ..facts() });
    let over = only(&Facts { stage: Stage::Over, ..facts() });
    assert_eq!((over.rule, over.severity), (Rule::After, Severity::Information));
    assert_eq!((over.figures.hours, over.figures.amount), (Some(decimal("868")), Some(decimal("3906.00"))));
    clear(&Facts { stage: Stage::Over, validated: false, ..facts() });
}

#[test]
fn six_months_in_one_organisation_and_year_are_the_most() {
    let paid =
        |facts: Facts| Facts { pay: Pay { offers: per("5", Unit::Hour), ..facts.pay.clone() }, ..facts };
    let exactly = paid(between("2026-02-02", "2026-08-12", "35"));
    clear(&exactly);
    let elsewhere = |other: &str, declared: &str| Facts {
        elsewhere: Elsewhere {
            other_hours: decimal(other),
            declared_hours: decimal(declared),
            ..exactly.elsewhere.clone()
        },
        ..exactly.clone()
    };
    for more in [elsewhere("0.01", "0"), elsewhere("0", "0.01")] {
        let finding = only(&more);
        assert_eq!((finding.rule, finding.severity), (Rule::DurationMax, Severity::Blocking));
        assert_eq!(finding.figures.hours, Some(decimal("924.01")));
        assert_eq!(finding.figures.other_hours, Some(decimal("0.01")));
        clear(&Facts { regime: Regime::Abroad, abroad: ready(), ..more.clone() });
        assert_eq!(
            found(&Facts { regime: Regime::Cesure, ..more }),
            [(Rule::DurationMax, Severity::Blocking)]
        );
    }
    // 976 hours at forty a week: six months and seven days.
    assert_eq!(
        found(&paid(between("2026-01-05", "2026-06-30", "40"))),
        [(Rule::DurationMax, Severity::Blocking)]
    );
    // December to June, with the holidays of both years: 1 029 hours.
    let winter = Facts { year: 2026, ..paid(between("2026-12-01", "2027-06-30", "35")) };
    assert_eq!(only(&winter).figures.hours, Some(decimal("1029")));
}

fn ready() -> Abroad {
    Abroad { sheet_annexed: true, exchange_held: true, ..Abroad::default() }
}

#[test]
fn days_and_weeks_have_their_limits() {
    let week = |hours: [&str; 7]| {
        let mut one = facts();
        let schedule = one.schedule.as_mut().unwrap();
        schedule.patterns.push(Pattern { from: schedule.start, hours: hours.map(decimal) });
        schedule.end = day("2026-04-30");
        one
    };
    clear(&week(["10", "10", "10", "10", "8", "0", "0"]));
    is(&week(["10.01", "0", "0", "0", "0", "0", "0"]), Rule::PresenceLimits, Severity::Warning, "day");
    let long = week(["10", "10", "10", "10", "8.01", "0", "0"]);
    is(&long, Rule::PresenceLimits, Severity::Warning, "week");
    assert_eq!(only(&long).figures.hours, Some(decimal("48.01")));
    let until = |birthday: &str, facts: Facts| Facts { minor_until: Some(day(birthday)), ..facts };
    clear(&until("2026-12-01", week(["8", "8", "8", "8", "3", "0", "0"])));
    let young = until("2026-12-01", week(["8.5", "0", "0", "0", "0", "0", "0"]));
    is(&young, Rule::PresenceLimits, Severity::Blocking, "minor-day");
    let young = until("2026-12-01", week(["8", "8", "8", "8", "3.5", "0", "0"]));
    is(&young, Rule::PresenceLimits, Severity::Blocking, "minor-week");
    // Of age before the first long week.
    let mut grown = until("2026-03-06", week(["7", "7", "7", "7", "7", "0", "0"]));
    let own = Irregular { from: day("2026-03-09"), to: day("2026-03-09"), hours: decimal("9") };
    grown.schedule.as_mut().unwrap().irregular.push(own);
    clear(&grown);
    grown.minor_until = Some(day("2026-03-10"));
    is(&grown, Rule::PresenceLimits, Severity::Blocking, "minor-day");
    let abroad =
        Facts { regime: Regime::Abroad, abroad: ready(), ..week(["11", "0", "0", "0", "0", "0", "0"]) };
    clear(&abroad);
}

#[test]
fn two_internships_at_once_inform_until_they_are_too_long() {
    let also = |start: &str, end: &str, weekly: &str| {
        let mut one = between("2026-04-01", "2026-06-30", "35");
        one.elsewhere.overlaps = vec![Schedule::new(day(start), day(end), Some(decimal(weekly)))];
        one
    };
    // From the last day of the first: both on 30 June, fourteen hours.
    let met = also("2026-06-30", "2026-08-31", "35");
    is(&met, Rule::Overlap, Severity::Blocking, "day");
    assert_eq!(
        (only(&met).figures.day, only(&met).figures.hours),
        (Some(day("2026-06-30")), Some(decimal("14")))
    );
    let allowed = Elsewhere { overlap_allowed: true, ..met.elsewhere.clone() };
    is(&Facts { elsewhere: allowed, ..met }, Rule::Overlap, Severity::Warning, "day");
    clear(&also("2026-07-01", "2026-08-31", "35"));
    // Three hours a day more make ten.
    is(&also("2026-05-04", "2026-08-28", "15"), Rule::Overlap, Severity::Blocking, "week");
    is(&also("2026-05-04", "2026-08-28", "13"), Rule::Overlap, Severity::Information, "within");
    is(&also("2026-05-04", "2026-08-28", "15.05"), Rule::Overlap, Severity::Blocking, "day");
}

#[test]
fn a_gratification_is_due_above_three_hundred_and_eight_hours() {
    let unpaid = |facts: Facts| Facts {
        pay: Pay { gratification: Some(false), offers: vec![], ..facts.pay.clone() },
        ..facts
    };
    clear(&unpaid(between("2026-02-02", "2026-04-02", "35")));
    let due = unpaid(between("2026-02-02", "2026-04-03", "35"));
    let finding = only(&due);
    assert_eq!((finding.rule, finding.severity), (Rule::GratificationDue, Severity::Blocking));
    assert_eq!(
        (finding.figures.hours, finding.figures.amount),
        (Some(decimal("315")), Some(decimal("1417.50")))
    );
    // With hours done before in the same organisation.
    let mut before = unpaid(between("2026-04-06", "2026-06-05", "35"));
    clear(&before);
    before.elsewhere.declared_hours = decimal("100");
    assert_eq!(found(&before), [(Rule::GratificationDue, Severity::Blocking)]);
    let abroad = Facts { regime: Regime::Abroad, abroad: ready(), ..due.clone() };
    assert_eq!(found(&abroad), [(Rule::GratificationDue, Severity::Information)]);
    // Nothing said yet is missing, not refused.
    clear(&Facts { pay: Pay { gratification: None, ..due.pay.clone() }, ..due });
}

#[test]
fn between_the_two_minimums_it_warns_and_below_both_it_blocks() {
    let winter = |amount: &str| {
        let mut one = between("2025-11-03", "2026-02-27", "35");
        one.pay.signed = Some(day("2025-10-20"));
        one.pay.offers = per(amount, Unit::Total);
        one
    };
    clear(&winter("2539.95"));
    is(&winter("2539.94"), Rule::GratificationMin, Severity::Warning, "year");
    is(&winter("2496.90"), Rule::GratificationMin, Severity::Warning, "year");
    is(&winter("2496.89"), Rule::GratificationMin, Severity::Blocking, "signature");
    assert_eq!(only(&winter("2496.89")).figures.minimum, Some(decimal("2496.90")));
    clear(&Facts { regime: Regime::Abroad, abroad: ready(), ..winter("1") });
    // Nothing is due for a shorter one, and the branch may ask for more.
    clear(&Facts {
        pay: Pay { offers: per("1", Unit::Total), ..facts().pay },
        ..between("2026-06-01", "2026-06-30", "35")
    });
    let mut branch = facts();
    branch.pay.branch_rates = vec![(day("2025-01-01"), decimal("5"))];
    is(&branch, Rule::GratificationMin, Severity::Blocking, "signature");
}

#[test]
fn a_host_of_public_law_pays_neither_less_nor_more() {
    let public = |amount: &str| Facts {
        pay: Pay { public_law: true, offers: per(amount, Unit::Hour), ..facts().pay },
        ..facts()
    };
    clear(&public("4.50"));
    is(&public("4.51"), Rule::GratificationPublic, Severity::Warning, "");
    is(&public("4.49"), Rule::GratificationMin, Severity::Blocking, "signature");
    clear(&Facts { pay: Pay { offers: per("9", Unit::Hour), ..facts().pay }, ..facts() });
}

#[test]
fn outside_the_scope_only_the_centre_and_the_calendar_speak() {
    let everything_wrong = Facts {
        regime: Regime::Outside,
        stage: Stage::Begun,
        unsigned: true,
        pay: Pay { gratification: Some(false), ..Pay::default() },
        content: Content { missing: vec!["tutor".into()], teaching_hours: Some(10), ..Content::default() },
        elsewhere: Elsewhere {
            other_hours: decimal("900"),
            tutor_files: 9,
            supervisor_files: 90,
            host_files: 90,
            headcount: Some((0, Some(0))),
            overlaps: vec![Schedule::new(day("2026-03-02"), day("2026-08-28"), Some(decimal("60")))],
            ..Elsewhere::default()
        },
        rupture: Some(super::Rupture::default()),
        ..between("2026-03-02", "2026-09-30", "60")
    };
    assert_eq!(
        found(&everything_wrong),
        [
            (Rule::EndOfYear, Severity::Warning),
            (Rule::SignedBeforeStart, Severity::Blocking),
            (Rule::Outside, Severity::Information)
        ]
    );
    let template = Content { student_template: true, ..Content::default() };
    let wrong = Facts { regime: Regime::Outside, content: template, ..facts() };
    is(&wrong, Rule::Outside, Severity::Warning, "template");
}

#[test]
fn a_centre_chooses_the_severity_and_never_removes_the_finding() {
    let mut late = between("2026-06-01", "2026-09-01", "35");
    late.severities = BTreeMap::from([(Rule::EndOfYear.code().into(), Severity::Blocking)]);
    assert_eq!(found(&late), [(Rule::EndOfYear, Severity::Blocking)]);
    late.severities = BTreeMap::from([(Rule::EndOfYear.code().into(), Severity::Information)]);
    assert_eq!(found(&late), [(Rule::EndOfYear, Severity::Information)]);
    // What is known of a host's interns is only a part: it never blocks.
    let mut crowded = facts();
    (crowded.elsewhere.host_files, crowded.elsewhere.headcount) = (4, Some((1, Some(2))));
    crowded.severities = BTreeMap::from([(Rule::HostQuota.code().into(), Severity::Blocking)]);
    assert_eq!(found(&crowded), [(Rule::HostQuota, Severity::Warning)]);
}

#[test]
fn every_rule_has_its_place_and_its_figures_survive() {
    assert_eq!(CHECKS.len() + 2, Rule::ALL.len(), "the three rules on dates are one function");
    let finding = only(&Facts { stage: Stage::Over, ..facts() });
    let written = serde_json::to_value(&finding.figures).unwrap();
    assert_eq!(written, serde_json::json!({ "day": "2026-08-28", "hours": "868", "amount": "3906.00" }));
    assert_eq!(serde_json::from_value::<Figures>(written).unwrap(), finding.figures);
    assert_eq!(Calendar::from_code("alsace-moselle"), Some(Calendar::AlsaceMoselle));
}

#[test]
fn a_host_that_is_closed_is_told_until_the_internship_is_over() {
    let closed = |on: Option<&str>| Facts {
        elsewhere: Elsewhere { host_closed: Some(Closure { on: on.map(day) }), ..Elsewhere::default() },
        ..between("2026-03-02", "2026-04-30", "35")
    };
    let tells = |facts: &Facts| found(facts).contains(&(Rule::HostClosed, Severity::Warning));
    assert!(tells(&closed(None)));
    assert!(tells(&closed(Some("2025-12-31"))));
    assert!(tells(&closed(Some("2026-04-30"))));
    assert!(!tells(&closed(Some("2026-05-01"))), "it takes the intern to the end");
    assert!(!tells(&Facts { stage: Stage::Over, ..closed(None) }));
    assert!(!tells(&between("2026-03-02", "2026-04-30", "35")));
}

#[test]
fn a_host_that_nobody_looked_at_or_that_is_out_of_use_is_told() {
    let host = |host_state, stage| Facts {
        stage,
        validated: false,
        elsewhere: Elsewhere { host_state, ..Elsewhere::default() },
        ..between("2026-03-02", "2026-04-30", "35")
    };
    let told = |facts: &Facts| {
        found(facts).into_iter().find(|(rule, _)| *rule == Rule::HostUnchecked).map(|(_, severity)| severity)
    };
    let (waits, retired) = (Some(OutOfUse::ToModerate), Some(OutOfUse::Retired));
    assert_eq!(told(&host(waits, Stage::Far)), Some(Severity::Warning));
    assert_eq!(told(&host(retired, Stage::Far)), Some(Severity::Blocking));
    assert_eq!(told(&host(retired, Stage::Soon)), Some(Severity::Blocking));
    assert_eq!(told(&host(retired, Stage::Begun)), Some(Severity::Warning), "it goes on");
    assert_eq!(told(&host(retired, Stage::Over)), None);
    let validated = Facts { validated: true, ..host(retired, Stage::Far) };
    assert_eq!(told(&validated), Some(Severity::Warning));
    assert_eq!(told(&host(None, Stage::Far)), None);
}

#[test]
fn an_enrolment_that_is_told_otherwise_is_said_with_what_is_told() {
    let told = |told: &[(&str, bool)]| Facts {
        elsewhere: Elsewhere {
            enrolment: Some(EnrolmentTold {
                etape: "M2INFO".to_owned(),
                told: told.iter().map(|(code, is_cancelled)| ((*code).to_owned(), *is_cancelled)).collect(),
                by_hand: false,
            }),
            ..Elsewhere::default()
        },
        ..between("2026-03-02", "2026-04-30", "35")
    };
    let case = |facts: &Facts| {
        let findings = assess(facts).findings;
        let found = findings.into_iter().find(|finding| finding.rule == Rule::Enrolment)?;
        assert_eq!(found.severity, Severity::Warning);
        Some((found.figures.case.unwrap(), found.figures.etapes))
    };
    let no = Vec::<String>::new;
    assert_eq!(case(&told(&[("M2INFO", false), ("DU", false)])), None);
    assert_eq!(case(&told(&[("M2INFO", true), ("M2INFO", false)])), None, "enrolled again");
    assert_eq!(case(&told(&[])), Some(("none".to_owned(), no())));
    assert_eq!(case(&told(&[("M2INFO", true)])), Some(("cancelled".to_owned(), no())));
    assert_eq!(
        case(&told(&[("M2INFO", true), ("DU", false)])),
        Some(("cancelled".to_owned(), vec!["DU".to_owned()]))
    );
    assert_eq!(case(&told(&[("DU", true)])), Some(("none".to_owned(), no())));
    assert_eq!(case(&told(&[("M2BIO", false)])), Some(("otherwise".to_owned(), vec!["M2BIO".to_owned()])));
    assert_eq!(case(&Facts { stage: Stage::Over, ..told(&[]) }), None);
    assert_eq!(case(&between("2026-03-02", "2026-04-30", "35")), None);
}
