//! Tasks as the people see them who ask for them: submit, follow, cancel, delete.

use crate::Error;
use serde::Serialize;
use std::time::Duration;
use studio_domain::{Actor, Page, PredictRequest, Problem, Task, TaskId, TaskListQuery};

/// A client's `Idempotency-Key` with the hash of the request it came with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdempotencyKey<'a> {
    key: &'a str,
    request_hash: [u8; 32],
}

impl<'a> IdempotencyKey<'a> {
    /// `request_hash` identifies the request as the client sent it: [`canonical_hash`] of the JSON and, for files that
    /// came along, of their contents (not of the ids they were stored under, which differ on every try). For a batch,
    /// give each of its requests its own key, such as `{key}/{index}`.
    ///
    /// # Errors
    /// `validation_failed` unless `key` is 1 to 255 visible ASCII characters.
    pub fn new(key: &'a str, request_hash: [u8; 32]) -> Result<Self, Problem> {
        todo!()
    }
}

/// SHA-256 of the canonical JSON (object keys sorted, no white space) of `value`.
///
/// # Errors
/// When `value` cannot be written as JSON.
pub fn canonical_hash(value: &impl Serialize) -> Result<[u8; 32], serde_json::Error> {
    todo!()
}

pub struct Tasks<'a> {
    _services: std::marker::PhantomData<&'a ()>,
}

impl Tasks<'_> {
    /// Queues a task for a model version that the caller has resolved. The same idempotency key gives the same task.
    ///
    /// # Errors
    /// `validation_failed` naming the fields (an unknown, foreign or deleted input image is `inputs.image`);
    /// `image_too_large`; `idempotency_mismatch`.
    pub async fn submit(
        &self,
        actor: &Actor,
        request: &PredictRequest,
        model: &str,
        version: &str,
        idempotency: Option<IdempotencyKey<'_>>,
    ) -> Result<Task, Error> {
        todo!()
    }

    /// The task an idempotency key has already made, so that a door need not store the files of a repeated request.
    ///
    /// # Errors
    /// `idempotency_mismatch` when the key came with another request.
    pub async fn replayed(&self, actor: &Actor, key: &IdempotencyKey<'_>) -> Result<Option<Task>, Error> {
        todo!()
    }

    /// # Errors
    /// `not_found`, also for someone else's.
    pub async fn get(&self, actor: &Actor, id: TaskId) -> Result<Task, Error> {
        todo!()
    }

    /// The caller's tasks, newest first.
    ///
    /// # Errors
    /// `validation_failed` for a cursor that is none or a limit out of bounds.
    pub async fn list(&self, actor: &Actor, query: &TaskListQuery) -> Result<Page<Task>, Error> {
        todo!()
    }

    /// A queued task is canceled at once; a running one as soon as its worker notices. A task that was told to cancel
    /// never succeeds any more.
    ///
    /// # Errors
    /// `conflict` when it has ended; `not_found`.
    pub async fn cancel(&self, actor: &Actor, id: TaskId) -> Result<Task, Error> {
        todo!()
    }

    /// Takes a task out of all lists, canceling it if it has not ended. Its images stay.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn delete(&self, actor: &Actor, id: TaskId) -> Result<(), Error> {
        todo!()
    }

    /// Waits until the task has ended, at most for `timeout`; gives its state then.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn wait(&self, actor: &Actor, id: TaskId, timeout: Duration) -> Result<Task, Error> {
        todo!()
    }
}
