//! The search of companies that needs no key.

use chrono::TimeDelta;
use guichet::domain::organisation::registered::{Registered, Source};
use guichet::sis::companies::{Client, Found, Search, read_found};
use guichet::sis::fault::{Fault, Trouble};
use guichet::sis::http::Patience;
use serde_json::{Value, json};
use wiremock::matchers::{any, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{QUICK, answer, now, orevia, sample, siret, some};

fn client(server: &MockServer) -> Client {
    Client::new(&server.uri(), Patience { retries: 1, ..QUICK }, now).unwrap()
}

fn orevia_at_54500() -> Search {
    Search { text: "Orévia  calcul".into(), postal_code: "54500".into(), only_active: true }
}

/// The sample with an establishment that is no seat.
fn with_another(another: Value) -> Value {
    let mut body: Value = serde_json::from_slice(&sample("recherche-entreprises-search-200")).unwrap();
    let seat = json!({"siret": "00000112300017", "est_siege": true});
    *body.pointer_mut("/results/0/matching_etablissements").unwrap() = json!([seat, another]);
    body
}

fn read(body: &Value) -> Vec<Registered> {
    read_found(&serde_json::to_vec(body).unwrap()).unwrap().establishments
}

#[tokio::test]
async fn a_search_finds_seats() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/search"))
        .and(query_param("q", "Orévia calcul"))
        .and(query_param("code_postal", "54500"))
        .and(query_param("etat_administratif", "A"))
        .and(query_param("page", "2"))
        .and(query_param("per_page", "25"))
        .and(query_param("minimal", "true"))
        .and(query_param("include", "siege,matching_etablissements"))
        .respond_with(answer(200, "recherche-entreprises-search-200"))
        .expect(1)
        .mount(&server)
        .await;
    let told = client(&server).search(&orevia_at_54500(), 2).await.unwrap();
    let establishments = vec![orevia(Source::CompanySearch)];
    assert_eq!(told.value, Found { establishments, companies: 1, pages: 1 });
}

#[test]
fn establishments_that_match_come_after_their_seat() {
    let another = json!({
        "siret": "00000112300025", "est_siege": false, "etat_administratif": "F", "date_fermeture": "2024-02-29",
        "activite_principale": "62.01Z", "adresse": "9 RUE DU PUITS 88000 EPINAL", "code_postal": "88000",
        "libelle_commune": "EPINAL", "liste_enseignes": null, "latitude": "48.1", "statut_diffusion_etablissement": "P",
    });
    let found = read(&with_another(another));
    assert_eq!(found[0], orevia(Source::CompanySearch));
    assert_eq!(found.len(), 2, "a seat that matches is told once");
    let expected = Registered {
        siret: siret("00000112300025"),
        name: some("OREVIA CALCUL SCIENTIFIQUE"),
        address: some("9 RUE DU PUITS"),
        postal_code: some("88000"),
        town: some("EPINAL"),
        is_seat: false,
        is_closed: true,
        closed_on: Some("2024-02-29".parse().unwrap()),
        is_partial: true,
        naf: found[1].naf.clone(),
        ..orevia(Source::CompanySearch)
    };
    assert_eq!(found[1], expected);
    assert_eq!(
        found[1].naf.as_ref().map(|naf| (naf.code.as_str(), naf.revision.code())),
        Some(("62.01Z", "rev2"))
    );
}

