//! What amendments of one file owe each other: an undo that leaves nothing without ground, checks and passes that are of what
//! stands, several in one gesture.

use guichet::domain::act::{Act, Answer, Target};
use guichet::domain::amendment::{Motive, Motives};
use guichet::domain::compliance::assess;
use guichet::domain::form::Value;
use guichet::store::seed::DemoRole;
use guichet::store::{acts, amendments, centres, files, forms};
use serde_json::json;
use sqlx::types::Uuid;
use sqlx::{AssertSqlSafe, Executor, PgConnection};

use super::{
    act, after, code, create, done, from, overload, parsed, running, several, state, target, validated,
    version, whole, write,
};
use crate::support::server::Database;

/// What is recorded of a file as current is what the rules find on it.
async fn nothing_else_is_recorded(conn: &mut PgConnection, id: i32) {
    let recorded = files::sheet(conn, id).await.unwrap().unwrap();
    let facts = files::facts(conn, &[id]).await.unwrap().remove(0).facts;
    let found: Vec<&str> = assess(&facts).findings.iter().map(|one| one.rule.code()).collect();
    let same = recorded.findings.iter().map(|one| one.rule.as_str()).eq(found.iter().copied());
    assert!(!recorded.checked || same, "{:?} {found:?}", recorded.findings);
}

#[tokio::test]
async fn what_takes_effect_in_the_time_that_is_added_goes_first() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let longer = json!({ "end_date": after(file.end, 40) });
    let first = validated(&mut clerk, file.id, longer, &Motives::new()).await;
    let rise = json!({ "gratification_amount": "9.50" });
    let second =
        validated(&mut clerk, file.id, rise, &from(Motive::Gratification, after(file.end, 10))).await;
    let under = act(&mut clerk, file.id, first, Act::Unvalidate("Erreur".into())).await;
    assert_eq!(code(&under), "GU051");
    assert_eq!(under.refusal().unwrap().about.amendments, [2]);
    let sign = Act::Sign { on: file.today, electronic: true };
    assert_eq!(code(&act(&mut clerk, file.id, second, sign).await), "GU051");
    done(&mut clerk, file.id, second, Act::Unvalidate("Erreur".into())).await;
    // Two would be under way where one is allowed.
    let two = act(&mut clerk, file.id, first, Act::Unvalidate("Erreur".into())).await;
    assert_eq!((code(&two), two.refusal().unwrap().about.amendments.as_slice()), ("GU048", [2].as_slice()));
    done(&mut clerk, file.id, second, Act::Cancel("Erreur".into())).await;
    done(&mut clerk, file.id, first, Act::Unvalidate("Erreur".into())).await;
    let back = act(&mut clerk, file.id, second, Act::Restore).await;
    assert!(!back.is_done(), "{back:?}");
}

#[tokio::test]
async fn a_validation_is_not_taken_back_beneath_amendments() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let id: i32 = sqlx::query_scalar(
        "select c.id from guichet.convention c
         where c.file_state = 'validated' and c.archived_at is null and c.signature_state = 'not_sent'
           and c.circuit[cardinality(c.circuit)] <> 'pedagogical'
           and c.end_date > guichet.today() + 60 and not exists (select from guichet.amendments_of(c.id))
         order by c.id limit 1",
    )
    .fetch_one(&mut clerk)
    .await
    .unwrap();
    let end = forms::form(&mut clerk, id).await.unwrap().unwrap().value("end_date").as_day().unwrap();
    let amendment = create(&mut clerk, id).await;
    let longer = json!({ "end_date": after(end, 1) });
    assert!(write(&mut clerk, id, amendment, longer, &Motives::new()).await.is_done());
    let unvalidate = Act::Unvalidate("Erreur".into());
    let beneath = async |clerk: &mut PgConnection| {
        let target = Target::file(id, version(clerk, id).await);
        acts::act(clerk, &unvalidate, &[target], Uuid::now_v7()).await.unwrap().remove(0)
    };
    let refused = beneath(&mut clerk).await;
    assert_eq!(
        (code(&refused), refused.refusal().unwrap().about.amendments.as_slice()),
        ("GU070", [1].as_slice())
    );
    done(&mut clerk, id, amendment, Act::Cancel("Erreur".into())).await;
    let outcome = beneath(&mut clerk).await;
    assert!(outcome.is_done(), "{outcome:?}");
}

