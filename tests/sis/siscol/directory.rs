//! What the module of people answers, sample by sample, and what it is asked.

use guichet::domain::student::directory::Affiliation;
use guichet::domain::student::identity::Sex;
use guichet::domain::student::search::{Among, PersonSearch};
use guichet::sis::fault::Service;
use guichet::sis::port::{Directory, Known};
use guichet::sis::siscol::{read_people, read_person};
use serde_json::{Value, json};
use wiremock::matchers::{any, body_json, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::super::{QUICK, answer, sample, some};
use super::{PROOF, people, values};

#[tokio::test]
async fn people_are_looked_for_among_those_of_one_kind() {
    let question: Value = serde_json::from_slice(&sample("siscol-ldap-etudiant-request")).unwrap();
    for (among, kind) in [(Among::Students, "etudiant"), (Among::Teachers, "tuteur"), (Among::Staff, "staff")]
    {
        let server = MockServer::start().await;
        Mock::given(method("POST"))
            .and(path(format!("/esup-siscol/ldap/{kind}")))
            .and(header("Authorization", PROOF))
            .and(header("Content-Type", "application/json"))
            .and(header("Accept", "application/json"))
            .and(body_json(&question))
            .respond_with(answer(200, "siscol-ldap-etudiant-response"))
            .expect(1)
            .mount(&server)
            .await;
        // What would mean something in a filter is no part of a name.
        let search = PersonSearch {
            surname: " (desfon*\\) ".into(),
            number: "22104518".into(),
            ..PersonSearch::default()
        };
        let client = people(&server, QUICK);
        assert_eq!(client.service(), Service::Siscol);
        assert_eq!(client.people(among, &search).await, Ok(Known::This(vec![values::person()])));
    }
}

#[tokio::test]
async fn everything_that_is_looked_for_is_asked() {
    let server = MockServer::start().await;
    let question = json!({
        "id": "u", "nom": "n", "prenom": "p", "mail": "m@x.example", "primaryAffiliation": null, "affiliation": null,
        "supannAliasLogin": "l", "codEtu": "1", "supannEtuEtape": "{UAI:0999999Z}MINFO2-211",
        "supannEntiteAffectation": "SCI", "supannEtuAnneeInscription": "2026",
    });
    Mock::given(body_json(&question))
        .respond_with(ResponseTemplate::new(200).set_body_string("[]"))
        .expect(1)
        .mount(&server)
        .await;
    let search = PersonSearch {
        uid: "u".into(),
        login: "l".into(),
        number: "1".into(),
        surname: "n".into(),
        given_name: "p".into(),
        mail: "m@x.example".into(),
        etape: "{UAI:0999999Z}MINFO2-211".into(),
        entity: "SCI".into(),
        year: Some(2026),
    };
    assert_eq!(people(&server, QUICK).people(Among::Students, &search).await, Ok(Known::Nothing));
}

#[tokio::test]
async fn a_search_for_nothing_never_leaves() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(500)).expect(0).mount(&server).await;
    let client = people(&server, QUICK);
    let stars = PersonSearch { surname: "*".into(), mail: " ()".into(), ..PersonSearch::default() };
    for search in [PersonSearch::default(), stars] {
        assert_eq!(client.people(Among::Staff, &search).await, Ok(Known::Nothing));
    }
    assert_eq!(client.by_login(" * ").await, Ok(Known::Nothing));
}

#[tokio::test]
async fn a_person_is_asked_for_by_login_and_may_be_nobody() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/esup-siscol/ldap/bySupannAliasLogin"))
        .and(query_param("login", "mdesfon3"))
        .and(header("Authorization", PROOF))
        .respond_with(answer(200, "siscol-ldap-bySupannAliasLogin-response"))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(query_param("login", "nobody"))
        .respond_with(ResponseTemplate::new(200))
        .expect(1)
        .mount(&server)
        .await;
    let client = people(&server, QUICK);
    assert_eq!(client.by_login("mdesfon3").await, Ok(Known::This(values::person())));
    assert_eq!(client.by_login("nobody").await, Ok(Known::Nothing));
}

#[test]
fn attributes_may_be_told_once_or_several_times() {
    let body = json!([
        null,
        {"uid": ["a", "b"], "sn": "Martin", "givenName": "Zoé", "displayName": "Zoé", "cn": "Martin Zoé",
         "supannEtuAnneeInscription": ["2025", 2026, "?"], "eduPersonAffiliation": "alum", "supannCivilite": "M.",
         "eduPersonPrimaryAffiliation": "emeritus", "codEtu": "not a number", "mail": null},
        {"mail": "nobody@x.example"},
    ]);
    let Known::This(found) = read_people(&serde_json::to_vec(&body).unwrap()).unwrap() else { panic!() };
    let [only] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((&only.uid, &only.name, &only.number), (&some("a"), &some("Martin Zoé"), &None));
    assert_eq!((only.years.as_slice(), &only.title), (&[2025, 2026][..], &Some(Sex::Male)));
    assert_eq!(only.affiliations, [Affiliation::Alum]);
    assert_eq!(only.main_affiliation, Some(Affiliation::Other("emeritus".into())));
}

#[test]
fn nobody_is_told_apart_from_somebody_without_a_name() {
    assert_eq!(read_people(b"[]"), Ok(Known::Nothing));
    assert_eq!(read_people(b""), Ok(Known::Nothing));
    assert_eq!(read_people(b"[{}]"), Ok(Known::Unsure));
    assert_eq!(read_person(b"null"), Ok(Known::Nothing));
    assert_eq!(read_person(b"{\"mail\":\"x@x.example\"}"), Ok(Known::Unsure));
}
