//! The completion of French addresses.

use guichet::domain::organisation::address::Suggestion;
use guichet::sis::addresses::{Client, read_suggestions};
use guichet::sis::fault::{Fault, Trouble};
use guichet::sis::http::Patience;
use serde_json::json;
use wiremock::matchers::{any, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{QUICK, answer, now, some};

fn client(server: &MockServer) -> Client {
    Client::new(&format!("{}/geocodage/", server.uri()), Patience { retries: 1, ..QUICK }, now).unwrap()
}

#[tokio::test]
async fn an_address_is_completed() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/geocodage/search"))
        .and(query_param("q", "14 bis rue des lavandieres d'oreval"))
        .and(query_param("limit", "5"))
        .and(query_param("autocomplete", "1"))
        .respond_with(answer(200, "ban-search-200"))
        .expect(1)
        .mount(&server)
        .await;
    let told = client(&server).complete(" -14 bis  rue des lavandieres d'oreval", 5).await.unwrap();
    let expected = Suggestion {
        label: "14B Rue des Lavandières d'Oréval 54500 Vandœuvre-lès-Nancy".into(),
        address: some("14B Rue des Lavandières d'Oréval"),
        postal_code: some("54500"),
        town: some("Vandœuvre-lès-Nancy"),
        score: 0.9612,
    };
    assert_eq!(told.value, [expected]);
}

#[tokio::test]
async fn nothing_found_is_an_empty_list() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer(200, "ban-search-200-vide")).expect(1).mount(&server).await;
    assert_eq!(client(&server).complete("zzzz", 0).await.unwrap().value, []);
}

#[tokio::test]
async fn what_is_too_short_or_too_long_never_leaves() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer(200, "ban-search-200")).expect(2).mount(&server).await;
    let client = client(&server);
    for text in ["", "ab", " ?! ab ", "\u{7}a\u{7}b\u{7}", &"é".repeat(201), &"é".repeat(5000)] {
        assert_eq!(client.complete(text, 5).await.unwrap().value, [], "{text}");
    }
    for text in ["abc", &"é".repeat(200)] {
        assert_eq!(client.complete(text, 5).await.unwrap().value.len(), 1, "{text}");
    }
}

#[test]
fn a_town_has_no_street_and_a_score_is_a_share() {
    let body = json!({"features": [
        {"properties": {"label": "Épinal", "name": "Épinal", "city": "Épinal", "postcode": "88000", "type": "municipality",
            "score": 7.5}},
        {"properties": {"label": " \u{1b} ", "name": "nowhere"}},
        {"properties": {"label": "Lieu-dit\nle Puits", "name": null, "type": "new", "score": null}},
    ]});
    let found = read_suggestions(&serde_json::to_vec(&body).unwrap()).unwrap();
    let town = Suggestion {
        label: "Épinal".into(),
        address: None,
        postal_code: some("88000"),
        town: some("Épinal"),
        score: 1.0,
    };
    let other = Suggestion {
        label: "Lieu-dit le Puits".into(),
        address: None,
        postal_code: None,
        town: None,
        score: 0.0,
    };
    assert_eq!(found, [town, other]);
}

#[tokio::test]
async fn faults_have_the_same_classes() {
    let told = async |response: ResponseTemplate| {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(response).mount(&server).await;
        let fault = client(&server).complete("rue des lavandières", 5).await.unwrap_err();
        assert_eq!(fault.call().to_string(), "the completion of addresses (complete)");
        (fault, server.received_requests().await.unwrap().len())
    };
    let (fault, times) = told(answer(400, "ban-erreur-400")).await;
    let words = "q: must contain between 3 and 200 chars and start with a number or a letter";
    assert!(matches!(&fault, Fault::Refused { said: Some(said), .. } if said == words), "{fault:?}");
    assert_eq!(times, 1);
    let (fault, _) = told(ResponseTemplate::new(429).insert_header("retry-after", "5")).await;
    assert!(matches!(fault, Fault::Overloaded { .. }), "{fault:?}");
    let (fault, times) = told(ResponseTemplate::new(503)).await;
    assert!(matches!(fault, Fault::Unavailable { trouble: Trouble::Status(503), .. }), "{fault:?}");
    assert_eq!(times, 2);
    let (fault, _) =
        told(ResponseTemplate::new(200).set_body_json(json!({"features": [{"properties": {"label": 1}}]})))
            .await;
    assert!(
        matches!(&fault, Fault::Broken { field, .. } if field == "features[0].properties.label"),
        "{fault:?}"
    );
}
