//! Amendments: the queue of those that wait, and every kind of change, beside what stands.

use guichet::app::message::{Answer, Page};
use guichet::app::pane::convention;
use guichet::domain::act::Subject;
use guichet::domain::amendment::{AmendmentSheet, AmendmentState, Motive, consequences};
use guichet::domain::queue::Queue;
use guichet::domain::row::{AmendmentRow, Glimpse, Row};
use guichet::domain::sheet::{Review, Sheet};
use serde_json::{Value, json};

use super::fixture::{Desk, FRENCH, Look, day, now};
use super::morning::{row, sheet_of};
use super::scenes::scene;
use super::writing::written;

fn waiting(id: i32, student: &str, host: &str, told: Vec<Glimpse>, motives: &[Motive]) -> Row {
    let amendment = AmendmentRow {
        id: id + 900_000,
        number: 2,
        state: AmendmentState::Submitted,
        circuit: vec![guichet::domain::convention::StepKind::Administrative],
        steps_done: 0,
        motives: motives.to_vec(),
        told,
        effective_from: Some(day("2026-04-01")),
        checked: true,
        blocking: 0,
        fresh: 0,
        since: now(),
        cleared: 0,
        abroad: false,
        pays: motives.contains(&Motive::Gratification),
        crosses: None,
    };
    Row { amendment: Some(Box::new(amendment)), ..row(id, student, host, "2026-03-02") }
}

fn glimpse(json: Value) -> Glimpse {
    serde_json::from_value(json).unwrap()
}

/// A page of those that wait: blocked, late, unchecked, and one that no field tells.
pub fn rows() -> Vec<Row> {
    let end = glimpse(json!({ "field": "end_date", "from": "2026-08-28", "to": "2026-09-11" }));
    let rise = glimpse(json!({ "field": "gratification_amount", "from": 4.35, "to": 4.5 }));
    let tutor = glimpse(json!({ "field": "tutor_id", "from": "Paul Durand", "to": "Zoé \u{1b}[31mPons" }));
    let rest = glimpse(json!({ "field": "interruptions", "added": [["2026-05-04", "2026-05-08"]] }));
    let subject = glimpse(json!({ "field": "subject" }));
    let mut first =
        waiting(28413, "BENALI Inès", "THALES SA", vec![end, subject], &[Motive::Period, Motive::Subject]);
    let mut second = waiting(28399, "CARON Paul", "MAIRIE DE GAP", vec![rise], &[Motive::Gratification]);
    let mut third =
        waiting(28377, "PETIT Jules", "THALES SA", vec![tutor, rest], &[Motive::Period, Motive::Tutor]);
    let fourth = waiting(28101, "NOËL Ève", "CNRS", Vec::new(), &[Motive::Other]);
    if let (Some(one), Some(two), Some(three)) =
        (&mut first.amendment, &mut second.amendment, &mut third.amendment)
    {
        (one.blocking, one.fresh, one.crosses) = (1, 1, Some(924));
        (two.effective_from, two.cleared) = (Some(day("2026-02-01")), 1);
        (three.abroad, three.checked) = (true, false);
    }
    vec![first, second, third, fourth]
}

