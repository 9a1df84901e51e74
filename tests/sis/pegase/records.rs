//! What the modules answer about students, sample by sample, and what they are asked.

use chrono::TimeDelta;
use guichet::domain::student::enrolment::{Diploma, Programme};
use guichet::domain::student::search::StudentSearch;
use guichet::sis::fault::{Fault, Service};
use guichet::sis::pegase::PegaseClient;
use guichet::sis::port::{Known, StudentRecords};
use serde_json::{Value, json};
use wiremock::matchers::{any, header};
use wiremock::{MockServer, ResponseTemplate};

use super::super::{QUICK, answer, some};
use super::{
    COURSES, DOSSIER, FLOW, OBJECTS, PEOPLE, PERIODS, PERSON, PLAN, STRUCTURE, STRUCTURES, answers, asked,
    changed, client, clock, let_go, number, page, pegase, settings, times, values,
};

const PAGES: [(&str, &str); 2] = [("page", "0"), ("taille", "500")];
const SMALL: [(&str, &str); 2] = [("page", "0"), ("taille", "50")];

/// A server that tells the periods.
async fn with_periods() -> MockServer {
    let server = pegase().await;
    let parameters = [&[("type", "PERIODE")][..], &SMALL].concat();
    answers(&server, PERIODS, &parameters, answer(200, "pegase-odf-espaces")).await;
    server
}

#[tokio::test]
async fn a_student_is_asked_for_with_their_mail_address() {
    let server = pegase().await;
    answers(&server, DOSSIER, &[], answer(200, "pegase-ins-inscriptions")).await;
    let by_number = [&[("codeApprenant", "000001842"), ("exact", "true")][..], &PAGES].concat();
    answers(&server, PEOPLE, &by_number, answer(200, "pegase-idt-recherche-apprenants")).await;
    answers(&server, PERSON, &[], answer(200, "pegase-idt-identite")).await;
    let (client, student) = (client(&server), number("000001842"));
    assert_eq!(client.service(), Service::Pegase);
    assert_eq!(client.identity(&student, 2026).await, Ok(Known::This(values::identity())));
    assert_eq!(client.civil_status(&student).await, Ok(Known::This(values::civil_status())));
    assert_eq!(times(&server, super::TICKETS).await, 1);
    for request in server.received_requests().await.unwrap() {
        let told = |name: &str| request.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        if request.url.path() == super::TICKETS {
            assert_eq!(std::str::from_utf8(&request.body).unwrap(), super::FORM);
            assert_eq!(
                (told("content-type"), request.url.query()),
                (some("application/x-www-form-urlencoded"), None)
            );
        } else {
            assert_eq!(told("accept"), some("application/json, json/application"));
            assert!(told("authorization").unwrap().starts_with("Bearer eyJ"));
        }
    }
}

#[tokio::test]
async fn without_the_module_of_identities_no_mail_address_is_known_and_nobody_is_found_by_name() {
    let server = pegase().await;
    let to = DOSSIER.replace("1842", "2077");
    answers(&server, &to, &[], answer(200, "pegase-ins-inscriptions-etranger-mobilite")).await;
    let mut settings = settings(&server.uri());
    settings.bases.idt = None;
    let client = PegaseClient::new(settings, QUICK, clock).unwrap();
    let told = client.identity(&number("000002077"), 2026).await;
    assert_eq!(told, Ok(Known::This(values::from_abroad())));
    let search = StudentSearch { surname: some("desfon"), ..StudentSearch::default() };
    assert!(matches!(client.find(&search).await, Err(Fault::Refused { status: None, .. })));
}

