//! The queue: what is at work, and what failed.

mod actions;
mod api;
mod panel;

pub use api::submit;
pub use panel::QueuePanel;
