//! Pages of SIRENE as long as a test wants them.

use guichet::domain::organisation::siret::Siret;
use serde_json::{Value, json};

const SAMPLE: &str = include_str!("samples/sirene-siret-200.json");

/// The numbers of invented establishments, always the same.
pub fn sirets(from: usize, count: usize) -> Vec<String> {
    let numbers = (0..).map(|number| format!("{:014}", 99_000_000_000_000_u64 + number));
    numbers.filter(|number| Siret::parse(number).is_ok()).skip(from).take(count).collect()
}

/// The answer to a search with so many of these establishments, of so many in all; what follows is at this cursor.
pub fn page(from: usize, count: usize, total: usize, next: &str) -> Value {
    let sample: Value = serde_json::from_str(SAMPLE).unwrap();
    let establishments: Vec<Value> = sirets(from, count)
        .into_iter()
        .map(|siret| {
            let mut one = sample["etablissement"].clone();
            (one["siren"], one["nic"]) = (json!(siret[..9]), json!(siret[9..]));
            one["siret"] = json!(siret);
            one
        })
        .collect();
    let header = json!({
        "statut": 200, "message": "ok", "total": total, "nombre": count, "curseur": "*", "curseurSuivant": next,
    });
    json!({ "header": header, "etablissements": establishments })
}
