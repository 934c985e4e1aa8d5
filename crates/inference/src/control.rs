//! The line between a run and whoever asked for it: progress goes out, cancellation and the deadline come in.

use crate::InferenceError;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

/// Cancels a run from another thread. Clones cancel the same run.
#[derive(Clone, Debug, Default)]
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the run within a fraction of a second, inside a model too. It stays canceled.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Release);
    }

    #[must_use]
    pub fn is_canceled(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// `step` of `steps` is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub step: u32,
    pub steps: u32,
}

/// How a run is watched and stopped.
pub struct RunControl {
    progress: Box<dyn Fn(Progress) + Send + Sync>,
    cancel: CancelToken,
    deadline: Option<Instant>,
}

impl RunControl {
    /// `progress` is called from the thread of the run, before the first step and after each; it should return at once.
    pub fn new(progress: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self { progress: Box::new(progress), cancel: CancelToken::new(), deadline: None }
    }

    #[must_use]
    pub fn with_cancel(self, cancel: CancelToken) -> Self {
        Self { cancel, ..self }
    }

    /// The run fails with [`InferenceError::DeadlineExceeded`] when it is not done by then.
    #[must_use]
    pub fn with_deadline(self, deadline: Instant) -> Self {
        Self { deadline: Some(deadline), ..self }
    }

    pub(crate) fn report(&self, progress: Progress) {
        (self.progress)(progress);
    }

    /// # Errors
    /// [`InferenceError::Canceled`], [`InferenceError::DeadlineExceeded`].
    pub(crate) fn check(&self) -> Result<(), InferenceError> {
        if self.cancel.is_canceled() {
            Err(InferenceError::Canceled)
        } else if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            Err(InferenceError::DeadlineExceeded)
        } else {
            Ok(())
        }
    }
}

impl Default for RunControl {
    /// Unwatched, and never stopped.
    fn default() -> Self {
        Self::new(|_| {})
    }
}
