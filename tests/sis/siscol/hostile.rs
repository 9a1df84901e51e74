//! Whatever bytes the gateway sends, they are read or refused with a fault that names the call and the field, and what
//! is read is tidy.

use std::fmt::Debug;

use guichet::sis::fault::Fault;
use guichet::sis::port::{Known, Told};
use guichet::sis::siscol::{
    read_civil_status, read_composantes, read_elements, read_enrolments, read_etapes, read_found,
    read_identity, read_people, read_person, read_programmes, read_regimes, read_years,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::hostile::{bytes_changed, tidy, values_changed};
use super::super::sample;
use super::number;

const SAMPLES: [&str; 17] = [
    "siscol-anneesIa",
    "siscol-apogee-etapesByEtudiantAndAnnee",
    "siscol-apogee-etudiantRef",
    "siscol-composantesPrincipalesRef",
    "siscol-diplomesReferenceParComposanteEtAnnee",
    "siscol-erreur-401",
    "siscol-erreur-500",
    "siscol-etapesReference",
    "siscol-infosAdmEtu",
    "siscol-ldap-bySupannAliasLogin-response",
    "siscol-ldap-etudiant-request",
    "siscol-ldap-etudiant-response",
    "siscol-listEtuParEtapeEtDiplome",
    "siscol-pcscol-etapesByEtudiantAndAnnee",
    "siscol-pcscol-etudiantRef",
    "siscol-regimesInscriptions",
    "siscol-studentListeElpStage",
];

/// Looks at what came of some bytes.
fn judge<T: Debug + PartialEq + Serialize + DeserializeOwned>(name: &str, told: Told<T>) {
    match told {
        Ok(Known::This(value)) => {
            let kept = serde_json::to_value(&value).unwrap();
            tidy(&kept);
            assert_eq!(serde_json::from_value::<T>(kept).unwrap(), value);
        }
        Ok(Known::Nothing | Known::Unsure) => {}
        Err(fault) => {
            assert_eq!(fault.call().to_string(), format!("esup-siscol ({name})"));
            match fault {
                Fault::Broken { field, .. } => {
                    assert!(!field.is_empty() && !field.chars().any(char::is_control), "{field:?}");
                }
                Fault::Refused { said, .. } => assert_eq!(said, None),
                Fault::Unauthorised { .. } | Fault::Unavailable { .. } => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

/// Reads the bytes as every answer that there is.
fn read_as_anything(bytes: &[u8]) {
    let student = number("22104518");
    judge("find", read_found(bytes));
    judge("identity", read_identity(bytes, &student));
    judge("civil_status", read_civil_status(bytes, &student));
    judge("years", read_years(bytes));
    judge("enrolments", read_enrolments(bytes, 2026, &["1".to_owned()]));
    judge("elements", read_elements(bytes));
    judge("composantes", read_composantes(bytes));
    judge("etapes", read_etapes(bytes));
    judge("regimes", read_regimes(bytes));
    judge("programmes", read_programmes(bytes));
    judge("people", read_people(bytes));
    judge("by_login", read_person(bytes));
}

#[test]
fn a_cut_sample_is_refused_or_read() {
    for name in SAMPLES {
        let whole = sample(name);
        for end in 0..whole.len() {
            read_as_anything(&whole[..end]);
        }
    }
}

#[test]
fn nesting_without_end_is_refused() {
    read_as_anything("[".repeat(1_000_000).as_bytes());
    read_as_anything(format!("{{\"listeELPs\":{}", "{\"a\":".repeat(100_000)).as_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn bytes_that_are_nothing(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        read_as_anything(&bytes);
    }

    #[test]
    fn bytes_changed_in_a_sample(bytes in bytes_changed(&SAMPLES)) {
        read_as_anything(&bytes);
    }

    #[test]
    fn values_changed_in_a_sample(bytes in values_changed(&SAMPLES)) {
        read_as_anything(&bytes);
    }
}
