//! Every value of the domain has its words in both languages, and the sentences read as people speak.

use chrono::DateTime;

use super::*;
use crate::domain::act::{About, OnBehalf, Refusal, Verb};
use crate::domain::amendment::AmendmentState;
use crate::domain::calendar::{Calendar, Feast, Holiday};
use crate::domain::compliance::{Figures, Rule};
use crate::domain::duration::{LegalDuration, Period, Reason};
use crate::domain::queue::SOON_DAYS;
use crate::domain::row::{AmendmentRow, Glimpse};

fn fr() -> Texts {
    Texts::of(Lang::Fr)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn acts() -> Vec<Act> {
    vec![
        Act::Validate,
        Act::ValidateFor(OnBehalf { name: "Paul Durand".into(), by_mail: true, date: day("2026-03-02") }),
        Act::Unvalidate("erreur".into()),
        Act::Return { reasons: vec![], text: "revoir".into() },
        Act::Submit,
        Act::Cancel("abandon".into()),
        Act::Restore,
        Act::Hold(Some(day("2026-03-02"))),
        Act::Hold(None),
        Act::Pass("accord du directeur".into()),
    ]
}

#[test]
fn every_value_has_its_words() {
    for texts in Lang::ALL.map(Texts::of) {
        let all = [
            ("queue", Queue::ALL.iter().map(|v| v.code()).collect::<Vec<_>>()),
            ("file-state", FileState::ALL.iter().map(|v| v.code()).collect()),
            ("signature-state", SignatureState::ALL.iter().map(|v| v.code()).collect()),
            ("step", StepKind::ALL.iter().map(|v| v.code()).collect()),
            ("regime", Regime::ALL.iter().map(|v| v.code()).collect()),
            ("severity", Severity::ALL.iter().map(|v| v.code()).collect()),
            ("verb", Verb::ALL.iter().map(|v| v.code()).collect()),
        ];
        for (prefix, codes) in all {
            for code in codes {
                assert!(find(texts, prefix, code).is_some(), "{prefix}-{code}");
            }
        }
        for act in acts() {
            assert!(!self::act(texts, &act).starts_with("act-"), "{act:?}");
            for count in [1, 2] {
                let done = act_done(texts, &act, false, count);
                assert!(!done.starts_with("act-") && !done.contains('{'), "{act:?}: {done}");
            }
        }
        let soon = queue(texts, Queue::SoonUnsigned);
        assert!(soon.contains(&SOON_DAYS.to_string()), "{soon}");
    }
}

#[test]
fn every_rule_has_a_name_an_article_and_a_sentence() {
    for texts in Lang::ALL.map(Texts::of) {
        for name in Rule::ALL.iter().map(|rule| rule.code()) {
            assert!(find(texts, "rule", name).is_some(), "rule-{name}");
            assert_ne!(article(texts, name), "", "{name}");
            let sentence = finding(texts, name, &Figures::default());
            assert!(sentence.ends_with('.') && !sentence.contains('{'), "{name}: {sentence}");
        }
    }
    let figures = Figures { fields: vec!["tutor".into(), "weekly_hours".into()], ..Figures::default() };
    assert_eq!(
        finding(fr(), "mandatory-content", &figures),
        "Il manque\u{a0}: tuteur professionnel, heures par semaine."
    );
    assert_eq!(finding(fr(), "a-rule-to-come", &figures), "a-rule-to-come");
}

#[test]
fn a_finding_tells_its_figures() {
    let day = |text: &str| Some(self::day(text));
    let decimal = |text: &str| text.parse().ok();
    let said = |rule: Rule, figures: Figures| finding(fr(), rule.code(), &figures).replace('\u{a0}', " ");
    let long = Figures { hours: decimal("976"), limit: decimal("924"), ..Figures::default() };
    assert_eq!(
        said(Rule::DurationMax, long.clone()),
        "976 h de présence, pour un plafond de 924 h (six mois) par organisme et par année."
    );
    let with_others = Figures { other_hours: decimal("100.50"), ..long };
    assert!(said(Rule::DurationMax, with_others).contains("dont 100,5 h ailleurs que dans ce dossier"));
    let due = Figures {
        hours: decimal("315"),
        limit: decimal("308"),
        amount: decimal("1417.50"),
        ..Figures::default()
    };
    assert_eq!(
        said(Rule::GratificationDue, due),
        "315 h de présence, plus de 308 h : une gratification est due, d’au moins 1 417,50 €."
    );
    let crowded = Figures {
        case: Some("between".into()),
        count: Some(4),
        low: Some(3),
        high: Some(8),
        ..Figures::default()
    };
    assert_eq!(
        said(Rule::HostQuota, crowded),
        "Au moins 4 stagiaires dans l’organisme une même semaine, pour un plafond compris entre 3 et 8."
    );
    let early = Figures {
        case: Some("tutor".into()),
        day: day("2026-01-31"),
        bound: day("2026-03-03"),
        ..Figures::default()
    };
    assert_eq!(
        said(Rule::WaitingPeriod, early),
        "Un stage du même service, avec le même tuteur, a fini le 31/01/2026 : le suivant commence au plus tôt le 03/03/2026."
    );
}

#[test]
fn durations_amounts_and_explanations_read_as_people_say_them() {
    let legal = |hours: &str| LegalDuration::of(hours.parse().unwrap());
    let said = |text: String| text.replace('\u{a0}', " ");
    let en = Texts::of(Lang::En);
    for (hours, french, english) in [
        ("763", "4 mois 21 jours", "4 months 21 days"),
        ("335.4", "2 mois 3 jours 6,4 h", "2 months 3 days 6.4 h"),
        ("161", "1 mois 1 jour", "1 month 1 day"),
        ("0", "0 jour", "0 days"),
    ] {
        assert_eq!(said(duration(fr(), legal(hours))), french);
        assert_eq!(said(duration(en, legal(hours))), english);
    }
    assert_eq!(said(money(fr(), "3906".parse().unwrap())), "3 906,00 €");
    for texts in Lang::ALL.map(Texts::of) {
        for feast in Feast::ALL {
            let holiday = Holiday { day: day("2026-04-06"), feast: *feast };
            assert!(find(texts, "feast", feast.code()).is_some(), "feast-{}", feast.code());
            assert!(!reason(texts, Reason::Holiday(holiday)).contains('{'));
        }
        for one in Calendar::ALL {
            assert!(find(texts, "calendar", one.code()).is_some(), "calendar-{}", one.code());
        }
    }
    let easter = Holiday { day: day("2026-04-06"), feast: Feast::EasterMonday };
    assert_eq!(reason(fr(), Reason::Holiday(easter)), "06/04/2026, lundi de Pâques");
    let period = Period { from: day("2026-07-27"), to: day("2026-08-14") };
    assert_eq!(reason(fr(), Reason::Interruption(period)), "interruption du 27/07/2026 au 14/08/2026");
}

#[test]
fn fields_of_the_history_are_named_as_people_name_them() {
    assert_eq!(field(fr(), "supervisor_id"), "enseignant référent");
    assert_eq!(field(fr(), "country_code"), "pays");
    assert_eq!(field(fr(), "step.check"), "contrôle administratif");
    assert_eq!(field(fr(), "return.start_date"), "motif (début)");
    assert_eq!(field(fr(), "finding.dates-order"), "contrôle «\u{a0}ordre des dates\u{a0}»");
    assert_eq!(field(fr(), "field_to_come"), "field_to_come");
}

#[test]
fn values_of_the_history_are_read_as_their_field_says() {
    let read = |field, value| self::value(fr(), field, value).into_owned();
    assert_eq!(read("file_state", Some("to_correct")), "à corriger");
    assert_eq!(read("end_date", Some("2026-06-30")), "30/06/2026");
    assert_eq!(read("weekly_hours", Some("35.50")), "35,5");
    assert_eq!(read("total_hours", Some("1284.0")), "1\u{a0}284");
    assert_eq!(read("phone", Some("0102030405")), "0102030405");
    assert_eq!(read("gratification", Some("true")), "oui");
    assert_eq!(read("step.check", Some("{\"kind\": \"check\"}")), "faite");
    assert_eq!(read("finding.dates-order", Some("passed")), "passé outre");
    assert_eq!(read("subject", None), "vide");
    assert_eq!(read("subject", Some("draft")), "draft");
}

#[test]
fn every_refusal_is_one_sentence_about_its_file() {
    let codes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 21, 22, 23];
    for texts in Lang::ALL.map(Texts::of) {
        for code in codes {
            let code = format!("GU{code:03}");
            let bare = Refusal { code: code.clone(), about: About::default() };
            let sentence = refusal(texts, &bare, 28413);
            assert!(sentence.contains("28413") && sentence.ends_with('.'), "{code}: {sentence}");
            assert!(!sentence.contains(&code) && !sentence.contains('{'), "{code}: {sentence}");
            assert_ne!(refusal_kind(texts, &code), "", "{code}");
        }
        let strange = Refusal { code: "GU099".into(), about: About::default() };
        assert!(refusal(texts, &strange, 28413).contains("GU099"));
    }
}