/// A file before and after an amendment of every motive but the early end.
fn reviewed(changes: Value, motives: Value) -> Review {
    let form = |values: Value, labels: Value| {
        let mut form = json!({
            "id": 28413, "version": 3, "state": "validated", "verdict": "GU015", "number": "220028413",
            "student": "BENALI Inès", "enrolment": "M1INFO", "year": 2025, "etape": "M1INFO", "centre": "SCI", "centre_id": 1, "missing": [],
            "place": { "country": "FR", "postal_code": "38000" }, "labels": labels,
        });
        form["values"] = values;
        form
    };
    let before = json!({
        "start_date": "2026-03-02", "end_date": "2026-08-28", "weekly_hours": 35, "interruptions": [],
        "gratification": true, "gratification_amount": 4.35, "gratification_unit": "hour", "currency": "EUR", "gratification_rates": [],
        "service_id": 1, "tutor_id": 1, "supervisor_id": 1, "signatory_id": 1, "remote_days": null, "rupture_on": null,
        "rupture_by": null, "rupture_cause": null, "rupture_outcome": null,
        "subject": "Étude du bruit en salle sèche. Mesures de deux capteurs. Rapport final.\nAvec l'équipe de \u{1b}[31mGap.",
    });
    let mut after = before.clone();
    for (field, value) in changes.as_object().unwrap() {
        after[field] = value.clone();
    }
    let labels =
        |who: &str| json!({ "service_id": who, "tutor_id": who, "supervisor_id": who, "signatory_id": who });
    let sheet: AmendmentSheet = serde_json::from_value(json!({
        "amendment": {
            "id": 928_413, "number": 2, "state": "submitted", "since": "2026-02-20T09:00:00Z", "circuit": ["administrative"],
            "steps_done": 0, "motives": motives, "steps": [], "signatures": [], "passed_by": null, "pass_reason": null,
            "fault": null, "verdict": "GU004",
        },
        "against": 32767, "others": [1],
        "before": form(before, labels("Paul Durand")),
        "after": form(after, labels("Zoé Pons")),
        "check": { "current": true, "total_hours": 930, "blocking": 1, "fresh": 1, "cleared": ["gratification-min"] },
        "findings": [
            { "rule": "duration-max", "severity": "blocking", "fresh": true, "figures": { "hours": "930", "limit": "924" } },
            { "rule": "leave-clause", "severity": "warning", "fresh": false, "figures": {} },
        ],
    }))
    .unwrap();
    let mut facts = written().facts.unwrap();
    facts.pay.signed = Some(day("2026-01-01"));
    Review { sheet, facts: Some(facts) }
}

fn cause(motive: &str, from: &str, comment: Option<&str>) -> Value {
    json!({ "motive": motive, "effective_from": from, "comment": comment, "fields": [] })
}

fn everything() -> Review {
    let changes = json!({
        "end_date": "2026-09-11", "interruptions": [["2026-05-04", "2026-05-15"]], "weekly_hours": 32,
        "gratification_amount": 4.5, "gratification_rates": [["2026-03-02", 4.35, "hour", null], ["2026-06-01", 4.5, "hour", null]],
        "service_id": 2, "tutor_id": 2, "supervisor_id": 2, "signatory_id": 2, "remote_days": 1.5,
        "subject": "Étude du bruit en salle humide. Mesures de deux capteurs. Rapport final.\nAvec l'équipe de Gap, et une soutenance.",
    });
    let motives = json!([
        cause("period", "2026-08-20", Some("Demandé par\u{1b}[2J l'organisme.")),
        cause("gratification", "2026-06-01", None),
        cause("tutor", "2026-02-01", None),
    ]);
    reviewed(changes, motives)
}

fn early_end() -> Review {
    let changes = json!({
        "end_date": "2026-06-12", "rupture_on": "2026-06-12", "rupture_by": "intern", "rupture_cause": "illness",
        "rupture_outcome": "postponed",
    });
    reviewed(changes, json!([cause("rupture", "2026-06-12", None)]))
}

/// What is told of a file, or of an amendment with every kind of change.
pub fn sheet(subject: Subject) -> Sheet {
    let review = subject.amendment.map(|id| {
        let mut review = everything();
        review.sheet.amendment.id = id;
        Box::new(review)
    });
    Sheet { corrected: review.is_none(), review, ..sheet_of(subject.id) }
}

fn look_at(desk: &mut Desk, review: Review) {
    desk.press(":").write("file Avenants à valider");
    if desk.model.texts.lang() == guichet::i18n::Lang::En {
        desk.press("<Esc>").press(":").write("queue Amendments to validate");
    }
    desk.press("<Enter>");
    desk.answer(Answer::Page(Page { rows: rows(), before: 0, at_top: true, at_bottom: true }));
    let sheet = Sheet { review: Some(Box::new(review)), corrected: false, ..sheet_of(28413) };
    desk.model.file.wanted = Some(sheet.subject());
    desk.model.file.sheet = Some(sheet);
    desk.draw();
}

#[test]
fn the_queue_and_every_kind_of_change() {
    scene("amendment", |desk| look_at(desk, everything()));
}

