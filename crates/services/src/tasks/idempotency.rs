//! Repeating a request without repeating its effect
//! ([draft-ietf-httpapi-idempotency-key-header](https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/)).

use crate::{Error, db};
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use studio_domain::{Actor, ErrorCode, FieldError, Problem, TaskId, limits};

const MAX_KEY_CHARS: usize = 255;

/// A client's `Idempotency-Key` with the hash of the request it came with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdempotencyKey<'a> {
    pub(super) key: &'a str,
    pub(super) request_hash: [u8; 32],
}

impl<'a> IdempotencyKey<'a> {
    /// `request_hash` identifies the request as the client sent it: [`canonical_hash`] of the JSON and, for files that
    /// came along, of their contents (not of the ids they were stored under, which differ on every try). A batch has one
    /// key for all of its requests.
    ///
    /// # Errors
    /// `validation_failed` unless `key` is 1 to 255 visible ASCII characters.
    pub fn new(key: &'a str, request_hash: [u8; 32]) -> Result<Self, Problem> {
        if key.is_empty() || key.len() > MAX_KEY_CHARS || !key.bytes().all(|b| b.is_ascii_graphic()) {
            let message = format!("The idempotency key must have 1 to {MAX_KEY_CHARS} visible ASCII characters.");
            return Err(Problem::validation(vec![FieldError::new("Idempotency-Key", "invalid", message)]));
        }
        Ok(Self { key, request_hash })
    }

    /// What is stored with each of the tasks that it makes: itself with the first.
    pub(super) fn of_task(&self, index: usize) -> String {
        // Keys of clients cannot have the space.
        if index == 0 { self.key.to_owned() } else { format!("{} {index}", self.key) }
    }
}

/// SHA-256 of the canonical JSON (object keys sorted, no white space) of `value`.
///
/// # Errors
/// When `value` cannot be written as JSON.
pub fn canonical_hash(value: &impl Serialize) -> Result<[u8; 32], serde_json::Error> {
    let mut value = serde_json::to_value(value)?;
    value.sort_all_objects();
    Ok(Sha256::digest(serde_json::to_vec(&value)?).into())
}

/// The tasks that this key has already made for the caller, in their order.
pub async fn earlier(pool: &PgPool, actor: &Actor, key: &IdempotencyKey<'_>) -> Result<Vec<TaskId>, Error> {
    let keys: Vec<_> = (0..limits::MAX_BATCH).map(|index| key.of_task(index)).collect();
    let rows = db::tasks::by_keys(pool, actor.user_id, &keys).await?;
    if rows.iter().any(|row| row.request_hash.as_deref() != Some(&key.request_hash)) {
        let detail = "This idempotency key came with another request before. Use a new key for a new request.";
        return Err(Problem::new(ErrorCode::IdempotencyMismatch, detail).into());
    }
    Ok(rows.into_iter().map(|row| row.id).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_order_of_keys_does_not_matter_but_values_do() {
        let hash = |value: serde_json::Value| canonical_hash(&value).expect("JSON");
        let nested: serde_json::Value = serde_json::from_str(r#"{"b":{"y":1,"x":2},"a":[1,2]}"#).expect("JSON");
        assert_eq!(hash(nested), hash(json!({"a": [1, 2], "b": {"x": 2, "y": 1}})));
        assert_ne!(hash(json!({"a": [1, 2]})), hash(json!({"a": [2, 1]})));
    }

    #[test]
    fn keys_are_bounded() {
        assert!(IdempotencyKey::new("8e03978e-40d5-43dd-bc93-6894a57f9324", [0; 32]).is_ok());
        for key in ["", "a b", "ä", &"x".repeat(256)] {
            assert!(IdempotencyKey::new(key, [0; 32]).is_err(), "{key:?}");
        }
    }
}