#[test]
fn a_refusal_says_who_and_what() {
    let said = |code: &str, about: About| {
        refusal(fr(), &Refusal { code: code.into(), about }, 28413).replace('\u{a0}', " ")
    };
    let step = |kind| About { step: Some(kind), ..About::default() };
    assert_eq!(said("GU005", step(StepKind::Pedagogical)), "Validation pédagogique manquante (n° 28413).");
    assert_eq!(said("GU005", step(StepKind::Check)), "Contrôle administratif manquant (n° 28413).");
    let stale = About {
        by: Some("Paul Durand".into()),
        at: DateTime::from_timestamp(1_772_460_300, 0),
        verb: Some("validate".into()),
        ..About::default()
    };
    assert_eq!(
        said("GU003", stale),
        "Dossier n° 28413 changé entre-temps : Paul Durand a validé (02/03/2026 15:05). Relisez-le (:recharger)."
    );
    let supervisor = About { supervisor: Some("Anne Petit".into()), ..About::default() };
    assert_eq!(
        said("GU009", supervisor),
        "La validation pédagogique revient à Anne Petit ; enregistrez-la en son nom avec son accord (n° 28413)."
    );
}

#[test]
fn an_act_done_agrees_in_number() {
    let returned = Act::Return { reasons: vec![1], text: String::new() };
    assert_eq!(act_done(fr(), &returned, false, 1), "mise à corriger");
    assert_eq!(act_done(fr(), &returned, false, 3), "mises à corriger");
}

