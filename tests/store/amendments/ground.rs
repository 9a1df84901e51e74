//! The ground on which amendments stand: what is written rather than what motives are called, a check of what stands, by somebody
//! else than the student, and a file that is still there.

use guichet::domain::act::{Act, Target};
use guichet::domain::amendment::{Motive, Motives};
use guichet::domain::form::Value;
use guichet::store::seed::DemoRole;
use guichet::store::{acts, amendments, forms};
use serde_json::json;
use sqlx::types::Uuid;
use sqlx::{AssertSqlSafe, Executor, PgConnection};

use super::{
    act, after, before, code, create, done, from, running, several, target, validated, version, whole, write,
};
use crate::support::server::Database;

/// An act without a look by the rules first.
async fn at_once(
    conn: &mut PgConnection,
    id: i32,
    amendment: i32,
    act: Act,
) -> guichet::domain::act::Outcome {
    let target = target(conn, id, amendment).await;
    acts::act(conn, &act, &[target], Uuid::now_v7()).await.unwrap().remove(0)
}

fn undo() -> Act {
    Act::Unvalidate("Erreur".into())
}

#[tokio::test]
async fn a_total_that_is_written_over_is_of_the_days_whatever_else_changes() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let stood = forms::form(&mut clerk, file.id).await.unwrap().unwrap().values;
    let written = json!({ "subject": "Un autre sujet", "total_hours": "222", "total_overridden": true });
    let amendment = validated(&mut clerk, file.id, written, &Motives::new()).await;
    let form = forms::form(&mut clerk, file.id).await.unwrap().unwrap();
    assert_eq!(form.value("total_hours").as_decimal().unwrap().to_string(), "222");
    assert_eq!(form.value("total_overridden"), &Value::from(true));
    let told: serde_json::Value =
        sqlx::query_scalar("select told from guichet.amendment_row where amendment_id = $1")
            .bind(amendment)
            .fetch_one(&mut clerk)
            .await
            .unwrap();
    let total =
        told.as_array().unwrap().iter().find(|one| one["field"] == "total_hours").expect("the total is told");
    assert_eq!(total["to"].as_f64(), Some(222.0));
    // What the rules found is what they find.
    let read: Vec<u8> = sqlx::query_scalar("select facts_hash from guichet.facts(array[$1])")
        .bind(file.id)
        .fetch_one(&mut clerk)
        .await
        .unwrap();
    let kept: Vec<u8> =
        sqlx::query_scalar("select facts_hash from guichet.convention_check where convention_id = $1")
            .bind(file.id)
            .fetch_one(&mut database.dba().await)
            .await
            .unwrap();
    assert_eq!(kept, read);
    done(&mut clerk, file.id, amendment, undo()).await;
    assert_eq!(forms::form(&mut clerk, file.id).await.unwrap().unwrap().values, stood);
    whole(&database).await;
}

#[tokio::test]
async fn all_that_was_cancelled_in_one_gesture_comes_back_in_one_or_one_by_one() {
    let database = Database::university().await;
    several(&database).await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let mut both = Vec::new();
    for field in ["subject", "tasks"] {
        let amendment = create(&mut clerk, id).await;
        assert!(write(&mut clerk, id, amendment, json!({ field: "Autre" }), &Motives::new()).await.is_done());
        both.push(amendment);
    }
    let targets =
        async |conn: &mut PgConnection| [target(conn, id, both[0]).await, target(conn, id, both[1]).await];
    let states = async |conn: &mut PgConnection| {
        let listed = amendments::of_file(conn, id).await.unwrap();
        listed.into_iter().map(|one| one.state.code()).collect::<Vec<_>>()
    };
    for one_by_one in [false, true] {
        let now = targets(&mut clerk).await;
        let gone = acts::act(&mut clerk, &Act::Cancel("Erreur".into()), &now, Uuid::now_v7()).await.unwrap();
        assert!(gone.iter().all(|outcome| outcome.is_done()), "{gone:?}");
        if one_by_one {
            // In either order.
            for amendment in &both {
                let back = at_once(&mut clerk, id, *amendment, Act::Restore).await;
                assert!(back.is_done(), "{back:?}");
            }
        } else {
            let now = targets(&mut clerk).await;
            let back = acts::act(&mut clerk, &Act::Restore, &now, Uuid::now_v7()).await.unwrap();
            assert!(back.iter().all(|outcome| outcome.is_done()), "{back:?}");
        }
        assert_eq!(states(&mut clerk).await, ["draft", "draft"]);
    }
    // Once something else has come, what was cancelled stays so.
    done(&mut clerk, id, both[0], Act::Cancel("Erreur".into())).await;
    assert!(write(&mut clerk, id, both[1], json!({ "tasks": "Encore" }), &Motives::new()).await.is_done());
    assert_eq!(code(&at_once(&mut clerk, id, both[0], Act::Restore).await), "GU022");
}

