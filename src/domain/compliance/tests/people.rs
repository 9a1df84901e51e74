//! Hosts, tutors and supervisors: quotas and the time between two interns.

use super::*;

#[test]
fn a_small_host_has_three_interns_and_a_large_one_a_share() {
    for (headcount, quota) in
        [(0, 3), (19, 3), (20, 3), (21, 4), (49, 8), (50, 8), (100, 15), (101, 16), (1_000, 150)]
    {
        assert_eq!(super::quota(headcount), quota, "{headcount}");
    }
    let host = |files, low, high| {
        let elsewhere = Elsewhere { host_files: files, headcount: Some((low, high)), ..facts().elsewhere };
        Facts { elsewhere, ..facts() }
    };
    clear(&host(3, 10, Some(19)));
    is(&host(4, 10, Some(19)), Rule::HostQuota, Severity::Warning, "exactly");
    // At least four, for a quota between three and eight.
    let some = host(4, 20, Some(49));
    is(&some, Rule::HostQuota, Severity::Warning, "between");
    let figures = only(&some).figures;
    assert_eq!((figures.count, figures.low, figures.high), (Some(4), Some(3), Some(8)));
    clear(&host(1_500, 10_000, None));
    is(&host(1_501, 10_000, None), Rule::HostQuota, Severity::Warning, "at-least");
    clear(&Facts { regime: Regime::Abroad, abroad: ready(), ..host(4, 1, Some(2)) });
    let unknown = Elsewhere { host_files: 900, headcount: None, ..facts().elsewhere };
    clear(&Facts { elsewhere: unknown, ..facts() });
}

#[test]
fn nobody_is_tutor_in_a_fourth_convention() {
    let tutor = |files| Facts { elsewhere: Elsewhere { tutor_files: files, ..facts().elsewhere }, ..facts() };
    clear(&tutor(2));
    is(&tutor(3), Rule::TutorQuota, Severity::Warning, "");
    clear(&Facts { regime: Regime::Abroad, abroad: ready(), ..tutor(3) });
}

#[test]
fn a_supervisor_follows_what_the_establishment_says_and_never_more_than_twenty_four() {
    let supervisor = |files, quota| {
        let elsewhere = Elsewhere { supervisor_files: files, supervisor_quota: quota, ..facts().elsewhere };
        Facts { elsewhere, ..facts() }
    };
    clear(&supervisor(24, 24));
    is(&supervisor(25, 24), Rule::SupervisorQuota, Severity::Warning, "");
    is(&supervisor(25, 40), Rule::SupervisorQuota, Severity::Warning, "");
    clear(&supervisor(16, 16));
    assert_eq!(only(&supervisor(17, 16)).figures.limit, Some(decimal("16")));
    clear(&Facts { regime: Regime::Cesure, ..supervisor(25, 24) });
}

#[test]
fn a_third_of_the_last_internship_passes_before_the_next_on_the_post() {
    let after = |from: &str, to: &str, same_tutor, ended_by_intern| {
        let earlier = vec![Earlier { period: period(from, to), same_tutor, ended_by_intern }];
        Facts { elsewhere: Elsewhere { earlier, ..facts().elsewhere }, ..facts() }
    };
    // Ninety days until 31 January: thirty pass, and 3 March is the first free one. The internship starts on the 2nd.
    let early = after("2025-11-03", "2026-01-31", true, false);
    is(&early, Rule::WaitingPeriod, Severity::Warning, "tutor");
    assert_eq!(only(&early).figures.bound, Some(day("2026-03-03")));
    is(
        &after("2025-11-03", "2026-01-31", false, false),
        Rule::WaitingPeriod,
        Severity::Information,
        "service",
    );
    clear(&after("2025-11-03", "2026-01-31", true, true));
    // One day less is a third of a day less, and a begun day is waited for.
    clear(&after("2025-11-03", "2026-01-30", true, false));
    // Of several, the gravest.
    let mut both = after("2025-11-03", "2026-01-31", false, false);
    both.elsewhere.earlier.extend(early.elsewhere.earlier.clone());
    is(&both, Rule::WaitingPeriod, Severity::Warning, "tutor");
    clear(&Facts { regime: Regime::Abroad, abroad: ready(), ..early });
}
