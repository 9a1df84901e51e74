//! Documents that files are asked for, the host's own convention, and the templates and elements that a file may take.

mod templates;

use guichet::domain::access::Asked;
use guichet::domain::act::{Act, Answer, Outcome, Target};
use guichet::domain::compliance::Rule;
use guichet::domain::form::{Document, DocumentState, FileForm, Value, Values};
use guichet::store::documents::Paper;
use guichet::store::seed::DemoRole;
use guichet::store::{acts, centres, documents, files, forms};
use sqlx::types::Uuid;
use sqlx::{AssertSqlSafe, Executor, PgConnection};

use crate::support::server::Database;

const LIABILITY: &str = "Attestation de responsabilité civile";

async fn number(conn: &mut PgConnection, sql: &str) -> i32 {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(conn).await.unwrap()
}

async fn form(conn: &mut PgConnection, id: i32) -> FileForm {
    forms::form(conn, id).await.unwrap().unwrap()
}

async fn document(conn: &mut PgConnection, id: i32, label: &str) -> Document {
    let form = form(conn, id).await;
    form.documents.into_iter().find(|document| document.label == label).expect("it is asked for")
}

fn said(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect()
}

async fn record(
    conn: &mut PgConnection,
    id: i32,
    label: &str,
    details: &[(&str, &str)],
    paper: Option<&Paper>,
) -> Outcome {
    let form = form(conn, id).await;
    let kind = form.documents.iter().find(|document| document.label == label).map_or(0, |one| one.kind);
    let target = Target::file(id, form.version);
    documents::record(conn, target, kind, &said(details), paper, Uuid::now_v7()).await.unwrap()
}

fn code(outcome: &Outcome) -> &str {
    outcome.refusal().map_or("", |refusal| refusal.code.as_str())
}

fn asked(label: &str, needed_for: Option<&str>) -> Asked {
    Asked {
        label: label.into(),
        applies: "all".into(),
        needed_for: needed_for.map(str::to_owned),
        expires: false,
        retired: false,
    }
}

/// A submitted file of the clerk's, whose next step is theirs.
const NEXT: &str =
    "select r.convention_id from guichet.convention_row r join guichet.convention c on c.id = r.convention_id
    where c.file_state in ('submitted', 'in_validation') and c.circuit[c.steps_done + 1] = 'administrative'
      and c.supervisor_id is not null and not exists (
        select from guichet.finding f where f.convention_id = c.id and f.severity = 'blocking')
      and c.centre_id = any(guichet.my_centres()) order by 1 limit 1";