#[tokio::test]
async fn where_signed_values_show_checks_are_of_what_they_stand_on() {
    let database = Database::university().await;
    several(&database).await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let centre = forms::form(&mut clerk, id).await.unwrap().unwrap().centre;
    centres::set(&mut admin, &centre, "amendment_values", Some("in_force")).await.unwrap();
    let longer = json!({ "end_date": after(file.end, 30) });
    let (first, second) = (create(&mut clerk, id).await, create(&mut clerk, id).await);
    let rise = json!({ "gratification_amount": "9.50" });
    for (amendment, changes) in [(first, longer), (second, rise)] {
        assert!(write(&mut clerk, id, amendment, changes, &Motives::new()).await.is_done());
        done(&mut clerk, id, amendment, Act::Submit).await;
    }
    done(&mut clerk, id, first, Act::Validate).await;
    amendments::check(&mut clerk, &[second]).await.unwrap();
    done(&mut clerk, id, first, Act::Unvalidate("Erreur".into())).await;
    // What the rules said of the second was said of the days of the first.
    let target_now = target(&mut clerk, id, second).await;
    let stale = acts::act(&mut clerk, &Act::Validate, &[target_now], Uuid::now_v7()).await.unwrap().remove(0);
    assert_eq!(code(&stale), "GU010");
    done(&mut clerk, id, first, Act::Validate).await;
    done(&mut clerk, id, second, Act::Validate).await;
    // Signed before the first: what it would find with the first's days is not found on the file.
    done(&mut clerk, id, second, Act::Sign { on: file.today, electronic: true }).await;
    assert_eq!(state(&mut clerk, id).await.0["end_date"], Value::from(file.end));
    nothing_else_is_recorded(&mut clerk, id).await;
}

#[tokio::test]
async fn what_was_found_with_an_amendment_that_was_given_up_is_not_found_on_the_file() {
    let database = Database::university().await;
    several(&database).await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let centre = forms::form(&mut clerk, id).await.unwrap().unwrap().centre;
    centres::set(&mut admin, &centre, "amendment_values", Some("in_force")).await.unwrap();
    let longer = json!({ "end_date": after(file.start, 360) });
    let first = validated(&mut clerk, id, longer, &Motives::new()).await;
    let rise = json!({ "gratification_amount": "9.50" });
    let second = validated(&mut clerk, id, rise, &Motives::new()).await;
    done(&mut clerk, id, first, Act::Unvalidate("Erreur".into())).await;
    done(&mut clerk, id, first, Act::Cancel("Erreur".into())).await;
    done(&mut clerk, id, second, Act::Sign { on: file.today, electronic: true }).await;
    nothing_else_is_recorded(&mut clerk, id).await;
}

#[tokio::test]
async fn two_that_say_the_same_day_and_two_of_one_file_at_once_are_both_done() {
    let database = Database::university().await;
    several(&database).await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let week = |hours: &str| {
        let mut days = vec![hours; 5];
        days.extend(["0.00", "0.00"]);
        json!({ "week_patterns": [[after(file.today, 7), days]] })
    };
    let two = [create(&mut clerk, id).await, create(&mut clerk, id).await];
    for (amendment, hours) in two.into_iter().zip(["7.00", "6.00"]) {
        assert!(write(&mut clerk, id, amendment, week(hours), &Motives::new()).await.is_done());
        done(&mut clerk, id, amendment, Act::Submit).await;
    }
    amendments::check(&mut clerk, &two).await.unwrap();
    let seen = [target(&mut clerk, id, two[0]).await, target(&mut clerk, id, two[1]).await];
    let request = Uuid::now_v7();
    let outcomes = acts::act(&mut clerk, &Act::Validate, &seen, request).await.unwrap();
    assert!(outcomes[0].is_done(), "{outcomes:?}");
    // The second is looked at on what the first made: its check is of another content, no stale version.
    assert_eq!(code(&outcomes[1]), "GU010", "{outcomes:?}");
    amendments::check(&mut clerk, &two).await.unwrap();
    for _ in 0..2 {
        // As the desk asks again: the same request, decided on the same version; and once more, its answer being lost.
        let again = acts::act(&mut clerk, &Act::Validate, &seen, request).await.unwrap();
        assert!(again.iter().all(|outcome| outcome.is_done()), "{again:?}");
    }
    assert_eq!(version(&mut clerk, id).await, seen[0].version + 2);
    // Somebody else's request is another matter.
    let stale = acts::act(&mut clerk, &Act::Validate, &seen, Uuid::now_v7()).await.unwrap();
    assert!(stale.iter().all(|outcome| matches!(outcome.answer, Answer::Stale(_))), "{stale:?}");
    let weeks = state(&mut clerk, id).await.0["week_patterns"].clone();
    assert_eq!(weeks, parsed(week("6.00")["week_patterns"].clone()), "the later decision");
    whole(&database).await;
    // Both handed in at once.
    let two = [create(&mut clerk, id).await, create(&mut clerk, id).await];
    for amendment in two {
        let changes = json!({ "subject": format!("Sujet {amendment}") });
        assert!(write(&mut clerk, id, amendment, changes, &Motives::new()).await.is_done());
    }
    let seen = [target(&mut clerk, id, two[0]).await, target(&mut clerk, id, two[1]).await];
    let outcomes = acts::act(&mut clerk, &Act::Submit, &seen, Uuid::now_v7()).await.unwrap();
    assert!(outcomes.iter().all(|outcome| outcome.is_done()), "{outcomes:?}");
    // Both validated are taken back in one gesture too, whichever is named first: the last one goes first.
    for amendment in two {
        done(&mut clerk, id, amendment, Act::Validate).await;
    }
    let seen = [target(&mut clerk, id, two[0]).await, target(&mut clerk, id, two[1]).await];
    let back = Act::Unvalidate("Erreur".into());
    let outcomes = acts::act(&mut clerk, &back, &seen, Uuid::now_v7()).await.unwrap();
    assert!(outcomes.iter().all(|outcome| outcome.is_done()), "{outcomes:?}");
    whole(&database).await;
}

