//! Live changes of a person's tasks.

pub(crate) mod hub;
mod listener;
mod publisher;

pub(crate) use publisher::Publisher;

use crate::{
    Error,
    db::{self, tasks::Since},
    queue::view::QueueView,
    services::Inner,
};
use futures::{
    StreamExt,
    stream::{self, BoxStream},
};
use sqlx::PgPool;
use std::{collections::HashMap, future::ready, time::Duration};
use studio_domain::{Actor, Event, EventData, Scope, Task, TaskId, UserId};
use tokio_stream::wrappers::{BroadcastStream, errors::BroadcastStreamRecvError};
use uuid::Uuid;

/// Ends when the reader fell too far behind or the server stops: close the connection, and let the client come back
/// with the last id it saw.
pub type EventStream = BoxStream<'static, Event>;

/// Revisions may become visible out of order by as much as a transaction takes; this is far more.
const OUT_OF_ORDER: Duration = Duration::from_secs(10);
/// What a client that says nothing may have missed between being served a page and connecting.
const PAGE_LOAD: Duration = Duration::from_secs(5 * 60);

pub struct Events<'a> {
    inner: &'a Inner,
}

impl<'a> Events<'a> {
    pub(crate) fn new(inner: &'a Inner) -> Self {
        Self { inner }
    }

    /// First the present state of every task that has not ended and of those that changed after `last_event_id` (or,
    /// without one, lately), then every change as it happens. The same state may come twice; none is left out. Of ended
    /// tasks at most the newest thousand are told.
    ///
    /// # Errors
    /// When the database does not answer; `forbidden` for API keys without the scope `tasks:read`.
    pub async fn subscribe(&self, actor: &Actor, last_event_id: Option<i64>) -> Result<EventStream, Error> {
        actor.require(Scope::TasksRead)?;
        // First listen, then look: what happens in between is seen twice rather than not at all.
        let live = self.inner.hub.subscribe(actor.user_id);
        let recent = if last_event_id.is_some() { OUT_OF_ORDER } else { PAGE_LOAD };
        let since = Since { revision: last_event_id, recent };
        let ids = db::tasks::changed(&self.inner.pool, actor.user_id, since).await?;
        let loaded = load(&self.inner.pool, &self.inner.queue_view, &ids).await?;
        let own = loaded.into_iter().filter(|(owner, _)| *owner == actor.user_id);
        let mut present: Vec<Event> = own.map(|(_, event)| event).collect();
        present.sort_by_key(|event| event.id);

        let known: HashMap<TaskId, i64> = present.iter().map(|event| (task_of(event).task_id, event.id)).collect();
        let in_time = |event: &Result<Event, BroadcastStreamRecvError>| {
            if let Err(BroadcastStreamRecvError::Lagged(missed)) = event {
                tracing::info!(missed, "a reader of events is too slow and is dropped");
            }
            ready(event.is_ok())
        };
        // What was already on its way when the present state was read would be a step back.
        let outdated = move |event: &Event| known.get(&task_of(event).task_id).is_some_and(|&id| event.id < id);
        let live = BroadcastStream::new(live)
            .take_while(in_time)
            .filter_map(move |event| ready(event.ok().filter(|event| !outdated(event))));
        Ok(stream::iter(present).chain(live).boxed())
    }
}

fn task_of(event: &Event) -> &Task {
    match &event.data {
        EventData::Task(task) => task,
    }
}

/// The present state of tasks as events, each with the owner of the task.
async fn load(pool: &PgPool, view: &QueueView, ids: &[Uuid]) -> Result<Vec<(UserId, Event)>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = db::tasks::load(pool, ids).await?;
    let about: Vec<_> = rows.iter().map(|row| (row.user_id, row.revision)).collect();
    let tasks = view.present(pool, rows).await?;
    let event = |((owner, id), task)| (owner, Event { id, data: EventData::Task(Box::new(task)) });
    Ok(about.into_iter().zip(tasks).map(event).collect())
}
