//! Events of a real file, routed and written: who is told, in which words, when.

use guichet::store::seed::DemoRole;
use std::time::Duration;

use super::{House, act, ids};

#[tokio::test]
async fn a_validation_is_told_once_to_whom_the_matrix_says() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    house.act("validate", "{}").await;
    let office = house.office();
    let report = house.post(&office).await;
    let told = house.told("administrative_done").await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told.iter().all(|one| one.starts_with("student ")));
    let mails = house.smtp.received();
    assert_eq!((report.sent, mails.len()), (1, 1));
    let mail = &mails[0];
    let (subject, text) = (mail.subject(), mail.text());
    assert!(
        subject.starts_with(&format!("Validation administrative, convention n° {}", house.file)),
        "{subject}"
    );
    assert!(text.contains("La validation administrative est faite par "), "{text}");
    assert!(text.contains(&format!("https://stages.univ.test/{}", house.file)), "{text}");
    assert!(!text.contains("${") && !text.contains("{%"), "{text}");
    assert!(mail.data.contains("text/html"));
    // Nothing is left, and nothing is sent again.
    assert_eq!(house.post(&office).await.sent, 0);
    assert_eq!(house.smtp.received().len(), 1);
    assert_eq!(house.value("select count(*) from guichet.outbox where routed_at is null").await, "0");
}

/// Scenario 26: with one address for the staff, exactly one mail to it, beside the student's and the teacher's.
#[tokio::test]
async fn a_centre_with_one_address_is_told_there_alone() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    let centre = house.centre;
    house
        .sql(&format!(
            "update guichet.centre set alert_mail = 'stages-sci@univ.test', alert_mail_only = true where id = {centre};
             update guichet.alert_default set is_on = true where event = 'administrative_done' and audience in ('clerk', 'manager', 'supervisor')"
        ))
        .await;
    let staff =
        house.value(&format!("select count(*) from guichet.centre_staff where centre_id = {centre}")).await;
    assert!(staff.parse::<i32>().unwrap() >= 2);
    house.act("validate", "{}").await;
    house.post(&house.office()).await;
    let told = house.told("administrative_done").await;
    let of = |audience: &str| told.iter().filter(|one| one.starts_with(audience)).count();
    assert_eq!((of("student"), of("supervisor"), of("clerk"), of("manager")), (1, 1, 1, 0), "{told:?}");
    assert!(told.contains("clerk stages-sci@univ.test"));
}

