//! `/v1`, one file a resource. Handlers translate; what is allowed and what happens is decided in the service layer.

pub mod auth;
pub mod feedback;
pub mod images;
pub mod me;
pub mod models;
pub mod predict;
pub mod tasks;
pub mod upload;
