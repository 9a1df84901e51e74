//! SIRENE: each sample of its contract, and what is asked to get it.

use chrono::{DateTime, NaiveDate};
use guichet::domain::organisation::registered::{Registered, Source};
use guichet::sis::fault::Fault;
use guichet::sis::http::Quota;
use guichet::sis::sirene::{Client, Found, MOST, Number, Page, Search, read_establishment};
use serde_json::{Value, json};
use wiremock::matchers::{
    any, body_string, body_string_contains, header, method, path, query_param, query_param_is_missing,
};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{KEY, answer, naf_2025, orevia, sample, sirene, siret, some};

/// One that asked that no more be told of it than must be.
fn discreet() -> Registered {
    Registered {
        siret: siret("00000113100010"),
        name: None,
        legal_category: some("10"),
        headcount_band: some("NN"),
        address: None,
        postal_code: None,
        town: some("EPINAL"),
        is_partial: true,
        ..orevia(Source::Sirene)
    }
}

/// A person, whose only establishment is closed.
fn closed() -> Registered {
    Registered {
        siret: siret("00000114900012"),
        name: some("MADAME APOLLINE MARQUEVILLE"),
        legal_category: some("10"),
        headcount_band: some("NN"),
        address: some("7 PL DU PUITS ROND"),
        postal_code: some("88000"),
        town: some("EPINAL"),
        is_closed: true,
        closed_on: NaiveDate::from_ymd_opt(2025, 7, 1),
        ..orevia(Source::Sirene)
    }
}

/// An establishment abroad.
fn abroad() -> Registered {
    Registered {
        siret: siret("00000112300025"),
        name: some("OREVIA CALCUL SCIENTIFIQUE"),
        address: some("KONIGSTRASSE 999"),
        postal_code: some("52000"),
        town: some("MUSTERSTADT"),
        country_code: some("DE"),
        is_seat: false,
        ..orevia(Source::Sirene)
    }
}

fn orevia_at_nancy() -> Search {
    Search { name: "Orévia calcul".into(), town: "Nancy".into(), only_active: true, ..Search::default() }
}

#[tokio::test]
async fn an_establishment_is_asked_for_by_its_number() {
    for (name, expected) in [
        ("sirene-siret-200", orevia(Source::Sirene)),
        ("sirene-siret-200-diffusion-partielle", discreet()),
        ("sirene-siret-200-personne-physique-ferme", closed()),
    ] {
        let server = MockServer::start().await;
        let reset = "1795946412345";
        Mock::given(method("GET"))
            .and(path(format!("/api-sirene/3.11/siret/{}", expected.siret)))
            .and(header("X-INSEE-Api-Key-Integration", KEY))
            .and(header(
                "User-Agent",
                concat!(
                    "Guichet/",
                    env!("CARGO_PKG_VERSION"),
                    " (internship conventions of a French university)"
                ),
            ))
            .respond_with(
                answer(200, name)
                    .insert_header("X-Rate-Limit-Limit", "30")
                    .insert_header("X-Rate-Limit-Remaining", "29")
                    .insert_header("X-Rate-Limit-Reset", reset),
            )
            .expect(1)
            .mount(&server)
            .await;
        let told = sirene(&server).siret(&expected.siret).await.unwrap();
        assert_eq!(told.value, Number::Of(Box::new(expected)), "{name}");
        let reset_at = DateTime::from_timestamp_millis(reset.parse().unwrap());
        assert_eq!(told.quota, Some(Quota { limit: Some(30), remaining: 29, reset_at }));
    }
}

#[tokio::test]
async fn an_unknown_number_is_nothing() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer(404, "sirene-erreur-404")).expect(1).mount(&server).await;
    let told = sirene(&server).siret(&siret("00000112300017")).await.unwrap();
    assert_eq!((told.value, told.quota), (Number::Unknown, None));
}

