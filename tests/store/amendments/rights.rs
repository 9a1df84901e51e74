//! Who sees and decides what of amendments, and of several at once who stands.

use guichet::domain::act::{Act, Answer, Target};
use guichet::domain::amendment::{Motive, Motives, Said};
use guichet::domain::form::{Value, Values};
use guichet::store::seed::DemoRole;
use guichet::store::{acts, amendments, centres, forms};
use sqlx::types::Uuid;
use sqlx::{AssertSqlSafe, Executor};

use super::{act, after, code, create, done, running, state, target, validated, values, whole, write};
use crate::support::server::Database;

#[tokio::test]
async fn a_centre_that_shows_what_is_signed_shows_nothing_before() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let centre = forms::form(&mut clerk, id).await.unwrap().unwrap().centre;
    let (before, _) = state(&mut clerk, id).await;
    let later = after(file.end, 10);
    let amendment =
        validated(&mut clerk, id, serde_json::json!({ "end_date": later }), &Motives::new()).await;
    let (projected, _) = state(&mut clerk, id).await;
    centres::set(&mut admin, &centre, "amendment_values", Some("in_force")).await.unwrap();
    assert_eq!(state(&mut clerk, id).await.0, before, "nothing is signed");
    centres::set(&mut admin, &centre, "amendment_values", Some("projected")).await.unwrap();
    assert_eq!(state(&mut clerk, id).await.0, projected);
    centres::set(&mut admin, &centre, "amendment_values", Some("in_force")).await.unwrap();
    // A second one stands on the first, which does not show.
    let second =
        validated(&mut clerk, id, serde_json::json!({ "end_date": after(later, 10) }), &Motives::new()).await;
    let sheet = amendments::sheet(&mut clerk, second, None).await.unwrap().unwrap();
    assert_eq!(sheet.before.value("end_date").as_day(), Some(later));
    assert_eq!(state(&mut clerk, id).await.0, before);
    let sign = Act::Sign { on: file.today, electronic: true };
    done(&mut clerk, id, amendment, sign.clone()).await;
    assert_eq!(state(&mut clerk, id).await.0["end_date"], later.into());
    let at = amendments::file_at(&mut clerk, id, file.end).await.unwrap().unwrap();
    assert_eq!(at.in_force.value("end_date").as_day(), Some(later));
    assert_eq!(at.projected.value("end_date").as_day(), Some(after(later, 10)));
    done(&mut clerk, id, second, sign).await;
    assert_eq!(state(&mut clerk, id).await.0["end_date"], Value::from(after(later, 10)));
}

#[tokio::test]
async fn the_supervisor_validates_first_where_the_centre_wants_it() {
    let database = Database::university().await;
    let mut teacher = database.person(DemoRole::Teacher).await;
    let mut manager = database.person(DemoRole::Administrator).await;
    let mut owner = database.owner().await;
    sqlx::query("update guichet.centre set amendment_pedagogical = true").execute(&mut owner).await.unwrap();
    let id: i32 = sqlx::query_scalar(
        "select convention_id from guichet.convention_row where file_state = 'validated' and supervisor_id = any(guichet.my_supervised())
           and queue <> 'archived' and end_date > guichet.today() + 10 order by 1 limit 1",
    )
    .fetch_one(&mut teacher)
    .await
    .unwrap();
    let amendment = create(&mut manager, id).await;
    let comment = Said { effective_from: None, comment: Some("Horaires de la bibliothèque".into()) };
    let other = Motives::from([(Motive::Other, Some(comment))]);
    assert!(write(&mut manager, id, amendment, serde_json::json!({}), &other).await.is_done());
    done(&mut manager, id, amendment, Act::Submit).await;
    assert_eq!(code(&act(&mut manager, id, amendment, Act::Validate).await), "GU009");
    done(&mut teacher, id, amendment, Act::Validate).await;
    assert_eq!(code(&act(&mut teacher, id, amendment, Act::Validate).await), "GU014");
    assert_eq!(code(&act(&mut teacher, id, amendment, Act::Cancel("x".into())).await), "GU002");
    done(&mut manager, id, amendment, Act::Validate).await;
    let listed = amendments::of_file(&mut teacher, id).await.unwrap();
    assert_eq!(listed.last().unwrap().state.code(), "validated");
    // Returned, its steps are void; what one did oneself one takes back.
    done(&mut manager, id, amendment, Act::Unvalidate("x".into())).await;
    done(&mut manager, id, amendment, Act::Return { reasons: Vec::new(), text: "À revoir".into() }).await;
    done(&mut manager, id, amendment, Act::Restore).await;
    done(&mut manager, id, amendment, Act::Validate).await;
}

