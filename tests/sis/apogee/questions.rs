//! What Apogée is asked: the same as the samples of its contract, in whatever way both are written.

use guichet::domain::student::search::StudentSearch;
use guichet::sis::fault::{Fault, Service};
use guichet::sis::port::StudentRecords;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;
use wiremock::MockServer;

use super::super::{QUICK, sample};
use super::{
    ADDRESSES, COMPOSANTES, ENROLMENTS, IDENTIFIERS, OFFER, PROOF, REGIMES, STATUS, STUDENTS, YEAR, YEARS,
    apogee, asked, changed, fault, key, number, records, response, search, xml,
};

/// What a document means, line by line: elements by their namespaces, what is nil, and texts.
fn meaning(document: &str) -> Vec<String> {
    let mut reader = NsReader::from_str(document);
    reader.config_mut().expand_empty_elements = true;
    let mut lines = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                let (namespace, name) = reader.resolver().resolve_element(tag.name());
                let namespace = match namespace {
                    ResolveResult::Bound(namespace) => namespace.into_inner(),
                    ResolveResult::Unbound => "",
                    ResolveResult::Unknown(prefix) => panic!("{prefix}"),
                };
                let mut line = format!("{{{namespace}}}{}", name.as_ref());
                for attribute in tag.attributes().map(Result::unwrap) {
                    if !attribute.key.as_ref().starts_with("xmlns") {
                        line += &format!(" {}={}", attribute.key.as_ref(), attribute.value);
                    }
                }
                lines.push(line);
            }
            Event::Text(text) if text.trim().is_empty() => {}
            Event::Text(text) => lines.push(format!("{:?}", text.xml10_content())),
            Event::GeneralRef(reference) => lines.push(format!("&{}", &*reference)),
            Event::End(_) => lines.push("end".to_owned()),
            Event::Decl(_) => {}
            Event::Eof => return lines,
            other => panic!("{other:?}"),
        }
    }
}

/// Everything that a server was asked under this name.
async fn questions(server: &MockServer, name: &str) -> Vec<String> {
    let requests = server.received_requests().await.unwrap();
    let those = requests.iter().filter(|request| asked(request) == name);
    those.map(|request| String::from_utf8(request.body.clone()).unwrap()).collect()
}

/// What a sample asks, with these changes.
fn sampled(name: &str, changes: &[(&str, &str)]) -> Vec<String> {
    let body = String::from_utf8(sample(&format!("apogee-{name}-request"))).unwrap();
    meaning(&changed(body, changes))
}

#[tokio::test]
async fn every_question_means_what_its_sample_means() {
    let unnamed = changed(
        response(ENROLMENTS),
        &[("<libComposante>Faculté des sciences</libComposante>", "<libComposante xsi:nil=\"true\"/>")],
    );
    let server = apogee([(ENROLMENTS, xml(200, unnamed))]).await;
    let client = records(&server, QUICK);
    assert_eq!(client.service(), Service::Apogee);
    let student = number("22104518");
    client.identity(&student, 2026).await.unwrap();
    client.years(&student).await.unwrap();
    client.enrolments(&student, 2026).await.unwrap();
    client.find(&search()).await.unwrap();
    for (name, times) in [
        (STATUS, 1),
        (IDENTIFIERS, 1),
        (ADDRESSES, 1),
        (STUDENTS, 1),
        (YEARS, 1),
        (ENROLMENTS, 1),
        (YEAR, 2),
        (OFFER, 1),
        (REGIMES, 1),
        (COMPOSANTES, 1),
    ] {
        let asked = questions(&server, name).await;
        assert_eq!(asked.len(), times, "{name}");
        for question in asked {
            assert_eq!(meaning(&question), sampled(name, &[]), "{name}");
        }
    }
}

