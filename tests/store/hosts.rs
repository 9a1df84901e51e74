//! The registry of hosts as the database keeps it: changed, told, merged and parted.

use guichet::domain::form::Newcomer;
use guichet::domain::form::{Made, Value, Values};
use guichet::domain::organisation::siret::Siret;
use guichet::domain::organisation::{HostState, Kept};
use guichet::store::forms;
use guichet::store::organisations::{self as hosts, Part};
use guichet::store::seed::DemoRole;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use crate::support::server::{Database, somebody_waits};

pub(super) const LUHN: &str = "73282932000074";

/// Numbers that are digits for the most part, a third of them of La Poste, as they are typed.
fn siret_like() -> impl proptest::strategy::Strategy<Value = String> {
    proptest::prop_oneof!["[0-9]{14}", "356000000[0-9]{5}", "[0-9]{13,15}|[0-9]{13}[A-Z ]"]
}

pub(super) fn values<const N: usize>(said: [(&str, &str); N]) -> Values {
    said.into_iter().map(|(field, value)| (field.to_owned(), Value::from(value))).collect()
}

pub(super) fn why(made: &Made) -> (&str, Option<&str>) {
    match made {
        Ok(_) => ("", None),
        Err(refusal) => (refusal.code.as_str(), refusal.about.field.as_deref()),
    }
}

async fn number(conn: &mut PgConnection, sql: &str) -> i32 {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(conn).await.unwrap()
}

/// All that stands of hosts and of what hangs on them, a line each.
pub(super) async fn standing(dba: &mut PgConnection) -> Vec<String> {
    let mut lines: Vec<String> = sqlx::query_scalar(
        "select (to_jsonb(o) - 'version')::text from guichet.host_organisation o
         union all select to_jsonb(d)::text from guichet.host_organisation_details d
         union all select (to_jsonb(v) - 'version')::text from guichet.host_service v
         union all select to_jsonb(b)::text from guichet.branch_rate b
         union all select jsonb_build_object('file', c.id, 'at', array[c.organisation_id, c.service_id],
           'shown', (select r.organisation_name from guichet.convention_row r where r.convention_id = c.id))::text
         from guichet.convention c",
    )
    .fetch_all(dba)
    .await
    .unwrap();
    lines.sort();
    lines
}

/// That nothing differs, told by what does.
pub(super) fn same(before: &[String], after: &[String]) {
    let lost: Vec<_> = before.iter().filter(|line| after.binary_search(line).is_err()).take(3).collect();
    let come: Vec<_> = after.iter().filter(|line| before.binary_search(line).is_err()).take(3).collect();
    assert!(lost.is_empty() && come.is_empty(), "lost {lost:#?}, come {come:#?}");
}

pub(super) async fn add(conn: &mut PgConnection, details: &Values) -> Made {
    forms::add(conn, Newcomer::Organisation, 0, details).await.unwrap()
}

pub(super) async fn version(conn: &mut PgConnection, id: i32) -> (i32, i32) {
    (id, hosts::sheet(conn, id).await.unwrap().unwrap().version)
}

#[tokio::test]
async fn what_cannot_be_said_of_a_host_is_refused_by_its_field() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    for (field, value) in [
        ("siret", "73282932000075"),
        ("siret", "abc"),
        ("uai", "123"),
        ("country_code", "XX"),
        ("postal_code", "999"),
        ("legal_category", "00"),
        ("headcount_band", "99"),
        ("mail", "a@b"),
        ("mail", "a@b.fr, c@d.fr"),
        ("website", "javascript alert"),
    ] {
        let mut details = values([("name", "Atelier"), ("country_code", "FR")]);
        details.insert(field.to_owned(), value.into());
        assert_eq!(why(&add(&mut manager, &details).await), ("GU016", Some(field)), "{field} {value}");
    }
    assert_eq!(why(&add(&mut manager, &values([("name", "  ")])).await), ("GU016", Some("name")));
}

#[tokio::test]
async fn the_database_and_the_program_agree_on_which_numbers_are_a_siret() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut runner = TestRunner::deterministic();
    let numbers: Vec<String> =
        (0..20_000).map(|_| siret_like().new_tree(&mut runner).unwrap().current()).collect();
    let said: Vec<bool> = sqlx::query_scalar(
        "select guichet.siret_is_valid(s.n) from unnest($1) with ordinality s (n, at) order by s.at",
    )
    .bind(&numbers)
    .fetch_all(&mut dba)
    .await
    .unwrap();
    let (mut valid, mut of_la_poste) = (0, 0);
    for (number, said) in numbers.iter().zip(said) {
        // The program forgives spaces, which the database takes out before it looks.
        let ours = !number.contains(' ') && Siret::parse(number).is_ok();
        assert_eq!(ours, said, "{number}");
        valid += usize::from(said);
        of_la_poste += usize::from(said && number.starts_with("356000000"));
    }
    assert!(valid - of_la_poste > 300 && of_la_poste > 1_000, "{valid} {of_la_poste}");
}

