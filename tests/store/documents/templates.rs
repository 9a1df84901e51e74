//! Templates and their languages, elements of the programme, and who hands a file in when.

use guichet::domain::access::Template;
use guichet::domain::act::{Act, Target};
use guichet::domain::form::{Value, Values};
use guichet::store::seed::DemoRole;
use guichet::store::{acts, centres, documents, files, forms};
use sqlx::types::Uuid;
use sqlx::{AssertSqlSafe, Executor, PgConnection};

use super::{code, form, number};
use crate::support::server::Database;

#[tokio::test]
async fn a_language_needs_a_template_and_another_type_brings_its_own() {
    let database = Database::university().await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let id = number(
        &mut clerk,
        "select id from guichet.convention where file_state = 'submitted' and centre_id = any(guichet.my_centres()) order by id limit 1",
    )
    .await;
    assert_eq!(form(&mut clerk, id).await.languages, ["fr", "en"]);
    let edit = async |conn: &mut PgConnection, field: &str, value: Value| {
        let target = Target::file(id, form(conn, id).await.version);
        let changes = Values::from([(field.to_owned(), value)]);
        forms::edit(conn, target, &changes, None, Uuid::now_v7()).await.unwrap()
    };
    assert_eq!(code(&edit(&mut clerk, "language", "de".into()).await), "GU016");
    // A centre has one of its own, in German and for one type only, beside its standard one.
    let centre = form(&mut clerk, id).await.centre;
    let german = |name: &str| Template {
        kind: Some("CESURE".into()),
        language: "de".into(),
        name: name.into(),
        retired: false,
    };
    for name in ["", "Grenzregion"] {
        documents::set_template(&mut admin, Some(&centre), &german(name)).await.unwrap();
    }
    assert_eq!(form(&mut clerk, id).await.languages, ["fr", "en"], "not for this type");
    let cesure = number(
        &mut clerk,
        "select id from guichet.list_entry where list = 'convention_type' and code = 'CESURE'",
    )
    .await;
    assert!(edit(&mut clerk, "type_id", cesure.into()).await.is_done());
    assert_eq!(form(&mut clerk, id).await.languages, ["fr", "en", "de"]);
    assert!(edit(&mut clerk, "language", "de".into()).await.is_done());
    let now = form(&mut clerk, id).await;
    let other = now.templates.iter().find(|(_, name)| name == "Grenzregion").expect("it is offered").0;
    assert!(edit(&mut clerk, "template_id", other.into()).await.is_done());
    assert_eq!(form(&mut clerk, id).await.labels["template_id"], "Grenzregion");
    // Another type is not written in German: the first language that it is written in comes, with its standard template.
    let first = number(
        &mut clerk,
        "select id from guichet.list_entry where list = 'convention_type' and code = 'FI'",
    )
    .await;
    assert!(edit(&mut clerk, "type_id", first.into()).await.is_done());
    let now = form(&mut clerk, id).await;
    assert_eq!((now.text("language"), now.reference("template_id")), (Some("fr"), None));
    assert_eq!(code(&edit(&mut clerk, "template_id", other.into()).await), "GU016");
    // Out of use, it is offered no more.
    for template in [german(""), german("Grenzregion")] {
        let gone = Template { retired: true, ..template };
        documents::set_template(&mut admin, Some(&centre), &gone).await.unwrap();
    }
    assert!(edit(&mut clerk, "type_id", cesure.into()).await.is_done());
    assert_eq!(form(&mut clerk, id).await.languages, ["fr", "en"]);
    let wrong = Template { kind: Some("NO TYPE".into()), ..german("") };
    assert!(documents::set_template(&mut admin, None, &wrong).await.is_err());
    assert!(documents::set_template(&mut clerk, Some(&centre), &german("x")).await.is_err());
}

