//! A mail server that refuses, is slow, cuts or is not there, and texts that try to be more than texts.

use std::time::Duration;

use guichet::mail::post::{Post, Server};
use guichet::runtime::posting::Office;
use guichet::store::seed::DemoRole;

use super::{House, ids};
use crate::support::smtp::{Fault, Stage};

impl House {
    /// One mail of the file is to be sent, to its student.
    async fn one_mail(&self) {
        self.everybody_has_mail().await;
        self.act("validate", "{}").await;
    }

    /// The hour of the next attempt strikes.
    async fn again(&self) {
        self.sql("update guichet.delivery set due_at = now() where state = 'waiting'").await;
    }

    async fn states(&self) -> String {
        self.value(
            "select string_agg(d.state || ':' || d.attempts, ',' order by d.id) from guichet.delivery d",
        )
        .await
    }
}

#[tokio::test]
async fn what_is_refused_for_now_is_tried_again_with_the_same_identifier() {
    let house = House::new().await;
    house.one_mail().await;
    let office = house.office();
    // Greylisting: not now.
    house.smtp.fails(Stage::To, Fault::Says("450 4.2.0 try again later"), 2);
    assert_eq!(house.post(&office).await.refused, 1);
    assert_eq!(house.states().await, "waiting:1");
    assert!(house.value("select error from guichet.delivery").await.contains("try again later"));
    let id = "select id || '.' || replace(key::text, '-', '') || '@univ.test' from guichet.delivery";
    let id = house.value(id).await;
    // Not before its time.
    assert_eq!(house.post(&office).await.refused, 0);
    house.again().await;
    house.post(&office).await;
    assert_eq!(
        house.value("select due_at > now() + interval '50 seconds' from guichet.delivery").await,
        "true"
    );
    house.again().await;
    house.post(&office).await;
    assert_eq!(house.states().await, "sent:3");
    assert_eq!(ids(&house.smtp.received()).into_iter().collect::<Vec<_>>(), [id]);
    assert_eq!(house.value("select error from guichet.delivery").await, "");
}

#[tokio::test]
async fn what_is_refused_for_good_is_told_to_the_centre_which_decides() {
    let house = House::new().await;
    house.one_mail().await;
    let office = house.office();
    house.smtp.fails(Stage::To, Fault::Says("550 5.1.1 no such user"), 1);
    house.post(&office).await;
    let mails = house.smtp.received();
    let told = mails
        .iter()
        .find(|mail| mail.subject().starts_with("Courriel non remis"))
        .expect("the centre is told");
    assert!(told.text().contains("no such user"), "{}", told.text());
    assert!(house.told("delivery_failed").await.iter().all(|one| one.starts_with("clerk ")));

    let mut manager = house.database.person(DemoRole::Manager).await;
    let queue: Vec<serde_json::Value> =
        sqlx::query_scalar("select guichet.undelivered()").fetch_all(&mut manager).await.unwrap();
    assert_eq!(queue.len(), 1);
    let id = queue[0]["id"].as_i64().unwrap();
    let decide = async |conn: &mut sqlx::PgConnection,
                        decision: &str,
                        address: Option<&str>|
           -> (String, Option<String>) {
        sqlx::query_as("select outcome, code from guichet.decide_delivery($1, $2, $3)")
            .bind(id)
            .bind(decision)
            .bind(address)
            .fetch_one(conn)
            .await
            .unwrap()
    };
    assert_eq!(
        decide(&mut manager, "redirect", Some("pas une adresse")).await,
        ("refused".into(), Some("GU061".into()))
    );
    assert_eq!(decide(&mut manager, "redirect", Some("ines.perso@mail.test")).await.0, "done");
    house.post(&office).await;
    let last = house.smtp.received().pop().unwrap();
    assert_eq!(last.to, ["ines.perso@mail.test"]);
    assert_eq!(
        decide(&mut manager, "retry", None).await,
        ("refused".into(), Some("GU063".into())),
        "it was sent"
    );
    // Somebody of another centre neither sees it nor decides.
    let mut student = house.database.person(DemoRole::Student).await;
    let none: Vec<serde_json::Value> =
        sqlx::query_scalar("select guichet.undelivered()").fetch_all(&mut student).await.unwrap();
    assert!(none.is_empty());
    let journal: Vec<serde_json::Value> = sqlx::query_scalar("select guichet.deliveries_of($1)")
        .bind(house.file)
        .fetch_all(&mut manager)
        .await
        .unwrap();
    assert!(
        journal.iter().any(|one| one["state"] == "sent" && one["sent_to"] == "ines.perso@mail.test"),
        "{journal:?}"
    );
}

