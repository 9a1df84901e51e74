//! What is looked at when a mail leaves rather than when it is written: who it is for, whether its centre is open, where it is
//! to go; and who decides of one that did not arrive.

use guichet::store::seed::DemoRole;
use serde_json::Value;
use sqlx::PgConnection;

use super::House;
use crate::support::smtp::{Fault, Stage};

async fn undelivered(conn: &mut PgConnection) -> Vec<Value> {
    sqlx::query_scalar("select guichet.undelivered()").fetch_all(conn).await.unwrap()
}

async fn decide(
    conn: &mut PgConnection,
    id: i64,
    decision: &str,
    address: Option<&str>,
) -> (String, Option<String>) {
    sqlx::query_as("select outcome, code from guichet.decide_delivery($1, $2, $3)")
        .bind(id)
        .bind(decision)
        .bind(address)
        .fetch_one(conn)
        .await
        .unwrap()
}

#[tokio::test]
async fn somebody_without_an_account_and_a_centre_that_has_closed_are_sent_nothing() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    house.sql("update guichet.alert_default set is_on = true where audience in ('clerk', 'supervisor') and event = 'administrative_done'").await;
    // Nothing leaves yet.
    house.smtp.fails(Stage::To, Fault::Says("450 4.2.0 later"), 100);
    house.act("validate", "{}").await;
    house.post(&house.office()).await;
    house.smtp.recovers();
    let clerks = "select count(*) from guichet.mail where audience = 'clerk' and state = ";
    assert_ne!(house.value(&format!("{clerks}'waiting'")).await, "0");
    house
        .sql(&format!(
            "update guichet.person set active = false where id in (select person_id from guichet.delivery where audience = 'clerk');
             insert into guichet.closure (centre_id, first_day, last_day) values
               ({0}, guichet.today() - 1, guichet.today() + 1), ({0}, guichet.today() + 2, guichet.today() + 4);
             update guichet.delivery set due_at = now()",
            house.centre
        ))
        .await;
    house.post(&house.office()).await;
    assert!(house.smtp.received().is_empty());
    assert_eq!(house.value(&format!("{clerks}'waiting'")).await, "0");
    assert_ne!(house.value(&format!("{clerks}'dropped'")).await, "0");
    let rest = "select bool_and(state = 'waiting' and (due_at at time zone 'Europe/Paris') = guichet.today() + 5 + time '07:30')
        from guichet.mail where audience <> 'clerk'";
    assert_eq!(house.value(rest).await, "true");
    // The closure is taken back: what waits for its end, and was not tried meanwhile, leaves.
    house.sql("update guichet.delivery set attempts = 0").await;
    let mut manager = house.database.person(DemoRole::Manager).await;
    sqlx::query("select guichet.set_closures('SCI', 0, '[]')").execute(&mut manager).await.unwrap();
    house.post(&house.office()).await;
    assert_ne!(house.smtp.received().len(), 0);
    assert_eq!(house.value("select count(*) from guichet.mail where state = 'waiting'").await, "0");
}

#[tokio::test]
async fn who_works_there_no_more_is_sent_nothing_but_what_was_sent_elsewhere_leaves() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    house
        .sql(&format!(
            "with kept as (
               insert into guichet.letter (event, language, convention_id, centre_id, subject, body)
               select 'signed', 'fr', {}, {}, 's', 'b' returning id)
             insert into guichet.delivery (letter_id, audience, person_id, name, address, pace, due_at)
             select k.id, 'clerk', s.person_id, 'n', p.login || '@univ.test', t.pace, now() + t.waits
             from kept k, (values ('at_once', interval '0'), ('daily', interval '1 day')) t (pace, waits),
               (select * from guichet.centre_staff where centre_id = {1} order by person_id limit 1) s join guichet.person p on p.id = s.person_id",
            house.file, house.centre
        ))
        .await;
    // The one that waits for a digest is sent to who follows them; then they leave.
    let mut manager = house.database.person(DemoRole::Manager).await;
    let waits: i64 =
        house.value("select id from guichet.delivery where pace = 'daily'").await.parse().unwrap();
    assert_eq!(decide(&mut manager, waits, "redirect", Some("next@univ.test")).await.0, "done");
    house
        .sql("delete from guichet.centre_staff where person_id in (select person_id from guichet.delivery)")
        .await;
    house.post(&house.office()).await;
    let mails = house.smtp.received();
    assert_eq!(mails.iter().map(|mail| mail.to[0].as_str()).collect::<Vec<_>>(), ["next@univ.test"]);
    assert_eq!(
        house.value("select string_agg(state, ',' order by id) from guichet.delivery").await,
        "dropped,sent"
    );
}

