//! Lost lines: servers that throw the desk out, answers that never arrive, a server that is not there yet. What was
//! asked is answered in the end; nothing is done twice.

use guichet::app::effect::Ask;
use guichet::app::message::{Answer, LinkNews, Message};
use guichet::domain::act::Act;
use guichet::domain::form::Values;
use guichet::domain::organisation::HostChange;
use guichet::store::acts::CHUNK;
use guichet::store::seed::{DemoRole, login_for};
use sqlx::{Connection, Executor, PgConnection};

use crate::support::asking::{Acted, Asking, ready_for_validation, validations};
use crate::support::proxy::Proxy;
use crate::support::server::{Database, cluster};

/// Throws the sessions of a login out of a database.
async fn throw_out(dba: &mut PgConnection, role: DemoRole, which: &str) -> i64 {
    let sql = format!(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity
         where datname = current_database() and usename = $1 and {which}"
    );
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(login_for(role)).fetch_one(dba).await.unwrap()
}

#[tokio::test]
async fn an_act_survives_being_thrown_out_after_every_chunk() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let targets = ready_for_validation(&mut dba).await;
    assert!(targets.len() >= 1_000, "{} files", targets.len());
    let mut asking = Asking::up(database.options(login_for(DemoRole::Administrator))).await;
    asking.ask(Ask::Act(Act::Validate, targets.clone()));
    let mut acted = Acted::default();
    while acted.stopped.is_none() && acted.failures.is_empty() {
        let message = asking.next().await;
        let is_chunk = matches!(message, Message::Answer(_, Answer::Acted(_)));
        acted.take(message);
        if is_chunk {
            throw_out(&mut dba, DemoRole::Administrator, "true").await;
        }
    }
    assert_eq!((acted.outcomes.len(), acted.failures), (targets.len(), Vec::new()));
    assert!(acted.downs > 1 && acted.ups > 1, "{} downs, {} ups", acted.downs, acted.ups);
    assert_eq!(validations(&mut dba, &targets).await, (targets.len(), targets.len()));
}

#[tokio::test]
async fn a_chunk_cut_while_it_waits_is_done_afterwards_and_once() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let targets = ready_for_validation(&mut dba).await;
    let mut asking = Asking::up(database.options(login_for(DemoRole::Administrator))).await;
    let mut holder = database.dba().await;
    let mut tx = holder.begin().await.unwrap();
    sqlx::query("select from guichet.convention where id = $1 for update")
        .bind(targets[CHUNK + 1].id)
        .execute(&mut *tx)
        .await
        .unwrap();
    asking.ask(Ask::Act(Act::Validate, targets.clone()));
    let mut acted = Acted::default();
    while acted.outcomes.is_empty() {
        acted.take(asking.next().await);
    }
    // The second chunk is under way as soon as its session waits for the lock.
    while throw_out(&mut dba, DemoRole::Administrator, "wait_event_type = 'Lock'").await == 0 {}
    tx.rollback().await.unwrap();
    asking.settle().await.into_iter().for_each(|message| acted.take(message));
    assert_eq!((acted.outcomes.len(), acted.stopped), (targets.len(), Some(false)), "{:?}", acted.failures);
    assert_eq!(validations(&mut dba, &targets).await, (targets.len(), targets.len()));
}

#[tokio::test]
async fn a_chunk_whose_answer_never_arrives_is_asked_after_and_not_done_again() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let targets = ready_for_validation(&mut dba).await;
    let proxy = Proxy::open();
    let mut asking = Asking::up(proxy.over(database.options(login_for(DemoRole::Administrator)))).await;
    asking.ask(Ask::Act(Act::Validate, targets.clone()));
    let mut acted = Acted::default();
    while acted.outcomes.len() < 2 * CHUNK {
        acted.take(asking.next().await);
    }
    proxy.lose_an_answer();
    asking.settle().await.into_iter().for_each(|message| acted.take(message));
    assert_eq!(proxy.to_lose(), 0, "an answer was lost");
    assert_eq!((acted.downs, acted.ups), (1, 1));
    assert_eq!((acted.outcomes.len(), acted.stopped), (targets.len(), Some(false)), "{:?}", acted.failures);
    for (outcome, target) in acted.outcomes.iter().zip(&targets) {
        assert!(outcome.is_done() && outcome.id == target.id, "{outcome:?}");
        assert_eq!(outcome.version, Some(target.version + 1), "undoing needs the version that it left");
    }
    assert_eq!(validations(&mut dba, &targets).await, (targets.len(), targets.len()));
}

#[tokio::test]
async fn a_note_whose_answer_never_arrives_is_not_sent_again_behind_ones_back() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let proxy = Proxy::open();
    let mut asking = Asking::up(proxy.over(database.options(login_for(DemoRole::Clerk)))).await;
    let file: i32 = sqlx::query_scalar(
        "select c.id from guichet.convention c join guichet.centre_staff s using (centre_id)
         join guichet.person p on p.id = s.person_id where p.login = $1 limit 1",
    )
    .bind(login_for(DemoRole::Clerk))
    .fetch_one(&mut dba)
    .await
    .unwrap();
    proxy.lose_an_answer();
    let job = asking.ask(Ask::Note(file, "Rappeler l’étudiante".to_owned()));
    let messages = asking.settle().await;
    let told =
        |m: &&Message| matches!(m, Message::Failed(j, sentence) if *j == job && sentence.contains("Relisez"));
    assert_eq!(messages.iter().filter(told).count(), 1, "{messages:?}");
    let notes: i64 = sqlx::query_scalar("select count(*) from guichet.note where body like 'Rappeler%'")
        .fetch_one(&mut dba)
        .await
        .unwrap();
    assert_eq!(notes, 1);
}

