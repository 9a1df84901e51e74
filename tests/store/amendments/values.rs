//! What amendments make of lists, days and totals, in whichever order they are written.

use chrono::NaiveDate;
use guichet::domain::act::Act;
use guichet::domain::amendment::{Motive, Motives};
use guichet::domain::form::{Value, Values};
use guichet::store::amendments;
use guichet::store::seed::DemoRole;
use serde_json::json;
use sqlx::PgConnection;
use sqlx::types::Uuid;

use super::{act, after, code, create, done, from, parsed, running, state, target, validated, whole, write};
use crate::support::server::Database;

async fn value(conn: &mut PgConnection, amendment: i32, field: &str) -> Value {
    amendments::form(conn, amendment).await.unwrap().unwrap().value(field).clone()
}

#[tokio::test]
async fn a_list_is_what_was_written_however_alike_its_entries_are() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let day = |days| after(file.today, days);
    let week = |hours: [&str; 7]| json!([[file.start, hours]]);
    let short = ["7.00", "7.00", "7.00", "7.00", "0.00", "0.00", "0.00"];
    let long = ["7.00", "7.00", "7.00", "7.00", "7.00", "0.00", "0.00"];
    let moved = ["7.00", "7.00", "7.00", "0.00", "7.00", "0.00", "0.00"];
    let absent = |until: NaiveDate| json!([[day(1), until]]);
    for (field, lists) in [
        ("week_patterns", vec![week(long), week(short), week(moved), week(long)]),
        ("interruptions", vec![absent(day(5)), absent(day(1)), absent(day(5)), json!([])]),
        ("irregular_periods", vec![json!([[day(1), day(2), "7.00"]]), json!([[day(1), day(2), "14.00"]])]),
    ] {
        // Each stands on the one before, in force.
        for list in lists {
            let amendment = create(&mut clerk, file.id).await;
            let outcome =
                write(&mut clerk, file.id, amendment, json!({ field: list }), &Motives::new()).await;
            assert!(outcome.is_done(), "{outcome:?}");
            assert_eq!(value(&mut clerk, amendment, field).await, parsed(list.clone()), "{field} as written");
            done(&mut clerk, file.id, amendment, Act::Submit).await;
            done(&mut clerk, file.id, amendment, Act::Validate).await;
            assert_eq!(state(&mut clerk, file.id).await.0[field], parsed(list), "{field} in force");
        }
    }
    whole(&database).await;
}

#[tokio::test]
async fn an_early_end_keeps_its_day_whatever_is_written_next() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let amendment = create(&mut clerk, file.id).await;
    let day = after(file.today, 20);
    let effective = async |clerk: &mut PgConnection| {
        let form = amendments::form(clerk, amendment).await.unwrap().unwrap();
        form.amendment.unwrap().amendment.motives[0].effective_from
    };
    for (field, text) in [
        ("rupture_on", day.to_string()),
        ("rupture_by", "intern".into()),
        ("rupture_cause", "illness".into()),
        ("rupture_outcome", "validated".into()),
    ] {
        assert!(
            write(&mut clerk, file.id, amendment, json!({ field: text }), &Motives::new()).await.is_done()
        );
        assert_eq!(effective(&mut clerk).await, day, "after {field}");
    }
    // Another day of the end is another day of effect.
    let sooner = json!({ "rupture_on": after(file.today, 10) });
    assert!(write(&mut clerk, file.id, amendment, sooner, &Motives::new()).await.is_done());
    assert_eq!(effective(&mut clerk).await, after(file.today, 10));
    // After the end there is nothing to end early: whatever the motive says of its day.
    let late = json!({ "rupture_on": after(file.end, 3) });
    let said = from(Motive::Rupture, file.today);
    assert!(write(&mut clerk, file.id, amendment, late, &said).await.is_done());
    assert_eq!(code(&act(&mut clerk, file.id, amendment, Act::Submit).await), "GU052");
}

#[tokio::test]
async fn who_stays_beyond_an_early_end_has_not_left_early() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let rupture = json!({ "rupture_on": after(file.today, 5), "rupture_by": "intern", "rupture_cause": "illness",
        "rupture_outcome": "validated" });
    validated(&mut clerk, file.id, rupture, &Motives::new()).await;
    let ended = state(&mut clerk, file.id).await.0;
    assert_eq!(ended["rupture_by"], "intern".into());
    let longer = json!({ "end_date": file.end });
    let extension = validated(&mut clerk, file.id, longer, &from(Motive::Period, after(file.today, 2))).await;
    let now = state(&mut clerk, file.id).await.0;
    for field in ["rupture_on", "rupture_by", "rupture_cause", "rupture_outcome"] {
        assert!(now[field].is_null(), "{field}");
    }
    done(&mut clerk, file.id, extension, Act::Unvalidate("Erreur".into())).await;
    assert_eq!(state(&mut clerk, file.id).await.0, ended);
}

