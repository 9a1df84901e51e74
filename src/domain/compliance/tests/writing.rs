//! What a convention says, in France and abroad.

use super::*;

#[test]
fn what_is_missing_blocks_where_the_law_asks_for_it() {
    let missing: Vec<String> = vec!["tutor".into(), "supervisor".into()];
    let bare = Facts { content: Content { missing, ..facts().content }, ..facts() };
    let finding = only(&bare);
    assert_eq!((finding.rule, finding.severity), (Rule::MandatoryContent, Severity::Blocking));
    assert_eq!(finding.figures.fields, ["tutor"], "the supervisor may come later here");
    let now =
        Facts { content: Content { supervisor_optional: false, ..bare.content.clone() }, ..bare.clone() };
    assert_eq!(only(&now).figures.fields, ["tutor", "supervisor"]);
    let abroad = Facts { regime: Regime::Abroad, abroad: ready(), ..bare };
    assert_eq!(found(&abroad), [(Rule::MandatoryContent, Severity::Warning)]);
}

#[test]
fn a_year_with_internships_teaches_two_hundred_hours() {
    let teaching = |hours, on_site| {
        let content = Content { teaching_hours: Some(hours), teaching_on_site: on_site, ..facts().content };
        Facts { content, ..facts() }
    };
    clear(&teaching(200, None));
    is(&teaching(199, None), Rule::TeachingVolume, Severity::Warning, "total");
    clear(&teaching(200, Some(50)));
    is(&teaching(200, Some(49)), Rule::TeachingVolume, Severity::Warning, "on-site");
    clear(&Facts { regime: Regime::Cesure, ..teaching(0, Some(0)) });
    clear(&Facts { regime: Regime::Abroad, abroad: ready(), ..teaching(0, Some(0)) });
}

#[test]
fn beyond_two_months_leave_is_provided_for() {
    let silent =
        |facts: Facts| Facts { content: Content { leave_terms: false, ..facts.content.clone() }, ..facts };
    clear(&silent(between("2026-02-02", "2026-04-02", "35")));
    let longer = silent(between("2026-02-02", "2026-04-03", "35"));
    is(&longer, Rule::LeaveClause, Severity::Warning, "");
    clear(&Facts { regime: Regime::Abroad, abroad: ready(), ..longer });
}

#[test]
fn somebody_vouches_that_it_is_no_job() {
    let unsure = Facts { content: Content { purpose_vouched: false, ..facts().content }, ..facts() };
    is(&unsure, Rule::Purpose, Severity::Information, "");
    clear(&Facts { regime: Regime::Abroad, abroad: ready(), ..unsure });
}

#[test]
fn an_early_end_says_when_who_why_and_what_follows() {
    let whole = super::super::Rupture { day: Some(day("2026-05-04")), by: true, why: true, outcome: true };
    clear(&Facts { rupture: Some(whole), ..facts() });
    let halves = [
        (super::super::Rupture { day: None, ..whole }, "rupture_day"),
        (super::super::Rupture { by: false, ..whole }, "rupture_by"),
        (super::super::Rupture { why: false, ..whole }, "rupture_why"),
        (super::super::Rupture { outcome: false, ..whole }, "rupture_outcome"),
    ];
    for (half, field) in halves {
        let finding = only(&Facts { rupture: Some(half), ..facts() });
        assert_eq!((finding.rule, finding.severity), (Rule::Rupture, Severity::Blocking));
        assert_eq!(finding.figures.fields, [field]);
    }
}

#[test]
fn abroad_one_is_informed_and_where_it_is_dangerous_authorised() {
    let abroad = |abroad| Facts { regime: Regime::Abroad, abroad, ..facts() };
    clear(&abroad(ready()));
    let nothing = only(&abroad(Abroad::default()));
    assert_eq!((nothing.rule, nothing.severity), (Rule::Abroad, Severity::Blocking));
    assert_eq!(nothing.figures.fields, ["abroad_sheet", "abroad_exchange"]);
    clear(&abroad(Abroad { risk: Some(Risk::Yellow), ..ready() }));
    for risk in [Risk::Orange, Risk::Red] {
        let dangerous = Abroad { risk: Some(risk), ..ready() };
        let finding = only(&abroad(dangerous.clone()));
        assert_eq!(finding.figures.fields, ["abroad_authorisation"]);
        assert_eq!(finding.figures.case.as_deref(), Some(risk.code()));
        clear(&abroad(Abroad { authorised: true, ..dangerous }));
    }
    clear(&Facts { abroad: Abroad::default(), ..facts() });
}