#[tokio::test]
async fn the_element_of_the_programme_is_asked_for_unless_the_establishment_says_otherwise() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mut dba = database.dba().await;
    let enrolment = |single: bool| {
        format!(
            "select e.id from guichet.enrolment e where e.cesure_code is null
               and (select count(*) from guichet.element l where l.etape_id = e.etape_id) {} 1
               and exists (select from guichet.enrolments_of(e.student_id) n where n.id = e.id) order by e.id limit 1",
            if single { "=" } else { ">" }
        )
    };
    let make = async |conn: &mut PgConnection, enrolment: i32| {
        forms::create(conn, enrolment, None, Uuid::now_v7()).await.unwrap().unwrap()
    };
    // What the programme leaves no choice of is there already.
    let single = number(&mut clerk, &enrolment(true)).await;
    let id = make(&mut clerk, single).await;
    let made = form(&mut clerk, id).await;
    assert_eq!(made.text("elp_code"), Some(made.elements[0].code.as_str()));
    assert!(!made.missing.iter().any(|name| name == "elp_code"));
    let several = number(&mut clerk, &enrolment(false)).await;
    let id = make(&mut clerk, several).await;
    let made = form(&mut clerk, id).await;
    assert!(made.elements.len() > 1 && made.value("elp_code").is_null());
    assert!(made.missing.iter().any(|name| name == "elp_code"));
    let target = Target::file(id, made.version);
    let outside = Values::from([("outside_programme".to_owned(), true.into())]);
    assert!(forms::edit(&mut clerk, target, &outside, None, Uuid::now_v7()).await.unwrap().is_done());
    assert!(!form(&mut clerk, id).await.missing.iter().any(|name| name == "elp_code"));
    let mut admin = database.person(DemoRole::Administrator).await;
    centres::set_establishment(&mut admin, "elp_optional", Some("true")).await.unwrap();
    let id = make(&mut clerk, several).await;
    assert!(!form(&mut clerk, id).await.missing.iter().any(|name| name == "elp_code"));
    // Which codes of the SIS say a césure is the establishment's to say.
    dba.execute("update guichet.enrolment set cesure_code = 'C2'").await.unwrap();
    let regime = async |conn: &mut PgConnection| {
        let id = make(conn, several).await;
        form(conn, id).await.text("regime").map(str::to_owned)
    };
    assert_eq!(regime(&mut clerk).await.as_deref(), Some("cesure"), "every code does");
    centres::set_establishment(&mut admin, "cesure_codes", Some("c1; c3")).await.unwrap();
    assert_eq!(regime(&mut clerk).await.as_deref(), Some("initial"));
    for codes in [Some("C1;c2"), None] {
        centres::set_establishment(&mut admin, "cesure_codes", codes).await.unwrap();
        assert_eq!(regime(&mut clerk).await.as_deref(), Some("cesure"), "{codes:?}");
    }
}

#[tokio::test]
async fn a_student_hands_in_what_is_to_come_and_staff_what_has_begun() {
    let database = Database::university().await;
    let mut student = database.person(DemoRole::Student).await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let mut owner = database.owner().await;
    let me = number(&mut student, "select guichet.my_student()").await;
    let id = number(
        &mut owner,
        "select c.id from guichet.convention c where c.file_state = 'to_correct' and c.regime <> 'abroad'
           and (select missing from guichet.missing_fields(array[c.id])) <@ array['supervisor'] order by 1 limit 1",
    )
    .await;
    // Whatever else the student does in these weeks.
    owner.execute("update guichet.centre set overlap_allowed = true").await.unwrap();
    for (start, expected) in
        [("guichet.today()", "GU042"), ("guichet.today() + 900", "GU042"), ("guichet.today() + 1", "")]
    {
        let sql = format!(
            "update guichet.convention set student_id = {me}, start_date = {start}, end_date = {start} + 20,
               total_hours = 100, content_version = content_version + 1 where id = {id}"
        );
        owner.execute(AssertSqlSafe(sql)).await.unwrap();
        files::check(&mut student, &[id]).await.unwrap();
        let target = Target::file(id, form(&mut student, id).await.version);
        let outcome = acts::preview(&mut student, &Act::Submit, &[target]).await.unwrap().remove(0);
        assert_eq!(code(&outcome), expected, "{start}: {outcome:?}");
        files::check(&mut admin, &[id]).await.unwrap();
        let outcome = acts::preview(&mut admin, &Act::Submit, &[target]).await.unwrap().remove(0);
        assert_ne!(code(&outcome), "GU042", "{start}");
    }
}

#[tokio::test]
async fn steps_are_called_as_the_establishment_says_from_the_next_submission_on() {
    let database = Database::university().await;
    let mut admin = database.person(DemoRole::Administrator).await;
    centres::set_establishment(&mut admin, "pedagogical_label", Some("Visa du référent")).await.unwrap();
    let id = number(
        &mut database.dba().await,
        "select c.id from guichet.convention c where c.file_state = 'to_correct'
           and (select missing from guichet.missing_fields(array[c.id])) = '{}' and c.regime <> 'abroad'
           and exists (select from guichet.centre_step s where s.centre_id = c.centre_id and s.kind = 'pedagogical' and s.label is null)
           and not exists (select from guichet.finding f where f.convention_id = c.id and f.severity = 'blocking')
         order by 1 limit 1",
    )
    .await;
    files::check(&mut admin, &[id]).await.unwrap();
    let target = Target::file(id, form(&mut admin, id).await.version);
    let outcome = acts::act(&mut admin, &Act::Submit, &[target], Uuid::now_v7()).await.unwrap().remove(0);
    assert!(outcome.is_done(), "{outcome:?}");
    let steps = form(&mut admin, id).await.steps;
    assert_eq!(steps[0].label.as_deref(), Some("Visa du référent"));
}