#[test]
fn what_is_hidden_unknown_or_abroad() {
    let hidden = read(&with_another(json!({
        "siret": "00000112300025", "adresse": "[NON-DIFFUSIBLE]", "code_postal": "[NON-DIFFUSIBLE]",
        "liste_enseignes": [null, "[NON-DIFFUSIBLE]", " LABO "], "etat_administratif": "?", "nouveau": {"x": [1]},
    })));
    let told = (&hidden[1].name, &hidden[1].address, &hidden[1].postal_code, hidden[1].is_closed);
    assert_eq!(told, (&some("LABO"), &None, &None, false));
    let abroad = read(&with_another(json!({
        "siret": "00000112300025", "libelle_commune_etranger": "52000 MUSTERSTADT", "code_pays_etranger": "99109",
        "libelle_voie": "KONIGSTRASSE 999",
    })));
    let told = (&abroad[1].address, &abroad[1].postal_code, &abroad[1].town, &abroad[1].country_code);
    assert_eq!(told, (&some("KONIGSTRASSE 999"), &some("52000"), &some("MUSTERSTADT"), &some("DE")));
    let mut body = with_another(Value::Null);
    body["results"][0]["matching_etablissements"] = Value::Null;
    body["results"][0]["siege"] = Value::Null;
    assert_eq!(read(&body), []);
}

#[tokio::test]
async fn a_number_makes_the_service_forget_the_rest_and_we_do_not() {
    let server = MockServer::start().await;
    Mock::given(query_param("q", "000001123"))
        .respond_with(answer(200, "recherche-entreprises-search-200"))
        .mount(&server)
        .await;
    let client = client(&server);
    let number = |postal_code: &str| Search {
        text: "000 001 123".into(),
        postal_code: postal_code.into(),
        only_active: true,
    };
    assert_eq!(client.search(&number("54500"), 1).await.unwrap().value.establishments.len(), 1);
    assert_eq!(client.search(&number("88000"), 1).await.unwrap().value.establishments, []);
}

#[tokio::test]
async fn closed_establishments_are_left_out_where_only_open_ones_are_wanted() {
    let server = MockServer::start().await;
    let body = with_another(json!({"siret": "00000112300025", "etat_administratif": "F"}));
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_json(body)).mount(&server).await;
    let client = client(&server);
    assert_eq!(client.search(&orevia_at_54500(), 1).await.unwrap().value.establishments.len(), 1);
    let all = Search { only_active: false, postal_code: String::new(), ..orevia_at_54500() };
    assert_eq!(client.search(&all, 1).await.unwrap().value.establishments.len(), 2);
    let asked = server.received_requests().await.unwrap();
    let last = asked.last().unwrap();
    assert!(!last.url.as_str().contains("etat_administratif") && !last.url.as_str().contains("code_postal"));
}

#[tokio::test]
async fn what_cannot_be_answered_never_leaves() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(500)).expect(0).mount(&server).await;
    let client = client(&server);
    for (search, page) in [(Search::default(), 1), (orevia_at_54500(), 401), (orevia_at_54500(), u32::MAX)] {
        assert_eq!(client.search(&search, page).await.unwrap().value, Found::default());
    }
}

#[tokio::test]
async fn faults_have_the_same_classes() {
    let told = async |response: ResponseTemplate| {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(response).mount(&server).await;
        let fault = client(&server).search(&orevia_at_54500(), 1).await.unwrap_err();
        assert_eq!(fault.call().to_string(), "the search of companies (search)");
        (fault, server.received_requests().await.unwrap().len())
    };
    let (fault, times) = told(answer(400, "recherche-entreprises-400")).await;
    let words = "Veuillez indiquer au moins un paramètre de recherche.";
    assert!(matches!(&fault, Fault::Refused { said: Some(said), .. } if said == words), "{fault:?}");
    assert_eq!(times, 1);
    let (fault, times) = told(ResponseTemplate::new(429).insert_header("Retry-After", "3")).await;
    let at = now() + TimeDelta::seconds(3);
    assert!(matches!(fault, Fault::Overloaded { retry_at, .. } if retry_at == at), "{fault:?}");
    assert_eq!(times, 1);
    let (fault, times) = told(ResponseTemplate::new(502)).await;
    assert!(matches!(fault, Fault::Unavailable { trouble: Trouble::Status(502), .. }), "{fault:?}");
    assert_eq!(times, 2);
    let (fault, _) =
        told(ResponseTemplate::new(200).set_body_json(json!({"results": [{"siege": {"siret": 1}}]}))).await;
    assert!(matches!(&fault, Fault::Broken { field, .. } if field == "results[0].siege.siret"), "{fault:?}");
}
