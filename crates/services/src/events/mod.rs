//! Live changes of a person's tasks.

use crate::Error;
use futures::stream::BoxStream;
use studio_domain::{Actor, Event};

/// Ends when the reader fell too far behind or the server stops: close the connection, and let the client come back
/// with the last id it saw.
pub type EventStream = BoxStream<'static, Event>;

pub struct Events<'a> {
    _services: std::marker::PhantomData<&'a ()>,
}

impl Events<'_> {
    /// First the present state of every task that has not ended and of those that changed after `last_event_id` (or,
    /// without one, lately), then every change as it happens. The same state may come twice; none is left out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn subscribe(&self, actor: &Actor, last_event_id: Option<i64>) -> Result<EventStream, Error> {
        todo!()
    }
}