#[tokio::test]
async fn a_student_whom_the_module_of_identities_does_not_know_has_no_mail_address() {
    let server = pegase().await;
    let to = DOSSIER.replace("1842", "2077");
    answers(&server, &to, &[], answer(200, "pegase-ins-inscriptions-etranger-mobilite")).await;
    // It finds somebody else.
    let by_number = [&[("codeApprenant", "000002077"), ("exact", "true")][..], &PAGES].concat();
    answers(&server, PEOPLE, &by_number, answer(200, "pegase-idt-recherche-apprenants")).await;
    let told = client(&server).identity(&number("000002077"), 2026).await;
    assert_eq!(told, Ok(Known::This(values::from_abroad())));
}

#[tokio::test]
async fn a_town_that_is_told_by_its_code_is_looked_up() {
    let server = pegase().await;
    let body = changed("pegase-ins-inscriptions", &[("/apprenant/contacts/0/libelleCommune", Value::Null)]);
    answers(&server, DOSSIER, &[], ResponseTemplate::new(200).set_body_bytes(body)).await;
    let by_number = [&[("codeApprenant", "000001842"), ("exact", "true")][..], &PAGES].concat();
    answers(&server, PEOPLE, &by_number, page(&json!([]))).await;
    let towns = "/api/v1/ref/nomenclatures/communes/codePostal/88000";
    answers(&server, towns, &[], answer(200, "pegase-ref-communes-88000")).await;
    let told = client(&server).identity(&number("000001842"), 2026).await.unwrap().this().unwrap();
    assert_eq!((told.contact.town, told.mail), (some("EPINAL"), None));
}

#[tokio::test]
async fn years_are_those_of_enrolments_that_count() {
    let server = pegase().await;
    answers(&server, DOSSIER, &[], answer(200, "pegase-ins-inscriptions")).await;
    let years = client(&server).years(&number("000001842")).await;
    assert_eq!(years, Ok(Known::This(vec![2025, 2026])));
}

#[tokio::test]
async fn students_of_an_etape_are_found_in_all_periods_of_the_year() {
    let server = pegase().await;
    let period = |id: &str, code: &str, year: i32| json!({"id": id, "code": code, "typeEspace": "PERIODE", "anneeUniversitaire": year});
    let periods = json!([
        period("a", "PER-2026", 2026),
        period("b", "PER-2026-2", 2026),
        period("c", "PER-2025", 2025)
    ]);
    answers(&server, PERIODS, &[&[("type", "PERIODE")][..], &SMALL].concat(), page(&periods)).await;
    let to = |period: &str| format!("/api/ext/chc/v1/objet-formation/ETAB00/{period}/MINFO2-GL/cursus");
    let students = answer(200, "pegase-chc-extraction-objet-formation");
    answers(&server, &to("PER-2026"), &[], students.clone()).await;
    answers(&server, &to("PER-2026-2"), &[], students).await;
    let client = client(&server);
    let search =
        StudentSearch { year: Some(2026), etape: Some(super::key("MINFO2-GL")), ..StudentSearch::default() };
    let all = vec![values::found(), values::found_from_abroad()];
    assert_eq!(client.find(&search).await, Ok(Known::This(all.clone())));
    let of = |code: &str| Some(Diploma { code: code.to_owned(), version: None, label: None });
    for (narrower, expected) in [
        (StudentSearch { diploma: of("MINFO"), ..search.clone() }, Known::This(all)),
        (StudentSearch { diploma: of("DUENT"), ..search.clone() }, Known::Nothing),
        (
            StudentSearch { surname: some("wierz"), ..search.clone() },
            Known::This(vec![values::found_from_abroad()]),
        ),
        (StudentSearch { given_name: some("maelys"), ..search.clone() }, Known::This(vec![values::found()])),
        (
            StudentSearch { number: Some(number("000001842")), ..search.clone() },
            Known::This(vec![values::found()]),
        ),
    ] {
        assert_eq!(client.find(&narrower).await, Ok(expected), "{narrower:?}");
    }
    assert_eq!(times(&server, &to("PER-2025")).await, 0);
}

