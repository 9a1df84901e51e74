//! How tolerantly the answers are read: what is null, missing or new, whose contact is whose, and where the contract is
//! insisted on.

use guichet::domain::student::enrolment::{EnrolmentStatus, Mobility};
use guichet::domain::student::identity::{Contact, Country, Sex};
use guichet::sis::fault::Fault;
use guichet::sis::pegase::{
    Contacts, Element, Followed, Found, Kind, Object, Period, Plan, Settings, read_civil_status,
    read_courses, read_enrolled, read_enrolments, read_flow, read_identity, read_mail, read_object,
    read_objects, read_people, read_periods, read_plan, read_regimes, read_structure, read_structures,
    read_town, read_years,
};
use guichet::sis::port::{Known, Told};
use serde_json::{Value, json};

use super::super::faults::field;
use super::super::some;
use super::{changed, key, number, sample, settings, values};

const STUDENT: &str = "pegase-ins-inscriptions";

fn any_settings() -> Settings {
    settings("https://x.example")
}

fn contact(changes: &[(&str, Value)], contacts: &Contacts) -> Contact {
    let body = changed(STUDENT, changes);
    read_identity(&body, &number("000001842"), contacts).unwrap().this().unwrap().0.contact
}

fn enrolments(changes: &[(&str, Value)], year: i32) -> Told<guichet::domain::student::enrolment::Enrolments> {
    read_enrolments(&changed(STUDENT, changes), &number("000001842"), year, &any_settings())
}

#[test]
fn contacts_are_those_of_the_student_in_the_order_of_the_settings() {
    let usual = any_settings().contacts;
    let annual_first =
        Contacts { addresses: vec!["ADR-ANNU".to_owned(), "ADR-FIXE".to_owned()], ..usual.clone() };
    // The annual address is that of a parent.
    assert_eq!(contact(&[], &annual_first).postal_code, some("88000"));
    let own = [("/apprenant/contacts/1/proprietaire", Value::Null)];
    assert_eq!(contact(&own, &usual).postal_code, some("88000"));
    let annual = contact(&own, &annual_first);
    assert_eq!(annual.address, some("Appt 41, Bât. C, 12 rue des Tilleuls Bleus"));
    assert_eq!((annual.postal_code, annual.town), (some("54000"), some("Nancy")));
    // Of two of the same kind the first one counts.
    let twice = [own[0].clone(), ("/apprenant/contacts/1/demandeDeContact/code", json!("ADR-FIXE"))];
    assert_eq!(contact(&twice, &usual).postal_code, some("88000"));
    let none = Contacts { addresses: Vec::new(), mobiles: Vec::new(), mails: vec!["ADR-FIXE".to_owned()] };
    assert_eq!(contact(&[], &none), Contact::default());
    // A preferred contact that holds nothing gives way.
    let empty = [
        own[0].clone(),
        ("/apprenant/contacts/0/ligne3OuVoie", json!(" ")),
        ("/apprenant/contacts/0/codePostal", Value::Null),
        ("/apprenant/contacts/0/libelleCommune", Value::Null),
    ];
    assert_eq!(contact(&empty, &usual).postal_code, some("54000"));
}

#[test]
fn contacts_of_kinds_that_are_not_known_are_passed_over() {
    let fax = json!({"canalCommunication": "ContactTelecopieComplet", "demandeDeContact": {"code": "FAX"}, "fax": "1"});
    let told = contact(
        &[("/apprenant/contacts/1", fax), ("/apprenant/contacts/2", Value::Null)],
        &any_settings().contacts,
    );
    assert_eq!((told.personal_mail, told.mobile), (None, some("+33600000013")));
    assert_eq!(
        contact(&[("/apprenant/contacts", Value::Null)], &any_settings().contacts),
        Contact::default()
    );
}

#[test]
fn a_town_is_looked_up_only_where_it_is_told_by_its_code() {
    let unnamed = |changes: &[(&str, Value)]| {
        let body = changed(STUDENT, changes);
        let told = read_identity(&body, &number("000001842"), &any_settings().contacts);
        told.unwrap().this().unwrap().1
    };
    let (town, postal) = ("/apprenant/contacts/0/libelleCommune", "/apprenant/contacts/0/codePostal");
    assert_eq!(unnamed(&[]), None);
    assert_eq!(unnamed(&[(town, Value::Null)]), some("88160"));
    assert_eq!(unnamed(&[(town, Value::Null), (postal, Value::Null)]), None);
    let towns = sample("pegase-ref-communes-88000");
    assert_eq!(read_town(&towns, "88160"), Ok(some("EPINAL")));
    assert_eq!(read_town(&towns, "54395"), Ok(None));
}