#[tokio::test]
async fn a_duplicate_is_told_by_the_number_under_which_it_is_kept_here() {
    let (old, new) = ("00000114900012", "00000112300017");
    for (to, followed) in [
        (format!("/api-sirene/3.11/siret/{new}"), true),
        (format!("{{server}}/api-sirene/3.11/siret/{new}"), true),
        (new.to_owned(), true),
        (format!("https://elsewhere.example/api-sirene/3.11/siret/{new}"), false),
        (format!("/other/siret/{new}"), false),
        (format!("/api-sirene/3.11/siret/{new}?x=1"), false),
        (format!("/api-sirene/3.11/siret/{old}"), false),
        ("/api-sirene/3.11/siret/12".to_owned(), false),
        (String::new(), false),
    ] {
        let server = MockServer::start().await;
        let to = to.replace("{server}", &server.uri());
        Mock::given(path(format!("/api-sirene/3.11/siret/{old}")))
            .respond_with(ResponseTemplate::new(301).insert_header("Location", to.as_str()))
            .expect(1)
            .mount(&server)
            .await;
        match sirene(&server).siret(&siret(old)).await {
            Ok(told) => assert_eq!((told.value, followed), (Number::Duplicate(siret(new)), true), "{to}"),
            Err(fault) => {
                assert!(!followed, "{to}: {fault}");
                assert_eq!(fault.to_string(), "SIRENE (siret): the answer breaks the contract at Location");
            }
        }
    }
}

#[tokio::test]
async fn another_establishment_than_the_one_asked_for_is_no_answer() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer(200, "sirene-siret-200")).mount(&server).await;
    let fault = sirene(&server).siret(&siret("00000114900012")).await.unwrap_err();
    assert!(matches!(&fault, Fault::Broken { field, .. } if field == "etablissement.siret"), "{fault:?}");
}

#[tokio::test]
async fn a_search_finds_establishments_of_all_kinds() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/api-sirene/3.11/siret"))
        .and(query_param(
            "q",
            "raisonSociale:orevia* AND raisonSociale:calcul* AND libelleCommuneEtablissement:nancy*",
        ))
        .and(query_param("nombre", "20"))
        .and(query_param("curseur", "*"))
        .and(query_param_is_missing("date"))
        .and(header("X-INSEE-Api-Key-Integration", KEY))
        .respond_with(answer(200, "sirene-recherche-200"))
        .expect(1)
        .mount(&server)
        .await;
    let search = Search { only_active: false, ..orevia_at_nancy() };
    let told = sirene(&server).search(&search, &Page::first(20)).await.unwrap();
    let establishments = vec![orevia(Source::Sirene), discreet(), closed(), abroad()];
    assert_eq!(told.value, Found { establishments, total: 4, next: None });
    let asked = server.received_requests().await.unwrap();
    assert!(!asked[0].url.query().unwrap().contains('+'), "a space is %20: {}", asked[0].url);
}

#[tokio::test]
async fn open_establishments_are_those_that_are_open_today() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(query_param(
            "q",
            "raisonSociale:orevia* AND raisonSociale:calcul* AND libelleCommuneEtablissement:nancy* \
             AND periode(etatAdministratifEtablissement:A)",
        ))
        .and(query_param("date", "2026-11-29"))
        .respond_with(answer(200, "sirene-recherche-200"))
        .expect(1)
        .mount(&server)
        .await;
    let told = sirene(&server).search(&orevia_at_nancy(), &Page::first(20)).await.unwrap();
    assert_eq!(told.value.establishments, [orevia(Source::Sirene), discreet(), abroad()]);
}

#[tokio::test]
async fn pages_follow_each_other_by_their_cursor() {
    let server = MockServer::start().await;
    let search = Search { siren: "000001123".into(), ..Search::default() };
    let first = "AoEuMDAwMDAxMTI0MDAwMTA=";
    let mut last: Value = serde_json::from_slice(&sample("sirene-recherche-200-curseur")).unwrap();
    last["header"]["curseur"] = json!(first);
    last["header"]["curseurSuivant"] = json!(first);
    Mock::given(query_param("curseur", "*"))
        .and(query_param("q", "siren:000001123"))
        .respond_with(answer(200, "sirene-recherche-200-curseur"))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(query_param("curseur", first))
        .respond_with(ResponseTemplate::new(200).set_body_json(last))
        .expect(1)
        .mount(&server)
        .await;
    let client = sirene(&server);
    let found = client.search(&search, &Page::first(1)).await.unwrap().value;
    assert_eq!((&found.establishments[..], found.total), (&[orevia(Source::Sirene)][..], 2412));
    let found = client.search(&search, &found.next.unwrap()).await.unwrap().value;
    assert_eq!(found.next, None, "a cursor that stays is the last");
}

#[tokio::test]
async fn a_page_that_is_not_full_is_the_last() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer(200, "sirene-recherche-200-curseur")).mount(&server).await;
    let found = sirene(&server).search(&orevia_at_nancy(), &Page::first(20)).await.unwrap().value;
    assert_eq!(found.next, None);
}