#[tokio::test]
async fn a_document_is_received_refused_expired_and_expected_again() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let id = number(&mut clerk, NEXT).await;
    record(&mut clerk, id, LIABILITY, &[("state", "expected")], None).await;
    assert_eq!(document(&mut clerk, id, LIABILITY).await.state, DocumentState::Expected);
    // It has an end, a refusal has a reason, and there is no other state.
    for (details, expected) in [
        (vec![("state", "received")], "GU016"),
        (vec![("state", "refused")], "GU012"),
        (vec![("state", "lost"), ("valid_until", "2090-01-01")], "GU016"),
        (vec![("state", "received"), ("valid_until", "2090-02-31")], "GU016"),
    ] {
        assert_eq!(code(&record(&mut clerk, id, LIABILITY, &details, None).await), expected, "{details:?}");
    }
    assert_eq!(
        code(&record(&mut clerk, id, "no such document", &[("state", "received")], None).await),
        "GU039"
    );
    let paper = Paper { name: "attestation.pdf".into(), bytes: b"%PDF-1.7 a certificate".to_vec() };
    let details = [("state", "received"), ("valid_until", "2090-01-01"), ("reference", "classeur 3")];
    assert!(record(&mut clerk, id, LIABILITY, &details, Some(&paper)).await.is_done());
    let here = document(&mut clerk, id, LIABILITY).await;
    assert_eq!((here.state, here.file_name.as_deref()), (DocumentState::Received, Some("attestation.pdf")));
    assert_eq!(documents::file(&mut clerk, id, here.kind).await.unwrap(), Some(paper));
    // Refused, it keeps its file, so that one can see why.
    let refused = [("state", "refused"), ("reason", "Illisible")];
    assert!(record(&mut clerk, id, LIABILITY, &refused, None).await.is_done());
    let here = document(&mut clerk, id, LIABILITY).await;
    assert_eq!((here.state, here.reason.as_deref()), (DocumentState::Refused, Some("Illisible")));
    assert!(here.file_name.is_some());
    // One that ends before the internship does is a finding, with its label and its day.
    let end = form(&mut clerk, id).await.value("end_date").as_day().unwrap();
    let before = end.pred_opt().unwrap().to_string();
    let short = [("state", "received"), ("valid_until", before.as_str())];
    assert!(record(&mut clerk, id, LIABILITY, &short, None).await.is_done());
    assert_eq!(document(&mut clerk, id, LIABILITY).await.state, DocumentState::Expired);
    files::check(&mut clerk, &[id]).await.unwrap();
    let sheet = files::sheet(&mut clerk, id).await.unwrap().unwrap();
    let found = sheet.findings.iter().find(|found| found.rule == Rule::Documents.code()).expect("found");
    assert_eq!(found.figures.documents, [LIABILITY]);
    assert_eq!(
        (found.figures.day.map(|day| day.to_string()), found.figures.bound),
        (Some(before), Some(end))
    );
    let whole = end.to_string();
    record(&mut clerk, id, LIABILITY, &[("state", "received"), ("valid_until", whole.as_str())], None).await;
    files::check(&mut clerk, &[id]).await.unwrap();
    let sheet = files::sheet(&mut clerk, id).await.unwrap().unwrap();
    assert!(sheet.findings.iter().all(|found| found.rule != Rule::Documents.code()));
    // All of it stands in the history, with the reason.
    let history = files::history(&mut clerk, id).await.unwrap();
    let told: Vec<_> = history.iter().filter(|entry| entry.verb == "document").collect();
    assert!(told.iter().any(|entry| entry.reason.as_deref() == Some("Illisible")));
    let states: Vec<_> = told
        .iter()
        .flat_map(|entry| &entry.changes)
        .filter(|change| change.field == format!("document.{LIABILITY}"))
        .map(|change| change.to.as_deref())
        .collect();
    assert!(states.ends_with(&[Some("received"), Some("refused"), Some("received")]), "{states:?}");
}

#[tokio::test]
async fn the_same_request_records_once_and_a_stale_version_is_told() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let id = number(&mut clerk, NEXT).await;
    let before = form(&mut clerk, id).await;
    let kind = before.documents.iter().find(|one| one.label == LIABILITY).unwrap().kind;
    let target = Target::file(id, before.version);
    let details = said(&[("state", "refused"), ("reason", "x")]);
    let request = Uuid::now_v7();
    for _ in 0..2 {
        let outcome = documents::record(&mut clerk, target, kind, &details, None, request).await.unwrap();
        assert!(outcome.is_done());
    }
    assert_eq!(form(&mut clerk, id).await.version, before.version + 1);
    let late = documents::record(&mut clerk, target, kind, &details, None, Uuid::now_v7()).await.unwrap();
    assert!(matches!(late.answer, Answer::Stale(_)), "{late:?}");
}

#[tokio::test]
async fn a_step_and_a_submission_wait_for_the_documents_they_need() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let id = number(&mut clerk, NEXT).await;
    let centre = form(&mut clerk, id).await.centre;
    let named = "Fiche de sécurité";
    documents::ask(&mut admin, Some(&centre), named, &asked(named, Some("administrative"))).await.unwrap();
    files::check(&mut clerk, &[id]).await.unwrap();
    let target = Target::file(id, form(&mut clerk, id).await.version);
    let preview = acts::preview(&mut clerk, &Act::Validate, &[target]).await.unwrap().remove(0);
    let outcome = acts::act(&mut clerk, &Act::Validate, &[target], Uuid::now_v7()).await.unwrap().remove(0);
    assert_eq!((code(&preview), code(&outcome)), ("GU038", "GU038"));
    assert_eq!(outcome.refusal().unwrap().about.documents, [named]);
    assert!(record(&mut clerk, id, named, &[("state", "received")], None).await.is_done());
    files::check(&mut clerk, &[id]).await.unwrap();
    let target = Target::file(id, form(&mut clerk, id).await.version);
    let outcome = acts::act(&mut clerk, &Act::Validate, &[target], Uuid::now_v7()).await.unwrap().remove(0);
    assert!(outcome.is_done(), "{outcome:?}");
    // Asked for no more, it is not missed, and what was given stays.
    let retired = Asked { retired: true, ..asked("Fiche de sécurité signée", Some("administrative")) };
    documents::ask(&mut admin, Some(&centre), named, &retired).await.unwrap();
    assert_eq!(document(&mut clerk, id, &retired.label).await.state, DocumentState::Received);
    // A submission waits in the same way.
    documents::ask(&mut admin, None, "Photo", &asked("Photo", Some("submission"))).await.unwrap();
    let draft = "select c.id from guichet.convention c where c.file_state = 'to_correct'
        and (select missing from guichet.missing_fields(array[c.id])) <@ array['supervisor'] order by 1 limit 1";
    let draft = number(&mut database.dba().await, draft).await;
    files::check(&mut admin, &[draft]).await.unwrap();
    let target = Target::file(draft, form(&mut admin, draft).await.version);
    let outcome = acts::act(&mut admin, &Act::Submit, &[target], Uuid::now_v7()).await.unwrap().remove(0);
    assert_eq!(
        (code(&outcome), outcome.refusal().unwrap().about.documents.clone()),
        ("GU038", vec!["Photo".into()])
    );
}

