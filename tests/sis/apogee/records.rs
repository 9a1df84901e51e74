//! What Apogée answers, sample by sample and with what may differ from them.

use guichet::domain::student::enrolment::{Diploma, Etape, EtapeKey, Programme, Regime};
use guichet::domain::student::identity::{Contact, Country, Sex};
use guichet::domain::student::search::{FoundStudent, StudentSearch};
use guichet::domain::student::{Coded, StudentNumber};
use guichet::sis::port::{Known, StudentRecords};
use wiremock::ResponseTemplate;

use super::super::siscol::values;
use super::super::{QUICK, some};
use super::{
    ADDRESSES, COMPOSANTES, ENROLMENTS, IDENTIFIERS, OFFER, REGIMES, STATUS, STUDENTS, YEAR, YEARS, apogee,
    changed, fault, key, number, records, response, search, xml,
};

const NIL: &str = " xsi:nil=\"true\"/>";

fn student() -> StudentNumber {
    number("22104518")
}

#[tokio::test]
async fn a_student_is_read_as_through_the_gateway() {
    let server = apogee([]).await;
    let client = records(&server, QUICK);
    assert_eq!(client.identity(&student(), 2026).await, Ok(Known::This(values::of_apogee())));
    assert_eq!(client.civil_status(&student()).await, Ok(Known::This(values::civil_status())));
    assert_eq!(client.years(&student()).await, Ok(Known::This((2021..=2026).collect())));
}

#[tokio::test]
async fn a_year_holds_the_enrolments_that_are_paid_with_what_is_taught_in_them() {
    let server = apogee([]).await;
    let told = records(&server, QUICK).enrolments(&student(), 2026).await;
    assert_eq!(told, Ok(Known::This(values::year_of_apogee())));
}

#[tokio::test]
async fn students_are_found_in_an_etape_and_narrowed_here() {
    let server = apogee([]).await;
    let client = records(&server, QUICK);
    let found: Vec<FoundStudent> =
        values::found().into_iter().map(|student| FoundStudent { mail: None, ..student }).collect();
    assert_eq!(client.find(&search()).await, Ok(Known::This(found.clone())));
    for narrowed in [
        StudentSearch { surname: some("wierz"), ..search() },
        StudentSearch { given_name: some("Tômasz"), surname: some("BOWSKI"), ..search() },
        StudentSearch { number: Some(number("22207733")), ..search() },
    ] {
        assert_eq!(client.find(&narrowed).await, Ok(Known::This(found[1..].to_vec())));
    }
    let nobody = StudentSearch { surname: some("wierz"), given_name: some("maelys"), ..search() };
    assert_eq!(client.find(&nobody).await, Ok(Known::Nothing));
}

#[tokio::test]
async fn the_lists_are_those_of_the_institution() {
    let server = apogee([]).await;
    let client = records(&server, QUICK);
    let etape = Etape {
        key: key("MINFO2", "211"),
        label: some("Master 2 Informatique - Génie logiciel"),
        period: None,
    };
    assert_eq!(client.elements(&key("MINFO2", "211")).await, Ok(Known::This(values::elements())));
    assert_eq!(client.etapes().await, Ok(Known::This(vec![etape])));
    assert_eq!(client.programmes("SCI", 2026).await, Ok(Known::This(values::programmes())));
    let composante = Coded { code: "SCI".to_owned(), label: some("FACULTE DES SCIENCES") };
    assert_eq!(client.composantes().await, Ok(Known::This(vec![composante])));
    let regime = Regime { code: "1".to_owned(), label: some("Formation initiale"), short: some("INITIALE") };
    assert_eq!(client.regimes().await, Ok(Known::This(vec![regime])));
    // None of them is asked for twice.
    let before = server.received_requests().await.unwrap().len();
    client.etapes().await.unwrap();
    client.programmes("SCI", 2026).await.unwrap();
    client.composantes().await.unwrap();
    client.regimes().await.unwrap();
    assert_eq!(server.received_requests().await.unwrap().len(), before);
    client.programmes("SCI", 2025).await.unwrap();
    assert_eq!(server.received_requests().await.unwrap().len(), before + 1);
}

#[tokio::test]
async fn a_student_from_abroad_has_no_town_and_another_last_line() {
    let server = apogee([(ADDRESSES, xml(200, response("recupererAdressesEtudiant_v2-etranger")))]).await;
    let told = records(&server, QUICK).identity(&student(), 2026).await.unwrap().this().unwrap();
    let contact = told.contact;
    assert_eq!(contact.address, some("UL. WYMYSLONA 7/12 00-999 MIASTOWO"));
    assert_eq!((contact.postal_code, contact.town, contact.phone), (None, None, None));
    let country = Country { iso2: some("PL"), code: some("122"), name: some("POLOGNE") };
    assert_eq!(contact.country, Some(country));
    assert_eq!(
        (contact.mobile, contact.personal_mail),
        (some("0600000024"), some("t.wierzbowski@poczta-fikcja.example"))
    );
    // What this operation does not tell of the directory, the other does.
    assert_eq!(told.mail, values::of_apogee().mail);
}