#[tokio::test]
async fn of_two_who_add_the_same_host_at_once_one_does() {
    let database = Database::university().await;
    let [mut a, mut b, mut c, mut d] = [
        database.person(DemoRole::Manager).await,
        database.person(DemoRole::Manager).await,
        database.person(DemoRole::Clerk).await,
        database.person(DemoRole::Clerk).await,
    ];
    let atelier = ("name", "Atelier du Pont");
    for details in [
        values([atelier, ("siret", LUHN)]),
        values([atelier, ("country_code", "BE"), ("town", "Gent")]),
        values([atelier, ("address", "2 rue de Siam"), ("postal_code", "29200")]),
    ] {
        let all = tokio::join!(
            add(&mut a, &details),
            add(&mut b, &details),
            add(&mut c, &details),
            add(&mut d, &details)
        );
        let mut made = vec![all.0.unwrap(), all.1.unwrap(), all.2.unwrap(), all.3.unwrap()];
        made.dedup();
        assert_eq!(made.len(), 1, "the same one for all: {made:?}");
    }
    let made = "select count(*)::integer from guichet.host_organisation where name = 'Atelier du Pont'";
    assert_eq!(number(&mut database.dba().await, made).await, 3);
    let waits = "select count(*)::integer from guichet.host_name_claim";
    assert_eq!(number(&mut database.dba().await, waits).await, 0);
}

#[tokio::test]
async fn a_number_that_somebody_adds_meanwhile_is_told_to_whoever_writes_it() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let [mut one, mut other] =
        [database.person(DemoRole::Administrator).await, database.person(DemoRole::Administrator).await];
    let (kept, gone) = two(&mut dba).await;
    let read = [version(&mut one, kept).await, version(&mut one, gone).await];
    let retired = add(&mut one, &values([("name", "Ancienne"), ("siret", LUHN)])).await.unwrap();
    let retired = version(&mut one, retired).await;
    let retired =
        (retired.0, hosts::set_state(&mut one, retired, HostState::Retired, None).await.unwrap().unwrap());
    let siret = values([("siret", LUHN)]);
    for written in 0..3 {
        let mut open = one.begin().await.unwrap();
        add(&mut open, &values([("name", "Nouvelle"), ("siret", LUHN)])).await.unwrap();
        let write = async {
            match written {
                0 => hosts::edit(&mut other, Part::Organisation, read[0], &siret).await.unwrap().map(|_| ()),
                1 => hosts::merge(&mut other, read[0], read[1], &siret).await.unwrap().map(|_| ()),
                _ => {
                    hosts::set_state(&mut other, retired, HostState::Active, None).await.unwrap().map(|_| ())
                }
            }
        };
        let (told, ()) = tokio::join!(write, async {
            somebody_waits(&mut dba).await;
            open.commit().await.unwrap();
        });
        assert_eq!(told.unwrap_err().code, "GU032", "{written}");
        sqlx::query("delete from guichet.host_history h using guichet.host_organisation o where o.id = h.organisation_id and o.name = 'Nouvelle'").execute(&mut dba).await.unwrap();
        sqlx::query("delete from guichet.host_organisation where name = 'Nouvelle'")
            .execute(&mut dba)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_change_is_told_with_what_stood_before_and_is_made_at_the_version_that_was_read() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let id = add(&mut manager, &values([("name", "Atelier"), ("siret", LUHN), ("phone", "02 98 00 00 00")]))
        .await
        .unwrap();
    let read = version(&mut manager, id).await;
    let changes = values([("name", "Atelier du Pont"), ("mail", "atelier@pont.fr"), ("phone", "")]);
    assert!(hosts::edit(&mut manager, Part::Organisation, read, &changes).await.unwrap().is_ok());
    assert_eq!(why(&hosts::edit(&mut manager, Part::Organisation, read, &changes).await.unwrap()).0, "GU003");
    let told = hosts::history(&mut manager, id).await.unwrap();
    let verbs: Vec<&str> = told.iter().map(|event| event.verb.as_str()).collect();
    assert_eq!(verbs, ["created", "edited"]);
    let last: Vec<(String, Option<String>, Option<String>)> =
        told[1].changes.iter().map(|c| (c.field.clone(), c.from.clone(), c.to.clone())).collect();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        last,
        [
            ("mail".to_owned(), None, some("atelier@pont.fr")),
            ("name".to_owned(), some("Atelier"), some("Atelier du Pont")),
            ("phone".to_owned(), some("02 98 00 00 00"), None),
        ]
    );
    // A teacher reads hosts, and keeps none.
    let mut teacher = database.person(DemoRole::Teacher).await;
    let now = version(&mut teacher, id).await;
    let denied = hosts::edit(&mut teacher, Part::Organisation, now, &changes).await.unwrap_err();
    assert_eq!(denied.as_database_error().and_then(|error| error.code()).as_deref(), Some("GU002"));
}

