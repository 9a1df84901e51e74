//! What each amendment changes, and what holds it to its order.

use guichet::domain::act::{Act, Target};
use guichet::domain::amendment::{Motive, Motives};
use guichet::store::seed::DemoRole;
use guichet::store::{acts, amendments, files, forms};
use rust_decimal::Decimal;
use sqlx::types::Uuid;

use super::{
    act, after, code, create, done, from, offers, running, state, target, validated, values, version, write,
};
use crate::support::server::Database;

#[tokio::test]
async fn an_amendment_says_what_it_changes_and_is_held_to_its_order() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let first = create(&mut clerk, id).await;
    // Nothing yet; the same service is no change.
    assert_eq!(code(&act(&mut clerk, id, first, Act::Submit).await), "GU049");
    let service = forms::form(&mut clerk, id).await.unwrap().unwrap().reference("service_id").unwrap();
    assert!(
        write(&mut clerk, id, first, serde_json::json!({ "service_id": service }), &Motives::new())
            .await
            .is_done()
    );
    assert_eq!(code(&act(&mut clerk, id, first, Act::Submit).await), "GU049");
    // Another host is another convention, a field of no motive is refused, so is nonsense.
    for (changes, refused) in [
        (serde_json::json!({ "organisation_id": 1 }), "GU046"),
        (serde_json::json!({ "theme_id": 1 }), "GU046"),
        (serde_json::json!({ "no_such_field": 1 }), "GU016"),
        (serde_json::json!({ "end_date": "hier" }), "GU016"),
        (serde_json::json!({ "weekly_hours": 400 }), "GU016"),
        (serde_json::json!({ "tutor_id": 1_999_999_999 }), "GU016"),
        (serde_json::json!({ "service_id": 1_999_999_999 }), "GU016"),
        (serde_json::json!({ "interruptions": [["2026-05-02", "2026-05-01"]] }), "GU016"),
        (serde_json::json!({ "subject": "x".repeat(30_001) }), "GU016"),
        (serde_json::json!({ "rupture_cause": "ennui" }), "GU016"),
    ] {
        let outcome = write(&mut clerk, id, first, changes.clone(), &Motives::new()).await;
        assert_eq!(code(&outcome), refused, "{changes}");
    }
    // One at a time.
    let again = version(&mut clerk, id).await;
    let made = amendments::create(&mut clerk, Target::file(id, again), Uuid::now_v7()).await.unwrap();
    assert_eq!(made.unwrap_err().code, "GU048");
    // Only a new end: handed in, validated, and the file shows it.
    let later = after(file.end, 14);
    let changes = serde_json::json!({ "end_date": later });
    assert!(write(&mut clerk, id, first, changes, &Motives::new()).await.is_done());
    done(&mut clerk, id, first, Act::Submit).await;
    let target_now = target(&mut clerk, id, first).await;
    let unseen =
        acts::act(&mut clerk, &Act::Validate, &[target_now], Uuid::now_v7()).await.unwrap().remove(0);
    assert_eq!(code(&unseen), "GU010", "the rules have not looked at it");
    let (before, _) = state(&mut clerk, id).await;
    done(&mut clerk, id, first, Act::Validate).await;
    let sheet = files::sheet(&mut clerk, id).await.unwrap().unwrap();
    assert_eq!(sheet.end_date, Some(later));
    let hours = forms::form(&mut clerk, id).await.unwrap().unwrap().totals().unwrap().hours;
    assert_eq!(sheet.total_hours, Some(hours), "counted again");
    assert_ne!(before["total_hours"].as_decimal(), Some(hours));
    assert!(sheet.checked, "what the rules foresaw is what they find");
    // Not to be changed any more, nor the file beneath it, until its validation is taken back.
    let changes = serde_json::json!({ "end_date": after(file.end, 7) });
    assert_eq!(code(&write(&mut clerk, id, first, changes.clone(), &Motives::new()).await), "GU004");
    let mut admin = database.person(DemoRole::Administrator).await;
    let file_now = Target::file(id, version(&mut admin, id).await);
    let edit = forms::edit(&mut admin, file_now, &values(changes), Some("x"), Uuid::now_v7()).await.unwrap();
    assert_eq!(code(&edit), "GU015");
    assert_eq!(code(&act(&mut clerk, id, first, Act::Unvalidate(String::new())).await), "GU012");
    done(&mut clerk, id, first, Act::Unvalidate("Erreur".into())).await;
    assert_eq!(state(&mut clerk, id).await.0, before, "exactly what it was");
    done(&mut clerk, id, first, Act::Validate).await;
    // Signed by everybody, it stands.
    done(&mut clerk, id, first, Act::Sign { on: file.today, electronic: false }).await;
    assert_eq!(code(&act(&mut clerk, id, first, Act::Unvalidate("Erreur".into())).await), "GU004");
    assert_eq!(code(&act(&mut clerk, id, first, Act::Cancel("Erreur".into())).await), "GU004");
    let told = files::history(&mut clerk, id).await.unwrap();
    let verbs: Vec<&str> = told.iter().rev().take(2).map(|entry| entry.verb.as_str()).collect();
    assert_eq!(verbs, ["amend_sign", "amend_validate"]);
}

