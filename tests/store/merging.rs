//! Merges of hosts and what undoes them, where others keep something to themselves, or did something meanwhile.

use guichet::domain::form::Values;
use guichet::store::organisations::{self as hosts, Part};
use guichet::store::seed::DemoRole;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use sqlx::{AssertSqlSafe, Executor as _, PgConnection};

use super::hosts::{LUHN, add, same, standing, two, values, version};
use crate::support::server::Database;

/// Another establishment of the same company.
const SECOND: &str = "73282932000082";

async fn text(conn: &mut PgConnection, sql: &str) -> String {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(conn).await.unwrap()
}

async fn number(conn: &mut PgConnection, sql: &str) -> i32 {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(conn).await.unwrap()
}

async fn run(dba: &mut PgConnection, sql: &str) {
    dba.execute(AssertSqlSafe(sql)).await.unwrap();
}

/// A host of which a centre that is none of the clerk's, and closed, keeps how to reach it.
async fn kept_elsewhere(dba: &mut PgConnection, clerk: &mut PgConnection, host: i32) -> String {
    let mine: Vec<i32> = sqlx::query_scalar("select unnest(guichet.my_centres_to('read', 'ORGA_ACC'))")
        .fetch_all(clerk)
        .await
        .unwrap();
    let mine = mine.iter().map(i32::to_string).collect::<Vec<_>>().join(",");
    let code = text(
        dba,
        &format!("select code from guichet.centre where id <> all('{{{mine}}}') and level <> 'ESTABLISHMENT' order by id limit 1"),
    )
    .await;
    run(dba, &format!("update guichet.centre set confidentiality = 'closed' where code = '{code}'")).await;
    run(
        dba,
        &format!(
            "insert into guichet.host_organisation_details (organisation_id, centre_id, phone)
             select {host}, k.id, '02 00 00 00 00' from guichet.centre k where k.code = '{code}'
             on conflict (organisation_id) do update set centre_id = excluded.centre_id, phone = excluded.phone, mail = null"
        ),
    )
    .await;
    code
}

async fn reach(dba: &mut PgConnection, host: i32) -> String {
    let sql = format!(
        "select coalesce((select concat_ws('|', k.code, d.phone, d.mail) from guichet.host_organisation_details d
         left join guichet.centre k on k.id = d.centre_id where d.organisation_id = {host}), '')"
    );
    text(dba, &sql).await
}

#[tokio::test]
async fn how_to_reach_a_host_is_not_written_over_by_who_does_not_see_it() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let (host, _) = two(&mut dba).await;
    let code = kept_elsewhere(&mut dba, &mut clerk, host).await;
    let read = version(&mut clerk, host).await;
    assert_eq!(hosts::sheet(&mut clerk, host).await.unwrap().unwrap().text("phone"), "");
    for field in [("phone", "01 11 11 11 11"), ("mail", "a@b.fr")] {
        let refused =
            hosts::edit(&mut clerk, Part::Organisation, read, &values([field])).await.unwrap().unwrap_err();
        assert_eq!((refused.code.as_str(), refused.about.centre.as_deref()), ("GU055", Some(code.as_str())));
    }
    assert_eq!(reach(&mut dba, host).await, format!("{code}|02 00 00 00 00"));
    // The rest is theirs to change, and whoever sees it changes it.
    let site = values([("website", "example.fr")]);
    hosts::edit(&mut clerk, Part::Organisation, read, &site).await.unwrap().unwrap();
    let mut administrator = database.person(DemoRole::Administrator).await;
    let read = version(&mut administrator, host).await;
    let phone = values([("phone", "03 33 33 33 33")]);
    hosts::edit(&mut administrator, Part::Organisation, read, &phone).await.unwrap().unwrap();
    assert_eq!(reach(&mut dba, host).await, format!("{code}|03 33 33 33 33"));
}