/// Scenario 27: who does not want to be told is not, within what the centre allows; nor is who did it.
#[tokio::test]
async fn each_says_how_fast_they_are_told() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    let centre = house.centre;
    house
        .sql(
            "update guichet.alert_default set is_on = true where event = 'administrative_done' and audience in ('clerk', 'manager')",
        )
        .await;
    let mut manager = house.database.person(DemoRole::Manager).await;
    let mut clerk = house.database.person(DemoRole::Clerk).await;
    let clerk_mail: String =
        sqlx::query_scalar("select p.mail from guichet.person p where p.id = guichet.me()")
            .fetch_one(&mut clerk)
            .await
            .unwrap();
    let manager_mail: String =
        sqlx::query_scalar("select p.mail from guichet.person p where p.id = guichet.me()")
            .fetch_one(&mut manager)
            .await
            .unwrap();
    let prefer = async |conn: &mut sqlx::PgConnection, seen: i32, paces: &str| -> (String, i32) {
        sqlx::query_as("select * from guichet.set_my_alerts($1, $2::jsonb)")
            .bind(seen)
            .bind(paces)
            .fetch_one(conn)
            .await
            .unwrap()
    };
    assert_eq!(
        prefer(&mut clerk, 0, r#"{"administrative_done": "never", "any": "at_once"}"#).await,
        ("done".into(), 1)
    );
    // Seen too early, nothing changes.
    assert_eq!(prefer(&mut clerk, 0, r#"{"any": "never"}"#).await, ("stale".into(), 1));
    act(&mut manager, house.file, "validate", "{}").await;
    house.post(&house.office()).await;
    let told = house.told("administrative_done").await;
    assert!(!told.contains(&format!("clerk {clerk_mail}")), "{told:?}");
    assert!(!told.contains(&format!("manager {manager_mail}")), "did it: {told:?}");
    // In a digest, it is written and waits.
    assert_eq!(prefer(&mut clerk, 1, r#"{"administrative_done": "daily"}"#).await.0, "done");
    act(&mut manager, house.file, "unvalidate", r#"{"reason": "erreur"}"#).await;
    house.post(&house.office()).await;
    let waiting = "select string_agg(d.pace || ' ' || d.state, ',') from guichet.mail d where d.audience = 'clerk' and d.event = 'administrative_undone'";
    let waits = house.value(&format!("{waiting} and d.address = '{clerk_mail}'")).await;
    assert_eq!(waits, "daily waiting");
    let before = house.smtp.received().len();
    // The hour strikes: one mail gathers them.
    house.sql("update guichet.delivery set due_at = now() where pace = 'daily'").await;
    house.post(&house.office()).await;
    let mails = house.smtp.received();
    let digest = mails.last().unwrap();
    assert_eq!(mails.len(), before + 1);
    assert_eq!((digest.subject(), digest.to[0].clone()), ("Guichet\u{a0}: 1 alerte".to_owned(), clerk_mail));
    assert!(
        digest.text().contains(&format!("- Validation administrative défaite, convention n° {}", house.file)),
        "{}",
        digest.text()
    );
    assert_eq!(
        house
            .value(
                "select count(*) from guichet.delivery where state = 'gathered' and gathered_in is not null"
            )
            .await,
        "1"
    );
    let off: i64 = house
        .value(&format!("select count(*) from guichet.centre_alert where centre_id = {centre}"))
        .await
        .parse()
        .unwrap();
    assert_eq!(off, 0);
}

#[tokio::test]
async fn a_centre_chooses_otherwise_and_inherits_again() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    let mut manager = house.database.person(DemoRole::Manager).await;
    let choose = async |conn: &mut sqlx::PgConnection, seen: i32, on: &str| {
        let changes =
            format!(r#"[{{"event": "administrative_done", "audience": "student", "is_on": {on}}}]"#);
        let found: Result<(String, i32), sqlx::Error> =
            sqlx::query_as("select * from guichet.set_alerts('SCI', $1, $2::jsonb)")
                .bind(seen)
                .bind(changes)
                .fetch_one(conn)
                .await;
        found
    };
    assert_eq!(choose(&mut manager, 0, "false").await.unwrap(), ("done".into(), 1));
    assert_eq!(choose(&mut manager, 0, "true").await.unwrap(), ("stale".into(), 1));
    house.act("validate", "{}").await;
    house.post(&house.office()).await;
    assert!(house.told("administrative_done").await.is_empty());
    assert_eq!(house.value("select became from guichet.outbox order by id desc limit 1").await, "nobody");
    assert_eq!(choose(&mut manager, 1, "null").await.unwrap(), ("done".into(), 2));
    house.act("unvalidate", r#"{"reason": "erreur"}"#).await;
    house.post(&house.office()).await;
    assert_eq!(house.told("administrative_undone").await.len(), 1);
    // A clerk has no say in it, and the history tells who had.
    let mut clerk = house.database.person(DemoRole::Clerk).await;
    let refused = choose(&mut clerk, 2, "false").await.unwrap_err();
    assert_eq!(refused.as_database_error().and_then(|error| error.code()).as_deref(), Some("GU002"));
    assert_eq!(
        house.value("select count(*) from guichet.admin_history where verb = 'set_alerts'").await,
        "2"
    );
}

#[tokio::test]
async fn what_is_undone_while_it_is_held_sends_nothing() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    let mut office = house.office();
    office.rules.hold = Duration::from_secs(60);
    house.act("validate", "{}").await;
    assert_eq!(house.post(&office).await.routed, 0, "it is held");
    house.act("unvalidate", r#"{"reason": "erreur"}"#).await;
    // The first is held long enough, its undoing is not.
    house.sql("update guichet.outbox set at = at - interval '61 seconds' where id = (select min(id) from guichet.outbox where routed_at is null)").await;
    let report = house.post(&office).await;
    assert_eq!((report.routed, report.written), (2, 0));
    assert_eq!(house.value("select count(*) from guichet.outbox where became = 'undone'").await, "2");
    assert!(house.smtp.received().is_empty());
}

#[tokio::test]
async fn a_return_says_why_in_the_words_of_the_centre() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    let mut manager = house.database.person(DemoRole::Manager).await;
    let write = async |conn: &mut sqlx::PgConnection,
                       centre: Option<&str>,
                       seen: i32,
                       body: &str|
           -> (String, i32) {
        sqlx::query_as("select * from guichet.set_alert_template($1, 'returned', 'fr', $2, 'À revoir : ${convention.numero}', $3)")
            .bind(centre)
            .bind(seen)
            .bind(body)
            .fetch_one(conn)
            .await
            .unwrap()
    };
    assert_eq!(
        write(&mut manager, Some("SCI"), 0, "Motif du centre : ${motif}\n${etudiant.nom}").await,
        ("done".into(), 1)
    );
    assert_eq!(write(&mut manager, Some("SCI"), 0, "autre").await, ("stale".into(), 1));
    house.sql(&format!("update guichet.convention set language = 'fr' where id = {}", house.file)).await;
    house.act("return", r#"{"reason": "Les dates ne vont pas"}"#).await;
    house.post(&house.office()).await;
    let mail = house.smtp.received().into_iter().find(|mail| mail.subject().starts_with("À revoir")).unwrap();
    assert!(mail.text().starts_with("Motif du centre : Les dates ne vont pas\n"), "{}", mail.text());
    // A text that is wrong is not used: nobody goes untold.
    house.act("restore", "{}").await;
    assert_eq!(write(&mut manager, Some("SCI"), 1, "${etudiant.prenon}").await, ("done".into(), 2));
    house.post(&house.office()).await;
    house.act("return", r#"{"reason": "Encore"}"#).await;
    house.post(&house.office()).await;
    let last = house.smtp.received().pop().unwrap();
    assert!(last.subject().contains("À corriger"), "{}", last.subject());
    assert!(last.text().contains("Encore"));
}

#[tokio::test]
async fn mails_of_a_file_leave_in_the_order_of_its_history_and_none_in_a_closure() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    let office = house.office();
    house.act("validate", "{}").await;
    house.post(&office).await;
    house.act("unvalidate", r#"{"reason": "a"}"#).await;
    house.post(&office).await;
    house.sql("update guichet.outbox set at = at - interval '2 hours'").await;
    house.act("return", r#"{"reason": "b"}"#).await;
    house.post(&office).await;
    let subjects: Vec<String> = house.smtp.received().iter().map(|mail| mail.subject()).collect();
    let order: Vec<usize> =
        ["Validation administrative,", "Validation administrative défaite,", "À corriger"]
            .iter()
            .map(|start| subjects.iter().position(|subject| subject.starts_with(start)).unwrap())
            .collect();
    assert!(order.is_sorted(), "{subjects:?}");
    ids(&house.smtp.received());
    // Closed today: it leaves on the first open day.
    let sent = house.smtp.received().len();
    house.sql("insert into guichet.closure (first_day, last_day) values (guichet.today() - 1, guichet.today() + 3)").await;
    house.act("restore", "{}").await;
    house.post(&office).await;
    assert_eq!(house.smtp.received().len(), sent);
    let due = house
        .value(
            "select bool_and((d.due_at at time zone 'Europe/Paris')::date = guichet.today() + 4 and d.state = 'waiting') from guichet.mail d where d.event = 'restored'",
        )
        .await;
    assert_eq!(due, "true");
}

#[tokio::test]
async fn what_waits_too_long_is_told_and_told_again() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    let file = house.file;
    house
        .sql(&format!(
            "update guichet.centre set late_after_days = 10, late_again_days = 7 where id = {};
             update guichet.convention set state_since = now() + interval '1 day';
             update guichet.convention set state_since = now() - interval '11 days' where id = {file}",
            house.centre
        ))
        .await;
    house.post(&house.office()).await;
    let told = house.told("late").await;
    assert!(!told.is_empty() && told.iter().all(|one| one.starts_with("clerk ")), "{told:?}");
    // Unless they say otherwise, those who are told are told once a day of all that waits.
    assert!(house.smtp.received().is_empty());
    house.sql("update guichet.delivery set due_at = now()").await;
    house.post(&house.office()).await;
    let text = house.smtp.received()[0].text();
    assert!(text.contains(&format!("- En attente\u{a0}: convention n° {file}")), "{text}");
    let alone = house.value("select min(body) from guichet.mail where event = 'late'").await;
    assert!(alone.contains("validation administrative"), "{alone}");
    let count = "select count(*) from guichet.outbox where event = 'late'";
    assert_eq!(house.value(count).await, "1");
    house.sql("update guichet.reminder set at = at - interval '8 days'").await;
    house.post(&house.office()).await;
    assert_eq!(house.value(count).await, "2");
}

#[tokio::test]
async fn signatures_evaluations_findings_and_closed_hosts_are_told_too() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    let file = house.file;
    house.act("validate", "{}").await;
    house.post(&house.office()).await;
    house.sql(&format!("update guichet.convention set signature_state = 'signed' where id = {file}")).await;
    let mut manager = house.database.person(DemoRole::Manager).await;
    for (who, expected) in [
        ("student", "done"),
        ("supervisor", "done"),
        ("tutor", "done"),
        ("tutor", "done"),
        ("nobody", "refused"),
    ] {
        let outcome: String = sqlx::query_scalar("select outcome from guichet.record_evaluation($1, $2)")
            .bind(file)
            .bind(who)
            .fetch_one(&mut manager)
            .await
            .unwrap();
        assert_eq!(outcome, expected, "{who}");
    }
    house
        .sql(&format!(
            "update guichet.convention set end_date = guichet.today() + 90 where id = {file};
             update guichet.host_organisation set registered = '{{\"is_closed\": true, \"closed_on\": \"2026-11-01\"}}'
             where id = (select organisation_id from guichet.convention where id = {file})"
        ))
        .await;
    house.post(&house.office()).await;
    for event in [
        "signed",
        "student_evaluated",
        "supervisor_evaluated",
        "tutor_evaluated",
        "evaluations_complete",
        "host_closed",
    ] {
        assert!(!house.told(event).await.is_empty(), "{event}");
    }
    let closed =
        house.smtp.received().into_iter().find(|mail| mail.subject().starts_with("Organisme fermé")).unwrap();
    assert!(closed.text().contains("01/11/2026"), "{}", closed.text());
    assert_eq!(
        house
            .value(&format!(
                "select count(*) from guichet.history where convention_id = {file} and verb = 'evaluate'"
            ))
            .await,
        "3"
    );
}

#[tokio::test]
async fn an_event_that_cannot_be_read_holds_no_other_up() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    house
        .sql(&format!(
            "insert into guichet.outbox (convention_id, event, told) values ({}, 'finding', '{{\"findings\": 7}}')",
            house.file
        ))
        .await;
    house.act("validate", "{}").await;
    house.post(&house.office()).await;
    assert_eq!(house.told("administrative_done").await.len(), 1);
    assert_eq!(
        house
            .value("select became from guichet.outbox where event = 'finding' order by id desc limit 1")
            .await,
        "quiet"
    );
}

#[tokio::test]
async fn texts_and_what_is_the_students_own_are_told_by_name_alone() {
    let house = House::new().await;
    let told = async |field: &str| {
        let changes = format!(r#"[{{"field": "{field}", "from": "avant", "to": "après"}}]"#);
        house.value(&format!("select guichet.changes_told('{changes}') -> 0 ->> 'hidden'")).await
    };
    for field in
        ["subject", "amendment.2.subject", "amendment.2.place.comment", "personal_mail", "amendment.1.skills"]
    {
        assert_eq!(told(field).await, "true", "{field}");
    }
    for field in ["end_date", "amendment.2.end_date", "file_state", "amendment.2", "return.dates"] {
        assert_eq!(told(field).await, "", "{field}");
    }
    let supervisor = "select guichet.changes_told(jsonb_build_array(jsonb_build_object('field', 'amendment.2.supervisor_id', 'from', null,
        'to', (select max(id) from guichet.supervisor)))) -> 0 ->> 'to'";
    let name = house.value("select surname from guichet.supervisor order by id desc limit 1").await;
    assert!(house.value(supervisor).await.contains(&name));
}

#[tokio::test]
async fn a_matrix_that_is_all_off_and_a_day_that_no_calendar_has_stop_nothing() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    house.sql("update guichet.alert_default set is_on = false").await;
    house.act("validate", "{}").await;
    house.post(&house.office()).await;
    assert_eq!(house.value("select became from guichet.outbox order by id desc limit 1").await, "nobody");
    let mut manager = house.database.person(DemoRole::Manager).await;
    let refused = sqlx::query("select guichet.set_closures('SCI', 0, '[{\"first_day\": \"2026-01-01\", \"last_day\": \"infinity\"}]')")
        .execute(&mut manager)
        .await
        .unwrap_err();
    assert_eq!(refused.as_database_error().and_then(|error| error.code()).as_deref(), Some("GU030"));
}