#[test]
fn an_allowance_is_written_as_money() {
    assert_eq!(in_cents(fr(), "0.2".parse().unwrap()), "0,20");
    assert_eq!(in_cents(fr(), "0.155".parse().unwrap()), "0,155");
    let said = |amount: &str, currency, unit| {
        allowance(fr(), amount.parse().unwrap(), currency, unit).replace('\u{a0}', " ")
    };
    assert_eq!(said("4.5", "EUR", Some("hour")), "4,50 €/heure");
    assert_eq!(said("1234.567", "CHF", None), "1 234,567 CHF");
}

#[test]
fn a_queue_is_named_by_its_code_or_in_either_language() {
    for (name, queue) in [
        ("to_correct", Queue::ToCorrect),
        ("to-correct", Queue::ToCorrect),
        ("À corriger", Queue::ToCorrect),
        ("a corriger", Queue::ToCorrect),
        ("VALIDATION PEDAGOGIQUE", Queue::Pedagogical),
        ("all", Queue::All),
    ] {
        assert_eq!(queue_named(name), Some(queue), "{name}");
    }
    assert_eq!(queue_named("administrativ"), None);
}

#[test]
fn a_change_is_told_in_the_room_that_there_is() {
    let glimpse = |field: &str, from: serde_json::Value, to: serde_json::Value| {
        serde_json::from_value::<Glimpse>(serde_json::json!({ "field": field, "from": from, "to": to }))
            .unwrap()
    };
    let row = |told: Vec<Glimpse>| AmendmentRow {
        id: 1,
        number: 1,
        state: AmendmentState::Submitted,
        circuit: Vec::new(),
        steps_done: 0,
        motives: Vec::new(),
        told,
        effective_from: None,
        checked: true,
        blocking: 0,
        fresh: 0,
        since: DateTime::UNIX_EPOCH,
        cleared: 0,
        abroad: false,
        pays: false,
        crosses: None,
    };
    let end = glimpse("end_date", "2026-08-28".into(), "2026-09-11".into());
    let next_year = glimpse("end_date", "2026-12-18".into(), "2027-01-08".into());
    let rise = glimpse("gratification_amount", 4.35.into(), 4.5.into());
    let fewer = glimpse("weekly_hours", 35.into(), 32.into());
    let subject = glimpse("subject", serde_json::Value::Null, serde_json::Value::Null);
    for (told, room, wanted) in [
        (vec![&end], 23, "fin 28/08/26 → 11/09/26"),
        (vec![&end], 22, "fin 11/09/26 +14 j"),
        (vec![&end], 16, "fin 11/09 +14 j"),
        (vec![&end], 14, "fin 11/09"),
        (vec![&next_year], 16, "fin 08/01/27"),
        (vec![&rise], 19, "grat. 4,35 → 4,50"),
        (vec![&rise], 16, "grat. 4,50 +0,15"),
        (vec![&rise], 12, "grat. 4,50"),
        (vec![&fewer], 14, "semaine 32 -3"),
        (vec![&end, &subject], 30, "fin 28/08/26 → 11/09/26, sujet"),
        (vec![&end, &subject], 16, "fin 11/09, sujet"),
        (vec![&end, &rise], 38, "fin 11/09/26 +14 j, grat. 4,35 → 4,50"),
        (vec![&end, &rise], 25, "fin 11/09, grat. 4,50"),
    ] {
        let row = row(told.into_iter().cloned().collect());
        assert_eq!(glimpses(fr(), &row, room).replace('\u{a0}', " "), wanted, "{room}");
    }
}
