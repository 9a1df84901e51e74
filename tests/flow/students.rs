//! Students whom the sources tell, at the keyboard: found beside those who are here, brought in with the draft that they fill,
//! compared with what stands here; and typed by hand when nobody serves. The sources answer by their contracts, the directory is
//! a real one.

use std::net::TcpListener;
use std::num::NonZeroUsize;
use std::time::Duration;

use guichet::app::message::Message;
use guichet::app::model::Model;
use guichet::app::overlay::{Overlay, PickerBox, Picks};
use guichet::domain::form::Made;
use guichet::domain::student::dossier::{Dossier, Said};
use guichet::domain::student::intake::{Intake, IntakeEtape};
use guichet::domain::student::source::Source;
use guichet::domain::student::{Coded, StudentNumber};
use guichet::runtime::clock;
use guichet::runtime::register::Registers;
use guichet::runtime::students::StudentSources;
use guichet::runtime::worker::Elsewhere;
use guichet::sis::http::{Login, Patience};
use guichet::sis::ldap;
use guichet::sis::siscol::RecordsClient;
use guichet::sis::sources::{People, Records, Sources};
use guichet::store::seed::DemoRole;
use guichet::store::students;
use secrecy::SecretString;
use sqlx::types::Uuid;
use sqlx::{AssertSqlSafe, Executor as _};
use wiremock::matchers::{any, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::sis::ldap::directory;
use crate::support::desk::Desk;
use crate::support::server::Database;

/// The student of the samples.
const NUMBER: &str = "22104518";

const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(5),
    answer: Duration::from_secs(60),
    retries: 0,
    pause: Duration::from_millis(1),
};

fn records(base: &str) -> Records {
    let login = Login { name: "guichet".to_owned(), password: SecretString::from("word") };
    Records::Siscol(Box::new(RecordsClient::new(base, &login, Vec::new(), PATIENCE, clock::now).unwrap()))
}

fn sample(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/sis/samples/{name}.json", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// A gateway that tells the student of the samples, enrolled in 2026.
async fn knowing(contact: impl Fn(String) -> String) -> MockServer {
    let server = MockServer::start().await;
    let json = |body: String| ResponseTemplate::new(200).set_body_raw(body, "application/json");
    for (call, body) in [
        ("etudiantRef", contact(sample("siscol-apogee-etudiantRef"))),
        ("etapesByEtudiantAndAnnee", sample("siscol-apogee-etapesByEtudiantAndAnnee")),
    ] {
        let asked = path(format!("/{call}"));
        Mock::given(asked).and(query_param("codEtud", NUMBER)).respond_with(json(body)).mount(&server).await;
    }
    for (call, body) in
        [("infosAdmEtu", sample("siscol-infosAdmEtu")), ("anneesIa", r#"["2026"]"#.to_owned())]
    {
        Mock::given(path(format!("/{call}"))).respond_with(json(body)).mount(&server).await;
    }
    server
}

async fn failing() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(500)).mount(&server).await;
    server
}

/// Pégase, then Apogée, at these addresses, and the directory page by page.
fn sources(pegase: &str, apogee: &str) -> Sources {
    Sources::new(clock::now)
        .with_records(Source::SiscolPcscol, records(pegase), 8)
        .with_records(Source::SiscolApogee, records(apogee), 8)
        .with_people(
            Source::Ldap,
            People::Ldap(Box::new(directory(|settings| ldap::Settings {
                page: NonZeroUsize::MIN,
                ..settings
            }))),
            2,
        )
}

async fn opened(database: &Database, role: DemoRole, sources: Sources) -> Desk {
    let students = StudentSources::new(sources);
    let elsewhere = Elsewhere { registers: Registers::default(), students };
    let mut desk = Desk::asking(database, role, elsewhere);
    desk.up().await;
    desk
}

fn seeking(model: &Model) -> bool {
    match &model.overlay {
        Some(Overlay::Picker(PickerBox { picks: Picks::Choices(choosing), .. })) => {
            choosing.seeking.is_asking()
        }
        _ => false,
    }
}

async fn one(database: &Database, sql: &str) -> String {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut database.dba().await).await.unwrap()
}

