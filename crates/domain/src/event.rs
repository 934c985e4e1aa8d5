//! What the server tells an open page.

use crate::Task;
use serde::{Deserialize, Serialize};

/// One message of `GET /v1/events`: `{"id": 17, "type": "task", "data": {…}}`.
///
/// `id` grows with every change; a client that reconnects passes the last one it saw as `?last_event_id=` and is told
/// the present state of everything that changed since. Each event carries the whole state, so seeing one twice is
/// harmless.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub id: i64,
    #[serde(flatten)]
    pub data: EventData,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum EventData {
    Task(Box<Task>),
}
