//! Which elements of a programme are internships: those that a student follows, and those of an étape.

use std::collections::BTreeMap;
use std::time::Duration;

use guichet::domain::student::enrolment::EtapeKey;
use guichet::sis::fault::Fault;
use guichet::sis::pegase::{AT_ONCE, PegaseClient};
use guichet::sis::port::{Known, StudentRecords};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::super::faults::field;
use super::super::{QUICK, answer, some};
use super::{
    COURSES, DOSSIER, OBJECTS, PERIODS, PLAN, STRUCTURE, answers, changed, client, clock, key, number, page,
    pegase, sample, settings, times, values,
};

const STAGE: &str = "c0ffee00-0000-4000-8000-000000000010";
const NOW: &str = "6f0c1f0e-0000-4000-8000-000000002026";

/// A server that knows the student and her courses, of which it tells one in full.
async fn with_courses(courses: ResponseTemplate) -> MockServer {
    let server = pegase().await;
    answers(&server, DOSSIER, &[], answer(200, "pegase-ins-inscriptions")).await;
    answers(&server, STRUCTURE, &[], answer(200, "pegase-ref-structure-UFR-SCI")).await;
    answers(&server, COURSES, &[("codeApprenant", "000001842")], courses).await;
    let periods = [("type", "PERIODE"), ("page", "0"), ("taille", "50")];
    answers(&server, PERIODS, &periods, answer(200, "pegase-odf-espaces")).await;
    let stage = [("r", "MINFO2-STAGE"), ("espace", NOW), ("page", "0"), ("taille", "50")];
    answers(&server, OBJECTS, &stage, answer(200, "pegase-odf-objets-maquette")).await;
    answers(&server, &format!("{OBJECTS}/{STAGE}"), &[], answer(200, "pegase-odf-objet-maquette-stage"))
        .await;
    // What is looked for may stand in other codes.
    let others = page(&json!([{"id": STAGE, "code": "MINFO2-STAGE-BIS"}]));
    Mock::given(method("GET")).and(path(OBJECTS)).respond_with(others).with_priority(9).mount(&server).await;
    server
}

#[tokio::test]
async fn a_year_holds_the_internships_that_are_followed() {
    let server = with_courses(answer(200, "pegase-chc-cursus")).await;
    let told = client(&server).enrolments(&number("000001842"), 2026).await;
    assert_eq!(told, Ok(Known::This(values::year())));
    let year = values::year();
    let theirs: Vec<_> = year.elements_of(&year.enrolments[0]).cloned().collect();
    assert_eq!(theirs, year.elements);
    // Five courses are followed; the one of which no choice was made is not asked for.
    let asked = server.received_requests().await.unwrap();
    let looked: Vec<String> = asked
        .iter()
        .filter(|request| request.url.path() == OBJECTS)
        .map(|request| request.url.query_pairs().next().unwrap().1.into_owned())
        .collect();
    assert_eq!(looked.len(), 5);
    assert!(!looked.contains(&"MINFO2-STOPT".to_owned()), "{looked:?}");
    assert_eq!(times(&server, super::TICKETS).await, 1);
}

#[tokio::test]
async fn a_choice_that_is_not_known_leaves_the_student_in_it() {
    let choice = "/0/racinePedagogique/enfants/1/enfants/0/typeChoixPedagogique";
    for (told, count) in [
        (json!("AFFECTATION_PROVISOIRE"), 1),
        (Value::Null, 1),
        (json!("DISPENSE_CHOISIE"), 0),
        (json!("RENONCIATION_CHOISIE"), 0),
        (json!("CAPITALISE_CHOISI"), 0),
        (json!("ACQUIS"), 0),
        (json!("PAS_DE_CHC"), 0),
    ] {
        let body = changed("pegase-chc-cursus", &[(choice, told.clone())]);
        let server = with_courses(ResponseTemplate::new(200).set_body_bytes(body)).await;
        let year = client(&server).enrolments(&number("000001842"), 2026).await.unwrap().this().unwrap();
        assert_eq!(year.elements.len(), count, "{told}");
    }
}