#[tokio::test]
async fn what_is_about_the_server_is_tried_again_and_what_is_about_the_address_is_not() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    house.act("validate", "{}").await;
    let office = house.office();
    let again = "update guichet.delivery set due_at = now() where state = 'waiting'";
    for (stage, says, unreachable) in [
        (Stage::Connect, "554 5.7.1 no mail from here", true),
        (Stage::From, "550 5.1.8 who are you?", true),
        (Stage::To, "550 5.7.1 relaying denied", false),
        (Stage::Kept, "554 5.7.1 looks like spam today", false),
    ] {
        house.smtp.fails(stage, Fault::Says(says), 1);
        let report = house.post(&office).await;
        assert_eq!(report.unreachable.is_some(), unreachable, "{says}: {report:?}");
        assert_eq!(
            house.value("select string_agg(distinct state, ',') from guichet.delivery").await,
            "waiting",
            "{says}"
        );
        assert!(
            house.value("select error from guichet.delivery").await.contains(says.split_once(' ').unwrap().1)
        );
        house.smtp.recovers();
        house.sql(again).await;
    }
    house.smtp.fails(Stage::To, Fault::Says("550 5.1.1 nobody of that name"), 1);
    house.post(&office).await;
    assert_eq!(
        house.value("select state from guichet.mail where event = 'administrative_done'").await,
        "failed"
    );
}

#[tokio::test]
async fn where_a_rehearsal_sent_it_is_not_where_it_goes_afterwards() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    house.act("validate", "{}").await;
    let mut rehearsal = house.office();
    rehearsal.rules.redirect = Some("essai@univ.test".into());
    house.post(&rehearsal).await;
    let student = house.value("select address from guichet.delivery").await;
    house.sql("update guichet.delivery set state = 'failed', error = '550'").await;
    let mut manager = house.database.person(DemoRole::Manager).await;
    let id = undelivered(&mut manager).await[0]["id"].as_i64().unwrap();
    assert_eq!(decide(&mut manager, id, "retry", None).await.0, "done");
    house.post(&house.office()).await;
    assert_eq!(house.smtp.received().pop().unwrap().to, [student]);
    let told = house.value("select details from guichet.admin_history order by seq desc limit 1").await;
    assert!(told.contains("\"decision\": \"retry\"") && !told.contains('@'), "{told}");
}

#[tokio::test]
async fn a_digest_of_several_centres_is_in_the_queue_of_each_and_goes_nowhere_else() {
    let house = House::new().await;
    let two = "select array_agg(x.id) from (select min(c.id) as id from guichet.convention c join guichet.centre k on k.id = c.centre_id
        where k.code in ('SCI', 'DEG', 'LLSH') and c.archived_at is null group by c.centre_id order by c.centre_id limit 2) x";
    let files = house.value(two).await;
    // A supervisor who wants one mail a day of what happens in two centres.
    house
        .sql(&format!(
            "with kept as (
               insert into guichet.letter (event, language, convention_id, centre_id, subject, body)
               select 'returned', 'fr', c.id, c.centre_id, 'À corriger : ' || c.id, 'x' from guichet.convention c where c.id = any('{files}') returning id)
             insert into guichet.delivery (letter_id, audience, name, address, pace, due_at)
             select k.id, 'supervisor', 'Paul DURAND', 'paul@univ.test', 'daily', now() from kept k"
        ))
        .await;
    house.smtp.fails(Stage::To, Fault::Says("550 5.1.1 no such user"), 1);
    house.everybody_has_mail().await;
    house.post(&house.office()).await;
    assert_eq!(house.value("select state from guichet.mail where event = 'digest'").await, "failed");
    // Each centre is told, by a file of its own.
    assert_eq!(
        house
            .value("select count(distinct centre_id) from guichet.mail where event = 'delivery_failed'")
            .await,
        "2"
    );
    let mut manager = house.database.person(DemoRole::Manager).await;
    let queue = undelivered(&mut manager).await;
    let digest = queue.iter().find(|one| one["event"] == "digest").expect("it is in the queue");
    let id = digest["id"].as_i64().unwrap();
    let all_mine = house
        .value(&format!(
            "select bool_and(c.centre_id in (select s.centre_id from guichet.centre_staff s join guichet.person p on p.id = s.person_id where p.login = '{}'))
             from guichet.convention c where c.id = any('{files}')",
            guichet::store::seed::login_for(DemoRole::Manager)
        ))
        .await;
    assert_eq!(all_mine, "false", "the other centre is somebody else's");
    assert_eq!(digest["body"], "", "what is of the other centre is not read here");
    assert_eq!(
        decide(&mut manager, id, "redirect", Some("me@univ.test")).await,
        ("refused".into(), Some("GU002".into()))
    );
    // An address beside another decision changes nothing.
    assert_eq!(decide(&mut manager, id, "retry", Some("me@univ.test")).await.0, "done");
    house.post(&house.office()).await;
    assert!(house.smtp.received().iter().any(|mail| mail.to == ["paul@univ.test"]));
}

