//! The queue: what is at work, what failed, and what has just been done.

mod actions;
mod api;
mod contents;
mod item;
mod places;

pub use api::submit;
pub use places::{QueueButton, QueueDrawer, QueuePanel};