#[tokio::test]
async fn a_cesure_is_what_the_settings_say() {
    for (code, expected) in [("C1", true), ("S3", false)] {
        let body = changed(
            response("recupererIAEtapes_v3-cesure"),
            &[("<codCurAmg>C1<", &format!("<codCurAmg>{code}<"))],
        );
        let server = apogee([(ENROLMENTS, xml(200, body))]).await;
        let told = records(&server, QUICK).enrolments(&student(), 2026).await.unwrap().this().unwrap();
        let [only] = told.enrolments.as_slice() else { panic!("{told:?}") };
        assert_eq!(only.is_cesure, expected, "{code}");
        assert_eq!(only.arrangement, Some(Coded { code: code.to_owned(), label: some("Césure année") }));
        assert_eq!(only.etape.key, key("LINFO3", "211"));
        // The offer that is told is of another étape.
        assert_eq!((&only.cycle, &only.finality, &only.teaching_hours), (&None, &None, &None));
        assert!(told.elements.is_empty());
    }
}

#[tokio::test]
async fn an_enrolment_that_is_not_paid_or_not_current_does_not_count() {
    let paid = "<codeInscriptionPayee>P<";
    for change in [
        (paid, "<codeInscriptionPayee>I<"),
        ("<codeInscriptionPayee>P</codeInscriptionPayee>", "<codeInscriptionPayee xsi:nil=\"true\"/>"),
        ("<codeEtatIAE>E<", "<codeEtatIAE>A<"),
        ("<codeEtatIAA>E<", "<codeEtatIAA>R<"),
    ] {
        let server = apogee([(ENROLMENTS, xml(200, changed(response(ENROLMENTS), &[change])))]).await;
        let told = records(&server, QUICK).enrolments(&student(), 2026).await;
        assert_eq!(told, Ok(Known::Nothing), "{change:?}");
    }
    let body = changed(response(ENROLMENTS), &[("<codeInscriptionPayee>I<", paid)]);
    let server = apogee([(ENROLMENTS, xml(200, body))]).await;
    let told = records(&server, QUICK).enrolments(&student(), 2026).await.unwrap().this().unwrap();
    let codes: Vec<&str> = told.enrolments.iter().map(|one| one.etape.key.code.as_str()).collect();
    assert_eq!(codes, ["MINFO2", "DUENT1"]);
    assert_eq!((told.regimes.len(), told.elements.len()), (1, 1));
}

#[tokio::test]
async fn what_an_operation_does_not_know_is_absent_and_the_rest_stands() {
    let nothing = || fault("etudiant-introuvable");
    let server = apogee([(IDENTIFIERS, nothing()), (ADDRESSES, nothing()), (YEAR, fault("aucune-ia"))]).await;
    let told = records(&server, QUICK).identity(&student(), 2026).await.unwrap().this().unwrap();
    assert_eq!((told.birth_name, told.inner_id, told.mail), (some("DESFONTAINES"), None, None));
    assert_eq!((told.contact, told.health_fund), (Contact::default(), None));

    let others = [(OFFER, fault("se-vide")), (YEAR, fault("aucune-ia")), (REGIMES, fault("se-vide"))];
    let told =
        records(&apogee(others).await, QUICK).enrolments(&student(), 2026).await.unwrap().this().unwrap();
    let regime = Regime { code: "1".to_owned(), label: some("Formation initiale"), short: None };
    assert_eq!((&told.regimes, &told.enrolments[0].regime), (&vec![regime.clone()], &Some(regime)));
    assert!(told.elements.is_empty() && told.enrolments[0].cycle.is_none());
}