#[tokio::test]
async fn a_merge_leaves_what_others_keep_to_themselves_and_is_undone_by_whoever_undoes_it() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mut administrator = database.person(DemoRole::Administrator).await;
    let (kept, gone) = two(&mut dba).await;
    let code = kept_elsewhere(&mut dba, &mut clerk, kept).await;
    run(&mut dba, &format!("delete from guichet.host_organisation_details where organisation_id = {gone}"))
        .await;
    run(
        &mut dba,
        &format!("insert into guichet.host_organisation_details (organisation_id, phone) values ({gone}, '04 44 44 44 44')"),
    )
    .await;
    let before = standing(&mut dba).await;
    // What looks empty to the clerk is taken from the other, as the pane proposes.
    let taken = values([("phone", "04 44 44 44 44"), ("website", "https://example.fr")]);
    let (one, other) = (version(&mut clerk, kept).await, version(&mut clerk, gone).await);
    let merge = hosts::merge(&mut clerk, one, other, &taken).await.unwrap().unwrap();
    assert_eq!(reach(&mut dba, kept).await, format!("{code}|02 00 00 00 00"));
    hosts::part(&mut clerk, merge).await.unwrap().unwrap();
    same(&before, &standing(&mut dba).await);
    // Who sees it changes it, or empties it, and who does not sees to it that it is put back, with whom it was.
    for taken in ["04 44 44 44 44", ""] {
        let (one, other) = (version(&mut administrator, kept).await, version(&mut administrator, gone).await);
        let merge = hosts::merge(&mut administrator, one, other, &values([("phone", taken)])).await;
        hosts::part(&mut clerk, merge.unwrap().unwrap()).await.unwrap().unwrap();
        same(&before, &standing(&mut dba).await);
    }
}

#[tokio::test]
async fn merges_in_any_order_by_anybody_undone_from_the_last_leave_everything_as_it_was() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut people = [database.person(DemoRole::Administrator).await, database.person(DemoRole::Clerk).await];
    let ids: Vec<i32> = sqlx::query_scalar(
        "select id from guichet.host_organisation where state = 'active' order by id limit 6",
    )
    .fetch_all(&mut dba)
    .await
    .unwrap();
    // Some of what hangs on them is kept by a centre to itself, some is everybody's; the register was asked of some.
    run(&mut dba, "delete from guichet.host_organisation_details").await;
    for host in &ids[..2] {
        kept_elsewhere(&mut dba, &mut people[1], *host).await;
    }
    let (of_all, rated, asked) = (ids[2], ids[3], ids[4]);
    for sql in [
        format!("insert into guichet.host_organisation_details (organisation_id, mail) values ({of_all}, 'a@b.fr')"),
        format!("insert into guichet.branch_rate values ({rated}, '2025-01-01', 6), ({asked}, '2026-01-01', 7)"),
        format!(
            "update guichet.host_organisation set registered_at = now(), registered = jsonb_build_object('siret', siret,
               'source', 'sirene', 'is_seat', true, 'is_closed', false, 'is_partial', false) where id in ({asked}, {of_all})"
        ),
        format!("update guichet.host_organisation set locked = '{{name,town}}' where id in ({rated}, {of_all})"),
    ] {
        run(&mut dba, &sql).await;
    }
    let before = standing(&mut dba).await;
    let mut runner = TestRunner::deterministic();
    let step = (0..ids.len(), 0..ids.len(), 0..people.len(), 0..people.len(), 0..16usize);
    let steps = proptest::collection::vec(step, 1..5);
    for _ in 0..16 {
        let mut done = Vec::new();
        for (kept, gone, who, undoes, takes) in steps.new_tree(&mut runner).unwrap().current() {
            let person = &mut people[who];
            let (one, other) = (version(person, ids[kept]).await, version(person, ids[gone]).await);
            let theirs = hosts::sheet(person, ids[gone]).await.unwrap().unwrap();
            let taken: Values = ["siret", "phone", "mail", "name"]
                .into_iter()
                .enumerate()
                .filter(|(at, _)| takes & (1 << at) != 0)
                .map(|(_, field)| (field.to_owned(), theirs.text(field).as_str().into()))
                .collect();
            if let Ok(merge) = hosts::merge(person, one, other, &taken).await.unwrap() {
                done.push((merge, undoes));
            }
        }
        for (merge, who) in done.into_iter().rev() {
            hosts::part(&mut people[who], merge).await.unwrap().unwrap();
        }
        same(&before, &standing(&mut dba).await);
    }
}

