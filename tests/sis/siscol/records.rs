//! What the modules of students answer, sample by sample, and what they are asked.

use guichet::domain::student::enrolment::{Diploma, EnrolmentStatus, EtapeKey, Mobility};
use guichet::domain::student::identity::{Country, Sex};
use guichet::domain::student::search::StudentSearch;
use guichet::sis::fault::{Fault, Service};
use guichet::sis::port::{Known, StudentRecords};
use guichet::sis::siscol::{
    read_civil_status, read_elements, read_enrolments, read_etapes, read_identity, read_years,
};
use serde_json::{Value, json};
use wiremock::matchers::{any, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::super::faults::field;
use super::super::{QUICK, answer, sample, some};
use super::{PROOF, key, number, records, values};

/// A gateway that answers this call, with these parameters and no others, with this sample.
async fn gateway(name: &str, call: &str, parameters: &[(&str, &str)]) -> MockServer {
    let server = MockServer::start().await;
    let mut asked = Mock::given(method("GET"))
        .and(path(format!("/esup-siscol/apogee/{call}")))
        .and(header("Authorization", PROOF))
        .and(header("Accept", "application/json"));
    for (name, value) in parameters {
        asked = asked.and(query_param(*name, *value));
    }
    let count = parameters.len();
    asked
        .and(move |request: &wiremock::Request| request.url.query_pairs().count() == count)
        .respond_with(answer(200, name))
        .expect(1)
        .mount(&server)
        .await;
    server
}

/// A sample in which what stands at these places is another.
fn changed(name: &str, changes: &[(&str, Value)]) -> Vec<u8> {
    let mut body: Value = serde_json::from_slice(&sample(name)).unwrap();
    for (pointer, value) in changes {
        *body.pointer_mut(pointer).unwrap() = value.clone();
    }
    serde_json::to_vec(&body).unwrap()
}

#[tokio::test]
async fn a_student_is_asked_for_by_number_and_year() {
    for (name, asked, expected) in [
        ("siscol-apogee-etudiantRef", "22104518", values::of_apogee()),
        ("siscol-pcscol-etudiantRef", "000001842", values::of_pegase()),
    ] {
        let server = gateway(name, "etudiantRef", &[("codEtud", asked), ("annee", "2026")]).await;
        let client = records(&server, QUICK);
        assert_eq!(client.service(), Service::Siscol);
        assert_eq!(client.identity(&number(asked), 2026).await, Ok(Known::This(expected)), "{name}");
    }
}

#[tokio::test]
async fn a_civil_status_is_asked_for_by_another_name_of_the_number() {
    let server = gateway("siscol-infosAdmEtu", "infosAdmEtu", &[("numEtud", "22104518")]).await;
    let told = records(&server, QUICK).civil_status(&number("22104518")).await;
    assert_eq!(told, Ok(Known::This(values::civil_status())));
}

#[tokio::test]
async fn years_and_enrolments_are_those_of_the_student() {
    let student = number("22104518");
    let server = gateway("siscol-anneesIa", "anneesIa", &[("codEtud", "22104518")]).await;
    let years = (2021..=2026).collect();
    assert_eq!(records(&server, QUICK).years(&student).await, Ok(Known::This(years)));
    for (name, expected) in [
        ("siscol-apogee-etapesByEtudiantAndAnnee", values::year_of_apogee()),
        ("siscol-pcscol-etapesByEtudiantAndAnnee", values::year_of_pegase()),
    ] {
        let parameters = [("codEtud", "22104518"), ("annee", "2026")];
        let server = gateway(name, "etapesByEtudiantAndAnnee", &parameters).await;
        let elements: Vec<_> = expected.elements_of(&expected.enrolments[0]).cloned().collect();
        assert_eq!(elements, expected.elements, "{name}");
        assert_eq!(
            records(&server, QUICK).enrolments(&student, 2026).await,
            Ok(Known::This(expected)),
            "{name}"
        );
    }
}

#[tokio::test]
async fn students_are_found_by_their_etape_and_diploma() {
    let search = StudentSearch {
        year: Some(2026),
        etape: Some(key("MINFO2", "211")),
        diploma: Some(Diploma { code: "MINF".to_owned(), version: some("210"), label: None }),
        ..StudentSearch::default()
    };
    let wide = [
        ("annee", "2026"),
        ("codeEtape", "MINFO2"),
        ("versionEtape", "211"),
        ("codeDiplome", "MINF"),
        ("versionDiplome", "210"),
    ];
    let narrow =
        [("codeComposante", "SCI"), ("codEtu", "22104518"), ("nom", "d'Été & co"), ("prenom", "Zoé")];
    let narrowed = StudentSearch {
        composante: some("SCI"),
        number: Some(number("22104518")),
        surname: some("d'Été & co"),
        given_name: some("Zoé"),
        ..search.clone()
    };
    for (search, parameters) in [(search, wide.to_vec()), (narrowed, [&wide[..], &narrow].concat())] {
        let server =
            gateway("siscol-listEtuParEtapeEtDiplome", "listEtuParEtapeEtDiplome", &parameters).await;
        assert_eq!(records(&server, QUICK).find(&search).await, Ok(Known::This(values::found())));
    }
}

#[tokio::test]
async fn a_search_without_an_etape_never_leaves() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(500)).expect(0).mount(&server).await;
    let search = StudentSearch { year: Some(2026), surname: some("desfon"), ..StudentSearch::default() };
    let fault = records(&server, QUICK).find(&search).await.unwrap_err();
    assert!(matches!(fault, Fault::Refused { status: None, .. }), "{fault:?}");
}