#[tokio::test]
async fn codes_that_are_not_known_are_kept_and_nils_are_absent() {
    let status = changed(
        response(STATUS),
        &[
            ("<sexe>F<", "<sexe>X<"),
            ("<codeNationalite>100<", "<codeNationalite>998<"),
            ("<prenom2>ROSE</prenom2>", &format!("<prenom2{NIL}")),
            ("<numEtu>22104518</numEtu>", ""),
            ("<situationFamiliale>", "<nouveau><item/></nouveau><situationFamiliale>"),
        ],
    );
    let server = apogee([(STATUS, xml(200, status))]).await;
    let told = records(&server, QUICK).civil_status(&student()).await.unwrap().this().unwrap();
    assert_eq!((told.sex, told.second_given_name), (Some(Sex::Other("X".into())), None));
    let country = Country { iso2: None, code: some("998"), name: some("FRANCAIS(E)") };
    assert_eq!(told.nationality, Some(country));

    let bare = "<e:Envelope xmlns:e='e'><e:Body><r:recupererIAEtapes_v3Response xmlns:r='r'>
        <recupererIAEtapes_v3Return><etape><codeEtp>MINFO2</codeEtp></etape>
        <codeInscriptionPayee>P</codeInscriptionPayee></recupererIAEtapes_v3Return>
        </r:recupererIAEtapes_v3Response></e:Body></e:Envelope>";
    let server = apogee([(ENROLMENTS, xml(200, bare))]).await;
    let told = records(&server, QUICK).enrolments(&student(), 2026).await.unwrap().this().unwrap();
    let only = &told.enrolments[0];
    assert_eq!(only.etape.key, EtapeKey { code: "MINFO2".to_owned(), version: None });
    assert!(only.composante.is_none() && only.diploma.is_none() && only.arrangement.is_none());
    let elements: Vec<&str> = told.elements_of(only).map(|element| element.code.as_str()).collect();
    assert_eq!(elements, ["SCI10STG"]);
    // The only regime of the year is that of its enrolments.
    assert_eq!(only.regime.as_ref().and_then(|regime| regime.short.clone()), some("INITIALE"));
}

#[tokio::test]
async fn a_composante_without_a_name_is_asked_for_it() {
    let body = changed(
        response(ENROLMENTS),
        &[("<libComposante>Faculté des sciences</libComposante>", "<libComposante/>")],
    );
    let unknown = || changed(response(COMPOSANTES), &[("<codCmp>SCI<", "<codCmp>DRO<")]);
    for (answer, label) in [
        (xml(200, response(COMPOSANTES)), some("FACULTE DES SCIENCES")),
        (xml(200, unknown()), None),
        (fault("se-vide"), None),
    ] {
        let server = apogee([(ENROLMENTS, xml(200, body.clone())), (COMPOSANTES, answer)]).await;
        let told = records(&server, QUICK).enrolments(&student(), 2026).await.unwrap().this().unwrap();
        assert_eq!(told.enrolments[0].composante, Some(Coded { code: "SCI".to_owned(), label }));
    }
}

#[tokio::test]
async fn composantes_stand_inside_others_and_may_be_out_of_use() {
    let inner = "<listeComposanteFils><composante><codCmp>INF</codCmp><libCmp>INFORMATIQUE</libCmp>
        <temEnSveCmp>O</temEnSveCmp></composante><composante><codCmp>OLD</codCmp><libCmp>ANCIENNE</libCmp>
        <temEnSveCmp>N</temEnSveCmp></composante></listeComposanteFils>";
    let body = changed(response(COMPOSANTES), &[("<listeComposanteFils xsi:nil=\"true\"/>", inner)]);
    let server = apogee([(COMPOSANTES, xml(200, body))]).await;
    let told = records(&server, QUICK).composantes().await.unwrap().this().unwrap();
    let codes: Vec<&str> = told.iter().map(|composante| composante.code.as_str()).collect();
    assert_eq!(codes, ["INF", "SCI"]);
}

#[tokio::test]
async fn an_element_is_an_internship_by_its_mark_or_its_nature_unless_it_is_suspended() {
    let project = "<libNatureElp>Unité d'enseignement</libNatureElp>";
    for (changes, codes) in [
        (vec![], vec!["SCI10STG"]),
        (vec![("<temStage>N<", "<temStage>O<")], vec!["SCI10STG", "SCI10PRJ"]),
        (vec![(project, "<libNatureElp>Stage</libNatureElp>")], vec!["SCI10STG", "SCI10PRJ"]),
        (vec![("<temStage>O<", "<temStage>N<")], vec!["SCI10STG"]),
        (vec![("<temSusp>N<", "<temSusp>O<")], vec![]),
        // Twice in the lists of one étape, it is one.
        (
            vec![("<codElp>SCI10PRJ<", "<codElp>SCI10STG<"), ("<temStage>N<", "<temStage>O<")],
            vec!["SCI10STG"],
        ),
    ] {
        let server = apogee([(OFFER, xml(200, changed(response(OFFER), &changes)))]).await;
        let told = records(&server, QUICK).elements(&key("MINFO2", "211")).await.unwrap();
        let told = told.this().unwrap_or_default();
        assert_eq!(
            told.iter().map(|element| element.code.as_str()).collect::<Vec<_>>(),
            codes,
            "{changes:?}"
        );
    }
    let server = apogee([]).await;
    let client = records(&server, QUICK);
    assert_eq!(client.elements(&key("MINFO2", "212")).await, Ok(Known::Nothing));
    let any_version = EtapeKey { code: "MINFO2".to_owned(), version: None };
    assert_eq!(client.elements(&any_version).await, Ok(Known::This(values::elements())));
}