#[tokio::test]
async fn what_is_written_beneath_an_amendment_is_not_taken_back() {
    let database = Database::university().await;
    several(&database).await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let stood = forms::form(&mut clerk, id).await.unwrap().unwrap().values;
    // An earlier first day writes the rates that a rise wrote.
    let rise = json!({ "gratification_amount": "9.50" });
    let rise = validated(&mut clerk, id, rise, &from(Motive::Gratification, after(file.today, 15))).await;
    let earlier = json!({ "start_date": before(file.start, 14) });
    let earlier = validated(&mut clerk, id, earlier, &Motives::new()).await;
    let under = at_once(&mut clerk, id, rise, undo()).await;
    assert_eq!(
        (code(&under), under.refusal().unwrap().about.amendments.as_slice()),
        ("GU051", [2].as_slice())
    );
    let sign = Act::Sign { on: file.today, electronic: true };
    assert_eq!(code(&at_once(&mut clerk, id, earlier, sign).await), "GU051");
    done(&mut clerk, id, earlier, undo()).await;
    done(&mut clerk, id, rise, undo()).await;
    assert_eq!(forms::form(&mut clerk, id).await.unwrap().unwrap().values, stood);
    // In the other order neither writes what the other one did.
    for first in [earlier, rise] {
        done(&mut clerk, id, earlier, Act::Validate).await;
        done(&mut clerk, id, rise, Act::Validate).await;
        done(&mut clerk, id, first, undo()).await;
        done(&mut clerk, id, if first == rise { earlier } else { rise }, undo()).await;
        assert_eq!(forms::form(&mut clerk, id).await.unwrap().unwrap().values, stood);
    }
}

#[tokio::test]
async fn what_takes_effect_in_added_time_holds_what_added_it_whichever_was_written_first() {
    let database = Database::university().await;
    several(&database).await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let (rise, longer) = (create(&mut clerk, id).await, create(&mut clerk, id).await);
    let late = from(Motive::Gratification, after(file.end, 10));
    assert!(
        write(&mut clerk, id, longer, json!({ "end_date": after(file.end, 40) }), &Motives::new())
            .await
            .is_done()
    );
    done(&mut clerk, id, longer, Act::Submit).await;
    done(&mut clerk, id, longer, Act::Validate).await;
    assert!(write(&mut clerk, id, rise, json!({ "gratification_amount": "9.50" }), &late).await.is_done());
    done(&mut clerk, id, rise, Act::Submit).await;
    done(&mut clerk, id, rise, Act::Validate).await;
    let under = at_once(&mut clerk, id, longer, undo()).await;
    assert_eq!(
        (code(&under), under.refusal().unwrap().about.amendments.as_slice()),
        ("GU051", [1].as_slice())
    );
    let sign = Act::Sign { on: file.today, electronic: true };
    assert_eq!(code(&at_once(&mut clerk, id, rise, sign.clone()).await), "GU051");
    done(&mut clerk, id, longer, sign.clone()).await;
    done(&mut clerk, id, rise, sign).await;
    whole(&database).await;
}

#[tokio::test]
async fn a_check_that_other_files_have_overtaken_is_none() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let amendment = create(&mut clerk, id).await;
    let longer = json!({ "end_date": after(file.end, 20) });
    assert!(write(&mut clerk, id, amendment, longer, &Motives::new()).await.is_done());
    done(&mut clerk, id, amendment, Act::Submit).await;
    amendments::check(&mut clerk, &[amendment]).await.unwrap();
    let more = format!(
        "update guichet.convention c set student_id = f.student_id, organisation_id = f.organisation_id, start_date = f.start_date,
           end_date = f.end_date, total_hours = 400, total_overridden = true, content_version = c.content_version + 1
         from guichet.convention f where f.id = {id} and c.id = (
           select min(o.id) from guichet.convention o where o.id <> {id} and o.file_state = 'validated')"
    );
    database.dba().await.execute(AssertSqlSafe(more)).await.unwrap();
    assert_eq!(code(&at_once(&mut clerk, id, amendment, Act::Validate).await), "GU010");
    done(&mut clerk, id, amendment, Act::Validate).await;
}

