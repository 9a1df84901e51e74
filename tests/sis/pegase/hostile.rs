//! Whatever bytes Pégase sends, they are read or refused with a fault that names the call and the field, and what is
//! read is tidy.

use std::fmt::Debug;

use guichet::sis::fault::Fault;
use guichet::sis::pegase::{
    Found, Object, Plan, Settings, read_civil_status, read_courses, read_enrolled, read_enrolments,
    read_flow, read_identity, read_mail, read_object, read_objects, read_people, read_periods, read_plan,
    read_regimes, read_structure, read_structures, read_town, read_years,
};
use guichet::sis::port::{Known, Told};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::hostile::{bytes_changed, tidy, values_changed};
use super::super::sample;
use super::{number, settings};

const SAMPLES: [&str; 20] = [
    "pegase-auth-exchanges",
    "pegase-chc-cursus",
    "pegase-chc-extraction-objet-formation",
    "pegase-erreur-400",
    "pegase-erreur-404",
    "pegase-erreur-500-apprenant-non-trouve",
    "pegase-idt-identite",
    "pegase-idt-recherche-apprenants",
    "pegase-ins-flux-inscriptions-pagine",
    "pegase-ins-inscriptions",
    "pegase-ins-inscriptions-etranger-mobilite",
    "pegase-odf-espaces",
    "pegase-odf-maquette",
    "pegase-odf-objet-maquette-stage",
    "pegase-odf-objets-maquette",
    "pegase-ref-PaysNationalite",
    "pegase-ref-RegimeInscription",
    "pegase-ref-communes-88000",
    "pegase-ref-structure-UFR-SCI",
    "pegase-ref-structures",
];

/// Looks at why some bytes were refused.
fn refused(name: &str, fault: &Fault) {
    assert_eq!(fault.call().name, name);
    match fault {
        Fault::Broken { field, .. } => {
            assert!(!field.is_empty() && !field.chars().any(char::is_control), "{field:?}");
        }
        Fault::Unavailable { .. } => {}
        other => panic!("{other:?}"),
    }
}

/// Looks at what came of some bytes.
fn judge<T: Debug + PartialEq + Serialize + DeserializeOwned>(name: &str, told: Told<T>) {
    super::super::hostile::judge(&format!("Pégase ({name})"), told);
}

/// The same, where these are the texts of what is read.
fn judge_texts<T>(name: &str, told: Result<T, Fault>, texts: impl Fn(T) -> Vec<Option<String>>) {
    match told {
        Ok(value) => texts(value).into_iter().for_each(|text| tidy(&Value::from(text))),
        Err(fault) => refused(name, &fault),
    }
}

fn of_found(found: Found) -> Vec<Option<String>> {
    vec![Some(found.id), Some(found.code), found.label]
}

fn of_object(object: Object) -> Vec<Option<String>> {
    let mut texts = vec![Some(object.code), object.label, object.nature, object.period, object.composante];
    texts.extend(object.roots.into_iter().map(Some));
    texts
}

fn of_plan(plan: Plan) -> Vec<Option<String>> {
    let parts = plan.parts.into_iter().flat_map(of_plan);
    of_found(plan.found).into_iter().chain(parts).collect()
}

/// Reads the bytes as every answer that there is.
fn read_as_anything(bytes: &[u8], settings: &Settings) {
    let student = number("000001842");
    let dossier = "ins/inscription";
    let contacts = &settings.contacts;
    judge(dossier, read_identity(bytes, &student, contacts));
    judge(dossier, read_civil_status(bytes, &student));
    judge(dossier, read_years(bytes, &student));
    judge(dossier, read_enrolments(bytes, &student, 2026, settings));
    judge("chc/objet-formation", read_enrolled(bytes, Some("MINFO")));
    judge("ref/structures", read_structures(bytes));
    judge("ref/regimes", read_regimes(bytes, settings));
    judge("ins/flux-inscriptions", read_flow(bytes, None).map(|page| Known::This(page.items)));
    judge("idt/apprenants", read_people(bytes).map(|page| Known::This(page.items)));
    judge_texts("idt/identite", read_mail(bytes, &student), |mail| vec![mail]);
    judge_texts("ref/communes", read_town(bytes, "88160"), |town| vec![town]);
    judge_texts("ref/structure", read_structure(bytes), |told| vec![Some(told.code), told.label]);
    judge_texts("odf/espaces", read_periods(bytes), |page| {
        page.items.into_iter().flatten().flat_map(|period| [Some(period.id), Some(period.code)]).collect()
    });
    judge_texts("odf/objets-maquette", read_objects(bytes), |page| {
        page.items.into_iter().flat_map(of_found).collect()
    });
    judge_texts("odf/objet-maquette", read_object(bytes), of_object);
    judge_texts("odf/maquette", read_plan(bytes), of_plan);
    judge_texts("chc/cursus", read_courses(bytes), |courses| {
        let told = courses.into_iter().flat_map(|course| {
            let codes = course.elements.into_iter().map(|element| Some(element.code));
            [course.period, course.formation].into_iter().chain(codes)
        });
        told.collect()
    });
}

fn any_settings() -> Settings {
    settings("https://x.example")
}

#[test]
fn a_cut_sample_is_refused_or_read() {
    let settings = any_settings();
    for name in SAMPLES {
        let whole = sample(name);
        for end in (0..whole.len()).step_by(1 + whole.len() / 1500) {
            read_as_anything(&whole[..end], &settings);
        }
    }
}

#[test]
fn nesting_without_end_is_refused() {
    let settings = any_settings();
    read_as_anything("[".repeat(1_000_000).as_bytes(), &settings);
    let tree = "{\"codeObjetMaquette\":\"A\",\"enfants\":[".repeat(100_000);
    read_as_anything(format!("[{{\"racinePedagogique\":{tree}").as_bytes(), &settings);
    let tree = "{\"id\":\"A\",\"code\":\"A\",\"enfants\":[{\"objetMaquette\":".repeat(100_000);
    read_as_anything(format!("{{\"racine\":{tree}").as_bytes(), &settings);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn bytes_that_are_nothing(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        read_as_anything(&bytes, &any_settings());
    }

    #[test]
    fn bytes_changed_in_a_sample((_, bytes) in bytes_changed(&SAMPLES)) {
        read_as_anything(&bytes, &any_settings());
    }

    #[test]
    fn values_changed_in_a_sample(bytes in values_changed(&SAMPLES)) {
        read_as_anything(&bytes, &any_settings());
    }
}