#[tokio::test]
async fn a_mail_is_given_up_in_the_end_and_a_failure_about_a_failure_is_not_told() {
    let house = House::new().await;
    house.one_mail().await;
    let office = house.office();
    house.smtp.fails(Stage::To, Fault::Says("451 4.3.0 later"), 100);
    house.post(&office).await;
    house.sql("update guichet.delivery set tried_since = now() - interval '2 hours', due_at = now()").await;
    house.post(&office).await;
    assert_eq!(
        house.value("select state from guichet.mail where event = 'administrative_done'").await,
        "failed"
    );
    assert_eq!(
        house.value("select count(*) > 0 from guichet.mail where event = 'delivery_failed'").await,
        "true"
    );
    house.sql("update guichet.delivery d set tried_since = now() - interval '2 hours', due_at = now() from guichet.letter l
        where l.id = d.letter_id and l.event = 'delivery_failed'").await;
    house.post(&office).await;
    assert_eq!(house.value("select string_agg(distinct state, ',') from guichet.delivery").await, "failed");
    assert_eq!(house.value("select count(*) from guichet.outbox where event = 'delivery_failed'").await, "1");
}

#[tokio::test]
async fn a_server_that_fails_at_any_point_loses_nothing() {
    let house = House::new().await;
    house.one_mail().await;
    let mut office = house.office();
    let mut attempts = 0;
    for stage in Stage::ALL {
        for fault in [Fault::Says("421 4.3.2 shutting down"), Fault::Cuts] {
            if stage == Stage::Kept {
                continue;
            }
            house.smtp.fails(stage, fault.clone(), 1);
            let report = house.post(&office).await;
            attempts += 1;
            assert_eq!(house.states().await, format!("waiting:{attempts}"), "{stage:?} {fault:?}");
            assert!(report.unreachable.is_some(), "{stage:?} {fault:?}: {report:?}");
            house.smtp.recovers();
            house.again().await;
        }
    }
    assert!(house.smtp.received().is_empty());
    // Accepted, and cut before it says so: sent once more, and whoever reads it can tell.
    house.smtp.fails(Stage::Kept, Fault::Cuts, 1);
    house.post(&office).await;
    house.again().await;
    house.post(&office).await;
    let mails = house.smtp.received();
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].id(), mails[1].id());
    assert!(house.states().await.starts_with("sent:"));
    // Nobody listens at all.
    house.act("unvalidate", r#"{"reason": "a"}"#).await;
    office.rules.redirect = None;
    let dead = Server { port: Some(1), patience: Duration::from_secs(2), ..house.server() };
    let gone = Office { post: Some(Post::new(&dead).unwrap()), ..house.office() };
    let report = house.post(&gone).await;
    assert!(report.unreachable.is_some());
    assert_eq!(house.value("select state from guichet.delivery order by id desc limit 1").await, "waiting");
}

#[tokio::test]
async fn a_server_that_is_slow_is_waited_for_no_longer_than_said_and_longer_over_the_text() {
    let house = House::new().await;
    house.one_mail().await;
    let server = Server { patience: Duration::from_secs(1), ..house.server() };
    let office = Office { post: Some(Post::new(&server).unwrap()), ..house.office() };
    for (stage, seconds, tried) in [(Stage::To, 1, 1), (Stage::Text, 5, 2)] {
        house.smtp.fails(stage, Fault::Hangs, 1);
        let report = house.post(&office).await;
        let says = report.unreachable.as_deref();
        assert_eq!(says, Some(format!("no answer within {seconds} s").as_str()), "{stage:?}");
        assert_eq!(house.states().await, format!("waiting:{tried}"));
        house.smtp.release();
        house.again().await;
    }
    house.post(&office).await;
    assert_eq!(house.states().await, "sent:3");
}

