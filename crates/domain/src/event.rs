//! What the server tells an open page.

use crate::Task;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// One message of `GET /v1/events`: `{"id": 17, "type": "task", "data": {…}}`.
///
/// `id` grows with every change; a client that reconnects passes the last one it saw as `?last_event_id=` and is told
/// the present state of everything that changed since. Each event carries the whole state, so seeing one twice is
/// harmless.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Event {
    pub id: i64,
    #[serde(flatten)]
    pub data: EventData,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum EventData {
    Task(Box<Task>),
}

impl Event {
    /// Reads a message. `None` for a kind of event that this version does not know.
    ///
    /// Not `Deserialize`: that would buffer every message and compile a second reader of everything in it.
    ///
    /// # Errors
    /// When the message is not JSON, or not an event.
    pub fn from_json(json: &[u8]) -> serde_json::Result<Option<Self>> {
        #[derive(Deserialize)]
        struct Message<'a> {
            id: i64,
            #[serde(rename = "type")]
            kind: String,
            #[serde(borrow)]
            data: &'a RawValue,
        }
        let Message { id, kind, data } = serde_json::from_slice(json)?;
        let data = data.get().as_bytes();
        let data = match kind.as_str() {
            "task" => EventData::Task(serde_json::from_slice(data)?),
            _ => return Ok(None),
        };
        Ok(Some(Self { id, data }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_kinds_are_passed_over_and_broken_messages_are_not() {
        assert_eq!(Event::from_json(br#"{"id": 1, "type": "weather", "data": {"rain": true}}"#).unwrap(), None);
        assert!(Event::from_json(br#"{"id": 1, "type": "task", "data": {"rain": true}}"#).is_err());
        assert!(Event::from_json(b"pong").is_err());
    }
}