#[tokio::test]
async fn a_phone_taken_from_the_other_host_stays_with_its_centre() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mut administrator = database.person(DemoRole::Administrator).await;
    let (kept, gone) = two(&mut dba).await;
    run(&mut dba, "delete from guichet.host_organisation_details").await;
    let code = kept_elsewhere(&mut dba, &mut clerk, gone).await;
    let before = standing(&mut dba).await;
    let (one, other) = (version(&mut administrator, kept).await, version(&mut administrator, gone).await);
    let taken = values([("phone", "02 00 00 00 00")]);
    let merge = hosts::merge(&mut administrator, one, other, &taken).await.unwrap().unwrap();
    assert_eq!(reach(&mut dba, kept).await, format!("{code}|02 00 00 00 00"));
    assert_eq!(hosts::sheet(&mut clerk, kept).await.unwrap().unwrap().text("phone"), "");
    hosts::part(&mut clerk, merge).await.unwrap().unwrap();
    same(&before, &standing(&mut dba).await);
}

#[tokio::test]
async fn a_file_that_took_a_service_of_the_host_that_stays_stays_with_it() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut manager = database.person(DemoRole::Administrator).await;
    let (kept, gone) = two(&mut dba).await;
    let files: Vec<i32> = sqlx::query_scalar(AssertSqlSafe(format!(
        "select id from guichet.convention where organisation_id = {gone} order by id"
    )))
    .fetch_all(&mut dba)
    .await
    .unwrap();
    let file = files[0];
    let (one, other) = (version(&mut manager, kept).await, version(&mut manager, gone).await);
    let theirs =
        number(&mut dba, &format!("select min(id) from guichet.host_service where organisation_id = {gone}"))
            .await;
    let merge = hosts::merge(&mut manager, one, other, &Values::new()).await.unwrap().unwrap();
    let own = format!(
        "select t.id from guichet.contact t join guichet.host_service v on v.id = t.service_id
         where v.organisation_id = {kept} and v.id <> {theirs} and not exists (
           select from guichet.host_merge m where v.id = any(m.services)) order by t.id limit 1"
    );
    let tutor = number(&mut dba, &own).await;
    // A service of one, a tutor of the other: the file is of neither.
    run(
        &mut dba,
        &format!("update guichet.convention set service_id = {theirs}, tutor_id = {tutor} where id = {file}"),
    )
    .await;
    let refused = hosts::part(&mut manager, merge).await.unwrap().unwrap_err();
    assert_eq!((refused.code.as_str(), refused.about.number), ("GU067", Some(file)));
    let all = format!(
        "select service_id = (select service_id from guichet.contact where id = {tutor}) from guichet.convention where id = {file}"
    );
    run(
        &mut dba,
        &format!(
            "update guichet.convention set service_id = (select service_id from guichet.contact where id = {tutor}),
             second_tutor_id = null, signatory_id = null where id = {file}"
        ),
    )
    .await;
    assert!(sqlx::query_scalar::<_, bool>(AssertSqlSafe(all)).fetch_one(&mut dba).await.unwrap());
    hosts::part(&mut manager, merge).await.unwrap().unwrap();
    let where_it_is = format!("select organisation_id from guichet.convention where id = {file}");
    assert_eq!(number(&mut dba, &where_it_is).await, kept);
    let back = format!("select count(*)::integer from guichet.convention where organisation_id = {gone}");
    assert_eq!(number(&mut dba, &back).await, i32::try_from(files.len()).unwrap() - 1);
    let misplaced = format!(
        "select count(*)::integer from guichet.convention c
         where c.organisation_id in ({kept}, {gone}) and guichet.misplaced_reference(c) is not null"
    );
    assert_eq!(number(&mut dba, &misplaced).await, 0);
}

#[tokio::test]
async fn a_number_that_another_host_has_meanwhile_keeps_a_merge_from_being_undone() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut manager = database.person(DemoRole::Administrator).await;
    for (field, of_kept, of_gone) in [("siret", LUHN, SECOND), ("uai", "0290001A", "0290002B")] {
        let kept = add(&mut manager, &values([("name", "Kermaria"), (field, of_kept)])).await.unwrap();
        let gone = add(&mut manager, &values([("name", "Kermaria bis"), (field, of_gone)])).await.unwrap();
        let before = standing(&mut dba).await;
        let (one, other) = (version(&mut manager, kept).await, version(&mut manager, gone).await);
        let taken = values([(field, of_gone)]);
        let merge = hosts::merge(&mut manager, one, other, &taken).await.unwrap().unwrap();
        let new = add(&mut manager, &values([("name", "Kermaria neuf"), (field, of_kept)])).await.unwrap();
        let refused = hosts::part(&mut manager, merge).await.unwrap().unwrap_err();
        assert_eq!((refused.code.as_str(), refused.about.number), ("GU032", Some(new)));
        run(&mut dba, &format!("delete from guichet.host_organisation where id = {new}")).await;
        hosts::part(&mut manager, merge).await.unwrap().unwrap();
        same(&before, &standing(&mut dba).await);
        run(
            &mut dba,
            &format!("update guichet.host_organisation set state = 'retired' where id in ({kept}, {gone})"),
        )
        .await;
    }
}