#[tokio::test]
async fn a_pass_is_of_the_days_that_were_passed() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let file = running(&mut manager).await;
    let id = file.id;
    let amendment = create(&mut manager, id).await;
    let late = |days| from(Motive::Period, after(file.end, days));
    let longer = |days| json!({ "end_date": after(file.end, days) });
    assert!(write(&mut manager, id, amendment, longer(10), &late(1)).await.is_done());
    done(&mut manager, id, amendment, Act::Pass("Accord".into())).await;
    // Words are not days.
    let subject = json!({ "subject": "Un autre sujet" });
    assert!(write(&mut manager, id, amendment, subject, &Motives::new()).await.is_done());
    assert_ne!(code(&act(&mut manager, id, amendment, Act::Submit).await), "GU052");
    assert!(write(&mut manager, id, amendment, longer(60), &late(5)).await.is_done());
    let passed: Option<i32> = sqlx::query_scalar("select passed_by from guichet.amendment where id = $1")
        .bind(amendment)
        .fetch_one(&mut database.dba().await)
        .await
        .unwrap();
    assert_eq!(passed, None);
    assert_eq!(code(&act(&mut manager, id, amendment, Act::Validate).await), "GU052");
}

#[tokio::test]
async fn an_undo_gives_back_what_a_manager_had_let_through() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let file = running(&mut manager).await;
    let id = file.id;
    let mut dba = database.dba().await;
    // A finding of the file itself, that was passed and whose figures an amendment changes.
    overload(&database, id).await;
    files::check(&mut manager, &[id]).await.unwrap();
    let passes = async |conn: &mut PgConnection| {
        let found: Vec<(String, serde_json::Value)> = sqlx::query_as(
            "select rule, figures from guichet.finding where convention_id = $1 and passed_by is not null order by rule",
        )
        .bind(id)
        .fetch_all(conn)
        .await
        .unwrap();
        found
    };
    let sql = format!(
        "update guichet.finding set passed_by = (select min(id) from guichet.person), passed_at = now(), pass_reason = 'Vu'
         where convention_id = {id} and severity = 'blocking'"
    );
    dba.execute(AssertSqlSafe(sql)).await.unwrap();
    let before = passes(&mut dba).await;
    assert!(!before.is_empty(), "too many hours block");
    let fewer = json!({ "total_hours": "1400", "total_overridden": true, "end_date": after(file.end, 1) });
    let amendment = validated(&mut manager, id, fewer, &Motives::new()).await;
    assert_ne!(passes(&mut dba).await, before);
    done(&mut manager, id, amendment, Act::Unvalidate("Erreur".into())).await;
    files::check(&mut manager, &[id]).await.unwrap();
    assert_eq!(passes(&mut dba).await, before);
}
