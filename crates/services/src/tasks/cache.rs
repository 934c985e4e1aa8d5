//! What makes two requests equal, so that the results of one can answer the other.

use super::{NewWork, canonical_hash};
use crate::Error;
use serde_json::{Value, json};

/// SHA-256 of all that the result depends on, for a request with everything filled in. `contents` are the hashes of its
/// pictures, by the names of their fields: whoever hands in the same bytes asks for the same. `None` when the request
/// wants work of its own.
pub fn key(new: &NewWork, contents: &[(&str, Vec<u8>)]) -> Result<Option<[u8; 32]>, Error> {
    let request = &new.request;
    if !request.cache {
        return Ok(None);
    }
    let unwritable = |e: serde_json::Error| Error::Internal(format!("a request cannot be written as JSON: {e}"));
    let mut asked = json!({
        "task": request.task,
        "model": new.model.name,
        "version": new.version,
        "inputs": serde_json::to_value(&request.inputs).map_err(unwritable)?,
        "parameters": serde_json::to_value(&request.parameters).map_err(unwritable)?,
    });
    for (field, hash) in contents {
        if let Some(input) = asked.pointer_mut(&format!("/{}", field.replace('.', "/"))) {
            *input = Value::String(hex::encode(hash));
        }
    }
    canonical_hash(&asked).map(Some).map_err(unwritable)
}