#[test]
fn the_student_from_abroad_is_read_whole() {
    let (body, student) = (sample("pegase-ins-inscriptions-etranger-mobilite"), number("000002077"));
    let settings = any_settings();
    let told = read_identity(&body, &student, &settings.contacts);
    assert_eq!(told, Ok(Known::This((values::from_abroad(), None))));
    let status = read_civil_status(&body, &student).unwrap().this().unwrap();
    let poland = Country { iso2: some("PL"), code: some("122"), name: some("POLONAIS(E)") };
    assert_eq!((status.ine, status.nationality), (some("080011223LM"), Some(poland)));
    assert_eq!(read_years(&body, &student), Ok(Known::This(vec![2026])));
    let mut year = values::year_from_abroad();
    year.enrolments[0].composante.as_mut().unwrap().label = None;
    assert_eq!(read_enrolments(&body, &student, 2026, &settings), Ok(Known::This(year)));
}

#[test]
fn what_is_null_or_missing_is_absent() {
    let student = number("7");
    let body =
        br#"{"apprenant":{"code":7,"etatCivil":{"prenom":"Zo\u00e9","nouveau":[{}]},"naissance":null}}"#;
    let (told, _) = read_identity(body, &student, &any_settings().contacts).unwrap().this().unwrap();
    assert_eq!((told.given_name, told.sex, told.birth_date), (some("Zoé"), None, None));
    let told = read_civil_status(body, &student).unwrap().this().unwrap();
    assert!(told.ine.is_none() && told.nationality.is_none());
    let body = br#"{"apprenant":{"code":"7"},"inscriptions":[null,{"cible":{"code":"M2","periode":{"anneeUniversitaire":"2026"}}}]}"#;
    let year = read_enrolments(body, &student, 2026, &any_settings()).unwrap().this().unwrap();
    let only = &year.enrolments[0];
    assert_eq!((only.etape.key.clone(), only.etape.period.clone(), &only.status), (key("M2"), None, &None));
    assert!(only.composante.is_none() && only.diploma.is_none() && only.regime.is_none());
    assert!(year.regimes.is_empty() && only.arrangement.is_none() && only.mobility.is_none());
}

#[test]
fn every_null_in_the_place_of_a_value_is_borne() {
    // All but what tells one thing from another.
    let kept = [
        "/apprenant/code",
        "/inscriptions/0/cible/code",
        "/anneeUniversitaire",
        "/cible",
        "/periode",
        "/apprenant",
    ];
    let mut all = Vec::new();
    let body: Value = serde_json::from_slice(&sample(STUDENT)).unwrap();
    leaves(&body, "", &mut all);
    for place in all
        .iter()
        .filter(|place| !kept.iter().any(|kept| place.ends_with(kept)) && !place.ends_with("/cible/code"))
    {
        let body = changed(STUDENT, &[(place, Value::Null)]);
        let (student, settings) = (number("000001842"), any_settings());
        assert!(read_identity(&body, &student, &settings.contacts).is_ok(), "{place}");
        assert!(read_civil_status(&body, &student).is_ok(), "{place}");
        assert!(read_enrolments(&body, &student, 2026, &settings).is_ok(), "{place}");
        assert!(read_years(&body, &student).is_ok(), "{place}");
    }
}