#[test]
fn an_early_end() {
    scene("amendment-rupture", |desk| {
        look_at(desk, early_end());
        desk.press("3");
    });
}

#[test]
fn what_it_leaves_as_it_is_unfolds_and_changes_are_gone_through() {
    scene("amendment-unfolded", |desk| {
        look_at(desk, everything());
        desk.press("3 z f n n");
    });
}

#[test]
fn changes_are_gone_through_where_all_of_them_show() {
    let mut desk = Desk::working(Look { size: (200, 50), ..FRENCH });
    look_at(&mut desk, everything());
    desk.press("3");
    let count = convention::differences(desk.model.texts, &everything().sheet).len();
    let in_hand = |desk: &mut Desk| {
        desk.draw();
        desk.model.file.change
    };
    assert_eq!(in_hand(&mut desk), None);
    for at in 0..count {
        desk.press("n");
        assert_eq!(in_hand(&mut desk), Some(at));
    }
    let told = |desk: &Desk| desk.model.toasts.last().map(|toast| toast.text.clone()).unwrap_or_default();
    assert_eq!(told(&desk), "");
    desk.press("n");
    assert_eq!(
        (in_hand(&mut desk), told(&desk).as_str()),
        (Some(count - 1), desk.model.texts.get("said-no-more-changes"))
    );
    for at in (0..count - 1).rev() {
        desk.press("p");
        assert_eq!(in_hand(&mut desk), Some(at));
    }
}

#[test]
fn the_group_of_an_organisation_is_marked() {
    scene("amendment-group", |desk| {
        look_at(desk, everything());
        desk.press("=");
        assert_eq!(desk.model.list.queue, Queue::Amendments);
        assert_eq!(desk.model.list.marks.len(), 2, "those of THALES SA");
    });
}

#[test]
fn it_is_told_as_markdown() {
    let review = everything();
    for lang in guichet::i18n::Lang::ALL {
        let texts = guichet::i18n::Texts::of(lang);
        let told = convention::markdown(texts, &review.sheet, review.facts.as_ref());
        insta::assert_snapshot!(format!("amendment-markdown-{}", lang.code()), told);
    }
}

#[test]
fn what_somebody_wrote_is_no_markdown() {
    let changes = json!({ "subject": "*Bruit* <b>fort</b> `a|b`\n# Titre _x_ [lien](http://x)" });
    let review = reviewed(changes, json!([cause("subject", "2026-08-20", Some("**vite** <img>"))]));
    let texts = guichet::i18n::Texts::of(guichet::i18n::Lang::Fr);
    let told = convention::markdown(texts, &review.sheet, review.facts.as_ref());
    let subject = r"\*Bruit\* \<b\>fort\</b\> \`a\|b\` \# Titre \_x\_ \[lien\](http://x)";
    assert!(told.contains(subject), "{told}");
    assert!(told.contains(r"\*\*vite\*\* \<img\>"), "{told}");
}

#[test]
fn what_is_not_seen_does_not_leave_as_markdown() {
    let changes = json!({ "subject": "Bruit \u{202e}trof\u{200b}\u{1b}[31m\u{feff} n°\u{a0}2" });
    let review = reviewed(changes, json!([cause("subject", "2026-08-20", None)]));
    let texts = guichet::i18n::Texts::of(guichet::i18n::Lang::Fr);
    let told = convention::markdown(texts, &review.sheet, review.facts.as_ref());
    assert!(told.contains("Bruit trof\\[31m n°"), "{told}");
    assert!(!told.contains(['\u{202e}', '\u{200b}', '\u{1b}', '\u{feff}']), "{told:?}");
}

#[test]
fn beside_the_original_the_rules_are_asked_about_both() {
    let mut review = everything();
    let told = |review: &Review| convention::foreseen(&review.sheet, review.facts.as_ref()).0;
    assert_eq!(told(&review), review.sheet.findings, "what was recorded of what is in force");
    review.sheet.against = 0;
    let facts = review.facts.as_ref().unwrap();
    let (before, after) = (review.sheet.before.facts(facts), review.sheet.after.facts(facts));
    assert_eq!(told(&review), consequences(&before, &after).findings);
    assert_ne!(told(&review), review.sheet.findings);
}