/// Looks for the student of the samples by her number, takes her, and waits for all that is told of her enrolments.
async fn takes_her(desk: &mut Desk) {
    desk.keys(&format!("gn{NUMBER}")).await;
    desk.rest().await;
    desk.until(|model| !seeking(model)).await;
    desk.keys("<Enter>").await;
    desk.until(|model| !seeking(model)).await;
}

/// What a draft of the student of the samples holds.
const DRAFT: &str = "select concat_ws('|', s.surname, s.given_name, e.code, e.version, k.code, n.regime_code, t.address, t.postal_code, t.town,
      t.personal_mail, t.phone, c.teaching_hours, c.elp_code, c.ects)
    from guichet.convention c join guichet.student s on s.id = c.student_id join guichet.enrolment n on n.id = c.enrolment_id
    join guichet.etape e on e.id = c.etape_id join guichet.composante k on k.id = e.composante_id
    left join guichet.convention_student t on t.convention_id = c.id
    where s.number = '22104518'";

#[tokio::test]
async fn a_student_comes_in_and_fills_the_draft_while_one_source_hangs_one_fails_and_the_directory_is_paged()
{
    let database = Database::university().await;
    // It takes connections and never answers.
    let hanging = TcpListener::bind("127.0.0.1:0").unwrap();
    let hanging_at = format!("http://{}", hanging.local_addr().unwrap());
    let apogee = knowing(|told| told).await;
    let failing = failing().await;
    let sources =
        sources(&hanging_at, &failing.uri()).with_records(Source::Apogee, records(&apogee.uri()), 8);
    let mut desk = opened(&database, DemoRole::Clerk, sources).await;
    desk.keys("gndesfontaines").await;
    assert!(apogee.received_requests().await.unwrap().is_empty(), "not while one types");
    desk.rest().await;
    desk.until(|model| !seeking(model)).await;
    let screen = desk.screen();
    assert!(screen.contains("DESFONTAINES Maëlys") && screen.contains("22104518, LDAP"), "{screen}");
    // Her enrolments come from the source that answers; the one that hangs keeps nobody waiting.
    desk.keys("<Enter>").await;
    desk.until(|model| choices(model).iter().any(|label| label.contains("MINFO2"))).await;
    let screen = desk.screen();
    assert!(screen.contains("2026/2027 MINFO2 Master 2 Informatique - Génie logiciel (INI"), "{screen}");
    assert!(screen.contains("par sa composante, Apogée"), "{screen}");
    desk.keys("<Enter>").await;
    desk.until(|model| {
        model
            .writing
            .form()
            .is_some_and(|form| !form.value("elp_code").is_null() && !form.value("address").is_null())
    })
    .await;
    assert_eq!(
        one(&database, DRAFT).await,
        "DESFONTAINES|MAELYS|MINFO2|211|SCI|INITIALE|3 CHEMIN DU VIEUX LAVOIR|88000|EPINAL|maelys.d@courriel-perso.example|0600000013|420|SCI10STG|30.00"
    );
    let screen = desk.screen();
    assert!(
        screen.contains("3 CHEMIN DU VIEUX LAVOIR") && screen.contains("Apogée (esup-siscol)"),
        "{screen}"
    );
    let origin = "select coalesce(source, 'hand') from guichet.enrolment_origin";
    assert_eq!(one(&database, origin).await, "apogee");
    // What filled it can be taken back.
    desk.keys("u").await;
    drop(hanging);
}

