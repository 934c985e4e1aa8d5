//! Opinions about pictures.

use crate::Error;
use studio_domain::{Actor, Feedback, FeedbackId, FeedbackRequest};

pub struct FeedbackService<'a> {
    _services: std::marker::PhantomData<&'a ()>,
}

impl FeedbackService<'_> {
    /// Records an opinion; a later one on the same picture replaces the earlier.
    ///
    /// # Errors
    /// `validation_failed`; `not_found` when there is no such picture (or task with a picture) of the caller's.
    pub async fn put(&self, actor: &Actor, request: &FeedbackRequest) -> Result<Feedback, Error> {
        todo!()
    }

    /// Withdraws an opinion.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn delete(&self, actor: &Actor, id: FeedbackId) -> Result<(), Error> {
        todo!()
    }
}