#[tokio::test]
async fn what_the_register_said_goes_with_the_siret_it_was_said_of() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut manager = database.person(DemoRole::Administrator).await;
    let kept = add(&mut manager, &values([("name", "Kermaria"), ("siret", LUHN)])).await.unwrap();
    let gone = add(&mut manager, &values([("name", "Kermaria bis"), ("siret", SECOND)])).await.unwrap();
    run(
        &mut dba,
        "update guichet.host_organisation set registered_at = now(),
           registered = jsonb_build_object('siret', siret, 'source', 'sirene', 'is_seat', true, 'is_closed', true, 'is_partial', false) where name like 'Kermaria%'",
    )
    .await;
    let said = |host: i32| {
        format!(
            "select coalesce(registered ->> 'siret', '') || (registered_at is not null)::text from guichet.host_organisation where id = {host}"
        )
    };
    let before = standing(&mut dba).await;
    let (one, other) = (version(&mut manager, kept).await, version(&mut manager, gone).await);
    let merge = hosts::merge(&mut manager, one, other, &values([("siret", SECOND)])).await.unwrap().unwrap();
    assert_eq!(text(&mut dba, &said(kept)).await, format!("{SECOND}true"));
    hosts::part(&mut manager, merge).await.unwrap().unwrap();
    same(&before, &standing(&mut dba).await);
    // A number of neither.
    let (one, other) = (version(&mut manager, kept).await, version(&mut manager, gone).await);
    let merge = hosts::merge(&mut manager, one, other, &values([("siret", "")])).await.unwrap().unwrap();
    assert_eq!(text(&mut dba, &said(kept)).await, "false");
    hosts::part(&mut manager, merge).await.unwrap().unwrap();
    same(&before, &standing(&mut dba).await);
    // Corrected by hand, it is as if the register had never been asked; the same number again changes nothing.
    for (siret, expected) in [(LUHN, format!("{LUHN}true")), ("732 829 320 00090", "false".to_owned())] {
        let read = version(&mut manager, kept).await;
        let changes = values([("siret", siret), ("town", "BREST")]);
        hosts::edit(&mut manager, Part::Organisation, read, &changes).await.unwrap().unwrap();
        assert_eq!(text(&mut dba, &said(kept)).await, expected);
    }
    assert!(
        !hosts::find(&mut manager, "kermaria", guichet::domain::organisation::Kept::Closed, 9)
            .await
            .unwrap()
            .iter()
            .any(|host| host.id == kept)
    );
}

#[tokio::test]
async fn branch_rates_go_where_there_are_none_and_come_back() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut manager = database.person(DemoRole::Administrator).await;
    let (kept, gone) = two(&mut dba).await;
    run(
        &mut dba,
        &format!(
            "insert into guichet.branch_rate values ({gone}, '2024-01-01', 5), ({gone}, '2025-01-01', 6), ({gone}, '2026-06-01', 8),
             ({kept}, '2026-01-01', 7)"
        ),
    )
    .await;
    let rates = format!(
        "select string_agg(valid_from || ' ' || euros, ', ' order by valid_from) from guichet.branch_rate where organisation_id = {kept}"
    );
    let before = standing(&mut dba).await;
    let (one, other) = (version(&mut manager, kept).await, version(&mut manager, gone).await);
    let merge = hosts::merge(&mut manager, one, other, &Values::new()).await.unwrap().unwrap();
    assert_eq!(text(&mut dba, &rates).await, "2024-01-01 5.00, 2025-01-01 6.00, 2026-01-01 7.00");
    hosts::part(&mut manager, merge).await.unwrap().unwrap();
    same(&before, &standing(&mut dba).await);
}