#[tokio::test]
async fn a_host_that_a_student_adds_waits_and_is_approved_or_not() {
    let database = Database::university().await;
    database
        .dba()
        .await
        .execute(
            "update guichet.establishment set students_add_french_hosts = true, student_hosts_active = false",
        )
        .await
        .unwrap();
    let mut student = database.person(DemoRole::Student).await;
    let id = add(&mut student, &values([("name", "Chez Mémé"), ("siret", LUHN)])).await.unwrap();
    let mut manager = database.person(DemoRole::Manager).await;
    assert!(
        hosts::find(&mut manager, "", Kept::ToModerate, 50).await.unwrap().iter().any(|host| host.id == id)
    );
    // Not by who added it, who may yet correct it.
    let read = version(&mut student, id).await;
    assert_eq!(why(&hosts::set_state(&mut student, read, HostState::Active, None).await.unwrap()).0, "GU004");
    assert!(
        hosts::edit(&mut student, Part::Organisation, read, &values([("town", "BREST")]))
            .await
            .unwrap()
            .is_ok()
    );
    let read = version(&mut manager, id).await;
    assert!(hosts::set_state(&mut manager, read, HostState::Active, None).await.unwrap().is_ok());
    let read = version(&mut student, id).await;
    assert!(
        hosts::edit(&mut student, Part::Organisation, read, &values([("town", "QUIMPER")])).await.is_err()
    );
    let read = version(&mut manager, id).await;
    assert!(hosts::set_state(&mut manager, read, HostState::Retired, Some("fermé")).await.unwrap().is_ok());
    assert!(hosts::find(&mut manager, "chez meme", Kept::InUse, 50).await.unwrap().is_empty());
    assert_eq!(hosts::find(&mut manager, "chez meme", Kept::Retired, 50).await.unwrap().len(), 1);
    // Its SIRET is free again; then it cannot come back beside the other.
    assert!(add(&mut manager, &values([("name", "Chez Mémé"), ("siret", LUHN)])).await.is_ok());
    let read = version(&mut manager, id).await;
    assert_eq!(why(&hosts::set_state(&mut manager, read, HostState::Active, None).await.unwrap()).0, "GU032");
}

#[tokio::test]
async fn services_and_people_are_kept_by_their_centre() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mine =
        sqlx::query_scalar::<_, Vec<i32>>("select guichet.my_centres_to('modify', 'SERVICE_CONTACT_ACC')")
            .fetch_one(&mut clerk)
            .await
            .unwrap();
    let mine = mine.iter().map(i32::to_string).collect::<Vec<_>>().join(",");
    let theirs = number(
        &mut dba,
        &format!(
            "select t.id from guichet.contact t join guichet.centre k on k.id = t.centre_id
        where k.id <> all('{{{mine}}}'::integer[]) and k.confidentiality = 'open' order by t.id limit 1"
        ),
    )
    .await;
    let own = number(
        &mut dba,
        &format!("select t.id from guichet.contact t where t.centre_id = any('{{{mine}}}'::integer[]) order by t.id limit 1"),
    )
    .await;
    let change = values([("job_title", "Directrice des études")]);
    assert_eq!(why(&hosts::edit(&mut clerk, Part::Contact, (theirs, 1), &change).await.unwrap()).0, "GU055");
    assert!(hosts::edit(&mut clerk, Part::Contact, (own, 1), &change).await.unwrap().is_ok());
    assert_eq!(why(&hosts::edit(&mut clerk, Part::Contact, (own, 1), &change).await.unwrap()).0, "GU003");
    assert_eq!(
        why(&hosts::edit(&mut clerk, Part::Contact, (own, 2), &values([("mail", "sans arobase")]))
            .await
            .unwrap()),
        ("GU016", Some("mail"))
    );
    let gone: Values = Values::from([("retired".to_owned(), true.into())]);
    let service = number(&mut dba, &format!("select service_id from guichet.contact where id = {own}")).await;
    assert!(hosts::edit(&mut clerk, Part::Contact, (own, 2), &gone).await.unwrap().is_ok());
    assert!(
        forms::contacts(&mut clerk, service).await.unwrap().iter().all(|choice| choice.id != own),
        "no longer chosen"
    );
}