#[tokio::test]
async fn a_report_that_does_not_know_the_mail_says_nothing_of_it() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    house.act("validate", "{}").await;
    house.post(&house.office()).await;
    let mut worker = house.conn().await;
    let bounced = "select guichet.mail_bounced((select min(id) from guichet.delivery), $1, 'gone')";
    let forged: Result<bool, _> =
        sqlx::query_scalar("select guichet.mail_bounced($1, gen_random_uuid(), 'gone')")
            .bind(house.value("select min(id) from guichet.delivery").await.parse::<i64>().unwrap())
            .fetch_one(&mut worker)
            .await;
    assert!(!forged.unwrap());
    assert!(
        sqlx::query(bounced).bind(uuid::Uuid::nil()).execute(&mut worker).await.is_err(),
        "it reads no table"
    );
    assert_eq!(house.value("select string_agg(distinct state, ',') from guichet.delivery").await, "sent");
}

#[tokio::test]
async fn what_is_erased_of_the_history_is_erased_of_mails() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    house.act("validate", "{}").await;
    house.post(&house.office()).await;
    house.act("unvalidate", r#"{"reason": "a"}"#).await;
    house.post(&house.office()).await;
    house
        .sql(
            "update guichet.letter set written_at = now() - interval '9 years' where event = 'administrative_done';
             update guichet.outbox set at = now() - interval '9 years', told = '{\"why\": \"x\"}' where event = 'validate'",
        )
        .await;
    let mut admin = house.database.person(DemoRole::Administrator).await;
    sqlx::query("select guichet.erase_history_values((guichet.today() - interval '8 years')::date)")
        .execute(&mut admin)
        .await
        .unwrap();
    assert_eq!(
        house.value("select string_agg(distinct event, ',') from guichet.mail").await,
        "administrative_undone"
    );
    assert_eq!(house.value("select count(*) from guichet.outbox where told ->> 'why' = 'x'").await, "0");
}

#[tokio::test]
async fn a_text_is_tried_on_oneself_alone() {
    let house = House::new().await;
    let mut manager = house.database.person(DemoRole::Manager).await;
    let try_it = "select guichet.try_letter($1, 'fr', 'Essai', 'Bonjour')";
    house.sql("update guichet.person set mail = null").await;
    let address: Option<String> =
        sqlx::query_scalar(try_it).bind("SCI").fetch_one(&mut manager).await.unwrap();
    assert_eq!(address, None, "nobody knows where");
    house.everybody_has_mail().await;
    let address: Option<String> =
        sqlx::query_scalar(try_it).bind("SCI").fetch_one(&mut manager).await.unwrap();
    house.post(&house.office()).await;
    let mails = house.smtp.received();
    assert_eq!((mails.len(), &mails[0].to[0]), (1, &address.unwrap()));
    assert_eq!((mails[0].subject().as_str(), mails[0].text().trim()), ("Essai", "Bonjour"));
    let mut clerk = house.database.person(DemoRole::Clerk).await;
    assert!(sqlx::query(try_it).bind("SCI").execute(&mut clerk).await.is_err(), "a clerk writes no texts");
}

#[tokio::test]
async fn a_centre_that_is_told_at_one_address_and_has_none_sees_so() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    house
        .sql(&format!(
            "update guichet.alert_default set is_on = audience = 'clerk' where event = 'administrative_done';
             update guichet.centre set alert_mail_only = true, alert_mail = null, mail = null where id = {}",
            house.centre
        ))
        .await;
    house.act("validate", "{}").await;
    house.post(&house.office()).await;
    let mut manager = house.database.person(DemoRole::Manager).await;
    let queue = undelivered(&mut manager).await;
    assert_eq!(queue.len(), 1, "{queue:?}");
    let id = queue[0]["id"].as_i64().unwrap();
    assert_eq!(decide(&mut manager, id, "redirect", Some("accueil@univ.test")).await.0, "done");
    house.post(&house.office()).await;
    assert_eq!(house.smtp.received()[0].to, ["accueil@univ.test"]);
}
