//! Reading what a service answers, and naming the field where an answer breaks its contract.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;

use super::super::fault::{Call, Fault, Trouble};
use super::super::text::{given, tidy};

/// Reads a whole answer.
pub(in super::super) fn read<T: DeserializeOwned>(call: Call, body: &[u8]) -> Result<T, Fault> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        if error.inner().classify() == Category::Eof {
            return Fault::Unavailable { call, trouble: Trouble::Cut };
        }
        let path = error.path().to_string();
        // The library stops at the parent of a field that is not there. Its message names that field, and may quote
        // values in any other case.
        let message = error.inner().to_string();
        let missing = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        let field = match (path.as_str(), missing) {
            (".", Some(missing)) => missing.to_owned(),
            (_, Some(missing)) => format!("{path}.{missing}"),
            (_, None) => path,
        };
        // The names of fields are theirs too.
        let field = Some(tidy(&field)).filter(|field| !field.is_empty()).unwrap_or_else(|| ".".to_owned());
        Fault::Broken { call, field }
    })?;
    reader.end().map_err(|_| Fault::Broken { call, field: "end".to_owned() })?;
    Ok(value)
}

/// What a service says of a question that it refuses.
pub(in super::super) fn said(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let words = ["/header/message", "/erreur", "/detail/0", "/message"];
    words.iter().find_map(|place| given(body.pointer(place).and_then(Value::as_str)))
}