#[tokio::test]
async fn students_bring_documents_and_do_not_judge_them() {
    let database = Database::university().await;
    let mut student = database.person(DemoRole::Student).await;
    let id = number(
        &mut student,
        "select id from guichet.convention where file_state not in ('draft', 'cancelled') and archived_at is null order by id limit 1",
    )
    .await;
    let details = [("state", "received"), ("valid_until", "2090-01-01")];
    let mut admin = database.person(DemoRole::Administrator).await;
    let paper = Paper { name: "rc.pdf".into(), bytes: b"%PDF".to_vec() };
    let refusal = [("state", "refused"), ("reason", "Illisible")];
    assert!(record(&mut admin, id, LIABILITY, &refusal, None).await.is_done());
    // A refusal is answered by a file, not by a word.
    assert_eq!(code(&record(&mut student, id, LIABILITY, &details, None).await), "GU045");
    assert!(record(&mut student, id, LIABILITY, &details, Some(&paper)).await.is_done());
    // Once the file has gone its way, what the centre relied on stays.
    let mut owner = database.owner().await;
    let closed = format!(
        "update guichet.convention set file_state = 'validated', circuit = '{{pedagogical}}', steps_done = 1 where id = {id}"
    );
    owner.execute(AssertSqlSafe(closed)).await.unwrap();
    assert_eq!(code(&record(&mut student, id, LIABILITY, &details, Some(&paper)).await), "GU015");
    assert!(record(&mut admin, id, LIABILITY, &refusal, None).await.is_done());
    assert!(record(&mut student, id, LIABILITY, &details, Some(&paper)).await.is_done());
    assert!(!form(&mut student, id).await.staffed);
    for details in [vec![("state", "expected")], vec![("state", "refused"), ("reason", "x")]] {
        assert_eq!(code(&record(&mut student, id, LIABILITY, &details, None).await), "GU002");
    }
    // Whoever only reads changes nothing, and does not find what they do not see.
    let mut auditor = database.person(DemoRole::Auditor).await;
    assert_eq!(code(&record(&mut auditor, id, LIABILITY, &details, None).await), "GU002");
    let other = number(
        &mut database.dba().await,
        &format!(
            "select min(id) from guichet.convention where id <> {id}
        and student_id <> (select student_id from guichet.convention where id = {id})"
        ),
    )
    .await;
    let target = Target::file(other, 1);
    let unseen =
        documents::record(&mut student, target, 1, &said(&details), None, Uuid::now_v7()).await.unwrap();
    assert_eq!(code(&unseen), "GU001");
    assert_eq!(documents::file(&mut student, other, 1).await.unwrap(), None);
}