#[tokio::test]
async fn the_lists_are_those_of_the_institution() {
    let server = gateway("siscol-composantesPrincipalesRef", "composantesPrincipalesRef", &[]).await;
    assert_eq!(records(&server, QUICK).composantes().await, Ok(Known::This(values::composantes())));
    let server = gateway("siscol-etapesReference", "etapesReference", &[]).await;
    assert_eq!(records(&server, QUICK).etapes().await, Ok(Known::This(values::etapes())));
    let server = gateway("siscol-regimesInscriptions", "regimesInscriptions", &[]).await;
    assert_eq!(records(&server, QUICK).regimes().await, Ok(Known::This(values::regimes())));
    let (name, call) =
        ("siscol-diplomesReferenceParComposanteEtAnnee", "diplomesReferenceParComposanteEtAnnee");
    let server = gateway(name, call, &[("codeComposante", "SCI"), ("codeAnnee", "2026")]).await;
    let told = records(&server, QUICK).programmes("SCI", 2026).await;
    assert_eq!(told, Ok(Known::This(values::programmes())));
    let parameters = [("codeEtape", "MINFO2"), ("versionEtape", "211")];
    let server = gateway("siscol-studentListeElpStage", "studentListeElpStage", &parameters).await;
    let told = records(&server, QUICK).elements(&key("MINFO2", "211")).await;
    assert_eq!(told, Ok(Known::This(values::elements())));
}

#[tokio::test]
async fn a_list_is_asked_for_once_unless_it_may_hide_that_apogee_is_down() {
    let server = MockServer::start().await;
    let calls = ["composantesPrincipalesRef", "etapesReference", "regimesInscriptions"];
    for name in calls {
        let (name, at) = (format!("siscol-{name}"), format!("/esup-siscol/apogee/{name}"));
        let empty = sample(&name)[..1] == *b"[";
        let empty = ResponseTemplate::new(200).set_body_string(if empty { "[]" } else { "{}" });
        for (answer, priority) in [(ResponseTemplate::new(401), 1), (empty, 2)] {
            Mock::given(path(&at))
                .respond_with(answer)
                .with_priority(priority)
                .up_to_n_times(1)
                .mount(&server)
                .await;
        }
        Mock::given(path(&at)).respond_with(answer(200, &name)).expect(1).mount(&server).await;
    }
    let client = records(&server, QUICK);
    for place in 0..4 {
        let all = [
            client.composantes().await.map(|known| (known == Known::Unsure, known.this().is_some())),
            client.etapes().await.map(|known| (known == Known::Unsure, known.this().is_some())),
            client.regimes().await.map(|known| (known == Known::Unsure, known.this().is_some())),
        ];
        for told in all {
            match place {
                0 => assert!(matches!(told, Err(Fault::Unauthorised { .. })), "{told:?}"),
                1 => assert_eq!(told, Ok((true, false))),
                _ => assert_eq!(told, Ok((false, true))),
            }
        }
    }
}