#[tokio::test]
async fn a_change_of_the_registry_whose_answer_never_arrives_is_made_once_and_told() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let abroad: Values = [("name", "Werkstatt Kervezec"), ("country_code", "DE")]
        .map(|(field, value)| (field.to_owned(), value.into()))
        .into();
    let service = |organisation: i32, centre: String| HostChange::AddService {
        organisation,
        centre,
        details: Values::from([("name".to_owned(), "Accueil Kervezec".into())]),
    };
    let (host, version, centre): (i32, i32, String) = sqlx::query_as(
        "select o.id, o.version, (select k.code from guichet.centre k join guichet.centre_staff s on s.centre_id = k.id
           join guichet.person p on p.id = s.person_id where p.login = $1 order by k.id limit 1)
         from guichet.host_organisation o where o.state = 'active' order by o.id limit 1",
    )
    .bind(login_for(DemoRole::Manager))
    .fetch_one(&mut dba)
    .await
    .unwrap();
    let edit = HostChange::Edit((host, version), Values::from([("town".to_owned(), "KERVEZEC".into())]));
    for (change, count) in [
        (
            HostChange::Add(abroad),
            "select count(*) from guichet.host_organisation where name = 'Werkstatt Kervezec'",
        ),
        (service(host, centre), "select count(*) from guichet.host_service where name = 'Accueil Kervezec'"),
        (edit, "select count(*) from guichet.host_organisation where town = 'KERVEZEC'"),
    ] {
        let proxy = Proxy::open();
        let mut asking = Asking::up(proxy.over(database.options(login_for(DemoRole::Manager)))).await;
        proxy.lose_an_answer();
        let job = asking.ask(Ask::ChangeHost(change));
        let messages = asking.settle().await;
        assert_eq!(proxy.to_lose(), 0);
        let told = |m: &&Message| matches!(m, Message::Failed(j, sentence) if *j == job && sentence.contains("Relisez"));
        assert_eq!(messages.iter().filter(told).count(), 1, "{messages:?}");
        assert!(!messages.iter().any(|m| matches!(m, Message::Answer(j, _) if *j == job)), "{messages:?}");
        let made: i64 = sqlx::query_scalar(count).fetch_one(&mut dba).await.unwrap();
        assert_eq!(made, 1, "{count}");
    }
}

#[tokio::test]
async fn what_is_asked_before_the_server_is_there_is_answered_once_it_is() {
    let database = Database::university().await;
    let mut proxy = Proxy::absent();
    let mut asking = Asking::start(proxy.over(database.options(login_for(DemoRole::Clerk))));
    let job = asking.ask(Ask::Reasons);
    let message = asking.next().await;
    let Message::Link(LinkNews::Down(sentence)) = &message else { panic!("{message:?}") };
    assert!(sentence.contains("ne répond pas"), "{sentence}");
    proxy.appear();
    assert!(matches!(asking.next().await, Message::Link(LinkNews::Up(..))), "said once, then up");
    let message = asking.next().await;
    assert!(matches!(message, Message::Answer(j, Answer::Reasons(_)) if j == job), "{message:?}");
}

#[tokio::test]
async fn the_listening_session_comes_back_by_itself_and_nothing_is_missed() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut asking = Asking::up(database.options(login_for(DemoRole::Clerk))).await;
    assert_eq!(throw_out(&mut dba, DemoRole::Clerk, "query ilike 'listen%'").await, 1);
    let message = asking.next().await;
    assert!(matches!(message, Message::Notice), "something may have been missed: {message:?}");
    dba.execute("notify guichet").await.unwrap();
    let message = asking.next().await;
    assert!(matches!(message, Message::Notice), "{message:?}");
}

#[tokio::test]
async fn an_idle_desk_learns_that_the_server_threw_it_out_and_comes_back() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut asking = Asking::up(database.options(login_for(DemoRole::Clerk))).await;
    assert_eq!(throw_out(&mut dba, DemoRole::Clerk, "true").await, 2, "two sessions a desk");
    assert!(matches!(asking.next().await, Message::Link(LinkNews::Down(_))));
    assert!(matches!(asking.next().await, Message::Link(LinkNews::Up(..))));
    assert!(matches!(asking.next().await, Message::Notice));
}

#[tokio::test]
async fn a_statement_outdated_by_a_migration_is_prepared_anew_without_a_word() {
    let database = Database::university().await;
    let mut owner = database.owner().await;
    let mut asking = Asking::up(database.options(login_for(DemoRole::Clerk))).await;
    for _ in 0..2 {
        let job = asking.ask(Ask::Reasons);
        let answers: Vec<Message> =
            asking.settle().await.into_iter().filter(|m| !matches!(m, Message::Notice)).collect();
        let [Message::Answer(answered, Answer::Reasons(reasons))] = &answers[..] else {
            panic!("{answers:?}")
        };
        assert!(*answered == job && !reasons.is_empty());
        owner
            .execute("alter table guichet.return_reason alter column label_fr type varchar(500)")
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_login_that_is_nobody_is_told_so() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let login = format!("nobody.{}", std::process::id());
    let role = format!(
        "create role \"{login}\" login password '{}'; grant guichet_person to \"{login}\"",
        cluster().secret()
    );
    dba.execute(sqlx::AssertSqlSafe(role)).await.unwrap();
    let mut asking = Asking::start(database.options(&login));
    let message = asking.next().await;
    let Message::Link(LinkNews::Down(sentence)) = &message else { panic!("{message:?}") };
    assert!(sentence.contains("rattaché à personne"), "{sentence}");
}