#[tokio::test]
async fn names_and_addresses_change_no_header_and_bad_addresses_say_so() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    let evil = "E'BENALI\\r\\nBcc: all@univ.test\\r\\n\\r\\nrien'";
    let student = format!("(select student_id from guichet.convention where id = {})", house.file);
    house
        .sql(&format!(
            "update guichet.student set surname = {evil}, given_name = E'In\\u00e8s\\n' where id = {student}"
        ))
        .await;
    let office = house.office();
    house.act("validate", "{}").await;
    house.post(&office).await;
    let mail = house.smtp.received().pop().unwrap();
    assert!(
        !mail.headers().lines().any(|line| line.to_lowercase().starts_with("bcc:")),
        "{}",
        mail.headers()
    );
    assert!(mail.subject().contains("BENALI Bcc: all@univ.test rien"), "{}", mail.subject());
    for (address, state) in [("'sans arobase'", "failed"), ("E'a@b.test\\r\\nRCPT TO:<c@d.test>'", "failed")]
    {
        house.sql(&format!("update guichet.student set mail = {address} where id = {student}")).await;
        house.act("unvalidate", r#"{"reason": "a"}"#).await;
        house.post(&office).await;
        house.act("validate", "{}").await;
        house.post(&office).await;
        let found = house
            .value("select d.state || ' ' || d.error from guichet.delivery d where d.audience = 'student' order by d.id desc limit 1")
            .await;
        assert!(found.starts_with(state) && found.contains("Impossible à envoyer"), "{address}: {found}");
    }
    // Who has no address is not told, and that is seen where mails that do not arrive are.
    house.sql(&format!("update guichet.student set mail = null where id = {student}")).await;
    house.act("unvalidate", r#"{"reason": "a"}"#).await;
    house.post(&office).await;
    let mut manager = house.database.person(DemoRole::Manager).await;
    let queue: Vec<serde_json::Value> =
        sqlx::query_scalar("select guichet.undelivered()").fetch_all(&mut manager).await.unwrap();
    assert_eq!((queue[0]["address"].as_str(), queue[0]["audience"].as_str()), (Some(""), Some("student")));
    assert_eq!(queue[0]["error"], "Aucune adresse n’est connue.");
}

#[tokio::test]
async fn rehearsals_send_to_one_address_or_to_nobody_and_a_pace_is_kept() {
    let house = House::new().await;
    house.one_mail().await;
    let mut office = house.office();
    office.rules.redirect = Some("essai@univ.test".into());
    house.post(&office).await;
    let mail = house.smtp.received().pop().unwrap();
    assert_eq!(mail.to, ["essai@univ.test"]);
    let student = house.value(&format!("select s.mail from guichet.student s join guichet.convention c on c.student_id = s.id where c.id = {}", house.file)).await;
    assert!(mail.headers().contains(&format!("X-Guichet-For: {student}")), "{}", mail.headers());
    assert_eq!(house.value("select sent_to from guichet.delivery").await, "essai@univ.test");

    house.act("unvalidate", r#"{"reason": "a"}"#).await;
    let silent = guichet::runtime::posting::Office { post: None, ..house.office() };
    house.post(&silent).await;
    assert_eq!(house.smtp.received().len(), 1);
    assert_eq!(house.value("select state from guichet.delivery order by id desc limit 1").await, "dropped");

    // Two a minute, whoever sends: one has left in this one.
    house.sql("update guichet.mail_pace set since = now(), sent = 1; update guichet.delivery set state = 'waiting', due_at = now()").await;
    house.sql("with kept as (insert into guichet.letter (event, language, subject, body) values ('digest', 'fr', 's', 'b') returning id)
               insert into guichet.delivery (letter_id, name, address, pace, due_at)
               select k.id, 'n', 'a' || g || '@univ.test', 'at_once', now() from kept k, generate_series(1, 3) g").await;
    let mut slow = house.office();
    slow.rules.a_minute = 2;
    assert_eq!(house.post(&slow).await.sent, 1);
    house.sql("update guichet.mail_pace set since = now() - interval '61 seconds'").await;
    assert_eq!(house.post(&slow).await.sent, 2);
}

#[tokio::test]
async fn what_comes_back_is_read_once_and_shown_on_the_file() {
    let house = House::new().await;
    house.one_mail().await;
    let folder = tempfile::tempdir().unwrap();
    for name in ["new", "cur"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
    }
    let mut office = house.office();
    office.rules.bounces = Some(folder.path().to_owned());
    house.post(&office).await;
    let id = house.smtp.received()[0].id();
    let report = format!(
        "From: MAILER-DAEMON@univ.test\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nAction: failed\r\nStatus: 5.2.2\r\n\
         Diagnostic-Code: smtp; 552 mailbox full\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{id}>\r\n\r\n--b--\r\n"
    );
    std::fs::write(folder.path().join("new/1"), report).unwrap();
    std::fs::write(folder.path().join("new/2"), "not a mail").unwrap();
    assert_eq!(house.post(&office).await.returned, 1);
    assert_eq!(
        house
            .value("select state || ' ' || error from guichet.mail where event = 'administrative_done'")
            .await,
        "bounced 552 mailbox full"
    );
    assert!(!house.told("delivery_failed").await.is_empty());
    assert_eq!(std::fs::read_dir(folder.path().join("new")).unwrap().count(), 0);
    assert_eq!(std::fs::read_dir(folder.path().join("cur")).unwrap().count(), 2);
    assert_eq!(house.post(&office).await.returned, 0);
}