#[tokio::test]
async fn nothing_found_and_nothing_asked() {
    let server = MockServer::start().await;
    let none = answer(404, "sirene-erreur-404-recherche");
    Mock::given(any()).respond_with(none).expect(2).mount(&server).await;
    let client = sirene(&server);
    let search = Search { name: "zzzzqq".into(), ..Search::default() };
    assert_eq!(client.search(&search, &Page::first(20)).await.unwrap().value, Found::default());
    assert_eq!(client.many(&[siret("00000112300017")]).await.unwrap().value, []);
    // These two never leave.
    let nothing = Search { name: " ' & ".into(), only_active: true, ..Search::default() };
    assert_eq!(client.search(&nothing, &Page::first(20)).await.unwrap().value, Found::default());
    assert_eq!(client.many(&[]).await.unwrap().value, []);
}

#[tokio::test]
async fn a_question_too_long_for_an_address_is_a_form() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/api-sirene/3.11/siret"))
        .and(header("Content-Type", "application/x-www-form-urlencoded"))
        .and(header("X-INSEE-Api-Key-Integration", KEY))
        .and(query_param_is_missing("q"))
        .and(body_string_contains("q=siret%3A%2800000112300017%20OR%2000000112300017%20OR%20"))
        .and(body_string_contains("&nombre=100"))
        .respond_with(answer(200, "sirene-recherche-200"))
        .expect(1)
        .mount(&server)
        .await;
    let all = vec![siret("00000112300017"); MOST];
    let told = sirene(&server).many(&all).await.unwrap();
    assert_eq!(told.value, [orevia(Source::Sirene), discreet(), closed(), abroad()]);
    // One more is refused before it leaves.
    let fault = sirene(&server).many(&vec![siret("00000112300017"); MOST + 1]).await.unwrap_err();
    assert!(matches!(fault, Fault::Refused { status: None, .. }), "{fault:?}");
}

#[tokio::test]
async fn a_server_that_takes_less_gets_the_form_the_next_time() {
    let server = MockServer::start().await;
    Mock::given(method("GET")).respond_with(answer(414, "sirene-erreur-414")).expect(1).mount(&server).await;
    Mock::given(method("POST"))
        .and(body_string("q=siret%3A%2800000112300017%29&nombre=100"))
        .respond_with(answer(200, "sirene-recherche-200-curseur"))
        .expect(1)
        .mount(&server)
        .await;
    let client = sirene(&server);
    let fault = client.many(&[siret("00000112300017")]).await.unwrap_err();
    assert!(Client::is_passing(&fault), "{fault}");
    let told = client.many(&[siret("00000112300017")]).await.unwrap();
    assert_eq!(told.value, [orevia(Source::Sirene)]);
}

#[tokio::test]
async fn the_register_says_how_it_is() {
    let server = MockServer::start().await;
    Mock::given(path("/api-sirene/3.11/informations"))
        .respond_with(answer(200, "sirene-informations-200"))
        .expect(1)
        .mount(&server)
        .await;
    let told = sirene(&server).informations().await.unwrap().value;
    assert!(told.is_up);
    assert_eq!(told.version, some("3.11.18"));
    assert_eq!(told.known_until, Some("2026-11-21T23:59:12".parse().unwrap()));
}

/// Orevia, with one thing changed.
fn changed(pointer: &str, value: Value) -> Registered {
    let mut body: Value = serde_json::from_slice(&sample("sirene-siret-200")).unwrap();
    *body.pointer_mut(&format!("/etablissement{pointer}")).unwrap() = value;
    read_establishment(&serde_json::to_vec(&body).unwrap()).unwrap()
}

#[test]
fn what_is_null_is_absent() {
    let orevia = orevia(Source::Sirene);
    assert_eq!(
        changed("/uniteLegale", Value::Null),
        Registered { legal_category: None, headcount_band: None, ..orevia.clone() }
    );
    assert_eq!(
        changed("/adresseEtablissement", Value::Null),
        Registered { address: None, postal_code: None, town: None, ..orevia.clone() }
    );
    // Without periods the company's name is left, and the activity of the other list.
    let company = some("OREVIA CALCUL SCIENTIFIQUE");
    for none in [Value::Null, json!([])] {
        assert_eq!(changed("/periodesEtablissement", none).name, company);
    }
    assert_eq!(changed("/etablissementSiege", Value::Null), Registered { is_seat: false, ..orevia });
    let former = changed("/activitePrincipaleNAF25Etablissement", Value::Null).naf.unwrap();
    assert_eq!((former.code.as_str(), former.revision.code()), ("62.01Z", "rev2"));
    assert_eq!(naf_2025("62.10Y"), changed("/nic", Value::Null).naf);
}