#[tokio::test]
async fn a_merge_that_was_undone_is_told_with_how_to_reach_the_host() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut manager = database.person(DemoRole::Administrator).await;
    let (kept, gone) = two(&mut dba).await;
    run(&mut dba, "delete from guichet.host_organisation_details").await;
    let phone = values([("phone", "02 00 00 00 00")]);
    let read = version(&mut manager, kept).await;
    hosts::edit(&mut manager, Part::Organisation, read, &phone).await.unwrap().unwrap();
    let (one, other) = (version(&mut manager, kept).await, version(&mut manager, gone).await);
    let taken = values([("phone", "03 33 33 33 33")]);
    let merge = hosts::merge(&mut manager, one, other, &taken).await.unwrap().unwrap();
    hosts::part(&mut manager, merge).await.unwrap().unwrap();
    let told = hosts::history(&mut manager, kept).await.unwrap();
    let phones: Vec<_> = told
        .iter()
        .flat_map(|event| event.changes.iter().filter(|change| change.field == "phone"))
        .map(|change| (change.from.as_deref(), change.to.as_deref()))
        .collect();
    let (a, b) = (Some("02 00 00 00 00"), Some("03 33 33 33 33"));
    assert_eq!(phones, [(None, a), (a, b), (b, a)]);
}

#[tokio::test]
async fn an_activity_is_merged_and_parted_with_the_revision_it_is_of() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut manager = database.person(DemoRole::Administrator).await;
    let (kept, gone) = two(&mut dba).await;
    for (host, code, revision) in [(kept, "null", "null"), (gone, "'62.01Z'", "'rev2'")] {
        let sql = format!(
            "update guichet.host_organisation set naf_code = {code}, naf_revision = {revision} where id = {host}"
        );
        run(&mut dba, &sql).await;
    }
    let (one, other) = (version(&mut manager, kept).await, version(&mut manager, gone).await);
    // As the desk takes the fields of the other that the kept one lacks.
    let taken = values([("naf_code", "62.01Z")]);
    let merge = hosts::merge(&mut manager, one, other, &taken).await.unwrap().unwrap();
    let read = version(&mut manager, kept).await;
    hosts::edit(&mut manager, Part::Organisation, read, &values([("naf_code", "62.02A")]))
        .await
        .unwrap()
        .unwrap();
    hosts::part(&mut manager, merge).await.unwrap().unwrap();
    let activity = format!(
        "select concat_ws(' ', naf_code, naf_revision) from guichet.host_organisation where id = {kept}"
    );
    assert_eq!(text(&mut dba, &activity).await, "62.02A rev2", "what somebody wrote since");
    let read = version(&mut manager, kept).await;
    hosts::edit(&mut manager, Part::Organisation, read, &values([("town", "GAP")])).await.unwrap().unwrap();
}

#[tokio::test]
async fn what_amendments_say_of_services_keeps_files_from_being_torn() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut manager = database.person(DemoRole::Administrator).await;
    let (kept, gone) = two(&mut dba).await;
    let file =
        number(&mut dba, &format!("select min(id) from guichet.convention where organisation_id = {gone}"))
            .await;
    let own =
        number(&mut dba, &format!("select min(id) from guichet.host_service where organisation_id = {kept}"))
            .await;
    let (one, other) = (version(&mut manager, kept).await, version(&mut manager, gone).await);
    let merge = hosts::merge(&mut manager, one, other, &Values::new()).await.unwrap().unwrap();
    run(
        &mut dba,
        &format!(
            "with a as (
               insert into guichet.amendment (convention_id, number, state)
               select {file}, coalesce(max(x.number), 0) + 1, 'draft' from guichet.amendment x where x.convention_id = {file}
               returning id)
             insert into guichet.amendment_motive (amendment_id, motive, effective_from, changes)
             select a.id, 'place', current_date, jsonb_build_object('service_id', {own}) from a"
        ),
    )
    .await;
    let refused = hosts::part(&mut manager, merge).await.unwrap().unwrap_err();
    assert_eq!((refused.code.as_str(), refused.about.number), ("GU067", Some(file)));
    run(&mut dba, &format!("update guichet.amendment set state = 'cancelled' where convention_id = {file}"))
        .await;
    hosts::part(&mut manager, merge).await.unwrap().unwrap();
}