#[tokio::test]
async fn amendments_are_scoped_like_their_files() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let mut dba = database.dba().await;
    let file = running(&mut manager).await;
    let amendment = create(&mut manager, file.id).await;
    let (version, login): (i32, String) = sqlx::query_as(
        "select c.version, p.login from guichet.convention c, guichet.person p
         join guichet.person_role r on r.person_id = p.id and r.role = 'GES'
         where c.id = $1 and p.active and not exists (
           select from guichet.centre_staff s where s.person_id = p.id and s.centre_id = c.centre_id)
           and not exists (select from guichet.person_role o where o.person_id = p.id and o.role <> 'GES')
         order by p.id limit 1",
    )
    .bind(file.id)
    .fetch_one(&mut dba)
    .await
    .unwrap();
    let mut elsewhere = database.login(&login).await;
    for asked in [amendment, 1_999_999_999] {
        assert!(amendments::sheet(&mut elsewhere, asked, None).await.unwrap().is_none());
        assert!(amendments::form(&mut elsewhere, asked).await.unwrap().is_none());
        assert!(amendments::facts(&mut elsewhere, &[asked]).await.unwrap().is_empty());
        let target = Target { amendment: Some(asked), ..Target::file(file.id, version) };
        for answer in [
            acts::preview(&mut elsewhere, &Act::Submit, &[target]).await.unwrap().remove(0),
            amendments::edit(&mut elsewhere, target, &Values::new(), &Motives::new(), Uuid::now_v7())
                .await
                .unwrap(),
            amendments::delete(&mut elsewhere, target, Uuid::now_v7()).await.unwrap(),
        ] {
            assert_eq!(code(&answer), "GU001");
        }
    }
    assert!(amendments::of_file(&mut elsewhere, file.id).await.unwrap().is_empty());
    // Whoever only reads changes nothing.
    let mut auditor = database.person(DemoRole::Auditor).await;
    assert!(amendments::sheet(&mut auditor, amendment, None).await.unwrap().is_some());
    let target = Target { amendment: Some(amendment), ..Target::file(file.id, version) };
    let answer = acts::preview(&mut auditor, &Act::Submit, &[target]).await.unwrap().remove(0);
    assert_eq!(code(&answer), "GU002");
}

#[tokio::test]
async fn of_an_edit_an_amendment_and_a_validation_at_once_one_stands() {
    let database = Database::university().await;
    let mut first = database.person(DemoRole::Manager).await;
    let file = running(&mut first).await;
    let id = file.id;
    let unsent = format!("update guichet.convention set signature_state = 'not_sent' where id = {id}");
    database.dba().await.execute(AssertSqlSafe(unsent)).await.unwrap();
    let amendment = create(&mut first, id).await;
    let changes = serde_json::json!({ "subject": "Un autre sujet" });
    assert!(write(&mut first, id, amendment, changes, &Motives::new()).await.is_done());
    done(&mut first, id, amendment, Act::Submit).await;
    amendments::check(&mut first, &[amendment]).await.unwrap();
    for round in 0..8 {
        let seen = target(&mut first, id, amendment).await;
        let mut second = database.person(DemoRole::Manager).await;
        let mut third = database.person(DemoRole::Administrator).await;
        let changes = values(serde_json::json!({ "subject": format!("Sujet {round}") }));
        let empty = Motives::new();
        let beneath = values(serde_json::json!({ "tasks": format!("Tâches {round}") }));
        let file_seen = Target::file(id, seen.version);
        let (validated, edited, written) = tokio::join!(
            acts::act(&mut first, &Act::Validate, std::slice::from_ref(&seen), Uuid::now_v7()),
            amendments::edit(&mut second, seen, &changes, &empty, Uuid::now_v7()),
            forms::edit(&mut third, file_seen, &beneath, Some("Erreur de saisie"), Uuid::now_v7()),
        );
        let answers = [validated.unwrap().remove(0), edited.unwrap(), written.unwrap()];
        let stood = answers.iter().filter(|answer| answer.is_done()).count();
        assert_eq!(stood, 1, "{answers:?}");
        assert!(
            answers
                .iter()
                .filter(|answer| !answer.is_done())
                .all(|answer| matches!(answer.answer, Answer::Stale(_)) || code(answer) == "GU010"),
            "{answers:?}"
        );
        whole(&database).await;
        if answers[0].is_done() {
            done(&mut first, id, amendment, Act::Unvalidate("encore".into())).await;
        }
        amendments::check(&mut first, &[amendment]).await.unwrap();
    }
}