#[test]
fn what_is_null_or_missing_is_absent() {
    let asked = number("22104518");
    let told =
        read_identity(br#"{"nompatro":"DESFONTAINES","phone":null,"new":[{}]}"#, &asked).unwrap().this();
    let told = told.unwrap();
    assert_eq!((told.birth_name, told.contact.phone, told.sex), (some("DESFONTAINES"), None, None));
    let body = br#"{"listeEtapeInscriptions":[null,{"codeEtp":"MINFO2"}],"listeELPs":null}"#;
    let told = read_enrolments(body, 2026, &[]).unwrap().this().unwrap();
    assert_eq!(told.enrolments.len(), 1);
    let only = &told.enrolments[0];
    assert_eq!(only.etape.key, EtapeKey { code: "MINFO2".to_owned(), version: None });
    assert!(only.composante.is_none() && only.diploma.is_none() && only.regime.is_none());
}

#[test]
fn codes_that_are_not_known_are_kept_as_they_were_told() {
    let asked = number("22104518");
    let body = changed(
        "siscol-apogee-etudiantRef",
        &[("/codeSexe", json!("X")), ("/codePays", json!("998")), ("/country", json!("SYLDAVIE"))],
    );
    let told = read_identity(&body, &asked).unwrap().this().unwrap();
    assert_eq!(told.sex, Some(Sex::Other("X".into())));
    let country = Country { iso2: None, code: some("998"), name: some("SYLDAVIE") };
    assert_eq!(told.contact.country, Some(country));
    let place = "/listeEtapeInscriptions/0";
    let body = changed(
        "siscol-pcscol-etapesByEtudiantAndAnnee",
        &[
            (&format!("{place}/statutInscription"), json!("EN_ORBITE")),
            (&format!("{place}/typeMobilite"), json!("LUNAIRE")),
            (&format!("{place}/regimeIns"), json!("RIN999")),
            ("/listeELPs/0/temElpTypeStage", json!("N")),
        ],
    );
    let told = read_enrolments(&body, 2026, &[]).unwrap().this().unwrap();
    assert_eq!(told.enrolments[0].status, Some(EnrolmentStatus::Other("EN_ORBITE".into())));
    assert_eq!(told.enrolments[0].mobility, Some(Mobility::Other("LUNAIRE".into())));
    assert_eq!(told.enrolments[0].regime.as_ref().unwrap().code, "RIN999");
    assert!(!told.elements[0].is_internship);
}

#[test]
fn an_address_abroad_has_another_last_line() {
    let lines = |code: &str| {
        let changes = [
            ("/mainAddress", Value::Null),
            ("/libAd1", json!("KONIGSTRASSE 999")),
            ("/libAd3", json!("BAT C")),
            ("/libAde", json!("52000 MUSTERSTADT")),
            ("/codePays", json!(code)),
        ];
        let body = changed("siscol-apogee-etudiantRef", &changes);
        read_identity(&body, &number("22104518")).unwrap().this().unwrap().contact
    };
    assert_eq!(lines("100").address, some("KONIGSTRASSE 999 BAT C"));
    let abroad = lines("109");
    assert_eq!(abroad.address, some("KONIGSTRASSE 999 52000 MUSTERSTADT"));
    assert_eq!(abroad.country.unwrap().iso2, some("DE"));
}

#[test]
fn a_cesure_is_what_the_settings_or_pegase_say() {
    let cesures = ["1".to_owned()];
    for (code, label, expected) in [
        ("1", "Césure", true),
        ("4", "Sportif de haut niveau", false),
        ("2", "SEMESTRE", true),
        ("2", "ANNEE", true),
        ("3", "SANS", false),
        ("", "", false),
    ] {
        let place = "/listeEtapeInscriptions/0";
        let body = changed(
            "siscol-apogee-etapesByEtudiantAndAnnee",
            &[
                (&format!("{place}/codeCursusAmenage"), json!(code)),
                (&format!("{place}/libelleCursusAmenage"), json!(label)),
            ],
        );
        let told = read_enrolments(&body, 2026, &cesures).unwrap().this().unwrap();
        assert_eq!(told.enrolments[0].is_cesure, expected, "{code} {label}");
    }
}

#[test]
fn a_regime_is_not_guessed_among_several() {
    let two =
        json!([{"regimeIns": "1", "licRegIns": "INITIALE"}, {"codRegIns": "2", "licRegIns": "CONTINUE"}]);
    let regime = |named: Value| {
        let changes = [("/regimeInscription", two.clone()), ("/listeEtapeInscriptions/0/regimeIns", named)];
        let body = changed("siscol-apogee-etapesByEtudiantAndAnnee", &changes);
        let told = read_enrolments(&body, 2026, &[]).unwrap().this().unwrap();
        assert_eq!(told.regimes.len(), 2);
        told.enrolments[0].regime.as_ref().and_then(|regime| regime.short.clone())
    };
    assert_eq!(regime(Value::Null), None);
    assert_eq!(regime(json!(2)), some("CONTINUE"));
}

#[test]
fn elements_belong_to_the_etape_of_their_period() {
    let etape = |period: &str| json!({"codeEtp": "M2", "codVrsVet": 1, "codePeriode": period});
    let element = |code: &str, period: &str| json!({"codElp": code, "codEtp": "M2", "codVrsVet": "1", "codePeriode": period});
    let body = json!({
        "listeEtapeInscriptions": [etape("S1"), etape("S2")],
        "listeELPs": [element("A", "S1"), element("B", "S2"), element("C", ""), {"codElp": "D", "codEtp": "M1"}],
    });
    let year = read_enrolments(&serde_json::to_vec(&body).unwrap(), 2026, &[]).unwrap().this().unwrap();
    let codes: Vec<Vec<&str>> = year
        .enrolments
        .iter()
        .map(|enrolment| year.elements_of(enrolment).map(|element| element.code.as_str()).collect())
        .collect();
    assert_eq!(codes, [["A", "C"], ["B", "C"]]);
    assert_eq!(year.elements.len(), 4);
}

#[test]
fn an_empty_list_proves_nothing_and_an_empty_answer_says_nothing() {
    let asked = number("22104518");
    for nothing in ["", " \n", "null"] {
        let nothing = nothing.as_bytes();
        assert_eq!(read_years(nothing), Ok(Known::Nothing));
        assert_eq!(read_identity(nothing, &asked), Ok(Known::Nothing));
        assert_eq!(read_civil_status(nothing, &asked), Ok(Known::Nothing));
        assert_eq!(read_enrolments(nothing, 2026, &[]), Ok(Known::Nothing));
        assert_eq!(read_etapes(nothing), Ok(Known::Nothing));
    }
    assert_eq!(read_years(b"[]"), Ok(Known::Unsure));
    assert_eq!(read_elements(b"[]"), Ok(Known::Unsure));
    assert_eq!(read_etapes(b"{}"), Ok(Known::Unsure));
    assert_eq!(read_enrolments(b"{\"listeEtapeInscriptions\":[]}", 2026, &[]), Ok(Known::Unsure));
    assert_eq!(read_identity(b"{\"nompatro\":null,\"codePays\":\"100\"}", &asked), Ok(Known::Unsure));
    assert_eq!(read_civil_status(b"{\"numEtu\":\"22104518\"}", &asked), Ok(Known::Unsure));
}

#[test]
fn a_civil_status_of_another_student_is_refused() {
    for (place, expected) in [("/numEtu", "numEtu"), ("/codEtu", "codEtu")] {
        let body = changed("siscol-infosAdmEtu", &[(place, json!("22207733"))]);
        let fault = read_civil_status(&body, &number("22104518")).unwrap_err();
        assert_eq!(field(&fault), expected);
        assert!(!format!("{fault} {fault:?}").contains("22207733"));
    }
}

#[test]
fn a_year_that_is_none_is_not_left_out() {
    assert_eq!(read_years(b"[2026,null,\"2025/2026\",\"2026\"]"), Ok(Known::This(vec![2025, 2026])));
    for (body, place) in [("[\"2026\",\"x\"]", "[1]"), ("[20261]", "[0]"), ("[\"2026\",{}]", "[1]")] {
        assert_eq!(field(&read_years(body.as_bytes()).unwrap_err()), place);
    }
}