/// The places of all values, those that hold others too.
fn leaves(value: &Value, here: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                found.push(format!("{here}/{name}"));
                leaves(inner, &format!("{here}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (place, inner) in items.iter().enumerate() {
                leaves(inner, &format!("{here}/{place}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn values_that_are_not_known_are_kept_as_they_were_told() {
    let place = "/inscriptions/0";
    let told = enrolments(
        &[
            (&format!("{place}/statutInscription"), json!("en_orbite")),
            (&format!("{place}/situationUniversitaire/mobilite"), json!("LUNAIRE")),
            (&format!("{place}/situationUniversitaire/cesure"), json!("TRIMESTRE")),
            (&format!("{place}/regimeInscription/code"), json!("RIN999")),
            (&format!("{place}/origine"), json!("formationcontinue")),
        ],
        2026,
    );
    let told = told.unwrap().this().unwrap();
    let first = &told.enrolments[0];
    assert_eq!(first.status, Some(EnrolmentStatus::Other("en_orbite".into())));
    assert_eq!(first.mobility, Some(Mobility::Other("LUNAIRE".into())));
    assert_eq!((first.arrangement.as_ref().unwrap().code.as_str(), first.is_cesure), ("TRIMESTRE", false));
    assert_eq!(
        told.regimes.iter().map(|regime| regime.code.as_str()).collect::<Vec<_>>(),
        ["RIN999", "RIN001"]
    );
    let body = changed(
        STUDENT,
        &[("/apprenant/etatCivil/genre", json!("X")), ("/apprenant/contacts/0/pays", json!("998"))],
    );
    let (told, _) =
        read_identity(&body, &number("000001842"), &any_settings().contacts).unwrap().this().unwrap();
    assert_eq!(told.sex, Some(Sex::Other("X".into())));
    let country = Country { iso2: None, code: some("998"), name: some("FRANCE") };
    assert_eq!(told.contact.country, Some(country));
}

#[test]
fn a_cesure_a_mobility_and_an_exchange_are_told_by_the_situation() {
    let situation = |value: Value| {
        let told = enrolments(&[("/inscriptions/0/situationUniversitaire", value)], 2026);
        told.unwrap().this().unwrap().enrolments.remove(0)
    };
    for (cesure, expected) in
        [("SEMESTRE", true), ("ANNEE", true), ("annee", true), ("SANS", false), ("", false)]
    {
        let told = situation(json!({"cesure": cesure}));
        assert_eq!(told.is_cesure, expected, "{cesure}");
        assert_eq!(told.arrangement.is_some(), expected, "{cesure}");
    }
    let told = situation(
        json!({"mobilite": "SORTANTE", "programmeEchange": {"code": "ERASMUS", "codePays": "134"}}),
    );
    assert_eq!((told.mobility, told.exchange), (Some(Mobility::Outgoing), some("ERASMUS")));
}

#[test]
fn an_enrolment_that_is_cancelled_or_unpaid_is_told_as_the_contract_says() {
    let place = |name: &str| format!("/inscriptions/1/{name}");
    let student = number("000001842");
    // A year all of whose enrolments are cancelled is none, and yet they are told.
    let cancelled = [(&*place("statutInscription"), json!("annulee"))];
    assert_eq!(read_years(&changed(STUDENT, &cancelled), &student), Ok(Known::This(vec![2026])));
    let told = enrolments(&cancelled, 2025).unwrap().this().unwrap();
    assert_eq!(told.enrolments[0].status, Some(EnrolmentStatus::Cancelled));
    let told = enrolments(&[(&place("statutPaiement"), json!("nonpaye"))], 2025).unwrap().this().unwrap();
    assert_eq!(told.enrolments[0].status, Some(EnrolmentStatus::Valid));
}

#[test]
fn a_year_in_which_there_is_nothing_is_told_and_what_is_not_told_proves_nothing() {
    let student = number("000001842");
    assert_eq!(enrolments(&[], 2019), Ok(Known::Nothing));
    assert_eq!(enrolments(&[("/inscriptions", json!([]))], 2026), Ok(Known::Nothing));
    assert_eq!(enrolments(&[("/inscriptions", Value::Null)], 2026), Ok(Known::Unsure));
    let years = |value: Value| read_years(&changed(STUDENT, &[("/inscriptions", value)]), &student);
    assert_eq!(years(json!([])), Ok(Known::Nothing));
    assert_eq!(years(Value::Null), Ok(Known::Unsure));
    let nameless = changed(STUDENT, &[("/apprenant/etatCivil", Value::Null)]);
    assert_eq!(read_identity(&nameless, &student, &any_settings().contacts), Ok(Known::Unsure));
    assert_eq!(read_civil_status(&nameless, &student), Ok(Known::Unsure));
    let empty = b"[]";
    assert_eq!(read_structures(empty), Ok(Known::Nothing));
    assert_eq!(read_regimes(empty, &any_settings()), Ok(Known::Nothing));
    assert_eq!(read_enrolled(empty, None), Ok(Known::Nothing));
    assert_eq!(read_courses(empty), Ok(vec![]));
}

#[test]
fn a_year_that_is_not_told_is_not_left_out() {
    let student = number("000001842");
    for told in [Value::Null, json!("x"), json!(20261)] {
        let place = "/inscriptions/1/cible/periode/anneeUniversitaire";
        let field_of = "inscriptions[1].cible.periode.anneeUniversitaire";
        assert_eq!(field(&enrolments(&[(place, told.clone())], 2026).unwrap_err()), field_of);
        assert_eq!(field(&read_years(&changed(STUDENT, &[(place, told)]), &student).unwrap_err()), field_of);
    }
    // Of one that is cancelled it does not matter.
    let cancelled = [("/inscriptions/2/cible/periode", Value::Null)];
    assert_eq!(enrolments(&cancelled, 2026).unwrap().this().unwrap().enrolments.len(), 1);
}

#[test]
fn an_answer_about_somebody_else_is_refused() {
    let other = number("000002077");
    let body = sample(STUDENT);
    let told = |fault: Fault| {
        assert!(!format!("{fault} {fault:?}").contains("0000"), "{fault:?}");
        field(&fault).to_owned()
    };
    assert_eq!(told(read_identity(&body, &other, &any_settings().contacts).unwrap_err()), "apprenant.code");
    assert_eq!(told(read_civil_status(&body, &other).unwrap_err()), "apprenant.code");
    assert_eq!(told(read_years(&body, &other).unwrap_err()), "apprenant.code");
    assert_eq!(told(read_enrolments(&body, &other, 2026, &any_settings()).unwrap_err()), "apprenant.code");
    let mail = read_mail(&sample("pegase-idt-identite"), &other).unwrap_err();
    assert_eq!(told(mail), "profilApprenant.codeApprenant");
}

#[test]
fn a_broken_contract_names_the_field_and_nothing_that_stands_there() {
    let secret = || json!({"WIERZBOWSKI": 1});
    for (pointer, value, place) in [
        ("/inscriptions/0/cible/code", Value::Null, "inscriptions[0].cible.code"),
        ("/inscriptions/0/cible/code", json!(""), "inscriptions[0].cible.code"),
        ("/inscriptions/0/cible", json!(["WIERZBOWSKI"]), "inscriptions[0].cible"),
        ("/inscriptions/0/cible/libelleCourt", secret(), "inscriptions[0].cible.libelleCourt"),
        ("/inscriptions", secret(), "inscriptions"),
        ("/apprenant/contacts", secret(), "apprenant.contacts"),
        ("/apprenant/contacts/2/mail", secret(), "apprenant.contacts[2].mail"),
        ("/apprenant/code", Value::Null, "apprenant.code"),
    ] {
        let fault = enrolments(&[(pointer, value)], 2026).unwrap_err();
        assert_eq!(field(&fault), place);
        assert!(!format!("{fault} {fault:?}").contains("WIERZBOWSKI"), "{fault:?}");
    }
    let flow = changed(
        "pegase-ins-flux-inscriptions-pagine",
        &[("/resultats/0/codeApprenant", json!("WIERZ BOWSKI"))],
    );
    assert_eq!(field(&read_flow(&flow, None).unwrap_err()), "resultats[0].codeApprenant");
    let people =
        changed("pegase-idt-recherche-apprenants", &[("/items/0/codeApprenant", json!("WIERZ BOWSKI"))]);
    assert_eq!(field(&read_people(&people).unwrap_err()), "items[0].codeApprenant");
    let name = "pegase-chc-extraction-objet-formation";
    let enrolled = changed(name, &[("/0/listeApprenants/1/codeApprenant", Value::Null)]);
    assert_eq!(field(&read_enrolled(&enrolled, None).unwrap_err()), "[0].listeApprenants[1].codeApprenant");
    // A failure that passes for an answer is no list.
    let failure = sample("pegase-erreur-400");
    assert_eq!(field(&read_periods(&failure).unwrap_err()), "items");
    assert_eq!(field(&read_courses(&failure).unwrap_err()), ".");
    assert_eq!(field(&read_mail(&failure, &number("1")).unwrap_err()), "id");
    assert_eq!(field(&read_plan(&failure).unwrap_err()), "racine");
    assert_eq!(field(&read_object(&failure).unwrap_err()), "code");
}

#[test]
fn students_whose_enrolment_is_cancelled_are_not_found() {
    let name = "pegase-ins-flux-inscriptions-pagine";
    let read =
        |changes: &[(&str, Value)], formation| read_flow(&changed(name, changes), formation).unwrap().items;
    assert_eq!(read(&[], None), [Some(values::found())]);
    assert_eq!(read(&[], Some("MINFO")), [Some(values::found())]);
    assert_eq!(read(&[], Some("LDROIT")), [None]);
    assert_eq!(read(&[("/resultats/0/statutInscription", json!("annulee"))], None), [None]);
    assert_eq!(read(&[("/resultats/0/statutInscription", Value::Null)], None), [Some(values::found())]);
}

#[test]
fn structures_are_called_by_their_official_name() {
    let name = "pegase-ref-structure-UFR-SCI";
    assert_eq!(read_structure(&sample(name)), Ok(values::composante()));
    let told = read_structure(&changed(name, &[("/appellationOfficielle", Value::Null)])).unwrap();
    assert_eq!(told.label, some("Faculté des sciences"));
    assert_eq!(
        read_structures(&sample("pegase-ref-structures")),
        Ok(Known::This(vec![values::composante()]))
    );
    assert_eq!(
        read_regimes(&sample("pegase-ref-RegimeInscription"), &any_settings()),
        Ok(Known::This(values::regimes()))
    );
}

#[test]
fn people_and_mail_addresses_are_read() {
    let id = "3b1f6a52-7c11-4d0e-9f50-0a1b2c3d4e5f".to_owned();
    let page = read_people(&sample("pegase-idt-recherche-apprenants")).unwrap();
    assert_eq!((page.items, page.pages), (vec![Some((id, values::found()))], Some(1)));
    let mail = read_mail(&sample("pegase-idt-identite"), &number("000001842"));
    assert_eq!(mail, Ok(values::identity().mail));
    for place in ["/profilApprenant", "/profilApprenant/donneesContact"] {
        let body = changed("pegase-idt-identite", &[(place, Value::Null)]);
        assert_eq!(read_mail(&body, &number("000001842")), Ok(None), "{place}");
    }
}

#[test]
fn courses_are_read_in_the_order_of_their_tree() {
    let element = |code: &str, depth, is_followed| Element { code: code.to_owned(), depth, is_followed };
    let followed = Followed {
        period: some("PER-2026"),
        formation: some("MINFO"),
        elements: vec![
            element("MINFO2-GL", 0, true),
            element("MINFO2-S9", 1, true),
            element("MINFO2-ARCHI", 2, true),
            element("MINFO2-S10", 1, true),
            element("MINFO2-STAGE", 2, true),
            element("MINFO2-STOPT", 2, false),
        ],
    };
    assert_eq!(read_courses(&sample("pegase-chc-cursus")), Ok(vec![followed]));
    let students = vec![values::found(), values::found_from_abroad()];
    let body = sample("pegase-chc-extraction-objet-formation");
    assert_eq!(read_enrolled(&body, None), Ok(Known::This(students)));
}

#[test]
fn periods_and_objects_of_programmes_are_read() {
    let period = |year: i32, is_active| Period {
        id: format!("6f0c1f0e-0000-4000-8000-00000000{year}"),
        code: format!("PER-{year}"),
        year: Some(year),
        is_active,
    };
    let page = read_periods(&sample("pegase-odf-espaces")).unwrap();
    // The third is a sandbox.
    assert_eq!(page.items, [Some(period(2025, false)), Some(period(2026, true)), None]);
    let found = |place: &str, code: &str, label: &str, kind| Found {
        id: format!("c0ffee00-0000-4000-8000-0000000000{place}"),
        code: code.to_owned(),
        label: some(label),
        kind: Some(kind),
    };
    let page = read_objects(&sample("pegase-odf-objets-maquette")).unwrap();
    assert_eq!(page.items, [found("10", "MINFO2-STAGE", "Stage fin d'études", Kind::Part)]);
    assert_eq!(
        read_object(&sample("pegase-odf-objet-maquette-stage")),
        Ok(Object {
            code: "MINFO2-STAGE".to_owned(),
            label: some("Stage fin d'études"),
            credits: Some(30.into()),
            nature: some("STAGE"),
            is_internship: true,
            period: some("6f0c1f0e-0000-4000-8000-000000002026"),
            composante: some("UFR-SCI"),
            roots: vec!["c0ffee00-0000-4000-8000-000000000001".to_owned()],
        })
    );
    let etape =
        Plan { found: found("02", "MINFO2-GL", "M2 Info GL", Kind::Part), is_etape: true, parts: Vec::new() };
    let diploma = Plan {
        found: found("01", "MINFO", "Master Informatique", Kind::Formation),
        is_etape: false,
        parts: vec![etape],
    };
    assert_eq!(read_plan(&sample("pegase-odf-maquette")), Ok(diploma));
    for (told, kind) in [("GROUPEMENT", Kind::Group), ("BOUQUET", Kind::Other("BOUQUET".into()))] {
        let body = changed("pegase-odf-objets-maquette", &[("/items/0/typeObjetMaquette", json!(told))]);
        assert_eq!(read_objects(&body).unwrap().items[0].kind, Some(kind));
    }
}
