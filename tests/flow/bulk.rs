//! Many files in one gesture: what will change is said first, it can be stopped, a dying server loses nothing and
//! repeats nothing, what was refused stays marked.

use std::collections::BTreeSet;

use guichet::app::acts::Report;
use guichet::app::overlay::{Overlay, ReaderText};
use guichet::domain::act::{Subject, Target};
use guichet::store::seed::DemoRole;
use sqlx::Executor;

use crate::support::desk::{Desk, split};
use crate::support::server::Database;

/// The report that is read.
fn report(desk: &Desk) -> Report {
    let Some(Overlay::Reader(reader)) = &desk.model.overlay else { panic!("no report") };
    let ReaderText::Report(job) = &reader.text else { panic!("no report") };
    desk.model.acts.report_of(*job).expect("a report that is kept").clone()
}

#[tokio::test]
async fn marked_files_are_validated_and_the_refused_stay_marked() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("*v").await;
    let Some(Overlay::Confirm(confirm)) = &desk.model.overlay else { panic!("no confirmation") };
    let (accepted, asked) = (confirm.accepted().len(), confirm.targets.len());
    let refused = confirm.outcomes.iter().filter(|outcome| !outcome.is_done()).count();
    assert!(
        accepted > 3 && refused > 0 && asked > accepted,
        "{asked} asked, {accepted} accepted, {refused} refused"
    );
    assert!(desk.screen().contains(&accepted.to_string()), "{}", desk.screen());
    desk.keys("<Enter>").await;
    let report = report(&desk);
    assert_eq!((report.done.len(), report.refused.len(), report.left), (accepted, refused, 0));
    assert_eq!(desk.model.list.marks.len(), asked - accepted, "what was not done stays marked");
    assert_eq!(desk.model.list.rows.len(), asked - accepted);
    desk.keys("<Esc>u<Enter>").await;
    assert_eq!(desk.model.list.rows.len(), asked, "and all of it is undone in one gesture");
}

#[tokio::test]
async fn all_of_a_host_is_marked_and_nobody_of_its_namesake() {
    let database = Database::university().await;
    // One host of many files of two towns: by their numbers every other file, all over the list.
    let mut dba = database.dba().await;
    dba.execute(
        "update guichet.host_organisation set name = 'Mairie', town = case when id % 2 = 0 then 'Gap' else 'Lyon' end
         where id in (select organisation_id from guichet.convention group by 1 order by count(*) desc limit 40)",
    )
    .await
    .unwrap();
    let mut desk = Desk::open(&database, DemoRole::Administrator).await;
    desk.keys(":file toutes<Enter>").await;
    desk.keys("/Mairie<Enter>").await;
    let row = desk.model.list.row().expect("a file of a town hall").clone();
    assert_eq!(row.organisation, "Mairie");
    assert!(!desk.model.list.at_bottom, "more than a page");
    desk.keys("=").await;
    let of_it: i64 = sqlx::query_scalar(
        "select count(*) from guichet.convention_row where organisation_name = 'Mairie' and town = $1 and convention_id > 0",
    )
    .bind(&row.town)
    .fetch_one(&mut dba)
    .await
    .unwrap();
    assert!(of_it > 40, "{of_it}");
    assert_eq!(desk.model.list.marks.len() as i64, of_it, "{}", desk.screen());
    assert!(desk.model.list.marking.is_none(), "{}", desk.screen());
}

#[tokio::test]
async fn a_server_that_dies_in_the_middle_loses_nothing_and_repeats_nothing() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    // More files than one transaction takes, all waiting for the same step.
    dba.execute(
        "update guichet.convention set circuit = '{administrative}', steps_done = 0, file_state = 'submitted',
           archived_at = null, signature_state = 'not_sent', supervisor_id = coalesce(supervisor_id, 1)
         where centre_id in (select centre_id from guichet.centre_staff s join guichet.person p on p.id = s.person_id where p.login = 'nadia.lefevre')",
    )
    .await
    .unwrap();
    dba.execute("delete from guichet.finding").await.unwrap();
    dba.execute(
        "insert into guichet.convention_check (convention_id, content_version, rules_version, facts_hash)
         select id, content_version, 1, '' from guichet.convention
         on conflict on constraint convention_check_pkey do update set content_version = excluded.content_version, blocking = 0, warnings = 0",
    )
    .await
    .unwrap();
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("*v").await;
    desk.press(split("<Enter>")[0]);
    let total = desk.model.acts.running.as_ref().expect("an act runs").total;
    assert!(total > 200, "{total} files");
    desk.until(|model| model.acts.running.as_ref().is_some_and(|running| !running.outcomes.is_empty())).await;
    dba.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'nadia.lefevre'")
        .await
        .unwrap();
    desk.until(|model| model.acts.running.is_none()).await;
    desk.settle().await;
    let (files, entries): (i64, i64) = sqlx::query_as(
        "select count(distinct convention_id), count(*) from guichet.history where verb = 'validate' and at > now() - interval '5 minutes'",
    )
    .fetch_one(&mut dba)
    .await
    .unwrap();
    assert_eq!((files, entries), (total as i64, total as i64), "each file once: {}", desk.said());
}

#[tokio::test]
async fn a_bulk_act_can_be_stopped_and_says_what_is_left() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Administrator).await;
    desk.keys("*v").await;
    let Some(Overlay::Confirm(confirm)) = &desk.model.overlay else { panic!("no confirmation") };
    let accepted = confirm.accepted().len();
    desk.press(split("<Enter>")[0]);
    desk.press(split("<Esc>")[0]);
    desk.until(|model| model.acts.running.is_none()).await;
    let report = report(&desk);
    assert_eq!(report.done.len() + report.left, accepted);
    desk.settle().await;
}

#[tokio::test]
async fn a_report_that_was_closed_is_opened_again_and_its_refused_are_marked() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("*v<Enter>").await;
    let undone: BTreeSet<Subject> = report(&desk).undone().into_iter().map(Target::subject).collect();
    assert!(!undone.is_empty());
    desk.keys("q-/zzzz<Enter>").await;
    assert!(desk.model.list.marks.is_empty() && desk.model.list.rows.is_empty());
    desk.keys("gw").await;
    assert!(desk.screen().contains("Travaux de la session"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    assert!(desk.screen().contains("Compte rendu"), "{}", desk.screen());
    desk.keys("m").await;
    assert!(desk.model.overlay.is_none());
    assert_eq!(desk.model.list.marks.keys().copied().collect::<BTreeSet<_>>(), undone);
    // The same without opening anything.
    desk.keys("-:remarquer<Enter>").await;
    assert_eq!(desk.model.list.marks.len(), undone.len());
    desk.keys("v").await;
    let Some(Overlay::Confirm(confirm)) = &desk.model.overlay else { panic!("no confirmation") };
    assert!(confirm.warned.iter().all(|id| undone.contains(id)));
    assert_eq!(confirm.targets.len(), undone.len());
}

#[tokio::test]
async fn a_report_does_not_take_the_place_of_what_is_being_done() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("*v").await;
    desk.press(split("<Enter>")[0]);
    desk.press(split("<C-p>")[0]);
    desk.until(|model| model.acts.running.is_none()).await;
    assert!(matches!(desk.model.overlay, Some(Overlay::Picker(_))), "{}", desk.screen());
    assert!(desk.said().contains(":travaux"), "{}", desk.said());
    desk.settle().await;
}