#[tokio::test]
async fn students_of_a_diploma_are_found_page_by_page() {
    let server = with_periods().await;
    let parameters =
        |page| [("codePeriode", "PER-2026"), ("photo", "false"), ("page", page), ("taille", "500")];
    let first = changed("pegase-ins-flux-inscriptions-pagine", &[("/totalPages", json!(2))]);
    answers(&server, FLOW, &parameters("0"), ResponseTemplate::new(200).set_body_bytes(first)).await;
    let second = changed(
        "pegase-ins-flux-inscriptions-pagine",
        &[("/totalPages", json!(2)), ("/resultats/0/codeApprenant", json!("000002077"))],
    );
    answers(&server, FLOW, &parameters("1"), ResponseTemplate::new(200).set_body_bytes(second)).await;
    let client = client(&server);
    let of = |code: &str| StudentSearch {
        year: Some(2026),
        diploma: Some(Diploma { code: code.to_owned(), version: None, label: None }),
        ..StudentSearch::default()
    };
    let other =
        guichet::domain::student::search::FoundStudent { number: number("000002077"), ..values::found() };
    assert_eq!(client.find(&of("MINFO")).await, Ok(Known::This(vec![values::found(), other])));
    assert_eq!(client.find(&of("DUENT")).await, Ok(Known::Nothing));
}

#[tokio::test]
async fn a_student_of_a_year_is_found_by_their_number() {
    let server = with_periods().await;
    let parameters = [
        ("codePeriode", "PER-2026"),
        ("photo", "false"),
        ("codeApprenant", "000001842"),
        ("page", "0"),
        ("taille", "500"),
    ];
    answers(&server, FLOW, &parameters, answer(200, "pegase-ins-flux-inscriptions-pagine")).await;
    let search =
        StudentSearch { year: Some(2026), number: Some(number("000001842")), ..StudentSearch::default() };
    assert_eq!(client(&server).find(&search).await, Ok(Known::This(vec![values::found()])));
}

#[tokio::test]
async fn students_are_found_by_name_and_those_without_a_number_are_none() {
    let server = pegase().await;
    let by_name = [&[("nom", "d'Été & co"), ("prenom", "Zoé")][..], &PAGES].concat();
    let mut people: Value =
        serde_json::from_slice(&super::sample("pegase-idt-recherche-apprenants")).unwrap();
    let items = people["items"].as_array_mut().unwrap();
    items.insert(0, json!({"id": "x", "nomNaissance": "DESFONTAINES", "codeApprenant": null}));
    answers(&server, PEOPLE, &by_name, ResponseTemplate::new(200).set_body_json(people)).await;
    let search =
        StudentSearch { surname: some("d'Été & co"), given_name: some("Zoé"), ..StudentSearch::default() };
    assert_eq!(client(&server).find(&search).await, Ok(Known::This(vec![values::found()])));
}

#[tokio::test]
async fn a_search_that_no_module_can_answer_never_leaves() {
    let server = MockServer::start().await;
    wiremock::Mock::given(any()).respond_with(ResponseTemplate::new(500)).expect(0).mount(&server).await;
    for search in [
        StudentSearch::default(),
        StudentSearch { year: Some(2026), ..StudentSearch::default() },
        StudentSearch { etape: Some(super::key("MINFO2-GL")), ..StudentSearch::default() },
        StudentSearch { surname: some("x"), composante: some("UFR-SCI"), ..StudentSearch::default() },
        StudentSearch { surname: some("x"), diploma: Some(values::diploma()), ..StudentSearch::default() },
    ] {
        let fault = client(&server).find(&search).await.unwrap_err();
        assert!(matches!(fault, Fault::Refused { status: None, .. }), "{fault:?}");
    }
}