#[tokio::test]
async fn courses_of_another_period_or_formation_are_not_of_this_enrolment() {
    let renamed = ("/0/racinePedagogique/codeObjetMaquette", json!("MINFO2"));
    for (changes, count) in [
        (vec![("/0/periode/code", json!("PER-2025"))], 0),
        (vec![("/0/periode", Value::Null)], 1),
        // A tree that does not hold the étape is told by its formation.
        (vec![renamed.clone()], 1),
        (vec![renamed, ("/0/formation/code", json!("LDROIT"))], 0),
    ] {
        let body = changed("pegase-chc-cursus", &changes);
        let server = with_courses(ResponseTemplate::new(200).set_body_bytes(body)).await;
        let year = client(&server).enrolments(&number("000001842"), 2026).await.unwrap().this().unwrap();
        assert_eq!(year.elements.len(), count, "{changes:?}");
    }
}

#[test]
fn only_the_mark_of_the_object_makes_an_internship() {
    let mark = "/descripteursObjetMaquette/stage";
    let nature = "/descripteursObjetMaquette/nature/code";
    for (changes, is_one) in [
        (vec![(mark, json!(false))], false),
        (vec![(mark, Value::Null)], true),
        (vec![(mark, Value::Null), (nature, json!("COURS"))], false),
        (vec![(mark, json!(true)), (nature, json!("COURS"))], true),
    ] {
        let body = changed("pegase-odf-objet-maquette-stage", &changes);
        let object = guichet::sis::pegase::read_object(&body).unwrap();
        assert_eq!(object.is_internship, is_one, "{changes:?}");
    }
}

#[tokio::test]
async fn a_student_without_courses_has_none() {
    for courses in [
        ResponseTemplate::new(200).set_body_string("[]"),
        answer(404, "pegase-erreur-404"),
        answer(500, "pegase-erreur-500-apprenant-non-trouve"),
    ] {
        let server = with_courses(courses).await;
        let year = client(&server).enrolments(&number("000001842"), 2026).await.unwrap().this().unwrap();
        assert!(year.elements.is_empty() && year.enrolments.len() == 2);
        assert_eq!(times(&server, PERIODS).await, 0);
    }
}

#[tokio::test]
async fn courses_without_end_are_refused() {
    let many: Vec<Value> = (0..600).map(|place| json!({"codeObjetMaquette": format!("C{place}")})).collect();
    let body = changed("pegase-chc-cursus", &[("/0/racinePedagogique/enfants", json!(many))]);
    let server = with_courses(ResponseTemplate::new(200).set_body_bytes(body)).await;
    let fault = client(&server).enrolments(&number("000001842"), 2026).await.unwrap_err();
    assert_eq!((field(&fault), fault.call().name), ("racinePedagogique", "chc/cursus"));
    assert_eq!(times(&server, OBJECTS).await, 0);
}

#[tokio::test]
async fn no_more_leave_at_once_than_pegase_bears() {
    let many: Vec<Value> = (0..60).map(|place| json!({"codeObjetMaquette": format!("C{place}")})).collect();
    let body = changed("pegase-chc-cursus", &[("/0/racinePedagogique/enfants", json!(many))]);
    let server = with_courses(ResponseTemplate::new(200).set_body_bytes(body)).await;
    let slow = page(&json!([])).set_delay(Duration::from_secs(600));
    Mock::given(path(OBJECTS)).respond_with(slow).with_priority(1).mount(&server).await;
    let (client, student) = (client(&server), number("000001842"));
    let told = tokio::time::timeout(Duration::from_millis(600), client.enrolments(&student, 2026)).await;
    assert!(told.is_err());
    assert!((2..=AT_ONCE).contains(&times(&server, OBJECTS).await));
}