/// Two hosts of the seed with files and services.
pub(super) async fn two(dba: &mut PgConnection) -> (i32, i32) {
    let both: Vec<i32> = sqlx::query_scalar(
        "select o.id from guichet.host_organisation o where o.state = 'active' and exists (
           select from guichet.convention c where c.organisation_id = o.id) and exists (
           select from guichet.host_service v where v.organisation_id = o.id) order by o.id limit 2",
    )
    .fetch_all(dba)
    .await
    .unwrap();
    (both[0], both[1])
}

#[tokio::test]
async fn a_merge_moves_all_and_undone_leaves_everything_as_it_was() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut manager = database.person(DemoRole::Administrator).await;
    let (kept, gone) = two(&mut dba).await;
    let before = standing(&mut dba).await;
    let files = number(
        &mut dba,
        &format!(
            "select count(*)::integer from guichet.convention where organisation_id in ({kept}, {gone})"
        ),
    )
    .await;
    let (one, other) = (version(&mut manager, kept).await, version(&mut manager, gone).await);
    let taken = values([
        ("name", "Le nom de l'autre"),
        ("website", "https://example.fr"),
        ("phone", "01 02 03 04 05"),
    ]);
    let merge = hosts::merge(&mut manager, one, other, &taken).await.unwrap().unwrap();
    assert_eq!(
        number(
            &mut dba,
            &format!("select count(*)::integer from guichet.convention where organisation_id = {kept}")
        )
        .await,
        files
    );
    assert_eq!(
        number(
            &mut dba,
            &format!("select count(*)::integer from guichet.host_service where organisation_id = {gone}")
        )
        .await,
        0
    );
    let left = hosts::sheet(&mut manager, gone).await.unwrap().unwrap();
    assert_eq!(left.merged_into, Some((kept, "Le nom de l'autre".to_owned())));
    // Nothing is done to one that is gone, and a second merge of the pair is refused.
    let now = version(&mut manager, gone).await;
    assert_eq!(why(&hosts::edit(&mut manager, Part::Organisation, now, &taken).await.unwrap()).0, "GU054");
    let again = (version(&mut manager, kept).await, version(&mut manager, gone).await);
    assert_eq!(why(&hosts::merge(&mut manager, again.0, again.1, &Values::new()).await.unwrap()).0, "GU054");
    assert_eq!(hosts::merges(&mut manager, kept).await.unwrap().len(), 1);
    hosts::part(&mut manager, merge).await.unwrap().unwrap();
    same(&before, &standing(&mut dba).await);
    assert_eq!(why(&hosts::part(&mut manager, merge).await.unwrap()).0, "GU001", "once");
    let told: Vec<String> =
        hosts::history(&mut manager, kept).await.unwrap().into_iter().map(|event| event.verb).collect();
    assert_eq!(told, ["merged", "parted"]);
    sqlx::query("select guichet.rebuild_rows()").execute(&mut dba).await.unwrap();
    same(&before, &standing(&mut dba).await);
}

#[tokio::test]
async fn likely_duplicates_come_with_their_reasons_until_they_are_told_apart() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Administrator).await;
    let details = |name: &str| {
        values([("name", name), ("postal_code", "29000"), ("town", "QUIMPER"), ("address", "3 rue du Pont")])
    };
    let one = add(&mut manager, &details("Ébénisterie Kervézec SARL")).await.unwrap();
    let other = add(&mut manager, &details("EBENISTERIE KERVEZEC")).await.unwrap();
    let near = add(&mut manager, &details("Ebenistrie Kervezec")).await.unwrap();
    let pairs = hosts::duplicates(&mut manager, None, 1000).await.unwrap();
    let found = |a: i32, b: i32| pairs.iter().find(|pair| (pair.one, pair.other) == (a.min(b), a.max(b)));
    let same = found(one, other).expect("the same name");
    assert_eq!(same.reasons, ["name", "postal_code", "address"]);
    assert!(found(one, near).expect("a typing error").score < same.score);
    assert!(
        hosts::duplicates(&mut manager, Some(one), 50).await.unwrap().iter().any(|pair| pair.other == other)
    );
    hosts::tell_apart(&mut manager, other, one).await.unwrap();
    assert!(
        hosts::duplicates(&mut manager, Some(one), 50).await.unwrap().iter().all(|pair| pair.other != other)
    );
    assert!(
        hosts::duplicates(&mut manager, None, 1000)
            .await
            .unwrap()
            .iter()
            .all(|pair| (pair.one, pair.other) != (one, other))
    );
}