#[tokio::test]
async fn an_etape_of_two_diplomas_has_the_cycle_of_the_one_that_is_followed() {
    let whole = response(OFFER);
    let (head, rest) = whole.split_once("<recupererSE_v4Return>").unwrap();
    let (diploma, tail) = rest.split_once("</recupererSE_v4Return>").unwrap();
    let other = changed(
        diploma.to_owned(),
        &[
            ("<codDip>MINF<", "<codDip>DUSP<"),
            ("<codCursusLmd>M<", "<codCursusLmd>D<"),
            ("<codFinalite>P<", "<codFinalite>R<"),
        ],
    );
    let open = "<recupererSE_v4Return>";
    let close = "</recupererSE_v4Return>";
    let both = format!("{head}{open}{other}{close}{open}{diploma}{close}{tail}");
    let server = apogee([(OFFER, xml(200, both))]).await;
    let client = records(&server, QUICK);
    let told = client.enrolments(&student(), 2026).await;
    assert_eq!(told, Ok(Known::This(values::year_of_apogee())));
    let programmes = client.programmes("SCI", 2026).await.unwrap().this().unwrap();
    let label = some("Master Informatique");
    let first = Diploma { code: "DUSP".to_owned(), version: some("210"), label };
    assert_eq!(programmes[0], Programme { diploma: first, ..values::programmes().remove(0) });
    assert_eq!(programmes[1..], values::programmes());
    // One étape, however many diplomas it stands in.
    assert_eq!(client.etapes().await.unwrap().this().unwrap().len(), 1);
}

#[tokio::test]
async fn texts_are_read_in_the_character_set_of_the_service() {
    let latin = |declaration: &str| {
        let body = changed(
            response(ENROLMENTS),
            &[
                ("<?xml version='1.0' encoding='UTF-8'?>", declaration),
                ("Faculté des sciences", "Faculté des sœurs à 5 €"),
            ],
        );
        let bytes = body.chars().map(|sign| match sign {
            'œ' => 0xbd,
            '€' => 0xa4,
            sign => u8::try_from(u32::from(sign)).unwrap(),
        });
        bytes.collect::<Vec<u8>>()
    };
    let declared = "<?xml version='1.0' encoding='ISO-8859-15'?>";
    for (declaration, kind) in [
        (declared, "text/xml"),
        ("<?xml version='1.0'?>", "text/xml; charset=\"iso-8859-15\""),
        ("", "text/xml;charset=ISO-8859-15;action=x"),
        (declared, "text/xml; charset=utf-8"),
    ] {
        let answer = ResponseTemplate::new(200).set_body_raw(latin(declaration), kind);
        let server = apogee([(ENROLMENTS, answer)]).await;
        let told = records(&server, QUICK).enrolments(&student(), 2026).await.unwrap().this().unwrap();
        let label = told.enrolments[0].composante.as_ref().and_then(|composante| composante.label.clone());
        assert_eq!(label, some("Faculté des sœurs à 5 €"), "{declaration} {kind}");
    }
}

#[tokio::test]
async fn prefixes_are_as_each_server_likes_them() {
    let body = response(YEARS);
    for changes in [
        vec![("soapenv:", "S:"), ("xmlns:soapenv", "xmlns:S"), ("ns2:", ""), ("xmlns:ns2", "xmlns:x")],
        vec![
            ("soapenv:Envelope", "Envelope"),
            ("soapenv:Body", "Body"),
            ("ns2:", "ns17.a-b:"),
            ("xmlns:ns2", "xmlns:ns17.a-b"),
        ],
    ] {
        let changes: Vec<_> = changes.into_iter().filter(|(from, _)| body.contains(from)).collect();
        let mut other = body.clone();
        for (from, to) in changes {
            other = other.replace(from, to);
        }
        let server = apogee([(YEARS, xml(200, other))]).await;
        let told = records(&server, QUICK).years(&student()).await;
        assert_eq!(told, Ok(Known::This((2021..=2026).collect())));
    }
    let server = apogee([(STUDENTS, xml(200, changed(response(STUDENTS), &[("ns2:", "p:")])))]).await;
    assert!(matches!(records(&server, QUICK).find(&search()).await, Ok(Known::This(_))));
}