/// A server that knows an étape which holds an internship.
async fn with_plan(plan: ResponseTemplate) -> MockServer {
    let server = with_courses(answer(200, "pegase-chc-cursus")).await;
    let etape = "c0ffee00-0000-4000-8000-000000000002";
    let named = [("r", "MINFO2-GL"), ("page", "0"), ("taille", "50")];
    answers(&server, OBJECTS, &named, page(&json!([{"id": etape, "code": "MINFO2-GL"}]))).await;
    let object = changed(
        "pegase-odf-objet-maquette-stage",
        &[("/code", json!("MINFO2-GL")), ("/descripteursObjetMaquette/stage", json!(false))],
    );
    answers(&server, &format!("{OBJECTS}/{etape}"), &[], ResponseTemplate::new(200).set_body_bytes(object))
        .await;
    answers(&server, PLAN, &[], plan).await;
    server
}

fn plan_with_stage() -> ResponseTemplate {
    let mut plan: Value = serde_json::from_slice(&sample("pegase-odf-maquette")).unwrap();
    let stage =
        json!([{"objetMaquette": {"id": STAGE, "code": "MINFO2-STAGE"}}, null, {"objetMaquette": null}]);
    plan["racine"]["enfants"][0]["objetMaquette"]["enfants"] = stage;
    ResponseTemplate::new(200).set_body_json(plan)
}

#[tokio::test]
async fn an_etape_holds_the_internships_of_its_plan() {
    let server = with_plan(plan_with_stage()).await;
    let told = client(&server).elements(&key("MINFO2-GL")).await;
    assert_eq!(told, Ok(Known::This(vec![values::element()])));
    let server = with_plan(answer(200, "pegase-odf-maquette")).await;
    assert_eq!(client(&server).elements(&key("MINFO2-GL")).await, Ok(Known::Nothing));
    assert_eq!(client(&server).elements(&key("LDROIT1")).await, Ok(Known::Nothing));
}

#[tokio::test]
async fn etapes_may_still_be_known_as_apogee_wrote_them() {
    let server = with_plan(plan_with_stage()).await;
    let old = EtapeKey { code: "MINFO2".to_owned(), version: some("211") };
    let mut settings = settings(&server.uri());
    settings.etapes = BTreeMap::from([("MINFO2-GL".to_owned(), old.clone())]);
    settings.etape_version = some("ETAB00");
    settings.regimes = BTreeMap::from([("RIN001".to_owned(), "INITIALE".to_owned())]);
    let client = PegaseClient::new(settings, QUICK, clock).unwrap();
    let year = client.enrolments(&number("000001842"), 2026).await.unwrap().this().unwrap();
    assert_eq!(year.enrolments[0].etape.key, old);
    assert_eq!(year.enrolments[1].etape.key, EtapeKey { version: some("ETAB00"), ..key("DUENT1") });
    assert_eq!(year.elements[0].etape, Some(old.clone()));
    assert_eq!(year.regimes[0].short, some("INITIALE"));
    let elements = client.elements(&old).await.unwrap().this().unwrap();
    assert_eq!((elements[0].code.as_str(), &elements[0].etape), ("MINFO2-STAGE", &Some(old)));
}

#[tokio::test]
async fn no_module_that_is_down_goes_unsaid() {
    for (to, name) in [
        (COURSES, "chc/cursus"),
        (PERIODS, "odf/espaces"),
        (OBJECTS, "odf/objets-maquette"),
        (&*format!("{OBJECTS}/{STAGE}"), "odf/objet-maquette"),
        (STRUCTURE, "ref/structure"),
        (DOSSIER, "ins/inscription"),
    ] {
        let server = with_courses(answer(200, "pegase-chc-cursus")).await;
        let down = ResponseTemplate::new(503);
        Mock::given(path(to)).respond_with(down).with_priority(1).mount(&server).await;
        let fault = client(&server).enrolments(&number("000001842"), 2026).await.unwrap_err();
        assert!(matches!(fault, Fault::Unavailable { .. }), "{fault:?}");
        assert_eq!(fault.to_string(), format!("Pégase ({name}): it answers 503"));
    }
}