#[tokio::test]
async fn what_is_asked_for_is_each_centres_and_the_establishments() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let all = centres::all(&mut manager).await.unwrap();
    let mine = all.iter().find(|centre| centre.mine).unwrap().code.clone();
    documents::ask(&mut manager, Some(&mine), "Charte", &asked("Charte", None)).await.unwrap();
    let all = centres::all(&mut manager).await.unwrap();
    let here = all.iter().find(|centre| centre.code == mine).unwrap();
    assert!(here.asked.iter().any(|asked| asked.label == "Charte"));
    // Others' centres and the establishment are not the manager's.
    let other: String = sqlx::query_scalar(
        "select c.code from guichet.centre c where c.level <> 'ESTABLISHMENT' and not exists (
           select from guichet.centre_staff s join guichet.person p on p.id = s.person_id
           where s.centre_id = c.id and p.login = 'helene.marchand') limit 1",
    )
    .fetch_one(&mut database.dba().await)
    .await
    .unwrap();
    for centre in [Some(other.as_str()), Some("NOWHERE"), None] {
        assert!(documents::ask(&mut manager, centre, "Charte", &asked("Charte", None)).await.is_err());
    }
    for wrong in [asked("", None), asked(&"x".repeat(121), None), asked("x", Some("whenever"))] {
        assert!(documents::ask(&mut admin, None, &wrong.label, &wrong).await.is_err(), "{wrong:?}");
    }
}

#[tokio::test]
async fn a_convention_of_the_hosts_own_is_checked_against_its_mentions() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let id = number(
        &mut clerk,
        "select id from guichet.convention where file_state = 'submitted' and regime = 'initial'
           and centre_id = any(guichet.my_centres()) order by id limit 1",
    )
    .await;
    async fn write(conn: &mut PgConnection, id: i32, changes: Values) -> Vec<(String, Option<String>)> {
        let target = Target::file(id, form(conn, id).await.version);
        let outcome = forms::edit(conn, target, &changes, None, Uuid::now_v7()).await.unwrap();
        assert!(outcome.is_done(), "{outcome:?}");
        files::check(conn, &[id]).await.unwrap();
        let sheet = files::sheet(conn, id).await.unwrap().unwrap();
        let found = sheet.findings.into_iter().filter(|found| found.rule == Rule::OwnConvention.code());
        found.map(|found| (found.severity.code().to_owned(), found.figures.case)).collect()
    }
    let is = |severity: &str, case: &str| vec![(severity.to_owned(), Some(case.to_owned()))];
    let mentions = |held: &[&str]| Value::List(held.iter().map(|mention| Value::from(*mention)).collect());
    let set = |field: &str, value: Value| Values::from([(field.to_owned(), value)]);
    assert_eq!(write(&mut clerk, id, set("own_convention", true.into())).await, is("blocking", "mentions"));
    // It comes signed, as a document of its own.
    let scan = document(&mut clerk, id, "Convention de l'organisme signée").await;
    assert_eq!(scan.state, DocumentState::Expected);
    let most = &guichet::domain::compliance::MENTIONS[1..];
    assert_eq!(write(&mut clerk, id, set("own_mentions", mentions(most))).await, is("blocking", "mentions"));
    let all = mentions(&guichet::domain::compliance::MENTIONS);
    assert_eq!(write(&mut clerk, id, set("own_mentions", all)).await, is("warning", "unseen"));
    for (opinion, found) in [
        ("unfavourable", is("blocking", "unfavourable")),
        ("reserved", is("warning", "reserved")),
        ("favourable", Vec::new()),
    ] {
        assert_eq!(write(&mut clerk, id, set("own_opinion", opinion.into())).await, found, "{opinion}");
    }
    // It is not for the student to say.
    let mut owner = database.owner().await;
    let me = number(&mut database.person(DemoRole::Student).await, "select guichet.my_student()").await;
    let theirs = format!(
        "update guichet.convention set student_id = {me}, steps_done = 0, file_state = 'submitted' where id = {id}"
    );
    owner.execute(AssertSqlSafe(theirs)).await.unwrap();
    let mut student = database.person(DemoRole::Student).await;
    let target = Target::file(id, form(&mut student, id).await.version);
    for (field, expected) in [("own_opinion", "GU016"), ("own_reference", "")] {
        let changes = set(field, "reserved".into());
        let outcome = forms::edit(&mut student, target, &changes, None, Uuid::now_v7()).await.unwrap();
        assert_eq!(code(&outcome), expected, "{field}");
    }
    let target = Target::file(id, form(&mut clerk, id).await.version);
    let wrong = set("own_mentions", mentions(&["weather"]));
    let outcome = forms::edit(&mut clerk, target, &wrong, None, Uuid::now_v7()).await.unwrap();
    assert_eq!(code(&outcome), "GU016");
}
