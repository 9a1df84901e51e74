//! Whatever bytes a register sends, they are read or refused, and what is read is tidy.

use std::fmt::Debug;

use guichet::domain::organisation::registered::Registered;
use guichet::sis::addresses::read_suggestions;
use guichet::sis::companies;
use guichet::sis::fault::Fault;
use guichet::sis::port::{Known, Told};
use guichet::sis::sirene::{Page, read_establishment, read_found, read_informations};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::sample;

const SAMPLES: [&str; 10] = [
    "sirene-siret-200",
    "sirene-siret-200-diffusion-partielle",
    "sirene-siret-200-personne-physique-ferme",
    "sirene-recherche-200",
    "sirene-recherche-200-curseur",
    "sirene-informations-200",
    "sirene-erreur-429",
    "recherche-entreprises-search-200",
    "ban-search-200",
    "ban-search-200-vide",
];

/// All texts of an establishment.
fn texts(found: &Registered) -> impl Iterator<Item = &String> {
    let naf = found.naf.as_ref().map(|naf| &naf.code);
    let others = [
        &found.name,
        &found.legal_category,
        &found.headcount_band,
        &found.address,
        &found.postal_code,
        &found.town,
        &found.country_code,
    ];
    others.into_iter().flatten().chain(naf)
}

/// Reads the bytes as every answer that there is, and looks at the texts that come of it.
fn read_as_anything(bytes: &[u8]) {
    let mut all = Vec::new();
    all.extend(read_establishment(bytes).ok());
    all.extend(read_found(bytes, &Page::first(1)).map(|found| found.establishments).unwrap_or_default());
    all.extend(companies::read_found(bytes).map(|found| found.establishments).unwrap_or_default());
    let _ = read_informations(bytes);
    let suggestions = read_suggestions(bytes).unwrap_or_default();
    for text in all.iter().flat_map(texts).chain(suggestions.iter().map(|found| &found.label)) {
        assert!(!text.chars().any(char::is_control), "{text:?}");
        assert!(!text.is_empty() && text.chars().count() <= 300 && text.trim() == text, "{text:?}");
        assert!(!text.contains("[ND]"), "{text:?}");
    }
}

/// Any value that an answer may hold where another was expected.
fn anything() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[\\x00-\\x7f\u{202e}\u{a0}é]{0,400}".prop_map(Value::from),
        Just(Value::from("[ND]")),
        Just(Value::Array(Vec::new())),
        Just(Value::Object(serde_json::Map::new())),
    ]
}

/// The places of all values.
fn places(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                places(inner, &format!("{here}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (place, inner) in items.iter().enumerate() {
                places(inner, &format!("{here}/{place}"), found);
            }
        }
        _ => {}
    }
}

/// One of these samples, by its name, with some of its bytes changed.
pub(super) fn bytes_changed(
    samples: &'static [&'static str],
) -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20);
    (prop::sample::select(samples), changes).prop_map(|(name, changes)| {
        let mut bytes = sample(name);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        (name, bytes)
    })
}

/// One of these samples with some of its values changed for any other.
pub(super) fn values_changed(samples: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec((any::<prop::sample::Index>(), anything()), 1..8);
    (prop::sample::select(samples), changes).prop_map(|(name, changes)| {
        let mut body: Value = serde_json::from_slice(&sample(name)).unwrap();
        for (place, value) in changes {
            let mut all = Vec::new();
            places(&body, "", &mut all);
            if let Some(changed) = body.pointer_mut(&all[place.index(all.len())]) {
                *changed = value;
            }
        }
        serde_json::to_vec(&body).unwrap()
    })
}

/// Looks at every text of what was read.
pub(super) fn tidy(value: &Value) {
    match value {
        Value::String(text) => {
            assert!(!text.chars().any(char::is_control), "{text:?}");
            assert!(!text.is_empty() && text.chars().count() <= 300 && text.trim() == text, "{text:?}");
        }
        Value::Array(items) => items.iter().for_each(tidy),
        Value::Object(fields) => fields.values().for_each(tidy),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Looks at what this call of a student information system told.
pub(super) fn judge<T: Debug + PartialEq + Serialize + DeserializeOwned>(call: &str, told: Told<T>) {
    match told {
        Ok(Known::This(value)) => {
            let kept = serde_json::to_value(&value).unwrap();
            tidy(&kept);
            assert_eq!(serde_json::from_value::<T>(kept).unwrap(), value);
        }
        Ok(Known::Nothing | Known::Unsure) => {}
        Err(fault) => {
            assert_eq!(fault.call().to_string(), call);
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

#[test]
fn a_cut_sample_is_refused_or_read() {
    for name in SAMPLES {
        let whole = sample(name);
        for end in (0..whole.len()).step_by(1 + whole.len() / 1500) {
            read_as_anything(&whole[..end]);
        }
    }
}

#[test]
fn nesting_without_end_is_refused() {
    read_as_anything("[".repeat(1_000_000).as_bytes());
    read_as_anything(format!("{{\"etablissement\":{}", "{\"a\":".repeat(100_000)).as_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn bytes_that_are_nothing(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        read_as_anything(&bytes);
    }

    #[test]
    fn bytes_changed_in_a_sample((_, bytes) in bytes_changed(&SAMPLES)) {
        read_as_anything(&bytes);
    }

    #[test]
    fn values_changed_in_a_sample(bytes in values_changed(&SAMPLES)) {
        read_as_anything(&bytes);
    }
}
