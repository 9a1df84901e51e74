//! Drafts and edits as the database takes them.

use guichet::domain::act::{Answer, Outcome, Target};
use guichet::domain::form::{FIELDS, Made, Newcomer, Value, Values};
use guichet::store::forms;
use guichet::store::seed::DemoRole;
use sqlx::types::Uuid;
use sqlx::{AssertSqlSafe, Executor, PgConnection};

use crate::support::server::Database;

async fn number(conn: &mut PgConnection, sql: &str) -> i32 {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(conn).await.unwrap()
}

fn change(field: &str, value: impl Into<Value>) -> Values {
    Values::from([(field.to_owned(), value.into())])
}

/// Writes a field at the version that the file has now.
async fn write(conn: &mut PgConnection, id: i32, changes: &Values) -> Outcome {
    let form = forms::form(conn, id).await.unwrap().unwrap();
    let target = Target::file(id, form.version);
    forms::edit(conn, target, changes, None, Uuid::now_v7()).await.unwrap()
}

fn code(outcome: &Outcome) -> &str {
    outcome.refusal().map_or("", |refusal| refusal.code.as_str())
}

fn why(made: &Made) -> &str {
    made.as_ref().err().map_or("", |refusal| refusal.code.as_str())
}

const ENROLMENT: &str = "select e.id from guichet.enrolment e where e.cesure_code is null and exists (
    select from guichet.enrolments_of(e.student_id) n where n.id = e.id) order by e.id limit 1";

#[tokio::test]
async fn every_field_that_is_written_is_one_that_the_database_takes() {
    let database = Database::university().await;
    let taken: Vec<(String, Option<String>)> =
        sqlx::query_as("select field, list from guichet.editable_field where target <> 'calendar' or not by_amendment order by 1")
            .fetch_all(&mut database.dba().await)
            .await
            .unwrap();
    let mut known: Vec<&str> = FIELDS.iter().map(|field| field.code).chain(["total_overridden"]).collect();
    known.sort_unstable();
    assert_eq!(taken.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), known);
    for (field, list) in taken {
        let entry = FIELDS.iter().find(|known| known.code == field).and_then(|known| match known.kind {
            guichet::domain::form::Kind::Entry(list) => Some(list.to_owned()),
            _ => None,
        });
        assert_eq!(list, entry, "{field}");
    }
}

#[tokio::test]
async fn a_draft_is_made_where_its_etape_lies_once_a_request() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let enrolment = number(&mut clerk, ENROLMENT).await;
    let request = Uuid::now_v7();
    let id = forms::create(&mut clerk, enrolment, None, request).await.unwrap().unwrap();
    assert_eq!(forms::create(&mut clerk, enrolment, None, request).await.unwrap(), Ok(id), "sent again");
    let form = forms::form(&mut clerk, id).await.unwrap().unwrap();
    assert_eq!(form.verdict, "OK");
    assert!(form.missing.iter().any(|name| name == "organisation"), "{:?}", form.missing);
    let mut dba = database.dba().await;
    let placed: bool = sqlx::query_scalar(
        "select c.centre_id = guichet.centre_of(c.etape_id, guichet.today()) and c.year = e.year and t.code = e.regime_code
         from guichet.convention c join guichet.enrolment e on e.id = c.enrolment_id join guichet.list_entry t on t.id = c.type_id
         where c.id = $1",
    )
    .bind(id)
    .fetch_one(&mut dba)
    .await
    .unwrap();
    assert!(placed);
    // Elsewhere, for nobody, and by those who make none.
    let other = number(&mut dba, "select e.id from guichet.enrolment e where guichet.centre_of(e.etape_id, guichet.today()) not in (
        select s.centre_id from guichet.centre_staff s join guichet.person p on p.id = s.person_id where p.login = 'nadia.lefevre') limit 1").await;
    for enrolment in [other, 1_999_999_999] {
        let made = forms::create(&mut clerk, enrolment, None, Uuid::now_v7()).await.unwrap();
        assert_eq!(why(&made), "GU001");
    }
    let mut auditor = database.person(DemoRole::Auditor).await;
    let made = forms::create(&mut auditor, enrolment, None, Uuid::now_v7()).await.unwrap();
    assert_eq!(why(&made), "GU002");
    // An étape that no criterion places is named.
    dba.execute("delete from guichet.criterion; update guichet.establishment set orphans_allowed = false")
        .await
        .unwrap();
    let mut admin = database.person(DemoRole::Administrator).await;
    let made = forms::create(&mut admin, enrolment, None, Uuid::now_v7()).await.unwrap();
    assert_eq!(why(&made), "GU031");
    assert!(made.unwrap_err().about.etape.is_some());
}

