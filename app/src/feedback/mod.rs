//! What people think of results.

mod api;
mod panel;

pub use panel::{FeedbackForm, RatingButtons, RatingDraft};