#[tokio::test]
async fn a_rise_does_not_revalue_what_was_paid_before() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let rise = after(file.today, 30);
    let was = offers(&mut clerk, file.id).await;
    let changes = serde_json::json!({ "gratification_amount": "9.50" });
    validated(&mut clerk, file.id, changes, &from(Motive::Gratification, rise)).await;
    let offered = offers(&mut clerk, file.id).await;
    assert_eq!(offered.iter().map(|offer| offer.from).collect::<Vec<_>>(), [file.start, rise]);
    assert_eq!(offered[0].amount, was[0].amount);
    assert_eq!(offered[1].amount, Decimal::new(950, 2));
    for (day, amount) in [(after(file.today, 29), was[0].amount), (rise, Decimal::new(950, 2))] {
        let at = amendments::file_at(&mut clerk, file.id, day).await.unwrap().unwrap();
        assert_eq!(at.projected.value("gratification_amount").as_decimal(), Some(amount), "{day}");
        let signed = at.in_force.value("gratification_amount").as_decimal();
        assert_eq!(signed, Some(was[0].amount), "nobody has signed");
    }
    // From before the rise, a second decision: the later one stands from its day on.
    let sooner = after(file.today, 10);
    let changes = serde_json::json!({ "gratification_amount": "7.00" });
    validated(&mut clerk, file.id, changes, &from(Motive::Gratification, sooner)).await;
    let offered = offers(&mut clerk, file.id).await;
    assert_eq!(offered.iter().map(|offer| offer.from).collect::<Vec<_>>(), [file.start, sooner]);
    assert_eq!(offered[1].amount, Decimal::new(700, 2));
}

#[tokio::test]
async fn of_two_amendments_on_one_thing_the_later_stands_on_the_earlier() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let mut owner = database.owner().await;
    sqlx::query("update guichet.centre set several_amendments = true").execute(&mut owner).await.unwrap();
    let file = running(&mut clerk).await;
    let id = file.id;
    let (first, second) = (create(&mut clerk, id).await, create(&mut clerk, id).await);
    for (amendment, days) in [(first, 7), (second, 21)] {
        let changes = serde_json::json!({ "end_date": after(file.end, days) });
        assert!(write(&mut clerk, id, amendment, changes, &Motives::new()).await.is_done());
        done(&mut clerk, id, amendment, Act::Submit).await;
    }
    done(&mut clerk, id, second, Act::Validate).await;
    let late = act(&mut clerk, id, first, Act::Validate).await;
    assert_eq!(code(&late), "GU051", "{late:?}");
    assert_eq!(late.refusal().unwrap().about.amendments, [2]);
    done(&mut clerk, id, second, Act::Unvalidate("Ordre".into())).await;
    done(&mut clerk, id, first, Act::Validate).await;
    done(&mut clerk, id, second, Act::Validate).await;
    // The first cannot be taken back, nor the second signed, one beneath the other.
    let under = act(&mut clerk, id, first, Act::Unvalidate("x".into())).await;
    assert_eq!(
        (code(&under), under.refusal().unwrap().about.amendments.as_slice()),
        ("GU051", [2].as_slice())
    );
    let sign = Act::Sign { on: file.today, electronic: true };
    assert_eq!(code(&act(&mut clerk, id, second, sign.clone()).await), "GU051");
    done(&mut clerk, id, first, sign).await;
    let ends =
        |number: i32| after(file.end, if number == 0 { 0 } else { 14 * u64::try_from(number).unwrap() - 7 });
    for (number, amendment) in [(1, first), (2, second)] {
        let sheet = amendments::sheet(&mut clerk, amendment, None).await.unwrap().unwrap();
        assert_eq!(sheet.before.value("end_date").as_day(), Some(ends(number - 1)));
        assert_eq!(sheet.after.value("end_date").as_day(), Some(ends(number)));
    }
    let against = amendments::sheet(&mut clerk, second, Some(0)).await.unwrap().unwrap();
    assert_eq!(against.before.value("end_date").as_day(), Some(file.end), "the original");
}