#[tokio::test]
async fn centres_decide_for_whom_and_for_which_years() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut student = database.person(DemoRole::Student).await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let me = number(&mut student, "select guichet.my_student()").await;
    let last = number(
        &mut dba,
        &format!("select id from guichet.enrolment where student_id = {me} order by year desc limit 1"),
    )
    .await;
    // Students make none until their centre lets them.
    assert!(forms::enrolments(&mut student, me).await.unwrap().is_empty());
    assert_eq!(why(&forms::create(&mut student, last, None, Uuid::now_v7()).await.unwrap()), "GU034");
    dba.execute("update guichet.centre set student_may_create = true").await.unwrap();
    assert_eq!(forms::enrolments(&mut student, me).await.unwrap().len(), 1);
    let id = forms::create(&mut student, last, None, Uuid::now_v7()).await.unwrap().unwrap();
    assert!(write(&mut student, id, &change("town", "GAP")).await.is_done());
    // Nor hosts, nor people in them.
    let host = Values::from([("name".to_owned(), "Ferme du Vercors".into())]);
    assert_eq!(why(&forms::add(&mut student, Newcomer::Organisation, 1, &host).await.unwrap()), "GU034");
    dba.execute("update guichet.establishment set students_add_french_hosts = true").await.unwrap();
    let farm = forms::add(&mut student, Newcomer::Organisation, 1, &host).await.unwrap().unwrap();
    let state: String = sqlx::query_scalar("select state from guichet.host_organisation where id = $1")
        .bind(farm)
        .fetch_one(&mut dba)
        .await
        .unwrap();
    assert_eq!(state, "to_moderate");
    let centre = forms::form(&mut student, id).await.unwrap().unwrap().centre_id;
    let service = Values::from([("name".to_owned(), "Traite".into())]);
    assert_eq!(
        why(&forms::add(&mut student, Newcomer::Service(farm), centre, &service).await.unwrap()),
        "GU001"
    );
    dba.execute("update guichet.centre set student_adds_contacts = true").await.unwrap();
    // What one adds one chooses, though the centre keeps its services to itself; what others added there one does not see.
    dba.execute("update guichet.centre set confidentiality = 'closed' where level <> 'ESTABLISHMENT'")
        .await
        .unwrap();
    let added = forms::add(&mut student, Newcomer::Service(farm), centre, &service).await.unwrap().unwrap();
    let theirs = forms::add(&mut admin, Newcomer::Service(farm), centre, &service).await.unwrap().unwrap();
    let seen = forms::services(&mut student, farm).await.unwrap();
    assert_eq!(seen.iter().map(|one| one.id).collect::<Vec<_>>(), [added]);
    assert!(write(&mut student, id, &change("organisation_id", farm)).await.is_done());
    assert_eq!(code(&write(&mut student, id, &change("service_id", theirs)).await), "GU016");
    assert!(write(&mut student, id, &change("service_id", added)).await.is_done());
    let somebody = ["surname", "given_name", "job_title"].map(|name| (name.to_owned(), Value::from("X")));
    let somebody = Values::from(somebody);
    let tutor = forms::add(&mut student, Newcomer::Contact(added), centre, &somebody).await.unwrap().unwrap();
    assert!(write(&mut student, id, &change("tutor_id", tutor)).await.is_done());
    let hidden = forms::add(&mut student, Newcomer::Contact(theirs), centre, &somebody).await.unwrap();
    assert_eq!(why(&hidden), "GU001");
    // The year before: by administrators; by staff for as long as the centre says.
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mine = number(&mut clerk, ENROLMENT).await;
    dba.execute(AssertSqlSafe(format!(
        "update guichet.enrolment e set year = guichet.university_year(guichet.today()) - 1 where e.student_id = (select student_id from guichet.enrolment where id = {mine}) and e.id = {mine};
         delete from guichet.enrolment e where e.id <> {mine} and e.student_id = (select student_id from guichet.enrolment where id = {mine})
           and not exists (select from guichet.convention c where c.enrolment_id = e.id)")))
        .await
        .unwrap();
    let whose =
        number(&mut dba, &format!("select student_id from guichet.enrolment where id = {mine}")).await;
    dba.execute(AssertSqlSafe(format!("insert into guichet.enrolment (student_id, year, etape_id, regime_code)
        select {whose}, guichet.university_year(guichet.today()), etape_id, 'FI' from guichet.enrolment where id = {mine} on conflict do nothing")))
        .await
        .unwrap();
    assert_eq!(why(&forms::create(&mut clerk, mine, None, Uuid::now_v7()).await.unwrap()), "GU035");
    assert!(forms::create(&mut admin, mine, None, Uuid::now_v7()).await.unwrap().is_ok());
    dba.execute("update guichet.centre set earlier_enrolment_months = 12, type_by_hand = true")
        .await
        .unwrap();
    let late = forms::create(&mut clerk, mine, None, Uuid::now_v7()).await.unwrap().unwrap();
    let form = forms::form(&mut clerk, late).await.unwrap().unwrap();
    assert!(form.value("type_id").is_null() && form.missing.iter().any(|name| name == "type"));
}

#[tokio::test]
async fn somebody_with_the_role_of_a_student_who_is_none_makes_nothing() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    dba.execute("update guichet.centre set student_may_create = true;
        insert into guichet.person_role (person_id, role) select id, 'ETU' from guichet.person where login = 'marc.delattre' on conflict do nothing")
        .await
        .unwrap();
    let mut teacher = database.person(DemoRole::Teacher).await;
    let enrolment = number(&mut dba, "select min(id) from guichet.enrolment").await;
    assert_eq!(why(&forms::create(&mut teacher, enrolment, None, Uuid::now_v7()).await.unwrap()), "GU001");
}

#[tokio::test]
async fn who_may_not_read_a_text_does_not_write_over_it() {
    let database = Database::university().await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let mut dba = database.dba().await;
    let id = number(&mut dba, "select min(id) from guichet.convention where file_state = 'submitted'").await;
    dba.execute(AssertSqlSafe(format!("update guichet.convention set confidential = true where id = {id}")))
        .await
        .unwrap();
    let form = forms::form(&mut admin, id).await.unwrap().unwrap();
    assert!(!form.values.contains_key("subject") && form.values.contains_key("town"));
    assert_eq!(code(&write(&mut admin, id, &change("subject", "x")).await), "GU037");
    assert!(write(&mut admin, id, &change("elp_code", "x")).await.is_done());
}

#[tokio::test]
async fn a_label_that_is_frozen_follows_the_entry_that_is_chosen_later() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mut dba = database.dba().await;
    let id = number(
        &mut clerk,
        "select min(id) from guichet.convention where file_state = 'submitted' and theme_id is not null",
    )
    .await;
    dba.execute(AssertSqlSafe(format!(
        "update guichet.convention c set frozen_labels = guichet.labels_of(c) where id = {id}"
    )))
    .await
    .unwrap();
    let before = forms::form(&mut clerk, id).await.unwrap().unwrap();
    let other = number(
        &mut dba,
        &format!(
            "select min(id) from guichet.list_entry where list = 'theme' and id <> {}",
            before.reference("theme_id").unwrap()
        ),
    )
    .await;
    assert!(write(&mut clerk, id, &change("theme_id", other)).await.is_done());
    let after = forms::form(&mut clerk, id).await.unwrap().unwrap();
    assert_ne!(after.labels["theme_id"], before.labels["theme_id"]);
    assert_eq!(after.labels.get("type_id"), before.labels.get("type_id"));
}

#[tokio::test]
async fn a_draft_goes_and_its_history_stays() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let enrolment = number(&mut clerk, ENROLMENT).await;
    let id = forms::create(&mut clerk, enrolment, None, Uuid::now_v7()).await.unwrap().unwrap();
    let version = forms::form(&mut clerk, id).await.unwrap().unwrap().version;
    let stale = Target::file(id, version + 1);
    let outcome = forms::delete_draft(&mut clerk, stale, Uuid::now_v7()).await.unwrap();
    assert!(matches!(outcome.answer, Answer::Stale(_)));
    let mut teacher = database.person(DemoRole::Teacher).await;
    let outcome = forms::delete_draft(&mut teacher, Target::file(id, version), Uuid::now_v7()).await.unwrap();
    assert_eq!(code(&outcome), "GU001", "it is not theirs");
    let request = Uuid::now_v7();
    for _ in 0..2 {
        let outcome = forms::delete_draft(&mut clerk, Target::file(id, version), request).await.unwrap();
        assert!(outcome.is_done(), "sent again, it is still done: {outcome:?}");
    }
    assert_eq!(forms::form(&mut clerk, id).await.unwrap(), None);
    let mut dba = database.dba().await;
    let verbs: Vec<String> =
        sqlx::query_scalar("select verb from guichet.history where convention_id = $1 order by seq")
            .bind(id)
            .fetch_all(&mut dba)
            .await
            .unwrap();
    assert_eq!(verbs, ["create", "delete"]);
    let rows = number(
        &mut dba,
        &format!("select count(*)::integer from guichet.convention_row where convention_id = {id}"),
    )
    .await;
    assert_eq!(rows, 0);
    let submitted =
        number(&mut clerk, "select min(id) from guichet.convention where file_state = 'submitted'").await;
    let version = forms::form(&mut clerk, submitted).await.unwrap().unwrap().version;
    let outcome =
        forms::delete_draft(&mut clerk, Target::file(submitted, version), Uuid::now_v7()).await.unwrap();
    assert_eq!(code(&outcome), "GU004");
}

#[tokio::test]
async fn what_is_written_is_read_again_and_stands_in_the_history() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let id =
        number(&mut clerk, "select min(id) from guichet.convention where file_state = 'submitted'").await;
    let days = |days: &[&str]| Value::List(days.iter().map(|day| Value::from(*day)).collect());
    let week = Value::from([
        "2027-01-04".into(),
        Value::List(["7", "7", "7", "7", "3.5", "0", "0"].map(Value::from).to_vec()),
    ]);
    for (field, value) in [
        ("country_code", Value::from("IT")),
        ("interruptions", Value::from([Value::from(["2027-02-01".into(), "2027-02-05".into()])])),
        ("worked_holidays", days(&["2027-05-01"])),
        (
            "irregular_periods",
            Value::from([Value::from(["2027-03-01".into(), "2027-03-05".into(), "3.5".into()])]),
        ),
        ("authorised_absences", Value::from([Value::from(["2027-03-08".into(), "2027-03-08".into()])])),
        ("week_patterns", Value::from([week])),
        ("postal_code", Value::from("38000")),
        ("ects", Value::from("7.5")),
        ("confidential", Value::from(true)),
    ] {
        let before = forms::form(&mut clerk, id).await.unwrap().unwrap();
        let outcome = write(&mut clerk, id, &change(field, value.clone())).await;
        assert!(outcome.is_done(), "{field}: {outcome:?}");
        let after = forms::form(&mut clerk, id).await.unwrap().unwrap();
        assert_eq!(after.version, before.version + 1, "{field}");
        let told: String = sqlx::query_scalar(
            "select h.fields[1] from guichet.history h where h.convention_id = $1 order by h.seq desc limit 1",
        )
        .bind(id)
        .fetch_one(&mut database.dba().await)
        .await
        .unwrap();
        assert_eq!(told, field);
        // Written as it was read, it changes nothing.
        let again = write(&mut clerk, id, &change(field, after.value(field).clone())).await;
        assert_eq!((again.is_done(), again.version), (true, Some(after.version)), "{field}");
    }
    let form = forms::form(&mut clerk, id).await.unwrap().unwrap();
    assert_eq!(form.labels["country_code"], "ITALIE");
    assert_eq!(form.value("week_patterns").item(0).item(1).item(4).as_decimal(), "3.5".parse().ok());
}

#[tokio::test]
async fn what_may_not_be_written_is_refused_and_nothing_changes() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mut dba = database.dba().await;
    let id = number(
        &mut clerk,
        "select min(id) from guichet.convention where file_state = 'submitted' and theme_id is not null",
    )
    .await;
    let before = forms::form(&mut clerk, id).await.unwrap().unwrap();
    let theme = before.reference("theme_id").unwrap();
    let other_list = number(&mut dba, "select min(id) from guichet.list_entry where list = 'origin'").await;
    let retired = number(
        &mut dba,
        &format!("select min(id) from guichet.list_entry where list = 'theme' and id <> {theme}"),
    )
    .await;
    dba.execute(AssertSqlSafe(format!(
        "update guichet.list_entry set retired = true where id in ({retired}, {theme})"
    )))
    .await
    .unwrap();
    let stranger = number(&mut dba, &format!("select t.id from guichet.contact t join guichet.host_service v on v.id = t.service_id
        join guichet.centre_staff s on s.centre_id = t.centre_id join guichet.person p on p.id = s.person_id and p.login = 'nadia.lefevre'
        where v.organisation_id <> {} limit 1", before.reference("organisation_id").unwrap())).await;
    let crowd = Value::List(vec!["2027-01-01".into(); 201]);
    for (field, value, refused) in [
        ("theme_id", Value::from(other_list), "GU033"),
        ("theme_id", Value::from(retired), "GU033"),
        ("tutor_id", Value::from(stranger), "GU016"),
        ("subject", Value::from("x".repeat(30_001)), "GU016"),
        ("worked_holidays", crowd, "GU016"),
        ("interruptions", Value::from([Value::from(["2027-02-05".into(), "2027-02-01".into()])]), "GU016"),
        ("interruptions", Value::from("soon"), "GU016"),
        (
            "week_patterns",
            Value::from([Value::from(["2027-01-04".into(), Value::from(["7".into()])])]),
            "GU016",
        ),
        ("weekly_hours", Value::from("169"), "GU016"),
        ("start_date", Value::from("2027-02-30"), "GU016"),
        ("file_state", Value::from("validated"), "GU016"),
    ] {
        let outcome = write(&mut clerk, id, &change(field, value)).await;
        assert_eq!(code(&outcome), refused, "{field}: {outcome:?}");
    }
    let outcome = write(&mut clerk, id, &change("theme_id", theme)).await;
    assert!(outcome.is_done(), "what was chosen before it was retired stays: {outcome:?}");
    assert_eq!(forms::form(&mut clerk, id).await.unwrap().unwrap(), before);
}

#[tokio::test]
async fn another_host_clears_who_worked_in_the_first_one() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let id =
        number(&mut clerk, "select min(id) from guichet.convention where file_state = 'submitted'").await;
    let before = forms::form(&mut clerk, id).await.unwrap().unwrap();
    let details = Values::from([("name".to_owned(), "Les Amis du Rocher".into())]);
    let host =
        forms::add(&mut clerk, Newcomer::Organisation, before.centre_id, &details).await.unwrap().unwrap();
    assert!(write(&mut clerk, id, &change("organisation_id", host)).await.is_done());
    let after = forms::form(&mut clerk, id).await.unwrap().unwrap();
    for field in ["service_id", "tutor_id", "signatory_id"] {
        assert!(!before.value(field).is_null() && after.value(field).is_null(), "{field}");
    }
    // One gesture takes all of it back.
    let back = ["organisation_id", "service_id", "tutor_id", "second_tutor_id", "signatory_id"];
    let back = back.map(|field| (field.to_owned(), before.value(field).clone()));
    assert!(write(&mut clerk, id, &Values::from(back)).await.is_done());
    assert_eq!(forms::form(&mut clerk, id).await.unwrap().unwrap().values, before.values);
    // The same SIRET twice is the same host; a centre that is not one's own keeps nothing of mine.
    let siret = Values::from([
        ("name".to_owned(), "Rocher".into()),
        ("siret".to_owned(), "732 829 320 00074".into()),
    ]);
    let one = forms::add(&mut clerk, Newcomer::Organisation, before.centre_id, &siret).await.unwrap();
    assert_eq!(forms::add(&mut clerk, Newcomer::Organisation, before.centre_id, &siret).await.unwrap(), one);
    let foreign = number(&mut database.dba().await, "select max(id) from guichet.centre where id not in (
        select s.centre_id from guichet.centre_staff s join guichet.person p on p.id = s.person_id where p.login = 'nadia.lefevre')").await;
    let service = Values::from([("name".to_owned(), "Accueil".into())]);
    let made = forms::add(&mut clerk, Newcomer::Service(host), foreign, &service).await.unwrap();
    assert_eq!(why(&made), "GU001");
    let made = forms::add(&mut clerk, Newcomer::Contact(1), before.centre_id, &service).await.unwrap();
    assert_eq!(why(&made), "GU016", "somebody without a name");
}

#[tokio::test]
async fn people_and_hosts_are_found_by_words_within_ones_scope() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mut dba = database.dba().await;
    let (student, name): (String, String) = sqlx::query_as(
        "select s.number, s.surname || ' ' || s.given_name from guichet.student s
         where exists (select from guichet.enrolment e join guichet.criterion c on c.composante_id = (select composante_id from guichet.etape where id = e.etape_id)
           join guichet.centre_staff f on f.centre_id = c.centre_id join guichet.person p on p.id = f.person_id and p.login = 'nadia.lefevre'
           where e.student_id = s.id and not exists (select from guichet.criterion x where x.etape_id = e.etape_id)) order by s.id limit 1",
    )
    .fetch_one(&mut dba)
    .await
    .unwrap();
    for words in [student.clone(), name.to_lowercase(), name.to_uppercase()] {
        let found = forms::students(&mut clerk, &words).await.unwrap();
        assert!(found.iter().any(|one| one.detail == student), "{words}: {found:?}");
    }
    // Of everybody, only those of one's centres; without words, nobody; a sign of a pattern is itself.
    let mine = "select count(distinct s.id)::integer from guichet.student s join guichet.enrolment e on e.student_id = s.id
        where guichet.centre_of(e.etape_id, guichet.today()) = any(array(
          select f.centre_id from guichet.centre_staff f join guichet.person p on p.id = f.person_id and p.login = 'nadia.lefevre'))
        and guichet.fold(s.number || ' ' || coalesce(s.ine, '') || ' ' || s.surname || ' ' || s.given_name) like '%ber%'";
    let expected = number(&mut dba, mine).await;
    let found = number(&mut clerk, "select count(*)::integer from guichet.find_students('ber', 100)").await;
    assert_eq!(found, expected.min(100));
    for words in ["", "  ", "%", "_", "\\", "ma"] {
        assert!(forms::students(&mut clerk, words).await.unwrap().is_empty(), "{words:?}");
    }
    assert!(!forms::supervisors(&mut clerk, "").await.unwrap().is_empty());
    let mut student = database.person(DemoRole::Student).await;
    let found = number(&mut student, "select count(*)::integer from guichet.find_students('a', 100)").await;
    assert!(found <= 1, "a student finds nobody else");
}
