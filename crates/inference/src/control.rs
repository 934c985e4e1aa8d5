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
    progress: Arc<dyn Fn(Progress) + Send + Sync>,
    cancel: Vec<CancelToken>,
    deadline: Option<Instant>,
}

impl RunControl {
    /// `progress` is called from the thread of the run, before the first step and after each; it should return at once.
    pub fn new(progress: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self { progress: Arc::new(progress), cancel: Vec::new(), deadline: None }
    }

    #[must_use]
    pub fn with_cancel(self, cancel: CancelToken) -> Self {
        self.with_cancel_by_all(vec![cancel])
    }

    /// For a run that several people wait for: it ends when none of them does any more.
    #[must_use]
    pub fn with_cancel_by_all(self, cancel: Vec<CancelToken>) -> Self {
        Self { cancel, ..self }
    }

    /// The run fails with [`InferenceError::DeadlineExceeded`] when it is not done by then.
    #[must_use]
    pub fn with_deadline(self, deadline: Instant) -> Self {
        Self { deadline: Some(deadline), ..self }
    }

    /// The control of one of several runs in a row, each as long as the others, that together are one to whoever watches.
    pub(crate) fn part(&self, index: u32, parts: u32) -> Self {
        let progress = self.progress.clone();
        Self {
            progress: Arc::new(move |Progress { step, steps }| {
                progress(Progress { step: index * steps + step, steps: parts * steps });
            }),
            cancel: self.cancel.clone(),
            deadline: self.deadline,
        }
    }

    pub(crate) fn report(&self, progress: Progress) {
        (self.progress)(progress);
    }

    /// # Errors
    /// [`InferenceError::Canceled`], [`InferenceError::DeadlineExceeded`].
    pub(crate) fn check(&self) -> Result<(), InferenceError> {
        if !self.cancel.is_empty() && self.cancel.iter().all(CancelToken::is_canceled) {
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