fn choices(model: &Model) -> Vec<String> {
    match &model.overlay {
        Some(Overlay::Picker(PickerBox { picks: Picks::Choices(choosing), .. })) => {
            choosing.candidates.iter().map(|candidate| candidate.label.clone()).collect()
        }
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn who_comes_in_comes_in_whole_however_late_a_part_is() {
    let database = Database::university().await;
    let apogee = knowing(|told| told).await;
    for (call, name) in [("etudiantRef", "siscol-apogee-etudiantRef"), ("infosAdmEtu", "siscol-infosAdmEtu")]
    {
        let late = ResponseTemplate::new(200).set_body_raw(sample(name), "application/json");
        let late = late.set_delay(Duration::from_millis(700));
        Mock::given(path(format!("/{call}"))).respond_with(late).with_priority(1).mount(&apogee).await;
    }
    let sources = Sources::new(clock::now).with_records(Source::SiscolApogee, records(&apogee.uri()), 8);
    let mut desk = opened(&database, DemoRole::Clerk, sources).await;
    desk.keys(&format!("gn{NUMBER}")).await;
    desk.rest().await;
    desk.until(|model| !seeking(model)).await;
    // Her enrolment is told first; Enter takes nothing before her name and her civil status are.
    desk.keys("<Enter><Enter>").await;
    assert!(
        desk.model.overlay.is_some() && choices(&desk.model).iter().all(|label| !label.contains("MINFO2"))
    );
    desk.until(|model| choices(model).iter().any(|label| label.contains("MINFO2"))).await;
    desk.keys("<Enter>").await;
    desk.until(|model| model.writing.form().is_some_and(|form| !form.value("address").is_null())).await;
    let civil = "select count(*)::text from guichet.student_civil c join guichet.student s on s.id = c.student_id where s.number = '22104518'";
    assert_eq!(one(&database, civil).await, "1");
}

#[tokio::test]
async fn an_answer_in_part_is_asked_for_again_however_new_it_is() {
    let database = Database::university().await;
    let apogee = knowing(|told| told).await;
    let down = ResponseTemplate::new(500);
    Mock::given(path("/infosAdmEtu")).respond_with(down).with_priority(1).mount(&apogee).await;
    let sources = Sources::new(clock::now).with_records(Source::SiscolApogee, records(&apogee.uri()), 8);
    let mut desk = opened(&database, DemoRole::Clerk, sources).await;
    takes_her(&mut desk).await;
    assert!(desk.screen().contains("MINFO2"), "what is told in part shows: {}", desk.screen());
    let asked = async || {
        let all = apogee.received_requests().await.unwrap();
        all.iter().filter(|request| request.url.path() == "/infosAdmEtu").count()
    };
    let before = asked().await;
    desk.keys("<Esc>").await;
    takes_her(&mut desk).await;
    assert!(asked().await > before, "{before}");
}

#[tokio::test]
async fn what_the_sources_tell_otherwise_is_accepted_field_by_field() {
    let database = Database::university().await;
    let apogee = knowing(|told| told).await;
    let pegase = failing().await;
    let mut desk = opened(&database, DemoRole::Clerk, sources(&pegase.uri(), &apogee.uri())).await;
    desk.keys(&format!("gn{NUMBER}")).await;
    desk.rest().await;
    desk.until(|model| !seeking(model)).await;
    assert!(desk.screen().contains("Pégase (esup-siscol) : injoignable"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    desk.until(|model| !seeking(model)).await;
    desk.keys("<Enter>").await;
    desk.until(|model| {
        model.writing.form().is_some_and(|form| !form.value("address").is_null())
            && !model.writing.beside.is_asking()
    })
    .await;
    // She moves and takes another name; the file keeps what it says until somebody accepts it.
    let change = "update guichet.student set surname = 'Ancien', mail = null where number = '22104518'";
    database.dba().await.execute(change).await.unwrap();
    let change = "update guichet.convention_student set town = 'METZ' where convention_id = (select max(id) from guichet.convention)";
    database.dba().await.execute(change).await.unwrap();
    desk.tell(Message::Notice);
    desk.settle().await;
    assert!(desk.screen().contains("Apogée : EPINAL"), "{}", desk.screen());
    desk.keys("r").await;
    desk.until(|model| matches!(model.overlay, Some(Overlay::Fields(_)))).await;
    let screen = desk.screen();
    assert!(screen.contains("Ville : METZ -> EPINAL (Apogée)"), "{screen}");
    assert!(screen.contains("Nom : Ancien -> DESFONTAINES"), "{screen}");
    assert!(screen.contains("Pégase (esup-siscol) : "), "{screen}");
    // What is missing is ticked; the name is left, the town is ticked.
    desk.keys("<Down><Space><Enter>").await;
    desk.settle().await;
    let student = "select concat_ws('|', surname, mail) from guichet.student where number = '22104518'";
    assert_eq!(one(&database, student).await, "Ancien|maelys.desfontaines@etu.univ-valmoree.example");
    let town = "select town from guichet.convention_student where convention_id = (select max(id) from guichet.convention)";
    assert_eq!(one(&database, town).await, "EPINAL");
    let journal =
        "select concat_ws('|', source, before ->> 'mail', after ->> 'mail') from guichet.student_change";
    assert_eq!(one(&database, journal).await, "siscol-apogee|maelys.desfontaines@etu.univ-valmoree.example");
}

#[tokio::test]
async fn what_was_told_stays_with_its_age_when_nobody_answers_any_more() {
    let database = Database::university().await;
    let apogee = knowing(|told| told).await;
    let pegase = failing().await;
    let mut desk = opened(&database, DemoRole::Clerk, sources(&pegase.uri(), &apogee.uri())).await;
    takes_her(&mut desk).await;
    let number = StudentNumber::parse(NUMBER).unwrap();
    let mut clerk = database.person(DemoRole::Clerk).await;
    let kept = students::kept(&mut clerk, &number, None).await.unwrap().expect("the clerk's own");
    assert_eq!((kept.by.as_deref(), kept.dossier.year), (Some("nadia.lefevre"), 2026));
    // It is nobody else's: only who asks about all students keeps for all.
    let mut manager = database.person(DemoRole::Manager).await;
    assert_eq!(students::kept(&mut manager, &number, None).await.unwrap(), None);
    drop(desk);
    drop(apogee);
    let long_ago = "update guichet.own_dossier set at = now() - interval '3 hours'";
    database.dba().await.execute(long_ago).await.unwrap();
    let silent = failing().await;
    let mut desk = opened(&database, DemoRole::Clerk, sources(&silent.uri(), &silent.uri())).await;
    desk.keys("gndesfontaines").await;
    desk.rest().await;
    desk.until(|model| !seeking(model)).await;
    desk.keys("<Enter>").await;
    desk.until(|model| !seeking(model)).await;
    assert!(desk.screen().contains("MINFO2"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    desk.until(|model| model.writing.form().is_some() && !model.writing.beside.is_asking()).await;
    desk.until(|model| model.writing.form().is_some_and(|form| !form.value("address").is_null())).await;
    let screen = desk.screen();
    assert!(screen.contains("il y a 3 heures") && screen.contains("injoignable"), "{screen}");
}

#[tokio::test]
async fn a_student_is_typed_by_hand_when_nobody_serves_and_the_file_says_so_until_a_source_does() {
    let database = Database::university().await;
    let silent = failing().await;
    let etape = one(
        &database,
        "select e.code from guichet.etape e join guichet.composante k on k.id = e.composante_id where k.code = 'SCI'
         and not exists (select from guichet.criterion c where c.etape_id = e.id) order by e.code limit 1",
    )
    .await;
    let sources = Sources::new(clock::now).with_records(Source::SiscolApogee, records(&silent.uri()), 8);
    let mut desk = opened(&database, DemoRole::Clerk, sources).await;
    desk.keys("gn99000042").await;
    desk.rest().await;
    desk.until(|model| !seeking(model)).await;
    assert!(desk.screen().contains("Apogée (esup-siscol) : injoignable"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    let screen = desk.screen();
    assert!(screen.contains("Étudiant saisi à la main") && screen.contains("99000042"), "{screen}");
    // One clear sentence each, and nothing typed is lost.
    desk.keys("<Enter>").await;
    assert!(desk.screen().contains("Nom : à remplir"), "{}", desk.screen());
    desk.keys("<Down>Ravel<Down>Ondine<Down><Down>NULLEPART<Enter>").await;
    assert!(desk.screen().contains("Type de convention : à remplir"), "{}", desk.screen());
    desk.keys("<Down><Down><Down><Space><Up><Up><Up><Enter>").await;
    assert!(desk.screen().contains("L’étape NULLEPART n’est pas connue ici"), "{}", desk.screen());
    desk.keys(&format!("<C-u>{}<Enter>", etape.to_lowercase())).await;
    desk.until(|model| model.writing.form().is_some_and(|form| form.number == "99000042")).await;
    let screen = desk.screen();
    assert!(screen.contains("RAVEL Ondine") && screen.contains("saisie à la main"), "{screen}");
    // A batch hears of it: nothing is said any more.
    let told = format!(
        r#"{{"value": {{"enrolments": [{{"etape": {{"key": {{"code": "{etape}"}}}}}}]}}, "silent": []}}"#
    );
    let keep = format!(
        "insert into guichet.dossier (number, year, told) select '99000042', n.year, jsonb_build_object('enrolments', '{told}'::jsonb)
         from guichet.enrolment n join guichet.student s on s.id = n.student_id where s.number = '99000042'"
    );
    database.dba().await.execute(AssertSqlSafe(keep)).await.unwrap();
    desk.tell(Message::Notice);
    desk.settle().await;
    assert!(!desk.screen().contains("saisie à la main"), "{}", desk.screen());
}

/// An enrolment of the student of the samples, as Apogée would tell it.
fn intake(composante: &str, code: &str) -> Intake {
    Intake {
        number: NUMBER.into(),
        surname: "Desfontaines".into(),
        given_name: "Maëlys".into(),
        year: 2026,
        etape: IntakeEtape { code: code.into(), version: Some("1".into()), label: None },
        composante: Some(Coded { code: composante.into(), label: None }),
        regime: Some("INITIALE".into()),
        source: Some(Source::Apogee),
        ..Intake::default()
    }
}

/// What Apogée told of it, for whoever asked.
fn told(code: &str) -> Dossier {
    let enrolments = format!(
        r#"{{"year": 2026, "regimes": [], "elements": [], "enrolments": [{{"year": 2026, "etape": {{"key": {{"code": "{code}"}}}}, "is_cesure": false}}]}}"#
    );
    Dossier {
        number: StudentNumber::parse(NUMBER).unwrap(),
        year: 2026,
        identity: Said::nothing(),
        civil_status: Said::nothing(),
        years: Vec::new(),
        enrolments: Said {
            value: Some(serde_json::from_str(&enrolments).unwrap()),
            source: Some(Source::Apogee),
            silent: Vec::new(),
        },
    }
}

fn code(made: Made) -> String {
    made.unwrap_err().code
}

#[tokio::test]
async fn nobody_brings_in_what_is_of_another_centre_or_was_not_told_and_two_at_once_bring_in_one() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mut other = database.person(DemoRole::Clerk).await;
    let new = intake("SCI", "MNEW");
    assert_eq!(code(students::enrol(&mut clerk, &new).await.unwrap()), "GU001", "nobody told it");
    students::keep_own(&mut clerk, &told("MNEW")).await.unwrap();
    let same = new.clone();
    let (a, b) = tokio::join!(students::enrol(&mut clerk, &new), students::enrol(&mut other, &same));
    assert_eq!(a.unwrap().unwrap(), b.unwrap().unwrap());
    let count = "select concat_ws('|', (select count(*) from guichet.student where number = '22104518'),
      (select count(*) from guichet.etape where code = 'MNEW'), (select count(*) from guichet.enrolment_origin))";
    assert_eq!(one(&database, count).await, "1|1|1");
    students::keep_own(&mut clerk, &told("MDEG")).await.unwrap();
    assert_eq!(code(students::enrol(&mut clerk, &intake("DEG", "MDEG")).await.unwrap()), "GU001");
    let mut teacher = database.person(DemoRole::Teacher).await;
    assert_eq!(code(students::enrol(&mut teacher, &new).await.unwrap()), "GU002");
    let nameless = Intake { surname: "  ".into(), ..new.clone() };
    assert_eq!(code(students::enrol(&mut clerk, &nameless).await.unwrap()), "GU057");
    // One wrong digit is another student; the same one with other accents is not.
    let by_hand = |surname: &str| Intake { surname: surname.into(), source: None, ..new.clone() };
    assert_eq!(code(students::enrol(&mut clerk, &by_hand("Ravel")).await.unwrap()), "GU059");
    assert!(students::enrol(&mut clerk, &by_hand("DESFONTAINES")).await.unwrap().is_ok());
    assert_eq!(one(&database, "select count(*)::text from guichet.etape where code = 'MDEG'").await, "0");
    // Without its draft nothing comes in: there is no such file to be like.
    let lone = Intake { number: "99000043".into(), source: None, ..new };
    let made = students::create(&mut clerk, &lone, Some(999_999), Uuid::now_v7()).await.unwrap();
    assert_eq!(code(made), "GU001");
    assert_eq!(
        one(&database, "select count(*)::text from guichet.student where number = '99000043'").await,
        "0"
    );
}