#[tokio::test]
async fn an_early_end_then_an_extension_past_it_takes_a_manager() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mut manager = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let rupture = create(&mut clerk, id).await;
    let day = after(file.today, 5);
    let changes =
        serde_json::json!({ "rupture_on": day, "rupture_by": "intern", "rupture_cause": "illness" });
    assert!(write(&mut clerk, id, rupture, changes, &Motives::new()).await.is_done());
    let lacks = act(&mut clerk, id, rupture, Act::Submit).await;
    assert_eq!(lacks.refusal().unwrap().about.missing, ["rupture_outcome"]);
    let changes = serde_json::json!({ "rupture_outcome": "validated" });
    assert!(write(&mut clerk, id, rupture, changes, &Motives::new()).await.is_done());
    done(&mut clerk, id, rupture, Act::Submit).await;
    done(&mut clerk, id, rupture, Act::Validate).await;
    assert_eq!(files::sheet(&mut clerk, id).await.unwrap().unwrap().end_date, Some(day));
    // Extended from a day after that end.
    let extension = create(&mut clerk, id).await;
    let changes = serde_json::json!({ "end_date": file.end });
    let outcome = write(&mut clerk, id, extension, changes, &from(Motive::Period, after(day, 10))).await;
    assert!(outcome.is_done(), "{outcome:?}");
    let late = act(&mut clerk, id, extension, Act::Submit).await;
    assert_eq!((code(&late), late.refusal().unwrap().about.end), ("GU052", Some(day)));
    assert_eq!(code(&act(&mut clerk, id, extension, Act::Pass("Accord".into())).await), "GU002");
    assert_eq!(code(&act(&mut manager, id, extension, Act::Pass(String::new())).await), "GU012");
    done(&mut manager, id, extension, Act::Pass("Accord des parties".into())).await;
    done(&mut clerk, id, extension, Act::Submit).await;
    done(&mut manager, id, extension, Act::Validate).await;
    assert_eq!(files::sheet(&mut clerk, id).await.unwrap().unwrap().end_date, Some(file.end));
    // Dates that do not hold together say so.
    let nonsense = create(&mut clerk, id).await;
    for (changes, kind) in [
        (serde_json::json!({ "end_date": file.start.pred_opt() }), "reversed"),
        (serde_json::json!({ "end_date": after(file.start, 366) }), "too_long"),
        (
            serde_json::json!({ "end_date": file.end, "interruptions": [[after(file.end, 1), after(file.end, 2)]] }),
            "interruptions",
        ),
    ] {
        assert!(write(&mut clerk, id, nonsense, changes, &Motives::new()).await.is_done());
        let refused = act(&mut clerk, id, nonsense, Act::Submit).await;
        assert_eq!((code(&refused), refused.refusal().unwrap().about.kind.as_deref()), ("GU050", Some(kind)));
    }
}