#[tokio::test]
async fn nobody_checks_their_own_file() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut manager = database.person(DemoRole::Administrator).await;
    let mut student = database.person(DemoRole::Student).await;
    // A file of the student that runs.
    let id = running(&mut manager).await.id;
    let own = format!(
        "update guichet.convention set student_id = (
           select s.id from guichet.student s join guichet.person p on p.id = s.person_id where p.login = 'ines.benali') where id = {id}"
    );
    dba.execute(AssertSqlSafe(own)).await.unwrap();
    let amendment = create(&mut student, id).await;
    assert!(
        write(&mut student, id, amendment, json!({ "subject": "Autre" }), &Motives::new()).await.is_done()
    );
    done(&mut student, id, amendment, Act::Submit).await;
    amendments::check(&mut student, &[amendment]).await.unwrap();
    let checked = async |conn: &mut PgConnection| -> bool {
        sqlx::query_scalar("select checked from guichet.amendment_row where amendment_id = $1")
            .bind(amendment)
            .fetch_one(conn)
            .await
            .unwrap()
    };
    assert!(!checked(&mut manager).await);
    assert_eq!(code(&at_once(&mut manager, id, amendment, Act::Validate).await), "GU010");
    amendments::check(&mut manager, &[amendment]).await.unwrap();
    assert!(checked(&mut manager).await);
    done(&mut manager, id, amendment, Act::Validate).await;
    // Of a file as of an amendment.
    let draft: i32 = sqlx::query_scalar(
        "select c.id from guichet.convention c join guichet.student s on s.id = c.student_id join guichet.person p on p.id = s.person_id
         where p.login = 'ines.benali' and c.file_state in ('submitted', 'in_validation') and c.circuit[c.steps_done + 1] = 'administrative'
         order by c.id limit 1",
    )
    .fetch_one(&mut dba)
    .await
    .unwrap();
    guichet::store::files::check(&mut student, &[draft]).await.unwrap();
    let file = Target::file(draft, version(&mut manager, draft).await);
    let refused = acts::act(&mut manager, &Act::Validate, &[file], Uuid::now_v7()).await.unwrap().remove(0);
    assert_eq!(code(&refused), "GU010");
    guichet::store::files::check(&mut manager, &[draft]).await.unwrap();
    let looked = acts::act(&mut manager, &Act::Validate, &[file], Uuid::now_v7()).await.unwrap().remove(0);
    assert_ne!(code(&looked), "GU010");
}

#[tokio::test]
async fn amendments_of_a_file_that_is_over_wait_for_nobody() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    // One that has begun is broken off instead.
    let id: i32 = sqlx::query_scalar(
        "select c.id from guichet.convention c
         where c.file_state = 'validated' and c.archived_at is null and c.signature_state = 'not_sent'
           and c.start_date > guichet.today() and not exists (select from guichet.amendments_of(c.id))
         order by c.id limit 1",
    )
    .fetch_one(&mut clerk)
    .await
    .unwrap();
    let amendment = validated(&mut clerk, id, json!({ "subject": "Autre" }), &Motives::new()).await;
    let queue = async |conn: &mut PgConnection| -> String {
        sqlx::query_scalar("select queue from guichet.amendment_row where amendment_id = $1")
            .bind(amendment)
            .fetch_one(conn)
            .await
            .unwrap()
    };
    assert_eq!(queue(&mut clerk).await, "amendments_unsigned");
    let gone = Target::file(id, version(&mut clerk, id).await);
    let cancel = Act::Cancel("Abandon".into());
    let outcome = acts::act(&mut clerk, &cancel, &[gone], Uuid::now_v7()).await.unwrap().remove(0);
    assert!(outcome.is_done(), "{outcome:?}");
    assert_eq!(queue(&mut clerk).await, "amendments_cancelled");
    whole(&database).await;
    let back = Target::file(id, version(&mut clerk, id).await);
    let outcome = acts::act(&mut clerk, &Act::Restore, &[back], Uuid::now_v7()).await.unwrap().remove(0);
    assert!(outcome.is_done(), "{outcome:?}");
    assert_eq!(queue(&mut clerk).await, "amendments_unsigned");
    whole(&database).await;
}

#[tokio::test]
async fn an_early_end_takes_effect_on_its_day_at_the_latest() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let amendment = create(&mut clerk, id).await;
    let early = json!({ "rupture_on": after(file.today, 12), "rupture_by": "intern", "rupture_cause": "illness",
        "rupture_outcome": "validated" });
    assert!(
        write(&mut clerk, id, amendment, early, &from(Motive::Rupture, after(file.today, 40)))
            .await
            .is_done()
    );
    assert_eq!(code(&act(&mut clerk, id, amendment, Act::Submit).await), "GU050");
    assert!(
        write(&mut clerk, id, amendment, json!({}), &from(Motive::Rupture, after(file.today, 12)))
            .await
            .is_done()
    );
    done(&mut clerk, id, amendment, Act::Submit).await;
}

#[tokio::test]
async fn a_pass_that_other_days_end_is_told_in_the_history() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let file = running(&mut manager).await;
    let id = file.id;
    let amendment = create(&mut manager, id).await;
    let longer = |days| json!({ "end_date": after(file.end, days) });
    assert!(
        write(&mut manager, id, amendment, longer(10), &from(Motive::Period, after(file.end, 1)))
            .await
            .is_done()
    );
    done(&mut manager, id, amendment, Act::Pass("Accord".into())).await;
    assert!(
        write(&mut manager, id, amendment, longer(60), &from(Motive::Period, after(file.end, 5)))
            .await
            .is_done()
    );
    let told: serde_json::Value = sqlx::query_scalar(
        "select v.changes from guichet.history_payload v where v.convention_id = $1 order by v.seq desc limit 1",
    )
    .bind(id)
    .fetch_one(&mut database.dba().await)
    .await
    .unwrap();
    let pass = told
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["field"] == "amendment.1.pass")
        .expect("the pass is told");
    assert_eq!((pass["from"].as_str(), pass["to"].is_null()), (Some("Accord"), true));
}
