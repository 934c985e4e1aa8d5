//! Tasks as the people see them who ask for them: submit, follow, cancel, delete. API keys need the scope `tasks:write`,
//! or `tasks:read` to follow.

mod cache;
mod idempotency;
mod submit;

pub use idempotency::{IdempotencyKey, canonical_hash};

use crate::{Error, db, page::PageRequest, services::Inner};
use std::time::Duration;
use studio_domain::{Actor, ErrorCode, ModelInfo, Page, PredictRequest, Problem, Scope, Task, TaskId, TaskListQuery};
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{Instant, sleep, sleep_until},
};

/// How often a waiter looks by itself, in case a notification was lost.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A request with the model version that whoever hands it in has resolved.
pub struct NewWork {
    pub request: PredictRequest,
    pub model: ModelInfo,
    pub version: String,
}

pub struct Tasks<'a> {
    inner: &'a Inner,
}

impl<'a> Tasks<'a> {
    pub(crate) fn new(inner: &'a Inner) -> Self {
        Self { inner }
    }

    /// Queues a task for a model version that the caller has resolved; what the request leaves open is filled in from
    /// the model. The same idempotency key gives the same task.
    ///
    /// # Errors
    /// `validation_failed` naming the fields; `not_found` for an unknown, foreign or deleted input image;
    /// `image_too_large`; `idempotency_mismatch`; `rate_limited` when the caller's hour is used up.
    pub async fn submit(
        &self,
        actor: &Actor,
        request: PredictRequest,
        model: &ModelInfo,
        version: &str,
        idempotency: Option<IdempotencyKey<'_>>,
    ) -> Result<Task, Error> {
        let work = NewWork { request, model: model.clone(), version: version.to_owned() };
        let mut tasks = self.submit_all(actor, vec![work], idempotency).await?;
        tasks.pop().ok_or_else(|| Error::not_found("task"))
    }

    /// Queues several tasks as [`Self::submit`] does one: all of them or none.
    ///
    /// # Errors
    /// As [`Self::submit`], with the fields of one of several as `requests[index].…`.
    pub async fn submit_all(
        &self,
        actor: &Actor,
        work: Vec<NewWork>,
        idempotency: Option<IdempotencyKey<'_>>,
    ) -> Result<Vec<Task>, Error> {
        actor.require(Scope::TasksWrite)?;
        let ids = submit::submit(self.inner, actor, work, idempotency).await?;
        self.get_all(actor, &ids).await
    }

    /// The tasks an idempotency key has already made, so that a door need not store the files of a repeated request.
    /// None when it is new.
    ///
    /// # Errors
    /// `idempotency_mismatch` when the key came with another request.
    pub async fn replayed(&self, actor: &Actor, key: &IdempotencyKey<'_>) -> Result<Vec<Task>, Error> {
        actor.require(Scope::TasksWrite)?;
        let ids = idempotency::earlier(&self.inner.pool, actor, key).await?;
        self.get_all(actor, &ids).await
    }

    /// In the order of `ids`.
    async fn get_all(&self, actor: &Actor, ids: &[TaskId]) -> Result<Vec<Task>, Error> {
        let raw: Vec<_> = ids.iter().map(|id| id.0).collect();
        let mut rows = db::tasks::load(&self.inner.pool, &raw).await?;
        rows.retain(|row| row.user_id == actor.user_id);
        if rows.len() < ids.len() {
            return Err(Error::not_found("task"));
        }
        rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
        self.inner.queue_view.present(&self.inner.pool, rows).await
    }

    /// # Errors
    /// `not_found`, also for someone else's.
    pub async fn get(&self, actor: &Actor, id: TaskId) -> Result<Task, Error> {
        actor.require(Scope::TasksRead)?;
        self.get_all(actor, &[id]).await?.pop().ok_or_else(|| Error::not_found("task"))
    }

    /// What a task that is painting looks like so far, as a `data:` URL, if this process has heard of it.
    #[must_use]
    pub fn preview(&self, task: &Task) -> Option<String> {
        self.inner.hub.preview(task.task_id).filter(|_| !task.state.is_terminal())
    }

    /// The caller's tasks, newest first.
    ///
    /// # Errors
    /// `validation_failed` for a cursor that is none or a limit out of bounds.
    pub async fn list(&self, actor: &Actor, query: &TaskListQuery) -> Result<Page<Task>, Error> {
        actor.require(Scope::TasksRead)?;
        let request = PageRequest::parse(query.limit, query.cursor.as_deref())?;
        let pool = &self.inner.pool;
        let mut ids = db::tasks::page(pool, actor.user_id, query, request.after, request.rows()).await?;
        let more = ids.len() > request.limit;
        ids.truncate(request.limit);
        let rows = db::tasks::load(pool, &ids).await?;
        let next_cursor = rows.last().filter(|_| more).map(|row| row.cursor().encode());
        Ok(Page { data: self.inner.queue_view.present(pool, rows).await?, next_cursor })
    }

    /// What the caller has asked to be painted, each prompt once, the latest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn prompts(&self, actor: &Actor) -> Result<Vec<String>, Error> {
        actor.require(Scope::TasksRead)?;
        Ok(db::tasks::prompts(&self.inner.pool, actor.user_id).await?)
    }

    /// A queued task is canceled at once; a running one as soon as its worker notices. A task that was told to cancel
    /// never succeeds any more.
    ///
    /// # Errors
    /// `conflict` when it has ended; `not_found`.
    pub async fn cancel(&self, actor: &Actor, id: TaskId) -> Result<Task, Error> {
        actor.require(Scope::TasksWrite)?;
        let canceled = db::tasks::cancel(&self.inner.pool, actor.user_id, id).await?;
        let task = self.get(actor, id).await?;
        if !canceled {
            let detail = format!("The task has already ended: it is {}.", task.state.as_str());
            return Err(Problem::new(ErrorCode::Conflict, detail).into());
        }
        Ok(task)
    }

    /// Takes a task out of all lists, canceling it if it has not ended. Its images stay.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn delete(&self, actor: &Actor, id: TaskId) -> Result<(), Error> {
        actor.require(Scope::TasksWrite)?;
        let mut transaction = self.inner.pool.begin().await?;
        if !db::tasks::delete(&mut transaction, actor.user_id, id).await? {
            return Err(Error::not_found("task"));
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Waits until the task has ended, at most for `timeout`; gives its state then.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn wait(&self, actor: &Actor, id: TaskId, timeout: Duration) -> Result<Task, Error> {
        let deadline = Instant::now() + timeout;
        // Before the first look, so that no change falls between the two.
        let mut changes = self.inner.hub.changes();
        loop {
            let task = self.get(actor, id).await?;
            if task.state.is_terminal() || Instant::now() >= deadline {
                return Ok(task);
            }
            tokio::select! {
                () = changed(&mut changes, id) => {}
                () = sleep(LOOK_EVERY) => {}
                () = sleep_until(deadline) => {}
            }
        }
    }
}

/// Resolves when the task has changed, or may have.
async fn changed(changes: &mut Receiver<TaskId>, id: TaskId) {
    loop {
        match changes.recv().await {
            Ok(other) if other != id => {}
            Ok(_) | Err(RecvError::Lagged(_)) => return,
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}