#[tokio::test]
async fn on_a_day_the_total_is_that_of_the_days_in_force() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let before = state(&mut clerk, file.id).await.0["total_hours"].as_decimal();
    let longer = json!({ "end_date": after(file.end, 28) });
    validated(&mut clerk, file.id, longer, &from(Motive::Period, after(file.today, 10))).await;
    let now = state(&mut clerk, file.id).await.0["total_hours"].as_decimal();
    assert_ne!(before, now);
    for (day, total) in [(after(file.today, 9), before), (after(file.today, 10), now)] {
        let at = amendments::file_at(&mut clerk, file.id, day).await.unwrap().unwrap();
        assert_eq!(at.projected.value("total_hours").as_decimal(), total, "{day}");
        assert_eq!(at.in_force.value("total_hours").as_decimal(), before, "nobody has signed");
    }
    // Decided later, in effect sooner: on a day in between the longer end is not counted.
    let away = json!({ "interruptions": [[after(file.today, 3), after(file.today, 9)]] });
    validated(&mut clerk, file.id, away, &from(Motive::Period, after(file.today, 3))).await;
    let at = amendments::file_at(&mut clerk, file.id, after(file.today, 5)).await.unwrap().unwrap();
    assert_eq!(at.projected.value("end_date").as_day(), Some(file.end));
    let total = at.projected.value("total_hours").as_decimal();
    assert_eq!(total, at.projected.totals().map(|totals| totals.hours));
    assert!(total < before, "{total:?} {before:?}");
}

#[tokio::test]
async fn what_held_from_the_first_day_holds_from_an_earlier_one() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let weekly = state(&mut clerk, id).await.0["weekly_hours"].as_decimal().unwrap();
    let fewer = json!({ "weekly_hours": "20.00" });
    validated(&mut clerk, id, fewer, &from(Motive::Schedule, after(file.today, 14))).await;
    let rise = json!({ "gratification_amount": "9.50" });
    validated(&mut clerk, id, rise, &from(Motive::Gratification, after(file.today, 14))).await;
    let before = state(&mut clerk, id).await.0;
    let sooner = file.start.checked_sub_days(chrono::Days::new(14)).unwrap();
    let earlier = validated(&mut clerk, id, json!({ "start_date": sooner }), &Motives::new()).await;
    let now = state(&mut clerk, id).await.0;
    let first = now["week_patterns"].items()[0].clone();
    assert_eq!(first.item(0).as_day(), Some(sooner));
    assert_eq!(first.item(1).items()[0].as_decimal(), Some(weekly / rust_decimal::Decimal::from(5)));
    assert_eq!(now["gratification_rates"].items()[0].item(0).as_day(), Some(sooner));
    done(&mut clerk, id, earlier, Act::Unvalidate("Erreur".into())).await;
    assert_eq!(state(&mut clerk, id).await.0, before);
}

#[tokio::test]
async fn what_is_said_of_an_earlier_first_day_stands_beside_what_held() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let week = |day: NaiveDate, hours: &str| {
        let mut days = vec![hours; 5];
        days.extend(["0.00", "0.00"]);
        json!([day, days])
    };
    let weeks = async |clerk: &mut PgConnection| state(clerk, id).await.0["week_patterns"].clone();
    let sooner = file.start.checked_sub_days(chrono::Days::new(14)).unwrap();
    // Weeks of one's own for the days that are added.
    let first = json!([week(file.start, "7.00"), week(after(file.today, 20), "4.00")]);
    validated(&mut clerk, id, json!({ "week_patterns": first }), &Motives::new()).await;
    let both = json!([week(sooner, "4.00"), week(file.start, "7.00"), week(after(file.today, 20), "4.00")]);
    let changes = json!({ "start_date": sooner, "week_patterns": both });
    let earlier = validated(&mut clerk, id, changes, &Motives::new()).await;
    assert_eq!(weeks(&mut clerk).await, parsed(both));
    done(&mut clerk, id, earlier, Act::Unvalidate("Erreur".into())).await;
    done(&mut clerk, id, earlier, Act::Cancel("Erreur".into())).await;
    // A start put off to a day from which another week holds, then brought forward again.
    let later = json!({ "start_date": after(file.today, 20) });
    validated(&mut clerk, id, later, &Motives::new()).await;
    let back = json!({ "start_date": after(file.today, 6) });
    validated(&mut clerk, id, back, &Motives::new()).await;
    assert_eq!(weeks(&mut clerk).await, parsed(first), "35 h until the 20th day");
}

#[tokio::test]
async fn a_total_that_was_written_over_is_written_over_again() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let amendment = create(&mut clerk, id).await;
    let away = json!({ "interruptions": [[after(file.today, 1), after(file.today, 5)]] });
    assert!(write(&mut clerk, id, amendment, away, &Motives::new()).await.is_done());
    let form = amendments::form(&mut clerk, amendment).await.unwrap().unwrap();
    assert!(form.lines().iter().any(|line| line.field().is_some_and(|field| field.code == "total_hours")));
    let total: Values = form.total(Value::from("686"));
    let seen = target(&mut clerk, id, amendment).await;
    let outcome = amendments::edit(&mut clerk, seen, &total, &Motives::new(), Uuid::now_v7()).await.unwrap();
    assert!(outcome.is_done(), "{outcome:?}");
    done(&mut clerk, id, amendment, Act::Submit).await;
    done(&mut clerk, id, amendment, Act::Validate).await;
    assert_eq!(state(&mut clerk, id).await.0["total_hours"].as_decimal(), Some(686.into()));
}