#[tokio::test]
async fn each_question_goes_to_its_service_with_the_login_of_that_service() {
    let server = apogee([]).await;
    let client = records(&server, QUICK);
    let student = number("22104518");
    client.identity(&student, 2026).await.unwrap();
    client.enrolments(&student, 2026).await.unwrap();
    client.composantes().await.unwrap();
    for request in server.received_requests().await.unwrap() {
        let (service, proof) = match asked(&request).as_str() {
            STATUS | IDENTIFIERS | ADDRESSES => ("EtudiantMetier", Some(PROOF)),
            YEAR | ENROLMENTS => ("AdministratifMetier", Some(PROOF)),
            OFFER => ("OffreFormationMetier", Some(PROOF)),
            _ => ("ReferentielMetier", None),
        };
        assert_eq!(request.url.path(), format!("/wsapogee/services/{service}"));
        let header = |name: &str| request.headers.get(name).map(|value| value.to_str().unwrap());
        assert_eq!(header("authorization"), proof);
        assert_eq!(header("soapaction"), Some("\"\""));
        assert_eq!(header("content-type"), Some("text/xml; charset=utf-8"));
        assert_eq!(header("accept"), Some("text/xml"));
    }
}

#[tokio::test]
async fn lists_are_asked_for_in_words_of_apogee_for_all_and_none() {
    let server = apogee([]).await;
    let client = records(&server, QUICK);
    client.etapes().await.unwrap();
    client.programmes("SCI", 2026).await.unwrap();
    client.elements(&key("MINFO2", "211")).await.unwrap();
    client.regimes().await.unwrap();
    client.composantes().await.unwrap();
    let offer = |changes: &[(&str, &str)]| sampled(OFFER, changes);
    let open = ("<temOuvertRecrutement xsi:nil=\"true\"/>", "<temOuvertRecrutement>O</temOuvertRecrutement>");
    let all = [
        ("<codElp>tous<", "<codElp>aucun<"),
        ("<codEtp>MINFO2<", "<codEtp>tous<"),
        ("<codVrsVet>211<", "<codVrsVet>tous<"),
        open,
    ];
    let of_a_year = [
        ("<codAnu xsi:nil=\"true\"/>", "<codAnu>2026</codAnu>"),
        ("<codComposanteVdi xsi:nil=\"true\"/>", "<codComposanteVdi>SCI</codComposanteVdi>"),
        ("<codDip>aucun<", "<codDip>tous<"),
        ("<codVrsVdi>aucun<", "<codVrsVdi>tous<"),
    ];
    let asked: Vec<_> = questions(&server, OFFER).await.iter().map(|asked| meaning(asked)).collect();
    assert_eq!(asked, [offer(&all), offer(&[&all[..], &of_a_year].concat()), offer(&[])]);
    let asked = questions(&server, REGIMES).await;
    let everything = [("<_codRegIns>1<", "<_codRegIns><"), ("<_temoinEnService>O<", "<_temoinEnService><")];
    assert_eq!(meaning(&asked[0]), sampled(REGIMES, &everything));
    let asked = questions(&server, COMPOSANTES).await;
    assert_eq!(meaning(&asked[0]), sampled(COMPOSANTES, &[("<_codCmp>SCI<", "<_codCmp><")]));
}

#[tokio::test]
async fn addresses_of_the_year_are_asked_for_where_there_are_none_now() {
    for (refusal, times) in [("etudiant-introuvable", 2), ("codEtu-incoherent", 2), ("base-indisponible", 1)]
    {
        let server = apogee([(ADDRESSES, fault(refusal))]).await;
        let _ = records(&server, QUICK).identity(&number("22104518"), 2026).await;
        let asked = questions(&server, ADDRESSES).await;
        assert_eq!(asked.len(), times, "{refusal}");
        assert_eq!(meaning(&asked[0]), sampled(ADDRESSES, &[]));
        if let Some(then) = asked.get(1) {
            assert_eq!(meaning(then), sampled(ADDRESSES, &[("<_annee><", "<_annee>2026<")]));
        }
    }
}

#[tokio::test]
async fn what_is_asked_for_steers_nothing() {
    let server = apogee([]).await;
    let code = "<x/>]]>&amp;\u{1b}\"'";
    records(&server, QUICK).elements(&key(code, "211")).await.unwrap();
    let asked = &questions(&server, OFFER).await[0];
    assert!(asked.contains("<codEtp>&lt;x/&gt;]]&gt;&amp;amp;&quot;&apos;</codEtp>"), "{asked}");
}

#[tokio::test]
async fn a_search_without_an_etape_never_leaves() {
    let server = apogee([]).await;
    for search in [StudentSearch { etape: None, ..search() }, StudentSearch { year: None, ..search() }] {
        let fault = records(&server, QUICK).find(&search).await.unwrap_err();
        assert!(matches!(fault, Fault::Refused { status: None, .. }), "{fault:?}");
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}