#[tokio::test]
async fn the_lists_are_those_of_the_institution() {
    let server = with_periods().await;
    answers(&server, STRUCTURES, &[], answer(200, "pegase-ref-structures")).await;
    let regimes = "/api/v1/ref/nomenclatures/RegimeInscription";
    answers(&server, regimes, &[], answer(200, "pegase-ref-RegimeInscription")).await;
    let client = client(&server);
    assert_eq!(client.composantes().await, Ok(Known::This(vec![values::composante()])));
    assert_eq!(client.regimes().await, Ok(Known::This(values::regimes())));
    let now = ("espace", "6f0c1f0e-0000-4000-8000-000000002026");
    let etapes = [&[now, ("piaSeulement", "true"), ("piaActif", "true")][..], &SMALL].concat();
    let items =
        json!([{"id": "c0ffee00-0000-4000-8000-000000000002", "code": "MINFO2-GL", "libelle": "M2 Info GL"}]);
    answers(&server, OBJECTS, &etapes, page(&items)).await;
    assert_eq!(client.etapes().await, Ok(Known::This(vec![values::etape()])));
}

#[tokio::test]
async fn diplomas_of_a_composante_come_with_their_etapes() {
    let server = with_periods().await;
    let now = ("espace", "6f0c1f0e-0000-4000-8000-000000002026");
    let formations = [&[now, ("typeObjetMaquette", "FORMATION")][..], &SMALL].concat();
    let formation = |place: u8, code: &str| json!({"id": format!("c0ffee00-0000-4000-8000-00000000000{place}"), "code": code, "libelle": "Master Informatique", "typeObjetMaquette": "FORMATION"});
    answers(&server, OBJECTS, &formations, page(&json!([formation(1, "MINFO"), formation(9, "LDROIT")])))
        .await;
    for (place, composante) in [(1, "UFR-SCI"), (9, "UFR-DROIT")] {
        let place_of = "/descripteursObjetMaquette/structurePrincipale";
        let body = changed("pegase-odf-objet-maquette-stage", &[(place_of, json!(composante))]);
        let to = format!("{OBJECTS}/c0ffee00-0000-4000-8000-00000000000{place}");
        answers(&server, &to, &[], ResponseTemplate::new(200).set_body_bytes(body)).await;
    }
    answers(&server, PLAN, &[], answer(200, "pegase-odf-maquette")).await;
    let programme =
        Programme { diploma: values::diploma(), period: some("PER-2026"), etapes: vec![values::etape()] };
    let client = client(&server);
    let told = Ok(Known::This(vec![programme]));
    assert_eq!(client.programmes("UFR-SCI", 2026).await, told);
    assert_eq!(client.programmes("IUT", 2026).await, Ok(Known::Nothing));

    // What is known of the year's diplomas serves all composantes for half a day.
    let others = format!("{OBJECTS}/c0ffee00-0000-4000-8000-000000000009");
    let all = [PERIODS, OBJECTS, &others, PLAN];
    assert_eq!(client.programmes("UFR-SCI", 2026).await, told);
    for to in all {
        assert_eq!(times(&server, to).await, 1, "{to}");
    }
    let_go(TimeDelta::hours(12));
    assert_eq!(client.programmes("UFR-SCI", 2026).await, told);
    for to in all {
        assert_eq!(times(&server, to).await, 2, "{to}");
    }
}

#[tokio::test]
async fn a_pass_goes_with_every_question() {
    let server = MockServer::start().await;
    let pass = super::token(clock() + TimeDelta::hours(8));
    super::gives(&server, TimeDelta::hours(8)).await;
    asked(STRUCTURE, &[])
        .and(header("Authorization", format!("Bearer {pass}")))
        .respond_with(answer(200, "pegase-ref-structure-UFR-SCI"))
        .expect(1)
        .mount(&server)
        .await;
    answers(&server, DOSSIER, &[], answer(200, "pegase-ins-inscriptions")).await;
    answers(
        &server,
        COURSES,
        &[("codeApprenant", "000001842")],
        ResponseTemplate::new(200).set_body_string("[]"),
    )
    .await;
    let told = client(&server).enrolments(&number("000001842"), 2025).await;
    assert_eq!(told, Ok(Known::This(values::year_before())));
}