#[test]
fn what_nobody_knew_of_yet_is_absent_or_changes_nothing() {
    let orevia = orevia(Source::Sirene);
    assert_eq!(changed("/uniteLegale/trancheEffectifsUniteLegale", json!("99")).headcount_band, None);
    assert_eq!(changed("/uniteLegale/categorieJuridiqueUniteLegale", json!("?")).legal_category, None);
    assert_eq!(changed("/activitePrincipaleNAF25Etablissement", json!("NAF")).naf.unwrap().code, "62.01Z");
    for state in [
        "/periodesEtablissement/0/etatAdministratifEtablissement",
        "/uniteLegale/etatAdministratifUniteLegale",
    ] {
        assert_eq!(changed(state, json!("Z")), orevia, "{state}");
    }
    // A diffusion that is not whole is partial, however it is called.
    assert!(changed("/statutDiffusionEtablissement", json!("X")).is_partial);
    assert!(changed("/uniteLegale/statutDiffusionUniteLegale", json!("N")).is_partial);
    assert_eq!(changed("/nic", json!({"new": [1, null]})), orevia);
    assert_eq!(
        changed("/adresseEtablissement/codePaysEtrangerEtablissement", json!("99999")).country_code,
        None
    );
}

#[test]
fn an_establishment_is_closed_with_its_company_or_before_it() {
    let gone = changed("/uniteLegale/etatAdministratifUniteLegale", json!("C"));
    assert_eq!((gone.is_closed, gone.closed_on), (true, None), "nobody says since when");
    // Closed in 2019, renamed in 2024; it was closed once before.
    let period = |since: &str, until: Option<&str>, state: &str| json!({"dateDebut": since, "dateFin": until, "etatAdministratifEtablissement": state});
    let periods = json!([
        period("2010-01-01", Some("2010-12-31"), "F"),
        period("2024-05-01", None, "F"),
        period("2011-01-01", Some("2018-12-31"), "A"),
        period("2019-01-01", Some("2024-04-30"), "F"),
    ]);
    let shut = changed("/periodesEtablissement", periods);
    assert_eq!((shut.is_closed, shut.closed_on), (true, NaiveDate::from_ymd_opt(2019, 1, 1)));
}

#[test]
fn names_are_looked_for_in_order() {
    let period = "/periodesEtablissement/0";
    assert_eq!(
        changed(&format!("{period}/enseigne1Etablissement"), json!("[ND]")).name,
        some("OREVIA CALCUL SCIENTIFIQUE")
    );
    let mut body: Value = serde_json::from_slice(&sample("sirene-siret-200")).unwrap();
    let mut told = |pointer: &str, value: Value| {
        *body.pointer_mut(&format!("/etablissement/{pointer}")).unwrap() = value;
        read_establishment(&serde_json::to_vec(&body).unwrap()).unwrap().name
    };
    told("periodesEtablissement/0/enseigne1Etablissement", Value::Null);
    assert_eq!(told("uniteLegale/denominationUsuelle1UniteLegale", json!(" Orevia ")), some("Orevia"));
    assert_eq!(
        told("periodesEtablissement/0/denominationUsuelleEtablissement", json!("LE\nLAB\u{1b}")),
        some("LE LAB")
    );
    told("periodesEtablissement/0/denominationUsuelleEtablissement", Value::Null);
    told("uniteLegale/denominationUsuelle1UniteLegale", Value::Null);
    told("uniteLegale/denominationUniteLegale", json!(""));
    told("uniteLegale/prenomUsuelUniteLegale", json!("JEAN"));
    assert_eq!(told("uniteLegale/nomUniteLegale", json!("VALMOREE")), some("JEAN VALMOREE"));
    assert_eq!(told("uniteLegale/sexeUniteLegale", json!("M")), some("MONSIEUR JEAN VALMOREE"));
    assert_eq!(told("uniteLegale/prenomUsuelUniteLegale", json!("[ND]")), None);
}
